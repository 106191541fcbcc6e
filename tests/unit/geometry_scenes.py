"""Small figures for the tests of theorems: context facts from coordinates and lines, premises from short strings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from proofpress.engines.geometry.knowledge.scene import order_type
from proofpress.engines.geometry.vocabulary import canonical

from proofpress.exact import Exact
from proofpress.model import Fact


def context(
    points: Mapping[str, Sequence[float]], lines: str, circles: Mapping[str, str] | None = None, polygons: str = ""
) -> list[Fact]:
    """lines: "ABC AD" - each word one drawn line, its points in order; circles: {"O": "ABC"}; polygons: "ABCD"."""
    facts: list[tuple[str, tuple[str, ...], object]] = []
    for line in lines.split():
        facts += [("segment", canonical("segment", pair), True) for pair in combinations(line, 2)]
        facts += [("on_segment", canonical("on_segment", (m, a, b)), True) for a, m, b in combinations(line, 3)]
    for o, on in (circles or {}).items():
        facts += [("on_circle", (p, o), True) for p in on]
    facts += [("polygon", tuple(p), True) for p in polygons.split()]
    names, signs = order_type(points)
    facts.append(("order_type", names, signs))
    return [Fact(f"c{i}", p, a, v) for i, (p, a, v) in enumerate(facts)]


def givens(text: str) -> list[Fact]:
    """ "length A B = 6; right_angle B A C" as facts f0, f1, …"""
    out = []
    for i, part in enumerate(p.strip() for p in text.split(";") if p.strip()):
        left, _, value = part.partition("=")
        predicate, *args = left.split()
        number = Exact.surd(*(int(v) for v in value.split(","))) if value.strip() else True
        out.append(Fact(f"f{i}", predicate, canonical(predicate, tuple(args)), number, given="text"))
    return out
