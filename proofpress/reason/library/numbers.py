"""Common data operators with a number as outcome: reading, differences, quotients, totals, averages, spread.

Exact data stay exact: sums keep the decimals of their terms, quotients are decimals where they end and fractions where they
do not.  Definitions are the school's; quartile spread is the difference of two quartiles that the picture shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from ...model import Value
from ..operators import Ambiguous, Inapplicable, Operator, Term
from .support import (
    Real,
    above,
    decimal_like,
    gap_unit,
    halves,
    mean_margin,
    no_unit,
    percent,
    quotient,
    ranked,
    real,
    summed_margin,
    tidy,
)


def total(terms: Sequence[Term]) -> Real:
    return sum((real(t) for t in terms), Fraction(0))


# --- one and two terms ----------------------------------------------------------------------------------------------
def read_value(x: Term) -> Value:
    """The value that the picture shows."""
    real(x)
    return x.value


def difference(a: Term, b: Term) -> Value:
    """a - b where a is the larger: how much more."""
    if not above(a, b):
        raise Inapplicable("the first is not the larger")
    return decimal_like(real(a) - real(b), (a, b))


def signed_difference(a: Term, b: Term) -> Value:
    """b - a: how much was gained from a to b, negative for a loss."""
    above(a, b)
    return decimal_like(real(b) - real(a), (a, b))


def absolute_difference(a: Term, b: Term) -> Value:
    """|a - b|: how far apart."""
    above(a, b)
    return decimal_like(abs(real(a) - real(b)), (a, b))


def ratio(a: Term, b: Term) -> Value:
    """a / b."""
    return tidy(quotient(real(a), real(b)))


def percent_change(a: Term, b: Term) -> Value:
    """100 (b - a) / a: the change from a to b in per cent of a."""
    above(a, b)
    return tidy(quotient((real(b) - real(a)) * 100, real(a)))


def percent_more(a: Term, b: Term) -> Value:
    """100 (a - b) / b, a the larger: by how many per cent a exceeds b."""
    if not above(a, b):
        raise Inapplicable("the first is not the larger")
    return tidy(quotient((real(a) - real(b)) * 100, real(b)))


def percent_of(a: Term, b: Term) -> Value:
    """100 a / b."""
    return tidy(quotient(real(a) * 100, real(b)))


def iqr(q3: Term, q1: Term) -> Value:
    """Q3 - Q1, the interquartile range (Tukey 1977)."""
    return difference(q3, q1)


def interpolate(a: Term, b: Term) -> Value:
    """Halfway between two neighbours, were the change even."""
    return tidy((real(a) + real(b)) / 2)


def extrapolate(a: Term, b: Term) -> Value:
    """2b - a: the next value, were the last change to happen once more."""
    return decimal_like(2 * real(b) - real(a), (a, b))


# --- a group of terms -----------------------------------------------------------------------------------------------
def sum_of(*xs: Term) -> Value:
    """The total."""
    if len(xs) < 2:
        raise Inapplicable("a sum of fewer than two terms")
    return decimal_like(total(xs), xs)


def mean(*xs: Term) -> Value:
    """The arithmetic mean."""
    if len(xs) < 2:
        raise Inapplicable("a mean of fewer than two terms")
    return tidy(quotient(total(xs), Fraction(len(xs))))


def median(*xs: Term) -> Value:
    """The middle value, or the mean of the two middle ones."""
    if len(xs) < 3:
        raise Inapplicable("a median of fewer than three terms")
    values = sorted(real(x) for x in xs)
    mid = len(values) // 2
    return tidy(values[mid] if len(values) % 2 else (values[mid - 1] + values[mid]) / 2)


def _widest(terms: Sequence[Term], value: Value) -> float:
    # An order statistic moves by no more than the largest of the moves of its terms.
    return max((t.margin for t in terms), default=0.0)


def min_value(*xs: Term) -> Value:
    """The smallest value; which term has it need not be clear."""
    return min(xs, key=real).value


def max_value(*xs: Term) -> Value:
    """The largest value; which term has it need not be clear."""
    return max(xs, key=real).value


def spread(*xs: Term) -> Value:
    """Largest minus smallest."""
    values = [real(x) for x in xs]
    if len(values) < 2:
        raise Inapplicable("a range of fewer than two terms")
    return decimal_like(max(values) - min(values), xs)


def _spread_margin(terms: Sequence[Term], value: Value) -> float:
    return 2 * _widest(terms, value)


def nth_value(k: Term, *xs: Term) -> Value:
    """The k-th largest value."""
    return ranked(xs, int(real(k))).value


def top_sum(k: Term, *xs: Term) -> Value:
    """The sum of the k largest; any k that could be the largest give the same sum within the margin."""
    n = int(real(k))
    if not 1 < n < len(xs):
        raise Inapplicable("no such rank")
    best = sorted(xs, key=real, reverse=True)
    above(best[n - 1], best[n])
    return decimal_like(total(best[:n]), best[:n])


def _top_margin(terms: Sequence[Term], value: Value) -> float:
    return sum(sorted((t.margin for t in terms[1:]), reverse=True)[: int(real(terms[0]))])


def gap_top_two(*xs: Term) -> Value:
    """How far the largest is ahead of the second."""
    first, second = ranked(xs, 1), ranked(xs, 2)
    return decimal_like(real(first) - real(second), (first, second))


def share_of_total(part: Term, *xs: Term) -> Value:
    """100 part / sum of all; the part is one of them."""
    if part.id not in {x.id for x in xs}:
        raise Inapplicable("the part is not among the terms")
    return tidy(quotient(real(part) * 100, total(xs)))


def _share_margin(terms: Sequence[Term], value: Value) -> float:
    whole = float(total(terms[1:]))
    if whole <= 0:
        raise Ambiguous("margin")
    share = float(real(terms[0])) / whole
    others = sum(t.margin for t in terms[1:] if t.id != terms[0].id)
    return 100 * (terms[0].margin * (1 - share) + others * share) / whole


def sum_except(part: Term, *xs: Term) -> Value:
    """The total of all but one."""
    rest = [x for x in xs if x.id != part.id]
    if len(rest) == len(xs) or len(rest) < 2:
        raise Inapplicable("the part is not among the terms")
    return decimal_like(total(rest), rest)


def _except_margin(terms: Sequence[Term], value: Value) -> float:
    return sum(t.margin for t in terms[1:] if t.id != terms[0].id)


def cumulative_sum(*xs: Term) -> Value:
    """The running total from the first to the last of the terms."""
    return sum_of(*xs)


def difference_of_sums(*xs: Term) -> Value:
    """Total of the first row less total of the second, the first being the larger."""
    p, q = halves(xs)
    if total(p) <= total(q) or float(total(p) - total(q)) <= summed_margin(xs, None):
        raise Ambiguous("margin") if total(p) > total(q) else Inapplicable("the first is not the larger")
    return decimal_like(total(p) - total(q), xs)


def ratio_of_sums(*xs: Term) -> Value:
    """Total of the first row over total of the second."""
    p, q = halves(xs)
    return tidy(quotient(total(p), total(q)))


def _ratio_sums_margin(terms: Sequence[Term], value: Value) -> float:
    p, q = halves(terms)
    below = float(total(q))
    return (summed_margin(p, None) + abs(float(total(p)) / below) * summed_margin(q, None)) / abs(below)


def mean_change(*xs: Term) -> Value:
    """(last - first) / number of steps: the average change from one to the next."""
    if len(xs) < 3:
        raise Inapplicable("fewer than three terms")
    return tidy(quotient(real(xs[-1]) - real(xs[0]), Fraction(len(xs) - 1)))


def _mean_change_margin(terms: Sequence[Term], value: Value) -> float:
    return (terms[0].margin + terms[-1].margin) / (len(terms) - 1)


def largest_rise(*xs: Term) -> Value:
    """The largest increase from one term to the next."""
    steps = [real(b) - real(a) for a, b in pairwise(xs)]
    if len(steps) < 2 or max(steps) <= 0:
        raise Inapplicable("no rise")
    return decimal_like(max(steps), xs)


def gap_between_means(*xs: Term) -> Value:
    """Mean of the first row less mean of the second."""
    p, q = halves(xs)
    gap = quotient(total(p) - total(q), Fraction(len(p)))
    if float(gap) <= 2 * mean_margin(xs, None):
        raise Ambiguous("margin") if gap > 0 else Inapplicable("the first is not the larger")
    return tidy(gap)


def _gap_margin(terms: Sequence[Term], value: Value) -> float:
    return 2 * mean_margin(terms, value)


# --- mistakes -------------------------------------------------------------------------------------------------------
def _add(a: Term, b: Term) -> Value:
    return tidy(real(a) + real(b))


def _first(a: Term, b: Term) -> Value:
    return a.value


def _second(a: Term, b: Term) -> Value:
    return b.value


def _inverse(a: Term, b: Term) -> Value:
    return tidy(quotient(real(b), real(a)))


def _points(a: Term, b: Term) -> Value:
    return tidy(real(b) - real(a))


def _wrong_base(a: Term, b: Term) -> Value:
    return tidy(quotient((real(b) - real(a)) * 100, real(b)))


def _whole_ratio(a: Term, b: Term) -> Value:
    return tidy(quotient(real(b) * 100, real(a)))


def _mid(*xs: Term) -> Value:
    values = [real(x) for x in xs]
    return tidy((min(values) + max(values)) / 2)


def _one_out(*xs: Term) -> Value:
    return tidy(total(xs[:-1]))


def _mean_short(*xs: Term) -> Value:
    return tidy(quotient(total(xs), Fraction(len(xs) - 1)))


def _unsorted_middle(*xs: Term) -> Value:
    mid = len(xs) // 2
    return xs[mid].value if len(xs) % 2 else tidy((real(xs[mid - 1]) + real(xs[mid])) / 2)


def _ends(*xs: Term) -> Value:
    return tidy(abs(real(xs[-1]) - real(xs[0])))


def _largest(*xs: Term) -> Value:
    return max(xs, key=real).value


def _smallest(*xs: Term) -> Value:
    return min(xs, key=real).value


def _runner_up(*xs: Term) -> Value:
    return sorted(xs, key=real, reverse=True)[1].value


def _of_rest(part: Term, *xs: Term) -> Value:
    return tidy(quotient(real(part) * 100, total(xs) - real(part)))


def _all(part: Term, *xs: Term) -> Value:
    return tidy(total(xs))


def _first_sum(*xs: Term) -> Value:
    return tidy(total(halves(xs)[0]))


def _second_sum(*xs: Term) -> Value:
    return tidy(total(halves(xs)[1]))


def _sums_upside_down(*xs: Term) -> Value:
    p, q = halves(xs)
    return tidy(quotient(total(q), total(p)))


def _off_rank(by: int) -> object:
    def wrong(k: Term, *xs: Term) -> Value:
        at = int(real(k)) - 1 + by
        if not 0 <= at < len(xs):
            raise Inapplicable("no such rank")
        return sorted(xs, key=real, reverse=True)[at].value

    return wrong


def _top_off(by: int) -> object:
    def wrong(k: Term, *xs: Term) -> Value:
        return tidy(total(sorted(xs, key=real, reverse=True)[: int(real(k)) + by]))

    return wrong


def _mean_change_short(*xs: Term) -> Value:
    return tidy(quotient(real(xs[-1]) - real(xs[0]), Fraction(len(xs))))


def _last_minus_first(*xs: Term) -> Value:
    return tidy(real(xs[-1]) - real(xs[0]))


def _nearest_rank_k(k: Term, *xs: Term) -> Value:
    return sorted(xs, key=real)[int(real(k)) - 1].value


PAIR, MANY = ("number", "number"), ("number*",)
_pair = {"added instead": _add, "only the first": _first, "only the second": _second}

OPERATORS: tuple[Operator, ...] = (
    Operator("read_value", read_value, ("number",), skill="read_value"),
    Operator("difference", difference, PAIR, unit=gap_unit, skill="difference", misconceptions=_pair, margin=summed_margin),
    Operator(
        "signed_difference",
        signed_difference,
        PAIR,
        unit=gap_unit,
        skill="difference",
        misconceptions=_pair,
        margin=summed_margin,
    ),
    Operator(
        "absolute_difference",
        absolute_difference,
        PAIR,
        unit=gap_unit,
        skill="difference",
        misconceptions=_pair,
        margin=summed_margin,
    ),
    Operator(
        "ratio",
        ratio,
        PAIR,
        skill="ratio",
        unit=no_unit,
        misconceptions={"upside down": _inverse, "subtracted": lambda a, b: tidy(abs(real(a) - real(b)))},
    ),
    Operator(
        "percent_change",
        percent_change,
        PAIR,
        skill="percent_change",
        unit=percent,
        misconceptions={"wrong base": _wrong_base, "points, not per cent": _points, "per cent of": _whole_ratio},
    ),
    Operator(
        "percent_more",
        percent_more,
        PAIR,
        skill="percent_change",
        unit=percent,
        misconceptions={
            "wrong base": lambda a, b: tidy(quotient((real(a) - real(b)) * 100, real(a))),
            "points, not per cent": lambda a, b: tidy(real(a) - real(b)),
            "per cent of": lambda a, b: tidy(quotient(real(a) * 100, real(b))),
        },
    ),
    Operator(
        "percent_of",
        percent_of,
        PAIR,
        skill="percentage",
        unit=percent,
        misconceptions={"upside down": _whole_ratio, "remainder": lambda a, b: tidy(100 - quotient(real(a) * 100, real(b)))},
    ),
    Operator("iqr", iqr, PAIR, unit=gap_unit, skill="quartile_spread", misconceptions=_pair, margin=summed_margin),
    Operator(
        "interpolate",
        interpolate,
        PAIR,
        skill="interpolate",
        misconceptions={"before": _first, "after": _second},
        margin=mean_margin,
    ),
    Operator(
        "extrapolate",
        extrapolate,
        PAIR,
        skill="extrapolate",
        misconceptions={"no change": _second, "the change alone": _points, "wrong way": _first},
        margin=lambda t, v: t[0].margin + 2 * t[1].margin,
    ),
    Operator(
        "sum",
        sum_of,
        MANY,
        skill="sum",
        misconceptions={"one left out": _one_out, "largest alone": _largest},
        margin=summed_margin,
    ),
    Operator(
        "mean",
        mean,
        MANY,
        skill="mean",
        misconceptions={"middle of the extremes": _mid, "one too few": _mean_short, "median": _unsorted_middle, "sum": sum_of},
        margin=mean_margin,
    ),
    Operator(
        "median",
        median,
        MANY,
        skill="median",
        misconceptions={"not sorted": _unsorted_middle, "mean": mean, "middle of the extremes": _mid},
        margin=_widest,
    ),
    Operator(
        "min_value",
        min_value,
        MANY,
        skill="minimum",
        misconceptions={"largest": _largest, "next": lambda *xs: sorted(xs, key=real)[1].value},
        margin=_widest,
    ),
    Operator(
        "max_value",
        max_value,
        MANY,
        skill="maximum",
        misconceptions={"second": _runner_up, "smallest": _smallest},
        margin=_widest,
    ),
    Operator(
        "spread",
        spread,
        MANY,
        unit=gap_unit,
        skill="range",
        misconceptions={"last minus first": _ends, "largest": _largest, "smallest": _smallest},
        margin=_spread_margin,
    ),
    Operator(
        "nth_value",
        nth_value,
        ("number", "number*"),
        skill="rank",
        unit=lambda t: t[-1].unit,
        misconceptions={"one rank low": _off_rank(1), "one rank high": _off_rank(-1), "from below": _nearest_rank_k},  # type: ignore[dict-item]
        margin=_widest,
    ),
    Operator(
        "top_sum",
        top_sum,
        ("number", "number*"),
        skill="sum",
        unit=lambda t: t[-1].unit,
        misconceptions={"one too many": _top_off(1), "one too few": _top_off(-1)},  # type: ignore[dict-item]
        margin=_top_margin,
    ),
    Operator(
        "gap_top_two",
        gap_top_two,
        MANY,
        unit=gap_unit,
        skill="difference",
        misconceptions={"largest": _largest, "second": _runner_up, "range": spread},
        margin=_spread_margin,
    ),
    Operator(
        "share_of_total",
        share_of_total,
        ("number", "number*"),
        skill="share",
        unit=percent,
        misconceptions={"of the rest": _of_rest, "the amount": lambda p, *xs: p.value},
        margin=_share_margin,
    ),
    Operator(
        "sum_except",
        sum_except,
        ("number", "number*"),
        skill="sum",
        misconceptions={"total of all": _all, "the one alone": lambda p, *xs: p.value},
        margin=_except_margin,
    ),
    Operator(
        "cumulative_sum",
        cumulative_sum,
        MANY,
        skill="cumulative_sum",
        misconceptions={"stopped one short": _one_out, "last alone": lambda *xs: xs[-1].value},
        margin=summed_margin,
        whole=False,
    ),
    Operator(
        "difference_of_sums",
        difference_of_sums,
        ("number*", "number*"),
        unit=gap_unit,
        skill="sum",
        misconceptions={"first total": _first_sum, "second total": _second_sum},
        margin=summed_margin,
    ),
    Operator(
        "ratio_of_sums",
        ratio_of_sums,
        ("number*", "number*"),
        skill="ratio",
        unit=no_unit,
        misconceptions={"upside down": _sums_upside_down, "first pair only": lambda *xs: ratio(xs[0], xs[len(xs) // 2])},
        margin=_ratio_sums_margin,
    ),
    Operator(
        "mean_change",
        mean_change,
        MANY,
        unit=gap_unit,
        skill="growth",
        misconceptions={"divided by the number of values": _mean_change_short, "not divided": _last_minus_first},
        margin=_mean_change_margin,
    ),
    Operator(
        "largest_rise",
        largest_rise,
        MANY,
        unit=gap_unit,
        skill="change",
        misconceptions={"last minus first": _ends, "largest value": _largest},
        margin=_spread_margin,
    ),
    Operator(
        "gap_between_means",
        gap_between_means,
        ("number*", "number*"),
        unit=gap_unit,
        skill="mean",
        misconceptions={"gap of the totals": lambda *xs: tidy(total(halves(xs)[0]) - total(halves(xs)[1]))},
        margin=_gap_margin,
    ),
)
