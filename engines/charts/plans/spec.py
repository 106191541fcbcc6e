"""Putting a Spec together: the keys that every kind of chart has (see vocabulary.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from proofpress.content.measure import Measure
from proofpress.content.packs import Topic
from proofpress.content.titles import PrintedTexts
from proofpress.language import DEFAULT
from proofpress.seeds import Rng

from ..axis import Axis, nice_axis
from .dimensions import Dimension

Rows = list[list[Decimal | None]]


def assemble(
    kind: str,
    topic: Topic,
    words: PrintedTexts,
    across: dict[str, str],
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[Decimal | None]]],
    **more: Any,
) -> dict[str, Any]:
    """The Spec with defaults for what the kind does not have."""
    m = topic.measure
    spec: dict[str, Any] = {
        "kind": kind,
        "topic": topic.pack,
        "title": words.title,
        "subtitle": words.subtitle,
        "source": words.source,
        "measure": m.name,
        "unit": m.unit,
        "decimals": decimals_of([v for _, row in series for v in row]),
        "category": across,
        "labels": list(labels),
        "series": [{"name": name, "values": [plain(v) for v in row]} for name, row in series],
        "series_noun": topic.words.nouns("series"),
        "axis": None,
        "printed": "none",
        "entity": words.entity,
        "withheld": None,
        "adds": {"labels": False, "series": False},
    } | phrases(topic, {m.name: m.phrase for m in (m, topic.x, topic.size, topic.line) if m})
    return spec | more


def phrases(topic: Topic, said: Mapping[str, str]) -> dict[str, Any]:
    """What grammar needs of measures, by name; a Spec in the default language goes without, as it finds them itself."""
    return {"phrases": dict(said)} if topic.language.code != DEFAULT else {}


def adds(measure: Measure, across: Dimension, by: Dimension | None) -> dict[str, bool]:
    """Do sums along the labels, and over the series, mean something?  Stocks do not add up over time."""
    along = measure.adds and not (across.period and measure.stock)
    return {"labels": along, "series": bool(by and measure.adds and not (by.period and measure.stock))}


def plain(value: Decimal | None) -> str | None:
    """A value as the Spec holds it."""
    return None if value is None else format(value, "f")


def decimals_of(values: Sequence[Decimal | None]) -> int:
    """The decimals that the values are written with."""
    return max((-int(v.as_tuple().exponent) for v in values if v is not None), default=0)


def known(rows: Rows) -> list[Decimal]:
    """Every value that is there."""
    return [v for row in rows for v in row if v is not None]


def ticks(difficulty: int, rng: Rng) -> int:
    """About how many intervals the value axis has."""
    return int(rng.integers(4, 7 if difficulty <= 2 else 9))


def value_axis(kind: str, rows: Rows, difficulty: int, printed: bool, rng: Rng) -> Axis:
    """The axis that a kind of chart reads its values on: from 0 for bars and areas, closer for lines and colours."""
    values = known(rows)
    if kind in ("bar_stacked", "area_stacked"):
        columns = zip(*rows, strict=True)
        values = [sum((v for v in column if v is not None), Decimal(0)) for column in columns]
    zero = kind not in ("line", "line_multi", "heatmap")
    if kind in ("line", "line_multi") and min(values) >= 0:
        flat = min(values) > max(values) * Decimal("0.6")
        zero = bool(rng.random() < (0.2 if flat else 0.7))
    room = Decimal("0.06") if printed and kind != "heatmap" else Decimal("0.01")
    return nice_axis(values, zero=zero, ticks=ticks(difficulty, rng), room=room)


def series_noun(by: Dimension | None, topic: Topic) -> dict[str, Any]:
    return topic.words.nouns("series") if by is None else by.nouns
