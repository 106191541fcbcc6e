"""Answerable: what is shown and stated forces the answer, and nothing else was used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..ask.forms import UNDETERMINED
from ..model import Fact, Question


def answerable(question: Question, facts: Mapping[str, Fact]) -> Iterator[str]:
    """Premises that a reader does not have."""
    for id in question.givens:
        fact = facts.get(id)
        if fact is None:
            yield f"the premise {id} is not on record"
        elif fact.given == "hidden":
            yield f"the premise {fact} is neither shown nor stated"
    outputs = {s.output for s in question.steps}
    used = {i for s in question.steps for i in s.inputs} - outputs
    idle = set(question.givens) - used
    if idle and question.answer.type != UNDETERMINED:
        yield f"the premises {', '.join(sorted(idle))} are not used"
    if "{{" in question.text or "}}" in question.text or "None" in question.text.split():
        yield "the wording was left unfilled"
