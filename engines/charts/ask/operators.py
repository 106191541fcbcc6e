"""Operators that only charts have: colours, titles, legends, series, classes of a scatter plot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from proofpress.model import Value
from proofpress.reason.library.order import arg_max, arg_min
from proofpress.reason.library.sequence import RISING, trend
from proofpress.reason.library.support import Selecting, halves, no_margin, no_unit, real
from proofpress.reason.operators import Ambiguous, Inapplicable, Operator, Term

TOGETHER, APART, NEITHER = "positive", "negative", "no clear relationship"
_STRONG, _WEAK = Fraction(9, 25), Fraction(1, 25)  # of r squared: |r| above 0.6, below 0.2


def colour_of(colour: Term) -> str:
    """The colour in which a series is drawn."""
    if colour.predicate != "colour":
        raise Inapplicable("not a colour")
    return str(colour.value)


def by_colour(colour: Term) -> str:
    """The series that is drawn in a colour."""
    if colour.predicate != "colour":
        raise Inapplicable("not a colour")
    return colour.args[0]


def read_title(title: Term) -> str:
    """What the title says."""
    return _text(title)


def axis_title(title: Term) -> str:
    """What the title of the axis says."""
    return _text(title)


def _text(x: Term) -> str:
    if not isinstance(x.value, str) or not x.value:
        raise Inapplicable("empty")
    return x.value


def count_series(*legend: Term) -> int:
    """How many series the legend names."""
    return len({x.args[0] for x in legend})


def count_labels(*positions: Term) -> int:
    """How many labels stand along the category axis."""
    return len({x.args[-1] for x in positions})


def legend_position(entry: Term) -> int:
    """The place of a series in the legend, from 1."""
    return int(real(entry))


def legend_nth(k: Term, *entries: Term) -> str:
    """The series at the k-th place of the legend."""
    hits = [e.args[0] for e in entries if real(e) == real(k)]
    if len(hits) != 1:
        raise Inapplicable("no such place")
    return hits[0]


def list_legend(*entries: Term) -> tuple[str, ...]:
    """The names in the legend, in its order."""
    return tuple(e.args[0] for e in sorted(entries, key=real))


def _of(name: Term, values: Sequence[Term]) -> list[Term]:
    chosen = [v for v in values if v.args[0] == name.value]
    if len(chosen) < 2:
        raise Inapplicable("fewer than two terms")
    return chosen


def peak_of(name: Term, *values: Term) -> str:
    """The label at which the named series is largest."""
    return arg_max(*_of(name, values))


def low_of(name: Term, *values: Term) -> str:
    """The label at which the named series is smallest."""
    return arg_min(*_of(name, values))


def rises_throughout(*xs: Term) -> bool:
    """Does every value lie above the one before?"""
    try:
        return trend(*xs) == RISING
    except Inapplicable:
        return False


def count_of(name: Term, *groups: Term) -> int:
    """How many points belong to the named group."""
    return sum(g.value == name.value for g in groups)


def group_of(point: Term, *groups: Term) -> str:
    """The group of a point."""
    hits = [g for g in groups if point.value in g.args]
    if len(hits) != 1:
        raise Inapplicable("no such point")
    return str(hits[0].value)


def relationship(*xs: Term) -> str:
    """How two measures go together over the points, by the sign of Pearson's r where |r| is above 0.6, or below 0.2."""
    p, q = halves(xs)
    if len(p) < 6:
        raise Inapplicable("fewer than six points")
    a, b = [real(t) for t in p], [real(t) for t in q]
    ma, mb = sum(a, Fraction(0)) / len(a), sum(b, Fraction(0)) / len(b)
    both = sum((x - ma) * (y - mb) for x, y in zip(a, b, strict=True))
    va, vb = sum((x - ma) ** 2 for x in a), sum((y - mb) ** 2 for y in b)
    if not va or not vb:
        raise Inapplicable("no spread")
    r2 = both * both / (va * vb)
    if r2 > _STRONG:
        return TOGETHER if both > 0 else APART
    if r2 < _WEAK:
        return NEITHER
    raise Ambiguous("margin")


def _op(
    name: str, fn: Callable[..., Value], inputs: tuple[str, ...], output: str, skill: str, **wrong: Callable[..., Value]
) -> Operator:
    mistakes = {k.replace("_", " "): f for k, f in wrong.items()}
    return Operator(name, fn, inputs, output, skill=skill, margin=no_margin, unit=no_unit, misconceptions=mistakes)


def _pick(name: str, fn: Callable[..., Value], inputs: tuple[str, ...], skill: str, **wrong: Callable[..., Value]) -> Operator:
    mistakes = {k.replace("_", " "): f for k, f in wrong.items()}
    return Selecting(
        name, fn, inputs, "label", skill=skill, margin=no_margin, unit=no_unit, misconceptions=mistakes, whole=True
    )


OPERATORS: tuple[Operator, ...] = (
    _op("colour_of", colour_of, ("colour",), "text", "colour"),
    _op("by_colour", by_colour, ("colour",), "label", "colour"),
    _op("read_title", read_title, ("text",), "text", "read_text"),
    _op("axis_title", axis_title, ("text",), "text", "read_text"),
    _op(
        "count_series",
        count_series,
        ("place*",),
        "number",
        "count",
        one_more=lambda *xs: len(xs) + 1,
        one_fewer=lambda *xs: len(xs) - 1,
    ),
    _op(
        "count_labels",
        count_labels,
        ("position*",),
        "number",
        "count",
        one_more=lambda *xs: len(xs) + 1,
        one_fewer=lambda *xs: len(xs) - 1,
    ),
    _op("legend_position", legend_position, ("place",), "number", "legend", one_off=lambda e: int(real(e)) + 1),
    _op("legend_nth", legend_nth, ("number", "place*"), "label", "legend"),
    _op("list_legend", list_legend, ("place*",), "label*", "legend"),
    _pick("peak_of", peak_of, ("label", "number*"), "maximum", lowest=low_of),
    _pick("low_of", low_of, ("label", "number*"), "minimum", highest=peak_of),
    _op("rises_throughout", rises_throughout, ("number*",), "boolean", "trend"),
    _op(
        "count_of",
        count_of,
        ("label", "group*"),
        "number",
        "count",
        all_points=lambda n, *gs: len(gs),
        one_more=lambda n, *gs: count_of(n, *gs) + 1,
        one_fewer=lambda n, *gs: count_of(n, *gs) - 1,
    ),
    _pick("group_of", group_of, ("label", "group*"), "colour"),
    _op("relationship", relationship, ("number*", "number*"), "text", "trend"),
)
