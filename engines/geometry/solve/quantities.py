"""The asked quantity on many figures at once, from coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from proofpress.model import Fact

from ..figure import Circle, Figure
from ..measure import measure
from .constraints import KINDS, Sides, Unsupported, constraints_of
from .newton import Floats


def values_of(asked: Fact, names: Sequence[str], x: Floats, premises: Sequence[Fact]) -> Floats | None:
    """The asked quantity on each solution (s, n, 2); 1.0/0.0 for relations; None where there is no formula."""
    at = {n: i for i, n in enumerate(names)}
    on = {f.args[1]: f.args[0] for f in premises if f.predicate == "on_circle"}
    p = {n: x[:, i] for n, i in at.items()}

    def distance(a: str, b: str) -> Floats:
        return np.asarray(np.linalg.norm(p[a] - p[b], axis=-1))

    def corner(a: str, b: str, c: str) -> Floats:
        u, w = p[a] - p[b], p[c] - p[b]
        return np.asarray(np.arctan2(np.abs(u[:, 0] * w[:, 1] - u[:, 1] * w[:, 0]), (u * w).sum(-1)))

    a = asked.args
    match asked.predicate:
        case "length":
            return distance(*a)
        case "ratio":
            return np.asarray(distance(a[0], a[1]) / distance(a[2], a[3]))
        case "angle":
            return np.asarray(np.degrees(corner(*a)))
        case "arc":
            return np.asarray(np.degrees(corner(a[0], a[2], a[1])))
        case "area":
            xs, ys = np.stack([p[n][:, 0] for n in a]), np.stack([p[n][:, 1] for n in a])
            return np.asarray(np.abs((xs * np.roll(ys, -1, 0) - np.roll(xs, -1, 0) * ys).sum(0)) / 2)
        case "perimeter":
            return np.asarray(sum(distance(n, m) for n, m in zip(a, (*a[1:], a[0]), strict=True)))
        case "circle_area" | "circumference" if a[0] in on:
            r = distance(a[0], on[a[0]])
            return np.asarray(np.pi * r**2 if asked.predicate == "circle_area" else 2 * np.pi * r)
        case "arc_length" | "sector_area" | "segment_area":
            r, t = distance(a[0], a[2]), corner(a[0], a[2], a[1])
            return np.asarray(
                {"arc_length": r * t, "sector_area": r**2 * t / 2}.get(asked.predicate, r**2 * (t - np.sin(t)) / 2)
            )
        case "difference":
            return np.asarray(distance(a[0], a[1]) - distance(a[2], a[3]))
        case "area_ratio":
            first, second = (values_of(replace(asked, predicate="area", args=h), names, x, premises) for h in (a[:3], a[3:]))
            return None if first is None or second is None else np.asarray(first / second)
        case "shaded":
            circles = tuple(Circle(o, (p,)) for o, p in on.items())
            figures = (Figure({n: tuple(row[i]) for n, i in at.items()}, (), circles, ()) for row in x)
            return np.array([measure(f, asked.predicate, a) for f in figures], float)
    if asked.value is not True and asked.value is not False:
        return None
    return _holds(asked, names, x, premises)


def _holds(asked: Fact, names: Sequence[str], x: Floats, premises: Sequence[Fact]) -> Floats | None:
    mean = {n: (float(x[0, i, 0]), float(x[0, i, 1])) for i, n in enumerate(names)}
    try:
        rows = constraints_of([*_circles(premises), asked], Sides(mean))[_count(premises, Sides(mean)) :]
    except (Unsupported, KeyError):
        return None
    at = {n: i for i, n in enumerate(names)}
    size = np.sqrt(((x - x.mean(1, keepdims=True)) ** 2).sum((1, 2))) + 1e-12
    worst = np.zeros(len(x))
    for c in rows:
        local = x[:, [at[n] for n in c.points]].astype(complex)[:, None]
        residual = np.abs(KINDS[c.kind](local, np.array([c.numbers], float)).real[:, 0])
        worst = np.maximum(worst, residual / (size if c.kind in ("equal_length", "midpoint_x", "midpoint_y") else 1.0))
    return np.asarray((worst < 1e-6).astype(float)) if rows else None


def _circles(premises: Sequence[Fact]) -> list[Fact]:
    return [f for f in premises if f.predicate == "on_circle"]


def _count(premises: Sequence[Fact], sides: Sides) -> int:
    return len(constraints_of(_circles(premises), sides))
