"""Posing: from a proved conclusion to a question, last of all.

The answer and its proof exist; here the form is chosen (open, choice, yes/no, fill-in, list, box, point, or "cannot be
determined"), the wording is drawn, and the steps are put into words in the order of the proof.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..answers.kinds import FORM_WEIGHTS, OTHER_WEIGHT, kind_of, kinds_of_output
from ..model import Answer, Fact, Question, Step
from ..reason.operators import Ambiguous, Term, is_number
from ..reason.proof import Candidate, ProofStep, apply
from ..reason.rounding import terminating
from .choices import OPTIONS, options, other_names, place, wrong_answers
from .constraints import DEEPEST, Constraints
from .forms import UNDETERMINED
from .verbalise import PoseContext, said, spoken, with_premises

WIDEST_MARGIN = 0.12  # of the value: beyond it a near miss could pass for the answer
UNCONSTRAINED = Constraints()


@dataclass(frozen=True)
class Posed:
    """A question with what the gate needs to judge it: where it came from, and the facts that its words or steps add."""

    question: Question
    candidate: Candidate
    facts: tuple[Fact, ...] = ()


def pose(
    candidates: Sequence[Candidate], context: PoseContext, limit: int, text_load: str, constraints: Constraints = UNCONSTRAINED
) -> list[Posed]:
    """Up to `limit` questions from the candidates, forms drawn first so that none is a candidate's favourite."""
    waiting = [c for c in candidates if not constraints.narrows or _wanted(c, context, constraints)]
    posed: list[Posed] = []
    texts: set[str] = set()
    while waiting and len(posed) < limit:
        form = _draw_form(waiting, context, constraints)
        truth = bool(context.rng.integers(2))
        at = _place(waiting, form, truth, context, constraints)
        if at is None:  # nothing claims this truth value: take any candidate in another of its forms
            at, form = 0, next((f for f in _forms(waiting[0], context, constraints) if f != "yes_no"), "")
        candidate = waiting.pop(at)
        if not form:
            context.drops.append((candidate.family, "balance"))
            continue
        item, reason = _in_some_form(candidate, form, truth, f"q{len(posed) + 1}", context, text_load, constraints)
        if item is None:
            context.drops.append((candidate.family, reason))
            continue
        if item.question.text in texts:
            context.drops.append((candidate.family, "repeated"))
            continue
        texts.add(item.question.text)
        posed.append(item)
    return posed


def moved(item: Posed, context: PoseContext) -> Posed:
    """The question with its box or point as it stands in the final picture, after every move of the pixels.

    `context` holds the final picture's terms; other questions do not depend on where things are and stay as they are.
    """
    kind = kind_of(item.question.answer.type)
    if not kind.slack:
        return item
    known = dict(context.terms)
    steps = []
    for s in item.candidate.proof.steps:
        if any(k.slack for k in kinds_of_output(context.operators[s.op].output)):
            s = replace(apply(context.operators[s.op], [known[i] for i in s.inputs], s.term.id), slots=s.slots)
        known[s.term.id] = s.term
        steps.append(s)
    old, proof = item.question, replace(item.candidate.proof, steps=tuple(steps))
    value = steps[-1].term.value
    answer = replace(old.answer, value=value, text=kind.render(value, "", context.language))
    question = replace(old, answer=answer, steps=spoken(steps, context, {}))
    candidate = replace(item.candidate, proof=proof)
    return Posed(question, candidate, _established(steps))


def _in_some_form(
    candidate: Candidate, form: str, truth: bool, id: str, context: PoseContext, text_load: str, constraints: Constraints
) -> tuple[Posed | None, str]:
    """The candidate in the drawn form or, where no real mistake gives enough wrong answers, in one that needs none."""
    reason = ""
    for f in (form, *(f for f in _forms(candidate, context, constraints) if f in ("open", "fill") and f != form)):
        try:
            return _pose_one(candidate, f, truth, id, context, text_load), ""
        except Ambiguous as fault:
            reason = reason or str(fault)
            if not str(fault).startswith("distractors"):
                break
    return None, reason


def poses(candidate: Candidate, form: str, context: PoseContext) -> str:
    """Why the candidate cannot be posed in a form, "" where it can; for a claim, either truth will do."""
    if form not in _forms(candidate, context, UNCONSTRAINED):
        return f"the form {form!r} is not among those the candidate takes"
    reason = ""
    for truth in (True, False):
        try:
            _pose_one(candidate, form, truth, "q1", context, "lite")
            return ""
        except Ambiguous as fault:
            reason = str(fault)
    return reason


def _wanted(candidate: Candidate, context: PoseContext, constraints: Constraints) -> bool:
    """Does the candidate make a question of a depth, a form and skills that the user wants?"""
    return (
        constraints.wants_depth(_depth(candidate))
        and constraints.wants_skills(_skills(candidate, context))
        and bool(_forms(candidate, context, constraints))
    )


def _skills(candidate: Candidate, context: PoseContext) -> tuple[str, ...]:
    """What the candidate's question takes to be answered."""
    if candidate.missing is not None:
        return ("notice_missing_premise",)
    steps = candidate.proof.steps
    return tuple(dict.fromkeys(candidate.skills or tuple(context.operators[s.op].skill or s.op for s in steps)))


def _depth(candidate: Candidate) -> int:
    """The depth that the candidate's question will have on record."""
    return 1 if candidate.missing is not None else candidate.proof.depth


def _place(waiting: Sequence[Candidate], form: str, truth: bool, context: PoseContext, constraints: Constraints) -> int | None:
    """The place of the first candidate that serves; where depths have shares, of the first at a depth drawn by them."""
    fit = (i for i, c in enumerate(waiting) if _serves(c, form, truth, context, constraints))
    if constraints.depth_free:
        return next(fit, None)
    found = {min(_depth(waiting[i]), DEEPEST): i for i in reversed(list(fit))}
    depths = sorted(found)
    return found[depths[_drawn([constraints.depth[d] for d in depths], context)]] if depths else None


def _forms(candidate: Candidate, context: PoseContext, constraints: Constraints) -> list[str]:
    """The forms that a candidate can take: its kind allows them, the wording has them, the user wants them."""
    if candidate.missing is not None:
        return [f for f in kind_of(candidate.kind).undetermined if constraints.wants_form(f)]
    possible = kind_of(candidate.kind).forms
    allowed = candidate.forms or possible
    worded = context.wording.parts(candidate.family)
    return [f for f in allowed if f in possible and constraints.wants_form(f) and part_of(f, candidate) in worded]


def part_of(form: str, candidate: Candidate) -> str:
    """The part of a family's wording that words a form of a candidate."""
    if form == "yes_no":
        return "open" if candidate.kind == "boolean" else "claim"
    return "open" if form == "choice" else form


def _draw_form(waiting: Sequence[Candidate], context: PoseContext, constraints: Constraints) -> str:
    possible = sorted({f for c in waiting for f in _forms(c, context, constraints)})
    shares = FORM_WEIGHTS if constraints.forms_free else constraints.forms
    at = _drawn([shares.get(f, OTHER_WEIGHT) for f in possible], context)
    return possible[at] if possible else "open"


def _drawn(weights: Sequence[float], context: PoseContext) -> int:
    """A place drawn in proportion to the weights."""
    at = context.rng.random() * math.fsum(weights)
    for i, weight in enumerate(weights):
        at -= weight
        if at < 0:
            return i
    return len(weights) - 1


def _serves(candidate: Candidate, form: str, truth: bool, context: PoseContext, constraints: Constraints) -> bool:
    if form not in _forms(candidate, context, constraints):
        return False
    return not (form == "yes_no" and candidate.kind == "boolean" and candidate.proof.conclusion.value is not truth)


def _pose_one(candidate: Candidate, form: str, truth: bool, id: str, context: PoseContext, text_load: str) -> Posed:
    steps = list(candidate.proof.steps)
    slots: dict[str, Any] = dict(candidate.slots)
    notes: list[str] = []
    final = steps[-1].term
    if candidate.decimals is not None and is_number(final.value):
        exact = terminating(final.value, candidate.decimals)
        if exact is None:
            if steps[-1].op != (name := f"round_{candidate.decimals}"):
                steps.append(apply(context.operators[name], [final], f"{id}r"))
            if form in ("open", "fill"):
                notes.append(context.wording.say("forms", "round", context.rng, {"places": candidate.decimals}))
            final = steps[-1].term
        else:
            final = replace(final, value=exact)
            steps[-1] = replace(steps[-1], term=final)
    if candidate.missing is not None:
        return _undetermined(candidate, form, id, context, text_load, final, slots)
    value, tolerance = final.value, _tolerance(candidate, final)
    # numbers that the question's words state (thresholds, ranks) are known to nobody but its proof
    extra = [f for f in candidate.proof.leaves if f.given == "text" and f.id not in context.terms]
    context = replace(context, terms={**context.terms, **{f.id: Term.of(f) for f in extra}})
    choices: tuple[str, ...] = ()
    kind = kind_of(candidate.kind)
    shown = kind.render(value, final.unit, context.language)
    if kind.slack:
        answer = Answer(kind.name, value, shown, "px", kind.slack)
    elif form == "choice":
        choices, letter = options(candidate, value, final.unit, tolerance, context)
        step = ProofStep("choose", (final.id,), Term(f"{id}k", letter, predicate="choice"), {"option": shown})
        steps.append(step)
        also = (f"({letter}) {shown}", shown, *other_names(value, final, context))
        answer = Answer("choice", letter, letter, aliases=also)
    elif form == "yes_no" and candidate.kind != "boolean":
        # a wrong value must exist whatever is claimed: else every claim that has none would be true
        other = wrong_answers(candidate, value, final.unit, tolerance, context, 1)[0]
        claimed = value if truth else other
        claim = Fact(f"{id}c", "claim", (), claimed, final.unit, (), "text")
        extra.append(claim)
        slots["claim"] = kind.render(claimed, final.unit, context.language)
        apply_to = replace(final, margin=0.0)
        steps.append(apply(context.operators["agrees"], [apply_to, Term.of(claim)], f"{id}a", claim=slots["claim"]))
        answer = Answer("boolean", truth, context.language.yes_no(truth))
    else:
        written = (*map(context.language.written, kind.aliases(value, final.unit)), *other_names(value, final, context))
        also = tuple(dict.fromkeys(a for a in written if a != shown))
        answer = Answer(kind.name, value, shown, final.unit if kind.measured else "", tolerance, also)
    text = context.wording.say("questions", candidate.family, context.rng, slots, part_of(form, candidate))
    givens = tuple(dict.fromkeys(f.id for f in (*candidate.proof.leaves, *extra)))
    question = Question(
        id,
        form,
        text,
        answer,
        choices,
        spoken(steps, context, {f.id: f for f in extra}),
        givens,
        min(candidate.proof.depth, 127),
        _difficulty(candidate),
        _skills(candidate, context),
    )
    question = with_premises(question, candidate, context, text_load, notes)
    return Posed(question, candidate, (*_established(steps), *extra))


def _undetermined(
    candidate: Candidate, form: str, id: str, context: PoseContext, text_load: str, final: Term, slots: dict[str, Any]
) -> Posed:
    """The answerable question with one needed premise gone: the wording is the same, the answer names what is missing."""
    missing = candidate.missing
    assert missing is not None
    reason = context.wording.say(
        "missing", missing.predicate, context.rng, {**slots, **said(Term.of(missing), context.language)}
    )
    sentence = context.wording.say("forms", "undetermined", context.rng, {"reason": reason})
    asked = [replace(candidate.asked, id=f"{id}x", value=final.value, given="hidden")] if candidate.asked else []
    inputs = [Term.of(f) for f in (missing, *asked)]
    step = apply(context.operators[UNDETERMINED], inputs, f"{id}u").term
    choices: tuple[str, ...] = ()
    answer = Answer(UNDETERMINED, step.value, sentence)
    if form == "choice":
        wrong = [final.value, *wrong_answers(candidate, final.value, final.unit, final.margin, context, OPTIONS - 2)]
        choices, letter = place(
            [kind_of(candidate.kind).render(v, final.unit, context.language) for v in wrong],
            context.wording.say("forms", "not_determined", context.rng, {}),
            context.rng,
        )
        answer = Answer(UNDETERMINED, step.value, sentence, aliases=(letter, f"({letter}) {choices[ord(letter) - 65]}"))
    text = context.wording.say("questions", candidate.family, context.rng, slots, "open")
    given = tuple(f.id for f in candidate.proof.leaves if f.id != missing.id)
    chain = (Step(UNDETERMINED, tuple(t.id for t in inputs), step.id, step.value, sentence),)
    question = Question(
        id, form, text, answer, choices, chain, given, 1, min(5, 1 + _difficulty(candidate)), _skills(candidate, context)
    )
    question = with_premises(question, candidate, context, text_load, [])
    return Posed(question, candidate, tuple(asked))


def _tolerance(candidate: Candidate, final: Term) -> float:
    """What the picture's reading margin and the asked rounding allow; Ambiguous where a near miss could pass."""
    if not is_number(final.value):
        return 0.0
    if final.margin and final.margin > WIDEST_MARGIN * abs(float(final.value)):
        raise Ambiguous("margin")
    rounding = 0.5 * 10.0 ** -(candidate.decimals or 0) if candidate.proof.steps[-1].term.value != final.value else 0.0
    return final.margin + rounding


def _difficulty(candidate: Candidate) -> int:
    """1..5 from what must be combined: the depth of the proof and the number of its leaves."""
    return max(1, min(5, math.ceil((candidate.proof.depth + len(candidate.proof.leaves) / 3) / 2)))


def _established(steps: Sequence[ProofStep]) -> tuple[Fact, ...]:
    """Hidden facts for the steps that conclude a statement about the scene."""
    return tuple(
        Fact(s.term.id, s.term.predicate, s.term.args, s.term.value, s.term.unit, (), "hidden") for s in steps if s.term.args
    )
