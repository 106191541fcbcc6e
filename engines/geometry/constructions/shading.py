"""Shaded regions: what of the figure is filled, as the difference or the union of parts with measurable areas."""

from __future__ import annotations

from ..measure import cross
from ..sketching.numbers import chance, pick
from ..sketching.sketch import Sketch, Unfit
from .base import construction


def _free(s: Sketch) -> None:
    if s.shaded is not None:
        raise Unfit("something is shaded already")


@construction
def shade_around_incircle(s: Sketch) -> None:
    """A triangle less the circle that touches its three sides."""
    _free(s)
    for o, on in s.circles.items():
        for a, b, c in s.triangles():
            touches = [p for p in on if any(p in s.carrier(x, y)[1:-1] for x, y in ((a, b), (b, c), (a, c)))]
            if len(touches) == 3 and len([args for args in s.claimed("tangent") if args[2] == o]) == 3:
                s.shaded = ("difference", f"polygon:{a},{b},{c}", f"circle:{o}")
                return
    raise Unfit("there is no circle in a triangle")


@construction
def shade_around_inscribed(s: Sketch) -> None:
    """A circle less a polygon or triangle inscribed in it."""
    _free(s)
    for o, on in s.circles.items():
        for names in [*s.polygons, *s.triangles()]:
            if set(names) <= set(on):
                s.shaded = ("difference", f"circle:{o}", f"polygon:{','.join(names)}")
                return
    raise Unfit("there is no inscribed polygon")


@construction
def shade_sector(s: Sketch) -> None:
    """A sector between two radii, or the segment that their chord cuts off."""
    _free(s)
    options = []
    for o, on in s.circles.items():
        joined = [p for p in on if s.drawn(o, p)]
        for i, a in enumerate(joined):
            for b in joined[:i]:
                if 30 <= s.angle(a, o, b) <= 170:
                    options.append(("union", f"sector:{b},{a},{o}"))
                    if s.drawn(a, b):
                        options.append(("union", f"segment:{b},{a},{o}"))
    if not options:
        raise Unfit("there is no sector")
    s.shaded = pick(s.rng, options)


@construction
def shade_triangle(s: Sketch) -> None:
    """A triangle inside a quadrilateral, or what it leaves over."""
    _free(s)
    options = []
    for polygon in s.polygons:
        for t in s.triangles():
            if all(_inside(s, p, polygon) for p in t) and not set(t) <= set(polygon):
                options.append((polygon, t))
    if not options:
        raise Unfit("there is no triangle inside a polygon")
    polygon, t = pick(s.rng, options)
    if chance(s.rng, 0.5):
        s.shaded = ("union", f"polygon:{','.join(t)}")
    else:
        s.shaded = ("difference", f"polygon:{','.join(polygon)}", f"polygon:{','.join(t)}")


def _inside(s: Sketch, p: str, polygon: tuple[str, ...]) -> bool:
    """P lies inside a convex polygon or on its outline."""
    if p in polygon:
        return True
    turns = [cross(s.points[a], s.points[b], s.points[p]) for a, b in zip(polygon, (*polygon[1:], polygon[0]), strict=True)]
    close = 1e-9 * s.size() ** 2
    return all(t >= -close for t in turns) or all(t <= close for t in turns)
