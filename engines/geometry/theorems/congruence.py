"""Congruent triangles: SSS, SAS, ASA, AAS, HL, and what follows for the parts that correspond."""

from __future__ import annotations

from itertools import permutations

from proofpress.reason.operators import Term
from proofpress.reason.saturate import Conclusion

from ..kb import Known, correspondence, degrees
from ..scene import Tri, seg
from ..values import RIGHT
from .base import ANGLE, Finds, equal_angle, equal_length, theorem

WAKES = ("equal_length", "equal_angle", "length", "midpoint", "bisector", *ANGLE)
MOST_PAIRS = 48  # of triangles looked at for one new statement
Pair = tuple[Tri, Tri]


def candidates(kb: Known, t: Term) -> list[Pair]:
    """Pairs of triangles, vertices in corresponding order, of which this term may make a pair of parts equal."""
    found = kb.pairs.get(t.id)
    if found is None:
        unique = {}
        for one, two in _sides(kb, t) if t.predicate in ("equal_length", "length", "midpoint") else _corners(kb, t):
            unique.setdefault(correspondence((*one, *two)), (one, two))
        found = kb.pairs[t.id] = [*unique.values()][:MOST_PAIRS]
    return found


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
        for one in s.by_side.get(x, ()):  # type: ignore[call-overload]
            for two in s.by_side.get(y, ()):
                if one == two:
                    continue
                p, q = (v for v in one if v not in x), (v for v in two if v not in y)
                a, b = next(p), next(q)
                out += [((*x, a), (*y, b)), ((*x, a), (y[1], y[0], b))]
    return out  # type: ignore[return-value]


def _corners(kb: Known, t: Term) -> list[Pair]:
    s = kb.scene
    if t.predicate == "equal_angle":
        corners = [(s.corner(*t.args[:3]), s.corner(*t.args[3:]))]  # type: ignore[call-arg]
    elif t.predicate == "bisector":
        a, d, b, c = t.args
        corners = [(s.corner(b, a, d), s.corner(d, a, c))]
    else:
        own = s.corner(*t.args)  # type: ignore[call-arg]
        corners = [(own, c) for c in kb.by_angle.get(degrees(t), ()) if c != own]
    out = []
    for c, d in corners:
        for one, i in s.by_corner.get(c, ()):  # type: ignore[arg-type]
            for two, j in s.by_corner.get(d, ()):  # type: ignore[arg-type]
                if one == two:
                    continue
                a, b = (v for k, v in enumerate(one) if k != i)
                p, q = (v for k, v in enumerate(two) if k != j)
                out += [((one[i], a, b), (two[j], p, q)), ((one[i], a, b), (two[j], q, p))]
    return out


def side_ids(kb: Known, one: Tri, two: Tri, i: int, j: int) -> tuple[str, ...] | None:
    """Why the sides between the i-th and j-th vertices are equal; () where they are one side."""
    return kb.equal_lengths((one[i], one[j]), (two[i], two[j]))


def angle_ids(kb: Known, one: Tri, two: Tri, i: int) -> tuple[str, ...] | None:
    """Why the angles at the i-th vertices are equal; () where they are one angle or opposite at a crossing."""
    j, k = (n for n in range(3) if n != i)
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


def _conclude(kb: Known, one: Tri, two: Tri, why: list[tuple[str, ...] | None], parts: list) -> Finds:  # type: ignore[type-arg]
    if any(w is None for w in why):
        return
    ids = tuple(dict.fromkeys(i for w in why if w for i in w))
    if not ids:
        return
    # reading the first triangle in alphabetical order keeps the statement tidy
    order = sorted(range(3), key=lambda n: one[n])
    one, two = tuple(one[n] for n in order), tuple(two[n] for n in order)  # type: ignore[assignment]
    pairs = [(kb.name(a), kb.name(b)) for a, b in parts]
    words = {"tri": "".join(one), "tri2": "".join(two)}
    words |= {"pairs": [f"{a} = {b}" for a, b in pairs if a != b], "shared": [a for a, b in pairs if a == b]}
    yield ids, Conclusion("congruent", (*one, *two), True, "", words)


def _open(kb: Known, one: Tri, two: Tri) -> bool:
    return ("congruent", correspondence((*one, *two))) not in kb.terms


def _seg(t: Tri, i: int, j: int) -> tuple[str, str]:
    return seg(t[i], t[j])


def _ang(t: Tri, i: int) -> Tri:
    j, k = (n for n in range(3) if n != i)
    a, b = sorted((t[j], t[k]))
    return a, t[i], b


@theorem("Euclid I.8", "congruence", WAKES)
def congruent_sss(kb: Known, t: Term) -> Finds:
    """Triangles with three equal sides are congruent (SSS)."""
    if t.predicate not in ("equal_length", "length", "midpoint"):
        return
    for one, two in candidates(kb, t):
        if _open(kb, one, two):
            sides = ((0, 1), (1, 2), (0, 2))
            why = [side_ids(kb, one, two, i, j) for i, j in sides]
            yield from _conclude(kb, one, two, why, [(_seg(one, i, j), _seg(two, i, j)) for i, j in sides])


@theorem("Euclid I.4", "congruence", WAKES)
def congruent_sas(kb: Known, t: Term) -> Finds:
    """Triangles with two equal sides and the angle between them equal are congruent (SAS)."""
    for one, two in candidates(kb, t):
        if not _open(kb, one, two):
            continue
        for i in range(3):
            j, k = (n for n in range(3) if n != i)
            mid = angle_ids(kb, one, two, i)
            if mid is None:
                continue
            why = [side_ids(kb, one, two, i, j), mid, side_ids(kb, one, two, i, k)]
            parts = [(_seg(one, i, j), _seg(two, i, j)), (_ang(one, i), _ang(two, i)), (_seg(one, i, k), _seg(two, i, k))]
            yield from _conclude(kb, one, two, why, parts)


@theorem("Euclid I.26", "congruence", WAKES)
def congruent_asa(kb: Known, t: Term) -> Finds:
    """Triangles with two equal angles and the side between them equal are congruent (ASA)."""
    for one, two in candidates(kb, t):
        if not _open(kb, one, two):
            continue
        for i, j in ((0, 1), (1, 2), (0, 2)):
            side = side_ids(kb, one, two, i, j)
            if side is None:
                continue
            why = [angle_ids(kb, one, two, i), side, angle_ids(kb, one, two, j)]
            parts = [(_ang(one, i), _ang(two, i)), (_seg(one, i, j), _seg(two, i, j)), (_ang(one, j), _ang(two, j))]
            yield from _conclude(kb, one, two, why, parts)


@theorem("Euclid I.26", "congruence", WAKES)
def congruent_aas(kb: Known, t: Term) -> Finds:
    """Triangles with two equal angles and the side opposite one of them equal are congruent (AAS)."""
    for one, two in candidates(kb, t):
        if not _open(kb, one, two):
            continue
        for i, j, k in permutations(range(3)):  # side ij, angles at i and at k, which is opposite it
            side = side_ids(kb, one, two, i, j)
            if side is None:
                continue
            why = [angle_ids(kb, one, two, i), angle_ids(kb, one, two, k), side]
            parts = [(_ang(one, i), _ang(two, i)), (_ang(one, k), _ang(two, k)), (_seg(one, i, j), _seg(two, i, j))]
            yield from _conclude(kb, one, two, why, parts)


@theorem("Euclid I.47 and I.8", "congruence", WAKES)
def congruent_hl(kb: Known, t: Term) -> Finds:
    """Right triangles with equal hypotenuses and one pair of equal legs are congruent (HL)."""
    for one, two in candidates(kb, t):
        if not _open(kb, one, two):
            continue
        for i in range(3):
            j, k = (n for n in range(3) if n != i)
            c, d = kb.right(one[j], one[i], one[k]), kb.right(two[j], two[i], two[k])
            if c is None or d is None or degrees(c) != RIGHT:
                continue
            hyp = side_ids(kb, one, two, j, k)
            for n in (j, k):
                why = [(c.id, d.id), hyp, side_ids(kb, one, two, i, n)]
                parts = [(_seg(one, j, k), _seg(two, j, k)), (_seg(one, i, n), _seg(two, i, n))]
                yield from _conclude(kb, one, two, why, parts)


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
        c, d = _ang(one, i), _ang(two, i)  # type: ignore[arg-type]
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
