"""WebDataset's own reader, decoding pictures and JSON, over the tar shards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import webdataset

from .compare import Counts, Exchange, planted, same_pictures, same_questions
from .truth import Truth


def members(folder: Path, decode: bool) -> Iterator[dict[str, Any]]:
    data = webdataset.WebDataset(sorted(map(str, folder.glob("train-*.tar"))), shardshuffle=False)
    return iter(data.decode("pil") if decode else data.decode(lambda key, data: data if key.endswith("png") else None))


def said(folder: Path) -> Iterator[Exchange]:
    for member in members(folder, decode=False):
        assert member["__key__"] == member["json"]["id"]
        for dialogue in member["json"]["dialogues"]:
            human, gpt = dialogue["conversations"]
            yield Exchange(human["value"], gpt["value"], [member["png"]])


@pytest.mark.consumer("webdataset", "webdataset")
def test_shards(exported: Path, truth: Truth, line: Callable[[Counts], None]) -> None:
    line(same_questions(said(exported), truth))
    found = list(members(exported, decode=True))
    assert [m["__key__"] for m in found] == [r.id for r in truth.records]
    for member, record in zip(found, truth.records, strict=True):
        same_pictures([member["png"]], record, record.id)
        assert (member["json"]["width"], member["json"]["height"]) == member["png"].size


def test_planted_faults_are_caught(work: Path, truth: Truth) -> None:
    planted(list(said(work / "exports" / "webdataset")), truth)
