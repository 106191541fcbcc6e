"""How observations are spread: histograms and box plots, computed from observations that are drawn and then counted."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofpress.content.measure import Measure, quantum, round_to
from proofpress.content.numbers import sample
from proofpress.content.packs import Topic
from proofpress.content.titles import about, compose
from proofpress.engine import Spec
from proofpress.errors import Refused
from proofpress.seeds import Rng

from ..axis import nice_axis, nice_step, text
from ..topics import titles
from .dimensions import draw_dimension, slots_of
from .sizes import Brief, prints
from .spec import Rows, assemble, phrases, value_axis

FENCE = 1.5  # whiskers end at the last observation within 1.5 interquartile ranges of the box (Tukey, 1977)


def plan_spread(topic: Topic, brief: Brief, rng: Rng) -> Spec:
    """A histogram or a box plot of the topic's measure."""
    return _histogram(topic, brief, rng) if brief.kind == "histogram" else _boxes(topic, brief, rng)


def _histogram(topic: Topic, brief: Brief, rng: Rng) -> Spec:
    m = topic.measure
    least, most = brief.size[:2]
    seen = sample(m, int(rng.integers(*topic.n)), rng)
    low, high = np.quantile(seen, [0.01, 0.99])
    width = nice_step(Decimal(repr(float(high - low))), int(rng.integers(least, most + 1)))
    if width < Decimal(1).scaleb(-m.decimals):
        raise Refused("plan: bins finer than the data")
    first = int(np.floor(low / float(width)))
    last = max(int(np.ceil(high / float(width))), first + least)
    if m.low >= 0:
        first = max(first, 0)
    edges = [width * i for i in range(first, last + 1)]
    if not least - 1 <= len(edges) - 1 <= most + 2:
        raise Refused("plan: the bins came out too few or too many")
    counts, _ = np.histogram(seen[(seen >= float(edges[0])) & (seen < float(edges[-1]))], [float(e) for e in edges])
    held = np.flatnonzero(counts)
    edges, counts = edges[held[0] : held[-1] + 2], counts[held[0] : held[-1] + 1]
    if counts.max() < 6 or len(counts) < 3 or (counts == 0).sum() > 1:
        raise Refused("plan: too few observations for this many bins")
    rows: Rows = [[Decimal(int(c)) for c in counts]]
    edges_shown = [text(e) for e in edges]
    shown = [topic.language.written(e) for e in edges_shown]
    to = topic.words.text("bins") if any(e.startswith("-") for e in edges_shown) else "–"
    labels = [f"{a}{to}{b}" for a, b in itertools.pairwise(shown)]
    things = topic.counted or topic.words.text("observations")
    phrase = topic.words.text("counted", things)
    counted = topic.language.heading(phrase)
    printed = prints("histogram", brief.difficulty, len(labels), 1, 3, rng)
    unit = f" ({topic.language.unit(m.unit)})" if m.unit else ""
    category = topic.words.category("range", "ordinal", f"{m.name}{unit}")
    words = compose(topic, ("histogram",), slots_of(topic, about(topic, (), rng), None, None, rng), titles(topic), rng)
    return assemble(
        "histogram", topic, words, category, labels, [(counted, rows[0])],
        measure=counted, unit="", decimals=0, edges=edges_shown, printed=printed, entity=words.entity or things,
        adds={"labels": True, "series": False},
        **phrases(topic, {counted: phrase, m.name: m.phrase}),
        axis=value_axis("histogram", rows, brief.difficulty, printed == "all", rng),
        x={"measure": m.name, "unit": m.unit, "min": edges_shown[0], "max": edges_shown[-1], "step": text(width)},
    )  # fmt: skip


def _boxes(topic: Topic, brief: Brief, rng: Rng) -> Spec:
    m = topic.measure
    key = topic.by[int(rng.integers(len(topic.by)))]
    across = draw_dimension(topic, key, *brief.size[:2], rng)
    groups = _observations(m, len(across.labels), rng)
    unit = quantum(m, float(max(np.abs(g).max() for g in groups)), m.digits)
    boxes = [_box(name, g, unit, rng) for name, g in zip(across.labels, groups, strict=True)]
    values = [Decimal(v) for b in boxes for v in (b["min"], b["max"], *b["outliers"])]
    axis = nice_axis(values, zero=min(values) < max(values) * Decimal("0.25"), ticks=6 if brief.difficulty < 3 else 8)
    at = about(topic, (key,), rng)
    words = compose(topic, ("boxes",), slots_of(topic, at, across, None, rng), titles(topic), rng)
    decimals = max(0, -int(unit.as_tuple().exponent))
    return assemble(
        "box", topic, words, across.category, across.labels, [(m.name, [])], decimals=decimals, axis=axis, boxes=boxes
    )


def _observations(measure: Measure, groups: int, rng: Rng) -> list[NDArray[np.float64]]:
    """A sample for every group: the groups' middles differ, their shapes are alike."""
    span = measure.high - measure.low
    out = []
    for _ in range(groups):
        shrink = rng.uniform(0.4, 0.75)
        shift = rng.uniform(0, 1 - shrink)
        seen = (sample(measure, int(rng.integers(40, 90)), rng) - measure.low) / span
        out.append(measure.low + span * (shift * 0.8 + seen * shrink))
    return out


def _box(name: str, seen: NDArray[np.float64], unit: Decimal, rng: Rng) -> dict[str, Any]:
    """The five numbers by Tukey's rule on rounded observations; at most three outliers are kept."""
    values = sorted(round_to(float(v), unit) for v in seen)
    q1, median, q3 = (round_to(float(q), unit) for q in np.quantile([float(v) for v in values], [0.25, 0.5, 0.75]))
    reach = (q3 - q1) * Decimal(str(FENCE))
    inside = [v for v in values if q1 - reach <= v <= q3 + reach]
    out = sorted({v for v in values if v < q1 - reach or v > q3 + reach})
    low, high = min(inside), max(inside)
    if not low < q1 < median < q3 < high:
        raise Refused("plan: a box without width")
    apart = (high - low) / 20
    kept: list[Decimal] = []
    for v in out:
        if len(kept) < 3 and all(abs(v - k) >= apart for k in kept):
            kept.append(v)
    five = zip(("min", "q1", "median", "q3", "max"), (low, q1, median, q3, high), strict=True)
    return {"name": name, **{k: format(v, "f") for k, v in five}, "outliers": [format(v, "f") for v in kept]}
