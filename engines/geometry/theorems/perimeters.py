"""Perimeters of triangles, quadrilaterals and polygons with equal sides, and sides from them."""

from __future__ import annotations

from functools import partial

from proofpress.exact import Exact
from proofpress.reason.operators import Term
from proofpress.reason.saturate import Conclusion

from ..exact_values import Num, add, div, half, less, twice
from ..knowledge.kb import Known, cycle
from ..knowledge.scene import seg
from .areas import _either, _product
from .base import Factor, Finds, Words, length, length_of, theorem
from .quadrilaterals import quads, shaped, sides


# --- perimeters --------------------------------------------------------------------------------------------------
@theorem("definition of perimeter", "perimeter", ("length",), lambda kb: bool(kb.scene.polygons))
def polygon_perimeter(kb: Known, t: Term) -> Finds:
    """The perimeter of a polygon is the sum of its sides."""
    for p in kb.scene.polygons:
        s = sides(p)
        terms = [kb.length(*x) for x in s]
        if all(x is not None for x in terms) and cycle(p) not in kb.perimeters and t.args in [seg(*x) for x in s]:
            values = [x.value for x in terms if x is not None]
            words: Words = {"shape": "".join(p), "parts": values}
            yield tuple(x.id for x in terms if x), Conclusion("perimeter", p, partial(add, *values), kb.unit, words)


_EQUAL_SIDED = ("rhombus", "square", "regular", "equilateral")


@theorem("definition of perimeter", "perimeter", (*_EQUAL_SIDED, "length"))
def equal_sided_perimeter(kb: Known, t: Term) -> Finds:
    """The perimeter of a polygon with equal sides is their number times a side."""
    for shape in shaped(kb, t, _EQUAL_SIDED):
        p = shape.args
        side = next((x for s in sides(p) if (x := kb.length(*s)) is not None), None)
        if side is not None and cycle(p) not in kb.perimeters:
            words: Words = {"shape": "".join(p), "n": len(p), "a": Factor(side.value), "side": side.args}
            value = partial(_product, Exact(len(p)), side.value)
            yield (shape.id, side.id), Conclusion("perimeter", p, value, kb.unit, words)


@theorem("definition of perimeter", "perimeter", (*_EQUAL_SIDED, "perimeter"))
def equal_side_from_perimeter(kb: Known, t: Term) -> Finds:
    """A side of a polygon with n equal sides is an n-th of its perimeter."""
    for shape in [x for k in _EQUAL_SIDED for x in kb.shapes.get(k, ())]:
        p = shape.args
        whole = kb.perimeters.get(cycle(p))
        if whole is not None and all(kb.length(*s) is None for s in sides(p)):
            n = Exact(len(p))
            words: Words = {"shape": "".join(p), "n": len(p), "a": Factor(whole.value)}
            yield (shape.id, whole.id), length(kb, p[0], p[1], partial(div, whole.value, n), **words)


@theorem("definition of perimeter", "perimeter", ("parallelogram", "rectangle", "length"), quads)
def parallelogram_perimeter(kb: Known, t: Term) -> Finds:
    """The perimeter of a parallelogram is twice the sum of two neighbouring sides."""
    for shape in shaped(kb, t, ("parallelogram", "rectangle")):
        s = sides(shape.args)
        a, b = (_either(kb, s[i], s[i + 2]) for i in (0, 1))
        if a is not None and b is not None and cycle(shape.args) not in kb.perimeters:
            words: Words = {"shape": "".join(shape.args), "a": a.value, "b": b.value, "kind": shape.predicate}
            value = partial(_double_sum, a.value, b.value)
            yield (shape.id, a.id, b.id), Conclusion("perimeter", shape.args, value, kb.unit, words)


def _double_sum(a: Num, b: Num) -> Num:
    return twice(add(a, b))


@theorem("definition of perimeter", "perimeter", ("parallelogram", "rectangle", "length", "perimeter"), quads)
def parallelogram_side_from_perimeter(kb: Known, t: Term) -> Finds:
    """A side of a parallelogram is half of its perimeter less the neighbouring side."""
    for shape in [x for k in ("parallelogram", "rectangle") for x in kb.shapes.get(k, ())]:
        whole = kb.perimeters.get(cycle(shape.args))
        s = sides(shape.args)
        for i in (0, 1):
            known = _either(kb, s[i], s[i + 2])
            if whole is not None and known is not None and _either(kb, s[1 - i], s[3 - i]) is None:
                words: Words = {
                    "shape": "".join(shape.args),
                    "a": Factor(whole.value),
                    "b": known.value,
                    "kind": shape.predicate,
                }
                words["known"] = known.args
                value = partial(_half_less, whole.value, known.value)
                yield (shape.id, whole.id, known.id), length_of(kb, s[1 - i], value, **words)


def _half_less(a: Num, b: Num) -> Num:
    return less(half(a), b)


THEOREMS = (
    polygon_perimeter,
    equal_sided_perimeter,
    equal_side_from_perimeter,
    parallelogram_perimeter,
    parallelogram_side_from_perimeter,
)
