"""Bars against the left axis, a line against the right one."""

from __future__ import annotations

from collections.abc import Sequence

from proofpress.draw.colour import ink_on

from .axes import vertical
from .bar_labels import missing
from .board import Board
from .columns import Bar, grouped, paint
from .frame import page
from .legend import Entry
from .numbers import axis_label, tick_texts, value_text
from .scales import Axes, ValueAxis
from .series import bind_series, dash_of, edge_of, marker_of
from .traces import Point, crosses, paint_line, pieces, print_gap, print_values, trace_of


def draw(board: Board) -> None:
    """Bars against the left axis, a line against the right one."""
    spec, style = board.spec, board.style
    unit, other = spec.get("unit") or "", spec["right"]
    entries = [
        Entry(
            spec["series"][0]["name"],
            style["colours"][0],
            "box",
            style["hatches"][0],
            edge=edge_of(board, style["colours"][0]),
        ),
        Entry(spec["series"][1]["name"], style["colours"][1], "line", dash=dash_of(board, 1), marker=marker_of(board, 1)),
    ]
    around = page(board, entries)
    left = ValueAxis(
        tick_texts(spec["axis"], unit, style), axis_label(spec["measure"], unit, style), "left", float(spec["axis"]["step"])
    )
    right_unit = other.get("unit") or ""
    right = ValueAxis(
        tick_texts(other, right_unit, style), axis_label(other["measure"], right_unit, style), "right", float(other["step"])
    )
    category = spec["category"]["name"] if style["category_title"] and spec.get("category") else ""
    axes = vertical(board, around, spec["labels"], [left, right], category_title=category)
    assert axes.second is not None
    columns = grouped(board, axes, range(1))
    paint(board, axes, columns)
    trace = trace_of(board, axes, axes.second, 1)
    for piece in pieces(trace):  # a rim in the ground's colour parts the line from the bars
        if len(piece) > 1:
            board.plot.line(piece, style["panel"], style["line_width"] + 2.4, cap="round")
    paint_line(board, axes, trace, 1)
    printed: set[str] = set()
    if spec["printed"] == "all":
        printed = print_values(board, axes, [trace], right_unit, 1)
    _combo_bars(board, axes, columns, trace, unit)
    for i, p in enumerate(trace):
        if p is None:
            print_gap(board, axes, trace, 1, i)
            continue
        id = f"p2-{i + 1}"
        margin = 0.0 if id in printed else axes.margin(1, axes.second, right.step)
        board.bind("value", (spec["series"][1]["name"], spec["labels"][i]), [id, axes.tick(i), "lg2", f"v{id}"], margin)
    missing(board, axes, range(1))
    bind_series(board, axes.tick)


def _combo_bars(board: Board, axes: Axes, columns: Sequence[Bar], trace: Sequence[Point | None], unit: str) -> None:
    """Values of the bars: printed at their feet, where no line runs, or read off the left axis."""
    spec, size = board.spec, max(10.0, board.tick_size - 1)
    for bar in columns:
        args = (spec["series"][0]["name"], spec["labels"][bar.label])
        text = value_text(bar.value, unit, board.style)
        regions = [bar.id, axes.tick(bar.label), "lg1"]
        if spec["printed"] == "all" and not bar.hatch:
            x, y = (bar.box[0] + bar.box[2]) / 2, max(bar.box[1], bar.box[3]) - size * 0.9
            quad = board.quad_of(x, y, text, size=size, ha="center")
            fits = quad[0] > bar.box[0] + 1 and quad[4] < bar.box[2] - 1 and quad[1] > min(bar.box[1], bar.box[3]) + 3
            if fits and not crosses(trace, quad) and not board.near_text(quad, 2.0):
                board.text(
                    f"v{bar.id}", "value-label", x, y, text, size=size, colour=ink_on(bar.colour), ha="center", parent=bar.id
                )
                board.bind("value", args, [*regions, f"v{bar.id}"])
                continue
        if abs(bar.box[3] - bar.box[1]) >= 3:
            board.bind("value", args, regions, axes.margin())
