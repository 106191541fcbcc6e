"""Lines and angles: parts and wholes, halves, equal parts, angles at a crossing."""

from __future__ import annotations

from functools import partial

from proofpress.reason.operators import Term
from proofpress.reason.saturate import Conclusion

from ..exact_values import FULL, STRAIGHT, Num, add, half, less, rest, same, supplement, twice
from ..knowledge.kb import Known, degrees
from ..knowledge.scene import Corner, Seg
from .base import ANGLE, LENGTH, Factor, Finds, Words, angle, equal_length, length, length_of, theorem


@theorem("Euclid I.13", "linear_pair", ANGLE)
def linear_pair(kb: Known, t: Term) -> Finds:
    """Two angles that together make a straight angle add up to 180°."""
    s = kb.scene
    v, r1, r2 = s.corner(*t.args) or ("", -1, -1)
    for a, b in ((r1, r2), (r2, r1)):
        o = s.opposite.get(a)
        if o is None:
            continue
        new = s._corner(v, o, b)
        if new not in kb.angles:
            p, q = s.ray_name(a), s.ray_name(o)
            ids = (t.id, s.between_id(v, p, q))
            yield (
                ids,
                angle(kb.corner_name(new), partial(supplement, degrees(t)), known=t.args, a=degrees(t), at=v, line=(p, q)),
            )


@theorem("Euclid I.15", "vertical_angles", ANGLE)
def vertical_angles(kb: Known, t: Term) -> Finds:
    """Where two lines cross, opposite angles are equal."""
    s = kb.scene
    v, r1, r2 = s.corner(*t.args) or ("", -1, -1)
    o1, o2 = s.opposite.get(r1), s.opposite.get(r2)
    if o1 is not None and o2 is not None:
        new = s._corner(v, o1, o2)
        lines = [tuple(sorted((s.ray_name(r), s.ray_name(o)))) for r, o in ((r1, o1), (r2, o2))]
        ids = (t.id, *(s.between_id(v, *line) for line in lines))
        yield ids, angle(kb.corner_name(new), degrees(t), known=t.args, at=v, line=lines[0], line2=lines[1])


@theorem("Euclid I.13, corollary", "angles_around_point", ANGLE)
def angles_around_point(kb: Known, t: Term) -> Finds:
    """The angles around a point add up to 360°."""
    corners = kb.scene.around(t.args[1])
    known = [kb.angles[c] for c in corners if c in kb.angles]
    if corners and len(known) == len(corners) - 1:
        (new,) = (c for c in corners if c not in kb.angles)
        parts = [degrees(k) for k in known]
        yield (
            tuple(k.id for k in known),
            angle(kb.corner_name(new), partial(rest, FULL, parts), parts=[k.args for k in known], sizes=parts, at=t.args[1]),
        )


def _parts(kb: Known, t: Term) -> list[tuple[Corner, Corner, Corner]]:
    corner = kb.scene.corner(*t.args)
    return kb.scene.corner_parts.get(corner, []) if corner else []


@theorem("Euclid, common notion 2", "angle_addition", ANGLE)
def angle_addition(kb: Known, t: Term) -> Finds:
    """An angle is the sum of the parts into which an inner ray cuts it."""
    for p, q, w in _parts(kb, t):
        a, b = kb.angles.get(p), kb.angles.get(q)
        if w not in kb.angles and a is not None and b is not None:
            x, y = degrees(a), degrees(b)
            yield (a.id, b.id), angle(kb.scene.corner_args(w), partial(add, x, y), one=a.args, two=b.args, a=x, b=y)


@theorem("Euclid, common notion 3", "angle_subtraction", ANGLE)
def angle_subtraction(kb: Known, t: Term) -> Finds:
    """A part of an angle is the whole less the other part."""
    for p, q, w in _parts(kb, t):
        whole = kb.angles.get(w)
        if whole is None:
            continue
        for known, new in ((p, q), (q, p)):
            part = kb.angles.get(known)
            if part is not None and new not in kb.angles:
                x, y = degrees(whole), degrees(part)
                yield (
                    (whole.id, part.id),
                    angle(kb.scene.corner_args(new), partial(less, x, y), whole=whole.args, part=part.args, a=x, b=y),
                )


@theorem("Euclid, common notion 2", "segment_addition", LENGTH)
def segment_addition(kb: Known, t: Term) -> Finds:
    """A segment is the sum of the parts into which a point cuts it."""
    for a, m, b in kb.scene.seg_parts.get(t.args, ()):
        x, y = kb.length(a, m), kb.length(m, b)
        if x is not None and y is not None and kb.length(a, b) is None:
            ids = (x.id, y.id, kb.scene.between_id(m, a, b))
            yield ids, length(kb, a, b, partial(add, x.value, y.value), one=(a, m), two=(m, b), a=x.value, b=y.value, at=m)


@theorem("Euclid, common notion 3", "segment_subtraction", LENGTH)
def segment_subtraction(kb: Known, t: Term) -> Finds:
    """A part of a segment is the whole less the other part."""
    for a, m, b in kb.scene.seg_parts.get(t.args, ()):
        whole = kb.length(a, b)
        if whole is None:
            continue
        for p, q in ((a, b), (b, a)):
            part = kb.length(p, m)
            if part is not None and kb.length(m, q) is None:
                ids = (whole.id, part.id, kb.scene.between_id(m, a, b))
                value = partial(less, whole.value, part.value)
                yield ids, length(kb, m, q, value, whole=(a, b), part=(p, m), a=whole.value, b=part.value, at=m)


@theorem("Euclid, common notion 1", "equal_lengths", ("length", "equal_length", "midpoint"))
def equal_lengths(kb: Known, t: Term) -> Finds:
    """Equal segments have equal lengths."""
    pairs: list[tuple[Seg, Seg]]
    if t.predicate == "midpoint":
        m, a, b = t.args
        pairs = [((a, m), (m, b)), ((m, b), (a, m))]
    elif t.predicate == "equal_length":
        pairs = [(t.args[:2], t.args[2:]), (t.args[2:], t.args[:2])]
    else:
        pairs = [(t.args, s) for s in kb.equal_segs.get(t.args, ())]
    for s, u in pairs:
        known = kb.length(*s)
        if known is not None and kb.length(*u) is None:
            why = kb.equal_lengths(s, u)
            if why and len(why) == 1:
                yield (*why, known.id), length_of(kb, u, known.value, known=tuple(s))


@theorem("Euclid, common notion 1", "equal_angles", (*ANGLE, "equal_angle", "bisector"))
def equal_angles(kb: Known, t: Term) -> Finds:
    """Equal angles have equal sizes."""
    s = kb.scene
    if t.predicate == "bisector":
        a, d, b, c = t.args
        found = [s.corner(b, a, d), s.corner(d, a, c)]
    elif t.predicate == "equal_angle":
        found = [s.corner(*t.args[:3]), s.corner(*t.args[3:])]
    else:
        own = s.corner(*t.args)
        others = kb.equal_corners.get(own, ()) if own else ()
        yield from _carried(kb, [(own, x) for x in others])
        return
    yield from _carried(kb, [(found[0], found[1]), (found[1], found[0])])


def _carried(kb: Known, pairs: list[tuple[Corner | None, Corner | None]]) -> Finds:
    """The size of the first corner of each pair given to the second."""
    for c, d in pairs:
        if c is None or d is None or c not in kb.angles or d in kb.angles:
            continue
        known = kb.angles[c]
        yield (kb.equal_corners[c][d], known.id), angle(kb.scene.corner_args(d), degrees(known), known=known.args)


@theorem("definition of midpoint", "midpoint", ("length", "midpoint", "equal_length"))
def halves_of_segment(kb: Known, t: Term) -> Finds:
    """Each of the two equal parts of a segment is half of it."""
    s = kb.scene
    trios = s.seg_parts.get(t.args, ()) if t.predicate == "length" else _trios_of_pair(kb, t)
    for a, m, b in trios:
        whole = kb.length(a, b)
        why = kb.equal_segs.get(min((a, m), (m, a)), {}).get(min((m, b), (b, m)))
        if whole is None or why is None:
            continue
        for p in (a, b):
            if kb.length(p, m) is None:
                ids = (why, whole.id, s.between_id(m, a, b)) if _mentions_line(kb, why) else (why, whole.id)
                yield ids, length(kb, p, m, partial(half, whole.value), whole=(a, b), a=Factor(whole.value), at=m)


def _trios_of_pair(kb: Known, t: Term) -> list[tuple[str, ...]]:
    if t.predicate == "midpoint":
        m, a, b = t.args
        return [(a, m, b)]
    common = set(t.args[:2]) & set(t.args[2:])
    if len(common) != 1:
        return []
    (m,) = common
    a, b = sorted(set(t.args) - common)
    return [(a, m, b)] if kb.scene.between(m, a, b) else []


def _mentions_line(kb: Known, why: str) -> bool:
    """Equal ticks do not say themselves that the point is between the ends; a midpoint does."""
    return all(id != why for _, id in kb.midpoints.values())


@theorem("definition of midpoint", "midpoint", ("length", "midpoint", "equal_length"))
def double_of_half(kb: Known, t: Term) -> Finds:
    """A segment is twice each of its two equal parts."""
    s = kb.scene
    trios = s.seg_parts.get(t.args, ()) if t.predicate == "length" else _trios_of_pair(kb, t)
    for a, m, b in trios:
        why = kb.equal_segs.get(min((a, m), (m, a)), {}).get(min((m, b), (b, m)))
        if why is None or kb.length(a, b) is not None:
            continue
        known = kb.length(a, m) or kb.length(m, b)
        if known is not None:
            ids = (why, known.id, s.between_id(m, a, b)) if _mentions_line(kb, why) else (why, known.id)
            yield ids, length(kb, a, b, partial(twice, known.value), part=known.args, a=Factor(known.value), at=m)


@theorem("definition of a bisector", "angle_bisector", (*ANGLE, "equal_angle", "bisector"))
def halves_of_angle(kb: Known, t: Term) -> Finds:
    """Each of the two equal parts of an angle is half of it."""
    for p, q, w in _angle_trios(kb, t):
        whole, why = kb.angles.get(w), kb.equal_corners.get(p, {}).get(q)
        if whole is None or why is None:
            continue
        for new in (p, q):
            if new not in kb.angles:
                size = degrees(whole)
                yield (why, whole.id), angle(kb.scene.corner_args(new), partial(half, size), whole=whole.args, a=size)


@theorem("definition of a bisector", "angle_bisector", (*ANGLE, "equal_angle", "bisector"))
def double_of_half_angle(kb: Known, t: Term) -> Finds:
    """An angle is twice each of its two equal parts."""
    for p, q, w in _angle_trios(kb, t):
        why = kb.equal_corners.get(p, {}).get(q)
        if why is None or w in kb.angles:
            continue
        known = kb.angles.get(p) or kb.angles.get(q)
        if known is not None:
            size = degrees(known)
            yield (why, known.id), angle(kb.scene.corner_args(w), partial(_double, size), part=known.args, a=size)


def _double(a: Num) -> Num:
    whole = twice(a)
    less(STRAIGHT, whole)
    return whole


def _angle_trios(kb: Known, t: Term) -> list[tuple[Corner, Corner, Corner]]:
    s = kb.scene
    if t.predicate == "bisector":
        a, d, b, _ = t.args
        p = s.corner(b, a, d)
    elif t.predicate == "equal_angle":
        if t.args[1] != t.args[4]:
            return []
        p = s.corner(*t.args[:3])
    else:
        return _parts(kb, t)
    return s.corner_parts.get(p, []) if p else []


@theorem("definition of a bisector", "angle_bisector", ANGLE)
def equal_parts_bisect(kb: Known, t: Term) -> Finds:
    """A ray that cuts an angle into two equal parts bisects it."""
    for p, q, w in _parts(kb, t):
        a, b = kb.angles.get(p), kb.angles.get(q)
        if a is None or b is None or w in kb.bisectors or not same(degrees(a), degrees(b)):
            continue
        v, r, s = w
        (mid,) = set(p[1:]) & set(q[1:])
        scene = kb.scene
        args = (v, scene.ray_name(mid), *sorted((scene.ray_name(r), scene.ray_name(s))))
        words: Words = {"one": a.args, "two": b.args, "ray": args[:2], "whole": scene.corner_args(w), "a": degrees(a)}
        yield (a.id, b.id), Conclusion("bisector", args, True, "", words)


@theorem("Euclid I.12", "perpendicular_bisector", ("midpoint", *ANGLE))
def perpendicular_bisector(kb: Known, t: Term) -> Finds:
    """Every point of the perpendicular bisector of a segment is equally far from its ends."""
    s = kb.scene
    if t.predicate == "midpoint":
        triples = [(t.args[1], t.args[0], t.args[2], t.id)]
    else:
        triples = [(a, m, b, id) for (a, b), (m, id) in kb.midpoints.items() if m == t.args[1]]
    for a, m, b, id in triples:
        for ray in s.rays.get(m, ()):
            for p in s.ray_points[ray]:
                right = kb.right(a, m, p) or kb.right(b, m, p)
                if right is not None and s.drawn(p, a) and s.drawn(p, b) and not kb.equal_lengths((p, a), (p, b)):
                    yield (id, right.id), equal_length((p, a), (p, b), mid=m, base=(a, b), axis=(p, m))


THEOREMS = (
    linear_pair,
    vertical_angles,
    angles_around_point,
    angle_addition,
    angle_subtraction,
    segment_addition,
    segment_subtraction,
    equal_lengths,
    equal_angles,
    halves_of_segment,
    double_of_half,
    halves_of_angle,
    double_of_half_angle,
    equal_parts_bisect,
    perpendicular_bisector,
)
