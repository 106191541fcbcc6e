"""What a figure asserts by signs: which ticks, arcs, squares, arrows, values and notes the visible givens need.

Pure bookkeeping, no pixels.  Segments stated equal form classes, and so do angles and parallel lines; a class has one
count of ticks, arcs or arrows.  A statement that no sign can carry without doubt - equal lengths of a segment with other
points on it, an area - becomes a printed note.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from proofpress.language import of_spec

from ..words import words_of
from .notes import note_text, text_of
from .strokes import CornerKey, Segment, Strokes

MOST_TICKS, MOST_ARCS, MOST_ARROWS = 4, 3, 3


@dataclass
class Corner:
    """The signs in one corner; rays are named by the next point on them, `far` by the last."""

    vertex: str
    rays: Segment
    far: Segment
    text: str = ""
    arcs: int = 0
    tick: bool = False  # a small stroke across each arc, so that equal neighbours are not read as one angle
    square: bool = False
    says: list[int] = field(default_factory=list)  # all of its givens
    text_says: list[int] = field(default_factory=list)  # those that its printed value states


@dataclass
class Sign:
    """A sign on the segment a-b: `count` ticks or arrow heads, or a printed length."""

    a: str
    b: str
    count: int = 0
    text: str = ""
    says: list[int] = field(default_factory=list)


@dataclass
class Note:
    text: str
    says: list[int] = field(default_factory=list)


@dataclass
class Signs:
    """Everything to be drawn beside the strokes. `says` lists index spec["givens"]."""

    corners: list[Corner] = field(default_factory=list)
    ticks: list[Sign] = field(default_factory=list)
    arrows: list[Sign] = field(default_factory=list)
    lengths: list[Sign] = field(default_factory=list)  # beside the very segment
    spans: list[Sign] = field(default_factory=list)  # need a dimension line
    notes: list[Note] = field(default_factory=list)


# What a shape is by its marks: sides as index pairs, corners as index triples, all of its argument list.
_RING = ((0, 1), (1, 2), (2, 3), (3, 0))


def _sides(predicate: str, n: int) -> list[list[tuple[int, int]]] | None:
    """Classes of equal sides that the shape's ticks assert, as indices."""
    ring = [(i, (i + 1) % n) for i in range(n)]
    classes: dict[str, list[list[tuple[int, int]]]] = {
        "isosceles": [[(0, 1), (0, 2)]],
        "equilateral": [ring],
        "regular": [ring],
        "rhombus": [ring],
        "square": [ring],
        "kite": [[(0, 1), (0, 3)], [(2, 1), (2, 3)]],
        "isosceles_trapezoid": [[(0, 3), (1, 2)]],
    }
    return classes.get(predicate)


_PARALLELS = {
    "parallelogram": [((0, 1), (3, 2)), ((0, 3), (1, 2))],
    "trapezoid": [((0, 1), (3, 2))],
    "isosceles_trapezoid": [((0, 1), (3, 2))],
}
_RIGHT = {"rectangle": (0, 1, 2, 3), "square": (0, 1, 2, 3)}


@dataclass
class _Needs:
    """The elementary signs one given needs."""

    equal: list[list[Segment]] = field(default_factory=list)
    angles: list[list[tuple[str, str, str]]] = field(default_factory=list)
    parallel: list[tuple[Segment, Segment]] = field(default_factory=list)
    right: list[tuple[str, str, str]] = field(default_factory=list)
    length: Segment | None = None
    angle: tuple[str, str, str] | None = None


def _needs(predicate: str, args: Sequence[str]) -> _Needs | None:
    """None where only words can say it."""
    a = list(args)
    n = len(a)
    if predicate == "length":
        return _Needs(length=(a[0], a[1]))
    if predicate == "angle":
        return _Needs(angle=(a[0], a[1], a[2]))
    if predicate == "right_angle":
        return _Needs(right=[(a[0], a[1], a[2])])
    if predicate == "equal_length":
        return _Needs(equal=[[(a[0], a[1]), (a[2], a[3])]])
    if predicate == "equal_angle":
        return _Needs(angles=[[(a[0], a[1], a[2]), (a[3], a[4], a[5])]])
    if predicate == "parallel":
        return _Needs(parallel=[((a[0], a[1]), (a[2], a[3]))])
    if predicate == "midpoint":
        return _Needs(equal=[[(a[1], a[0]), (a[0], a[2])]])
    if predicate == "bisector":
        return _Needs(angles=[[(a[2], a[0], a[1]), (a[1], a[0], a[3])]])
    sides, pairs, right = _sides(predicate, n), _PARALLELS.get(predicate, []), _RIGHT.get(predicate, ())
    if sides is None and not pairs and not right:
        return None
    around = [(a[i - 1], a[i], a[(i + 1) % n]) for i in range(n)]
    return _Needs(
        equal=[[(a[i], a[j]) for i, j in cls] for cls in sides or ()],
        parallel=[((a[i], a[j]), (a[k], a[m])) for (i, j), (k, m) in pairs],
        right=[around[i] for i in right],
        angles=[around] if predicate == "regular" else [],
    )


class _Classes:
    """Union-find that keeps first come, first numbered."""

    def __init__(self) -> None:
        self.parent: dict[Any, Any] = {}

    def find(self, x: Any) -> Any:
        self.parent.setdefault(x, x)
        while self.parent[x] != x:
            x = self.parent[x]
        return x

    def join(self, items: Iterable[Any]) -> None:
        roots = [self.find(x) for x in items]
        for r in roots[1:]:
            if self.find(r) != self.find(roots[0]):
                self.parent[self.find(r)] = self.find(roots[0])

    def numbers(self) -> dict[Any, int]:
        order: dict[Any, int] = {}
        return {x: order.setdefault(self.find(x), len(order)) for x in self.parent}


def signs_of(spec: Mapping[str, Any], strokes: Strokes, told: Collection[int] = ()) -> Signs:
    """The signs for every given with given == "image", each bound to the givens that it states.

    told: givens (indices) that become notes although a sign could state them.
    """
    out = Signs()
    words = words_of(of_spec(spec).code)
    ticks, arcs, arrows = _Classes(), _Classes(), _Classes()
    corners: dict[CornerKey, Corner] = {}
    lengths: dict[Segment, Sign] = {}
    say_tick: dict[Segment, list[int]] = {}
    say_arrow: dict[Segment, list[int]] = {}

    def corner(a: str, v: str, c: str) -> Corner:
        key, far = strokes.corner(a, v, c)  # type: ignore[misc]
        return corners.setdefault(key, Corner(key[0], key[1:], far))

    for n, given in enumerate(spec["givens"]):
        if given["given"] != "image":
            continue
        needs = _needs(given["predicate"], given["args"])
        if needs is None or n in told or not _drawable(needs, strokes):
            out.notes.append(Note(note_text(given, words), [n]))
            continue
        if needs.length:
            seg = _seg(*needs.length)
            sign = lengths.setdefault(seg, Sign(*seg, text=text_of(given, words.language)))
            sign.says.append(n)
        if needs.angle:
            where = corner(*needs.angle)
            where.text = text_of(given, words.language)
            where.says.append(n)
            where.text_says.append(n)
        for at in needs.right:
            where = corner(*at)
            where.square = True
            where.says.append(n)
        for cls in needs.equal:
            segs = [_seg(*s) for s in cls]
            ticks.join(segs)
            for s in segs:
                say_tick.setdefault(s, []).append(n)
        for group in needs.angles:
            found = [corner(*at) for at in group]
            arcs.join((c.vertex, *c.rays) for c in found)
            for c in found:
                c.says.append(n)
        for first, second in needs.parallel:
            # a line has one arrow, wherever its statements name it
            pair = [_arrow_place(s, strokes, say_arrow) for s in (first, second)]
            arrows.join(_seg(*s) for s in pair)
            for s in pair:
                say_arrow.setdefault(s, []).append(n)

    numbers = ticks.numbers()
    out.ticks = [Sign(*s, count=numbers[s] + 1, says=_once(says)) for s, says in say_tick.items()]
    numbers = arrows.numbers()
    out.arrows = [Sign(*s, count=numbers[_seg(*s)] + 1, says=_once(says)) for s, says in say_arrow.items()]
    numbers = arcs.numbers()
    # a single arc beside a value says nothing about equality, so equal angles start at two where such arcs are drawn
    plain = any(c.text and k not in numbers for k, c in corners.items())
    for key, c in corners.items():
        c.arcs = numbers[key] + (2 if plain else 1) if key in numbers else (1 if c.text and not c.square else 0)
        c.says, c.text_says = _once(c.says), _once(c.text_says)
        out.corners.append(c)
    side_by_side = {
        numbers[k]
        for k in numbers
        for m in numbers
        if k != m and numbers[k] == numbers[m] and _share_a_ray(corners[k], corners[m])
    }
    for key, c in corners.items():
        c.tick = numbers.get(key) in side_by_side
    for sign in lengths.values():
        inner = strokes.between(sign.a, sign.b)
        (out.spans if inner is None or inner else out.lengths).append(sign)
    return out


def _drawable(needs: _Needs, strokes: Strokes) -> bool:
    for cls in needs.equal:
        if any(strokes.between(*s) != () for s in cls):
            return False
    corners = [*needs.right, *(c for group in needs.angles for c in group)] + ([needs.angle] if needs.angle else [])
    if any(strokes.corner(*c) is None for c in corners):
        return False
    return all(strokes.line(*s) is not None for pair in needs.parallel for s in pair)


def _arrow_place(s: Segment, strokes: Strokes, taken: Mapping[Segment, Any]) -> Segment:
    """The segment itself, or the one on the same line that already has an arrow pointing the same way or back."""
    for t in (s, s[::-1], *(t for t in taken if strokes.line(*t) == strokes.line(*s))):
        if t in taken:
            return t
    return s


def _share_a_ray(a: Corner, b: Corner) -> bool:
    return a.vertex == b.vertex and bool(set(a.rays) & set(b.rays))


def _seg(a: str, b: str) -> Segment:
    return (a, b) if a < b else (b, a)


def _once(items: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(items))


def beyond_telling(signs: Signs) -> set[int]:
    """The givens of those classes that have more ticks, arcs or arrows than a reader tells apart."""
    too_many = [t.says for t in signs.ticks if t.count > MOST_TICKS]
    too_many += [[n for n in c.says if n not in c.text_says] for c in signs.corners if c.arcs > MOST_ARCS]
    too_many += [a.says for a in signs.arrows if a.count > MOST_ARROWS]
    return {n for says in too_many for n in says}
