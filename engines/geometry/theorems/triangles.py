"""One triangle: angle sum, isosceles and equilateral, medians, bisectors, midsegments, the centroid, perimeters."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from itertools import combinations

from proofpress.exact import Exact
from proofpress.reason.operators import Term
from proofpress.reason.saturate import Conclusion

from ..kb import Known, degrees
from ..scene import Tri, seg
from ..values import RIGHT, STRAIGHT, Num, add, fourth, half, less, mul, rest, twice
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
    length_of,
    right_angle,
    theorem,
    tri_name,
    turn,
)

SIXTY = Exact(60)


def at_corner(kb: Known, t: Term) -> list[tuple[Tri, int]]:
    """The drawn triangles that have the angle of this term."""
    corner = kb.scene.corner(*t.args)
    return kb.scene.by_corner.get(corner, []) if corner else []


def vertex_angle(tri: Tri, i: int) -> Tri:
    """The angle of the triangle at its i-th vertex, written with the triangle's letters."""
    v, a, b = turn(tri, i)
    return a, v, b


@theorem("Euclid I.32", "angle_sum", ANGLE)
def triangle_angle_sum(kb: Known, t: Term) -> Finds:
    """The angles of a triangle add up to 180°."""
    for tri, _ in at_corner(kb, t):
        corners = kb.scene.corners_of[tri]
        known = [kb.angles[c] for c in corners if c in kb.angles]
        if len(known) != 2:
            continue
        i = next(i for i, c in enumerate(corners) if c not in kb.angles)
        parts = [degrees(k) for k in known]
        words: Words = {"tri": "".join(tri), "one": known[0].args, "two": known[1].args, "a": parts[0], "b": parts[1]}
        yield tuple(k.id for k in known), angle(vertex_angle(tri, i), partial(rest, STRAIGHT, parts), **words)


@theorem("Euclid I.32", "exterior_angle", ANGLE)
def exterior_angle(kb: Known, t: Term) -> Finds:
    """An exterior angle of a triangle is the sum of the two interior angles that are not next to it."""
    s = kb.scene
    for tri, _ in at_corner(kb, t):
        corners = s.corners_of[tri]
        for i in range(3):
            j, k = (n for n in range(3) if n != i)
            a, b = kb.angles.get(corners[j]), kb.angles.get(corners[k])
            if a is None or b is None or corners[i] in kb.angles:
                continue
            v = tri[i]
            for p, q in ((tri[j], tri[k]), (tri[k], tri[j])):  # the side through p is continued beyond the vertex
                o = s.opposite.get(s.ray_of[v, p])
                if o is None:
                    continue
                far = s.ray_name(o)
                value = partial(add, degrees(a), degrees(b))
                words: Words = {"one": a.args, "two": b.args, "a": degrees(a), "b": degrees(b), "tri": "".join(tri), "at": v}
                yield (a.id, b.id, s.between_id(v, p, far)), angle((far, v, q), value, **words)


@theorem("Euclid I.32", "exterior_angle", ANGLE)
def remote_interior_angle(kb: Known, t: Term) -> Finds:
    """A remote interior angle is the exterior angle less the other remote interior angle."""
    s = kb.scene
    v = t.args[1]
    corner = s.corner(*t.args)
    tris = {tri: 0 for tri, _ in at_corner(kb, t)}
    if corner is not None:  # the new term may itself be the exterior angle
        for r, u in (corner[1:], corner[:0:-1]):
            o = s.opposite.get(r)
            if o is not None:
                tris |= {tri: 0 for tri, _ in s.by_corner.get(s._corner(v, o, u), ())}
    for tri in tris:
        corners = s.corners_of[tri]
        for i in range(3):
            if corners[i] in kb.angles:
                continue
            for p, q in ((j, k) for j in range(3) for k in range(3) if len({i, j, k}) == 3):
                o = s.opposite.get(s.ray_of[tri[i], tri[p]])
                if o is None:
                    continue
                outer = kb.angles.get(s._corner(tri[i], o, s.ray_of[tri[i], tri[q]]))
                if outer is None:
                    continue
                for known, new in ((p, q), (q, p)):
                    inner = kb.angles.get(corners[known])
                    if inner is None or corners[new] in kb.angles:
                        continue
                    words: Words = {"outer": outer.args, "inner": inner.args, "a": degrees(outer), "b": degrees(inner)}
                    value = partial(less, degrees(outer), degrees(inner))
                    ids = (outer.id, inner.id, s.between_id(tri[i], tri[p], s.ray_name(o)))
                    yield ids, angle(vertex_angle(tri, new), value, tri="".join(tri), **words)


# --- isosceles and equilateral -----------------------------------------------------------------------------------
def pairs_of_sides(kb: Known, t: Term) -> list[tuple[Tri, int]]:
    """(triangle, apex) whose two sides at the apex this term may have made equal, or whose angle it gives."""
    s = kb.scene
    if t.predicate in ANGLE:
        return [(tri, i) for tri, _ in at_corner(kb, t) for i in range(3)]
    if t.predicate == "isosceles":
        tri = tuple(sorted(t.args))
        return [(tri, tri.index(t.args[0]))] if tri in s.corners_of else []
    if t.predicate == "equilateral":
        tri = tuple(sorted(t.args))
        return [(tri, i) for i in range(3)] if tri in s.corners_of else []
    if t.predicate == "equal_length":
        sides = [(t.args[:2], t.args[2:])]
    elif t.predicate == "midpoint":
        sides = [((t.args[1], t.args[0]), (t.args[0], t.args[2]))]
    elif t.predicate == "length":
        sides = [(t.args, u) for u in kb.by_length.get(t.value, ()) if u != t.args]
    elif t.predicate == "on_circle":
        p, o = t.args
        sides = [((o, p), (o, q)) for q in s.circles.get(o, ()) if q != p]
    else:
        return []
    out = []
    for a, b in sides:
        common = set(a) & set(b)
        if len(common) == 1:
            (apex,) = common
            tri = tuple(sorted({*a, *b}))
            if tri in s.corners_of:
                out.append((tri, tri.index(apex)))
    return out


EQUAL_SIDES = ("equal_length", "isosceles", "equilateral", "length", "on_circle")


@theorem("Euclid I.5", "isosceles", EQUAL_SIDES)
def isosceles_base_angles(kb: Known, t: Term) -> Finds:
    """The base angles of an isosceles triangle are equal."""
    for tri, i in pairs_of_sides(kb, t):
        apex, b, c = turn(tri, i)
        j, k = tri.index(b), tri.index(c)
        corners = kb.scene.corners_of[tri]
        if kb.equal_angles(corners[j], corners[k]) is not None:
            continue
        why = kb.isosceles(apex, b, c)
        if why:
            words: Words = {"side": (apex, b), "side2": (apex, c), "tri": "".join(tri), "radii": _radii(kb, why)}
            yield why, equal_angle(vertex_angle(tri, j), vertex_angle(tri, k), **words)


def _radii(kb: Known, why: tuple[str, ...]) -> bool:
    """The two sides are equal because they are radii of one circle."""
    return len(why) == 2 and all(id in kb.scene.on_circle_ids for id in why)


@theorem("Euclid I.5 and I.32", "isosceles", (*ANGLE, *EQUAL_SIDES))
def isosceles_from_apex(kb: Known, t: Term) -> Finds:
    """Each base angle of an isosceles triangle is half of what the angle at the apex leaves of 180°."""
    for tri, i in pairs_of_sides(kb, t):
        corners = kb.scene.corners_of[tri]
        top = kb.angles.get(corners[i])
        j, k = (n for n in range(3) if n != i)
        if top is None or corners[j] in kb.angles or corners[k] in kb.angles:
            continue
        apex, b, c = turn(tri, i)
        why = kb.isosceles(apex, b, c)
        if not why:
            continue
        size = degrees(top)
        for n in (j, k):
            words: Words = {"side": (apex, b), "side2": (apex, c), "apex": top.args, "a": size, "radii": _radii(kb, why)}
            yield (*why, top.id), angle(vertex_angle(tri, n), partial(_base, size), tri="".join(tri), **words)


def _base(top: Num) -> Num:
    return half(less(STRAIGHT, top))


@theorem("Euclid I.5 and I.32", "isosceles", (*ANGLE, *EQUAL_SIDES))
def isosceles_apex(kb: Known, t: Term) -> Finds:
    """The angle at the apex of an isosceles triangle is what twice the base angle leaves of 180°."""
    for tri, i in pairs_of_sides(kb, t):
        corners = kb.scene.corners_of[tri]
        j, k = (n for n in range(3) if n != i)
        if corners[i] in kb.angles:
            continue
        base = kb.angles.get(corners[j]) or kb.angles.get(corners[k])
        if base is None or (corners[j] in kb.angles and corners[k] in kb.angles):
            continue
        apex, b, c = turn(tri, i)
        why = kb.isosceles(apex, b, c)
        if why:
            size = degrees(base)
            words: Words = {"side": (apex, b), "side2": (apex, c), "base": base.args, "a": size, "radii": _radii(kb, why)}
            yield (*why, base.id), angle(vertex_angle(tri, i), partial(_apex, size), tri="".join(tri), **words)


def _apex(base: Num) -> Num:
    return less(STRAIGHT, twice(base))


@theorem("Euclid I.6", "isosceles_converse", (*ANGLE, "equal_angle"))
def isosceles_converse(kb: Known, t: Term) -> Finds:
    """A triangle with two equal angles has equal sides opposite them."""
    s = kb.scene
    todo: list[tuple[Tri, int, int]] = []
    if t.predicate == "equal_angle":
        c, d = s.corner(*t.args[:3]), s.corner(*t.args[3:])
        for tri, i in s.by_corner.get(c, ()) if c and d else ():
            if d in s.corners_of[tri]:
                j = s.corners_of[tri].index(d)
                todo.append((tri, min(i, j), max(i, j)))
    else:
        todo += [(tri, min(i, j), max(i, j)) for tri, i in at_corner(kb, t) for j in range(3) if j != i]
    for tri, i, j in todo:
        corners = s.corners_of[tri]
        apex = tri[3 - i - j]
        why = kb.equal_angles(corners[i], corners[j])
        if why and not kb.isosceles(apex, tri[i], tri[j]):
            words: Words = {"one": vertex_angle(tri, i), "two": vertex_angle(tri, j), "tri": "".join(tri)}
            a = kb.angles.get(corners[i])
            yield why, equal_length((apex, tri[i]), (apex, tri[j]), a=degrees(a) if a is not None else "", **words)


@theorem("Euclid I.5, corollary", "equilateral", ("equilateral",))
def equilateral_angles(kb: Known, t: Term) -> Finds:
    """Each angle of an equilateral triangle is 60°."""
    tri: Tri = tuple(sorted(t.args))
    for i, corner in enumerate(kb.scene.corners_of.get(tri, ())):
        if corner not in kb.angles:
            yield (t.id,), angle(vertex_angle(tri, i), SIXTY, tri="".join(tri))


@theorem("definition of equilateral", "equilateral", ("equilateral", "length"))
def equilateral_sides(kb: Known, t: Term) -> Finds:
    """The sides of an equilateral triangle are equal."""
    for shape in [t] if t.predicate == "equilateral" else kb.shapes.get("equilateral", ()):
        sides = [seg(a, b) for a, b in combinations(sorted(shape.args), 2)]
        known = next((kb.lengths[s] for s in sides if s in kb.lengths), None)
        if known is not None:
            for s in sides:
                if s not in kb.lengths:
                    yield (shape.id, known.id), length_of(kb, s, known.value, known=known.args, tri=tri_name(shape.args))


@theorem("definition of equilateral", "equilateral", ("equal_length", "length"))
def equilateral_from_sides(kb: Known, t: Term) -> Finds:
    """A triangle with three equal sides is equilateral."""
    for tri, i in pairs_of_sides(kb, t):
        a, b, c = turn(tri, i)
        one, two = kb.equal_lengths((a, b), (a, c)), kb.equal_lengths((a, b), (b, c))
        if one and two and not kb.knows("equilateral", *tri):
            ids = tuple(dict.fromkeys((*one, *two)))
            yield ids, Conclusion("equilateral", tri, True, "", {"tri": "".join(tri), "sides": [(a, b), (b, c), (a, c)]})


@theorem("Euclid I.5, corollary", "equilateral", (*ANGLE, *EQUAL_SIDES))
def equilateral_from_sixty(kb: Known, t: Term) -> Finds:
    """An isosceles triangle with an angle of 60° is equilateral."""
    for tri, i in pairs_of_sides(kb, t):
        if kb.knows("equilateral", *tri):
            continue
        apex, b, c = turn(tri, i)
        known = next(
            (kb.angles[n] for n in kb.scene.corners_of[tri] if n in kb.angles and degrees(kb.angles[n]) == SIXTY), None
        )
        why = kb.isosceles(apex, b, c) if known is not None else None
        if known is not None and why:
            words: Words = {"tri": "".join(tri), "side": (apex, b), "side2": (apex, c), "known": known.args}
            yield (*why, known.id), Conclusion("equilateral", tri, True, "", words)


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


# --- perimeter ---------------------------------------------------------------------------------------------------
@theorem("definition of perimeter", "perimeter", LENGTH)
def triangle_perimeter(kb: Known, t: Term) -> Finds:
    """The perimeter of a triangle is the sum of its sides."""
    for tri in kb.scene.by_side.get(t.args, ()):
        sides = [seg(a, b) for a, b in combinations(tri, 2)]
        terms = [kb.lengths.get(s) for s in sides]
        if all(terms) and tri not in kb.perimeters:
            values = [x.value for x in terms if x is not None]
            words: Words = {"tri": "".join(tri), "shape": "".join(tri), "parts": values, "sides": sides}
            yield tuple(x.id for x in terms if x), Conclusion("perimeter", tri, partial(add, *values), kb.unit, words)


@theorem("definition of perimeter", "perimeter", ("length", "perimeter"))
def side_from_perimeter(kb: Known, t: Term) -> Finds:
    """A side of a polygon is its perimeter less the other sides."""
    for whole in [t] if t.predicate == "perimeter" else [*kb.perimeters.values()]:
        n = len(whole.args)
        sides = [seg(whole.args[i], whole.args[(i + 1) % n]) for i in range(n)]
        missing = [s for s in sides if s not in kb.lengths]
        if len(missing) == 1:
            known = [kb.lengths[s] for s in sides if s in kb.lengths]
            values = [k.value for k in known]
            words: Words = {"shape": "".join(whole.args), "a": whole.value, "parts": values}
            ids = (whole.id, *(k.id for k in known))
            yield ids, length_of(kb, missing[0], partial(rest, whole.value, values), **words)


THEOREMS = (
    triangle_angle_sum,
    exterior_angle,
    remote_interior_angle,
    isosceles_base_angles,
    isosceles_from_apex,
    isosceles_apex,
    isosceles_converse,
    equilateral_angles,
    equilateral_sides,
    equilateral_from_sides,
    equilateral_from_sixty,
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
    triangle_perimeter,
    side_from_perimeter,
)
