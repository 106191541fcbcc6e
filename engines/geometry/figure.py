"""A figure: points, straight lines, circles, and what of them is drawn; to and from the plain data of a Spec.

Coordinates have y up and are in figure units.  `points` holds floats (relative error below 1e-12); `exact` holds the same
points as pairs of `Exact` wherever they have a closed form, in the same frame.

The Spec of the engine (plain JSON):

    substrate       name of what the figure began with        constructions   names of the rounds, in order
    points          {name: [x, y]}                            exact           {name: [x, y]} in `model.plain` form
    lines           [[points in order], …]                    circles         [{"center", "on": [points]}, …]
    polygons        [[vertices in order], …]                  dashed          [[A, B], …] strokes drawn dashed
    shaded          [operation, part, …] or null, a part being "polygon:A,B,C", "circle:O", "sector:A,B,O" or "segment:A,B,O"
                    (minor sector and minor circular segment of the circle about O); operation "difference" (the first part
                    less the others) or "union"
    unit            of lengths: "" or "cm", …                 to_scale        False where the drawing may be distorted
    givens          [{"predicate", "args", "value", "unit", "given": "image" | "text"}, …]: what is shown or told
    withheld        one such entry with "given": "hidden": needed, and kept back; or null
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from proofpress.exact import Exact
from proofpress.model import Fact, plain, typed

from .vocabulary import canonical

Point = tuple[float, float]
ExactPoint = tuple[Exact, Exact]


@dataclass(frozen=True)
class Circle:
    """A drawn circle; its radius is the distance from `center` to on[0]."""

    center: str
    on: tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """What is drawn.  lines: every maximal straight line as its points in order (at least two)."""

    points: Mapping[str, Point]
    lines: tuple[tuple[str, ...], ...] = ()
    circles: tuple[Circle, ...] = ()
    polygons: tuple[tuple[str, ...], ...] = ()
    dashed: tuple[tuple[str, str], ...] = ()
    shaded: tuple[str, ...] | None = None
    unit: str = ""
    exact: Mapping[str, ExactPoint] = field(default_factory=dict)

    def radius(self, circle: Circle) -> float:
        (x, y), (u, v) = self.points[circle.center], self.points[circle.on[0]]
        return float(((x - u) ** 2 + (y - v) ** 2) ** 0.5)

    def circle(self, center: str) -> Circle:
        """The drawn circle with this centre; KeyError where there is none."""
        for c in self.circles:
            if c.center == center:
                return c
        raise KeyError(f"no circle about {center}")

    def strokes(self) -> list[tuple[str, str]]:
        """Every line cut at its points: pairs of neighbours along it, in drawing order."""
        return [pair for line in self.lines for pair in pairwise(line)]

    def drawn(self, a: str, b: str) -> bool:
        """A straight stroke runs from A to B."""
        return a != b and any(a in line and b in line for line in self.lines)


def part_of(text: str) -> tuple[str, tuple[str, ...]]:
    """A shaded part as (kind, points): "sector:A,B,O" -> ("sector", ("A", "B", "O"))."""
    kind, _, names = text.partition(":")
    return kind, tuple(names.split(","))


def to_spec(
    figure: Figure,
    substrate: str,
    constructions: Sequence[str],
    givens: Sequence[Fact],
    withheld: Fact | None = None,
    to_scale: bool = True,
) -> dict[str, Any]:
    """The figure and what is said of it as the plain data described above."""
    return {
        "substrate": substrate,
        "constructions": list(constructions),
        "points": {name: [x, y] for name, (x, y) in figure.points.items()},
        "exact": {name: [plain(x), plain(y)] for name, (x, y) in figure.exact.items()},
        "lines": [list(line) for line in figure.lines],
        "circles": [{"center": c.center, "on": list(c.on)} for c in figure.circles],
        "polygons": [list(p) for p in figure.polygons],
        "dashed": [list(d) for d in figure.dashed],
        "shaded": list(figure.shaded) if figure.shaded else None,
        "unit": figure.unit,
        "to_scale": to_scale,
        "givens": [_entry(f) for f in givens],
        "withheld": _entry(withheld) if withheld else None,
    }


def _entry(fact: Fact) -> dict[str, Any]:
    return {
        "predicate": fact.predicate,
        "args": list(fact.args),
        "value": plain(fact.value),
        "unit": fact.unit,
        "given": fact.given,
    }


def renamed(spec: dict[str, Any], habits: Mapping[str, str]) -> dict[str, Any]:
    """The Spec with points called by other letters where these are free: habits {"O": "M"} calls a centre O M."""
    new = {a: b for a, b in habits.items() if a in spec["points"] and b not in spec["points"]}
    if not new:
        return spec

    def named(text: str) -> str:
        kind, colon, names = text.partition(":")
        return f"{kind}:{','.join(map(named, names.split(',')))}" if colon else new.get(text, text)

    def entry(given: dict[str, Any]) -> dict[str, Any]:
        return {**given, "args": list(canonical(given["predicate"], tuple(map(named, given["args"]))))}

    return {
        **spec,
        **{key: {named(p): at for p, at in spec[key].items()} for key in ("points", "exact")},
        **{key: [list(map(named, part)) for part in spec[key]] for key in ("lines", "polygons", "dashed")},
        "circles": [{"center": named(c["center"]), "on": list(map(named, c["on"]))} for c in spec["circles"]],
        "shaded": list(map(named, spec["shaded"])) if spec["shaded"] else None,
        "givens": [entry(g) for g in spec["givens"]],
        "withheld": entry(spec["withheld"]) if spec["withheld"] else None,
    }


def from_spec(spec: Mapping[str, Any]) -> Figure:
    """The figure of a Spec."""
    return Figure(
        points={name: (float(x), float(y)) for name, (x, y) in spec["points"].items()},
        lines=tuple(tuple(line) for line in spec["lines"]),
        circles=tuple(Circle(c["center"], tuple(c["on"])) for c in spec["circles"]),
        polygons=tuple(tuple(p) for p in spec["polygons"]),
        dashed=tuple((a, b) for a, b in spec.get("dashed", ())),
        shaded=tuple(spec["shaded"]) if spec.get("shaded") else None,
        unit=spec.get("unit", ""),
        exact={name: (typed(x), typed(y)) for name, (x, y) in spec.get("exact", {}).items()},
    )


def givens_of(spec: Mapping[str, Any]) -> list[Fact]:
    """The givens of a Spec and then what it withholds (given "hidden"), as facts without ids."""
    entries = [*spec["givens"], *([spec["withheld"]] if spec.get("withheld") else [])]
    return [Fact("", e["predicate"], tuple(e["args"]), typed(e["value"]), e["unit"], (), e["given"]) for e in entries]
