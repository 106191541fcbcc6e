"""mlcroissant: the metadata is valid and its records are the rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import mlcroissant
import pytest

from .compare import Counts, Said, same_questions
from .truth import Truth


def loaded(folder: Path) -> mlcroissant.Dataset:
    data = mlcroissant.Dataset(jsonld=folder / "croissant.json")
    assert not data.metadata.ctx.issues.errors, data.metadata.ctx.issues.report()
    assert not data.metadata.ctx.issues.warnings, data.metadata.ctx.issues.report()
    return data


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


@pytest.mark.consumer("mlcroissant", "hf")
def test_dialogues(exported: Path, truth: Truth, line: Callable[[Counts], None]) -> None:
    def said() -> Iterator[Said]:
        for record in loaded(exported).records("train"):
            messages = record["train/messages"]
            roles = [_text(role) for role in _column(messages, "role")]
            assert roles == ["user", "assistant"], roles
            user, assistant = (_text(content) for content in _column(messages, "content"))
            yield Said(user, assistant, [_bytes(image) for image in record["train/images"]])

    line(same_questions(said(), truth))


@pytest.mark.consumer("mlcroissant", "hf-record")
def test_records(exported: Path, truth: Truth, line: Callable[[Counts], None]) -> None:
    found = [_text(record["train/id"]) for record in loaded(exported).records("train")]
    assert found == [r.id for r in truth.records]
    line(Counts(len(found), 0))


def test_a_planted_fault_is_caught(work: Path, tmp_path: Path) -> None:
    """The rows are those whose sha256 the metadata states: a copy with one byte changed is refused."""
    folder = work / "exports" / "hf"
    (file,) = (folder / "data").glob("train-*.parquet")
    (tmp_path / "data").mkdir()
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "data" / file.name).write_bytes(data)
    metadata = json.loads((folder / "croissant.json").read_text("utf-8"))
    (tmp_path / "croissant.json").write_text(json.dumps(metadata), "utf-8")
    with pytest.raises(Exception, match=r"(?i)hash|sha256"):
        list(mlcroissant.Dataset(jsonld=tmp_path / "croissant.json").records("train"))
