"""Value axes: round limits and a round step, in decimals so that printed ticks are exact.

Steps are 1, 2, 2.5 or 5 times a power of ten (after Heckbert, "Nice numbers for graph labels", Graphics Gems, 1990).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))

Axis = dict[str, str]  # {"min", "max", "step"}


def text(value: Decimal) -> str:
    """The shortest plain form: 2.5, 100, -0.2; never an exponent."""
    out = format(value.normalize(), "f")
    return "0" if out == "-0" else out


def nice_step(span: Decimal, ticks: int) -> Decimal:
    """The smallest nice step that covers `span` > 0 in at most `ticks` intervals."""
    raw = span / ticks
    power = Decimal(10) ** raw.adjusted()
    for factor in (*_STEPS, Decimal(10)):
        if factor * power >= raw:
            return factor * power
    raise AssertionError("unreachable: 10 covers every mantissa")


def nice_axis(values: Iterable[Decimal], *, zero: bool, ticks: int = 6, room: Decimal = Decimal(0)) -> Axis:
    """Round limits around `values` with about `ticks` intervals.

    zero: the axis takes in 0 (bars, areas).  room: free space above the largest value, as a share of the span, for
    printed values.  An axis never starts below 0 when no value does.
    """
    found = list(values)
    low, high = min(found), max(found)
    if zero:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    span = high - low or abs(high) or Decimal(1)
    pad_low = Decimal(0) if zero and low == 0 else span * Decimal("0.05")
    top = high + span * (room if high > 0 else 0)
    bottom = low - (span * room if low < 0 and zero else pad_low)
    if low >= 0:
        bottom = max(bottom, Decimal(0))
    step = nice_step(top - bottom or span, ticks)
    first = (bottom / step).to_integral_value(ROUND_FLOOR) * step
    last = (top / step).to_integral_value(ROUND_CEILING) * step
    if first == last:
        last += step
    if not zero and low >= 0 and first > 0 and first <= 2 * step:
        first = Decimal(0)  # so close to 0 that leaving it out would only mislead
    return {"min": text(first), "max": text(last), "step": text(step)}


def between(value: Decimal, axis: Axis) -> bool:
    """Does the axis show this value?"""
    return Decimal(axis["min"]) <= value <= Decimal(axis["max"])
