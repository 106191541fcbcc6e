"""The table of constructions and what they share: choosing where to build, and claims that fix a free choice.

A construction grows the sketch and claims what defines the new lines; it raises `Unfit` where it does not apply.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from ..sketching.named_functions import Move, Table
from ..sketching.numbers import chance, nice, pick, whole
from ..sketching.ruler import aim, mix
from ..sketching.sketch import Sketch, Unfit

CONSTRUCTIONS: Table[Move] = Table("construction")
construction = CONSTRUCTIONS.add

Tri = tuple[str, str, str]
Four = tuple[str, str, str, str]

PARALLELOGRAMS = ("parallelogram", "rectangle", "rhombus", "square")
TRAPEZOIDS = ("trapezoid", "isosceles_trapezoid")
QUADRILATERALS = (*PARALLELOGRAMS, *TRAPEZOIDS, "kite")


def some_triangle(s: Sketch) -> Tri:
    """A drawn triangle, its vertices in any order; those of the first lines more often."""
    found = s.triangles()
    if not found:
        raise Unfit("there is no triangle")
    a, b, c = pick(s.rng, found[: max(2, len(found) // 2)] if chance(s.rng, 0.6) else found)
    order = s.rng.permutation(3).tolist()
    return ((a, b, c)[order[0]], (a, b, c)[order[1]], (a, b, c)[order[2]])


def empty_triangle(s: Sketch) -> Tri:
    """A drawn triangle ABC with nothing on BC yet."""
    for _ in range(4):
        a, b, c = some_triangle(s)
        if adjacent(s, b, c):
            return a, b, c
    raise Unfit("every side is taken")


def adjacent(s: Sketch, a: str, b: str) -> bool:
    """A and B are neighbours on a drawn line."""
    return any({a, b} == {p, q} for line in s.lines for p, q in pairwise(line))


def some_quadrilateral(s: Sketch, kinds: Sequence[str] = ()) -> Four:
    """A named quadrilateral of one of these kinds (any drawn one where none are named), read from any corner."""
    found = [p for p in (s.claimed(*kinds) if kinds else s.polygons) if len(p) == 4]
    if not found:
        raise Unfit("there is no such quadrilateral")
    a, b, c, d = pick(s.rng, found)
    turns = ((a, b, c, d), (b, c, d, a), (c, d, a, b), (d, a, b, c))
    return turns[int(s.rng.integers(4))]


def some_circle(s: Sketch) -> tuple[str, tuple[str, ...]]:
    """A centre and the points on its circle."""
    if not s.circles:
        raise Unfit("there is no circle")
    return pick(s.rng, list(s.circles.items()))


def two_on_circle(s: Sketch) -> tuple[str, str, str]:
    """A centre and two points of its circle."""
    o, on = some_circle(s)
    if len(on) < 2:
        raise Unfit("there are too few points on the circle")
    i, j = s.rng.permutation(len(on))[:2].tolist()
    return o, on[i], on[j]


def share(s: Sketch) -> Fraction:
    """A part of a side, away from its ends."""
    return pick(s.rng, (Fraction(1, 2), Fraction(1, 3), Fraction(2, 3), Fraction(2, 5), Fraction(3, 5)))


def somewhere_on(s: Sketch, a: str, b: str, from_vertex: str = "") -> str:
    """A new point on AB that a claim fixes: its distance from A where AB has a closed form; else, seen from a vertex that is
    joined to both, an angle of whole degrees at that vertex."""
    length = s.exact_length(a, b)
    if length is not None and nice(length) and length.is_rational:
        low, high = float(length) * 0.25, float(length) * 0.75
        first, last = int(-(-low // 1)), int(high)
        if first <= last:
            part = whole(s.rng, first, last)
            p = s.point("", mix, (a, b), Fraction(part) / length.fraction)
            s.claim("length", a, p, value=part)
            return p
    if not from_vertex:
        raise Unfit("nothing would fix the point")
    whole_angle = s.angle(a, from_vertex, b)
    if whole_angle < 40:
        raise Unfit("the angle is too small to divide")
    part = 5 * whole(s.rng, 4, int((whole_angle - 18) // 5))
    sign = 1 if s.side(from_vertex, a, b) > 0 else -1
    p = s.point("", aim, (from_vertex, a, a, b), sign * part)
    s.line(from_vertex, p)
    s.claim("angle", a, from_vertex, p, value=part)
    return p


def outward(s: Sketch, a: str, b: str, c: str) -> int:
    """+1 when the left of AB is away from C, else -1."""
    return -1 if s.side(a, b, c) > 0 else 1
