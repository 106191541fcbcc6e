"""A set on disk: shards, set.json, drops.jsonl; read and written here only (design, section 5).

Every file is written to a temporary name, synced and renamed.  A shard carries its set's fingerprint and its own counts in the
Parquet metadata and a checksum on every page, so that whether it is whole can be told from the file alone.  The bytes of
a shard depend on nothing but its samples and the fingerprint.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from .errors import BadInput
from .model import Sample
from .schema import leaves, table

_META = b"proofpress"
_ROWS_PER_GROUP = 32  # a reader holds one group in memory


@dataclass(frozen=True, slots=True)
class ShardInfo:
    """One whole shard, as set.json lists it."""

    name: str
    sha256: str
    samples: int
    questions: int
    dropped: int
    bytes: int


def fingerprint(recipe: Mapping[str, Any], versions: Mapping[str, str]) -> str:
    """sha256 of what decides a set's bytes."""
    text = json.dumps({"recipe": recipe, "versions": versions}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


# --- writing ---------------------------------------------------------------------------------------------------------
def write_file(path: Path, data: bytes) -> None:
    """All of it or nothing: a temporary name, synced, renamed."""
    part = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with part.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def shard_name(index: int) -> str:
    return f"shards/{index:05d}.parquet"


def write_shard(root: Path, index: int, mark: str, samples: Sequence[Sample], drops: Sequence[Mapping[str, Any]]) -> ShardInfo:
    """Write one shard and its drops; the drops first, so that a whole shard implies whole drops."""
    lines = "".join(json.dumps({"shard": index, **d}, ensure_ascii=False) + "\n" for d in drops)
    write_file(root / f"shards/{index:05d}.drops.jsonl", lines.encode())
    counts = {"samples": len(samples), "questions": sum(len(s.questions) for s in samples), "dropped": len(drops)}
    about = {"fingerprint": mark, "shard": index, **counts}
    rows = table(samples)
    rows = rows.replace_schema_metadata({**(rows.schema.metadata or {}), _META: json.dumps(about)})
    sink = pa.BufferOutputStream()
    # pictures are compressed already and are stored as they are; only columns of text are worth zstd's time
    pq.write_table(
        rows,
        sink,
        compression={p: "none" if p.endswith("bytes") else "zstd" for p in leaves()},
        compression_level={p: 3 for p in leaves() if not p.endswith("bytes")},
        row_group_size=_ROWS_PER_GROUP,
        use_dictionary=True,
        write_page_checksum=True,
        data_page_version="1.0",
        version="2.6",
    )
    data = sink.getvalue().to_pybytes()
    path = root / shard_name(index)
    write_file(path, data)
    return ShardInfo(path.name, hashlib.sha256(data).hexdigest(), **counts, bytes=len(data))


def whole_shard(root: Path, index: int, mark: str) -> ShardInfo | None:
    """What is known of a shard that is whole and belongs to this set; None when it must be made (again)."""
    path = root / shard_name(index)
    try:
        data = path.read_bytes()
        file = pq.ParquetFile(pa.BufferReader(data), page_checksum_verification=True)
        about = json.loads((file.metadata.metadata or {})[_META])
        if about["fingerprint"] != mark or about["shard"] != index or file.metadata.num_rows != about["samples"]:
            return None
        for _ in file.iter_batches(batch_size=_ROWS_PER_GROUP):
            pass
    except (OSError, pa.ArrowException, KeyError, ValueError):
        return None
    return ShardInfo(
        path.name, hashlib.sha256(data).hexdigest(), about["samples"], about["questions"], about["dropped"], len(data)
    )


@dataclass(frozen=True, slots=True)
class SetHeader:
    """What set.json says before the counts: how the set is made."""

    recipe: Mapping[str, Any]
    versions: Mapping[str, str]
    fingerprint: str


def open_set(root: Path, header: SetHeader) -> dict[str, str]:
    """Make the folder or take up the same set again; returns the sha256 of the shards that a finished run left, by name.

    BadInput when the folder holds anything else or cannot be written.
    """
    try:
        if root.exists() and not root.is_dir():
            raise BadInput(f"output {root}: is a file; choose a folder")
        held = read_header(root)
        if held is not None and not held.get("complete") and not any((root / "shards").glob("*.parquet")):
            held = None  # a run that failed before its first shard: nothing to keep
            for left in (root / "shards").glob("*.drops.jsonl"):
                left.unlink()
        elif held is not None and held.get("fingerprint") != header.fingerprint:
            raise BadInput(
                f"output {root}: holds another set ({_difference(held, header)}); choose another folder or remove it"
            )
        if held is None and root.exists() and any(not _ours(f) for f in root.iterdir()):
            raise BadInput(f"output {root}: is not empty and holds no set; choose another folder")
        (root / "shards").mkdir(parents=True, exist_ok=True)
        for left in (*root.glob("*.tmp"), *(root / "shards").glob("*.tmp")):
            left.unlink()
        if held is None:
            _write_header(root, header, {"complete": False})
        return {s["name"]: s["sha256"] for s in (held or {}).get("shards", ())}
    except OSError as error:
        raise BadInput(f"output {root}: cannot be written ({error.strerror}); choose another folder") from None


def _ours(path: Path) -> bool:
    return path.name in ("set.json", "shards") or path.name.endswith(".tmp")


def close_set(root: Path, header: SetHeader, shards: Sequence[ShardInfo]) -> dict[str, int]:
    """Merge the drops and write the final set.json; returns the counts."""
    lines: dict[int, list[str]] = {}
    ledger = root / "drops.jsonl"
    if ledger.is_file():  # of an earlier, complete run of this set
        for line in ledger.read_text("utf-8").splitlines():
            lines.setdefault(json.loads(line)["shard"], []).append(line)
    parts = sorted((root / "shards").glob("*.drops.jsonl"))
    for part in parts:
        lines[int(part.name.split(".")[0])] = part.read_text("utf-8").splitlines()
    write_file(ledger, "".join(line + "\n" for i in sorted(lines) for line in lines[i]).encode())
    counts = {
        "samples": sum(s.samples for s in shards),
        "questions": sum(s.questions for s in shards),
        "dropped": sum(s.dropped for s in shards),
    }
    listed = [{k: getattr(s, k) for k in ShardInfo.__slots__} for s in shards]
    _write_header(root, header, {"complete": True, **counts, "shards": listed})
    for part in parts:
        part.unlink()
    return counts


def _write_header(root: Path, header: SetHeader, more: Mapping[str, Any]) -> None:
    data = {
        "format": 1,
        "fingerprint": header.fingerprint,
        "recipe": dict(header.recipe),
        "versions": dict(header.versions),
        **more,
    }
    write_file(root / "set.json", (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode())


def read_header(root: Path) -> dict[str, Any] | None:
    """set.json, or None where there is none; BadInput when it cannot be read."""
    path = root / "set.json"
    if not path.is_file():
        return None
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(f"{path}: cannot be read: {error}") from None
    if not isinstance(data, dict):
        raise BadInput(f"{path}: not a set's header")
    return data


def _difference(held: Mapping[str, Any], header: SetHeader) -> str:
    for name, mine in (("recipe", header.recipe), ("versions", header.versions)):
        theirs = held.get(name) or {}
        for key in sorted({*theirs, *mine}):
            if theirs.get(key) != mine.get(key):
                return f"{key} is {json.dumps(theirs.get(key))}, not {json.dumps(mine.get(key))}"
    return "made in another way"


# --- reading ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a set that one worker reads at a time: a row group of a shard."""

    path: Path
    group: int
    rows: int


class SampleSet:
    """A set to read from: header, parts, and samples one row group at a time."""

    def __init__(self, root: str | Path):
        self.root = Path(root)
        header = read_header(self.root)
        if header is None:
            raise BadInput(f"{self.root}: holds no set (no set.json); give the folder that `make -o` wrote")
        self.header = header
        self.complete = bool(header.get("complete"))
        names = [s["name"] for s in header["shards"]] if self.complete else self._found()
        self.paths = [self.root / "shards" / n for n in names]
        for path in self.paths:
            if not path.is_file():
                raise BadInput(f"{path}: missing; run the `make` command again to restore it")

    def _found(self) -> list[str]:
        return sorted(p.name for p in (self.root / "shards").glob("*.parquet"))

    def parts(self) -> list[Part]:
        out = []
        for path in self.paths:
            meta = self._open(path).metadata
            out += [Part(path, g, meta.row_group(g).num_rows) for g in range(meta.num_row_groups)]
        return out

    def __len__(self) -> int:
        return sum(p.rows for p in self.parts())

    @staticmethod
    def _open(path: Path) -> pq.ParquetFile:
        try:
            return pq.ParquetFile(path, page_checksum_verification=True)
        except (OSError, pa.ArrowException) as error:
            raise BadInput(f"{path}: not a whole shard ({' '.join(str(error).split())}); run `make` again") from None

    @staticmethod
    def rows(part: Part, columns: Sequence[str] | None = None) -> list[dict[str, Any]]:
        """The rows of one part, with these columns only."""
        try:
            rows: list[dict[str, Any]] = (
                SampleSet._open(part.path).read_row_group(part.group, columns, use_threads=False).to_pylist()
            )
        except (OSError, pa.ArrowException) as error:
            raise BadInput(f"{part.path}: damaged ({' '.join(str(error).split())}); run `make` again") from None
        return rows

    def sizes(self) -> list[int]:
        """How many samples each shard holds; a finished set tells it without a shard being opened."""
        if self.complete:
            return [int(s["samples"]) for s in self.header["shards"]]
        return [self._open(path).metadata.num_rows for path in self.paths]

    def table(self, shard: int, columns: Sequence[str] | None = None, start: int = 0, rows: int | None = None) -> pa.Table:
        """Rows [start, start + rows) of one shard as Arrow; only the row groups that hold them are read.

        columns: as Parquet names them; a nested one may be given by its path ("questions.list.element.form").
        """
        path = self.paths[shard]
        file = self._open(path)
        with file:
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
            try:
                return file.read_row_groups(groups, columns, use_threads=False).slice(start - skipped, max(stop - start, 0))
            except (OSError, pa.ArrowException) as error:
                raise BadInput(f"{path}: damaged ({' '.join(str(error).split())}); run `make` again") from None

    def ledger(self, name: str) -> list[dict[str, Any]]:
        """The lines of a JSON-lines file beside the shards (drops.jsonl, findings.jsonl); none where there is no such file."""
        path = self.root / name
        if not path.is_file():
            return []
        try:
            return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        except (OSError, ValueError) as error:
            raise BadInput(f"{path}: cannot be read: {error}") from None

    def iter_rows(self, columns: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
        for part in self.parts():
            yield from self.rows(part, columns)

    def __iter__(self) -> Iterator[Sample]:
        return (Sample.from_record(row) for row in self.iter_rows())
