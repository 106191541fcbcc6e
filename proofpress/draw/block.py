"""What both diagram surfaces share: how a block of lines hangs on its anchor, marker shapes, parts of rings.

A surface hands in its own `measure`, since each rasteriser sets type a little differently.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..model import Quad
from .scripts import is_simple
from .typeset import direction_of

LINE_SPACING = 1.22  # baseline to baseline, in sizes
Points = Sequence[tuple[float, float]]
Box = tuple[float, float, float, float]
Dash = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Ink:
    """One line of text without rotation: the pen's advance and the box of its ink from the pen's start on the baseline, px."""

    advance: float
    box: Box


Measure = Callable[[str, Any, float, str], Ink]  # text, font file or stack, size in px, direction of the paragraph or "auto"


def text_height(text: str, size: float) -> float:
    """Height of a block of lines from the first ascender to the last descender, px."""
    return size * (LINE_SPACING * text.count("\n") + 1.15)


def block_direction(text: str, direction: str = "auto") -> str:
    """The direction in which each line of a block is set: as told, or that of the whole text where one line may mislead."""
    return direction if direction != "auto" or "\n" not in text or is_simple(text) else direction_of(text)


_ACROSS = ("left", "center", "right")
_DOWN = ("baseline", "top", "middle", "bottom")


def lines_of(
    measure: Measure, text: str, face: Any, size: float, ha: str, va: str, align: str, direction: str = "auto"
) -> list[tuple[str, float, float]]:
    """Each line with the start of its baseline, from the block's anchor, before turning."""
    for name, given, known in (("ha", ha, _ACROSS), ("align", align, _ACROSS), ("va", va, _DOWN)):
        if given not in known:
            more = " (canvas.text: or decimal)" if name == "ha" else ""
            raise ValueError(f"{name}={given!r} is not one of {', '.join(known)}{more}")
    lines = text.split("\n")
    direction = block_direction(text, direction)
    widths = [measure(line, face, size, direction).advance for line in lines]
    block, cap, step = max(widths), -measure("H", face, size, "auto").box[1], size * LINE_SPACING
    left = {"left": 0.0, "center": -block / 2, "right": -block}[ha]
    depth = step * (len(lines) - 1)
    first = {"baseline": 0.0, "top": cap, "middle": (cap - depth) / 2, "bottom": -depth}[va]
    shift = {"left": 0.0, "center": 0.5, "right": 1.0}[align]
    return [(line, left + shift * (block - w), first + i * step) for i, (line, w) in enumerate(zip(lines, widths, strict=True))]


def pens(
    measure: Measure,
    x: float,
    y: float,
    text: str,
    face: Any,
    size: float,
    ha: str,
    va: str,
    angle: float,
    align: str,
    direction: str = "auto",
) -> list[tuple[str, float, float]]:
    """Each line with the whole pixel on which its baseline starts."""
    out = []
    for line, dx, dy in lines_of(measure, text, face, size, ha, va, align, direction):
        px, py = turn(dx, dy, angle)
        out.append((line, float(round(x + px)), float(round(y + py))))
    return out


def block_quad(
    measure: Measure,
    x: float,
    y: float,
    text: str,
    face: Any,
    size: float,
    ha: str,
    va: str,
    angle: float,
    align: str,
    pad: float = 0.0,
    direction: str = "auto",
) -> Quad:
    """The quad that holds the ink of a block of lines anchored at (x, y), `pad` px wider on each side."""
    box: list[float] = []
    direction = block_direction(text, direction)
    for line, px, py in pens(measure, x, y, text, face, size, ha, va, angle, align, direction):
        bx, by = turn(px - x, py - y, -angle)
        ink = measure(line, face, size, direction).box
        box += [bx + ink[0], by + ink[1], bx + ink[2], by + ink[3]]
    x0, y0, x1, y1 = min(box[0::4]) - pad, min(box[1::4]) - pad, max(box[2::4]) + pad, max(box[3::4]) + pad
    corners = (turn(a, b, angle) for a, b in ((x0, y0), (x1, y0), (x1, y1), (x0, y1)))
    return tuple(v for cx, cy in corners for v in (x + cx, y + cy))  # type: ignore[return-value]


def turn(x: float, y: float, angle: float) -> tuple[float, float]:
    """A vector (y down) turned counter-clockwise by angle degrees."""
    if not angle:
        return x, y
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return x * c + y * s, y * c - x * s


def sector_points(centre: tuple[float, float], radii: tuple[float, float], start: float, end: float) -> NDArray[np.float64]:
    """The outline of a slice as (n, 2) px: angles in degrees, clockwise from twelve o'clock; a step is about 1.5 px."""
    inner, outer = radii
    n = max(2, int(abs(end - start) * math.pi / 180 * outer / 1.5) + 1)
    theta = np.radians(np.linspace(start, end, n))
    arc = np.c_[np.sin(theta), -np.cos(theta)]
    hole = arc[::-1] * inner if inner > 0 else np.zeros((1, 2))
    return np.asarray(np.r_[arc * outer, hole] + centre)


MARKERS = {
    "s": np.array([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]),
    "D": np.array([(0, -1.15), (1.15, 0), (0, 1.15), (-1.15, 0)]),
    # the centre of mass of a triangle marks the value
    "^": np.array([(0, -1.2), (1.1, 0.6), (-1.1, 0.6)]),
    "v": np.array([(0, 1.2), (1.1, -0.6), (-1.1, -0.6)]),
}
