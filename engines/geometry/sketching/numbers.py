"""Numbers that a school book would choose: right triangles with whole sides, angles in fives, sides of one or two digits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from proofpress.exact import Exact
from proofpress.model import Fact
from proofpress.seeds import Rng

T = TypeVar("T")

TRIPLES = ((3, 4, 5), (5, 12, 13), (8, 15, 17), (20, 21, 29))  # the smallest angle of (7, 24, 25) is too small to draw well
SCALES = (1, 1, 2, 3, 4, Fraction(1, 2), Fraction(3, 2), Fraction(5, 2))

# sides of scalene triangles with every angle between 25 and 125 degrees; those of the first row have whole areas
SIDES = (
    *((13, 14, 15), (10, 17, 21), (13, 20, 21), (15, 26, 37), (9, 10, 17), (11, 13, 20), (12, 17, 25), (17, 25, 28)),
    *((4, 5, 6), (5, 6, 7), (5, 7, 8), (6, 7, 8), (6, 8, 9), (7, 8, 9), (7, 9, 10), (7, 8, 13), (8, 10, 12), (9, 11, 14)),
)


def pick(rng: Rng, options: Sequence[T]) -> T:
    """One of the options."""
    return options[int(rng.integers(len(options)))]


def chance(rng: Rng, share: float) -> bool:
    return bool(rng.random() < share)


def whole(rng: Rng, low: int, high: int) -> int:
    """A whole number in [low, high]."""
    return int(rng.integers(low, high + 1))


def side(rng: Rng, low: int = 3, high: int = 14) -> Fraction:
    """A length: mostly whole, now and then with one half."""
    return Fraction(whole(rng, 2 * low, 2 * high), 2) if chance(rng, 0.06) else Fraction(whole(rng, low, high))


def angle(rng: Rng, low: int, high: int) -> int:
    """Degrees in [low, high]: mostly in fives, else any whole number."""
    if chance(rng, 0.6):
        return 5 * whole(rng, -(-low // 5), high // 5)
    return whole(rng, low, high)


def triple(rng: Rng, most: int = 40) -> tuple[Fraction, Fraction, Fraction]:
    """Legs (in either order) and hypotenuse, scaled, of a right triangle with rational sides."""
    a, b, c = pick(rng, TRIPLES)
    scales = [Fraction(k) for k in SCALES if c * k <= most]
    k = pick(rng, scales)
    legs = (a * k, b * k) if chance(rng, 0.5) else (b * k, a * k)
    return (*legs, c * k)


def letters(rng: Rng, count: int) -> tuple[str, ...]:
    """Vertex names by habit: mostly from A, else from P, K, X and their like."""
    sets = {3: ("PQR", "XYZ", "DEF", "KLM", "RST"), 4: ("PQRS", "KLMN", "EFGH", "WXYZ")}.get(count, ())
    if sets and chance(rng, 0.34):
        return tuple(pick(rng, sets))
    return tuple("ABCDEFGH"[:count])


def circle_letters(rng: Rng, count: int) -> tuple[str, ...]:
    """Names of points on a circle about O."""
    return tuple(pick(rng, ("ABCDEFGH", "ABCDEFGH", "PQRSTUVW", "KLMNPQRS"))[:count])


def nice(value: Exact | None, most: int = 60) -> bool:
    """A number that a school book would print: an integer, one decimal, or k times one small root."""
    if value is None or len(value.terms) != 1:
        return False
    (n, power), c = value.terms[0]
    if power or not 0 < float(value) <= most:
        return False
    return (n == 1 and c.denominator in (1, 2, 5, 10)) or (n <= 30 and c.denominator == 1)


def _decimal(value: Any) -> Any:
    """Halves, fifths and tenths as people write measures: 14.5 rather than 29/2."""
    if isinstance(value, Exact) and value.is_rational and value.fraction.denominator in (2, 5, 10):
        return Decimal(int(value.fraction * 10)) / 10
    return value


def with_unit(fact: Fact, unit: str) -> Fact:
    """The fact with the unit of its kind: degrees for angles and arcs, the square of the length's for areas."""
    if fact.value is True or fact.predicate == "ratio":
        return fact
    if fact.predicate in ("angle", "arc"):
        return replace(fact, unit="°")
    fact = replace(fact, value=_decimal(fact.value))
    if fact.predicate in ("area", "circle_area", "sector_area", "segment_area", "shaded"):
        return replace(fact, unit=f"{unit}²" if unit else "")
    return replace(fact, unit=unit)
