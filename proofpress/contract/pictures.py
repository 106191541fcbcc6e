"""Regions hold what they say, and are made by what painted them."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ..check.legible import covered_texts
from ..check.printed import Print
from ..draw.encode import decode
from .subject import Subject

LEAST_CONTRAST = 12  # grey levels between the lightest and the darkest pixel around a region that holds ink


def regions_hold(subject: Subject) -> Iterator[str]:
    """Regions lie inside the image and hold their ink; facts name regions that exist."""
    for s in subject.samples:
        pages = [decode(image.bytes).astype(np.int16) for image in s.images]
        ids = [r.id for r in s.regions]
        if len(set(ids)) != len(ids):
            yield f"{s.id}: two regions have the same id"
        for r in s.regions:
            x0, y0, x1, y1 = r.box
            width, height = s.size(r.image)
            if x0 < -1 or y0 < -1 or x1 > width + 1 or y1 > height + 1 or not np.isfinite(r.quad).all():
                yield f"{s.id}: region {r.id} ({r.role} {r.text!r}) leaves the picture"
                continue
            around = pages[r.image][max(0, int(y0) - 2) : int(y1) + 3, max(0, int(x0) - 2) : int(x1) + 3]
            if r.visible > 0 and (not around.size or int(np.ptp(around, axis=(0, 1)).max()) < LEAST_CONTRAST):
                yield f"{s.id}: region {r.id} ({r.role} {r.text!r}) holds no ink"
        for f in s.facts:
            if missing := {*f.regions, *f.at} - set(ids):
                yield f"{s.id}: {f} names unknown regions {sorted(missing)}"


def texts_are_written(subject: Subject) -> Iterator[str]:
    """What a region says is what its pixels show, and nothing covers the words that show a fact."""
    for s in subject.samples:
        printed = Print(s, {i: decode(image.bytes) for i, image in enumerate(s.images)})
        yield from (f"{s.id}: {fault}" for fault in printed.contradicted(r.id for r in s.regions))
        yield from (f"{s.id}: {fault}" for fault in covered_texts(s))


def canvas_makes_regions(subject: Subject) -> Iterator[str]:
    """An engine makes no Region itself: what the canvas makes is what was painted."""
    file = Path(inspect.getfile(type(subject.engine)))
    for source in sorted(file.parent.rglob("*.py")):
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Call) and (getattr(node.func, "id", "") or getattr(node.func, "attr", "")) == "Region":
                yield f"{source.name}, line {node.lineno}: a Region made by hand; let proofpress.draw.canvas.Canvas make it"
