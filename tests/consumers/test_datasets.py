"""Hugging Face datasets: the set's own shards, and every export that it is the loader of."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from datasets import Image, load_dataset

from .compare import Counts, Exchange, planted, same_pictures, same_questions
from .truth import Truth


@pytest.mark.consumer("datasets", "set")
def test_the_shards_themselves(work: Path, truth: Truth, line: Callable[[Counts], None]) -> None:
    rows = load_dataset("parquet", data_files=str(work / "set" / "shards" / "*.parquet"), split="train")
    assert len(rows) == len(truth.records)
    boxes = 0
    for row, record in zip(rows, truth.records, strict=True):
        assert row["id"] == record.id
        same_pictures(row["images"], record, record.id)
        for column in ("questions", "regions", "facts", "captions"):
            assert json.dumps(row[column]) == json.dumps(record.row[column]), f"{record.id}: {column}"
        boxes += len(row["regions"])
    line(Counts(len(rows), len(truth.records), boxes))


def chats(folder: Path) -> Iterator[Exchange]:
    """Rows of LLaVA's own format, as datasets reads them."""
    for row in load_dataset("json", data_files=str(folder / "train.json"), split="train"):
        human, gpt = row["conversations"]
        assert (human["from"], gpt["from"]) == ("human", "gpt")
        assert human["value"].count("<image>") == 1
        yield Exchange(human["value"], gpt["value"], [(folder / row["image"]).read_bytes()])


@pytest.mark.consumer("datasets", "llava")
def test_llava(exported: Path, truth: Truth, line: Callable[[Counts], None]) -> None:
    line(same_questions(chats(exported), truth))


def test_planted_faults_are_caught(work: Path, truth: Truth) -> None:
    planted(list(chats(work / "exports" / "llava")), truth)


@pytest.mark.consumer("datasets", "llava-conversation")
def test_conversations(exported: Path, truth: Truth, line: Callable[[Counts], None]) -> None:
    rows = load_dataset("json", data_files=str(exported / "train.json"), split="train")
    assert len(rows) == len(truth.records)
    for row, record in zip(rows, truth.records, strict=True):
        assert row["id"].startswith(record.id)
        same_pictures([(exported / row["image"]).read_bytes()], record, record.id)
        assert row["conversations"][0]["value"].count("<image>") == 1
        asked, answered = row["conversations"][0::2], row["conversations"][1::2]
        assert 1 <= len(asked) == len(answered) <= len(record.questions)
        left = list(record.questions)
        for question, answer in zip(asked, answered, strict=True):
            known = [q for q in left if q["text_load"] == "vision" or q["text"] in question["value"]]
            known = [q for q in known if all(s["text"] in answer["value"] for s in q["steps"][:-1])]
            assert known, f"{record.id}: no question of the set: {question['value']!r}"
            left.remove(known[0])
    line(Counts(len(rows), len(rows)))


def flat(row: dict[str, Any]) -> tuple[str, str]:
    """The one question and its answer of a row of messages, whose content is a string or parts."""
    user, assistant = row["messages"]
    assert (user["role"], assistant["role"]) == ("user", "assistant")
    return words(user["content"]), words(assistant["content"])


def words(content: Any) -> str:
    return content if isinstance(content, str) else "".join(part["text"] or "" for part in content if part["type"] == "text")


@pytest.mark.consumer("datasets", "hf")
def test_hf(exported: Path, truth: Truth, line: Callable[[Counts], None]) -> None:
    rows = load_dataset(str(exported), split="train")
    stored = rows.cast_column("images", [Image(decode=False)])
    line(same_questions((Exchange(*flat(row), [image["bytes"] for image in row["images"]]) for row in stored), truth))
    asked = list(truth.asked())
    for n in range(0, len(rows), 8):
        same_pictures(rows[n]["images"], asked[n][0], f"row {n}")


@pytest.mark.consumer("datasets", "hf-record")
def test_whole_records(exported: Path, truth: Truth, line: Callable[[Counts], None]) -> None:
    rows = load_dataset(str(exported), split="train")
    assert rows["id"] == [record.id for record in truth.records]
    for row, record in zip(rows.cast_column("images", [Image(decode=False)]), truth.records, strict=True):
        assert [image["bytes"] for image in row["images"]] == record.pictures
        for column in ("questions", "regions", "facts", "captions", "spec"):
            assert json.dumps(row[column]) == json.dumps(record.row[column]), f"{record.id}: {column}"
    for row, record in zip(rows, truth.records, strict=True):
        same_pictures(row["images"], record, record.id)
    line(Counts(len(rows), len(rows), sum(len(r.boxes) for r in truth.records)))


@pytest.mark.consumer("datasets", "jsonl")
def test_lines(exported: Path, truth: Truth, line: Callable[[Counts], None]) -> None:
    """The record as lines; datasets makes one table of it only without what differs from row to row, so it is read as lines."""
    rows = load_dataset("text", data_files=str(exported / "train.jsonl"), split="train", keep_linebreaks=False)
    boxes = 0
    assert len(rows) == len(truth.records)
    for text, record in zip(rows["text"], truth.records, strict=True):
        row = json.loads(text)
        assert row["id"] == record.id
        same_pictures([(exported / path).read_bytes() for path in row["images"]], record, record.id)
        assert [q["text"] for q in row["questions"]] == [q["text"] for q in record.questions]
        assert [q["answer"]["text"] for q in row["questions"]] == [q["answer"]["text"] for q in record.questions]
        assert [[s["text"] for s in q["steps"]] for q in row["questions"]] == [
            [s["text"] for s in q["steps"]] for q in record.questions
        ]
        assert [r["quad"] for r in row["regions"]] == [r["quad"] for r in record.row["regions"]]
        boxes += len(row["regions"])
    line(Counts(len(rows), len(rows), boxes))


@pytest.mark.consumer("datasets", "easyr1")
def test_easyr1(exported: Path, truth: Truth, line: Callable[[Counts], None]) -> None:
    """EasyR1 is in no package registry; its data set is datasets' Parquet, prompt, answer and images by name."""
    rows = load_dataset("parquet", data_dir=str(exported / "data"), split="train")
    asked, seen = list(truth.asked()), set()
    assert len(rows) == len(asked)
    for row, (record, question) in zip(rows.cast_column("images", [Image(decode=False)]), asked, strict=True):
        assert row["prompt"].count("<image>") == len(row["images"])
        assert question["text_load"] == "vision" or question["text"] in row["prompt"], row["id"]
        same_pictures([image["bytes"] for image in row["images"]], record, row["id"])
        seen.add(record.id)
    line(Counts(len(rows), len(seen)))
