"""Everything: the record as JSON lines, a line a sample, its values as JSON instead of JSON in strings, its pictures as files.

Filters leave out questions, and samples of which no question is left.  Nothing is reworded.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from ..model import Sample
from .choose import questions, wants_sample
from .exporter import Exporter, Row, Settings


class JsonLines(Exporter):
    name = "jsonl"
    summary = "the whole record as JSON lines, pictures as files"

    def rows(self, sample: Sample, paths: Sequence[str], settings: Settings) -> Iterator[Row]:
        asked = {q.id for q in questions(sample, settings)}
        if not wants_sample(settings, sample.language, sample.split, sample.template, sample.engine):
            return
        if asked or not sample.questions:
            yield record(sample, paths, asked)


def record(sample: Sample, paths: Sequence[str], asked: set[str]) -> dict[str, Any]:
    """The record as JSON-able data; `images` are paths, and `asked` the ids of the questions that stay."""
    row = sample.to_record()
    row["images"] = list(paths)
    row["questions"] = [_opened(q) for q in row["questions"] if q["id"] in asked]
    row["facts"] = [_opened(f) for f in row["facts"]]
    for name in ("spec", "style", "degradations"):
        row[name] = json.loads(row[name])
    return row


def _opened(data: Any) -> Any:
    """The same with every `value` as JSON."""
    if isinstance(data, dict):
        return {k: json.loads(v) if k == "value" else _opened(v) for k, v in data.items()}
    return [_opened(v) for v in data] if isinstance(data, list) else data


exporter = JsonLines()
