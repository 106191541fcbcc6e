"""What is shown and told of a figure: its defining claims, varied, and how each is given.

Some numbers are replaced by others that determine the same (the hypotenuse for a leg, an area for a side, the angle beside for
an angle); now and then one more consistent number is printed, or all lengths are left out of a figure of angles; and in some
figures one number that is needed is withheld.  Every number stays exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from proofpress.model import Fact

from ..figure import Figure
from ..sketching.numbers import chance, pick, with_unit
from ..sketching.sketch import Sketch
from .swaps import RULES, angle_of, corner_key, length_of

REPLACED = 0.28  # share of numbers that another takes the place of
DISTRACTOR = 0.14  # share of figures with a number too many
ANGLES_ONLY = 0.2  # share of figures with two angles whose lengths are left out
WITHHELD = 0.3  # share of figures with a number too few

# how often a claim is shown by marks or print rather than told in words
SHOWN = {
    "length": 0.92,
    "angle": 0.92,
    "right_angle": 0.93,
    "equal_length": 0.85,
    "equal_angle": 0.9,
    "parallel": 0.75,
    "midpoint": 0.6,
    "bisector": 0.62,
    "isosceles": 0.65,
    "equilateral": 0.5,
    "square": 0.4,
    "rectangle": 0.45,
    "rhombus": 0.4,
    "parallelogram": 0.4,
    "kite": 0.4,
    "trapezoid": 0.5,
    "area": 0.3,
    "perimeter": 0.2,
    "arc": 0.4,
    "circle_area": 0.3,
    "circumference": 0.3,
}  # tangents and regular polygons are always told; so are isosceles trapezoids, whose marks a parallelogram could bear
_BY_SIDES = ("midpoint", "equal_length", "isosceles", "equilateral", "rhombus", "square", "kite")
MOST_NOTES = 2  # printed lines beside the figure
_AS_NOTES = ("area", "perimeter", "arc", "circle_area", "circumference")


@dataclass(frozen=True)
class Givens:
    shown: tuple[Fact, ...]
    withheld: Fact | None


def choose_givens(s: Sketch, figure: Figure, spoilt: bool = True) -> Givens:
    """The claims of the sketch as they are given. spoilt: now and then a number too few, or too many."""
    facts = _replaced(s, figure, _said_once(s.claims))
    angles = [f for f in facts if f.predicate in ("angle", "arc")]
    if len(angles) >= 2 and chance(s.rng, ANGLES_ONLY):
        facts = [f for f in facts if f.predicate not in ("length", "area", "perimeter")]
    withheld = None
    numbers = [f for f in facts if f.predicate in ("length", "angle", "arc", "area", "perimeter")]
    if not spoilt:
        return Givens(tuple(_as_given(s, [with_unit(f, s.unit) for f in facts])), None)
    if chance(s.rng, WITHHELD) and len(numbers) >= 2:
        withheld = pick(s.rng, numbers)
        facts = [f for f in facts if f is not withheld]
    elif chance(s.rng, DISTRACTOR):
        facts += _one_more(s, figure, facts)
    facts = [with_unit(f, s.unit) for f in facts]
    if withheld is not None:
        withheld = replace(with_unit(withheld, s.unit), given="hidden")
    return Givens(tuple(_as_given(s, facts)), withheld)


def _said_once(claims: Sequence[Fact]) -> list[Fact]:
    """A circle has one tangent at a point: a second name of that line says nothing new."""
    tangents: set[tuple[str, str]] = set()
    out = []
    for f in claims:
        if f.predicate == "tangent":
            if (f.args[0], f.args[2]) in tangents:
                continue
            tangents.add((f.args[0], f.args[2]))
        out.append(f)
    return out


def _as_given(s: Sketch, facts: list[Fact]) -> Iterator[Fact]:
    notes = 0
    for f in facts:
        shown = chance(s.rng, SHOWN.get(f.predicate, 0.0)) and _drawable(s, f)
        if shown and f.predicate in _AS_NOTES:
            notes += 1
            shown = notes <= MOST_NOTES
        yield replace(f, given="image" if shown else "text")


def _drawable(s: Sketch, f: Fact) -> bool:
    """Ticks need sides that no other point divides."""
    if f.predicate == "midpoint":
        m, a, b = f.args
        return _neighbours(s, a, m) and _neighbours(s, m, b)
    if f.predicate == "equal_length":
        return _neighbours(s, *f.args[:2]) and _neighbours(s, *f.args[2:])
    if f.predicate == "isosceles":
        return _neighbours(s, f.args[0], f.args[1]) and _neighbours(s, f.args[0], f.args[2])
    if f.predicate in _BY_SIDES:
        return all(_neighbours(s, a, b) for a, b in zip(f.args, (*f.args[1:], f.args[0]), strict=True))
    return True


def _neighbours(s: Sketch, a: str, b: str) -> bool:
    return any({a, b} == {p, q} for line in s.lines for p, q in pairwise(line))


def _replaced(s: Sketch, figure: Figure, facts: list[Fact]) -> list[Fact]:
    for i, f in enumerate(facts):
        if f.predicate not in ("length", "angle", "arc") or not chance(s.rng, REPLACED):
            continue
        rest = facts[:i] + facts[i + 1 :]
        said = {corner_key(s, g) for g in rest}
        options = [o for rule in RULES[f.predicate] for o in rule(s, figure, f, rest) if corner_key(s, o) not in said]
        if options:
            facts[i] = pick(s.rng, options)
    return facts


def _one_more(s: Sketch, figure: Figure, facts: list[Fact]) -> list[Fact]:
    """A consistent number that nobody needs: a side or an angle with a closed form, not given yet."""
    said = {corner_key(s, f) for f in facts}
    options: list[Fact] = []
    if any(f.predicate == "length" for f in facts):
        for a, b in figure.strokes():
            options += [f for f in length_of(figure, a, b) if f.value.is_rational]
    if any(f.predicate == "angle" for f in facts):
        for t in s.triangles():
            options += angle_of(figure, (t[1], t[0], t[2]))
    options = [f for f in options if corner_key(s, f) not in said]
    return [pick(s.rng, options)] if options else []
