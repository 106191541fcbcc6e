"""Two triangles: similar (nested, hourglass, apart) and congruent (sharing a vertex or a side, apart)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ..sketching.numbers import SIDES, angle, chance, letters, pick, side, triple, whole
from ..sketching.ruler import mix
from ..sketching.sketch import Sketch
from .base import by_angles, by_sides, outline, some_angles, some_lengths, substrate

PARTS = ((1, 2), (1, 1), (2, 1), (2, 3), (3, 2), (3, 1), (1, 3), (3, 4))


def _apart(s: Sketch, names: Sequence[str], shape: Sequence[str], factor: Fraction, flip: bool) -> None:
    """A scaled copy to the right of a triangle made by `by_sides`, on the same base line; flipped, it is the mirror image."""
    known = [p for n in shape if (p := s.exact(n)) is not None]
    low, high = min(x.fraction for x, _ in known), max(x.fraction for x, _ in known)
    start = high + (high - low) * Fraction(3, 10)
    for name, (x, y) in zip(names, known, strict=True):
        s.at(name, ((high - x) if flip else (x - low)) * factor + start, y * factor)


@substrate
def nested_similar(s: Sketch) -> None:
    """A triangle with a parallel to its base: parts of the sides, and a base."""
    a, b, c = names = letters(s.rng, 3)
    m, n = pick(s.rng, PARTS)
    left, right = pick(s.rng, ((2, 2), (2, 3), (3, 2), (3, 4), (4, 3), (4, 5), (5, 4)))  # AB and AC in parts of m + n
    u, v, w, x = (Fraction(value) for value in (m * left, n * left, m * right, n * right))
    third = Fraction(whole(s.rng, abs(left - right) + 1, left + right - 1) * (m + n))
    by_sides(s, names, third, w + x, u + v)
    t = Fraction(m, m + n)
    outline(s, names)
    d = s.point("", mix, (a, b), t)
    e = s.point("", mix, (a, c), t)
    s.line(d, e)
    s.claim("parallel", d, e, b, c)
    some_lengths(s, 2, (a, d, u), (d, b, v), (a, b, u + v))
    some_lengths(s, 1, (a, e, w), (e, c, x))
    some_lengths(s, 1, (d, e, third * t), (b, c, third))


@substrate
def hourglass(s: Sketch) -> None:
    """Two triangles with a common vertex between parallel sides."""
    a, b, c, d, o = tuple(pick(s.rng, ("ABCDO", "ABCDE", "ABCDP", "PQRSO", "PQRST")))
    first = pick(s.rng, SIDES)
    k = pick(s.rng, (Fraction(1, 2), Fraction(2), Fraction(3, 2), Fraction(4, 5)))
    e, f, g = (Fraction(v) for v in s.rng.permutation(first).tolist())
    by_sides(s, (o, a, b), e, f, g)  # AB = e, OB = f, OA = g
    s.point(d, mix, (a, o), 1 + k)
    s.point(c, mix, (b, o), 1 + k)
    s.line(a, b)
    s.line(c, d)
    s.line(a, o, d)
    s.line(b, o, c)
    s.claim("parallel", a, b, c, d)
    some_lengths(s, 2, (a, o, g), (d, o, g * k), (a, b, e), (c, d, e * k))
    some_lengths(s, 1, (b, o, f), (c, o, f * k))


@substrate
def bowtie_congruent(s: Sketch) -> None:
    """Two segments that bisect each other, with their ends joined (SAS)."""
    a, b, c, d, o = tuple(pick(s.rng, ("ABCDO", "ABCDE", "ABCDM", "PQRSO", "KLMNO")))
    e, f, g = s.rng.permutation(pick(s.rng, SIDES)).tolist()
    by_sides(s, (o, a, b), e, f, g)
    s.point(d, mix, (a, o), 2)
    s.point(c, mix, (b, o), 2)
    s.line(a, b)
    s.line(c, d)
    s.line(a, o, d)
    s.line(b, o, c)
    s.claim("midpoint", o, a, d)
    if chance(s.rng, 0.5):
        s.claim("midpoint", o, b, c)
    else:
        s.claim("parallel", a, b, c, d)
    some_lengths(s, 2, (a, o, g), (b, o, f), (a, b, e), (c, d, e))


@substrate
def shared_side(s: Sketch) -> None:
    """Two triangles on either side of a common side, equal by SSS, SAS or HL."""
    a, b, c, d = letters(s.rng, 4)
    if chance(s.rng, 0.5):
        u, v, w = triple(s.rng, 30)  # right angles at B and D on the common hypotenuse AC
        s.at(a, 0, 0)
        s.at(c, w, 0)
        s.at(b, u * u / w, u * v / w)
        s.at(d, u * u / w, -u * v / w)
        s.claim("right_angle", a, b, c)
        s.claim("right_angle", a, d, c)
        s.claim("equal_length", a, b, a, d)
        some_lengths(s, 2, (a, b, u), (b, c, v), (c, d, v), (a, c, w))
    else:
        alpha, gamma = angle(s.rng, 25, 60), angle(s.rng, 25, 60)
        by_angles(s, (b, a, c), alpha, gamma, side(s.rng, 6, 12))
        known = s.exact(b)
        x, y = known if known is not None else s.points[b]
        s.at(d, x, -y)
        s.claim("equal_length", a, b, a, d)
        if chance(s.rng, 0.5):
            s.claim("equal_length", b, c, c, d)
        else:
            s.claim("bisector", a, c, b, d)
        some_angles(s, 2, (b, a, c, alpha), (a, c, b, gamma), (a, b, c, 180 - alpha - gamma))
    outline(s, (a, b, c, d))
    s.line(a, c)


@substrate
def congruent_pair(s: Sketch) -> None:
    """Two congruent triangles apart: SSS, SAS, ASA or AAS by marks, with measures on one or the other."""
    one = a, b, c = tuple("ABC")
    two = d, e, f = tuple(pick(s.rng, ("DEF", "PQR", "XYZ")))
    by_sides(s, one, *s.rng.permutation(pick(s.rng, SIDES)).tolist())
    base = s.exact_length(b, c)
    _apart(s, two, one, Fraction(1), chance(s.rng, 0.4))
    outline(s, one)
    outline(s, two)
    case = pick(s.rng, ("SSS", "SAS", "ASA", "AAS"))
    if case in ("SSS", "SAS"):
        s.claim("equal_length", a, b, d, e)
    if case != "AAS":
        s.claim("equal_length", b, c, e, f)
    if case in ("SSS", "AAS"):
        s.claim("equal_length", a, c, d, f)
    if case in ("SAS", "ASA", "AAS"):
        s.claim("equal_angle", a, b, c, d, e, f)
    if case in ("ASA", "AAS"):
        s.claim("equal_angle", a, c, b, d, f, e)
    some_lengths(s, 2, (b, c, base), (d, e, s.exact_length(d, e)), (a, c, s.exact_length(a, c)))


@substrate
def similar_pair(s: Sketch) -> None:
    """Two similar triangles apart: two pairs of equal angles, and sides of both."""
    one = a, b, c = tuple("ABC")
    two = d, e, f = tuple(pick(s.rng, ("DEF", "PQR", "XYZ")))
    p, q, r = (Fraction(v) for v in s.rng.permutation(pick(s.rng, SIDES)).tolist())
    k = pick(s.rng, (Fraction(1, 2), Fraction(3, 2), Fraction(4, 5), Fraction(2)))
    by_sides(s, one, p, q, r)
    _apart(s, two, one, k, chance(s.rng, 0.3))
    outline(s, one)
    outline(s, two)
    s.claim("equal_angle", a, b, c, d, e, f)
    s.claim("equal_angle", a, c, b, d, f, e)
    some_lengths(s, 1 if chance(s.rng, 0.3) else 2, (b, c, p), (e, f, p * k))
    some_lengths(s, 1, (a, b, r), (d, e, r * k))
    some_lengths(s, 1, (a, c, q), (d, f, q * k))
