"""Lines in quadrilaterals and polygons: diagonals, heights, midlines, corner bisectors."""

from __future__ import annotations

from fractions import Fraction

from ..sketching.numbers import chance, pick
from ..sketching.ruler import Pt, bisect_on, foot, meet, mix
from ..sketching.sketch import Sketch, Unfit
from .base import (
    PARALLELOGRAMS,
    QUADRILATERALS,
    TRAPEZOIDS,
    adjacent,
    construction,
    share,
    some_quadrilateral,
    somewhere_on,
)
from .triangle_lines import HALF, inner_foot


@construction
def diagonal(s: Sketch) -> None:
    """One diagonal of a polygon."""
    if not s.polygons:
        raise Unfit("there is no polygon")
    p = pick(s.rng, s.polygons)
    i = int(s.rng.integers(len(p)))
    a, c = p[i], p[(i + 2 + int(s.rng.integers(max(1, len(p) - 3)))) % len(p)]
    if a == c or s.drawn(a, c):
        raise Unfit("the diagonal is drawn")
    s.line(a, c)


@construction
def diagonals(s: Sketch) -> None:
    """Both diagonals of a quadrilateral and the point in which they meet."""
    a, b, c, d = some_quadrilateral(s)
    if s.drawn(a, c) or s.drawn(b, d):
        raise Unfit("a diagonal is drawn")
    o = s.point("centre" if chance(s.rng, 0.6) else "", meet, (a, c, b, d))
    s.line(a, o, c)
    s.line(b, o, d)


def crossing(s: Sketch, a: str, b: str, c: str, d: str) -> str:
    """Where diagonal AC, which is drawn, meets BD: the named point if there is one, else a new one."""
    middle = meet(*(s.points[p] for p in (a, c, b, d)))
    close = 1e-9 * s.size()
    named = [p for p in s.carrier(a, c) if all(abs(u - v) < close for u, v in zip(s.points[p], middle, strict=True))]
    return named[0] if named else s.point("centre", meet, (a, c, b, d))


@construction
def line_through_centre(s: Sketch) -> None:
    """A segment through the intersection of the diagonals of a parallelogram, from side to side."""
    a, b, c, d = some_quadrilateral(s, PARALLELOGRAMS)
    if not adjacent(s, a, b) or not adjacent(s, d, c):
        raise Unfit("the side is taken")
    if not s.drawn(a, c):
        s.line(a, c)
    try:
        e = somewhere_on(s, a, b)
    except Unfit:
        e = s.point("", mix, (a, b), share(s))
    o = crossing(s, a, b, c, d)
    s.line(b, o, d)
    f = s.point("", meet, (e, o, c, d))
    s.line(e, o, f)


@construction
def quadrilateral_height(s: Sketch) -> None:
    """The height from a vertex of a parallelogram, rhombus or trapezoid to the opposite base."""
    a, b, _, d = some_quadrilateral(s, ("parallelogram", "rhombus", *TRAPEZOIDS))
    h = inner_foot(s, d, a, b)
    s.line(d, h, dashed=chance(s.rng, 0.35))
    s.claim("right_angle", d, h, b)


@construction
def trapezoid_midline(s: Sketch) -> None:
    """The segment that joins the midpoints of the legs of a trapezoid."""
    found = s.claimed(*TRAPEZOIDS)
    if not found:
        raise Unfit("there is no trapezoid")
    a, b, c, d = found[0]
    m = s.point("midpoint", mix, (a, d), HALF)
    n = s.point("midpoint", mix, (b, c), HALF)
    s.line(m, n)
    s.claim("midpoint", m, a, d)
    s.claim("midpoint", n, b, c)


@construction
def corner_bisector(s: Sketch) -> None:
    """The bisector of a corner of a parallelogram, to an opposite side."""
    a, b, c, d = some_quadrilateral(s, ("parallelogram", "rectangle", "trapezoid"))
    for p, q in ((c, d), (b, c)):
        x, y = bisect_on(*(s.points[n] for n in (a, b, d, p, q)))
        (px, py), (qx, qy) = s.points[p], s.points[q]
        t = ((x - px) * (qx - px) + (y - py) * (qy - py)) / ((qx - px) ** 2 + (qy - py) ** 2)
        if 0.1 < t < 0.9:
            e = s.point("", bisect_on, (a, b, d, p, q))
            s.line(a, e)
            s.claim("bisector", a, e, b, d)
            return
    raise Unfit("the bisector leaves through a vertex")


@construction
def legs_to_meet(s: Sketch) -> None:
    """Two opposite sides of a trapezoid or quadrilateral drawn on until they meet."""
    a, b, c, d = some_quadrilateral(s)
    try:
        e = s.point("outside", meet, (a, d, b, c))
    except Unfit:
        raise Unfit("the sides do not meet") from None
    if s.distance(e, d) > s.distance(a, d) * 1.6 or s.distance(e, d) > s.distance(e, a):
        raise Unfit("the sides meet too far away")
    s.line(d, e)
    s.line(c, e)


@construction
def varignon(s: Sketch) -> None:
    """The midpoints of the four sides of a quadrilateral, joined in order."""
    a, b, c, d = some_quadrilateral(s)
    if not all(adjacent(s, p, q) for p, q in ((a, b), (b, c), (c, d), (d, a))):
        raise Unfit("a side is taken")
    middles = []
    for p, q in ((a, b), (b, c), (c, d), (d, a)):
        m = s.point("", mix, (p, q), HALF)
        s.claim("midpoint", m, p, q)
        middles.append(m)
    s.line(*middles, middles[0])
    s.polygons.append(tuple(middles))


@construction
def joined_midpoints(s: Sketch) -> None:
    """The midpoints of two sides of a quadrilateral, joined: neighbours or opposite ones."""
    a, b, c, d = some_quadrilateral(s)
    second = (b, c) if chance(s.rng, 0.5) else (d, c)
    m = s.point("midpoint", mix, (a, b), HALF)
    n = s.point("midpoint", mix, second, HALF)
    s.line(m, n)
    s.claim("midpoint", m, a, b)
    s.claim("midpoint", n, *second)


@construction
def midpoint_to_vertex(s: Sketch) -> None:
    """The midpoint of a side of a quadrilateral joined to an opposite vertex, or to both."""
    a, b, c, d = some_quadrilateral(s)
    m = s.point("midpoint", mix, (a, b), HALF)
    s.line(m, c)
    if chance(s.rng, 0.4):
        s.line(m, d)
    s.claim("midpoint", m, a, b)


@construction
def vertex_to_side(s: Sketch) -> None:
    """A vertex of a quadrilateral joined to some point of an opposite side."""
    a, b, c, d = some_quadrilateral(s, QUADRILATERALS)
    if not adjacent(s, c, d):
        raise Unfit("the side is taken")
    e = somewhere_on(s, c, d)
    s.line(a, e)
    if chance(s.rng, 0.3):
        s.line(b, e)


@construction
def perpendicular_to_diagonal(s: Sketch) -> None:
    """From a vertex of a quadrilateral the perpendicular to a diagonal."""
    a, b, c, d = some_quadrilateral(s)
    if not s.drawn(a, c):
        s.line(a, c)
    e = inner_foot(s, b, a, c)
    s.line(b, e)
    s.claim("right_angle", b, e, c)
    if chance(s.rng, 0.3):
        f = inner_foot(s, d, a, c, "")
        s.line(d, f)
        s.claim("right_angle", d, f, a)


@construction
def inner_parallel(s: Sketch) -> None:
    """A parallel to a base of a quadrilateral, from leg to leg."""
    found = s.claimed(*PARALLELOGRAMS, *TRAPEZOIDS)
    if not found:
        raise Unfit("there is no quadrilateral with parallel sides")
    a, b, c, d = pick(s.rng, found)
    if not adjacent(s, a, d) or not adjacent(s, b, c):
        raise Unfit("a leg is taken")
    try:
        e = somewhere_on(s, a, d)
    except Unfit:
        e = s.point("", mix, (a, d), share(s))
    f = s.point("", _across, (e, a, b, c))
    s.line(e, f)
    s.claim("parallel", e, f, a, b)


def _across(e: Pt, a: Pt, b: Pt, c: Pt) -> Pt:
    """Where the parallel to AB through E meets BC."""
    return meet(e, (e[0] + b[0] - a[0], e[1] + b[1] - a[1]), b, c)


@construction
def side_extended(s: Sketch) -> None:
    """A side of a polygon drawn on beyond a vertex: an exterior angle."""
    if not s.polygons:
        raise Unfit("there is no polygon")
    p = pick(s.rng, s.polygons)
    i = int(s.rng.integers(len(p)))
    a, b = (p[i], p[(i + 1) % len(p)]) if chance(s.rng, 0.5) else (p[(i + 1) % len(p)], p[i])
    line = s.carrier(a, b)
    if b not in (line[0], line[-1]):
        raise Unfit("the side goes on already")
    e = s.point("", mix, (a, b), pick(s.rng, (Fraction(3, 2), Fraction(7, 5), Fraction(8, 5))))
    s.line(b, e)


@construction
def foot_from_crossing(s: Sketch) -> None:
    """From the intersection of the diagonals the perpendicular to a side."""
    a, b, c, d = some_quadrilateral(s, ("square", "rectangle", "rhombus", "kite"))
    if not s.drawn(a, c):
        s.line(a, c)
    o = crossing(s, a, b, c, d)
    s.line(b, o, d)
    h = s.point("foot", foot, (o, a, b))
    s.line(o, h)
    s.claim("right_angle", o, h, a)
