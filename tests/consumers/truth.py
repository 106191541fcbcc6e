"""The set itself, read with pyarrow alone: what every consumer's reading is held against."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

Box = tuple[float, float, float, float]


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def pixels(picture: Any) -> str:
    """Digest of a PIL picture's size and RGB pixels."""
    return f"{picture.size}{sha(picture.convert('RGB').tobytes())}"


def hull(quad: list[float]) -> Box:
    """(x0, y0, x1, y1) of a region's quad, px."""
    return min(quad[0::2]), min(quad[1::2]), max(quad[0::2]), max(quad[1::2])


@dataclass(frozen=True, eq=False)
class Record:
    """One sample: its row as stored, and what is looked up often."""

    row: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.row["id"])

    @property
    def questions(self) -> list[dict[str, Any]]:
        return list(self.row["questions"])

    @property
    def pictures(self) -> list[bytes]:
        return [image["bytes"] for image in self.row["images"]]

    @cached_property
    def digests(self) -> list[str]:
        return [sha(p) for p in self.pictures]

    @cached_property
    def pixel_digests(self) -> list[str]:
        from PIL import Image

        return [pixels(Image.open(io.BytesIO(p))) for p in self.pictures]

    @cached_property
    def boxes(self) -> list[Box]:
        return [hull(region["quad"]) for region in self.row["regions"]]


@dataclass(frozen=True, eq=False)
class Truth:
    """The samples in the set's own order."""

    records: tuple[Record, ...]

    @classmethod
    def of(cls, folder: Path) -> Truth:
        import pyarrow.parquet as pq

        shards = [folder / "shards" / s["name"] for s in json.loads((folder / "set.json").read_text("utf-8"))["shards"]]
        return cls(tuple(Record(row) for shard in shards for row in pq.read_table(shard).to_pylist()))

    @cached_property
    def by_id(self) -> dict[str, Record]:
        return {r.id: r for r in self.records}

    @cached_property
    def by_digest(self) -> dict[str, Record]:
        return {d: r for r in self.records for d in r.digests}

    @cached_property
    def by_pixels(self) -> dict[str, Record]:
        return {d: r for r in self.records for d in r.pixel_digests}

    def asked(self) -> Iterator[tuple[Record, dict[str, Any]]]:
        """Every question with its sample, in order."""
        for record in self.records:
            for question in record.questions:
                yield record, question
