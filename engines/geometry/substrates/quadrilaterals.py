"""One quadrilateral of every kind whose opposite sides are parallel, or that is symmetric: squares to kites."""

from __future__ import annotations

from fractions import Fraction

from proofpress.exact import Exact

from ..sketching.numbers import angle, chance, letters, pick, side, triple, whole
from ..sketching.sketch import Sketch
from .base import outline, polar, some_angles, some_lengths, substrate


def box(s: Sketch, names: tuple[str, ...], width: Fraction | Exact, height: Fraction | Exact) -> None:
    """A rectangle with the first two vertices below."""
    for name, (x, y) in zip(names, ((0, 0), (width, 0), (width, height), (0, height)), strict=True):
        s.at(name, x, y)
    outline(s, names)


@substrate
def square(s: Sketch) -> None:
    """A square and, mostly, its side."""
    names = letters(s.rng, 4)
    a = Fraction(side(s.rng, 3, 14))
    box(s, names, a, a)
    s.claim("square", *names)
    if chance(s.rng, 0.8):
        i = int(s.rng.integers(4))
        s.claim("length", names[i], names[(i + 1) % 4], value=a)


@substrate
def rectangle(s: Sketch) -> None:
    """A rectangle and two sides, often with a whole diagonal."""
    names = letters(s.rng, 4)
    if chance(s.rng, 0.6):
        height, width, _ = triple(s.rng, 30)
    else:
        height = side(s.rng, 4, 9)
        width = height + side(s.rng, 1, 6)  # what has equal sides is called a square
    box(s, names, max(width, height), min(width, height))
    s.claim("rectangle", *names)
    s.claim("length", names[0], names[1], value=max(width, height))
    s.claim("length", names[1], names[2], value=min(width, height))


def _slanted(s: Sketch, names: tuple[str, ...], base: Fraction, leg: Fraction | Exact, degrees: int) -> None:
    x, y = polar(leg, degrees)
    s.at(names[0], 0, 0)
    s.at(names[1], base, 0)
    s.at(names[2], base + x, y)
    s.at(names[3], x, y)
    outline(s, names)


@substrate
def parallelogram(s: Sketch) -> None:
    """A parallelogram by two sides and an angle, or by an angle alone."""
    a, b, c, d = names = letters(s.rng, 4)
    base, leg = side(s.rng, 6, 14), side(s.rng, 4, 10)
    metric = chance(s.rng, 0.6)
    degrees = pick(s.rng, (30, 45, 60, 120, 135)) if metric else angle(s.rng, 50, 125)
    _slanted(s, names, base, Exact.surd(leg, 2, 2) if degrees in (45, 135) and chance(s.rng, 0.4) else leg, degrees)
    s.claim("parallelogram", *names)
    some_angles(s, 1, (d, a, b, degrees), (a, b, c, 180 - degrees), (b, c, d, degrees))
    if metric:
        s.claim("length", a, b, value=base)
        s.claim("length", a, d, value=s.exact_length(a, d))


@substrate
def parallelogram_height(s: Sketch) -> None:
    """A parallelogram with the height from one vertex, all of whole length."""
    a, b, c, d = names = letters(s.rng, 4)
    height, part, leg = triple(s.rng, 25)
    base = part + side(s.rng, 3, 10)
    s.at(a, 0, 0)
    s.at(b, base, 0)
    s.at(c, base + part, height)
    s.at(d, part, height)
    s.at(foot := s.name("foot"), part, 0)
    outline(s, names)
    s.line(d, foot, dashed=chance(s.rng, 0.5))
    s.claim("parallelogram", *names)
    s.claim("right_angle", d, foot, b)
    s.claim("length", a, b, value=base)
    some_lengths(s, 2, (a, d, leg), (d, foot, height), (a, foot, part))


@substrate
def rhombus(s: Sketch) -> None:
    """A rhombus by its side and an angle, or by its diagonals."""
    a, b, c, d = names = letters(s.rng, 4)
    if chance(s.rng, 0.5):
        degrees = pick(s.rng, (60, 120)) if chance(s.rng, 0.4) else angle(s.rng, 45, 135)
        length = side(s.rng, 4, 12)
        _slanted(s, names, length, length, degrees)
        s.claim("angle", d, a, b, value=degrees)
        if chance(s.rng, 0.5):
            s.claim("length", a, b, value=length)
    else:
        p, q, length = triple(s.rng, 26)
        for name, (x, y) in zip(names, ((-p, 0), (0, -q), (p, 0), (0, q)), strict=True):
            s.at(name, x, y)
        outline(s, names)
        s.at(centre := s.name("centre"), 0, 0)
        s.line(a, c)
        s.line(b, d)
        some_lengths(s, 1, (a, c, 2 * p), (a, centre, p))
        some_lengths(s, 1, (b, d, 2 * q), (a, b, length))
    s.claim("rhombus", *names)


@substrate
def kite(s: Sketch) -> None:
    """A kite with AB = AD: by its diagonals and a side, or by angles."""
    a, b, c, d = names = letters(s.rng, 4)
    if chance(s.rng, 0.5):
        half, upper, short = triple(s.rng, 20)
        lower = Fraction(whole(s.rng, int(upper) + 1, int(upper) + int(half) + 2))
        s.at(a, 0, upper)
        s.at(b, -half, 0)
        s.at(c, 0, -lower)
        s.at(d, half, 0)
        outline(s, names)
        s.at(s.name("crossing"), 0, 0)
        s.line(a, c)
        s.line(b, d)
        s.claim("length", a, b, value=short)
        s.claim("length", b, d, value=2 * half)
        s.claim("length", a, c, value=upper + lower)
    else:
        top, foot = 2 * angle(s.rng, 35, 60), 2 * angle(s.rng, 20, 34)
        x, y = polar(6, 90 - top // 2)
        s.at(a, 0.0, float(y))
        s.at(b, -float(x), 0.0)
        s.at(d, float(x), 0.0)
        u, v = polar(1, 90 - foot // 2)
        s.at(c, 0.0, -float(v) / float(u) * float(x))
        outline(s, names)
        some_angles(s, 2, (b, a, d, top), (b, c, d, foot), (a, b, c, 180 - top // 2 - foot // 2))
    s.claim("kite", *names)
