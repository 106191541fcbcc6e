"""Shares of a whole: pies, donuts, 100 % stacked bars, bars of percentages. Parts sum to 100 exactly."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from proofpress.content.measure import shares
from proofpress.content.packs import Topic
from proofpress.content.periods import is_period
from proofpress.content.pools import draw_names
from proofpress.content.titles import about, compose
from proofpress.engine import Spec
from proofpress.errors import Refused
from proofpress.seeds import Rng

from ..topics import titles
from .dimensions import Dimension, choose, draw_dimension, slots_of
from .sizes import Brief, prints
from .spec import Rows, assemble, series_noun, value_axis

SPLIT = {"bar_percent", "bar_stacked"}
LEAST = 0.03  # the smallest share; less cannot be seen
MOST = 8  # parts that can be told apart
LIKELY_SIZES = (0.9, 1.8)  # how unequal parts are, as the power of their rank


def plan_parts(topic: Topic, brief: Brief, rng: Rng) -> Spec:
    """A Spec of shares. The topic's `by` names the parts; `across` what is split into them."""
    kind = brief.kind
    least, most, s_least, s_most = brief.size
    split = kind in SPLIT
    across: Dimension | None = None
    if split:
        across_key, by_key = choose(topic, kind, True, rng)
        across = draw_dimension(topic, across_key, least, most, rng)
    else:
        by_key = topic.by[int(rng.integers(len(topic.by)))]
    count = (s_least, s_most) if split else (least, most)
    parts = _draw_parts(topic, by_key, min(max(count[0], 2), MOST), min(max(count[1], 2), MOST), rng)
    if len(parts.labels) < 2:
        raise Refused("plan: a whole has two parts at least")
    decimals = int(brief.difficulty >= 3 and rng.random() < 0.3) if topic.measure.decimals == 0 else 1
    weights = _weights(topic, parts, across, rng)
    if not split and parts.category["kind"] == "nominal" and rng.random() < 0.6:
        parts, weights = _largest_first(parts, weights, topic.last or topic.words.text("other"))
    columns = [shares(w, decimals) for w in weights]
    at = about(topic, [by_key, *([across.key] if across else [])], rng)
    names = parts.labels
    if across is None:
        rows: Rows = [list(columns[0])]
        printed = prints(kind, brief.difficulty, len(names), 1, 3 + decimals, rng)
        slots = slots_of(topic, at, parts, None, rng)
        words = compose(topic, ("parts",), slots, titles(topic), rng)
        axis = None if kind in ("pie", "donut") else value_axis(kind, rows, brief.difficulty, printed == "all", rng)
        return assemble(
            kind, topic, words, parts.category, names, [(topic.measure.name, rows[0])],
            axis=axis, printed=printed, parts=True, adds={"labels": True, "series": False},
        )  # fmt: skip
    rows = [[column[i] for column in columns] for i in range(len(names))]
    printed = prints(kind, brief.difficulty, len(names) * len(columns), len(names), 3 + decimals, rng)
    if min(v for row in rows for v in row if v is not None) < Decimal(6):
        printed = "none"
    slots = slots_of(topic, at, across, parts, rng)
    words = compose(topic, ("parts_time" if across.period else "parts_things", "parts_split"), slots, titles(topic), rng)
    step = str(rng.choice(["10", "20", "20", "25"]))
    return assemble(
        kind, topic, words, across.category, across.labels, list(zip(names, rows, strict=True)),
        axis={"min": "0", "max": "100", "step": step}, printed=printed, parts=True, series_noun=series_noun(parts, topic),
        adds={"labels": False, "series": True},
    )  # fmt: skip


def _draw_parts(topic: Topic, key: str, least: int, most: int, rng: Rng) -> Dimension:
    """The named parts, and a last one for the rest unless they are the whole by themselves."""
    if is_period(key) or topic.pools[key].take == "all":
        return draw_dimension(topic, key, least, most, rng)
    pool = topic.pools[key]
    names = max(pool.sets, key=len) if len(pool.sets) == 1 else draw_names(pool, most, most, rng, topic.pools)
    rest = topic.last or topic.words.text("other")
    names = tuple(n for n in names if n != rest)
    n = int(rng.integers(least, most + 1))
    if n >= len(names):
        return Dimension(key, tuple(names[i] for i in rng.permutation(len(names))), pool.category, None, pool.prep)
    likely = np.array([float((topic.weights or {}).get(name, 5.0)) for name in names]) ** 2
    picked = rng.choice(len(names), max(1, n - 1), replace=False, p=likely / likely.sum())
    return Dimension(key, (*(names[i] for i in picked), rest), pool.category, None, pool.prep)


def _weights(topic: Topic, parts: Dimension, across: Dimension | None, rng: Rng) -> NDArray[np.float64]:
    """(labels, parts): positive weights, near each other for neighbouring labels of a period."""
    n = len(parts.labels)
    if topic.weights:
        named = [float(topic.weights[p]) for p in parts.labels if p in topic.weights]
        rest = float(np.clip(sum(topic.weights.values()) - sum(named), 3, 25))
        base = np.array([float(topic.weights.get(p, rest)) for p in parts.labels])
        base = np.log(base) + rng.normal(0, 0.25, n)
    elif parts.category["kind"] == "ordinal":
        middle, width = rng.uniform(0.2, 0.8), rng.uniform(0.35, 0.7)
        base = -((np.linspace(0, 1, n) - middle) ** 2) / (2 * width**2) + rng.normal(0, 0.15, n)
    else:
        base = -rng.uniform(*LIKELY_SIZES) * np.log(np.arange(1, n + 1)) + rng.normal(0, 0.2, n)
        base = base[rng.permutation(n)]
    if parts.labels[-1] in (topic.words.text("other"), topic.last) and not topic.weights:
        base[-1] = np.sort(base)[n // 3]
    rows = len(across.labels) if across else 1
    if across and across.period:
        drift = rng.normal(0, 0.5, n)
        change = np.linspace(0, 1, rows)[:, None] * drift + rng.normal(0, 0.05, (rows, n))
    else:
        change = rng.normal(0, 0.35 if across else 0.0, (rows, n))
    weight = np.exp(base + change)
    weight /= weight.sum(axis=1, keepdims=True)
    return np.asarray(np.maximum(weight, LEAST))


def _largest_first(parts: Dimension, weights: NDArray[np.float64], last: str) -> tuple[Dimension, NDArray[np.float64]]:
    key = [(-w if name != last else 1.0) for w, name in zip(weights[0], parts.labels, strict=True)]
    order = np.argsort(key, kind="stable")
    return Dimension(parts.key, tuple(parts.labels[i] for i in order), parts.category), weights[:, order]
