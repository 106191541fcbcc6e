"""Speaking: premises, questions and proofs put into words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from ..answers.kinds import is_place, kind_of
from ..language import Language
from ..model import Fact, Question, Step
from ..reason.operators import Ambiguous, Operator, Term
from ..reason.proof import Candidate, ProofStep, regions_of
from ..reason.scope import proposed
from ..seeds import Rng
from .step_words import StepWords
from .wording import Wording, cap

MOST_STATED = 10  # facts that a question still puts into words


@dataclass
class PoseContext:
    """What one sample's questions are posed from.

    names: (term, text) -> what else the text may be called that the term establishes.
    """

    facts: Mapping[str, Fact]
    terms: Mapping[str, Term]
    operators: Mapping[str, Operator]
    wording: Wording
    rng: Rng
    drops: list[tuple[str, str]] = field(default_factory=list)  # (family, reason)
    names: Callable[[Term, str], Sequence[str]] = lambda term, text: ()

    @property
    def language(self) -> Language:
        """The language that its questions are asked in."""
        return self.wording.language


def with_premises(
    question: Question, candidate: Candidate, context: PoseContext, text_load: str, notes: Sequence[str]
) -> Question:
    """Put into words what the picture does not show, and in `full` everything that it shows and the answer needs."""
    missing = candidate.missing.id if candidate.missing else ""
    leaves = [f for f in candidate.proof.leaves if f.id != missing]
    stated, full = [], False
    told = len(leaves) == 1 and leaves[0].value == candidate.proof.conclusion.value  # words would give the answer away
    for fact in leaves:
        if not context.wording.variants("premises", fact.predicate):
            if fact.given == "text" and not proposed(fact):
                raise Ambiguous(f"premise: no wording for {fact.predicate}")
            continue
        # words would give away the place that is asked, or read like a table
        everything = text_load == "full" and not is_place(question.answer.type) and not told and len(leaves) <= MOST_STATED
        if fact.given == "text" or (everything and fact.given == "image" and not fact.margin):
            full = full or fact.given == "image"
            slots = {**candidate.slots, "args": fact.args, "value": context.language.show(fact.value, fact.unit)}
            stated.append(context.wording.say("premises", fact.predicate, context.rng, slots))
    text = question.text
    if stated:
        text = context.wording.say(
            "forms", "premises", context.rng, {"premises": list(dict.fromkeys(stated)), "question": text}
        )
    text = " ".join([text, *notes])
    return replace(question, text=cap(text), text_load="full" if full else "lite")


def spoken(steps: Sequence[ProofStep], context: PoseContext, extra: Mapping[str, Fact]) -> tuple[Step, ...]:
    """The proof in words: each step names what it looks at, what it does, what follows."""
    known: dict[str, Term] = dict(context.terms) | {i: Term.of(f) for i, f in extra.items()}
    out: list[Step] = []
    for s in steps:
        inputs = [said(known[i], context.language) for i in s.inputs]
        slots = {**said(s.term, context.language), "x": inputs, "last": s is steps[-1]}
        if isinstance(s.slots, Mapping) and _computes(tuple(context.wording.variants("steps", s.op))):
            slots |= StepWords([known[i] for i in s.inputs], s.term, dict).told(context.language)
        slots |= s.words(context.language)
        text, variant = context.wording.draw("steps", s.op, context.rng, slots)
        regions = regions_of(s, context.facts) if context.operators[s.op].looks else ()
        out.append(Step(s.op, s.inputs, s.term.id, s.term.value, text, regions, variant))
        known[s.term.id] = s.term
    return tuple(out)


@lru_cache(maxsize=4096)
def _computes(variants: tuple[str, ...]) -> bool:
    """Do the wordings of a step use slots that are worked out from its inputs (StepWords), as those of common operators do?"""
    return any(_COMPUTED.search(text) for text in variants)


_COMPUTED = re.compile(r"\{[{%][^{}]*\b(?:shown|bares?|eq|about_|items|few|why|yes|n)\b")


def said(term: Term, language: Language) -> dict[str, Any]:
    """A term as the slots of a wording."""
    args = term.args
    dated = term.predicate == "date" and isinstance(term.value, str)  # found by an operator whose output is one
    return {
        "id": term.id,
        "value": kind_of("date").render(term.value, "", language) if dated else language.show(term.value, term.unit),
        "number": language.show(term.value),
        "args": args,
        "label": args[-1] if args else "",
        "series": args[0] if args else "",
        "about": term.margin > 0,
        "unit": term.unit,
        "predicate": term.predicate,
    }
