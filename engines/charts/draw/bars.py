"""Bar charts: single, sideways, grouped, stacked and 100 % stacked."""

from __future__ import annotations

from . import legend
from .axes import sideways, vertical
from .bar_labels import label, missing
from .board import Board
from .columns import grouped, paint, stacked
from .frame import Page, page
from .legend import Entry
from .numbers import axis_label, tick_texts, value_text
from .scales import Axes, ValueAxis
from .series import edge_of


def draw(board: Board) -> None:
    """bar, bar_horizontal, bar_grouped, bar_stacked, bar_percent."""
    axes, around = frame(board)
    bars = stacked(board, axes) if board.spec["kind"] in ("bar_stacked", "bar_percent") else grouped(board, axes)
    paint(board, axes, bars)
    if around.inside:
        legend.inside(board, around.inside, axes.box, [b.upright for b in bars])
    label(board, axes, bars)
    missing(board, axes)


def entries_of(board: Board, kind: str = "box") -> list[Entry]:
    """Legend entries of a chart with several series."""
    spec, style = board.spec, board.style
    if style["colour_of"] != "series":
        return []
    return [
        Entry(s["name"], style["colours"][i], kind, style["hatches"][i], edge=edge_of(board, style["colours"][i]))
        for i, s in enumerate(spec["series"])
    ]


def frame(board: Board) -> tuple[Axes, Page]:
    """The page and the axes of a bar chart."""
    spec, style = board.spec, board.style
    around: Page = page(board, entries_of(board))
    unit = "%" if spec["kind"] == "bar_percent" else spec.get("unit") or ""
    shares = spec["kind"] == "bar_percent" and unit != spec.get("unit")
    title = axis_label(board.words.printed("share") if shares else spec["measure"], unit, style)
    category = spec["category"]["name"] if style["category_title"] and spec.get("category") else ""
    axis = ValueAxis(tick_texts(spec["axis"], unit, style), title, "left", float(spec["axis"]["step"]))
    if spec["kind"] == "bar_horizontal":
        room = 0.0
        if spec["printed"] == "all":  # a label may reach beyond the longest bar
            texts = [value_text(v, unit, style) for v in spec["series"][0]["values"] if v is not None]
            longest = max((float(v) for v in spec["series"][0]["values"] if v is not None), default=0.0)
            if longest > axis.low + 0.85 * (axis.high - axis.low):
                room = 0.6 * max(board.width_of(t, board.tick_size, True) for t in texts)
        return sideways(board, around, spec["labels"], axis, category_title=category, right=room), around
    axis = ValueAxis(axis.ticks, title, style["value_side"], axis.step)
    return vertical(board, around, spec["labels"], [axis], category_title=category), around
