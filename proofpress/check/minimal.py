"""Minimal: take one given away and the answer no longer follows from the rest of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..ask.forms import UNDETERMINED
from ..engine import Engine
from ..model import Fact, Question
from ..reason.operators import Operator
from ..reason.proof import concluding
from ..reason.scope import proposed


def minimal(
    question: Question, facts: Mapping[str, Fact], spec: dict[str, Any], engine: Engine, operators: Mapping[str, Operator]
) -> Iterator[str]:
    """Givens that the others can do without.

    What no step uses is found by `answerable`.  Where premises depend on one another (a figure, not a table), the engine
    says whether the others still force what the proof concludes.  The claim of a question is no premise.
    """
    step = concluding(question.steps, operators)
    asked = facts.get(step.output) if step else None
    if asked is None or question.answer.type == UNDETERMINED:
        return
    givens = [facts[i] for i in question.givens if i in facts and not proposed(facts[i])]
    for fact in engine.needless(spec, givens, asked):
        yield f"without {fact} the other givens still force {asked}"
