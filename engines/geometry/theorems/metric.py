"""Lengths in right triangles: Pythagoras, special right triangles, mean proportions at the altitude."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from proofpress.exact import Exact
from proofpress.reason.operators import Term

from ..exact_values import (
    RIGHT,
    Num,
    div,
    half,
    hypotenuse,
    leg,
    mul,
    root,
    same,
    twice,
)
from ..knowledge.kb import Known, degrees
from ..knowledge.scene import Corner, Seg, Tri
from .base import ANGLE, LENGTH, Factor, Finds, Power, Words, angle, length, length_of, right_angle, theorem, turn
from .triangles import at_corner

SIDES_AND_ANGLES = ("length", *ANGLE)


SQRT2, SQRT3 = Exact.surd(1, 2), Exact.surd(1, 3)


THIRTY, FORTY_FIVE, SIXTY = Exact(30), Exact(45), Exact(60)


def triangles_with(kb: Known, t: Term) -> list[Tri]:
    """The drawn triangles that have the side or the angle of this term."""
    if t.predicate == "length":
        return kb.scene.by_side.get(t.args, [])
    return [tri for tri, _ in at_corner(kb, t)]


def right_triangles(kb: Known, t: Term) -> Iterator[tuple[Term, str, str, str]]:
    """(term of the right angle, its vertex, the other two vertices) of the triangles that have this side or angle."""
    if not kb.rights:
        return
    for tri in triangles_with(kb, t):
        for i, corner in enumerate(kb.scene.corners_of[tri]):
            found = kb.rights.get(corner)
            if found is not None:
                v, p, q = turn(tri, i)
                yield found, v, p, q


@theorem("Euclid I.47", "pythagoras", SIDES_AND_ANGLES)
def pythagoras(kb: Known, t: Term) -> Finds:
    """The square on the hypotenuse is the sum of the squares on the legs."""
    for right, v, p, q in right_triangles(kb, t):
        a, b = kb.length(v, p), kb.length(v, q)
        if a is not None and b is not None and kb.length(p, q) is None:
            words: Words = {"at": v, "a": Power(a.value), "b": Power(b.value), "leg": (v, p), "leg2": (v, q), "hyp": (p, q)}
            yield (right.id, a.id, b.id), length(kb, p, q, partial(hypotenuse, a.value, b.value), **words)


@theorem("Euclid I.47", "pythagoras", SIDES_AND_ANGLES)
def pythagoras_leg(kb: Known, t: Term) -> Finds:
    """The square on a leg is the square on the hypotenuse less the square on the other leg."""
    for right, v, p, q in right_triangles(kb, t):
        c = kb.length(p, q)
        if c is None:
            continue
        for x, y in ((p, q), (q, p)):
            a = kb.length(v, x)
            if a is not None and kb.length(v, y) is None:
                words: Words = {"at": v, "c": Power(c.value), "a": Power(a.value), "leg": (v, x), "hyp": (p, q)}
                yield (right.id, c.id, a.id), length(kb, v, y, partial(leg, c.value, a.value), **words)


@theorem("Euclid I.48", "pythagoras_converse", LENGTH)
def pythagoras_converse(kb: Known, t: Term) -> Finds:
    """A triangle whose sides satisfy a² + b² = c² has a right angle opposite c."""
    for tri in triangles_with(kb, t):
        sides = [(kb.length(tri[(i + 1) % 3], tri[(i + 2) % 3]), i) for i in range(3)]
        known = [(x, i) for x, i in sides if x is not None]
        if len(known) < 3:
            continue
        known.sort(key=lambda s: float(s[0].value))
        (a, _), (b, _), (c, i) = known
        if kb.scene.corners_of[tri][i] in kb.angles:
            continue
        if abs(float(a.value) ** 2 + float(b.value) ** 2 - float(c.value) ** 2) > 1e-6 * float(c.value) ** 2:
            continue
        if same(hypotenuse(a.value, b.value), c.value):
            v, p, q = turn(tri, i)
            words: Words = {"a": Power(a.value), "b": Power(b.value), "c": Power(c.value), "hyp": (p, q), "at": v}
            yield (a.id, b.id, c.id), right_angle((p, v, q), tri="".join(tri), **words)


# --- special right triangles -------------------------------------------------------------------------------------
def _special(kb: Known, t: Term, sizes: tuple[Exact, ...]) -> Iterator[tuple[Term, Term, str, str, str]]:
    """(right angle, the acute angle at p, v, p, q) of right triangles with an acute angle among `sizes`."""
    for right, v, p, q in right_triangles(kb, t):
        for x, y in ((p, q), (q, p)):
            acute = kb.angle(v, x, y)
            if acute is not None and degrees(acute) in sizes:
                yield right, acute, v, x, y


@theorem("half of an equilateral triangle", "triangle_30_60_90", SIDES_AND_ANGLES)
def triangle_30_60_90(kb: Known, t: Term) -> Finds:
    """In a 30-60-90 triangle the sides are as 1 : √3 : 2."""
    for right, acute, v, p, q in _special(kb, t, (THIRTY, SIXTY)):
        if degrees(acute) == SIXTY:
            p, q = q, p  # so that the 30° angle is at p
        sides: dict[Seg, Exact] = {(v, q): Exact(1), (v, p): SQRT3, (p, q): Exact(2)}
        yield from _scaled(kb, right, acute, v, sides, "short")


@theorem("half of a square", "triangle_45_45_90", SIDES_AND_ANGLES)
def triangle_45_45_90(kb: Known, t: Term) -> Finds:
    """In a 45-45-90 triangle the legs are equal and the hypotenuse is √2 times a leg."""
    for right, acute, v, p, q in _special(kb, t, (FORTY_FIVE,)):
        yield from _scaled(kb, right, acute, v, {(v, p): Exact(1), (v, q): Exact(1), (p, q): SQRT2}, "leg")


def _scaled(kb: Known, right: Term, acute: Term, v: str, sides: dict[tuple[str, ...], Exact], first: str) -> Finds:
    known = [(s, x) for s in sides if (x := kb.length(*s)) is not None]
    if len(known) == 1:
        s, x = known[0]
        for new, size in sides.items():
            if new != s:
                ratio = div(size, sides[s])
                hyp = next(k for k in sides if v not in k)
                words: Words = {
                    "at": v,
                    "acute": acute.args,
                    "size": degrees(acute),
                    "known": s,
                    "a": Factor(x.value),
                    "hyp": hyp,
                }
                words |= {"ratio": ratio, "equal": ratio == Exact(1), "first": first}
                yield (right.id, acute.id, x.id), length_of(kb, new, partial(mul, x.value, ratio), **words)


@theorem("half of an equilateral triangle, converse", "triangle_30_60_90", SIDES_AND_ANGLES)
def leg_half_of_hypotenuse(kb: Known, t: Term) -> Finds:
    """A leg that is half of the hypotenuse lies opposite an angle of 30°."""
    for right, v, p, q in right_triangles(kb, t):
        c = kb.length(p, q)
        if c is None:
            continue
        for x, y in ((p, q), (q, p)):
            a = kb.length(v, x)
            if a is not None and same(twice(a.value), c.value) and kb.angle(v, y, x) is None:
                words: Words = {"leg": (v, x), "hyp": (p, q), "a": Factor(a.value), "c": Factor(c.value), "at": v}
                yield (right.id, a.id, c.id), angle((v, y, x), THIRTY, **words)


@theorem("Euclid I.5 and I.47", "equilateral", ("equilateral", *SIDES_AND_ANGLES))
def equilateral_height(kb: Known, t: Term) -> Finds:
    """The height of an equilateral triangle is √3/2 times its side."""
    s = kb.scene
    for shape in [t] if t.predicate == "equilateral" else kb.shapes.get("equilateral", ()):
        for a, b, c in ((shape.args[i], shape.args[i - 1], shape.args[i - 2]) for i in range(3)):
            side = kb.length(b, c) or kb.length(a, b) or kb.length(a, c)
            if side is None:
                continue
            for d in s.points:
                if s.between(d, b, c) and s.drawn(a, d) and kb.length(a, d) is None:
                    right = kb.right(a, d, b) or kb.right(a, d, c)
                    if right is not None and (t.id in (shape.id, right.id, side.id)):
                        value = partial(mul, side.value, half(SQRT3))
                        words: Words = {"tri": "".join(sorted(shape.args)), "side": side.args, "a": Factor(side.value)}
                        yield (shape.id, right.id, side.id), length(kb, a, d, value, **words)


# --- the altitude on the hypotenuse ------------------------------------------------------------------------------
def _altitudes(kb: Known, t: Term) -> Iterator[tuple[Term, Term, str, str, str, str]]:
    """(right angle at c, right angle at d, c, d, a, b): the foot d of the altitude from c lies on the hypotenuse ab."""
    if not kb.rights or (t.predicate in ANGLE and degrees(t) is not RIGHT):
        return
    rights = kb.rights
    for c, d, a, b, at_top, left, right in _feet(kb):
        top = rights.get(at_top)
        if top is None or (t.predicate == "length" and not (t.args[0] in (a, b, c, d) and t.args[1] in (a, b, c, d))):
            continue
        foot = rights.get(left) or rights.get(right)
        if foot is not None:
            yield top, foot, c, d, a, b


Foot = tuple[str, str, str, str, Corner, Corner, Corner]


def _feet(kb: Known) -> list[Foot]:
    """(c, d, a, b, corners acb, adc, bdc): d lies between a and b and is joined to c, a triangle with them."""
    found: list[Foot] | None = kb.scene.keys.get(("feet", ()))
    if found is None:
        s = kb.scene
        found = [
            (c, d, a, b, top, left, right)
            for d, spans in s.spans.items()
            for a, b in spans
            for c in s.points
            if tuple(sorted((a, b, c))) in s.corners_of and s.drawn(c, d)
            if (top := s.corner(a, c, b)) and (left := s.corner(a, d, c)) and (right := s.corner(b, d, c))
        ]
        s.keys["feet", ()] = found
    return found


def _touches(t: Term, *terms: Term | None) -> bool:
    return any(x is not None and x.id == t.id for x in terms)


@theorem("Euclid VI.8, porism", "altitude_on_hypotenuse", SIDES_AND_ANGLES)
def altitude_geometric_mean(kb: Known, t: Term) -> Finds:
    """The altitude on the hypotenuse is the mean proportional of the parts into which it cuts it."""
    for top, foot, c, d, a, b in _altitudes(kb, t):
        h, p, q = kb.length(c, d), kb.length(a, d), kb.length(d, b)
        words: Words = {"at": c, "alt": (c, d), "p": (a, d), "q": (d, b), "hyp": (a, b)}
        if h is None and p is not None and q is not None and _touches(t, top, foot, p, q):
            words |= {"a": Factor(p.value), "b": Factor(q.value), "mean": True}
            yield (top.id, foot.id, p.id, q.id), length(kb, c, d, partial(_mean, p.value, q.value), **words)
        elif h is not None and (p is None) != (q is None):
            known, new = (p, (d, b)) if q is None else (q, (a, d))
            assert known is not None
            if _touches(t, top, foot, h, known):
                words |= {"a": Power(h.value), "b": Factor(known.value), "mean": False, "known": known.args}
                yield (top.id, foot.id, h.id, known.id), length_of(kb, new, partial(_over, h.value, known.value), **words)


def _mean(p: Num, q: Num) -> Num:
    return root(mul(p, q))


def _over(h: Num, p: Num) -> Num:
    return div(mul(h, h), p)


@theorem("Euclid VI.8, porism", "altitude_on_hypotenuse", SIDES_AND_ANGLES)
def leg_geometric_mean(kb: Known, t: Term) -> Finds:
    """A leg is the mean proportional of the hypotenuse and its own projection on it."""
    for top, foot, c, d, a, b in _altitudes(kb, t):
        whole = kb.length(a, b)
        for end in (a, b):
            side, part = kb.length(c, end), kb.length(end, d)
            words: Words = {"at": c, "alt": (c, d), "part": (end, d), "hyp": (a, b), "leg": (c, end)}
            if side is None and part is not None and whole is not None and _touches(t, top, foot, part, whole):
                words |= {"a": Factor(part.value), "b": Factor(whole.value), "mean": True}
                value = partial(_mean, part.value, whole.value)
                yield (top.id, foot.id, part.id, whole.id), length(kb, c, end, value, **words)
            elif side is not None and (part is None) != (whole is None):
                known, new = (part, (a, b)) if whole is None else (whole, (end, d))
                assert known is not None
                if _touches(t, top, foot, side, known):
                    words |= {"a": Power(side.value), "b": Factor(known.value), "mean": False, "known": known.args}
                    yield (
                        (top.id, foot.id, side.id, known.id),
                        length_of(kb, new, partial(_over, side.value, known.value), **words),
                    )


@theorem("Euclid I.41: one area, two bases", "area_two_ways", SIDES_AND_ANGLES)
def area_two_ways(kb: Known, t: Term) -> Finds:
    """The legs' product is the hypotenuse times the altitude on it: both are twice the area."""
    for top, foot, c, d, a, b in _altitudes(kb, t):
        p, q, whole = kb.length(c, a), kb.length(c, b), kb.length(a, b)
        if p is None or q is None or whole is None or kb.length(c, d) is not None or not _touches(t, top, foot, p, q, whole):
            continue
        words: Words = {"at": c, "alt": (c, d), "hyp": (a, b), "leg": (c, a), "leg2": (c, b)}
        words |= {"a": Factor(p.value), "b": Factor(q.value), "c": Factor(whole.value)}
        words |= {"twice": mul(p.value, q.value)}
        value = partial(_two_ways, p.value, q.value, whole.value)
        yield (top.id, p.id, q.id, foot.id, whole.id), length(kb, c, d, value, **words)


def _two_ways(a: Num, b: Num, c: Num) -> Num:
    return div(mul(a, b), c)


THEOREMS = (
    pythagoras,
    pythagoras_leg,
    pythagoras_converse,
    triangle_30_60_90,
    triangle_45_45_90,
    leg_half_of_hypotenuse,
    equilateral_height,
    altitude_geometric_mean,
    leg_geometric_mean,
    area_two_ways,
)
