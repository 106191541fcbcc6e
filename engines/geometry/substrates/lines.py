"""Parallel and crossing lines."""

from __future__ import annotations

from ..sketching.numbers import angle, chance, pick
from ..sketching.ruler import meet, turn
from ..sketching.sketch import Sketch
from .base import polar, some_angles, some_lengths, substrate


@substrate
def parallel_transversal(s: Sketch) -> None:
    """Two parallel lines and a transversal that sticks out on both sides: one angle."""
    a, b, c, d, e, f = tuple(pick(s.rng, ("ABCDEF", "ABCDEF", "PQRSTU", "KLMNPQ")))
    degrees = angle(s.rng, 40, 140)
    x, y = (float(v) for v in polar(1, degrees))
    gap = 3.0
    low, high = (0.0, 0.0), (gap * x / y, gap)
    for name, px, py in ((a, high[0] - 4, gap), (b, high[0] + 4, gap), (c, -4.0, 0.0), (d, 4.0, 0.0)):
        s.at(name, px, py)
    s.at(e, high[0] + 2 * x, high[1] + 2 * y)
    s.at(f, low[0] - 2 * x, low[1] - 2 * y)
    g = s.point("", meet, (a, b, e, f))
    h = s.point("", meet, (c, d, e, f))
    s.line(a, g, b)
    s.line(c, h, d)
    s.line(e, g, h, f)
    s.claim("parallel", a, b, c, d)
    some_angles(
        s, 1, (e, g, b, degrees), (a, g, e, 180 - degrees), (b, g, h, 180 - degrees), (d, h, g, degrees), (c, h, f, degrees)
    )


@substrate
def parallel_triangle(s: Sketch) -> None:
    """Two parallel lines with a triangle between them: angles at the upper line and inside."""
    a, b, c, d, e = tuple(pick(s.rng, ("ABCDE", "ABCDE", "PQRST", "KLMNP")))  # line D-A-E above, triangle ABC below
    beta, gamma = angle(s.rng, 35, 75), angle(s.rng, 35, 75)
    s.at(b, 0.0, 0.0)
    s.at(c, 7.0, 0.0)
    s.point(a, _apex, (b, c), beta, gamma)
    x, y = s.points[a]
    s.at(d, x - 4, y)
    s.at(e, x + 4, y)
    s.line(d, a, e)
    s.line(a, b)
    s.line(a, c)
    if chance(s.rng, 0.5):
        s.line(b, c)
    else:
        s.at(f := s.name(), -1.6, 0.0)
        s.at(g := s.name(), 8.6, 0.0)
        s.line(f, b, c, g)
    s.claim("parallel", d, e, b, c)
    some_angles(s, 2, (d, a, b, beta), (c, a, e, gamma), (b, a, c, 180 - beta - gamma))


def _apex(b: tuple[float, float], c: tuple[float, float], beta: float, gamma: float) -> tuple[float, float]:
    """The third vertex over BC with these angles at B and C."""
    return meet(b, turn(c, b, beta), c, turn(b, c, -gamma))


@substrate
def parallel_three(s: Sketch) -> None:
    """Three parallel lines cut by two transversals in whole proportional parts."""
    names = tuple(pick(s.rng, ("ABCDEF", "ABCDEF", "PQRSTU")))
    a, b, c, d, e, f = names  # A, B, C on the left transversal, D, E, F on the right one
    p, q, r, t = pick(
        s.rng, ((4, 6, 6, 9), (6, 9, 4, 6), (6, 8, 9, 12), (3, 6, 4, 8), (4, 8, 3, 6), (8, 10, 12, 15), (4, 5, 4, 5))
    )
    # both transversals lean outwards between lines whose distances are as p to q
    height = 0.95 * min(p + q, r + t)
    left, right = ((length**2 - height**2) ** 0.5 for length in (p + q, r + t))
    top = height * 0.5
    for share, u, v in ((1.0, a, d), (q / (p + q), b, e), (0.0, c, f)):
        s.at(u, -left * (1 - share), share * height)
        s.at(v, top + right * (1 - share), share * height)
    s.line(a, b, c)
    s.line(d, e, f)
    for u, v in ((a, d), (b, e), (c, f)):
        s.line(u, v)
    s.claim("parallel", a, d, b, e)
    s.claim("parallel", b, e, c, f)
    some_lengths(s, 3, (a, b, p), (b, c, q), (d, e, r), (e, f, t))


@substrate
def crossing_lines(s: Sketch) -> None:
    """Two lines that cross, and often a ray between them."""
    a, b, c, d = tuple(pick(s.rng, ("ABCD", "ABCD", "PQRS", "KLMN")))
    degrees = angle(s.rng, 35, 145)
    x, y = (4 * float(v) for v in polar(1, degrees))
    s.at(a, -4.5, 0.0)
    s.at(b, 4.5, 0.0)
    s.at(c, x, y)
    s.at(d, -x, -y)
    o = s.point("O", meet, (a, b, c, d))
    s.line(a, o, b)
    s.line(c, o, d)
    some_angles(s, 1, (b, o, c, degrees), (a, o, c, 180 - degrees), (a, o, d, degrees))
    room = max(degrees, 180 - degrees)
    if room >= 80 and chance(s.rng, 0.75):
        part = angle(s.rng, 25, room - 35)
        start = 0 if degrees == room else degrees
        s.at(e := s.name(), *(4 * float(v) for v in polar(1, start + part)))
        s.line(o, e)
        s.claim("angle", b if degrees == room else c, o, e, value=part)


@substrate
def angle_fan(s: Sketch) -> None:
    """Rays from a point of a straight line: a right angle or two angles on it."""
    a, b, c, d = tuple(pick(s.rng, ("ABCD", "ABCD", "PQRS")))
    s.at("O", 0, 0)
    s.at(a, -4, 0)
    s.at(b, 4, 0)
    first = 90 if chance(s.rng, 0.35) else angle(s.rng, 35, 75)
    second = angle(s.rng, 30, 150 - first)
    s.at(c, *(5.0 * float(v) for v in polar(1, first)))
    s.at(d, *(5.0 * float(v) for v in polar(1, first + second)))
    s.line(a, "O", b)
    s.line("O", c)
    s.line("O", d)
    if first == 90:
        s.claim("right_angle", b, "O", c)
        some_angles(s, 1, (c, "O", d, second), (a, "O", d, 180 - first - second))
    else:
        some_angles(s, 2, (b, "O", c, first), (c, "O", d, second), (a, "O", d, 180 - first - second))
