"""Lines that any figure can take: joins, transversals, rays between rays, perpendiculars to a line."""

from __future__ import annotations

import math
from itertools import pairwise

from ..measure import cross
from ..sketching.numbers import chance, pick, whole
from ..sketching.ruler import Pt, along, bisect, foot, isosceles_apex, mix, shift, span, turn
from ..sketching.sketch import Sketch, Unfit
from .base import construction, share
from .triangle_lines import HALF


@construction
def joined_points(s: Sketch) -> None:
    """Two named points joined that were not."""
    names = list(s.points)
    i, j = s.rng.permutation(len(names))[:2].tolist()
    if s.drawn(names[i], names[j]):
        raise Unfit("they are joined already")
    s.line(names[i], names[j])


def _corner(s: Sketch, least: float) -> tuple[str, str, str]:
    """Two neighbouring drawn rays VA and VB, B to the left of A, with room between them; returns (V, A, B)."""
    options = []
    for v, (x, y) in s.points.items():
        rays: dict[int, str] = {}
        for line in s.lines:
            if v in line:
                i = line.index(v)
                for p in line[max(0, i - 1) : i] + line[i + 1 : i + 2]:
                    px, py = s.points[p]
                    rays[round(math.degrees(math.atan2(py - y, px - x)) * 1000) % 360000] = p
        ordered = sorted(rays)
        for a, b in pairwise([*ordered, *(k + 360000 for k in ordered[:1])]):
            if least <= (b - a) / 1000 <= 175:
                options.append((v, rays[a], rays[b % 360000]))
    if not options:
        raise Unfit("there is no room between two rays")
    return pick(s.rng, options)


@construction
def crossing_ray(s: Sketch) -> None:
    """A ray between two rays, at an angle of whole degrees."""
    v, a, b = _corner(s, 50)
    room = s.angle(a, v, b)
    part = 5 * whole(s.rng, 4, int((room - 18) // 5))
    d = s.point("", turn, (a, v), part)
    s.line(v, d)
    s.claim("angle", a, v, d, value=part)


@construction
def crossing_bisector(s: Sketch) -> None:
    """The ray that bisects the angle between two rays."""
    v, a, b = _corner(s, 45)
    d = s.point("", _between, (v, a, b))
    s.line(v, d)
    s.claim("bisector", v, d, a, b)


def _between(v: Pt, a: Pt, b: Pt) -> Pt:
    """The point of the bisector of angle AVB that is as far from V as A is."""
    return along(v, bisect(v, a, b), span(v, a))


@construction
def second_transversal(s: Sketch) -> None:
    """Another line across two parallel ones, from a point of one of them."""
    found = s.claimed("parallel")
    if not found:
        raise Unfit("there are no parallel lines")
    a, b, c, d = pick(s.rng, found)
    if chance(s.rng, 0.5):
        a, b, c, d = c, d, a, b
    start = pick(s.rng, s.carrier(a, b)) if chance(s.rng, 0.6) else s.point("", mix, (a, b), share(s))
    line = s.carrier(c, d)
    named = len(line) > 2 and chance(s.rng, 0.5)
    end = pick(s.rng, line) if named else s.point("", mix, (line[0], line[-1]), share(s))
    if s.drawn(start, end):
        raise Unfit("they are joined already")
    s.line(start, end)


@construction
def third_parallel(s: Sketch) -> None:
    """A further parallel between two parallel lines, across a line that joins them."""
    for a, b, c, d in s.claimed("parallel"):
        one, two = s.carrier(a, b), s.carrier(c, d)
        for line in s.lines:
            p = next((n for n in line if n in one), "")
            q = next((n for n in line if n in two), "")
            if not p or not q or p == q or line in (one, two):
                continue
            e = s.point("", mix, (p, q), HALF if chance(s.rng, 0.5) else share(s))
            f = s.point("", shift, (e, a, b), HALF)
            g = s.point("", shift, (e, b, a), HALF)
            s.line(f, e, g)
            s.claim("parallel", g, f, c, d)
            return
    raise Unfit("there are no parallel lines with a line across")


@construction
def perpendicular_to_line(s: Sketch) -> None:
    """From a named point the perpendicular to a drawn line that it is not on."""
    line = pick(s.rng, s.lines)
    off = [p for p in s.points if p not in line]
    if not off:
        raise Unfit("every point is on the line")
    p = pick(s.rng, off)
    if s.angle(p, line[0], line[-1]) >= 85 or s.angle(p, line[-1], line[0]) >= 85:
        raise Unfit("the foot falls outside the line")
    h = s.point("foot", foot, (p, line[0], line[-1]))
    s.line(p, h)
    s.claim("right_angle", p, h, line[0] if chance(s.rng, 0.5) else line[-1])


@construction
def triangle_between(s: Sketch) -> None:
    """A point inside a triangle, equally far from two vertices, joined to them: isosceles, with given base angles."""
    found = s.triangles()
    if not found:
        raise Unfit("there is no triangle")
    a, b, c = pick(s.rng, found)
    low = min(s.angle(c, a, b), s.angle(c, b, a)) - 16
    if low < 20:
        raise Unfit("the triangle is too flat")
    degrees = 5 * whole(s.rng, 4, int(low // 5))
    sign = 1 if cross(s.points[a], s.points[b], s.points[c]) > 0 else -1
    d = s.point("", isosceles_apex, (a, b), sign * degrees)
    s.line(a, d, b)
    s.claim("equal_length", a, d, b, d)
    s.claim("angle", b, a, d, value=degrees)
