"""Circles: radii and diameters, angles at the centre and on the circle, chords, tangents, powers of a point."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import combinations

from proofpress.exact import Exact
from proofpress.reason.operators import Term
from proofpress.reason.saturate import Conclusion

from ..kb import Known, degrees
from ..scene import Tri, seg
from ..values import RIGHT, Num, div, half, less, mul, root, sine, special, supplement, twice
from .base import (
    ANGLE,
    LENGTH,
    Factor,
    Finds,
    Power,
    Words,
    angle,
    equal_angle,
    equal_length,
    length,
    length_of,
    right_angle,
    theorem,
)


def circles(kb: Known) -> bool:
    """The scene has a circle."""
    return bool(kb.scene.circles)


def tangents(kb: Known, t: Term) -> list[Term]:
    return [t] if t.predicate == "tangent" else kb.tangents


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


# --- tangents ----------------------------------------------------------------------------------------------------
@theorem("Euclid III.18", "tangent_radius", ("tangent",), circles)
def tangent_perpendicular(kb: Known, t: Term) -> Finds:
    """A tangent is perpendicular to the radius at the point of contact."""
    a, b, o = t.args
    if kb.scene.corner(o, a, b) is not None and kb.angle(o, a, b) is None:
        yield (t.id,), right_angle((o, a, b), tangent=(a, b), radius=(o, a), at=a)


def _two_tangents(kb: Known, t: Term) -> Iterator[tuple[Term, str, str, str, str]]:
    """(other tangent, P, A, B, O): the tangents at A and B meet in P."""
    s = kb.scene
    a, p, o = t.args
    for u in kb.tangents:
        if u.id == t.id or u.args[2] != o or u.args[0] == a:
            continue
        b = u.args[0]
        x, y = s.line_of.get((a, p)), s.line_of.get((b, u.args[1]))
        meet = s.meeting(x, y) if x is not None and y is not None else None
        if meet is not None:
            yield u, meet, a, b, o


@theorem("Euclid III.17, corollary", "two_tangents", ("tangent",), circles)
def two_tangents(kb: Known, t: Term) -> Finds:
    """The two tangents from a point to a circle are equal."""
    for u, p, a, b, o in _two_tangents(kb, t):
        if kb.equal_lengths((p, a), (p, b)) is None:
            yield (t.id, u.id), equal_length((p, a), (p, b), point=p, centre=o)


@theorem("Euclid III.17, corollary", "two_tangents", ("tangent",), circles)
def tangents_symmetric(kb: Known, t: Term) -> Finds:
    """The line from the centre to the meeting point of two tangents bisects the angle between them."""
    for u, p, a, b, o in _two_tangents(kb, t):
        if kb.scene.drawn(p, o) and kb.scene.corner(a, p, b) is not None:
            words: Words = {"point": p, "centre": o, "ray": (p, o), "whole": (a, p, b)}
            yield (t.id, u.id), Conclusion("bisector", (p, o, *seg(a, b)), True, "", words)


def _tangent_chords(kb: Known, t: Term) -> Iterator[tuple[Term, Tri, Tri, tuple[str, ...]]]:
    """(tangent, angle between tangent and chord, inscribed angle over the arc inside it, facts)."""
    s = kb.scene
    for tan in tangents(kb, t):
        a, p, o = tan.args
        ray = s.ray_of.get((a, p))
        if ray is None:
            continue
        for side in (ray, s.opposite.get(ray)):
            if side is None:
                continue
            b = s.ray_name(side)
            for c in s.circles.get(o, ()):
                if c == a or s.corner(b, a, c) is None:
                    continue
                for d in s.circles[o]:
                    if d not in (a, c) and s.corner(a, d, c) is not None and s.opposite_sides(d, b, a, c):
                        yield tan, (b, a, c), (a, d, c), on(kb, o, c, d)


@theorem("Euclid III.32", "tangent_chord", ("tangent", *ANGLE), circles)
def tangent_chord_angle(kb: Known, t: Term) -> Finds:
    """The angle between a tangent and a chord is the inscribed angle on the other side of the chord."""
    if not kb.tangents:
        return
    for tan, outer, inner, ids in _tangent_chords(kb, t):
        x, y = kb.angle(*outer), kb.angle(*inner)
        if (x is None) == (y is None):
            continue
        known, new = (x, inner) if y is None else (y, outer)
        if known is not None and t.id in (tan.id, known.id):
            words: Words = {"known": known.args, "tangent": tan.args[:2], "chord": seg(inner[0], inner[2])}
            yield (tan.id, known.id, *ids), angle(new, degrees(known), **words)


# --- power of a point --------------------------------------------------------------------------------------------
def _powers(kb: Known) -> list[tuple[str, str, Tri, Tri]]:
    """(circle, kind, (P, A, B), (P, C, D)): two lines through P cut the circle in A, B and in C, D; kind in or out."""
    found: list[tuple[str, str, Tri, Tri]] | None = kb.scene.keys.get(("powers", ()))
    if found is None:
        found = kb.scene.keys["powers", ()] = _find_powers(kb)
    return found


def _find_powers(kb: Known) -> list[tuple[str, str, Tri, Tri]]:
    s = kb.scene
    out: list[tuple[str, str, Tri, Tri]] = []
    for o, points in s.circles.items():
        for p in s.points:
            if p in points:
                continue
            chords = []
            for line in s.lines:
                cut = [q for q in line if q in points]
                if p in line and len(cut) == 2:
                    a, b = cut
                    if s.between(p, a, b):
                        chords.append(("in", (p, a, b)))
                    else:
                        near, far = (a, b) if s.between(a, p, b) else (b, a)
                        chords.append(("out", (p, near, far)))
            out += [(o, k, x, y) for (k, x), (k2, y) in combinations(chords, 2) if k == k2]
    return out


def _product(kb: Known, t: Term, kind: str) -> Finds:
    """PA·PB = PC·PD: three of the four give the last."""
    for o, k, (p, a, b), (_, c, d) in _powers(kb):
        if k != kind or p not in t.args:
            continue
        names = [(p, a), (p, b), (p, c), (p, d)]
        terms = [kb.length(*n) for n in names]
        if sum(x is None for x in terms) != 1 or all(x is None or x.id != t.id for x in terms):
            continue
        i = next(i for i, x in enumerate(terms) if x is None)
        same, over = i ^ 1, (0, 1) if i >= 2 else (2, 3)
        q, m, n = (terms[j] for j in (same, *over))
        assert q is not None and m is not None and n is not None
        words: Words = {"point": p, "names": names, "a": Factor(m.value), "b": Factor(n.value), "c": Factor(q.value)}
        ids = (*(x.id for x in terms if x is not None), *on(kb, o, a, b, c, d))
        yield ids, length_of(kb, names[i], partial(_fourth, m.value, n.value, q.value), **words)


def _fourth(a: Num, b: Num, c: Num) -> Num:
    return div(mul(a, b), c)


@theorem("Euclid III.35", "power_of_a_point", LENGTH, circles)
def intersecting_chords(kb: Known, t: Term) -> Finds:
    """Where two chords cross, the products of their parts are equal."""
    yield from _product(kb, t, "in")


@theorem("Euclid III.36, corollary", "power_of_a_point", LENGTH, circles)
def two_secants(kb: Known, t: Term) -> Finds:
    """For two secants from a point, the whole times its outer part is the same."""
    yield from _product(kb, t, "out")


@theorem("Euclid III.36", "power_of_a_point", ("tangent", "length"), circles)
def tangent_secant(kb: Known, t: Term) -> Finds:
    """The square on the tangent from a point is the whole secant times its outer part."""
    s = kb.scene
    for tan in tangents(kb, t):
        touch, far, o = tan.args
        line = s.line_of.get((touch, far))
        if line is None:
            continue
        for p in s.lines[line]:
            if p == touch:
                continue
            for other in s.lines:
                cut = [q for q in other if q in s.circles.get(o, ())]
                if p not in other or len(cut) != 2 or touch in cut:
                    continue
                a, b = cut if s.between(cut[0], p, cut[1]) else cut[::-1]
                if not s.between(a, p, b):
                    continue
                pt, pa, pb = kb.length(p, touch), kb.length(p, a), kb.length(p, b)
                known = [x for x in (pt, pa, pb) if x is not None]
                if len(known) != 2 or t.id not in (tan.id, *(x.id for x in known)):
                    continue
                words: Words = {"point": p, "tangent": (p, touch), "near": (p, a), "far": (p, b)}
                ids = (tan.id, *(x.id for x in known), *on(kb, o, a, b), s.between_id(a, p, b))
                if pt is None and pa is not None and pb is not None:
                    words |= {"a": Factor(pa.value), "b": Factor(pb.value), "forward": True}
                    yield ids, length(kb, p, touch, partial(_tangent, pa.value, pb.value), **words)
                elif pt is not None:
                    have, new = (pa, (p, b)) if pb is None else (pb, (p, a))
                    assert have is not None
                    words |= {"a": Power(pt.value), "b": Factor(have.value), "forward": False, "known": have.args}
                    yield ids, length_of(kb, new, partial(_fourth, pt.value, pt.value, have.value), **words)


def _tangent(a: Num, b: Num) -> Num:
    return root(mul(a, b))


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
    tangent_perpendicular,
    two_tangents,
    tangents_symmetric,
    tangent_chord_angle,
    intersecting_chords,
    two_secants,
    tangent_secant,
    arc_from_central,
    central_from_arc,
    inscribed_from_arc,
    chord_from_inscribed_angle,
)
