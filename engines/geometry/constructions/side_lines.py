"""Lines that begin on the sides of a triangle: midlines, parallels, perpendiculars, extensions."""

from __future__ import annotations

from fractions import Fraction

from ..sketching.numbers import chance, pick
from ..sketching.ruler import Pt, aim, along, bisect, meet, mix, normal, shift, span
from ..sketching.sketch import Sketch, Unfit
from .base import construction, empty_triangle, share, some_triangle, somewhere_on
from .triangle_lines import HALF, inner_foot


@construction
def midline(s: Sketch) -> None:
    """The segment that joins the midpoints of two sides."""
    a, b, c = some_triangle(s)
    m = s.point("midpoint", mix, (a, b), HALF)
    n = s.point("midpoint", mix, (a, c), HALF)
    s.line(m, n)
    s.claim("midpoint", m, a, b)
    s.claim("midpoint", n, a, c)


@construction
def medial_triangle(s: Sketch) -> None:
    """The midpoints of all three sides, joined."""
    a, b, c = some_triangle(s)
    d = s.point("", mix, (b, c), HALF)
    e = s.point("", mix, (a, c), HALF)
    f = s.point("", mix, (a, b), HALF)
    s.line(d, e, f, d)
    for m, p, q in ((d, b, c), (e, a, c), (f, a, b)):
        s.claim("midpoint", m, p, q)


@construction
def parallel_to_side(s: Sketch) -> None:
    """A parallel to a side through a point of another."""
    a, b, c = empty_triangle(s)
    try:
        d = somewhere_on(s, a, b)
    except Unfit:
        d = s.point("", mix, (a, b), share(s))
    e = s.point("", _level, (d, a, b, c))
    s.line(d, e)
    s.claim("parallel", d, e, b, c)


def _level(d: Pt, a: Pt, b: Pt, c: Pt) -> Pt:
    """Where the parallel to BC through D meets AC."""
    return meet(d, shift(d, b, c, 1), a, c)


@construction
def perpendicular_to_side(s: Sketch) -> None:
    """From a point of one side the perpendicular to another."""
    a, b, c = empty_triangle(s)
    d = somewhere_on(s, b, a) if s.exact_length(a, b) is not None else s.point("", mix, (b, a), share(s))
    e = inner_foot(s, d, b, c)
    s.line(d, e)
    s.claim("right_angle", d, e, c)


@construction
def perpendicular_bisector(s: Sketch) -> None:
    """The perpendicular at the midpoint of a side, to where it meets another side."""
    a, b, c = some_triangle(s)
    m = s.point("midpoint", mix, (b, c), HALF)
    near, far = (b, c) if s.distance(a, b) > s.distance(a, c) else (c, b)
    d = s.point("", _upright, (m, b, c, a, near))
    s.line(m, d)
    s.claim("midpoint", m, b, c)
    s.claim("right_angle", d, m, b)
    if chance(s.rng, 0.5):
        s.line(d, far)


def _upright(m: Pt, *p: Pt) -> Pt:
    """Where the perpendicular to p0 p1 at M meets line p2 p3."""
    return meet(m, normal(m, p[0], p[1], 1), p[2], p[3])


@construction
def exterior_angle(s: Sketch) -> None:
    """A side drawn on beyond a vertex."""
    _, b, c = some_triangle(s)
    end = s.carrier(b, c)
    if end[-1] != c and end[0] != c:
        raise Unfit("the side goes on already")
    d = s.point("", mix, (b, c), pick(s.rng, (Fraction(4, 3), Fraction(3, 2), Fraction(7, 5))))
    s.line(c, d)


@construction
def extension_by_side(s: Sketch) -> None:
    """A side drawn on by the length of another, and joined: an isosceles triangle outside."""
    a, b, c = some_triangle(s)  # BC goes on to D with CD = CA
    end = s.carrier(b, c)
    if end[-1] != c and end[0] != c:
        raise Unfit("the side goes on already")
    t, whole = s.exact_length(c, a), s.exact_length(b, c)
    if t is None or whole is None:
        d = s.point("", mix, (c, b), -s.distance(c, a) / s.distance(b, c))
    else:
        d = s.point("", mix, (c, b), -(t / whole))
    s.line(c, d)
    s.line(a, d)
    s.claim("equal_length", a, c, c, d)


@construction
def parallel_through_vertex(s: Sketch) -> None:
    """A line through a vertex parallel to the opposite side."""
    a, b, c = some_triangle(s)
    d = s.point("", shift, (a, c, b), HALF)
    e = s.point("", shift, (a, b, c), HALF)
    s.line(d, a, e)
    s.claim("parallel", d, e, b, c)


@construction
def exterior_bisector(s: Sketch) -> None:
    """A side drawn on, and the exterior angle bisected."""
    a, b, c = some_triangle(s)
    end = s.carrier(b, c)
    if end[-1] != c and end[0] != c:
        raise Unfit("the side goes on already")
    d = s.point("", mix, (b, c), Fraction(3, 2))
    e = s.point("", _halfway, (c, a, d))
    s.line(c, d)
    s.line(c, e)
    s.claim("bisector", c, e, a, d)


def _halfway(c: Pt, a: Pt, d: Pt) -> Pt:
    """A point on the bisector of angle ACD, about as far from C as A is."""
    return along(c, bisect(c, a, d), span(c, a))


@construction
def inner_ray(s: Sketch) -> None:
    """From a vertex a segment to the opposite side that makes a given angle with a side."""
    a, b, c = empty_triangle(s)
    whole = s.angle(b, a, c)
    if whole < 45:
        raise Unfit("the angle is too small to divide")
    part = 5 * int(s.rng.integers(4, int((whole - 18) // 5) + 1))
    sign = 1 if s.side(a, b, c) > 0 else -1
    d = s.point("", aim, (a, b, b, c), sign * part)
    s.line(a, d)
    s.claim("angle", b, a, d, value=part)


@construction
def bisector_feet(s: Sketch) -> None:
    """The bisector of an angle, and from where it ends the perpendiculars to both sides of the angle."""
    a, b, c = empty_triangle(s)
    d = s.point("", bisect, (a, b, c))
    e, f = inner_foot(s, d, a, b, ""), inner_foot(s, d, a, c, "")
    s.line(a, d)
    s.line(d, e)
    s.line(d, f)
    s.claim("bisector", a, d, b, c)
    s.claim("right_angle", d, e, a)
    s.claim("right_angle", d, f, a)
