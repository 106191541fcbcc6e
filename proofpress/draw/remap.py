"""Bending a picture by a field: curved pages, cylinders, waves.  Pixels and regions move together, point by point.

A field says for each pixel of the new picture where it comes from: field[y, x] = (source x, source y), px, measured at pixel
centres.  Regions go the other way; their points are found by Newton's method on the field.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from ..model import Region
from .picture import Picture, Pixels

Field = NDArray[np.float64]  # (height, width, 2)
STRIDE = 8  # px between the points of the field among which a first guess is looked up
ROUNDS = 8
SIDE_POINTS = 8  # points along each side of a quad: a bent side is a polygon


def remap(picture: Picture, field: Field, fill: tuple[int, int, int]) -> Picture:
    """The picture bent by a field, which must be smooth and must not fold over; `fill` is what lies beyond the source.

    Each region keeps a quad (its corners, moved) and gets a polygon (its outline, moved).  ValueError where a region's corner
    does not come to lie in the new picture.
    """
    import cv2

    height, width = field.shape[:2]
    source = (field - 0.5).astype(np.float32)  # OpenCV puts a pixel's centre at whole numbers
    pixels: Pixels = np.asarray(
        cv2.remap(
            picture.pixels, source[..., 0], source[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=fill
        ),
        np.uint8,
    )
    if not picture.regions:
        return replace(picture, pixels=pixels)
    outlines = [_outline(r) for r in picture.regions]
    chars = [np.reshape(r.chars or (), (-1, 2)) for r in picture.regions]
    points = np.concatenate([*outlines, *chars])
    moved = forward(field, points)
    if np.isnan(moved).any():
        i = int(np.argmax(np.isnan(moved).any(axis=1)))
        x, y = points[i]
        raise ValueError(f"the point ({x:.0f}, {y:.0f}) of a region does not come to lie in the {width} x {height} px picture")
    ends = np.cumsum([len(p) for p in (*outlines, *chars)])[:-1]
    parts = np.split(moved, ends)
    n = len(picture.regions)
    regions = tuple(_bent(r, parts[i], parts[n + i]) for i, r in enumerate(picture.regions))
    return replace(picture, pixels=pixels, regions=regions)


def forward(field: Field, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, 2) points of the source, px, in the new picture; nan for one that the field does not reach."""
    rows, columns = np.mgrid[0 : field.shape[0] : STRIDE, 0 : field.shape[1] : STRIDE]
    near = cKDTree(field[rows, columns].reshape(-1, 2)).query(points)[1]
    at = np.c_[columns.ravel()[near], rows.ravel()[near]].astype(float) + 0.5
    for _ in range(ROUNDS):
        here, slope = _interpolated(field, at)
        at = at - np.linalg.solve(slope, (here - points)[..., None])[..., 0]
    here, _ = _interpolated(field, at)
    inside = (at >= -1).all(1) & (at[:, 0] <= field.shape[1] + 1) & (at[:, 1] <= field.shape[0] + 1)
    return np.where((inside & (np.abs(here - points).max(1) < 0.05))[:, None], at, np.nan)


def _interpolated(field: Field, at: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The field at points of the new picture (continued linearly beyond its edge), (n, 2), and its derivative, (n, 2, 2)."""
    height, width = field.shape[:2]
    x = np.clip(np.floor(at[:, 0] - 0.5).astype(int), 0, width - 2)
    y = np.clip(np.floor(at[:, 1] - 0.5).astype(int), 0, height - 2)
    u, v = (at[:, 0] - 0.5 - x)[:, None], (at[:, 1] - 0.5 - y)[:, None]
    a, b, c, d = field[y, x], field[y, x + 1], field[y + 1, x], field[y + 1, x + 1]
    value = a + (b - a) * u + (c - a) * v + (a - b - c + d) * u * v
    along = (b - a) + (a - b - c + d) * v
    down = (c - a) + (a - b - c + d) * u
    return value, np.stack([along, down], axis=2)


def _outline(region: Region) -> NDArray[np.float64]:
    """Points around a region: its polygon, or its quad with SIDE_POINTS to a side; the quad's corners come last."""
    corners = np.reshape(region.quad, (4, 2))
    if region.polygon is not None:
        return np.concatenate([np.reshape(region.polygon, (-1, 2)), corners])
    t = np.linspace(0, 1, SIDE_POINTS, endpoint=False)[:, None]
    sides = [corners[i] + (corners[(i + 1) % 4] - corners[i]) * t for i in range(4)]
    return np.concatenate([*sides, corners])


def _bent(region: Region, outline: NDArray[np.float64], chars: NDArray[np.float64]) -> Region:
    numbers = tuple(float(v) for v in chars.ravel())
    return replace(
        region,
        quad=tuple(float(v) for v in outline[-4:].ravel()),  # type: ignore[arg-type]
        polygon=tuple(float(v) for v in outline[:-4].ravel()),
        chars=numbers if region.chars is not None else None,
    )
