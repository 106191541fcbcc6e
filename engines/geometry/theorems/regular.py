"""Regular polygons: their angles and sides, their circle, their area by the apothem."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from proofpress.exact import Exact
from proofpress.reason.operators import Term

from ..exact_values import HALF, Num, div, mul
from ..knowledge.kb import Known, cycle
from .base import ANGLE, Factor, Finds, Words, angle, area, equal_length, length, length_of, theorem
from .circles import circles, on
from .quadrilaterals import corners, name, shaped, sides
from .rounds import SQRT2, SQRT3, _polygons, radius


# --- regular polygons --------------------------------------------------------------------------------------------
@theorem("Euclid I.32, for a regular polygon", "regular_polygon", ("regular",), _polygons)
def regular_interior_angle(kb: Known, t: Term) -> Finds:
    """Each interior angle of a regular polygon with n sides is (n - 2)·180° / n."""
    n = len(t.args)
    for c in corners(t.args):
        if kb.angle(*c) is None:
            yield (t.id,), angle(c, Exact(Fraction(180 * (n - 2), n)), n=n, shape=name(t.args))


@theorem("definition of a regular polygon", "regular_polygon", ("regular", "length"), _polygons)
def regular_equal_sides(kb: Known, t: Term) -> Finds:
    """All sides of a regular polygon are equal."""
    for shape in shaped(kb, t, ("regular",)):
        known = next((x for s in sides(shape.args) if (x := kb.length(*s)) is not None), None)
        if known is not None and (shape is t or known.id == t.id):
            for s in sides(shape.args):
                if kb.length(*s) is None:
                    yield (shape.id, known.id), length_of(kb, s, known.value, known=known.args, shape=name(shape.args))


@theorem("definition of a regular polygon", "regular_polygon", ("regular",), _polygons)
def regular_neighbouring_sides(kb: Known, t: Term) -> Finds:
    """Neighbouring sides of a regular polygon are equal, whatever their length."""
    p = t.args
    for i in range(len(p)):
        a, b, c = p[i - 1], p[i], p[(i + 1) % len(p)]
        if kb.scene.drawn(a, c) and kb.equal_lengths((a, b), (b, c)) is None:
            yield (t.id,), equal_length((a, b), (b, c), shape=name(p))


def _centre(kb: Known, p: tuple[str, ...]) -> str | None:
    """The centre of a circle through all vertices."""
    return next((o for o, points in kb.scene.circles.items() if all(v in points for v in p)), None)


@theorem("Euclid IV.11-16", "regular_polygon", ("regular", "square", "equilateral"), circles)
def regular_central_angle(kb: Known, t: Term) -> Finds:
    """A side of a regular polygon with n sides is seen from its centre at 360° / n."""
    p = t.args
    o = _centre(kb, p)
    if o is not None:
        for a, b in sides(p):
            if kb.scene.corner(a, o, b) is not None and kb.angle(a, o, b) is None:
                words: Words = {"n": len(p), "shape": name(p), "centre": o}
                yield (t.id, *on(kb, o, *p)), angle((a, o, b), Exact(Fraction(360, len(p))), **words)


@theorem("Euclid IV.15, porism", "regular_hexagon", ("regular", "length"), circles)
def hexagon_side_is_radius(kb: Known, t: Term) -> Finds:
    """The side of a regular hexagon is the radius of its circle."""
    for shape in shaped(kb, t, ("regular",)):
        if len(shape.args) == 6:
            yield from _side_and_radius(kb, shape, Exact(1))


@theorem("Euclid XIII.12", "inscribed_polygon", ("equilateral", "length"), circles)
def inscribed_equilateral_side(kb: Known, t: Term) -> Finds:
    """The side of an equilateral triangle in a circle is √3 times the radius."""
    for shape in [t] if t.predicate == "equilateral" else kb.shapes.get("equilateral", ()):
        yield from _side_and_radius(kb, shape, SQRT3)


@theorem("Euclid IV.6", "inscribed_polygon", ("square", "length"), circles)
def inscribed_square_side(kb: Known, t: Term) -> Finds:
    """The side of a square in a circle is √2 times the radius."""
    for shape in shaped(kb, t, ("square",)):
        yield from _side_and_radius(kb, shape, SQRT2)


def _side_and_radius(kb: Known, shape: Term, ratio: Exact) -> Finds:
    p = shape.args
    o = _centre(kb, p)
    if o is None:
        return
    r = radius(kb, o)
    side = next((x for s in sides(p) if (x := kb.length(*s)) is not None), None)
    words: Words = {"shape": name(p), "centre": o, "ratio": ratio}
    if r is not None and side is None:
        words |= {"a": Factor(r[0].value), "forward": True, "known": r[0].args}
        value = partial(mul, ratio, r[0].value)
        for s in sides(p):
            yield (shape.id, r[0].id, *on(kb, o, *p)), length_of(kb, s, value, **words)
    elif r is None and side is not None:
        words |= {"a": Factor(side.value), "forward": False, "known": side.args}
        for q in p:
            if kb.scene.drawn(o, q):
                yield (shape.id, side.id, *on(kb, o, *p)), length(kb, o, q, partial(div, side.value, ratio), **words)
                break


@theorem("area of a regular polygon", "regular_polygon", ("regular", "perimeter", *ANGLE, "length"), circles)
def apothem_area(kb: Known, t: Term) -> Finds:
    """The area of a regular polygon is half of its perimeter times its apothem."""
    for shape in kb.shapes.get("regular", ()):
        p = shape.args
        o, whole = _centre(kb, p), kb.perimeters.get(cycle(p))
        if o is None or whole is None or cycle(p) in kb.areas:
            continue
        for a, b in sides(p):
            for m in kb.scene.points:
                if not kb.scene.between(m, a, b) or not kb.scene.drawn(o, m):
                    continue
                right, apothem = kb.right(o, m, a) or kb.right(o, m, b), kb.length(o, m)
                if right is not None and apothem is not None:
                    words: Words = {"a": Factor(whole.value), "b": Factor(apothem.value), "apothem": (o, m)}
                    ids = (shape.id, whole.id, apothem.id, right.id, *on(kb, o, *p))
                    yield ids, area(kb, p, partial(_apothem, whole.value, apothem.value), **words)
                    return


def _apothem(perimeter: Num, apothem: Num) -> Num:
    return mul(HALF, perimeter, apothem)


THEOREMS = (
    regular_interior_angle,
    regular_equal_sides,
    regular_neighbouring_sides,
    regular_central_angle,
    hexagon_side_is_radius,
    inscribed_equilateral_side,
    inscribed_square_side,
    apothem_area,
)
