"""Which part of the picture shows what: regions, and the facts they are evidence for."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from proofpress.draw.canvas import Canvas
from proofpress.draw.picture import Shown
from proofpress.model import Fact, Quad, box_quad

from ..vocabulary import canonical
from .layout import Layout, Set
from .shade import contour

POINT_HALF = 4.0  # half the side of a point's region, px


@dataclass(frozen=True, slots=True)
class Finished:
    """How much had been painted when each layer was finished (see Canvas.add)."""

    shade: int
    strokes: int
    marks: int


def add_marks(canvas: Canvas, spec: Mapping[str, Any], plan: Layout, done: Finished) -> None:
    """Regions of points, strokes, circles, the shaded part and marks, once all of them are painted."""
    for name, (x, y) in plan.frame.at.items():
        quad = box_quad(x - POINT_HALF, y - POINT_HALF, x + POINT_HALF, y + POINT_HALF)
        canvas.add(f"pt-{name}", "point", quad, text=name, after=canvas.painted_so_far)
    for line in plan.strokes.lines:
        for a, b in combinations(line, 2):
            canvas.add(_stroke_id(a, b), "segment", _thin(plan.frame.at[a], plan.frame.at[b]), after=done.strokes)
    for name, x, y, r in plan.frame.circles:
        canvas.add(f"circle-{name}", "circle", box_quad(x - r, y - r, x + r, y + r), after=done.strokes)
    if spec.get("shaded"):
        operation, *parts = spec["shaded"]
        outline = np.vstack([contour(plan, p) for p in (parts if operation == "union" else parts[:1])])
        quad = box_quad(*outline.min(axis=0).tolist(), *outline.max(axis=0).tolist())
        canvas.add("shaded", "shaded", quad, after=done.shade)
    for m in plan.marks:
        canvas.add(f"{m.role}-{m.name}", m.role, m.quad, after=done.marks)


def label_id(label: Set) -> str:
    role, name = label.key
    return f"{role}-{name}"


def show_facts(canvas: Canvas, spec: Mapping[str, Any], plan: Layout, facts: Sequence[Fact]) -> None:
    """Tell the canvas where each fact that the picture shows is, and what shows it."""
    said: dict[int, list[str]] = {}
    for id, says in (
        *((f"{m.role}-{m.name}", m.says) for m in plan.marks),
        *((label_id(label), label.says) for label in (*plan.labels, *plan.notes)),
    ):
        for n in says:
            said.setdefault(n, []).append(id)
    by_statement = {
        (g["predicate"], canonical(g["predicate"], tuple(g["args"]))): tuple(said[n])
        for n, g in enumerate(spec["givens"])
        if n in said
    }
    for fact in facts:
        if fact.given == "image":
            signs = by_statement.get((fact.predicate, canonical(fact.predicate, fact.args)))
            found = Shown(signs) if signs else _context(plan, fact)  # a sign is where a statement is made, else the drawing
            at, needs = ([r for r in ids if r in canvas.regions] for ids in (found.at, found.needs))
            canvas.show(fact, at=at, needs=needs)


def _context(plan: Layout, fact: Fact) -> Shown:
    """Where a statement that drawing alone asserts is seen: what is said of points is at the first, which it places."""
    a = fact.args
    if fact.predicate == "segment":
        return Shown((_stroke_id(*a),))
    if fact.predicate in ("triangle", "polygon"):
        return Shown(tuple(_stroke_id(p, q) for p, q in zip(a, (*a[1:], a[0]), strict=True)))
    if fact.predicate == "shading":
        return Shown(("shaded",))
    if fact.predicate == "on_circle":
        return Shown((f"pt-{a[0]}",), (f"circle-{a[1]}",))
    points = tuple(f"pt-{p}" for p in a if p in plan.frame.at)
    return Shown(points[:1], points[1:])


def _stroke_id(a: str, b: str) -> str:
    return f"seg-{a}-{b}" if a < b else f"seg-{b}-{a}"


def _thin(p: tuple[float, float], q: tuple[float, float], half: float = 2.5) -> Quad:
    """A quad along the stroke, clockwise from its upper left as seen along p -> q."""
    length = math.dist(p, q)
    nx, ny = (q[1] - p[1]) / length * half, -(q[0] - p[0]) / length * half
    return (p[0] + nx, p[1] + ny, q[0] + nx, q[1] + ny, q[0] - nx, q[1] - ny, p[0] - nx, p[1] - ny)
