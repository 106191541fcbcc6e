"""Histograms."""

from __future__ import annotations

from decimal import Decimal

from .axes import vertical
from .bar_labels import print_labels
from .board import SEEN, Board
from .columns import bar_at, paint
from .frame import page
from .numbers import axis_label, grouped, language_of, tick_texts
from .scales import ValueAxis
from .series import values_of


def draw(board: Board) -> None:
    """Bins side by side over a value axis that is marked at their edges."""
    spec, style = board.spec, board.style
    around = page(board)
    unit, x = spec.get("unit") or "", spec.get("x") or {}
    edges = [Decimal(e) for e in spec["edges"]]
    places = max(-int(e.normalize().as_tuple().exponent) for e in edges)
    ticks = [(e, language_of(style).written(grouped(f"{e:.{max(0, places)}f}", style["numbers"]))) for e in edges]
    bottom = ValueAxis(
        ticks, axis_label(x.get("measure") or spec["category"]["name"], x.get("unit") or "", style, False), "bottom"
    )
    up = ValueAxis(
        tick_texts(spec["axis"], unit, style),
        axis_label(spec["measure"], unit, style),
        style["value_side"],
        float(spec["axis"]["step"]),
    )
    axes = vertical(board, around, (), [up], category_title=bottom.title, numeric=bottom)
    bins = []
    for i, v in enumerate(values_of(board, 0)):
        if v is not None:
            a, b = axes.slots[i], axes.slots[i + 1]
            bins.append(bar_at(board, axes, 0, i, round(a), round(b), axes.value(0), axes.value(Decimal(v)), v, 1))
    paint(board, axes, bins)
    printed = print_labels(board, axes, bins, unit) if spec["printed"] == "all" else set()
    for bar in bins:
        regions = [bar.id, f"xt{bar.label + 1}", f"xt{bar.label + 2}", f"v{bar.id}"]
        if bar.id in printed or abs(bar.box[3] - bar.box[1]) >= SEEN:
            margin = 0.0 if bar.id in printed else axes.margin()
            board.bind("count", (spec["labels"][bar.label],), regions, margin)
            board.bind("value", (spec["series"][0]["name"], spec["labels"][bar.label]), regions, margin)
