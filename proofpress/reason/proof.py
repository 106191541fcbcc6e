"""Proofs: DAGs of steps whose leaves are facts. They re-execute; premises are traced back to the minimal set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from ..exact import as_exact
from ..language import Language
from ..model import Fact, Quad, Region, Step, Value, dumps
from .operators import Inapplicable, Operator, Term, is_number


class LazyWords(Protocol):
    """Slots of a step's wording that are worked out only when the step is put into words, and then in a language."""

    def told(self, language: Language) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class ProofStep:
    """op(inputs) = term. Where the conclusion is a statement about the scene (a theorem's), `term.predicate` and
    `term.args` say it and the sample gets a hidden Fact with the id `term.id`."""

    op: str
    inputs: tuple[str, ...]
    term: Term
    slots: Mapping[str, Any] | LazyWords = field(default_factory=dict)  # extra words for the step's wording

    def words(self, language: Language) -> Mapping[str, Any]:
        """The extra words in a language."""
        return self.slots if isinstance(self.slots, Mapping) else self.slots.told(language)


@dataclass(frozen=True, slots=True)
class Proof:
    """leaves: the minimal premises; steps in topological order; the last step's term is the conclusion."""

    leaves: tuple[Fact, ...]
    steps: tuple[ProofStep, ...]

    @property
    def conclusion(self) -> Term:
        return self.steps[-1].term

    @property
    def depth(self) -> int:
        """Length of the longest chain of steps from a leaf to the conclusion."""
        level: dict[str, int] = {}
        for s in self.steps:
            level[s.term.id] = 1 + max((level.get(i, 0) for i in s.inputs), default=0)
        return level[self.steps[-1].term.id]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proved conclusion worth asking.

    family: the key of its wording.  slots: the words for it.  kind: the answer's type (number, text, list, set, boolean,
    box, point).  decimals: ask for the answer rounded to so many places (None: exact or as the data are).
    near: wrong values that a reader could come to, best first, as (value, name of the mistake); the spine adds those it
    computes from the operators' misconceptions and proves each wrong.  pool: the labels among which a text answer is
    chosen (for choice forms).  forms: the forms that make sense, () for all that the kind allows.
    missing: the fact whose absence makes the question unanswerable, with the slots that say so; the proof then runs
    through that hidden fact.
    """

    family: str
    slots: Mapping[str, Any]
    proof: Proof
    kind: str = "number"
    decimals: int | None = None
    near: tuple[tuple[Value, str], ...] = ()
    pool: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    missing: Fact | None = None
    asked: Fact | None = None  # the asked quantity as a statement, where the scene has one


@dataclass(frozen=True, slots=True)
class Rejected:
    """A conclusion that was given up before it was asked; it goes to the ledger of drops with its reason."""

    family: str
    reason: str


def trace(goal: str, made_by: Mapping[str, ProofStep], facts: Mapping[str, Fact]) -> Proof:
    """The sub-proof of `goal`: only the steps and leaves it rests on, in topological order."""
    steps: list[ProofStep] = []
    leaves: dict[str, Fact] = {}
    seen: set[str] = set()

    def visit(id: str) -> None:
        if id in seen:
            return
        seen.add(id)
        step = made_by.get(id)
        if step is None:
            leaves[id] = facts[id]
            return
        for i in step.inputs:
            visit(i)
        steps.append(step)

    visit(goal)
    return Proof(tuple(leaves.values()), tuple(steps))


def apply(op: Operator, inputs: Sequence[Term], id: str, **slots: Any) -> ProofStep:
    """Run a data operator on terms and keep the step. Raises Ambiguous or Inapplicable as the operator does."""
    value = op.run(inputs)
    term = Term(id, value, op.result_unit(inputs), op.output, (), op.result_margin(inputs, value))
    return ProofStep(op.name, tuple(t.id for t in inputs), term, slots)


def regions_of(step: ProofStep, facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """Where a person would point while saying this step: the regions of the facts it reads, each once."""
    found: Iterable[str] = (r for i in step.inputs if i in facts and facts[i].given != "hidden" for r in facts[i].regions)
    return tuple(dict.fromkeys(found))


def same(a: Value, b: Value) -> bool:
    """Do two step values agree?  Numbers by exact value (floats within 1e-9 relative), the rest by what the record holds."""
    if is_number(a) and is_number(b):
        if isinstance(a, float) or isinstance(b, float):
            return abs(float(a) - float(b)) <= 1e-9 * max(1.0, abs(float(a)), abs(float(b)))
        return bool(as_exact(a) == as_exact(b))
    return dumps(a) == dumps(b)


def terms_of(facts: Iterable[Fact], regions: Mapping[str, Region]) -> dict[str, Term]:
    """Facts as terms by id, with the quads of the regions where they are."""
    return {f.id: Term.of(f, [regions[r].quad for r in f.at if r in regions]) for f in facts}


def rerun(
    steps: Sequence[Step], terms: Mapping[str, Term], operators: Mapping[str, Operator], context: Sequence[Fact] = ()
) -> list[Term]:
    """Execute recorded steps again from terms alone; the goal of a theorem is the hidden fact named by `output`.

    Raises Inapplicable for an unknown operator or input, and whatever the operators raise.
    """
    known = dict(terms)
    out: list[Term] = []
    facts = {f.id: f for f in context}
    for step in steps:
        op = operators.get(step.op)
        missing = [i for i in step.inputs if i not in known]
        if op is None or missing:
            raise Inapplicable(f"unknown operator {step.op}" if op is None else f"unknown input {missing[0]}")
        inputs = [known[i] for i in step.inputs]
        goal = facts.get(step.output)
        value = op.run(inputs, goal, context)
        unit = goal.unit if goal else op.result_unit(inputs)
        margin = op.result_margin(inputs, value)
        term = Term(
            step.output,
            value,
            unit,
            goal.predicate if goal else op.output,
            goal.args if goal else (),
            margin,
            quads=quads_of(inputs),
        )
        known[step.output] = term
        out.append(term)
    return out


def concluding(steps: Sequence[Step], operators: Mapping[str, Operator]) -> Step | None:
    """The step that finds what is asked, before it is rounded, chosen among options or compared with a claim."""
    return next((s for s in reversed(steps) if s.op in operators and not operators[s.op].formal), None)


def quads_of(inputs: Sequence[Term]) -> tuple[Quad, ...]:
    """The quads that a step's result inherits: its first input's."""
    return inputs[0].quads if inputs else ()
