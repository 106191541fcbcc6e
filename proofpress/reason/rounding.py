"""Rounding as people round: to a number of decimals, and how many a reading can bear."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from ..exact import Exact
from ..model import Value
from .operators import Term, is_number
from .proof import same

_MOST_PLACES = 3


def to_places(value: Value, places: int) -> Decimal:
    """Rounded half up to `places` decimals, as people round."""
    if isinstance(value, Exact):
        value = value.fraction if value.is_rational else float(value)
    if isinstance(value, Fraction):
        scaled = value * 10**places
        whole = (abs(scaled.numerator) * 2 + scaled.denominator) // (2 * scaled.denominator)
        return Decimal(whole if scaled >= 0 else -whole).scaleb(-places)
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def terminating(value: Value, places: int) -> Decimal | None:
    """The value as a decimal of at most `places` decimals when it is exactly that, else None."""
    if isinstance(value, float) or not is_number(value) or (isinstance(value, Exact) and not value.is_rational):
        return None
    rounded = to_places(value, places)
    return rounded if same(rounded, value) else None


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
