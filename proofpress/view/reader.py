"""The reading that goes on behind the page: the index first, and the hashes of truth once statistics ask for them."""

from __future__ import annotations

import threading
from time import monotonic
from typing import Any

import pyarrow as pa

from ..errors import BadInput
from .facets import Finder
from .index import Light, build_shard, forget_old, join, keep, kept_truths, load, truths
from .open_set import OpenSet


class Reader:
    """Reads a book in a thread of its own; every answer says how much of the set it rests on."""

    def __init__(self, dataset: OpenSet) -> None:
        self.dataset = dataset
        self.fault = ""
        self.truth: list[bytes] | None = None
        self.truths_read = 0
        self._pieces: list[Light] = []
        self._finder: Finder | None = None
        self._made = 0.0
        self._lock = threading.Lock()
        self._asked_truth = False
        self._stop = threading.Event()
        self.indexed = threading.Event()

    def start(self) -> None:
        kept = load(self.dataset) if self.dataset.held.complete else None
        if kept is not None:
            self._pieces = [kept]
            self.indexed.set()
            self._thread(self._warm_later)
        else:
            self._thread(self._index)

    def stop(self) -> None:
        self._stop.set()

    def _thread(self, work: Any) -> None:
        threading.Thread(target=self._guarded, args=(work,), daemon=True).start()

    def _guarded(self, work: Any) -> None:
        try:
            work()
        except BadInput as error:  # a damaged shard: what was read so far stays good
            self.fault = str(error)

    def _index(self) -> None:
        questions = 0
        for shard in range(len(self.dataset.sizes)):
            if self._stop.is_set():
                return
            piece = build_shard(self.dataset, shard, questions)
            questions += piece.questions.num_rows
            self._pieces.append(piece)
        self.indexed.set()
        if self.dataset.held.complete and self._pieces:
            whole = join(self._pieces)
            for name in ("samples", "questions", "steps", "degraded"):
                keep(self.dataset, name, getattr(whole, name))
            forget_old()
        self._warm()

    def _warm_later(self) -> None:
        if not self._stop.wait(0.7):  # the first page goes first
            self._warm()

    def _warm(self) -> None:
        finder = self.finder()
        if finder is not None:
            finder.warm()

    @property
    def progress(self) -> dict[str, Any]:
        """{"read", "of", "done"[, "fault"]}, in samples."""
        read = sum(p.rows for p in list(self._pieces))
        told: dict[str, Any] = {"read": read, "of": len(self.dataset), "done": self.indexed.is_set()}
        return told | ({"fault": self.fault} if self.fault else {})

    def finder(self) -> Finder | None:
        """Filters over what is read so far; renewed at most twice a second while the index grows."""
        with self._lock:
            done = self.indexed.is_set()
            pieces = list(self._pieces)
            if not pieces:
                return None
            whole = self._finder is not None and self._finder.light.rows == len(self.dataset)
            if self._finder is None or (not whole and (done or monotonic() - self._made > 0.5)):
                light = join(pieces)
                if self._finder is None or light.rows != self._finder.light.rows:
                    self._finder = Finder(light, self.dataset.findings)
                self._made = monotonic()
            return self._finder

    def want_truths(self) -> list[bytes] | None:
        """The hashes of truth, once they are read; the first call sets the reading going."""
        with self._lock:
            if self.truth is None and not self._asked_truth:
                self._asked_truth = True
                self._thread(self._truths)
        return self.truth

    def _truths(self) -> None:
        self.indexed.wait()
        found = kept_truths(self.dataset) if self.dataset.held.complete else None
        if found is None:
            found = []
            for shard in range(len(self.dataset.sizes)):
                if self._stop.is_set():
                    return
                found += truths(self.dataset, shard)
                self.truths_read = len(found)
            if self.dataset.held.complete:
                keep(self.dataset, "truths", pa.table({"truth": pa.array(found, pa.binary())}))
        self.truths_read = len(found)
        self.truth = found
