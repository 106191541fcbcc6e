"""Similar triangles: AA, SAS, SSS, a parallel to a side; proportional sides, equal angles, areas as squares."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import combinations
from typing import Any

from proofpress.reason.operators import Term
from proofpress.reason.saturate import Conclusion

from ..exact_values import Num, div, fourth, mul, same
from ..knowledge.kb import Known, correspondence, degrees
from ..knowledge.scene import Corner, Tri, seg
from .base import ANGLE, LENGTH, Factor, Finds, Words, angle, area, length_of, theorem, tri_name
from .congruence import Pair, angle_ids

MOST_PAIRS = 24


def _statement(kb: Known, one: Tri, two: Tri, ids: tuple[str, ...], /, **words: Any) -> Finds:
    order = sorted(range(3), key=lambda n: one[n])
    one, two = tuple(one[n] for n in order), tuple(two[n] for n in order)
    words |= {"tri": "".join(one), "tri2": "".join(two)}
    yield tuple(dict.fromkeys(ids)), Conclusion("similar", (*one, *two), True, "", words)


def _known(kb: Known, one: Tri, two: Tri) -> bool:
    key = correspondence((*one, *two))
    return ("similar", key) in kb.terms or ("congruent", key) in kb.terms


def _pairs(kb: Known, t: Term) -> Iterator[Pair]:
    """Triangles in corresponding order of which one pair of angles is equal by this term, or next to a common angle."""
    s = kb.scene
    out = 0
    corners: list[tuple[Corner | None, Corner | None]]
    if t.predicate == "equal_angle":
        corners = [(s.corner(*t.args[:3]), s.corner(*t.args[3:]))]
    else:
        own = s.corner(*t.args)
        corners = [(own, c) for c in kb.by_angle.get(degrees(t), ()) if c != own]
    for c, d in corners:
        for one, i in s.by_corner.get(c, ()):
            for two, j in s.by_corner.get(d, ()):
                if one == two:
                    continue
                a, b = (v for k, v in enumerate(one) if k != i)
                p, q = (v for k, v in enumerate(two) if k != j)
                for x, y in ((p, q), (q, p)):
                    if out < MOST_PAIRS:
                        yield (one[i], a, b), (two[j], x, y)
                out += 1


@theorem("Euclid VI.4", "similarity", (*ANGLE, "equal_angle"))
def similar_aa(kb: Known, t: Term) -> Finds:
    """Triangles with two pairs of equal angles are similar (AA)."""
    for one, two in _pairs(kb, t):
        if _known(kb, one, two):
            continue
        first = angle_ids(kb, one, two, 0)
        if first is None:
            continue
        for i in (1, 2):
            second = angle_ids(kb, one, two, i)
            if second is not None:
                parts = [(_ang(one, n), _ang(two, n)) for n in (0, i)]
                pairs = [f"{kb.name(a)} = {kb.name(b)}" for a, b in parts if not _one_corner(kb, a, b)]
                shared = [kb.name(a) for a, b in parts if _one_corner(kb, a, b)]
                yield from _statement(kb, one, two, (*first, *second), pairs=pairs, shared=shared)
                break


def _one_corner(kb: Known, a: Tri, b: Tri) -> bool:
    return kb.scene.corner(*a) == kb.scene.corner(*b)


def _ang(t: Tri, i: int) -> Tri:
    j, k = (n for n in range(3) if n != i)
    a, b = sorted((t[j], t[k]))
    return a, t[i], b


@theorem("Euclid VI.2", "similarity", ("parallel",))
def parallel_to_side(kb: Known, t: Term) -> Finds:
    """A parallel to one side of a triangle cuts off a similar triangle."""
    s = kb.scene
    l1, l2 = s.line_of.get((t.args[0], t.args[1])), s.line_of.get((t.args[2], t.args[3]))
    if t.value is not True or l1 is None or l2 is None:
        return
    for i, m in enumerate(s.lines[l1]):
        for n in s.lines[l1][i + 1 :]:
            for j, b in enumerate(s.lines[l2]):
                for c in s.lines[l2][j + 1 :]:
                    for p, q in ((b, c), (c, b)):
                        x, y = s.line_of.get((m, p)), s.line_of.get((n, q))
                        if x is None or y is None or x == y:
                            continue
                        a = s.meeting(x, y)
                        if a is None or a in (m, n, p, q):
                            continue
                        one, two = (a, m, n), (a, p, q)
                        if not _known(kb, one, two):
                            words: Words = {"apex": a, "side": (b, c), "cut": (m, n)}
                            yield from _statement(kb, one, two, (t.id,), **words)


def _ratio_pairs(kb: Known, t: Term) -> list[Pair]:
    """Triangles with a common (or vertical) corner, one of which has the side of this term."""
    s = kb.scene
    out: list[Pair] = []
    for one in s.by_side.get(t.args, ()):
        for share in s.shared[one]:
            a, b = (v for k, v in enumerate(one) if k != share.i)
            p, q = (v for k, v in enumerate(share.other) if k != share.j)
            apex = (one[share.i], share.other[share.j])
            out += [((apex[0], a, b), (apex[1], p, q)), ((apex[0], a, b), (apex[1], q, p))]
    return out[:MOST_PAIRS]


@theorem("Euclid VI.6", "similarity", LENGTH)
def similar_sas(kb: Known, t: Term) -> Finds:
    """Triangles with a common angle between proportional sides are similar (SAS)."""
    for one, two in _ratio_pairs(kb, t):
        a, b = kb.length(one[0], one[1]), kb.length(one[0], one[2])
        p, q = kb.length(two[0], two[1]), kb.length(two[0], two[2])
        if a is None or b is None or p is None or q is None:
            continue
        if abs(float(a.value) * float(q.value) - float(b.value) * float(p.value)) > 1e-6 or a.value == p.value:
            continue
        if _known(kb, one, two):
            continue
        if not same(mul(a.value, q.value), mul(b.value, p.value)):
            continue
        why = angle_ids(kb, one, two, 0)
        if why is None:
            continue
        words: Words = {"at": one[0], "sides": [a.args, p.args, b.args, q.args]}
        words |= {"ratio": div(a.value, p.value), "one": [a.value, p.value], "two": [b.value, q.value]}
        words |= {"shared": _one_corner(kb, _ang(one, 0), _ang(two, 0)), "angle": _ang(one, 0)}
        yield from _statement(kb, one, two, (a.id, p.id, b.id, q.id, *why), **words)


@theorem("Euclid VI.5", "similarity", LENGTH)
def similar_sss(kb: Known, t: Term) -> Finds:
    """Triangles with proportional sides are similar (SSS)."""
    s = kb.scene
    measured = {
        tri: sorted((float(kb.lengths[x].value), x) for x in _sides(tri))
        for tri in s.triangles
        if all(x in kb.lengths for x in _sides(tri))
    }
    for one, a in ((tri, a) for tri, a in measured.items() if t.args in _sides(tri)):
        for two, b in measured.items():
            if one == two:
                continue
            k = a[0][0] / b[0][0]
            if abs(k - 1) < 1e-9 or any(abs(x[0] / y[0] - k) > 1e-9 for x, y in zip(a, b, strict=True)):
                continue
            first = [kb.lengths[x] for _, x in a]
            second = [kb.lengths[x] for _, x in b]
            ratio = div(first[0].value, second[0].value)
            if not all(same(div(x.value, y.value), ratio) for x, y in zip(first, second, strict=True)):
                continue
            tri1 = tuple(next(v for v in one if v not in x) for _, x in a)
            tri2 = tuple(next(v for v in two if v not in x) for _, x in b)
            if not _known(kb, tri1, tri2):
                words: Words = {
                    "ratio": ratio,
                    "sides": [z for x, y in zip(first, second, strict=True) for z in (x.args, y.args)],
                }
                ids = tuple(x.id for x in (*first, *second))
                yield from _statement(kb, tri1, tri2, ids, **words)


def _sides(tri: Tri) -> tuple[tuple[str, ...], ...]:
    a, b, c = tri
    return seg(a, b), seg(b, c), seg(a, c)


@theorem("Thales; Euclid VI.2", "similarity", ("parallel", "length"))
def intercepts(kb: Known, t: Term) -> Finds:
    """Three parallels cut any two transversals in the same ratio."""
    s = kb.scene
    if len(kb.parallels) < 3 or (t.predicate == "parallel" and t.value is not True):
        return
    for m, others in kb.parallels.items():
        for a, b in combinations(sorted(others), 2):
            cuts = [tuple(s.meeting(k, n) for k in (a, m, b)) for n in range(len(s.lines)) if n not in (a, m, b)]
            for one, two in combinations([c for c in cuts if None not in c], 2):
                if not set(one) & set(two):
                    yield from _in_proportion(kb, t, one, two, (others[a], others[b]))  # type: ignore[arg-type]


def _in_proportion(kb: Known, t: Term, one: Tri, two: Tri, why: tuple[str, str]) -> Finds:
    """The length that three others on two transversals give; one, two: their points on the three parallels."""
    pairs = [(seg(one[i], one[j]), seg(two[i], two[j])) for i, j in ((0, 1), (1, 2), (0, 2))]
    full = [(a, b) for a, b in pairs if a in kb.lengths and b in kb.lengths]
    for a, b in full:
        for known, new in ((c, d) for p, q in pairs for c, d in ((p, q), (q, p)) if c in kb.lengths and d not in kb.lengths):
            if t.predicate == "length" and t.args not in (a, b, known):
                continue
            x, y = (a, b) if (known, new) in pairs else (b, a)
            p, q, r = kb.lengths[x], kb.lengths[y], kb.lengths[known]
            words: Words = {"rows": [seg(u, v) for u, v in zip(one, two, strict=True)], "known": known}
            words |= {"from_side": x, "to_side": y, "p": Factor(p.value), "q": Factor(q.value), "r": Factor(r.value)}
            ids = tuple(dict.fromkeys((*why, p.id, q.id, r.id)))
            yield ids, length_of(kb, new, partial(fourth, p.value, q.value, r.value), **words)


def _similars(kb: Known, t: Term) -> list[Term]:
    return [t] if t.predicate == "similar" else kb.similar_by_side.get(t.args, [])


@theorem("Euclid VI.4", "similarity", ("similar", "length"))
def similar_sides(kb: Known, t: Term) -> Finds:
    """Corresponding sides of similar triangles are proportional."""
    for sim in _similars(kb, t):
        one, two = sim.args[:3], sim.args[3:]
        sides = [(seg(one[i], one[j]), seg(two[i], two[j])) for i, j in ((0, 1), (1, 2), (0, 2))]
        full = [(a, b) for a, b in sides if a in kb.lengths and b in kb.lengths and a != b]
        for known, new in ((a, b) for a, b in sides if (a in kb.lengths) != (b in kb.lengths)):
            for a, b in full:
                if t.predicate == "length" and t.args not in (a, b, known, new):
                    continue
                k, n = (known, new) if known in kb.lengths else (new, known)
                x, y = (a, b) if known in kb.lengths else (b, a)
                p, q, r = kb.lengths[x], kb.lengths[y], kb.lengths[k]
                # new : known = y : x
                words: Words = {"tri": "".join(one), "tri2": "".join(two), "known": k, "x": x, "y": y}
                words |= {"p": Factor(p.value), "q": Factor(q.value), "r": Factor(r.value)}
                words["from_side"], words["to_side"] = words.pop("x"), words.pop("y")
                ids = tuple(dict.fromkeys((sim.id, p.id, q.id, r.id)))
                yield ids, length_of(kb, n, partial(fourth, p.value, q.value, r.value), **words)
                break


@theorem("Euclid VI.4", "similarity", ("similar", *ANGLE))
def similar_angles(kb: Known, t: Term) -> Finds:
    """Corresponding angles of similar triangles are equal."""
    found = [t] if t.predicate == "similar" else kb.similar_by_corner.get(kb.scene.corner(*t.args), [])
    for sim in found:
        one, two = sim.args[:3], sim.args[3:]
        for i in range(3):
            c, d = _ang(one, i), _ang(two, i)
            for known, new in ((c, d), (d, c)):
                term = kb.angle(*known)
                if term is not None and kb.angle(*new) is None:
                    words: Words = {"tri": "".join(one), "tri2": "".join(two), "known": known}
                    yield (sim.id, term.id), angle(new, degrees(term), **words)


@theorem("Euclid VI.19", "area_ratio", ("similar", "length", "area"))
def similar_areas(kb: Known, t: Term) -> Finds:
    """The areas of similar triangles are as the squares of corresponding sides."""
    sims = [x for x in kb.similars if t.predicate == "area"] if t.predicate == "area" else _similars(kb, t)
    for sim in sims:
        one, two = sim.args[:3], sim.args[3:]
        for p, q in ((one, two), (two, one)):
            known = kb.areas.get(tuple(sorted(p)))  # a triangle's cycle
            if known is None or tuple(sorted(q)) in kb.areas:
                continue
            for i, j in ((0, 1), (1, 2), (0, 2)):
                a, b = kb.length(p[i], p[j]), kb.length(q[i], q[j])
                if a is not None and b is not None and a is not b:
                    value = partial(_scaled_area, known.value, b.value, a.value)
                    words: Words = {"tri": tri_name(p), "tri2": tri_name(q), "a": Factor(known.value), "from_side": a.args}
                    words |= {"to_side": b.args, "p": Factor(b.value), "q": Factor(a.value)}
                    yield (sim.id, known.id, a.id, b.id), area(kb, tuple(sorted(q)), value, **words)
                    break


def _scaled_area(known: Num, new: Num, old: Num) -> Num:
    k = div(new, old)
    return mul(known, k, k)


@theorem("Euclid VI.19", "area_ratio", ("similar", "length"))
def area_ratio_of_similar(kb: Known, t: Term) -> Finds:
    """The ratio of the areas of similar triangles is the square of the ratio of their sides."""
    for sim in _similars(kb, t):
        one, two = sim.args[:3], sim.args[3:]
        for i, j in ((0, 1), (1, 2), (0, 2)):
            a, b = kb.length(one[i], one[j]), kb.length(two[i], two[j])
            if a is not None and b is not None and a is not b and a.value != b.value:
                big, small = (one, two) if float(a.value) < float(b.value) else (two, one)
                x, y = (a, b) if big is one else (b, a)
                words: Words = {"tri": tri_name(big), "tri2": tri_name(small), "p": Factor(x.value), "q": Factor(y.value)}
                words |= {"from_side": x.args, "to_side": y.args}
                args = (*sorted(big), *sorted(small))
                yield (sim.id, a.id, b.id), Conclusion("area_ratio", args, partial(_square_ratio, x.value, y.value), "", words)
                break


def _square_ratio(a: Num, b: Num) -> Num:
    k = div(a, b)
    return mul(k, k)


THEOREMS = (
    similar_aa,
    parallel_to_side,
    intercepts,
    similar_sas,
    similar_sss,
    similar_sides,
    similar_angles,
    similar_areas,
    area_ratio_of_similar,
)
