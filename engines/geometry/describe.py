"""Captions: what the picture shows, at three levels - in passing, on the phone, and everything.

Only what is to be seen is said: the drawing itself, marks and printed values; never what only words tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from proofpress.engine import Statement
from proofpress.language import Language, of_spec
from proofpress.model import Fact

from .figure import Figure, from_spec
from .vocabulary import NUMERIC

# shapes that marks may show, the most telling first
_QUADRILATERALS = ("square", "rectangle", "rhombus", "parallelogram", "kite", "isosceles_trapezoid", "trapezoid")
_POLYGONS = {4: "quadrilateral", 5: "pentagon", 6: "hexagon", 7: "heptagon", 8: "octagon"}
_FEATURES_AT_ONCE = 2


def describe(spec: Mapping[str, Any], facts: Sequence[Fact]) -> list[Statement]:
    """What captions may say, in reading order; each statement with the facts it rests on."""
    figure = from_spec(spec)
    seen = [f for f in facts if f.given == "image"]
    main = _main(figure, seen)
    features = [*_around(figure, seen, main), *_features(figure, seen)]
    brief = features[:_FEATURES_AT_ONCE]
    said = {f for s in (main, *features) for f in s.facts}
    out = [main, *brief]
    out += [Statement(2, s.key, s.slots, s.facts) for s in features[_FEATURES_AT_ONCE:]]
    out += _points(figure, seen)
    out += _marks([f for f in seen if f.id not in said])
    out += _values(seen, of_spec(spec))
    return out


def _main(figure: Figure, seen: Sequence[Fact]) -> Statement:
    """What the figure is, in a few words."""
    corners = [f for f in seen if f.predicate == "polygon"]
    triangles = [f for f in seen if f.predicate == "triangle"]
    for kind in _QUADRILATERALS:
        for f in seen:
            if f.predicate == kind:
                return _shape(kind, f.args, f.id)
    if corners:
        f = corners[0]
        return _shape(_POLYGONS.get(len(f.args), "polygon"), f.args, f.id)
    if figure.circles and len(triangles) < 2:
        circle = figure.circles[0]
        ids = [f.id for f in seen if f.predicate == "on_circle" and f.args[1] == circle.center]
        return Statement(1, "a_circle", {"centre": circle.center, "on": list(circle.on)}, tuple(ids))
    if triangles:
        return _triangle(_first(figure, triangles), seen)
    ids = [f.id for f in seen if f.predicate == "segment"]
    return Statement(1, "some_lines", {"names": [line[0] + line[-1] for line in figure.lines]}, tuple(ids))


def _first(figure: Figure, triangles: Sequence[Fact]) -> Fact:
    """The triangle that was there first, by the order of the points, and without a circle's centre if it can be."""
    centres = {c.center for c in figure.circles}
    order = {name: i + 100 * (name in centres) for i, name in enumerate(figure.points)}
    return min(triangles, key=lambda f: sorted((order[p] for p in f.args), reverse=True))


def _around(figure: Figure, seen: Sequence[Fact], main: Statement) -> Iterator[Statement]:
    """A second triangle that stands apart, and the circles that the main shape does not speak of."""
    own = set(main.slots.get("points", ()))
    touched = {p for line in figure.lines if own & set(line) for p in line}
    apart = [f for f in seen if f.predicate == "triangle" and not touched & set(f.args)]
    if own and len(apart) == 1:
        yield Statement(1, "second_triangle", {"name": "".join(apart[0].args)}, (apart[0].id,))
    if main.key == "a_circle":
        return
    for circle in figure.circles:
        on = tuple(f.id for f in seen if f.predicate == "on_circle" and f.args[1] == circle.center)
        key = "inscribed" if set(main.slots.get("points", "?")) <= set(circle.on) else "with_circle"
        yield Statement(1, key, {"centre": circle.center}, on)


def _triangle(whole: Fact, seen: Sequence[Fact]) -> Statement:
    """The triangle with what marks say of it."""
    names = set(whole.args)
    for f in seen:
        if f.predicate in ("equilateral", "isosceles") and set(f.args) == names:
            return _shape(f"{f.predicate}_triangle", f.args, whole.id, f.id)
        if f.predicate == "right_angle" and set(f.args) == names:
            return _shape("right_triangle", whole.args, whole.id, f.id)
    return _shape("triangle", whole.args, whole.id)


def _shape(kind: str, args: Sequence[str], *ids: str) -> Statement:
    return Statement(1, f"a_{kind}", {"name": "".join(args), "points": list(args)}, ids)


def _features(figure: Figure, seen: Sequence[Fact]) -> Iterator[Statement]:
    """What is drawn into the figure, by marks and lines."""
    triangles = {f.args: f.id for f in seen if f.predicate == "triangle"}
    inner = {f.args: f.id for f in seen if f.predicate == "on_segment"}
    middles = [f for f in seen if f.predicate == "midpoint"]
    for f, g in combinations(middles, 2):
        if figure.drawn(f.args[0], g.args[0]):
            slots = {"name": f.args[0] + g.args[0], "first": f.args[1] + f.args[2], "second": g.args[1] + g.args[2]}
            yield Statement(1, "midline", slots, (f.id, g.id))
    for f in seen:
        if f.predicate == "midpoint":
            m, a, b = f.args
            tips = [t for t in triangles if a in t and b in t and figure.drawn(m, _third(t, a, b))]
            if tips:
                yield Statement(1, "median", {"name": _third(tips[0], a, b) + m, "side": a + b}, (f.id, triangles[tips[0]]))
        elif f.predicate == "right_angle":
            yield from _perpendicular(f, triangles, inner)
        elif f.predicate == "bisector":
            a, d, b, c = f.args
            yield Statement(1, "bisector", {"name": a + d, "angle": b + a + c}, (f.id,))
        elif f.predicate == "parallel":
            a, b, c, d = f.args
            yield Statement(1, "parallel", {"first": a + b, "second": c + d}, (f.id,))
    for f in seen:
        if f.predicate == "polygon" and len(f.args) == 4:
            across = [(f.args[i], f.args[i + 2]) for i in (0, 1) if figure.drawn(f.args[i], f.args[i + 2])]
            if across:
                names = [a + b for a, b in across]
                ids = [g.id for g in seen if g.predicate == "segment" and g.args in [tuple(sorted(pair)) for pair in across]]
                yield Statement(1, "diagonals", {"names": names}, (f.id, *ids))
    for f in seen:
        if f.predicate == "shading":
            yield Statement(1, "shaded", {}, (f.id,))


def _third(triangle: Sequence[str], a: str, b: str) -> str:
    return next(p for p in triangle if p not in (a, b))


def _perpendicular(
    f: Fact, triangles: Mapping[tuple[str, ...], str], inner: Mapping[tuple[str, ...], str]
) -> Iterator[Statement]:
    """A right angle at a point inside a side: an altitude where its line comes from a vertex, else a perpendicular."""
    a, h, c = f.args
    for p, q in ((a, c), (c, a)):
        sides = [args for args in inner if args[0] == h and q in args[1:]]
        for args in sides:
            tip = tuple(sorted((p, args[1], args[2])))
            if tip in triangles:
                slots = {"name": p + h, "side": args[1] + args[2], "vertex": p}
                yield Statement(1, "altitude", slots, (f.id, triangles[tip], inner[args]))
                return
        if sides:
            yield Statement(1, "perpendicular", {"name": p + h, "side": sides[0][1] + sides[0][2]}, (f.id, inner[sides[0]]))
            return


def _points(figure: Figure, seen: Sequence[Fact]) -> Iterator[Statement]:
    """Which points lie on which lines and circles."""
    for line in figure.lines:
        if len(line) > 2:
            on = [f.id for f in seen if f.predicate == "on_segment" and set(f.args) <= set(line)]
            slots = {"points": list(line[1:-1]), "name": line[0] + line[-1]}
            yield Statement(2, "on_line", slots, tuple(on))
    for circle in figure.circles:
        on = [f.id for f in seen if f.predicate == "on_circle" and f.args[1] == circle.center]
        yield Statement(2, "on_circle", {"points": list(circle.on), "centre": circle.center}, tuple(on))


def _marks(rest: Sequence[Fact]) -> Iterator[Statement]:
    """Equalities and right angles that no other sentence has told."""
    right = [f for f in rest if f.predicate == "right_angle"]
    if right:
        yield Statement(3, "right_angles", {"names": ["".join(f.args) for f in right]}, tuple(f.id for f in right))
    for f in rest:
        a = f.args
        if f.predicate == "equal_length":
            yield Statement(3, "equal_lengths", {"first": a[0] + a[1], "second": a[2] + a[3]}, (f.id,))
        elif f.predicate == "equal_angle":
            yield Statement(3, "equal_angles", {"first": "".join(a[:3]), "second": "".join(a[3:])}, (f.id,))
        elif f.predicate == "midpoint":
            yield Statement(3, "middle", {"point": a[0], "side": a[1] + a[2]}, (f.id,))
        elif f.predicate in ("isosceles", "equilateral"):
            yield Statement(3, f.predicate, {"name": "".join(a), "apex": a[0]}, (f.id,))
        elif f.predicate in _QUADRILATERALS:
            yield Statement(3, "is_shape", {"name": "".join(a), "kind": f.predicate}, (f.id,))


def _values(seen: Sequence[Fact], language: Language) -> Iterator[Statement]:
    """The printed numbers."""
    for key, predicate in (("lengths", "length"), ("angles", "angle")):
        found = [f for f in seen if f.predicate == predicate]
        if found:
            values = [{"name": "".join(f.args), "value": language.show(f.value, f.unit)} for f in found]
            yield Statement(3, key, {"values": values}, tuple(f.id for f in found))
    for f in seen:
        if f.predicate in NUMERIC - {"length", "angle", "shaded", "ratio"}:
            slots = {"name": "".join(f.args), "points": list(f.args), "value": language.show(f.value, f.unit)}
            yield Statement(3, f"value_{f.predicate}", slots, (f.id,))
