"""The contract between Proofpress and a vision-language model: one question asked, one reply, and never a truth.

A backend is chosen by name (`--backend openai|transformers|vllm`); each lives in its own module and imports its heavy packages
only when it is made.  What a model says is an opinion: reviews and rewordings are columns beside the sample, and no code path
leads from a Reply to a fact, an answer or a step's value.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ..errors import BadInput

# What can go wrong with a request.  "" is a reply.  None of them is ever a verdict.
#   timeout, rate_limit (429), server_error (5xx), connection (cut or refused), malformed (no JSON, or not a completion's),
#   empty (no text), reasoning_only (a chain of thought and no answer), cut (by max_tokens), refused (by model, filter, or 4xx)
TROUBLES = ("", "timeout", "rate_limit", "server_error", "connection", "malformed", "empty", "reasoning_only", "cut", "refused")


@dataclass(frozen=True, slots=True)
class Ask:
    """One request.

    prompt: the words, rendered.  prompt_version: digest of the template they came from.  image: the bytes as stored in the set,
    or None for a request without a picture; never encoded again.  schema: the JSON schema that the reply should obey, or None.
    sample: the number of this draw among several of one request (part of the cache key, and the seed where a server has one).
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
    """What came back: `text` when trouble is "", else nothing to believe.  reasoning: a thinking model's chain, kept apart."""

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
        """The reply, after retries; raises BadInput only when nothing can be asked at all (server down, no such model)."""
        ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class BackendOptions:
    """How a backend is reached.  timeout: seconds a try may take.  key_env: the variable that holds the API key, never the key.

    retries: how often a request that failed is sent again, the first time after about `backoff` seconds.  patience: seconds
    that a server which is gone is waited for before the run stops.  own: options of one backend alone.
    """

    model: str
    base_url: str = ""
    key_env: str = ""
    timeout: float = 120.0
    concurrency: int = 64
    retries: int = 6
    backoff: float = 0.5
    patience: float = 60.0
    own: Mapping[str, Any] | None = None


# A backend's module defines `open_backend(options: BackendOptions) -> Backend`.
BACKENDS = {"openai": "client", "transformers": "local", "vllm": "offline"}


def make_backend(name: str, options: BackendOptions) -> Backend:
    """The backend of that name; BadInput when there is none, or its package is missing."""
    if name not in BACKENDS:
        raise BadInput(f"--backend {name}: unknown; choose {', '.join(BACKENDS)}")
    opened: Backend = importlib.import_module(f".{BACKENDS[name]}", __package__).open_backend(options)
    return opened
