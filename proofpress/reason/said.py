"""Which values a chain of thought says: numbers in any usual form, labels as whole words, lists within one sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..model import Answer, Value
from .answer import equal
from .numerals import is_number

_SAID_NUMBERS = re.compile(
    r"[-−]?(?:\\[dt]?frac\s*\{[^{}]+\}\s*\{[^{}]+\}|[$€£]?\d[\d,]*(?:\.\d+)?(?: \d+/\d+)?)?"
    r"(?:\s*(?:√|\\sqrt)\s*[({]?\d+[)}]?)?\s*(?:π|\\pi)?(?:\s*/\s*\d+)?"
)


@dataclass(frozen=True)
class Said:
    """A text made ready to be looked into. words: lower case, one space between words, and one at each end."""

    numbers: frozenset[str]
    words: str
    sentences: tuple[str, ...]

    @staticmethod
    def of(text: str) -> Said:
        sentences = tuple(said_words(s) for s in re.split(r"[.!?。]\s|\n", text))
        return Said(frozenset(m.strip() for m in _SAID_NUMBERS.findall(text) if m.strip()), said_words(text), sentences)


def said_words(text: str) -> str:
    plain = re.sub(r"\\(?:text|mathrm|mathbf|textbf)\s*\{([^{}]*)\}", r"\1", text)
    plain = re.sub(r"\\angle\s*|\bangle\s+", "∠", plain)
    return " " + " ".join(re.findall(r"[^\W_]+(?:['’][^\W_]+)*|[∠△⊙°%€$£¥]", plain.casefold())) + " "


def says(said: Said, value: Value, unit: str = "") -> bool:
    """Is the value said?  A number by its value, whatever unit stands behind it."""
    if is_number(value):
        return any(equal(Answer("number", value, ""), n) for n in said.numbers)
    if isinstance(value, str):
        return said_words(value) in said.words
    if isinstance(value, (tuple, list)) and value:
        if all(is_number(v) for v in value):
            return all(says(said, v) for v in value)
        return any(all(said_words(str(v)) in s for v in value) for s in said.sentences)
    return False
