"""A recorded chain told again with other values, in the very words in which it was told first.

The record keeps which of its wordings a step was told in, and how finely each fact can be read.  Where these do not give the
recorded text (a wording was edited since, the step was reworded, an engine has no `speaker`, a set of the first version), a
value that stands in the text once is exchanged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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

_FORM = frozenset(op.name for op in FORM_OPERATORS)
_FAULTS = (
    TemplateError,
    Ambiguous,
    Inapplicable,
    ArithmeticError,
    TypeError,
    ValueError,
    LookupError,
    AttributeError,
    StopIteration,
)


@dataclass
class Reworder:
    """One question's chain, ready to be told with other values.

    terms: every fact of the sample and what each recorded step established, by id; their margins are 0, for whoever makes a
    mistake is sure of what he reads.  margins: those that decide how finely a value is said, by id.
    """

    question: Question
    facts: Mapping[str, Fact]
    operators: Mapping[str, Operator]
    wording: Wording
    speak: Speak
    terms: dict[str, Term] = field(default_factory=dict)
    context: Sequence[Fact] = ()
    margins: dict[str, float] = field(default_factory=dict)
    _as_recorded: dict[int, bool] = field(default_factory=dict)

    @staticmethod
    def of(
        question: Question, facts: Sequence[Fact], operators: Mapping[str, Operator], wording: Wording, speak: Speak
    ) -> Reworder:
        """Raises Inapplicable where the record names an operator or input that is not there."""
        options = [Fact(f"option-{i}", "option", (chr(65 + i),), text, given="text") for i, text in enumerate(question.choices)]
        out = Reworder(question, {f.id: f for f in facts}, operators, wording, speak, context=[*facts, *options])
        out.terms = {f.id: replace(Term.of(f), margin=0.0) for f in facts}
        out.margins = {f.id: f.margin for f in facts if f.margin}
        for step in question.steps:
            if step.op not in operators or any(i not in out.terms for i in step.inputs):
                raise Inapplicable(f"step {step.output} cannot be followed")
            inputs = [out.terms[i] for i in step.inputs]
            out.terms[step.output] = out.term(step, inputs, step.value)
            try:
                margin = operators[step.op].result_margin([out.with_margin(t) for t in inputs], step.value)
            except _FAULTS:
                continue
            out.margins[step.output] = margin
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
    def with_margin(self, term: Term) -> Term:
        """The term as finely as it can be read."""
        return replace(term, margin=self.margins.get(term.id, 0.0))

    def tell(self, at: int, inputs: Sequence[Term], out: Term) -> str | None:
        """The text of step `at` with these inputs and this outcome; None where it cannot be told in the recorded way."""
        if not self.as_recorded(at):
            return self._exchanged(at, inputs, out)
        try:
            return self._told(at, inputs, out)
        except _FAULTS:
            return None

    def as_recorded(self, at: int) -> bool:
        """Do the recorded wording and margins give the recorded text from the recorded values?"""
        if at not in self._as_recorded:
            step = self.question.steps[at]
            try:
                text = self._told(at, [self.terms[i] for i in step.inputs], self.terms[step.output])
                self._as_recorded[at] = text == step.text
            except _FAULTS:
                self._as_recorded[at] = False
        return self._as_recorded[at]

    def _told(self, at: int, inputs: Sequence[Term], out: Term) -> str:
        step, language = self.question.steps[at], self.wording.language
        texts = self.wording.variants("steps", step.op)
        if not 0 <= step.variant < len(texts):
            raise Inapplicable(f"step {step.output} does not say in which words it was told")
        inputs, out = [self.with_margin(t) for t in inputs], self.with_margin(out)
        slots = {**said(out, language), "x": [said(t, language) for t in inputs], "last": at == len(self.question.steps) - 1}
        return fill(texts[step.variant], {**slots, **self._words(step, inputs, out)}, language)

    def _words(self, step: Step, inputs: Sequence[Term], out: Term) -> Mapping[str, Any]:
        op, language = self.operators[step.op], self.wording.language
        if step.op in _FORM:
            first, last = inputs[0], inputs[-1]
            return {"option": language.show(first.value, first.unit), "claim": language.show(last.value, last.unit)}
        if isinstance(op, Theorem):
            ids = tuple(t.id for t in inputs)
            found = op.conclusions(inputs, self.facts[step.output], self.context)
            kb, _, conclusion = next(c for c in found if c[1] == ids)
            return ProofStep(step.op, step.inputs, out, kb.named(conclusion.words, out)).words(language)
        return StepWords(inputs, out, partial(self.speak, op, inputs, out)).told(language)

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
