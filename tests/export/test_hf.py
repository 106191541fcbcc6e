"""The Hugging Face folder, opened by `datasets` and `mlcroissant` themselves."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml
from PIL import Image

from proofpress.export.exporter import Settings
from proofpress.export.hf import DIALOGUES, features
from proofpress.export.run import export_set
from proofpress.model import Sample
from proofpress.schema import PASSED, SCHEMA
from proofpress.store import SetHeader, close_set, open_set, write_shard
from proofpress.vlm.run import run_pass

from ..quiet_passes import Noting, Silent

datasets = pytest.importorskip("datasets")


@pytest.fixture(scope="module")
def dialogues(small_set: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("hf") / "dialogues"
    export_set(small_set, "hf", out, Settings(kinds=("each", "detail")), quiet=True)
    return out


@pytest.fixture(scope="module")
def records(small_set: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("hf") / "records"
    export_set(small_set, "hf", out, Settings(own={"rows": "record"}), quiet=True)
    return out


def load(folder: Path, tmp_path: Path) -> Any:
    return datasets.load_dataset(str(folder), cache_dir=str(tmp_path / "cache"))["train"]


def test_datasets_opens_the_folder(dialogues: Path, samples: list[Sample], tmp_path: Path) -> None:
    data = load(dialogues, tmp_path)
    assert len(data) == sum(len(s.questions) + 1 for s in samples)
    by = {s.id: s for s in samples}
    for row in data.select(range(0, len(data), 7)):
        sample = by[row["sample"]]
        [picture] = row["images"]
        assert isinstance(picture, Image.Image) and picture.size == (sample.width, sample.height)
        assert picture.tobytes() == Image.open(io.BytesIO(sample.images[0].bytes)).tobytes()
        assert [m["role"] for m in row["messages"]] == ["user", "assistant"]
        answers = {q.id: q.answer.text for q in sample.questions}
        assert row["answers"] == [answers[i] for i in row["question_ids"]]


def test_datasets_opens_the_records(records: Path, samples: list[Sample], tmp_path: Path) -> None:
    data = load(records, tmp_path)
    assert data["id"][:] == [s.id for s in samples]
    row, sample = data[3], samples[3]
    assert row["images"][0].size == (sample.width, sample.height)
    assert [q["text"] for q in row["questions"]] == [q.text for q in sample.questions]


def test_records_hold_the_questions_that_are_asked_for(small_set: Path, tmp_path: Path) -> None:
    export_set(small_set, "hf", tmp_path / "some", Settings(own={"rows": "record"}, forms=("yes_no",)), quiet=True)
    forms = [q["form"] for row in load(tmp_path / "some", tmp_path) for q in row["questions"]]
    assert len(forms) > 10 and set(forms) == {"yes_no"}


def test_what_a_pass_left_goes_with_the_record(small_set: Path, samples: list[Sample], tmp_path: Path) -> None:
    run_pass(small_set, tmp_path / "set", Noting(), Silent(), quiet=True)
    for rows in ("record", "dialogue"):
        export_set(tmp_path / "set", "hf", tmp_path / rows, Settings(own={"rows": rows}), workers=2, quiet=True)
    data = load(tmp_path / "record", tmp_path)
    for row, sample in zip(data, samples, strict=True):
        assert [(r["question"], r["pass"], r["detail"]) for r in row["reviews"]] == [
            (q.id, "note", '{"why": "<b>"}') for q in sample.questions
        ]
        texts = [sample.captions[0].text, *(q.text for q in sample.questions)]
        assert [(w["original"], w["text"]) for w in row["wordings"]] == [(t, f"Or: {t}") for t in texts]
    about = yaml.safe_load((tmp_path / "record" / "README.md").read_text("utf-8").split("---\n", 2)[1])
    assert [f["name"] for f in about["dataset_info"]["features"]][-2:] == ["reviews", "wordings"]
    mlcroissant = pytest.importorskip("mlcroissant")
    assert mlcroissant.Dataset(str(tmp_path / "record" / "croissant.json")).metadata.issues.errors == set()
    assert "reviews" not in load(tmp_path / "dialogue", tmp_path).column_names


@pytest.mark.parametrize("schema", [DIALOGUES, SCHEMA, PASSED], ids=["dialogues", "records", "passed"])
def test_the_card_names_the_columns_as_datasets_does(schema: Any) -> None:
    assert features(schema) == datasets.Features.from_arrow_schema(schema)._to_yaml_list()


def test_the_card(dialogues: Path, samples: list[Sample]) -> None:
    _, front, body = (dialogues / "README.md").read_text("utf-8").split("---\n", 2)
    about = yaml.safe_load(front)
    rows = sum(len(s.questions) + 1 for s in samples)
    assert about["dataset_info"]["splits"][0]["num_examples"] == rows
    assert about["size_categories"] == ["n<1K"] and about["license"] == "apache-2.0" and about["language"] == ["en"]
    for name in {f"{s.engine}/{s.template}" for s in samples}:
        assert f"| {name} | {sum(len(s.questions) + 1 for s in samples if f'{s.engine}/{s.template}' == name)} |" in body


def test_a_picture_is_stored_once_a_row_group(dialogues: Path, samples: list[Sample]) -> None:
    size = sum(f.stat().st_size for f in (dialogues / "data").iterdir())
    pictures = sum(len(i.bytes) for s in samples for i in s.images)
    assert size < 1.3 * pictures + 200_000
    names = sorted(f.name for f in (dialogues / "data").iterdir())
    assert names == [f"train-{i:05d}-of-{len(names):05d}.parquet" for i in range(len(names))]
    assert all(pq.ParquetFile(f).metadata.num_rows for f in (dialogues / "data").iterdir())


@pytest.mark.parametrize("rows", ["dialogues", "records"])
def test_croissant_is_valid_and_yields_the_rows(rows: str, request: pytest.FixtureRequest, samples: list[Sample]) -> None:
    mlc = pytest.importorskip("mlcroissant")
    folder: Path = request.getfixturevalue(rows)
    about = json.loads((folder / "croissant.json").read_text("utf-8"))
    assert about["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    data = mlc.Dataset(str(folder / "croissant.json"))
    assert not data.metadata.issues.errors
    found = list(data.records("train"))
    assert len(found) == (len(samples) if rows == "records" else sum(len(s.questions) + 1 for s in samples))
    assert found[0]["train/images"][0].size == (samples[0].width, samples[0].height)


def test_splits_with_names_that_begin_alike_stay_apart(samples: list[Sample], tmp_path: Path) -> None:
    mlc = pytest.importorskip("mlcroissant")
    header = SetHeader({"domains": {"charts": 1}}, {}, "mark")
    told = [replace(s, split=("train", "train-hard", "train-hard-2")[i % 3]) for i, s in enumerate(samples[:9])]
    open_set(tmp_path / "set", header)
    close_set(tmp_path / "set", header, [write_shard(tmp_path / "set", 0, header.fingerprint, told, [])])
    made = export_set(tmp_path / "set", "hf", tmp_path / "out", quiet=True)
    data = datasets.load_dataset(str(tmp_path / "out"), cache_dir=str(tmp_path / "cache"))
    croissant = mlc.Dataset(str(tmp_path / "out" / "croissant.json"))
    for split in ("train", "train-hard", "train-hard-2"):
        own = {s.id for s in told if s.split == split}
        assert {row["sample"] for row in data[split.replace("-", "_")]} == own
        assert len(list(croissant.records(split))) == made.rows[split]


def test_croissant_with_a_wrong_checksum_or_column_is_caught(dialogues: Path, tmp_path: Path) -> None:
    mlc = pytest.importorskip("mlcroissant")
    about = json.loads((dialogues / "croissant.json").read_text("utf-8"))
    about["recordSet"][0]["field"][0]["source"]["fileSet"]["@id"] = "nothing"
    (tmp_path / "croissant.json").write_text(json.dumps(about))
    with pytest.raises(mlc.ValidationError):
        mlc.Dataset(str(tmp_path / "croissant.json"))
