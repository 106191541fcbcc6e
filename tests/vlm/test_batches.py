"""Asks become batches: full ones, of one kind, made ready while the model works, and bounded."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Hashable, Sequence
from typing import Any

import pytest

from proofpress.errors import BadInput
from proofpress.vlm.backend import Ask, Reply
from proofpress.vlm.batches import Batcher, Counters, Ready, Work


class Fake:
    """A model whose kind of an ask is its prompt's first letter, and whose length its prompt's."""

    def __init__(self, batch: int, slow: float = 0.0, slow_input: float = 0.0):
        self.batch, self.slow, self.slow_input = batch, slow, slow_input
        self.prepared: list[str] = []
        self.ran: list[list[str]] = []
        self.held = self.most = self.running = 0
        self.lock = threading.Lock()
        self.opened = False

    def open(self) -> None:
        self.opened = True

    def key(self, ask: Ask) -> Hashable:
        return ask.prompt

    def prepare(self, ask: Ask) -> Ready | Reply:
        time.sleep(self.slow_input)
        with self.lock:
            self.prepared.append(ask.prompt)
            self.held += 1
            self.most = max(self.most, self.held)
        return Reply(trouble="refused") if ask.prompt == "refused" else Ready(ask.prompt, ask.prompt[0], len(ask.prompt))

    def gather(self, work: Work) -> Any:
        return [r.inputs for _, r in work]

    def run(self, work: Work, gathered: Any) -> list[Reply]:
        assert self.opened and [r.inputs for _, r in work] == gathered
        if "b-breaks" in gathered:
            raise ValueError("broken")
        self.running = 1
        time.sleep(self.slow)
        self.running = 0
        with self.lock:
            self.ran.append([a.prompt for a, _ in work])
            self.held -= len(work)
        return [Reply(f"{a.prompt}/{a.sample}", tokens=2) for a, _ in work]


def asked(model: Fake, asks: Sequence[Ask], threads: int = 2, ahead: int = 1000) -> tuple[list[Any], Batcher]:
    async def main() -> tuple[list[Any], Batcher]:
        batcher = Batcher(model, threads, ahead)
        try:
            return list(await asyncio.gather(*(batcher.reply(a) for a in asks), return_exceptions=True)), batcher
        finally:
            await batcher.close()

    return asyncio.run(main())


def asks(*prompts: str) -> list[Ask]:
    return [Ask(p, "v") for p in prompts]


def test_every_ask_gets_its_own_reply() -> None:
    model = Fake(4, 0.001)
    many = [Ask(f"{'abc'[n % 3]}{n // 7}", "v", sample=n) for n in range(100)]
    replies, batcher = asked(model, many)
    assert [r.text for r in replies] == [f"{a.prompt}/{a.sample}" for a in many]
    assert batcher.counters.asks == 100 and batcher.counters.tokens == 200


def test_a_batch_is_of_one_kind_and_never_too_large_and_mostly_full() -> None:
    model = Fake(8, 0.01)
    replies, _ = asked(model, asks(*(f"{'ab'[n % 2]}{n}" for n in range(80))))
    assert all(r.ok for r in replies)
    assert all(len({p[0] for p in batch}) == 1 and len(batch) <= 8 for batch in model.ran)
    assert sum(len(batch) == 8 for batch in model.ran) >= 6


def test_rows_of_a_batch_are_of_like_length() -> None:
    model = Fake(10, 0.02)
    lengths = [n % 10 for n in range(100)]
    asked(model, asks(*(f"a{'x' * n}{i}" for i, n in enumerate(lengths))))
    spreads = [max(map(len, batch)) - min(map(len, batch)) for batch in model.ran[1:]]
    assert sum(spreads) / len(spreads) < 5  # by chance it would be 9


def test_the_same_input_is_made_once() -> None:
    model = Fake(4)
    replies, _ = asked(model, [Ask("a", "v", sample=n) for n in range(12)])
    assert model.prepared == ["a"] and len({r.text for r in replies}) == 12


def test_inputs_held_are_bounded() -> None:
    model = Fake(4, 0.005)
    asked(model, asks(*(f"a{n}" for n in range(100))), ahead=12)
    assert model.most <= 12


class Waiting(Fake):
    """Its first batch runs until the second has been gathered, or for too long."""

    def __init__(self, batch: int):
        super().__init__(batch)
        self.second, self.in_time = threading.Event(), False

    def gather(self, work: Work) -> Any:
        if self.running:
            self.second.set()
        return super().gather(work)

    def run(self, work: Work, gathered: Any) -> list[Reply]:
        if not self.ran:
            self.running = 1
            self.in_time = self.second.wait(20)
        return super().run(work, gathered)


def test_the_next_batch_is_gathered_while_one_runs() -> None:
    model = Waiting(4)
    asked(model, asks(*(f"a{n}" for n in range(40))))
    assert model.in_time


def test_a_rare_kind_is_not_starved() -> None:
    """There is always a full batch of another kind; the odd one waits for a few of them and no more."""
    model = Fake(4, 0.002)

    async def main() -> None:
        batcher = Batcher(model, 2, 1000)

        async def busy(n: int) -> None:
            for k in range(20):
                await batcher.reply(Ask(f"a{n}-{k}", "v"))

        crowd = [asyncio.ensure_future(busy(n)) for n in range(16)]
        await asyncio.sleep(0.02)
        before = len(model.ran)
        await batcher.reply(Ask("b", "v"))
        assert model.ran[-1] == ["b"] and len(model.ran) - before < 16  # of the 80 that there are
        await asyncio.gather(*crowd)
        await batcher.close()

    asyncio.run(main())


def test_what_cannot_be_asked_is_not_run() -> None:
    model = Fake(4)
    replies, _ = asked(model, asks("refused", "a"))
    assert [r.trouble for r in replies] == ["refused", ""] and model.ran == [["a"]]


def test_a_model_that_breaks_fails_every_ask_in_one_line() -> None:
    replies, _ = asked(Fake(1), asks(*(f"a{n}" for n in range(5)), "b-breaks", *(f"b{n}" for n in range(20))))
    failed = [r for r in replies if isinstance(r, BadInput)]
    assert failed and len(failed) + sum(isinstance(r, Reply) for r in replies) == 26
    assert {str(f).split(" (at")[0] for f in failed} == {"the model stopped: ValueError: broken"}


@pytest.mark.parametrize(
    "error,said", [(BadInput("no such model"), "no such model"), (OSError("gone"), "the model stopped: OSError")]
)
def test_a_model_that_does_not_open_fails_every_ask(error: Exception, said: str) -> None:
    model = Fake(4)
    model.open = raises(error)  # type: ignore[method-assign]
    replies, _ = asked(model, asks("a", "b", "c"))
    assert all(isinstance(r, BadInput) and str(r).startswith(said) for r in replies)


def raises(error: Exception) -> Callable[[], None]:
    def open() -> None:
        raise error

    return open


def test_closing_ends_what_is_still_asked() -> None:
    model = Fake(1, 0.05)

    async def main() -> None:
        batcher = Batcher(model, 2, 1000)
        waiting = [asyncio.ensure_future(batcher.reply(Ask(f"a{n}", "v"))) for n in range(50)]
        await asyncio.sleep(0.1)
        await asyncio.wait_for(batcher.close(), 5)
        ended = await asyncio.gather(*waiting, return_exceptions=True)
        assert sum(isinstance(e, asyncio.CancelledError) for e in ended) >= 40

    asyncio.run(main())


def test_the_share_of_waiting_is_what_it_says() -> None:
    counters = Counters()
    row = [(Ask("a", "v", b"picture"), Ready(None)), (Ask("a", "v"), Ready(None))]
    for start, end in ((10.0, 12.0), (12.5, 14.5), (15.0, 20.0)):
        counters.add(row, [Reply("x", tokens=5)] * 2, start, end)
    assert counters.report() == {
        "asks": 6,
        "pictures": 3,
        "pictures_per_second": 0.3,
        "asks_per_second": 0.6,
        "tokens_per_second": 3.0,
        "batch": 2.0,
        "waited": 0.1,  # 1 of 10 seconds
    }


def test_slow_input_is_seen_as_waiting_and_quick_input_is_not() -> None:
    many = asks(*(f"a{n}" for n in range(40)))
    _, starved = asked(Fake(4, 0.001, slow_input=0.02), many, threads=1)
    _, fed = asked(Fake(4, 0.05), many)
    assert starved.counters.report()["waited"] > 0.7
    assert fed.counters.report()["waited"] < 0.4
