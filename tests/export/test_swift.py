"""ms-swift's and Qwen's rows: as many places as there are boxes, and the boxes are the set's."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from proofpress.export.boxes import DIALECTS, QWEN25, Resize, parse, step
from proofpress.export.exporter import Settings
from proofpress.export.grounding import Task, tasks
from proofpress.export.qwen_grounding import exporter as qwen
from proofpress.export.run import export_set
from proofpress.export.swift import exporter as swift
from proofpress.model import Sample

CLOCK = str(Path(__file__).parents[1] / "plugins" / "clock")
EVEN = Settings(own={"per_picture": 20})


def rows(samples: list[Sample], settings: Settings) -> list[tuple[Sample, dict[str, Any]]]:
    return [(s, dict(r)) for s in samples for r in swift.rows(s, [f"images/{s.id}.png"], settings)]


def by_id(one: Sample, settings: Settings = EVEN) -> dict[str, Task]:
    return {t.id: t for t in tasks(one, settings)}


@pytest.mark.parametrize("grounded", [False, True])
def test_placeholders_and_lists_agree(samples: list[Sample], grounded: bool) -> None:
    settings = replace(EVEN, grounded=grounded, kinds=("each", "conversation", "detail", "reasoning"))
    with_boxes = 0
    for _, row in rows(samples, settings):
        said = "".join(m["content"] for m in row["messages"])
        objects = row["objects"]
        assert said.count("<bbox>") == len(objects["bbox"]) == len(objects["image_id"])
        assert said.count("<ref-object>") == len(objects["ref"])
        assert said.count("<image>") == len(row["images"]) == 1
        assert row["messages"][0]["content"].startswith("<image>")
        assert [m["role"] for m in row["messages"]] == ["user", "assistant"] * (len(row["messages"]) // 2)
        assert all(len(b) in (2, 4) for b in objects["bbox"])
        assert objects["bbox_type"] == "real"
        assert not re.search("[\ue000-\uf8ff]", said)
        with_boxes += bool(objects["bbox"])
    assert with_boxes > 200


def test_boxes_are_the_regions_to_the_bit(samples: list[Sample]) -> None:
    seen = 0
    known = {one.id: by_id(one) for one in samples}
    for one, row in rows(samples, EVEN):
        task = known[one.id].get(row["id"])
        if task is not None and task.regions:
            seen += 1
            for written, (_, box) in zip(row["objects"]["bbox"], task.items, strict=True):
                assert np.array_equal(np.float32(written), np.float32(box))
    assert seen > 300


def test_a_grounded_chain_shows_the_regions_of_each_step(samples: list[Sample]) -> None:
    checked = 0
    for one, row in rows(samples, replace(EVEN, grounded=True)):
        question = next((q for q in one.questions if row["id"] == f"{one.id}-{q.id}"), None)
        if question is None or question.answer.type in ("box", "point"):
            continue
        boxes = {r.id: r.box for r in one.regions}
        told = [s for s in question.steps if s.op != "choose" and s.text]
        wanted = [boxes[r] for s in told for r in s.regions if r in boxes]
        assert np.array_equal(np.float32(row["objects"]["bbox"]).reshape(-1, 4), np.float32(wanted).reshape(-1, 4))
        checked += bool(wanted)
    assert checked > 50


def test_points_have_two_numbers_and_questions_of_pixels_are_left_out(samples: list[Sample]) -> None:
    known = {one.id: by_id(one) for one in samples}
    for one, row in rows(samples, EVEN):
        task = known[one.id].get(row["id"])
        if task is not None and task.kind == "point":
            assert [len(b) for b in row["objects"]["bbox"]] == [2]
        if any(q.form in ("box", "point") and row["id"] == f"{one.id}-{q.id}" for q in one.questions):
            assert "pixel" not in row["messages"][0]["content"]


def test_a_row_that_holds_one_of_swifts_own_marks_is_left_out(samples: list[Sample]) -> None:
    one = next(s for s in samples if s.questions)
    spoilt = replace(one, questions=(replace(one.questions[0], text="What does <bbox> mean?"),))
    only = Settings(own={"tasks": ""})
    assert list(swift.rows(replace(one, questions=one.questions[:1]), ["a.png"], only))
    assert not list(swift.rows(spoilt, ["a.png"], only))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_qwens_answers_lead_back_to_the_regions(samples: list[Sample], dialect: str) -> None:
    seen = 0
    for one in samples:
        size = (one.width, one.height)
        own = by_id(one)
        for row in qwen.rows(one, [f"images/{one.id}.png"], replace(EVEN, dialect=dialect)):
            task = own.get(row["id"])
            if task is None:
                continue
            seen += 1
            user, said = (turn["value"] for turn in row["conversations"])
            found = parse(said, size, dialect) or parse(user, size, dialect)
            if task.kind in ("refer", "locate", "point", "count"):
                # Florence-2 has labels and no other words: what stands before the first one runs into it
                assert all(
                    a.endswith(b) if dialect == "florence" else a == b for (a, _), (b, _) in zip(found, task.items, strict=True)
                )
            assert len(found) == len(task.items)
            for (_, back), (_, box) in zip(found, task.items, strict=True):
                limit = [0.76 * q for q in step(size, dialect)] * 2
                assert all(abs(a - b) <= e for a, b, e in zip(back, box, limit, strict=False))
    assert seen > 300


def test_the_stated_resize_is_the_one_the_boxes_are_in(samples: list[Sample]) -> None:
    one = samples[0]
    small = {"factor": 32, "min_pixels": 1024, "max_pixels": 300 * 300, "tasks": "refer", "per_picture": 5}
    got = list(qwen.rows(one, ["a.png"], Settings(dialect="qwen2.5", own=small)))
    assert got
    resize = Resize(32, 1024, 300 * 300)
    for row in got:
        assert (
            (row["resized_width"], row["resized_height"]) == resize((one.width, one.height)) != QWEN25((one.width, one.height))
        )
        x0, y0, x1, y1 = json.loads(row["conversations"][1]["value"])["bbox_2d"]
        assert 0 <= x0 < x1 <= row["resized_width"]
        assert 0 <= y0 < y1 <= row["resized_height"]
        assert "JSON" in row["conversations"][0]["value"]


def test_the_files_hold_what_the_rows_say(small_set: Path, samples: list[Sample], tmp_path: Path) -> None:
    for name in ("swift", "qwen-grounding"):
        made = export_set(small_set, name, tmp_path / name, plugins=(CLOCK,), quiet=True)
        lines = [json.loads(text) for text in (tmp_path / name / "train.jsonl").read_text("utf-8").splitlines()]
        assert sum(made.rows.values()) == len(lines) > 300
        pictures = {p for r in lines for p in (r.get("images") or [r["image"]])}
        assert all((tmp_path / name / p).is_file() for p in pictures)
        assert len(pictures) == made.pictures == len(samples)
        assert len({r["id"] for r in lines}) == len(lines)
