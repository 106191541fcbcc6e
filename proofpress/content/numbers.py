"""Numbers with the growth, seasons and spread that a topic really has. Floats here; `measure.publish` rounds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ..seeds import Rng
from .measure import Measure
from .periods import Period

Floats = NDArray[np.float64]

# Profiles from -1 (least) to 1 (most), by month, weekday and hour.
SEASON_PROFILES: dict[str, Sequence[float]] = {
    "summer": (-1, -0.85, -0.45, 0.05, 0.5, 0.85, 1, 0.95, 0.5, 0.05, -0.5, -0.9),
    "winter": (1, 0.9, 0.5, -0.1, -0.6, -0.9, -1, -0.95, -0.6, 0, 0.5, 0.9),
    "spring": (-0.5, -0.1, 0.5, 1, 0.9, 0.3, -0.3, -0.5, -0.5, -0.6, -0.8, -0.8),
    "autumn": (-0.7, -0.8, -0.7, -0.4, -0.1, 0, 0, 0.3, 0.9, 1, 0.5, -0.4),
    "holidays": (-0.5, -0.7, -0.4, -0.3, -0.2, -0.1, -0.2, -0.2, -0.1, 0.1, 0.6, 1),
    "school": (0.5, 0.6, 0.7, 0.4, 0.5, -0.1, -1, -0.9, 0.6, 0.9, 0.7, -0.1),
    "wet": (0.7, 0.4, 0.2, -0.2, -0.4, -0.7, -1, -0.7, -0.1, 0.6, 1, 0.9),
}
WEEK_PROFILES: dict[str, Sequence[float]] = {
    "weekend": (-0.6, -0.7, -0.5, -0.2, 0.4, 1, 0.7),
    "workweek": (0.6, 0.7, 0.7, 0.6, 0.4, -0.8, -1),
    "saturday": (-0.4, -0.5, -0.3, 0, 0.4, 1, -0.6),
}
DAY_PROFILES: dict[str, Sequence[float]] = {
    "daylight": tuple(2 * float(np.sin((h - 5.5) / 14 * np.pi)) - 1 if 5 < h < 20 else -1.0 for h in range(24)),
    "rush": (
        *(-1, -1, -1, -0.9, -0.6, 0, 0.7, 1, 0.8, 0.3, 0.1, 0.2),
        *(0.3, 0.2, 0.3, 0.6, 0.9, 1, 0.6, 0.1, -0.2, -0.5, -0.7, -0.9),
    ),
    "shop": (
        *(-1, -1, -1, -1, -1, -0.9, -0.6, -0.2, 0.1, 0.3, 0.5, 0.8),
        *(0.9, 0.6, 0.4, 0.6, 0.9, 1, 0.7, 0.2, -0.3, -0.7, -0.9, -1),
    ),
    "evening": (
        *(-0.6, -0.8, -0.9, -1, -0.9, -0.7, -0.2, 0.2, 0.2, 0, 0, 0.1),
        *(0.2, 0.1, 0, 0.1, 0.3, 0.7, 1, 1, 0.8, 0.5, 0.1, -0.3),
    ),
}
LONG = 15.0  # years; over longer spans the change of a year is smaller
TYPICAL = 0.18  # how far a name strays from what is typical of it
TELLING = 20  # last places between the smallest and the largest value, at the least
SHOCK = 0.14  # how often something unusual happened
LEAST_LOW = 50.0  # a ratio measure whose range starts at 0 is generated down to high / LEAST_LOW


def profile(measure: Measure, period: Period) -> Floats:
    """The measure's season, week and day along the period, -1..1 each, added."""
    out = np.zeros(len(period.labels))
    if measure.season and period.season:
        out += np.interp(period.season, range(13), (*SEASON_PROFILES[measure.season], SEASON_PROFILES[measure.season][0]))
    if measure.week and period.week:
        out += np.take(WEEK_PROFILES[measure.week], period.week)
    if measure.day and period.day:
        out += np.take(DAY_PROFILES[measure.day], period.day)
    return out


def matrix(
    measure: Measure,
    rows: Sequence[str],
    columns: Sequence[str],
    across: Period | None,
    by: Period | None,
    rng: Rng,
    weights: Mapping[str, float] | None = None,
) -> Floats:
    """(rows, columns): a value for every series and label.  across, by: the period that columns or rows run through,
    None where they are things that differ by themselves.  weights: what is typical of some of the names."""
    band = measure.scale == "band"
    change = np.zeros((len(rows), len(columns)))  # a log factor, or a share of the band
    if across is not None:
        change += measure.swing * (0.5 if band else 1.0) * profile(measure, across) * rng.uniform(0.8, 1.2, (len(rows), 1))
        change += _drift(measure, np.asarray(across.elapsed), len(rows), rng)
        if len(columns) >= 5 and rng.random() < SHOCK:
            change[:, int(rng.integers(1, len(columns)))] += rng.choice([-1, 1]) * rng.uniform(2, 4) * max(measure.noise, 0.04)
    else:
        change += _differences(columns, measure.spread, weights, rng)[None, :]
    if by is not None:
        change += _drift(measure, np.asarray(by.elapsed), 1, rng).T
    elif len(rows) > 1:
        change += _differences(rows, measure.spread * (0.8 if across is not None else 0.6), weights, rng)[:, None]
    change += rng.normal(0, measure.noise, change.shape)
    return _in_band(change, measure, rng) if band else _in_ratio(change, measure, rng)


def _differences(names: Sequence[str], spread: float, weights: Mapping[str, float] | None, rng: Rng) -> Floats:
    """How far each name lies from the others: by chance, around what is typical of it where that is known."""
    if weights and all(n in weights for n in names):
        return np.log([float(weights[n]) for n in names]) + rng.normal(0, TYPICAL, len(names))
    return np.asarray(rng.normal(0, spread, len(names)))


def _drift(measure: Measure, elapsed: Floats, rows: int, rng: Rng) -> Floats:
    """(rows, n): growth at a steady rate, levelling off, or turning, plus a slow random walk."""
    pace = rng.uniform(*measure.trend, (rows, 1)) * 0.6 + rng.uniform(*measure.trend) * 0.4
    span = float(elapsed[-1])
    t = elapsed[None, :]
    pace *= min(1.0, LONG / span) if span > 0 else 1.0
    if span > 0:
        course = rng.random()
        if course < 0.2:  # levels off
            t = span * (1 - np.exp(-2.5 * t / span)) / (1 - np.exp(-2.5))
        elif course < 0.32:  # rises, then falls (or the other way round)
            peak = span * rng.uniform(0.35, 0.75)
            t = peak - np.abs(t - peak)
    walk = np.cumsum(rng.normal(0, measure.noise * 0.5, (rows, len(elapsed))), axis=1)
    return np.asarray(pace * t + walk)


def _in_ratio(change: Floats, measure: Measure, rng: Rng) -> Floats:
    """Factors placed somewhere in the range; squeezed (their order kept) where they would not fit."""
    low = measure.low or measure.high / LEAST_LOW
    room = np.log(measure.high / low)
    span = float(np.ptp(change))
    if span > 0.85 * room:
        change = change * (0.85 * room / span)
        span = 0.85 * room
    # values must differ by more than their last published place: small numbers need not be that small
    telling = np.log(TELLING * 10.0**-measure.decimals / max(np.expm1(span), 1e-9) / low)
    bottom = np.log(low) + rng.uniform(float(np.clip(telling, 0, room - span)), room - span)
    return np.asarray(np.exp(bottom + change - change.min()))


def _in_band(change: Floats, measure: Measure, rng: Rng) -> Floats:
    span = float(np.ptp(change))
    if span > 0.92:
        change = change * (0.92 / span)
        span = 0.92
    bottom = rng.beta(2, 2) * (1 - span)
    if measure.season:  # January is cold even where the data end in April
        bottom = float(np.clip(0.5 + rng.normal(0, 0.07) + change.min(), 0.02, 0.98 - span))
    return np.asarray(measure.low + (measure.high - measure.low) * (bottom + change - change.min()))


def cloud(n: int, r: float, groups: Sequence[int], rng: Rng, gap: float) -> Floats:
    """(n, 2) points in the unit square with correlation about `r`, no two closer than `gap`; groups lie apart a little."""
    centres = rng.normal(0, 0.35, (max(groups) + 1, 2)) if max(groups) else np.zeros((1, 2))
    kept: list[Floats] = []
    tail = np.sqrt(max(0.0, 1 - r * r))
    for i in range(n):
        for _ in range(40):
            u, v = rng.normal(size=2)
            p = np.array([u, r * u + tail * v]) * 0.19 + 0.5 + centres[groups[i]] * 0.25
            if 0.02 < p[0] < 0.98 and 0.02 < p[1] < 0.98 and all(np.hypot(*(p - q)) >= gap for q in kept):
                kept.append(p)
                break
    return np.array(kept)


def sample(measure: Measure, n: int, rng: Rng) -> Floats:
    """`n` observations in the measure's range, of its shape."""
    match measure.shape:
        case "right":
            z = rng.gamma(rng.uniform(1.8, 3.2), 0.11, n)
        case "left":
            z = 1 - rng.gamma(rng.uniform(1.8, 3.2), 0.11, n)
        case "uniform":
            z = rng.uniform(0.03, 0.97, n)
        case "bimodal":
            first = rng.random(n) < rng.uniform(0.4, 0.6)
            z = np.where(first, rng.normal(0.3, 0.09, n), rng.normal(0.7, 0.09, n))
        case _:
            z = rng.normal(0.5, rng.uniform(0.12, 0.17), n)
    z = z[(z > 0) & (z < 1)]
    return np.asarray(measure.low + (measure.high - measure.low) * z)
