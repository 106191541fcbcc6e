"""TRL's rows as `datasets` reads them: pictures decoded, messages in parts, solutions that the scorer accepts."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from proofpress.export.dialogue import response
from proofpress.export.exporter import settings_for
from proofpress.export.run import export_set
from proofpress.export.trl import TASKS
from proofpress.model import Question, Sample
from proofpress.registry import Registry

from ..e2e.command import CLOCK

PLUGINS = (str(CLOCK),)
datasets = pytest.importorskip("datasets")


def load(folder: Path) -> Any:
    files = sorted(map(str, (folder / "data").glob("train-*.parquet")))
    return datasets.load_dataset("parquet", data_files=files, split="train", cache_dir=str(folder.parent / "cache"))


def export(small_set: Path, out: Path, name: str = "trl", **given: Any) -> Any:
    exporter = Registry.load(PLUGINS).exporter(name)
    return export_set(small_set, name, out, settings_for(exporter, given), plugins=PLUGINS, quiet=True)


def scorer(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("proofpress_scorer_beside", folder / "proofpress_scorer.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def asked(samples: list[Sample]) -> dict[str, tuple[Sample, Question]]:
    return {f"{s.id}-{q.id}": (s, q) for s in samples for q in s.questions}


def parts(message: dict[str, Any]) -> list[str]:
    return [p["type"] for p in message["content"]]


@pytest.mark.parametrize("task", TASKS)
def test_every_task_opens_with_pictures(small_set: Path, samples: list[Sample], tmp_path: Path, task: str) -> None:
    done = export(small_set, tmp_path / "x", own={"task": task})
    rows = load(tmp_path / "x")
    assert len(rows) == done.rows["train"]
    sizes = {s.id: (s.width, s.height) for s in samples}
    for row in rows.select(range(0, len(rows), 7)):
        (picture,) = row["images"]
        assert picture.size == sizes[row["id"].rsplit("-q", 1)[0]]
        if task == "prm":
            assert len(row["completions"]) == len(row["labels"]) and isinstance(row["prompt"], str)
            continue
        talk = row["messages"] if task == "sft" else row["prompt"]
        assert talk[0]["role"] == "user" and parts(talk[0]) == ["image", "text"]
        for side in {"sft": [talk[1:]], "dpo": [row.get("chosen"), row.get("rejected")], "grpo": []}[task]:
            assert [m["role"] for m in side] == ["assistant"] and parts(side[0]) == ["text"]


def test_pictures_are_the_stored_ones(small_set: Path, samples: list[Sample], tmp_path: Path) -> None:
    export(small_set, tmp_path / "x", own={"task": "sft"}, kinds=("conversation",))
    rows = load(tmp_path / "x").cast_column("images", datasets.List(datasets.Image(decode=False)))
    stored = {s.id: s.images[0].bytes for s in samples}
    assert {r["id"].rsplit("-", 1)[0]: r["images"][0]["bytes"] for r in rows} == stored
    assert all(parts(m) == ["text"] for r in rows for m in r["messages"][1:])


def test_grpo_solutions_are_accepted_by_the_file_beside_them(small_set: Path, samples: list[Sample], tmp_path: Path) -> None:
    export(small_set, tmp_path / "x", own={"task": "grpo", "steps": True}, reasoning="think", answer="boxed", suffix=True)
    rows = load(tmp_path / "x").remove_columns("images")
    reward = scorer(tmp_path / "x").reward
    known = asked(samples)
    how = settings_for(Registry.load(PLUGINS).exporter("trl"), {"reasoning": "think", "answer": "boxed"})
    right = [[{"role": "assistant", "content": response(*known[r["id"]], how)}] for r in rows]
    assert reward(right, [r["solution"] for r in rows], prompts=None, trainer_state=None) == [1.0] * len(rows)
    silent = [[{"role": "assistant", "content": "I do not know."}]] * len(rows)
    hits = reward(silent, [r["solution"] for r in rows])
    assert sum(hits) == 0
    assert all(len(r["steps"]) == len(known[r["id"]][1].steps) for r in rows)
    assert {"image", "text"} == {p["type"] for r in rows for p in r["prompt"][0]["content"]}
