"""Circles of what is there: circumscribed, inscribed, on a diameter; the apothem."""

from __future__ import annotations

import math

from ..sketching.numbers import chance
from ..sketching.ruler import circumcentre, foot, incentre, meet, mix
from ..sketching.sketch import Sketch, Unfit
from .base import construction, some_triangle
from .triangle_lines import HALF


@construction
def circumcircle(s: Sketch) -> None:
    """The circle through the vertices of a triangle, with a radius or two."""
    if s.circles:
        raise Unfit("there is a circle already")
    a, b, c = some_triangle(s)
    o = s.point("centre", circumcentre, (a, b, c))
    s.circle(o, a)
    s.line(o, a)
    if chance(s.rng, 0.6):
        s.line(o, b)


@construction
def incircle(s: Sketch) -> None:
    """The circle that touches the three sides of a triangle, with the touch points."""
    if s.circles:
        raise Unfit("there is a circle already")
    a, b, c = some_triangle(s)
    i = s.point("incentre", incentre, (a, b, c))
    touches = [s.point("", foot, (i, p, q)) for p, q in ((b, c), (a, c), (a, b))]
    s.circle(i, touches[0])
    for t, p in zip(touches, (b, c, a), strict=True):
        s.claim("tangent", t, p, i)


@construction
def incircle_radii(s: Sketch) -> None:
    """Radii of a circle to the points where sides touch it."""
    drawn = 0
    for t, _, o in s.claimed("tangent"):
        if not s.drawn(o, t):
            s.line(o, t)
            drawn += 1
        if drawn == 2:
            break
    if not drawn:
        raise Unfit("there is no touch point without its radius")


@construction
def centre_to_tangent_point(s: Sketch) -> None:
    """The centre of a circle joined to the point from which a tangent is drawn."""
    for _, p, o in s.claimed("tangent"):
        if not s.drawn(o, p):
            s.line(o, p)
            return
    raise Unfit("there is no such tangent")


@construction
def polygon_circumcircle(s: Sketch) -> None:
    """The circle around a regular polygon, square or rectangle, with a radius."""
    if s.circles:
        raise Unfit("there is a circle already")
    found = s.claimed("regular", "square", "rectangle", "isosceles_trapezoid")
    if not found:
        raise Unfit("there is no polygon with a circle around it")
    names = found[0]
    o = s.point("centre", circumcentre, (names[0], names[1], names[2]))
    s.circle(o, names[0])
    s.line(o, names[0])
    if chance(s.rng, 0.6):
        s.line(o, names[1])


@construction
def apothem(s: Sketch) -> None:
    """From the centre of the circle around a polygon the perpendicular to a side."""
    for names in s.claimed("regular", "square", "equilateral", "rectangle"):
        for o, on in s.circles.items():
            if set(names) <= set(on):
                m = s.point("midpoint", foot, (o, names[0], names[1]))
                s.line(o, m)
                s.claim("right_angle", o, m, names[0])
                if chance(s.rng, 0.5):
                    s.line(o, names[0])
                return
    raise Unfit("there is no inscribed polygon")


@construction
def circle_on_diameter(s: Sketch) -> None:
    """The circle that has a side of a right triangle, or any side, as its diameter."""
    if s.circles:
        raise Unfit("there is a circle already")
    a, b, c = next((t for t in s.claimed("right_angle") if s.drawn(t[0], t[2])), None) or some_triangle(s)
    o = s.point("centre", mix, (a, c), HALF)
    s.circle(o, a)
    if not s.drawn(a, c):
        s.line(a, c)
    if b not in s.circles[o]:
        d = s.point("", foot, (a, b, c))
        s.line(a, d)


@construction
def chord_crossing(s: Sketch) -> None:
    """The diagonals of four points of a circle, and where they cross."""
    for on in s.circles.values():
        if len(on) >= 4:
            a, b, c, d = _around(s, on)[:4]
            if s.drawn(a, c) or s.drawn(b, d):
                continue
            p = s.point("", meet, (a, c, b, d))
            s.line(a, p, c)
            s.line(b, p, d)
            return
    raise Unfit("there are no four points on a circle")


def _around(s: Sketch, on: tuple[str, ...]) -> list[str]:
    """Points of a circle in counter-clockwise order."""
    x = sum(s.points[p][0] for p in on) / len(on)
    y = sum(s.points[p][1] for p in on) / len(on)
    return sorted(on, key=lambda p: math.atan2(s.points[p][1] - y, s.points[p][0] - x))
