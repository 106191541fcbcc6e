"""Preference pairs, chains with labelled steps, and per-step values: what the trainers' formats share.

A pair's two sides answer one prompt and differ in one planted fault.  "wrong_answer": the bare answers, right and proved wrong.
"wrong_step": the two chains, the same to the letter up to `wrong_at`, the wrong one carried through to a wrong end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from ..answers.reward import ground_truth
from ..errors import BadInput
from ..model import Answer, Question, Sample, dumps
from ..negatives.reword import Reworder
from ..negatives.wrong_answers import wrong_answers
from ..negatives.wrong_chains import Negative, Voice, wrong_chains
from ..reason.operators import Inapplicable
from ..registry import Registry
from ..seeds import stream
from .boxes import step
from .dialogue import dialogues, prompt, response
from .exporter import Own, Settings

PAIRS = ("both", "step", "answer")
PAIR_OPTIONS = {
    "pairs": Own("both", PAIRS, "preference pairs with a planted wrong step, with a wrong answer alone, or both"),
    "most": Own(1, (), "pairs of each kind a question", least=1),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two answers to one prompt.  id: <sample>-<question>-a0, or -s0 for a planted step."""

    id: str
    question: Question
    negative: Negative
    prompt: str
    chosen: str
    rejected: str


def asked(sample: Sample, settings: Settings) -> list[tuple[Question, str]]:
    """The questions that the settings ask for, each with its prompt; one row each, whatever the kinds."""
    if settings.kinds != ("each",):
        raise BadInput("--kind: this task has one row a question; leave --kind out (or: --kind each)")
    found = dialogues(sample, settings)
    return [(d.turns[0].question, d.turns[0].user) for d in found if d.turns[0].question is not None]


def voice(sample: Sample, plugins: tuple[str, ...] = ()) -> Voice:
    """What the sample's chains are told with: its engine's operators and words."""
    registry = Registry.load(plugins)
    engine = registry.engine(sample.engine)
    wording = registry.wording(sample.engine, sample.language)
    return Voice(registry.operators(sample.engine, sample.language), wording, engine.speaker(dict(sample.spec), sample.facts))


def pairs(sample: Sample, settings: Settings, plugins: tuple[str, ...] = ()) -> Iterator[Pair]:
    """The pairs of a sample's questions, in order, as `settings.own` (see PAIR_OPTIONS) asks."""
    which, most = settings.own["pairs"], settings.own["most"]
    alone = replace(settings, reasoning="none")
    told = settings if settings.reasoning != "none" else replace(settings, reasoning="plain")
    how = voice(sample, plugins)
    for question, _ in asked(sample, settings):
        rng = stream(sample.seed, "twins", settings.seed, question.id)
        found: list[tuple[str, Settings, Negative]] = []
        if which != "step":
            twins = wrong_answers(question, sample.facts, sample.regions, how, rng)
            found += [("a", alone, t) for t in islice(twins, most)]
        if which != "answer":
            found += [("s", told, t) for t in islice(wrong_chains(question, sample.facts, how, rng), most)]
        count = {"a": 0, "s": 0}
        for letter, chain_settings, negative in found:
            chosen = response(sample, question, chain_settings)
            rejected = response(sample, question, chain_settings, negative.question.steps, negative.question.answer)
            if chosen != rejected:
                name = f"{sample.id}-{question.id}-{letter}{count[letter]}"
                count[letter] += 1
                yield Pair(name, question, negative, prompt(sample, question, chain_settings), chosen, rejected)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A chain step by step, each right or not: True before the first wrong step, False from it on (what comes after rests on
    it, and the chain no longer leads to the right answer).  mistake is "" and wrong_at -1 for a right chain."""

    id: str
    prompt: str
    completions: tuple[str, ...]
    labels: tuple[bool, ...]
    mistake: str = ""
    wrong_at: int = -1


def labelled(sample: Sample, settings: Settings, plugins: tuple[str, ...] = ()) -> Iterator[Labelled]:
    """Each question's own chain and up to `most` wrong variants of it, for process reward models."""
    how = voice(sample, plugins)
    for question, text in asked(sample, settings):
        if not question.steps:
            continue
        name = f"{sample.id}-{question.id}"
        yield Labelled(name, text, tuple(s.text for s in question.steps), (True,) * len(question.steps))
        rng = stream(sample.seed, "twins", settings.seed, question.id)
        for n, negative in enumerate(islice(wrong_chains(question, sample.facts, how, rng), settings.own["most"])):
            steps = negative.question.steps
            labels = tuple(i < negative.wrong_at for i in range(len(steps)))
            yield Labelled(f"{name}-s{n}", text, tuple(s.text for s in steps), labels, negative.mistake, negative.wrong_at)


# --- values -----------------------------------------------------------------------------------------------------------
def step_values(sample: Sample, question: Question, how: Voice) -> list[dict[str, Any]]:
    """Each step as {text, op, value (JSON), unit, boxes}: what a process reward may look for, and where a person would point.

    boxes: 4 numbers each, (x0, y0, x1, y1) in pixels of the stored picture.
    """
    regions = {r.id: r for r in sample.regions}
    try:
        terms = Reworder.of(question, sample.facts, how.operators, how.wording, how.speak).terms
    except (Inapplicable, ArithmeticError, TypeError, ValueError, LookupError):
        terms = {}
    return [
        {
            "text": s.text,
            "op": s.op,
            "value": dumps(s.value),
            "unit": terms[s.output].unit if s.output in terms else "",
            "boxes": [[round(float(v), 1) for v in regions[r].box] for r in s.regions if r in regions],
        }
        for s in question.steps
    ]


def payload(sample: Sample, question: Question, settings: Settings) -> str:
    """What the scorer needs to know of a question, with the scale of the dialect that boxes and points are asked in."""
    size = (sample.width, sample.height)
    scale = (float(size[0]), float(size[1])) if settings.dialect in ("unit", "svit") else step(size, settings.dialect)
    return ground_truth(question, sample.facts, scale, language=sample.language)


def all_wrong(sample: Sample, question: Question, how: Voice, seed: int = 0) -> Iterator[Answer]:
    """Every answer that is known to be wrong: the distractors, and the ends of all planted mistakes."""
    rng = stream(sample.seed, "twins", seed, question.id)
    for negative in wrong_answers(question, sample.facts, sample.regions, how, rng):
        yield negative.question.answer
    for negative in wrong_chains(question, sample.facts, how, rng):
        yield negative.question.answer
