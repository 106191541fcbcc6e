"""Wording: language-dependent text as Jinja2 data under templates/<engine>/wording/<language>/.

Five files, each {key: [variants]} or {key: {part: [variants]}}: questions (parts open, claim, fill, list, box, point),
steps, captions, premises, missing; `common` adds forms.yaml and the steps of the common operators.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import StrictUndefined, Template, TemplateError, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from ..errors import BadInput
from ..exact import Exact
from ..model import Value
from ..seeds import Rng

SECTIONS = ("questions", "steps", "captions", "premises", "missing", "forms")
_CURRENCY = "$€£¥₹"
_TIGHT = ("°", "%")


def number(value: Value, places: int | None = None, decimal: bool = False) -> str:
    """A number as people write it: 1,234.5; 24/5; 3√2.

    Floats get `places` (2 unless told) decimals; `decimal` writes fractions that end within three decimals as such (a
    measured 107.5°, where pure numbers stay 215/2).
    """
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float):
        text = f"{value:,.{2 if places is None else places}f}"
        return "0" if text in ("-0", "-0.0", "-0.00") else text
    if isinstance(value, (Fraction, Exact)):
        exact = value if isinstance(value, Exact) else Exact(value)
        if exact.is_rational and exact.fraction.denominator == 1:
            return f"{exact.fraction.numerator:,}"
        if decimal and exact.is_rational and 1000 % exact.fraction.denominator == 0:
            return f"{float(exact.fraction):,.3f}".rstrip("0")
        return str(exact)
    if isinstance(value, (int, Decimal)):
        return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return str(value)


def show(value: Value, unit: str = "", places: int | None = None) -> str:
    """A value with its unit as people write it: 12 cm, 40°, 35%, €3.2 million; lists are joined, booleans are Yes/No."""
    if isinstance(value, (tuple, list)):
        return join_and([show(v, unit, places) for v in value])
    if isinstance(value, (bool, str)) or value is None:
        return number(value, places)
    text = number(value, places, decimal=bool(unit))
    if not unit:
        return text
    if unit[0] in _CURRENCY:
        sign, rest = ("-", text[1:]) if text.startswith("-") else ("", text)
        return f"{sign}{unit[0]}{rest}{unit[1:]}"
    return f"{text}{unit}" if unit in _TIGHT else f"{text} {unit}"


def join_and(items: Sequence[Any]) -> str:
    """A; A and B; A, B and C."""
    texts = [str(i) for i in items]
    return texts[0] if len(texts) == 1 else ", ".join(texts[:-1]) + " and " + texts[-1] if texts else "none"


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
    """`one` for 1 and -1, else `many` (one + s)."""
    return one if n in (1, -1) else (many or one + "s")


@pass_context
def _num(context: Context, value: Value) -> str:
    """The filter `num`: a number in the manner of the step's own unit."""
    return number(value, decimal=bool(context.get("unit")))


def par(text: str) -> str:
    """In brackets where it would read wrongly behind a fraction bar or a root: 4/(15/2)."""
    return f"({text})" if re.search(r"[/ ]", text) else text


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
        """One wording, drawn and filled. BadInput names the file and key of a missing or broken one."""
        options = self.variants(section, key, part)
        if not options:
            raise BadInput(f"no wording for {key!r}{'/' + part if part else ''} in {self.where}/{section}.yaml: add it there")
        text = options[int(rng.integers(len(options)))]
        try:
            return re.sub(r"\s+", " ", _compiled(text).render(slots)).strip()
        except TemplateError as error:
            raise BadInput(f"wording {key!r} in {self.where}/{section}.yaml: {error} (in {text!r})") from None


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
            if not isinstance(data, dict):
                raise BadInput(f"{file}: expected a mapping of keys to wordings")
            sections[section].update(data)
    if not found:
        raise BadInput(f"no wording for language {language!r} in {', '.join(str(f) for f in folders)}: add {language}/*.yaml")
    return Wording(sections, f"{folders[-1]}/{language}")
