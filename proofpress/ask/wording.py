"""Wording: language-dependent text as Jinja2 data under templates/<engine>/wording/<language>/.

Five files, each {key: [variants]} or {key: {part: [variants]}}: questions (parts open, claim, fill, list, box, point),
steps, captions, premises, missing; `common` adds forms.yaml and the steps of the common operators.  A language may also be
one file, wording/<language>.yaml, with these as its sections.  `forms` may tell what CLDR does not know of a language: `words`
(yes, no, none, about), `values` (what operators compute: "increase" -> how it is said), `units` and `nouns`
(what an engine names by a key).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from ..errors import BadInput
from ..language import DEFAULT, Language, get
from ..language.base import cap as cap  # noqa: PLC0414  (re-exported)
from ..reason.scope import MARK, engine_of, split
from ..seeds import Rng
from ..yaml_data import read_yaml
from .fast_template import Fill, compile_text

SECTIONS = ("questions", "steps", "captions", "premises", "missing", "forms")
ABOUT_LANGUAGE = ("words", "values", "units", "nouns")  # keys of `forms` that tell the Language what CLDR does not know of it

_SPACE = re.compile(r"\s+")
_TWO_STOPS = re.compile(r"(?<=[^\W\d_])\.\.(?!\.)")  # an abbreviation's stop ends its sentence, too: "etwa 4,2 Mio."
DOUBLED = re.compile(r"\b([^\W\d_]{2,})\s+\1\b", re.IGNORECASE)


@lru_cache(maxsize=64)
def _environment(language: Language) -> SandboxedEnvironment:
    env = SandboxedEnvironment(autoescape=False, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    env.filters.update(language.filters)
    return env


@lru_cache(maxsize=65536)
def _compiled(text: str, language: Language) -> Template:
    return _environment(language).from_string(text)


@lru_cache(maxsize=65536)
def _quick(text: str, language: Language) -> Fill | None:
    return compile_text(text, language.filters)


class Wording:
    """All wordings of one engine in one language, and that language."""

    def __init__(self, sections: Mapping[str, Mapping[str, Any]], where: str, language: Language | None = None):
        self.sections = sections
        self.where = where
        self.language = language or get(DEFAULT)
        self._placed: Mapping[str, Callable[[], Wording]] = {}
        self._parts: dict[str, frozenset[str]] = {}

    def placing(self, parts: Mapping[str, Callable[[], Wording]]) -> Wording:
        """The same with the wordings of engines whose pictures are placed; their keys begin with the engine's name."""
        out = Wording(self.sections, self.where, self.language)
        out._placed = parts
        return out

    def _owner(self, key: str) -> tuple[Wording, str]:
        """Whose wording a key is, and the key there: "gauges-2:value" is `value` of the engine gauges."""
        if MARK not in key:
            return self, key
        instance, inner = split(key)
        return (self._placed[engine_of(instance)](), inner) if instance else (self, key)

    def variants(self, section: str, key: str, part: str = "") -> Sequence[str]:
        """The wordings under a key, () where there are none."""
        owner, key = self._owner(key)
        if owner is not self:
            return owner.variants(section, key, part)
        entry = self.sections.get(section, {}).get(key, ())
        if isinstance(entry, Mapping):
            entry = entry.get(part, ())
        elif part not in ("", "open"):
            return ()
        return entry if isinstance(entry, (list, tuple)) else (entry,)

    def parts(self, family: str) -> frozenset[str]:
        """The parts that a family of questions is worded in; remembered, since every candidate is asked for them."""
        if (known := self._parts.get(family)) is None:
            owner, key = self._owner(family)
            entry = owner.sections.get("questions", {}).get(key, ())
            names = entry if isinstance(entry, Mapping) else ("open",)
            known = self._parts[family] = frozenset(p for p in names if owner.variants("questions", key, p))
        return known

    def say(self, section: str, key: str, rng: Rng, slots: Mapping[str, Any], part: str = "") -> str:
        """One wording, drawn and filled (see `draw`)."""
        return self.draw(section, key, rng, slots, part)[0]

    def draw(self, section: str, key: str, rng: Rng, slots: Mapping[str, Any], part: str = "") -> tuple[str, int]:
        """One wording, drawn and filled, and its place among the variants.

        The next one where the slots' words double a word of it ("the average average price").  BadInput names the file and key
        of a missing or broken one.
        """
        owner, key = self._owner(key)
        if owner is not self:
            return owner.draw(section, key, rng, slots, part)
        options = self.variants(section, key, part)
        if not options:
            named = f"{key}/{part}" if part else key
            raise BadInput(f"no wording for {named!r} in {self.where}/{section}.yaml: add it there")
        drawn = int(rng.integers(len(options)))
        said: list[str] = []
        for n, text in enumerate((*options[drawn:], *options[:drawn])):
            try:
                said.append(fill(text, slots, self.language))
            except TemplateError as error:
                raise BadInput(f"wording {key!r} in {self.where}/{section}.yaml: {error} (in {text!r})") from None
            if not DOUBLED.search(said[-1]):
                return said[-1], (drawn + n) % len(options)
        return said[0], drawn


def fill(text: str, slots: Mapping[str, Any], language: Language) -> str:
    """One wording with its slots filled in. TemplateError where it is broken or asks for a slot that is not there."""
    quick = _quick(text, language)
    filled = quick(slots) if quick else None
    if filled is None:
        filled = _compiled(text, language).render(slots)
    filled = _SPACE.sub(" ", filled).strip()
    return language.polished(_TWO_STOPS.sub(".", filled) if ".." in filled else filled)


@lru_cache(maxsize=64)
def load(folders: tuple[Path, ...], language: str) -> Wording:
    """Merge the wordings of the folders, later ones winning key by key.

    In each folder they are <language>/<section>.yaml, or <language>.yaml with the sections as its keys.
    """
    sections: dict[str, dict[str, Any]] = {s: {} for s in SECTIONS}
    about: dict[str, dict[str, Any]] = {key: {} for key in ABOUT_LANGUAGE}
    where = ""
    for folder in folders:
        found = {section: read_section(folder, language, section) for section in SECTIONS}
        for section, entries in found.items():
            sections[section].update(entries)
        for key in ABOUT_LANGUAGE:
            about[key].update(_named(found["forms"].get(key) or {}))
        where = str(folder / language) if any(found.values()) else where
    if not where:
        raise BadInput(f"no wording for language {language!r} in {', '.join(str(f) for f in folders)}: add {language}/*.yaml")
    return Wording(sections, where, get(language).extended(**about))


@lru_cache(maxsize=1024)
def read_section(folder: Path, language: str, section: str) -> Mapping[str, Any]:
    """key -> wordings of one section of one folder `wording/`; {} where it has none in this language."""
    single, file = folder / f"{language}.yaml", folder / language / f"{section}.yaml"
    out = dict(_single(single).get(section, {})) if single.is_file() else {}
    if file.is_file():
        entries = read_yaml(file, empty=True)
        if twice := sorted(set(entries) & set(out)):
            raise BadInput(f"{file}: {twice[0]!r} is worded in {single}, too; keep one of the two")
        out |= entries
    return out


@lru_cache(maxsize=64)
def _single(file: Path) -> Mapping[str, Mapping[str, Any]]:
    """The sections of a language that is one file."""
    data = read_yaml(file, empty=True)
    for section, entries in data.items():
        if section not in SECTIONS:
            raise BadInput(f"{file}: no section {section!r}; there are {', '.join(SECTIONS)}")
        if not isinstance(entries, dict):
            raise BadInput(f"{file}: section {section!r}: expected a mapping of keys to wordings")
    return data


def languages_of(folder: Path) -> set[str]:
    """The languages that a folder `wording/` has questions in."""
    single = {f.stem for f in folder.glob("*.yaml") if _single(f).get("questions")}
    return single | {f.parent.name for f in folder.glob("*/questions.yaml")}


def worded_in(folders: Sequence[Path], language: str) -> set[tuple[str, str, str]]:
    """(section, key, part) of all that the folders word in a language; the part is "" where a key has none."""
    out: set[tuple[str, str, str]] = set()
    for folder in folders:
        for section in SECTIONS:
            for key, entry in read_section(folder, language, section).items():
                if section == "forms" and key in ABOUT_LANGUAGE:
                    continue
                out |= {(section, str(key), str(p)) for p in entry} if isinstance(entry, Mapping) else {(section, str(key), "")}
    return out


def lacking(folders: Sequence[Path], language: str, needed: Mapping[str, Sequence[str]]) -> str:
    """Which of the needed keys, {section: keys}, and which of the words for yes and no the folders lack; "" for none."""
    left = {section: list(keys) for section, keys in needed.items()}
    words = set() if {"yes", "no"} <= set(get(language).words) else {"yes", "no"}
    for folder in folders:
        words -= set(_named(read_section(folder, language, "forms").get("words") or {}))
        for section, keys in left.items():
            if keys:
                there = read_section(folder, language, section)
                left[section] = [k for k in keys if not there.get(k)]
    left["words (in forms)"] = sorted(words, reverse=True)
    return "; ".join(f"{section}: {', '.join(keys)}" for section, keys in left.items() if keys)


def _named(entries: Mapping[Any, Any]) -> dict[str, Any]:
    """The entries by name; YAML reads a bare yes or no as true or false."""
    return {("no", "yes")[k] if isinstance(k, bool) else str(k): v for k, v in entries.items()}
