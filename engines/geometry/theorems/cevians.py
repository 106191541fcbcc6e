"""Lines in a triangle: three lines in one, midsegments, bisectors, medians, the centroid, the incentre."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from itertools import combinations

from proofpress.exact import Exact
from proofpress.reason.operators import Term
from proofpress.reason.saturate import Conclusion

from ..exact_values import RIGHT, Num, add, fourth, half, mul, twice
from ..knowledge.kb import Known, degrees
from ..knowledge.scene import seg
from .base import (
    ANGLE,
    Factor,
    Finds,
    Words,
    angle,
    length,
    length_of,
    right_angle,
    theorem,
    tri_name,
    turn,
)
from .triangles import EQUAL_SIDES, pairs_of_sides


def _axes(kb: Known, t: Term) -> Iterator[tuple[str, str, str, str]]:
    """(apex, foot, b, c): points on the base of a triangle, joined to its apex."""
    s = kb.scene
    if t.predicate == "midpoint":
        feet = [(t.args[0], t.args[1], t.args[2])]
    elif t.predicate == "bisector":
        a, d, b, c = t.args
        line = s.ray_points[s.ray_of[a, d]] if (a, d) in s.ray_of else ()
        for p in line:
            for x in s.ray_points[s.ray_of[a, b]]:
                for y in s.ray_points[s.ray_of[a, c]]:
                    if s.between(p, x, y):
                        yield a, p, x, y
        return
    elif t.predicate in ANGLE:
        v = t.args[1]
        feet = [(v, x, y) for x, y in s.spans.get(v, ())]
    else:
        for tri, i in pairs_of_sides(kb, t):
            a, b, c = turn(tri, i)
            for m in s.points:
                if s.between(m, b, c) and s.drawn(a, m):
                    yield a, m, b, c
        return
    for m, b, c in feet:
        for a in s.points:
            if a not in (m, b, c) and s.drawn(a, m) and tuple(sorted((a, b, c))) in s.corners_of:
                yield a, m, b, c


@theorem("Euclid I.10-12: three lines in one", "three_line_coincidence", ("midpoint", *EQUAL_SIDES))
def isosceles_median(kb: Known, t: Term) -> Finds:
    """In an isosceles triangle the median to the base is also the altitude and bisects the apex angle."""
    for a, m, b, c in _axes(kb, t):
        found = kb.midpoints.get(seg(b, c))
        why = kb.isosceles(a, b, c)
        if found is None or found[0] != m or not why:
            continue
        words: Words = {"axis": (a, m), "side": (a, b), "side2": (a, c), "base": (b, c), "mid": m, "tri": tri_name((a, b, c))}
        if not kb.right(a, m, b):
            yield (*why, found[1]), right_angle((a, m, b), **words)
        yield (*why, found[1]), Conclusion("bisector", (a, m, *seg(b, c)), True, "", words)


@theorem("Euclid I.10-12: three lines in one", "three_line_coincidence", (*ANGLE, *EQUAL_SIDES))
def isosceles_altitude(kb: Known, t: Term) -> Finds:
    """In an isosceles triangle the altitude to the base bisects the base and the apex angle."""
    if t.predicate in ANGLE and degrees(t) != RIGHT:
        return
    for a, m, b, c in _axes(kb, t):
        right = kb.right(a, m, b) or kb.right(a, m, c)
        why = kb.isosceles(a, b, c) if right is not None else None
        if right is None or not why:
            continue
        words: Words = {"axis": (a, m), "side": (a, b), "side2": (a, c), "base": (b, c), "mid": m, "tri": tri_name((a, b, c))}
        yield (*why, right.id), Conclusion("midpoint", (m, *seg(b, c)), True, "", words)
        yield (*why, right.id), Conclusion("bisector", (a, m, *seg(b, c)), True, "", words)


@theorem("Euclid I.10-12: three lines in one", "three_line_coincidence", ("bisector", *EQUAL_SIDES))
def isosceles_bisector(kb: Known, t: Term) -> Finds:
    """In an isosceles triangle the bisector of the apex angle is also the median and the altitude."""
    for a, m, b, c in _axes(kb, t):
        corner = kb.scene.corner(b, a, c)
        found = kb.bisectors.get(corner) if corner else None
        if found is None or found[0] != kb.scene.ray_of.get((a, m)):
            continue
        why = kb.isosceles(a, b, c)
        if why:
            words: Words = {
                "axis": (a, m),
                "side": (a, b),
                "side2": (a, c),
                "base": (b, c),
                "mid": m,
                "tri": tri_name((a, b, c)),
            }
            yield (*why, found[1]), Conclusion("midpoint", (m, *seg(b, c)), True, "", words)
            if not kb.right(a, m, b):
                yield (*why, found[1]), right_angle((a, m, b), **words)


# --- lines in a triangle -----------------------------------------------------------------------------------------
def _midsegments(kb: Known, t: Term) -> Iterator[tuple[str, str, str, str, str, tuple[str, str]]]:
    """(m, n, apex, b, c, ids): midpoints m of apex-b and n of apex-c."""
    if t.predicate == "midpoint":
        found = [(t.args[0], t.id, t.args[1:])]
    else:
        found = [(m, id, side) for side, (m, id) in kb.midpoints.items()]
    for m, id, side in found:
        for side2, (n, id2) in kb.midpoints.items():
            common = set(side) & set(side2)
            if n == m or len(common) != 1:
                continue
            (apex,) = common
            b = side[0] if side[1] == apex else side[1]
            c = side2[0] if side2[1] == apex else side2[1]
            if b != c and kb.scene.drawn(m, n) and kb.scene.drawn(b, c) and kb.scene.line_of[b, c] != kb.scene.line_of[m, n]:
                yield m, n, apex, b, c, (id, id2)


@theorem("Euclid VI.2, midsegment theorem", "midsegment", ("midpoint", "length"))
def midsegment_half(kb: Known, t: Term) -> Finds:
    """The segment joining the midpoints of two sides of a triangle is half of the third side."""
    for m, n, apex, b, c, ids in _midsegments(kb, t):
        base, mid = kb.length(b, c), kb.length(m, n)
        words: Words = {"mid": (m, n), "base": (b, c), "side": (apex, b), "side2": (apex, c), "m": m, "n": n}
        if base is not None and mid is None:
            yield (*ids, base.id), length(kb, m, n, partial(half, base.value), a=Factor(base.value), forward=True, **words)
        elif mid is not None and base is None:
            yield (*ids, mid.id), length(kb, b, c, partial(twice, mid.value), a=Factor(mid.value), forward=False, **words)


@theorem("Euclid VI.2, midsegment theorem", "midsegment", ("midpoint",))
def midsegment_parallel(kb: Known, t: Term) -> Finds:
    """The segment joining the midpoints of two sides of a triangle is parallel to the third side."""
    s = kb.scene
    for m, n, apex, b, c, ids in _midsegments(kb, t):
        l1, l2 = s.line_of[m, n], s.line_of[b, c]
        if l2 not in kb.parallels.get(l1, ()):
            words: Words = {"mid": (m, n), "base": (b, c), "side": (apex, b), "side2": (apex, c), "m": m, "n": n}
            yield ids, Conclusion("parallel", (m, n, b, c), True, "", words)


@theorem("Euclid VI.2, converse of the midsegment theorem", "midsegment", ("midpoint", "parallel"))
def midsegment_converse(kb: Known, t: Term) -> Finds:
    """A line through the midpoint of one side of a triangle parallel to a second side halves the third."""
    s = kb.scene
    for (p, q), (m, id) in [*kb.midpoints.items()]:
        for apex, b in ((p, q), (q, p)):
            for ray in s.rays.get(m, ()):
                for n in s.ray_points[ray]:
                    r = s.ray_of.get((apex, n))
                    if r is None or s.ray_line[r] == s.line_of[p, q]:
                        continue
                    for c in s.ray_points[r]:
                        if not s.between(n, apex, c) or not s.drawn(b, c) or kb.midpoints.get(seg(apex, c)):
                            continue
                        par = kb.parallel_id(s.line_of[m, n], s.line_of[b, c])
                        if par and t.id in (id, par):
                            words: Words = {
                                "mid": (m, n),
                                "base": (b, c),
                                "side": (apex, b),
                                "side2": (apex, c),
                                "m": m,
                                "n": n,
                            }
                            yield (id, par), Conclusion("midpoint", (n, *seg(apex, c)), True, "", words)


@theorem("Euclid VI.3", "bisector_ratio", ("bisector", "length"))
def bisector_ratio(kb: Known, t: Term) -> Finds:
    """The bisector of an angle of a triangle cuts the opposite side in the ratio of the other two sides."""
    s = kb.scene
    for corner, (ray, id) in kb.bisectors.items():
        a = corner[0]
        for d in s.ray_points[ray]:
            for b in s.ray_points[corner[1]]:
                for c in s.ray_points[corner[2]]:
                    if not s.between(d, b, c):
                        continue
                    names = (seg(a, b), seg(a, c), seg(b, d), seg(d, c))
                    terms = [kb.lengths.get(n) for n in names]
                    if sum(x is None for x in terms) != 1 or (t.id != id and t not in terms):
                        continue
                    i = next(i for i, x in enumerate(terms) if x is None)
                    p, q, r, u = (Exact(0) if x is None else x.value for x in terms)
                    # AB : AC = BD : DC
                    value = [(u, r, q), (r, u, p), (q, p, u), (p, q, r)][i]
                    ids = (id, *(x.id for x in terms if x is not None), s.between_id(d, b, c))
                    words: Words = {"ray": (a, d), "whole": (b, a, c), "names": [(a, b), (a, c), (b, d), (d, c)]}
                    words |= {"p": Factor(value[0]), "q": Factor(value[1]), "r": Factor(value[2])}
                    yield ids, length_of(kb, names[i], partial(fourth, *value), **words)


@theorem("centroid, Archimedes, On the Equilibrium of Planes I.14", "centroid", ("midpoint", "length"))
def centroid_two_thirds(kb: Known, t: Term) -> Finds:
    """The medians of a triangle meet in a point that cuts each of them in the ratio 2 : 1 from the vertex."""
    s = kb.scene
    medians = []
    for (b, c), (d, id) in kb.midpoints.items():
        for ray in s.rays.get(d, ()):
            for a in s.ray_points[ray]:
                if tuple(sorted((a, b, c))) in s.corners_of:
                    medians.append((a, d, b, c, id))
    for (a, d, b, c, id), (b2, e, p, q, id2) in ((x, y) for x in medians for y in medians if x is not y):
        if {a, b, c} != {b2, p, q} or a == b2:
            continue
        g = s.meeting(s.line_of[a, d], s.line_of[b2, e])
        if g is None or not s.between(g, a, d) or not s.between(g, b2, e):
            continue
        long, short, whole = kb.length(a, g), kb.length(g, d), kb.length(a, d)
        known = long or short or whole
        if known is None or (t.id not in (id, id2) and t is not known):
            continue
        ids = (id, id2, known.id, s.between_id(g, a, d), s.between_id(g, *seg(b2, e)))
        unit = {(a, g): Fraction(2, 3), (g, d): Fraction(1, 3), (a, d): Fraction(1)}
        base = next(k for k in unit if seg(*k) == known.args)
        for k, share in unit.items():
            if kb.length(*k) is None:
                ratio = Exact(share / unit[base])
                words: Words = {"g": g, "median": (a, d), "median2": (b2, e), "tri": tri_name((a, b, c)), "known": known.args}
                words |= {"a": Factor(known.value), "ratio": str(ratio), "vertex": a, "foot": d}
                yield ids, length_of(kb, k, partial(mul, ratio, known.value), **words)


@theorem("incentre: angle of two bisectors", "angle_bisector", ("bisector", *ANGLE))
def incentre_angle(kb: Known, t: Term) -> Finds:
    """Two angle bisectors of a triangle meet at 90° plus half of the third angle."""
    s = kb.scene
    for (c1, (r1, id1)), (c2, (r2, id2)) in combinations(kb.bisectors.items(), 2):
        if c1[0] == c2[0]:
            continue
        b, c = c1[0], c2[0]
        i = s.meeting(s.ray_line[r1], s.ray_line[r2])
        if i is None or i not in s.ray_points[r1] or i not in s.ray_points[r2]:
            continue
        for tri, n in s.by_corner.get(c1, ()):
            if c2 not in s.corners_of[tri]:
                continue
            k = 3 - n - s.corners_of[tri].index(c2)
            top = kb.angles.get(s.corners_of[tri][k])
            if top is not None and t.id in (id1, id2, top.id) and kb.angle(b, i, c) is None:
                words: Words = {
                    "ray": (b, i),
                    "ray2": (c, i),
                    "apex": top.args,
                    "a": degrees(top),
                    "tri": "".join(tri),
                    "at": i,
                }
                yield (id1, id2, top.id), angle((b, i, c), partial(_incentre, degrees(top)), **words)


def _incentre(top: Num) -> Num:
    return add(RIGHT, half(top))


# --- right triangles by their median -----------------------------------------------------------------------------
@theorem("Thales: the median to the hypotenuse", "median_to_hypotenuse", ("midpoint", "length", *ANGLE))
def median_to_hypotenuse(kb: Known, t: Term) -> Finds:
    """The median to the hypotenuse is half of it."""
    s = kb.scene
    for (a, b), (m, id) in kb.midpoints.items():
        for ray in s.rays.get(m, ()):
            for c in s.ray_points[ray]:
                if c in (a, b) or not s.drawn(a, c) or not s.drawn(b, c):
                    continue
                right = kb.right(a, c, b)
                if right is None:
                    continue
                hyp = kb.length(a, b)
                mid = kb.length(c, m)
                words: Words = {"median": (c, m), "hyp": (a, b), "at": c, "mid": m, "tri": tri_name((a, b, c))}
                if hyp is not None and mid is None and t.id in (id, right.id, hyp.id):
                    ids = (right.id, id, hyp.id)
                    yield ids, length(kb, c, m, partial(half, hyp.value), a=Factor(hyp.value), forward=True, **words)
                elif mid is not None and hyp is None and t.id in (id, right.id, mid.id):
                    ids = (right.id, id, mid.id)
                    yield ids, length(kb, a, b, partial(twice, mid.value), a=Factor(mid.value), forward=False, **words)


@theorem("Thales: converse for the median", "median_to_hypotenuse", ("midpoint", "length", "equal_length"))
def right_angle_from_median(kb: Known, t: Term) -> Finds:
    """A triangle whose median is half of its side has a right angle opposite that side."""
    s = kb.scene
    for (a, b), (m, id) in kb.midpoints.items():
        for ray in s.rays.get(m, ()):
            for c in s.ray_points[ray]:
                if c in (a, b) or not s.drawn(a, c) or not s.drawn(b, c) or kb.right(a, c, b):
                    continue
                for end in (a, b):
                    why = kb.equal_lengths((c, m), (end, m))
                    if why and t.id in (id, *why):
                        words: Words = {"median": (c, m), "part": (m, end), "side": (a, b), "at": c, "mid": m}
                        yield tuple(dict.fromkeys((id, *why))), right_angle((a, c, b), **words)


THEOREMS = (
    isosceles_median,
    isosceles_altitude,
    isosceles_bisector,
    midsegment_half,
    midsegment_parallel,
    midsegment_converse,
    bisector_ratio,
    centroid_two_thirds,
    incentre_angle,
    median_to_hypotenuse,
    right_angle_from_median,
)
