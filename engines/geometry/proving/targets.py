"""What may be asked of a proved statement: its family of wording, the names in it, the mistakes that people make.

Families and their slots (the keys of questions.yaml):

    length seg | angle ang | area, perimeter kind name n | circle_area, circumference centre | arc, arc_length, sector_area,
    segment_area arc sector centre chord | shaded | area_ratio one two | ratio, difference, longer one two | larger one two
    parallel, equal_length, equal_angle, midpoint, bisector, right_angle, congruent, similar, shape: relations, asked as yes/no
    kind_by_sides, kind_by_angles, kind_of_quadrilateral name | equal_segments seg
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from itertools import combinations
from typing import Any

from proofpress.exact import Exact, NotExact
from proofpress.model import Fact, Value
from proofpress.reason.operators import Term
from proofpress.reason.saturate import same_value

from ..exact_values import Num, add, div, half, hypotenuse, mul, root, sub, to_num, twice
from ..figure import Figure
from ..knowledge.kb import Known, degrees
from ..measure import distance, measure
from ..vocabulary import NUMERIC, SHAPES

NUMBERS = NUMERIC | {"area_ratio", "difference"}
RELATIONS = frozenset(
    {"parallel", "right_angle", "equal_length", "equal_angle", "congruent", "similar", "midpoint", "bisector"} | SHAPES
)
KINDS: Mapping[str, tuple[str, ...]] = {
    "kind_by_sides": ("scalene", "isosceles", "equilateral"),
    "kind_by_angles": ("acute", "right", "obtuse"),
    "kind_of_quadrilateral": ("parallelogram", "rectangle", "rhombus", "square", "kite", "trapezoid", "isosceles trapezoid"),
}
_WITHIN = {  # every shape is also one of these
    "square": ("rectangle", "rhombus", "parallelogram", "kite", "trapezoid", "isosceles trapezoid"),
    "rectangle": ("parallelogram", "trapezoid", "isosceles trapezoid"),
    "rhombus": ("parallelogram", "kite", "trapezoid"),
    "parallelogram": ("trapezoid",),
    "isosceles trapezoid": ("trapezoid",),
}
_SIDES = {3: "triangle", 4: "quadrilateral", 5: "pentagon", 6: "hexagon", 7: "heptagon", 8: "octagon"}
ASKABLE = NUMBERS | RELATIONS  # what a solver can be asked to find


def family(t: Term) -> str:
    return "shape" if t.predicate in SHAPES else t.predicate


def kind(t: Term) -> str:
    """The type of the answer."""
    if t.predicate in NUMBERS:
        return "number"
    if t.predicate == "equal_segments":
        return "set"
    return "boolean" if t.predicate in RELATIONS else "text"


def slots(kb: Known, t: Term) -> dict[str, Any]:
    """The words for a statement, in letters and keys only."""
    a = t.args
    p = t.predicate
    if p == "length":
        return {"seg": kb.seg_name(*a), "radius": _is_radius(kb, a)}
    if p in ("angle", "right_angle"):
        return {"ang": kb.name(a), "letters": "".join(a), "at": a[1]}
    if p in ("area", "perimeter"):
        return {"kind": shape_kind(kb, a), "name": "".join(a), "n": len(a)}
    if p in ("circle_area", "circumference"):
        return {"centre": a[0]}
    if p in ("arc", "arc_length", "sector_area", "segment_area"):
        return {"arc": a[0] + a[1], "sector": a[2] + a[0] + a[1], "centre": a[2], "chord": a[0] + a[1]}
    if p == "area_ratio":
        return {"one": "".join(a[:3]), "two": "".join(a[3:]), "part": _below_one(t)}
    if p == "ratio":
        return {"one": kb.seg_name(*a[:2]), "two": kb.seg_name(*a[2:]), "part": _below_one(t)}
    if p in ("difference", "longer", "equal_length", "parallel"):
        return {"one": kb.seg_name(*a[:2]), "two": kb.seg_name(*a[2:])}
    if p in ("larger", "equal_angle"):
        return {"one": kb.name(a[:3]), "two": kb.name(a[3:])}
    if p in ("congruent", "similar"):
        return {"one": "".join(a[:3]), "two": "".join(a[3:])}
    if p == "midpoint":
        return {"point": a[0], "seg": kb.seg_name(*a[1:])}
    if p == "bisector":
        return {"ray": a[0] + a[1], "ang": kb.name((a[2], a[0], a[3]))}
    if p == "equal_segments":
        return {"seg": kb.seg_name(*a)}
    if p in SHAPES:
        return {"kind": p, "name": "".join(a), "n": len(a)}
    return {"name": "".join(a)}


def _below_one(t: Term) -> bool:
    """People ask what part the smaller is, and how many times as large the larger."""
    return isinstance(t.value, (int, float, Exact)) and float(t.value) < 1


def _is_radius(kb: Known, a: Sequence[str]) -> bool:
    return any(o in a and (a[0] if a[1] == o else a[1]) in on for o, on in kb.scene.circles.items())


def shape_kind(kb: Known, names: Sequence[str]) -> str:
    """What people would call the polygon: its kind where that is known, else by its number of sides; a key of the nouns."""
    for p in ("square", "rhombus", "rectangle", "parallelogram", "isosceles_trapezoid", "trapezoid", "kite"):
        if len(names) == 4 and kb.key(p, tuple(names)) in kb.terms:
            return p
    return _SIDES.get(len(names), "polygon")


def pool(t: Term) -> tuple[str, ...]:
    """The labels among which a text answer is chosen: none of them true but the answer."""
    if t.predicate not in KINDS:
        return ()
    return tuple(k for k in KINDS[t.predicate] if k == t.value or k not in _WITHIN.get(str(t.value), ()))


# --- truth -------------------------------------------------------------------------------------------------------
def holds(figure: Figure, t: Term) -> bool:
    """Is the statement what the coordinates say?"""
    p, a = t.predicate, t.args
    if p in ("longer", "larger"):
        n = len(a) // 2
        what = "length" if p == "longer" else "angle"
        first, second = float(measure(figure, what, a[:n])), float(measure(figure, what, a[n:]))
        best = a[:n] if first > second else a[n:]
        return abs(first - second) > 1e-6 and set(str(t.value).strip("∠")) == set(best)
    if p in KINDS:
        return _kind_holds(figure, t)
    if p == "equal_segments":
        return _equals(figure, a) == {frozenset(name) for name in t.value}
    if p == "area_ratio":
        found: float | bool = float(measure(figure, "area", a[:3])) / float(measure(figure, "area", a[3:]))
    elif p == "difference":
        found = float(measure(figure, "length", a[:2])) - float(measure(figure, "length", a[2:]))
    else:
        found = measure(figure, p, a)
    if isinstance(found, bool):
        return found is bool(t.value)
    return abs(found - float(t.value)) <= 1e-8 * max(1.0, abs(found))


def _kind_holds(figure: Figure, t: Term) -> bool:
    a = t.args
    if t.predicate == "kind_of_quadrilateral":
        true = [k for k in KINDS[t.predicate] if any(measure(figure, k.replace(" ", "_"), r) is True for r in _turns(a))]
        return t.value in true and all(k in (t.value, *_WITHIN.get(str(t.value), ())) for k in true)
    if t.predicate == "kind_by_sides":
        sides = [distance(figure.points[p], figure.points[q]) for p, q in combinations(a, 2)]
        equal = sum(abs(x - y) < 1e-7 * x for x, y in combinations(sides, 2))
        return bool(t.value == {0: "scalene", 1: "isosceles"}.get(equal, "equilateral"))
    angles = [float(measure(figure, "angle", (a[i - 1], a[i], a[i - 2]))) for i in range(3)]
    largest = max(angles)
    return bool(t.value == ("right" if abs(largest - 90) < 1e-6 else "obtuse" if largest > 90 else "acute"))


def _turns(a: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for i in range(4):
        turned = tuple(a[(i + k) % 4] for k in range(4))
        yield turned
        yield turned[::-1]


def _equals(figure: Figure, a: Sequence[str]) -> set[frozenset[str]]:
    """All other drawn segments (between any two points of a line) that are as long."""
    size = distance(figure.points[a[0]], figure.points[a[1]])
    return {
        frozenset((p, q))
        for line in figure.lines
        for p, q in combinations(line, 2)
        if {p, q} != set(a) and abs(distance(figure.points[p], figure.points[q]) - size) < 1e-6 * size
    }


# --- what can be shown as an answer ------------------------------------------------------------------------------
def presentable(value: Any) -> bool:
    """An exact answer that a school book would print."""
    if isinstance(value, Decimal):
        return True
    if not isinstance(value, Exact) or len(value.terms) > 2:
        return False
    most, parts = (5000, 30) if len(value.terms) == 1 else (200, 2)
    return all(abs(c.numerator) <= most and c.denominator <= parts and n <= 300 and k >= 0 for (n, k), c in value.terms)


# --- mistakes ----------------------------------------------------------------------------------------------------
def near_misses(op: str, t: Term, inputs: Sequence[Term]) -> tuple[tuple[Value, str], ...]:
    """(wrong value, mistake): what a known misconception, made in the last step, would give."""
    out: list[tuple[Value, str]] = []
    value = to_num(t.value)
    for make, name in _mistakes(op, t, inputs):
        try:
            wrong = make()
        except (ArithmeticError, ValueError, NotExact):
            continue
        if float(wrong) <= 1e-9 or same_value(wrong, value) or any(same_value(wrong, v) for v, _ in out):
            continue
        if t.predicate in ("angle", "arc") and float(wrong) >= 180:
            continue
        if not isinstance(value, float) and (not presentable(wrong) or _longer_form(wrong, value)):
            continue
        out.append((wrong, name))
    return tuple(_whole_first(value, out))


def _longer_form(wrong: Value, value: Value) -> bool:
    """A sum with a root beside a single number would stand out among the options."""
    return isinstance(wrong, Exact) and isinstance(value, Exact) and len(wrong.terms) > max(1, len(value.terms))


Mistake = tuple[partial[Num], str]


def _whole_first(value: Value, found: list[tuple[Value, str]]) -> list[tuple[Value, str]]:
    """Mistakes that look like the answer: whole degrees beside whole degrees, as long as there are enough of them."""
    if not isinstance(value, Exact) or not value.is_rational or value.fraction.denominator != 1:
        return found
    whole = [m for m in found if isinstance(m[0], Exact) and m[0].is_rational and m[0].fraction.denominator == 1]
    return whole if len(whole) >= 3 else whole + [m for m in found if m not in whole]


def _mistakes(op: str, t: Term, inputs: Sequence[Term]) -> Iterator[Mistake]:
    v = to_num(t.value)
    lengths = [to_num(x.value) for x in inputs if x.predicate == "length"]
    angles = [to_num(degrees(x)) for x in inputs if x.predicate in ("angle", "right_angle")]
    if t.predicate in ("angle", "arc"):
        yield from _angle_mistakes(v, angles)
    elif t.predicate == "length":
        yield from _length_mistakes(op, v, lengths)
    elif t.predicate in ("area", "shaded", "segment_area"):
        yield from ((partial(twice, v), "forgot the half"), (partial(half, v), "halved once too often"))
        if len(lengths) >= 2:
            yield partial(add, lengths[0], lengths[1]), "added instead of multiplied"
            yield partial(mul, lengths[0], lengths[-1]), "multiplied the sides"
            yield partial(twice, add(lengths[0], lengths[1])), "took the perimeter"
        for x in inputs:
            if x.predicate not in ("length", "angle", "right_angle") and x.value is not True:
                yield partial(to_num, x.value), "stopped half way"
        yield partial(div, mul(v, Exact(3)), Exact(2)), "a part counted twice"
    elif t.predicate in ("circle_area", "sector_area", "circumference", "arc_length"):
        yield partial(mul, v, Exact(4)), "squared the diameter"
        yield partial(twice, v), "diameter for radius"
        yield partial(half, v), "radius for diameter"
        yield partial(div, v, Exact(4)), "halved the radius"
        yield partial(mul, v, Exact(3)), "another share of the circle"
    elif t.predicate in ("ratio", "area_ratio"):
        yield partial(div, Exact(1), v), "turned the ratio over"
        yield partial(root, v), "ratio of sides for areas"
        yield partial(mul, v, v), "squared the ratio"
        yield partial(add, v, Exact(1)), "part to whole"
        yield partial(half, v), "halved"
    else:
        yield from ((partial(half, v), "half"), (partial(twice, v), "double"))
        for side in lengths:
            yield partial(sub, v, side), "a side left out"
            yield partial(add, v, side), "a side counted twice"
        yield partial(add, v, Exact(2)), "slip in adding"


def _angle_mistakes(v: Num, angles: Sequence[Num]) -> Iterator[Mistake]:
    yield partial(sub, Exact(180), v), "supplement"
    for a in angles:
        yield partial(add, a), "took the given angle"
    yield partial(sub, Exact(90), v), "complement"
    yield partial(twice, v), "forgot the half"
    yield partial(half, v), "halved"
    for a in angles:
        yield partial(sub, Exact(180), a), "supplement of the given angle"
        yield partial(sub, Exact(90), a), "complement of the given angle"
        yield partial(half, a), "half of the given angle"
    yield partial(sub, Exact(180), twice(v)), "doubled and subtracted"
    yield partial(add, v, Exact(10)), "slip in subtracting"


def _length_mistakes(op: str, v: Num, lengths: Sequence[Num]) -> Iterator[Mistake]:
    if len(lengths) == 2:
        a, b = lengths
        if op.startswith("pythagoras") or "geometric_mean" in op or op.startswith("law_of_cosines"):
            yield partial(mul, v, v), "forgot the square root"
            yield partial(add, a, b), "added the sides"
            yield partial(hypotenuse, a, b), "added the squares"
        yield partial(sub, a, b), "subtracted the sides"
        yield partial(sub, b, a), "subtracted the sides"
        yield partial(half, add(a, b)), "took the mean"
        yield partial(add, a, b), "added the sides"
    yield partial(twice, v), "doubled"
    yield partial(half, v), "halved"
    for a in lengths:
        yield partial(add, a), "took another side"
    if len(lengths) == 3:
        a, b, c = lengths
        yield partial(div, mul(a, c), b), "turned the ratio over"
        yield partial(div, mul(a, b), c), "matched the wrong sides"
        yield partial(sub, add(a, c), b), "added instead of multiplied"
    for a in lengths:
        yield partial(twice, a), "doubled another side"
        yield partial(half, a), "halved another side"
    yield partial(add, v, Exact(1)), "slip in counting"


def as_fact(t: Term) -> Fact | None:
    """The asked quantity as a statement that a solver can take."""
    return Fact(t.id, t.predicate, t.args, t.value, t.unit, (), "hidden") if t.predicate in ASKABLE else None
