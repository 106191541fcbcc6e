"""Rows to files: a worker writes the rows of one shard and split to a part; parts are then joined into the consumer's files.

Both ends stream: a part takes one row at a time, a join holds one line, block or row group.  The bytes depend on the rows and
their order alone.
"""

from __future__ import annotations

import json
import tarfile
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from ..errors import BadInput
from .exporter import Row

_BLOCK = 1 << 20
_TAR_END = b"\0" * 1024
_GROUP_BYTES = 32 << 20  # a reader of a Parquet file holds one row group in memory
_FILE_BYTES = 256 << 20  # a Parquet file
_GROUP_ROWS = 512


@dataclass(frozen=True, slots=True)
class PartFile:
    """Rows of one shard and split.  cuts: byte offsets at which a tar part may be cut, the end last; () elsewhere."""

    path: Path
    rows: int
    cuts: tuple[int, ...] = ()


class Sink(ABC):
    """A part being written."""

    file: Any

    def __init__(self, path: Path, schema: Any):
        self.path, self.schema, self.rows = path, schema, 0

    def add(self, row: Row) -> None:
        self.put(row)
        self.rows += 1

    @abstractmethod
    def put(self, row: Row) -> None: ...

    @abstractmethod
    def close(self) -> PartFile: ...

    def drop(self) -> None:
        """Let go of the file after an error; the part is not whole."""
        with suppress(OSError):
            self.file.close()


class _Lines(Sink):
    def __init__(self, path: Path, schema: Any):
        super().__init__(path, schema)
        self.file = path.open("w", encoding="utf-8", newline="\n")

    def put(self, row: Row) -> None:
        self.file.write(line(row) + "\n")

    def close(self) -> PartFile:
        self.file.close()
        return PartFile(self.path, self.rows)


class _Parquet(Sink):
    def __init__(self, path: Path, schema: Any):
        super().__init__(path, schema)
        self.file = _parquet(path, schema)
        self.held: list[Row] = []
        self.bytes = 0

    def put(self, row: Row) -> None:
        self.held.append(row)
        self.bytes += _weight(row)
        if self.bytes >= _GROUP_BYTES or len(self.held) >= _GROUP_ROWS:
            self._flush()

    def _flush(self) -> None:
        if self.held:
            self.file.write_table(pa.Table.from_pylist([dict(r) for r in self.held], schema=self.schema))
            self.held, self.bytes = [], 0

    def close(self) -> PartFile:
        self._flush()
        self.file.close()
        return PartFile(self.path, self.rows)


class _Tar(Sink):
    """Members of one row: "__key__" and a value by extension; bytes as they are, text as UTF-8, anything else as JSON."""

    def __init__(self, path: Path, schema: Any):
        super().__init__(path, schema)
        self.file = path.open("wb")
        self.cuts: list[int] = []

    def put(self, row: Row) -> None:
        key = str(row["__key__"])
        if "." in key or "/" in key:
            raise BadInput(f"row {key!r}: a WebDataset key has neither dots nor slashes; the exporter must choose another")
        for extension, value in row.items():
            if extension != "__key__":
                data = value if isinstance(value, bytes) else (value if isinstance(value, str) else line(value)).encode()
                self._member(f"{key}.{extension}", data)
        self.cuts.append(self.file.tell())

    def _member(self, name: str, data: bytes) -> None:
        info = tarfile.TarInfo(name)  # no owner, no clock: mtime 0
        info.size = len(data)
        self.file.write(info.tobuf(tarfile.PAX_FORMAT) + data + b"\0" * (-len(data) % tarfile.BLOCKSIZE))

    def close(self) -> PartFile:
        self.file.close()
        return PartFile(self.path, self.rows, tuple(self.cuts))


def line(value: Any) -> str:
    """One line of JSON; a character stays what it is."""
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "), default=_mapping)


def _mapping(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


def _weight(row: Any) -> int:
    """About how many bytes the pictures of a row take."""
    if isinstance(row, bytes):
        return len(row)
    if isinstance(row, Mapping):
        return sum(map(_weight, row.values()))
    return sum(map(_weight, row)) if isinstance(row, (list, tuple)) else 0


def _parquet(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    leaves = pq.ParquetFile(pa.BufferReader(_empty(schema))).schema
    names = [leaves.column(i).path for i in range(len(leaves))]
    return pq.ParquetWriter(
        path,
        schema,
        compression={n: "none" if n.endswith("bytes") else "zstd" for n in names},
        # a picture that several rows show is stored once a row group
        use_dictionary=True,
        dictionary_pagesize_limit=_GROUP_BYTES,
        write_page_checksum=True,
        write_statistics=[n for n in names if not n.endswith("bytes")],
        version="2.6",
    )


def _empty(schema: pa.Schema) -> pa.Buffer:
    sink = pa.BufferOutputStream()
    pq.write_table(schema.empty_table(), sink)
    return sink.getvalue()


# --- joining ---------------------------------------------------------------------------------------------------------
def _copy(source: IO[bytes], target: IO[bytes], size: int) -> None:
    while size:
        block = source.read(min(size, _BLOCK))
        if not block:
            raise OSError("a part is shorter than it was written")
        target.write(block)
        size -= len(block)


def _join_lines(parts: Sequence[PartFile], folder: Path, split: str) -> list[str]:
    name = f"{split}.jsonl"
    with (folder / name).open("wb") as out:
        for part in parts:
            with part.path.open("rb") as file:
                _copy(file, out, part.path.stat().st_size)
    return [name]


def _join_list(parts: Sequence[PartFile], folder: Path, split: str) -> list[str]:
    name = f"{split}.json"
    with (folder / name).open("wb") as out:
        mark = b"[\n"
        for part in parts:
            with part.path.open("rb") as file:
                for row in file:
                    out.write(mark + row.rstrip(b"\n"))
                    mark = b",\n"
        out.write(b"\n]\n" if mark != b"[\n" else b"[]\n")
    return [name]


def _join_parquet(parts: Sequence[PartFile], folder: Path, split: str) -> list[str]:
    groups = _grouped([(p, p.path.stat().st_size) for p in parts], _FILE_BYTES)
    names = [f"data/{split}-{i:05d}-of-{len(groups):05d}.parquet" for i in range(len(groups))]
    (folder / "data").mkdir(exist_ok=True)
    for name, group in zip(names, groups, strict=True):
        with pq.ParquetFile(group[0].path) as first, closing(_parquet(folder / name, first.schema_arrow)) as writer:
            for part in group:
                with pq.ParquetFile(part.path, page_checksum_verification=True) as file:
                    for i in range(file.metadata.num_row_groups):
                        writer.write_table(file.read_row_group(i, use_threads=False))
    return names


def _grouped(items: Sequence[tuple[PartFile, int]], limit: int) -> list[list[PartFile]]:
    """Neighbours together, up to about `limit` bytes a group."""
    groups: list[list[PartFile]] = []
    held = 0
    for part, size in items:
        if not groups or held + size > limit:
            groups.append([])
            held = 0
        groups[-1].append(part)
        held += size
    return groups


def _join_tar(parts: Sequence[PartFile], folder: Path, split: str, megabytes: float) -> list[str]:
    names = []
    for number, pieces in enumerate(_shares(parts, int(megabytes * 1_000_000))):
        names.append(f"{split}-{number:06d}.tar")
        with (folder / names[-1]).open("wb") as out:
            for part, start, end in pieces:
                with part.path.open("rb") as file:
                    file.seek(start)
                    _copy(file, out, end - start)
            out.write(_TAR_END)
    return names


def _shares(parts: Sequence[PartFile], limit: int) -> list[list[tuple[PartFile, int, int]]]:
    """Which bytes of which parts go into each tar file: whole rows, up to about `limit` bytes, at least one row."""
    shares: list[list[tuple[PartFile, int, int]]] = []
    held = 0
    for part in parts:
        for start, end in zip((0, *part.cuts), part.cuts, strict=False):
            if not shares or held + end - start > limit:
                shares.append([])
                held = 0
            last = shares[-1][-1] if shares[-1] else None
            if last and last[0] is part:
                shares[-1][-1] = (part, last[1], end)
            else:
                shares[-1].append((part, start, end))
            held += end - start
    return shares


SINKS: Mapping[str, type[Sink]] = {"json": _Lines, "jsonl": _Lines, "parquet": _Parquet, "tar": _Tar}


def join(writer: str, parts: Sequence[PartFile], folder: Path, split: str, own: Mapping[str, Any]) -> list[str]:
    """Write the consumer's file(s) of one split; their names relative to `folder`, in order. No rows, no file."""
    if not any(p.rows for p in parts):
        return []
    if writer == "tar":
        return _join_tar(parts, folder, split, float(own.get("shard_mb", 256)))
    return {"json": _join_list, "jsonl": _join_lines, "parquet": _join_parquet}[writer](parts, folder, split)


def rows_of(folder: Path, files: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The rows of json and jsonl files that a join has written, one at a time."""
    for name in files:
        with (folder / name).open(encoding="utf-8") as file:
            for text in file:
                text = text.strip().removesuffix(",")
                if text not in ("[", "]", "[]", ""):
                    yield json.loads(text)
