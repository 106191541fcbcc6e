"""A circle about O with points on it, joined: central and inscribed angles, chords, cyclic quadrilaterals, sectors."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ..sketching.numbers import angle, chance, circle_letters, pick, side, triple, whole
from ..sketching.ruler import foot, meet
from ..sketching.sketch import Sketch, Unfit
from .base import outline, polar, some_angles, some_lengths, substrate


def ring(s: Sketch, radius: object, names: Sequence[str], directions: Sequence[int]) -> None:
    """Points of the circle about O in the given directions, degrees."""
    s.at("O", 0, 0)
    for name, degrees in zip(names, directions, strict=True):
        s.at(name, *polar(radius, degrees))
    s.circle("O", names[0])


def parts(s: Sketch, count: int, least: int = 40) -> list[int]:
    """Arcs of whole degrees around a circle."""
    for _ in range(20):
        arcs = [2 * angle(s.rng, least // 2, 75) for _ in range(count - 1)]
        if least <= 360 - sum(arcs) <= 160:
            return [*arcs, 360 - sum(arcs)]
    raise Unfit("the arcs do not close")


def starts(arcs: Sequence[int], first: int) -> list[int]:
    """The directions at which the arcs begin."""
    return [first + sum(arcs[:i]) for i in range(len(arcs))]


@substrate
def circle_triangle(s: Sketch) -> None:
    """A triangle inscribed in a circle, with radii to two of its vertices: two angles, or two arcs."""
    names = p, q, r = circle_letters(s.rng, 3)
    arcs = parts(s, 3, 70)
    ring(s, 6, names, starts(arcs, 90))
    outline(s, names)
    opposite = [(q, p, r, Fraction(arcs[1], 2)), (p, q, r, Fraction(arcs[2], 2)), (p, r, q, Fraction(arcs[0], 2))]
    drawn = [(p, q, arcs[0]), (q, r, arcs[1]), (p, r, arcs[2])]
    first = int(s.rng.integers(3))
    a, b, arc = drawn[first]
    if chance(s.rng, 0.6):
        s.line("O", a)
        s.line("O", b)
        rest = [option for option in opposite if option[1] in (a, b)]
        s.claim("angle", a, "O", b, value=arc)
        some_angles(s, 1, *rest)
    elif chance(s.rng, 0.5):
        some_angles(s, 2, *opposite)
    else:
        for a, b, arc in (drawn[first], drawn[(first + 1) % 3]):
            s.claim("arc", a, b, "O", value=arc)


@substrate
def circle_diameter(s: Sketch) -> None:
    """A triangle on a diameter (Thales): whole sides, or an angle."""
    names = p, q, r = circle_letters(s.rng, 3)  # PQ is the diameter
    if chance(s.rng, 0.5):
        u, v, w = triple(s.rng, 30)
        s.at("O", 0, 0)
        s.at(p, -w / 2, 0)
        s.at(q, w / 2, 0)
        s.at(r, (u * u - v * v) / (2 * w), u * v / w)  # PR = u, QR = v
        s.circle("O", p)
        some_lengths(s, 2, (p, r, u), (q, r, v), (p, q, w))
    else:
        alpha = angle(s.rng, 25, 65)
        radius = side(s.rng, 4, 12)
        ring(s, radius, names, (180, 0, 2 * alpha))
        some_angles(s, 1, (q, p, r, alpha), (p, q, r, 90 - alpha))
        if chance(s.rng, 0.4):
            some_lengths(s, 1, (p, q, 2 * radius), ("O", p, radius))
    s.line(p, "O", q)
    s.line(p, r, q)


@substrate
def circle_central(s: Sketch) -> None:
    """A central angle and an inscribed one on the same arc."""
    names = p, q, r = circle_letters(s.rng, 3)
    arc = 2 * angle(s.rng, 30, 70)
    tilt = whole(s.rng, -20, 20)
    ring(s, 6, names, (270 - arc // 2, 270 + arc // 2, 90 + tilt))
    s.line("O", p)
    s.line("O", q)
    s.line(p, r, q)
    some_angles(s, 1, (p, "O", q, arc), (p, r, q, arc // 2))
    if chance(s.rng, 0.5):
        s.line("O", r)


@substrate
def circle_chord(s: Sketch) -> None:
    """A chord, the foot of the perpendicular from the centre, and a radius, all whole."""
    p, q = circle_letters(s.rng, 2)
    half, away, radius = triple(s.rng, 26)
    s.at("O", 0, 0)
    s.at(p, -half, -away)
    s.at(q, half, -away)
    s.circle("O", p)
    m = s.point("midpoint", foot, ("O", p, q))
    s.line(p, q)
    s.line("O", m)
    s.line("O", p)
    s.claim("right_angle", "O", m, p)
    some_lengths(s, 2, ("O", p, radius), ("O", m, away), (p, q, 2 * half))


@substrate
def circle_sector(s: Sketch) -> None:
    """Two radii, with or without their chord: radius and central angle."""
    p, q = circle_letters(s.rng, 2)
    arc = pick(s.rng, (45, 60, 72, 90, 90, 120, 135, 150))
    radius = side(s.rng, 3, 12)
    ring(s, radius, (p, q), (90 - arc // 2, 90 - arc // 2 + arc))
    s.line("O", p)
    s.line("O", q)
    if chance(s.rng, 0.6):
        s.line(p, q)
    if arc == 90:
        s.claim("right_angle", p, "O", q)
    else:
        s.claim("angle", p, "O", q, value=arc)
    s.claim("length", "O", p, value=radius)


@substrate
def crossing_chords(s: Sketch) -> None:
    """Two chords that cross inside the circle: three of the four parts, or arcs and angles."""
    a, b, c, d = circle_letters(s.rng, 4)
    if chance(s.rng, 0.5):
        pa, pb, pc, pd = pick(s.rng, ((4, 6, 3, 8), (3, 8, 4, 6), (6, 6, 4, 9), (5, 8, 4, 10), (6, 8, 4, 12), (3, 10, 5, 6)))
        k = pick(s.rng, (Fraction(1), Fraction(1), Fraction(1, 2), Fraction(3, 2)))
        lengths = [pa * k, pb * k, pc * k, pd * k]
        cosine, sine = pick(
            s.rng, ((Fraction(3, 5), Fraction(4, 5)), (Fraction(5, 13), Fraction(12, 13)), (Fraction(0), Fraction(1)))
        )
        x = (lengths[1] - lengths[0]) / 2  # the centre above the middle of AB, seen from the crossing
        y = ((lengths[3] - lengths[2]) / 2 - x * cosine) / sine
        s.at("O", x, y)
        s.at(a, -lengths[0], 0)
        s.at(b, lengths[1], 0)
        s.at(c, -lengths[2] * cosine, -lengths[2] * sine)
        s.at(d, lengths[3] * cosine, lengths[3] * sine)
        s.circle("O", a)
        p = s.point("outside", meet, (a, b, c, d))
        some_lengths(s, 3, *((p, n, v) for n, v in zip((a, b, c, d), lengths, strict=True)))
        if cosine == 0:
            s.claim("right_angle", a, p, c)
    else:
        arcs = parts(s, 4)
        ring(s, 6, (a, c, b, d), starts(arcs, 200))
        p = s.point("outside", meet, (a, b, c, d))
        s.claim("arc", a, c, "O", value=arcs[0])
        if chance(s.rng, 0.5):
            s.claim("arc", b, d, "O", value=arcs[2])
        else:
            s.claim("angle", a, p, c, value=Fraction(arcs[0] + arcs[2], 2))
        if chance(s.rng, 0.5):
            s.line(a, c)
            s.line(b, d)
    s.line(a, p, b)
    s.line(c, p, d)


@substrate
def cyclic_quadrilateral(s: Sketch) -> None:
    """A quadrilateral inscribed in a circle: two angles of it, or arcs."""
    names = a, b, c, d = circle_letters(s.rng, 4)
    arcs = parts(s, 4)
    ring(s, 6, names, starts(arcs, 130))
    outline(s, names)
    corners = [
        (d, a, b, Fraction(arcs[1] + arcs[2], 2)),
        (a, b, c, Fraction(arcs[2] + arcs[3], 2)),
        (b, c, d, Fraction(arcs[3] + arcs[0], 2)),
        (c, d, a, Fraction(arcs[0] + arcs[1], 2)),
    ]
    first = int(s.rng.integers(2))
    some_angles(s, 1, corners[first], corners[first + 2])
    some_angles(s, 1, corners[1 - first], corners[3 - first])
    if chance(s.rng, 0.35):
        s.line(a, c)
        s.claim("angle", b, a, c, value=Fraction(arcs[1], 2))


@substrate
def inscribed_polygon(s: Sketch) -> None:
    """A regular triangle, square or hexagon in a circle, with a radius."""
    n = pick(s.rng, (3, 4, 6, 6))
    names = circle_letters(s.rng, n)
    radius = side(s.rng, 4, 12)
    ring(s, radius, names, [90 + (45 if n == 4 else 0) + 360 // n * i for i in range(n)])
    outline(s, names)
    i = int(s.rng.integers(n))
    s.line("O", names[i])
    if chance(s.rng, 0.6):
        s.line("O", names[(i + 1) % n])
    s.claim({3: "equilateral", 4: "square"}.get(n, "regular"), *names)
    if chance(s.rng, 0.6):
        s.claim("length", "O", names[i], value=radius)
    else:
        s.claim("length", names[0], names[1], value=s.exact_length(names[0], names[1]))
