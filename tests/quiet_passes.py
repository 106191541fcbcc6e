"""Passes that ask nothing: they keep a part of a set, or write beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from proofpress.model import Sample
from proofpress.vlm.backend import Ask, Reply
from proofpress.vlm.passes import Asker, Passed


@dataclass(frozen=True)
class Few:
    """Keeps the first questions of each sample."""

    most: int
    name: str = "few"
    settings: Mapping[str, Any] = field(default_factory=dict)
    languages: frozenset[str] = frozenset(("en",))

    async def sample(self, sample: Sample, ask: Asker) -> Passed:
        gone = [{"id": sample.id, "question": q.id, "reason": "few", "detail": ""} for q in sample.questions[self.most :]]
        return Passed(replace(sample, questions=sample.questions[: self.most]), drops=tuple(gone))


@dataclass
class First:
    """Keeps the first samples."""

    most: int
    name: str = "first"
    settings: Mapping[str, Any] = field(default_factory=dict)
    languages: frozenset[str] = frozenset(("en",))
    seen: int = 0

    async def sample(self, sample: Sample, ask: Asker) -> Passed:
        self.seen += 1
        if self.seen <= self.most:
            return Passed(sample)
        return Passed(None, drops=({"id": sample.id, "question": "", "reason": "first", "detail": ""},))


@dataclass(frozen=True)
class Noting:
    """Has an opinion of every question, and another wording of each and of the brief caption."""

    verdict: str = "none"
    name: str = "note"
    settings: Mapping[str, Any] = field(default_factory=dict)
    languages: frozenset[str] = frozenset(("en",))

    async def sample(self, sample: Sample, ask: Asker) -> Passed:
        reviews = [{"question": q.id, "kind": "look", "verdict": self.verdict, "why": "<b>"} for q in sample.questions]
        texts = [("", "caption 1", sample.captions[0].text), *((q.id, "question", q.text) for q in sample.questions)]
        words = [
            {"question": id, "part": part, "original": text, "text": f"Or: {text}", "style": "", "n": 0, "used": bool(id)}
            for id, part, text in texts
        ]
        return Passed(sample, tuple(reviews), tuple(words))


class Silent:
    """A backend for passes that ask nothing."""

    model = "none"

    async def reply(self, ask: Ask) -> Reply:
        raise AssertionError("nothing was to be asked")

    async def close(self) -> None:
        pass
