"""Small passes: one that asks a few things about every question, and one that means harm."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from proofpress.model import Sample
from proofpress.vlm.backend import Ask, BackendOptions, make_backend
from proofpress.vlm.passes import Asker, Passed
from proofpress.vlm.run import run_pass


@dataclass(frozen=True)
class Look:
    """Asks `draws` times about every question of a sample, and records what is said; a sample in `drop` goes."""

    draws: int = 1
    drop: frozenset[str] = frozenset()
    name: str = "look"
    settings: Mapping[str, Any] = field(default_factory=dict)
    languages: frozenset[str] = frozenset(("en",))

    async def sample(self, sample: Sample, ask: Asker) -> Passed:
        picture = sample.images[0].bytes
        asks = [
            (q.id, Ask(f"{sample.id} {q.id}: {q.text}", "v1", picture, sample=n, temperature=0.7 if n else 0.0))
            for q in sample.questions
            for n in range(self.draws)
        ]
        replies = await asyncio.gather(*(ask(a) for _, a in asks))
        rows = [
            {
                "question": id,
                "pass": self.name,
                "kind": "look",
                "verdict": r.text if r.ok else "none",
                "n": a.sample,
                "trouble": r.trouble,
            }
            for (id, a), r in zip(asks, replies, strict=True)
        ]
        counts = Counter("fine" if r.ok else f"trouble:{r.trouble}" for r in replies)
        if sample.id in self.drop:
            return Passed(None, drops=({"id": sample.id, "question": "", "reason": "told", "detail": ""},), counts=counts)
        return Passed(sample, reviews=tuple(rows), counts=counts)


@dataclass(frozen=True)
class Harm:
    """Changes samples by a function, and asks nothing."""

    change: Callable[[Sample], Sample]
    name: str = "harm"
    settings: Mapping[str, Any] = field(default_factory=dict)
    languages: frozenset[str] = frozenset(("en",))

    async def sample(self, sample: Sample, ask: Asker) -> Passed:
        return Passed(self.change(sample))


def main() -> None:
    """python -m tests.vlm.passes_for_tests SET OUT URL CONCURRENCY: `Look` in a process that may be killed."""
    root, out, url, concurrency = sys.argv[1:]
    backend = make_backend("openai", BackendOptions("scripted", url, concurrency=int(concurrency), backoff=0.01))
    run_pass(root, Path(out), Look(draws=3), backend, int(concurrency), quiet=True)


if __name__ == "__main__":
    main()
