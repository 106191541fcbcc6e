"""Which regions leave the picture, and which texts lie on each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..model import Region

# Quads are rounded to pixels and antialiasing bleeds by one: labels overlap when they share more than that.
OVERLAP_PX = 1.0
OUTSIDE_PX = 0.5


def outside(regions: Sequence[Region], width: int, height: int) -> tuple[Region, ...]:
    """The regions that leave a picture of width x height px."""
    if not regions:
        return ()
    quads = np.array([r.quad for r in regions]).reshape(-1, 4, 2)
    off = (quads < -OUTSIDE_PX).any((1, 2)) | (quads > np.array([width, height]) + OUTSIDE_PX).any((1, 2))
    return tuple(regions[int(i)] for i in np.flatnonzero(off))


def text_overlaps(regions: Sequence[Region]) -> list[tuple[Region, Region]]:
    """Pairs of text regions whose quads share more than OVERLAP_PX in every direction; a part never overlaps its whole."""
    texts = [r for r in regions if r.ink == "text"]
    if len(texts) < 2:
        return []
    quads = np.array([r.quad for r in texts], np.float64).reshape(-1, 4, 2)
    low, high = quads.min(1) + OVERLAP_PX, quads.max(1)
    near = ((low[:, None] < high[None]) & (low[None] < high[:, None])).all(2)
    up = {r.id: r.parent for r in regions}
    return [
        (texts[i], texts[j])
        for i, j in zip(*np.nonzero(np.triu(near, 1)), strict=True)
        if texts[i].image == texts[j].image
        and not _within(texts[i].id, texts[j].id, up)
        and not _within(texts[j].id, texts[i].id, up)
        and _depth(quads[i], quads[j]) > OVERLAP_PX
    ]


def _within(id: str, whole: str, up: dict[str, str]) -> bool:
    seen = 0
    while id and seen <= len(up):
        if id == whole:
            return True
        id, seen = up.get(id, ""), seen + 1
    return False


def _depth(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """How deep two convex quads lie in each other, px: the least overlap over the normals of their sides (0: apart)."""
    sides = np.concatenate([np.roll(a, -1, 0) - a, np.roll(b, -1, 0) - b])
    normals = np.c_[-sides[:, 1], sides[:, 0]]
    normals = normals[np.hypot(*normals.T) > 1e-9]
    normals /= np.hypot(*normals.T)[:, None]
    pa, pb = a @ normals.T, b @ normals.T
    return float(max(0.0, (np.minimum(pa.max(0), pb.max(0)) - np.maximum(pa.min(0), pb.min(0))).min(initial=np.inf)))
