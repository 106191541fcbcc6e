"""Is a figure fit to be drawn?  Angles, spacing, clearances, crossings.

Bounds (shares are of the larger side of the figure's box):
    15 to 160 degrees between neighbouring strokes at a point (180 excepted)
    SPACING     the farthest pair of points is at most so many times as far apart as the nearest
    CLEARANCE   a point keeps this share away from lines and circles that it is not on
    ASPECT      the longer side of the box to the shorter
Every crossing of two lines has a name; a line that is no radius meets a circle in named points only.
"""

from __future__ import annotations

import math
from itertools import combinations, pairwise

from ..figure import Point
from ..measure import cross, distance
from ..sketching.ruler import meet
from ..sketching.sketch import SAME, Sketch, Unfit

LEAST_ANGLE, MOST_ANGLE = 15.0, 160.0
SPACING = 9.5
CLEARANCE = 0.045
ASPECT = 3.0
MOST_LINES = 15

_SLACK = 1e-6  # degrees


def name_crossings(sketch: Sketch, before: Sketch | None, most: int = 2) -> None:
    """Name the points where new lines cross others; Unfit when there are more than `most` of them."""
    old = set(before.lines) if before else set()
    made = 0
    for p, q in combinations(list(sketch.lines), 2):
        if (p in old and q in old) or set(p) & set(q):
            continue
        ends = [sketch.points[n] for n in (p[0], p[-1], q[0], q[-1])]
        if _cross(*ends):
            made += 1
            if made > most:
                raise Unfit("too many crossings")
            sketch.point("crossing", meet, (p[0], p[-1], q[0], q[-1]))


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Do segments AB and CD cross in their interiors?"""
    return cross(a, b, c) * cross(a, b, d) < 0 and cross(c, d, a) * cross(c, d, b) < 0


def check(sketch: Sketch, before: Sketch | None = None) -> None:
    """Unfit when something new (against `before`, which is fit) breaks a bound."""
    old_points = before.points if before else {}
    old_lines = set(before.lines) if before else set()
    if len(sketch.lines) > MOST_LINES:
        raise Unfit("too many lines")
    x0, y0, x1, y1 = sketch.box()
    width, height = x1 - x0, y1 - y0
    if max(width, height) > ASPECT * min(width, height):
        raise Unfit("too long and thin")
    _spacing(sketch)
    least = CLEARANCE * max(width, height)
    grown = least > CLEARANCE * before.size() * (1 + SAME) if before else True
    for line in sketch.lines:
        for name in sketch.points:
            if name in line or not (grown or line not in old_lines or name not in old_points):
                continue
            if _away(sketch.points[name], sketch.points[line[0]], sketch.points[line[-1]]) < least:
                raise Unfit("a point is too close to a line")
    _angles(sketch, None if before is None else {n for line in sketch.lines if line not in old_lines for n in line})
    for centre in sketch.circles:
        _circle(sketch, centre, least)
    for f in sketch.claims[len(before.claims) if before else 0 :]:
        if f.predicate in ("length", "angle", "right_angle") and not all(sketch.drawn(a, b) for a, b in pairwise(f.args)):
            raise Unfit("a claim about what is not drawn")


def _spacing(sketch: Sketch) -> None:
    nearest, farthest = math.inf, 0.0
    for p, q in combinations(sketch.points.values(), 2):
        d = distance(p, q)
        nearest, farthest = min(nearest, d), max(farthest, d)
    for centre in sketch.circles:
        farthest = max(farthest, 2 * sketch.radius(centre))
    if farthest > SPACING * nearest:
        raise Unfit("points are too close together")


def _away(p: Point, a: Point, b: Point) -> float:
    """The distance of P from segment AB."""
    ux, uy, wx, wy = b[0] - a[0], b[1] - a[1], p[0] - a[0], p[1] - a[1]
    t = min(1.0, max(0.0, (ux * wx + uy * wy) / (ux * ux + uy * uy)))
    return math.hypot(wx - t * ux, wy - t * uy)


def _angles(sketch: Sketch, at: set[str] | None) -> None:
    directions: dict[str, list[float]] = {}
    for line in sketch.lines:
        (ax, ay), (bx, by) = sketch.points[line[0]], sketch.points[line[-1]]
        forward = math.degrees(math.atan2(by - ay, bx - ax))
        for i, name in enumerate(line):
            here = directions.setdefault(name, [])
            if i < len(line) - 1:
                here.append(forward % 360)
            if i > 0:
                here.append((forward + 180) % 360)
    for name, rays in directions.items():
        if (at is not None and name not in at) or len(rays) < 2:
            continue
        rays.sort()
        for a, b in pairwise([*rays, rays[0] + 360]):
            gap = b - a
            if gap < LEAST_ANGLE - _SLACK or MOST_ANGLE + _SLACK < gap < 180 - _SLACK:
                raise Unfit("an angle is too small or too flat")


def _circle(sketch: Sketch, centre: str, least: float) -> None:
    o, r, on = sketch.points[centre], sketch.radius(centre), sketch.circles[centre]
    for name, p in sketch.points.items():
        if name not in on and abs(distance(o, p) - r) < least:
            raise Unfit("a point is too close to a circle")
    for line in sketch.lines:
        a, b = sketch.points[line[0]], sketch.points[line[-1]]
        touching = [n for n in line if n in on]
        away = _away(o, a, b)
        crossings = _crossings(o, r, a, b)
        if crossings > len(touching) + (centre in line) or (not touching and abs(away - r) < least):
            raise Unfit("a line meets a circle in a point without a name")
    for other in sketch.circles:
        if other == centre:
            continue
        d, s = distance(o, sketch.points[other]), sketch.radius(other)
        shared = len(set(on) & set(sketch.circles[other]))
        if abs(r - s) < d < r + s and shared < 2 and abs(d - abs(r - s)) > SAME * r and abs(d - r - s) > SAME * r:
            raise Unfit("two circles meet in a point without a name")
        if d <= abs(r - s) and abs(r - s) - d < least and not shared:
            raise Unfit("two circles are too close together")
        if d >= r + s and d - r - s < least and not shared:
            raise Unfit("two circles are too close together")


def _crossings(o: Point, r: float, a: Point, b: Point) -> int:
    """How often segment AB crosses the circle, ends on it included; a touch counts once."""
    ux, uy, wx, wy = b[0] - a[0], b[1] - a[1], a[0] - o[0], a[1] - o[1]
    p, q, s = ux * ux + uy * uy, 2 * (ux * wx + uy * wy), wx * wx + wy * wy - r * r
    disc = q * q - 4 * p * s
    if abs(disc) <= 1e-9 * (q * q + abs(4 * p * s)):
        return int(-SAME <= -q / (2 * p) <= 1 + SAME)
    if disc < 0:
        return 0
    h = math.sqrt(disc)
    return sum(-SAME <= t <= 1 + SAME for t in ((-q - h) / (2 * p), (-q + h) / (2 * p)))
