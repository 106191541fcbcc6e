"""COCO object detection: instances_<split>.json with images, annotations and categories, as pycocotools and trainers read it.

An annotation is a region: bbox (x, y, width, height) is the upright hull, segmentation the quad itself, area the quad's.  A
category is a role, its supercategory the engine; a role that two engines know is told apart as "role (engine)".  Ids are whole
numbers from 1 on, over all splits, and categories are the same in each.  Text, visibility and the region's own id come along.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from ..model import Region, Sample
from .boxes import exact
from .choose import wants_sample
from .exporter import Exporter, Own, Row, Settings, Totals
from .writers import line, rows_of


class Coco(Exporter):
    name = "coco"
    summary = "COCO detection: a box and a polygon for every region"
    writer = "jsonl"
    own: Mapping[str, Own] = {
        "visible": Own(0.0, help="Leave out regions less visible than this, 0-1."),
        "smallest": Own(1.0, help="Leave out regions with a side shorter than this many pixels; 0 keeps all."),
    }
    columns = ("regions",)

    def rows(self, sample: Sample, paths: Sequence[str], settings: Settings) -> Iterator[Row]:
        if not wants_sample(settings, sample.language, sample.split, sample.template, sample.engine):
            return
        sizes = picture_sizes(sample)
        kept = [r for r in sample.regions if _keeps(r, settings.own)]
        for i, path in enumerate(paths):
            w, h = sizes[i]
            image = {
                "file_name": path,
                "width": w,
                "height": h,
                "sample": sample.id,
                "template": f"{sample.engine}/{sample.template}",
            }
            yield {"image": image, "engine": sample.engine, "annotations": [annotation(r) for r in kept if r.image == i]}

    def finish(self, folder: Path, header: Mapping[str, Any], totals: Totals, settings: Settings) -> None:
        """Turn the rows, a picture a line, into one COCO object a split; three passes over the file, nothing held but roles."""
        ids = _category_ids(kind for files in totals.files.values() for kind in _kinds(folder, files))
        image = note = 0
        for split, files in totals.files.items():
            with (folder / f"instances_{split}.json").open("w", encoding="utf-8", newline="\n") as out:
                out.write('{"info": ' + line({"description": "Proofpress", "fingerprint": header.get("fingerprint", "")}))
                out.write(',\n"licenses": [],\n"categories": ' + line(_categories(ids)) + ',\n"images": [')
                _write(out, ({"id": image + i, **row["image"]} for i, row in enumerate(rows_of(folder, files), 1)))
                out.write('],\n"annotations": [')
                image, note = _write_annotations(out, rows_of(folder, files), ids, image, note)
                out.write("]}\n")
            for name in files:
                (folder / name).unlink()


def picture_sizes(sample: Sample) -> list[tuple[int, int]]:
    """(width, height) of each picture; the first one's is in the record, others say it in their headers."""
    if len(sample.images) <= 1:
        return [(sample.width, sample.height)]
    from io import BytesIO

    from PIL import Image

    return [Image.open(BytesIO(i.bytes)).size for i in sample.images]


def _keeps(region: Region, own: Mapping[str, Any]) -> bool:
    x0, y0, x1, y1 = region.box
    return region.visible >= float(own.get("visible", 0.0)) and min(x1 - x0, y1 - y0) >= float(own.get("smallest", 1.0))


def annotation(region: Region) -> dict[str, Any]:
    """A region as COCO has it, but for the ids."""
    x0, y0, x1, y1 = (exact(v) for v in region.box)
    xs, ys = region.quad[0::2], region.quad[1::2]
    doubled = sum(xs[i] * ys[(i + 1) % 4] - xs[(i + 1) % 4] * ys[i] for i in range(4))
    return {
        "role": region.role,
        "bbox": [x0, y0, round(x1 - x0, 4), round(y1 - y0, 4)],
        "area": round(abs(doubled) / 2, 4),
        "segmentation": [[exact(v) for v in region.quad]],
        "iscrowd": 0,
        "region": region.id,
        "text": region.text,
        "visible": round(region.visible, 4),
    }


def _kinds(folder: Path, files: Sequence[str]) -> Iterator[tuple[str, str]]:
    for row in rows_of(folder, files):
        yield from ((row["engine"], a["role"]) for a in row["annotations"])


def _category_ids(kinds: Iterator[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """(engine, role) -> id, in alphabetical order."""
    return {kind: i for i, kind in enumerate(sorted(set(kinds)), 1)}


def _categories(ids: Mapping[tuple[str, str], int]) -> list[dict[str, Any]]:
    roles = [role for _, role in ids]
    return [
        {"id": i, "name": role if roles.count(role) == 1 else f"{role} ({engine})", "supercategory": engine}
        for (engine, role), i in ids.items()
    ]


def _write(out: IO[str], items: Iterator[Mapping[str, Any]]) -> None:
    for i, item in enumerate(items):
        out.write((",\n" if i else "\n") + line(item))


def _write_annotations(
    out: IO[str], rows: Iterator[Mapping[str, Any]], ids: Mapping[tuple[str, str], int], image: int, note: int
) -> tuple[int, int]:
    """Write the annotations of one split; returns the last ids given."""
    mark = "\n"
    for row in rows:
        image += 1
        for item in row["annotations"]:
            note += 1
            rest = {k: v for k, v in item.items() if k != "role"}
            category = ids[row["engine"], item["role"]]
            out.write(mark + json.dumps({"id": note, "image_id": image, "category_id": category, **rest}, ensure_ascii=False))
            mark = ",\n"
    return image, note


exporter = Coco()
