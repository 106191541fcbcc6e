"""Signs in corners: right-angle squares and arcs, each in its own room.

Marks have one size throughout a figure; where one does not fit, it is never squeezed: its statement is told in words or the
figure refused.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from proofpress.draw.vector import arc_points

from .clash import crosses, to_segments
from .marks import Corner
from .place import XY, Board, Mark, Unplaced, oriented


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
