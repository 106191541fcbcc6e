"""What the common data operators share: exact arithmetic on terms, comparison within margins, the names of terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Any

from ...exact import Exact
from ...model import Value
from ..operators import Ambiguous, Inapplicable, Operator, Term, is_number

Real = Any  # a Fraction, or a float where a term's value is one or its margin is being probed
PLACES_KEPT = 6  # a quotient that ends within so many decimals stays a decimal


@dataclass(frozen=True)
class Selecting(Operator):
    """An operator whose first term is a name and which needs only those of the other terms that carry the name: a composer
    passes it just these, so that a proof rests on what it uses and points at what it reads."""

    whole: bool = False


def real(term: Term) -> Real:
    """The term's value as a Fraction, or as a float where it is one (margins are probed with floats)."""
    value = term.value
    kind = type(value)
    if kind is Decimal or kind is int:
        return _fraction(value)
    if kind is float or kind is Fraction:
        return value
    if kind is Exact:
        return value.fraction if value.is_rational else float(value)
    if not is_number(value):
        raise Inapplicable(f"{term.id} is not a number")
    return float(value)


@lru_cache(maxsize=65536)
def _fraction(value: Decimal | int) -> Fraction:
    return Fraction(value)


def tidy(value: Real) -> Value:
    """A Fraction as int or Decimal when it ends within PLACES_KEPT decimals, else as Exact; floats as they are."""
    if isinstance(value, float):
        return value
    if value.denominator == 1:
        return value.numerator
    if 10**PLACES_KEPT % value.denominator == 0:
        return (Decimal(value.numerator) / Decimal(value.denominator)).normalize()
    return Exact(value)


def decimal_like(value: Real, terms: Sequence[Term]) -> Value:
    """A sum or difference written with as many decimals as its terms have (12.5 + 0.5 = 13.0)."""
    if isinstance(value, float) or not all(isinstance(t.value, (Decimal, int)) for t in terms):
        return tidy(value)
    places = max((-int(t.value.as_tuple().exponent) for t in terms if isinstance(t.value, Decimal)), default=0)
    if 10 ** max(0, places) % value.denominator:
        return tidy(value)
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal(1).scaleb(-max(0, places)))


def quotient(a: Real, b: Real) -> Real:
    """a / b; Inapplicable for a zero denominator."""
    if b == 0:
        raise Inapplicable("zero denominator")
    return a / b


def above(a: Term, b: Term) -> bool:
    """Is a > b, beyond what a careful reader may be off?  Ambiguous("tie") or Ambiguous("margin") where nobody can say."""
    x, y = real(a), real(b)
    slack = a.margin + b.margin
    if x == y:
        raise Ambiguous("margin" if slack else "tie")
    if slack and abs(float(x) - float(y)) <= slack:
        raise Ambiguous("margin")
    return bool(x > y)


def ordered(terms: Sequence[Term], descending: bool = True) -> list[Term]:
    """Terms by value; Ambiguous where two neighbours in the order cannot be told apart."""
    out = sorted(terms, key=real, reverse=descending)
    for a, b in pairwise(out):
        above(a, b)
    return out


def ranked(terms: Sequence[Term], k: int, descending: bool = True) -> Term:
    """The k-th term by value (from 1); Ambiguous where its neighbours in the order could take its place."""
    out = sorted(terms, key=real, reverse=descending)
    if not 1 <= k <= len(out):
        raise Inapplicable("no such rank")
    for a, b in zip(out[max(0, k - 2) : k], out[max(1, k - 1) : k + 1], strict=False):
        above(a, b)
    return out[k - 1]


def extreme(terms: Sequence[Term], largest: bool = True) -> Term:
    """The term with the largest (smallest) value; Ambiguous where another could have it."""
    if len(terms) < 2:
        raise Inapplicable("fewer than two terms")
    best = max(terms, key=real) if largest else min(terms, key=real)
    for t in terms:
        if t is not best:
            above(best, t)
    return best


def name_of(term: Term, among: Sequence[Term]) -> str:
    """What tells the term from its siblings: the last of its args that differs between them, else its last arg."""
    if not term.args:
        raise Inapplicable(f"{term.id} has no name")
    for at in range(len(term.args) - 1, -1, -1):
        if any(len(t.args) <= at or t.args[at] != term.args[at] for t in among):
            return term.args[at]
    return term.args[-1]


def names(chosen: Sequence[Term], among: Sequence[Term]) -> tuple[str, ...]:
    """Names of the chosen terms; Inapplicable where two would be called the same."""
    out = tuple(name_of(t, among) for t in chosen)
    if len(set(out)) != len(out):
        raise Inapplicable("same label twice")
    return out


def halves(terms: Sequence[Term]) -> tuple[list[Term], list[Term]]:
    """Two rows of equal length that go label by label."""
    if len(terms) < 2 or len(terms) % 2:
        raise Inapplicable("two rows of equal length are needed")
    mid = len(terms) // 2
    first, second = list(terms[:mid]), list(terms[mid:])
    if any(a.args[1:] != b.args[1:] and a.args[:1] != b.args[:1] for a, b in zip(first, second, strict=True)):
        raise Inapplicable("the rows do not match")
    return first, second


def no_margin(terms: Sequence[Term], value: Value) -> float:
    """For outcomes that are certain once the guards have let them through."""
    return 0.0


def summed_margin(terms: Sequence[Term], value: Value) -> float:
    """The margin of a sum or difference: that of its terms together."""
    return sum(t.margin for t in terms)


def mean_margin(terms: Sequence[Term], value: Value) -> float:
    return sum(t.margin for t in terms) / len(terms)


def no_unit(terms: Sequence[Term]) -> str:
    return ""


def percent(terms: Sequence[Term]) -> str:
    return "%"


def gap_unit(terms: Sequence[Term]) -> str:
    """The unit of a difference: that between two percentages is in percentage points."""
    return "percentage points" if terms[-1].unit == "%" else terms[-1].unit


def last_unit(terms: Sequence[Term]) -> str:
    """The unit of the data where the first term is a rank, a name or a threshold."""
    return terms[-1].unit
