"""The formats of conversations: field names and marks as their consumers' loaders check them."""

from __future__ import annotations

import base64
import json
import tarfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from proofpress.export.exporter import Settings, settings_for
from proofpress.export.llava import unmarked
from proofpress.export.openai_messages import media_type
from proofpress.export.run import export_set
from proofpress.export.writers import SINKS, join, rows_of
from proofpress.model import Sample, loads
from proofpress.registry import Registry

from ..e2e.command import CLOCK


@pytest.fixture(scope="module")
def exported(small_set: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("conversations")
    kinds = Settings(kinds=("each", "conversation"))
    for name, settings in (
        ("llava", kinds),
        ("sharegpt", kinds),
        ("openai-messages", None),
        ("jsonl", None),
        ("webdataset", kinds),
    ):
        export_set(small_set, name, root / name, settings, quiet=True)
    return {p.name: p for p in root.iterdir()}


def test_llava(exported: dict[str, Path], samples: list[Sample]) -> None:
    rows = json.loads((exported["llava"] / "train.json").read_text("utf-8"))
    assert len(rows) == sum(len(s.questions) + 1 for s in samples)
    assert len({r["id"] for r in rows}) == len(rows)
    for row in rows:
        assert set(row) == {"id", "image", "conversations"}
        assert (exported["llava"] / row["image"]).is_file()
        turns = row["conversations"]
        assert [t["from"] for t in turns] == ["human", "gpt"] * (len(turns) // 2)
        assert turns[0]["value"].startswith("<image>\n")
        assert sum(t["value"].count("<image>") for t in turns) == 1


def test_llama_factory(exported: dict[str, Path]) -> None:
    """Its own check (data/converter.py and mm_plugin): as many <image> as images, and the roles take turns."""
    folder = exported["sharegpt"]
    info = json.loads((folder / "dataset_info.json").read_text("utf-8"))
    assert list(info) == ["proofpress_train"]
    about = info["proofpress_train"]
    assert about["formatting"] == "sharegpt" and about["columns"] == {"messages": "conversations", "images": "images"}
    rows = json.loads((folder / about["file_name"]).read_text("utf-8"))
    tags = about["tags"]
    for row in rows:
        turns = row[about["columns"]["messages"]]
        assert sum(t[tags["content_tag"]].count("<image>") for t in turns) == len(row["images"]) == 1
        roles = [t[tags["role_tag"]] for t in turns]
        assert roles == [tags["user_tag"], tags["assistant_tag"]] * (len(roles) // 2)
        assert all((folder / image).is_file() for image in row["images"])


def test_a_mark_in_the_text_is_no_picture() -> None:
    assert unmarked("The tag <image> and <video>") == "The tag < image > and < video >"


def test_messages_inline_and_as_files(
    exported: dict[str, Path], small_set: Path, samples: list[Sample], tmp_path: Path
) -> None:
    rows = list(rows_of(exported["openai-messages"], ["train.jsonl"]))
    assert len(rows) == sum(len(s.questions) for s in samples)
    pictures = {i.bytes for s in samples for i in s.images}
    for row in rows:
        user, assistant = row["messages"]
        url, text = user["content"][0]["image_url"]["url"], user["content"][1]
        kind, data = url.removeprefix("data:").split(";base64,")
        assert kind == "image/png" and base64.b64decode(data) in pictures
        assert text["type"] == "text" and assistant["role"] == "assistant" and isinstance(assistant["content"], str)
    assert not (exported["openai-messages"] / "images").exists()
    export_set(
        small_set, "openai-messages", tmp_path / "files", Settings(own={"images": "files", "detail": "high"}), quiet=True
    )
    for row in rows_of(tmp_path / "files", ["train.jsonl"]):
        about = row["messages"][0]["content"][0]["image_url"]
        assert (tmp_path / "files" / about["url"]).is_file() and about["detail"] == "high"


def test_media_types() -> None:
    assert [media_type(b) for b in (b"\x89PNG..", b"\xff\xd8\xff", b"RIFF....WEBP")] == [
        "image/png",
        "image/jpeg",
        "image/webp",
    ]


def test_json_lines_hold_the_whole_record(exported: dict[str, Path], samples: list[Sample]) -> None:
    rows = list(rows_of(exported["jsonl"], ["train.jsonl"]))
    assert [r["id"] for r in rows] == [s.id for s in samples]
    for row, sample in zip(rows, samples, strict=True):
        back = dict(row)
        back["images"] = [{"bytes": (exported["jsonl"] / p).read_bytes(), "path": Path(p).name} for p in row["images"]]
        for name in ("spec", "style", "degradations"):
            back[name] = json.dumps(back[name])
        assert Sample.from_record(_closed(back)) == sample, "nothing is lost on the way"


def _closed(data: Any) -> Any:
    """Values back as JSON text."""
    if isinstance(data, dict):
        return {k: json.dumps(v, ensure_ascii=False) if k == "value" else _closed(v) for k, v in data.items()}
    return [_closed(v) for v in data] if isinstance(data, list) else data


def test_web_dataset_with_its_own_library(exported: dict[str, Path], samples: list[Sample]) -> None:
    wds = pytest.importorskip("webdataset")
    found = list(wds.WebDataset(str(exported["webdataset"] / "train-000000.tar"), shardshuffle=False))
    assert [r["__key__"] for r in found] == [s.id for s in samples]
    for row, sample in zip(found, samples, strict=True):
        assert row["png"] == sample.images[0].bytes
        told = json.loads(row["json"])
        assert [d["id"] for d in told["dialogues"]] == [
            *(f"{sample.id}-{q.id}" for q in sample.questions),
            f"{sample.id}-conversation",
        ]


def test_tar_shards_are_about_as_large_as_asked(small_set: Path, samples: list[Sample], tmp_path: Path) -> None:
    made = export_set(
        small_set, "webdataset", tmp_path / "out", Settings(own={"shard_mb": 0.4, "rows": "dialogue"}), quiet=True
    )
    sizes = [(tmp_path / "out" / f).stat().st_size for f in made.files]
    assert len(sizes) > 5 and max(sizes) < 520_000 and min(sizes[:-1]) > 250_000
    keys = []
    for name in made.files:
        with tarfile.open(tmp_path / "out" / name) as tar:
            members = tar.getmembers()
        assert {(m.mtime, m.uid, m.uname) for m in members} == {(0, 0, "")}
        keys += [m.name for m in members if m.name.endswith(".json")]
    assert keys == [f"{s.id}-{q.id}.json" for s in samples for q in s.questions]


@pytest.mark.parametrize("writer", ["json", "jsonl"])
def test_joined_lines_are_what_was_put(writer: str, tmp_path: Path) -> None:
    rows = [{"n": i, "text": "line\nbreak, ]\u2028 " * i} for i in range(5)]
    parts = []
    for i, share in enumerate((rows[:2], [], rows[2:])):
        sink = SINKS[writer](tmp_path / f"{i}.part", None)
        for row in share:
            sink.add(row)
        parts.append(sink.close())
    [name] = join(writer, parts, tmp_path, "train", {})
    assert list(rows_of(tmp_path, [name])) == rows
    if writer == "json":
        assert json.loads((tmp_path / name).read_text("utf-8")) == rows
    assert join(writer, parts[1:2], tmp_path, "test", {}) == [], "no rows, no file"


def test_every_exporter_says_what_it_is_for() -> None:
    registry = Registry.load()
    found = [registry.exporter(name) for name in registry.exporters()]
    assert {"llava", "sharegpt", "openai-messages", "jsonl", "hf", "webdataset"} <= {e.name for e in found}
    assert all(e.summary and e.writer in SINKS and e.pictures in ("files", "inline") for e in found)
    assert all(o.help for e in found for o in e.own.values())


def test_values_open_as_they_were(samples: list[Sample]) -> None:
    assert Counter(type(loads(json.dumps("12.50"))).__name__ for _ in samples)["Decimal"] == len(samples)


@pytest.mark.parametrize(
    "name", ["llava", "sharegpt", "sharegpt-dpo", "swift", "swift-rlhf", "verl", "easyr1", "qwen-grounding", "webdataset"]
)
def test_a_text_that_holds_the_mark_of_a_picture_is_no_picture(name: str, samples: list[Sample]) -> None:
    """A user's table may hold it; loaders count the marks and refuse, or break on, a row with one too many."""
    exporter = Registry.load((str(CLOCK),)).exporter(name)
    exporter.plugins = (str(CLOCK),)
    rows = 0
    for sample in samples[:12]:
        marked = replace(sample, questions=tuple(replace(q, text=f"<image> {q.text}") for q in sample.questions))
        for given in ({}, {"own": {"task": "grpo"}}) if "task" in exporter.own else ({},):
            for row in exporter.rows(marked, [f"images/{i.path}" for i in sample.images], settings_for(exporter, given)):
                said = {
                    k: v for k, v in row.items() if k in ("conversations", "messages", "prompt", "chosen", "rejected", "json")
                }
                for dialogue in said["json"]["dialogues"] if "json" in said else [said]:
                    rows += 1
                    assert json.dumps(dialogue).count("<image>") == len(sample.images), row
    assert rows
