"""A circle about O and a point outside it: tangents and secants."""

from __future__ import annotations

import math
from fractions import Fraction

from proofpress.exact import Exact

from ..sketching.numbers import angle, chance, pick, side, triple
from ..sketching.ruler import foot
from ..sketching.sketch import Sketch
from .base import polar, some_angles, some_lengths, substrate


def _from_outside(s: Sketch, radius: Fraction, away: Fraction) -> tuple[str, str]:
    """The centre O, a point outside at distance `away`, and the touch point of one tangent from it, exact."""
    outside, touch = pick(s.rng, (("P", "A"), ("P", "T"), ("A", "B"), ("P", "Q")))
    s.at("O", 0, 0)
    s.at(outside, away, 0)
    tangent = Exact(away * away - radius * radius).sqrt()
    s.at(touch, radius * radius / away, radius * tangent / away)
    s.circle("O", touch)
    return outside, touch


@substrate
def tangent_radius(s: Sketch) -> None:
    """A tangent from a point outside with the radius to where it touches, and the line to the centre."""
    if chance(s.rng, 0.55):
        radius, tangent, away = triple(s.rng, 30)
        p, t = _from_outside(s, radius, away)
        some_lengths(s, 2, ("O", t, radius), (p, t, tangent), ("O", p, away))
    else:
        alpha = angle(s.rng, 22, 60)
        p, t = pick(s.rng, (("P", "A"), ("P", "T"), ("A", "B")))
        radius = side(s.rng, 4, 10)
        s.at("O", 0, 0)
        s.at(t, *polar(radius, 90))
        s.at(p, *_leg(radius, alpha))
        s.circle("O", t)
        some_angles(s, 1, ("O", p, t, alpha), (p, "O", t, 90 - alpha))
        if chance(s.rng, 0.4):
            s.claim("length", "O", t, value=radius)
    s.line("O", t)
    s.line(p, t)
    s.line("O", p)
    s.claim("tangent", t, p, "O")


def _leg(radius: Fraction, alpha: int) -> tuple[object, object]:
    """Where the tangent at (0, radius) is seen from at the angle alpha to the centre."""
    exact = {30: Exact.surd(radius, 3), 45: Exact(radius), 60: Exact.surd(radius, 3, 3)}
    if alpha in exact:
        return exact[alpha], radius
    return float(radius) / math.tan(math.radians(alpha)), float(radius)


@substrate
def two_tangents(s: Sketch) -> None:
    """Both tangents from a point outside, with radii: their angle, or whole lengths."""
    p, a, b = tuple(pick(s.rng, ("PAB", "PAB", "PQR", "ABC", "TAB")))
    if chance(s.rng, 0.5):
        radius, tangent, away = triple(s.rng, 30)
        x, y = radius * radius / away, radius * tangent / away
        s.at("O", 0, 0)
        s.at(p, away, 0)
        s.at(a, x, y)
        s.at(b, x, -y)
        s.line("O", p)
        some_lengths(s, 2, ("O", a, radius), (p, b, tangent), ("O", p, away))
    else:
        half = angle(s.rng, 20, 50)
        radius = Fraction(5)
        s.at("O", 0, 0)
        s.at(a, *polar(radius, 90 - half))
        s.at(b, *polar(radius, half - 90))
        s.at(p, *_apex(radius, half))
        some_angles(s, 1, (a, p, b, 2 * half), (a, "O", b, 180 - 2 * half))
        if chance(s.rng, 0.4):
            s.line(a, b)
    s.circle("O", a)
    s.line("O", a, p)
    s.line("O", b, p)
    s.claim("tangent", a, p, "O")
    s.claim("tangent", b, p, "O")


def _apex(radius: Fraction, half: int) -> tuple[object, object]:
    if half == 30:
        return Exact(2 * radius), Exact(0)
    if half == 45:
        return Exact.surd(radius, 2), Exact(0)
    return float(radius) / math.sin(math.radians(half)), 0.0


@substrate
def tangent_secant(s: Sketch) -> None:
    """A tangent and a secant from one point, whole: two of tangent, outer part, chord."""
    # PT^2 = PA * PB
    tangent, near, far = pick(s.rng, ((6, 4, 9), (12, 8, 18), (10, 5, 20), (8, 4, 16), (15, 9, 25), (12, 9, 16), (4, 2, 8)))
    p, t, a, b = tuple(pick(s.rng, ("PTAB", "PABC", "PQRS")))
    cosine, sine = pick(
        s.rng, ((Fraction(3, 5), Fraction(4, 5)), (Fraction(4, 5), Fraction(3, 5)), (Fraction(12, 13), Fraction(5, 13)))
    )
    # P at the origin, the secant along the x-axis; the centre is above the chord's middle and square to the tangent
    middle = Fraction(near + far, 2)
    height = (tangent - middle * cosine) / sine
    s.at("O", middle, height)
    s.at(p, 0, 0)
    s.at(t, tangent * cosine, tangent * sine)
    s.at(a, near, 0)
    s.at(b, far, 0)
    s.circle("O", t)
    s.line(p, a, b)
    s.line(p, t)
    if chance(s.rng, 0.5):
        s.line(t, a)
        s.line(t, b)
    s.claim("tangent", t, p, "O")
    some_lengths(s, 2, (p, t, tangent), (p, a, near), (a, b, far - near))


@substrate
def two_secants(s: Sketch) -> None:
    """Two secants from one point: three of their four parts."""
    p, a, b, c, d = tuple(pick(s.rng, ("PABCD", "PABCD", "PQRST")))
    near, far, near2, far2 = pick(
        s.rng, ((4, 12, 6, 8), (5, 12, 6, 10), (4, 15, 5, 12), (6, 15, 9, 10), (8, 15, 10, 12), (4, 9, 3, 12))
    )
    cosine, sine = pick(
        s.rng, ((Fraction(3, 5), Fraction(4, 5)), (Fraction(4, 5), Fraction(3, 5)), (Fraction(12, 13), Fraction(5, 13)))
    )
    middle, middle2 = Fraction(near + far, 2), Fraction(near2 + far2, 2)
    s.at("O", middle, (middle2 - middle * cosine) / sine)
    s.at(p, 0, 0)
    s.at(a, near, 0)
    s.at(b, far, 0)
    s.at(c, near2 * cosine, near2 * sine)
    s.at(d, far2 * cosine, far2 * sine)
    s.circle("O", a)
    s.line(p, a, b)
    s.line(p, c, d)
    some_lengths(s, 2, (p, a, near), (a, b, far - near))
    some_lengths(s, 1, (p, c, near2), (p, d, far2))


@substrate
def tangent_chord(s: Sketch) -> None:
    """A tangent line and a chord from the touch point, with an inscribed angle on it."""
    t, a, b = tuple(pick(s.rng, ("ABC", "TAB", "PQR")))
    arc = 2 * angle(s.rng, 30, 80)
    other = 2 * angle(s.rng, 30, 80)
    s.at("O", 0, 0)
    s.at(t, *polar(6, 270))
    s.at(a, *polar(6, 270 + arc))
    s.at(b, *polar(6, 270 - other))
    s.at(left := s.name(), -7, -6)
    s.at(right := s.name(), 7, -6)
    s.circle("O", t)
    s.line(left, t, right)
    s.line(t, a, b, t)
    s.claim("tangent", t, left, "O")
    some_angles(s, 2, (right, t, a, arc // 2), (left, t, b, other // 2), (t, b, a, arc // 2), (t, a, b, other // 2))


@substrate
def tangent_circumscribed(s: Sketch) -> None:
    """A right triangle around a circle: the centre, the touch points and whole sides."""
    u, v, w = triple(s.rng, 40)
    a, b, c = tuple(pick(s.rng, ("ABC", "PQR", "XYZ")))  # the right angle is at B
    radius = (u + v - w) / 2
    s.at(b, 0, 0)
    s.at(a, 0, u)
    s.at(c, v, 0)
    s.at(o := pick(s.rng, "IO"), radius, radius)
    s.line(a, b, c, a)
    touches = [s.point("", foot, (o, p, q)) for p, q in ((a, b), (b, c), (a, c))]
    s.circle(o, touches[0])
    s.claim("right_angle", a, b, c)
    for t, p in zip(touches, (a, b, c), strict=True):
        s.claim("tangent", t, p, o)
    for t in touches[:2]:
        s.line(o, t)
    some_lengths(s, 2, (a, b, u), (b, c, v), (a, c, w))
