"""Backend `vllm`: vLLM's own engine in this process, without a server.

It batches by itself, request by request; what is given to it at a time bounds memory, and is not the batch that a card sees.
Schemas are enforced where this vLLM can, else asked for in words.  It has options of its own (`--backend-option NAME=VALUE`,
see OPTIONS).  It is no extra of this package: vLLM pins its own torch, so it belongs into an environment of its own.
"""

from __future__ import annotations

import json
import os
from collections.abc import Hashable, Mapping
from typing import Any

from ..errors import BadInput
from ..registry import brief
from .backend import Ask, BackendOptions, Reply
from .batches import Batcher, Ready, Work
from .cache import ask_key
from .own import Reader, number, one_of, own_options, share
from .replies import judged
from .wire import in_words, picture_part

_MOST = 256  # requests at a time, unless told

OPTIONS: Mapping[str, Reader] = {
    "batch": number(1),  # requests given to the engine at a time
    "dtype": one_of("bfloat16", "float16", "float32"),
    "max_model_len": number(1),  # tokens of prompt and reply together
    "max_num_seqs": number(1),  # requests that the card works on at a time
    "gpu_memory_utilization": share,  # of the card's memory that the engine may take
    "tensor_parallel_size": number(1),  # cards that one model is spread over
}


def open_backend(options: BackendOptions) -> OfflineBackend:
    """The backend; BadInput when vLLM is not here. The model is loaded when the first ask comes."""
    return OfflineBackend(options)


class OfflineBackend:
    """Asks vLLM's engine in this process. Use it in one event loop, and close it there."""

    def __init__(self, options: BackendOptions):
        own = own_options("vllm", options.own, OPTIONS)
        self.model = options.model
        batch = own.pop("batch", None) or max(1, min(_MOST, options.concurrency // 2))
        self._running = _Engine(options.model, batch, own)
        self._batcher: Batcher | None = None

    def __repr__(self) -> str:
        return f"OfflineBackend({self.model!r})"

    async def reply(self, ask: Ask) -> Reply:
        """The reply. BadInput when the model cannot be loaded, or the engine breaks."""
        if self._batcher is None:
            self._batcher = Batcher(self._running, max(1, min(4, (os.cpu_count() or 2) - 1)), 3 * self._running.batch)
        return await self._batcher.reply(ask)

    async def close(self) -> None:
        if self._batcher is not None:
            await self._batcher.close()

    def report(self) -> Mapping[str, float]:
        """What was done and how fast. `waited` is the share of time in which the engine had nothing to do."""
        return self._batcher.counters.report() if self._batcher is not None else {}


class _Engine:
    """vLLM's LLM as a Model of batches."""

    def __init__(self, name: str, batch: int, own: Mapping[str, Any]):
        self.batch = batch
        self._name, self._own, self._llm = name, dict(own), None
        try:
            import vllm
        except ImportError as error:
            raise BadInput(f"--backend vllm needs a package that is not here ({error}): pip install vllm") from None
        self._vllm = vllm
        try:
            from vllm.sampling_params import StructuredOutputsParams
        except ImportError:  # older than 0.11: asked in words
            self._structured: Any = None
        else:
            self._structured = StructuredOutputsParams

    def open(self) -> None:
        # the picture stands first in every request: its tokens are computed once for all questions about it
        more = {"enable_prefix_caching": True, "limit_mm_per_prompt": {"image": 1}, **self._own}
        try:
            self._llm = self._vllm.LLM(model=self._name, **more)
        except Exception as error:
            raise BadInput(f"model {self._name}: vLLM cannot load it ({brief(error)})") from None

    def key(self, ask: Ask) -> Hashable:
        return ask_key(self._name, ask)

    def prepare(self, ask: Ask) -> Ready:
        """The conversation and how it is to be sampled, as vLLM wants them; the picture as it is stored."""
        words = ask.prompt if self._structured else in_words(ask)
        content = [{"type": "text", "text": words}]
        if ask.image is not None:
            content.insert(0, json.loads(picture_part(ask.image, ask.mime)))
        more: dict[str, Any] = {}
        if ask.temperature > 0:
            more["seed"] = int(ask_key(self._name, ask)[:8], 16) >> 1  # 31 bits
        if ask.schema is not None and self._structured:
            more["structured_outputs"] = self._structured(json=dict(ask.schema))
        sampling = self._vllm.SamplingParams(temperature=ask.temperature, max_tokens=ask.max_tokens, **more)
        return Ready(([{"role": "user", "content": content}], sampling))

    def gather(self, work: Work) -> Any:
        return [r.inputs[0] for _, r in work], [r.inputs[1] for _, r in work]

    def run(self, work: Work, gathered: Any) -> list[Reply]:
        conversations, sampling = gathered
        llm: Any = self._llm
        try:
            outputs = llm.chat(conversations, sampling_params=sampling, use_tqdm=False)
        except ValueError:  # one request that the engine refuses, such as too long a prompt, fails the whole call
            if len(work) == 1:
                return [Reply(trouble="refused")]
            half = len(work) // 2
            return [r for part in (work[:half], work[half:]) for r in self.run(part, self.gather(part))]
        return [_reply(output.outputs[0]) for output in outputs]


def _reply(output: Any) -> Reply:
    return judged(output.text, tokens=len(output.token_ids), cut=output.finish_reason == "length")
