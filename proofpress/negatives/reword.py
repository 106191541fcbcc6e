"""A recorded chain told again with other values, in the very words in which it was told first.

The record keeps a step's text, not the wording it was drawn from nor the reading margins behind "about".  Both are found again:
a wording and margins that give the recorded text from the recorded values, letter by letter, then speak for the other values.
Where none does (a wording was edited since, an engine without `speaker`), a value that stands in the text once is exchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from jinja2 import TemplateError

from ..ask.forms import FORM_OPERATORS
from ..ask.step_words import StepWords
from ..ask.verbalise import said
from ..ask.wording import Wording, fill
from ..model import Fact, Question, Step, Value
from ..reason.compose import Speak
from ..reason.operators import Ambiguous, Inapplicable, Operator, Term
from ..reason.proof import ProofStep
from ..reason.saturate import Theorem

MARGINS = (0.0, 1.0, 0.1, 0.01, 0.001)  # what decides how finely a reading is said: its order of magnitude
_FORM = frozenset(op.name for op in FORM_OPERATORS)
_FAULTS = (TemplateError, Ambiguous, Inapplicable, ArithmeticError, TypeError, ValueError, LookupError, AttributeError)


@dataclass(frozen=True, slots=True)
class Manner:
    """How one step was told: the wording, the reading margins of its facts and of its result, which of a theorem's readings."""

    text: str
    given: float = 0.0
    out: float = 0.0
    reading: int = 0


@dataclass
class Reworder:
    """One question's chain, ready to be told with other values.

    terms: every fact of the sample and what each recorded step established, by id; margins are 0.
    """

    question: Question
    facts: Mapping[str, Fact]
    operators: Mapping[str, Operator]
    wording: Wording
    speak: Speak
    terms: dict[str, Term] = field(default_factory=dict)
    context: Sequence[Fact] = ()
    _manners: dict[int, Manner | None] = field(default_factory=dict)

    @staticmethod
    def of(
        question: Question, facts: Sequence[Fact], operators: Mapping[str, Operator], wording: Wording, speak: Speak
    ) -> Reworder:
        """Raises Inapplicable where the record names an operator or input that is not there."""
        options = [Fact(f"option-{i}", "option", (chr(65 + i),), text, given="text") for i, text in enumerate(question.choices)]
        out = Reworder(question, {f.id: f for f in facts}, operators, wording, speak, context=[*facts, *options])
        out.terms = {f.id: replace(Term.of(f), margin=0.0) for f in facts}
        for step in question.steps:
            if step.op not in operators or any(i not in out.terms for i in step.inputs):
                raise Inapplicable(f"step {step.output} cannot be followed")
            out.terms[step.output] = out.term(step, [out.terms[i] for i in step.inputs], step.value)
        return out

    def term(self, step: Step, inputs: Sequence[Term], value: Value) -> Term:
        """What the step establishes, were its value this one."""
        goal, op = self.facts.get(step.output), self.operators[step.op]
        if goal is not None:
            return Term(step.output, value, goal.unit, goal.predicate, goal.args)
        return Term(step.output, value, op.result_unit(inputs), op.output)

    def run(self, step: Step, inputs: Sequence[Term]) -> Term:
        """The step done on these inputs; raises what the operator raises."""
        return self.term(step, inputs, self.operators[step.op].run(inputs, self.facts.get(step.output), self.context))

    # --- telling ------------------------------------------------------------------------------------------------------
    def tell(self, at: int, inputs: Sequence[Term], out: Term) -> str | None:
        """The text of step `at` with these inputs and this outcome; None where it cannot be told in the recorded way."""
        manner = self.manner(at)
        if manner is None:
            return self._exchanged(at, inputs, out)
        try:
            return self._told(at, manner, inputs, out)
        except _FAULTS:
            return None

    def manner(self, at: int) -> Manner | None:
        """How the recorded text of step `at` came about."""
        if at not in self._manners:
            self._manners[at] = next(self._search(at), None)
        return self._manners[at]

    def _search(self, at: int) -> Iterator[Manner]:
        step = self.question.steps[at]
        inputs, out = [self.terms[i] for i in step.inputs], self.terms[step.output]
        for manner in self._ways(at):
            try:
                if self._told(at, manner, inputs, out) == step.text:
                    yield manner
            except _FAULTS:
                continue

    def _ways(self, at: int) -> Iterator[Manner]:
        step = self.question.steps[at]
        texts = self.wording.variants("steps", step.op)
        if isinstance(self.operators[step.op], Theorem) or step.op in _FORM:
            readings = 6 if isinstance(self.operators[step.op], Theorem) else 1
            yield from (Manner(t, reading=n) for n in range(readings) for t in texts)
            return
        usual = [m.given for m in self._manners.values() if m is not None]  # one picture, one ruler: mostly
        given = tuple(dict.fromkeys((*usual[-1:], *MARGINS)))
        yield from (Manner(t, g, o) for g in given for o in dict.fromkeys((g, *MARGINS)) for t in texts)

    def _told(self, at: int, manner: Manner, inputs: Sequence[Term], out: Term) -> str:
        step = self.question.steps[at]
        op = self.operators[step.op]
        inputs = [self._with_margin(t, manner.given) for t in inputs]
        out = replace(out, margin=manner.out)
        language = self.wording.language
        slots = {**said(out, language), "x": [said(t, language) for t in inputs], "last": at == len(self.question.steps) - 1}
        return fill(manner.text, {**slots, **self._words(step, op, manner, inputs, out)}, language)

    def _words(self, step: Step, op: Operator, manner: Manner, inputs: Sequence[Term], out: Term) -> Mapping[str, Any]:
        show = self.wording.language.show
        if step.op in _FORM:
            return {"option": show(inputs[0].value, inputs[0].unit), "claim": show(inputs[-1].value, inputs[-1].unit)}
        if isinstance(op, Theorem):
            goal = self.facts[step.output]
            found = list(op.conclusions(inputs, goal, self.context))
            kb, conclusion = found[manner.reading]
            return ProofStep(step.op, step.inputs, out, kb.named(conclusion.words, out)).words(self.wording.language)
        return StepWords(inputs, out, partial(self.speak, op, inputs, out)).told(self.wording.language)

    def _with_margin(self, term: Term, given: float) -> Term:
        """An input as finely as it was read; what a step established keeps the margin that its own telling revealed."""
        for at, step in enumerate(self.question.steps):
            if step.output == term.id:
                manner = self._manners.get(at)
                return replace(term, margin=manner.out if manner else 0.0)
        fact = self.facts.get(term.id)
        return replace(term, margin=given) if fact is not None and fact.given == "image" else term

    def _exchanged(self, at: int, inputs: Sequence[Term], out: Term) -> str | None:
        """The recorded text with each changed value put in its place, where each stands there exactly once."""
        step = self.question.steps[at]
        text, show = step.text, self.wording.language.show
        old = [self.terms[i] for i in (*step.inputs, step.output)]
        pairs = {}
        for a, b in zip(old, (*inputs, out), strict=True):
            if a.value != b.value:
                pairs[show(a.value, a.unit)] = show(b.value, b.unit)
        for was in pairs:
            if len(token(was).findall(text)) != 1:
                return None
        return re.sub("|".join(token(w).pattern for w in pairs), lambda m: pairs[m[0]], text) if pairs else text


def token(text: str) -> re.Pattern[str]:
    """The text where it stands alone: 5 is not found in 15, 5.2 or x5."""
    return re.compile(rf"(?<![\w.,]){re.escape(text)}(?![\w%°]|[.,]\d)")
