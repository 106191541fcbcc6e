"""The contract between the press and a vision-language model: one question asked, one reply, and never a truth.

A backend is chosen by name (`--backend openai|transformers|vllm`); each lives in its own module and imports its heavy packages
only when it is made.  What a model says is an opinion: reviews and rewordings are columns beside the sample, and no code path
leads from a Reply to a fact, an answer or a step's value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

# What can go wrong with a request.  "" is a reply.  None of them is ever a verdict.
TROUBLES = ("", "timeout", "rate_limit", "server_error", "connection", "malformed", "empty", "reasoning_only", "cut", "refused")


@dataclass(frozen=True, slots=True)
class Ask:
    """One request.

    prompt: the words, rendered.  prompt_version: digest of the template they came from.  image: the bytes as stored in the set, or
    None for a request without a picture; never encoded again.  schema: the JSON schema that the reply should obey, or None.
    sample: the number of this draw among several of the same request (part of the cache key, and the seed where a server has one).
    """

    prompt: str
    prompt_version: str
    image: bytes | None = None
    mime: str = "image/png"
    schema: Mapping[str, Any] | None = None
    temperature: float = 0.0
    max_tokens: int = 512
    sample: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: `text` when trouble is "", else nothing to believe.  reasoning: a thinking model's own chain, kept apart."""

    text: str = ""
    trouble: str = ""
    reasoning: str = ""
    tokens: int = 0

    @property
    def ok(self) -> bool:
        return not self.trouble


class Backend(Protocol):
    """Something that answers.  `model` names what answers, and is part of the cache key."""

    model: str

    async def reply(self, ask: Ask) -> Reply:
        """The reply, after retries; raises BadInput only when nothing can be asked at all (server down, unknown model, no key)."""
        ...

    async def close(self) -> None: ...
