"""Scatter and bubble charts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from proofpress.draw.colour import mix
from proofpress.draw.raster import wrap
from proofpress.engine import Refused

from ..style import BUBBLE_ALPHA
from . import legend
from .axes import vertical
from .board import Board
from .frame import Page, page
from .legend import Entry
from .numbers import axis_label, tick_texts, value_text
from .scales import Axes, Scale, ValueAxis
from .series import MARKERS, bind_series, parent_of

KEEP = 5.0  # a name stays so many px away from marks that it does not name
APART = 0.62  # two marks nearer than this share of a diameter cannot be told apart


def draw(board: Board) -> None:
    """scatter, bubble."""
    spec = board.spec
    around = _size_note(board, page(board, _entries(board)))
    axes = _frame(board, around)
    across, up = _scales(axes, spec)
    sizes = _sizes(board)
    places = [(across(float(p["x"])), up(float(p["y"]))) for p in spec["points"]]
    names = [p.get("name") or f"p{i + 1}" for i, p in enumerate(spec["points"])]
    order = sorted(range(len(places)), key=lambda i: (-sizes[i], i))  # small ones on top
    for i in order:
        _mark(board, i, places[i], sizes[i])
    unseen = {i for i in range(len(places)) if _hidden(i, places, sizes)}
    labelled = _names(board, axes, places, sizes) if any(p.get("name") for p in spec["points"]) else None
    if around.inside:
        _place_legend(board, axes, around.inside, places, sizes)
    margin = {"x": axes.margin(1, across, float(spec["x"]["step"])), "y": axes.margin(1, up)}
    for i, name in enumerate(names):
        if i in unseen or (labelled is not None and spec["points"][i].get("name") and i not in labelled):
            continue
        regions = [f"p{i + 1}", f"n{i + 1}"]
        board.bind("x", (name,), regions, margin["x"])
        board.bind("y", (name,), regions, margin["y"])
        group = _group(spec, i)
        if len(spec["series"]) > 1:
            board.bind("group", (name,), [*regions, f"lg{group + 1}"])
        if f"s{i + 1}" in board.regions:
            board.bind("size", (name,), [*regions, f"s{i + 1}"])
    bind_series(board)


def _size_note(board: Board, around: Page) -> Page:
    """Say above a bubble chart what the size of its circles stands for."""
    size = board.spec.get("size")
    if board.spec["kind"] != "bubble" or not size:
        return around
    x0, y0, x1, y1 = around.room
    text = board.words.printed("size") + axis_label(size["measure"], size.get("unit") or "", board.style, ticks=False)
    text = wrap(text, board.face(text), board.tick_size, x1 - x0)
    board.text("size-title", "size-title", x0, y0, text, colour=board.style["muted"], va="top")
    return replace(around, room=(x0, y0 + board.tick_size * (1.9 + 1.22 * text.count("\n")), x1, y1))


def _group(spec: Mapping[str, Any], i: int) -> int:
    names = [s["name"] for s in spec["series"]]
    own = spec["points"][i].get("series")
    return names.index(own) if own in names else 0


def _marker(board: Board, group: int) -> str:
    style = board.style
    if board.spec["kind"] == "bubble" or style["marker"] in ("none", "x", "o"):
        return "o"
    return MARKERS[group % 5] if style["marker"] == "vary" else style["marker"]


def _entries(board: Board) -> list[Entry]:
    spec, style = board.spec, board.style
    if style["colour_of"] != "series":
        return []
    return [
        Entry(
            s["name"],
            style["colours"][i],
            "dot",
            marker=_marker(board, i),
            alpha=_alpha(board),
            edge=_edge(board, style["colours"][i]),
        )
        for i, s in enumerate(spec["series"])
    ]


def _alpha(board: Board) -> float:
    return BUBBLE_ALPHA if board.spec["kind"] == "bubble" else float(board.style["point_alpha"])


def _edge(board: Board, colour: str) -> str | None:
    if board.spec["kind"] == "bubble":
        return mix(colour, board.style["ink"], 0.35)
    return mix(colour, board.style["ink"], 0.5) if board.style["edge"] == "ink" else None


def _frame(board: Board, around: Page) -> Axes:
    spec, style = board.spec, board.style
    unit, x = spec.get("unit") or "", spec["x"]
    up = ValueAxis(
        tick_texts(spec["axis"], unit, style), axis_label(spec["measure"], unit, style), "left", float(spec["axis"]["step"])
    )
    bottom = ValueAxis(
        tick_texts(x, x.get("unit") or "", style),
        axis_label(x["measure"], x.get("unit") or "", style),
        "bottom",
        float(x["step"]),
    )
    return vertical(board, around, (), [up], category_title=bottom.title, numeric=bottom)


def _scales(axes: Axes, spec: Mapping[str, Any]) -> tuple[Scale, Scale]:
    low = float(spec["x"]["min"])
    return Scale(low, low + float(spec["x"]["step"]) * (len(axes.slots) - 1), axes.box[0], axes.box[2]), axes.value


def _sizes(board: Board) -> list[float]:
    """Diameters, px; a bubble's area goes with its size."""
    spec = board.spec
    if spec["kind"] == "scatter":
        return [float(board.style["marker_size"]) + 2.0] * len(spec["points"])
    values = [max(0.0, float(p["size"])) for p in spec["points"]]
    most = max(values) or 1.0
    largest = 0.105 * min(board.width, board.height)
    return [max(7.0, largest * math.sqrt(v / most)) for v in values]


def _mark(board: Board, i: int, place: tuple[float, float], size: float) -> None:
    spec, style = board.spec, board.style
    group = _group(spec, i)
    colour = style["colours"][group if style["colour_of"] == "series" else 0]
    board.plot.marker(_marker(board, group), *place, size, colour, edge=_edge(board, colour), width=1.0, alpha=_alpha(board))
    r = size / 2
    parent = parent_of(board, group)
    role = "bubble" if spec["kind"] == "bubble" else "point"
    board.add_box(f"p{i + 1}", role, (place[0] - r, place[1] - r, place[0] + r, place[1] + r), "", parent)


def _hidden(i: int, places: list[tuple[float, float]], sizes: list[float]) -> bool:
    return any(
        j != i and math.dist(places[i], places[j]) < APART * max(sizes[i], sizes[j]) and sizes[j] <= 2.5 * sizes[i]
        for j in range(len(places))
    )


def _names(board: Board, axes: Axes, places: list[tuple[float, float]], sizes: list[float]) -> set[int]:
    """Names beside (or within) their marks, clear of other marks and texts; a bubble's printed size goes with it."""
    spec, done, wanted = board.spec, set(), 0
    size = max(10.0, board.tick_size - 1)
    unit = (spec.get("size") or {}).get("unit") or ""
    for i, p in enumerate(spec["points"]):
        if not p.get("name"):
            continue
        wanted += 1
        text = p["name"]
        with_size = spec["kind"] == "bubble" and spec["printed"] == "all"
        if with_size:
            text = f"{text}, {value_text(p['size'], unit, board.style)}"
        (x, y), r = places[i], sizes[i] / 2 + 4
        w = board.width_of(text, size)
        d = r * 0.72
        within = spec["kind"] == "bubble" and w < sizes[i] * 0.86 and sizes[i] > size * 2.2
        options = [
            *([(x, y, "center")] if within else []),
            (x + r, y, "left"),
            (x - r, y, "right"),
            (x, y - r - size * 0.35, "center"),
            (x, y + r + size * 0.35, "center"),
            (x + d, y - d - 2, "left"),
            (x + d, y + d + 2, "left"),
            (x - d, y - d - 2, "right"),
            (x - d, y + d + 2, "right"),
        ]
        for tx, ty, ha in options:
            quad = board.quad_of(tx, ty, text, size=size, ha=ha)
            x0, y0, x1, y1 = quad[0] - 1, quad[1] - 1, quad[4] + 1, quad[5] + 1
            if x0 < axes.box[0] + 2 or x1 > board.width - 4 or y0 < axes.box[1] - 6 or y1 > axes.box[3] - 2:
                continue
            if board.near_text(quad, 2.0) or any(
                x0 - s / 2 - KEEP < px < x1 + s / 2 + KEEP and y0 - s / 2 - KEEP < py < y1 + s / 2 + KEEP
                for j, ((px, py), s) in enumerate(zip(places, sizes, strict=True))
                if j != i
            ):
                continue
            colour = board.ink_at(quad, board.style["ink"])
            if colour is None:
                continue
            board.text(f"n{i + 1}", "point-label", tx, ty, text, size=size, colour=colour, ha=ha, parent=f"p{i + 1}")
            if with_size:
                board.canvas.add(f"s{i + 1}", "value-label", quad, text=text, parent=f"p{i + 1}", ink="text", like=f"n{i + 1}")
            done.add(i)
            break
    if len(done) < wanted:  # a mark without its name would be counted by people, not by the record
        raise Refused("layout: the names of the points do not fit")
    return done


def _place_legend(board: Board, axes: Axes, plan: legend.Legend, places: list[tuple[float, float]], sizes: list[float]) -> None:
    """The legend in the corner of the plot that is free."""
    boxes = [(x - s / 2, y - s / 2, x + s / 2, y + s / 2) for (x, y), s in zip(places, sizes, strict=True)]
    legend.inside(board, plan, axes.box, boxes)
