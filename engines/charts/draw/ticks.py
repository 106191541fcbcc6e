"""The parts of axes as they are painted: ground, grid, sides, ticks, labels and titles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from proofpress.draw.raster import cap_height
from proofpress.engine import Refused

from .board import Board, Box
from .scales import Axes, Labels, ValueAxis

TICK = 5.0  # px: the length of a tick's stroke


def panel(board: Board, box: Box) -> None:
    if board.style["panel"] != board.style["background"]:
        board.plot.rect(box, board.style["panel"], crisp=True)
    board.add_box(board.area, "plot-area", box, ink="none")


def grid(board: Board, axes: Axes, axis: ValueAxis, others: Sequence[float]) -> None:
    style, box = board.style, axes.box
    at = [axes.value(v) for v, _ in axis.ticks]
    if style["bands"]:
        tint = style["grid_colour"]
        for a, b in zip(at[0::2], at[1::2], strict=False):
            board.plot.rect((a, box[1], b, box[3]) if axes.horizontal else (box[0], b, box[2], a), tint, alpha=0.45, crisp=True)
    elif style["grid"] in ("value", "both"):
        for p in at:
            _rule(board, axes, p, axes.horizontal)
    if style["grid"] == "both":
        for p in others:
            _rule(board, axes, p, not axes.horizontal)
    if axis.low < 0 <= axis.high:
        p, style_ink = axes.value(0), style["ink"]
        line = [(p, box[1]), (p, box[3])] if axes.horizontal else [(box[0], p), (box[2], p)]
        board.plot.line(line, style_ink, 1.0, crisp=True)


def _rule(board: Board, axes: Axes, p: float, upright: bool) -> None:
    style, box = board.style, axes.box
    line = [(p, box[1]), (p, box[3])] if upright else [(box[0], p), (box[2], p)]
    board.plot.line(line, style["grid_colour"], style["grid_width"], dash=tuple(style["grid_dash"]), crisp=True)


def spines(board: Board, box: Box, side: str, second: bool, sideways: bool = False) -> None:
    spines = board.style["spines"]
    wanted = set("blrt") if spines == "box" else set() if spines == "none" else set(spines)
    if side == "right" and wanted == {"b", "l"}:
        wanted = {"b", "r"}
    if sideways and wanted == {"b"}:
        wanted = {"l"}
    if second and "l" in wanted:
        wanted.add("r")
    x0, y0, x1, y1 = box
    lines = {"b": [(x0, y1), (x1, y1)], "l": [(x0, y0), (x0, y1)], "r": [(x1, y0), (x1, y1)], "t": [(x0, y0), (x1, y0)]}
    colour = board.style["ink"] if board.style["ticks"] != "none" or spines == "box" else board.style["muted"]
    for name in "blrt":
        if name in wanted:
            board.plot.line(lines[name], colour, 1.0, crisp=True)


def inward(board: Board) -> float:
    """How far the ticks reach into the plot, px."""
    return TICK if board.style["ticks"] == "in" else 0.0


def tick_mark(board: Board, id: str, role: str, x: float, y: float, side: str, length: float = TICK) -> None:
    """A tick's stroke across the side of the plot (id "": a minor one, without a region)."""
    ticks = board.style["ticks"]
    if ticks == "none":
        return
    reach = length if ticks == "out" else -length
    dx, dy = {"left": (-reach, 0.0), "right": (reach, 0.0), "bottom": (0.0, reach)}[side]
    board.plot.line([(x, y), (x + dx, y + dy)], board.style["ink"], 1.0, crisp=True)
    if id:
        board.add_box(id, role, (x - 0.5, y, x + 0.5, y + dy) if dy else (x, y - 0.5, x + dx, y + 0.5))


def values_upright(board: Board, axes: Axes, axis: ValueAxis, gap: float, side_titles: bool) -> None:
    box = axes.box
    left = axis.side == "left"
    scale = axes.value if axes.second is None or left else axes.second
    prefix = "yt" if left or axes.second is None else "rt"
    name = "y-axis" if prefix == "yt" else "right-axis"
    x = box[0] - gap if left else box[2] + gap
    quads = []
    spacing = abs(scale(axis.ticks[0][0]) - scale(axis.ticks[1][0]))
    if spacing < board.tick_size * 1.15:
        raise Refused("layout: the value ticks are too close")
    for j, (v, text) in enumerate(axis.ticks):
        y = scale(v)
        quads.append(
            board.text(
                f"{prefix}{j + 1}",
                "y-tick",
                x,
                y,
                text,
                colour=board.style["muted"],
                ha="right" if left else "left",
                parent=name,
            )
        )
        tick_mark(board, f"{prefix}m{j + 1}", "y-tick-mark", box[0] if left else box[2], y, axis.side)
    edge = box[0] if left else box[2]
    if board.style["minor_ticks"]:
        for (a, _), (b, _) in pairwise(axis.ticks):
            tick_mark(board, "", "", edge, scale((a + b) / 2), axis.side, 3.0)
    board.add_box(name, "y-axis", hull(quads, (edge - 1, box[1], edge, box[3])))
    if side_titles and axis.title:
        side_title(board, "y-title" if prefix == "yt" else "right-title", axis.title, outer_edge(quads, left), box, axis.side)
    if prefix == "yt":
        board.bind("unit", (), ["y-title" if "y-title" in board.regions else name])


def outer_edge(quads: Sequence[Sequence[float]], left: bool) -> float:
    return min(min(q[0::2]) for q in quads) if left else max(max(q[0::2]) for q in quads)


def side_title(board: Board, id: str, title: str, outer: float, box: Box, side: str) -> None:
    """An axis title turned to run along the side of the plot."""
    size = board.text_size * 0.95
    lines = title
    if board.width_of(title, size) > box[3] - box[1] + board.pad * 2:
        raise Refused("layout: the axis title is too long")
    left = side == "left"
    if not left:
        x = min(outer + size * 1.3, board.width - board.pad - size * 0.5)
    else:
        x = max(outer - size * 1.2, board.pad + size * 0.4)
    board.text(
        id,
        "y-axis-title",
        x,
        (box[1] + box[3]) / 2,
        lines,
        size=size,
        colour=board.style["muted"],
        ha="center",
        angle=90 if left else 270,
    )


def categories_below(board: Board, axes: Axes, fitted: Labels, gap: float) -> None:
    box, quads = axes.box, []
    for i, (text, x) in enumerate(zip(fitted.texts, axes.slots, strict=True)):
        id = axes.tick(i)
        if fitted.angle:
            cap = cap_height(board.face(text), fitted.size)
            lift = cap / 2 * math.cos(math.radians(fitted.angle))
            quad = board.text(
                id,
                "x-tick",
                x,
                box[3] + gap + lift,
                text,
                size=fitted.size,
                ha="right",
                va="middle",
                angle=fitted.angle,
                parent="x-axis",
            )
        else:
            quad = board.text(id, "x-tick", x, box[3] + gap, text, size=fitted.size, ha="center", va="top", parent="x-axis")
        quads.append(quad)
        tick_mark(board, f"xtm{i + 1}", "x-tick-mark", x, box[3], "bottom")
    board.add_box("x-axis", "x-axis", hull(quads, (box[0], box[3], box[2], box[3] + 1)))
    if [t.replace("\n", " ") for t in fitted.texts] == list(board.spec["labels"]):
        for i, label in enumerate(board.spec["labels"]):
            board.bind("position", (label,), [axes.tick(i)])


def hull(quads: Sequence[Sequence[float]], line: Box) -> Box:
    xs = [v for q in quads for v in q[0::2]] + [line[0], line[2]]
    ys = [v for q in quads for v in q[1::2]] + [line[1], line[3]]
    return min(xs), min(ys), max(xs), max(ys)
