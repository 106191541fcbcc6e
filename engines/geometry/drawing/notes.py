"""Givens in print: the value beside a segment or in a corner, and whole statements below the figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofpress.ask.wording import Wording, fill
from proofpress.errors import BadInput
from proofpress.language import Language
from proofpress.model import typed

NOT_TO_SCALE = "not_to_scale"


def text_of(given: Mapping[str, Any], language: Language) -> str:
    """The given's value as it is printed: 12, 3√2 cm, 40°."""
    unit = given.get("unit") or ""
    if given["predicate"] in ("angle", "arc"):
        unit = "°"
    return language.show(typed(given["value"]), unit)


def note_text(given: Mapping[str, Any], words: Wording) -> str:
    """The given as a printed line."""
    value = text_of(given, words.language) if given.get("value") not in (True, None) else ""
    return printed(given["predicate"], words, args=list(given["args"]), value=value)


def printed(key: str, words: Wording, **slots: Any) -> str:
    """The line that the wording `forms`, key `note`, has for a predicate or for NOT_TO_SCALE."""
    found = words.variants("forms", "note", key)
    if not found:
        raise BadInput(f"no printed note for {key!r} in {words.where}/forms.yaml: add it under `note`")
    return fill(found[0], slots, words.language)
