"""Which questions of a sample are told, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..answers.kinds import kind_of
from ..ask.forms import FORMAL, UNDETERMINED
from ..model import Question, Sample
from ..seeds import Rng
from .exporter import Settings

ASPECTS = ("read", "compute", "name", "choose", "claim", "list", "locate", "write", "missing")
_OF_FORM = {"choice": "choose", "yes_no": "claim"}  # forms that any kind of answer may take

Key = tuple[Any, ...]


def wants_sample(settings: Settings, language: str, split: str, template: str, engine: str) -> bool:
    """Whether a sample of this language, split and template is asked for."""
    return (
        (not settings.languages or language in settings.languages)
        and (not settings.splits or split in settings.splits)
        and (not settings.templates or f"{engine}/{template}" in settings.templates)
    )


def wants_question(settings: Settings, form: str, text_load: str, depth: int, difficulty: int) -> bool:
    """Whether a question of this kind is asked for."""
    return (
        (not settings.forms or form in settings.forms)
        and (not settings.text_loads or text_load in settings.text_loads)
        and settings.depth[0] <= depth <= settings.depth[1]
        and settings.difficulty[0] <= difficulty <= settings.difficulty[1]
    )


def questions(sample: Sample, settings: Settings) -> list[Question]:
    """The sample's questions that are asked for, in its own order; none where the sample itself is not."""
    if not wants_sample(settings, sample.language, sample.split, sample.template, sample.engine):
        return []
    return [q for q in sample.questions if wants_question(settings, q.form, q.text_load, q.depth, q.difficulty)]


def aspect_of(form: str, answer_type: str, depth: int) -> str:
    """What kind of looking or thinking a question asks for, told from the record alone: one of ASPECTS."""
    if answer_type == UNDETERMINED:
        return "missing"
    found = _OF_FORM.get(form) or kind_of(answer_type).aspect
    return "read" if found == "compute" and depth <= 1 else found


def aspect(question: Question) -> str:
    return aspect_of(question.form, question.answer.type, question.depth)


def candidates(aspects: Iterable[str], n: int) -> list[str]:
    """The first n different aspects among a picture's questions."""
    return list(dict.fromkeys(aspects))[:n]


def draw(asked: Sequence[Question], n: int, weights: Mapping[str, float], rng: Rng) -> list[Question]:
    """One question, in a list: its aspect is drawn among at most n candidates by weight, then it among its likes; [] of none.

    ALLaVA (2402.11684) draws one of five candidate questions evenly.  Here the weights (see `balance`) make the whole set even,
    where without them the aspects that every picture offers would win.
    """
    if not asked:
        return []
    chosen = _pick(candidates(map(aspect, asked), n), weights, rng)
    of = [q for q in asked if aspect(q) == chosen]
    return [of[int(rng.integers(len(of)))]]


def _pick(names: Sequence[str], weights: Mapping[str, float], rng: Rng) -> str:
    shares = [weights.get(name, 1.0) for name in names]
    at = float(rng.random()) * sum(shares)
    for name, share in zip(names, shares, strict=True):
        at -= share
        if at < 0:
            return name
    return names[-1]


def balance(counts: Mapping[frozenset[str], int], rounds: int = 200) -> dict[str, float]:
    """Weights of the aspects such that drawing one a picture tells each about equally often.

    counts: how many pictures have exactly these aspects.  Iterative scaling: an aspect drawn too often is weighed down.
    """
    names = sorted(set().union(*counts)) if counts else []
    weights = dict.fromkeys(names, 1.0)
    total = sum(n for aspects, n in counts.items() if aspects)
    for _ in range(rounds):
        drawn = dict.fromkeys(names, 0.0)
        for aspects, n in counts.items():
            whole = sum(weights[a] for a in aspects)
            for a in aspects:
                drawn[a] += n * weights[a] / whole
        for a in names:
            weights[a] = min(1e6, max(1e-6, weights[a] * (total / len(names) / drawn[a]) ** 0.5))
    return {a: float(f"{w:.6g}") for a, w in weights.items()}


# --- turns -----------------------------------------------------------------------------------------------------------
def _keys(question: Question) -> list[Key]:
    """What each step derives, told by operator, inputs and value down to the facts, so that two questions' steps compare."""
    known: dict[str, Key] = {}
    out = []
    for step in question.steps:
        key = (step.op, *(known.get(i, (i,)) for i in step.inputs), str(step.value))
        known[step.output] = key
        if step.op not in FORMAL:
            out.append(key)
    return out


def ordered(asked: Iterable[Question], told: bool) -> list[Question]:
    """The questions as turns of one conversation.  told: the answers come with their steps.

    The one that is written in the picture comes first; then what cannot be determined, before a later premise determines it;
    then the others as they are.  A question that an earlier turn has answered already is left out.
    """
    rank = {"vision": 0}
    order = sorted(asked, key=lambda q: (rank.get(q.text_load, 1), q.answer.type != UNDETERMINED))
    said: set[Key] = set()
    out = []
    for question in order:
        keys = _keys(question)
        if keys and keys[-1] in said:
            continue
        said.update(keys if told else keys[-1:])
        out.append(question)
    return out
