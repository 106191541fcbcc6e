"""Titles, notes and source lines as Jinja2 texts: filled in, and checked for slots that there are not when a pack is read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, meta
from jinja2.sandbox import SandboxedEnvironment

from ..errors import BadInput
from ..language import Language

_AXIS = {"noun", "plural", "prep", "n", "labels", "time", "snoun", "splural", "sprep", "k", "slabels", "stime"}
_WHOLE = {"M", "m", "unit", "at", "span", "year", "entity", "whole", "x", "size", "line", "counted", "placed", "thing"}
SLOTS = frozenset(_AXIS | _WHOLE)


@lru_cache(maxsize=16)
def _environment(language: Language) -> SandboxedEnvironment:
    out = SandboxedEnvironment(autoescape=False, undefined=StrictUndefined)
    out.filters.update(language.filters)
    return out


@lru_cache(maxsize=4096)
def _compiled(text: str, language: Language) -> Template:
    return _environment(language).from_string(text)


def render(text: str, values: Mapping[str, Any], language: Language) -> str:
    """A filled template with single spaces; "" when it says nothing for these values."""
    filled = re.sub(r"\s+", " ", _compiled(text, language).render(values))
    return re.sub(r"\s+([,;:.])", r"\1", filled).strip(" ,;:")


def check_texts(texts: Sequence[str], where: str, language: Language) -> None:
    """BadInput where a text is no template, or names a slot that there is not."""
    for text in texts:
        try:
            _compiled(text, language)
            parsed = _environment(language).parse(text)
            unknown = sorted(meta.find_undeclared_variables(parsed) - SLOTS)
        except TemplateError as error:
            raise BadInput(f"{where}: {error} (in {text!r})") from None
        if unknown:
            raise BadInput(f"{where}: no slot {unknown[0]!r} (in {text!r}); there are {', '.join(sorted(SLOTS))}")
