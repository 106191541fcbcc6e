"""A figure while it grows: points by how they are placed, strokes, circles, and what is claimed of them.

A construction works on a copy; `Unfit` says that it leads nowhere.  Points are kept as floats and, on demand, in closed form.
Incidence is closed at every move: a point on a drawn line or circle is recorded there; collinear strokes that touch are one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

from proofpress.exact import Exact, NotExact, as_exact
from proofpress.model import Fact
from proofpress.seeds import Rng

from ..figure import Circle, ExactPoint, Figure, Point
from ..measure import angle_at, cross, distance
from ..vocabulary import canonical
from . import ruler
from .numbers import nice

SAME = 1e-9  # relative distance below which a point is on a line or circle, or is another point
MOST_POINTS = 12


# letters that people use for a part, beside the alphabet's next
_HABITS = {
    "midpoint": "MN",
    "foot": "H",
    "centre": "OQ",
    "incentre": "I",
    "centroid": "G",
    "orthocentre": "H",
    "tangency": "T",
    "outside": "P",
}


class Unfit(Exception):
    """This construction cannot be made here."""


@dataclass(frozen=True)
class Placement:
    """How a point is placed: move(points of the parents, parameters)."""

    move: Callable[..., ruler.Pt]
    parents: tuple[str, ...] = ()
    parameters: tuple[Any, ...] = ()  # Exact, or float where only a float is known


class Sketch:
    """See the module."""

    def __init__(self, rng: Rng, unit: str = "") -> None:
        self.rng = rng
        self.unit = unit
        self.points: dict[str, Point] = {}
        self.how: dict[str, Placement] = {}
        self.lines: list[tuple[str, ...]] = []
        self.circles: dict[str, tuple[str, ...]] = {}
        self.polygons: list[tuple[str, ...]] = []
        self.claims: list[Fact] = []
        self.dashed: list[tuple[str, str]] = []
        self.shaded: tuple[str, ...] | None = None
        self.constructions: list[str] = []
        self.tags: dict[str, tuple[str, ...]] = {}  # what constructions tell each other: points with a part to play
        self._exact: dict[str, ExactPoint | None] = {}

    def copy(self) -> Sketch:
        other = Sketch(self.rng, self.unit)
        for name, value in self.__dict__.items():
            other.__dict__[name] = value.copy() if isinstance(value, (dict, list)) else value
        return other

    # --- names --------------------------------------------------------------------------------------------------
    def name(self, role: str = "") -> str:
        """The next letter that people would use for this role: the habitual one, else the next in the alphabet."""
        for letter in _HABITS.get(role, ""):
            if letter not in self.points and (role in ("centre", "incentre") or self.rng.random() < 0.65):
                return letter
        used = [p for p in self.points if p not in "OI"]
        start = max(used, default="@") if len(used) <= 4 or "D" not in self.points else "D"
        ordered = [chr(65 + (ord(start) - 64 + i) % 26) for i in range(26)]
        for letter in ordered:
            if letter not in self.points and letter not in "OIJ":
                return letter
        raise Unfit("no letter left")

    # --- building -----------------------------------------------------------------------------------------------
    def at(self, name: str, x: Any, y: Any) -> str:
        """A point at coordinates that are numbers: int, Fraction, Exact, or float where no closed form is known."""
        self.points[name] = (float(x), float(y))
        known = not isinstance(x, float) and not isinstance(y, float)
        self._exact[name] = (as_exact(x), as_exact(y)) if known else None
        return name

    def point(self, role: str, move: Callable[..., ruler.Pt], parents: Sequence[str], *parameters: Any) -> str:
        """A new named point.  Unfit where it does not exist or where there is one already."""
        try:
            x, y = move(*(self.points[p] for p in parents), *map(float, parameters))
        except (ZeroDivisionError, ValueError):
            raise Unfit("no such point") from None
        scale = self.size() * SAME
        if any(abs(px - x) <= scale and abs(py - y) <= scale for px, py in self.points.values()):
            raise Unfit("there is a point already")
        name = self.name(role) if len(role) != 1 else role
        if len(self.points) >= MOST_POINTS:
            raise Unfit("too many points")
        self.points[name] = (x, y)
        self.how[name] = Placement(move, tuple(parents), parameters)
        self.lines = [self._through(line, name) for line in self.lines]
        for centre, on in self.circles.items():
            if self._on_circle(name, centre):
                self.circles[centre] = (*on, name)
        return name

    def line(self, *names: str, dashed: bool = False) -> None:
        """Draw the straight stroke from the first to the last of the names."""
        for a, b in pairwise(names):
            self._stroke(a, b)
            if dashed:
                self.dashed.append((a, b))

    def _stroke(self, a: str, b: str) -> None:
        if self.drawn(a, b):
            return
        ends, rest = [a, b], []
        for line in self.lines:
            if self._in_line(a, b, line[0]) and self._in_line(a, b, line[-1]) and self._touching(a, b, line):
                ends += [line[0], line[-1]]
            else:
                rest.append(line)
        ends.sort(key=lambda p: self._along(a, b, p))
        self.lines = [*rest, self._through((ends[0], ends[-1]), *self.points)]

    def circle(self, centre: str, on: str) -> None:
        """Draw the circle about `centre` through `on`."""
        if centre in self.circles:
            raise Unfit("the centre has its circle already")
        self.circles[centre] = (on,)
        self.circles[centre] = (on, *(p for p in self.points if p not in (on, centre) and self._on_circle(p, centre)))

    def claim(self, predicate: str, *args: str, value: Any = True) -> None:
        """A defining statement, to be shown or told.  Unfit where its number is none that people would print."""
        if predicate == "length" and not nice(as_exact(value)):
            raise Unfit("an ugly length")
        fact = Fact("", predicate, canonical(predicate, args), value if value is True else as_exact(value))
        if all(f.statement != fact.statement for f in self.claims):
            self.claims.append(fact)

    # --- incidence ----------------------------------------------------------------------------------------------
    def _in_line(self, a: str, b: str, p: str) -> bool:
        pa, pb, pp = self.points[a], self.points[b], self.points[p]
        return abs(cross(pa, pb, pp)) <= SAME * distance(pa, pb) * (distance(pa, pb) + distance(pa, pp))

    def _along(self, a: str, b: str, p: str) -> float:
        (ax, ay), (bx, by), (px, py) = self.points[a], self.points[b], self.points[p]
        return (px - ax) * (bx - ax) + (py - ay) * (by - ay)

    def _touching(self, a: str, b: str, line: tuple[str, ...]) -> bool:
        low, high = sorted((self._along(a, b, line[0]), self._along(a, b, line[-1])))
        whole = self._along(a, b, b)
        return low <= whole * (1 + SAME) and high >= -whole * SAME

    def _through(self, line: tuple[str, ...], *names: str) -> tuple[str, ...]:
        a, b = line[0], line[-1]
        whole = self._along(a, b, b)
        inner = set(line[1:-1])
        for p in names:
            if p not in (a, b) and 0 < self._along(a, b, p) < whole and self._in_line(a, b, p):
                inner.add(p)
        if len(inner) == len(line) - 2:
            return line
        return (a, *sorted(inner, key=lambda p: self._along(a, b, p)), b)

    def _on_circle(self, p: str, centre: str) -> bool:
        r = self.distance(centre, self.circles[centre][0])
        return abs(self.distance(centre, p) - r) <= SAME * r

    # --- asking -------------------------------------------------------------------------------------------------
    def size(self) -> float:
        """The larger side of the box around the points and circles."""
        x0, y0, x1, y1 = self.box()
        return max(x1 - x0, y1 - y0, 1e-9)

    def box(self) -> tuple[float, float, float, float]:
        if not self.points:
            return 0.0, 0.0, 0.0, 0.0
        xs, ys = [p[0] for p in self.points.values()], [p[1] for p in self.points.values()]
        for centre in self.circles:
            (x, y), r = self.points[centre], self.radius(centre)
            xs += [x - r, x + r]
            ys += [y - r, y + r]
        return min(xs), min(ys), max(xs), max(ys)

    def radius(self, centre: str) -> float:
        return self.distance(centre, self.circles[centre][0])

    def distance(self, a: str, b: str) -> float:
        return distance(self.points[a], self.points[b])

    def angle(self, a: str, b: str, c: str) -> float:
        return angle_at(self.points[b], self.points[a], self.points[c])

    def side(self, a: str, b: str, p: str) -> float:
        """Positive where P lies to the left of AB."""
        return cross(self.points[a], self.points[b], self.points[p])

    def drawn(self, a: str, b: str) -> bool:
        for line in self.lines:  # noqa: SIM110 - asked most often of all, and any() is half as fast
            if a in line and b in line:
                return True
        return False

    def carrier(self, a: str, b: str) -> tuple[str, ...]:
        """The drawn line through A and B."""
        for line in self.lines:
            if a in line and b in line:
                return line
        raise KeyError(f"{a}{b} is not drawn")

    def triangles(self) -> list[tuple[str, str, str]]:
        """Triples with all three sides drawn, not in line."""
        joined: dict[str, set[str]] = {p: set() for p in self.points}
        for line in self.lines:
            for p in line:
                joined[p].update(line)
        return [
            (a, b, c)
            for a, b, c in combinations(self.points, 3)
            if b in joined[a] and c in joined[a] and c in joined[b] and not self._in_line(a, b, c)
        ]

    def claimed(self, *predicates: str) -> list[tuple[str, ...]]:
        """The arguments of every claim with one of these predicates."""
        return [f.args for f in self.claims if f.predicate in predicates]

    def right_at(self, v: str) -> bool:
        """Some claim makes a right angle at V."""
        return any(f.predicate == "right_angle" and f.args[1] == v for f in self.claims)

    # --- closed forms -------------------------------------------------------------------------------------------
    def exact(self, name: str) -> ExactPoint | None:
        """The point in closed form, or None."""
        if name not in self._exact:
            self._exact[name] = self._work_out(self.how[name])
        return self._exact[name]

    def _work_out(self, how: Placement) -> ExactPoint | None:
        parents = [self.exact(p) for p in how.parents]
        if any(p is None for p in parents) or any(isinstance(v, float) for v in how.parameters):
            return None
        try:
            x, y = how.move(*parents, *map(as_exact, how.parameters))
        except (NotExact, ZeroDivisionError):
            return None
        return x, y

    def exact_length(self, a: str, b: str) -> Exact | None:
        p, q = self.exact(a), self.exact(b)
        if p is None or q is None:
            return None
        try:
            return Exact(0) + ruler.span(p, q)
        except NotExact:
            return None

    def figure(self) -> Figure:
        """The figure as it stands, closed forms worked out."""
        return Figure(
            dict(self.points),
            tuple(self.lines),
            tuple(Circle(c, on) for c, on in self.circles.items()),
            tuple(self.polygons),
            tuple(self.dashed),
            self.shaded,
            self.unit,
            {name: p for name in self.points if (p := self.exact(name)) is not None},
        )
