"""ms-swift: its own loader and preprocessor, and a template that writes boxes for a model."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from swift import get_processor, get_template
from swift.dataset import load_dataset

from .compare import Counts, Exchange, near, same_pictures, same_words
from .truth import Truth

EVERY = 8  # the template, which resizes pictures, takes every eighth row; all else is compared for every row
EXACT = (1e-2, 1e-2)  # px: swift is given boxes as they are


def rows_of(folder: Path) -> list[dict[str, Any]]:
    """Rows as ms-swift's preprocessor hands them on; it keeps no id, so that it is put back from the line of the file."""
    rows, _ = load_dataset([str(folder / "train.jsonl")], load_from_cache_file=False, strict=True)
    with (folder / "train.jsonl").open(encoding="utf-8") as file:
        return [row | {"id": json.loads(text)["id"]} for row, text in zip(rows, file, strict=True)]


def told(row: dict[str, Any]) -> list[str]:
    """The messages with references and boxes in the places of their marks."""
    refs, boxes = iter(row["objects"]["ref"]), iter(row["objects"]["bbox"])

    def filled(mark: re.Match[str]) -> str:
        return next(refs) if mark[0] == "<ref-object>" else json.dumps([round(v, 2) for v in next(boxes)])

    words = [re.sub("<ref-object>|<bbox>", filled, message["content"]) for message in row["messages"]]
    assert not list(refs) and not list(boxes), f"{row['id']}: more references or boxes than marks"
    return words


def same_rows(rows: Sequence[dict[str, Any]], folder: Path, truth: Truth) -> Counts:
    """The set's questions in order, but for those that ask for pixels in words; every box is one of the picture's regions."""
    asked, boxes, seen = truth.asked(), 0, set()
    for row in rows:
        sample, _, what = row["id"].rpartition("-")
        record = truth.by_id[sample]
        assert [m["role"] for m in row["messages"]] == ["user", "assistant"], row["id"]
        assert row["messages"][0]["content"].count("<image>") == len(row["images"])
        same_pictures([(folder / image["path"]).read_bytes() for image in row["images"]], record, row["id"])
        assert row["objects"]["bbox_type"] == "real"
        user, assistant = told(row)
        if what.startswith("q"):
            other, question = next(asked, (record, {"id": "none"}))
            while (other.id, question["id"]) != (record.id, what):
                in_pixels = question.get("form") in ("box", "point") and re.search("pixel|px", question["text"])
                assert in_pixels, f"{row['id']}: {other.id} {question['id']} is missing before it"
                other, question = next(asked)
            same_words(Exchange(user, assistant, ()), question, row["id"])
        else:
            for box in row["objects"]["bbox"]:
                assert near(box, record.boxes, EXACT), f"{row['id']}: {box} is no region of the picture"
        boxes += len(row["objects"]["bbox"])
        seen.add(record.id)
    left = [q for _, q in asked if not (q["form"] in ("box", "point") and re.search("pixel|px", q["text"]))]
    assert not left, f"{len(left)} questions of the set are missing"
    return Counts(len(rows), len(seen), boxes)


@pytest.mark.consumer("ms-swift", "swift")
def test_rows(exported: Path, truth: Truth, tiny: Path, line: Callable[[Counts], None]) -> None:
    rows = rows_of(exported)
    with (exported / "train.jsonl").open(encoding="utf-8") as file:
        assert len(rows) == sum(1 for _ in file)
    line(same_rows(rows, exported, truth))
    for text, row in encoded(rows[::EVERY], exported, tiny):
        record = truth.by_id[row["id"].rpartition("-")[0]]
        assert "<bbox>" not in text and "<ref-object>" not in text, row["id"]
        size = (record.row["width"], record.row["height"])
        for box in row["objects"]["bbox"]:
            scaled = [round(v / size[n % 2] * 1000) for n, v in enumerate(box)]
            written = ",".join(f"({x},{y})" for x, y in zip(scaled[::2], scaled[1::2], strict=True))
            assert f"[{written}]" in text, f"{row['id']}: {written} is not in {text!r}"


def encoded(rows: Sequence[dict[str, Any]], folder: Path, tiny: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each row as the tokens of LLaVA's template say it: boxes in thousandths, the picture loaded and turned to tokens."""
    os.environ["ROOT_IMAGE_DIR"] = str(folder)
    template = get_template(get_processor(str(tiny), model_type="llava1_5_hf"), template_type="llava1_5_hf")
    template.set_mode("train")
    for row in rows:
        made = template.encode({k: v for k, v in deepcopy(row).items() if k in ("messages", "images", "objects")})
        assert made["pixel_values"].shape[0] == len(row["images"])
        yield template.safe_decode(made["input_ids"]), row


def test_planted_faults_are_caught(work: Path, truth: Truth) -> None:
    folder = work / "exports" / "swift"
    rows = rows_of(folder)
    same_rows(rows, folder, truth)
    asked = next(n for n in range(100, len(rows)) if rows[n]["id"].rpartition("-")[2].startswith("q"))
    boxed = next(
        n for n in range(100, len(rows)) if not rows[n]["id"].rpartition("-")[2].startswith("q") and rows[n]["objects"]["bbox"]
    )
    faults: dict[str, Callable[[list[dict[str, Any]]], object]] = {
        "a row dropped": lambda r: r.pop(asked),
        "a box moved by a pixel": lambda r: r[boxed]["objects"].update(
            bbox=[[v + 1 for v in b] for b in r[boxed]["objects"]["bbox"]]
        ),
        "a box too many": lambda r: r[boxed]["objects"]["bbox"].append([0, 0, 1, 1]),
        "a question changed": lambda r: r[asked]["messages"][0].update(content="<image>Why?"),
        "another picture": lambda r: r[asked].update(images=rows[-1]["images"]),
    }
    for fault, plant in faults.items():
        copy = deepcopy(rows)
        plant(copy)
        try:
            same_rows(copy, folder, truth)
        except AssertionError:
            continue
        raise AssertionError(f"not caught: {fault}")
