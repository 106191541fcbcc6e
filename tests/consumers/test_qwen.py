"""Qwen-VL's own resizing (transformers) and the boxes that the rows state for the picture so resized."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from transformers import Qwen2VLImageProcessor
from transformers.models.qwen2_vl.image_processing_qwen2_vl import smart_resize

from .compare import Counts, near, same_pictures
from .truth import Box, Record, Truth

LISTS = re.compile(r"\[((?:-?\d+, ){1,3}-?\d+)\]")
TAGS = re.compile(r"<box>((?:\(\d+,\d+\),?){1,2})</box>")


def boxes_of(text: str, tags: bool) -> list[list[int]]:
    found = TAGS.findall(text) if tags else LISTS.findall(text)
    return [[int(n) for n in re.findall(r"-?\d+", one)] for one in found]


def wanted_of(record: Record, what: str) -> list[Box]:
    """Where a row's boxes may be: at the recorded answer, or at any region of the picture."""
    for question in record.questions:
        if question["id"] == what:
            x0, y0, *rest = json.loads(question["answer"]["value"])
            return [(x0, y0, *(rest or (x0, y0)))]
    return record.boxes


def same_rows(rows: Sequence[dict[str, Any]], folder: Path, truth: Truth, dialect: str) -> Counts:
    """Each picture is the set's; each box is, within half a quantum, the answer or a region of its picture."""
    boxes, seen = 0, set()
    for row in rows:
        sample, _, what = row["id"].rpartition("-")
        record = truth.by_id[sample]
        w, h = record.row["width"], record.row["height"]
        same_pictures([(folder / row["image"]).read_bytes()], record, row["id"])
        human, gpt = row["conversations"]
        assert (human["from"], gpt["from"]) == ("human", "gpt") and human["value"].count("<image>") == 1, row["id"]
        if dialect == "qwen2.5":
            span = (row["resized_width"], row["resized_height"])
            assert span == tuple(reversed(smart_resize(h, w, 28, 56 * 56, 28 * 28 * 1280))), f"{row['id']}: resized to {span}"
        else:  # the old tags are parts of 999, as Qwen-VL's own evaluation reads them
            span = (999, 999) if dialect == "qwen-tags" else (1000, 1000)
        quantum = (w / span[0], h / span[1])
        found = boxes_of(human["value"], dialect == "qwen-tags") + boxes_of(gpt["value"], dialect == "qwen-tags")
        for box in found:
            place = [n * quantum[i % 2] for i, n in enumerate(box)]
            assert near(place, wanted_of(record, what), quantum), f"{row['id']}: {box} is at {place}, no region of the picture"
        assert found or what.startswith("g"), f"{row['id']}: no box"
        boxes += len(found)
        seen.add(record.id)
    located = {f"{r.id}-{q['id']}" for r, q in truth.asked() if q["form"] in ("box", "point") and "pixel" not in q["text"]}
    missing = located - {row["id"] for row in rows}
    assert not missing, f"{len(missing)} questions of the set are missing: {sorted(missing)[:3]}"
    return Counts(len(rows), len(seen), boxes)


def rows_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(text) for text in (folder / "train.jsonl").read_text("utf-8").splitlines()]


def run(exported: Path, truth: Truth, line: Callable[[Counts], None], dialect: str) -> list[dict[str, Any]]:
    rows = rows_of(exported)
    line(same_rows(rows, exported, truth, dialect))
    return rows


@pytest.mark.consumer("transformers", "qwen2.5")
def test_resized_pixels(exported: Path, truth: Truth, line: Callable[[Counts], None]) -> None:
    rows = run(exported, truth, line, "qwen2.5")
    processor = Qwen2VLImageProcessor(size={"shortest_edge": 56 * 56, "longest_edge": 28 * 28 * 1280})
    for row in rows[::200]:
        _, grid_h, grid_w = processor(Image.open(exported / row["image"]), return_tensors="pt")["image_grid_thw"][0].tolist()
        assert (grid_w * 14, grid_h * 14) == (row["resized_width"], row["resized_height"]), row["id"]


@pytest.mark.consumer("transformers", "qwen-thousandths")
def test_thousandths(exported: Path, truth: Truth, line: Callable[[Counts], None]) -> None:
    run(exported, truth, line, "thousandths")


@pytest.mark.consumer("transformers", "qwen-tags")
def test_tags(exported: Path, truth: Truth, line: Callable[[Counts], None]) -> None:
    run(exported, truth, line, "qwen-tags")


def test_planted_faults_are_caught(work: Path, truth: Truth) -> None:
    folder = work / "exports" / "qwen2.5"
    rows = rows_of(folder)
    asked = next(n for n, row in enumerate(rows) if row["id"].rpartition("-")[2].startswith("q"))
    said = rows[asked]["conversations"]
    (box,) = boxes_of(said[1]["value"], tags=False)
    moved = [said[0], {"from": "gpt", "value": json.dumps({"bbox_2d": [v + 2 for v in box]})}]
    faults = {
        "a row dropped": [*rows[:asked], *rows[asked + 1 :]],
        "a box moved by two pixels": [*rows[:asked], rows[asked] | {"conversations": moved}, *rows[asked + 1 :]],
        "another size": [*rows[:asked], rows[asked] | {"resized_width": 28}, *rows[asked + 1 :]],
        "another picture": [*rows[:asked], rows[asked] | {"image": rows[-1]["image"]}, *rows[asked + 1 :]],
    }
    for fault, copy in faults.items():
        try:
            same_rows(copy, folder, truth, "qwen2.5")
        except AssertionError:
            continue
        raise AssertionError(f"not caught: {fault}")
