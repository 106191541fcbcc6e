"""Words for computed steps: numbers rounded as a careful person would say them, with "about" and "≈" where that is honest."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from ..model import Value
from .forms import terminating, to_places
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
    items: the inputs, each {text, bare, name, series, label, about_}.  few: short enough to spell out.  bares: their numbers.
    """
    value, exact = rounded(out)
    items = [_item(t) for t in inputs]
    approximate = not exact or out.margin > 0 or any(not i["exact"] for i in items)
    return {
        "shown": show(value, out.unit),
        "bare": number(value) if is_number(value) else show(value),
        "eq": "≈" if approximate else "=",
        "about": out.margin > 0,
        "about_": "about " if out.margin > 0 else "",
        "items": items,
        "few": len(inputs) <= LONGEST,
        "bares": [i["bare"] for i in items],
        "n": len(inputs),
    }


def _item(term: Term) -> dict[str, Any]:
    value, exact = rounded(term)
    return {
        "text": show(value, term.unit),
        "bare": number(value) if is_number(value) else show(value),
        "name": term.args[-1] if term.args else "",
        "series": term.args[0] if term.args else "",
        "label": term.args[-1] if term.args else "",
        "about_": "about " if term.margin > 0 else "",
        "exact": exact and term.margin == 0,
    }
