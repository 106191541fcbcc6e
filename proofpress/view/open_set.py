"""An open set as the page needs it: any row by its number, pictures and small pictures, and what lies beside the shards.

Opening reads set.json only.  Nothing here takes a path from outside: rows and pictures are asked for by number.
"""

from __future__ import annotations

import hashlib
import io
import json
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from ..errors import BadInput
from ..store import SampleSet

_BLOCK = 32  # rows read together for their pictures: neighbours are asked for next
_THUMB = 420  # the longer side, px: a card on a screen of double density
_MIME = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}
_CARD = (
    "id",
    "engine",
    "template",
    "language",
    "questions.list.element.form",
    "questions.list.element.text",
    "questions.list.element.depth",
)
_FORMAT = 3  # of the cached index; a change of what it holds is a new number


class OpenSet:
    """One set. `mark` names its content: it is part of every picture's address and of the cache's."""

    def __init__(self, root: str | Path) -> None:
        self.held = SampleSet(root)
        self.name = Path(str(root)).resolve().name if "://" not in str(root) else str(root).rstrip("/").rsplit("/", 1)[-1]
        self.sizes = self.held.sizes()
        self.starts = [0, *accumulate(self.sizes)]
        told = json.dumps([_FORMAT, self.held.header, self.sizes], sort_keys=True).encode()
        self.mark = hashlib.sha256(told).hexdigest()[:20]
        self.pictures = lru_cache(maxsize=6)(self._pictures)
        self.thumb = lru_cache(maxsize=2000)(self._thumb)

    def __len__(self) -> int:
        return self.starts[-1]

    def place(self, row: int) -> tuple[int, int]:
        """(shard, row within the shard). IndexError for a row that is not in the set."""
        if not 0 <= row < len(self):
            raise IndexError(row)
        shard = bisect_right(self.starts, row) - 1
        return shard, row - self.starts[shard]

    def records(self, rows: Sequence[int], columns: Sequence[str] | None = None) -> list[dict[str, Any]]:
        """The records of these rows, in this order; runs of neighbours are read at once."""
        out: list[dict[str, Any]] = []
        at = 0
        while at < len(rows):
            shard, within = self.place(rows[at])
            n = 1
            while at + n < len(rows) and rows[at + n] == rows[at] + n and within + n < self.sizes[shard]:
                n += 1
            out += self.held.table(shard, columns, within, n).to_pylist()
            at += n
        return out

    def cards(self, rows: Sequence[int]) -> list[dict[str, Any]]:
        """What a card of the grid says, for each row."""
        return [{"row": row, **card(r)} for row, r in zip(rows, self.records(rows, _CARD), strict=True)]

    def picture(self, row: int, number: int = 0) -> tuple[bytes, str]:
        """(bytes as they are stored, MIME type). IndexError when there is no such row or picture."""
        shard, within = self.place(row)
        images = self.pictures(shard, within // _BLOCK)[within % _BLOCK]
        if not 0 <= number < len(images):
            raise IndexError(number)
        return images[number]["bytes"], mime(images[number]["path"] or "")

    def _pictures(self, shard: int, block: int) -> list[list[dict[str, Any]]]:
        found: list[list[dict[str, Any]]] = self.held.table(shard, ["images"], block * _BLOCK, _BLOCK)["images"].to_pylist()
        return found

    def _thumb(self, row: int) -> bytes:
        """A small WebP of the row's first picture."""
        from PIL import Image

        with Image.open(io.BytesIO(self.picture(row)[0])) as picture:
            small = picture.convert("RGB")
        small.thumbnail((_THUMB, _THUMB), Image.Resampling.LANCZOS, reducing_gap=2.0)
        sink = io.BytesIO()
        small.save(sink, "WEBP", quality=82, method=1)
        return sink.getvalue()

    # --- beside the shards ---------------------------------------------------------------------------------------
    @cached_property
    def drops(self) -> list[dict[str, Any]]:
        return self.held.ledger("drops.jsonl")

    @cached_property
    def findings(self) -> list[dict[str, Any]]:
        """What `check` found, wrong answers first."""
        found = self.held.ledger("findings.jsonl")
        grave = wrong_checks() if found else ()
        return sorted(found, key=lambda f: f.get("check") not in grave)


def opened(root: str | Path) -> OpenSet:
    """The set, with something in it to look at."""
    dataset = OpenSet(root)
    if not len(dataset):
        raise BadInput(f"{root}: the set holds no sample yet; run the same `make` command again to go on")
    return dataset


def wrong_checks() -> tuple[str, ...]:
    """The checks whose findings contradict an answer itself; imported late, for it brings both roads along."""
    from ..check.report import WRONG

    return WRONG


def mime(path: str) -> str:
    return _MIME.get(Path(path).suffix.lower(), "image/png")


def full_template(engine: str, template: str) -> str:
    """ENGINE/NAME, as the command line writes it."""
    return template if "/" in template else f"{engine}/{template}"


def card(record: dict[str, Any]) -> dict[str, Any]:
    """A record's card: id, template, its first question and how many there are."""
    questions = record["questions"] or []
    return {
        "id": record["id"],
        "engine": record["engine"],
        "template": full_template(record["engine"], record["template"]),
        "language": record["language"],
        "questions": len(questions),
        "depth": max((q["depth"] or 0 for q in questions), default=0),
        "text": questions[0]["text"] if questions else "",
        "form": questions[0]["form"] if questions else "",
    }
