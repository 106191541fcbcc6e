"""A value axis and a category axis (or a second value axis), with the plot area between them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from proofpress.draw.raster import wrap
from proofpress.engine import Refused

from .board import Board
from .frame import Page
from .scales import Axes, Labels, Scale, ValueAxis
from .ticks import categories_below, grid, hull, outer_edge, panel, side_title, spines, tick_mark, values_upright

LEAST_PLOT = 0.40  # of the picture's height and width


def fit_labels(board: Board, labels: Sequence[str], pitch: float, limit: float) -> Labels:
    """One line, wrapped, turned, or smaller: the first that keeps labels apart and within `limit` px of depth."""
    size = board.tick_size
    for size in (board.tick_size, max(10.0, board.tick_size - 1.0), max(10.0, board.tick_size - 2.0)):
        widths = [board.width_of(t, size) for t in labels]
        if max(widths) <= pitch - size * 0.55:
            return Labels(tuple(labels), 0.0, size, size * 1.1, max(widths) / 2)
        wrapped = [wrap(t, board.face(t), size, pitch - size * 0.5) for t in labels]
        deep = max(t.count("\n") for t in wrapped)
        if deep == 1 and (board.spec.get("category") or {}).get("kind") == "time":  # dates break alike
            wrapped = [t.replace(" ", "\n", 1) if "\n" not in t and t.count(" ") == 1 else t for t in wrapped]
        if deep <= 2 and max(board.width_of(t, size) for t in wrapped) <= pitch - size * 0.5:
            return Labels(tuple(wrapped), 0.0, size, size * (1.1 + 1.22 * deep), pitch / 2)
        wanted = board.style["tick_rotation"]
        for angle in (wanted, 45, 60, 90):
            sin, cos = math.sin(math.radians(angle)), math.cos(math.radians(angle))
            longest = max(widths)
            depth = longest * sin + size * cos
            if pitch * sin >= size * 1.28 and depth <= limit:
                return Labels(tuple(labels), float(angle), size, depth, longest * cos)
        if pitch >= size * 2.6:
            halved = [wrap(t, board.face(t), size, max(max(widths) * 0.55, limit * 0.8)) for t in labels]
            longest = max(board.width_of(t, size) for t in halved)
            if max(t.count("\n") for t in halved) <= 1 and longest <= limit:
                return Labels(tuple(halved), 90.0, size, longest, size)
    raise Refused("layout: the category labels do not fit")


def vertical(
    board: Board,
    page: Page,
    labels: Sequence[str],
    axes: Sequence[ValueAxis],
    *,
    category_title: str = "",
    spread: str = "slots",
    right: float = 0.0,
    numeric: ValueAxis | None = None,
) -> Axes:
    """Draw the axes of a chart whose values go up.

    spread: "slots" (a band each), "ends" (first and last label on the sides of the plot) or "edges" (labels are bin
    edges).  right: room kept free at the right for direct labels.  numeric: a value axis at the bottom instead of labels.
    """
    style, size = board.style, board.tick_size
    x0, top, x1, bottom = page.room
    gap = 8.0 if style["ticks"] == "out" else 6.0
    left_edge, right_edge = x0, x1 - right
    side_titles = style["axis_title"] == "side" or len(axes) > 1
    for axis in axes:
        width = max(board.width_of(t, size) for _, t in axis.ticks) + gap
        width += board.text_size * 1.75 if side_titles and axis.title else 0.0
        if axis.side == "left":
            left_edge += width
        else:
            right_edge -= width
    if not side_titles and axes[0].title:
        title = wrap(axes[0].title, board.face(axes[0].title), board.tick_size, x1 - x0)
        at_right = axes[0].side == "right"
        board.text(
            "y-title",
            "y-axis-title",
            x1 if at_right else x0,
            top + size * 0.1,
            title,
            colour=style["muted"],
            ha="right" if at_right else "left",
            va="top",
        )
        top += size * (1.25 + 1.22 * title.count("\n")) + size * 0.5
    top += size * 0.45  # half a tick label above the highest tick
    names = [t for _, t in numeric.ticks] if numeric else list(labels)
    foot = board.text_size * 1.75 if category_title else 0.0
    count = len(names) if spread == "slots" else max(1, len(names) - 1)
    if spread != "slots" or numeric:
        half = min(board.width_of(names[-1], size) / 2, 60.0)
        right_edge = min(right_edge, page.room[2] - half)
    fitted = None
    for _ in range(3):  # the lean of turned labels at the left edge decides the pitch, and the pitch the turning
        pitch = (right_edge - left_edge) / max(1, count)
        fitted = fit_labels(board, names, pitch, 0.3 * board.height)
        need = x0 + fitted.lean - (pitch / 2 if spread == "slots" else 0.0)
        if need <= left_edge + 0.5:
            break
        left_edge = need
    assert fitted is not None
    drop = gap + (4.0 if spread != "slots" or numeric else 0.0)  # the first label stands under the lowest value
    bottom -= fitted.depth + drop + foot
    left_edge, right_edge, top, bottom = round(left_edge), round(right_edge), round(top), round(bottom)
    if bottom - top < LEAST_PLOT * board.height or right_edge - left_edge < LEAST_PLOT * board.width:
        raise Refused("layout: no room is left for the plot")
    box = (float(left_edge), float(top), float(right_edge), float(bottom))
    pitch = (right_edge - left_edge) / max(1, count)
    if numeric:
        across = Scale(numeric.low, numeric.high, box[0], box[2])
        slots = [across(v) for v, _ in numeric.ticks]
    else:
        offset = 0.5 if spread == "slots" else 0.0
        slots = [box[0] + pitch * (i + offset) for i in range(len(names))]
    main = axes[0]
    out = Axes(board, box, Scale(main.low, main.high, box[3], box[1]), False, slots, pitch, main.step)
    if len(axes) > 1:
        out.second = Scale(axes[1].low, axes[1].high, box[3], box[1])
    panel(board, box)
    grid(board, out, main, slots if spread != "slots" or numeric else [])
    spines(board, box, main.side, len(axes) > 1)
    for axis in axes:
        values_upright(board, out, axis, gap, side_titles)
    categories_below(board, out, fitted, drop)
    if category_title:
        y = box[3] + drop + fitted.depth + board.text_size * 1.05
        board.text(
            "x-title",
            "x-axis-title",
            (box[0] + box[2]) / 2,
            y,
            category_title,
            size=board.text_size * 0.95,
            colour=style["muted"],
            ha="center",
        )
    return out


def sideways(
    board: Board, page: Page, labels: Sequence[str], axis: ValueAxis, *, category_title: str = "", right: float = 0.0
) -> Axes:
    """Draw the axes of a chart whose values go to the right; categories run down the left side."""
    style, size = board.style, board.tick_size
    x0, top, x1, bottom = page.room
    gap = 8.0 if style["ticks"] == "out" else 6.0
    titled = bool(category_title) and style["axis_title"] == "side"
    if category_title and not titled:
        board.text("y-title", "y-axis-title", x0, top + size * 0.1, category_title, colour=style["muted"], va="top")
        top += size * 1.9
    bottom -= size * 1.1 + gap + (board.text_size * 1.75 if axis.title else 0.0)
    half = board.width_of(axis.ticks[-1][1], size) / 2
    top, bottom = round(top + 4), round(bottom)
    pitch = (bottom - top) / len(labels)
    limit = 0.32 * board.width
    for size in (board.tick_size, max(10.0, board.tick_size - 1.5)):
        texts = [wrap(t, board.face(t), size, limit) if board.width_of(t, size) > limit else t for t in labels]
        tall = size * (1.25 + 1.22 * max(t.count("\n") for t in texts))
        widest = max(board.width_of(t, size) for t in texts)
        if tall <= pitch and widest <= limit * 1.1:
            break
    else:
        raise Refused("layout: the category labels do not fit")
    left_edge = round(x0 + widest + gap + (board.text_size * 1.75 if titled else 0.0))
    right_edge = round(min(x1 - right, page.room[2] - half))
    if bottom - top < LEAST_PLOT * board.height or right_edge - left_edge < LEAST_PLOT * board.width:
        raise Refused("layout: no room is left for the plot")
    box = (float(left_edge), float(top), float(right_edge), float(bottom))
    slots = [top + pitch * (i + 0.5) for i in range(len(labels))]
    out = Axes(board, box, Scale(axis.low, axis.high, box[0], box[2]), True, slots, pitch, axis.step)
    panel(board, box)
    grid(board, out, axis, [])
    spines(board, box, "left", False, sideways=True)
    quads = []
    for i, (text, y) in enumerate(zip(texts, slots, strict=True)):
        quads.append(board.text(out.tick(i), "y-tick", box[0] - gap, y, text, size=size, ha="right", parent="y-axis"))
        board.bind("position", (labels[i],), [out.tick(i)])
        tick_mark(board, f"ytm{i + 1}", "y-tick-mark", box[0], y, "left")
    board.add_box("y-axis", "y-axis", hull(quads, (box[0] - 1, box[1], box[0], box[3])))
    outer, quads = outer_edge(quads, True), []
    for j, (v, text) in enumerate(axis.ticks):
        x = out.value(v)
        quads.append(
            board.text(
                f"xt{j + 1}",
                "x-tick",
                x,
                box[3] + gap,
                text,
                size=board.tick_size,
                colour=style["muted"],
                ha="center",
                va="top",
                parent="x-axis",
            )
        )
        tick_mark(board, f"xtm{j + 1}", "x-tick-mark", x, box[3], "bottom")
    board.add_box("x-axis", "x-axis", hull(quads, (box[0], box[3], box[2], box[3] + 1)))
    if axis.title:
        board.text(
            "x-title",
            "x-axis-title",
            (box[0] + box[2]) / 2,
            box[3] + gap + board.tick_size * 1.1 + board.text_size * 1.0,
            axis.title,
            size=board.text_size * 0.95,
            colour=style["muted"],
            ha="center",
        )
    if titled:
        side_title(board, "y-title", category_title, outer, box, "left")
    board.bind("unit", (), ["x-title" if "x-title" in board.regions else "x-axis"])
    return out
