"""Asks in flight, gathered into batches for a model that runs in this process; its input is made ready ahead, on threads.

    ask -> prepare (threads, the same input once) -> wait for a batch of its kind -> gather (a thread) -> run (a thread)

While a batch runs the next one is gathered as soon as it is full, so that the model finds it waiting.  What is held ready is
bounded by `ahead` asks, so memory does not depend on how many are in flight.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

from ..errors import BadInput
from ..registry import brief
from .backend import Ask, Reply

_LINGER = 0.02  # seconds that an idle model waits for inputs that are being made, so that its batch is fuller
_OVERDUE = 4  # batches that may pass an ask by, because others make a full one, before it is its turn


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """An ask's input, made ready. kind: only asks of one kind may share a batch.  length: of the input, in tokens."""

    inputs: Any
    kind: Hashable = ()
    length: int = 0


Work = Sequence[tuple[Ask, Ready]]


class Model(Protocol):
    """What runs batches. `batch`: the most asks that may share one; it may shrink on the way."""

    batch: int

    def open(self) -> None:
        """Load what is needed to run; called once, on the thread that runs."""
        ...

    def key(self, ask: Ask) -> Hashable:
        """What decides the input of an ask."""
        ...

    def prepare(self, ask: Ask) -> Ready | Reply:
        """The input; or a reply, when it cannot be asked. Called on several threads."""
        ...

    def gather(self, work: Work) -> Any:
        """One batch of inputs. Called while another batch runs."""
        ...

    def run(self, work: Work, gathered: Any) -> list[Reply]:
        """The replies, in order. Called on one thread, always the same."""
        ...


@dataclass(slots=True)
class Counters:
    """What was done. span: seconds from the first batch's start to the last one's end; busy: those in which one ran."""

    asks: int = 0
    pictures: int = 0
    tokens: int = 0
    batches: int = 0
    busy: float = 0.0
    span: float = 0.0
    first: float | None = None

    def add(self, work: Work, replies: Sequence[Reply], start: float, end: float) -> None:
        self.first = start if self.first is None else self.first
        self.asks += len(work)
        self.pictures += sum(ask.image is not None for ask, _ in work)
        self.tokens += sum(r.tokens for r in replies)
        self.batches += 1
        self.busy += end - start
        self.span = end - self.first

    def report(self) -> Mapping[str, float]:
        """Rates a second, the mean batch, and `waited`: the share of time that the model waited for input."""
        per = 1 / self.span if self.span else 0.0
        return {
            "asks": self.asks,
            "pictures": self.pictures,
            "pictures_per_second": round(self.pictures * per, 2),
            "asks_per_second": round(self.asks * per, 2),
            "tokens_per_second": round(self.tokens * per, 1),
            "batch": round(self.asks / self.batches, 1) if self.batches else 0.0,
            "waited": round(max(0.0, 1 - self.busy * per), 4) if self.span else 0.0,
        }


@dataclass(slots=True, eq=False)
class _Waiting:
    ask: Ask
    ready: Ready
    reply: asyncio.Future[Reply]
    since: int  # batches that had been begun when it became ready


class Batcher:
    """Replies by a model that runs batches. To be used in one event loop."""

    def __init__(self, model: Model, threads: int, ahead: int):
        """threads: of the input side.  ahead: asks whose inputs may be held at a time."""
        self.model, self.counters = model, Counters()
        self._ahead = ahead
        self._inputs = ThreadPoolExecutor(threads, "input")
        self._gathers = ThreadPoolExecutor(1, "gather")  # of its own: not behind the inputs that are still to be made
        self._runs = ThreadPoolExecutor(1, "model")
        self._room = asyncio.Semaphore(ahead)
        self._moved = asyncio.Event()
        self._next: asyncio.Queue[tuple[list[_Waiting], Any]] = asyncio.Queue(maxsize=1)
        self._made: OrderedDict[Hashable, asyncio.Task[Ready | Reply]] = OrderedDict()
        self._waiting: list[_Waiting] = []
        self._open: set[asyncio.Future[Reply]] = set()
        self._tasks: list[asyncio.Task[None]] = []
        self._preparing = self._begun = self._ended = 0
        self._failed: BadInput | None = None

    async def reply(self, ask: Ask) -> Reply:
        """The reply. BadInput when the model cannot be loaded or breaks; then for every ask that follows, too."""
        if not self._tasks:
            self._tasks = [asyncio.ensure_future(self._guarded(work)) for work in (self._form, self._work)]
        async with self._room:
            self._preparing += 1
            try:
                ready = await self._ready(ask)
            finally:
                self._preparing -= 1
                self._moved.set()
            if self._failed is not None:
                raise self._failed
            if isinstance(ready, Reply):
                return ready
            reply: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
            self._waiting.append(_Waiting(ask, ready, reply, self._begun))
            self._open.add(reply)
            self._moved.set()
            try:
                return await reply
            finally:
                self._open.discard(reply)

    async def close(self) -> None:
        """Stop, after the batch that runs; what is still asked is cancelled."""
        for task in (*self._tasks, *self._made.values()):
            task.cancel()
        await asyncio.gather(*self._tasks, *self._made.values(), return_exceptions=True)
        for reply in self._open:
            reply.cancel()
        for pool in (self._inputs, self._gathers, self._runs):
            await asyncio.to_thread(pool.shutdown, cancel_futures=True)

    # --- input ------------------------------------------------------------------------------------------------------
    async def _ready(self, ask: Ask) -> Ready | Reply:
        """The input, made once for the asks that have the same one."""
        key = self.model.key(ask)
        if (task := self._made.get(key)) is None:
            task = self._made[key] = asyncio.ensure_future(_on(self._inputs, self.model.prepare, ask))
            while len(self._made) > self._ahead:
                self._made.popitem(last=False)
        self._made.move_to_end(key)
        return await asyncio.shield(task)

    # --- batches ----------------------------------------------------------------------------------------------------
    async def _guarded(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except Exception as error:
            self._failed = error if isinstance(error, BadInput) else BadInput(f"the model stopped: {brief(error)}")
            for reply in self._open:
                if not reply.done():
                    reply.set_exception(self._failed)

    async def _form(self) -> None:
        """Gather a batch whenever one is full, or when the model would stand still."""
        while True:
            await self._until(lambda: bool(self._waiting) and (bool(self._full()) or self._begun == self._ended))
            if not self._full():
                with suppress(TimeoutError):
                    async with asyncio.timeout(_LINGER):
                        await self._until(lambda: bool(self._full()) or not self._preparing)
            chosen = self._choose()
            self._begun += 1
            gathered = await _on(self._gathers, self.model.gather, [(w.ask, w.ready) for w in chosen])
            await self._next.put((chosen, gathered))

    async def _work(self) -> None:
        await _on(self._runs, self.model.open)
        clock = asyncio.get_running_loop().time
        while True:
            chosen, gathered = await self._next.get()
            work = [(w.ask, w.ready) for w in chosen]
            start, replies, end = await _on(self._runs, _timed, clock, self.model.run, work, gathered)
            self.counters.add(work, replies, start, end)
            for waiting, reply in zip(chosen, replies, strict=True):
                if not waiting.reply.done():
                    waiting.reply.set_result(reply)
            self._ended += 1
            self._moved.set()

    async def _until(self, true: Callable[[], bool]) -> None:
        while not true():
            self._moved.clear()
            await self._moved.wait()

    def _kinds(self) -> dict[Hashable, list[_Waiting]]:
        """What waits, by kind; both in the order in which it came."""
        kinds: dict[Hashable, list[_Waiting]] = {}
        for waiting in self._waiting:
            kinds.setdefault(waiting.ready.kind, []).append(waiting)
        return kinds

    def _full(self) -> list[list[_Waiting]]:
        return [group for group in self._kinds().values() if len(group) >= self.model.batch]

    def _choose(self) -> list[_Waiting]:
        """The next batch: of one kind, and of like length around the ask that came first."""
        oldest, full = self._waiting[0], self._full()
        group = full[0] if full and self._begun - oldest.since <= _OVERDUE else self._kinds()[oldest.ready.kind]
        first, size = group[0], self.model.batch
        group = sorted(group, key=lambda w: w.ready.length)
        start = max(0, min(group.index(first) - size // 2, len(group) - size))
        chosen = group[start : start + size]
        taken = set(map(id, chosen))
        self._waiting = [w for w in self._waiting if id(w) not in taken]
        return chosen


async def _on(pool: ThreadPoolExecutor, call: Callable[..., Any], *args: Any) -> Any:
    return await asyncio.get_running_loop().run_in_executor(pool, call, *args)


def _timed(clock: Callable[[], float], call: Callable[..., Any], *args: Any) -> tuple[float, Any, float]:
    """(start, result, end), taken on the thread that calls: the loop may be late to hear of it."""
    return clock(), call(*args), clock()
