"""Areas of triangles and quadrilaterals."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from itertools import combinations

from proofpress.exact import Exact
from proofpress.reason.operators import Term

from ..exact_values import HALF, RIGHT, Num, add, div, half, less, mul, root, sine, special, sub, twice
from ..knowledge.kb import Known, cycle, degrees
from ..knowledge.scene import Tri, seg
from .base import LENGTH, Factor, Finds, Power, Words, area, length, length_of, theorem
from .metric import SIDES_AND_ANGLES, right_triangles, triangles_with
from .quadrilaterals import quads, shaped, sides

SQRT3 = Exact.surd(1, 3)


def _half_product(a: Num, b: Num) -> Num:
    return mul(HALF, a, b)


def _product(a: Num, b: Num) -> Num:
    return mul(a, b)


# --- triangles ---------------------------------------------------------------------------------------------------
@theorem("Euclid I.41", "triangle_area", SIDES_AND_ANGLES)
def right_triangle_area(kb: Known, t: Term) -> Finds:
    """The area of a right triangle is half the product of its legs."""
    for right, v, p, q in right_triangles(kb, t):
        tri = tuple(sorted((v, p, q)))
        a, b = kb.length(v, p), kb.length(v, q)
        if a is not None and b is not None and tri not in kb.areas:
            words: Words = {"at": v, "a": Factor(a.value), "b": Factor(b.value), "leg": (v, p), "leg2": (v, q)}
            yield (right.id, a.id, b.id), area(kb, tri, partial(_half_product, a.value, b.value), **words)


def heights(kb: Known) -> list[tuple[Tri, str, str, str, str]]:
    """(triangle, apex, foot, b, c): a drawn line from the apex meets the line of the base bc in the foot, not at b or c."""
    found = kb.scene.keys.get(("heights", ()))
    if found is None:
        s = kb.scene
        found = []
        for tri in s.triangles:
            for i in range(3):
                a = tri[i]
                b, c = (v for k, v in enumerate(tri) if k != i)
                for d in s.lines[s.line_of[b, c]]:
                    if d not in (b, c) and s.drawn(a, d):
                        found.append((tri, a, d, b, c))
        kb.scene.keys["heights", ()] = found
    return found


def _height(kb: Known, t: Term) -> Iterator[tuple[Tri, Term, str, str, str, str]]:
    """As `heights`, where the line is known to be perpendicular and the new term may matter."""
    if not kb.rights:
        return
    touched = set(triangles_with(kb, t)) if t.predicate in SIDES_AND_ANGLES else {tuple(sorted(t.args))}
    for tri, a, d, b, c in heights(kb):
        if tri not in touched and not (
            t.predicate in SIDES_AND_ANGLES and d in t.args and (a in t.args or t.predicate != "length")
        ):
            continue
        right = kb.right(a, d, b) or kb.right(a, d, c)
        if right is not None:
            yield tri, right, a, d, b, c


@theorem("Euclid I.41", "triangle_area", SIDES_AND_ANGLES)
def triangle_area_base_height(kb: Known, t: Term) -> Finds:
    """The area of a triangle is half of base times height."""
    for tri, right, a, d, b, c in _height(kb, t):
        h, base = kb.length(a, d), kb.length(b, c)
        if h is not None and base is not None and tri not in kb.areas and not kb.right(b, a, c):
            words: Words = {"a": Factor(base.value), "b": Factor(h.value), "base": (b, c), "height": (a, d)}
            yield (right.id, base.id, h.id), area(kb, tri, partial(_half_product, base.value, h.value), **words)


@theorem("Euclid I.41", "triangle_area", ("area", *SIDES_AND_ANGLES))
def height_from_area(kb: Known, t: Term) -> Finds:
    """The height of a triangle is twice its area divided by the base."""
    for tri, right, a, d, b, c in _height(kb, t):
        if kb.right(b, a, c):
            continue  # that is a height on a hypotenuse: see area_two_ways
        whole, base = kb.areas.get(tri), kb.length(b, c)
        if whole is not None and base is not None and kb.length(a, d) is None and t.id in (whole.id, base.id, right.id):
            words: Words = {
                "tri": "".join(tri),
                "a": Factor(whole.value),
                "b": Factor(base.value),
                "base": (b, c),
                "height": (a, d),
            }
            yield (whole.id, right.id, base.id), length(kb, a, d, partial(_by_area, whole.value, base.value), **words)


def _by_area(whole: Num, base: Num) -> Num:
    return div(twice(whole), base)


@theorem("area by the sine", "triangle_area", SIDES_AND_ANGLES)
def triangle_area_sine(kb: Known, t: Term) -> Finds:
    """The area of a triangle is half the product of two sides and the sine of the angle between them."""
    for tri in triangles_with(kb, t):
        if tri in kb.areas:
            continue
        for i, corner in enumerate(kb.scene.corners_of[tri]):
            gamma = kb.angles.get(corner)
            if gamma is None or degrees(gamma) == RIGHT or not special(degrees(gamma)):
                continue
            b, c = (v for k, v in enumerate(tri) if k != i)
            x, y = kb.length(tri[i], b), kb.length(tri[i], c)
            if x is not None and y is not None:
                size = degrees(gamma)
                words: Words = {"a": Factor(x.value), "b": Factor(y.value), "size": size, "gamma": gamma.args}
                words |= {"side": (tri[i], b), "side2": (tri[i], c)}
                yield (x.id, y.id, gamma.id), area(kb, tri, partial(_by_sine, x.value, y.value, size), **words)


def _by_sine(a: Num, b: Num, gamma: Num) -> Num:
    return mul(HALF, a, b, sine(gamma))


@theorem("Heron of Alexandria, Metrica I.8", "heron", LENGTH)
def heron(kb: Known, t: Term) -> Finds:
    """The area of a triangle from its three sides: √(s(s-a)(s-b)(s-c)) with half the perimeter s."""
    for tri in triangles_with(kb, t):
        terms = [kb.length(a, b) for a, b in combinations(tri, 2)]
        if tri in kb.areas or any(x is None for x in terms) or any(kb.right(*_at(tri, i)) for i in range(3)):
            continue
        values = [x.value for x in terms if x is not None]
        if any(not isinstance(v, Exact) or not v.is_rational for v in values):
            continue
        s = half(add(*values))
        words: Words = {"s": s, "parts": [Factor(sub(s, v)) for v in values], "half": Factor(s), "sizes": values}
        yield tuple(x.id for x in terms if x), area(kb, tri, partial(_heron, *values), **words)


def _at(tri: Tri, i: int) -> Tri:
    b, c = (v for k, v in enumerate(tri) if k != i)
    return b, tri[i], c


def _heron(a: Num, b: Num, c: Num) -> Num:
    s = half(add(a, b, c))
    return root(mul(s, less(s, a), less(s, b), less(s, c)))


@theorem("Heron, for equal sides", "equilateral", ("equilateral", "length"))
def equilateral_area(kb: Known, t: Term) -> Finds:
    """The area of an equilateral triangle is √3/4 times the square on its side."""
    for shape in [t] if t.predicate == "equilateral" else kb.shapes.get("equilateral", ()):
        tri = tuple(sorted(shape.args))
        side = next((x for p in combinations(tri, 2) if (x := kb.length(*p)) is not None), None)
        if side is not None and tri not in kb.areas:
            yield (shape.id, side.id), area(kb, tri, partial(_equilateral, side.value), a=Power(side.value), side=side.args)


def _equilateral(a: Num) -> Num:
    return mul(SQRT3, Exact(Fraction(1, 4)), a, a)


Cut = tuple[str, str, str, str, list[tuple[str, ...]], list[tuple[str, str]]]


def _cut(kb: Known) -> list[Cut]:
    """`heights` whose foot lies between b and c, with the triangles abd, adc, abc and their bases."""
    found: list[Cut] | None = kb.scene.keys.get(("cut", ()))
    if found is None:
        found = kb.scene.keys["cut", ()] = [
            (a, d, b, c, [tuple(sorted((a, b, d))), tuple(sorted((a, d, c))), tri], [(b, d), (d, c), (b, c)])
            for tri, a, d, b, c in heights(kb)
            if kb.scene.between(d, b, c)
        ]
    return found


@theorem("Euclid VI.1", "area_parts", ("area", "length", "midpoint"))
def areas_with_one_height(kb: Known, t: Term) -> Finds:
    """The areas of triangles with a common height are as their bases."""
    for a, d, b, c, parts, bases in _cut(kb) if kb.areas else ():
        known = [i for i in range(3) if parts[i] in kb.areas]
        mid = kb.midpoints.get(seg(b, c))
        for i in known:
            for j in range(3):
                if parts[j] in kb.areas or i == j:
                    continue
                whole = kb.areas[parts[i]]
                words: Words = {"tri": "".join(parts[j]), "tri2": "".join(parts[i]), "apex": a, "a": Factor(whole.value)}
                x, y = kb.length(*bases[j]), kb.length(*bases[i])
                if mid is not None and mid[0] == d and t.id in (mid[1], whole.id):
                    share = {0: 1, 1: 1, 2: 2}
                    ratio = Exact(Fraction(share[j], share[i]))
                    words |= {"to_side": bases[j], "from_side": bases[i], "ratio": ratio, "mid": d}
                    yield (mid[1], whole.id), area(kb, parts[j], partial(_product, whole.value, ratio), **words)
                elif x is not None and y is not None and t.id in (x.id, y.id, whole.id):
                    quotient = div(x.value, y.value)
                    words |= {"to_side": bases[j], "from_side": bases[i], "ratio": Factor(quotient), "mid": ""}
                    yield (whole.id, x.id, y.id), area(kb, parts[j], partial(_product, whole.value, quotient), **words)


def _splits(kb: Known) -> list[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    """(part, part, whole): polygons cut in two by a drawn line from a vertex to the opposite side or vertex."""
    found = kb.scene.keys.get(("splits", ()))
    if found is None:
        s = kb.scene
        found = []
        for tri, a, d, b, c in heights(kb):
            if s.between(d, b, c):
                found.append((tuple(sorted((a, b, d))), tuple(sorted((a, d, c))), tri))
        for q in s.polygons:
            if len(q) == 4 and s.convex(q):
                for i in (0, 1):
                    if s.drawn(q[i], q[(i + 2) % 4]):
                        p, r = (tuple(sorted((q[i], q[i - k], q[(i + 2) % 4]))) for k in (1, 3))
                        found.append((p, r, cycle(q)))
        kb.scene.keys["splits", ()] = found
    return found


@theorem("Euclid, common notion 2", "area_parts", ("area",))
def area_addition(kb: Known, t: Term) -> Finds:
    """The area of a figure is the sum of the areas of its parts."""
    for p, q, whole in _splits(kb):
        a, b = kb.areas.get(p), kb.areas.get(q)
        if a is not None and b is not None and whole not in kb.areas and t.id in (a.id, b.id):
            words: Words = {"a": a.value, "b": b.value, "one": "".join(p), "two": "".join(q)}
            yield (a.id, b.id), area(kb, whole, partial(add, a.value, b.value), **words)


@theorem("Euclid, common notion 3", "area_parts", ("area",))
def area_subtraction(kb: Known, t: Term) -> Finds:
    """The area of a part is the whole area less the other part."""
    for p, q, whole in _splits(kb):
        a = kb.areas.get(whole)
        for part, new in ((p, q), (q, p)):
            b = kb.areas.get(part)
            if a is not None and b is not None and new not in kb.areas and t.id in (a.id, b.id):
                words: Words = {"a": a.value, "b": b.value, "whole": "".join(whole), "part": "".join(part)}
                yield (a.id, b.id), area(kb, new, partial(less, a.value, b.value), **words)


# --- quadrilaterals ----------------------------------------------------------------------------------------------
@theorem("Euclid II, definition 1", "quadrilateral_area", ("rectangle", "length"), quads)
def rectangle_area(kb: Known, t: Term) -> Finds:
    """The area of a rectangle is the product of two neighbouring sides."""
    for shape in shaped(kb, t, ("rectangle",)):
        s = sides(shape.args)
        a, b = (_either(kb, s[i], s[i + 2]) for i in (0, 1))
        if a is not None and b is not None and cycle(shape.args) not in kb.areas:
            words: Words = {"a": Factor(a.value), "b": Factor(b.value), "side": a.args, "side2": b.args}
            yield (shape.id, a.id, b.id), area(kb, shape.args, partial(_product, a.value, b.value), **words)


def _either(kb: Known, s: tuple[str, ...], t: tuple[str, ...]) -> Term | None:
    return kb.length(*s) or kb.length(*t)


@theorem("Euclid II, definition 1", "quadrilateral_area", ("rectangle", "area", "length"), quads)
def rectangle_side_from_area(kb: Known, t: Term) -> Finds:
    """A side of a rectangle is its area divided by the neighbouring side."""
    for shape in [x for k in ("rectangle",) for x in kb.shapes.get(k, ())]:
        whole = kb.areas.get(cycle(shape.args))
        s = sides(shape.args)
        for i in (0, 1):
            known = _either(kb, s[i], s[i + 2])
            if whole is not None and known is not None and _either(kb, s[1 - i], s[3 - i]) is None:
                words: Words = {
                    "a": Factor(whole.value),
                    "b": Factor(known.value),
                    "quad": "".join(shape.args),
                    "known": known.args,
                }
                yield (shape.id, whole.id, known.id), length_of(kb, s[1 - i], partial(div, whole.value, known.value), **words)


@theorem("definition of the square on a side", "quadrilateral_area", ("square", "length"), quads)
def square_area(kb: Known, t: Term) -> Finds:
    """The area of a square is the square of its side."""
    for shape in shaped(kb, t, ("square",)):
        side = next((x for s in sides(shape.args) if (x := kb.length(*s)) is not None), None)
        if side is not None and cycle(shape.args) not in kb.areas:
            words: Words = {"a": Power(side.value), "side": side.args}
            yield (shape.id, side.id), area(kb, shape.args, partial(_product, side.value, side.value), **words)


@theorem("definition of the square on a side", "quadrilateral_area", ("square", "area"), quads)
def square_side_from_area(kb: Known, t: Term) -> Finds:
    """The side of a square is the square root of its area."""
    for shape in kb.shapes.get("square", ()):
        whole = kb.areas.get(cycle(shape.args))
        if whole is not None and all(kb.length(*s) is None for s in sides(shape.args)):
            for s in sides(shape.args)[:1]:
                yield (
                    (shape.id, whole.id),
                    length_of(kb, s, partial(root, whole.value), a=Factor(whole.value), quad="".join(shape.args)),
                )


@theorem("Euclid I.35", "quadrilateral_area", ("parallelogram", "rhombus", *SIDES_AND_ANGLES), quads)
def parallelogram_area(kb: Known, t: Term) -> Finds:
    """The area of a parallelogram is base times height."""
    for shape, base, h, right in _feet(kb, t, ("parallelogram", "rhombus")):
        side, height = kb.length(*base), kb.length(*h)
        opposite = next(s for s in sides(shape.args) if not set(s) & set(base))
        side = side or kb.length(*opposite)
        if side is not None and height is not None and cycle(shape.args) not in kb.areas:
            words: Words = {"a": Factor(side.value), "b": Factor(height.value), "base": side.args, "height": h}
            ids = (shape.id, side.id, height.id, right.id)
            yield ids, area(kb, shape.args, partial(_product, side.value, height.value), **words)


def _feet(kb: Known, t: Term, kinds: tuple[str, ...]) -> Iterator[tuple[Term, tuple[str, ...], tuple[str, ...], Term]]:
    """(shape, base, height, right angle): a height dropped from a vertex to the line of a side that it is not on."""
    s = kb.scene
    for shape in shaped(kb, t, kinds):
        q = shape.args
        for i in range(4):
            base = (q[i], q[(i + 1) % 4])
            line = s.line_of.get(base)
            if line is None:
                continue
            for v in (q[(i + 2) % 4], q[i - 1]):
                for d in s.lines[line]:
                    if not s.drawn(v, d):
                        continue
                    other = base[0] if d != base[0] else base[1]
                    right = kb.right(v, d, other) or next((r for e in base if e != d and (r := kb.right(v, d, e))), None)
                    if right is not None:
                        yield shape, base, (v, d), right


@theorem("area by the sine", "quadrilateral_area", ("parallelogram", "rhombus", *SIDES_AND_ANGLES), quads)
def parallelogram_area_sine(kb: Known, t: Term) -> Finds:
    """The area of a parallelogram is the product of two neighbouring sides and the sine of an angle."""
    for shape in shaped(kb, t, ("parallelogram", "rhombus")):
        q = shape.args
        if cycle(q) in kb.areas:
            continue
        s = sides(q)
        a, b = _either(kb, s[0], s[2]), _either(kb, s[1], s[3])
        if shape.predicate == "rhombus":
            a = a or b
            b = b or a
        x = next((k for i in range(4) if (k := kb.angle(q[i - 1], q[i], q[(i + 1) % 4])) is not None), None)
        if a is None or b is None or x is None or not special(degrees(x)) or degrees(x) == RIGHT:
            continue
        words: Words = {"a": Factor(a.value), "b": Factor(b.value), "size": degrees(x), "gamma": x.args}
        ids = tuple(dict.fromkeys((shape.id, a.id, b.id, x.id)))
        yield ids, area(kb, q, partial(_sine_product, a.value, b.value, degrees(x)), **words)


def _sine_product(a: Num, b: Num, gamma: Num) -> Num:
    return mul(a, b, sine(gamma))


@theorem("area by the diagonals", "quadrilateral_area", ("rhombus", "kite", "square", "length"), quads)
def area_by_diagonals(kb: Known, t: Term) -> Finds:
    """The area of a rhombus or a kite is half the product of its diagonals."""
    for shape in shaped(kb, t, ("rhombus", "kite", "square")):
        p, q, r, s = shape.args
        a, b = kb.length(p, r), kb.length(q, s)
        if a is not None and b is not None and cycle(shape.args) not in kb.areas:
            words: Words = {"a": Factor(a.value), "b": Factor(b.value), "one": (p, r), "two": (q, s), "kind": shape.predicate}
            yield (shape.id, a.id, b.id), area(kb, shape.args, partial(_half_product, a.value, b.value), **words)


@theorem("Euclid I.41, for a trapezoid", "quadrilateral_area", ("trapezoid", "isosceles_trapezoid", *SIDES_AND_ANGLES), quads)
def trapezoid_area(kb: Known, t: Term) -> Finds:
    """The area of a trapezoid is half of the sum of its bases times its height."""
    for shape, base, h, right in _feet(kb, t, ("trapezoid", "isosceles_trapezoid")):
        a, b, c, d = shape.args
        if set(base) not in ({a, b}, {c, d}):
            continue
        p, q, height = kb.length(a, b), kb.length(d, c), kb.length(*h)
        if p is not None and q is not None and height is not None and cycle(shape.args) not in kb.areas:
            words: Words = {"a": p.value, "b": q.value, "c": Factor(height.value), "base": (a, b), "base2": (d, c), "height": h}
            ids = (shape.id, p.id, q.id, height.id, right.id)
            yield ids, area(kb, shape.args, partial(_trapezoid, p.value, q.value, height.value), **words)


def _trapezoid(a: Num, b: Num, h: Num) -> Num:
    return mul(HALF, add(a, b), h)


THEOREMS = (
    right_triangle_area,
    triangle_area_base_height,
    height_from_area,
    triangle_area_sine,
    heron,
    equilateral_area,
    areas_with_one_height,
    area_addition,
    area_subtraction,
    rectangle_area,
    rectangle_side_from_area,
    square_area,
    square_side_from_area,
    parallelogram_area,
    parallelogram_area_sine,
    area_by_diagonals,
    trapezoid_area,
)
