"""The truth of a statement from coordinates: every predicate of the vocabulary, measured.

Coordinates carry a relative error below 1e-12, measured values one below 1e-10; `agrees` allows 1e-9.  `exact` gives the
closed form of a measured value where the exact coordinates have one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from proofpress.exact import Exact, NotExact
from proofpress.model import Fact

from .figure import Figure, Point, part_of

TOLERANCE = 1e-9  # relative; for relations, on sines and ratios of lengths

Names = Sequence[str]
Measured = float | bool


def distance(p: Point, q: Point) -> float:
    return math.hypot(q[0] - p[0], q[1] - p[1])


def cross(o: Point, p: Point, q: Point) -> float:
    """Twice the signed area of triangle o, p, q; positive counter-clockwise."""
    return (p[0] - o[0]) * (q[1] - o[1]) - (p[1] - o[1]) * (q[0] - o[0])


def dot(o: Point, p: Point, q: Point) -> float:
    return (p[0] - o[0]) * (q[0] - o[0]) + (p[1] - o[1]) * (q[1] - o[1])


def angle_at(o: Point, p: Point, q: Point) -> float:
    """The angle p-o-q, degrees in [0, 180]."""
    return math.degrees(math.atan2(abs(cross(o, p, q)), dot(o, p, q)))


def shoelace(points: Sequence[Point]) -> float:
    """The area of a simple polygon."""
    o = points[0]
    return abs(sum(cross(o, p, q) for p, q in pairwise(points))) / 2


# --- helpers on named points --------------------------------------------------------------------------------------
def _near(x: float, y: float) -> bool:
    return abs(x - y) <= TOLERANCE * max(abs(x), abs(y), 1e-9)


def _length(f: Figure, a: str, b: str) -> float:
    return distance(f.points[a], f.points[b])


def _angle(f: Figure, a: str, b: str, c: str) -> float:
    return angle_at(f.points[b], f.points[a], f.points[c])


def _area(f: Figure, *names: str) -> float:
    return shoelace([f.points[n] for n in names])


def _perimeter(f: Figure, *names: str) -> float:
    return sum(_length(f, a, b) for a, b in zip(names, (*names[1:], names[0]), strict=True))


def _sine(f: Figure, a: str, b: str, c: str, d: str) -> float:
    """Sine of the angle between AB and CD, taken positive."""
    (ux, uy), (vx, vy) = _vector(f, a, b), _vector(f, c, d)
    return abs(ux * vy - uy * vx) / (math.hypot(ux, uy) * math.hypot(vx, vy))


def _cosine(f: Figure, a: str, b: str, c: str, d: str) -> float:
    (ux, uy), (vx, vy) = _vector(f, a, b), _vector(f, c, d)
    return (ux * vx + uy * vy) / (math.hypot(ux, uy) * math.hypot(vx, vy))


def _vector(f: Figure, a: str, b: str) -> Point:
    (ax, ay), (bx, by) = f.points[a], f.points[b]
    return bx - ax, by - ay


def _parallel(f: Figure, a: str, b: str, c: str, d: str) -> bool:
    return _sine(f, a, b, c, d) <= TOLERANCE and _cosine(f, a, b, c, d) > 0


def _perpendicular(f: Figure, a: str, b: str, c: str, d: str) -> bool:
    return abs(_cosine(f, a, b, c, d)) <= TOLERANCE


def _between(f: Figure, d: str, a: str, b: str) -> bool:
    p, q, r = f.points[d], f.points[a], f.points[b]
    return _near(distance(q, p) + distance(p, r), distance(q, r)) and _sine(f, a, b, a, d) <= TOLERANCE


def _radius(f: Figure, o: str) -> float:
    return f.radius(f.circle(o))


def _tangent(f: Figure, a: str, b: str, o: str) -> bool:
    return _near(_length(f, a, o), _radius(f, o)) and _perpendicular(f, a, b, a, o)


def _arc(f: Figure, a: str, b: str, o: str) -> float:
    return _angle(f, a, o, b)


def _sector(f: Figure, a: str, b: str, o: str) -> float:
    return math.radians(_arc(f, a, b, o)) / 2 * _radius(f, o) ** 2


def _segment_area(f: Figure, a: str, b: str, o: str) -> float:
    return _sector(f, a, b, o) - _area(f, a, b, o)


def _ratio(f: Figure, a: str, b: str, c: str, d: str) -> float:
    return _length(f, a, b) / _length(f, c, d)


def part_area(f: Figure, part: str) -> float:
    """The area of one shaded part ("polygon:A,B,C", "circle:O", "sector:A,B,O", "segment:A,B,O")."""
    kind, names = part_of(part)
    if kind == "polygon":
        return _area(f, *names)
    if kind == "circle":
        return math.pi * _radius(f, names[0]) ** 2
    return _sector(f, *names) if kind == "sector" else _segment_area(f, *names)


def _shaded(f: Figure, operation: str, *parts: str) -> float:
    """Parts of a difference lie inside the first, parts of a union do not overlap: the planner draws them so."""
    areas = [part_area(f, p) for p in parts]
    return sum(areas) if operation == "union" else areas[0] - sum(areas[1:])


# --- shapes -------------------------------------------------------------------------------------------------------
def _equal(f: Figure, *pairs: tuple[str, str]) -> bool:
    first = _length(f, *pairs[0])
    return all(_near(_length(f, *p), first) for p in pairs[1:])


def _parallelogram(f: Figure, a: str, b: str, c: str, d: str) -> bool:
    return _parallel(f, a, b, d, c) and _parallel(f, a, d, b, c)


def _rectangle(f: Figure, a: str, b: str, c: str, d: str) -> bool:
    return _parallelogram(f, a, b, c, d) and _perpendicular(f, a, b, a, d)


def _rhombus(f: Figure, a: str, b: str, c: str, d: str) -> bool:
    return _parallelogram(f, a, b, c, d) and _equal(f, (a, b), (a, d))


def _square(f: Figure, a: str, b: str, c: str, d: str) -> bool:
    return _rectangle(f, a, b, c, d) and _equal(f, (a, b), (a, d))


def _kite(f: Figure, a: str, b: str, c: str, d: str) -> bool:
    return _equal(f, (a, b), (a, d)) and _equal(f, (c, b), (c, d))


def _trapezoid(f: Figure, a: str, b: str, c: str, d: str) -> bool:
    return _parallel(f, a, b, d, c)


def _isosceles_trapezoid(f: Figure, a: str, b: str, c: str, d: str) -> bool:
    return _trapezoid(f, a, b, c, d) and _equal(f, (a, d), (b, c)) and _near(_angle(f, d, a, b), _angle(f, a, b, c))


def _regular(f: Figure, *names: str) -> bool:
    n = len(names)
    around = [*names, *names[:2]]
    sides = [(around[i], around[i + 1]) for i in range(n)]
    turns = [_angle(f, *around[i : i + 3]) for i in range(n)]
    return _equal(f, *sides) and all(_near(t, 180 - 360 / n) for t in turns)


def _cyclic(f: Figure, *names: str) -> bool:
    """Concyclic: each further point sees the first two at the same or the supplementary angle."""
    a, b, c = names[:3]
    first = _angle(f, a, c, b)
    return all(_near(t, first) or _near(t, 180 - first) for t in (_angle(f, a, d, b) for d in names[3:]))


def _matched(names: Names) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Corresponding sides of two polygons whose vertices answer each other in order."""
    n = len(names) // 2
    p, q = names[:n], names[n:]
    return [((p[i], p[j]), (q[i], q[j])) for i in range(n) for j in range(i)]


def _congruent(f: Figure, *names: str) -> bool:
    return all(_equal(f, s, t) for s, t in _matched(names))


def _similar(f: Figure, *names: str) -> bool:
    ratios = [_ratio(f, *s, *t) for s, t in _matched(names)]
    return all(_near(r, ratios[0]) for r in ratios[1:])


_MEASURES: Mapping[str, Callable[..., Measured]] = {
    "segment": Figure.drawn,
    "on_segment": _between,
    "on_circle": lambda f, p, o: _near(_length(f, p, o), _radius(f, o)),
    "triangle": lambda f, a, b, c: f.drawn(a, b) and f.drawn(b, c) and f.drawn(a, c) and _sine(f, a, b, a, c) > TOLERANCE,
    "polygon": lambda f, *p: all(f.drawn(a, b) for a, b in zip(p, (*p[1:], p[0]), strict=True)),
    "length": _length,
    "angle": _angle,
    "right_angle": lambda f, a, b, c: _perpendicular(f, b, a, b, c),
    "equal_length": lambda f, a, b, c, d: _equal(f, (a, b), (c, d)),
    "equal_angle": lambda f, *p: _near(_angle(f, *p[:3]), _angle(f, *p[3:])),
    "parallel": _parallel,
    "perpendicular": _perpendicular,
    "midpoint": lambda f, m, a, b: _between(f, m, a, b) and _equal(f, (m, a), (m, b)),
    "bisector": lambda f, a, d, b, c: _near(_angle(f, b, a, d), _angle(f, d, a, c)) and _angle(f, b, a, d) < _angle(f, b, a, c),
    "tangent": _tangent,
    "parallelogram": _parallelogram,
    "rectangle": _rectangle,
    "rhombus": _rhombus,
    "square": _square,
    "kite": _kite,
    "trapezoid": _trapezoid,
    "isosceles_trapezoid": _isosceles_trapezoid,
    "isosceles": lambda f, a, b, c: _equal(f, (a, b), (a, c)),
    "equilateral": lambda f, a, b, c: _equal(f, (a, b), (b, c), (a, c)),
    "regular": _regular,
    "area": _area,
    "perimeter": _perimeter,
    "circle_area": lambda f, o: math.pi * _radius(f, o) ** 2,
    "circumference": lambda f, o: 2 * math.pi * _radius(f, o),
    "arc": _arc,
    "arc_length": lambda f, a, b, o: math.radians(_arc(f, a, b, o)) * _radius(f, o),
    "sector_area": _sector,
    "segment_area": _segment_area,
    "shaded": _shaded,
    "ratio": _ratio,
    "congruent": _congruent,
    "similar": _similar,
    "cyclic": _cyclic,
    "concyclic": _cyclic,
}


def measure(figure: Figure, predicate: str, args: Names) -> Measured:
    """The value of a statement in the figure: a float, or a bool for a relation.

    KeyError for a predicate outside the vocabulary or for an unknown point.
    """
    return _MEASURES[predicate](figure, *args)


def agrees(figure: Figure, fact: Fact) -> bool:
    """Is the fact true of the coordinates (1e-9 relative)?"""
    found = measure(figure, fact.predicate, fact.args)
    if isinstance(found, bool):
        return found is bool(fact.value)
    return _near(found, float(fact.value))


# --- closed forms -------------------------------------------------------------------------------------------------
def exact_length(figure: Figure, a: str, b: str) -> Exact:
    """NotExact where the coordinates or the root have no closed form."""
    try:
        (ax, ay), (bx, by) = figure.exact[a], figure.exact[b]
    except KeyError as name:
        raise NotExact(f"point {name} has no closed form") from None
    dx, dy = bx - ax, by - ay
    return (dx * dx + dy * dy).sqrt()


def exact_area(figure: Figure, names: Names) -> Exact:
    """The area of a simple polygon; NotExact where a vertex has no closed form."""
    try:
        points = [figure.exact[n] for n in names]
    except KeyError as name:
        raise NotExact(f"point {name} has no closed form") from None
    twice = Exact(0)
    for (ax, ay), (bx, by) in zip(points, (*points[1:], points[0]), strict=True):
        twice = twice + ax * by - bx * ay
    return (twice if float(twice) > 0 else -twice) / 2


def exact_angle(figure: Figure, a: str, b: str, c: str) -> Exact:
    """The angle in degrees where it is a multiple of half a degree.

    Decided within 1e-10 degrees: angles of a figure built from whole degrees are halves of whole degrees or irrational, and
    an irrational one falls that close to a half degree by chance once in 10^9 times.  NotExact otherwise.
    """
    measured = _angle(figure, a, b, c)
    twice = round(2 * measured)
    if abs(2 * measured - twice) > 2e-10:
        raise NotExact(f"angle {a}{b}{c} is not a multiple of half a degree")
    return Exact(Fraction(twice, 2))
