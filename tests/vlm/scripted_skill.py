"""A scripted model whose skill is known: it answers right with a probability that its caller sets, the same every time."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from proofpress.model import Question, Sample
from proofpress.vlm.backend import Ask, Reply
from proofpress.vlm.prompts import load_prompt
from proofpress.vlm.route import slots

Skill = Callable[[Sample, Question], float]


def part_of(ask: Ask) -> str:
    """Which of the pass's requests it is."""
    if ask.schema is not None:
        return str(ask.schema["title"])
    if ask.image is None:
        return "image_free"
    return "long" if "step by step" in ask.prompt else "answer"


def luck(*parts: object) -> float:
    """A number in [0, 1), the same for the same parts."""
    return int.from_bytes(hashlib.sha256("|".join(map(str, parts)).encode()).digest()[:8], "big") / 2**64


@dataclass
class Scripted:
    """skills: part -> the chance of a right answer.  trouble: part -> the trouble of every reply.  asked: requests by part."""

    samples: Sequence[Sample]
    skills: dict[str, Skill]
    grade: str = '{"reason": "", "solvability": 5, "hallucination": 5, "clarity": 5, "nonsense": 5}'
    steps: str = '{"reason": "", "first_wrong": 0}'
    trouble: dict[str, str] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.known: dict[tuple[str, bytes | None], tuple[Sample, Question]] = {}
        for s in self.samples:
            for q in s.questions:
                for part in ("answer", "image_free", "long"):
                    picture = part != "image_free"
                    more = {"long": part == "long", "thousandths": False}
                    words = load_prompt("answer" if picture else "answer_blind").render(**slots(s, q, picture, **more))
                    self.known[words, s.images[0].bytes if picture else None] = (s, q)

    async def __call__(self, ask: Ask) -> Reply:
        part = part_of(ask)
        self.asked[part] += 1
        if part in self.trouble:
            return Reply(trouble=self.trouble[part])
        if part in ("grade", "steps"):
            return Reply(self.grade if part == "grade" else self.steps)
        sample, question = self.known[ask.prompt, ask.image]
        skill = self.skills.get(part, lambda s, q: 0.0)(sample, question)
        right = luck(part, sample.id, question.id, ask.sample) < skill
        said = right_answer(question) if right else wrong_answer(question)
        return Reply(f"Let me see.\nIt follows from the picture.\n\\boxed{{{said}}}")


def right_answer(question: Question) -> str:
    answer = question.answer
    return str(answer.value) if answer.type == "choice" else answer.text


def wrong_answer(question: Question) -> str:
    """An answer of the right shape that is not right."""
    if question.answer.type == "boolean":
        return "No" if question.answer.value else "Yes"
    if question.choices:
        letters = [chr(65 + i) for i in range(len(question.choices))]
        right = {str(question.answer.value), *question.answer.aliases[:1]}
        return next(x for x in letters if x not in right)
    if question.form in ("box", "point"):
        return "(1, 1, 2, 2)" if question.form == "box" else "(-99, -99)"
    return "Zanzibar" if question.answer.type in ("text", "list", "set", "markup") else "987654.321"


def as_json(text: str) -> dict[str, object]:
    return dict(json.loads(text))
