"""Measures of circles: circumference, area, arcs, sectors, segments, shaded regions, the inscribed circle."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from proofpress.exact import PI, Exact
from proofpress.model import Value
from proofpress.reason.operators import Term
from proofpress.reason.saturate import Conclusion

from ..exact_values import FULL, Num, add, div, less, mul, root, twice
from ..knowledge.kb import Known, cycle, degrees
from ..knowledge.scene import seg
from .base import ANGLE, LENGTH, Factor, Finds, Power, Words, angle, length, square, theorem
from .circles import circles, on

SQRT2, SQRT3, TWO_PI = Exact.surd(1, 2), Exact.surd(1, 3), PI * 2


def _polygons(kb: Known) -> bool:
    return bool(kb.scene.polygons)


def radius(kb: Known, o: str) -> tuple[Term, str] | None:
    """A known radius of the circle about O and its end on the circle."""
    for p in kb.scene.circles.get(o, ()):
        t = kb.length(o, p)
        if t is not None:
            return t, p
    return None


def _centres(kb: Known, t: Term) -> Iterator[tuple[str, ...]]:
    """(O, P): the new length is the radius OP."""
    for o in t.args:
        p = t.args[0] if t.args[1] == o else t.args[1]
        if p in kb.scene.circles.get(o, ()):
            yield o, p


# --- the whole circle --------------------------------------------------------------------------------------------
@theorem("Archimedes, Measurement of a Circle", "circumference", LENGTH, circles)
def circumference(kb: Known, t: Term) -> Finds:
    """The circumference of a circle is 2π times its radius."""
    for o, p in _centres(kb, t):
        words: Words = {"centre": o, "a": Factor(t.value), "radius": t.args}
        value = partial(mul, TWO_PI, t.value)
        yield (t.id, *on(kb, o, p)), Conclusion("circumference", (o,), value, kb.unit, words)


@theorem("Archimedes, Measurement of a Circle", "circle_area", LENGTH, circles)
def circle_area(kb: Known, t: Term) -> Finds:
    """The area of a circle is π times the square of its radius."""
    for o, p in _centres(kb, t):
        words: Words = {"centre": o, "a": Power(t.value), "radius": t.args}
        value = partial(mul, PI, t.value, t.value)
        yield (t.id, *on(kb, o, p)), Conclusion("circle_area", (o,), value, square(kb.unit), words)


@theorem("Archimedes, Measurement of a Circle", "circumference", ("circumference",), circles)
def radius_from_circumference(kb: Known, t: Term) -> Finds:
    """The radius of a circle is its circumference divided by 2π."""
    yield from _radius_from(kb, t, partial(div, t.value, TWO_PI))


@theorem("Archimedes, Measurement of a Circle", "circle_area", ("circle_area",), circles)
def radius_from_circle_area(kb: Known, t: Term) -> Finds:
    """The radius of a circle is the square root of its area divided by π."""
    yield from _radius_from(kb, t, partial(_radius_of_area, t.value))


def _radius_of_area(a: Num) -> Num:
    return root(div(a, PI))


def _radius_from(kb: Known, t: Term, value: Value) -> Finds:
    (o,) = t.args
    p = next((p for p in kb.scene.circles.get(o, ()) if kb.scene.drawn(o, p)), None)
    if p is not None and radius(kb, o) is None:
        yield (t.id, *on(kb, o, p)), length(kb, o, p, value, centre=o, a=t.value)


# --- parts of a circle -------------------------------------------------------------------------------------------
def _sectors(kb: Known, t: Term) -> Iterator[tuple[Term, Term, str, str, str, tuple[str, ...]]]:
    """(central angle, radius, A, B, O, facts) of the drawn sectors that the new term completes."""
    s = kb.scene
    found = [t] if t.predicate in ANGLE else [x for x in kb.angles.values() if x.args[1] in t.args and x.args[1] in s.circles]
    for x in found:
        o = x.args[1]
        known = radius(kb, o)
        corner = s.corner(*x.args)
        if known is None or corner is None or (t.id not in (x.id, known[0].id)):
            continue
        r, p = known
        a, b = (next((q for q in s.ray_points[ray] if q in s.circles[o]), None) for ray in corner[1:])
        if a is not None and b is not None:
            a, b = seg(a, b)
            yield x, r, a, b, o, on(kb, o, *dict.fromkeys((a, b, p)))


@theorem("an arc is its share of the circumference", "arc_length", (*ANGLE, "length"), circles)
def arc_length(kb: Known, t: Term) -> Finds:
    """An arc of θ degrees is θ/360 of the circumference."""
    for x, r, a, b, o, ids in _sectors(kb, t):
        size = degrees(x)
        words: Words = {"arc": a + b, "size": size, "a": Factor(r.value), "centre": o, "known": x.args}
        value = partial(_arc, size, r.value)
        yield (x.id, r.id, *ids), Conclusion("arc_length", (a, b, o), value, kb.unit, words)


def _arc(size: Num, r: Num) -> Num:
    return mul(div(size, FULL), TWO_PI, r)


@theorem("a sector is its share of the circle", "sector_area", (*ANGLE, "length"), circles)
def sector_area(kb: Known, t: Term) -> Finds:
    """A sector of θ degrees is θ/360 of the circle."""
    for x, r, a, b, o, ids in _sectors(kb, t):
        size = degrees(x)
        words: Words = {"sector": o + a + b, "size": size, "a": Power(r.value), "centre": o, "known": x.args}
        value = partial(_sector, size, r.value)
        yield (x.id, r.id, *ids), Conclusion("sector_area", (a, b, o), value, square(kb.unit), words)


def _sector(size: Num, r: Num) -> Num:
    return mul(div(size, FULL), PI, r, r)


@theorem("an arc is its share of the circumference", "arc_length", ("arc_length", "length"), circles)
def central_from_arc_length(kb: Known, t: Term) -> Finds:
    """The central angle over an arc is the arc's share of the circumference times 360°."""
    for term in [t] if t.predicate == "arc_length" else [x for x in kb.terms.values() if x.predicate == "arc_length"]:
        a, b, o = term.args
        known = radius(kb, o)
        if known is None or kb.scene.corner(a, o, b) is None or kb.angle(a, o, b) is not None:
            continue
        r, p = known
        if t.id in (term.id, r.id):
            words: Words = {"arc": a + b, "b": Factor(r.value), "a": term.value, "centre": o}
            ids = (term.id, r.id, *on(kb, o, p))
            yield ids, angle((a, o, b), partial(_central, term.value, r.value), **words)


def _central(arc: Num, r: Num) -> Num:
    return mul(div(arc, mul(TWO_PI, r)), FULL)


@theorem("sector less triangle", "segment_area", ("sector_area", "area"), circles)
def segment_area(kb: Known, t: Term) -> Finds:
    """A circular segment is its sector less the triangle at the centre."""
    found = [t] if t.predicate == "sector_area" else [x for x in kb.terms.values() if x.predicate == "sector_area"]
    for sector in found:
        a, b, o = sector.args
        tri = kb.areas.get(tuple(sorted((a, b, o))))
        if tri is not None and t.id in (sector.id, tri.id) and kb.scene.drawn(a, b):
            words: Words = {
                "sector": o + a + b,
                "a": sector.value,
                "b": tri.value,
                "tri": "".join(sorted((a, b, o))),
                "chord": (a, b),
            }
            value = partial(less, sector.value, tri.value)
            yield (sector.id, tri.id), Conclusion("segment_area", (a, b, o), value, square(kb.unit), words)


_PARTS = ("area", "circle_area", "sector_area", "segment_area")


@theorem("Euclid, common notions 2 and 3", "shaded_area", _PARTS, lambda kb: bool(kb.scene.shading))
def shaded_area(kb: Known, t: Term) -> Finds:
    """A shaded region is the sum, or the difference, of the figures that make it up."""
    for shading in kb.scene.shading:
        operation, *parts = shading
        terms = [_part(kb, p) for p in parts]
        if any(x is None for x in terms) or all(x is not None and x.id != t.id for x in terms):
            continue
        values = [x.value for x in terms if x is not None]
        value = partial(add, *values) if operation == "union" else partial(_difference, values)
        words: Words = {"operation": operation, "parts": values, "first": values[0], "rest": values[1:]}
        yield tuple(x.id for x in terms if x), Conclusion("shaded", shading, value, square(kb.unit), words)


def _difference(values: list[Num]) -> Num:
    out = values[0]
    for v in values[1:]:
        out = less(out, v)
    return out


def _part(kb: Known, text: str) -> Term | None:
    kind, _, names = text.partition(":")
    args = tuple(names.split(","))
    if kind == "polygon":
        return kb.areas.get(cycle(args))
    predicate = {"circle": "circle_area", "sector": "sector_area", "segment": "segment_area"}[kind]
    return kb.terms.get(kb.key(predicate, args))


@theorem("Euclid IV.4; area = inradius times half the perimeter", "inradius", ("tangent", "area", "perimeter"), circles)
def inradius(kb: Known, t: Term) -> Finds:
    """The radius of a triangle's inscribed circle is twice its area divided by its perimeter."""
    s = kb.scene
    for o in s.circles:
        touching = [x for x in kb.tangents if x.args[2] == o]
        if len(touching) < 3 or radius(kb, o) is not None:
            continue
        for tri in s.triangles:
            lines = [s.line_of[seg(tri[i], tri[j])] for i, j in ((0, 1), (1, 2), (0, 2))]
            by_line = {s.line_of.get((x.args[0], x.args[1])): x for x in touching}
            if any(line not in by_line for line in lines):
                continue
            used = [by_line[line] for line in lines]
            whole, around = kb.areas.get(tri), kb.perimeters.get(tri)
            inner = all(s.same_side(o, tri[3 - i - j], tri[i], tri[j]) for i, j in ((0, 1), (1, 2), (0, 2)))
            if whole is None or around is None or not inner or t.id not in (whole.id, around.id, *(u.id for u in used)):
                continue
            words: Words = {"tri": "".join(tri), "a": Factor(whole.value), "b": Factor(around.value), "centre": o}
            for u in used:
                if s.drawn(o, u.args[0]):
                    ids = (*(x.id for x in used), whole.id, around.id)
                    yield ids, length(kb, o, u.args[0], partial(_inradius, whole.value, around.value), **words)
                    break


def _inradius(a: Num, p: Num) -> Num:
    return div(twice(a), p)


THEOREMS = (
    circumference,
    circle_area,
    radius_from_circumference,
    radius_from_circle_area,
    arc_length,
    sector_area,
    central_from_arc_length,
    segment_area,
    shaded_area,
    inradius,
)
