"""A large set for the page's tests: a few real samples again and again under new ids, written as `make` writes a set.

Only the ids differ, so that the rows are those of a real set (regions, facts, questions, steps) and the pictures are small.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from PIL import Image as Pictures

from proofpress.model import Image, Sample
from proofpress.schema import table
from proofpress.store import SetHeader, close_set, fingerprint, open_set, write_shard

SHARD = 256


def small(sample: Sample, width: int = 180) -> Sample:
    """The same sample with a picture of a few kilobytes."""
    picture = Pictures.open(io.BytesIO(sample.images[0].bytes)).convert("RGB")
    picture.thumbnail((width, width))
    sink = io.BytesIO()
    picture.quantize(16).save(sink, "PNG")
    return replace(sample, images=(Image(sink.getvalue(), sample.images[0].path),))


def write_big(root: Path, base: Sequence[Sample], rows: int, shard: int = SHARD) -> Path:
    """A complete set of `rows` samples at `root`; the rows of the record are built once and get new ids a shard at a time."""
    recipe = {"domains": dict.fromkeys(sorted({s.engine for s in base}), 1.0), "samples": rows, "seed": 0}
    versions = {"proofpress": "0"}
    header = SetHeader(recipe, versions, fingerprint(recipe, versions))
    open_set(root, header)
    once = table([small(s) for s in base])
    drops = [
        {"id": "x-drop", "template": f"{base[0].engine}/{base[0].template}", "question": "q", "reason": "tie", "detail": ""}
    ]
    shards = []
    with pytest.MonkeyPatch.context() as patch:
        for number, start in enumerate(range(0, rows, shard)):
            here = range(start, min(start + shard, rows))
            taken = once.take(pa.array([i % len(base) for i in here]))
            ids = pa.array([f"{base[i % len(base)].engine}-{i:016x}" for i in here])
            written = taken.set_column(0, "id", ids)
            patch.setattr("proofpress.store.shards.table", lambda _, written=written: written)
            shards.append(write_shard(root, number, header.fingerprint, [base[i % len(base)] for i in here], drops))
    close_set(root, header, shards)
    return root


def write_set(root: Path, samples: Sequence[Sample]) -> Path:
    """A complete set of just these samples."""
    header = SetHeader({"domains": {}, "samples": len(samples)}, {"proofpress": "0"}, fingerprint({"at": root.name}, {}))
    open_set(root, header)
    close_set(root, header, [write_shard(root, 0, header.fingerprint, samples, [])])
    return root
