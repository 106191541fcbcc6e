"""What the drawing of a figure asserts without words: incidence, betweenness, shapes, sides and shading."""

from __future__ import annotations

from itertools import combinations

from .figure import Figure
from .knowledge.scene import order_type
from .measure import TOLERANCE, cross, distance

Statement = tuple[str, tuple[str, ...], object]  # predicate, arguments, value


def context_of(figure: Figure) -> list[Statement]:
    """Every statement of the context, in a fixed order."""
    out: list[Statement] = []
    for line in figure.lines:
        out += [("segment", tuple(sorted(pair)), True) for pair in combinations(line, 2)]
    for line in figure.lines:
        out += [("on_segment", (d, *sorted((a, b))), True) for a, d, b in combinations(line, 3)]
    for circle in figure.circles:
        out += [("on_circle", (p, circle.center), True) for p in circle.on]
    out += [("triangle", t, True) for t in triangles(figure)]
    out += [("polygon", p, True) for p in figure.polygons]
    names, signs = order_type(figure.points)
    out.append(("order_type", names, signs))
    if figure.shaded:
        out.append(("shading", figure.shaded, True))
    return out


def triangles(figure: Figure) -> list[tuple[str, str, str]]:
    """All triples, in alphabetical order, whose three sides are drawn and that are not in line."""
    joined: dict[str, set[str]] = {}
    for line in figure.lines:
        for a, b in combinations(line, 2):
            joined.setdefault(a, set()).add(b)
            joined.setdefault(b, set()).add(a)
    found = []
    for a, b, c in combinations(sorted(joined), 3):
        if b in joined[a] and c in joined[a] and c in joined[b]:
            p, q, r = figure.points[a], figure.points[b], figure.points[c]
            if abs(cross(p, q, r)) > TOLERANCE * distance(p, q) * distance(p, r):
                found.append((a, b, c))
    return found
