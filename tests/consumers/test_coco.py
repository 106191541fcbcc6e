"""pycocotools: pictures, categories and the box of every region."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pycocotools import mask
from pycocotools.coco import COCO

from .compare import Counts, same_pictures
from .truth import Box, Truth, hull

PRECISE = 1e-3  # px


def same_boxes(coco: COCO, folder: Path, truth: Truth) -> Counts:
    """Every region with sides of a pixel or more is an annotation of its own picture, with its box, role and words."""
    assert len(coco.imgs) == len(truth.records)
    roles = {c["id"]: c["name"].split(" (")[0] for c in coco.loadCats(coco.getCatIds())}
    boxes = 0
    for image in coco.loadImgs(coco.getImgIds()):
        record = truth.by_id[image["sample"]]
        same_pictures([(folder / image["file_name"]).read_bytes()], record, record.id)
        assert (image["width"], image["height"]) == (record.row["width"], record.row["height"])
        found = coco.loadAnns(coco.getAnnIds(imgIds=[image["id"]]))
        wanted = [region for region in record.row["regions"] if _side(hull(region["quad"])) >= 1]
        assert len(found) == len(wanted), f"{record.id}: {len(found)} boxes, {len(wanted)} regions"
        for annotation, region in zip(found, wanted, strict=True):
            where = f"{record.id} {region['id']}"
            x, y, w, h = annotation["bbox"]
            off = max(abs(a - b) for a, b in zip((x, y, x + w, y + h), hull(region["quad"]), strict=True))
            assert off <= PRECISE, f"{where}: the box is {off} px off"
            assert roles[annotation["category_id"]] == region["role"], where
            assert (annotation["region"], annotation["text"]) == (region["id"], region["text"] or ""), where
        boxes += len(found)
    assert boxes == len(coco.anns)
    return Counts(len(coco.anns), len(coco.imgs), boxes)


def _side(box: Box) -> float:
    return min(box[2] - box[0], box[3] - box[1])


@pytest.mark.consumer("pycocotools", "coco")
def test_boxes(exported: Path, truth: Truth, line: Callable[[Counts], None]) -> None:
    coco = COCO(str(exported / "instances_train.json"))
    line(same_boxes(coco, exported, truth))
    for annotation in list(coco.anns.values())[::50]:
        assert mask.area(coco.annToRLE(annotation)) >= 0  # the polygon is one that pycocotools can fill


def test_planted_faults_are_caught(work: Path, truth: Truth, tmp_path: Path) -> None:
    folder = work / "exports" / "coco"
    whole = json.loads((folder / "instances_train.json").read_text("utf-8"))
    middle = len(whole["annotations"]) // 2
    one, other = whole["annotations"][middle : middle + 2]

    def moved(annotation: dict[str, object]) -> None:
        annotation["bbox"] = [annotation["bbox"][0] + 0.5, *annotation["bbox"][1:]]

    faults = {
        "a box dropped": lambda d: d["annotations"].pop(middle),
        "a box moved by half a pixel": lambda d: moved(d["annotations"][middle]),
        "two boxes swapped": lambda d: d["annotations"][middle].update(bbox=other["bbox"]),
        "another role": lambda d: d["annotations"][middle].update(category_id=one["category_id"] % len(d["categories"]) + 1),
        "a picture dropped": lambda d: d["images"].pop(),
    }
    for fault, plant in faults.items():
        copy = json.loads(json.dumps(whole))
        plant(copy)
        (tmp_path / "coco.json").write_text(json.dumps(copy), "utf-8")
        try:
            same_boxes(COCO(str(tmp_path / "coco.json")), folder, truth)
        except AssertionError:
            continue
        raise AssertionError(f"not caught: {fault}")
