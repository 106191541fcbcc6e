"""Backend `transformers` with a real model's code: loading, batches, draws, and what is done when memory or a model fails."""

from __future__ import annotations

import asyncio
import io
import json
import math
import os
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from proofpress.errors import BadInput
from proofpress.store import SampleSet
from proofpress.vlm.backend import Ask, BackendOptions, Reply, make_backend
from proofpress.vlm.local import LocalBackend

from ..e2e.command import CLOCK
from ..vlm.test_run import bytes_of
from .served import replies, run, start


def backend(folder: Path, **own: str) -> LocalBackend:
    one = make_backend("transformers", BackendOptions(str(folder), own={"device": "cpu", **own}))
    assert isinstance(one, LocalBackend)
    return one


def asked(one: LocalBackend, asks: Sequence[Ask]) -> list[Reply]:
    async def main() -> list[Reply]:
        try:
            return list(await asyncio.gather(*(one.reply(a) for a in asks)))
        finally:
            await one.close()

    return asyncio.run(main())


def picture(colour: str = "red", size: tuple[int, int] = (80, 60)) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", size, colour).save(data, "PNG")
    return data.getvalue()


@pytest.fixture(scope="session")
def babbler(few: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that ends where chance has it: every eighth token is an end. Its replies have many lengths."""
    from ..tiny_vlm import build

    folder = tmp_path_factory.mktemp("babbler") / "model"
    build(folder, [q.text for s in SampleSet(few) for q in s.questions], image_size=16, layers=1)
    file = folder / "generation_config.json"
    config = json.loads(file.read_text())
    file.write_text(json.dumps(config | {"eos_token_id": list(range(2, 2000, 8)), "do_sample": True, "top_p": 0.001}))
    return folder


MANY = [
    Ask("How many " + "bars " * (n % 9) + str(n), "v", picture() if n % 2 else None, temperature=2.0 * (n % 3 > 0), sample=n)
    for n in range(24)
]


@pytest.fixture(scope="session")
def alone(babbler: Path) -> list[Reply]:
    """Replies to MANY, each asked with nobody beside it."""
    return asked(backend(babbler, batch="1"), MANY)


def test_a_batch_answers_as_each_ask_alone(babbler: Path, alone: list[Reply]) -> None:
    """Greedy or drawn, short or long beside others, with a picture or without: padding and neighbours change nothing."""
    one = backend(babbler, batch="6")
    assert asked(one, MANY) == alone
    assert one.report()["batch"] > 2
    assert len({r.tokens for r in alone}) > 4 and len({r.text for r in alone}) > 12


def test_the_picture_is_looked_at(babbler: Path) -> None:
    asks = [Ask("What is it?", "v", p, temperature=1.0) for p in (picture("red"), picture("blue"), None, picture("red"))]
    red, blue, nothing, again = asked(backend(babbler), asks)
    assert red == again and len({red.text, blue.text, nothing.text}) == 3


def test_draws_of_one_request_differ_and_come_again(babbler: Path) -> None:
    asks = [Ask("What is it?", "v", picture(), temperature=1.5, sample=n) for n in range(12)]
    first = asked(backend(babbler), asks)
    assert len({r.text for r in first}) > 6
    assert first == asked(backend(babbler, batch="5"), asks[::-1])[::-1]


def test_a_draw_follows_the_softmax(babbler: Path) -> None:
    """Against the definition: frequencies of 4,000 draws from known logits at temperature 0.5."""
    import torch

    one = backend(babbler)
    logits = torch.tensor([0.0, 0.5, 1.0, -1.0])
    work = [(Ask("x", "v", temperature=0.5, sample=n), None) for n in range(4000)]
    drawn = Counter(one._running._draws(work)(None, logits.repeat(len(work), 1)).argmax(1).tolist())  # type: ignore[arg-type]
    weights = [math.exp(2 * v) for v in logits.tolist()]
    for token, weight in enumerate(weights):
        p = weight / sum(weights)
        assert abs(drawn[token] / 4000 - p) < 4 * math.sqrt(p * (1 - p) / 4000)


def test_each_row_ends_at_its_own_limit(tiny: Path, babbler: Path) -> None:
    file = json.loads((babbler / "generation_config.json").read_text())
    endless = tiny.parent / "endless"
    shutil.copytree(babbler, endless, dirs_exist_ok=True)
    (endless / "generation_config.json").write_text(json.dumps(file | {"eos_token_id": 2, "suppress_tokens": [2]}))
    model = backend(endless)._running
    model.open()
    asks = [Ask("x" * n, "v", max_tokens=n) for n in (5, 6, 7, 8)]
    work: Any = [(ask, model.prepare(ask)) for ask in asks]
    assert len({ready.kind for _, ready in work}) == 1  # they may share a batch
    assert [(r.tokens, r.trouble) for r in model.run(work, model.gather(work))] == [(n, "cut") for n in (5, 6, 7, 8)]


@pytest.mark.parametrize(
    "said,reply",
    [
        ("<think>two and two</think> 4", Reply("4", "", "two and two", 3)),
        ("<think>two and two</think>", Reply("", "reasoning_only", "two and two", 3)),
        ("  ", Reply("", "empty", "", 3)),
    ],
)
def test_what_is_said_is_read_as_a_servers_words_are(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, said: str, reply: Reply
) -> None:
    one = backend(tiny)
    monkeypatch.setattr(one._running._tokenizer, "decode", lambda *_, **__: said)
    assert asked(one, [Ask("x", "v")]) == [reply]


def test_a_picture_that_is_none_and_a_prompt_too_long_are_refused(tiny: Path) -> None:
    asks = [Ask("x", "v", b"no picture"), Ask("x", "v", picture()[:90]), Ask("x " * 5000, "v"), Ask("x", "v", picture())]
    assert [r.trouble for r in asked(backend(tiny), asks)] == ["refused", "refused", "refused", ""]


# --- memory ---------------------------------------------------------------------------------------------------------
def short_of_memory(one: LocalBackend, most: int) -> list[int]:
    """Let generation fail as a card does, beyond so many rows; the sizes that were tried."""
    import torch

    opened, tried = one._running.open, []

    def open() -> None:
        opened()
        generate = one._running._model.generate

        def limited(**inputs: Any) -> Any:
            tried.append(len(inputs["input_ids"]))
            if tried[-1] > most:
                raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20 GiB")
            return generate(**inputs)

        one._running._model.generate = limited

    one._running.open = open  # type: ignore[method-assign]
    return tried


def test_out_of_memory_halves_the_batch_and_goes_on(babbler: Path, alone: list[Reply]) -> None:
    one = backend(babbler, batch="12")
    tried = short_of_memory(one, 3)
    assert asked(one, MANY) == alone
    report = one.report()
    assert 1 <= report["batch_limit"] <= 3 and report["out_of_memory"] == sum(n > 3 for n in tried) <= 4
    last = max(i for i, n in enumerate(tried) if n > 3)
    assert len(tried) - last > 4  # and it stays that way


def test_no_memory_for_one_is_one_line(tiny: Path) -> None:
    one = backend(tiny)
    short_of_memory(one, 0)
    with pytest.raises(BadInput, match=r"no memory for a single request; take a smaller model or another device$"):
        asked(one, [Ask("x", "v"), Ask("y", "v")])


# --- what cannot be loaded ------------------------------------------------------------------------------------------
def spoilt(tiny: Path, folder: Path, change: Callable[[Path], object]) -> Path:
    shutil.copytree(tiny, folder)
    change(folder)
    return folder


def edit(name: str, **keys: Any) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_text(json.dumps({**json.loads((folder / name).read_text()), **keys}))


def write(name: str, text: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_text(text)


def drop(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).unlink()


@pytest.mark.parametrize(
    "change,said",
    [
        (drop("config.json"), "no folder with a config.json"),
        (write("config.json", "{"), "cannot be loaded"),
        (edit("config.json", model_type="nobody-knows"), "cannot be loaded"),
        (write("config.json", '{"model_type": "llama"}'), "a llama takes no pictures"),
        (drop("processor_config.json"), "its processor"),
        (drop("tokenizer.json"), "its processor"),
        (drop("chat_template.jinja"), "has no chat template"),
        (write("model.safetensors", "no weights"), "cannot be loaded"),
        (drop("model.safetensors"), "cannot be loaded"),
    ],
)
def test_a_folder_that_is_no_model_is_one_line(tiny: Path, tmp_path: Path, change: Callable[[Path], object], said: str) -> None:
    folder = spoilt(tiny, tmp_path / "spoilt", change)
    with pytest.raises(BadInput) as told:
        asked(backend(folder), [Ask("x", "v", picture())])
    assert said in str(told.value) and str(folder) in str(told.value) and "\n" not in str(told.value)


@pytest.mark.parametrize(
    "own,said",
    [
        ({"device": "cuda:7"}, "device=cuda:7: not there"),
        ({"device": "toaster"}, "device=toaster: not there"),
        ({"dtype": "int4"}, "dtype=int4: give bfloat16 or float16 or float32"),
        ({"batch": "many"}, "batch=many: give a whole number from 1 up"),
        ({"speed": "9"}, "speed: --backend transformers has no such option; it has batch, threads"),
    ],
)
def test_an_option_that_cannot_be_is_one_line(tiny: Path, own: dict[str, str], said: str) -> None:
    with pytest.raises(BadInput) as told:
        backend(tiny, **own)
    assert said in str(told.value)


def test_without_the_packages_it_is_one_line(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(BadInput, match=r"^--backend transformers needs torch, .*pip install 'proofpress\[gpu\]'$"):
        backend(tiny)


def test_weights_can_be_drawn_to_measure_speed(tiny: Path, tmp_path: Path) -> None:
    folder = spoilt(tiny, tmp_path / "bare", drop("model.safetensors"))
    (reply,) = asked(backend(folder, weights="random"), [Ask("x", "v", picture(), max_tokens=4)])
    assert reply.tokens > 0


# --- the commands ---------------------------------------------------------------------------------------------------
def here(model: Path) -> tuple[object, ...]:
    own = ("--backend-option", "device=cpu", "--backend-option", "batch=4")
    return ("--backend", "transformers", "--model", model, "--concurrency", 12, *own)


@pytest.fixture(scope="module")
def whole(few: Path, babbler: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that nothing happened to."""
    out = tmp_path_factory.mktemp("whole") / "set"
    done = run("verify", few, "-o", out, *here(babbler), "-k", 2, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["samples"] == 12 and told["backend"]["pictures"] > 0 and told["backend"]["asks"] <= told["requests"]
    assert 0 <= told["backend"]["waited"] < 1
    return out


def test_a_run_killed_is_taken_up_and_ends_in_the_same_bytes(few: Path, babbler: Path, whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "set"
    process = start("verify", few, "-o", out, *here(babbler), "-k", 2)
    while replies(out / ".cache.sqlite") < 30:
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    kept = replies(out / ".cache.sqlite")
    done = run("verify", few, "-o", out, *here(babbler), "-k", 2, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert 30 <= kept < replies(out / ".cache.sqlite") == replies(whole / ".cache.sqlite")
    assert told["requests"] - sum(told["troubles"].values()) == replies(out / ".cache.sqlite") - kept
    assert bytes_of(out) == bytes_of(whole)


def test_the_set_still_checks_and_can_be_reworded(whole: Path, babbler: Path, tmp_path: Path) -> None:
    done = run("paraphrase", whole, "-o", tmp_path / "reworded", *here(babbler), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["samples"] == 12
    for folder in (whole, tmp_path / "reworded"):
        checked = run("check", folder, "--plugin", CLOCK, "--json")
        assert checked.returncode == 0, checked.stdout + checked.stderr
        assert json.loads(checked.stdout)["wrong"] == 0


def test_a_complete_set_needs_no_weights(few: Path, babbler: Path, whole: Path, tmp_path: Path) -> None:
    shutil.copytree(whole, tmp_path / "set")
    (babbler / "model.safetensors").rename(babbler / "elsewhere")
    try:
        done = run("verify", few, "-o", tmp_path / "set", *here(babbler), "-k", 2)
    finally:
        (babbler / "elsewhere").rename(babbler / "model.safetensors")
    assert done.returncode == 0 and "complete already" in done.stdout
