"""Where a point is placed, given others: the ruler-and-compass constructions.

Each function takes coordinates as pairs of floats, or as pairs of `Exact`, and answers in the same field, so that a figure is
first tried in floats and then, once accepted, given its closed form.  In the exact field `NotExact` or `ZeroDivisionError`
means that the point has none; in floats `ZeroDivisionError` or `ValueError` means that there is no such point.
Angles are in degrees, counter-clockwise.
"""

from __future__ import annotations

import math
from typing import Any

from proofpress.exact import Exact, NotExact

from ..exact_values import cosine, sine, special

Num = Any  # float or Exact, one field throughout a call
Pt = tuple[Num, Num]


def root(x: Num) -> Num:
    return x.sqrt() if isinstance(x, Exact) else math.sqrt(x)


def span(a: Pt, b: Pt) -> Num:
    """The distance AB."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    return root(dx * dx + dy * dy)


def mix(a: Pt, b: Pt, t: Num) -> Pt:
    """A + t AB."""
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t


def along(a: Pt, b: Pt, d: Num) -> Pt:
    """The point of ray AB at distance d from A."""
    return mix(a, b, d / span(a, b))


def shift(p: Pt, a: Pt, b: Pt, t: Num) -> Pt:
    """P + t AB."""
    return p[0] + (b[0] - a[0]) * t, p[1] + (b[1] - a[1]) * t


def normal(p: Pt, a: Pt, b: Pt, t: Num) -> Pt:
    """P + t times AB turned a quarter to the left."""
    return p[0] - (b[1] - a[1]) * t, p[1] + (b[0] - a[0]) * t


def off(a: Pt, b: Pt, t: Num, d: Num) -> Pt:
    """The point at distance d to the left of A + t AB."""
    return normal(mix(a, b, t), a, b, d / span(a, b))


def foot(p: Pt, a: Pt, b: Pt) -> Pt:
    """The foot of the perpendicular from P to line AB."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    return mix(a, b, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy))


def mirror(p: Pt, a: Pt, b: Pt) -> Pt:
    """P reflected in line AB."""
    f = foot(p, a, b)
    return f[0] + f[0] - p[0], f[1] + f[1] - p[1]


def meet(a: Pt, b: Pt, c: Pt, d: Pt) -> Pt:
    """Where lines AB and CD meet."""
    ux, uy, vx, vy = b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]
    wx, wy = c[0] - a[0], c[1] - a[1]
    return mix(a, b, (wx * vy - wy * vx) / (ux * vy - uy * vx))


def turn(p: Pt, o: Pt, degrees: Num) -> Pt:
    """P turned about O."""
    x, y = p[0] - o[0], p[1] - o[1]
    c, s = _cosine_sine(degrees)
    return o[0] + x * c - y * s, o[1] + x * s + y * c


def _cosine_sine(degrees: Num) -> tuple[Num, Num]:
    if not isinstance(degrees, Exact):
        return math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    whole = Exact(degrees.fraction % 360)
    sign = 1
    if whole > 180:
        whole, sign = whole - 180, -1
    if whole in (0, 180):
        return Exact(sign if whole == 0 else -sign), Exact(0)
    if not special(whole):
        raise NotExact(f"no closed cosine of {degrees} degrees")
    c: Any = cosine(whole)
    s: Any = sine(whole)
    return c * sign, s * sign


def aim(a: Pt, b: Pt, c: Pt, d: Pt, degrees: Num) -> Pt:
    """Where ray AB, turned about A, meets line CD."""
    return meet(a, turn(b, a, degrees), c, d)


def isosceles_apex(a: Pt, b: Pt, degrees: Num) -> Pt:
    """The apex of the isosceles triangle on AB with this base angle, to the left of AB (of the right, if negative)."""
    return meet(a, turn(b, a, degrees), b, turn(a, b, -degrees))


def bisect(a: Pt, b: Pt, c: Pt) -> Pt:
    """Where the bisector of angle BAC meets BC."""
    ab, ac = span(a, b), span(a, c)
    return mix(b, c, ab / (ab + ac))


def bisect_on(a: Pt, b: Pt, c: Pt, d: Pt, e: Pt) -> Pt:
    """Where the bisector of angle BAC meets line DE."""
    return meet(a, bisect(a, b, c), d, e)


def incentre(a: Pt, b: Pt, c: Pt) -> Pt:
    p, q, r = span(b, c), span(a, c), span(a, b)
    total = p + q + r
    return (a[0] * p + b[0] * q + c[0] * r) / total, (a[1] * p + b[1] * q + c[1] * r) / total


def circumcentre(a: Pt, b: Pt, c: Pt) -> Pt:
    ux, uy, vx, vy = b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]
    u, v, twice = ux * ux + uy * uy, vx * vx + vy * vy, (ux * vy - uy * vx) * 2
    return a[0] + (u * vy - v * uy) / twice, a[1] + (v * ux - u * vx) / twice


def second(a: Pt, b: Pt, o: Pt) -> Pt:
    """The other end of the chord that line AB cuts from the circle about O through A."""
    f = foot(o, a, b)
    return f[0] + f[0] - a[0], f[1] + f[1] - a[1]


def onto(p: Pt, o: Pt, on: Pt) -> Pt:
    """Where ray OP meets the circle about O through `on`."""
    return along(o, p, span(o, on))


def touch(p: Pt, o: Pt, on: Pt, side: Num) -> Pt:
    """Where a tangent from P touches the circle about O through `on`; side is +1 or -1."""
    dx, dy = p[0] - o[0], p[1] - o[1]
    d2 = dx * dx + dy * dy
    r = span(o, on)
    t, h = r * r / d2, r * root(d2 - r * r) / d2 * side
    return o[0] + dx * t - dy * h, o[1] + dy * t + dx * h
