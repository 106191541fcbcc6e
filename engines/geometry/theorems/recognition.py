"""Which quadrilateral it is, told from its sides, diagonals and angles; angle sums of polygons."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from proofpress.exact import Exact
from proofpress.reason.operators import Term
from proofpress.reason.saturate import Conclusion

from ..exact_values import rest
from ..knowledge.kb import PARALLELOGRAMS, Known, degrees
from ..knowledge.scene import seg
from .base import ANGLE, Finds, Words, angle, theorem
from .quadrilaterals import Quad, corners, crossing, name, quads, shaped, sides


@theorem("Varignon, 1731", "varignon", ("midpoint",), quads)
def varignon(kb: Known, t: Term) -> Finds:
    """The midpoints of the sides of a quadrilateral are the vertices of a parallelogram."""
    for q in kb.scene.polygons:
        if len(q) != 4:
            continue
        found = [kb.midpoints.get(seg(*s)) for s in sides(q)]
        if any(f is None for f in found) or all(f is not None and f[1] != t.id for f in found):
            continue
        mids = tuple(f[0] for f in found if f is not None)
        if all(kb.scene.drawn(*s) for s in sides(mids)) and kb.shape(PARALLELOGRAMS, mids) is None:
            words: Words = {"quad": name(q), "mids": list(mids), "inner": name(mids)}
            yield tuple(f[1] for f in found if f is not None), Conclusion("parallelogram", mids, True, "", words)


# --- recognising -------------------------------------------------------------------------------------------------
def _plain_quads(kb: Known) -> list[Quad]:
    """Drawn quadrilaterals that are not known to be parallelograms yet."""
    return [q for q in kb.scene.polygons if len(q) == 4 and kb.shape(PARALLELOGRAMS, q) is None]


def _parallel(kb: Known, s: tuple[str, ...], t: tuple[str, ...]) -> str | None:
    return kb.parallel_id(kb.scene.line_of.get(s), kb.scene.line_of.get(t))


@theorem("definition of a parallelogram", "parallelogram_test", ("parallel",), quads)
def parallelogram_from_parallels(kb: Known, t: Term) -> Finds:
    """A quadrilateral with two pairs of parallel sides is a parallelogram."""
    for q in _plain_quads(kb):
        s = sides(q)
        one, two = _parallel(kb, s[0], s[2]), _parallel(kb, s[1], s[3])
        if one and two and t.id in (one, two):
            yield (one, two), Conclusion("parallelogram", q, True, "", {"quad": name(q), "sides": s})


@theorem("Euclid I.34, converse", "parallelogram_test", ("equal_length", "length"), quads)
def parallelogram_from_sides(kb: Known, t: Term) -> Finds:
    """A quadrilateral with two pairs of equal opposite sides is a parallelogram."""
    for q in _plain_quads(kb):
        s = sides(q)
        one, two = kb.equal_lengths(s[0], s[2]), kb.equal_lengths(s[1], s[3])
        if one and two and kb.scene.convex(q):
            yield tuple(dict.fromkeys((*one, *two))), Conclusion("parallelogram", q, True, "", {"quad": name(q), "sides": s})


@theorem("Euclid I.33", "parallelogram_test", ("equal_length", "length", "parallel"), quads)
def parallelogram_from_pair(kb: Known, t: Term) -> Finds:
    """A quadrilateral with one pair of sides both parallel and equal is a parallelogram."""
    for q in _plain_quads(kb):
        s = sides(q)
        for i in (0, 1):
            par, why = _parallel(kb, s[i], s[i + 2]), kb.equal_lengths(s[i], s[i + 2])
            if par and why and kb.scene.convex(q):
                words: Words = {"quad": name(q), "one": s[i], "two": s[i + 2]}
                yield tuple(dict.fromkeys((par, *why))), Conclusion("parallelogram", q, True, "", words)


@theorem("Euclid I.34, converse", "parallelogram_test", ("midpoint",), quads)
def parallelogram_from_diagonals(kb: Known, t: Term) -> Finds:
    """A quadrilateral whose diagonals bisect each other is a parallelogram."""
    for q in _plain_quads(kb):
        one, two = kb.midpoints.get(seg(q[0], q[2])), kb.midpoints.get(seg(q[1], q[3]))
        if one and two and one[0] == two[0] and t.id in (one[1], two[1]):
            words: Words = {"quad": name(q), "mid": one[0], "one": (q[0], q[2]), "two": (q[1], q[3])}
            yield (one[1], two[1]), Conclusion("parallelogram", q, True, "", words)


@theorem("definition of a rectangle", "rectangle", ("parallelogram", *ANGLE), quads)
def rectangle_from_right_angle(kb: Known, t: Term) -> Finds:
    """A parallelogram with a right angle is a rectangle."""
    for shape in shaped(kb, t, ("parallelogram",)):
        q = shape.args
        if kb.shape(("rectangle", "square"), q):
            continue
        right = next((r for c in corners(q) if (r := kb.right(*c)) is not None), None)
        if right is not None:
            yield (shape.id, right.id), Conclusion("rectangle", q, True, "", {"quad": name(q), "known": right.args})


@theorem("definition of a rhombus", "rhombus", ("parallelogram", "equal_length", "length"), quads)
def rhombus_from_sides(kb: Known, t: Term) -> Finds:
    """A parallelogram with two equal neighbouring sides is a rhombus."""
    for shape in shaped(kb, t, ("parallelogram",)):
        q = shape.args
        if kb.shape(("rhombus", "square"), q):
            continue
        s = sides(q)
        for i in range(4):
            why = kb.equal_lengths(s[i], s[i - 1])
            if why:
                words: Words = {"quad": name(q), "one": s[i], "two": s[i - 1]}
                yield (shape.id, *why), Conclusion("rhombus", q, True, "", words)
                break


@theorem("rhombus, by its diagonals", "rhombus", ("parallelogram", *ANGLE), quads)
def rhombus_from_diagonals(kb: Known, t: Term) -> Finds:
    """A parallelogram with perpendicular diagonals is a rhombus."""
    for shape in shaped(kb, t, ("parallelogram",)):
        q = shape.args
        o = crossing(kb, q)
        if o is None or kb.shape(("rhombus", "square"), q):
            continue
        right = next((r for a, b in sides(q) if (r := kb.right(a, o, b)) is not None), None)
        if right is not None:
            words: Words = {"quad": name(q), "one": (q[0], q[2]), "two": (q[1], q[3])}
            yield (shape.id, right.id), Conclusion("rhombus", q, True, "", words)


# --- angle sums --------------------------------------------------------------------------------------------------
def _last_angle(kb: Known, t: Term, few: int, many: int) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], list[Term]]]:
    for p in kb.scene.polygons:
        if not few <= len(p) <= many or t.args[1] not in p or not kb.scene.convex(p):
            continue
        found = [(c, kb.angle(*c)) for c in corners(p)]
        missing = [c for c, x in found if x is None]
        if len(missing) == 1:
            yield p, missing[0], [x for _, x in found if x is not None]


@theorem("Euclid I.32, corollary", "angle_sum", ANGLE, quads)
def quadrilateral_angle_sum(kb: Known, t: Term) -> Finds:
    """The angles of a quadrilateral add up to 360°."""
    for p, new, known in _last_angle(kb, t, 4, 4):
        parts = [degrees(k) for k in known]
        words: Words = {"quad": name(p), "names": [k.args for k in known], "sizes": parts}
        yield tuple(k.id for k in known), angle(new, partial(rest, Exact(360), parts), **words)


@theorem("Euclid I.32, corollary", "angle_sum", ANGLE, lambda kb: any(len(p) > 4 for p in kb.scene.polygons))
def polygon_angle_sum(kb: Known, t: Term) -> Finds:
    """The angles of a polygon with n sides add up to (n - 2)·180°."""
    for p, new, known in _last_angle(kb, t, 5, 12):
        parts = [degrees(k) for k in known]
        total = Exact(180 * (len(p) - 2))
        words: Words = {"quad": name(p), "sizes": parts, "n": len(p), "total": total}
        yield tuple(k.id for k in known), angle(new, partial(rest, total, parts), **words)


THEOREMS = (
    varignon,
    parallelogram_from_parallels,
    parallelogram_from_sides,
    parallelogram_from_pair,
    parallelogram_from_diagonals,
    rectangle_from_right_angle,
    rhombus_from_sides,
    rhombus_from_diagonals,
    quadrilateral_angle_sum,
    polygon_angle_sum,
)
