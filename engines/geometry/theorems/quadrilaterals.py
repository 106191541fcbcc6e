"""Quadrilaterals: what each kind has, and midlines."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from proofpress.exact import Exact
from proofpress.reason.operators import Term
from proofpress.reason.saturate import Conclusion

from ..exact_values import Num, add, half, less, mul, supplement, twice
from ..knowledge.kb import PARALLELOGRAMS, Known, degrees
from ..knowledge.scene import seg
from .base import ANGLE, Factor, Finds, Words, angle, equal_length, length, length_of, right_angle, theorem

Quad = tuple[str, ...]


SQRT2 = Exact.surd(1, 2)


def quads(kb: Known) -> bool:
    """The scene has a quadrilateral."""
    return any(len(p) == 4 for p in kb.scene.polygons)


def shaped(kb: Known, t: Term, kinds: tuple[str, ...]) -> list[Term]:
    """The statements that make something one of these shapes: the new term itself, else all that are known."""
    if t.predicate in kinds:
        return [t]
    return [s for k in kinds for s in kb.shapes.get(k, ())] if t.predicate not in _ALL_SHAPES else []


_ALL_SHAPES = (*PARALLELOGRAMS, "kite", "trapezoid", "isosceles_trapezoid", "isosceles", "equilateral", "regular")


def sides(q: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [(q[i], q[(i + 1) % len(q)]) for i in range(len(q))]


def corners(q: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [(q[i - 1], q[i], q[(i + 1) % len(q)]) for i in range(len(q))]


def crossing(kb: Known, q: tuple[str, ...]) -> str | None:
    """The labelled point in which the drawn diagonals of a quadrilateral meet."""
    s = kb.scene
    x, y = s.line_of.get((q[0], q[2])), s.line_of.get((q[1], q[3]))
    if x is None or y is None:
        return None
    o = s.meeting(x, y)
    return o if o is not None and s.between(o, q[0], q[2]) and s.between(o, q[1], q[3]) else None


def name(q: tuple[str, ...]) -> str:
    return "".join(q)


# --- parallelograms ----------------------------------------------------------------------------------------------
@theorem("definition of a parallelogram", "parallelogram", PARALLELOGRAMS)
def parallelogram_parallel_sides(kb: Known, t: Term) -> Finds:
    """Opposite sides of a parallelogram are parallel."""
    a, b, c, d = t.args
    for p in ((a, b, d, c), (b, c, a, d)):
        yield (t.id,), Conclusion("parallel", p, True, "", {"kind": t.predicate, "quad": name(t.args), "lines": [p[:2], p[2:]]})


@theorem("Euclid I.34", "parallelogram", (*PARALLELOGRAMS, "length"), quads)
def parallelogram_opposite_sides(kb: Known, t: Term) -> Finds:
    """Opposite sides of a parallelogram are equal."""
    for shape in shaped(kb, t, ("parallelogram", "rectangle")):
        s = sides(shape.args)
        for i in range(4):
            known = kb.length(*s[i])
            new = s[(i + 2) % 4]
            if known is not None and kb.length(*new) is None:
                yield (
                    (shape.id, known.id),
                    length_of(kb, new, known.value, known=s[i], kind=shape.predicate, quad=name(shape.args)),
                )


@theorem("Euclid I.34", "parallelogram", PARALLELOGRAMS)
def parallelogram_equal_sides(kb: Known, t: Term) -> Finds:
    """Opposite sides of a parallelogram are equal, whatever their length."""
    s = sides(t.args)
    for i in (0, 1):
        if kb.equal_lengths(s[i], s[i + 2]) is None:
            yield (t.id,), equal_length(s[i], s[i + 2], kind=t.predicate, quad=name(t.args))


@theorem("Euclid I.34", "parallelogram", ("parallelogram", "rhombus", *ANGLE), quads)
def parallelogram_opposite_angles(kb: Known, t: Term) -> Finds:
    """Opposite angles of a parallelogram are equal."""
    for shape in shaped(kb, t, ("parallelogram", "rhombus")):
        c = corners(shape.args)
        for i in range(4):
            known = kb.angle(*c[i])
            new = c[(i + 2) % 4]
            if known is not None and kb.angle(*new) is None:
                words: Words = {"known": known.args, "kind": shape.predicate, "quad": name(shape.args)}
                yield (shape.id, known.id), angle(new, degrees(known), **words)


@theorem("Euclid I.29 and I.34", "parallelogram", ("parallelogram", "rhombus", *ANGLE), quads)
def parallelogram_consecutive_angles(kb: Known, t: Term) -> Finds:
    """Neighbouring angles of a parallelogram add up to 180°."""
    for shape in shaped(kb, t, ("parallelogram", "rhombus")):
        c = corners(shape.args)
        for i in range(4):
            known = kb.angle(*c[i])
            for new in (c[i - 1], c[(i + 1) % 4]):
                if known is not None and kb.angle(*new) is None:
                    size = degrees(known)
                    words: Words = {"known": known.args, "a": size, "kind": shape.predicate, "quad": name(shape.args)}
                    yield (shape.id, known.id), angle(new, partial(supplement, size), **words)


@theorem("Euclid I.34, corollary", "parallelogram", PARALLELOGRAMS)
def parallelogram_diagonals_bisect(kb: Known, t: Term) -> Finds:
    """The diagonals of a parallelogram bisect each other."""
    o = crossing(kb, t.args)
    if o is not None:
        a, b, c, d = t.args
        for p, q in ((a, c), (b, d)):
            words: Words = {
                "kind": t.predicate,
                "quad": name(t.args),
                "mid": o,
                "whole": (p, q),
                "other": (b, d) if p == a else (a, c),
            }
            yield (t.id,), Conclusion("midpoint", (o, *seg(p, q)), True, "", words)


@theorem("definition of a rectangle", "rectangle", ("rectangle", "square"))
def rectangle_angles(kb: Known, t: Term) -> Finds:
    """Every angle of a rectangle is a right angle."""
    for c in corners(t.args):
        if kb.angle(*c) is None:
            yield (t.id,), right_angle(c, kind=t.predicate, quad=name(t.args))


@theorem("rectangle, by congruent halves", "rectangle", ("rectangle", "square"))
def rectangle_diagonals(kb: Known, t: Term) -> Finds:
    """The diagonals of a rectangle are equal."""
    a, b, c, d = t.args
    if kb.scene.drawn(a, c) and kb.scene.drawn(b, d) and kb.equal_lengths((a, c), (b, d)) is None:
        yield (t.id,), equal_length((a, c), (b, d), kind=t.predicate, quad=name(t.args))


@theorem("definition of a rhombus", "rhombus", ("rhombus", "square", "length"), quads)
def rhombus_sides(kb: Known, t: Term) -> Finds:
    """All four sides of a rhombus are equal."""
    for shape in shaped(kb, t, ("rhombus", "square")):
        s = sides(shape.args)
        known = next((x for x in s if kb.length(*x) is not None), None)
        if known is not None:
            term = kb.length(*known)
            assert term is not None
            for new in s:
                if kb.length(*new) is None:
                    yield (
                        (shape.id, term.id),
                        length_of(kb, new, term.value, known=known, kind=shape.predicate, quad=name(shape.args)),
                    )


@theorem("definition of a rhombus", "rhombus", ("rhombus", "square"))
def rhombus_equal_sides(kb: Known, t: Term) -> Finds:
    """Neighbouring sides of a rhombus are equal, whatever their length."""
    a, b, c, d = t.args
    for p, q, drawn in (((a, b), (a, d), (b, d)), ((c, b), (c, d), (b, d)), ((b, a), (b, c), (a, c)), ((d, a), (d, c), (a, c))):
        if kb.scene.drawn(*drawn) and kb.equal_lengths(p, q) is None:
            yield (t.id,), equal_length(p, q, kind=t.predicate, quad=name(t.args))


@theorem("rhombus, by congruent quarters", "rhombus", ("rhombus", "square"))
def rhombus_diagonals_perpendicular(kb: Known, t: Term) -> Finds:
    """The diagonals of a rhombus are perpendicular."""
    o = crossing(kb, t.args)
    if o is not None:
        a, b, c, d = t.args
        if kb.angle(a, o, b) is None:
            words: Words = {"kind": t.predicate, "quad": name(t.args), "one": (a, c), "two": (b, d)}
            yield (t.id,), right_angle((a, o, b), **words)


@theorem("rhombus, by congruent halves", "rhombus", ("rhombus", "square"))
def rhombus_diagonal_bisects_angle(kb: Known, t: Term) -> Finds:
    """A diagonal of a rhombus bisects the angles at its ends."""
    q = t.args
    for i in range(4):
        v, far = q[i], q[(i + 2) % 4]
        if kb.scene.drawn(v, far):
            ends = sorted((q[i - 1], q[(i + 1) % 4]))
            words: Words = {"kind": t.predicate, "quad": name(q), "ray": (v, far), "whole": (ends[0], v, ends[1])}
            yield (t.id,), Conclusion("bisector", (v, far, *ends), True, "", words)


@theorem("Euclid I.47, for a square", "square", ("square", "length"), quads)
def square_diagonal(kb: Known, t: Term) -> Finds:
    """The diagonal of a square is √2 times its side."""
    for shape in shaped(kb, t, ("square",)):
        q = shape.args
        for p, r in ((q[0], q[2]), (q[1], q[3])):
            if not kb.scene.drawn(p, r):
                continue
            diagonal = kb.length(p, r)
            side = next((x for s in sides(q) if (x := kb.length(*s)) is not None), None)
            words: Words = {"quad": name(q), "diagonal": (p, r), "side": (q[0], q[1])}
            if diagonal is None and side is not None:
                words |= {"a": Factor(side.value), "forward": True, "side": side.args}
                yield (shape.id, side.id), length(kb, p, r, partial(mul, side.value, SQRT2), **words)
            elif diagonal is not None and side is None:
                words |= {"a": Factor(diagonal.value), "forward": False}
                value = partial(mul, diagonal.value, half(SQRT2))
                yield (shape.id, diagonal.id), length(kb, q[0], q[1], value, **words)


# --- kites and trapezoids ----------------------------------------------------------------------------------------
@theorem("definition of a kite", "kite", ("kite",))
def kite_equal_sides(kb: Known, t: Term) -> Finds:
    """A kite has two pairs of equal neighbouring sides."""
    a, b, c, d = t.args
    for p, q in (((a, b), (a, d)), ((c, b), (c, d))):
        if kb.equal_lengths(p, q) is None:
            yield (t.id,), equal_length(p, q, quad=name(t.args))


@theorem("kite, by congruent halves", "kite", ("kite", *ANGLE), quads)
def kite_angles(kb: Known, t: Term) -> Finds:
    """The two angles of a kite between unequal sides are equal."""
    for shape in shaped(kb, t, ("kite",)):
        a, b, c, d = shape.args
        for known, new in (((a, b, c), (a, d, c)), ((a, d, c), (a, b, c))):
            term = kb.angle(*known)
            if term is not None and kb.angle(*new) is None:
                yield (shape.id, term.id), angle(new, degrees(term), known=term.args, quad=name(shape.args))


@theorem("kite, by its axis", "kite", ("kite",))
def kite_axis(kb: Known, t: Term) -> Finds:
    """The axis of a kite is perpendicular to the other diagonal, halves it and bisects the angles at its ends."""
    a, b, c, d = t.args
    o = crossing(kb, t.args)
    words: Words = {"quad": name(t.args), "axis": (a, c), "cross": (b, d)}
    if o is not None:
        if kb.angle(a, o, b) is None:
            yield (t.id,), right_angle((a, o, b), says="right", at=o, ray=(a, c), whole=(b, a, d), **words)
        more = {"says": "half", "at": o, "ray": (a, c), "whole": (b, a, d), "what": o}
        yield (t.id,), Conclusion("midpoint", (o, *seg(b, d)), True, "", words | more)
    if kb.scene.drawn(a, c):
        ends = sorted((b, d))
        for v, far in ((a, c), (c, a)):
            more = {"says": "bisects", "at": v, "ray": (v, far), "whole": (ends[0], v, ends[1]), "what": v}
            yield (t.id,), Conclusion("bisector", (v, far, *ends), True, "", words | more)


@theorem("definition of a trapezoid", "trapezoid", ("trapezoid", "isosceles_trapezoid"))
def trapezoid_bases(kb: Known, t: Term) -> Finds:
    """The bases of a trapezoid are parallel."""
    a, b, c, d = t.args
    yield (t.id,), Conclusion("parallel", (a, b, d, c), True, "", {"quad": name(t.args), "lines": [(a, b), (d, c)]})


@theorem("isosceles trapezoid, by symmetry", "isosceles_trapezoid", ("isosceles_trapezoid", *ANGLE), quads)
def isosceles_trapezoid_angles(kb: Known, t: Term) -> Finds:
    """The angles at each base of an isosceles trapezoid are equal."""
    for shape in shaped(kb, t, ("isosceles_trapezoid",)):
        a, b, c, d = shape.args
        for p, q, base in (((d, a, b), (a, b, c), (a, b)), ((a, d, c), (b, c, d), (d, c))):
            for known, new in ((p, q), (q, p)):
                term = kb.angle(*known)
                if term is not None and kb.angle(*new) is None:
                    words: Words = {"known": term.args, "quad": name(shape.args), "base": base}
                    yield (shape.id, term.id), angle(new, degrees(term), **words)


@theorem("isosceles trapezoid, by symmetry", "isosceles_trapezoid", ("isosceles_trapezoid",))
def isosceles_trapezoid_legs(kb: Known, t: Term) -> Finds:
    """The legs of an isosceles trapezoid are equal."""
    a, b, c, d = t.args
    if kb.equal_lengths((a, d), (b, c)) is None:
        yield (t.id,), equal_length((a, d), (b, c), quad=name(t.args))


@theorem("isosceles trapezoid, by symmetry", "isosceles_trapezoid", ("isosceles_trapezoid",))
def isosceles_trapezoid_diagonals(kb: Known, t: Term) -> Finds:
    """The diagonals of an isosceles trapezoid are equal."""
    a, b, c, d = t.args
    if kb.scene.drawn(a, c) and kb.scene.drawn(b, d) and kb.equal_lengths((a, c), (b, d)) is None:
        yield (t.id,), equal_length((a, c), (b, d), quad=name(t.args))


def _midlines(kb: Known, t: Term) -> Iterator[tuple[Term, str, str, tuple[str, ...]]]:
    """(trapezoid, midpoint of leg AD, midpoint of leg BC, terms of the two midpoints)."""
    for shape in shaped(kb, t, ("trapezoid", "isosceles_trapezoid")):
        a, b, c, d = shape.args
        m, n = kb.midpoints.get(seg(a, d)), kb.midpoints.get(seg(b, c))
        if m is not None and n is not None and kb.scene.drawn(m[0], n[0]):
            yield shape, m[0], n[0], (m[1], n[1])


@theorem("midline of a trapezoid", "trapezoid_midline", ("trapezoid", "isosceles_trapezoid", "midpoint", "length"), quads)
def trapezoid_midline(kb: Known, t: Term) -> Finds:
    """The midline of a trapezoid is half of the sum of its bases."""
    for shape, m, n, ids in _midlines(kb, t):
        a, b, c, d = shape.args
        p, q, mid = kb.length(a, b), kb.length(d, c), kb.length(m, n)
        words: Words = {"quad": name(shape.args), "mid": (m, n), "base": (a, b), "base2": (d, c)}
        if mid is None and p is not None and q is not None:
            words |= {"a": p.value, "b": q.value, "forward": True}
            yield (shape.id, *ids, p.id, q.id), length(kb, m, n, partial(_mean, p.value, q.value), **words)
        elif mid is not None and (p is None) != (q is None):
            known, new = (p, (d, c)) if q is None else (q, (a, b))
            assert known is not None
            words |= {"a": mid.value, "b": known.value, "forward": False, "known": known.args}
            yield (shape.id, *ids, mid.id, known.id), length_of(kb, new, partial(_other_base, mid.value, known.value), **words)


def _mean(a: Num, b: Num) -> Num:
    return half(add(a, b))


def _other_base(mid: Num, base: Num) -> Num:
    return less(twice(mid), base)


@theorem("midline of a trapezoid", "trapezoid_midline", ("trapezoid", "isosceles_trapezoid", "midpoint"), quads)
def trapezoid_midline_parallel(kb: Known, t: Term) -> Finds:
    """The midline of a trapezoid is parallel to its bases."""
    for shape, m, n, ids in _midlines(kb, t):
        a, b, c, d = shape.args
        for p in ((m, n, a, b), (m, n, d, c)):
            words: Words = {"quad": name(shape.args), "mid": (m, n), "base": p[2:]}
            yield (shape.id, *ids), Conclusion("parallel", p, True, "", words)


THEOREMS = (
    parallelogram_parallel_sides,
    parallelogram_opposite_sides,
    parallelogram_equal_sides,
    parallelogram_opposite_angles,
    parallelogram_consecutive_angles,
    parallelogram_diagonals_bisect,
    rectangle_angles,
    rectangle_diagonals,
    rhombus_sides,
    rhombus_equal_sides,
    rhombus_diagonals_perpendicular,
    rhombus_diagonal_bisects_angle,
    square_diagonal,
    kite_equal_sides,
    kite_angles,
    kite_axis,
    trapezoid_bases,
    isosceles_trapezoid_angles,
    isosceles_trapezoid_legs,
    isosceles_trapezoid_diagonals,
    trapezoid_midline,
    trapezoid_midline_parallel,
)
