"""verl: its data set of prompts, with pictures, and its way of loading a reward function from a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from omegaconf import OmegaConf
from transformers import AutoProcessor
from verl.trainer.ppo.reward import get_custom_reward_fn
from verl.utils.dataset.rl_dataset import RLHFDataset, collate_fn

from .compare import Counts, same_pictures
from .truth import Truth

EVERY = 8  # PIL pictures are compared in every eighth row; all else in every row


def opened(folder: Path, tiny: Path, max_samples: int = -1, **more: object) -> RLHFDataset:
    processor = AutoProcessor.from_pretrained(tiny)
    config = OmegaConf.create(
        {"cache_dir": str(folder.parents[1] / "cache" / "verl"), "filter_overlong_prompts": False, **more}
    )
    files = sorted(map(str, (folder / "data").glob("train-*.parquet")))
    return RLHFDataset(files, processor.tokenizer, config, processor, max_samples=max_samples)


def same_rows(rows: Iterator[dict[str, Any]], truth: Truth) -> Counts:
    asked, seen, n = truth.asked(), set(), 0
    for row in rows:
        record, question = next(asked, (None, None))
        assert record is not None and question is not None, f"row {n}: the set has {n} questions only"
        where = f"row {n}, {record.id} {question['id']}"
        (message,) = row["raw_prompt"]
        images = [part["image"] for part in message["content"] if part["type"] == "image"]
        text = "".join(part["text"] for part in message["content"] if part["type"] == "text")
        assert message["role"] == "user" and len(images) == len(record.pictures), where
        if n % EVERY == 0:
            same_pictures(images, record, where)
        assert question["text_load"] == "vision" or question["text"] in text, f"{where}: {text!r}"
        assert row["extra_info"]["answer"] == question["answer"]["text"], where
        assert row["reward_model"]["style"] == "rule" and row["data_source"] and row["ability"], where
        assert row["index"] == row["extra_info"]["index"], where
        seen.add(record.id)
        n += 1
    left = sum(1 for _ in asked)
    assert not left, f"{left} questions of the set are missing"
    return Counts(n, len(seen))


def scorer(folder: Path) -> Callable[..., Any]:
    custom = {"path": str(folder / "proofpress_scorer.py"), "name": "compute_score", "reward_kwargs": {}}
    found = get_custom_reward_fn(OmegaConf.create({"reward": {"custom_reward_function": custom}}))
    assert found is not None
    return found


@pytest.mark.consumer("verl", "verl")
def test_prompts_and_rewards(exported: Path, truth: Truth, tiny: Path, line: Callable[[Counts], None]) -> None:
    data = opened(exported, tiny)
    line(same_rows((data[n] for n in range(len(data))), truth))
    batch = collate_fn([data[n] for n in range(4)])
    assert len(batch["raw_prompt"]) == 4
    score = scorer(exported)
    rows = data.dataframe.remove_columns("images")
    for row, (record, question) in zip(rows, truth.asked(), strict=True):
        truth_of = {
            "data_source": row["data_source"],
            "ground_truth": row["reward_model"]["ground_truth"],
            "extra_info": row["extra_info"],
        }
        for said, wanted in (
            (f"<think>So it is.</think> \\boxed{{{question['answer']['text']}}}", 1.0),
            (f"Because.\nThe answer is {question['answer']['text']}", 1.0),
            ("<think>Hm.</think> \\boxed{none of these}", 0.0),
            *((f"\\boxed{{{c}}}", 0.0) for n, c in enumerate(question["choices"]) if not right(question, n)),
        ):
            got = score(solution_str=said, **truth_of)
            value = got["score"] if isinstance(got, dict) else got
            assert value == wanted, f"{record.id} {question['id']}: {said!r} is scored {got}, not {wanted}"


def right(question: dict[str, Any], n: int) -> bool:
    letter = chr(ord("A") + n)
    return letter in (json.loads(question["answer"]["value"]), *question["answer"]["aliases"])


@pytest.mark.consumer("verl", "verl", "all kept")
def test_overlong_prompts_are_measured(exported: Path, truth: Truth, tiny: Path, line: Callable[[Counts], None]) -> None:
    """With verl's own filter on: every prompt is built, its picture resized and tokenised; none fails, so none is dropped."""
    data = opened(exported, tiny, max_samples=200, filter_overlong_prompts=True, max_prompt_length=2048)
    assert len(data) == 200
    line(Counts(200, len({row["extra_info"]["id"].rpartition("-")[0] for row in data.dataframe.remove_columns("images")})))


def test_planted_faults_are_caught(work: Path, truth: Truth, tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "x" / "data").mkdir(parents=True)
    table = pq.read_table(next((work / "exports" / "verl" / "data").glob("train-*.parquet")))
    for fault, rows in {
        "a row dropped": table.slice(1),
        "the rows turned round": table.take(list(reversed(range(len(table))))),
    }.items():
        pq.write_table(rows, tmp_path / "x" / "data" / "train-00000.parquet")
        data = opened(tmp_path / "x", tiny)
        try:
            same_rows((data[n] for n in range(len(data))), truth)
        except AssertionError:
            continue
        raise AssertionError(f"not caught: {fault}")
