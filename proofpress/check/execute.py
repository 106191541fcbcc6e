"""The truth road: a recorded proof is executed again, from the record alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..answers.equality import equal
from ..answers.kinds import is_place
from ..ask.forms import UNDETERMINED
from ..exact import NotExact
from ..model import Fact, Question, Region
from ..reason.operators import Ambiguous, Inapplicable, Operator, Term
from ..reason.proof import rerun, same, terms_of

FAULTS = (Ambiguous, Inapplicable, NotExact, ArithmeticError, TypeError, ValueError, IndexError, KeyError, AttributeError)


def options_of(question: Question) -> list[Fact]:
    """The offered options as facts, for the operator that chooses."""
    return [Fact(f"option-{i}", "option", (chr(65 + i),), text, given="text") for i, text in enumerate(question.choices)]


def results(
    question: Question,
    facts: Sequence[Fact],
    regions: Mapping[str, Region],
    operators: Mapping[str, Operator],
    replaced: Mapping[str, Term] | None = None,
) -> list[Term]:
    """The terms of the question's steps, executed again; `replaced` overrides terms by fact id (a second reader's values)."""
    terms = terms_of(facts, regions) | dict(replaced or {})
    return rerun(question.steps, terms, operators, [*facts, *options_of(question)])


def execute(
    question: Question, facts: Sequence[Fact], regions: Mapping[str, Region], operators: Mapping[str, Operator]
) -> Iterator[str]:
    """What is wrong with the recorded proof: one message a fault, nothing where it holds."""
    known = {f.id: f for f in facts}
    outputs = {s.output for s in question.steps}
    for step in question.steps:
        for i in step.inputs:
            if i not in known and i not in outputs:
                yield f"step {step.output} rests on the unknown {i}"
                return
            if i in known and i not in outputs and i not in question.givens and question.answer.type != UNDETERMINED:
                yield f"step {step.output} rests on {i}, which is no given of the question"
    try:
        terms = results(question, facts, regions, operators)
    except FAULTS as fault:
        yield f"a step cannot be executed: {type(fault).__name__}: {fault}"
        return
    for step, term in zip(question.steps, terms, strict=True):
        if not same(step.value, term.value):
            yield f"{step.op} gives {term.value!r}, not the recorded {step.value!r}"
        if (fact := known.get(step.output)) and not same(fact.value, term.value):
            yield f"fact {fact} is not what {step.op} gives"
    if not terms or not same(terms[-1].value, question.answer.value):
        yield f"the last step gives {terms[-1].value if terms else None!r}, the answer says {question.answer.value!r}"
    if question.answer.type == UNDETERMINED and terms:
        missing = known.get(next(iter(question.steps[-1].inputs), ""))
        if missing is None or missing.given != "hidden":
            yield f"{missing or 'nothing'} is not missing: it is shown"
    try:
        yield from _scoring(question)
    except FAULTS as fault:
        yield f"the answer cannot be scored: {type(fault).__name__}: {fault}"


def _scoring(question: Question) -> Iterator[str]:
    """Does the one equality accept what is recorded, and just one of the options?"""
    answer = question.answer
    if not is_place(answer.type) and not equal(answer, answer.text, question.choices):
        yield f"the answer's text {answer.text!r} does not say its value"
    for alias in answer.aliases:
        if not equal(answer, alias, question.choices):
            yield f"the alias {alias!r} is not equal to the answer"
    if question.choices:
        hits = [c for i, c in enumerate(question.choices) if equal(answer, f"({chr(65 + i)}) {c}", question.choices)]
        if len(hits) != 1 or len(set(question.choices)) != len(question.choices):
            yield f"{len(hits)} of the options score right, one must"
