"""What is concluded once quantities are known: comparisons, ratios, kinds of shape, and that something does not hold.

They end proofs and start none, so saturation leaves them out.  Predicates of their own:

    difference(A,B,C,D) = AB - CD         longer(A,B,C,D) = name of the longer one       larger(A,B,C,D,E,F) = name of an angle
    kind_by_sides(A,B,C), kind_by_angles(A,B,C), kind_of_quadrilateral(A,B,C,D) = a word
    equal_segments(A,B) = names of the other segments known to be as long
A relation with the value False has been proved wrong.
"""

from __future__ import annotations

from functools import partial
from itertools import combinations

from proofpress.reason.operators import Term
from proofpress.reason.saturate import Conclusion

from ..exact_values import RIGHT, STRAIGHT, Num, add, div, hypotenuse, less, same
from ..knowledge.kb import Known, degrees
from ..knowledge.scene import Tri, seg
from .base import ANGLE, LENGTH, Finds, Power, Words, equal_angle, equal_length, right_angle, theorem, turn
from .metric import triangles_with

MOST_ALIKE = 4  # segments in one list: all the sides of an octagon tell nothing new
SHAPES = ("parallelogram", "rectangle", "rhombus", "square", "kite", "trapezoid", "isosceles_trapezoid")


def _others(kb: Known, t: Term) -> list[Term]:
    return [u for u in kb.lengths.values() if u.id != t.id and not isinstance(u.value, float)]


def _apart(kb: Known, t: Term) -> list[Term]:
    """The other known lengths, without those of which one plainly is a part of the other."""
    line = kb.scene.line_of[t.args[0], t.args[1]]
    inner = [x for x in _others(kb, t) if kb.scene.line_of[x.args[0], x.args[1]] == line]
    nested = {x.id for x in inner if _within(kb, x.args, t.args) or _within(kb, t.args, x.args)}
    return [x for x in _others(kb, t) if x.id not in nested]


def _within(kb: Known, part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    a, b = whole
    return all(p in whole or kb.scene.between(p, a, b) for p in part)


@theorem("Euclid, common notion 1", "compare", LENGTH)
def compare_lengths(kb: Known, t: Term) -> Finds:
    """Two segments are equal if their lengths are, and only then."""
    for u in _apart(kb, t):
        truth = same(t.value, u.value)
        c = equal_length(t.args, u.args, a=t.value, b=u.value, one=t.args, two=u.args, truth=truth)
        yield (t.id, u.id), c._replace(value=truth)


@theorem("Euclid, common notion 1", "compare", ANGLE)
def compare_angles(kb: Known, t: Term) -> Finds:
    """Two angles are equal if their sizes are, and only then."""
    for u in kb.angles.values():
        if u.id != t.id and not isinstance(u.value, float):
            x, y = degrees(t), degrees(u)
            truth = same(x, y)
            if truth and same(x, RIGHT):
                continue  # that right angles are equal is nothing to find out
            c = equal_angle(t.args, u.args, a=x, b=y, one=t.args, two=u.args, truth=truth)
            yield (t.id, u.id), c._replace(value=truth)


@theorem("Euclid, common notion 5", "compare", LENGTH)
def longer_segment(kb: Known, t: Term) -> Finds:
    """Of two segments the one with the greater length is the longer."""
    for u in _apart(kb, t):
        if not same(t.value, u.value):
            first, second = sorted((t, u), key=lambda x: x.args)
            best = first if float(first.value) > float(second.value) else second
            words: Words = {"one": first.args, "two": second.args, "a": first.value, "b": second.value, "best": best.args}
            yield (t.id, u.id), Conclusion("longer", (*first.args, *second.args), kb.seg_name(*best.args), "", words)


@theorem("Euclid, common notion 5", "compare", ANGLE)
def larger_angle(kb: Known, t: Term) -> Finds:
    """Of two angles the one with more degrees is the larger."""
    for u in kb.angles.values():
        if u.id != t.id and not isinstance(u.value, float) and not same(degrees(t), degrees(u)):
            first, second = sorted((t, u), key=lambda x: x.args)
            best = first if float(degrees(first)) > float(degrees(second)) else second
            words: Words = {"one": first.args, "two": second.args, "a": degrees(first), "b": degrees(second), "best": best.args}
            yield (t.id, u.id), Conclusion("larger", (*first.args, *second.args), kb.name(best.args), "", words)


@theorem("Euclid V, definition 3", "ratio", LENGTH)
def ratio_of_lengths(kb: Known, t: Term) -> Finds:
    """The ratio of two segments is the quotient of their lengths."""
    for u in _others(kb, t):
        for x, y in ((t, u), (u, t)):
            words: Words = {"one": x.args, "two": y.args, "a": x.value, "b": y.value}
            yield (t.id, u.id), Conclusion("ratio", (*x.args, *y.args), partial(div, x.value, y.value), "", words)


@theorem("Euclid, common notion 3", "compare", LENGTH)
def length_difference(kb: Known, t: Term) -> Finds:
    """How much longer one segment is than another is the difference of their lengths."""
    for u in _apart(kb, t):
        if not same(t.value, u.value):
            x, y = (t, u) if float(t.value) > float(u.value) else (u, t)
            words: Words = {"one": x.args, "two": y.args, "a": x.value, "b": y.value}
            yield (t.id, u.id), Conclusion("difference", (*x.args, *y.args), partial(less, x.value, y.value), kb.unit, words)


@theorem("Euclid, common notion 1", "compare", LENGTH)
def equal_segments(kb: Known, t: Term) -> Finds:
    """All segments with one length are equal."""
    alike = [u for u in _others(kb, t) if same(u.value, t.value)]
    for x in (t, *alike):
        rest = [u for u in (t, *alike) if u is not x]
        if 1 <= len(rest) <= MOST_ALIKE:
            names = tuple(sorted(kb.seg_name(*u.args) for u in rest))
            ids = (x.id, *(u.id for u in rest))
            words: Words = {"one": x.args, "a": x.value, "names": list(names)}
            yield ids, Conclusion("equal_segments", x.args, names, "", words)


@theorem("definition of the kinds of triangle by sides", "kind_of_triangle", LENGTH)
def kind_by_sides(kb: Known, t: Term) -> Finds:
    """A triangle is equilateral, isosceles or scalene as three, two or none of its sides are equal."""
    for tri in triangles_with(kb, t):
        sides = [kb.length(a, b) for a, b in combinations(tri, 2)]
        if any(s is None or isinstance(s.value, float) for s in sides):
            continue
        known = [s for s in sides if s is not None]
        equal = sum(same(a.value, b.value) for a, b in combinations(known, 2))
        word = {0: "scalene", 1: "isosceles"}.get(equal, "equilateral")
        words: Words = {"tri": "".join(tri), "sizes": [s.value for s in known], "names": [s.args for s in known], "kind": word}
        yield tuple(s.id for s in known), Conclusion("kind_by_sides", tri, word, "", words)


@theorem("definition of the kinds of triangle by angles", "kind_of_triangle", ANGLE)
def kind_by_angles(kb: Known, t: Term) -> Finds:
    """A triangle is right, obtuse or acute as its largest angle is."""
    for tri, _ in kb.scene.by_corner.get(kb.scene.corner(*t.args), ()):
        found = [kb.angles.get(c) for c in kb.scene.corners_of[tri]]
        known = [x for x in found if x is not None]
        largest = max(known, key=lambda x: float(degrees(x)))
        size = degrees(largest)
        if float(size) >= 90:
            word = "right" if same(size, RIGHT) else "obtuse"
            words: Words = {"tri": "".join(tri), "kind": word, "known": [largest.args], "sizes": [size]}
            yield (largest.id,), Conclusion("kind_by_angles", tri, word, "", words)
        elif len(known) == 3:
            words = {
                "tri": "".join(tri),
                "kind": "acute",
                "known": [x.args for x in known],
                "sizes": [degrees(x) for x in known],
            }
            yield tuple(x.id for x in known), Conclusion("kind_by_angles", tri, "acute", "", words)


@theorem("Euclid I, definition 22", "kind_of_quadrilateral", SHAPES)
def kind_of_quadrilateral(kb: Known, t: Term) -> Finds:
    """A quadrilateral is called by the most special kind that is proved of it."""
    word = t.predicate.replace("_", " ")
    yield (t.id,), Conclusion("kind_of_quadrilateral", t.args, word, "", {"quad": "".join(t.args), "kind": t.predicate})


# --- what does not hold ------------------------------------------------------------------------------------------
@theorem("Euclid I.29, contraposed", "parallel_converse", ANGLE)
def not_parallel(kb: Known, t: Term) -> Finds:
    """Lines whose angles at a transversal do not fit are not parallel."""
    s = kb.scene
    c = s.corner(*t.args)
    if c is None:
        return
    for r, u in (c[1:], c[:0:-1]):
        line, cut = s.ray_line[r], s.ray_line[u]
        for q in s.lines[cut]:
            for l2 in {s.ray_line[w]: 0 for w in s.rays[q]}:
                if q == c[0] or l2 == cut or s.meeting(line, l2) is not None:
                    continue
                for x in s.crossings(line, l2).get(c, ()):
                    known = kb.angles.get(x.corner)
                    if x.corner[0] != q or known is None:
                        continue
                    a, b = degrees(t), degrees(known)
                    fits = same(add(a, b), STRAIGHT) if x.kind == "co_interior" else same(a, b)
                    if not fits:
                        words: Words = {"one": t.args, "two": known.args, "a": a, "b": b, "kind": x.kind, "sum": add(a, b)}
                        args = s.parallel_args(line, l2)
                        words["lines"] = [args[:2], args[2:]]
                        yield (t.id, known.id), Conclusion("parallel", args, False, "", words)


@theorem("definition of a right angle", "right_angle", ANGLE)
def not_right(kb: Known, t: Term) -> Finds:
    """An angle that does not have 90° is no right angle."""
    if not same(degrees(t), RIGHT):
        c = right_angle(t.args, a=degrees(t))
        yield (t.id,), c._replace(value=False)


@theorem("Euclid I.47, contraposed", "pythagoras_converse", LENGTH)
def not_right_by_sides(kb: Known, t: Term) -> Finds:
    """A triangle whose longest side does not satisfy a² + b² = c² has no right angle opposite it."""
    for tri in triangles_with(kb, t):
        sides = [(kb.length(*(v for k, v in enumerate(tri) if k != i)), i) for i in range(3)]
        known = sorted(((x, i) for x, i in sides if x is not None), key=lambda s: float(s[0].value))
        if len(known) < 3 or any(isinstance(x.value, float) for x, _ in known):
            continue
        (a, _), (b, _), (c, i) = known
        if not same(hypotenuse(a.value, b.value), c.value):
            v, p, q = turn(tri, i)
            words: Words = {"a": Power(a.value), "b": Power(b.value), "c": Power(c.value), "tri": "".join(tri), "at": v}
            found = right_angle((p, v, q), **words)
            yield (a.id, b.id, c.id), found._replace(value=False)


def _measures(kb: Known, tri: Tri, what: str) -> list[Term] | None:
    if what == "sides":
        found = [kb.lengths.get(seg(a, b)) for a, b in combinations(tri, 2)]
    else:
        found = [kb.angles.get(c) for c in kb.scene.corners_of[tri]]
    return None if any(x is None or isinstance(x.value, float) for x in found) else [x for x in found if x is not None]


def _size(t: Term) -> Num:
    return t.value if t.predicate == "length" else degrees(t)


def _different(kb: Known, t: Term, what: str, relation: str) -> Finds:
    """Pairs of triangles that cannot be congruent (similar): their sides (angles) differ in whatever order."""
    tris = triangles_with(kb, t)
    complete = [(tri, m) for tri in kb.scene.triangles if (m := _measures(kb, tri, what)) is not None]
    for one, a in complete:
        if one not in tris:
            continue
        for two, b in complete:
            if one == two:
                continue
            x, y = sorted((_size(v) for v in a), key=float), sorted((_size(v) for v in b), key=float)
            if any(not same(p, q) for p, q in zip(x, y, strict=True)):
                words: Words = {"tri": "".join(one), "tri2": "".join(two), "one": x, "two": y}
                first, second = sorted((one, two))
                ids = tuple(dict.fromkeys(v.id for v in (*a, *b)))
                yield ids, Conclusion(relation, (*first, *second), False, "", words)


@theorem("definition of congruence", "congruence", LENGTH)
def not_congruent(kb: Known, t: Term) -> Finds:
    """Triangles with different sides are not congruent."""
    yield from _different(kb, t, "sides", "congruent")


@theorem("definition of similarity", "similarity", ANGLE)
def not_similar(kb: Known, t: Term) -> Finds:
    """Triangles with different angles are not similar."""
    yield from _different(kb, t, "angles", "similar")


@theorem("definition of midpoint", "midpoint", LENGTH)
def not_midpoint(kb: Known, t: Term) -> Finds:
    """A point with different distances from the ends of a segment is not its midpoint."""
    for a, m, b in kb.scene.seg_parts.get(t.args, ()):
        x, y = kb.length(a, m), kb.length(m, b)
        if x is not None and y is not None and not same(x.value, y.value):
            words: Words = {"mid": m, "whole": (a, b), "one": (a, m), "two": (m, b), "a": x.value, "b": y.value}
            yield (x.id, y.id), Conclusion("midpoint", (m, *seg(a, b)), False, "", words)


JUDGEMENTS = (
    compare_lengths,
    compare_angles,
    longer_segment,
    larger_angle,
    ratio_of_lengths,
    length_difference,
    equal_segments,
    kind_by_sides,
    kind_by_angles,
    kind_of_quadrilateral,
    not_parallel,
    not_right,
    not_right_by_sides,
    not_congruent,
    not_similar,
    not_midpoint,
)
