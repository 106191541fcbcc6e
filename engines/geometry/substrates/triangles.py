"""One triangle of every kind."""

from __future__ import annotations

from fractions import Fraction

from proofpress.exact import Exact

from ..sketching.numbers import SIDES, angle, chance, letters, pick, side, triple
from ..sketching.sketch import Sketch
from .base import by_angles, by_sides, corner, outline, some_angles, some_lengths, substrate


@substrate
def triangle_sides(s: Sketch) -> None:
    """Three sides."""
    a, b, c = s.rng.permutation(pick(s.rng, SIDES)).tolist()
    p, q, r = names = letters(s.rng, 3)
    by_sides(s, names, a, b, c)
    outline(s, names)
    some_lengths(s, 3, (q, r, a), (p, r, b), (p, q, c))


@substrate
def triangle_two_sides(s: Sketch) -> None:
    """Two sides and the angle between them, an angle with exact sine and cosine."""
    p, q, r = names = letters(s.rng, 3)
    degrees = pick(s.rng, (30, 45, 60, 60, 120, 135))
    c, a = side(s.rng, 4, 12), side(s.rng, 5, 14)
    if degrees == 45 and chance(s.rng, 0.5):
        corner(s, names, degrees, Exact.surd(c, 2), a)
        s.claim("length", p, q, value=Exact.surd(c, 2))
    else:
        corner(s, names, degrees, c, a)
        s.claim("length", p, q, value=c)
    outline(s, names)
    s.claim("length", q, r, value=a)
    s.claim("angle", p, q, r, value=degrees)


@substrate
def triangle_two_angles(s: Sketch) -> None:
    """Two angles, and now and then the side between them."""
    p, q, r = names = letters(s.rng, 3)
    beta = angle(s.rng, 30, 95)
    gamma = angle(s.rng, 30, min(95, 150 - beta))
    base = side(s.rng, 5, 14)
    by_angles(s, names, beta, gamma, base)
    outline(s, names)
    some_angles(s, 2, (p, q, r, beta), (p, r, q, gamma), (q, p, r, 180 - beta - gamma))
    if chance(s.rng, 0.25):
        s.claim("length", q, r, value=base)


@substrate
def triangle_obtuse(s: Sketch) -> None:
    """An obtuse angle and one more, or two sides about 120 or 135 degrees."""
    p, q, r = names = letters(s.rng, 3)
    if chance(s.rng, 0.5):
        beta = angle(s.rng, 100, 125)
        gamma = angle(s.rng, 20, 155 - beta)
        by_angles(s, names, beta, gamma, 8)
        s.claim("angle", p, q, r, value=beta)
        s.claim("angle", p, r, q, value=gamma)
    else:
        beta, c, a = pick(s.rng, (120, 120, 135)), side(s.rng, 4, 9), side(s.rng, 4, 9)
        corner(s, names, beta, c, a)
        s.claim("angle", p, q, r, value=beta)
        s.claim("length", p, q, value=c)
        s.claim("length", q, r, value=a)
    outline(s, names)


@substrate
def isosceles(s: Sketch) -> None:
    """Equal legs with one angle, or with the base and a leg."""
    p, q, r = names = letters(s.rng, 3)
    s.claim("isosceles", p, q, r)
    if chance(s.rng, 0.5):
        beta = angle(s.rng, 35, 75)
        base = side(s.rng, 5, 12)
        by_angles(s, names, beta, beta, base)
        some_angles(s, 1, (q, p, r, 180 - 2 * beta), (p, q, r, beta))
        if chance(s.rng, 0.2):
            s.claim("length", q, r, value=base)
    else:
        half, height, leg = triple(s.rng, 30)
        if height > Fraction(5, 2) * half:
            half, height = height, half
        by_sides(s, names, 2 * half, leg, leg)
        s.claim("length", q, r, value=2 * half)
        s.claim("length", p, q if chance(s.rng, 0.5) else r, value=leg)
    outline(s, names)


@substrate
def equilateral(s: Sketch) -> None:
    """Three equal sides, the length of one mostly given."""
    p, q, r = names = letters(s.rng, 3)
    length = side(s.rng, 4, 14)
    by_angles(s, names, 60, 60, length)
    outline(s, names)
    s.claim("equilateral", *names)
    if chance(s.rng, 0.75):
        some_lengths(s, 1, (p, q, length), (q, r, length), (p, r, length))


@substrate
def right_triangle(s: Sketch) -> None:
    """A right angle and two whole sides: both legs, or a leg and the hypotenuse."""
    p, q, r = names = letters(s.rng, 3)  # the right angle is at Q
    if chance(s.rng, 0.75):
        upright, base, hypotenuse = triple(s.rng)
        sides = [(p, q, upright), (q, r, base), (p, r, hypotenuse)]
    else:
        upright, base = side(s.rng, 4, 10), side(s.rng, 4, 10)
        sides = [(p, q, upright), (q, r, base)]
    corner(s, names, 90, upright, base)
    outline(s, names)
    s.claim("right_angle", p, q, r)
    some_lengths(s, 2, *sides)


def _one_acute(s: Sketch, names: tuple[str, ...], gamma: int) -> None:
    """Claim the angle at the base, or its complement at the apex, of a triangle with its right angle at names[1]."""
    p, q, r = names
    s.claim("right_angle", p, q, r)
    if chance(s.rng, 0.6):
        s.claim("angle", p, r, q, value=gamma)
    else:
        s.claim("angle", q, p, r, value=90 - gamma)


@substrate
def right_triangle_angle(s: Sketch) -> None:
    """A right angle and an acute one of whole degrees; now and then a side, for the ratios of trigonometry."""
    _, q, r = names = letters(s.rng, 3)
    gamma = angle(s.rng, 20, 70)
    base = side(s.rng, 5, 14)
    by_angles(s, names, 90, gamma, base)
    outline(s, names)
    _one_acute(s, names, gamma)
    if chance(s.rng, 0.4):
        s.claim("length", q, r, value=base)


@substrate
def right_30_60(s: Sketch) -> None:
    """A right triangle with 30 and 60 degrees and one side."""
    p, q, r = names = letters(s.rng, 3)
    gamma = pick(s.rng, (30, 60))
    short = side(s.rng, 3, 9)
    long_leg = Exact.surd(short, 3)
    upright, base = (Exact(short), long_leg) if gamma == 30 else (long_leg, Exact(short))
    corner(s, names, 90, upright, base)
    outline(s, names)
    _one_acute(s, names, gamma)
    some_lengths(s, 1, (p, q, upright), (q, r, base), (p, r, Exact(2 * short)))


@substrate
def right_45_45(s: Sketch) -> None:
    """A right triangle with equal legs and one side."""
    p, q, r = names = letters(s.rng, 3)
    leg = Fraction(side(s.rng, 3, 12))
    corner(s, names, 90, leg, leg)
    outline(s, names)
    s.claim("right_angle", p, q, r)
    if chance(s.rng, 0.5):
        s.claim("isosceles", q, p, r)
    else:
        s.claim("angle", p, r, q, value=45)
    some_lengths(s, 1, (q, r, leg), (p, r, Exact.surd(leg, 2)))


@substrate
def triangle_base_height(s: Sketch) -> None:
    """A triangle with its altitude: base, height and where the foot lies."""
    p, q, r = names = letters(s.rng, 3)
    upright, near, slant = triple(s.rng, 25)
    far = side(s.rng, 4, 12)
    s.at(q, 0, 0)
    s.at(r, near + far, 0)
    s.at(p, near, upright)
    s.at(foot := s.name("foot"), near, 0)
    outline(s, names)
    s.line(p, foot)
    s.claim("right_angle", p, foot, r)
    some_lengths(s, 2, (p, q, slant), (p, foot, upright), (q, foot, near))
    some_lengths(s, 1, (foot, r, far), (q, r, near + far))
