"""Do labels touch anything?  Vectorised tests of text boxes against strokes, circles, dots and one another.

A box is (cx, cy, half width, half height, angle in radians), px; angle turns it clockwise on screen.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Obstacles:
    """Ink that no label may touch; strokes and discs accumulate, then `clear` answers for many boxes at once."""

    def __init__(self, width: float, height: float):
        self.width, self.height = width, height
        self._segments: list[Floats] = []
        self._circles: list[tuple[float, float, float, float]] = []
        self._discs: list[tuple[float, float, float]] = []
        self._cache: Floats | None = None

    def polyline(self, points: ArrayLike, half: float) -> None:
        """(n, 2) points of a stroke that is 2 * half wide."""
        p = np.asarray(points, float)
        rows = np.empty((len(p) - 1, 5))
        rows[:, 0:2], rows[:, 2:4], rows[:, 4] = p[:-1], p[1:], half
        self._segments.append(rows)
        self._cache = None

    def circle(self, x: float, y: float, r: float, half: float) -> None:
        self._circles.append((x, y, r, half))

    def disc(self, x: float, y: float, r: float) -> None:
        self._discs.append((x, y, r))

    @property
    def segments(self) -> Floats:
        """(n, 5): x0, y0, x1, y1, half width."""
        if self._cache is None:
            self._cache = np.concatenate(self._segments) if self._segments else np.empty((0, 5))
        return self._cache

    def clear(self, boxes: Floats, margin: float) -> Mask:
        """Which of the (n, 5) boxes keep `margin` px from all ink and lie within the picture."""
        boxes = np.atleast_2d(boxes)
        free = inside(boxes, self.width, self.height, margin)
        segments = self.segments
        if len(segments):
            free &= ~hits_segments(boxes, segments, margin).any(axis=1)
        if self._circles:
            rounds = np.array(self._circles)
            near, far = reach(boxes, rounds[:, :2])
            r, half = rounds[:, 2], rounds[:, 3]
            free &= ~((near < r + half + margin) & (far > r - half - margin)).any(axis=1)
        if self._discs:
            discs = np.array(self._discs)
            near, _ = reach(boxes, discs[:, :2])
            free &= ~(near < discs[:, 2] + margin).any(axis=1)
        return free


def _local(boxes: Floats, points: Floats) -> tuple[Floats, Floats]:
    """Coordinates of (m, 2) points in each of the (n, 5) boxes' own frames: two (n, m) arrays."""
    dx, dy = points[None, :, 0] - boxes[:, 0:1], points[None, :, 1] - boxes[:, 1:2]
    if not boxes[:, 4].any():
        return dx, dy
    c, s = np.cos(boxes[:, 4:5]), np.sin(boxes[:, 4:5])
    return dx * c + dy * s, dy * c - dx * s


def inside(boxes: Floats, width: float, height: float, margin: float) -> Mask:
    c, s = np.abs(np.cos(boxes[:, 4])), np.abs(np.sin(boxes[:, 4]))
    ex, ey = boxes[:, 2] * c + boxes[:, 3] * s + margin, boxes[:, 2] * s + boxes[:, 3] * c + margin
    x, y = boxes[:, 0], boxes[:, 1]
    return np.asarray((x - ex >= 0) & (x + ex <= width) & (y - ey >= 0) & (y + ey <= height))


def reach(boxes: Floats, points: Floats) -> tuple[Floats, Floats]:
    """(n, m) least and greatest distances from points to boxes (0 within)."""
    x, y = _local(boxes, points)
    x, y = np.abs(x), np.abs(y)
    w, h = boxes[:, 2:3], boxes[:, 3:4]
    return np.hypot(np.maximum(x - w, 0), np.maximum(y - h, 0)), np.hypot(x + w, y + h)


def hits_segments(boxes: Floats, segments: Floats, margin: float) -> Mask:
    """(n, m): whether the box, grown by margin and the stroke's half width, meets the segment (slab test)."""
    x0, y0 = _local(boxes, segments[:, 0:2])
    x1, y1 = _local(boxes, segments[:, 2:4])
    grow = segments[None, :, 4] + margin
    enter: Floats = np.zeros(x0.shape)
    leave: Floats = np.ones(x0.shape)
    for a, b, half in ((x0, x1, boxes[:, 2:3] + grow), (y0, y1, boxes[:, 3:4] + grow)):
        d = b - a
        d = np.where(np.abs(d) < 1e-9, 1e-9, d)
        t, u = (-half - a) / d, (half - a) / d
        enter = np.maximum(enter, np.minimum(t, u))
        leave = np.minimum(leave, np.maximum(t, u))
    return np.asarray(enter <= leave)


def overlap(box: Floats, boxes: Floats, margin: float) -> Mask:
    """(n,): which boxes come closer than `margin` to the one box (separating axes of both)."""
    d = boxes[:, :2] - box[:2]
    apart = np.zeros(len(boxes), bool)
    turn = boxes[:, 4] - box[4]
    c, s = np.abs(np.cos(turn)), np.abs(np.sin(turn))
    w, h = box[2] + margin, box[3] + margin
    bw, bh = boxes[:, 2], boxes[:, 3]
    ca, sa = np.cos(box[4]), np.sin(box[4])
    apart |= np.abs(d[:, 0] * ca + d[:, 1] * sa) > w + bw * c + bh * s
    apart |= np.abs(d[:, 1] * ca - d[:, 0] * sa) > h + bw * s + bh * c
    cb, sb = np.cos(boxes[:, 4]), np.sin(boxes[:, 4])
    apart |= np.abs(d[:, 0] * cb + d[:, 1] * sb) > bw + w * c + h * s
    apart |= np.abs(d[:, 1] * cb - d[:, 0] * sb) > bh + w * s + h * c
    return ~apart


def to_segments(points: Floats, segments: Floats) -> Floats:
    """(n, m) distances from (n, 2) points to (m, >= 4) segments."""
    a, d = segments[None, :, 0:2], segments[None, :, 2:4] - segments[None, :, 0:2]
    p = points[:, None, :] - a
    t = np.clip((p * d).sum(-1) / np.maximum((d * d).sum(-1), 1e-9), 0, 1)
    return np.asarray(np.hypot(*np.moveaxis(p - t[..., None] * d, -1, 0)))


def crosses(start: Sequence[float], ends: Floats, segments: Floats) -> Mask:
    """(n, m): whether the way from start to each of the (n, 2) ends crosses the segment."""
    sx, sy = start
    ex, ey = ends[:, 0:1] - sx, ends[:, 1:2] - sy
    ax, ay = segments[None, :, 0] - sx, segments[None, :, 1] - sy
    bx, by = segments[None, :, 2] - sx, segments[None, :, 3] - sy
    one, two = ex * ay - ey * ax, ex * by - ey * bx
    dx, dy = bx - ax, by - ay
    three, four = dx * (0 - ay) - dy * (0 - ax), dx * (ey - ay) - dy * (ex - ax)
    return np.asarray((one * two < 0) & (three * four < 0))
