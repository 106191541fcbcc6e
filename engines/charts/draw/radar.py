"""Radar charts: a spoke for each label, the scale printed along the first one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

from proofpress.draw.raster import wrap
from proofpress.engine import Refused

from .board import Board
from .frame import page
from .legend import draw_marker
from .lines import entries_of
from .numbers import axis_label, tick_texts, value_text
from .scales import Scale
from .series import bind_series, dash_of, marker_of, parent_of, values_of
from .traces import pieces

Point = tuple[float, float]
Ticks = Sequence[tuple[Decimal, str]]


def draw(board: Board) -> None:
    """radar."""
    spec, style = board.spec, board.style
    around = page(board, entries_of(board), style["legend"] if style["legend"] not in ("inside", "direct") else "right")
    x0, y0, x1, y1 = around.room
    size, n = board.tick_size, len(spec["labels"])
    unit = spec.get("unit") or ""
    caption = axis_label(spec["measure"], unit, style)
    board.text("y-title", "y-axis-title", x0, y0, caption, colour=style["muted"], va="top")
    y0 += size * 1.6
    names = [wrap(t, board.face(t), size, 0.2 * (x1 - x0)) for t in spec["labels"]]
    wide = max(board.width_of(t, size) for t in names)
    tall = size * (1.3 + 1.22 * max(t.count("\n") for t in names))
    radius = round(min((x1 - x0) / 2 - wide * 0.9 - 10, (y1 - y0) / 2 - tall - 2))
    if radius < 0.2 * min(board.width, board.height):
        raise Refused("layout: no room is left for the plot")
    centre = (round((x0 + x1) / 2), round((y0 + y1) / 2))
    turn = [2 * math.pi * i / n for i in range(n)]

    def at(i: int, r: float) -> Point:
        return centre[0] + r * math.sin(turn[i]), centre[1] - r * math.cos(turn[i])

    ticks = tick_texts(spec["axis"], unit, style)
    scale = Scale(float(ticks[0][0]), float(ticks[-1][0]), 0.0, float(radius))
    reach = (centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius)
    board.add_box(board.area, "plot-area", reach, ink="none")
    if style["panel"] != style["background"]:
        if style["radar_grid"] == "circle":
            board.plot.disc(*centre, radius, style["panel"])
        else:
            board.plot.polygon([at(i, radius) for i in range(n)], style["panel"])
    for v, _ in ticks[1:]:
        r = scale(v)
        if style["radar_grid"] == "circle":
            board.plot.disc(*centre, r, None, edge=style["grid_colour"], width=1.0)
        else:
            board.plot.polygon([at(i, r) for i in range(n)], None, edge=style["grid_colour"], width=1.0)
    for i in range(n):
        board.plot.line([centre, at(i, radius)], style["grid_colour"], 1.0)
    for i, text in enumerate(names):
        sin, cos = math.sin(turn[i]), math.cos(turn[i])
        ha = "center" if abs(sin) < 0.2 else "left" if sin > 0 else "right"
        va = "bottom" if cos > 0.85 else "top" if cos < -0.85 else "middle"
        px, py = at(i, radius + 9 + (size * 0.45 if i == 0 else 0))  # clear of the scale along the first spoke
        board.text(f"xt{i + 1}", "x-tick", px, py, text, ha=ha, va=va, parent=board.area)
        board.bind("position", (spec["labels"][i],), [f"xt{i + 1}"])
    traces: list[list[Point | None]] = []
    for s in range(len(spec["series"])):
        values = values_of(board, s)
        points = [None if v is None else at(i, scale(Decimal(v))) for i, v in enumerate(values)]
        _outline(board, points, s)
        traces.append(points)
    _scale_labels(board, ticks, scale, centre)
    _bind(board, traces, scale, float(spec["axis"]["step"]), unit)
    bind_series(board)


def _outline(board: Board, points: list[Point | None], s: int) -> None:
    style, colour = board.style, board.style["colours"][s]
    known = [p for p in points if p is not None]
    if len(known) == len(points):
        if not style["line_dash"]:
            board.plot.polygon(known, colour, alpha=0.12)
        board.plot.line([*known, known[0]], colour, style["line_width"], dash=dash_of(board, s))
    else:
        first = next(i for i, p in enumerate(points) if p is None)
        for piece in pieces(points[first:] + points[:first]):
            board.plot.line(piece, colour, style["line_width"], dash=dash_of(board, s))
    for i, p in enumerate(points):
        if p is not None:
            kind = marker_of(board, s)
            draw_marker(board, "o" if kind == "none" else kind, *p, colour)
            r = style["marker_size"] / 2
            board.add_box(f"p{s + 1}-{i + 1}", "point", (p[0] - r, p[1] - r, p[0] + r, p[1] + r), "", parent_of(board, s))


def _scale_labels(board: Board, ticks: Ticks, scale: Scale, centre: tuple[int, int]) -> None:
    """The ring values beside the first spoke, on a ground that keeps lines off them."""
    size = max(10.0, board.tick_size - 2)
    for k, (v, text) in enumerate(ticks):
        y = centre[1] - scale(v)
        quad = board.quad_of(centre[0] - 5, y, text, size=size, ha="right")
        board.plot.rect((quad[0] - 2, quad[1] - 2, quad[4] + 2, quad[5] + 2), board.style["background"], alpha=0.8)
        board.text(
            f"yt{k + 1}",
            "y-tick",
            centre[0] - 5,
            y,
            text,
            size=size,
            colour=board.style["muted"],
            ha="right",
            parent=board.area,
        )
    board.bind("unit", (), ["y-title"])


def _bind(board: Board, traces: list[list[Point | None]], scale: Scale, step: float, unit: str) -> None:
    spec = board.spec
    margin = 1.5 * max(step / 20, 2 * scale.per_px)  # rings lie aslant of most spokes
    for s, points in enumerate(traces):
        for i, p in enumerate(points):
            args = (spec["series"][s]["name"], spec["labels"][i])
            if p is None:
                raise Refused("layout: a missing spoke cannot be shown")
            later = (t[i] for t in traces[s + 1 :])
            if any(q is not None and math.dist(p, q) < board.style["marker_size"] * 0.6 for q in later):
                continue
            regions = [f"p{s + 1}-{i + 1}", f"xt{i + 1}", f"lg{s + 1}"]
            if spec["printed"] == "all" and _print(board, p, s, i, unit):
                board.bind("value", args, [*regions, f"vp{s + 1}-{i + 1}"])
            else:
                board.bind("value", args, regions, margin)


def _print(board: Board, p: Point, s: int, i: int, unit: str) -> bool:
    """A value beside its point where that is free."""
    size = max(10.0, board.tick_size - 2)
    value = values_of(board, s)[i] or ""
    text = value_text(value, unit, board.style)
    points = [r.box for r in board.regions.values() if r.role == "point"]
    for dx, dy, ha in ((8, 0, "left"), (-8, 0, "right"), (0, -size, "center"), (0, size, "center")):
        quad = board.quad_of(p[0] + dx, p[1] + dy, text, size=size, ha=ha)
        box = (quad[0] - 1, quad[1] - 1, quad[4] + 1, quad[5] + 1)
        if board.near_text(quad, 2.0) or any(
            b[0] < box[2] and b[2] > box[0] and b[1] < box[3] and b[3] > box[1] for b in points
        ):
            continue
        board.plot.rect(box, board.style["background"], alpha=0.7)
        board.text(
            f"vp{s + 1}-{i + 1}", "value-label", p[0] + dx, p[1] + dy, text, size=size, ha=ha, parent=f"p{s + 1}-{i + 1}"
        )
        return True
    return False
