"""Lines in and at a circle: radii, chords, diameters, tangents, inscribed angles."""

from __future__ import annotations

from fractions import Fraction

from ..sketching.numbers import chance, pick, whole
from ..sketching.ruler import Pt, bisect, circumcentre, foot, meet, mix, normal, onto, second, touch, turn
from ..sketching.sketch import Sketch, Unfit
from .base import construction, some_circle, two_on_circle


@construction
def radius(s: Sketch) -> None:
    """A radius to a point of the circle."""
    o, on = some_circle(s)
    free = [p for p in on if not s.drawn(o, p)]
    if not free:
        raise Unfit("every radius is drawn")
    s.line(o, pick(s.rng, free))


@construction
def central_angle(s: Sketch) -> None:
    """Radii to the ends of a chord."""
    o, a, b = two_on_circle(s)
    if (s.drawn(o, a) and s.drawn(o, b)) or not s.drawn(a, b):
        raise Unfit("there is no chord without its radii")
    s.line(o, a)
    s.line(o, b)


@construction
def chord(s: Sketch) -> None:
    """Two points of the circle joined."""
    _, a, b = two_on_circle(s)
    if s.drawn(a, b):
        raise Unfit("the chord is drawn")
    s.line(a, b)


def _new_on(s: Sketch, o: str, a: str, low: int = 40, high: int = 150) -> tuple[str, int]:
    """A point of the circle at an arc of whole degrees from A."""
    degrees = 5 * whole(s.rng, low // 5, high // 5)
    return s.point("", turn, (a, o), degrees if chance(s.rng, 0.5) else -degrees), degrees


@construction
def arc_chord(s: Sketch) -> None:
    """A chord from a point of the circle to a new one, and the arc between them."""
    o, on = some_circle(s)
    a = pick(s.rng, on)
    b, degrees = _new_on(s, o, a)
    s.line(a, b)
    s.claim("arc", a, b, o, value=degrees)


@construction
def diameter(s: Sketch) -> None:
    """The diameter through a point of the circle."""
    o, on = some_circle(s)
    a = pick(s.rng, on)
    b = s.point("", mix, (a, o), 2)
    s.line(a, o, b)


@construction
def diameter_triangle(s: Sketch) -> None:
    """The diameter through the end of a chord, and its other end joined: an angle in a semicircle."""
    o, a, b = two_on_circle(s)
    if not s.drawn(a, b):
        raise Unfit("there is no such chord")
    c = s.point("", mix, (a, o), 2)
    s.line(a, o, c)
    s.line(b, c)


@construction
def inscribed_angle(s: Sketch) -> None:
    """A new point of the circle joined to the ends of a chord."""
    o, a, b = two_on_circle(s)
    if not (s.drawn(a, b) or (s.drawn(o, a) and s.drawn(o, b))):
        raise Unfit("there is no chord and no central angle")
    degrees = s.angle(a, o, b)
    middle = (360 - degrees) / 2
    swing = 5 * round((middle + float(whole(s.rng, -20, 20))) / 5)
    sign = -1 if s.side(o, a, b) > 0 else 1
    c = s.point("", turn, (a, o), sign * swing)
    s.line(a, c, b)
    if chance(s.rng, 0.3) and swing <= 150:
        s.claim("arc", a, c, o, value=swing)


@construction
def tangent_at(s: Sketch) -> None:
    """The tangent at a point of the circle, to both sides."""
    o, on = some_circle(s)
    free = [p for p in on if all((p, o) != (t[0], t[2]) for t in s.claimed("tangent"))]
    if not free:
        raise Unfit("every point has its tangent")
    a = pick(s.rng, free)
    d = s.point("", normal, (a, o, a), Fraction(4, 5))
    e = s.point("", normal, (a, o, a), Fraction(-4, 5))
    s.line(d, a, e)
    s.claim("tangent", a, d, o)


@construction
def tangent_to_radius(s: Sketch) -> None:
    """The tangent at a point of the circle to where a radius drawn on meets it."""
    o, a, b = two_on_circle(s)
    if not 28 <= s.angle(a, o, b) <= 68:
        raise Unfit("they would not meet near by")
    p = s.point("outside", _tangent_meets, (a, o, b))
    s.line(a, p)
    s.line(o, b, p)
    s.line(o, a)
    s.claim("tangent", a, p, o)


def _tangent_meets(a: Pt, o: Pt, b: Pt) -> Pt:
    """Where the tangent at A meets line OB."""
    return meet(a, normal(a, o, a, 1), o, b)


@construction
def tangents_to_meet(s: Sketch) -> None:
    """The tangents at two points of the circle, to where they meet."""
    o, a, b = two_on_circle(s)
    if not 70 <= s.angle(a, o, b) <= 140:
        raise Unfit("they would not meet near by")
    p = s.point("outside", _pole, (a, o, b))
    s.line(p, a)
    s.line(p, b)
    s.claim("tangent", a, p, o)
    s.claim("tangent", b, p, o)


def _pole(a: Pt, o: Pt, b: Pt) -> Pt:
    """Where the tangents at A and B meet."""
    return meet(a, normal(a, o, a, 1), b, normal(b, o, b, 1))


@construction
def tangents_from_point(s: Sketch) -> None:
    """A tangent from a point that is outside the circle already."""
    o, on = some_circle(s)
    r = s.radius(o)
    outside = [p for p in s.points if p not in on and s.distance(o, p) > 1.3 * r]
    if not outside:
        raise Unfit("there is no point outside")
    p = pick(s.rng, outside)
    t = s.point("tangency", touch, (p, o, on[0]), 1 if chance(s.rng, 0.5) else -1)
    s.line(p, t)
    if chance(s.rng, 0.5):
        s.line(o, t)
    s.claim("tangent", t, p, o)


@construction
def secant(s: Sketch) -> None:
    """From a point outside a line through a point of the circle on to the circle again."""
    o, on = some_circle(s)
    outside = [p for p in s.points if p not in on and s.distance(o, p) > 1.25 * s.radius(o)]
    if not outside:
        raise Unfit("there is no point outside")
    p, a = pick(s.rng, outside), pick(s.rng, on)
    b = s.point("", second, (a, p, o))
    first, last = (a, b) if s.distance(p, a) < s.distance(p, b) else (b, a)
    s.line(p, first, last)


@construction
def foot_to_chord(s: Sketch) -> None:
    """The perpendicular from the centre to a chord."""
    o, a, b = two_on_circle(s)
    if not s.drawn(a, b):
        raise Unfit("there is no such chord")
    m = s.point("midpoint", foot, (o, a, b))
    s.line(o, m)
    s.claim("right_angle", o, m, a)
    if chance(s.rng, 0.5):
        s.line(o, a)


@construction
def perpendicular_diameter(s: Sketch) -> None:
    """The radius or diameter at right angles to a chord, through it to the circle."""
    o, a, b = two_on_circle(s)
    if not s.drawn(a, b):
        raise Unfit("there is no such chord")
    m = s.point("", foot, (o, a, b))
    c = s.point("", onto, (m, o, a))
    if chance(s.rng, 0.5):
        d = s.point("", mix, (c, o), 2)
        s.line(d, o, m, c)
    else:
        s.line(o, m, c)
    s.claim("right_angle", a, m, o)


@construction
def bisector_to_circle(s: Sketch) -> None:
    """The bisector of an inscribed angle, to the middle of its arc."""
    _, on = some_circle(s)
    tips = [(a, b, c) for a in on for b in on for c in on if b < c and a not in (b, c) and s.drawn(a, b) and s.drawn(a, c)]
    if not tips:
        raise Unfit("there is no inscribed angle")
    a, b, c = pick(s.rng, tips)
    d = s.point("", _arc_middle, (a, b, c))
    s.line(a, d)
    s.claim("bisector", a, d, b, c)


def _arc_middle(a: Pt, b: Pt, c: Pt) -> Pt:
    """The middle of the arc BC of circle ABC that does not hold A."""
    return second(a, bisect(a, b, c), circumcentre(a, b, c))
