"""What the page asks for, answered: plain functions from a query to JSON-able data.  The server only carries them."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..errors import BadInput
from . import compare, stats
from .facets import Filters
from .index import Array
from .open_set import OpenSet, wrong_checks
from .reader import Reader
from .sample import told

PAGE = 48  # cards of a grid
LINES = 100  # drops or findings
PAIRS = 12
Query = Mapping[str, Sequence[str]]


class Api:
    """One set, or two side by side."""

    def __init__(self, dataset: OpenSet, other: OpenSet | None = None) -> None:
        self.datasets = {b.mark: b for b in (dataset, other) if b is not None}
        self.dataset, self.other = dataset, other
        self.readers = {mark: Reader(b) for mark, b in self.datasets.items()}
        self.reader = self.readers[dataset.mark]
        self._statistics: dict[str, Any] | None = None
        self._pairs: tuple[str, Array] | None = None
        self._differs: list[bool] = []
        self._lock = threading.Lock()

    def start(self) -> None:
        for reader in self.readers.values():
            reader.start()

    def stop(self) -> None:
        for reader in self.readers.values():
            reader.stop()

    # --- the set -----------------------------------------------------------------------------------------------------
    def about(self) -> dict[str, Any]:
        header, dataset = self.dataset.held.header, self.dataset
        return {
            "name": dataset.name,
            "mark": dataset.mark,
            "samples": len(dataset),
            "questions": header.get("questions"),
            "complete": dataset.held.complete,
            "recipe": header.get("recipe"),
            "versions": header.get("versions"),
            "drops": header.get("dropped") or 0,
            "findings": len(dataset.findings),
            "progress": self.reader.progress,
            "other": None
            if self.other is None
            else {"name": self.other.name, "mark": self.other.mark, "samples": len(self.other)},
        }

    def samples(self, query: Query) -> dict[str, Any]:
        """A page of cards. While the index is being built, filters see what is read so far; without filters all are there."""
        asked, finder = Filters.of(query), self.reader.finder()
        rows: Array = np.arange(len(self.dataset))
        if asked:
            rows = finder.find(asked).rows if finder else rows[:0]
        page = page_of(query, len(rows), PAGE)
        here = [int(r) for r in rows[page * PAGE : (page + 1) * PAGE]]
        known = finder is not None and max(here, default=0) < finder.light.rows
        cards = [finder.card(row, asked) for row in here] if finder and known else self.dataset.cards(here)
        return {"total": len(rows), "page": page, "size": PAGE, "cards": cards, "progress": self.reader.progress}

    def facets(self, query: Query) -> dict[str, Any]:
        finder = self.reader.finder()
        counts = {} if finder is None else finder.counts(Filters.of(query))
        return {"facets": counts, "progress": self.reader.progress}

    def sample(self, mark: str, row: int) -> dict[str, Any]:
        """One sample with all that is known of it. KeyError, IndexError when there is no such set or row."""
        dataset = self.datasets[mark]
        record = dataset.records([row])[0]
        pictures = [f"/picture/{mark}/{row}/{k}" for k in range(len(record["images"] or ()))]
        return {
            "row": row,
            **told({**record, "images": None}, pictures),
            "findings": [f for f in dataset.findings if f.get("sample") == record["id"]],
        }

    # --- statistics --------------------------------------------------------------------------------------------------
    def statistics(self) -> dict[str, Any]:
        """Everything that can be told now; `duplicates` follows when the facts are read."""
        progress = self.reader.progress
        finder, truths = self.reader.finder(), self.reader.want_truths()
        facts = {"read": self.reader.truths_read, "of": len(self.dataset), "done": truths is not None}
        if finder is None:
            return {"progress": progress, "facts": facts}
        with self._lock:
            held = 0 if self._statistics is None else self._statistics["samples"]
            rows = finder.light.rows
            if self._statistics is None or (held != rows and (progress["done"] or rows >= 2 * held)):
                self._statistics = stats.statistics(finder, self.dataset.drops)
            if truths is not None and progress["done"] and "duplicates" not in self._statistics:
                self._statistics["duplicates"] = stats.duplicates(finder.light, truths)
            return {**self._statistics, "progress": progress, "facts": facts}

    # --- ledgers -----------------------------------------------------------------------------------------------------
    def drops(self, query: Query) -> dict[str, Any]:
        return ledger(self.dataset.drops, query, ("reason", "template", "question"))

    def findings(self, query: Query) -> dict[str, Any]:
        out = ledger(self.dataset.findings, query, ("check",))
        finder = self.reader.finder()
        rows = {} if finder is None else finder.rows_of([str(f.get("sample", "")) for f in out["lines"]])
        grave = wrong_checks() if out["lines"] else ()
        lines = [{**f, "row": rows.get(f.get("sample")), "wrong": f.get("check") in grave} for f in out["lines"]]
        return out | {"lines": lines}

    # --- two sets ----------------------------------------------------------------------------------------------------
    def pairs(self, query: Query) -> dict[str, Any]:
        """A page of pairs; with `only=differing` those that differ, as far as both sets have been compared."""
        if self.other is None:
            raise BadInput("no second set; start the page with --with OTHER")
        ready = [r.progress for r in self.readers.values()]
        read, of = sum(p["read"] for p in ready), sum(p["of"] for p in ready)
        waiting = {"read": read, "of": of, "done": all(p["done"] for p in ready)}
        if faults := [p["fault"] for p in ready if "fault" in p]:  # a damaged shard: it will never be done
            waiting["fault"] = faults[0]
        if not waiting["done"]:
            return {"progress": waiting}
        how, rows = self._aligned()
        done = len(self._differs)
        found = np.flatnonzero(np.array(self._differs, bool))
        if query.get("only", [""])[0] == "differing":
            rows = rows[found]
        page = page_of(query, len(rows), PAIRS)
        shown = compare.pairs(self.dataset, self.other, rows[page * PAIRS : (page + 1) * PAIRS])
        total = len(self._aligned()[1])
        return {
            "how": how,
            "total": len(rows),
            "page": page,
            "size": PAIRS,
            "pairs": shown,
            "progress": waiting,
            "compared": {"read": done, "of": total, "done": done == total, "differ": len(found)},
        }

    def _aligned(self) -> tuple[str, Array]:
        with self._lock:
            if self._pairs is None:
                assert self.other is not None
                finders = [self.readers[b.mark].finder() for b in (self.dataset, self.other)]
                lights = [f.light for f in finders if f is not None]
                self._pairs = compare.align(lights[0], lights[1]) if len(lights) == 2 else ("index", np.zeros((0, 2), np.int64))
                threading.Thread(target=self._compare_all, args=(self._pairs[1],), daemon=True).start()
            return self._pairs

    def _compare_all(self, rows: Array) -> None:
        assert self.other is not None
        for at in range(0, len(rows), 32):
            self._differs += [bool(p["differs"]) for p in compare.pairs(self.dataset, self.other, rows[at : at + 32])]


def ledger(lines: Sequence[Mapping[str, Any]], query: Query, facets: Sequence[str]) -> dict[str, Any]:
    """A page of a list, by the values of a few of its fields; each count is as if its own field were not filtered."""
    chosen = {f: set(query[f]) for f in facets if query.get(f)}
    words = " ".join(query.get("q", ())).lower().split()

    def fits(line: Mapping[str, Any], but: str = "") -> bool:
        return all(f == but or str(line.get(f, "")) in v for f, v in chosen.items())

    spoken = [d for d in lines if not words or all(w in " ".join(map(str, d.values())).lower() for w in words)]
    counts = {f: Counter(str(d.get(f, "")) for d in spoken if fits(d, f)).most_common(60) for f in facets}
    found = [d for d in spoken if fits(d)]
    page = page_of(query, len(found), LINES)
    here = [dict(d) for d in found[page * LINES : (page + 1) * LINES]]
    return {"total": len(found), "all": len(lines), "page": page, "size": LINES, "lines": here, "facets": counts}


def page_of(query: Query, total: int, size: int) -> int:
    """The page that is asked for, from 1 in addresses and from 0 here; the last one when there are not so many."""
    text = (query.get("page") or ["1"])[0]
    wanted = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1
    return max(0, min(wanted - 1, (total - 1) // size if total else 0))
