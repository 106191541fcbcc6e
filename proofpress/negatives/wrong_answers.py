"""Answers that are proved wrong: other options, the other verdict, other places, and where a mistake leads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..answers.equality import equal
from ..answers.kinds import is_place, kind_of
from ..ask.forms import UNDETERMINED
from ..language import Language
from ..model import Answer, Fact, Question, Region, Value
from ..reason.operators import is_number
from ..reason.proof import same
from ..seeds import Rng
from .reword import Reworder
from .step_errors import FAULTS
from .wrong_chains import Negative, Voice, looked_up, mistakes_at, own_kind, places, reworder_of, wrong_answer


def wrong_answers(
    question: Question, facts: Sequence[Fact], regions: Sequence[Region], voice: Voice, rng: Rng
) -> Iterator[Negative]:
    """The question with answers that are proved wrong: other options, the other verdict, other places, mistakes carried."""
    seen = {question.answer.text}
    for mistake, answer in _wrong(question, facts, regions, voice, rng):
        if answer is not None and answer.text not in seen:
            seen.add(answer.text)
            yield Negative("wrong_answer", mistake, -1, replace(question, answer=answer))


def _wrong(
    question: Question, facts: Sequence[Fact], regions: Sequence[Region], voice: Voice, rng: Rng
) -> Iterator[tuple[str, Answer | None]]:
    right, language = question.answer, voice.wording.language
    if question.choices:
        letters = [chr(65 + int(i)) for i in rng.permutation(len(question.choices))]
        for letter in letters:
            text = question.choices[ord(letter) - 65]
            also = (f"({letter}) {text}", text)
            answer = Answer("choice", letter, letter, aliases=also)
            if not any(equal(right, said, question.choices, language=language.code) for said in (letter, also[0])):
                yield "another option", answer
    elif right.type == "boolean":
        yield "judged the wrong way round", wrong_answer(question, not right.value, language)
    elif is_place(right.type):
        yield from (("the wrong one pointed at", a) for a in _elsewhere(question, regions, rng))
    elif right.type == UNDETERMINED:
        yield from _made_up(question, facts, language)
    elif (reworder := reworder_of(question, facts, voice)) is not None:
        for at in places(reworder, rng):
            for mistake, wrong in mistakes_at(reworder, at, rng):
                try:
                    yield mistake, wrong_answer(question, _end(reworder, at, wrong), language)
                except FAULTS:
                    continue


def _end(reworder: Reworder, at: int, wrong: Value) -> Value:
    """Where a mistake leads; raises what an operator raises."""
    steps = reworder.question.steps
    if same(wrong, reworder.terms[steps[at].output].value):
        raise ValueError("no mistake")
    now = {steps[at].output: reworder.term(steps[at], [reworder.terms[i] for i in steps[at].inputs], wrong)}
    for step in steps[at + 1 :]:
        if any(i in now for i in step.inputs):
            now[step.output] = reworder.run(step, [now.get(i, reworder.terms[i]) for i in looked_up(reworder, step, now)])
    end, right = now[steps[-1].output].value, steps[-1].value
    return own_kind(end, right) if is_number(end) and is_number(right) else end


def _made_up(question: Question, facts: Sequence[Fact], language: Language) -> Iterator[tuple[str, Answer | None]]:
    """For what cannot be determined: the hidden truth said as if it could be read."""
    known = {f.id: f for f in facts}
    hidden = [known[i] for s in question.steps for i in s.inputs if i in known and known[i].given == "hidden"]
    for f in reversed(hidden):  # the asked quantity comes after the missing premise
        if not isinstance(f.value, bool):
            kind = "number" if is_number(f.value) else "text"
            yield "made up", Answer(kind, f.value, kind_of(kind).render(f.value, f.unit, language), f.unit)


def _elsewhere(question: Question, regions: Sequence[Region], rng: Rng) -> Iterator[Answer]:
    """Other places of the kind that is asked for, the nearest kind first."""
    right = question.answer
    found = [(r, _place(r, right.type)) for r in regions if r.visible > 0]
    best = min(found, key=lambda p: _off(p[1], right.value), default=None)
    if best is None:
        return
    far = [p for p in found if _off(p[1], right.value) > 2 * right.tolerance]
    same_role = [p for p in far if p[0].role == best[0].role] or far
    for i in rng.permutation(len(same_role)):
        value = same_role[int(i)][1]
        answer = Answer(right.type, value, kind_of(right.type).render(value), right.unit, right.tolerance)
        if not equal(right, value):
            yield answer


def _place(region: Region, kind: str) -> tuple[int, ...]:
    x0, y0, x1, y1 = region.box
    return tuple(round(v) for v in ((x0, y0, x1, y1) if kind == "box" else ((x0 + x1) / 2, (y0 + y1) / 2)))


def _off(a: Sequence[float], b: Sequence[float]) -> float:
    return max(abs(float(x) - float(y)) for x, y in zip(a, b, strict=True))
