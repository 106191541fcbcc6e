"""Common data operators that compare, rank, count, filter and look up.

Outcomes are discrete: a label, a list, a count, yes or no.  Each refuses (`Ambiguous`) when the margins of its terms would
allow another outcome, or when two terms are equal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from ...model import Value
from ..operators import Ambiguous, Inapplicable, Operator, Term
from .support import (
    Selecting,
    above,
    extreme,
    halves,
    last_unit,
    name_of,
    names,
    no_margin,
    no_unit,
    ordered,
    quotient,
    ranked,
    real,
)


# --- two terms ------------------------------------------------------------------------------------------------------
def greater(a: Term, b: Term) -> bool:
    """Is a > b?"""
    return above(a, b)


def compare(a: Term, b: Term) -> str:
    """The name of the larger."""
    return name_of(a if above(a, b) else b, (a, b))


def compare_smaller(a: Term, b: Term) -> str:
    """The name of the smaller."""
    return name_of(b if above(a, b) else a, (a, b))


def equal_within(t: Term, a: Term, b: Term) -> bool:
    """Do a and b lie within t of each other?"""
    gap, slack = abs(real(a) - real(b)), a.margin + b.margin
    if abs(float(gap - real(t))) <= slack or gap == real(t):
        raise Ambiguous("margin" if slack else "tie")
    return bool(gap < real(t))


def at_least_times(k: Term, a: Term, b: Term) -> bool:
    """Is a more than k times b?"""
    gap = real(a) - real(k) * real(b)
    slack = a.margin + float(real(k)) * b.margin
    if gap == 0 or (slack and abs(float(gap)) <= slack):
        raise Ambiguous("margin" if slack else "tie")
    return bool(gap > 0)


# --- extremes and ranks ---------------------------------------------------------------------------------------------
def arg_max(*xs: Term) -> str:
    """The name of the largest."""
    return name_of(extreme(xs), xs)


def arg_min(*xs: Term) -> str:
    """The name of the smallest."""
    return name_of(extreme(xs, largest=False), xs)


def second_largest(*xs: Term) -> str:
    """The name of the second largest."""
    if len(xs) < 3:
        raise Inapplicable("fewer than three terms")
    return name_of(ranked(xs, 2), xs)


def nth_largest(k: Term, *xs: Term) -> str:
    """The name of the k-th largest."""
    return name_of(ranked(xs, int(real(k))), xs)


def nth_smallest(k: Term, *xs: Term) -> str:
    """The name of the k-th smallest."""
    return name_of(ranked(xs, int(real(k)), descending=False), xs)


def rank_of(x: Term, *xs: Term) -> int:
    """The rank of x among xs, 1 for the largest."""
    others = [t for t in xs if t.id != x.id]
    if len(others) == len(xs):
        raise Inapplicable("the term is not among the others")
    return 1 + sum(above(t, x) for t in others)


def sort_descending(*xs: Term) -> tuple[str, ...]:
    """Names from the largest to the smallest."""
    return names(ordered(xs), xs)


def sort_ascending(*xs: Term) -> tuple[str, ...]:
    """Names from the smallest to the largest."""
    return names(ordered(xs, descending=False), xs)


def top_k(k: Term, *xs: Term) -> tuple[str, ...]:
    """Names of the k largest, in the order of the terms (a set)."""
    n = int(real(k))
    if not 0 < n < len(xs):
        raise Inapplicable("no such rank")
    best = sorted(xs, key=real, reverse=True)
    above(best[n - 1], best[n])
    chosen = {t.id for t in best[:n]}
    return names([t for t in xs if t.id in chosen], xs)


# --- counting and filtering -----------------------------------------------------------------------------------------
def _over(t: Term, xs: Sequence[Term]) -> list[Term]:
    return [x for x in xs if above(x, t)]


def _within(lo: Term, hi: Term, xs: Sequence[Term]) -> list[Term]:
    return [x for x in xs if above(x, lo) and above(hi, x)]


def count(*xs: Term) -> int:
    """How many there are."""
    return len(xs)


def count_above(t: Term, *xs: Term) -> int:
    """How many are above t."""
    return len(_over(t, xs))


def count_below(t: Term, *xs: Term) -> int:
    """How many are below t."""
    return len(xs) - len(_over(t, xs))


def count_between(lo: Term, hi: Term, *xs: Term) -> int:
    """How many are between lo and hi."""
    return len(_within(lo, hi, xs))


def _some(chosen: Sequence[Term], xs: Sequence[Term]) -> tuple[str, ...]:
    if not chosen:
        raise Inapplicable("empty")
    if len(chosen) == len(xs):
        raise Inapplicable("all")
    return names(chosen, xs)


def filter_above(t: Term, *xs: Term) -> tuple[str, ...]:
    """The names of those above t, where they are some and not all."""
    return _some(_over(t, xs), xs)


def filter_below(t: Term, *xs: Term) -> tuple[str, ...]:
    """The names of those below t, where they are some and not all."""
    return _some([x for x in xs if above(t, x)], xs)


def filter_between(lo: Term, hi: Term, *xs: Term) -> tuple[str, ...]:
    """The names of those between lo and hi, where they are some and not all."""
    return _some(_within(lo, hi, xs), xs)


def all_above(t: Term, *xs: Term) -> bool:
    """Are all of them above t?"""
    return len(_over(t, xs)) == len(xs)


def any_above(t: Term, *xs: Term) -> bool:
    """Is at least one of them above t?"""
    return bool(_over(t, xs))


def _above_mean(xs: Sequence[Term]) -> list[Term]:
    if len(xs) < 3:
        raise Inapplicable("fewer than three terms")
    middle = Term("mean", quotient(sum((real(x) for x in xs), Fraction(0)), Fraction(len(xs))))
    slack = sum(x.margin for x in xs) / len(xs)
    return [x for x in xs if above(x, Term("mean", middle.value, margin=slack))]


def above_mean(*xs: Term) -> tuple[str, ...]:
    """Names of those above the average of all."""
    return _some(_above_mean(xs), xs)


def count_above_mean(*xs: Term) -> int:
    """How many are above the average of all."""
    return len(_above_mean(xs))


def majority(part: Term, *xs: Term) -> bool:
    """Is the part more than half of the total?"""
    rest = [x for x in xs if x.id != part.id]
    if len(rest) == len(xs):
        raise Inapplicable("the part is not among the terms")
    return above(part, Term("rest", sum((real(x) for x in rest), Fraction(0)), margin=sum(x.margin for x in rest)))


# --- two rows, label by label ---------------------------------------------------------------------------------------
def count_where_greater(*xs: Term) -> int:
    """At how many labels the first row is above the second."""
    return sum(above(a, b) for a, b in zip(*halves(xs), strict=True))


def filter_where_greater(*xs: Term) -> tuple[str, ...]:
    """The labels at which the first row is above the second."""
    p, q = halves(xs)
    return _some([a for a, b in zip(p, q, strict=True) if above(a, b)], p)


def _gaps(xs: Sequence[Term]) -> list[Term]:
    p, q = halves(xs)
    return [Term(a.id, abs(real(a) - real(b)), args=a.args, margin=a.margin + b.margin) for a, b in zip(p, q, strict=True)]


def argmax_difference(*xs: Term) -> str:
    """The label at which the two rows lie furthest apart."""
    gaps = _gaps(xs)
    return name_of(extreme(gaps), gaps)


def argmin_difference(*xs: Term) -> str:
    """The label at which the two rows lie closest together."""
    gaps = _gaps(xs)
    return name_of(extreme(gaps, largest=False), gaps)


def sums_compare(*xs: Term) -> str:
    """The name of the row with the larger total."""
    p, q = halves(xs)
    a, b = (
        Term(row[0].id, sum((real(t) for t in row), Fraction(0)), args=row[0].args, margin=sum(t.margin for t in row))
        for row in (p, q)
    )
    return compare(a, b)


# --- names ----------------------------------------------------------------------------------------------------------
def lookup(name: Term, *xs: Term) -> Value:
    """The value of the one term that carries the name."""
    hits = [x for x in xs if name.value in x.args]
    if len(hits) != 1:
        raise Inapplicable(f"{len(hits)} terms are called {name.value!r}")
    return hits[0].value


def _lookup_margin(terms: Sequence[Term], value: Value) -> float:
    return next((x.margin for x in terms[1:] if terms[0].value in x.args), 0.0)


def sum_where(chosen: Term, *xs: Term) -> Value:
    """The total of the terms whose names are on the list."""
    from .numbers import sum_of

    hits = [x for x in xs if any(a in chosen.value for a in x.args)]
    if len(hits) != len(chosen.value):
        raise Inapplicable("a name on the list has no term")
    return sum_of(*hits)


def _position(x: Term) -> int:
    return int(real(x))


def index_of(position: Term) -> int:
    """The place of a label along its axis, from 1."""
    return _position(position)


def nth_label(k: Term, *positions: Term) -> str:
    """The label at the k-th place."""
    return _at(int(real(k)), positions)


def _at(place: int, positions: Sequence[Term]) -> str:
    hits = [p for p in positions if _position(p) == place]
    if len(hits) != 1:
        raise Inapplicable("no such place")
    return hits[0].args[-1]


def _beside(by: int) -> Callable[..., str]:
    def fn(name: Term, *positions: Term) -> str:
        here = [p for p in positions if p.args[-1] == name.value]
        if len(here) != 1:
            raise Inapplicable("no such label")
        return _at(_position(here[0]) + by, positions)

    fn.__doc__ = f"The label right {'after' if by > 0 else 'before'} the one of that name."
    return fn


label_after, label_before = _beside(1), _beside(-1)


# --- mistakes -------------------------------------------------------------------------------------------------------
def _by_rank(k: int, descending: bool = True) -> Callable[..., Value]:
    def wrong(*xs: Term) -> Value:
        return name_of(sorted(xs, key=real, reverse=descending)[k - 1], xs)

    return wrong


def _near_rank(by: int, descending: bool = True) -> Callable[..., Value]:
    def wrong(k: Term, *xs: Term) -> Value:
        at = int(real(k)) - 1 + by
        if not 0 <= at < len(xs):
            raise Inapplicable("no such rank")
        return name_of(sorted(xs, key=real, reverse=descending)[at], xs)

    return wrong


def _beyond(by: int, fn: Callable[..., int]) -> Callable[..., Value]:
    return lambda *xs: fn(*xs) + by


def _rank_from_below(x: Term, *xs: Term) -> int:
    return 1 + len([t for t in xs if real(t) < real(x)])


def _drawn_first(*xs: Term) -> Value:
    return name_of(xs[0], xs)


def _largest_of_first(*xs: Term) -> Value:
    return _by_rank(1)(*halves(xs)[0])


def _largest_of_second(*xs: Term) -> Value:
    return _by_rank(1)(*halves(xs)[1])


def _place(by: int) -> Callable[..., Value]:
    return lambda k, *ps: _at(int(real(k)) + by, ps)


def _stays(name: Term, *positions: Term) -> Value:
    return str(name.value)


_ROW, _T_ROW, _TT_ROW = ("number*",), ("number", "number*"), ("number", "number", "number*")
_TWO_ROWS = ("number*", "number*")


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


OPERATORS: tuple[Operator, ...] = (
    _op("greater", greater, ("number", "number"), "boolean", "compare"),
    _op("compare", compare, ("number", "number"), "label", "compare", the_smaller=compare_smaller),
    _op("compare_smaller", compare_smaller, ("number", "number"), "label", "compare", the_larger=compare),
    _op("equal_within", equal_within, ("number", "number", "number"), "boolean", "compare"),
    _op("at_least_times", at_least_times, ("number", "number", "number"), "boolean", "ratio"),
    _op(
        "arg_max", arg_max, _ROW, "label", "maximum", second=_by_rank(2), smallest=_by_rank(1, False), drawn_first=_drawn_first
    ),
    _op("arg_min", arg_min, _ROW, "label", "minimum", next=_by_rank(2, False), largest=_by_rank(1), drawn_first=_drawn_first),
    _op("second_largest", second_largest, _ROW, "label", "rank", largest=_by_rank(1), third=_by_rank(3)),
    _op("nth_largest", nth_largest, _T_ROW, "label", "rank", one_low=_near_rank(1), one_high=_near_rank(-1)),
    _op("nth_smallest", nth_smallest, _T_ROW, "label", "rank", one_high=_near_rank(1, False), one_low=_near_rank(-1, False)),
    _op("rank_of", rank_of, _T_ROW, "number", "rank", from_below=_rank_from_below, one_off=_beyond(1, rank_of)),
    _op("sort_descending", sort_descending, _ROW, "label*", "sort"),
    _op("sort_ascending", sort_ascending, _ROW, "label*", "sort"),
    _op("top_k", top_k, _T_ROW, "label*", "rank"),
    _op("count", count, ("any*",), "number", "count", one_more=_beyond(1, count), one_fewer=_beyond(-1, count)),
    _op(
        "count_above",
        count_above,
        _T_ROW,
        "number",
        "count",
        below=count_below,
        one_more=_beyond(1, count_above),
        one_fewer=_beyond(-1, count_above),
    ),
    _op(
        "count_below",
        count_below,
        _T_ROW,
        "number",
        "count",
        above=count_above,
        one_more=_beyond(1, count_below),
        one_fewer=_beyond(-1, count_below),
    ),
    _op(
        "count_between",
        count_between,
        _TT_ROW,
        "number",
        "count",
        outside=lambda lo, hi, *xs: len(xs) - count_between(lo, hi, *xs),
        one_more=_beyond(1, count_between),
        one_fewer=_beyond(-1, count_between),
    ),
    _op("filter_above", filter_above, _T_ROW, "label*", "filter"),
    _op("filter_below", filter_below, _T_ROW, "label*", "filter"),
    _op("filter_between", filter_between, _TT_ROW, "label*", "filter"),
    _op("all_above", all_above, _T_ROW, "boolean", "threshold"),
    _op("any_above", any_above, _T_ROW, "boolean", "threshold"),
    _op("above_mean", above_mean, _ROW, "label*", "mean"),
    _op(
        "count_above_mean",
        count_above_mean,
        _ROW,
        "number",
        "mean",
        half=lambda *xs: len(xs) // 2,
        one_more=_beyond(1, count_above_mean),
        below=lambda *xs: len(xs) - count_above_mean(*xs),
    ),
    _op("majority", majority, _T_ROW, "boolean", "share"),
    _op(
        "count_where_greater",
        count_where_greater,
        _TWO_ROWS,
        "number",
        "compare",
        where_smaller=lambda *xs: len(xs) // 2 - count_where_greater(*xs),
        one_more=_beyond(1, count_where_greater),
        one_fewer=_beyond(-1, count_where_greater),
    ),
    _op("filter_where_greater", filter_where_greater, _TWO_ROWS, "label*", "filter"),
    _op(
        "argmax_difference",
        argmax_difference,
        _TWO_ROWS,
        "label",
        "compare",
        highest_of_first=_largest_of_first,
        highest_of_second=_largest_of_second,
        smallest_gap=argmin_difference,
    ),
    _op("argmin_difference", argmin_difference, _TWO_ROWS, "label", "compare", largest_gap=argmax_difference),
    _op("sums_compare", sums_compare, _TWO_ROWS, "label", "sum"),
    Selecting("lookup", lookup, ("label", "number*"), "number", skill="lookup", margin=_lookup_margin, unit=last_unit),
    Selecting(
        "sum_where",
        sum_where,
        ("label*", "number*"),
        "number",
        skill="sum",
        unit=last_unit,
        margin=lambda terms, v: sum(x.margin for x in terms[1:] if any(a in terms[0].value for a in x.args)),
    ),
    _op(
        "index_of",
        index_of,
        ("position",),
        "number",
        "position",
        one_off=lambda p: _position(p) + 1,
        from_zero=lambda p: _position(p) - 1,
    ),
    _op("nth_label", nth_label, ("number", "position*"), "label", "position", one_on=_place(1), one_back=_place(-1)),
    _op("label_after", label_after, ("label", "position*"), "label", "position", before=label_before, the_same=_stays),
    _op("label_before", label_before, ("label", "position*"), "label", "position", after=label_after, the_same=_stays),
)
