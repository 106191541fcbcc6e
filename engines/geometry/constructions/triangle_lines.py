"""Lines from a vertex of a triangle: medians, altitudes, bisectors and other cevians."""

from __future__ import annotations

from fractions import Fraction

from ..sketching.numbers import chance
from ..sketching.ruler import bisect, foot, incentre, meet, mix
from ..sketching.sketch import Sketch, Unfit
from .base import construction, empty_triangle, some_triangle, somewhere_on

HALF = Fraction(1, 2)


def inner_foot(s: Sketch, p: str, a: str, b: str, role: str = "foot") -> str:
    """The foot of the perpendicular from P strictly between A and B."""
    if s.angle(p, a, b) >= 89 or s.angle(p, b, a) >= 89:
        raise Unfit("the foot falls outside the side")
    return s.point(role, foot, (p, a, b))


@construction
def median(s: Sketch) -> None:
    """A vertex joined to the midpoint of the opposite side."""
    a, b, c = empty_triangle(s)
    m = s.point("midpoint", mix, (b, c), HALF)
    s.line(a, m)
    s.claim("midpoint", m, b, c)


@construction
def altitude(s: Sketch) -> None:
    """The perpendicular from a vertex to the opposite side."""
    a, b, c = some_triangle(s)
    h = inner_foot(s, a, b, c)
    s.line(a, h)
    s.claim("right_angle", a, h, b)


@construction
def angle_bisector(s: Sketch) -> None:
    """The bisector of an angle, to the opposite side."""
    a, b, c = some_triangle(s)
    d = s.point("", bisect, (a, b, c))
    s.line(a, d)
    s.claim("bisector", a, d, b, c)


@construction
def cevian(s: Sketch) -> None:
    """A vertex joined to some point of the opposite side."""
    a, b, c = empty_triangle(s)
    d = somewhere_on(s, b, c, a)
    s.line(a, d)


@construction
def median_to_hypotenuse(s: Sketch) -> None:
    """The right angle joined to the midpoint of the hypotenuse."""
    for a, b, c in s.claimed("right_angle"):
        if s.drawn(a, c) and s.drawn(a, b) and s.drawn(b, c):
            m = s.point("midpoint", mix, (a, c), HALF)
            s.line(b, m)
            s.claim("midpoint", m, a, c)
            return
    raise Unfit("there is no right triangle")


@construction
def altitude_on_hypotenuse(s: Sketch) -> None:
    """The perpendicular from the right angle to the hypotenuse."""
    for a, b, c in s.claimed("right_angle"):
        if s.drawn(a, c) and s.drawn(a, b) and s.drawn(b, c):
            h = inner_foot(s, b, a, c)
            s.line(b, h)
            s.claim("right_angle", b, h, c if chance(s.rng, 0.5) else a)
            return
    raise Unfit("there is no right triangle")


@construction
def two_medians(s: Sketch) -> None:
    """Two medians and the centroid in which they meet."""
    a, b, c = empty_triangle(s)
    m = s.point("midpoint", mix, (b, c), HALF)
    n = s.point("midpoint", mix, (a, c), HALF)
    g = s.point("centroid", meet, (a, m, b, n))
    s.line(a, g, m)
    s.line(b, g, n)
    s.claim("midpoint", m, b, c)
    s.claim("midpoint", n, a, c)


@construction
def two_altitudes(s: Sketch) -> None:
    """Two altitudes and the orthocentre in which they meet."""
    a, b, c = some_triangle(s)
    if max(s.angle(a, b, c), s.angle(b, a, c), s.angle(a, c, b)) > 85:
        raise Unfit("the triangle is not acute")
    d, e = inner_foot(s, a, b, c, ""), inner_foot(s, b, a, c, "")
    h = s.point("orthocentre", meet, (a, d, b, e))
    s.line(a, h, d)
    s.line(b, h, e)
    s.claim("right_angle", a, d, c)
    s.claim("right_angle", b, e, c)


@construction
def two_bisectors(s: Sketch) -> None:
    """Two angles bisected as far as the incentre, in which the bisectors meet."""
    a, b, c = some_triangle(s)
    i = s.point("incentre", incentre, (a, b, c))
    s.line(a, i)
    s.line(b, i)
    s.claim("bisector", a, i, b, c)
    s.claim("bisector", b, i, a, c)


@construction
def trisection(s: Sketch) -> None:
    """A vertex joined to the two points that cut the opposite side in three equal parts."""
    a, b, c = empty_triangle(s)
    d = s.point("", mix, (b, c), Fraction(1, 3))
    e = s.point("", mix, (b, c), Fraction(2, 3))
    s.line(a, d)
    if chance(s.rng, 0.6):
        s.line(a, e)
    s.claim("equal_length", b, d, d, e)
    s.claim("equal_length", d, e, e, c)


@construction
def doubled_median(s: Sketch) -> None:
    """A median drawn on as far again, and the parallelogram it makes."""
    a, b, c = empty_triangle(s)
    m = s.point("midpoint", mix, (b, c), HALF)
    d = s.point("", mix, (a, m), 2)
    s.line(a, m, d)
    s.line(d, b)
    if chance(s.rng, 0.5):
        s.line(d, c)
    s.claim("midpoint", m, b, c)
    s.claim("midpoint", m, a, d)


@construction
def isosceles_inside(s: Sketch) -> None:
    """A point on a side as far from one vertex as the next vertex is: an isosceles triangle inside."""
    a, b, c = some_triangle(s)
    if s.distance(a, b) > 0.8 * s.distance(a, c):
        raise Unfit("the side is too long")
    t = s.exact_length(a, b)
    whole = s.exact_length(a, c)
    if t is None or whole is None:
        d = s.point("", mix, (a, c), s.distance(a, b) / s.distance(a, c))
    else:
        d = s.point("", mix, (a, c), t / whole)
    s.line(b, d)
    s.claim("equal_length", a, b, a, d)
