"""The contract of a pass over a set: one sample in; the sample, what is recorded beside it, and what is dropped, out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from ..model import Sample
from .backend import Ask, Reply

Asker = Callable[[Ask], Awaitable[Reply]]  # through the cache, within the bound of concurrency


@dataclass(frozen=True, slots=True)
class Passed:
    """What a pass makes of one sample.

    sample    the sample, perhaps with reworded texts or fewer questions; None drops it whole.  Facts, regions, answers and step
              values are those that came in: the machinery compares and refuses anything else
    reviews   rows of the column `reviews`: {"question", "pass", "kind", "verdict" (JSON or "none"), "model", ...};
              keys without a column of their own go into `detail` as JSON (proofpress/schema.py)
    wordings  rows of the column `wordings`: {"question", "part", "original", "text", "style", "n"}
    drops     rows for drops.jsonl: {"id", "question", "reason", "detail"}
    counts    what the summary adds up: verdicts, troubles, refusals by kind
    """

    sample: Sample | None
    reviews: tuple[Mapping[str, Any], ...] = ()
    wordings: tuple[Mapping[str, Any], ...] = ()
    drops: tuple[Mapping[str, Any], ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


def unspoken(sample: Sample) -> Passed:
    """The sample untouched, for a pass that has no data for its language; the summary counts it."""
    return Passed(sample, counts={f"skipped, no data for language {sample.language}": 1})


class Pass(Protocol):
    """verify and paraphrase are two of these.  `settings` is JSON-able and goes into the output set's fingerprint.

    It names all that decides the bytes besides the model: options, policy, versions of prompts.  The commands make them by
    `verify.verify_pass(samples=, policy=)` and `paraphrase.paraphrase_pass(variants=, style=, register=)`; what is bad in the
    options is BadInput there.  `pass` and `model` are filled in where a row of `reviews` has none.
    """

    @property
    def name(self) -> str: ...

    @property
    def settings(self) -> Mapping[str, Any]: ...

    @property
    def languages(self) -> frozenset[str]:
        """The languages that it has data for; a sample in another one it hands back as it is (`unspoken`)."""
        ...

    async def sample(self, sample: Sample, ask: Asker) -> Passed: ...
