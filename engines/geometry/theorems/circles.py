"""Circles: radii and diameters, angles at the centre and on the circle, chords and arcs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from proofpress.exact import Exact
from proofpress.reason.operators import Term
from proofpress.reason.saturate import Conclusion

from ..exact_values import RIGHT, Num, half, less, mul, sine, special, supplement, twice
from ..knowledge.kb import Known, degrees
from ..knowledge.scene import Tri, seg
from .base import (
    ANGLE,
    LENGTH,
    Factor,
    Finds,
    Words,
    angle,
    equal_angle,
    equal_length,
    length,
    right_angle,
    theorem,
)


def circles(kb: Known) -> bool:
    """The scene has a circle."""
    return bool(kb.scene.circles)


def on(kb: Known, o: str, *points: str) -> tuple[str, ...]:
    """The facts that the points lie on the circle about O."""
    return tuple(kb.scene.on_circle_id(p, o) for p in points)


# --- radius and diameter -----------------------------------------------------------------------------------------
@theorem("Euclid I, definition 15", "radius", LENGTH, circles)
def equal_radii(kb: Known, t: Term) -> Finds:
    """All radii of a circle are equal."""
    for o, points in kb.scene.circles.items():
        if o not in t.args:
            continue
        p = t.args[0] if t.args[1] == o else t.args[1]
        if p in points:
            for q in points:
                if q != p and kb.length(o, q) is None and kb.scene.drawn(o, q):
                    yield (t.id, *on(kb, o, p, q)), length(kb, o, q, t.value, known=(o, p), centre=o)


@theorem("Euclid I, definition 17", "diameter", LENGTH, circles)
def diameter_from_radius(kb: Known, t: Term) -> Finds:
    """A diameter is twice the radius."""
    for o, p, q in _diameters(kb, t):
        if kb.length(p, q) is None:
            ids = (t.id, *on(kb, o, p, q), kb.scene.between_id(o, p, q))
            yield ids, length(kb, p, q, partial(twice, t.value), radius=t.args, centre=o, a=Factor(t.value))


@theorem("Euclid I, definition 17", "diameter", LENGTH, circles)
def radius_from_diameter(kb: Known, t: Term) -> Finds:
    """A radius is half of the diameter."""
    for o, points in kb.scene.circles.items():
        p, q = t.args
        if p in points and q in points and kb.scene.between(o, p, q):
            for end in (p, q):
                if kb.length(o, end) is None:
                    ids = (t.id, *on(kb, o, p, q), kb.scene.between_id(o, p, q))
                    yield ids, length(kb, o, end, partial(half, t.value), diameter=(p, q), centre=o, a=Factor(t.value))


def _diameters(kb: Known, t: Term) -> Iterator[tuple[str, ...]]:
    for o, points in kb.scene.circles.items():
        if o in t.args:
            p = t.args[0] if t.args[1] == o else t.args[1]
            if p in points:
                yield from ((o, p, q) for q in points if kb.scene.between(o, p, q))


# --- angles on the circle ----------------------------------------------------------------------------------------
def _ends(kb: Known, t: Term) -> Iterator[tuple[str, ...]]:
    """(circle, A, B): the rays of the term's angle meet the circle in A and B (the vertex set aside)."""
    s = kb.scene
    corner = s.corner(*t.args)
    if corner is None:
        return
    v, r, u = corner
    for o, points in s.circles.items():
        if v != o and v not in points:
            continue
        for a in s.ray_points[r]:
            if a in points:
                yield from ((o, *seg(a, b)) for b in s.ray_points[u] if b in points)


def _over(kb: Known, o: str, a: str, b: str, v: str) -> Tri | None:
    """The angle AVB if it is drawn, V on the circle."""
    return (a, v, b) if v not in (a, b) and kb.scene.corner(a, v, b) is not None else None


@theorem("Euclid III.20", "inscribed_angle", ANGLE, circles)
def inscribed_half_central(kb: Known, t: Term) -> Finds:
    """An inscribed angle is half of the central angle over the same arc."""
    s = kb.scene
    v = t.args[1]
    for o, a, b in _ends(kb, t):
        if v != o:
            continue
        for c in s.circles[o]:
            new = _over(kb, o, a, b, c)
            if new is None or kb.angle(*new) is not None:
                continue
            words: Words = {"known": t.args, "a": degrees(t), "chord": (a, b), "centre": o}
            if s.same_side(c, o, a, b):
                yield (t.id, *on(kb, o, a, b, c)), angle(new, partial(half, degrees(t)), minor=False, **words)
            elif s.opposite_sides(c, o, a, b):
                yield (t.id, *on(kb, o, a, b, c)), angle(new, partial(_minor, degrees(t)), minor=True, **words)


def _minor(central: Num) -> Num:
    return less(Exact(180), half(central))


@theorem("Euclid III.20", "inscribed_angle", ANGLE, circles)
def central_double_inscribed(kb: Known, t: Term) -> Finds:
    """A central angle is twice an inscribed angle over the same arc."""
    s = kb.scene
    v = t.args[1]
    for o, a, b in _ends(kb, t):
        if v == o or v in (a, b) or kb.scene.corner(a, o, b) is None or kb.angle(a, o, b) is not None:
            continue
        words: Words = {"known": t.args, "a": degrees(t), "chord": (a, b), "centre": o}
        ids = (t.id, *on(kb, o, a, b, v))
        if s.same_side(v, o, a, b):
            yield ids, angle((a, o, b), partial(_central, degrees(t)), minor=False, **words)
        elif s.opposite_sides(v, o, a, b):
            yield ids, angle((a, o, b), partial(_central_minor, degrees(t)), minor=True, **words)


def _central(x: Num) -> Num:
    whole = twice(x)
    less(Exact(180), whole)
    return whole


def _central_minor(x: Num) -> Num:
    return less(Exact(360), twice(x))


@theorem("Euclid III.21", "inscribed_angle", ANGLE, circles)
def inscribed_same_arc(kb: Known, t: Term) -> Finds:
    """Inscribed angles over the same arc are equal."""
    s = kb.scene
    v = t.args[1]
    for o, a, b in _ends(kb, t):
        if v == o or v in (a, b):
            continue
        for c in s.circles[o]:
            new = _over(kb, o, a, b, c)
            if c != v and new is not None and kb.angle(*new) is None and s.same_side(c, v, a, b):
                yield (t.id, *on(kb, o, a, b, v, c)), angle(new, degrees(t), known=t.args, chord=(a, b))


@theorem("Euclid III.22", "cyclic_quadrilateral", ANGLE, circles)
def cyclic_opposite_angles(kb: Known, t: Term) -> Finds:
    """Opposite angles of a cyclic quadrilateral add up to 180°."""
    s = kb.scene
    v = t.args[1]
    for o, a, b in _ends(kb, t):
        if v == o or v in (a, b):
            continue
        for c in s.circles[o]:
            new = _over(kb, o, a, b, c)
            if c != v and new is not None and kb.angle(*new) is None and s.opposite_sides(c, v, a, b):
                words: Words = {"known": t.args, "a": degrees(t), "quad": "".join((a, v, b, c))}
                yield (t.id, *on(kb, o, a, v, b, c)), angle(new, partial(supplement, degrees(t)), **words)


@theorem("Thales; Euclid III.31", "thales", ("on_circle",), circles)
def thales(kb: Known, t: Term) -> Finds:
    """An angle in a semicircle is a right angle."""
    s = kb.scene
    c, o = t.args
    for a, b in s.spans.get(o, ()):
        if a in s.circles[o] and b in s.circles[o] and c not in (a, b) and s.corner(a, c, b) is not None:
            ids = (*on(kb, o, a, b, c), s.between_id(o, a, b))
            yield ids, right_angle((a, c, b), diameter=(a, b), centre=o, at=c)


@theorem("Euclid III.26-29", "equal_chords", ("equal_length", "length"), circles)
def equal_chords_equal_angles(kb: Known, t: Term) -> Finds:
    """Equal chords stand on equal central angles."""
    s = kb.scene
    if t.predicate == "equal_length":
        pairs = [(t.args[:2], t.args[2:])]
    else:
        pairs = [(t.args, u) for u in kb.by_length.get(t.value, ()) if u != t.args]
    for x, y in pairs:
        for o, points in s.circles.items():
            if all(p in points for p in (*x, *y)):
                c, d = s.corner(x[0], o, x[1]), s.corner(y[0], o, y[1])
                why = kb.equal_lengths(x, y)
                if c and d and why and kb.equal_angles(c, d) is None:
                    words: Words = {"chord": tuple(x), "chord2": tuple(y), "centre": o}
                    ids = (*why, *on(kb, o, *dict.fromkeys((*x, *y))))
                    yield ids, equal_angle((x[0], o, x[1]), (y[0], o, y[1]), **words)


@theorem("Euclid III.26-29", "equal_chords", ("equal_angle", *ANGLE), circles)
def equal_angles_equal_chords(kb: Known, t: Term) -> Finds:
    """Equal central angles stand on equal chords."""
    s = kb.scene
    if t.predicate == "equal_angle":
        pairs = [(s.corner(*t.args[:3]), s.corner(*t.args[3:]))]
    else:
        own = s.corner(*t.args)
        pairs = [(own, c) for c in kb.by_angle.get(degrees(t), ()) if c != own and own and c[0] == own[0]]
    for c, d in pairs:
        if c is None or d is None or c[0] != d[0] or c[0] not in s.circles:
            continue
        o = c[0]
        ends = []
        for corner in (c, d):
            found = [next((p for p in s.ray_points[r] if p in s.circles[o]), None) for r in corner[1:]]
            ends.append(found)
        (a, b), (p, q) = ends
        if a is None or b is None or p is None or q is None or not s.drawn(a, b) or not s.drawn(p, q):
            continue
        why = kb.equal_angles(c, d)
        if why and kb.equal_lengths((a, b), (p, q)) is None:
            words: Words = {"one": (a, o, b), "two": (p, o, q), "centre": o}
            yield (*why, *on(kb, o, *dict.fromkeys((a, b, p, q)))), equal_length((a, b), (p, q), **words)


# --- chords and the centre ---------------------------------------------------------------------------------------
@theorem("Euclid III.3", "chord_bisector", ANGLE, circles)
def perpendicular_bisects_chord(kb: Known, t: Term) -> Finds:
    """The perpendicular from the centre to a chord halves the chord."""
    s = kb.scene
    m = t.args[1]
    if degrees(t) != RIGHT or m not in s.spans:
        return
    for o, points in s.circles.items():
        for a, b in s.spans[m]:
            if a in points and b in points and o not in (a, b, m) and s.drawn(o, m):
                if s.line_of[a, b] == s.line_of[o, m] or kb.midpoints.get((a, b)):
                    continue
                if kb.right(o, m, a) is t or kb.right(o, m, b) is t:
                    ids = (t.id, *on(kb, o, a, b), s.between_id(m, a, b))
                    yield (
                        ids,
                        Conclusion("midpoint", (m, a, b), True, "", {"axis": (o, m), "chord": (a, b), "mid": m, "centre": o}),
                    )


@theorem("Euclid III.3", "chord_bisector", ("midpoint",), circles)
def midpoint_of_chord(kb: Known, t: Term) -> Finds:
    """The line from the centre to the midpoint of a chord is perpendicular to the chord."""
    s = kb.scene
    m, a, b = t.args
    for o, points in s.circles.items():
        if a not in points or b not in points or o == m or not s.drawn(o, m) or s.line_of[o, m] == s.line_of.get((a, b)):
            continue
        if kb.angle(o, m, a) is None:
            yield (t.id, *on(kb, o, a, b)), right_angle((o, m, a), axis=(o, m), chord=(a, b), mid=m, centre=o)


# --- arcs --------------------------------------------------------------------------------------------------------
@theorem("definition of an arc's measure", "arc", ANGLE, circles)
def arc_from_central(kb: Known, t: Term) -> Finds:
    """An arc has as many degrees as the central angle over it."""
    o = t.args[1]
    if o in kb.scene.circles:
        for circle, a, b in _ends(kb, t):
            if circle == o:
                words: Words = {"known": t.args, "arc": a + b, "centre": o}
                yield (t.id, *on(kb, o, a, b)), Conclusion("arc", (a, b, o), degrees(t), "°", words)


@theorem("definition of an arc's measure", "arc", ("arc",), circles)
def central_from_arc(kb: Known, t: Term) -> Finds:
    """A central angle has as many degrees as its arc."""
    a, b, o = t.args
    if kb.scene.corner(a, o, b) is not None and kb.angle(a, o, b) is None:
        yield (t.id,), angle((a, o, b), t.value, arc=a + b, centre=o)


@theorem("Euclid III.20", "inscribed_angle", ("arc",), circles)
def inscribed_from_arc(kb: Known, t: Term) -> Finds:
    """An inscribed angle is half of the arc that it cuts off."""
    a, b, o = t.args
    for c in kb.scene.circles.get(o, ()):
        new = _over(kb, o, a, b, c)
        if new is not None and kb.angle(*new) is None and kb.scene.same_side(c, o, a, b):
            yield (t.id, *on(kb, o, c)), angle(new, partial(half, t.value), arc=a + b, a=t.value)


@theorem("extended law of sines", "law_of_sines", (*ANGLE, "length"), circles)
def chord_from_inscribed_angle(kb: Known, t: Term) -> Finds:
    """A chord is the diameter times the sine of an inscribed angle over it."""
    s = kb.scene
    if t.predicate == "length":
        found = [(x, v) for x in kb.angles.values() for v in (x.args[1],) if v not in t.args]
    else:
        found = [(t, t.args[1])]
    for x, v in found:
        if not special(degrees(x)) or degrees(x) == RIGHT:
            continue
        for o, a, b in _ends(kb, x):
            if v == o or v in (a, b) or not s.drawn(a, b):
                continue
            r = next((k for p in s.circles[o] if (k := kb.length(o, p)) is not None), None)
            if r is None or kb.length(a, b) is not None or t.id not in (x.id, r.id):
                continue
            words: Words = {"known": x.args, "a": Factor(r.value), "size": degrees(x), "centre": o, "radius": r.args}
            p = r.args[0] if r.args[1] == o else r.args[1]
            ids = (x.id, r.id, *on(kb, o, *dict.fromkeys((a, b, v, p))))
            yield ids, length(kb, a, b, partial(_chord, r.value, degrees(x)), **words)


def _chord(r: Num, x: Num) -> Num:
    return mul(twice(r), sine(x))


THEOREMS = (
    equal_radii,
    diameter_from_radius,
    radius_from_diameter,
    inscribed_half_central,
    central_double_inscribed,
    inscribed_same_arc,
    cyclic_opposite_angles,
    thales,
    equal_chords_equal_angles,
    equal_angles_equal_chords,
    perpendicular_bisects_chord,
    midpoint_of_chord,
    arc_from_central,
    central_from_arc,
    inscribed_from_arc,
    chord_from_inscribed_angle,
)
