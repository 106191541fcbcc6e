"""The lock's data of one language: concepts with phrases, idioms and free words (templates/prompts/lock/<language>.yaml),
and what the sample's engine adds to them (templates/<engine>/lock.yaml)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ...data_paths import data_folder
from ...errors import BadInput
from ...registry import Registry
from ...yaml_data import read_yaml
from .stems import stem


@dataclass(frozen=True)
class Sign:
    """A pattern over the masked text that may not come, and not go either where `stays`; see the data file."""

    name: str
    pattern: re.Pattern[str]
    stays: bool
    unless: frozenset[str]
    despite: frozenset[str]
    given: re.Pattern[str] | None


@dataclass(frozen=True)
class LockWords:
    """See the comments of the data file."""

    language: str
    phrases: Mapping[str, str]  # phrase -> concept
    pattern: re.Pattern[str]
    idioms: re.Pattern[str]
    soft: frozenset[str]
    soft_with: Mapping[str, Sequence[str]]
    rewrites: tuple[tuple[re.Pattern[str], str], ...]
    counted: frozenset[str]
    never_fewer: frozenset[str]
    never_more: frozenset[str]
    opposites: tuple[tuple[str, str], ...]
    reversing: tuple[re.Pattern[str], ...]
    signs: tuple[Sign, ...]
    premises: re.Pattern[str]
    items: re.Pattern[str]
    clauses: re.Pattern[str]
    sides: re.Pattern[str]
    extremes: re.Pattern[str]
    free: frozenset[str]
    free_stems: frozenset[str]
    imperatives: frozenset[str]
    vocabulary: frozenset[str]
    notation: tuple[tuple[re.Pattern[str], str], ...]
    verbs: frozenset[str]
    before_names: re.Pattern[str]

    def rewritten(self, text: str) -> str:
        for pattern, by in self.rewrites:
            text = pattern.sub(by, text)
        return text

    def without_idioms(self, text: str) -> str:
        return self.idioms.sub(" . ", self.rewritten(text))

    def signs_of(self, text: str) -> tuple[frozenset[str], ...]:
        """For each sign, how the text says it; its name alone where it has to stay."""
        return tuple(
            frozenset(s.name if s.stays else " ".join(m[0].split()) for m in s.pattern.finditer(text)) for s in self.signs
        )

    def concepts_of(self, text: str) -> tuple[dict[str, int], str]:
        """({concept: how often}, the text without their phrases)."""
        found: dict[str, int] = {}

        def note(m: re.Match[str]) -> str:
            concept = self.phrases[m[0]]
            found[concept] = found.get(concept, 0) + 1
            return " ; "

        rest = self.pattern.sub(note, text)
        if any(
            self.phrases[m[0]] in ("up", "down")
            for s in re.findall(r"\bhow much\b(?![^.?]*\b(?:amounts?|comes?|came) to\b)([^.?]*)", text)
            for m in self.pattern.finditer(s)
        ):
            found["difference"] = found.get("difference", 0) + 1
        return found, rest


_SIDES = ("up", "down", "at least", "at most", "rise", "fall")


def _sign(name: str, data: Mapping[str, Any]) -> Sign:
    given = re.compile(data["given"]) if "given" in data else None
    unless, despite = (frozenset(data.get(k, ())) for k in ("unless", "despite"))
    return Sign(name, re.compile(data["pattern"]), data.get("stays", False), unless, despite, given)


def _any(phrases: list[str]) -> re.Pattern[str]:
    ordered = sorted(phrases, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(re.escape(p) for p in ordered) + r")(?!\w|-\S)")


@lru_cache(maxsize=1)
def data_digest() -> str:
    """What the lock knows, in 16 hex digits: part of a pass's settings."""
    folder = data_folder("templates")
    files = sorted([*(folder / "prompts" / "lock").glob("*.yaml"), *folder.glob("*/lock.yaml")])
    return hashlib.sha256(b"\0".join(f.read_bytes() for f in files)).hexdigest()[:16]


def languages_with_lock() -> frozenset[str]:
    """The languages whose rewordings the lock can judge."""
    return frozenset(f.stem for f in (data_folder("templates") / "prompts" / "lock").glob("*.yaml"))


def _added(path: Path, engine: str, language: str) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """The language's data, and what the engine (every engine, where that one is not installed) adds, each with its file."""
    yield path, read_yaml(path)
    registry = Registry.load(())
    for name in [engine] if engine in registry.engines() else registry.engines():
        for file in (home / "lock.yaml" for home in registry.homes(name)):
            if file.is_file():
                yield file, read_yaml(file).get(language) or {}


def _merged(data: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """Lists behind lists, entries beside entries, free words behind free words."""
    out = dict(data)
    for key, value in more.items():
        if key not in data:
            out[key] = value
        elif isinstance(value, dict):
            old = data[key]
            out[key] = old | {k: [*old.get(k, ()), *v] if isinstance(v, list) else v for k, v in value.items()}
        else:
            out[key] = f"{data[key]} {value}" if isinstance(value, str) else [*data[key], *value]
    return out


@lru_cache(maxsize=16)
def words_of(language: str, engine: str = "") -> LockWords | None:
    """The data of a language with an engine's own, None where the language has none: then nothing is reworded in it.

    BadInput names a broken file.
    """
    own = path = data_folder("templates") / "prompts" / "lock" / f"{language}.yaml"
    if not own.is_file():
        return None
    try:
        data: dict[str, Any] = {}
        for file, more in _added(own, engine, language):
            path = file if more else path
            data = _merged(data, more)
        phrases = {p: concept for concept, ps in data["concepts"].items() for p in ps}

        free = frozenset(data["free"].split())
        vocabulary = free | {w for p in phrases for w in re.findall(r"\w+", p)} | set(data["imperatives"].split())
        vocabulary |= {w for p in data["idioms"] for w in re.findall(r"\w+", p)}
        return LockWords(
            language,
            phrases,
            _any(list(phrases)),
            _any(data["idioms"]),
            frozenset(data["soft"]),
            data["soft_with"],
            tuple((re.compile(p), by) for p, by in data["rewrites"]),
            frozenset(data["counted"]),
            frozenset(data["never_fewer"]),
            frozenset(data["never_more"]),
            tuple((a, b) for a, b in data["opposites"]),
            tuple(re.compile(p) for p in data["reversing"]),
            tuple(_sign(name, sign) for name, sign in data["signs"].items()),
            re.compile(data["premises"]),
            re.compile(data["items"]),
            re.compile(data["clauses"]),
            re.compile(_any(sorted(p for p, c in phrases.items() if c in _SIDES)).pattern + r"((?: than| of| by| to| the)* )$"),
            _any(sorted(p for p, c in phrases.items() if c in ("max", "min"))),
            free,
            frozenset(stem(w) for w in free),
            frozenset(data["imperatives"].split()),
            frozenset(vocabulary),
            tuple((re.compile(p), by) for p, by in data.get("notation", ())),
            frozenset(data["verbs"]),
            re.compile(rf"(?:{'|'.join(map(re.escape, data['before_names']))})\s$"),
        )
    except (KeyError, AttributeError, TypeError, re.error) as error:
        raise BadInput(f"{path}: {' '.join(str(error).split())}; restore the file") from None
