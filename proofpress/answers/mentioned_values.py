"""Which values a chain of thought says: numbers in any usual form, labels as whole words, lists within one sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from ..exact import Exact
from ..model import Value
from .numerals import is_number
from .plaintext import flat
from .quantity import exact_of, never_ends, quantities, rounds_to


@dataclass(frozen=True)
class MentionedValues:
    """A text made ready to be looked into."""

    text: str

    @cached_property
    def numbers(self) -> dict[Exact, tuple[int | None, int]]:
        """value -> (decimals, significant digits) of every number that is said."""
        return {value: (places, digits) for value, places, digits in quantities(self.text)}

    @cached_property
    def words(self) -> str:
        return _words(self.text)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        return tuple(_words(s) for s in re.split(r"[.!?。]\s|\n", self.text) if s.strip())


def _words(text: str) -> str:
    """Lower case, one space between words and one at each end; a mathematical sign is one word with the letters behind it."""
    plain = "\n".join(flat(line[i : i + 2000]) for line in text.splitlines() for i in range(0, len(line), 2000))
    return " " + " ".join(re.findall(r"[\u2200-\u22ff\u25a0-\u25ff]?[^\W_]+(?:'[^\W_]+)*|[°%€$£¥]", plain.casefold())) + " "


def mentions(said: MentionedValues, value: Value, tolerance: float = 0.0) -> bool:
    """Is the value said?  A number by its value, whatever unit stands behind it; one that no decimal can write out also rightly
    rounded."""
    if is_number(value):
        return _mentions_number(said, exact_of(value), tolerance)
    if isinstance(value, str):
        return _words(value) in said.words
    if isinstance(value, (tuple, list)) and value:
        if all(is_number(v) for v in value):
            return all(mentions(said, v, tolerance) for v in value)
        return any(all(_words(str(v)) in s for v in value) for s in said.sentences)
    return False


def _mentions_number(said: MentionedValues, truth: Exact | float, tolerance: float) -> bool:
    if isinstance(truth, Exact) and truth in said.numbers:
        return True
    if tolerance == 0 and isinstance(truth, Exact) and not never_ends(truth):
        return False
    near = 1e-9 * abs(float(truth)) + tolerance
    return any(abs(float(v) - float(truth)) <= near or rounds_to(truth, v, *how) for v, how in said.numbers.items())
