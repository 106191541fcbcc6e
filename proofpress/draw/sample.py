"""Colours of a picture at the same spots of every region, whichever way the sheet was turned, and how they differ.

Unit coordinates are those of a region's quad: (0, 0) its first corner, (1, 0) its second, (1, 1) its third.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..model import Region
from .picture import Pixels

Floats = NDArray[np.float32]

_ROWS, _COLS, _SIDE = 14, 44, 12  # grid points inside a quad, and along each side of it
_RING_PX = (1.5, 3.0)  # how far outside a quad its surroundings are sampled


@dataclass(frozen=True, slots=True)
class Sampled:
    """colours: (3, regions, grid).  paper: (3, regions), the background.  away: (regions, grid), how far each grid point's
    colour is from the background (the largest difference of a channel)."""

    colours: Floats
    paper: Floats
    away: Floats

    @staticmethod
    def of(pixels: Pixels, quads: Floats, is_text: NDArray[np.bool_], grid: NDArray[np.float64]) -> Sampled:
        """Sample at `grid`: (3, points) or (regions, 3, points) homogeneous unit coordinates of (regions, 4, 2) quads."""
        to_picture = _homographies(quads)
        inner = _take(pixels, to_picture @ grid)
        ring = _take(pixels, to_picture @ _ring(quads))
        paper = np.empty((3, len(quads)), np.float32)
        paper[:, ~is_text] = np.median(ring[:, ~is_text], axis=2)
        # most of a text's own quad is paper too
        paper[:, is_text] = np.median(np.concatenate([ring[:, is_text], inner[:, is_text, ::5]], axis=2), axis=2)
        return Sampled(inner, paper, largest(np.abs(inner - paper[..., None])))


def quads_of(regions: Sequence[Region]) -> Floats:
    """(regions, 4, 2) corners."""
    return np.array([r.quad for r in regions], np.float32).reshape(-1, 4, 2)


def pixel_centres(quads: Floats) -> NDArray[np.float64]:
    """(regions, 3, points): the grid moved to the centres of the pixels it falls into, in unit coordinates of the quads.

    Sampled there, a clean picture has its pixels' own colours; and there a moved one must be looked at too.
    """
    to_picture = _homographies(quads)
    at = to_picture @ GRID
    at[:, :2] = np.floor(at[:, :2] / at[:, 2:]) + 0.5
    at[:, 2] = 1.0
    flat = np.abs(np.linalg.det(to_picture)) < 1.0  # less than a pixel large
    to_picture[flat] = np.eye(3)
    unit: NDArray[np.float64] = np.linalg.inv(to_picture) @ at
    unit[flat] = GRID
    return unit


def largest(channels: Floats) -> Floats:
    """The largest of the three channels of (3, ...)."""
    return np.maximum(np.maximum(channels[0], channels[1]), channels[2])


def _unit_grid() -> NDArray[np.float64]:
    """(3, points): homogeneous unit coordinates inside a quad."""
    v, u = np.meshgrid((np.arange(_ROWS) + 0.5) / _ROWS, (np.arange(_COLS) + 0.5) / _COLS, indexing="ij")
    # each row starts a little farther on, so that no row of points runs along a stem or between stems
    u = (u + 0.37 * np.arange(_ROWS)[:, None] / _COLS) % 1.0
    return np.stack([u.ravel(), v.ravel(), np.ones(u.size)])


GRID = _unit_grid()


def _ring(quads: Floats) -> NDArray[np.float64]:
    """(regions, 3, points): homogeneous unit coordinates just outside each quad, along all four sides."""
    sides = np.maximum(np.linalg.norm(quads[:, (1, 3)] - quads[:, :1], axis=2), 1.0)  # width and height, px
    t = (np.arange(_SIDE) + 0.5) / _SIDE
    parts = []
    for px in _RING_PX:
        m, n = (px / sides).T[..., None]  # margins along and across, (regions, 1)
        along, down = t * (1 + 2 * m) - m, t * (1 + 2 * n) - n
        for u, v in ((along, -n), (along, 1 + n), (-m, down), (1 + m, down)):
            parts.append(np.stack(np.broadcast_arrays(u, v, 1.0), axis=1))
    return np.concatenate(parts, axis=2)


def _homographies(quads: Floats) -> NDArray[np.float64]:
    """(regions, 3, 3) from the unit square to each quad (Heckbert 1989, Fundamentals of Texture Mapping, 2.2.3)."""
    p0, p1, p2, p3 = (quads[:, i] for i in range(4))
    s, d1, d2 = p0 - p1 + p2 - p3, p1 - p2, p3 - p2
    det = d1[:, 0] * d2[:, 1] - d1[:, 1] * d2[:, 0]
    safe = np.where(np.abs(det) > 1e-9, det, 1.0)
    flat = np.abs(det) <= 1e-9
    g = np.where(flat, 0.0, (s[:, 0] * d2[:, 1] - s[:, 1] * d2[:, 0]) / safe)
    h = np.where(flat, 0.0, (d1[:, 0] * s[:, 1] - d1[:, 1] * s[:, 0]) / safe)
    out = np.ones((len(quads), 3, 3))
    out[:, :2, 0], out[:, :2, 1], out[:, :2, 2] = p1 - p0 + g[:, None] * p1, p3 - p0 + h[:, None] * p3, p0
    out[:, 2, 0], out[:, 2, 1] = g, h
    return out


def _take(pixels: Pixels, at: NDArray[np.float64]) -> Floats:
    """(3, regions, points) colours at homogeneous (regions, 3, points) places, interpolated; the picture's edge goes on."""
    import cv2

    x, y = (at[:, :2] / at[:, 2:] - 0.5).astype(np.float32).transpose(1, 0, 2)
    colours = cv2.remap(pixels, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.ascontiguousarray(np.moveaxis(colours, 2, 0), np.float32)


def colour_contrast(a: Floats, b: Floats) -> NDArray[np.float64]:
    """The contrast of (3, ...) sRGB colours 0..255: 1 (none) to 21 (black on white), WCAG 2.2, 1.4.3."""
    la, lb = _luminance(a), _luminance(b)
    return (np.maximum(la, lb) + 0.05) / (np.minimum(la, lb) + 0.05)


def contrast(a: str, b: str) -> float:
    """The contrast of two colours "#rrggbb", 1..21."""
    first, second = (np.array([int(c[i : i + 2], 16) for i in (1, 3, 5)], np.float32) for c in (a, b))
    return float(colour_contrast(first, second))


def _luminance(rgb: Floats) -> NDArray[np.float64]:
    """WCAG relative luminance of (3, ...) sRGB colours 0..255."""
    c = np.asarray(rgb, np.float64) / 255.0
    r, g, b = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    return np.asarray(0.2126 * r + 0.7152 * g + 0.0722 * b)
