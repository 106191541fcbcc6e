"""Box plots: a box from the first to the third quartile, the median across it, whiskers, and dots beyond them."""

from __future__ import annotations

import itertools
from decimal import Decimal

from proofpress.draw.colour import contrast, mix

from .axes import vertical
from .board import SEEN, Board
from .frame import page
from .numbers import axis_label, tick_texts
from .scales import ValueAxis
from .series import bind_series

PARTS = ("min", "q1", "median", "q3", "max")


def draw(board: Board) -> None:
    """box."""
    spec, style = board.spec, board.style
    around = page(board)
    unit = spec.get("unit") or ""
    axis = ValueAxis(
        tick_texts(spec["axis"], unit, style),
        axis_label(spec["measure"], unit, style),
        style["value_side"],
        float(spec["axis"]["step"]),
    )
    category = spec["category"]["name"] if style["category_title"] and spec.get("category") else ""
    axes = vertical(board, around, spec["labels"], [axis], category_title=category)
    colour = style["colours"][0]
    fill = colour if style["box_fill"] == "solid" else mix(style["panel"], colour, 0.3)
    line = style["ink"] if contrast(style["ink"], fill) > 2.5 else style["panel"]
    half = min(axes.pitch * style["bar_width"] * 0.5, 46.0)
    for i, box in enumerate(spec["boxes"]):
        x = axes.slots[i]
        y = {k: axes.value(Decimal(box[k])) for k in PARTS}
        whisker = mix(colour, style["ink"], 0.6)
        for a, b in (("q3", "max"), ("q1", "min")):
            board.plot.line([(x, y[a]), (x, y[b])], whisker, 1.4)
            board.plot.line([(x - half * 0.5, y[b]), (x + half * 0.5, y[b])], whisker, 1.6)
            id = f"{b}{i + 1}"
            board.add_box(id, "whisker", (x - half * 0.5, min(y[a], y[b]), x + half * 0.5, max(y[a], y[b])), "", f"box{i + 1}")
        board.plot.rect((x - half, y["q3"], x + half, y["q1"]), fill, edge=whisker, width=1.3)
        board.plot.line([(x - half, y["median"]), (x + half, y["median"])], line, 2.4)
        board.add_box(f"box{i + 1}", "box", (x - half, y["q3"], x + half, y["q1"]), "", axes.tick(i))
        board.add_box(f"median{i + 1}", "median", (x - half, y["median"] - 1.2, x + half, y["median"] + 1.2), "", f"box{i + 1}")
        dots = _outliers(board, i, x, [axes.value(Decimal(v)) for v in box["outliers"]], (y["max"], y["min"]), colour)
        label = spec["labels"][i]
        gaps = [abs(y[a] - y[b]) for a, b in itertools.pairwise(PARTS)]
        at = {"min": f"min{i + 1}", "q1": f"box{i + 1}", "median": f"median{i + 1}", "q3": f"box{i + 1}", "max": f"max{i + 1}"}
        for k, part in enumerate(PARTS):
            near = min(gaps[j] for j in (k - 1, k) if 0 <= j < len(gaps))
            if near >= SEEN:
                board.bind(part, (label,), [at[part], axes.tick(i)], axes.margin())
        if dots is not None:
            board.bind("outliers", (label,), [f"box{i + 1}", f"max{i + 1}", f"min{i + 1}", *dots, axes.tick(i)])
    bind_series(board, axes.tick)


def _outliers(board: Board, i: int, x: float, ys: list[float], ends: tuple[float, float], colour: str) -> list[str] | None:
    """Dots beyond the whiskers; None where two of them, or one and a whisker's end, run together."""
    r = 3.4
    out = []
    for k, y in enumerate(ys):
        board.plot.disc(x, y, r, board.style["panel"], edge=mix(colour, board.style["ink"], 0.4), width=1.4)
        out.append(board.add_box(f"out{i + 1}-{k + 1}", "outlier", (x - r, y - r, x + r, y + r), "", f"box{i + 1}"))
    ordered = sorted([*ys, *ends])
    return out if all(b - a >= 2 * r + 2.5 for a, b in itertools.pairwise(ordered)) else None
