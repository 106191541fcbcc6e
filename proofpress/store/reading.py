"""A set to read from: header, parts, and rows a row group at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from ..errors import BadInput
from ..model import Sample
from .folder import read_header
from .location import Location, location, names_in, reaching
from .shards import numbers_of, open_shard, reading


@dataclass(frozen=True, slots=True)
class RowGroup:
    """A piece of a set that one worker reads at a time: a row group of a shard."""

    path: Location
    group: int
    rows: int


class SampleSet:
    """A set in a folder or at a URL, finished or not."""

    def __init__(self, root: str | Location):
        self.root = location(root)
        header = read_header(self.root)
        if header is None:
            raise BadInput(f"{self.root}: holds no set (no set.json); give the folder that `make -o` wrote")
        self.header = header
        self.complete = bool(header.get("complete"))
        folder = self.root / "shards"
        with reaching(folder, "cannot be listed", "see to it, or give another set"):
            found = list(numbers_of(names_in(folder), ".parquet").values())
        names = [s["name"] for s in header["shards"]] if self.complete else found
        self.paths = [folder / n for n in names]
        there = set(found)
        for name in names:
            if name not in there:
                raise BadInput(f"{folder / name}: missing; run the `make` command again to restore it")

    def parts(self) -> list[RowGroup]:
        """The row groups, in order; a finished set tells them without a shard being opened."""
        size = self.header.get("rows_per_group")
        if self.complete and size:
            counts = zip(self.paths, self.sizes(), strict=True)
            return [RowGroup(p, g, min(size, n - g * size)) for p, n in counts for g in range(-(-n // size))]
        out = []
        for path in self.paths:
            meta = open_shard(path).metadata
            out += [RowGroup(path, g, meta.row_group(g).num_rows) for g in range(meta.num_row_groups)]
        return out

    def __len__(self) -> int:
        return sum(self.sizes())

    @staticmethod
    def rows(part: RowGroup, columns: Sequence[str] | None = None) -> list[dict[str, Any]]:
        """The rows of one part, with these columns only."""
        with reading(part.path), open_shard(part.path) as file:
            rows: list[dict[str, Any]] = file.read_row_group(part.group, columns, use_threads=False).to_pylist()
        return rows

    def sizes(self) -> list[int]:
        """How many samples each shard holds; a finished set tells it without a shard being opened."""
        if self.complete:
            return [int(s["samples"]) for s in self.header["shards"]]
        return [open_shard(path).metadata.num_rows for path in self.paths]

    def table(self, shard: int, columns: Sequence[str] | None = None, start: int = 0, rows: int | None = None) -> pa.Table:
        """Rows [start, start + rows) of one shard as Arrow; only the row groups that hold them are read.

        columns: as Parquet names them; a nested one may be given by its path ("questions.list.element.form").
        """
        path = self.paths[shard]
        with reading(path), open_shard(path) as file:
            meta = file.metadata
            stop = meta.num_rows if rows is None else min(start + rows, meta.num_rows)
            groups, skipped, before = [], 0, 0
            for group in range(meta.num_row_groups):
                after = before + meta.row_group(group).num_rows
                if after <= start:
                    skipped = after
                elif before < stop:
                    groups.append(group)
                before = after
            return file.read_row_groups(groups, columns, use_threads=False).slice(start - skipped, max(stop - start, 0))

    def ledger(self, name: str) -> list[dict[str, Any]]:
        """The lines of a JSON-lines file beside the shards (drops.jsonl, findings.jsonl); none where there is no such file."""
        path = self.root / name
        with reaching(path, "cannot be read", "see to it, or give another set"):
            try:
                return [json.loads(line) for line in path.read_bytes().split(b"\n") if line.strip()]
            except FileNotFoundError:
                return []
            except ValueError as error:
                raise BadInput(f"{path}: cannot be read: {error}") from None

    def iter_rows(self, columns: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
        for part in self.parts():
            yield from self.rows(part, columns)

    def by_id(self, id: str) -> Sample:
        """The sample of that id; BadInput where the set has none. Only the ids and the part that holds it are read."""
        for part in self.parts():
            ids = [row["id"] for row in self.rows(part, ["id"])]
            if id in ids:
                return Sample.from_record(self.rows(part)[ids.index(id)])
        raise BadInput(f"{self.root}: no sample {id!r}; the column `id` lists those it holds")

    def __iter__(self) -> Iterator[Sample]:
        return (Sample.from_record(row) for row in self.iter_rows())
