"""Other numbers that determine the same: the hypotenuse for a leg, an area for a side, the angle beside for an angle.

Each rule takes a sketch with its figure, the number to be replaced and the other givens, and yields numbers in closed form that
may stand in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from proofpress.exact import PI, Exact, NotExact
from proofpress.model import Fact

from ..figure import Figure
from ..measure import exact_angle, exact_area, exact_length
from ..sketching.numbers import nice
from ..sketching.sketch import Sketch
from ..vocabulary import canonical


def corner_key(s: Sketch, f: Fact) -> tuple[str, ...]:
    """Equal for two statements of one number: corners by the first points on their rays."""
    if f.predicate in ("angle", "right_angle"):
        a, v, c = f.args
        return ("corner", v, *sorted((_first(s, v, a), _first(s, v, c))))
    return (f.predicate, *f.args)


def _first(s: Sketch, v: str, a: str) -> str:
    line = s.carrier(v, a)
    i, j = line.index(v), line.index(a)
    return line[i + 1] if j > i else line[i - 1]


Rule = Callable[[Sketch, Figure, Fact, list[Fact]], Iterator[Fact]]


def _number(predicate: str, args: tuple[str, ...], value: Exact) -> Fact:
    return Fact("", predicate, canonical(predicate, args), value)


def length_of(figure: Figure, a: str, b: str) -> Iterator[Fact]:
    try:
        value = exact_length(figure, a, b)
    except NotExact:
        return
    if nice(value):
        yield _number("length", (a, b), value)


def _other_side(s: Sketch, figure: Figure, f: Fact, rest: list[Fact]) -> Iterator[Fact]:
    """Another side of a right triangle."""
    for p, q, r in s.claimed("right_angle"):
        sides = [tuple(sorted(x)) for x in ((p, q), (q, r), (p, r))]
        if f.args in sides and s.drawn(p, r):
            for a, b in sides:
                if (a, b) != f.args:
                    yield from length_of(figure, a, b)


def _whole_line(s: Sketch, figure: Figure, f: Fact, rest: list[Fact]) -> Iterator[Fact]:
    """The whole of a line for one of two known parts."""
    a, b = f.args
    for u, v in ((a, b), (b, a)):
        for g in rest:
            if g.predicate == "length" and v in g.args:
                w = g.args[0] if g.args[1] == v else g.args[1]
                line = s.carrier(a, b)
                if w != u and w in line and (line.index(v) - line.index(u)) * (line.index(w) - line.index(v)) > 0:
                    yield from length_of(figure, u, w)


def _measure_of_shape(s: Sketch, figure: Figure, f: Fact, rest: list[Fact]) -> Iterator[Fact]:
    """The perimeter or area of a square, rectangle, rhombus or right triangle for one of its sides."""
    shapes = [(g.predicate, g.args) for g in s.claims if g.predicate in ("square", "rectangle", "rhombus", "equilateral")]
    for kind, names in shapes:
        sides = [tuple(sorted(x)) for x in zip(names, (*names[1:], names[0]), strict=True)]
        if f.args not in sides or not all(s.drawn(a, b) for a, b in sides):
            continue
        if kind in ("square", "rectangle"):
            yield from _area(figure, names)
        around = exact_length(figure, *f.args) * len(names) if kind != "rectangle" else _twice(figure, names)
        if nice(around, 120):
            yield _number("perimeter", names, around)
    for p, q, r in s.claimed("right_angle"):
        legs = [tuple(sorted(x)) for x in ((p, q), (q, r))]
        known = {g.args for g in rest if g.predicate == "length"}
        if f.args in legs and s.drawn(p, r) and any(leg in known for leg in legs if leg != f.args):
            yield from _area(figure, (p, q, r))


def _twice(figure: Figure, names: tuple[str, ...]) -> Exact:
    return (exact_length(figure, names[0], names[1]) + exact_length(figure, names[1], names[2])) * 2


def _area(figure: Figure, names: tuple[str, ...]) -> Iterator[Fact]:
    value = exact_area(figure, names)
    if nice(value, 400) and value.is_rational:
        yield _number("area", names, value)


def _of_circle(s: Sketch, figure: Figure, f: Fact, rest: list[Fact]) -> Iterator[Fact]:
    """Diameter, circumference or area of a circle for its radius."""
    for o, on in s.circles.items():
        if o not in f.args or not {f.args[0], f.args[1]} <= {o, *on}:
            continue
        value = f.value
        for line in s.lines:
            ends = [p for p in line if p in on]
            if o in line and len(ends) == 2:
                yield _number("length", (ends[0], ends[1]), value * 2)
        if value.is_rational and value.fraction.denominator <= 2:
            yield _number("circumference", (o,), value * 2 * PI)
            if value.fraction.denominator == 1:
                yield _number("circle_area", (o,), value * value * PI)


def _other_angle(s: Sketch, figure: Figure, f: Fact, rest: list[Fact]) -> Iterator[Fact]:
    """The third angle of a triangle with one angle known already."""
    v = f.args[1]
    said = {corner_key(s, g) for g in rest if g.predicate in ("angle", "right_angle")}
    for t in s.triangles():
        if v not in t:
            continue
        corners = [(t[(i + 1) % 3], t[i], t[(i + 2) % 3]) for i in range(3)]
        keys = {c: corner_key(s, Fact("", "angle", c)) for c in corners}
        mine = [c for c in corners if keys[c] == corner_key(s, f)]
        others = [c for c in corners if c not in mine]
        if mine and any(keys[c] in said for c in others):
            for c in others:
                if keys[c] not in said:
                    yield from angle_of(figure, c)


def _beside(s: Sketch, figure: Figure, f: Fact, rest: list[Fact]) -> Iterator[Fact]:
    """The angle beside or across, where a ray is drawn on."""
    a, v, c = f.args
    back_a, back_c = _back(s, v, a), _back(s, v, c)
    if back_a:
        yield from angle_of(figure, (back_a, v, c))
    if back_c:
        yield from angle_of(figure, (a, v, back_c))
    if back_a and back_c:
        yield from angle_of(figure, (back_a, v, back_c))


def _back(s: Sketch, v: str, a: str) -> str:
    """The last point on the other side of V on line VA, or nothing."""
    line = s.carrier(v, a)
    i, j = line.index(v), line.index(a)
    end = line[0] if j > i else line[-1]
    return end if end != v else ""


def angle_of(figure: Figure, corner: tuple[str, ...]) -> Iterator[Fact]:
    try:
        value = exact_angle(figure, *corner)
    except NotExact:
        return
    if value.fraction.denominator == 1 and value.fraction not in (0, 90, 180):
        yield _number("angle", corner, value)


def _on_arc(s: Sketch, figure: Figure, f: Fact, rest: list[Fact]) -> Iterator[Fact]:
    """The central or an inscribed angle on an arc."""
    a, b, o = f.args
    if s.drawn(o, a) and s.drawn(o, b):
        yield from angle_of(figure, (a, o, b))
    for c in s.circles[o]:
        if c not in (a, b) and s.drawn(c, a) and s.drawn(c, b):
            yield from angle_of(figure, (a, c, b))


RULES: dict[str, tuple[Rule, ...]] = {
    "length": (_other_side, _whole_line, _measure_of_shape, _of_circle),
    "angle": (_other_angle, _beside),
    "arc": (_on_arc,),
}
