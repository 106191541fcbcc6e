"""Backend `vllm` against a stand-in of the same interface: no vLLM can be run here, so what is proved is what it is told.

The stand-in has the names and the shapes that vLLM documents: LLM(model=, ...), LLM.chat(conversations, sampling_params=,
use_tqdm=), SamplingParams, sampling_params.StructuredOutputsParams, and outputs with text, token_ids and finish_reason.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from proofpress.errors import BadInput
from proofpress.vlm.backend import Ask, Backend, BackendOptions, Reply, make_backend

PNG = b"\x89PNG picture"


@dataclass
class SamplingParams:
    temperature: float
    max_tokens: int
    seed: int | None = None
    structured_outputs: Any = None


@dataclass
class StructuredOutputsParams:
    json: Any


@dataclass
class LLM:
    """Says what it was asked; breaks, refuses and cuts where the prompt tells it to."""

    model: str
    enable_prefix_caching: bool
    limit_mm_per_prompt: dict[str, int]
    max_num_seqs: int = 256
    calls: list[tuple[Any, Any]] = field(default_factory=list)
    made: Any = None  # the last one

    def __post_init__(self) -> None:
        if self.model == "none":
            raise OSError("no such model")
        LLM.made = self

    def chat(self, messages: Any, sampling_params: Any, use_tqdm: bool = True) -> list[Any]:
        assert not use_tqdm and len(messages) == len(sampling_params)
        prompts = [m[0]["content"][-1]["text"] for m in messages]
        if any("long" in p for p in prompts):
            raise ValueError("The prompt is longer than the maximum model length")
        if any("break" in p for p in prompts):
            raise RuntimeError("CUDA error")
        self.calls.append((messages, sampling_params))
        return [SimpleNamespace(outputs=[said(p, s)]) for p, s in zip(prompts, sampling_params, strict=True)]


def said(prompt: str, sampling: Any) -> Any:
    text = {"think": "<think>two and two</think>4", "silence": "  "}.get(prompt, f"said {prompt} {sampling.seed is not None}")
    finish = "length" if prompt == "cut" else "stop"
    return SimpleNamespace(text=text, token_ids=[1, 2, 3], finish_reason=finish)


@pytest.fixture
def vllm(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module, sampling = ModuleType("vllm"), ModuleType("vllm.sampling_params")
    vars(sampling).update(StructuredOutputsParams=StructuredOutputsParams)
    vars(module).update(LLM=LLM, SamplingParams=SamplingParams, sampling_params=sampling)
    monkeypatch.setitem(sys.modules, "vllm", module)
    monkeypatch.setitem(sys.modules, "vllm.sampling_params", sampling)
    return module


def backend(**own: str) -> Backend:
    return make_backend("vllm", BackendOptions("some/model", own=own))


def asked(one: Backend, asks: Sequence[Ask]) -> list[Reply]:
    async def main() -> list[Reply]:
        try:
            return list(await asyncio.gather(*(one.reply(a) for a in asks)))
        finally:
            await one.close()

    return asyncio.run(main())


def test_it_is_told_what_is_asked(vllm: ModuleType) -> None:
    schema = {"type": "object"}
    asks = [Ask("first", "v", PNG, schema=schema, max_tokens=7), Ask("second", "v", temperature=0.5, sample=3)]
    first, second = asked(backend(max_num_seqs="8"), asks)
    assert (first.text, first.tokens, second.text) == ("said first False", 3, "said second True")
    llm = LLM.made
    assert (llm.model, llm.max_num_seqs, llm.limit_mm_per_prompt) == ("some/model", 8, {"image": 1})
    ((messages, sampling),) = llm.calls
    picture, words = messages[0][0]["content"]  # the picture first, for the prefix cache
    assert picture == {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORyBwaWN0dXJl"}}
    assert words == {"type": "text", "text": "first"} and messages[0][0]["role"] == "user"
    assert sampling[0] == SamplingParams(0.0, 7, None, StructuredOutputsParams(schema))
    assert sampling[1].structured_outputs is None and 0 <= sampling[1].seed < 2**31
    assert len(messages[1][0]["content"]) == 1


def test_a_draw_has_a_seed_of_its_own_and_always_the_same(vllm: ModuleType) -> None:
    asks = [Ask("draw", "v", temperature=1.0, sample=n) for n in range(4)]
    asked(backend(), asks)
    seeds = [s.seed for _, call in LLM.made.calls for s in call]
    asked(backend(), asks)
    assert len(set(seeds)) == 4 and seeds == [s.seed for _, call in LLM.made.calls for s in call]


def test_an_older_one_is_asked_in_words(vllm: ModuleType) -> None:
    del vllm.sampling_params.StructuredOutputsParams
    asked(backend(), [Ask("first", "v", schema={"type": "object"})])
    ((messages, sampling),) = LLM.made.calls
    assert messages[0][0]["content"][0]["text"].startswith("first\n\nReply with one JSON object")
    assert sampling[0].structured_outputs is None


def test_troubles_have_their_names(vllm: ModuleType) -> None:
    replies = asked(backend(), [Ask("cut", "v"), Ask("silence", "v"), Ask("think", "v")])
    assert [r.trouble for r in replies] == ["cut", "empty", ""]
    assert (replies[2].text, replies[2].reasoning) == ("4", "two and two")


def test_one_refused_request_costs_the_others_nothing(vllm: ModuleType) -> None:
    replies = asked(backend(batch="8"), [Ask(p, "v") for p in ("a", "much too long", "b")])
    assert [r.trouble or r.text for r in replies] == ["said a False", "refused", "said b False"]


def test_a_batch_is_never_larger_than_told(vllm: ModuleType) -> None:
    one = backend(batch="4")
    assert all(r.ok for r in asked(one, [Ask(str(i), "v") for i in range(10)]))
    assert max(len(m) for m, _ in LLM.made.calls) <= 4
    assert one.report()["asks"] == 10  # type: ignore[attr-defined]


def test_an_engine_that_breaks_is_one_line(vllm: ModuleType) -> None:
    with pytest.raises(BadInput, match=r"^the model stopped: RuntimeError: CUDA error"):
        asked(backend(), [Ask("break", "v")])


def test_a_model_that_cannot_be_loaded_is_one_line(vllm: ModuleType) -> None:
    with pytest.raises(BadInput, match=r"^model none: vLLM cannot load it \(OSError: no such model"):
        asked(make_backend("vllm", BackendOptions("none")), [Ask("a", "v")])


def test_without_the_package_it_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vllm", None)
    with pytest.raises(BadInput, match=r"^--backend vllm needs a package .*: pip install vllm$"):
        backend()


@pytest.mark.parametrize(
    "name,value,said",
    [
        ("speed", "9", "--backend vllm has no such option; it has batch, dtype"),
        ("batch", "0", "give a whole number from 1 up"),
        ("gpu_memory_utilization", "1.5", "give a number above 0, 1 at most"),
        ("dtype", "int4", "give bfloat16 or float16 or float32"),
    ],
)
def test_an_option_that_is_none_is_one_line(vllm: ModuleType, name: str, value: str, said: str) -> None:
    with pytest.raises(BadInput, match=rf"^--backend-option {name}.*{said}"):
        backend(**{name: value})


def test_a_server_has_no_such_options() -> None:
    with pytest.raises(BadInput, match="--backend openai has no such option; it has none"):
        make_backend("openai", BackendOptions("m", "http://127.0.0.1:1/v1", own={"batch": "4"}))
