"""One request -> one Sample, or a drop with its reason.

plan -> facts -> style -> draw -> propose -> pose -> (vision band) -> degrade -> measure -> gate -> encode
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from .answers.kinds import is_place
from .ask.constraints import SPARE
from .ask.pose import Posed, moved, pose
from .ask.verbalise import PoseContext
from .ask.wording import Wording
from .check.execute import FAULTS
from .check.gate import gate
from .check.legible import hidden_texts, sound_regions
from .check.minimal import minimal
from .draw.band import with_question
from .draw.degrade import apply as degrade
from .draw.degrade import plan_degradations
from .draw.encode import encode
from .draw.legibility import visible
from .draw.picture import Picture, numbered
from .engine import Constraints, Engine, Refused, Request, Template
from .errors import BadInput
from .language import DEFAULT
from .model import Caption, Fact, Image, Quad, Question, Region, Sample
from .reason.operators import Operator
from .reason.proof import Candidate, Rejected, terms_of
from .registry import Registry
from .seeds import Rng, sample_seed, stream

ATTEMPTS = 12
TEXT_LOADS = ("lite", "full", "vision")
TEXT_LOAD_WEIGHTS = (0.62, 0.24, 0.14)


@dataclass(frozen=True)
class Job:
    """What one sample is made from. `index` counts within (engine, template, split)."""

    engine: str
    template: str
    index: int
    root_seed: int
    split: str
    request: Request
    degrade: str = "none"
    image_format: str = "png"


@dataclass(frozen=True)
class Drop:
    """An attempt, or one question of a kept sample, that did not pass. question "" means the whole attempt."""

    id: str
    template: str
    attempt: int
    question: str
    reason: str
    detail: str

    def to_record(self) -> dict[str, Any]:
        return asdict(self)


Clock = dict[str, float]


@contextmanager
def _timed(clock: Clock | None, stage: str) -> Iterator[None]:
    if clock is None:
        yield
        return
    start = time.process_time()
    try:
        yield
    finally:
        clock[stage] = clock.get(stage, 0.0) + time.process_time() - start


def sample_id(job: Job, registry: Registry) -> str:
    """The id of a job's sample; the number in it is the sample's seed."""
    return f"{job.engine}-{_seed(job, registry):016x}"


def _seed(job: Job, registry: Registry) -> int:
    engine = registry.engine(job.engine)
    return sample_seed(job.root_seed, engine.name, engine.version, job.template, job.split, job.index)


def planned_degradations(job: Job, registry: Registry) -> list[dict[str, Any]]:
    """The degradations of a job's picture in its first attempt; known before anything is drawn."""
    return plan_degradations(job.degrade, stream(_seed(job, registry), 0, "degrade"))


def make_sample(job: Job, registry: Registry, clock: Clock | None = None) -> tuple[Sample | None, list[Drop]]:
    """The sample of a job and everything that was dropped on the way; None when all attempts were refused.

    `clock` gathers CPU seconds by stage for benchmarks; it never touches the sample.
    """
    engine = registry.engine(job.engine)
    template = registry.template(f"{job.engine}/{job.template}")
    seed = _seed(job, registry)
    id = sample_id(job, registry)
    drops: list[Drop] = []
    for attempt in range(ATTEMPTS):
        try:
            sample, lost = _attempt(job, engine, template, registry, seed, id, attempt, clock)
            return sample, drops + lost
        except Refused as reason:
            head, _, detail = str(reason).partition(": ")
            drops.append(Drop(id, template.id, attempt, "", head, detail))
        except BadInput:
            raise
        except Exception as error:  # an engine's fault must name its engine, whatever it raised
            raise RuntimeError(
                f"engine {engine.name!r}, template {template.id}, sample {id}: {type(error).__name__}: {error}"
            ) from error
    return None, drops


@dataclass(frozen=True)
class Draft:
    """What an engine made of a job before anything was posed. facts: bound to the regions that show them."""

    spec: dict[str, Any]
    facts: list[Fact]
    style: dict[str, Any]
    pictures: tuple[Picture, ...]
    proposed: list[Candidate | Rejected]
    context: PoseContext


def drafted(job: Job, registry: Registry, attempt: int = 0, clock: Clock | None = None) -> Draft:
    """Plan, facts, look, pictures and proposals of one attempt at a job. Refused as the engine does."""
    engine, template = registry.engine(job.engine), registry.template(f"{job.engine}/{job.template}")
    seed, request = _seed(job, registry), job.request

    def rng(stage: str) -> Rng:
        return stream(seed, attempt, stage)

    with _timed(clock, "plan"):
        spec = engine.plan(template, request, rng("plan"))
        if request.language != DEFAULT:  # a Spec that names no language is in English
            spec["language"] = request.language
    with _timed(clock, "facts"):
        facts = engine.facts(spec)
    with _timed(clock, "draw"):
        style = engine.style(spec, request, rng("style"))
        pictures = numbered(engine.draw(spec, style, rng("draw")))
    facts = _bound([*facts, *(f for p in pictures for f in p.facts)], pictures)
    operators = registry.operators(engine.name, request.language)
    wording = registry.wording(engine.name, request.language)
    with _timed(clock, "reason"):
        proposed = list(engine.propose(spec, facts, pictures, request, rng("propose")))
        _known(proposed, operators, engine)
        terms = terms_of(facts, {r.id: r for p in pictures for r in p.regions})
        names = partial(engine.aliases, spec)
        context = PoseContext({f.id: f for f in facts}, terms, operators, wording, rng("pose"), names=names)
    return Draft(spec, facts, style, pictures, proposed, context)


def _known(proposed: Sequence[Candidate | Rejected], operators: Mapping[str, Operator], engine: Engine) -> None:
    """BadInput where a proof takes an operator that the engine does not list."""
    for candidate in proposed:
        for step in candidate.proof.steps if isinstance(candidate, Candidate) else ():
            if step.op not in operators:
                owner = type(engine).__name__
                raise BadInput(f"operator {step.op!r} is neither a common one nor in {owner}.operators: add it there")


def _attempt(
    job: Job, engine: Engine, template: Template, registry: Registry, seed: int, id: str, attempt: int, clock: Clock | None
) -> tuple[Sample, list[Drop]]:
    def rng(stage: str) -> Rng:
        return stream(seed, attempt, stage)

    draft = drafted(job, registry, attempt, clock)
    spec, facts, style, pictures, context = draft.spec, draft.facts, draft.style, draft.pictures, draft.context
    proposed, request, wording = draft.proposed, job.request, draft.context.wording
    text_load = _text_load(request, rng("text_load"))
    with _timed(clock, "reason"):
        candidates = [c for c in proposed if isinstance(c, Candidate)]
        constraints = request.constraints
        least, most = constraints.limits(engine.questions)
        posed = pose(candidates, context, most + SPARE * constraints.mixes, text_load, constraints)
    given_up = [(c.family, c.reason) for c in proposed if isinstance(c, Rejected)]
    drops = [Drop(id, template.id, attempt, family, reason, "") for family, reason in (*given_up, *context.drops)]
    with _timed(clock, "draw"):
        first, posed = _vision(pictures[0], posed, text_load, style, rng("vision"))
        pictures = (first, *pictures[1:])
        plan = plan_degradations(job.degrade, rng("degrade"))
        worn = tuple(degrade(p, plan, rng(f"degrade-pixels{i or ''}")) for i, p in enumerate(pictures))
        measured = [visible(before, after) for before, after in zip(pictures, worn, strict=True)]
    with _timed(clock, "check"):
        for picture, found in zip(worn, measured, strict=True):
            for fault in sound_regions(found, picture.width, picture.height):
                raise Refused(f"legible: {fault}")
            if unfit := _unfit(picture, constraints):
                raise Refused(f"size: {unfit}")
        regions = tuple(replace(r, quad=_single(r.quad)) for found in measured for r in found)
        for fault in () if plan else hidden_texts(facts, {r.id: r for r in regions}):
            raise Refused(f"legible: {fault}")
        context = replace(context, terms=terms_of(facts, {r.id: r for r in regions}), rng=rng("moved"))
        kept = list(_passed(posed, facts, regions, engine, spec, context, drops, (id, template.id, attempt), constraints))
        if len(kept) < least:
            raise Refused(f"few_questions: {len(kept)} of {least}")
        if text_load == "vision" and not any(q.text_load == "vision" for q, _ in kept):
            raise Refused("vision: the drawn question did not pass")
    questions = tuple(replace(q, id=f"q{n}") for n, (q, _) in enumerate(kept, 1))
    every = tuple({f.id: f for f in (*facts, *(f for _, extra in kept for f in extra))}.values())
    with _timed(clock, "encode"):
        images = _images(worn, id, job.image_format)
    return Sample(
        id,
        engine.name,
        engine.version,
        spec.get("template", template.name),  # a table of the user's may not fill the template that was drawn
        request.language,
        job.split,
        seed,
        images,
        worn[0].width,
        worn[0].height,
        captions(engine, spec, facts, wording, rng("captions")),
        regions,
        every,
        questions,
        spec,
        style,
        plan,
        tuple((p.width, p.height) for p in worn),
    ), drops


def _images(pictures: Sequence[Picture], id: str, format: str) -> tuple[Image, ...]:
    ending = "jpg" if format == "jpeg" else format
    names = [f"{id}.{ending}"] if len(pictures) == 1 else [f"{id}-{n}.{ending}" for n in range(1, len(pictures) + 1)]
    return tuple(Image(encode(p.pixels, format), name) for p, name in zip(pictures, names, strict=True))


def _bound(facts: list[Fact], pictures: Sequence[Picture]) -> list[Fact]:
    """Facts with the regions that show them and a reader's margin; a fact given by the image that nothing shows is hidden."""
    shows = {id: shown for p in pictures for id, shown in p.shows.items()}
    margins = {id: margin for p in pictures for id, margin in p.margins.items()}
    out = []
    for f in facts:
        if f.given == "image":
            shown = shows.get(f.id)
            if shown is not None and shown.regions:
                f = replace(f, regions=shown.regions, at=shown.at, margin=margins.get(f.id, 0.0))
            else:
                f = replace(f, given="hidden")
        out.append(f)
    return out


def _single(quad: Quad) -> Quad:
    """The quad in single precision, as the record stores it: what is asked of a place must not change when it is read back."""
    return tuple(np.asarray(quad, np.float32).astype(float).tolist())


def _text_load(request: Request, rng: Rng) -> str:
    return request.text_load or TEXT_LOADS[int(rng.choice(len(TEXT_LOADS), p=TEXT_LOAD_WEIGHTS))]


def _vision(
    picture: Picture, posed: list[Posed], text_load: str, style: Mapping[str, Any], rng: Rng
) -> tuple[Picture, list[Posed]]:
    """In `vision`, the first question that fits is drawn into the picture, options and all."""
    at = next((i for i, p in enumerate(posed) if not is_place(p.question.answer.type)), None)
    if text_load != "vision" or at is None:
        return picture, posed
    question = replace(posed[at].question, text_load="vision")
    picture, _ = with_question(picture, question.text, question.choices, style, rng)
    return picture, [replace(p, question=question) if i == at else p for i, p in enumerate(posed)]


def _passed(
    posed: list[Posed],
    facts: list[Fact],
    shown: Sequence[Region],
    engine: Engine,
    spec: dict[str, Any],
    context: PoseContext,
    drops: list[Drop],
    where: tuple[str, str, int],
    constraints: Constraints,
) -> Iterator[tuple[Question, tuple[Fact, ...]]]:
    """The questions that pass the gate on the final picture, with the facts they add; the others go to the ledger."""
    regions = {r.id: r for r in shown}
    for item in posed:
        try:
            item = moved(item, context)
            faults = list(gate(item.question, [*facts, *item.facts], regions, context.operators))
            faults += [("visible", unseen) for unseen in _unseen(item.question, facts, regions, constraints.visible)]
        except FAULTS as fault:
            faults = [("execute", f"{type(fault).__name__}: {fault}")]
        question = item.question
        if not faults and item.candidate.asked is not None:
            premises = [f for f in facts if f.given == "image" or f.id in question.givens]
            open_ended = item.candidate.missing is not None
            forced = (engine.forced if open_ended else engine.follows)(spec, premises, item.candidate.asked)
            if forced is not None and forced is open_ended:
                word = "still" if forced else "not"
                faults = [("answerable", f"{item.candidate.asked} is {word} forced by what is shown")]
        if not faults:
            known = {f.id: f for f in (*facts, *item.facts)}
            faults = [("needless", message) for message in minimal(question, known, spec, engine, context.operators)]
        if not faults:
            yield question, item.facts
        drops += [Drop(where[0], where[1], where[2], f"{item.candidate.family}/{question.id}", c, m) for c, m in faults]


def _unfit(picture: Picture, constraints: Constraints) -> str:
    """How the picture is larger or smaller than the user wants it, "" where it is not."""
    for name, size, span in (("width", picture.width, constraints.width), ("height", picture.height, constraints.height)):
        if span and not span[0] <= size <= span[1]:
            return f"the {name} is {size} px, wanted are {span[0]} to {span[1]}"
    return ""


def _unseen(question: Question, facts: list[Fact], regions: Mapping[str, Region], least: float) -> Iterator[str]:
    """What the question looks at and is seen less than the user wants."""
    needed = {r for s in question.steps for r in s.regions}
    needed |= {r for f in facts if f.id in question.givens and f.given == "image" for r in f.regions}
    for r in sorted(needed & set(regions)):
        if regions[r].visible < least:
            yield f"{regions[r].role} {regions[r].text!r} is seen to {regions[r].visible:.2f}, wanted is {least}"


def captions(engine: Engine, spec: dict[str, Any], facts: list[Fact], wording: Wording, rng: Rng) -> tuple[Caption, ...]:
    """Three levels whose facts are nested by construction: each says what the one before says, and more."""
    said: list[tuple[int, str]] = []
    for s in engine.describe(spec, facts):
        said.append((s.level, wording.say("captions", s.key, rng, s.slots)))
    levels = [" ".join(text for level, text in said if level <= n) for n in (1, 2, 3)]
    return tuple(Caption(n, text) for n, text in enumerate(levels, 1) if text)
