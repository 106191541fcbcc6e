"""Ink: a finished plan onto a surface, in its style."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from proofpress.draw import fonts
from proofpress.draw.canvas import Canvas
from proofpress.draw.colour import mix
from proofpress.draw.vector import Face, Points, Surface, arc_points, by_hand
from proofpress.seeds import Rng

from .layout import Layout
from .paper import lay
from .regions import Finished, add_marks, label_id
from .shade import shade


def paint(spec: Mapping[str, Any], style: Mapping[str, Any], plan: Layout, rng: Rng) -> Canvas:
    """The figure on a canvas, with its regions."""
    f = plan.frame
    surface = Surface(f.width, f.height, style["paper"])
    canvas = Canvas(f.width, f.height, surface=surface)
    lay(surface, style)
    hatched = shade(surface, spec, style, plan)
    if style["arc"] == "tint":
        for s in plan.sectors:
            if s.corner.arcs:
                wedge = np.vstack([[s.at], arc_points(*s.at, s.outer, s.start, s.sweep)])
                surface.fill([wedge], style["mark"], 0.18)
    shaded = canvas.painted_so_far
    _strokes(surface, spec, style, plan, rng)
    strokes = canvas.painted_so_far
    for m in plan.marks:
        for line in m.lines:
            surface.stroke(line, style["mark"], style["thin"])
        for x, y, r, start, sweep in m.arcs:
            surface.arc(x, y, r, start, sweep, style["mark"], style["thin"])
    marks = canvas.painted_so_far
    _dots(surface, style, plan)
    add_marks(canvas, spec, plan, Finished(shaded, strokes, marks))
    lined = style["surface"] in ("grid", "ruled") and not style["tint"] and not spec.get("shaded")
    halo = style["paper"] if lined or hatched else ""
    for label in (*plan.labels, *plan.notes):
        role, name = label.key
        point = role == "point-label"
        canvas.run(
            label_id(label),
            role,
            label.run,
            label.x,
            label.y,
            font=label_face(style, name=point),
            colour=style["name"] if point or role == "note" else style["value"],
            angle=label.angle,
            halo=halo,
            parent=f"pt-{name}" if point else "",
        )
    return canvas


@lru_cache(maxsize=128)
def face(family: str, italic: bool, bold: bool) -> Face:
    """The family's face with fallbacks; slanted where it has no italic of its own."""
    found = fonts.face(family, bold, italic)
    return Face(fonts.stack(found), 0.2 if italic and not found.italic else 0.0)


def label_face(style: Mapping[str, Any], name: bool) -> Face:
    """What the names of points, or values and notes, are set in."""
    return face(style["family"], style["italic"], style["bold"]) if name else face(style["family"], False, False)


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
