"""Common data operators over terms in order (months, years, bins): changes, trend, runs, crossings, thresholds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from ...model import Value
from ..operators import Ambiguous, Inapplicable, Operator, Term
from .support import Real, above, extreme, halves, name_of, no_margin, no_unit, real

RISING, FALLING, PEAK, VALLEY = "rising", "falling", "rising, then falling", "falling, then rising"
TRENDS = (RISING, FALLING, PEAK, VALLEY)


def _changes(xs: Sequence[Term]) -> list[Term]:
    """The change into each term from the one before, under the later term's name."""
    if len(xs) < 3:
        raise Inapplicable("fewer than three terms")
    return [Term(b.id, real(b) - real(a), args=b.args, margin=a.margin + b.margin) for a, b in pairwise(xs)]


def largest_increase(*xs: Term) -> str:
    """The label that rose most against the one before."""
    steps = _changes(xs)
    best = extreme(steps)
    if not above(best, Term("level", Fraction(0))):
        raise Inapplicable("no rise")
    return name_of(best, xs)


def largest_decrease(*xs: Term) -> str:
    """The label that fell most against the one before."""
    steps = _changes(xs)
    best = extreme(steps, largest=False)
    if above(best, Term("level", Fraction(0))):
        raise Inapplicable("no fall")
    return name_of(best, xs)


def arg_max_change(*xs: Term) -> str:
    """The label that differs most from the one before, up or down."""
    steps = [Term(s.id, abs(real(s)), args=s.args, margin=s.margin) for s in _changes(xs)]
    return name_of(extreme(steps), xs)


def _directions(xs: Sequence[Term]) -> list[bool]:
    if len(xs) < 3:
        raise Inapplicable("fewer than three terms")
    return [above(b, a) for a, b in pairwise(xs)]


def trend(*xs: Term) -> str:
    """The shape of the whole row, when it is one of TRENDS at every step beyond doubt."""
    ups = _directions(xs)
    turns = sum(a != b for a, b in pairwise(ups))
    if turns > 1:
        raise Inapplicable("no plain trend")
    if turns == 0:
        return RISING if ups[0] else FALLING
    return PEAK if ups[0] else VALLEY


def overall_change(*xs: Term) -> str:
    """Is the last term above or below the first: "increase" or "decrease"."""
    return "increase" if above(xs[-1], xs[0]) else "decrease"


def count_rises(*xs: Term) -> int:
    """How often a term is above the one before."""
    return sum(_directions(xs))


def longest_run(*xs: Term) -> int:
    """The largest number of rises in a row."""
    best = now = 0
    for up in _directions(xs):
        now = now + 1 if up else 0
        best = max(best, now)
    return best


def ever_falls(*xs: Term) -> bool:
    """Is any term below the one before?"""
    return not all(_directions(xs))


def crossing(*xs: Term) -> str:
    """The label at which the first row, below the second so far, is first above it, and stays so."""
    p, q = halves(xs)
    over = [above(a, b) for a, b in zip(p, q, strict=True)]
    if over[0] or sum(a != b for a, b in pairwise(over)) != 1:
        raise Inapplicable("no single crossing")
    return name_of(p[over.index(True)], p)


def first_above(t: Term, *xs: Term) -> str:
    """The first label above t; never the very first, before which nothing could stay below."""
    for x in xs:
        if above(x, t):
            if x is xs[0]:
                raise Inapplicable("the row begins above")
            return name_of(x, xs)
    raise Inapplicable("empty")


def last_below(t: Term, *xs: Term) -> str:
    """The last label below t; never the very last, behind which nothing could stay above."""
    return first_below(t, *reversed(xs))


def first_below(t: Term, *xs: Term) -> str:
    """The first label below t; never the very first, before which nothing could stay above."""
    for x in xs:
        if above(t, x):
            if x is xs[0]:
                raise Inapplicable("the row begins below")
            return name_of(x, xs)
    raise Inapplicable("empty")


def first_reaching(t: Term, *xs: Term) -> str:
    """The label at which the running total first passes t."""
    running: Real = Fraction(0)
    slack = 0.0
    for x in xs:
        running, slack = running + real(x), slack + x.margin
        if above(Term("running total", running, margin=slack), t):
            return name_of(x, xs)
    raise Inapplicable("empty")


def middle_class(*xs: Term) -> str:
    """The class of a frequency distribution in which the middle one of all cases lies."""
    total = sum((real(x) for x in xs), Fraction(0))
    slack = sum(x.margin for x in xs) / 2
    running: Real = Fraction(0)
    for x in xs:
        running += real(x)
        if above(Term("running total", running, margin=slack), Term("half", total / 2)):
            return name_of(x, xs)
    raise Ambiguous("tie")


# --- mistakes -------------------------------------------------------------------------------------------------------
def _label_of(pick: Callable[[Sequence[Term]], Term]) -> Callable[..., Value]:
    return lambda *xs: name_of(pick(xs), xs)


def _one_early(fn: Callable[..., str]) -> Callable[..., Value]:
    def wrong(*xs: Term) -> Value:
        labels = [x.args[-1] for x in xs if x.args]
        at = labels.index(fn(*xs))
        if at == 0:
            raise Inapplicable("nothing before")
        return labels[at - 1]

    return wrong


def _highest(xs: Sequence[Term]) -> Term:
    return max((x for x in xs if x.args), key=real)


def _lowest(xs: Sequence[Term]) -> Term:
    return min((x for x in xs if x.args), key=real)


def _turned(*xs: Term) -> Value:
    return {RISING: FALLING, FALLING: RISING, PEAK: VALLEY, VALLEY: PEAK}[trend(*xs)]


def _meets(*xs: Term) -> Value:
    p, _ = halves(xs)
    labels = [x.args[-1] for x in p]
    return labels[max(0, labels.index(crossing(*xs)) - 1)]


_highest_label, _lowest_label = _label_of(_highest), _label_of(_lowest)


def _op(
    name: str, fn: Callable[..., Value], inputs: tuple[str, ...], output: str, skill: str, **wrong: Callable[..., Value]
) -> Operator:
    return Operator(
        name,
        fn,
        inputs,
        output,
        skill=skill,
        margin=no_margin,
        unit=no_unit,
        misconceptions={k.replace("_", " "): f for k, f in wrong.items()},
    )


_ROW, _T_ROW = ("number*",), ("number", "number*")

OPERATORS: tuple[Operator, ...] = (
    _op(
        "largest_increase",
        largest_increase,
        _ROW,
        "label",
        "change",
        start_of_the_rise=_one_early(largest_increase),
        highest=_highest_label,
    ),
    _op(
        "largest_decrease",
        largest_decrease,
        _ROW,
        "label",
        "change",
        start_of_the_fall=_one_early(largest_decrease),
        lowest=_lowest_label,
    ),
    _op(
        "arg_max_change",
        arg_max_change,
        _ROW,
        "label",
        "change",
        start_of_the_change=_one_early(arg_max_change),
        highest=_highest_label,
        lowest=_lowest_label,
    ),
    _op("trend", trend, _ROW, "text", "trend", turned=_turned),
    replace(
        _op(
            "overall_change",
            overall_change,
            _ROW,
            "text",
            "trend",
            turned=lambda *xs: "decrease" if overall_change(*xs) == "increase" else "increase",
        ),
        whole=False,
    ),
    _op(
        "count_rises",
        count_rises,
        _ROW,
        "number",
        "change",
        falls=lambda *xs: len(xs) - 1 - count_rises(*xs),
        one_more=lambda *xs: count_rises(*xs) + 1,
    ),
    _op(
        "longest_run",
        longest_run,
        _ROW,
        "number",
        "change",
        all_rises=count_rises,
        one_more=lambda *xs: longest_run(*xs) + 1,
        one_fewer=lambda *xs: longest_run(*xs) - 1,
    ),
    _op("ever_falls", ever_falls, _ROW, "boolean", "trend"),
    _op("crossing", crossing, ("number*", "number*"), "label", "crossing", one_early=_meets),
    _op("first_above", first_above, _T_ROW, "label", "threshold", one_early=_one_early(first_above), highest=_highest_label),
    _op("first_below", first_below, _T_ROW, "label", "threshold", one_early=_one_early(first_below), lowest=_lowest_label),
    _op("last_below", last_below, _T_ROW, "label", "threshold", one_early=_one_early(last_below), lowest=_lowest_label),
    _op(
        "first_reaching",
        first_reaching,
        _T_ROW,
        "label",
        "cumulative_sum",
        one_early=_one_early(first_reaching),
        highest=_highest_label,
    ),
    _op("middle_class", middle_class, _ROW, "label", "median", highest=_highest_label),
)
