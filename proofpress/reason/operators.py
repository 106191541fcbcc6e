"""Operators: typed, pure, named functions from which every proof is built.

An operator takes Terms (facts or the results of earlier steps) and returns a value.  It refuses, with a reason, when the
picture cannot bear the conclusion (`Ambiguous`), and is applied again by `check` from the record alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ..answers.numerals import is_number as is_number  # noqa: PLC0414  (re-exported)
from ..model import Fact, Quad, Value


class Ambiguous(Exception):
    """A careful reader could come to another conclusion; the message is the drop's reason ("margin", "tie", ...)."""


class Inapplicable(Exception):
    """The inputs do not fit the operator: a theorem whose premises are not met, a wrong type, an empty list."""


@dataclass(frozen=True, slots=True)
class Term:
    """An input or output of an operator: a Fact, or what a step established. margin as in Fact.

    regions: what a reader needs to see for it.  quads: the places where it is, which a box or point answer means.
    """

    id: str
    value: Value
    unit: str = ""
    predicate: str = ""
    args: tuple[str, ...] = ()
    margin: float = 0.0
    regions: tuple[str, ...] = ()
    quads: tuple[Quad, ...] = ()

    def sure(self, value: Value = None) -> Term:
        """The same without a margin, of another value where one is given (a plain call: this is what proofs do most)."""
        value = self.value if value is None else value
        return Term(self.id, value, self.unit, self.predicate, self.args, 0.0, self.regions, self.quads)

    @staticmethod
    def of(fact: Fact, quads: Sequence[Quad] = ()) -> Term:
        return Term(fact.id, fact.value, fact.unit, fact.predicate, fact.args, fact.margin, fact.regions, tuple(quads))


Run = Callable[..., Value]
# A misconception: the same inputs, a mistake people make, a wrong value (or None where it does not apply).
Misconception = Callable[..., Value]


@dataclass(frozen=True)
class Operator:
    """name; fn(*terms) -> value; inputs and output are type names ("number", "label", "box", ..., "number*" for any number).

    margin: (terms, value) -> float, how far the value may be off given the terms' margins; None means first-order
    propagation for numbers and 0 for the rest.  An operator with a discrete outcome (arg_max, compare, count) raises
    Ambiguous in fn when the terms' margins allow another outcome.
    unit: (terms) -> str; None keeps the first term's unit for number outputs.
    misconceptions: name -> function with fn's signature: computed near-misses for distractors.
    looks: True when the step looks at the picture (its inputs' regions go on record as where to look).
    whole: its starred inputs are whole groups, all that the picture shows of a kind (two groups of one size where two are
    starred), so that a question is withdrawn where a member is left out.  False where they are some that the question names.
    formal: True when it only restates what was found (rounds it, agrees with a claim, names the option that says it).
    """

    name: str
    fn: Run
    inputs: tuple[str, ...] = ("number",)
    output: str = "number"
    source: str = ""
    skill: str = ""
    margin: Callable[[Sequence[Term], Value], float] | None = None
    unit: Callable[[Sequence[Term]], str] | None = None
    misconceptions: Mapping[str, Misconception] = field(default_factory=dict)
    looks: bool = True
    formal: bool = False
    whole: bool = True

    def run(self, terms: Sequence[Term], goal: Fact | None = None, context: Sequence[Fact] = ()) -> Value:
        """Apply to terms.  goal and context are for theorems (see saturate.Theorem); data operators need neither."""
        return self.fn(*terms)

    def groups(self, inputs: Sequence[str]) -> list[Sequence[str]]:
        """Which of a step's inputs are a whole group."""
        starred = [at for at, kind in enumerate(self.inputs) if kind.endswith("*")]
        if not self.whole or not starred:
            return []
        rest = inputs[starred[0] :]
        return [rest] if len(starred) == 1 else [rest[: len(rest) // 2], rest[len(rest) // 2 :]]

    def result_margin(self, terms: Sequence[Term], value: Value) -> float:
        if self.margin is not None:
            return self.margin(terms, value)
        return propagate(self.fn, terms, value)

    def result_unit(self, terms: Sequence[Term]) -> str:
        if self.unit is not None:
            return self.unit(terms)
        return terms[0].unit if terms and self.output == "number" else ""


def propagate(fn: Run, terms: Sequence[Term], value: Value) -> float:
    """First-order propagation of independent worst cases: the sum over terms of |change of the value at +-margin|."""
    if not is_number(value):
        return 0.0
    total = 0.0
    base = float(value)
    # margins are switched off while probing, so that discrete guards do not fire twice
    still: list[Term] = []
    for i, term in enumerate(terms):
        if not term.margin or not is_number(term.value):
            continue
        still = still or [t.sure(float(t.value)) if is_number(t.value) else t.sure() for t in terms]
        worst = 0.0
        for sign in (1.0, -1.0):
            moved = [*still[:i], term.sure(float(term.value) + sign * term.margin), *still[i + 1 :]]
            try:
                worst = max(worst, abs(float(fn(*moved)) - base))
            except (ZeroDivisionError, Inapplicable, Ambiguous):
                raise Ambiguous("margin") from None
        total += worst
    return total


def vocabulary(*groups: Sequence[Operator]) -> dict[str, Operator]:
    """Operators by name; ValueError on a clash, naming the culprit."""
    out: dict[str, Operator] = {}
    for group in groups:
        for op in group:
            if op.name in out and out[op.name] is not op:
                raise ValueError(f"operator {op.name!r} is defined twice")
            out[op.name] = op
    return out
