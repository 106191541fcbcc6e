"""Wording: language-dependent text as Jinja2 data under templates/<engine>/wording/<language>/.

Five files, each {key: [variants]} or {key: {part: [variants]}}: questions (parts open, claim, fill, list, box, point),
steps, captions, premises, missing; `common` adds forms.yaml and the steps of the common operators.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import StrictUndefined, Template, TemplateError, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from ..answers.numerals import join_and as join_and  # noqa: PLC0414  (re-exported, as the two below)
from ..answers.numerals import number as number  # noqa: PLC0414
from ..answers.numerals import show as show  # noqa: PLC0414
from ..errors import BadInput
from ..model import Value
from ..seeds import Rng

SECTIONS = ("questions", "steps", "captions", "premises", "missing", "forms")
_OWN_CASE = re.compile(r"[a-z]+([A-Z][a-z]|H\b|\w*_\w)")


def cap(text: str) -> str:
    """The first letter in capitals, the rest as it is; names such as pH, sepalLength or temp_max keep their own."""
    return text if _OWN_CASE.match(text) else text[:1].upper() + text[1:]


_AN = re.compile(r"^(8|11(?!\d)|18(?!\d)|1[18],|[aeioAEIO]|u[^ns]|un[^i]|U[^nsKSE]|[FHLMNRSX](?![a-z])|hour|honest)")


def an(word: Any) -> str:
    """The word behind its indefinite article."""
    text = str(word)
    return ("an " if _AN.match(text) and not re.match(r"^(one|once|eu|uni([^nm]|$))", text, re.I) else "a ") + text


def plural(n: Any, one: str, many: str | None = None) -> str:
    """`one` for 1 and -1, as a number or as it is shown, else `many` (one + s)."""
    return one if n in (1, -1, "1") else (many or one + "s")


@pass_context
def _num(context: Context, value: Value) -> str:
    """The filter `num`: a number in the manner of the step's own unit."""
    return number(value, decimal=bool(context.get("unit")))


def par(text: str) -> str:
    """In brackets where it would read wrongly behind a fraction bar or a root: 4/(15/2)."""
    return f"({text})" if re.search(r"[/ ]", text) else text


DOUBLED = re.compile(r"\b([^\W\d_]{2,})\s+\1\b", re.IGNORECASE)
_ENV = SandboxedEnvironment(autoescape=False, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
_ENV.filters.update(cap=cap, an=an, plural=plural, join_and=join_and, num=_num, par=par)


@lru_cache(maxsize=65536)
def _compiled(text: str) -> Template:
    return _ENV.from_string(text)


class Wording:
    """All wordings of one engine in one language."""

    def __init__(self, sections: Mapping[str, Mapping[str, Any]], where: str):
        self.sections = sections
        self.where = where

    def variants(self, section: str, key: str, part: str = "") -> Sequence[str]:
        """The wordings under a key, () where there are none."""
        entry = self.sections.get(section, {}).get(key, ())
        if isinstance(entry, Mapping):
            entry = entry.get(part, ())
        elif part not in ("", "open"):
            return ()
        return entry if isinstance(entry, (list, tuple)) else (entry,)

    def say(self, section: str, key: str, rng: Rng, slots: Mapping[str, Any], part: str = "") -> str:
        """One wording, drawn and filled; the next one where the slots' words double a word of it ("the average average price").

        BadInput names the file and key of a missing or broken one.
        """
        options = self.variants(section, key, part)
        if not options:
            raise BadInput(f"no wording for {key!r}{'/' + part if part else ''} in {self.where}/{section}.yaml: add it there")
        drawn = int(rng.integers(len(options)))
        said: list[str] = []
        for text in (*options[drawn:], *options[:drawn]):
            try:
                said.append(fill(text, slots))
            except TemplateError as error:
                raise BadInput(f"wording {key!r} in {self.where}/{section}.yaml: {error} (in {text!r})") from None
            if not DOUBLED.search(said[-1]):
                return said[-1]
        return said[0]


def fill(text: str, slots: Mapping[str, Any]) -> str:
    """One wording with its slots filled in. TemplateError where it is broken or asks for a slot that is not there."""
    return re.sub(r"\s+", " ", _compiled(text).render(slots)).strip()


@lru_cache(maxsize=64)
def load(folders: tuple[Path, ...], language: str) -> Wording:
    """Merge <folder>/<language>/*.yaml of the folders, later ones winning key by key."""
    sections: dict[str, dict[str, Any]] = {s: {} for s in SECTIONS}
    found = False
    for folder in folders:
        for section in SECTIONS:
            file = folder / language / f"{section}.yaml"
            if not file.is_file():
                continue
            found = True
            try:
                data = yaml.load(file.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}
            except yaml.YAMLError as error:
                raise BadInput(f"{file}: not valid YAML: {' '.join(str(error).split())}") from None
            except UnicodeDecodeError:
                raise BadInput(f"{file}: not UTF-8 text; save it as UTF-8") from None
            if not isinstance(data, dict):
                raise BadInput(f"{file}: expected a mapping of keys to wordings")
            sections[section].update(data)
    if not found:
        raise BadInput(f"no wording for language {language!r} in {', '.join(str(f) for f in folders)}: add {language}/*.yaml")
    return Wording(sections, f"{folders[-1]}/{language}")
