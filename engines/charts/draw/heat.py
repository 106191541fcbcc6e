"""Heat maps: a cell for each row and column, its value printed or told by a colour bar."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from proofpress.draw.colour import contrast, ink_on, mix, ramp
from proofpress.draw.raster import wrap
from proofpress.engine import Refused

from .axes import fit_labels
from .board import Board, Box
from .frame import page
from .numbers import axis_label, tick_texts, value_text
from .series import values_of

Ticks = Sequence[tuple[Decimal, str]]
READING = 0.25  # of a tick interval of the colour bar: what the eye tells of a shade


def draw(board: Board) -> None:
    """heatmap."""
    spec, style = board.spec, board.style
    around = page(board)
    printed = spec["printed"] == "all"
    x0, y0, x1, y1 = around.room
    size = board.tick_size
    rows = [s["name"] for s in spec["series"]]
    names = [wrap(t, board.face(t), size, 0.22 * board.width) for t in rows]
    left = round(x0 + max(board.width_of(t, size) for t in names) + 10)
    unit = spec.get("unit") or ""
    ticks = tick_texts(spec["axis"], unit, style)
    bar_width = 0.0 if printed else 30 + max(board.width_of(t, size) for _, t in ticks) + size * 2.2
    right = round(x1 - bar_width)
    pitch = (right - left) / len(spec["labels"])
    fitted = fit_labels(board, spec["labels"], pitch, 0.25 * board.height)
    if fitted.angle and left < x0 + fitted.lean - pitch / 2:
        left = round(x0 + fitted.lean - pitch / 2)
        pitch = (right - left) / len(spec["labels"])
        fitted = fit_labels(board, spec["labels"], pitch, 0.25 * board.height)
    # cells that print their values have no ticks that could say the unit
    caption = axis_label(spec["measure"], unit, {**style, "tick_unit": style["value_unit"]} if printed else style)
    if printed:  # the measure stands above the cells, as there is no colour bar to carry it
        board.text("y-title", "y-axis-title", x0, y0, caption, size=size, colour=style["muted"], va="top")
        y0 += size * 1.9
    category = spec["category"]["name"] if style["category_title"] and spec.get("category") else ""
    bottom = round(y1 - fitted.depth - 8 - (board.text_size * 1.7 if category else 0))
    top = round(y0)
    height = (bottom - top) / len(rows)
    tall = size * (1.2 + 1.22 * max(t.count("\n") for t in names))
    if height < tall or bottom - top < 0.35 * board.height or right - left < 0.4 * board.width:
        raise Refused("layout: no room is left for the plot")
    board.add_box(board.area, "plot-area", (left, top, right, bottom), ink="none")
    low, high = float(ticks[0][0]), float(ticks[-1][0])
    reverse = contrast(style["panel"], "#000000") < 6 and style["map"] != "viridis"
    for i, text in enumerate(names):
        board.text(f"yt{i + 1}", "y-tick", left - 8, top + (i + 0.5) * height, text, ha="right")
    for j, text in enumerate(fitted.texts):
        x = left + (j + 0.5) * pitch
        board.text(
            f"xt{j + 1}",
            "x-tick",
            x + (size * 0.2 if fitted.angle else 0),
            bottom + 8 + (fitted.size * 0.35 if fitted.angle else 0),
            text,
            size=fitted.size,
            ha="right" if fitted.angle else "center",
            va="middle" if fitted.angle else "top",
            angle=fitted.angle,
        )
    if category:
        board.text(
            "x-title",
            "x-axis-title",
            (left + right) / 2,
            bottom + 8 + fitted.depth + board.text_size,
            category,
            size=board.text_size * 0.95,
            colour=style["muted"],
            ha="center",
        )
    margin = READING * float(spec["axis"]["step"])
    for i, row in enumerate(rows):
        values = values_of(board, i)
        for j, column in enumerate(spec["labels"]):
            box = (
                round(left + j * pitch),
                round(top + i * height),
                round(left + (j + 1) * pitch),
                round(top + (i + 1) * height),
            )
            _cell(board, i, j, box, values[j], (low, high), reverse, printed)
            regions = [f"c{i + 1}-{j + 1}", f"yt{i + 1}", f"xt{j + 1}", f"v{i + 1}-{j + 1}"]
            if values[j] is None:
                board.bind("missing", (row, column), regions)
            elif printed:
                board.bind("value", (row, column), regions)
    for j, column in enumerate(spec["labels"]):
        board.bind("position", (column,), [f"xt{j + 1}"])
    if not printed:
        _colourbar(board, (right + 18.0, float(top), right + 34.0, float(bottom)), ticks, (low, high), reverse, caption)
    board.bind("unit", (), ["y-title"])
    if not printed:  # bound last, as the colour bar is drawn after the cells
        for i, row in enumerate(rows):
            for j, column in enumerate(spec["labels"]):
                if values_of(board, i)[j] is not None:
                    board.bind("value", (row, column), [f"c{i + 1}-{j + 1}", f"yt{i + 1}", f"xt{j + 1}", "colourbar"], margin)


def _cell(
    board: Board,
    i: int,
    j: int,
    box: tuple[int, int, int, int],
    value: str | None,
    span: tuple[float, float],
    reverse: bool,
    printed: bool,
) -> None:
    style, gap = board.style, board.style["cell_gap"]
    inner: Box = (box[0], box[1], box[2] - gap, box[3] - gap)
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    id = f"c{i + 1}-{j + 1}"
    if value is None:
        colour = mix(style["panel"], style["muted"], 0.12)
        board.plot.rect(inner, colour, crisp=True)
        text = board.words.printed("missing")
    else:
        colour = ramp(style["map"], (float(value) - span[0]) / (span[1] - span[0]), reverse)
        board.plot.rect(inner, colour, crisp=True)
        text = value_text(value, board.spec.get("unit") or "", style) if printed else ""
    board.add_box(id, "cell", inner, "", f"yt{i + 1}")
    if not text:
        return
    size = board.tick_size
    while board.width_of(text, size) > inner[2] - inner[0] - 4:
        size -= 1
        if size < 10:
            raise Refused("layout: the values do not fit the cells")
    ink = style["muted"] if value is None else ink_on(colour)
    role = "value-label" if value is not None else "missing"
    board.text(f"v{i + 1}-{j + 1}", role, x, y, text, size=size, colour=ink, ha="center", parent=id)


def _colourbar(board: Board, box: Box, ticks: Ticks, span: tuple[float, float], reverse: bool, caption: str) -> None:
    style = board.style
    x0, y0, x1, y1 = (round(v) for v in box)
    shades = [ramp(style["map"], 1 - (k + 0.5) / (y1 - y0), reverse) for k in range(y1 - y0)]
    strip = np.array([[int(c[p : p + 2], 16) for p in (1, 3, 5)] for c in shades], np.uint8)
    board.plot.image(x0, y0, np.repeat(strip[:, None, :], x1 - x0, axis=1))
    for k, (v, text) in enumerate(ticks):
        y = y1 - (float(v) - span[0]) / (span[1] - span[0]) * (y1 - y0)
        board.plot.line([(x1, y), (x1 + 4, y)], style["muted"], 1.0, crisp=True)
        board.text(f"cb{k + 1}", "colourbar-tick", x1 + 8, y, text, colour=style["muted"], parent="colourbar")
    board.add_box("colourbar", "colourbar", (x0, y0, x1, y1))
    x = x1 + 8 + max(board.width_of(t, board.tick_size) for _, t in ticks) + board.text_size * 0.9
    if board.width_of(caption, board.text_size * 0.95) > y1 - y0:
        raise Refused("layout: the axis title is too long")
    board.text(
        "y-title",
        "y-axis-title",
        x,
        (y0 + y1) / 2,
        caption,
        size=board.text_size * 0.95,
        colour=style["muted"],
        ha="center",
        angle=270,
    )
