"""Two sets side by side: which sample stands beside which, and what differs between the two."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow.compute as pc

from .index import Array, Light
from .open_set import OpenSet, full_template

_SEEN = ("picture", "questions", "answers", "steps", "captions", "facts", "regions", "degradations", "style")


def align(left: Light, right: Light) -> tuple[str, Array]:
    """("id" or "index", pairs of rows; -1 where a set has no partner).  By id when the sets share one, else by place."""
    ids, others = left.samples["id"].combine_chunks(), right.samples["id"].combine_chunks()
    found = pc.index_in(ids, others).fill_null(-1).to_numpy(zero_copy_only=False)
    if (found >= 0).any():
        alone = np.setdiff1d(np.arange(right.rows), found)
        both = np.column_stack([np.arange(left.rows), found])
        return "id", np.concatenate([both, np.column_stack([np.full(len(alone), -1), alone])]).astype(np.int64)
    n = max(left.rows, right.rows)
    place = np.arange(n)
    return "index", np.column_stack([np.where(place < left.rows, place, -1), np.where(place < right.rows, place, -1)])


def outline(record: Mapping[str, Any]) -> dict[str, str]:
    """What two records are compared by: a hash for each thing that a person would call a difference."""
    questions = record["questions"] or []
    parts: dict[str, Any] = {
        "picture": [hashlib.sha256(i["bytes"]).hexdigest() for i in record["images"]],
        "questions": [(q["form"], q["text"], q["choices"]) for q in questions],
        "answers": [q["answer"] for q in questions],
        "steps": [q["steps"] for q in questions],
        **{k: record[k] for k in ("captions", "facts", "regions", "degradations", "style")},
    }
    return {k: hashlib.sha256(json.dumps(parts[k], default=str).encode()).hexdigest() for k in _SEEN}


def differing(left: Mapping[str, Any] | None, right: Mapping[str, Any] | None) -> list[str]:
    """The names of what differs; ["missing"] where one side has no such sample."""
    if left is None or right is None:
        return ["missing"]
    a, b = outline(left), outline(right)
    return [name for name in _SEEN if a[name] != b[name]]


def pairs(left: OpenSet, right: OpenSet, rows: Array) -> list[dict[str, Any]]:
    """These pairs as the list shows them."""
    mine, theirs = (_records(dataset, rows[:, side]) for side, dataset in enumerate((left, right)))
    return [
        {"left": _side(int(a), r), "right": _side(int(b), s), "differs": differing(r, s)}
        for (a, b), r, s in zip(rows, mine, theirs, strict=True)
    ]


def _records(dataset: OpenSet, rows: Array) -> list[dict[str, Any] | None]:
    there = [int(r) for r in rows if r >= 0]
    found = iter(dataset.records(there))
    return [next(found) if r >= 0 else None for r in rows]


def _side(row: int, record: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if record is None:
        return None
    questions = record["questions"] or []
    return {
        "row": row,
        "id": record["id"],
        "template": full_template(record["engine"], record["template"]),
        "questions": len(questions),
        "text": questions[0]["text"] if questions else "",
    }
