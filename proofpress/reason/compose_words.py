"""Words for computed steps: numbers rounded as a careful person would say them, with "about" and "≈" where that is honest."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..model import Value
from .forms import terminating, to_places
from .library_support import name_of, real, tidy
from .operators import Operator, Term, is_number
from .wording import number, show

LONGEST = 6  # terms that a step still spells out
_MOST_PLACES = 3


def places_of(term: Term, wanted: int | None = None) -> int | None:
    """Decimals to round a number to: as wanted, never finer than the reading margin, and some where it would not end.

    None where the value can be given as it is.
    """
    value = term.value
    written = -int(value.as_tuple().exponent) if isinstance(value, Decimal) else 0 if isinstance(value, int) else None
    finest = max(0, -math.floor(math.log10(term.margin))) if term.margin > 0 else None
    if wanted is None and written is None:
        wanted = 1 if abs(float(value)) >= 10 else 2
    options = [p for p in (wanted, finest) if p is not None]
    if not options:
        return None if written is None or written <= _MOST_PLACES else _MOST_PLACES
    places = min(*options, _MOST_PLACES)
    return None if written is not None and written <= places else places


def rounded(term: Term) -> tuple[Value, bool]:
    """The term's number as it is said aloud, and whether that is exactly its value."""
    value = term.value
    if not is_number(value):
        return value, True
    coarse = math.floor(math.log10(term.margin)) if term.margin > 0 else 0
    if coarse > 0:
        said = int(to_places(float(value) / 10**coarse, 0)) * 10**coarse
        return said, said == value
    places = places_of(term)
    if places is None:
        return value, True
    exact = terminating(value, places)
    return (exact, True) if exact is not None else (to_places(value, places), False)


def told(op: Operator, inputs: Sequence[Term], out: Term) -> dict[str, Any]:
    """Slots that every step's wording has, whatever the engine.

    shown, bare: the value as said, with and without its unit.  eq: "=" or "≈".  about: margin > 0.  about_: "about " or "".
    items: the inputs, each {text, bare, name, series, label, about_}.  bares: their numbers.  few: short enough to spell out.
    out: the value itself.  boxed: coordinates as text.  yes: is it true.  The rest are numbers that explain the outcome: won
    (the input that the outcome names), pair (the two, in two rows), ascending, descending, lowest, highest, top (the largest,
    as many as the first input says), halves (totals of two rows), rest_total and half_total (of all after the first), whole,
    average.
    """
    value, exact = rounded(out)
    data = [t for t in inputs if t.predicate != "constant" and is_number(t.value) and t.args]
    items = [_item(t, data) for t in inputs]
    approximate = not exact or out.margin > 0 or any(not i["exact"] for i in items)
    slots = {
        "shown": show(value, out.unit),
        "bare": number(value) if is_number(value) else show(value),
        "eq": "≈" if approximate else "=",
        "about": out.margin > 0,
        "about_": "about " if out.margin > 0 else "",
        "items": items,
        "bares": [i["bare"] for i in items],
        "few": len(inputs) <= LONGEST,
        "n": len(inputs),
        "out": out.value,
        "yes": out.value is True,
        "boxed": "(" + ", ".join(str(v) for v in out.value) + ")" if isinstance(out.value, tuple) else "",
    }
    return slots | (_explained(inputs, data, out) if len(data) > 1 else {})


def _explained(inputs: Sequence[Term], data: Sequence[Term], out: Term) -> dict[str, Any]:
    def sum_of(terms: Sequence[Term], share: int = 1) -> str:
        term = Term("", tidy(sum((real(t) for t in terms), Fraction(0)) / share), data[-1].unit, margin=_margin(terms) / share)
        return ("about " if term.margin else "") + show(rounded(term)[0], term.unit)

    ordered = sorted(data, key=real)
    texts = [number(rounded(t)[0]) for t in ordered]
    mid = len(data) // 2
    rest = inputs[1:] if inputs[0].id in {t.id for t in inputs[1:]} else data
    named = [t for t in data if isinstance(out.value, str) and out.value in t.args]
    first = inputs[0].value
    k = first if isinstance(first, int) and inputs[0].predicate == "constant" else 2
    return {
        "ascending": texts,
        "descending": texts[::-1],
        "lowest": show(rounded(ordered[0])[0], ordered[0].unit),
        "highest": show(rounded(ordered[-1])[0], ordered[-1].unit),
        "top": texts[::-1][:k],
        "halves": [sum_of(data[:mid]), sum_of(data[mid:])],
        "rest_total": sum_of(rest),
        "half_total": sum_of(rest, 2),
        "whole": sum_of(data),
        "average": sum_of(data, len(data)),
        "won": _item(named[0], data) if named else {"text": "", "about_": ""},
        "pair": [_item(t, data)["text"] for t in named],
    }


def _margin(terms: Sequence[Term]) -> float:
    return sum(t.margin for t in terms)


def _item(term: Term, among: Sequence[Term]) -> dict[str, Any]:
    value, exact = rounded(term)
    return {
        "text": show(value, term.unit),
        "bare": number(value) if is_number(value) else show(value),
        "name": name_of(term, among) if term.args else "",
        "series": term.args[0] if term.args else "",
        "label": term.args[-1] if term.args else "",
        "about_": "about " if term.margin > 0 else "",
        "exact": exact and term.margin == 0,
    }
