"""Typed answers and the project's one equality: right answers in another form score right, and nothing else does."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ..model import Answer, Value
from .in_english import ENGLISH, answer_in_english, given_in_english, language_of
from .kinds import kind_of
from .numerals import is_number


def list_aliases(names: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Aliases of a list, from the other names of its items: JSON lists that name each item, by one of them or by its own name.

    names: every item's, its own first.
    """
    rows = range(1, max(map(len, names), default=1))
    return tuple(json.dumps([n[r] if r < len(n) else n[0] for n in names], ensure_ascii=False) for r in rows)


def equal(
    answer: Answer,
    given: Value,
    choices: tuple[str, ...] = (),
    scale: tuple[float, float] = (1.0, 1.0),
    language: str = "",
) -> bool:
    """Does `given` (text, or a typed value) say the same as the answer?  False for anything that does not parse.

    scale: what a given (x, y) of a box or point is multiplied by to give native pixels.  language: the sample's, in which
    numbers and words are read; where it is not told, what the answer's own text tells of it.
    """
    kind = kind_of(answer.type)
    if kind.spoken and (spoken := language or language_of(answer)) != ENGLISH:
        return _equal_in(spoken, answer, given, choices)
    return kind.equal(answer, given, choices, scale)


def _equal_in(language: str, answer: Answer, given: Value, choices: tuple[str, ...]) -> bool:
    """The equality on what the texts say in English."""
    kind = kind_of(answer.type)
    plain = answer_in_english(answer, language)
    options = tuple(str(given_in_english(c, answer, language)) for c in choices)
    if kind.equal(plain, given_in_english(given, answer, language), options):
        return True
    # where all items are whole numbers, 1,2,3 is no decimal
    whole = isinstance(answer.value, tuple) and all(is_number(v) and float(v).is_integer() for v in answer.value)
    return whole and kind.equal(answer, given, choices)


def graded(
    answer: Answer,
    given: Value,
    choices: tuple[str, ...] = (),
    scale: tuple[float, float] = (1.0, 1.0),
    language: str = "",
) -> float:
    """How near `given` comes to the answer, 0 to 1: by degrees where its kind is graded, else 1 where the two are equal."""
    kind = kind_of(answer.type)
    if kind.graded:
        return kind.score(answer, given, choices, scale)
    return float(equal(answer, given, choices, scale, language))
