"""Turns from a sample: what a person asks about the picture and what a good answer says.

    each           one dialogue a question
    conversation   all the questions of a picture as turns of one dialogue (select.ordered says in which order)
    detail         a request to describe the picture, and its most complete caption
    reasoning      the deepest question, always with its chain of thought

The texts come from the record; the little that is added is data (see suffix.py).  Randomness is the sample's own stream, so
that a dialogue depends on its sample and the settings alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..answers.kinds import is_place, kind_of
from ..ask.forms import UNDETERMINED
from ..language import get
from ..model import Answer, Question, Sample, Step
from ..seeds import Rng, stream
from . import choose
from .boxes import emit, emit_all
from .exporter import Dialogue, Settings, Turn
from .suffix import answer_kind, options, part_of, rule, say, suffix, words

_UNNAMED = ("pixels", "unit")  # the dialects in which a box needs no name: [x0, y0, x1, y1]


def dialogues(sample: Sample, settings: Settings) -> list[Dialogue]:
    """The sample's dialogues under these settings, in the order of `settings.kinds`; [] where nothing of it is asked for."""
    asked = choose.questions(sample, settings)
    if settings.candidates:
        asked = choose.draw(asked, settings.candidates, settings.weights, _rng(sample, settings, "candidates"))
    out: list[Dialogue] = []
    for kind in settings.kinds:
        if kind == "each":
            out += [Dialogue(f"{sample.id}-{q.id}", kind, sample, (turn(sample, q, settings),)) for q in asked]
        elif kind == "conversation" and asked:
            told = choose.ordered(asked, settings.reasoning != "none")
            turns = tuple(turn(sample, q, settings) for q in told)
            out.append(Dialogue(f"{sample.id}-{kind}", kind, sample, turns))
        elif kind == "reasoning" and asked:
            deepest = max(asked, key=lambda q: q.depth)  # the first of equals
            chain = settings if settings.reasoning != "none" else replace(settings, reasoning="plain")
            out.append(Dialogue(f"{sample.id}-{kind}", kind, sample, (turn(sample, deepest, chain),)))
        elif (
            kind == "detail"
            and sample.captions
            and choose.wants_sample(settings, sample.language, sample.split, sample.template, sample.engine)
        ):
            caption = max(sample.captions, key=lambda c: c.level).text
            ask = say(sample.language, "detail", _rng(sample, settings, "detail"))
            out.append(Dialogue(f"{sample.id}-{kind}", kind, sample, (Turn(ask, caption),)))
    return out


def turn(sample: Sample, question: Question, settings: Settings) -> Turn:
    """One question and its answer."""
    return Turn(prompt(sample, question, settings), response(sample, question, settings), question)


def prompt(sample: Sample, question: Question, settings: Settings) -> str:
    """What the user says: the question with its options, and the instruction for the answer's form if settings ask for one."""
    rng = _rng(sample, settings, question.id, "prompt")
    if question.text_load == "vision":  # the picture holds the question, options and all
        text = say(sample.language, "vision", rng)
    elif question.form == "fill" and not re.match(rule(sample.language, "asks_itself") or "$.", question.text):
        text = say(sample.language, "fill", rng, question=question.text)
    else:
        text = question.text
    parts = [text]
    if question.choices and question.text_load != "vision":
        parts.append(options(question.choices))
    if settings.suffix:
        parts.append(suffix(question, settings, sample.language, rng))
    return "\n".join(parts)


def response(
    sample: Sample, question: Question, settings: Settings, steps: Sequence[Step] | None = None, answer: Answer | None = None
) -> str:
    """What the assistant says.  steps, answer: told instead of the question's own (a chain with a planted fault, say)."""
    steps = question.steps if steps is None else steps
    answer = question.answer if answer is None else answer
    rng = _rng(sample, settings, question.id, "response")
    bare = bare_answer(sample, question, settings, answer, rng)
    if settings.reasoning == "none":
        return _written(bare, settings)
    lines = chain(sample, question, settings, steps)
    if not lines:
        return _written(bare, settings)
    if settings.answer == "plain" and settings.reasoning == "plain" and answer.type == "boolean":
        lines[-1] = _said(sample.language, lines[-1])
    closing = _closing(sample, question, settings, answer, bare, rng, lines[-1])
    if settings.reasoning == "think":
        spoken = "\n".join(lines)
        return f"<think>\n{spoken}\n</think>\n\n{closing or bare}"
    return _paragraph([*lines, closing] if closing else lines)


def chain(sample: Sample, question: Question, settings: Settings, steps: Sequence[Step]) -> list[str]:
    """The steps as sentences, one a step; with `grounded`, each followed by the boxes it looks at."""
    out = []
    for step in steps:
        if step.op == "choose" or not step.text:  # naming the option is the closing sentence's part
            continue
        boxes = _boxes(sample, step, settings) if settings.grounded else ""
        out.append(f"{step.text} {boxes}" if boxes else step.text)
    return out


def bare_answer(sample: Sample, question: Question, settings: Settings, answer: Answer, rng: Rng) -> str:
    """The answer alone, in the form that its instruction names."""
    if question.form == "choice":
        letter = answer.aliases[0] if answer.type == UNDETERMINED else str(answer.value)
        if settings.suffix or settings.reasoning != "none" or settings.answer != "plain":
            return letter
        return f"{letter}. {question.choices[ord(letter) - ord('A')]}"
    if answer.type == UNDETERMINED:
        alone = settings.reasoning == "none" and settings.answer == "plain" and not settings.suffix
        return answer.text if alone else say(sample.language, "missing", rng)
    if kind_of(answer.type).suffix == "list" and settings.suffix and settings.reasoning == "none":
        items = [get(sample.language).show(v, answer.unit) for v in answer.value]
        return ("; " if any("," in i for i in items) else ", ").join(items) if items else answer.text
    if is_place(answer.type):
        return emit(tuple(answer.value), sample.size(sample.image_of(question)), settings.dialect)
    return answer.text


def _closing(sample: Sample, question: Question, settings: Settings, answer: Answer, bare: str, rng: Rng, last: str) -> str:
    """The sentence that states the answer behind the chain; "" where the last step has stated it in so many words."""
    kind = answer_kind(question)
    if answer.type == UNDETERMINED and question.form != "choice":
        if settings.answer == "plain":
            return bare if settings.reasoning == "think" else ""
        kind, bare = "missing", bare.removesuffix(".")
    elif kind == "yes_no":
        bare = bare.lower()
        stated = rule(sample.language, "stated")
        if settings.answer == "plain" and settings.reasoning == "plain" and stated and re.search(stated, last):
            return ""
    so = rule(sample.language, "so")
    begin = words(sample.language).variants("exports", "the")
    the = begin[0] if settings.reasoning == "think" or (so and re.search(so, last)) else say(sample.language, "the", rng)
    part = part_of(sample.language, "closing", kind)
    return say(sample.language, "closing", rng, part, answer=_written(bare, settings), the=the)


def _said(language: str, last: str) -> str:
    """The last step of a yes/no question, with its yes or no said as the answer."""
    found = words(language)
    patterns, instead = (found.variants("exports", "passing", part) for part in ("pattern", "said"))
    for pattern, said in zip(patterns, instead, strict=True):
        last = re.sub(pattern, said, last)
    return last


def _written(bare: str, settings: Settings) -> str:
    if settings.answer == "boxed":
        return f"\\boxed{{{bare}}}"
    return f"<answer>{bare}</answer>" if settings.answer == "tag" else bare


def _paragraph(lines: Sequence[str]) -> str:
    """A short chain runs on; a longer one has a line a step, as at a board."""
    return (" " if len(lines) <= 3 else "\n").join(lines)


def _boxes(sample: Sample, step: Step, settings: Settings) -> str:
    by_id = {r.id: r for r in sample.regions}
    found = [by_id[r] for r in step.regions if r in by_id]
    named = settings.dialect not in _UNNAMED
    items = [((r.text or r.role) if named else "", r.box) for r in found]
    return emit_all(items, (sample.width, sample.height), settings.dialect) if items else ""


def _rng(sample: Sample, settings: Settings, *path: str) -> Rng:
    return stream(sample.seed, "export", settings.seed, *path)
