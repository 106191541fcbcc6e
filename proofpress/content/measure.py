"""A measure: what a number says, the range a person would believe, and how it is published."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import BadInput
from ..seeds import Rng

FIELDS = frozenset(
    {"measure", "phrase", "unit", "range", "decimals", "digits", "grain", "scale", "spread", "noise", "swing", "trend"}
    | {"season", "week", "day", "shape", "adds", "stock"}
)
TELLING = 15  # last places between the smallest and the largest value, so that rounding does not level them
SHAPES = ("normal", "right", "left", "uniform", "bimodal")


@dataclass(frozen=True)
class Measure:
    """name: as an axis writes it; phrase: inside a sentence.  low, high: what is believable at all.

    decimals: the most that are published; digits: significant ones of the largest value.  grain: values are multiples of
    it.  scale: "ratio" (amounts: factors and growth) or "band" (temperatures, rates, indices: offsets within a band).
    spread: how far entities differ; noise: how far single values do; both as a log factor, or as a share of the band.
    trend: lowest and highest change a year, likewise.  season, week, day: names of profiles; swing: their strength.
    shape: of a distribution.  adds: sums over entities mean something; stock: but not over time (inhabitants, staff).
    """

    name: str
    phrase: str
    unit: str
    low: float
    high: float
    decimals: int = 0
    digits: int = 3
    grain: Decimal | None = None
    scale: str = "ratio"
    spread: float = 0.35
    noise: float = 0.08
    swing: float = 0.6
    trend: tuple[float, float] = (-0.05, 0.1)
    season: str = ""
    week: str = ""
    day: str = ""
    shape: str = "normal"
    adds: bool = False
    stock: bool = False


def read_measure(data: Mapping[str, Any], where: str) -> Measure:
    """A measure from YAML; BadInput names the place and the key at fault."""
    try:
        name = str(data["measure"])
        low, high = (float(v) for v in data["range"])
    except KeyError as error:
        raise BadInput(f"{where}: a measure needs the key {error}") from None
    except (TypeError, ValueError):
        raise BadInput(f"{where}: `range` must be two numbers [lowest, highest]") from None
    scale = str(data.get("scale", "ratio"))
    if not low < high or scale not in ("ratio", "band") or (scale == "ratio" and low < 0):
        raise BadInput(
            f"{where}: range [{low}, {high}] does not fit scale {scale!r} (ratio or band; a ratio is never negative)"
        )
    if (shape := str(data.get("shape", "normal"))) not in SHAPES:
        raise BadInput(f"{where}: no shape {shape!r}; there are {', '.join(SHAPES)}")
    trend = data.get("trend", (-0.05, 0.1))
    return Measure(
        name=name,
        phrase=str(data.get("phrase", name if name[1:2].isupper() else name[:1].lower() + name[1:])),
        unit=str(data.get("unit", "")),
        low=low,
        high=high,
        decimals=int(data.get("decimals", 0)),
        digits=int(data.get("digits", 3)),
        grain=Decimal(str(data["grain"])) if "grain" in data else None,
        scale=scale,
        spread=float(data.get("spread", 0.35 if scale == "ratio" else 0.15)),
        noise=float(data.get("noise", 0.08 if scale == "ratio" else 0.03)),
        swing=float(data.get("swing", 0.6)),
        trend=(float(trend[0]), float(trend[1])),
        season=str(data.get("season", "")),
        week=str(data.get("week", "")),
        day=str(data.get("day", "")),
        shape=shape,
        adds=bool(data.get("adds", False)),
        stock=bool(data.get("stock", False)),
    )


def quantum(measure: Measure, largest: float, digits: int) -> Decimal:
    """The unit of the last published place: `digits` significant digits of the largest value, within the measure's own
    number of decimals and its grain."""
    exponent = math.floor(math.log10(largest)) - digits + 1 if largest > 0 else 0
    q = Decimal(1).scaleb(max(exponent, -measure.decimals))
    return max(q, measure.grain) if measure.grain is not None else q


def round_to(value: float, unit: Decimal) -> Decimal:
    """The nearest multiple of `unit`, written with the unit's decimals."""
    steps = (Decimal(repr(float(value))) / unit).to_integral_value(ROUND_HALF_EVEN)
    return (steps * unit).quantize(Decimal(1).scaleb(-places(unit)))


def places(unit: Decimal) -> int:
    """Decimals that multiples of `unit` are written with."""
    return max(0, -int(unit.normalize().as_tuple().exponent))


def publish(values: NDArray[np.float64], measure: Measure, rng: Rng, fewer: int = 0) -> list[list[Decimal]]:
    """Rows of values rounded as people publish them: one last place for all of them, nothing rounded away to 0."""
    largest = float(np.abs(values).max())
    digits = max(1, measure.digits - fewer - int(measure.digits > 2 and rng.random() < 0.2))
    unit = quantum(measure, largest, digits)
    span = float(np.ptp(values))
    while span < TELLING * float(unit) and unit > max(Decimal(1).scaleb(-measure.decimals), measure.grain or Decimal(0)):
        unit = max(unit / 10, measure.grain or Decimal(0))
    out = [[round_to(v, unit) for v in row] for row in values]
    if measure.low > 0:
        least = round_to(max(measure.low, float(unit)), unit) or unit
        out = [[max(v, least) for v in row] for row in out]
    return out


def shares(weights: Sequence[float], decimals: int = 0, total: int = 100) -> list[Decimal]:
    """Parts in proportion to `weights` that sum to `total` exactly after rounding (largest remainders; none below one
    unit of the last place)."""
    unit = Decimal(1).scaleb(-decimals)
    units = int(total / unit)
    raw = np.asarray(weights, float) / float(np.sum(weights)) * units
    whole = np.maximum(np.floor(raw).astype(int), 1)
    order = np.argsort(-(raw - whole), kind="stable")
    missing = units - int(whole.sum())
    for i in range(abs(missing)):
        at = int(order[i % len(order)]) if missing > 0 else int(np.argmax(whole))
        whole[at] += 1 if missing > 0 else -1
    return [(Decimal(int(w)) * unit).quantize(unit) for w in whole]
