"""Premises as residuals: each predicate of the vocabulary becomes analytic functions of the points it names.

Residuals are dimensionless or in figure units, zero exactly when the premise holds with the picture's order and side.  They
are evaluated on complex arrays, so that derivatives come exact to rounding by the complex step (Squire & Trapp, SIAM Review
40, 1998).  Arrays: points (…, p, 2) -> residual (…,).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofpress.model import Fact

Points = NDArray[Any]  # complex128
Residual = Callable[[Points, NDArray[np.float64]], Points]


@dataclass(frozen=True, slots=True)
class Constraint:
    """kind: key of KINDS; points: the names it takes; numbers: its constants (a value, orientation signs)."""

    kind: str
    points: tuple[str, ...]
    numbers: tuple[float, ...] = ()


def _dot(u: Points, w: Points) -> Points:
    return u[..., 0] * w[..., 0] + u[..., 1] * w[..., 1]


def _cross(u: Points, w: Points) -> Points:
    return u[..., 0] * w[..., 1] - u[..., 1] * w[..., 0]


def _norm(u: Points) -> Points:
    return np.sqrt(_dot(u, u) + 1e-300)


def _seg(p: Points, i: int, j: int) -> Points:
    return p[..., j, :] - p[..., i, :]


def _unit_dot(u: Points, w: Points) -> Points:
    return np.asarray(_dot(u, w) / (_norm(u) * _norm(w)))


def _unit_cross(u: Points, w: Points) -> Points:
    return np.asarray(_cross(u, w) / (_norm(u) * _norm(w)))


def _angle(u: Points, w: Points, sign: NDArray[np.float64]) -> Points:
    """The oriented angle from u to w (positive on the side that `sign` says), radians, analytic on (-pi, pi)."""
    return np.asarray(2 * np.arctan(sign * _cross(u, w) / (_norm(u) * _norm(w) + _dot(u, w) + 1e-300)))


def _corner(p: Points, sign: NDArray[np.float64]) -> Points:
    return _angle(_seg(p, 1, 0), _seg(p, 1, 2), sign)


def _shoelace(p: Points) -> Points:
    n = p.shape[-2]
    total = sum(_cross(p[..., i, :], p[..., (i + 1) % n, :]) for i in range(n))
    return np.asarray(total) / 2


def _perimeter(p: Points) -> Points:
    n = p.shape[-2]
    return np.asarray(sum(_norm(_seg(p, i, (i + 1) % n)) for i in range(n)))


def _sine_of(p: Points, c: NDArray[np.float64]) -> Points:
    """sin(oriented angle at p1 minus c0), with the side c1."""
    u, w = _seg(p, 1, 0), _seg(p, 1, 2)
    return c[..., 1] * _unit_cross(u, w) * np.cos(c[..., 0]) - _unit_dot(u, w) * np.sin(c[..., 0])


def _same_angle(p: Points, c: NDArray[np.float64]) -> Points:
    u, w, s, t = _seg(p, 1, 0), _seg(p, 1, 2), _seg(p, 4, 3), _seg(p, 4, 5)
    return c[..., 0] * _unit_cross(u, w) * _unit_dot(s, t) - _unit_dot(u, w) * c[..., 1] * _unit_cross(s, t)


def _turn(p: Points, c: NDArray[np.float64], axis: int) -> Points:
    """Component `axis` of (P2 - P1) - rotation by c0 of (P1 - P0): regular polygons."""
    u, w = _seg(p, 0, 1), _seg(p, 1, 2)
    co, si = np.cos(c[..., 0]), np.sin(c[..., 0])
    turned = (co * u[..., 0] - si * u[..., 1], si * u[..., 0] + co * u[..., 1])
    return w[..., axis] - turned[axis]


# (A, B, O) with A, B on the circle: the minor arc's angle
def _central(p: Points, sign: NDArray[np.float64]) -> Points:
    return _angle(_seg(p, 2, 0), _seg(p, 2, 1), sign)


def _radius2(p: Points) -> Points:
    u = _seg(p, 2, 0)
    return _dot(u, u)


KINDS: Mapping[str, Residual] = {
    "collinear": lambda p, c: _unit_cross(_seg(p, 1, 0), _seg(p, 1, 2)),  # D between A and B; the order is an inequality
    "length": lambda p, c: _norm(_seg(p, 0, 1)) - c[..., 0],
    "equal_length": lambda p, c: _norm(_seg(p, 0, 1)) - _norm(_seg(p, 2, 3)),
    "ratio": lambda p, c: _norm(_seg(p, 0, 1)) - c[..., 0] * _norm(_seg(p, 2, 3)),
    "angle": _sine_of,
    "right_angle": lambda p, c: _unit_dot(_seg(p, 1, 0), _seg(p, 1, 2)),
    "equal_angle": _same_angle,
    "parallel": lambda p, c: _unit_cross(_seg(p, 0, 1), _seg(p, 2, 3)),
    "perpendicular": lambda p, c: _unit_dot(_seg(p, 0, 1), _seg(p, 2, 3)),
    "midpoint_x": lambda p, c: p[..., 0, 0] - (p[..., 1, 0] + p[..., 2, 0]) / 2,
    "midpoint_y": lambda p, c: p[..., 0, 1] - (p[..., 1, 1] + p[..., 2, 1]) / 2,
    "parallelogram_x": lambda p, c: p[..., 0, 0] - p[..., 1, 0] + p[..., 2, 0] - p[..., 3, 0],
    "parallelogram_y": lambda p, c: p[..., 0, 1] - p[..., 1, 1] + p[..., 2, 1] - p[..., 3, 1],
    "turn_x": lambda p, c: _turn(p, c, 0),
    "turn_y": lambda p, c: _turn(p, c, 1),
    "proportion": lambda p, c: _norm(_seg(p, 0, 1)) / _norm(_seg(p, 2, 3)) - _norm(_seg(p, 4, 5)) / _norm(_seg(p, 6, 7)),
    "area3": lambda p, c: (c[..., 1] * _shoelace(p) - c[..., 0]) / np.sqrt(c[..., 0]),
    "area4": lambda p, c: (c[..., 1] * _shoelace(p) - c[..., 0]) / np.sqrt(c[..., 0]),
    "area5": lambda p, c: (c[..., 1] * _shoelace(p) - c[..., 0]) / np.sqrt(c[..., 0]),
    "area6": lambda p, c: (c[..., 1] * _shoelace(p) - c[..., 0]) / np.sqrt(c[..., 0]),
    "area8": lambda p, c: (c[..., 1] * _shoelace(p) - c[..., 0]) / np.sqrt(c[..., 0]),
    "perimeter3": lambda p, c: _perimeter(p) - c[..., 0],
    "perimeter4": lambda p, c: _perimeter(p) - c[..., 0],
    "perimeter5": lambda p, c: _perimeter(p) - c[..., 0],
    "perimeter6": lambda p, c: _perimeter(p) - c[..., 0],
    "perimeter8": lambda p, c: _perimeter(p) - c[..., 0],
    "arc": lambda p, c: _central(p, c[..., 1]) - c[..., 0],
    "arc_length": lambda p, c: np.sqrt(_radius2(p)) * _central(p, c[..., 1]) - c[..., 0],
    "sector_area": lambda p, c: (_radius2(p) * _central(p, c[..., 1]) / 2 - c[..., 0]) / np.sqrt(c[..., 0]),
    "segment_area": lambda p, c: (
        (_radius2(p) * (_central(p, c[..., 1]) - np.sin(_central(p, c[..., 1]))) / 2 - c[..., 0]) / np.sqrt(c[..., 0])
    ),
}


class Unsupported(Exception):
    """A premise that this road cannot turn into equations; the message names it."""


def constraints_of(facts: Sequence[Fact], sides: Sides) -> list[Constraint]:
    """All equations that the facts assert. Raises Unsupported for a metric predicate it does not know."""
    out: list[Constraint] = []
    first_on: dict[str, str] = {}
    for f in facts:
        if f.predicate == "on_circle":
            first_on.setdefault(f.args[1], f.args[0])
    for f in facts:
        out += _equations(f, sides, first_on)
    return list(dict.fromkeys(out))


class Sides:
    """Which way round the picture shows three points: +1, -1, or 0 where they look collinear."""

    def __init__(self, positions: Mapping[str, tuple[float, float]]):
        self.positions = positions

    def __call__(self, a: str, b: str, c: str) -> float:
        (ax, ay), (bx, by), (cx, cy) = self.positions[a], self.positions[b], self.positions[c]
        cross = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        size = math.hypot(bx - ax, by - ay) * math.hypot(cx - ax, cy - ay)
        return 0.0 if size == 0 or abs(cross) < 1e-3 * size else math.copysign(1.0, cross)

    def corner(self, a: str, b: str, c: str) -> float:
        """The turn from ray BA to ray BC."""
        return self(b, a, c) or 1.0

    def polygon(self, names: Sequence[str]) -> float:
        """+1 when the names go anticlockwise (y up)."""
        pts = [self.positions[n] for n in names]
        area = sum(p[0] * q[1] - p[1] * q[0] for p, q in zip(pts, [*pts[1:], pts[0]], strict=True))
        return math.copysign(1.0, area)


def _equations(f: Fact, sides: Sides, first_on: Mapping[str, str]) -> list[Constraint]:
    a, p = f.args, f.predicate
    value = float(f.value) if not isinstance(f.value, (bool, str)) and f.value is not None else 0.0
    rad = math.radians(value)
    match p:
        case "segment" | "triangle" | "polygon" | "point" | "order_type" | "shading":  # order and side are inequalities
            return []
        case "on_segment":
            return [Constraint("collinear", (a[1], a[0], a[2]))]
        case "on_circle":
            anchor = first_on[a[1]]
            return [] if anchor == a[0] else [Constraint("equal_length", (a[0], a[1], anchor, a[1]))]
        case "length":
            return [Constraint("length", a, (value,))]
        case "angle":
            return [Constraint("angle", a, (rad, sides.corner(*a)))]
        case "arc":
            return [Constraint("angle", (a[0], a[2], a[1]), (rad, sides.corner(a[0], a[2], a[1])))]
        case "right_angle":
            return [Constraint("right_angle", a)]
        case "equal_length" | "parallel" | "perpendicular":
            return [Constraint(p, a)]
        case "equal_angle":
            return [Constraint("equal_angle", a, (sides.corner(*a[:3]), sides.corner(*a[3:])))]
        case "midpoint":
            return [Constraint("midpoint_x", a), Constraint("midpoint_y", a)]
        case "bisector":
            apex, d, b, c = a
            return [Constraint("equal_angle", (b, apex, d, d, apex, c), (sides.corner(b, apex, d), sides.corner(d, apex, c)))]
        case "tangent":
            return [Constraint("right_angle", (a[2], a[0], a[1]))]
        case "ratio":
            return [Constraint("ratio", a, (value,))]
        case "area" | "perimeter" if len(a) in (3, 4, 5, 6, 8):
            return [Constraint(f"{p}{len(a)}", a, (value, sides.polygon(a)))]
        case "arc_length" | "sector_area" | "segment_area":
            return [Constraint(p, a, (value, sides.corner(a[0], a[2], a[1])))]
        case "circle_area" if a[0] in first_on:
            return [Constraint("length", (a[0], first_on[a[0]]), (math.sqrt(value / math.pi),))]
        case "circumference" if a[0] in first_on:
            return [Constraint("length", (a[0], first_on[a[0]]), (value / (2 * math.pi),))]
        case "congruent" | "similar":
            return _matching(p, a)
        case _:
            return _shape(p, a, sides)


def _matching(predicate: str, a: tuple[str, ...]) -> list[Constraint]:
    n = len(a) // 2
    pairs = [(a[i], a[(i + 1) % n], a[n + i], a[n + (i + 1) % n]) for i in range(n)]
    if predicate == "congruent":
        return [Constraint("equal_length", q) for q in pairs]
    return [Constraint("proportion", (*pairs[0], *q)) for q in pairs[1:]]


def _shape(p: str, a: tuple[str, ...], sides: Sides) -> list[Constraint]:
    def equal(*names: str) -> Constraint:
        return Constraint("equal_length", names)

    sum_x, sum_y = Constraint("parallelogram_x", a), Constraint("parallelogram_y", a)
    right = Constraint("right_angle", a[:3])
    match p:
        case "parallelogram":
            return [sum_x, sum_y]
        case "rectangle":
            return [sum_x, sum_y, right]
        case "rhombus":
            return [sum_x, sum_y, equal(a[0], a[1], a[1], a[2])]
        case "square":
            return [sum_x, sum_y, right, equal(a[0], a[1], a[1], a[2])]
        case "kite":
            return [equal(a[0], a[1], a[0], a[3]), equal(a[2], a[1], a[2], a[3])]
        case "trapezoid":
            return [Constraint("parallel", (a[0], a[1], a[3], a[2]))]
        case "isosceles_trapezoid":
            legs, diagonals = equal(a[0], a[3], a[1], a[2]), equal(a[0], a[2], a[1], a[3])
            return [Constraint("parallel", (a[0], a[1], a[3], a[2])), legs, diagonals]  # a parallelogram has the legs alone
        case "isosceles":
            return [equal(a[0], a[1], a[0], a[2])]
        case "equilateral":
            return [equal(a[0], a[1], a[0], a[2]), equal(a[0], a[1], a[1], a[2])]
        case "regular":
            n = len(a)
            turn = (sides.polygon(a) * 2 * math.pi / n,)
            corners = [(a[i], a[(i + 1) % n], a[(i + 2) % n]) for i in range(n)]
            return [Constraint(k, c, turn) for c in corners for k in ("turn_x", "turn_y")]
    raise Unsupported(p)
