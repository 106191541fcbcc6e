"""Parallels cut by a transversal: the three pairs of angles, their converses, transitivity."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from proofpress.reason.operators import Term
from proofpress.reason.saturate import Conclusion

from ..exact_values import STRAIGHT, add, same, supplement
from ..knowledge.kb import Known, degrees
from ..knowledge.scene import Corner, Crossing, Scene
from .base import ANGLE, Finds, Words, angle, theorem


# --- parallels ----------------------------------------------------------------------------------------------------
def _crossed(kb: Known, t: Term, kind: str) -> Finds:
    """Angle values carried over a pair of parallel lines by crossings of one kind."""
    s = kb.scene
    if t.predicate == "parallel":
        l1, l2 = s.line_of.get((t.args[0], t.args[1])), s.line_of.get((t.args[2], t.args[3]))
        if t.value is not True or l1 is None or l2 is None:
            return
        found = [(c, x, t.id, l1, l2) for c, xs in s.crossings(l1, l2).items() if c in kb.angles for x in xs]
    else:
        corner = s.corner(*t.args)
        if corner is None or not kb.parallels:
            return
        found = [
            (corner, x, id, line, l2)
            for line in (s.ray_line[corner[1]], s.ray_line[corner[2]])
            for l2, id in kb.parallels.get(line, {}).items()
            for x in s.crossings(line, l2).get(corner, ())
        ]
    for corner, x, id, l1, l2 in found:
        if x.kind != kind or x.corner in kb.angles:
            continue
        known = kb.angles[corner]
        size = degrees(known)
        value = partial(supplement, size) if kind == "co_interior" else size
        words: Words = {"known": known.args, "a": size, "lines": _pair(kb, l1, l2), "cut": x.transversal}
        yield (id, known.id), angle(s.corner_args(x.corner), value, **words)


def _pair(kb: Known, l1: int, l2: int) -> list[tuple[str, ...]]:
    a, b, c, d = kb.scene.parallel_args(l1, l2)
    return [(a, b), (c, d)]


@theorem("Euclid I.29", "parallel_lines", (*ANGLE, "parallel"))
def alternate_angles(kb: Known, t: Term) -> Finds:
    """Alternate angles at parallel lines are equal."""
    return _crossed(kb, t, "alternate")


@theorem("Euclid I.29", "parallel_lines", (*ANGLE, "parallel"))
def corresponding_angles(kb: Known, t: Term) -> Finds:
    """Corresponding angles at parallel lines are equal."""
    return _crossed(kb, t, "corresponding")


@theorem("Euclid I.29", "parallel_lines", (*ANGLE, "parallel"))
def co_interior_angles(kb: Known, t: Term) -> Finds:
    """Co-interior angles between parallel lines add up to 180°."""
    return _crossed(kb, t, "co_interior")


def _converse(kb: Known, t: Term, kind: str) -> Finds:
    """Two lines that make fitting angles with a transversal are parallel."""
    s = kb.scene
    for c, line, x, l2 in _candidates(kb, t, kind):
        if l2 in kb.parallels.get(line, ()):
            continue
        a, b = kb.angles.get(c), kb.angles.get(x.corner)
        if kind == "co_interior":
            if a is None or b is None or not same(add(degrees(a), degrees(b)), STRAIGHT):
                continue
            why: tuple[str, ...] | None = (a.id, b.id)
        else:
            why = kb.equal_angles(c, x.corner)
        if not why:
            continue
        one, two = kb.corner_name(c), kb.corner_name(x.corner)
        words: Words = {"one": one, "two": two, "lines": _pair(kb, line, l2), "cut": x.transversal}
        if a is not None and b is not None:
            words |= {"a": degrees(a), "b": degrees(b)}
        else:
            words |= {"a": "", "b": ""}
        yield why, Conclusion("parallel", s.parallel_args(line, l2), True, "", words)


def _candidates(kb: Known, t: Term, kind: str) -> Iterator[tuple[Corner, int, Crossing, int]]:
    s = kb.scene
    corners = [t.args] if len(t.args) == 3 else [t.args[:3], t.args[3:]]
    for args in corners:
        c = s.corner(*args)
        if c is None:
            continue
        found = s.keys.get(("answering", c))
        if found is None:
            found = s.keys["answering", c] = list(_answering(s, c))
        for line, x, l2 in found:
            if x.kind == kind:
                yield c, line, x, l2


def _answering(s: Scene, c: Corner) -> Iterator[tuple[int, Crossing, int]]:
    """(line, corner, its line): the corners that answer this one where a line does not meet the other in a point."""
    for r, u in (c[1:], c[:0:-1]):
        line, cut = s.ray_line[r], s.ray_line[u]
        for q in s.lines[cut]:
            if q == c[0]:
                continue
            for l2 in {s.ray_line[w]: 0 for w in s.rays[q]}:
                if l2 == cut or s.meeting(line, l2) is not None:
                    continue
                for x in s.crossings(line, l2).get(c, ()):
                    if x.corner[0] == q:
                        yield line, x, l2


@theorem("Euclid I.27", "parallel_converse", (*ANGLE, "equal_angle"))
def alternate_angles_converse(kb: Known, t: Term) -> Finds:
    """Lines that make equal alternate angles with a transversal are parallel."""
    return _converse(kb, t, "alternate")


@theorem("Euclid I.28", "parallel_converse", (*ANGLE, "equal_angle"))
def corresponding_angles_converse(kb: Known, t: Term) -> Finds:
    """Lines that make equal corresponding angles with a transversal are parallel."""
    return _converse(kb, t, "corresponding")


@theorem("Euclid I.28", "parallel_converse", ANGLE)
def co_interior_angles_converse(kb: Known, t: Term) -> Finds:
    """Lines that make co-interior angles of 180° together with a transversal are parallel."""
    return _converse(kb, t, "co_interior")


@theorem("Euclid I.30", "parallel_lines", ("parallel",))
def parallel_transitivity(kb: Known, t: Term) -> Finds:
    """Lines parallel to one line are parallel to each other."""
    s = kb.scene
    l1, l2 = s.line_of.get((t.args[0], t.args[1])), s.line_of.get((t.args[2], t.args[3]))
    if t.value is not True or l1 is None or l2 is None:
        return
    for line, via in ((l1, l2), (l2, l1)):
        for third, id in kb.parallels.get(via, {}).items():
            if third not in (line, via) and s.meeting(line, third) is None and third not in kb.parallels.get(line, ()):
                words: Words = {"lines": _pair(kb, line, third), "via": (s.lines[via][0], s.lines[via][-1])}
                yield (t.id, id), Conclusion("parallel", s.parallel_args(line, third), True, "", words)


THEOREMS = (
    alternate_angles,
    corresponding_angles,
    co_interior_angles,
    alternate_angles_converse,
    corresponding_angles_converse,
    co_interior_angles_converse,
    parallel_transitivity,
)
