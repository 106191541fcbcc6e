"""Which part of the picture shows what: regions, and the facts they are evidence for."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from proofpress.draw.picture import Shown
from proofpress.model import Fact, Quad, Region, box_quad

from ..vocabulary import canonical
from .layout import Layout
from .paint import Inked, contour

POINT_HALF = 4.0  # half the side of a point's region, px


def regions_of(
    spec: Mapping[str, Any], plan: Layout, inked: Inked, facts: Sequence[Fact], origin: tuple[int, int] = (0, 0)
) -> tuple[tuple[Region, ...], dict[str, Shown]]:
    """All regions, and for each fact that the picture shows where it is and what shows it.

    origin: the layout's pixel that is the picture's first.
    """
    out: list[Region] = []

    def add(id: str, role: str, quad: Sequence[float], text: str = "", parent: str = "", chars: Sequence[float] = ()) -> None:
        moved: Quad = _moved(quad, origin)  # type: ignore[assignment]
        ink = "text" if chars else "mark"
        out.append(Region(id, role, moved, text, parent, chars=_moved(chars, origin) if chars else None, ink=ink))

    said: dict[int, list[str]] = {}
    for name, (x, y) in plan.frame.at.items():
        quad = box_quad(x - POINT_HALF, y - POINT_HALF, x + POINT_HALF, y + POINT_HALF)
        add(f"pt-{name}", "point", quad, text=name)
    for line in plan.strokes.lines:
        for a, b in combinations(line, 2):
            add(_stroke_id(a, b), "segment", _thin(plan.frame.at[a], plan.frame.at[b]))
    for name, x, y, r in plan.frame.circles:
        add(f"circle-{name}", "circle", box_quad(x - r, y - r, x + r, y + r))
    if spec.get("shaded"):
        operation, *parts = spec["shaded"]
        outline = np.vstack([contour(plan, p) for p in (parts if operation == "union" else parts[:1])])
        add("shaded", "shaded", box_quad(*outline.min(axis=0).tolist(), *outline.max(axis=0).tolist()))
    for m in plan.marks:
        id = f"{m.role}-{m.name}"
        add(id, m.role, m.quad)
        for n in m.says:
            said.setdefault(n, []).append(id)
    for label in (*plan.labels, *plan.notes):
        role, name = label.key
        id = f"{role}-{name}"
        quad, chars = inked[label.key]
        parent = f"pt-{name}" if role == "point-label" else ""
        add(id, role, quad, text=label.run.text, parent=parent, chars=chars)
        for n in label.says:
            said.setdefault(n, []).append(id)
    by_statement = {
        (g["predicate"], canonical(g["predicate"], tuple(g["args"]))): tuple(said[n])
        for n, g in enumerate(spec["givens"])
        if n in said
    }
    return tuple(out), _shows(plan, by_statement, facts, {r.id for r in out})


def _moved(values: Sequence[float], origin: tuple[int, int]) -> tuple[float, ...]:
    x, y = origin
    return tuple(v - (y if i % 2 else x) for i, v in enumerate(values))


def _shows(
    plan: Layout, by_statement: Mapping[tuple[str, tuple[str, ...]], tuple[str, ...]], facts: Sequence[Fact], known: set[str]
) -> dict[str, Shown]:
    """A sign is where a statement is made; without one the drawing itself makes it."""
    shows = {}
    for fact in facts:
        if fact.given == "image":
            signs = by_statement.get((fact.predicate, canonical(fact.predicate, fact.args)))
            found = Shown(signs) if signs else _context(plan, fact)
            shows[fact.id] = Shown(*(tuple(r for r in ids if r in known) for ids in (found.at, found.needs)))
    return shows


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
