"""Asking through the cache, within the bound of concurrency; nothing is asked twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable

from .backend import Ask, Backend, Reply
from .cache import Cache, ask_key


class CachedAsker:
    """The `ask` of a pass. waiting: asks that have no reply yet; troubles: those that ended in one, by kind."""

    def __init__(self, backend: Backend, cache: Cache, concurrency: int, moved: Callable[[], None] = lambda: None):
        self._backend, self._cache, self._moved = backend, cache, moved
        self._room = asyncio.Semaphore(concurrency)
        self._flying: dict[str, asyncio.Task[Reply]] = {}
        self.waiting = self.asked = self.cached = 0
        self.troubles: Counter[str] = Counter()

    async def __call__(self, ask: Ask) -> Reply:
        key = ask_key(self._backend.model, ask)
        if (held := self._cache.get(key)) is not None:
            self.cached += 1
            return held
        if (flying := self._flying.get(key)) is not None:  # the same request, from another question
            return await asyncio.shield(flying)
        task = self._flying[key] = asyncio.ensure_future(self._ask(key, ask))
        try:
            return await task
        finally:
            del self._flying[key]

    async def _ask(self, key: str, ask: Ask) -> Reply:
        self.waiting += 1
        try:
            async with self._room:
                reply = await self._backend.reply(ask)
            self.asked += 1
            if reply.ok:
                self._cache.put(key, self._backend.model, reply)
            else:
                self.troubles[reply.trouble] += 1
            return reply
        finally:
            self.waiting -= 1
            self._moved()
