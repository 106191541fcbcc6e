"""The work of one run of a pass: samples read ahead, passed side by side, and written when a shard is full."""

from __future__ import annotations

import asyncio
import json
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

from ..errors import BadInput
from ..model import Sample
from ..registry import brief
from ..run.progress import Meter
from ..schema import BESIDE, beside
from ..store import Location, RowGroup, SampleSet, SetHeader, ShardInfo, drop_lines, write_passed
from ..store.shards import number_of
from .asker import CachedAsker
from .backend import Backend
from .cache import Cache
from .passes import Pass
from .truth import touched


@dataclass(slots=True)
class _Open:
    """A shard whose samples are being passed."""

    size: int
    drops: list[dict[str, Any]]
    rows: dict[int, tuple[dict[str, Any] | None, list[dict[str, Any]]]] = field(default_factory=dict)
    tally: Counter[str] = field(default_factory=Counter)


class PassJob:
    """The work of one run. whole: the shards that are done; grows."""

    def __init__(
        self,
        held: SampleSet,
        out: Location,
        header: SetHeader,
        pass_: Pass,
        backend: Backend,
        replies: Cache,
        concurrency: int,
        whole: dict[int, ShardInfo],
    ):
        self.held, self.out, self.header, self.pass_, self.backend, self.whole = held, out, header, pass_, backend, whole
        self.concurrency = concurrency
        self.numbers = [number_of(p.name) for p in held.paths]
        self.sizes = dict(zip(self.numbers, held.sizes(), strict=True))
        self.moved = asyncio.Event()
        self.asker = CachedAsker(backend, replies, concurrency, self.moved.set)
        self.mark = {"pass": pass_.name, "model": backend.model}
        self.open: dict[int, _Open] = {}
        self.held_back = 0  # samples begun, whose shard is not written
        self.done, self.made = sum(self.sizes[i] for i in whole), 0
        self.running: set[asyncio.Task[None]] = set()
        self.failed: BaseException | None = None

    async def run(self, meter: Meter) -> None:
        """Pass every sample of the shards that are not whole yet; afterwards all are."""
        self.meter = meter
        try:
            async for shard, at, row in self._feed():
                await self._until(self._room)
                self.held_back += 1
                self._start(self._one(shard, at, row))
                for _ in range(3):  # let it put its requests before the next is begun
                    await asyncio.sleep(0)
            await self._until(lambda: not self.running)
        finally:
            for task in self.running:
                task.cancel()
            await asyncio.gather(*self.running, return_exceptions=True)

    # --- what is begun ----------------------------------------------------------------------------------------------
    def _room(self) -> bool:
        """Whether another sample may be begun: the server is to have enough to do, and memory is to stay as it is."""
        most = max(8, self.concurrency)
        return (
            len(self.running) < most
            and self.asker.waiting < 1.5 * self.concurrency
            and self.held_back < max(self.sizes.values()) + 2 * most
        )

    async def _until(self, true: Callable[[], bool]) -> None:
        while True:
            self.moved.clear()
            if self.failed is not None:
                raise self.failed
            if true():
                return
            await self.moved.wait()

    def _start(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self.running.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self.running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None and self.failed is None:
            self.failed = error
        self.moved.set()

    # --- one sample -------------------------------------------------------------------------------------------------
    async def _one(self, shard: int, at: int, row: dict[str, Any]) -> None:
        sample = Sample.from_record(row)
        try:
            passed = await self.pass_.sample(sample, self.asker)
        except BadInput:
            raise
        except Exception as error:
            raise BadInput(f"pass {self.pass_.name!r} fails on sample {sample.id}: {brief(error)}") from error
        after = passed.sample
        if after is not None and (what := touched(sample, after)):
            raise BadInput(f"pass {self.pass_.name!r} changed {what} of sample {sample.id}: a pass may change words only")
        record: dict[str, Any] | None = None
        if after is not None:
            record = dict(row) if after is sample else after.to_record()
            for column in BESIDE:
                added = [beside(column, {**self.mark, **r} if column == "reviews" else r) for r in getattr(passed, column)]
                record[column] = [*(row.get(column) or ()), *added]
        opened = self.open[shard]
        template = sample.template if "/" in sample.template else f"{sample.engine}/{sample.template}"
        about = {"id": sample.id, "template": template, "attempt": 0, "question": "", "reason": "", "detail": ""}
        drops = [{**about, **d, "pass": self.pass_.name} for d in passed.drops]
        opened.rows[at] = (record, drops)
        opened.tally.update(passed.counts)
        self.done, self.made = self.done + 1, self.made + 1
        self.meter.show(self.done, self._note())
        if len(opened.rows) == opened.size:
            await self._write(shard)

    def _note(self) -> str:
        met = Counter(getattr(self.backend, "troubles", self.asker.troubles))
        return ", ".join(f"{n} {kind}" for kind, n in met.most_common(3))

    async def _write(self, shard: int) -> None:
        opened = self.open[shard]
        results = [opened.rows[i] for i in range(opened.size)]
        rows = [r for r, _ in results if r is not None]
        drops = [*opened.drops, *(d for _, more in results for d in more)]
        self.whole[shard] = await asyncio.to_thread(
            write_passed, self.out, shard, self.header.fingerprint, rows, drops, opened.tally
        )
        del self.open[shard]
        self.held_back -= opened.size
        self.moved.set()

    # --- what is read -----------------------------------------------------------------------------------------------
    async def _feed(self) -> AsyncIterator[tuple[int, int, dict[str, Any]]]:
        """(shard, place in it, row) of every sample to pass, in order; one part is read ahead."""
        ledger = _Ledger(self.held.root)
        parts = deque(p for p in self.held.parts() if number_of(p.path.name) not in self.whole)
        to_come = deque(i for i in self.numbers if i not in self.whole)
        at = 0
        ahead = self._read(parts)
        while ahead is not None:
            part, reading = ahead
            rows = await reading
            ahead = self._read(parts)
            shard = number_of(part.path.name)
            while to_come and to_come[0] <= shard:
                at = 0
                await self._begin(to_come.popleft(), ledger)
            for row in rows:
                yield shard, at, row
                at += 1
        for shard in to_come:
            await self._begin(shard, ledger)

    async def _begin(self, shard: int, ledger: _Ledger) -> None:
        self.open[shard] = _Open(self.sizes[shard], ledger.of(shard))
        if not self.sizes[shard]:  # an earlier pass dropped all of it
            await self._write(shard)

    def _read(self, parts: deque[RowGroup]) -> tuple[RowGroup, asyncio.Future[list[dict[str, Any]]]] | None:
        if not parts:
            return None
        part = parts.popleft()
        return part, asyncio.ensure_future(asyncio.to_thread(self.held.rows, part))


class _Ledger:
    """The drops of the input set, shard by shard; shards must be asked for in order."""

    def __init__(self, root: Location):
        self._lines = drop_lines(root)
        self._ahead = next(self._lines, None)

    def of(self, shard: int) -> list[dict[str, Any]]:
        found = []
        while self._ahead is not None and self._ahead[0] <= shard:
            if self._ahead[0] == shard:
                row = json.loads(self._ahead[1])
                del row["shard"]
                found.append(row)
            self._ahead = next(self._lines, None)
        return found
