"""Regular polygons, and squares with circles in and around them."""

from __future__ import annotations

from fractions import Fraction

from proofpress.exact import Exact

from ..sketching.numbers import chance, circle_letters, letters, pick, side
from ..sketching.ruler import foot
from ..sketching.sketch import Sketch
from .base import outline, polar, some_lengths, substrate


def regular(s: Sketch, n: int, radius: Fraction) -> tuple[str, ...]:
    """A regular polygon with a side below."""
    names = tuple("ABCDEFGH"[:n]) if chance(s.rng, 0.75) else tuple("PQRSTUVW"[:n])
    first = -90 - 180 // n
    for i, name in enumerate(names):
        s.at(name, *polar(radius, first + 360 // n * i))
    outline(s, names)
    s.claim("regular", *names)
    return names


@substrate
def pentagon(s: Sketch) -> None:
    """A regular pentagon; nothing is given but that it is regular."""
    regular(s, 5, Fraction(5))


@substrate
def hexagon(s: Sketch) -> None:
    """A regular hexagon and its side."""
    length = side(s.rng, 4, 12)
    names = regular(s, 6, length)
    i = int(s.rng.integers(6))
    s.claim("length", names[i], names[(i + 1) % 6], value=length)


@substrate
def octagon(s: Sketch) -> None:
    """A regular octagon."""
    names = tuple("ABCDEFGH")
    a, h = Exact(side(s.rng, 4, 10)), Exact.surd(1, 2, 2)
    # a square's side with the corners cut: offsets 0, a/√2, a/√2 + a, a√2 + a
    o = [Exact(0), a * h, a * h + a, a * h * 2 + a]
    for name, (x, y) in zip(names, ((1, 0), (2, 0), (3, 1), (3, 2), (2, 3), (1, 3), (0, 2), (0, 1)), strict=True):
        s.at(name, o[x], o[y])
    outline(s, names)
    s.claim("regular", *names)
    if chance(s.rng, 0.5):
        s.claim("length", "A", "B", value=a)


@substrate
def polygon_centre(s: Sketch) -> None:
    """A regular pentagon, hexagon or octagon with its centre and two radii."""
    n = pick(s.rng, (5, 6, 8))
    names = tuple("ABCDEFGH"[:n])
    for i, name in enumerate(names):
        s.at(name, *polar(6, 360 // n * i - 90 - 180 // n))
    s.at("O", 0, 0)
    outline(s, names)
    s.claim("regular", *names)
    s.circle("O", names[0])
    s.line("O", names[0])
    s.line("O", names[1])
    if n == 6:
        s.claim("length", *(("O", "A") if chance(s.rng, 0.5) else ("A", "B")), value=6)


@substrate
def square_incircle(s: Sketch) -> None:
    """A circle inscribed in a square, with its touch points."""
    names = a, b, c, d = letters(s.rng, 4)
    radius = Fraction(side(s.rng, 2, 7))
    for name, (x, y) in zip(names, ((-1, -1), (1, -1), (1, 1), (-1, 1)), strict=True):
        s.at(name, x * radius, y * radius)
    outline(s, names)
    s.at("O", 0, 0)
    touches = [s.point("", foot, ("O", p, q)) for p, q in ((a, b), (b, c), (c, d), (d, a))]
    s.circle("O", touches[0])
    s.claim("square", *names)
    for t, p in zip(touches, names, strict=True):
        s.claim("tangent", t, p, "O")
    s.line("O", touches[1])
    some_lengths(s, 1, (a, b, 2 * radius), ("O", touches[1], radius))
    s.shaded = ("difference", f"polygon:{','.join(names)}", "circle:O")


@substrate
def square_circumcircle(s: Sketch) -> None:
    """A square, or a rectangle with a whole diagonal, inscribed in a circle, shaded between them."""
    names = circle_letters(s.rng, 4)
    u, v, w = pick(s.rng, ((1, 1, 0), (3, 4, 5), (6, 8, 10), (5, 12, 13), (8, 15, 17)))
    k = side(s.rng, 2, 7) if u == 1 else Fraction(1)
    for name, (x, y) in zip(names, ((-1, -1), (1, -1), (1, 1), (-1, 1)), strict=True):
        s.at(name, x * v * k, y * u * k)
    outline(s, names)
    s.at("O", 0, 0)
    s.circle("O", names[0])
    s.line(names[0], "O", names[2])
    s.claim("square" if u == 1 else "rectangle", *names)
    s.claim("length", names[0], names[1], value=2 * v * k)
    if u != 1:
        some_lengths(s, 1, (names[1], names[2], 2 * u * k), (names[0], names[2], 2 * w * k))
    s.shaded = ("difference", "circle:O", f"polygon:{','.join(names)}")


@substrate
def concentric_square(s: Sketch) -> None:
    """A square whose side midpoints are joined to an inner square, shaded between or inside."""
    names = a, b, c, d = letters(s.rng, 4)
    k = Fraction(side(s.rng, 3, 8))
    for name, (x, y) in zip(names, ((-1, -1), (1, -1), (1, 1), (-1, 1)), strict=True):
        s.at(name, x * k, y * k)
    inner = []
    for p, q, x, y in ((a, b, 0, -1), (b, c, 1, 0), (c, d, 0, 1), (d, a, -1, 0)):
        inner.append(s.at(s.name(), x * k, y * k))
        s.claim("midpoint", inner[-1], p, q)
    outline(s, names)
    outline(s, inner)
    s.claim("square", *names)
    s.claim("length", a, b, value=2 * k)
    s.shaded = ("difference", f"polygon:{','.join(names)}", f"polygon:{','.join(inner)}")


@substrate
def rectangle_triangle(s: Sketch) -> None:
    """A rectangle with a triangle on one side and its apex on the other: the rest is shaded."""
    names = a, b, c, d = letters(s.rng, 4)
    height = side(s.rng, 4, 9)
    width = max(Fraction(7), height + side(s.rng, 1, 6))
    part = Fraction(int(s.rng.integers(2, int(width) - 1)))
    for name, (x, y) in zip(names, ((0, 0), (width, 0), (width, height), (0, height)), strict=True):
        s.at(name, x, y)
    e = s.at(s.name(), part, height)
    outline(s, names)
    s.line(a, e, b)
    s.claim("rectangle", *names)
    s.claim("length", a, b, value=width)
    s.claim("length", b, c, value=height)
    some_lengths(s, 1, (d, e, part), (c, e, width - part))
    s.shaded = ("difference", f"polygon:{','.join(names)}", f"polygon:{a},{b},{e}") if chance(s.rng, 0.5) else None
