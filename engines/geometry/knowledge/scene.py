"""What a drawing asserts without words, indexed: lines, rays, corners, triangles, polygons, circles and sides.

Built from context facts alone, so that a proof can be checked from the record.  Beside the incidence facts it reads two
more kinds:

    order_type(A, B, C, …) = "+-0…"  for every triple of the named points in order, the side on which the last one
                                      lies of the line through the first two; 0 where the drawing leaves it open

    shading(operation, part, …)       the shaded region, as in a Spec

The first is everything that a careful reader sees of sides, order and convexity (Goodman & Pollack, "Multidimensional
sorting", SIAM J. Comput. 12, 1983).  A corner is (vertex, ray, ray): ABC and ABD are one corner when D is on ray BC.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Any, NamedTuple

from proofpress.model import Fact

from ..vocabulary import CONTEXT

Seg = tuple[str, ...]  # two points in alphabetical order
Corner = tuple[str, int, int]  # vertex and two ray numbers, the smaller first
Tri = tuple[str, ...]  # three points

ASSERTED = CONTEXT | {"order_type", "shading"}
OPEN_SINE = 0.035  # three points closer to a line than 2 degrees: the drawing does not say on which side


class Shared(NamedTuple):
    """Two triangles with a corner in common (or vertical corners): first[i] answers second[j]."""

    other: Tri
    i: int
    j: int
    vertical: bool


def order_type(points: Mapping[str, Sequence[float]]) -> tuple[tuple[str, ...], str]:
    """The names in order and the string of signs described above, from coordinates."""
    names = tuple(sorted(points))
    signs = []
    for a, b, c in combinations(names, 3):
        (ax, ay), (bx, by), (cx, cy) = points[a][:2], points[b][:2], points[c][:2]
        ux, uy, vx, vy, wx, wy = bx - ax, by - ay, cx - ax, cy - ay, cx - bx, cy - by
        cross = ux * vy - uy * vx
        sides = sorted((ux * ux + uy * uy, vx * vx + vy * vy, wx * wx + wy * wy))
        sine = abs(cross) / (math.sqrt(sides[1] * sides[2]) or 1.0)
        signs.append("0" if sine < OPEN_SINE else "+" if cross > 0 else "-")
    return names, "".join(signs)


def seg(a: str, b: str) -> Seg:
    return (a, b) if a < b else (b, a)


class Crossing(NamedTuple):
    """Two corners at one transversal of two lines: equal if the lines are parallel, or (co-interior) supplementary."""

    corner: Corner
    kind: str  # alternate, corresponding, co_interior
    transversal: Seg


class Scene:
    """The indices. Everything in it is fixed by the context; lists are in a reproducible order."""

    def __init__(self, context: Sequence[Fact]) -> None:
        self.fact_id: dict[tuple[str, tuple[str, ...]], str] = {f.statement: f.id for f in context}
        self.signs = _signs(context)
        self.lines = _lines(context)
        self.line_of: dict[Seg, int] = {}  # both orders
        self.rays: dict[str, list[int]] = {}
        self.ray_points: list[tuple[str, ...]] = []
        self.ray_line: list[int] = []
        self.ray_of: dict[Seg, int] = {}  # (vertex, point) -> ray
        self.opposite: dict[int, int] = {}
        for number, line in enumerate(self.lines):
            self._add_line(number, line)
        self.on_circle_ids = frozenset(f.id for f in context if f.predicate == "on_circle")
        self.spans: dict[str, list[Seg]] = {}  # point -> the pairs between which it lies
        for f in context:
            if f.predicate == "on_segment":
                self.spans.setdefault(f.args[0], []).append((f.args[1], f.args[2]))
        self.points = tuple(sorted({p for line in self.lines for p in line}))
        self.circles: dict[str, tuple[str, ...]] = {}
        for f in context:
            if f.predicate == "on_circle":
                self.circles[f.args[1]] = tuple(sorted({*self.circles.get(f.args[1], ()), f.args[0]}))
        self.shading = [f.args for f in context if f.predicate == "shading"]
        self.polygons = [f.args for f in context if f.predicate == "polygon"]
        self._corners: dict[Tri, Any] = {}  # what has been asked: the corner, or None
        self.triangles: list[Tri] = []
        self.by_side: dict[Seg, list[Tri]] = {}
        self.by_corner: dict[Corner | None, list[tuple[Tri, int]]] = {}
        self.corners_of: dict[Tri, tuple[Corner, Corner, Corner]] = {}
        self._add_triangles()
        self.shared: dict[Tri, list[Shared]] = {t: [] for t in self.triangles}
        self._add_shared()
        self.corner_parts: dict[Corner, list[tuple[Corner, Corner, Corner]]] = {}  # part, part, whole
        self.seg_parts: dict[Seg, list[tuple[str, str, str]]] = {}  # points in order on one line
        self._add_parts()
        self.keys: dict[tuple[str, tuple[str, ...]], Any] = {}  # memo of the knowledge base
        self._crossings: dict[tuple[int, int], dict[Corner, list[Crossing]]] = {}

    # --- building -----------------------------------------------------------------------------------------------
    def _add_line(self, number: int, line: tuple[str, ...]) -> None:
        for i, v in enumerate(line):
            for p in line[:i] + line[i + 1 :]:
                self.line_of[v, p] = number
            ends = [r for r in (line[:i][::-1], line[i + 1 :]) if r]
            here = []
            for points in ends:
                ray = len(self.ray_points)
                self.ray_points.append(points)
                self.ray_line.append(number)
                self.rays.setdefault(v, []).append(ray)
                here.append(ray)
                for p in points:
                    self.ray_of[v, p] = ray
            if len(here) == 2:
                self.opposite[here[0]], self.opposite[here[1]] = here[1], here[0]

    def _add_triangles(self) -> None:
        for t in combinations(self.points, 3):
            a, b, c = t
            ab, bc, ac = self.line_of.get((a, b)), self.line_of.get((b, c)), self.line_of.get((a, c))
            if ab is None or bc is None or ac is None or ab == bc:
                continue
            self.triangles.append(t)
            for s in ((a, b), (b, c), (a, c)):
                self.by_side.setdefault(s, []).append(t)
            corners = (self._drawn_corner(b, a, c), self._drawn_corner(a, b, c), self._drawn_corner(a, c, b))
            self.corners_of[t] = corners
            for i, corner in enumerate(corners):
                self.by_corner.setdefault(corner, []).append((t, i))

    def _add_shared(self) -> None:
        for corner, owners in self.by_corner.items():
            for (t, i), (u, j) in combinations(owners, 2):
                self.shared[t].append(Shared(u, i, j, False))
                self.shared[u].append(Shared(t, j, i, False))
            if corner is None:
                continue
            v, r, s = corner
            if r in self.opposite and s in self.opposite:
                facing = self._corner(v, self.opposite[r], self.opposite[s])
                for t, i in owners:
                    for u, j in self.by_corner.get(facing, ()):
                        self.shared[t].append(Shared(u, i, j, True))

    def _add_parts(self) -> None:
        for v, rays in self.rays.items():
            for r, s, m in ((r, s, m) for r, s in combinations(rays, 2) for m in rays):
                if m in (r, s) or self.ray_line[r] == self.ray_line[s] or not self.inside(v, m, r, s):
                    continue
                trio = (self._corner(v, r, m), self._corner(v, m, s), self._corner(v, r, s))
                for corner in trio:
                    self.corner_parts.setdefault(corner, []).append(trio)
        for line in self.lines:
            for a, b, c in combinations(line, 3):
                for p, q in ((a, b), (b, c), (a, c)):
                    self.seg_parts.setdefault(seg(p, q), []).append((a, b, c))

    # --- asking -------------------------------------------------------------------------------------------------
    @staticmethod
    def _corner(v: str, r: int, s: int) -> Corner:
        return (v, r, s) if r < s else (v, s, r)

    def corner(self, a: str, v: str, b: str) -> Corner | None:
        """The corner at v between the drawn rays to a and b; None where one is not drawn or they are in line."""
        found = self._corners.get((a, v, b), False)
        if found is False:
            r, s = self.ray_of.get((v, a)), self.ray_of.get((v, b))
            drawn = r is not None and s is not None and self.ray_line[r] != self.ray_line[s]
            found = self._corners[a, v, b] = self._corner(v, r, s) if drawn and r is not None and s is not None else None
        return found

    def _drawn_corner(self, a: str, v: str, b: str) -> Corner:
        return self._corner(v, self.ray_of[v, a], self.ray_of[v, b])

    def drawn(self, a: str, b: str) -> bool:
        return (a, b) in self.line_of

    def ray_name(self, ray: int) -> str:
        """The point by which people would call the ray: the earliest letter on it, never a centre if it can be helped."""
        return min(self.ray_points[ray], key=lambda p: (p in self.circles, p))

    def corner_args(self, corner: Corner) -> Tri:
        """A corner as (A, vertex, C) with A < C."""
        v, r, s = corner
        a, b = self.ray_name(r), self.ray_name(s)
        return (a, v, b) if a < b else (b, v, a)

    def between(self, d: str, a: str, b: str) -> bool:
        """D lies between A and B on a drawn line."""
        return ("on_segment", (d, *seg(a, b))) in self.fact_id

    def between_id(self, d: str, a: str, b: str) -> str:
        return self.fact_id["on_segment", (d, *seg(a, b))]

    def on_circle_id(self, p: str, o: str) -> str:
        return self.fact_id["on_circle", (p, o)]

    def side(self, a: str, b: str, p: str) -> int:
        """+1 or -1: the side of line AB (from A to B) on which P is seen; 0 where P is on it or the drawing is unclear."""
        return self.signs.get((a, b, p), 0)

    def same_side(self, p: str, q: str, a: str, b: str) -> bool:
        s = self.side(a, b, p)
        return s != 0 and s == self.side(a, b, q)

    def opposite_sides(self, p: str, q: str, a: str, b: str) -> bool:
        s = self.side(a, b, p)
        return s != 0 and s == -self.side(a, b, q)

    def inside(self, v: str, ray: int, r: int, s: int) -> bool:
        """The ray from v runs inside the corner between rays r and s."""
        a, b, d = self.ray_points[r][0], self.ray_points[s][0], self.ray_points[ray][0]
        turn = self.side(v, a, b)
        return turn != 0 and self.side(v, a, d) == turn and self.side(v, d, b) == turn

    def convex(self, polygon: Sequence[str]) -> bool:
        """Every turn of the polygon goes the same way, as drawn."""
        n = len(polygon)
        turns = {self.side(polygon[i], polygon[(i + 1) % n], polygon[(i + 2) % n]) for i in range(n)}
        return len(turns) == 1 and 0 not in turns

    def crossings(self, l1: int, l2: int) -> dict[Corner, list[Crossing]]:
        """For each corner that l1 or l2 makes with a drawn transversal, the corners at the other line that answer it."""
        key = (l1, l2) if l1 < l2 else (l2, l1)
        found = self._crossings.get(key)
        if found is None:
            found = self._crossings[key] = self._cross(*key)
        return found

    def _cross(self, l1: int, l2: int) -> dict[Corner, list[Crossing]]:
        out: dict[Corner, list[Crossing]] = {}
        for p in self.lines[l1]:
            for q in self.lines[l2]:
                t = self.line_of.get((p, q))
                if t is None or t in (l1, l2):
                    continue
                to, back = self.ray_of[p, q], self.ray_of[q, p]
                for u in (r for r in self.rays[p] if self.ray_line[r] == l1):
                    for w in (r for r in self.rays[q] if self.ray_line[r] == l2):
                        side_u = self.side(p, q, self.ray_points[u][0])
                        side_w = self.side(p, q, self.ray_points[w][0])
                        if side_u == 0 or side_w == 0:
                            continue
                        pairs = [("co_interior" if side_u == side_w else "alternate", to, back)]
                        if side_u == side_w and back in self.opposite:
                            pairs.append(("corresponding", to, self.opposite[back]))
                        if side_u == side_w and to in self.opposite:
                            pairs.append(("corresponding", self.opposite[to], back))
                        for kind, ray_p, ray_q in pairs:
                            c, d = self._corner(p, u, ray_p), self._corner(q, w, ray_q)
                            out.setdefault(c, []).append(Crossing(d, kind, seg(p, q)))
                            out.setdefault(d, []).append(Crossing(c, kind, seg(p, q)))
        return out

    def parallel_args(self, l1: int, l2: int) -> tuple[str, str, str, str]:
        """Two parallel lines by their ends, written so that both point the same way."""
        (a, b), (c, d) = sorted((seg(self.lines[l1][0], self.lines[l1][-1]), seg(self.lines[l2][0], self.lines[l2][-1])))
        here = next((k for p in (c, d) if (k := self.side(a, b, p))), 0)
        there = next((k for p in (a, b) if (k := self.side(c, d, p))), 0)
        if here and there:
            along = here == -there
        else:  # too close to each other to tell their sides: a point off both lies on one side of both
            seen = ((self.side(a, b, p), self.side(c, d, p)) for p in self.points)
            along = next((j == k for j, k in seen if j and k), True)
        return (a, b, c, d) if along else (a, b, d, c)

    def around(self, v: str) -> tuple[Corner, ...]:
        """The corners at v, side by side once around it; () where a gap of 180 degrees or more is left."""
        rays = self.rays.get(v, [])
        if len(rays) < 3 or any(self.opposite.get(r) in rays for r in rays):
            return ()
        out = []
        for r in rays:
            left = [s for s in rays if s != r and self.side(v, self.ray_points[r][0], self.ray_points[s][0]) > 0]
            near = [s for s in left if not any(self.inside(v, m, r, s) for m in left if m != s)]
            if len(near) != 1:
                return ()
            out.append(self._corner(v, r, near[0]))
        return tuple(out)

    def meeting(self, l1: int, l2: int) -> str | None:
        """The labelled point in which two lines meet."""
        common = [p for p in self.lines[l1] if p in self.lines[l2]]
        return common[0] if common else None


@lru_cache(maxsize=64)
def _scene(statements: tuple[tuple[str, str, tuple[str, ...], str], ...]) -> Scene:
    return Scene([Fact(i, p, a, v if p == "order_type" else True) for i, p, a, v in statements])


def scene_of(context: Sequence[Fact]) -> Scene:
    """The scene of these facts (others than context are passed over); built once for one picture."""
    return _scene(tuple((f.id, f.predicate, f.args, str(f.value)) for f in context if f.predicate in ASSERTED))


def _signs(context: Sequence[Fact]) -> dict[Tri, int]:
    out: dict[Tri, int] = {}
    for f in context:
        if f.predicate != "order_type":
            continue
        for (a, b, c), sign in zip(combinations(f.args, 3), str(f.value), strict=True):
            if sign != "0":
                s = 1 if sign == "+" else -1
                out[a, b, c] = out[b, c, a] = out[c, a, b] = s
                out[b, a, c] = out[a, c, b] = out[c, b, a] = -s
    return out


def _lines(context: Sequence[Fact]) -> list[tuple[str, ...]]:
    """Maximal drawn lines as ordered points, from segment and on_segment facts."""
    parent: dict[Seg, Seg] = {}

    def find(s: Seg) -> Seg:
        parent.setdefault(s, s)
        while parent[s] != s:
            parent[s] = parent[parent[s]]
            s = parent[s]
        return s

    between: dict[Seg, int] = {}
    for f in context:
        if f.predicate == "segment":
            find(seg(*f.args))
        elif f.predicate == "on_segment":
            d, a, b = f.args
            root = find(seg(a, b))
            for other in (seg(a, d), seg(d, b)):
                top = find(other)
                parent[max(top, root)] = min(top, root)
                root = min(top, root)
            between[seg(a, b)] = between.get(seg(a, b), 0) + 1
    groups: dict[Seg, list[Seg]] = {}
    for s in sorted(parent):
        groups.setdefault(find(s), []).append(s)
    lines = []
    for pairs in groups.values():
        start, end = max(pairs, key=lambda s: (between.get(s, 0), s))
        inner = sorted({p for s in pairs for p in s} - {start, end}, key=lambda p: (between.get(seg(start, p), 0), p))
        lines.append((start, *inner, end))
    return lines
