"""The knowledge base of a figure: what is known of its lengths, angles, equalities, parallels and shapes, and by which term.

Statements that say the same of the drawing share a key: angle(A, B, C) and angle(A, B, D) when D is on ray BC, a right
angle and an angle of 90 degrees, a parallelogram read from any vertex.  Numbers are held as Exact wherever the field allows.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from proofpress.exact import Exact
from proofpress.language import Language
from proofpress.model import Fact
from proofpress.reason.operators import Term
from proofpress.reason.saturate import Knowledge, Slots

from ..exact_values import RIGHT, Factor, Num, decimal, to_num
from ..vocabulary import NUMERIC, canonical
from .scene import Corner, Scene, Seg, Tri, scene_of, seg

Ids = tuple[str, ...]
Name = str | tuple[str, ...]

_ROTATIONS = frozenset({"parallelogram", "rectangle", "rhombus", "square", "regular", "polygon", "varignon"})
# symmetries under which a shape named by its vertices stays the same statement
_SYMMETRIES = {
    "kite": ((0, 1, 2, 3), (0, 3, 2, 1), (2, 1, 0, 3), (2, 3, 0, 1)),
    "trapezoid": ((0, 1, 2, 3), (1, 0, 3, 2), (2, 3, 0, 1), (3, 2, 1, 0)),
    "isosceles_trapezoid": ((0, 1, 2, 3), (1, 0, 3, 2), (2, 3, 0, 1), (3, 2, 1, 0)),
    "isosceles": ((0, 1, 2), (0, 2, 1)),
}
# conclusions whose steps speak of degrees, and words that are degrees in any step
_ANGULAR = frozenset(
    {"angle", "right_angle", "arc", "equal_angle", "bisector", "larger", "kind_by_angles", "parallel", "similar", "equilateral"}
)
_SIZES = frozenset({"size", "sizes", "alpha_size", "beta_size"})
PARALLELOGRAMS = ("parallelogram", "rectangle", "rhombus", "square")


def cycle(args: Sequence[str]) -> tuple[str, ...]:
    """The first of all ways of reading a polygon's vertices around it."""
    n = len(args)
    start = min(range(n), key=lambda i: args[i])
    forward = tuple(args[(start + i) % n] for i in range(n))
    backward = tuple(args[(start - i) % n] for i in range(n))
    return min(forward, backward)


class Known(Knowledge):
    """What is known of one figure. `scene` holds what the drawing itself asserts."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self.scene = scene
        self.lengths: dict[Seg, Term] = {}
        self.angles: dict[Corner, Term] = {}
        self.by_length: dict[Num, list[Seg]] = {}
        self.by_angle: dict[Num, list[Corner]] = {}
        self.rights: dict[Corner, Term] = {}  # of the angles, those of 90 degrees
        self.equal_segs: dict[Seg, dict[Seg, str]] = {}
        self.equal_corners: dict[Corner, dict[Corner, str]] = {}
        self.parallels: dict[int, dict[int, str]] = {}
        self.midpoints: dict[Seg, tuple[str, ...]] = {}  # side -> (its midpoint, term)
        self.bisectors: dict[Corner, tuple[int, str]] = {}  # corner -> (the bisecting ray, term)
        self.tangents: list[Term] = []
        self.shapes: dict[str, list[Term]] = {}
        self.areas: dict[tuple[str, ...], Term] = {}
        self.perimeters: dict[tuple[str, ...], Term] = {}
        self.values: dict[Num, Num] = {RIGHT: RIGHT}
        self.similars: list[Term] = []
        self.similar_by_side: dict[Seg, list[Term]] = {}
        self.similar_by_corner: dict[Corner | None, list[Term]] = {}
        self.pairs: dict[str, Any] = {}  # triangles to compare for a term, found once for all the congruence theorems
        self.unit = ""

    # --- Knowledge ----------------------------------------------------------------------------------------------
    def key(self, predicate: str, args: tuple[str, ...]) -> Hashable:
        memo = self.scene.keys
        found = memo.get((predicate, args))
        if found is None:
            found = memo[predicate, args] = self._key(predicate, args)
        return found

    def _key(self, predicate: str, args: tuple[str, ...]) -> Hashable:
        s = self.scene
        if predicate in ("angle", "right_angle"):
            corner = s.corner(*args)
            return ("angle", corner or canonical("angle", args))
        if predicate in ("parallel", "perpendicular"):
            l1, l2 = s.line_of.get((args[0], args[1]), -1), s.line_of.get((args[2], args[3]), -1)
            return (predicate, min(l1, l2), max(l1, l2)) if l1 >= 0 and l2 >= 0 else (predicate, args)
        if predicate == "equal_angle":
            c1, c2 = s.corner(*args[:3]), s.corner(*args[3:])
            return (predicate, *sorted((c1, c2))) if c1 and c2 else (predicate, canonical(predicate, args))
        if predicate in ("congruent", "similar"):
            return (predicate, correspondence(args))
        if predicate == "bisector":
            return (predicate, s.corner(args[2], args[0], args[3]), s.ray_of.get((args[0], args[1])))
        if predicate == "tangent":
            return (predicate, args[0], s.line_of.get((args[0], args[1]), args[1]), args[2])
        if predicate in _SYMMETRIES:
            return (predicate, min(tuple(args[i] for i in p) for p in _SYMMETRIES[predicate]))
        if predicate in ("equilateral", "triangle"):
            return (predicate, tuple(sorted(args)))
        if predicate in ("area", "perimeter") or predicate in _ROTATIONS:
            return (predicate, cycle(args))
        return (predicate, canonical(predicate, args))

    def add(self, term: Term) -> Term:
        p = term.predicate
        if not self.unit and term.unit and p not in ("angle", "arc"):
            self.unit = term.unit.rstrip("²")
        if p in NUMERIC:
            value = to_num(term.value)
            value = self.values.setdefault(value, value)  # equal values are one object: `is` compares them
            if value is not term.value:
                term = replace(term, value=value)
        key = self.key(p, term.args)
        if key in self.terms:
            return self.terms[key] if p in NUMERIC else term
        self.terms[key] = term
        index = _INDEX.get(p)
        if index is not None:
            index(self, term)
        return term

    def named(self, words: Slots, term: Term) -> Named:
        return Named(self, words() if callable(words) else words, term)

    def name(self, thing: Any) -> Any:
        """Pairs of points become segment names, triples angle names, lists of names lists of text; anything else stays."""
        if isinstance(thing, tuple) and thing and all(isinstance(p, str) for p in thing):
            return self.seg_name(*thing) if len(thing) == 2 else "∠" + "".join(thing)
        return [self.name(v) for v in thing] if isinstance(thing, list) else thing

    def seg_name(self, a: str, b: str) -> str:
        """OA for a radius, else the letters in order."""
        first, second = (a, b) if (a not in self.scene.circles, a) < (b not in self.scene.circles, b) else (b, a)
        return first + second

    # --- asking -------------------------------------------------------------------------------------------------
    def length(self, a: str, b: str) -> Term | None:
        return self.lengths.get((a, b) if a < b else (b, a))

    def angle(self, a: str, v: str, b: str) -> Term | None:
        corner = self.scene.corner(a, v, b)
        return self.angles.get(corner) if corner else None

    def right(self, a: str, v: str, b: str) -> Term | None:
        """The term that makes the angle a right one, if any."""
        if not self.rights:
            return None
        corner = self.scene.corner(a, v, b)
        return self.rights.get(corner) if corner else None

    def equal_lengths(self, s: Seg, t: Seg) -> Ids | None:
        """The terms by which two segments are equal; () for one and the same, None where that is not known."""
        if s[0] > s[1]:
            s = (s[1], s[0])
        if t[0] > t[1]:
            t = (t[1], t[0])
        if s == t:
            return ()
        known = self.equal_segs.get(s)
        if known is not None and t in known:
            return (known[t],)
        a = self.lengths.get(s)
        if a is not None:
            b = self.lengths.get(t)
            if b is not None and a.value is b.value and not isinstance(a.value, float):
                return (a.id, b.id)
        return self._radii(s, t) if s[0] in t or s[1] in t else None

    def _radii(self, s: Seg, t: Seg) -> Ids | None:
        for o in s:
            if o in t and o in self.scene.circles:
                p, q = (s[0] if s[1] == o else s[1]), (t[0] if t[1] == o else t[1])
                on = self.scene.circles[o]
                if p in on and q in on:
                    return (self.scene.on_circle_id(p, o), self.scene.on_circle_id(q, o))
        return None

    def equal_angles(self, c: Corner | None, d: Corner | None) -> Ids | None:
        """The terms by which two corners are equal; () for one and the same, None where that is not known."""
        if c is None or d is None:
            return None
        if c == d:
            return ()
        known = self.equal_corners.get(c)
        if known is not None and d in known:
            return (known[d],)
        a = self.angles.get(c)
        if a is not None:
            b = self.angles.get(d)
            if b is not None and degrees(a) is degrees(b) and not isinstance(a.value, float):
                return (a.id, b.id)
        return None

    def parallel_id(self, l1: int | None, l2: int | None) -> str | None:
        if l1 is None or l2 is None:
            return None
        return self.parallels.get(l1, {}).get(l2)

    def shape(self, predicates: Sequence[str], vertices: Sequence[str]) -> str | None:
        """The term that makes the polygon one of these shapes."""
        for p in predicates:
            t = self.terms.get(self.key(p, tuple(vertices)))
            if t is not None:
                return t.id
        return None

    def isosceles(self, apex: str, b: str, c: str) -> Ids | None:
        """The terms by which apex-B and apex-C are equal sides."""
        equal = self.equal_lengths((apex, b), (apex, c))
        if equal:
            return equal
        found = self.shape(("isosceles",), (apex, b, c)) or self.shape(("equilateral",), (apex, b, c))
        return (found,) if found else None

    def knows(self, predicate: str, *args: str) -> bool:
        return self.key(predicate, args) in self.terms

    def corner_name(self, corner: Corner) -> Tri:
        """A corner's three letters: as its term has them where it is known."""
        t = self.angles.get(corner)
        return t.args if t is not None and len(t.args) == 3 else self.scene.corner_args(corner)


@dataclass(frozen=True, slots=True)
class Named:
    """The slots of a step's wording, with the figure's names and numbers written out when the step is put into words.

    `eq` is ≈ for a float; degrees are written as decimals, and so are lengths that have a unit.
    """

    kb: Known = field(compare=False)
    words: Mapping[str, Any]
    term: Term

    def told(self, language: Language) -> dict[str, Any]:
        angular = self.term.predicate in _ANGULAR
        named = {k: self._said(v, angular or k in _SIZES, language) for k, v in self.words.items()}
        return {"eq": "≈" if isinstance(self.term.value, float) else "=", **named}

    def _said(self, thing: Any, angular: bool, language: Language) -> Any:
        if isinstance(thing, list):
            return [self._said(v, angular, language) for v in thing]
        if isinstance(thing, Exact):
            return decimal(thing) if angular or self.kb.unit else thing
        return thing.text(bool(self.kb.unit), language) if isinstance(thing, Factor) else self.kb.name(thing)


def degrees(term: Term) -> Num:
    """The size of an angle term; a right-angle mark says 90."""
    return RIGHT if term.predicate == "right_angle" else term.value


def correspondence(args: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """One normal form for every way of writing the same correspondence of two triangles."""
    one = tuple(sorted(zip(args[:3], args[3:], strict=True)))
    two = tuple(sorted(zip(args[3:], args[:3], strict=True)))
    return min(one, two)


def _index_length(kb: Known, t: Term) -> None:
    kb.lengths[seg(*t.args)] = t
    if not isinstance(t.value, float):
        kb.by_length.setdefault(t.value, []).append(seg(*t.args))


def _index_angle(kb: Known, t: Term) -> None:
    corner = kb.scene.corner(*t.args)
    if corner is not None:
        kb.angles[corner] = t
        if degrees(t) is RIGHT:
            kb.rights[corner] = t
        if not isinstance(t.value, float):
            kb.by_angle.setdefault(degrees(t), []).append(corner)


def _index_equal_length(kb: Known, t: Term) -> None:
    s, u = seg(*t.args[:2]), seg(*t.args[2:])
    kb.equal_segs.setdefault(s, {})[u] = t.id
    kb.equal_segs.setdefault(u, {})[s] = t.id


def _index_equal_angle(kb: Known, t: Term) -> None:
    c, d = kb.scene.corner(*t.args[:3]), kb.scene.corner(*t.args[3:])
    if c is not None and d is not None:
        kb.equal_corners.setdefault(c, {})[d] = t.id
        kb.equal_corners.setdefault(d, {})[c] = t.id


def _index_parallel(kb: Known, t: Term) -> None:
    a, b = kb.scene.line_of.get((t.args[0], t.args[1])), kb.scene.line_of.get((t.args[2], t.args[3]))
    if t.value is True and a is not None and b is not None:
        kb.parallels.setdefault(a, {})[b] = t.id
        kb.parallels.setdefault(b, {})[a] = t.id


def _index_midpoint(kb: Known, t: Term) -> None:
    m, a, b = t.args
    kb.midpoints.setdefault(seg(a, b), (m, t.id))
    _equal(kb, seg(a, m), seg(m, b), t.id)


def _index_bisector(kb: Known, t: Term) -> None:
    a, d, b, c = t.args
    whole, ray = kb.scene.corner(b, a, c), kb.scene.ray_of.get((a, d))
    if whole is None or ray is None:
        return
    kb.bisectors.setdefault(whole, (ray, t.id))
    c1, c2 = kb.scene.corner(b, a, d), kb.scene.corner(d, a, c)
    if c1 is not None and c2 is not None:
        kb.equal_corners.setdefault(c1, {}).setdefault(c2, t.id)
        kb.equal_corners.setdefault(c2, {}).setdefault(c1, t.id)


def _equal(kb: Known, s: Seg, t: Seg, id: str) -> None:
    kb.equal_segs.setdefault(s, {}).setdefault(t, id)
    kb.equal_segs.setdefault(t, {}).setdefault(s, id)


def _index_shape(kb: Known, t: Term) -> None:
    kb.shapes.setdefault(t.predicate, []).append(t)


def _index_area(kb: Known, t: Term) -> None:
    kb.areas[cycle(t.args)] = t


def _index_perimeter(kb: Known, t: Term) -> None:
    kb.perimeters[cycle(t.args)] = t


def _index_tangent(kb: Known, t: Term) -> None:
    kb.tangents.append(t)


def _index_similar(kb: Known, t: Term) -> None:
    kb.similars.append(t)
    for tri in (t.args[:3], t.args[3:]):
        a, b, c = tri
        for s in (seg(a, b), seg(b, c), seg(a, c)):
            kb.similar_by_side.setdefault(s, []).append(t)
        for corner in kb.scene.corners_of.get(tuple(sorted(tri)), ()):
            kb.similar_by_corner.setdefault(corner, []).append(t)


_INDEX = {
    "length": _index_length,
    "angle": _index_angle,
    "right_angle": _index_angle,
    "equal_length": _index_equal_length,
    "equal_angle": _index_equal_angle,
    "parallel": _index_parallel,
    "midpoint": _index_midpoint,
    "bisector": _index_bisector,
    "tangent": _index_tangent,
    "similar": _index_similar,
    "area": _index_area,
    "perimeter": _index_perimeter,
    **dict.fromkeys(
        (
            "parallelogram",
            "rectangle",
            "rhombus",
            "square",
            "kite",
            "trapezoid",
            "isosceles_trapezoid",
            "isosceles",
            "equilateral",
            "regular",
        ),
        _index_shape,
    ),
}


def knowledge(context: Sequence[Fact]) -> Known:
    """An empty knowledge base over the scene of these facts."""
    return Known(scene_of(context))
