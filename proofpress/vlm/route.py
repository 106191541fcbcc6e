"""Asking a question k times and scoring what comes back; short answers that fail are asked again with a longer chain.

The loop is HoneyPipe's (Bee, arXiv 2510.13795): short chain -> verify -> long chain for what failed -> verify.  Where the paper
has a judge model compare conclusions, the record's answer and the project's equality decide here.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..answers import kinds
from ..model import Question, Sample
from ..scoring import Judged, Options, judge, wilson
from .backend import Ask, Reply
from .passes import Asker
from .prompts import Prompt

LONGEST_KEPT = 4000  # characters of a chain that are kept in the reviews


@dataclass(frozen=True, slots=True)
class Draws:
    """What k draws gave.  n: replies that came; right of them are right, unparsed give no answer at all (and are not right).
    given: the answers as the model wrote them, "" where there is none.  troubles: draws without a reply, by kind; they are no
    verdict.  chain: the first right reply in full, when it was asked for."""

    n: int
    right: int
    unparsed: int
    given: tuple[str, ...]
    troubles: Mapping[str, int]
    chain: str = ""

    @property
    def rate(self) -> float | None:
        return self.right / self.n if self.n else None

    @property
    def agrees(self) -> bool | None:
        """Are most of the answers right?  None where no reply came."""
        return 2 * self.right > self.n if self.n else None

    def fields(self, name: str) -> dict[str, Any]:
        """What a policy may ask of it."""
        low, high = wilson(self.right, self.n) if self.n else (None, None)
        values = {"rate": self.rate, "low": low, "high": high, "n": self.n, "agrees": self.agrees}
        return {f"{name}.{k}": v for k, v in values.items()}

    def verdict(self) -> dict[str, Any] | None:
        """What the review says; None where no reply came."""
        if not self.n:
            return None
        low, high = wilson(self.right, self.n)
        out: dict[str, Any] = {
            "n": self.n,
            "right": self.right,
            "rate": round(self.right / self.n, 4),
            "low": low,
            "high": high,
        }
        out |= {"agrees": self.agrees, "unparsed": self.unparsed, "given": list(self.given)}
        return out | ({"chain": self.chain} if self.chain else {})


def kind_of(question: Question) -> str:
    """What the answer looks like, as far as asking may tell: a question without an answer is asked as one that has a number."""
    if question.form == "choice":
        return "choice"
    if question.form == "yes_no":
        return "boolean"
    return kinds.kind_of(question.answer.type).suffix or "text"


def chance(question: Question) -> float:
    """How often a guess is right by luck."""
    if question.choices:
        return 1 / len(question.choices)
    return 0.5 if question.form == "yes_no" else 0.0


def slots(sample: Sample, question: Question, picture: bool, **more: Any) -> dict[str, Any]:
    """What the prompts speak of.  A question that is written in the picture is left to be read there."""
    unread = picture and question.text_load == "vision"
    return {
        "question": "" if unread else question.text,
        "choices": () if unread else question.choices,
        "form": question.form,
        "kind": kind_of(question),
        "width": sample.width,
        "height": sample.height,
        **more,
    }


@dataclass(frozen=True, slots=True)
class RepeatedAsk:
    """How a question is asked.  draws: how often.  coordinates: as `score` has them, pixels or thousandths."""

    prompt: Prompt
    draws: int
    temperature: float
    max_tokens: int
    picture: bool = True
    long: bool = False
    coordinates: str = "pixels"

    async def answer(self, sample: Sample, question: Question, ask: Asker) -> Draws:
        """The question asked `draws` times, all at once."""
        words = self.prompt.render(
            **slots(sample, question, self.picture, long=self.long, thousandths=self.coordinates == "thousandths")
        )
        image = sample.images[0].bytes if self.picture else None
        replies = await asyncio.gather(
            *(
                ask(
                    Ask(
                        words,
                        self.prompt.version,
                        image,
                        mime_of(image),
                        temperature=self.temperature if self.draws > 1 else 0.0,
                        max_tokens=self.max_tokens,
                        sample=i,
                    )
                )
                for i in range(self.draws)
            )
        )
        return self.scored(sample, question, replies)

    def scored(self, sample: Sample, question: Question, replies: list[Reply]) -> Draws:
        """The replies against the truth, by the equality that `score` uses."""
        thousandths = self.coordinates == "thousandths"
        scale = (sample.width / 1000, sample.height / 1000) if thousandths else (1.0, 1.0)
        judged: list[tuple[Reply, Judged]] = [
            (r, judge(question, "", r.text, scale, Options(), sample.language)) for r in replies if r.ok
        ]
        chain = next((r.text[:LONGEST_KEPT] for r, j in judged if j.right), "") if self.long else ""
        return Draws(
            len(judged),
            sum(j.right for _, j in judged),
            sum(j.given is None for _, j in judged),
            tuple((j.given or "")[:200] for _, j in judged),
            Counter(r.trouble for r in replies if not r.ok),
            chain,
        )


def mime_of(image: bytes | None) -> str:
    """The type of an image file, told from its first bytes."""
    if image is not None and image[:3] == b"\xff\xd8\xff":
        return "image/jpeg"
    if image is not None and image[:4] == b"RIFF":
        return "image/webp"
    return "image/png"
