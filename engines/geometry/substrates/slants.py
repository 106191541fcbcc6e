"""Trapezoids of every kind (AB || DC, AB below) and quadrilaterals without a name."""

from __future__ import annotations

from fractions import Fraction

from ..sketching.numbers import angle, chance, letters, pick, side, triple, whole
from ..sketching.ruler import foot as foot_of
from ..sketching.ruler import meet, turn
from ..sketching.sketch import Sketch, Unfit
from .base import outline, some_angles, some_lengths, substrate


def _four(s: Sketch, names: tuple[str, ...], *corners: tuple[object, object]) -> None:
    for name, (x, y) in zip(names, corners, strict=True):
        s.at(name, x, y)
    outline(s, names)


@substrate
def trapezoid(s: Sketch) -> None:
    """A trapezoid by two base angles, now and then with both bases."""
    a, b, c, d = names = letters(s.rng, 4)
    alpha, beta = angle(s.rng, 45, 80), angle(s.rng, 45, 80)
    base = whole(s.rng, 10, 16)
    top = whole(s.rng, 4, base - 4)
    left, right = turn((1.0, 0.0), (0.0, 0.0), alpha), turn((-1.0, 0.0), (0.0, 0.0), -beta)
    # the legs go up until the line between them is as long as the top
    t = (base - top) / (left[0] / left[1] - right[0] / right[1])
    _four(s, names, (0.0, 0.0), (float(base), 0.0), (base + right[0] / right[1] * t, t), (left[0] / left[1] * t, t))
    s.claim("trapezoid", *names)
    s.claim("angle", d, a, b, value=alpha)
    if chance(s.rng, 0.6):
        s.claim("angle", a, b, c, value=beta)
    else:
        s.claim("angle", b, c, d, value=180 - beta)
    if chance(s.rng, 0.4):
        s.claim("length", a, b, value=base)
        s.claim("length", c, d, value=top)


@substrate
def trapezoid_heights(s: Sketch) -> None:
    """A trapezoid with whole legs on a common height, and one height drawn."""
    a, b, c, d = names = letters(s.rng, 4)
    left, height, leg = pick(s.rng, ((9, 12, 15), (5, 12, 13), (6, 8, 10), (3, 4, 5), (8, 15, 17)))
    right = pick(s.rng, {12: (16, 5, 9), 8: (15, 6), 4: (3,), 15: (8, 20)}[height])
    top = whole(s.rng, max(3, height // 2), height + 4)
    _four(s, names, (0, 0), (left + top + right, 0), (left + top, height), (left, height))
    foot = s.point("foot", foot_of, (d, a, b))
    s.line(d, foot, dashed=chance(s.rng, 0.4))
    s.claim("trapezoid", *names)
    s.claim("right_angle", d, foot, b)
    s.claim("length", c, d, value=top)
    s.claim("length", a, b, value=left + top + right)
    some_lengths(s, 2, (a, d, leg), (d, foot, height), (a, foot, left))


@substrate
def isosceles_trapezoid(s: Sketch) -> None:
    """An isosceles trapezoid by its bases and a leg, or by one angle."""
    a, b, c, d = names = letters(s.rng, 4)
    if chance(s.rng, 0.55):
        part, height, leg = triple(s.rng, 20)
        top = Fraction(whole(s.rng, 3, 12))
        _four(s, names, (0, 0), (2 * part + top, 0), (part + top, height), (part, height))
        s.claim("length", a, b, value=2 * part + top)
        s.claim("length", c, d, value=top)
        s.claim("length", *((a, d) if chance(s.rng, 0.5) else (b, c)), value=leg)
    else:
        alpha = angle(s.rng, 50, 78)
        width, (x, y) = float(whole(s.rng, 4, 7)), turn((5.0, 0.0), (0.0, 0.0), alpha)
        _four(s, names, (0.0, 0.0), (2 * x + width, 0.0), (x + width, y), (x, y))
        some_angles(s, 1, (d, a, b, alpha), (a, b, c, alpha), (b, c, d, 180 - alpha))
    s.claim("isosceles_trapezoid", *names)


@substrate
def right_trapezoid(s: Sketch) -> None:
    """A trapezoid with two right angles; bases and height, or bases and the slant leg."""
    a, b, c, d = names = letters(s.rng, 4)
    height, part, leg = triple(s.rng, 20)
    top = side(s.rng, 3, 12)
    _four(s, names, (0, 0), (top + part, 0), (top, height), (0, height))
    s.claim("trapezoid", *names)
    s.claim("right_angle", d, a, b)
    s.claim("length", a, b, value=top + part)
    s.claim("length", c, d, value=top)
    some_lengths(s, 1, (a, d, height), (b, c, leg))


@substrate
def quadrilateral_angles(s: Sketch) -> None:
    """A quadrilateral without parallel sides, by three of its angles."""
    a, b, c, d = names = letters(s.rng, 4)
    alpha, beta, gamma = angle(s.rng, 60, 110), angle(s.rng, 65, 120), angle(s.rng, 65, 115)
    if not 60 <= 360 - alpha - beta - gamma <= 130 or abs(alpha + beta - 180) < 8 or abs(beta + gamma - 180) < 8:
        raise Unfit("too near to a parallelogram")
    p, q = (0.0, 0.0), (9.0, 0.0)
    length = float(whole(s.rng, 5, 8))
    r = turn((q[0] - length, 0.0), q, -beta)
    e = meet(p, turn(q, p, alpha), r, turn(q, r, -gamma))
    _four(s, names, p, q, r, e)
    corners = ((d, a, b, alpha), (a, b, c, beta), (b, c, d, gamma), (c, d, a, 360 - alpha - beta - gamma))
    if any(abs(s.angle(*names) - value) > 1e-6 for *names, value in corners):
        raise Unfit("not convex")
    some_angles(s, 3, *corners)


@substrate
def quadrilateral_right(s: Sketch) -> None:
    """A quadrilateral cut by a diagonal into two right triangles with whole sides."""
    a, b, c, d = names = letters(s.rng, 4)
    # ABC right at B on the diagonal AC, then ACD right at C
    p, q, r, leg, far = pick(
        s.rng, ((3, 4, 5, 12, 13), (4, 3, 5, 12, 13), (6, 8, 10, 24, 26), (9, 12, 15, 8, 17), (12, 9, 15, 20, 25))
    )
    k = Fraction(leg, r)
    # B at the origin, A above, C to the right, D beyond AC
    s.at(b, 0, 0)
    s.at(a, 0, p)
    s.at(c, q, 0)
    s.at(d, q + p * k, q * k)
    outline(s, names)
    s.line(a, c)
    s.claim("right_angle", a, b, c)
    s.claim("right_angle", a, c, d)
    s.claim("length", a, b, value=p)
    s.claim("length", b, c, value=q)
    some_lengths(s, 1, (c, d, leg), (a, d, far))
