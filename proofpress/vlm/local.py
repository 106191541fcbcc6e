"""Backend `transformers`: a model of the transformers library in this process, on one card or on the processor.

It has options of its own (`--backend-option NAME=VALUE`, see OPTIONS).  One process uses one card.  Extra `gpu`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from .backend import Ask, BackendOptions, Reply
from .batches import Batcher
from .loading import load
from .local_model import LocalModel
from .own import Reader, number, one_of, own_options

_MOST = 64  # asks in a batch, unless told

OPTIONS: Mapping[str, Reader] = {
    "batch": number(1),  # asks that run together, at most
    "threads": number(1),  # that decode, resize and tokenise
    "device": str,  # as torch names it: cuda, cuda:1, cpu
    "dtype": one_of("bfloat16", "float16", "float32"),
    "attention": one_of("sdpa", "eager", "flash_attention_2"),
    "weights": one_of("random"),  # drawn and not read: to measure speed with a configuration alone
}


def open_backend(options: BackendOptions) -> LocalBackend:
    """The backend; BadInput when its packages or the model are not there. Weights are loaded when the first ask comes."""
    return LocalBackend(options)


class LocalBackend:
    """Asks a model in this process. Use it in one event loop, and close it there."""

    def __init__(self, options: BackendOptions):
        own = own_options("transformers", options.own, OPTIONS)
        self.model = options.model
        # of what is in flight, one half runs while the other is made ready
        batch = own.get("batch") or max(1, min(_MOST, options.concurrency // 2))
        self._threads = own.get("threads") or max(1, min(16, (os.cpu_count() or 2) - 1))
        self._ahead = 3 * batch
        loaded = load(options.model, own.get("device", ""), own.get("dtype", ""), own.get("attention", ""), "weights" in own)
        self._running = LocalModel(options.model, loaded, batch)
        self._batcher: Batcher | None = None

    def __repr__(self) -> str:
        return f"LocalBackend({self.model!r})"

    async def reply(self, ask: Ask) -> Reply:
        """The reply. What a model says is not asked for twice; BadInput when it cannot be loaded, or breaks."""
        if self._batcher is None:
            self._batcher = Batcher(self._running, self._threads, self._ahead)
        return await self._batcher.reply(ask)

    async def close(self) -> None:
        self._running.stop()
        if self._batcher is not None:
            await self._batcher.close()

    def report(self) -> Mapping[str, float]:
        """What was done, how fast, and how long the model waited for input (`waited`, a share)."""
        counters = self._batcher.counters.report() if self._batcher is not None else {}
        return {**counters, "batch_limit": self._running.batch, "out_of_memory": self._running.out_of_memory}
