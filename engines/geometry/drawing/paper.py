"""The ground a figure is drawn on: plain, squared, ruled, speckled, chalky or fibrous."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofpress.draw.colour import components, mix
from proofpress.draw.vector import Surface
from proofpress.seeds import stream

_TILE = 256


def lay(surface: Surface, style: Mapping[str, Any]) -> None:
    """Print the style's surface onto the blank paper."""
    kind, gap, rule = style["surface"], style["rule_gap"], style["rule"]
    if kind in ("grid", "ruled"):
        for k in range(1, int(surface.height / gap) + 1):
            surface.stroke([(0, k * gap), (surface.width, k * gap)], rule, 1.0, cap="butt")
    if kind == "grid":
        for k in range(1, int(surface.width / gap) + 1):
            surface.stroke([(k * gap, 0), (k * gap, surface.height)], rule, 1.0, cap="butt")
    if kind == "ruled":
        x = 1.4 * gap
        surface.stroke([(x, 0), (x, surface.height)], mix(style["paper"], "#d9534f", 0.45), 1.2, cap="butt")
    if kind in ("specks", "chalk", "fibres"):
        surface.tile(_tile(kind, style["paper"]))


@lru_cache(maxsize=64)
def _tile(kind: str, paper: str) -> NDArray[np.uint8]:
    """A fixed tile for each kind and colour of paper; few levels, so that pictures stay small."""
    return np.asarray(_grey(kind)[:, :, None] / 255.0 * np.array(components(paper)), np.uint8)


def _grey(kind: str) -> NDArray[np.uint8]:
    rng = stream(0, "geometry", "paper", kind)
    tile = np.full((_TILE, _TILE), 255, np.uint8)
    if kind == "specks":
        spots = rng.integers(0, _TILE, (260, 2))
        tile[spots[:, 0], spots[:, 1]] = rng.choice([150, 190, 215], len(spots))
        return tile
    count, length, dark = (90, 26, 246) if kind == "chalk" else (70, 16, 240)
    for x, y, a in zip(*rng.integers(0, _TILE, (2, count)), rng.uniform(-0.5, 0.5, count), strict=True):
        t = np.arange(length)
        tile[(y + np.round(t * np.sin(a)).astype(int)) % _TILE, (x + t) % _TILE] = dark
    return tile
