"""Unique: every referent of a question denotes one thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ..model import Fact, Question
from ..reason.scope import proposed


def unique(question: Question, facts: Mapping[str, Fact]) -> Iterator[str]:
    """Statements among what the question rests on that the record makes more than once."""
    rests_on = [facts[i] for i in question.givens if i in facts]
    shown = Counter(f.statement for f in facts.values() if f.given != "hidden" and not proposed(f))
    for fact in rests_on:
        if not proposed(fact) and shown[fact.statement] > 1:
            yield f"{fact} is stated {shown[fact.statement]} times: the referent is not unique"
