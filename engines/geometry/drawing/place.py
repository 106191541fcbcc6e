"""The board on which signs are placed: the strokes in pixels, and all the ink so far."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from proofpress.draw.vector import arc_points
from proofpress.model import Quad

from .clash import Floats, Obstacles, hits_segments
from .frame import Frame
from .strokes import Strokes

XY = tuple[float, float]
Arc = tuple[float, float, float, float, float]  # x, y, r, start, sweep in degrees, clockwise on screen


class Unplaced(Exception):
    """No place for this sign; `says` are the givens that it states and that could be told in words instead.

    stubborn: turning the figure would hardly help.
    """

    def __init__(self, what: str, says: Sequence[int] = (), stubborn: bool = False):
        super().__init__(what)
        self.says = tuple(says)
        self.stubborn = stubborn


@dataclass(frozen=True)
class Mark:
    """One sign as ink. says: the givens it states (indices)."""

    role: str
    name: str
    quad: Quad
    lines: tuple[NDArray[np.float64], ...] = ()
    arcs: tuple[Arc, ...] = ()
    says: tuple[int, ...] = ()


@dataclass
class Board:
    """The frame, its strokes and all the ink so far."""

    frame: Frame
    strokes: Strokes
    size: float  # of marks, px
    half: float  # half a stroke's width
    ink: Obstacles = field(init=False)
    marks: Obstacles = field(init=False)
    lines: Floats = field(init=False)  # (n, 5) the drawn lines, whole

    def __post_init__(self) -> None:
        f = self.frame
        self.ink = Obstacles(f.width, f.height)
        self.marks = Obstacles(f.width, f.height)
        at = f.at
        ends = [[*at[line[0]], *at[line[-1]], self.half] for line in self.strokes.lines]
        self.lines = np.array(ends, float).reshape(-1, 5)
        for x0, y0, x1, y1, _ in self.lines:
            self.ink.polyline([(x0, y0), (x1, y1)], self.half)
        for _, x, y, r in f.circles:
            self.ink.circle(x, y, r, self.half)

    def add(self, mark: Mark) -> None:
        for line in mark.lines:
            self._ink(line)
        for arc in mark.arcs:
            self._ink(arc_points(*arc, step=9.0))

    def _ink(self, points: Floats) -> None:
        self.ink.polyline(points, 0.8)
        self.marks.polyline(points, 0.8)

    def fits(self, box: Sequence[float], line: int | None, margin: float) -> bool:
        """A mark's box on line number `line` touches no other stroke, circle, point or mark."""
        b = np.array([box], float)
        others = np.delete(self.lines, line, axis=0) if line is not None else self.lines
        if len(others) and hits_segments(b, others, margin).any():
            return False
        for _, x, y, r in self.frame.circles:
            d = math.hypot(b[0, 0] - x, b[0, 1] - y)
            if abs(d - r) < math.hypot(b[0, 2], b[0, 3]) + 1:
                return False
        points = np.array(list(self.frame.at.values()))
        if (np.hypot(*(points - b[:, :2]).T) < math.hypot(b[0, 2], b[0, 3]) + 3).any():
            return False
        return bool(self.marks.clear(b, margin + 2.5)[0])


def oriented(points: Floats, angle: float, grow: float = 0.0) -> Quad:
    """The tight box around points with one side along `angle` (radians), clockwise from its top-left in that frame."""
    c, s = math.cos(angle), math.sin(angle)
    p = points @ np.array([[c, -s], [s, c]])
    (x0, y0), (x1, y1) = p.min(axis=0) - grow, p.max(axis=0) + grow
    corners = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
    return tuple(float(v) for u, w in corners for v in (u * c - w * s, u * s + w * c))  # type: ignore[return-value]
