"""The COCO export through pycocotools: every region, where it is, and what it is."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from proofpress.export.coco import exporter
from proofpress.export.exporter import Settings, Totals
from proofpress.export.run import export_set
from proofpress.model import Image, Region, Sample, box_quad

CLOCK = str(Path(__file__).parents[1] / "plugins" / "clock")


def loaded(path: Path) -> Any:
    from pycocotools.coco import COCO

    return COCO(str(path))


@pytest.fixture(scope="module")
def whole(small_set: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("coco") / "out"
    export_set(small_set, "coco", out, Settings(own={"smallest": 0.0}), plugins=(CLOCK,), quiet=True)
    return out


def test_pycocotools_finds_every_region(whole: Path, samples: list[Sample]) -> None:
    coco = loaded(whole / "instances_train.json")
    assert len(coco.getImgIds()) == len(samples)
    assert len(coco.getAnnIds()) == sum(len(s.regions) for s in samples)
    by_sample = {i["sample"]: i for i in coco.loadImgs(coco.getImgIds())}
    for one in samples:
        image = by_sample[one.id]
        assert (image["width"], image["height"]) == (one.width, one.height)
        assert (whole / image["file_name"]).read_bytes() == one.images[0].bytes
        notes = {a["region"]: a for a in coco.loadAnns(coco.getAnnIds(imgIds=[image["id"]]))}
        assert set(notes) == {r.id for r in one.regions}
        for region in one.regions:
            x, y, w, h = notes[region.id]["bbox"]
            assert np.allclose((x, y, x + w, y + h), region.box, atol=1e-4)
            assert np.array_equal(np.float32(notes[region.id]["segmentation"][0]), np.float32(region.quad))
            (category,) = coco.loadCats([notes[region.id]["category_id"]])
            assert category["supercategory"] == one.engine
            assert category["name"].split(" (")[0] == region.role
            assert notes[region.id]["text"] == region.text


def test_polygons_are_masks_of_about_their_area(whole: Path) -> None:
    coco = loaded(whole / "instances_train.json")
    big = [a for a in coco.loadAnns(coco.getAnnIds()) if a["area"] > 2000 and min(a["bbox"][2:]) > 20]
    assert len(big) > 50
    for note in big:
        image = coco.loadImgs([note["image_id"]])[0]
        x, y, w, h = note["bbox"]
        if x >= 0 and y >= 0 and x + w <= image["width"] and y + h <= image["height"]:
            assert abs(int(coco.annToMask(note).sum()) - note["area"]) < 0.05 * note["area"] + 2 * (w + h)


def test_the_evaluation_runs_and_finds_itself(whole: Path) -> None:
    from pycocotools.cocoeval import COCOeval

    coco = loaded(whole / "instances_train.json")
    bars = coco.getCatIds(catNms=["bar"])
    notes = [a for a in coco.loadAnns(coco.getAnnIds(catIds=bars)) if a["area"] > 0]
    assert notes
    found = coco.loadRes([{k: a[k] for k in ("image_id", "category_id", "bbox")} | {"score": 1.0} for a in notes])
    judged = COCOeval(coco, found, "bbox")
    judged.params.catIds = bars
    judged.evaluate()
    judged.accumulate()
    judged.summarize()
    assert judged.stats[0] == pytest.approx(1.0)


def test_thin_and_unseen_regions_can_be_left_out(small_set: Path, samples: list[Sample], tmp_path: Path) -> None:
    own = {"smallest": 3.0, "visible": 0.9}
    export_set(small_set, "coco", tmp_path / "out", Settings(own=own), plugins=(CLOCK,), quiet=True)
    data = json.loads((tmp_path / "out" / "instances_train.json").read_text("utf-8"))

    def kept(r: Region) -> bool:
        x0, y0, x1, y1 = r.box
        return min(x1 - x0, y1 - y0) >= 3 and r.visible >= 0.9

    assert len(data["annotations"]) == sum(kept(r) for s in samples for r in s.regions) < sum(len(s.regions) for s in samples)
    assert Counter(a["iscrowd"] for a in data["annotations"]) == {0: len(data["annotations"])}


def two(engine: str, split: str) -> Sample:
    regions = (Region("r1", "point", box_quad(1, 2, 11, 22)), Region("r2", f"only-{engine}", box_quad(0, 0, 4, 4)))
    return Sample(f"{engine}-1", engine, "1", "t", "en", split, 1, (Image(b"", "a.png"),), 50, 40, regions=regions)


def test_ids_run_on_over_splits_and_shared_roles_are_told_apart(tmp_path: Path) -> None:
    files: dict[str, list[str]] = {}
    for one in (two("abc", "train"), two("xyz", "test")):
        files[one.split] = [f"{one.split}.jsonl"]
        lines = [json.dumps(dict(r)) for r in exporter.rows(one, ["images/a.png"], Settings())]
        (tmp_path / f"{one.split}.jsonl").write_text("\n".join(lines) + "\n")
    exporter.finish(tmp_path, {"fingerprint": "f"}, Totals({"train": 1, "test": 1}, 2, files), Settings())
    train, test = (json.loads((tmp_path / f"instances_{s}.json").read_text()) for s in ("train", "test"))
    assert train["categories"] == test["categories"]
    assert [c["name"] for c in train["categories"]] == ["only-abc", "point (abc)", "only-xyz", "point (xyz)"]
    assert [i["id"] for i in (*train["images"], *test["images"])] == [1, 2]
    assert [a["id"] for a in (*train["annotations"], *test["annotations"])] == [1, 2, 3, 4]
    assert {a["image_id"] for a in test["annotations"]} == {2}
    assert train["annotations"][0]["bbox"] == [1.0, 2.0, 10.0, 20.0]
    assert train["annotations"][0]["area"] == 200.0
    assert not list(tmp_path.glob("*.jsonl"))


def test_two_pictures_of_a_sample_keep_their_own_regions_and_sizes() -> None:
    from io import BytesIO

    from PIL import Image as Pil

    held = []
    for size in ((50, 40), (30, 20)):
        out = BytesIO()
        Pil.new("L", size).save(out, "PNG")
        held.append(Image(out.getvalue(), f"{size[0]}.png"))
    one = two("abc", "train")
    pair = replace(one, images=tuple(held), regions=(one.regions[0], replace(one.regions[1], image=1)))
    first, second = exporter.rows(pair, ["a.png", "b.png"], Settings())
    assert (first["image"]["width"], second["image"]["width"]) == (50, 30)
    assert [a["region"] for a in (*first["annotations"], *second["annotations"])] == ["r1", "r2"]
