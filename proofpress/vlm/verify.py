"""`verify`: a model answers, guesses, grades and checks the steps of each question; truth and a policy decide what that means.

    answer      k answers from picture and question alone: the pass rate is the measured difficulty
    image_free  k answers without the picture: what can be guessed is not visual
    truth       the four scores of the rubric, computed from the record
    grade       the same four as the model gives them
    step        the first step of the recorded chain that the model disagrees with
    long        k answers by a longer chain, where the policy sends the question there
    policy      what was decided, and the names of all rules that hold

One row of `reviews` each.  A verdict that did not come or does not parse is "none"; no score is ever invented.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..ask.forms import UNDETERMINED
from ..errors import BadInput
from ..model import Question, Sample
from ..registry import Registry
from ..scoring import SLICES, Scores, Tally, values_of
from .backend import Ask, Reply
from .grade import DIMENSIONS, GRADE_SCHEMA, NONE, SHORT, Grade, StepCheck, pairs, parse_grade, parse_steps, step_schema
from .mentions import languages_with_rubric, words_of
from .passes import Asker, Passed, unspoken
from .policy import Decision, Policy, load_policy
from .prompts import Prompt, load_prompt
from .route import Draws, RepeatedAsk, chance, mime_of, slots
from .rubric import LEAST, Grader, Rubric

PARTS = ("answer", "image_free", "grade", "step")
_SHORT_TOKENS, _LONG_TOKENS, _VERDICT_TOKENS = 1024, 8192, 512


@dataclass(frozen=True, slots=True)
class _Found:
    """What is known of one question."""

    truth: Rubric
    answer: Draws | None = None
    image_free: Draws | None = None
    long: Draws | None = None
    grade: Grade | None = None
    step: StepCheck | None = None
    troubles: tuple[tuple[str, str], ...] = ()  # (part, kind) of verdicts that did not come


@dataclass(frozen=True)
class Verify:
    """The pass.  parts: what is asked, of PARTS."""

    samples: int
    policy: Policy
    parts: tuple[str, ...]
    temperature: float
    coordinates: str
    plugins: tuple[str, ...] = ()
    name: str = "verify"
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def languages(self) -> frozenset[str]:
        return languages_with_rubric()

    async def sample(self, sample: Sample, ask: Asker) -> Passed:
        """Every question verified, all at the same time."""
        if sample.language not in self.languages:
            return unspoken(sample)
        grader = Grader(sample, words_of(sample.language, _wording(sample.engine, self.plugins)))
        verified = await asyncio.gather(*(self._question(sample, q, grader, ask) for q in sample.questions))
        counts: Counter[str] = Counter()
        reviews: list[dict[str, Any]] = []
        drops: list[dict[str, str]] = []
        kept: list[Question] = []
        for question, (found, decision) in zip(sample.questions, verified, strict=True):
            _count(counts, question, found, decision)
            if decision.do == "drop":
                drops.append(_drop(sample, question, found, decision))
            else:
                kept.append(question)
                reviews += _reviews(question, found, decision)
        if len(kept) == len(sample.questions):
            return Passed(sample, tuple(reviews), counts=counts)
        after = replace(sample, questions=tuple(kept)) if kept else None
        return Passed(after, tuple(reviews), drops=tuple(drops), counts=counts)

    async def _question(self, sample: Sample, question: Question, grader: Grader, ask: Asker) -> tuple[_Found, Decision]:
        grading, step = self._grade(sample, question, ask), self._steps(sample, question, ask)
        answer, free, (grade, one), (steps, two) = await asyncio.gather(
            self._draws("answer", sample, question, ask), self._draws("image_free", sample, question, ask), grading, step
        )
        found = _Found(grader.grade(question), answer, free, None, grade, steps, (*one, *two))
        decision = self.policy.decide(fields_of(sample, question, found))
        if decision.do == "long":
            found = replace(found, long=await self._asking("long").answer(sample, question, ask))
            decision = self.policy.decide(fields_of(sample, question, found), may_go_long=False)
        return found, decision

    def _asking(self, part: str) -> RepeatedAsk:
        picture, long = part != "image_free", part == "long"
        prompt = load_prompt("answer" if picture else "answer_blind")
        tokens = _LONG_TOKENS if long else _SHORT_TOKENS
        return RepeatedAsk(prompt, self.samples, self.temperature, tokens, picture, long, self.coordinates)

    async def _draws(self, part: str, sample: Sample, question: Question, ask: Asker) -> Draws | None:
        return await self._asking(part).answer(sample, question, ask) if part in self.parts else None

    async def _grade(self, sample: Sample, question: Question, ask: Asker) -> tuple[Grade | None, tuple[tuple[str, str], ...]]:
        if "grade" not in self.parts:
            return None, ()
        reply = await _judged(sample, load_prompt("grade"), slots(sample, question, True), GRADE_SCHEMA, ask)
        grade = parse_grade(reply.text) if reply.ok else None
        return grade, _trouble("grade", reply, grade)

    async def _steps(
        self, sample: Sample, question: Question, ask: Asker
    ) -> tuple[StepCheck | None, tuple[tuple[str, str], ...]]:
        told = [s.text for s in question.steps]
        if "step" not in self.parts or not any(told):
            return None, ()
        words = slots(sample, question, True, steps=told)
        reply = await _judged(sample, load_prompt("step"), words, step_schema(len(told)), ask)
        check = parse_steps(reply.text, len(told)) if reply.ok else None
        return check, _trouble("step", reply, check)


def verify_pass(
    samples: int = 4,
    policy: Path | None = None,
    parts: Iterable[str] = PARTS,
    temperature: float = 0.7,
    coordinates: str = "pixels",
    plugins: Iterable[str] = (),
) -> Verify:
    """The pass with these options; BadInput names the one that is wrong.

    samples: k, answers drawn for each question; one is drawn at temperature 0, several at `temperature`.  policy: a
    file of rules; Proofpress's own only marks.  coordinates: of the model's boxes and points, pixels or thousandths.
    plugins: folders with engines, whose words are then known to be ordinary.
    """
    chosen = tuple(parts)
    if bad := next((p for p in chosen if p not in PARTS), ""):
        raise BadInput(f"verify: no part {bad!r}; choose among {', '.join(PARTS)}")
    if samples < 1:
        raise BadInput(f"--samples {samples}: at least one answer must be drawn")
    if coordinates not in ("pixels", "thousandths"):
        raise BadInput(f"--coordinates {coordinates}: unknown; choose pixels or thousandths")
    rules = load_policy(policy)
    settings = {
        "samples": samples,
        "temperature": temperature,
        "parts": list(chosen),
        "coordinates": coordinates,
        "policy": rules.settings,
        "prompts": {n: load_prompt(n).version for n in ("answer", "answer_blind", "grade", "step")},
    }
    folders = tuple(plugins)
    if third_party := sorted({*Registry.load(folders).engines()} - {*Registry.load().engines()}):
        settings["plugins"] = third_party
    return Verify(samples, rules, chosen, temperature, coordinates, folders, settings=settings)


def _wording(engine: str, plugins: tuple[str, ...]) -> tuple[Path, ...]:
    """The engine's folders of wordings; () where it is not installed: its words are then not known to be ordinary."""
    try:
        return tuple(Registry.load(plugins).wording_dirs(engine))
    except BadInput:
        return ()


async def _judged(sample: Sample, prompt: Prompt, words: Mapping[str, Any], schema: Mapping[str, Any], ask: Asker) -> Reply:
    image = sample.images[0].bytes
    return await ask(
        Ask(prompt.render(**words), prompt.version, image, mime_of(image), schema=schema, max_tokens=_VERDICT_TOKENS)
    )


def _trouble(part: str, reply: Reply, verdict: object) -> tuple[tuple[str, str], ...]:
    if verdict is not None:
        return ()
    return ((part, reply.trouble or "unparsed"),)


# --- what is known, as the policy and the reviews say it -----------------------------------------------------------------
def fields_of(sample: Sample, question: Question, found: _Found) -> dict[str, Any]:
    """What a policy's rules may speak of (policy.FIELDS); None for what is not known."""
    out: dict[str, Any] = {f"truth.{s}": found.truth.scores[d] for s, d in SHORT.items()}
    out |= {f"judge.{s}": getattr(found.grade, d, None) for s, d in SHORT.items()}
    for name in ("answer", "image_free", "long"):
        if (draws := getattr(found, name)) is not None:
            out |= draws.fields(name)
    return out | {
        "step.first_wrong": found.step.first_wrong if found.step else None,
        "chance": chance(question),
        "depth": question.depth,
        "difficulty": question.difficulty,
        "choices": len(question.choices),
        "form": question.form,
        "answer_type": question.answer.type,
        "text_load": question.text_load,
        "language": sample.language,
        "template": sample.template,
        "engine": sample.engine,
    }


def _reviews(question: Question, found: _Found, decision: Decision) -> list[dict[str, Any]]:
    """The rows of `reviews` of one question; what Proofpress computed itself names no model."""
    rows = []

    def row(kind: str, verdict: Any, **more: Any) -> None:
        rows.append({"question": question.id, "kind": kind, "verdict": NONE if verdict is None else _text(verdict)} | more)

    troubles = dict(found.troubles)
    for kind in ("answer", "image_free", "long"):
        if (draws := getattr(found, kind)) is not None:
            row(kind, draws.verdict(), **({"troubles": dict(sorted(draws.troubles.items()))} if draws.troubles else {}))
    row("truth", found.truth.verdict(), model="truth")
    for kind in ("grade", "step"):
        verdict = getattr(found, kind)
        if verdict is not None:
            row(kind, verdict.model_dump())
        elif kind in troubles:
            row(kind, None, trouble=troubles[kind])
    row("policy", {"do": decision.do, "marks": list(decision.marks)}, model="policy")
    return rows


def _text(verdict: Mapping[str, Any]) -> str:
    return json.dumps(verdict, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _drop(sample: Sample, question: Question, found: _Found, decision: Decision) -> dict[str, str]:
    known = {k: v for k, v in fields_of(sample, question, found).items() if v is not None and "." in k}
    return {"id": sample.id, "question": question.id, "reason": f"policy: {decision.rule}", "detail": _text(known)}


# --- what adds up --------------------------------------------------------------------------------------------------------
def _count(counts: Counter[str], question: Question, found: _Found, decision: Decision) -> None:
    counts["questions"] += 1
    for kind in ("answer", "image_free", "long"):
        draws: Draws | None = getattr(found, kind)
        if draws is None:
            continue
        counts[f"{kind}.draws"] += draws.n
        counts[f"{kind}.right"] += draws.right
        counts[f"{kind}.unparsed"] += draws.unparsed
        counts[f"{kind}.agrees"] += draws.agrees is True
        counts[f"{kind}.none"] += draws.n == 0
        for trouble, n in draws.troubles.items():
            counts[f"{kind}.trouble.{trouble}"] += n
    for part, trouble in found.troubles:
        counts[f"{part}.none"] += 1
        counts[f"{part}.none.{trouble}"] += 1
    if found.grade is not None:
        counts["grade.parsed"] += 1
        # that a question cannot be determined is what it asks about; to a judge it lacks something
        without = ("solvability",) if question.answer.type == UNDETERMINED else ()
        counts.update(pairs(found.truth.scores, found.grade, without))
    if found.step is not None:
        counts["step.disagrees" if found.step.first_wrong else "step.agrees"] += 1
    for d in DIMENSIONS:
        counts[f"truth.{d}.below"] += found.truth.scores[d] < LEAST[d]
    counts[f"policy.{decision.do}"] += 1
    for name in decision.marks:
        counts[f"policy.rule.{name}"] += 1


def measured(rows: Iterable[tuple[Sample, Iterable[Mapping[str, str]]]], kind: str = "answer") -> list[dict[str, Any]]:
    """Pass rates by slice with Wilson intervals over draws, from samples and their reviews; shaped as `score`'s slices."""
    scores = Scores()
    for sample, reviews in rows:
        questions = {q.id: q for q in sample.questions}
        for review in reviews:
            if review["kind"] != kind or review["verdict"] == NONE or review["question"] not in questions:
                continue
            verdict = json.loads(review["verdict"])
            values = values_of(sample, questions[review["question"]])
            for by in SLICES:
                for value in values[by]:
                    tally = scores.slices.setdefault((by, value), Tally())
                    tally.n += verdict["n"]
                    tally.correct += verdict["right"]
    return scores.rows()
