"""Tangents, chords and secants of a circle: right angles, equal tangents, the power of a point."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import combinations

from proofpress.reason.operators import Term
from proofpress.reason.saturate import Conclusion

from ..exact_values import Num, div, mul, root
from ..knowledge.kb import Known, degrees
from ..knowledge.scene import Tri, seg
from .base import (
    ANGLE,
    LENGTH,
    Factor,
    Finds,
    Power,
    Words,
    angle,
    equal_length,
    length,
    length_of,
    right_angle,
    theorem,
)
from .circles import circles, on


def tangents(kb: Known, t: Term) -> list[Term]:
    return [t] if t.predicate == "tangent" else kb.tangents


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


THEOREMS = (
    tangent_perpendicular,
    two_tangents,
    tangents_symmetric,
    tangent_chord_angle,
    intersecting_chords,
    two_secants,
    tangent_secant,
)
