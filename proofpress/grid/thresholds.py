"""Round numbers that stand clear of every value: thresholds at which a careful reader makes no mistake."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from ..model import Fact
from ..seeds import Rng

_STEPS = (Decimal(10), Decimal(5), Decimal(2), Decimal(1))


def round_between(low: float, high: float) -> Decimal | None:
    """The roundest number strictly between low and high, or None where only long decimals fit."""
    if not low < high:
        return None
    top = math.ceil(math.log10(max(abs(low), abs(high), 1e-9)))
    for power in range(top, top - 4, -1):
        for factor in _STEPS:
            step = factor.scaleb(power - 1)
            first = (Decimal(repr(low)) / step).to_integral_value("ROUND_FLOOR") + 1
            options = [v for i in range(3) if low < float(v := (first + i) * step) < high]
            if options:
                middle = (low + high) / 2
                best = min(options, key=lambda v: abs(float(v) - middle))
                return best.quantize(Decimal(1)) if best == best.to_integral_value() else best.normalize()
    return None


def thresholds(facts: Sequence[Fact]) -> list[tuple[int, Decimal]]:
    """(how many values lie below, a round number in the gap) for each gap that is wide enough, lowest first."""
    values = sorted(facts, key=lambda f: float(f.value))
    out = []
    for i, (a, b) in enumerate(pairwise(values)):
        room = (float(b.value) - float(a.value)) * 0.08
        t = round_between(float(a.value) + max(a.margin * 1.3, room), float(b.value) - max(b.margin * 1.3, room))
        if t is not None:
            out.append((i + 1, t))
    return out


def draw_threshold(facts: Sequence[Fact], rng: Rng, least: int = 1, most: int | None = None) -> Decimal | None:
    """A threshold with at least `least` and at most `most` values below it."""
    most = len(facts) - 1 if most is None else most
    options = [t for below, t in thresholds(facts) if least <= below <= most]
    return options[int(rng.integers(len(options)))] if options else None


def threshold_outside(facts: Sequence[Fact], low: bool) -> Decimal | None:
    """A round number a little below (above) all values, on the same side of zero as they are."""
    values = [float(f.value) for f in facts]
    reach = max(max(f.margin for f in facts) * 1.3, (max(values) - min(values)) * 0.04)
    room = max((max(values) - min(values)) * 0.35, 2 * reach)
    if low:
        bottom = min(values) - reach - room
        return round_between(max(bottom, 0.0) if min(values) > 0 else bottom, min(values) - reach)
    return round_between(max(values) + reach, max(values) + reach + room)
