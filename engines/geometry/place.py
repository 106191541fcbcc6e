"""The signs in pixels: arcs, squares, ticks, arrows and dimension lines, each in its own room.

Marks have one size throughout a figure; where one does not fit, it is never squeezed: its statement is told
in words or the figure refused.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from proofpress.draw.vector import arc_points
from proofpress.model import Quad

from .clash import Floats, Obstacles, crosses, hits_segments, to_segments
from .frame import Frame
from .marks import Corner, Sign, Strokes

XY = tuple[float, float]
Arc = tuple[float, float, float, float, float]  # x, y, r, start, sweep in degrees, clockwise on screen

# Where along a segment a mark may sit, best first.
TICK_AT = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68)
ARROW_AT = (0.56, 0.42, 0.64, 0.36, 0.72, 0.28, 0.5, 0.8, 0.2)
ARROW_ASIDE = (0.7, 0.3, 0.76, 0.24, 0.64, 0.36, 0.82, 0.18, 0.56)


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


@dataclass(frozen=True)
class Sector:
    """A corner in pixels, with the outer radius of its signs."""

    corner: Corner
    at: XY
    start: float  # degrees, clockwise on screen
    sweep: float
    near: float  # distance to the nearer next point on the rays
    far: float  # how long both rays are
    split: bool  # another stroke from the vertex runs through it
    inner: float = 0.0  # the radii of its signs
    outer: float = 0.0

    @property
    def name(self) -> str:
        return self.corner.rays[0] + self.corner.vertex + self.corner.rays[1]

    @property
    def middle(self) -> float:
        return self.start + self.sweep / 2

    def holds(self, degrees: float) -> bool:
        """The direction runs strictly inside."""
        return 1.0 < (degrees - self.start) % 360 < self.sweep - 1.0

    def meets(self, other: Sector) -> bool:
        """Two sectors at one vertex share more than a ray."""
        d = (other.start - self.start) % 360
        return d < self.sweep - 1 or 360 - d < other.sweep - 1


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


# --- corners --------------------------------------------------------------------------------------------------------
def sector(board: Board, corner: Corner) -> Sector:
    at = board.frame.at
    x, y = at[corner.vertex]
    ends = [at[p] for p in corner.rays]
    one, two = (math.degrees(math.atan2(v - y, u - x)) for u, v in ends)
    sweep = (two - one + 180) % 360 - 180
    start = one if sweep > 0 else two
    near = min(math.dist((x, y), p) for p in ends)
    far = min(math.dist((x, y), at[p]) for p in corner.far)
    plain = Sector(corner, (x, y), start, abs(sweep), near, far, False)
    leaving = [
        at[e] for line in board.strokes.lines if corner.vertex in line for e in (line[0], line[-1]) if e != corner.vertex
    ]
    return replace(plain, split=any(plain.holds(math.degrees(math.atan2(v - y, u - x))) for u, v in leaving))


def corner_marks(board: Board, corners: Sequence[Corner], text_height: float) -> tuple[list[Mark], list[Sector]]:
    """Squares and arcs. At one vertex a corner that holds another gets the larger radius; others share one.

    Raises Unplaced for a sign without room.
    """
    marks: list[Mark] = []
    done: list[Sector] = []
    for s in sorted((sector(board, c) for c in corners), key=lambda s: (s.sweep, s.corner.vertex, s.corner.rays)):
        within = [o for o in done if o.at == s.at and o.meets(s)]
        radii: list[float] = []
        if s.corner.square:
            side = board.size * 1.15
            if side > 0.62 * s.near or not all(o.corner.square for o in within):
                raise Unplaced(f"the right-angle mark at {s.corner.vertex}", s.corner.says)
            marks.append(_square(s, side))
            radii = [side * 1.42]
        elif s.corner.arcs:
            radii = _radii(board, s, within, text_height)
            marks.append(_arcs(board, s, radii))
        done.append(replace(s, inner=radii[0] if radii else 0.0, outer=radii[-1] if radii else 0.0))
    for m in marks:
        board.add(m)
    return marks, done


def _radii(board: Board, s: Sector, within: Sequence[Sector], text_height: float) -> list[float]:
    """One radius for each arc, beyond the signs of the corners within this one and of their values."""
    gap = 0.42 * board.size
    room = min(0.62 * s.near, 0.85 * _free_radius(board, s))
    # narrow corners carry their arc farther out, where it is long enough to be seen
    radius = board.size * max(2.0, min(3.4, 62.0 / s.sweep))
    least = 1.5 * board.size
    for o in within:
        # a value needs the height of its text at the distance where its corner is as wide as that
        text = max(o.outer + 3, 0.75 * text_height / math.tan(math.radians(min(o.sweep, 150) / 2))) + 2.4 * text_height
        beyond = text if o.corner.text else o.outer
        radius, least = max(radius, beyond + 0.7 * board.size), max(least, beyond + 0.45 * board.size)
    spread = gap * (s.corner.arcs - 1)
    radius = min(radius, room - spread)
    if radius < least:
        raise Unplaced(f"the arc at {s.corner.vertex}", s.corner.says, stubborn=bool(within))
    return [radius + gap * k for k in range(s.corner.arcs)]


def _free_radius(board: Board, s: Sector) -> float:
    """How far from the vertex the first stroke lies that does not pass through it (within the sector)."""
    others = [n for n, line in enumerate(board.strokes.lines) if s.corner.vertex not in line]
    if not others:
        return 1e9
    reach = np.array([_on(s, s.far, s.start + s.sweep * k / 6) for k in range(7)])
    best = 1e9
    for n in others:
        if crosses(s.at, reach, board.lines[n : n + 1]).any():
            best = min(best, float(to_segments(np.array([s.at]), board.lines[n : n + 1])[0, 0]))
    return best


def _on(s: Sector, r: float, degrees: float) -> XY:
    a = math.radians(degrees)
    return s.at[0] + r * math.cos(a), s.at[1] + r * math.sin(a)


def _square(s: Sector, side: float) -> Mark:
    a, b = _on(s, side, s.start), _on(s, side, s.start + s.sweep)
    x, y = s.at
    tip = (a[0] + b[0] - x, a[1] + b[1] - y)
    return Mark("mark-right", s.name, (x, y, *a, *tip, *b), lines=(np.array([a, tip, b]),), says=tuple(s.corner.says))


def _arcs(board: Board, s: Sector, radii: Sequence[float]) -> Mark:
    """Arcs; with a tick across each where asked, and with arrow heads where the value of a split corner must be seen to
    reach from ray to ray."""
    lines = []
    if s.corner.tick:
        for r in radii:
            lines.append(np.array([_on(s, r + d, s.middle) for d in (-0.28 * board.size, 0.28 * board.size)]))
    elif s.split and s.corner.text:
        r, head = radii[-1], 0.42 * board.size
        for edge, sign in ((s.start, 1), (s.start + s.sweep, -1)):
            back = edge + sign * math.degrees(head / r)
            lines.append(np.array([_on(s, r - 0.5 * head, back), _on(s, r, edge), _on(s, r + 0.5 * head, back)]))
    hull = np.vstack([arc_points(*s.at, r, s.start, s.sweep) for r in (radii[0], radii[-1])] + lines)
    arcs = tuple((*s.at, r, s.start, s.sweep) for r in radii)
    quad = oriented(hull, math.radians(s.middle), 1.5)
    return Mark("mark-arc", s.name, quad, tuple(lines), arcs, tuple(s.corner.says))


def oriented(points: Floats, angle: float, grow: float = 0.0) -> Quad:
    """The tight box around points with one side along `angle` (radians), clockwise from its top-left in that frame."""
    c, s = math.cos(angle), math.sin(angle)
    p = points @ np.array([[c, -s], [s, c]])
    (x0, y0), (x1, y1) = p.min(axis=0) - grow, p.max(axis=0) + grow
    corners = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
    return tuple(float(v) for u, w in corners for v in (u * c - w * s, u * s + w * c))  # type: ignore[return-value]


# --- on segments ----------------------------------------------------------------------------------------------------
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


# --- dimension lines ------------------------------------------------------------------------------------------------
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
