"""Numbers as people write them. Only the standard library: this module is part of the scorer file that trainers get."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..exact import Exact
from ..model import Value

CURRENCY_SIGNS = "$€£¥₹"
_TIGHT = ("°", "%")
_NUMBERS = (int, float, Decimal, Fraction, Exact)
_OTHERS = (bool, str, tuple, list, dict, type(None))


def is_number(value: Any) -> bool:
    kind = type(value)
    if kind in _NUMBERS:  # nearly all: isinstance asks Fraction's abstract base classes, which is slow
        return True
    return kind not in _OTHERS and isinstance(value, _NUMBERS)


def number(value: Value, places: int | None = None, decimal: bool = False) -> str:
    """A number as people write it: 1,234.5; 24/5; 3√2.

    Floats get `places` (2 unless told) decimals; `decimal` writes fractions that end within three decimals as such (a
    measured 107.5°, where pure numbers stay 215/2).
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float):
        text = f"{value:,.{2 if places is None else places}f}"
        return "0" if text in ("-0", "-0.0", "-0.00") else text
    if isinstance(value, (Fraction, Exact)):
        exact = value if isinstance(value, Exact) else Exact(value)
        if exact.is_rational and exact.fraction.denominator == 1:
            return f"{exact.fraction.numerator:,}"
        if decimal and exact.is_rational and 1000 % exact.fraction.denominator == 0:
            return f"{float(exact.fraction):,.3f}".rstrip("0")
        return str(exact)
    if isinstance(value, (int, Decimal)):
        return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return str(value)


def show(value: Value, unit: str = "", places: int | None = None) -> str:
    """A value with its unit as people write it: 12 cm, 40°, 35%, €3.2 million; lists are joined, booleans are Yes/No."""
    if isinstance(value, (tuple, list)):
        return join_and([show(v, unit, places) for v in value])
    if isinstance(value, (bool, str)) or value is None:
        return number(value, places)
    text = number(value, places, decimal=bool(unit))
    if not unit:
        return text
    if unit[0] in CURRENCY_SIGNS:
        sign, rest = ("-", text[1:]) if text.startswith("-") else ("", text)
        return f"{sign}{unit[0]}{rest}{unit[1:]}"
    return f"{text}{unit}" if unit in _TIGHT else f"{text} {unit}"


def join_and(items: Sequence[Any]) -> str:
    """A; A and B; A, B and C."""
    texts = [str(i) for i in items]
    return texts[0] if len(texts) == 1 else ", ".join(texts[:-1]) + " and " + texts[-1] if texts else "none"


def join_or(items: Sequence[Any]) -> str:
    """A; A or B; A, B or C."""
    texts = [str(i) for i in items]
    return texts[0] if len(texts) == 1 else ", ".join(texts[:-1]) + " or " + texts[-1] if texts else "none"
