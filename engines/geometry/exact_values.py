"""Arithmetic on values of a figure: exact as long as it can be, a float from the first inexact step on, never back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from proofpress.exact import Exact, NotExact
from proofpress.language import Language

Num = Exact | float

HALF = Exact(Fraction(1, 2))
RIGHT, STRAIGHT, FULL = Exact(90), Exact(180), Exact(360)


def to_num(value: Any) -> Num:
    """A fact's number as Exact; a float stays a float."""
    if isinstance(value, (Exact, float)):
        return value
    if isinstance(value, (int, Fraction, Decimal)):
        return Exact(value)
    raise TypeError(f"{value!r} is no number of a figure")


def exact(value: Any) -> bool:
    return isinstance(value, Exact)


def add(*xs: Num) -> Num:
    if all(isinstance(x, Exact) for x in xs):
        total: Any = xs[0]
        for x in xs[1:]:
            total = total + x
        return total
    return math.fsum(float(x) for x in xs)


def sub(a: Num, b: Num) -> Num:
    return a - b if isinstance(a, Exact) and isinstance(b, Exact) else float(a) - float(b)


def positive(value: Num) -> Num:
    """The value itself; ValueError where a length, an angle or an area would not be positive."""
    if float(value) <= 1e-9:
        raise ValueError("not positive")
    return value


def less(a: Num, b: Num) -> Num:
    """a - b > 0."""
    return positive(sub(a, b))


def mul(*xs: Num) -> Num:
    if all(isinstance(x, Exact) for x in xs):
        total: Any = xs[0]
        for x in xs[1:]:
            total = total * x
        return total
    return math.prod(float(x) for x in xs)


def div(a: Num, b: Num) -> Num:
    if isinstance(a, Exact) and isinstance(b, Exact):
        try:
            return a / b
        except NotExact:
            pass
    return float(a) / float(b)


def root(a: Num) -> Num:
    if isinstance(a, Exact):
        try:
            return a.sqrt()
        except NotExact:
            pass
    return math.sqrt(float(a))


def half(a: Num) -> Num:
    return mul(a, HALF)


def twice(a: Num) -> Num:
    return add(a, a)


def supplement(a: Num) -> Num:
    return less(STRAIGHT, a)


def rest(total: Num, parts: Sequence[Num]) -> Num:
    return less(total, add(*parts))


def hypotenuse(a: Num, b: Num) -> Num:
    return root(add(mul(a, a), mul(b, b)))


def leg(c: Num, a: Num) -> Num:
    return root(less(mul(c, c), mul(a, a)))


def fourth(a: Num, b: Num, c: Num) -> Num:
    """x with a : b = c : x."""
    return div(mul(b, c), a)


def same(a: Num, b: Num) -> bool:
    """Equal: exactly if both are exact, to 1e-9 relative if not."""
    if isinstance(a, Exact) and isinstance(b, Exact):
        return a == b
    return math.isclose(float(a), float(b), rel_tol=1e-9)


_SIN = {
    30: HALF,
    45: Exact.surd(1, 2, 2),
    60: Exact.surd(1, 3, 2),
    90: Exact(1),
    120: Exact.surd(1, 3, 2),
    135: Exact.surd(1, 2, 2),
    150: HALF,
}
_COS = {
    30: Exact.surd(1, 3, 2),
    45: Exact.surd(1, 2, 2),
    60: HALF,
    90: Exact(0),
    120: -HALF,
    135: -Exact.surd(1, 2, 2),
    150: -Exact.surd(1, 3, 2),
}


def special(angle: Num) -> bool:
    """Sine and cosine of the angle (degrees) are exact school values."""
    return isinstance(angle, Exact) and angle.is_rational and angle.fraction in _SIN


def sine(angle: Num) -> Num:
    if isinstance(angle, Exact) and special(angle):
        return _SIN[int(angle.fraction)]
    return math.sin(math.radians(float(angle)))


def cosine(angle: Num) -> Num:
    if isinstance(angle, Exact) and special(angle):
        return _COS[int(angle.fraction)]
    return math.cos(math.radians(float(angle)))


def tangent(angle: Num) -> Num:
    return div(sine(angle), cosine(angle))


def _inverse(table: dict[int, Exact], x: Num, low: int, high: int) -> Exact | None:
    if isinstance(x, Exact):
        for angle, value in table.items():
            if low < angle < high and value == x:
                return Exact(angle)
    return None


def arc_cosine(x: Num) -> Num:
    """Degrees in (0, 180)."""
    found = _inverse(_COS, x, 0, 180)
    return found if found is not None else math.degrees(math.acos(float(x)))


def arc_sine(x: Num) -> Num:
    """Degrees in (0, 90): the acute angle with this sine."""
    found = _inverse(_SIN, x, 0, 91)
    return found if found is not None else math.degrees(math.asin(float(x)))


def arc_tangent(y: Num, x: Num) -> Num:
    """Degrees in (0, 90): the acute angle whose tangent is y/x."""
    ratio = div(y, x)
    for angle in (30, 45, 60):
        if isinstance(ratio, Exact) and tangent(Exact(angle)) == ratio:
            return Exact(angle)
    return math.degrees(math.atan(float(ratio)))


# --- as the wording writes them ----------------------------------------------------------------------------------
def decimal(value: Any) -> Any:
    """A fraction that ends within three decimals as a Decimal; anything else, and whole numbers, as they are."""
    if (
        isinstance(value, Exact)
        and value.is_rational
        and value.fraction.denominator > 1
        and 1000 % value.fraction.denominator == 0
    ):
        return Decimal(value.fraction.numerator) / value.fraction.denominator
    return value


@dataclass(frozen=True, slots=True)
class Factor:
    """A number that the wording multiplies or divides by: 6, 3√2, (15/2), (1 + √2)."""

    value: Any

    def text(self, decimals: bool, language: Language) -> str:
        """As the language writes it. decimals: fractions that end within three places as such."""
        plain = bare(decimal(self.value) if decimals else self.value)
        return self._in_brackets(plain, language.written(plain))

    def _in_brackets(self, plain: str, written: str) -> str:
        return f"({written})" if " " in plain or "/" in plain else written


@dataclass(frozen=True, slots=True)
class Power(Factor):
    """A number that the wording squares: 6², 7.5², (3√2)²."""

    def _in_brackets(self, plain: str, written: str) -> str:
        return f"{written}²" if plain.replace(".", "", 1).isdigit() else f"({written})²"


def bare(value: Any) -> str:
    """A number without its unit, in the signs of English."""
    return f"{value:.2f}" if isinstance(value, float) else str(value)
