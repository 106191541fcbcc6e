"""Signs on segments: ticks, arrows and dimension lines."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .marks import Sign
from .place import XY, Board, Mark, Unplaced, oriented

# Where along a segment a mark may sit, best first.
TICK_AT = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68)
ARROW_AT = (0.56, 0.42, 0.64, 0.36, 0.72, 0.28, 0.5, 0.8, 0.2)
ARROW_ASIDE = (0.7, 0.3, 0.76, 0.24, 0.64, 0.36, 0.82, 0.18, 0.56)


def tick_mark(board: Board, sign: Sign) -> Mark:
    half, gap = 0.58 * board.size, 0.42 * board.size
    (x, y), (ux, uy), length = _along(board, sign)
    line = board.strokes.line(sign.a, sign.b)
    reach = gap * (sign.count - 1) / 2
    for t in TICK_AT:
        if min(t, 1 - t) * length < reach + 0.9 * board.size:
            continue
        cx, cy = x + t * length * ux, y + t * length * uy
        if board.fits((cx, cy, reach + 1, half, math.atan2(uy, ux)), line, 2.5):
            strokes = []
            for k in range(sign.count):
                d = gap * k - reach
                px, py = cx + d * ux, cy + d * uy
                strokes.append(np.array([(px - half * uy, py + half * ux), (px + half * uy, py - half * ux)]))
            mark = Mark("mark-tick", sign.a + sign.b, oriented(np.vstack(strokes), math.atan2(uy, ux), 1.2), tuple(strokes))
            board.add(mark)
            return _said(mark, sign)
    raise Unplaced(f"ticks on {sign.a}{sign.b}", sign.says)


def arrow_mark(board: Board, sign: Sign, busy: bool = False) -> Mark:
    """busy: the middle of the segment is wanted for a length."""
    half, deep, gap = 0.5 * board.size, 0.62 * board.size, 0.6 * board.size
    (x, y), (ux, uy), length = _along(board, sign)
    line = board.strokes.line(sign.a, sign.b)
    reach = (gap * (sign.count - 1) + deep) / 2
    for t in ARROW_ASIDE if busy else ARROW_AT:
        cx, cy = x + t * length * ux, y + t * length * uy
        if min(t, 1 - t) * length > reach + 3 and board.fits((cx, cy, reach, half, math.atan2(uy, ux)), line, 2.5):
            strokes = []
            for k in range(sign.count):
                tip = reach - gap * k
                back = tip - deep
                corners = [(back, half), (tip, 0.0), (back, -half)]
                strokes.append(np.array([(cx + d * ux - w * uy, cy + d * uy + w * ux) for d, w in corners]))
            mark = Mark("mark-parallel", sign.a + sign.b, oriented(np.vstack(strokes), math.atan2(uy, ux), 1.2), tuple(strokes))
            board.add(mark)
            return _said(mark, sign)
    raise Unplaced(f"arrows on {sign.a}{sign.b}", sign.says)


def _said(mark: Mark, sign: Sign) -> Mark:
    return Mark(mark.role, mark.name, mark.quad, mark.lines, mark.arcs, tuple(sign.says))


def _along(board: Board, sign: Sign) -> tuple[XY, XY, float]:
    a, b = board.frame.at[sign.a], board.frame.at[sign.b]
    length = math.dist(a, b)
    return a, ((b[0] - a[0]) / length, (b[1] - a[1]) / length), length


@dataclass(frozen=True)
class Dimension:
    """A line beside a-b, from extension line to extension line, that carries a length. side: +-1, its normal's sign."""

    sign: Sign
    start: XY
    end: XY
    normal: XY
    mark: Mark


def dimension(board: Board, sign: Sign, name: float) -> Dimension | None:
    """A dimension line for a length whose segment has other points on it (or is not drawn); None where none is clear.

    name: the height of a point's name, px; there is room for one between the two lines.
    """
    a, (ux, uy), length = _along(board, sign)
    b = board.frame.at[sign.b]
    cx, cy = board.frame.centre
    out = 1.0 if (a[0] + b[0] - 2 * cx) * -uy + (a[1] + b[1] - 2 * cy) * ux > 0 else -1.0
    angle = math.atan2(uy, ux)
    room = name * (abs(ux) + abs(uy)) + 16
    for side in (out, -out):
        nx, ny = -uy * side, ux * side
        for d in (room, 1.4 * room, 1.9 * room, 2.5 * room):
            p, q = (a[0] + d * nx, a[1] + d * ny), (b[0] + d * nx, b[1] + d * ny)
            boxes = [((p[0] + q[0]) / 2, (p[1] + q[1]) / 2, length / 2, 4.0, angle)]
            boxes += [
                (e[0] + nx * (d + 14) / 2, e[1] + ny * (d + 14) / 2, (d - 10) / 2, 0.8, math.atan2(ny, nx)) for e in (a, b)
            ]
            if board.ink.clear(np.array(boxes), 2.0).all():
                mark = _dimension_mark(board, sign, a, b, p, q, (ux, uy), (nx, ny))
                board.add(mark)
                return Dimension(sign, p, q, (nx, ny), mark)
    return None


def _dimension_mark(board: Board, sign: Sign, a: XY, b: XY, p: XY, q: XY, u: XY, n: XY) -> Mark:
    (ux, uy), (nx, ny) = u, n
    k = 0.55 * board.size
    heads = []
    for (x, y), s in ((p, 1), (q, -1)):
        tips = [(s * k, 0.45 * k), (0.0, 0.0), (s * k, -0.45 * k)]
        heads.append(np.array([(x + d * ux + w * nx, y + d * uy + w * ny) for d, w in tips]))
    ext = [np.array([(x + 9 * nx, y + 9 * ny), (v + 4 * nx, w + 4 * ny)]) for (x, y), (v, w) in ((a, p), (b, q))]
    lines = (np.array([p, q]), *heads, *ext)
    quad = oriented(np.vstack([lines[0], *heads]), math.atan2(uy, ux), 1.2)
    return Mark("dimension", sign.a + sign.b, quad, lines, says=tuple(sign.says))
