"""Scoring: a model's answers against a set, by slice, with Wilson intervals; the set streams, the predictions are indexed."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from .answers.equality import equal
from .answers.extract import given_answer, plain_text
from .answers.reward import ground_truth, score
from .errors import BadInput
from .model import Question, Sample
from .store import SampleSet

TEXT_KEYS = ("prediction", "response", "completion", "text")
SLICES: tuple[str, ...] = (
    *("engine", "template", "operator", "depth", "difficulty", "form"),
    *("language", "text_load", "degradation", "answer", "split"),
)
_COLUMNS = ("id", "engine", "template", "language", "split", "width", "height", "questions", "degradations")
_EMPTY: dict[str, Any] = {"engine_version": "", "seed": 0, "images": (), "captions": (), "regions": (), "facts": ()}
_Z = 1.959963984540054  # of 95 %


# --- predictions -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Prediction:
    """key: "<sample>-<question>".  number: which of several samples of one question, None where it is not said."""

    key: str
    text: str
    number: int | None = None


def parse_prediction(line: str, where: str) -> Prediction:
    """One line of a predictions file; BadInput with `where` in front."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{where}: not valid JSON ({error}); write one object a line") from None
    if not isinstance(data, dict):
        raise BadInput(f'{where}: not an object; write {{"id": ..., "question": ..., "prediction": ...}}')
    id, question = data.get("id"), data.get("question", "")
    if not isinstance(id, str) or not id or not isinstance(question, str):
        raise BadInput(f'{where}: needs "id", the sample\'s or "<sample>-q1", as a text')
    named = next((k for k in TEXT_KEYS if k in data), None)
    if named is None:
        raise BadInput(f"{where}: holds none of {', '.join(TEXT_KEYS)}; one of them is what the model said")
    number = data.get("sample")
    if number is not None and type(number) is not int:
        raise BadInput(f'{where}: "sample" is {number!r}; give a whole number, the same for no two answers to a question')
    key = id if not question or id.endswith(f"-{question}") else f"{id}-{question}"
    return Prediction(key, plain_text(data[named]), number)


class Predictions:
    """A predictions file: which lines answer which question, by offset, so that the texts stay on disk."""

    def __init__(self, path: Path):
        self.path = path
        self.offsets: dict[str, int | tuple[int, ...]] = {}
        self.count = 0
        numbered: dict[tuple[str, int], int] = {}
        at = 0
        try:
            with path.open("rb") as lines:
                if not lines.seekable():
                    raise BadInput(f"{path}: is a pipe, and predictions are looked up; write them to a file first")
                for n, raw in enumerate(lines, 1):
                    if raw.strip():
                        p = parse_prediction(_decoded(raw, path, n), f"{path} line {n}")
                        if p.number is not None and (first := numbered.setdefault((p.key, p.number), n)) != n:
                            raise BadInput(
                                f"{path} line {n}: {p.key} sample {p.number} stands on line {first} already; remove one"
                            )
                        held = self.offsets.get(p.key)
                        self.offsets[p.key] = at if held is None else (*(held if isinstance(held, tuple) else (held,)), at)
                        self.count += 1
                    at += len(raw)
        except OSError as error:
            raise BadInput(f"{path}: cannot be read ({error.strerror}); give a file with one prediction a line") from None
        if not self.count:
            raise BadInput(f"{path}: holds no predictions")

    def texts(self, file: BinaryIO, key: str) -> list[str]:
        """What the model said to the question, in the file's order; asked once a key."""
        held = self.offsets.pop(key, ())
        out = []
        for at in held if isinstance(held, tuple) else (held,):
            file.seek(at)
            out.append(parse_prediction(file.readline().decode("utf-8"), str(self.path)).text)
        return out

    def no_strangers(self) -> None:
        """BadInput when predictions are left that answer no question of the set."""
        if self.offsets:
            first = {k: v[0] if isinstance(v, tuple) else v for k, v in self.offsets.items()}
            key = min(first, key=first.__getitem__)
            with self.path.open("rb") as file:
                line = 1 + sum(1 for _ in iter(lambda: file.tell() < first[key] and file.readline(), False))
            hint = "" if re.search(r"-q\d+$", key) else '; an id without "question" ends in -q1'
            raise BadInput(f"{self.path} line {line}: {key!r} is no question of the set{hint} ({len(first)} such in all)")


def _decoded(raw: bytes, path: Path, n: int) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise BadInput(f"{path} line {n}: not UTF-8; save the file as UTF-8") from None


# --- scoring ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Options:
    """coordinates: pixels of the stored picture, or thousandths of its sides.  rule: a reward rule, "" for none."""

    by: tuple[str, ...] = SLICES
    rule: str = ""
    weight: float = 0.5
    coordinates: str = "pixels"


@dataclass(frozen=True, slots=True)
class Judged:
    """One prediction, judged.  given: the final answer as the model wrote it, None where there is none."""

    key: str
    given: str | None
    right: bool
    reward: Mapping[str, float] = field(default_factory=dict)


@dataclass
class Tally:
    """n questions, correct as a sum of pass rates (whole where each question has one prediction)."""

    n: int = 0
    correct: float = 0.0

    def add(self, rate: float) -> None:
        self.n += 1
        self.correct += rate

    @property
    def whole(self) -> float | int:
        return int(self.correct) if self.correct == int(self.correct) else round(self.correct, 6)


@dataclass
class Scores:
    """What a set's scoring adds up to.  solved: questions with at least one right prediction; rewards: sums by name."""

    total: Tally = field(default_factory=Tally)
    predictions: int = 0
    unparsed: int = 0
    missing: int = 0
    solved: int = 0
    slices: dict[tuple[str, str], Tally] = field(default_factory=dict)
    rewards: dict[str, float] = field(default_factory=dict)

    def rows(self) -> list[dict[str, Any]]:
        """The slices as the command prints them, in the order of SLICES."""
        ordered = sorted(self.slices.items(), key=lambda item: (SLICES.index(item[0][0]), _natural(item[0][1])))
        return [
            {"by": by, "value": value, "n": t.n, "correct": t.whole, "low": low, "high": high}
            for (by, value), t in ordered
            for low, high in (wilson(t.correct, t.n),)
        ]


def _natural(value: str) -> tuple[int, str]:
    return (int(value), "") if value.isdigit() else (0, value)


def wilson(correct: float, n: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927), to four decimals."""
    if n == 0:
        return 0.0, 1.0
    p, z2 = correct / n, _Z * _Z
    middle, half = p + z2 / (2 * n), _Z * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return round(max(0.0, (middle - half) / (1 + z2 / n)), 4), round(min(1.0, (middle + half) / (1 + z2 / n)), 4)


def values_of(sample: Sample, question: Question) -> dict[str, tuple[str, ...]]:
    """The slices that a question belongs to; it may stand in several operators and degradations."""
    return {
        "engine": (sample.engine,),
        "template": (f"{sample.engine}/{sample.template.removeprefix(sample.engine + '/')}",),
        "operator": tuple(dict.fromkeys(s.op for s in question.steps)),
        "depth": (str(question.depth),),
        "difficulty": (str(question.difficulty),),
        "form": (question.form,),
        "language": (sample.language,),
        "text_load": (question.text_load,),
        "degradation": tuple(dict.fromkeys(str(d["name"]) for d in sample.degradations)) or ("none",),
        "answer": (question.answer.type,),
        "split": (sample.split,),
    }


def judge(question: Question, key: str, text: str, scale: tuple[float, float], options: Options, language: str = "") -> Judged:
    """One prediction against the truth.  language: the sample's."""
    given = given_answer(text, question.answer)
    right = given is not None and equal(question.answer, given, question.choices, scale, language)
    if not options.rule:
        return Judged(key, given, right)
    truth = ground_truth(question, scale=scale, language=language)
    return Judged(key, given, right, score(text, truth, options.rule, options.weight))


def score_set(folder: Path, predictions: Path, options: Options, scores: Scores) -> Iterator[Judged]:
    """Judge every prediction, in the set's order, and add it up in `scores`.

    BadInput for a predictions file that is broken or names a question that the set does not have (known at the end only).
    """
    for name in options.by:
        if name not in SLICES:
            raise BadInput(f"--by {name}: unknown; choose among {', '.join(SLICES)}")
    given = Predictions(predictions)
    with predictions.open("rb") as file:
        for row in SampleSet(folder).iter_rows(_COLUMNS):
            sample = Sample.from_record({**_EMPTY, "spec": "{}", "style": "{}", **row})
            scale = (sample.width / 1000, sample.height / 1000) if options.coordinates == "thousandths" else (1.0, 1.0)
            for question in sample.questions:
                key = f"{sample.id}-{question.id}"
                judged = [judge(question, key, text, scale, options, sample.language) for text in given.texts(file, key)]
                yield from judged
                _add(scores, sample, question, judged, options.by)
    given.no_strangers()


def _add(scores: Scores, sample: Sample, question: Question, judged: Sequence[Judged], by: Sequence[str]) -> None:
    if not judged:
        scores.missing += 1
        return
    rate = sum(j.right for j in judged) / len(judged)
    scores.total.add(rate)
    scores.predictions += len(judged)
    scores.unparsed += sum(j.given is None for j in judged)
    scores.solved += rate > 0
    for j in judged:
        for part, reward in j.reward.items():
            scores.rewards[part] = scores.rewards.get(part, 0.0) + reward
    values = values_of(sample, question)
    for name in by:
        for value in values[name]:
            scores.slices.setdefault((name, value), Tally()).add(rate)
