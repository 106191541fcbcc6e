"""Two numbers a thing: scatter and bubble charts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofpress.content.measure import Measure, quantum, round_to
from proofpress.content.numbers import cloud
from proofpress.content.packs import Topic
from proofpress.content.pools import draw_names
from proofpress.content.titles import about, compose
from proofpress.engine import Spec
from proofpress.errors import Refused
from proofpress.seeds import Rng

from ..axis import Axis, nice_axis
from ..topics import titles
from .dimensions import Dimension, draw_dimension, slots_of
from .sizes import Brief
from .spec import assemble, decimals_of, plain, series_noun, ticks

NAMED = 12  # a scatter plot with more points than this names none of them


@dataclass(frozen=True)
class _Scale:
    """Where a measure's share of 0..1 lies in this chart."""

    low: float
    high: float
    unit: Decimal

    def at(self, share: float) -> Decimal:
        return round_to(self.low + (self.high - self.low) * share, self.unit)


def plan_points(topic: Topic, brief: Brief, rng: Rng) -> Spec:
    """A Spec of points with names (bubbles, small scatters) or without, in one group or a few."""
    assert topic.x is not None
    least, most, g_least, g_most = brief.size
    bubble = brief.kind == "bubble"
    by: Dimension | None = None
    if topic.by and g_most > 1 and (groups_wanted := int(rng.integers(g_least, g_most + 1))) > 1:
        by = draw_dimension(topic, topic.by[int(rng.integers(len(topic.by)))], 2, groups_wanted, rng)
    names = list(by.labels) if by else [topic.measure.name]
    n = int(rng.integers(least, most + 1))
    if bubble and (pool := topic.pools[topic.names]).sets:
        n = min(n, max(map(len, pool.sets)))
    groups = sorted(int(g) for g in rng.integers(0, len(names), n))
    if len(set(groups)) < len(names):
        groups = sorted(i % len(names) for i in range(n))
    r = float(rng.uniform(*topic.r))
    gap = 0.15 if bubble else 0.07 if n <= 20 else 0.045 if n <= 40 else 0.03
    at_unit = cloud(n, r, groups, rng, gap)
    if len(at_unit) < least:
        raise Refused("plan: points would overlap")
    groups = groups[: len(at_unit)]
    x, y = _scale(topic.x, rng), _scale(topic.measure, rng)
    xs, ys = [x.at(u) for u in at_unit[:, 0]], [y.at(v) for v in at_unit[:, 1]]
    sizes = _sizes(topic.size, at_unit, rng) if bubble and topic.size else None
    labels = _point_names(topic, len(xs), bubble or (len(xs) <= NAMED and rng.random() < 0.5), rng)
    points: list[dict[str, Any]] = []
    for i, (a, b) in enumerate(zip(xs, ys, strict=True)):
        point = {"name": labels[i], "series": names[groups[i]], "x": plain(a), "y": plain(b)}
        points.append(point | ({"size": plain(sizes[i])} if sizes else {}))
    taken = [k for k in (topic.names, by.key if by else "") if k]
    pool = topic.pools[topic.names]
    things = Dimension(topic.names, tuple(p["name"] for p in points), pool.category, None, pool.prep)
    words = compose(
        topic,
        ("points_bubble",) if bubble else ("points_split", "points") if by else ("points",),
        slots_of(topic, about(topic, taken, rng), things, by, rng),
        titles(topic),
        rng,
    )
    return assemble(
        brief.kind, topic, words, pool.category, [], [(name, []) for name in names],
        decimals=decimals_of(ys), series_noun=series_noun(by, topic), axis=_axis(ys, brief, rng), points=points,
        x={"measure": topic.x.name, "unit": topic.x.unit, "decimals": decimals_of(xs), **_axis(xs, brief, rng)},
        **({"size": {"measure": topic.size.name, "unit": topic.size.unit}} if sizes and topic.size else {}),
    )  # fmt: skip


def _axis(values: list[Decimal], brief: Brief, rng: Rng) -> Axis:
    near_zero = min(values) >= 0 and min(values) < max(values) * Decimal("0.4")
    room = Decimal("0.08") if brief.kind == "bubble" else Decimal("0.02")
    return nice_axis(values, zero=near_zero, ticks=ticks(brief.difficulty, rng), room=room)


def _scale(measure: Measure, rng: Rng) -> _Scale:
    """A good part of the measure's range, so that two charts of one topic differ."""
    width = rng.uniform(0.65, 1.0)
    start = rng.uniform(0, 1 - width)
    span = measure.high - measure.low
    low, high = measure.low + start * span, measure.low + (start + width) * span
    return _Scale(low, high, quantum(measure, max(abs(low), abs(high)), measure.digits))


def _sizes(measure: Measure, at_unit: NDArray[np.float64], rng: Rng) -> list[Decimal]:
    low = measure.low or measure.high / 40
    share = rng.random(len(at_unit)) * 0.75 + at_unit[:, int(rng.integers(2))] * 0.25
    values = np.exp(np.log(low) + share * np.log(measure.high / low))
    values = np.maximum(values, values.max() / 30)  # the eye cannot compare areas beyond that
    unit = quantum(measure, float(values.max()), min(measure.digits, 2))
    return [round_to(float(v), unit) or unit for v in values]


def _point_names(topic: Topic, n: int, named: bool, rng: Rng) -> list[str]:
    if not named:
        return [""] * n
    try:
        return draw_names(topic.pools[topic.names], n, n, rng, topic.pools)
    except Refused:
        if topic.size is not None:
            raise
        return [""] * n
