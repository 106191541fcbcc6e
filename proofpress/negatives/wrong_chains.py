"""Negatives of a recorded question: answers proved wrong, and chains with one planted wrong step.

A wrong chain changes the value of one step by a named mistake (`step_errors`), runs every later step again on what it was
given, and words the changed steps as the right chain does (`reword`).  Steps before `wrong_at` are the same to the letter, and
so are later ones that do not rest on it.  Every negative's answer is held against the one equality: none is right by accident.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ..answers.equality import equal
from ..answers.in_english import given_in_english
from ..answers.kinds import is_place, kind_of
from ..answers.quantity import parse_quantity
from ..ask.distractors import alike, apart, plausible
from ..ask.forms import UNDETERMINED
from ..ask.wording import Wording
from ..exact import Exact
from ..language import Language
from ..model import Answer, Fact, Question, Step, Value
from ..reason.compose import Speak
from ..reason.library.support import Selecting, tidy
from ..reason.operators import Inapplicable, Operator, Term, is_number
from ..reason.proof import ProofStep, regions_of, same
from ..seeds import Rng
from .reword import Reworder, token
from .step_errors import FAULTS, StepError, step_errors

LAST_RESORT = (  # mistakes that fit any step; those that are told by their own name come before them
    "slip in the arithmetic",
    "digits swapped",
    "the value of another one",
    "another one picked",
    "judged the wrong way round",
)


@dataclass(frozen=True, slots=True)
class Negative:
    """kind: "wrong_answer" (the chain stays as it was) or "wrong_step".  question: the question with the wrong answer, and
    with the wrong chain.  wrong_at: index of the first wrong step, -1 where no step is wrong."""

    kind: str
    mistake: str
    wrong_at: int
    question: Question


@dataclass(frozen=True, slots=True)
class Voice:
    """What a sample's chains are told with: the engine's operators, wording and further words."""

    operators: Mapping[str, Operator]
    wording: Wording
    speak: Speak


# --- chains -----------------------------------------------------------------------------------------------------------
def wrong_chains(question: Question, facts: Sequence[Fact], voice: Voice, rng: Rng) -> Iterator[Negative]:
    """Negatives with one planted wrong step, at most one a step, steps in random order and those of the form last."""
    reworder = reworder_of(question, facts, voice)
    if reworder is None or question.answer.type == UNDETERMINED or is_place(question.answer.type):
        return
    for at in places(reworder, rng):
        for mistake, wrong in mistakes_at(reworder, at, rng):
            negative = _planted(reworder, at, mistake, wrong)
            if negative is not None:
                yield negative
                break


def reworder_of(question: Question, facts: Sequence[Fact], voice: Voice) -> Reworder | None:
    """The question's chain, ready to be told; None where the record names what is not there."""
    try:
        return Reworder.of(question, facts, voice.operators, voice.wording, voice.speak)
    except FAULTS:
        return None


def places(reworder: Reworder, rng: Rng) -> list[int]:
    """The steps in random order; choosing, agreeing and rounding come last, for their mistakes are of little use."""
    order = [int(i) for i in rng.permutation(len(reworder.question.steps))]
    return sorted(order, key=lambda i: reworder.operators[reworder.question.steps[i].op].formal)


def mistakes_at(reworder: Reworder, at: int, rng: Rng) -> list[StepError]:
    """Mistakes at one step, named ones in random order before errors in writing, and last what leads to an offered option."""
    step = reworder.question.steps[at]
    inputs, right = [reworder.terms[i] for i in step.inputs], reworder.terms[step.output]
    found = list(step_errors(reworder.operators[step.op], inputs, right, tuple(reworder.facts.values())))
    named = [s for s in found if s[0] not in LAST_RESORT]
    named = [named[int(i)] for i in rng.permutation(len(named))]
    rest = [s for s in found if s[0] in LAST_RESORT]
    return named + [rest[int(i)] for i in rng.permutation(len(rest))] + list(_towards(reworder, at, right))


def _towards(reworder: Reworder, at: int, right: Term) -> Iterator[StepError]:
    """The values that the options and the claim of the form name, so that its last step finds one."""
    question, language = reworder.question, reworder.wording.language.code
    if at + 2 != len(question.steps):
        return
    last = question.steps[-1]
    if last.op == "choose":
        for text in question.choices:
            if not is_number(right.value):
                if isinstance(right.value, str) and text != right.value:
                    yield "another one picked", text
            elif (q := parse_quantity(str(given_in_english(text, question.answer, language)))) is not None:
                plain = q.value.is_rational and not isinstance(right.value, Exact)
                yield "slip in the arithmetic", tidy(q.value.fraction) if plain else q.value
    elif last.op == "agrees":
        yield "slip in the arithmetic", reworder.terms[last.inputs[-1]].value


def _planted(reworder: Reworder, at: int, mistake: str, wrong: Value) -> Negative | None:
    """The chain with this value at this step and everything carried through; None where it would not do."""
    question = reworder.question
    right = reworder.terms[question.steps[at].output]
    if is_number(wrong) and is_number(right.value) and own_kind(wrong, right.value) is not None:
        wrong = own_kind(wrong, right.value)
    try:
        if wrong is None or (type(wrong) is bool and type(right.value) is not bool) or same(wrong, right.value):
            return None
        if is_number(right.value) and not (is_number(wrong) and plausible(wrong, right.value) and apart(wrong, right.value, 0)):
            return None
        steps = _carried(reworder, at, wrong)
    except FAULTS:
        return None
    if steps is None:
        return None
    answer = wrong_answer(question, steps[-1].value, reworder.wording.language)
    if answer is None or not _says(question, steps, answer, reworder.wording.language):
        return None
    return Negative("wrong_step", mistake, at, replace(question, answer=answer, steps=steps))


def own_kind(wrong: Value, right: Value) -> Value | None:
    """A wrong number that does not end, where the right one does, to its decimals, if that changes little."""
    if isinstance(wrong, (int, Decimal)):
        return wrong
    value = alike(wrong, right)
    return value if value is not None and abs(float(value) - float(wrong)) <= 0.02 * abs(float(wrong)) else wrong


def _carried(reworder: Reworder, at: int, wrong: Value) -> tuple[Step, ...] | None:
    """The steps with the value `wrong` at `at`; None where one cannot be told.  Raises what an operator raises."""
    question = reworder.question
    out = list(question.steps[:at])
    now: dict[str, Term] = {}
    for i, step in enumerate(question.steps[at:], at):
        ids = step.inputs
        if i == at:
            inputs = [reworder.terms[k] for k in ids]
            made = reworder.term(step, inputs, wrong)
        elif any(k in now for k in ids):
            ids = looked_up(reworder, step, now)
            inputs = [now.get(k, reworder.terms[k]) for k in ids]
            made = reworder.run(step, inputs)
        else:
            out.append(step)
            continue
        text = reworder.tell(i, inputs, made)
        if text is None or (i == at and text == step.text):
            return None
        regions = step.regions if ids == step.inputs else regions_of(ProofStep(step.op, tuple(ids), made), reworder.facts)
        out.append(replace(step, inputs=tuple(ids), value=made.value, text=text, regions=regions))
        if not same(made.value, reworder.terms[step.output].value):
            now[step.output] = made
    return tuple(out)


def looked_up(reworder: Reworder, step: Step, now: Mapping[str, Term]) -> tuple[str, ...]:
    """The inputs of a step that looks up what an earlier one named: with another name, the facts that carry that one."""
    first = step.inputs[0]
    if not isinstance(reworder.operators[step.op], Selecting) or first not in now:
        return step.inputs
    was, name = reworder.terms[first].value, now[first].value
    out = [first]
    for i in step.inputs[1:]:
        fact = reworder.facts[i]
        args = tuple(name if a == was else a for a in fact.args)
        like = (f for f in reworder.facts.values() if f.predicate == fact.predicate and f.given == "image")
        found = next((f for f in like if f.args == args), None)
        if found is None:
            raise Inapplicable(f"nothing is shown of {name}")
        out.append(found.id)
    return tuple(out)


def _says(question: Question, steps: Sequence[Step], answer: Answer, language: Language) -> bool:
    """Does the wrong chain end in the wrong answer where the right one ends in the right one, and not in the right one?"""
    old, new = question.steps[-1].text, steps[-1].text
    for was, now in ((question.answer.text, answer.text), (_bare(question.answer, language), _bare(answer, language))):
        if token(was).search(old):
            last = [m.start() for m in token(was).finditer(new)], [m.start() for m in token(now).finditer(new)]
            return bool(last[1]) and (not last[0] or max(last[0]) < max(last[1]))
    return True


def _bare(answer: Answer, language: Language) -> str:
    return language.number(answer.value) if is_number(answer.value) else language.show(answer.value)


def wrong_answer(question: Question, value: Value, language: Language) -> Answer | None:
    """The answer that says this value in the question's form; None where it is not wrong, or looks it from afar."""
    right = question.answer
    kind = kind_of(right.type)
    if right.type == "choice":
        text = question.choices[ord(str(value)) - 65]
        answer = Answer("choice", value, str(value), aliases=(f"({value}) {text}", text))
    elif is_number(right.value):
        if not (is_number(value) and plausible(value, right.value) and apart(value, right.value, right.tolerance)):
            return None
        also = tuple(language.written(a) for a in kind.aliases(value, right.unit))
        answer = Answer(right.type, value, kind.render(value, right.unit, language), right.unit, right.tolerance, also)
    else:
        answer = Answer(right.type, value, kind.render(value, right.unit, language), right.unit, right.tolerance)
    wrong = not any(equal(right, v, question.choices, language=language.code) for v in (answer.text, value))
    return answer if wrong and answer.text else None
