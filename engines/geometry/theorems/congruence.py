"""Congruent triangles: SSS, SAS, ASA, AAS, HL, and what follows for the parts that correspond."""

from __future__ import annotations

from functools import partial
from itertools import permutations
from typing import Any, NamedTuple

from proofpress.reason.operators import Term
from proofpress.reason.saturate import Conclusion

from ..knowledge.kb import Known, correspondence, degrees
from ..knowledge.scene import Corner, Tri, seg
from .base import ANGLE, Finds, equal_angle, equal_length, theorem, turn

WAKES = ("equal_length", "equal_angle", "length", "midpoint", "bisector", *ANGLE)
MOST_PAIRS = 48  # of triangles looked at for one new statement
Pair = tuple[Tri, Tri]


def candidates(kb: Known, t: Term) -> list[Pair]:
    """Pairs of triangles, vertices in corresponding order, of which this term may make a pair of parts equal."""
    unique: dict[object, Pair] = {}
    for one, two in _sides(kb, t) if t.predicate in ("equal_length", "length", "midpoint") else _corners(kb, t):
        unique.setdefault(frozenset(zip(one, two, strict=True)), (one, two))
        if len(unique) >= MOST_PAIRS:
            break
    return [*unique.values()]


def _sides(kb: Known, t: Term) -> list[Pair]:
    s = kb.scene
    if t.predicate == "length":
        sides = [(t.args, u) for u in kb.by_length.get(t.value, ()) if u != t.args]
    elif t.predicate == "midpoint":
        m, a, b = t.args
        sides = [(seg(a, m), seg(m, b))]
    else:
        sides = [(seg(*t.args[:2]), seg(*t.args[2:]))]
    out = []
    for x, y in sides:
        for one in s.by_side.get(x, ()):
            for two in s.by_side.get(y, ()):
                if one == two:
                    continue
                p, q = (v for v in one if v not in x), (v for v in two if v not in y)
                a, b = next(p), next(q)
                out += [((*x, a), (*y, b)), ((*x, a), (y[1], y[0], b))]
    return out


def _corners(kb: Known, t: Term) -> list[Pair]:
    s = kb.scene
    corners: list[tuple[Corner | None, Corner | None]]
    if t.predicate == "equal_angle":
        corners = [(s.corner(*t.args[:3]), s.corner(*t.args[3:]))]
    elif t.predicate == "bisector":
        v, d, p, q = t.args
        corners = [(s.corner(p, v, d), s.corner(d, v, q))]
    else:
        own = s.corner(*t.args)
        corners = [(own, c) for c in kb.by_angle.get(degrees(t), ()) if c != own]
    out: list[Pair] = []
    for c1, c2 in corners:
        for one, i in s.by_corner.get(c1, ()):
            for two, j in s.by_corner.get(c2, ()):
                if one != two:
                    first, (_, x, y) = turn(one, i), turn(two, j)
                    out += [(first, (two[j], x, y)), (first, (two[j], y, x))]
    return out


def side_ids(kb: Known, one: Tri, two: Tri, i: int, j: int) -> tuple[str, ...] | None:
    """Why the sides between the i-th and j-th vertices are equal; () where they are one side."""
    return kb.equal_lengths((one[i], one[j]), (two[i], two[j]))


def angle_ids(kb: Known, one: Tri, two: Tri, i: int) -> tuple[str, ...] | None:
    """Why the angles at the i-th vertices are equal; () where they are one angle or opposite at a crossing."""
    j, k = _OTHERS[i]
    s = kb.scene
    c, d = s.corner(one[j], one[i], one[k]), s.corner(two[j], two[i], two[k])
    ids = kb.equal_angles(c, d)
    if ids is None and c is not None and d is not None and c[0] == d[0]:
        rays = {s.opposite.get(c[1]), s.opposite.get(c[2])}
        if rays == set(d[1:]):
            line, line2 = (tuple(sorted((one[n], two[m]))) for n, m in _facing(kb, one, two, i))
            return (s.between_id(c[0], *line), s.between_id(c[0], *line2))
    return ids


def _facing(kb: Known, one: Tri, two: Tri, i: int) -> list[tuple[int, int]]:
    """For vertical corners at the i-th vertices: which points face each other across the crossing."""
    j, k = (n for n in range(3) if n != i)
    s = kb.scene
    straight = s.opposite.get(s.ray_of[one[i], one[j]]) == s.ray_of[two[i], two[j]]
    return [(j, j), (k, k)] if straight else [(j, k), (k, j)]


Why = tuple[str, ...] | None


class Compared(NamedTuple):
    """Two triangles with vertices in corresponding order; why the sides opposite, and the angles at, each vertex are equal."""

    one: Tri
    two: Tri
    sides: tuple[Why, ...]
    angles: tuple[Why, ...]


def compared(kb: Known, t: Term) -> list[Compared]:
    """The candidates of which at least three parts are known to be equal and that are not known to be congruent."""
    found: list[Compared] | None = kb.pairs.get(t.id)
    if found is None:
        found = kb.pairs[t.id] = []
        for one, two in candidates(kb, t):
            (a, b, c), (p, q, r) = one, two
            sides = (kb.equal_lengths((b, c), (q, r)), kb.equal_lengths((a, c), (p, r)), kb.equal_lengths((a, b), (p, q)))
            missing = sides.count(None)
            if missing == 3:  # angles alone make similar triangles
                continue
            angles: list[Why] = []
            for i in range(3):
                why = angle_ids(kb, one, two, i)
                missing += why is None
                if missing > 3:
                    break
                angles.append(why)
            if missing <= 3 and ("congruent", correspondence((*one, *two))) not in kb.terms:
                found.append(Compared(one, two, sides, tuple(angles)))
    return found


_OTHERS = ((1, 2), (0, 2), (0, 1))


def _conclude(
    kb: Known, c: Compared, rule: str, sides: tuple[int, ...], angles: tuple[int, ...], extra: tuple[str, ...] = ()
) -> Finds:
    """The triangles are congruent by these sides (named by the opposite vertex) and angles, if all of them are equal."""
    why = [c.sides[i] for i in sides] + [c.angles[i] for i in angles]
    if None in why:
        return
    ids = tuple(dict.fromkeys((*extra, *(i for w in why if w for i in w))))
    if not ids:
        return
    # reading the first triangle in alphabetical order keeps the statement tidy
    order = sorted(range(3), key=lambda n: c.one[n])
    one, two = tuple(c.one[n] for n in order), tuple(c.two[n] for n in order)
    yield ids, Conclusion("congruent", (*one, *two), True, "", partial(_words, kb, c, rule, sides, angles))


def _words(kb: Known, c: Compared, rule: str, sides: tuple[int, ...], angles: tuple[int, ...]) -> dict[str, Any]:
    one, two = sorted(c.one), [c.two[n] for n in sorted(range(3), key=lambda n: c.one[n])]
    parts = [(_seg(c.one, i), _seg(c.two, i), c.sides[i]) for i in sides]
    parts += [(_ang(c.one, i), _ang(c.two, i), c.angles[i]) for i in angles]
    pairs = [(kb.name(a), kb.name(b), w) for a, b, w in parts]
    return {
        "tri": "".join(one),
        "tri2": "".join(two),
        "rule": rule,
        "pairs": [f"{a} = {b}" for a, b, w in pairs if w],
        "shared": [a for a, _, w in pairs if not w],
    }


def _seg(t: Tri, i: int) -> tuple[str, ...]:
    """The side opposite the i-th vertex."""
    j, k = _OTHERS[i]
    return seg(t[j], t[k])


def _ang(t: Tri, i: int) -> Tri:
    j, k = _OTHERS[i]
    a, b = seg(t[j], t[k])
    return a, t[i], b


@theorem("Euclid I.8", "congruence", WAKES)
def congruent_sss(kb: Known, t: Term) -> Finds:
    """Triangles with three equal sides are congruent (SSS)."""
    for c in compared(kb, t):
        yield from _conclude(kb, c, "SSS", (2, 0, 1), ())


@theorem("Euclid I.4", "congruence", WAKES)
def congruent_sas(kb: Known, t: Term) -> Finds:
    """Triangles with two equal sides and the angle between them equal are congruent (SAS)."""
    for c in compared(kb, t):
        for i in range(3):
            yield from _conclude(kb, c, "SAS", _OTHERS[i], (i,))


@theorem("Euclid I.26", "congruence", WAKES)
def congruent_asa(kb: Known, t: Term) -> Finds:
    """Triangles with two equal angles and the side between them equal are congruent (ASA)."""
    for c in compared(kb, t):
        for i in range(3):
            yield from _conclude(kb, c, "ASA", (i,), _OTHERS[i])


@theorem("Euclid I.26", "congruence", WAKES)
def congruent_aas(kb: Known, t: Term) -> Finds:
    """Triangles with two equal angles and the side opposite one of them equal are congruent (AAS)."""
    for c in compared(kb, t):
        for i, j in permutations(range(3), 2):
            yield from _conclude(kb, c, "AAS", (i,), (i, j))


@theorem("Euclid I.47 and I.8", "congruence", WAKES)
def congruent_hl(kb: Known, t: Term) -> Finds:
    """Right triangles with equal hypotenuses and one pair of equal legs are congruent (HL)."""
    for c in compared(kb, t):
        for i in range(3):
            if c.angles[i] is None or c.sides[i] is None:
                continue
            j, k = _OTHERS[i]
            right, right2 = kb.right(c.one[j], c.one[i], c.one[k]), kb.right(c.two[j], c.two[i], c.two[k])
            if right is not None and right2 is not None:
                for n in (j, k):
                    yield from _conclude(kb, c, "HL", (i, n), (), (right.id, right2.id))


@theorem("Euclid I.4, corresponding parts", "congruence", ("congruent",))
def corresponding_sides(kb: Known, t: Term) -> Finds:
    """Corresponding sides of congruent triangles are equal."""
    one, two = t.args[:3], t.args[3:]
    for i, j in ((0, 1), (1, 2), (0, 2)):
        s, u = seg(one[i], one[j]), seg(two[i], two[j])
        if kb.equal_lengths(s, u) is None:
            yield (t.id,), equal_length(s, u, tri="".join(one), tri2="".join(two))


@theorem("Euclid I.4, corresponding parts", "congruence", ("congruent",))
def corresponding_angles_of_congruent(kb: Known, t: Term) -> Finds:
    """Corresponding angles of congruent triangles are equal."""
    one, two = t.args[:3], t.args[3:]
    for i in range(3):
        c, d = _ang(one, i), _ang(two, i)
        if kb.equal_angles(kb.scene.corner(*c), kb.scene.corner(*d)) is None:
            yield (t.id,), equal_angle(c, d, tri="".join(one), tri2="".join(two))


THEOREMS = (
    congruent_sss,
    congruent_sas,
    congruent_asa,
    congruent_aas,
    congruent_hl,
    corresponding_sides,
    corresponding_angles_of_congruent,
)
