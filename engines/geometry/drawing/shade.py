"""The shaded part of a figure, and the tint of what encloses."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from proofpress.draw.vector import Points, Surface, arc_points

from ..figure import part_of
from .layout import Layout


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


def shade(surface: Surface, spec: Mapping[str, Any], style: Mapping[str, Any], plan: Layout) -> bool:
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
