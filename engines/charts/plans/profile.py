"""Profiles: a few things scored on the same criteria - radar charts, and their grouped-bar and heat-map relatives."""

from __future__ import annotations

from decimal import Decimal

from proofpress.content.measure import publish
from proofpress.content.numbers import matrix
from proofpress.content.packs import Topic
from proofpress.content.titles import about, compose
from proofpress.engine import Spec
from proofpress.seeds import Rng

from ..topics import titles
from .dimensions import draw_dimension, slots_of
from .sizes import Brief, prints
from .spec import Rows, assemble, decimals_of, known, series_noun, value_axis


def plan_profile(topic: Topic, brief: Brief, rng: Rng) -> Spec:
    """Criteria are the labels, the things compared are the series; the axis is the whole scale of marks."""
    kind = brief.kind
    least, most, s_least, s_most = brief.size
    across_key = topic.across[int(rng.integers(len(topic.across)))]
    by_key = topic.by[int(rng.integers(len(topic.by)))]
    across = draw_dimension(topic, across_key, least, most, rng)
    single = kind == "radar" and s_least == 1 and rng.random() < 0.5
    by = draw_dimension(topic, by_key, 1 if single else max(2, s_least), 1 if single else max(2, s_most), rng)
    rows: Rows = [
        list(r) for r in publish(matrix(topic.measure, by.labels, across.labels, None, None, rng), topic.measure, rng)
    ]
    longest = max(len(format(v, "f")) for v in known(rows))
    printed = prints(kind, brief.difficulty, sum(map(len, rows)), len(rows), longest, rng)
    axis = value_axis(kind, rows, brief.difficulty, printed == "all", rng)
    if kind != "heatmap":
        top = Decimal(str(topic.measure.high))
        step = {5: "1", 10: "2", 100: "20"}.get(int(top))
        axis = {"min": "0", "max": format(top.normalize(), "f"), "step": step} if step else axis
    at = about(topic, (across_key, by_key), rng)
    slots = slots_of(topic, at, across, by, rng) | {"span": ""}
    if single:
        slots |= {"thing": by.labels[0], "entity": by.labels[0]}
        words = compose(topic, ("profile_one",), slots, titles(topic), rng)
    else:
        words = compose(topic, ("profile",), slots, titles(topic), rng)
    return assemble(
        kind, topic, words, across.category, across.labels, list(zip(by.labels, rows, strict=True)),
        decimals=decimals_of(known(rows)), series_noun=series_noun(by, topic), axis=axis, printed=printed,
    )  # fmt: skip
