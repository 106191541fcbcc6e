"""TRL: its own preparation of pictures and messages, and the collators that its trainers use."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from datasets import Dataset, Image, load_dataset
from transformers import AutoProcessor
from trl.data_utils import is_conversational, prepare_multimodal_messages
from trl.trainer.dpo_trainer import DataCollatorForVisionPreference
from trl.trainer.sft_trainer import DataCollatorForVisionLanguageModeling

from .compare import Counts, Exchange, Pair, planted, same_pairs, same_pictures, same_questions
from .truth import Truth

BATCH = 16
EVERY = 8  # the collators, which resize pictures, take every eighth row; all else is compared for every row


def rows_of(folder: Path) -> Dataset:
    return load_dataset("parquet", data_files=str(folder / "data" / "train-*.parquet"), split="train")


def stored(folder: Path) -> Dataset:
    """The rows with their pictures as bytes."""
    return rows_of(folder).cast_column("images", [Image(decode=False)])


def words(message: dict[str, Any]) -> str:
    return "".join(part["text"] for part in message["content"] if part["type"] == "text")


def pictures(message: dict[str, Any]) -> list[Any]:
    return [part["image"]["bytes"] for part in message["content"] if part["type"] == "image"]


def prepared(rows: Dataset) -> Iterator[Exchange]:
    """As the collator prepares a row: the pictures put where the placeholders are."""
    for row in rows:
        assert is_conversational(row)
        user, assistant = prepare_multimodal_messages(row["messages"], images=row["images"])
        yield Exchange(words(user), words(assistant), pictures(user))


@pytest.mark.consumer("trl", "trl-sft")
def test_sft(exported: Path, truth: Truth, tiny: Path, line: Callable[[Counts], None]) -> None:
    line(same_questions(prepared(stored(exported)), truth))
    rows, asked = rows_of(exported), list(truth.asked())
    processor = AutoProcessor.from_pretrained(tiny)
    collate = DataCollatorForVisionLanguageModeling(processor)
    for some in batches(len(rows)):
        examples = [rows[n] for n in some]
        for n, example in zip(some, examples, strict=True):
            same_pictures(example["images"], asked[n][0], example["id"])
        batch = collate(examples)
        assert batch["pixel_values"].shape[0] == len(some) == batch["labels"].shape[0]
        for n, ids in zip(some, batch["input_ids"], strict=True):
            text, question = processor.tokenizer.decode(ids), asked[n][1]
            assert question["text_load"] == "vision" or question["text"] in text, f"{rows[n]['id']}: {text!r}"


def batches(n: int) -> Iterator[list[int]]:
    chosen = list(range(0, n, EVERY))
    return (chosen[start : start + BATCH] for start in range(0, len(chosen), BATCH))


def test_planted_faults_are_caught(work: Path, truth: Truth) -> None:
    planted(list(prepared(stored(work / "exports" / "trl-sft"))), truth)


def scorer_of(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("proofpress_scorer", folder / "proofpress_scorer.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.consumer("trl", "trl-dpo")
def test_dpo(exported: Path, work: Path, truth: Truth, tiny: Path, line: Callable[[Counts], None]) -> None:
    rows = rows_of(exported)

    def pairs() -> Iterator[Pair]:
        for row in stored(exported):
            (prompt,) = prepare_multimodal_messages(row["prompt"], images=row["images"])
            (chosen,), (rejected,) = (prepare_multimodal_messages(row[side]) for side in ("chosen", "rejected"))
            yield Pair(words(prompt), words(chosen), words(rejected), pictures(prompt))

    line(same_pairs(pairs(), truth))
    grpo = work / "exports" / "trl-grpo"
    solutions = {row["id"]: row["solution"] for row in rows_of(grpo).remove_columns("images")}
    score = scorer_of(grpo).reward
    plain = list(rows.remove_columns("images"))
    known = [solutions[row["id"].rsplit("-", 1)[0]] for row in plain]
    for side, wanted in (("chosen", 1.0), ("rejected", 0.0)):
        got = score([row[side] for row in plain], solution=known)
        wrong = [row["id"] for row, value in zip(plain, got, strict=True) if value != wanted]
        assert not wrong, f"{side}: {len(wrong)} of {len(plain)} not scored {wanted}, {wrong[:3]}"
    processor = AutoProcessor.from_pretrained(tiny)
    collate = DataCollatorForVisionPreference(processor)
    for some in batches(len(rows)):
        examples = [rows[n] for n in some]
        sides = [words(row[side][0]) for side in ("chosen", "rejected") for row in examples]
        batch = collate(examples)
        assert batch["input_ids"].shape[0] == 2 * len(examples)
        for ids, said in zip(batch["input_ids"], sides, strict=True):
            assert said in processor.tokenizer.decode(ids)


@pytest.mark.consumer("trl", "trl-grpo")
def test_grpo(exported: Path, truth: Truth, line: Callable[[Counts], None]) -> None:
    rows, asked, seen = stored(exported), list(truth.asked()), set()
    assert len(rows) == len(asked)
    score = scorer_of(exported).reward
    for row, (record, question) in zip(rows, asked, strict=True):
        assert row["id"] == f"{record.id}-{question['id']}"
        (prompt,) = prepare_multimodal_messages(row["prompt"], images=row["images"])
        assert question["text_load"] == "vision" or question["text"] in words(prompt), row["id"]
        same_pictures(pictures(prompt), record, row["id"])
        seen.add(record.id)
    solutions = [row["solution"] for row in rows.remove_columns("images")]
    for said, wanted in (
        ([f"So it is.\n{q['answer']['text']}" for _, q in asked], 1.0),
        (["I do not know." for _ in asked], 0.0),
    ):
        got = score([[{"role": "assistant", "content": text}] for text in said], solution=solutions)
        wrong = [n for n, value in enumerate(got) if value != wanted]
        assert not wrong, f"{len(wrong)} not scored {wanted}: {said[wrong[0]]!r}, {solutions[wrong[0]]}"
    line(Counts(len(rows), len(seen)))


@pytest.mark.consumer("trl", "trl-prm")
def test_prm(exported: Path, truth: Truth, line: Callable[[Counts], None]) -> None:
    """Stepwise supervision as TRL's dataset formats state it: prompt, completions, labels of one length."""
    rows, seen, wrong = rows_of(exported), set(), 0
    for row in rows.remove_columns("images"):
        assert len(row["completions"]) == len(row["labels"]) > 0, row["id"]
        record = truth.by_id[row["id"].split("-q")[0]]
        first = row["labels"].index(False) if False in row["labels"] else len(row["labels"])
        recorded = {s["text"] for q in record.questions for s in q["steps"]}
        for text in row["completions"][: min(first, len(row["completions"]) - 1)]:
            assert text in recorded, f"{row['id']}: {text!r} is labelled right and is no step of the set"
        wrong += first < len(row["labels"])
        seen.add(record.id)
    assert wrong, "no chain has a wrong step"
    line(Counts(len(rows), len(seen)))
