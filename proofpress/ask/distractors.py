"""Computed near-misses: what a reader who makes one known mistake would answer, each proved wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from ..exact import Exact, NotExact
from ..model import Value
from ..reason.operators import Ambiguous, Inapplicable, Operator, Term, is_number
from ..reason.proof import Candidate, same
from ..reason.rounding import to_places

_FAULTS = (Ambiguous, Inapplicable, NotExact, ArithmeticError, TypeError, ValueError, IndexError, KeyError)


def carried(candidate: Candidate, terms: Mapping[str, Term], operators: Mapping[str, Operator]) -> Iterator[tuple[Value, str]]:
    """(wrong value, name of the mistake): one step is done as a misconception has it and carried through to the end."""
    steps = candidate.proof.steps
    known = {k: t.sure() for k, t in terms.items()} | {s.term.id: s.term.sure() for s in steps}
    for at in range(len(steps) - 1, -1, -1):
        inputs = [known[i] for i in steps[at].inputs]
        for name, wrong_way in operators[steps[at].op].misconceptions.items():
            try:
                now = dict(known)
                now[steps[at].term.id] = replace(steps[at].term, value=wrong_way(*inputs), margin=0.0)
                for later in steps[at + 1 :]:
                    args = [now[i] for i in later.inputs]
                    if any(now[i] is not known[i] for i in later.inputs):
                        value = operators[later.op].run(args)
                        now[later.term.id] = replace(later.term, value=value, margin=0.0)
                yield now[steps[-1].term.id].value, name
            except _FAULTS:
                continue


def alike(value: Value, right: Value) -> Value | None:
    """A wrong number in the form of the right one (same kind, same decimals); None where it cannot be."""
    if not is_number(value) or not is_number(right):
        return value if type(value) is type(right) else None
    try:
        if isinstance(right, Decimal):
            return to_places(value, max(0, -int(right.as_tuple().exponent)))
        if isinstance(right, int):
            return int(value) if float(value) == int(float(value)) else None
        if isinstance(right, float):
            return float(value)
        if isinstance(value, (int, Fraction, Decimal)):
            return Exact(value)
        return value if isinstance(value, Exact) else None
    except _FAULTS:
        return None


def wrong_values(
    candidate: Candidate,
    right: Value,
    tolerance: float,
    terms: Mapping[str, Term],
    operators: Mapping[str, Operator],
    want: int,
) -> list[tuple[Value, str]]:
    """Up to `want` wrong values, different from the right one and from each other beyond tolerance, best mistakes first."""
    found: list[tuple[Value, str]] = []

    def offer(source: Sequence[tuple[Value, str]] | Iterator[tuple[Value, str]]) -> None:
        for raw, name in source:
            if len(found) >= want:
                return
            value = alike(raw, right)
            if value is None or not plausible(value, right):
                continue
            if all(apart(value, other, tolerance) for other in (right, *(v for v, _ in found))):
                found.append((value, name))

    offer(candidate.near)
    offer(carried(candidate, terms, operators))
    return found


def apart(a: Value, b: Value, tolerance: float) -> bool:
    """Do two values differ so far that neither could pass for the other?"""
    if is_number(a) and is_number(b):
        return not same(a, b) and abs(float(a) - float(b)) > max(2 * tolerance, 1e-3 * max(abs(float(a)), abs(float(b))))
    return not same(a, b)


def plausible(value: Value, right: Value) -> bool:
    """No option gives itself away by its sign or size."""
    if not is_number(value):
        return True
    a, b = float(value), float(right)
    return (a > 0) == (b > 0) and (b == 0 or 0.02 <= abs(a / b) <= 50)
