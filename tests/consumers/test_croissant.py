"""mlcroissant: the metadata is valid and its records are the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import mlcroissant
import pyarrow.parquet as pq
import pytest

from .compare import Counts, Exchange, same_questions
from .truth import Truth


def loaded(folder: Path) -> mlcroissant.Dataset:
    """The metadata, without an error; the only warnings are of what no set can know: when it is published, how it is cited."""
    data = mlcroissant.Dataset(jsonld=folder / "croissant.json")
    issues = data.metadata.ctx.issues
    assert not issues.errors, issues.report()
    others = [w for w in issues.warnings if "citeAs" not in w and "datePublished" not in w]
    assert not others, issues.report()
    return data


def said(folder: Path) -> Iterator[Exchange]:
    for record in loaded(folder).records("train"):
        messages = record["train/messages"]
        assert [m["train/messages/role"] for m in messages] == [b"user", b"assistant"]
        user, assistant = (m["train/messages/content"].decode() for m in messages)
        yield Exchange(user, assistant, record["train/images"])


@pytest.mark.consumer("mlcroissant", "hf")
def test_dialogues(exported: Path, truth: Truth, line: Callable[[Counts], None]) -> None:
    line(same_questions(said(exported), truth))


@pytest.mark.consumer("mlcroissant", "hf-record", "ids equal")
def test_records(exported: Path, truth: Truth, line: Callable[[Counts], None]) -> None:
    found = [record["train/id"].decode() for record in loaded(exported).records("train")]
    assert found == [r.id for r in truth.records]
    line(Counts(len(found), 0))


def test_planted_faults_are_caught(work: Path, truth: Truth, tmp_path: Path) -> None:
    """A row dropped from the data; metadata that names no licence's place, a column that is not there, an unknown file set."""
    folder = work / "exports" / "hf"
    (file,) = (folder / "data").glob("train-*.parquet")
    (tmp_path / "data").mkdir()
    rows = pq.read_table(file)
    pq.write_table(rows.slice(1), tmp_path / "data" / file.name)
    whole = (folder / "croissant.json").read_text("utf-8")
    (tmp_path / "croissant.json").write_text(whole, "utf-8")
    with pytest.raises(AssertionError):
        same_questions(said(tmp_path), truth)
    for right, wrong in (('"column": "id"', '"column": "idea"'), ('"@id": "train-files"', '"@id": "no-files"')):
        assert right in whole
        (tmp_path / "croissant.json").write_text(whole.replace(right, wrong, 1), "utf-8")
        with pytest.raises(Exception, match=r"."):
            next(said(tmp_path))
