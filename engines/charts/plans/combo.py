"""Two measures over the same time: bars on the left axis, a line on the right one."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal

from proofpress.content.measure import Measure, publish
from proofpress.content.numbers import matrix
from proofpress.content.packs import Topic
from proofpress.content.titles import about, compose
from proofpress.engine import Spec
from proofpress.errors import Refused
from proofpress.seeds import Rng

from ..axis import Axis, nice_step, text
from ..topics import titles
from .dimensions import Dimension, choose, draw_dimension, slots_of
from .sizes import Brief
from .spec import Rows, adds, assemble, decimals_of, known, value_axis


def plan_combo(topic: Topic, brief: Brief, rng: Rng) -> Spec:
    """Bars and line share the labels; both axes have the same number of intervals, so that one grid serves both."""
    assert topic.line is not None
    key, _ = choose(topic, "combo", False, rng)
    across = draw_dimension(topic, key, *brief.size[:2], rng)
    bars: Rows = [
        list(r) for r in publish(matrix(topic.measure, ("",), across.labels, across.period, None, rng), topic.measure, rng)
    ]
    line: Rows = [list(r) for r in publish(matrix(topic.line, ("",), across.labels, across.period, None, rng), topic.line, rng)]
    left = value_axis("combo", bars, brief.difficulty, False, rng)
    intervals = int((Decimal(left["max"]) - Decimal(left["min"])) / Decimal(left["step"]))
    right = matching_axis(
        known(line), intervals, zero=bool(min(known(line)) < max(known(line)) * Decimal("0.6") and rng.random() < 0.5)
    )
    right_axis = {
        "measure": topic.line.name, "unit": topic.line.unit, "decimals": decimals_of(known(line)), **right,
    }  # fmt: skip
    words = compose(topic, ("combo",), slots_of(topic, about(topic, (key,), rng), across, None, rng), titles(topic), rng)
    return assemble(
        "combo", topic, words, across.category, across.labels,
        [(topic.measure.name, bars[0]), (topic.line.name, line[0])],
        decimals=decimals_of(known(bars)), series_noun=topic.words.nouns("measure"), axis=left, right=right_axis,
        adds=adds(topic.measure, across, None) if topic.line.adds else {"labels": False, "series": False},
    )  # fmt: skip


def _row(measure: Measure, across: Dimension, rng: Rng) -> Rows:
    return [list(r) for r in publish(matrix(measure, ("",), across.labels, across.period, None, rng), measure, rng)]


def matching_axis(values: list[Decimal], intervals: int, zero: bool) -> Axis:
    """A nice axis of exactly `intervals` steps around the values. Refused when none fits."""
    low, high = min(values), max(values)
    if zero and low >= 0:
        low = Decimal(0)
    span = (high - low) or abs(high) or Decimal(1)
    if not (zero or 0 <= low < span / 20):
        low -= span / 20  # the lowest point is not on the edge
    step = nice_step(span, intervals)
    for _ in range(4):
        first = (low / step).to_integral_value(ROUND_FLOOR) * step
        if first + intervals * step >= high:
            slack = int(((first + intervals * step - high) / step).to_integral_value(ROUND_FLOOR))
            if first - (slack // 2) * step >= 0 or low < 0:
                first -= (slack // 2) * step  # leave the room on both sides
            return {"min": text(first), "max": text(first + intervals * step), "step": text(step)}
        step = nice_step(step * intervals * Decimal("1.01"), intervals)
    raise Refused("plan: no right axis with the left one's grid")
