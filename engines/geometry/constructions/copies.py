"""Figures built on what is there: squares and equilateral triangles on a side, mirror images, half-turns, copies."""

from __future__ import annotations

from fractions import Fraction

from ..sketching.numbers import chance, pick
from ..sketching.ruler import isosceles_apex, mirror, mix, normal, shift, turn
from ..sketching.sketch import Sketch, Unfit
from .base import adjacent, construction, outward, some_triangle


def free_side(s: Sketch) -> tuple[str, str, str]:
    """A side AB of the outline of a triangle ABC, with the rest of the figure on C's side."""
    for _ in range(4):
        a, b, c = some_triangle(s)
        side = s.side(a, b, c)
        if adjacent(s, a, b) and all(s.side(a, b, p) * side > -1e-9 for p in s.points):
            return a, b, c
    raise Unfit("there is no free side")


@construction
def square_on_side(s: Sketch) -> None:
    """A square on a side, outwards."""
    a, b, c = free_side(s)
    t = outward(s, a, b, c)
    e = s.point("", normal, (b, a, b), t)
    f = s.point("", normal, (a, a, b), t)
    s.line(b, e, f, a)
    s.polygons.append((a, b, e, f))
    s.claim("square", a, b, e, f)


@construction
def equilateral_on_side(s: Sketch) -> None:
    """An equilateral triangle on a side, outwards."""
    a, b, c = free_side(s)
    d = s.point("", turn, (b, a), 60 * outward(s, a, b, c))
    s.line(a, d, b)
    s.claim("equilateral", a, b, d)


@construction
def reflected_vertex(s: Sketch) -> None:
    """The mirror image of a vertex in the opposite side, joined: a kite."""
    a, b, c = free_side(s)
    d = s.point("", mirror, (c, a, b))
    s.line(a, d, b)
    s.claim("equal_length", a, c, a, d)
    s.claim("equal_length", b, c, b, d)


@construction
def half_turn(s: Sketch) -> None:
    """A triangle turned halfway round about the middle of a side: a parallelogram."""
    a, b, c = free_side(s)
    d = s.point("", shift, (a, c, b), 1)
    s.line(a, d, b)
    s.polygons.append((a, d, b, c))
    s.claim("parallel", a, d, c, b)
    s.claim("parallel", d, b, a, c)


@construction
def right_triangle_on_side(s: Sketch) -> None:
    """A right triangle on a side, outwards, with a leg of whole length."""
    a, b, c = free_side(s)
    length = s.exact_length(a, b)
    if length is None or not length.is_rational:
        raise Unfit("the side has no whole length")
    t = pick(s.rng, (Fraction(3, 4), Fraction(4, 3), Fraction(5, 12), Fraction(12, 5), Fraction(1), Fraction(1, 2)))
    if (length * t).fraction.denominator > 2 or not 0.4 < t < 1.6:
        raise Unfit("the leg would not be whole")
    d = s.point("", normal, (b, a, b), t * outward(s, a, b, c))
    s.line(b, d, a)
    s.claim("right_angle", a, b, d)
    s.claim("length", b, d, value=length * t)


@construction
def isosceles_on_side(s: Sketch) -> None:
    """An isosceles triangle on a side, outwards, with a base angle of whole degrees."""
    a, b, c = free_side(s)
    degrees = pick(s.rng, (35, 40, 50, 55, 65, 70))
    d = s.point("", isosceles_apex, (a, b), degrees * outward(s, a, b, c))
    s.line(a, d, b)
    s.claim("equal_length", a, d, b, d)
    s.claim("angle", b, a, d, value=degrees)


@construction
def slid_copy(s: Sketch) -> None:
    """A triangle slid along its own base line: a congruent one beside it."""
    a, b, c = free_side(s)
    line = s.carrier(a, b)
    if b not in (line[0], line[-1]):
        raise Unfit("the base goes on already")
    d = s.point("", mix, (a, b), 2)
    e = s.point("", shift, (c, a, b), 1)
    s.line(b, d)
    s.line(b, e, d)
    s.claim("equal_length", a, b, b, d)
    s.claim("equal_length", a, c, b, e)
    s.claim("equal_angle", b, a, c, d, b, e)


@construction
def smaller_copy(s: Sketch) -> None:
    """A similar, smaller triangle beside a triangle, on the same base line."""
    a, b, c = free_side(s)
    line = s.carrier(a, b)
    if b not in (line[0], line[-1]):
        raise Unfit("the base goes on already")
    k = pick(s.rng, (Fraction(1, 2), Fraction(2, 3), Fraction(3, 4)))
    d = s.point("", shift, (b, a, b), k)
    e = s.point("", shift, (b, a, c), k)
    s.line(b, d)
    s.line(b, e, d)
    s.claim("equal_angle", b, a, c, d, b, e)
    s.claim("equal_angle", a, b, c, b, d, e)
    length = s.exact_length(b, d)
    if length is not None and length.is_rational and length.fraction.denominator <= 2:
        s.claim("length", b, d, value=length)


@construction
def prolonged_ends(s: Sketch) -> None:
    """A segment of given length added in line with a side."""
    a, b, _ = some_triangle(s)
    line = s.carrier(a, b)
    if b not in (line[0], line[-1]):
        raise Unfit("the side goes on already")
    length = s.exact_length(a, b)
    if length is None or not length.is_rational or length.fraction.denominator != 1:
        raise Unfit("the side has no whole length")
    added = max(1, int(length.fraction * pick(s.rng, (Fraction(1, 2), Fraction(2, 3), Fraction(1, 3)))))
    d = s.point("", mix, (a, b), 1 + Fraction(added) / length.fraction)
    s.line(b, d)
    s.claim("length", b, d, value=added)
    if chance(s.rng, 0.5):
        third = next((p for p in s.points if p not in (a, b, d) and s.drawn(p, a) and s.drawn(p, b)), "")
        if third:
            s.line(third, d)
