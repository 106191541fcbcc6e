"""One triangle: angle sum, exterior angles, isosceles and equilateral triangles, perimeters."""

from __future__ import annotations

from functools import partial
from itertools import combinations

from proofpress.exact import Exact
from proofpress.reason.operators import Term
from proofpress.reason.saturate import Conclusion

from ..exact_values import STRAIGHT, Num, add, half, less, rest, twice
from ..knowledge.kb import Known, degrees
from ..knowledge.scene import Tri, seg
from .base import (
    ANGLE,
    LENGTH,
    Finds,
    Words,
    angle,
    equal_angle,
    equal_length,
    length_of,
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
    triangle_perimeter,
    side_from_perimeter,
)
