"""Ink: a finished plan onto a surface, in the manner of its style."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofpress.draw.vector import Points, Surface, arc_points, by_hand, mix
from proofpress.model import Quad
from proofpress.seeds import Rng

from ..figure import part_of
from .layout import Layout
from .paper import lay

Inked = dict[tuple[str, str], tuple[Quad, tuple[float, ...]]]  # label key -> its quad and its characters' quads


def paint(spec: Mapping[str, Any], style: Mapping[str, Any], plan: Layout, rng: Rng) -> tuple[NDArray[np.uint8], Inked]:
    """The pixels, and where the ink of every label lies."""
    f = plan.frame
    surface = Surface(f.width, f.height, style["paper"])
    lay(surface, style)
    hatched = _shade(surface, spec, style, plan)
    if style["arc"] == "tint":
        for s in plan.sectors:
            if s.corner.arcs:
                wedge = np.vstack([[s.at], arc_points(*s.at, s.outer, s.start, s.sweep)])
                surface.fill([wedge], style["mark"], 0.18)
    _strokes(surface, spec, style, plan, rng)
    for m in plan.marks:
        for line in m.lines:
            surface.stroke(line, style["mark"], style["thin"])
        for x, y, r, start, sweep in m.arcs:
            surface.arc(x, y, r, start, sweep, style["mark"], style["thin"])
    _dots(surface, style, plan)
    lined = style["surface"] in ("grid", "ruled") and not style["tint"] and not spec.get("shaded")
    halo = style["paper"] if lined or hatched else ""
    inked: Inked = {}
    for label in plan.labels:
        colour = style["name"] if label.key[0] == "point-label" else style["value"]
        inked[label.key] = surface.text(label.run, label.x, label.y, colour, angle=label.angle, anchor="centre", halo=halo)
    for note in plan.notes:
        inked[note.key] = surface.text(note.run, note.x, note.y, style["name"], anchor="centre", halo=halo)
    return surface.pixels(), inked


def _strokes(surface: Surface, spec: Mapping[str, Any], style: Mapping[str, Any], plan: Layout, rng: Rng) -> None:
    at, hand, width = plan.frame.at, style["hand"], style["stroke"]
    dash = (4.0 * width, 3.0 * width)
    dashed = {frozenset(d) for d in spec.get("dashed", ())}
    for _, x, y, r in plan.frame.circles:
        if hand:
            surface.stroke(by_hand(arc_points(x, y, r)[:-1], rng, 0.6 * hand, closed=True), style["line"], width, smooth=True)
        else:
            surface.circle(x, y, r, style["line"], width)
    for line in plan.strokes.lines:
        # a dashed stroke may be a part of a line; by hand, each piece ends exactly at its points
        whole = not hand and not any(d <= set(line) for d in dashed)
        for a, b in [(line[0], line[-1])] if whole else pairwise(line):
            broken = _within(line, a, b, dashed)
            points: Points = np.array([at[a], at[b]])
            if hand:
                surface.stroke(by_hand(points, rng, hand), style["line"], width, dash=dash if broken else (), smooth=True)
            else:
                surface.stroke(points, style["line"], width, dash=dash if broken else (), cap="butt" if broken else "round")


def _within(line: tuple[str, ...], a: str, b: str, dashed: set[frozenset[str]]) -> bool:
    i, j = line.index(a), line.index(b)
    for d in dashed:
        if d <= set(line):
            lo, hi = sorted(line.index(p) for p in d)
            if lo <= i and j <= hi:
                return True
    return False


def _dots(surface: Surface, style: Mapping[str, Any], plan: Layout) -> None:
    for name, r in plan.dots.items():
        x, y = plan.frame.at[name]
        if style["dot"] == "ring":
            surface.disc(x, y, r, style["paper"])
            surface.circle(x, y, r, style["line"], style["thin"])
        elif style["dot"] == "blue":
            surface.disc(x, y, r, mix(style["name"], "#4f7cff", 0.5))
            surface.circle(x, y, r, "#1a1a1a", 1.0)
        elif r:
            surface.disc(x, y, r, style["line"])


def contour(plan: Layout, part: str) -> Points:
    """The outline of a shaded part (see figure.part_of) in pixels."""
    kind, names = part_of(part)
    at = plan.frame.at
    if kind == "polygon":
        return np.array([at[n] for n in names])
    centre = names[-1]
    x, y, r = next((x, y, r) for n, x, y, r in plan.frame.circles if n == centre)
    if kind == "circle":
        return arc_points(x, y, r)[:-1]
    one, two = (math.degrees(math.atan2(at[n][1] - y, at[n][0] - x)) for n in names[:2])
    arc = arc_points(x, y, r, one, (two - one + 180) % 360 - 180)
    return np.vstack([arc, [(x, y)]]) if kind == "sector" else arc


def _shade(surface: Surface, spec: Mapping[str, Any], style: Mapping[str, Any], plan: Layout) -> bool:
    """Shade what the spec shades, else tint what encloses; says whether hatching lies under the words."""
    shaded = spec.get("shaded")
    if not shaded:
        if style["tint"]:
            for p in spec["polygons"][:1]:
                surface.fill([[plan.frame.at[n] for n in p]], style["mark"], style["tint"])
        return False
    operation, *parts = shaded
    outlines = [contour(plan, p) for p in parts]
    first, less = (outlines, []) if operation == "union" else (outlines[:1], outlines[1:])
    if style["shade"] == "hatch":
        surface.hatch(first, style["line"], 1.0, gap=9.0, angle=-45.0, alpha=0.75, less=less)
        return True
    surface.fill(first, style["mark"], 0.24, less=less)
    return False
