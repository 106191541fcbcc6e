"""Words for computed steps: numbers rounded as a careful person would say them, with "about" and "≈" where that is honest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property, partial
from typing import Any

from ..language import Language
from ..model import Value
from ..reason.compose import Speak
from ..reason.library.support import name_of, real, tidy
from ..reason.operators import Operator, Term, is_number
from ..reason.rounding import places_of, terminating, to_places
from ..reason.scope import proposed

LONGEST = 6  # terms that a step still spells out


def rounded(term: Term) -> tuple[Value, bool]:
    """The term's number as it is said aloud, and whether that is exactly its value.

    What was read is said as finely as it can be read; what was computed keeps one place more than it will be rounded to.
    """
    value = term.value
    if not is_number(value):
        return value, True
    places = places_of(term)
    if places is None:
        return value, True
    places += 0 if term.args else 1
    exact = terminating(value, places)
    return (exact, True) if exact is not None else (to_places(value, places), False)


def worded(speak: Speak = lambda op, inputs, out: {}) -> Callable[[Operator, Sequence[Term], Term], StepWords]:
    """`speak` with the slots that every computed step has (StepWords), for `compose`."""
    return lambda op, inputs, out: StepWords(inputs, out, partial(speak, op, inputs, out))


class StepWords:
    """The slots of a step's wording, worked out when the step is put into words (most candidates never are).

    shown, bare: the value as said, with and without its unit.  eq: "=" or "≈".  about: margin > 0.  about_: "about " or "".
    items: the inputs, each {text, bare, name, series, label, about_}.  bares: their numbers.  few: short enough to spell out.
    out: the value itself.  yes: is it true.  why: see Why.  `more` adds the engine's own.
    """

    def __init__(self, inputs: Sequence[Term], out: Term, more: Callable[[], Mapping[str, Any]]):
        self._inputs, self._out, self._more = inputs, out, more

    def told(self, language: Language) -> dict[str, Any]:
        """The slots in a language."""
        inputs, out = self._inputs, self._out
        value, exact = rounded(out)
        why = Why(inputs, out, language)
        items = [said(t, why.data, language) for t in inputs]
        approximate = not exact or out.margin > 0 or any(not i["exact"] for i in items)
        return {
            "shown": language.show(value, out.unit),
            "bare": language.number(value) if is_number(value) else language.show(value),
            "eq": "≈" if approximate else "=",
            "about": out.margin > 0,
            "about_": language.about if out.margin > 0 else "",
            "items": items,
            "bares": [i["bare"] for i in items],
            "few": len(inputs) <= LONGEST,
            "n": len(inputs),
            "out": out.value,
            "yes": out.value is True,
            "why": why,
            **self._more(),
        }


class Why:
    """Numbers that explain an outcome, as text: each is worked out only where a wording asks for it."""

    def __init__(self, inputs: Sequence[Term], out: Term, language: Language):
        self._inputs, self._out, self._language = inputs, out, language
        self.data = [t for t in inputs if not proposed(t) and is_number(t.value) and t.args]

    def _sum(self, terms: Sequence[Term], share: int = 1) -> str:
        exact = tidy(sum((real(t) for t in terms), Fraction(0)) / share)
        term = Term("", exact, terms[-1].unit, margin=sum(t.margin for t in terms) / share)
        return (self._language.about if term.margin else "") + self._language.show(rounded(term)[0], term.unit)

    @cached_property
    def _ordered(self) -> list[Term]:
        return sorted(self.data, key=real)

    @cached_property
    def _named(self) -> list[Term]:
        value = self._out.value
        return [t for t in self.data if isinstance(value, str) and value in t.args]

    @property
    def ascending(self) -> list[str]:
        """The numbers from the smallest to the largest."""
        return [self._language.number(rounded(t)[0]) for t in self._ordered]

    @property
    def descending(self) -> list[str]:
        return self.ascending[::-1]

    @property
    def lowest(self) -> str:
        return self._language.show(rounded(self._ordered[0])[0], self._ordered[0].unit)

    @property
    def highest(self) -> str:
        return self._language.show(rounded(self._ordered[-1])[0], self._ordered[-1].unit)

    @property
    def top(self) -> list[str]:
        """The largest numbers, as many as the first input says."""
        return self.descending[: int(self._inputs[0].value)]

    @property
    def halves(self) -> list[str]:
        """The totals of two rows."""
        mid = len(self.data) // 2
        return [self._sum(self.data[:mid]), self._sum(self.data[mid:])]

    @property
    def _rest(self) -> Sequence[Term]:
        first, rest = self._inputs[0], self._inputs[1:]
        return rest if first.id in {t.id for t in rest} else self.data

    @property
    def total(self) -> str:
        """The total of all, the part in question counted once."""
        return self._sum(self._rest)

    @property
    def half(self) -> str:
        return self._sum(self._rest, 2)

    @property
    def average(self) -> str:
        return self._sum(self.data, len(self.data))

    @property
    def won(self) -> dict[str, Any]:
        """The input that the outcome names."""
        return said(self._named[0], self.data, self._language)

    @property
    def pair(self) -> list[str]:
        """The values of the two rows at the label that the outcome names."""
        return [said(t, self.data, self._language)["text"] for t in self._named]


def said(term: Term, among: Sequence[Term], language: Language) -> dict[str, Any]:
    """A term in words: text, bare, name among its siblings, series, label, about_."""
    value, exact = rounded(term)
    return {
        "text": language.show(value, term.unit),
        "bare": language.number(value) if is_number(value) else language.show(value),
        "name": name_of(term, among) if term.args else "",
        "series": term.args[0] if term.args else "",
        "label": term.args[-1] if term.args else "",
        "about_": language.about if term.margin > 0 else "",
        "exact": exact and term.margin == 0,
    }
