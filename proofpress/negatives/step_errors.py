"""Mistakes for one planted wrong step: what a person could write down instead of the right value of a step.

Unlike an operator's misconceptions, which also become the options of choice questions, these serve negatives only.  From the
most telling to the plainest: the operator's own misconceptions; the same step done on a neighbouring fact; a formula mixed up,
recognised by how the value follows from its inputs; an error in writing it down.  All are engine-neutral.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import islice

from ..ask.distractors import alike
from ..exact import Exact, NotExact, as_exact
from ..model import Fact, Value
from ..reason.library.support import tidy
from ..reason.operators import Ambiguous, Inapplicable, Operator, Term, is_number
from ..reason.saturate import Theorem
from ..reason.scope import proposed

FAULTS = (Ambiguous, Inapplicable, NotExact, ArithmeticError, TypeError, ValueError, LookupError, AttributeError)
StepError = tuple[str, Value]  # the mistake's name, the wrong value
Formula = Callable[..., Exact]
NEIGHBOURS = 6  # facts of the same kind that a reader may take for the right one


def _more(a: Exact, b: Exact) -> Exact:
    return a if float(a) > float(b) else b


def _less(a: Exact, b: Exact) -> Exact:
    return b if float(a) > float(b) else a


def _gap(a: Exact, b: Exact) -> Exact:
    return _more(a, b) - _less(a, b)


# What was mixed up: the right formula, and the wrong ones by the mistake's name.  The first formula that gives the value from
# its inputs counts, so the rarer by chance come first.
Mixed = tuple[tuple[Formula, dict[str, Formula]], ...]
_ONE: Mixed = (
    (lambda a: a * a, {"not squared": lambda a: a * 2}),
    (lambda a: a.sqrt(), {"halved instead of rooted": lambda a: a / 2}),
    (lambda a: a / 2, {"not halved": lambda a: a, "doubled instead of halved": lambda a: a * 2}),
    (lambda a: a * 2, {"not doubled": lambda a: a, "halved instead of doubled": lambda a: a / 2}),
)
_ONE_ANGLE: Mixed = (
    (lambda a: (180 - a) / 2, {"not halved": lambda a: 180 - a}),
    (
        lambda a: 180 - a * 2,
        {"taken off once instead of twice": lambda a: 180 - a, "taken to 90 instead of 180": lambda a: 90 - a},
    ),
    (lambda a: 180 - a, {"taken to 90 instead of 180": lambda a: 90 - a, "equal instead of supplementary": lambda a: a}),
    (
        lambda a: a,
        {"supplementary instead of equal": lambda a: 180 - a, "complementary instead of equal": lambda a: 90 - a},
    ),
)
_TWO: Mixed = (
    (lambda a, b: (a * a + b * b).sqrt(), {"sides added instead of squares": lambda a, b: a + b}),
    (
        lambda a, b: (_more(a, b) * _more(a, b) - _less(a, b) * _less(a, b)).sqrt(),
        {
            "sides subtracted instead of squares": lambda a, b: _more(a, b) - _less(a, b),
            "squares added instead of subtracted": lambda a, b: (a * a + b * b).sqrt(),
        },
    ),
    (lambda a, b: (a + b) * 2, {"added and not doubled": lambda a, b: a + b, "multiplied instead": lambda a, b: a * b}),
    (lambda a, b: a * b / 2, {"not halved": lambda a, b: a * b}),
    (lambda a, b: a * b, {"added instead of multiplied": lambda a, b: a + b, "halved by habit": lambda a, b: a * b / 2}),
    (lambda a, b: (a + b) / 2, {"added and not halved": lambda a, b: a + b}),
    (lambda a, b: _gap(a, b) / 2, {"not halved": _gap}),
    (lambda a, b: a / b, {"upside down": lambda a, b: b / a, "subtracted instead of divided": _gap}),
    (lambda a, b: b / a, {"upside down": lambda a, b: a / b, "subtracted instead of divided": _gap}),
    (_gap, {"added instead of subtracted": lambda a, b: a + b}),
    (
        lambda a, b: a + b,
        {"subtracted instead of added": _gap, "averaged instead of added": lambda a, b: (a + b) / 2},
    ),
)
_TWO_ANGLES: Mixed = (
    (
        lambda a, b: 180 - a - b,
        {
            "only one taken off": lambda a, b: 180 - a,
            "taken to 90 instead of 180": lambda a, b: 90 - _less(a, b),
            "added instead of taken from 180": lambda a, b: a + b,
        },
    ),
)


def step_errors(op: Operator, inputs: Sequence[Term], right: Term, facts: Sequence[Fact]) -> Iterator[StepError]:
    """(mistake, wrong value) of one step, the most telling first; values may repeat, and one may lead to a right end."""
    for mistake, value in _every(op, inputs, right, facts):
        if not is_number(right.value) or (is_number(value) and _believable(op, inputs, right, float(value))):
            yield mistake, value


def _believable(op: Operator, inputs: Sequence[Term], right: Term, value: float) -> bool:
    """No angle beyond a straight one, no share above the whole, no count above what there is, unless the right one is."""
    if op.output == "number" and op.name.startswith("count") and len(inputs) > 1:
        return 0 <= value <= len(inputs)
    most = {"°": 180.0, "%": 100.0}.get(right.unit, math.inf)
    return float(right.value) >= most or value < most


def _every(op: Operator, inputs: Sequence[Term], right: Term, facts: Sequence[Fact]) -> Iterator[StepError]:
    yield from _misconceptions(op, inputs)
    yield from _neighbours(op, inputs, facts)
    if is_number(right.value):
        if not _reads(op):
            yield from _formulas([t.value for t in inputs if is_number(t.value)], right.value, right.unit == "°")
        yield from _pen(op, right.value)
        if isinstance(op, Theorem):
            like = (f for f in facts if f.predicate == right.predicate and f.unit == right.unit and is_number(f.value))
            yield from (("the value of another one", f.value) for f in islice(like, NEIGHBOURS))
    elif isinstance(right.value, bool):
        if not isinstance(op, Theorem):  # a statement about the scene is no verdict
            yield "judged the wrong way round", not right.value
    elif isinstance(right.value, tuple):
        yield from _lists(inputs, right.value)
    elif isinstance(right.value, str) and op.output in ("label", "text"):
        yield from (("another one picked", v) for v in _names(inputs, right.value, facts) if v != right.value)


def _reads(op: Operator) -> bool:
    return op.name.startswith(("read", "lookup"))


def _misconceptions(op: Operator, inputs: Sequence[Term]) -> Iterator[StepError]:
    for name, wrong_way in op.misconceptions.items():
        try:
            yield name, wrong_way(*inputs)
        except FAULTS:
            continue


def _neighbours(op: Operator, inputs: Sequence[Term], facts: Sequence[Fact]) -> Iterator[StepError]:
    """The step done on a fact of the same kind beside the right one: the wrong column, the wrong row."""
    own = {t.id for t in inputs}
    if isinstance(op, Theorem) or not op.looks or len(inputs) > 2 or not any(f.id in own for f in facts):
        return
    if len(inputs) == 2 and op.output not in ("number", "boolean"):  # a name must be one of those that are compared
        return
    for at, term in enumerate(inputs):
        if not term.predicate or proposed(term):
            continue
        like = [f for f in facts if f.given == "image" and f.predicate == term.predicate and f.unit == term.unit]
        like = [f for f in like if f.id not in own and len(f.args) == len(term.args)]
        # the nearer the more likely: those that differ in one name only come first
        like.sort(key=lambda f, a=term.args: sum(x != y for x, y in zip(f.args, a, strict=True)))  # type: ignore[misc]
        for f in like[:NEIGHBOURS]:
            try:
                yield "the wrong one read", op.run([*inputs[:at], Term.of(f), *inputs[at + 1 :]])
            except FAULTS:
                continue


def _formulas(numbers: Sequence[Value], right: Value, angle: bool) -> Iterator[StepError]:
    """The formula that gives the value from its one or two inputs, mixed up with another."""
    given = [v for v in map(_exact, numbers) if v is not None]
    goal = _exact(right)
    if goal is None or len(given) != len(numbers) or len(given) not in (1, 2):
        return
    tables = ((_ONE_ANGLE, _ONE), (_TWO_ANGLES, _TWO))[len(given) - 1]
    for good, mixed in (*(tables[0] if angle else ()), *tables[1]):
        if _worked_out(good, given) == goal:
            found = ((name, _worked_out(bad, given)) for name, bad in mixed.items())
            yield from ((name, _as(v, right)) for name, v in found if v is not None)
            return


def _worked_out(formula: Formula, given: Sequence[Exact]) -> Exact | None:
    try:
        return formula(*given)
    except FAULTS:
        return None


def _pen(op: Operator, right: Value) -> Iterator[StepError]:
    """An arithmetic error in the last line of a computation, or two digits of a reading swapped."""
    name = "digits swapped" if _reads(op) else "slip in the arithmetic"
    if isinstance(right, float):
        yield from ((name, right * k) for k in (1.1, 0.9))
        return
    exact = _exact(right)
    if exact is None:
        return
    if not exact.is_rational:  # 3√2 becomes 4√2, 36π becomes 37π
        scale = abs(exact.terms[0][1])
        step = Fraction(10) if scale >= 20 and scale.denominator == 1 else Fraction(1, scale.denominator)
        yield from ((name, exact * ((scale + d) / scale)) for d in (step, -step) if scale + d > 0)
        return
    value = exact.fraction
    if name == "digits swapped":
        yield from ((name, v) for v in _swapped(right))
    elif value.denominator == 1 or isinstance(right, Decimal):
        unit = Fraction(10) ** (math.floor(math.log10(abs(value))) - 1) if value else Fraction(1)
        unit = max(unit, Fraction(1)) if isinstance(right, int) or value.denominator == 1 else unit
        yield from ((name, _as(Exact(value + d * unit), right)) for d in (1, -1, 2, -2))
    else:
        by = Fraction(1, value.denominator)
        yield from ((name, _as(Exact(value + d * by), right)) for d in (1, -1, 2))


def _swapped(right: Value) -> Iterator[Value]:
    """The number with two neighbouring digits in the wrong order."""
    text = format(right, "f") if isinstance(right, Decimal) else str(right)
    for i in range(len(text) - 1):
        a, b = text[i], text[i + 1]
        if a.isdigit() and b.isdigit() and a != b and not (i == 0 and b == "0"):
            swapped = text[:i] + b + a + text[i + 2 :]
            yield Decimal(swapped) if isinstance(right, Decimal) else tidy(Fraction(swapped))


def _lists(inputs: Sequence[Term], right: tuple[Value, ...]) -> Iterator[StepError]:
    if len(right) > 1:
        yield "two in the wrong order", (*right[:-2], right[-1], right[-2])
    if len(right) > 2:  # of two, one would be left, and the words would still be in the plural
        yield "one left out", right[:-1]
    places = {(t.predicate, i) for t in inputs for i, a in enumerate(t.args) if a in right}
    for more in dict.fromkeys(t.args[i] for t in inputs for p, i in places if t.predicate == p and i < len(t.args)):
        if more not in right:
            yield "one too many", (*right, more)
            yield "a wrong one among them", (*right[:-1], more)
            break


def _names(inputs: Sequence[Term], right: str, facts: Sequence[Fact]) -> Iterator[str]:
    """Names that stand in the facts where the right one stands: among the inputs', else among the facts of the same kind."""
    places = {(t.predicate, i) for t in inputs for i, a in enumerate(t.args) if a == right}
    yield from dict.fromkeys(t.args[i] for t in inputs for p, i in places if t.predicate == p and i < len(t.args))
    kinds = {t.predicate for t in inputs}
    yield from dict.fromkeys(f.value for f in facts if f.predicate in kinds and isinstance(f.value, str) and f.given == "image")


def _exact(value: Value) -> Exact | None:
    return None if isinstance(value, float) else as_exact(Fraction(value) if isinstance(value, Decimal) else value)


def _as(value: Exact, right: Value) -> Value:
    """An exact number in the kind of the right one."""
    if isinstance(right, Exact) or not value.is_rational:
        return value
    out = alike(value, right)
    return tidy(value.fraction) if out is None else out
