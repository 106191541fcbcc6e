"""Charts of one measure over labels, and maybe series: bars, lines, areas, heat maps, radars, pies of amounts."""

from __future__ import annotations

import itertools
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import numpy as np

from proofpress.content.measure import Measure, places, publish
from proofpress.content.numbers import matrix
from proofpress.content.packs import Topic
from proofpress.content.titles import about, compose
from proofpress.engine import Spec
from proofpress.errors import Refused
from proofpress.seeds import Rng

from ..axis import Axis
from ..topics import titles
from .dimensions import Dimension, choose, draw_dimension, slots_of
from .sizes import MISSING, WITHHELD, Brief, prints
from .spec import Rows, adds, assemble, decimals_of, known, series_noun, value_axis

SPLIT = {"bar_grouped", "bar_stacked", "line_multi", "area_stacked", "heatmap", "radar"}
GAPS = {"bar", "bar_horizontal", "bar_grouped", "line", "line_multi", "heatmap"}
STACKS = {"bar_stacked", "area_stacked"}
WITHIN_A_YEAR = {"quarters": 4, "months": 12}
LEAST_SLICE = Decimal("0.03")


def plan_matrix(topic: Topic, brief: Brief, rng: Rng) -> Spec:
    """A Spec of the brief's kind about the topic. Refused when the topic is too small for it."""
    kind = brief.kind
    least, most, s_least, s_most = brief.size
    across_key, by_key = choose(topic, kind, kind in SPLIT, rng)
    if kind == "radar":  # round the clock: a whole week, four seasons, all twelve months
        least = most = {"months": 12, "weekdays": 7, "seasons": 4}[across_key]
    elif by_key == "years" and across_key in WITHIN_A_YEAR:  # "Q1 2019" of the year 2005 makes no sense
        least, most = min(least, WITHIN_A_YEAR[across_key]), min(most, WITHIN_A_YEAR[across_key])
    across = draw_dimension(topic, across_key, least, most, rng)
    by = draw_dimension(topic, by_key, max(s_least, 2), max(s_most, 2), rng) if by_key else None
    rows = _values(topic, across, by, brief, rng)
    if kind in ("pie", "donut"):
        total = sum(known(rows))
        if min(known(rows)) < LEAST_SLICE * total:
            raise Refused("plan: a slice too thin to see")
    across, rows = _sorted(across, rows, brief, rng)
    longest = max(len(format(v, "f")) for v in known(rows))
    marks = sum(len(r) for r in rows)
    printed = prints(kind, brief.difficulty, marks, len(rows), longest, rng)
    if kind in ("pie", "donut"):
        printed = "all"  # amounts cannot be read off a pie
    axis = None if kind in ("pie", "donut") else value_axis(kind, rows, brief.difficulty, printed == "all", rng)
    if printed == "all" and kind in STACKS and axis and min(known(rows)) < (Decimal(axis["max"])) * Decimal("0.07"):
        printed = "none"
    if printed == "none" and axis and brief.difficulty <= 3 and rng.random() < 0.3:
        rows = _on_grid(rows, topic.measure, axis, rng)
    names = by.labels if by else (topic.measure.name,)
    withheld = None
    if kind in GAPS:
        rows, withheld = _gaps(rows, names, across, brief, rng)
    taken = [k for k in (across_key, by_key) if k]
    at = about(topic, taken, rng)
    words = compose(topic, _shape(kind, across, by), slots_of(topic, at, across, by, rng), titles(topic), rng)
    return assemble(
        kind, topic, words, across.category, across.labels, list(zip(names, rows, strict=True)),
        decimals=decimals_of(known(rows)), series_noun=series_noun(by, topic), axis=axis, printed=printed, withheld=withheld,
        adds=adds(topic.measure, across, by),
    )  # fmt: skip


def _shape(kind: str, across: Dimension, by: Dimension | None) -> tuple[str, ...]:
    time = "time" if across.period else "things"
    if kind in ("pie", "donut"):
        return ("parts_of_amount",)
    return (f"{time}_split", "split") if by else (time, "single")


def _values(topic: Topic, across: Dimension, by: Dimension | None, brief: Brief, rng: Rng) -> Rows:
    """Published values. An easy chart is the clearest of three: its marks differ by more than a glance can miss."""
    found: list[tuple[float, Rows]] = []
    measure = topic.measure
    names = by.labels if by else ("",)
    for _ in range(3 if brief.difficulty <= 2 else 1):
        raw = matrix(measure, names, across.labels, across.period, by.period if by else None, rng, topic.weights)
        rows: Rows = [list(r) for r in publish(raw, measure, rng, fewer=int(brief.difficulty == 1 and rng.random() < 0.4))]
        ordered = sorted(known(rows))
        gap = min((float(b - a) for a, b in itertools.pairwise(ordered)), default=0.0)
        found.append((gap / (float(ordered[-1] - ordered[0]) or 1.0), rows))
    return max(found, key=lambda f: f[0])[1]


def _sorted(across: Dimension, rows: Rows, brief: Brief, rng: Rng) -> tuple[Dimension, Rows]:
    """Largest first where that is the habit: ranked bars and pies of things, never of time or steps."""
    chance = {"bar": 0.35, "bar_horizontal": 0.5, "pie": 0.5, "donut": 0.5}.get(brief.kind, 0.0)
    wanted = brief.sort == "descending" or rng.random() < chance
    if not wanted or len(rows) > 1 or across.category["kind"] != "nominal":
        return across, rows
    order = np.argsort([-float(v or 0) for v in rows[0]], kind="stable")
    return replace(across, labels=tuple(across.labels[i] for i in order)), [[rows[0][i] for i in order]]


def _on_grid(rows: Rows, measure: Measure, axis: Axis, rng: Rng) -> Rows:
    """Values that a ruler would find: multiples of a fifth or a tenth of the tick interval."""
    unit = Decimal(axis["step"]) / int(rng.choice([5, 10]))
    now = decimals_of(known(rows))
    if places(unit) > now or (now == 0 and unit < 2):
        return rows
    low = Decimal(axis["min"])

    def snap(v: Decimal) -> Decimal:
        steps = ((v - low) / unit).to_integral_value(ROUND_HALF_EVEN)
        steps = max(steps, Decimal(1)) if low == 0 and measure.low >= 0 else steps
        return (low + steps * unit).quantize(Decimal(1).scaleb(-now))

    out: Rows = [[None if v is None else snap(v) for v in row] for row in rows]
    return out if len(set(known(out))) >= 0.8 * len(set(known(rows))) else rows


def _gaps(rows: Rows, names: tuple[str, ...], across: Dimension, brief: Brief, rng: Rng) -> tuple[Rows, dict[str, Any] | None]:
    """Now and then a value that the data lack (null), or one that exists and is not shown (withheld)."""
    n = len(across.labels)
    draw = rng.random()
    if n < 4 or draw > MISSING + WITHHELD:
        return rows, None
    i = int(rng.integers(len(rows)))
    inner = across.period is not None and brief.kind in ("line", "line_multi")
    j = int(rng.integers(1, n - 1)) if inner else int(rng.integers(n))
    if draw < WITHHELD:
        return rows, {"series": names[i], "label": across.labels[j], "how": "missing"}
    if brief.difficulty == 1 or brief.sort:
        return rows, None
    return [[None if (a, b) == (i, j) else v for b, v in enumerate(row)] for a, row in enumerate(rows)], None
