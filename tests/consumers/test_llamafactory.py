"""LLaMA-Factory: its own loader, converter and tokenisation, with the export's folder as `dataset_dir`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from llamafactory.data import get_dataset, get_template_and_fix_tokenizer
from llamafactory.data.loader import _get_merged_dataset
from llamafactory.hparams import get_train_args
from transformers import AutoProcessor

from .compare import Counts, Exchange, Pair, planted, same_pairs, same_questions
from .truth import Truth

TOKENISED = 400  # rows that are also resized and tokenised


def arguments(folder: Path, name: str, stage: str, tiny: Path, **more: object) -> SimpleNamespace:
    asked = {
        "stage": stage,
        "do_train": True,
        "model_name_or_path": str(tiny),
        "template": "llava",
        "dataset_dir": str(folder),
        "dataset": name,
        "output_dir": str(folder.parents[1] / "runs" / folder.name),
        "cutoff_len": 4096,
        "overwrite_cache": True,
        "preprocessing_num_workers": 1,
        "report_to": "none",
        "use_cpu": True,
        **more,
    }
    model, data, training, _finetuning, _generating = get_train_args(asked)
    return SimpleNamespace(model=model, data=data, training=training)


def aligned(folder: Path, name: str, stage: str, tiny: Path) -> Iterator[dict[str, Any]]:
    """Rows as the converter of sharegpt data hands them on."""
    args = arguments(folder, name, stage, tiny)
    yield from _get_merged_dataset([name], args.model, args.data, args.training, stage)


def tokenised(folder: Path, name: str, stage: str, tiny: Path) -> tuple[Any, Any]:
    """Rows as the trainer gets them, and the tokenizer that made them."""
    args = arguments(folder, name, stage, tiny, max_samples=TOKENISED)
    processor = AutoProcessor.from_pretrained(tiny)
    template = get_template_and_fix_tokenizer(processor.tokenizer, args.data)
    made = get_dataset(
        template, args.model, args.data, args.training, stage, tokenizer=processor.tokenizer, processor=processor
    )
    return made["train_dataset"], processor.tokenizer


def pictures(row: dict[str, Any]) -> list[bytes]:
    """The pictures, which the converter found under the data set's folder; the marks in the words are as many."""
    assert row["_prompt"][0]["content"].count("<image>") == len(row["_images"])
    return [Path(path).read_bytes() for path in row["_images"]]


def chats(folder: Path, tiny: Path) -> Iterator[Exchange]:
    for row in aligned(folder, "proofpress_train", "sft", tiny):
        (user,), (assistant,) = row["_prompt"], row["_response"]
        assert (user["role"], assistant["role"]) == ("user", "assistant")
        yield Exchange(user["content"], assistant["content"], pictures(row))


@pytest.mark.consumer("llamafactory", "sharegpt")
def test_chats(exported: Path, truth: Truth, tiny: Path, line: Callable[[Counts], None]) -> None:
    line(same_questions(chats(exported, tiny), truth))
    rows, tokenizer = tokenised(exported, "proofpress_train", "sft", tiny)
    assert len(rows) == TOKENISED
    for row, (record, question) in zip(rows, truth.asked(), strict=False):
        text = tokenizer.decode(row["input_ids"])
        assert question["text_load"] == "vision" or question["text"] in text, f"{record.id} {question['id']}: {text!r}"
        assert text.count("<image>") == 16, "a picture is 16 tokens of the tiny model"
        learnt = tokenizer.decode([i for i in row["labels"] if i >= 0])
        for step in question["steps"][:-1]:
            assert step["text"] in learnt, f"{record.id} {question['id']}: {learnt!r}"


def test_planted_faults_are_caught(work: Path, truth: Truth, tiny: Path, tmp_path: Path) -> None:
    folder = work / "exports" / "sharegpt"
    planted(list(chats(folder, tiny)), truth)
    # A picture mark too many is LLaMA-Factory's own error.
    rows = json.loads((folder / "train.json").read_text("utf-8"))[:TOKENISED]
    rows[3]["conversations"][0]["value"] += "<image>"
    (tmp_path / "train.json").write_text(json.dumps(rows), "utf-8")
    (tmp_path / "dataset_info.json").write_bytes((folder / "dataset_info.json").read_bytes())
    (tmp_path / "images").symlink_to(folder / "images")
    with pytest.raises(ValueError, match="image"):
        tokenised(tmp_path, "proofpress_train", "sft", tiny)


@pytest.mark.consumer("llamafactory", "sharegpt-dpo")
def test_preferences(exported: Path, truth: Truth, tiny: Path, line: Callable[[Counts], None]) -> None:
    def pairs() -> Iterator[Pair]:
        for row in aligned(exported, "proofpress_dpo_train", "rm", tiny):
            (user,), (chosen, rejected) = row["_prompt"], row["_response"]
            yield Pair(user["content"], chosen["content"], rejected["content"], pictures(row))

    line(same_pairs(pairs(), truth))
    rows, tokenizer = tokenised(exported, "proofpress_dpo_train", "rm", tiny)
    stored = json.loads((exported / "train.json").read_text("utf-8"))
    assert len(rows) == TOKENISED
    for row, wanted in zip(rows, stored, strict=False):
        for side in ("chosen", "rejected"):
            assert wanted[side]["value"] in tokenizer.decode([i for i in row[f"{side}_labels"] if i >= 0])
