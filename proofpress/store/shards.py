"""One shard and its receipt: written, and recognised later.

A shard carries its set's fingerprint and its own counts in the Parquet metadata and a checksum on every page; its bytes depend
on nothing but its samples and the fingerprint.  Its receipt is written just before it: the shard's checksums and its drops.
A shard is whole when its bytes are those of the receipt; once the set is closed, set.json holds what the receipts held.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ..errors import BadInput
from ..model import Sample
from ..schema import PASSED, leaves, table
from .location import Location, known_md5, opened, reaching, write_file

META = b"proofpress"
ROWS_PER_GROUP = 32  # a reader holds one group in memory


@dataclass(frozen=True, slots=True)
class ShardInfo:
    """One whole shard, as set.json lists it.  md5 is what object stores vouch for."""

    name: str
    sha256: str
    samples: int
    questions: int
    dropped: int
    bytes: int
    md5: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is known of a shard besides its rows.  drops: lines of JSON, ready for the ledger."""

    fingerprint: str
    shard: ShardInfo
    drops: bytes


def shard_name(index: int) -> str:
    return f"shards/{index:05d}.parquet"


def receipt_name(index: int) -> str:
    return f"shards/{index:05d}.receipt.jsonl"


def number_of(name: str) -> int:
    """The shard's number, from the name of its file or of its receipt."""
    return int(name.split(".", maxsplit=1)[0])


def numbers_of(names: Iterable[str], ending: str) -> dict[int, str]:
    """The names with this ending by their shards' numbers, in order; what others have laid there is none of ours."""
    return dict(sorted((number_of(n), n) for n in names if re.fullmatch(r"[0-9]{5,}" + re.escape(ending), n)))


def write_shard(
    root: Location, index: int, mark: str, samples: Sequence[Sample], drops: Sequence[Mapping[str, Any]]
) -> ShardInfo:
    """Write one shard of the set with fingerprint `mark`; the receipt first, so that a whole shard implies whole drops."""
    return _write(root, index, mark, table(samples), sum(len(s.questions) for s in samples), drops, {})


def write_passed(
    root: Location,
    index: int,
    mark: str,
    rows: Sequence[Mapping[str, Any]],
    drops: Sequence[Mapping[str, Any]],
    tally: Mapping[str, int],
) -> ShardInfo:
    """As `write_shard`, for records with the columns that a model's pass adds; `tally` is kept in the shard (`tally_of`)."""
    questions = sum(len(r["questions"]) for r in rows)
    return _write(root, index, mark, table(rows, PASSED), questions, drops, {"tally": dict(sorted(tally.items()))})


def tally_of(path: Location) -> dict[str, int]:
    """What a pass counted in this shard."""
    with open_shard(path) as file:
        about = json.loads((file.schema_arrow.metadata or {}).get(META, b"{}"))
    tally: dict[str, int] = about.get("tally", {})
    return tally


def _write(
    root: Location,
    index: int,
    mark: str,
    rows: pa.Table,
    questions: int,
    drops: Sequence[Mapping[str, Any]],
    more: Mapping[str, Any],
) -> ShardInfo:
    counts = {"samples": rows.num_rows, "questions": questions, "dropped": len(drops)}
    about = {"fingerprint": mark, "shard": index, **counts, **more}
    columns = leaves(rows.schema.remove_metadata())
    rows = rows.replace_schema_metadata({**(rows.schema.metadata or {}), META: json.dumps(about)})
    sink = pa.BufferOutputStream()
    # pictures are compressed already and are stored as they are; only columns of text are worth zstd's time
    pq.write_table(
        rows,
        sink,
        compression={p: "none" if p.endswith("bytes") else "zstd" for p in columns},
        compression_level={p: 3 for p in columns if not p.endswith("bytes")},
        row_group_size=ROWS_PER_GROUP,
        use_dictionary=True,
        write_page_checksum=True,
        data_page_version="1.0",
        version="2.6",
    )
    data = sink.getvalue().to_pybytes()
    name = shard_name(index).rpartition("/")[2]
    info = ShardInfo(name, hashlib.sha256(data).hexdigest(), **counts, bytes=len(data), md5=_md5(data))
    lines = [{"fingerprint": mark, "shard": asdict(info)}, *({"shard": index, **d} for d in drops)]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    write_file(root / receipt_name(index), text.encode())
    write_file(root / shard_name(index), data)
    return info


def _md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def read_receipt(root: Location, index: int) -> Receipt | None:
    """None when there is none, or it is not whole."""
    path = root / receipt_name(index)
    with reaching(path, "cannot be read"):
        try:
            first, _, drops = path.read_bytes().partition(b"\n")
            data = json.loads(first)
            receipt = Receipt(data["fingerprint"], ShardInfo(**data["shard"]), drops)
        except (FileNotFoundError, KeyError, TypeError, ValueError):
            return None
    whole = drops.count(b"\n") == receipt.shard.dropped and drops[-1:] in (b"", b"\n")
    return receipt if whole else None


def whole_shard(root: Location, index: int, mark: str, known: ShardInfo | None = None) -> ShardInfo | None:
    """A shard of the set with fingerprint `mark` whose bytes are the ones written; None when it must be made (again).

    known: what set.json says of it; else its receipt tells.  Every byte is read, unless the store itself vouches for their md5.
    """
    if known is None:
        receipt = read_receipt(root, index)
        if receipt is None or receipt.fingerprint != mark:
            return None
        known = receipt.shard
    path = root / shard_name(index)
    with reaching(path, "cannot be read"):
        try:
            vouched = known_md5(path)
            if vouched == (known.bytes, known.md5):
                return known
            if vouched is not None and vouched[0] != known.bytes:
                return None
            data = path.read_bytes()
        except FileNotFoundError:
            return None
    return known if hashlib.sha256(data).hexdigest() == known.sha256 else None


def open_shard(path: Location) -> pq.ParquetFile:
    """A shard to read from; BadInput when it is no whole Parquet file."""
    with reading(path):
        return pq.ParquetFile(opened(path), page_checksum_verification=True)


@contextmanager
def reading(path: Location) -> Iterator[None]:
    """A damaged shard is named in one line, and how to restore it."""
    with reaching(path, "cannot be read", "is it whole? the same `make` command restores it"):
        try:
            yield
        except pa.ArrowException as error:
            raise BadInput(f"{path}: not a whole shard ({' '.join(str(error).split())}); run `make` again") from None
