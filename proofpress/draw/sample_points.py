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
_THIN = 5  # so few of the points inside are enough for the colour of the paper
SAME_PAPER = 10.0  # of 255: what differs by less is one ground
SECOND_GROUND = 0.3  # of the surroundings: more than one side (a mark below its label), less than a half


@dataclass(frozen=True, slots=True)
class Sampled:
    """colours: (3, regions, points) inside.  papers: (2, 3, regions), the ground and, where two meet, the other (else the same
    again).  away: (regions, points), how far a colour is from the nearer ground (the largest difference of a channel)."""

    colours: Floats
    papers: Floats
    away: Floats


@dataclass(frozen=True, slots=True)
class SamplePoints:
    """Where to look in every region, in unit coordinates: (regions, 3, points) inside and around, and which of the points
    around (followed by every fifth inside) lie on the one ground and on the other.  clean: the colours there in the picture
    that they were chosen on."""

    inner: NDArray[np.float64]
    around: NDArray[np.float64]
    grounds: tuple[NDArray[np.bool_], NDArray[np.bool_]]
    clean: Sampled

    @staticmethod
    def of(pixels: Pixels, quads: Floats, text: bool) -> SamplePoints:
        """The spots of a clean picture's (regions, 4, 2) quads; of texts most of the inside is ground, of marks nothing."""
        inner, around = _pixel_centres(quads), _ring(quads)
        to_picture = _homographies(quads)
        inside, ring = _take(pixels, to_picture @ inner), _take(pixels, to_picture @ around)
        both = np.concatenate([ring, inside[..., ::_THIN]], axis=2)
        n = ring.shape[2]
        usual = np.median(both if text else ring, axis=2)
        off = largest(np.abs(both - usual[..., None]))
        if not text:
            off[:, n:] = np.inf
        # where two grounds meet the median may be neither: take the nearer one
        first = off <= off.min(axis=1, keepdims=True) + SAME_PAPER
        if not text:
            return SamplePoints(inner, around, (first, first), _sampled(inside, both, (first, first)))
        other = ~first[:, :n]
        two = other.mean(1) >= SECOND_GROUND
        second = first.copy()
        second[two] = False
        if two.any():
            rest = np.where(other[two], ring[:, two], np.nan)
            near = largest(np.abs(both[:, two] - np.nanmedian(rest, axis=2)[..., None])) <= 2 * SAME_PAPER
            near[:, n:] = False
            near[~near.any(1)] = first[two][~near.any(1)]
            second[two] = near
        return SamplePoints(inner, around, (first, second), _sampled(inside, both, (first, second)))

    def sample(self, pixels: Pixels, quads: Floats) -> Sampled:
        """The colours at these spots of a picture whose regions now have these quads."""
        to_picture = _homographies(quads)
        inner, ring = _take(pixels, to_picture @ self.inner), _take(pixels, to_picture @ self.around)
        return _sampled(inner, np.concatenate([ring, inner[..., ::_THIN]], axis=2), self.grounds)


def _sampled(inside: Floats, both: Floats, grounds: tuple[NDArray[np.bool_], NDArray[np.bool_]]) -> Sampled:
    papers = np.stack([(both * g).sum(2) / g.sum(1) for g in grounds])
    one, other = (largest(np.abs(inside - paper[..., None])) for paper in papers)
    return Sampled(inside, papers, np.minimum(one, other))


def patches(pixels: Pixels, quads: Floats) -> Floats:
    """(3, regions, 24): the mean colours of 4 x 4 parts of each region and of 8 stretches around it.

    Regions are taken 1 px larger on every side, so that of a hairline something is left when it is moved by half a pixel.
    """
    quads = _grown(quads, 1.0)
    to_picture = _homographies(quads)
    return np.concatenate(
        [_take(pixels, to_picture @ _GRID) @ _PARTS, _take(pixels, to_picture @ _ring(quads)) @ _STRETCHES], axis=2
    )


def quads_of(regions: Sequence[Region]) -> Floats:
    """(regions, 4, 2) corners."""
    return np.array([r.quad for r in regions], np.float32).reshape(-1, 4, 2)


def _pixel_centres(quads: Floats) -> NDArray[np.float64]:
    """(regions, 3, points): the grid moved to the centres of the pixels it falls into, in unit coordinates of the quads.

    Sampled there, a clean picture has its pixels' own colours; and there a moved one must be looked at too.
    """
    to_picture = _homographies(quads)
    at = to_picture @ _GRID
    at[:, :2] = np.floor(at[:, :2] / at[:, 2:]) + 0.5
    at[:, 2] = 1.0
    flat = np.abs(np.linalg.det(to_picture)) < 1.0  # less than a pixel large
    to_picture[flat] = np.eye(3)
    unit: NDArray[np.float64] = np.linalg.inv(to_picture) @ at
    unit[flat] = _GRID
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


_GRID = _unit_grid()


def _means(part: NDArray[np.int64]) -> Floats:
    """(points, parts): multiply by it to get the mean of each part's points."""
    member = part[:, None] == np.arange(part.max() + 1)
    return np.asarray(member / member.sum(0), np.float32)


_PARTS = _means((4 * _GRID[1]).astype(np.int64) * 4 + (4 * _GRID[0]).astype(np.int64))
_STRETCHES = _means(np.tile(np.repeat(np.arange(8), _SIDE // 2), len(_RING_PX)))
QUARTER = (4 * _GRID[0]).astype(np.int64)  # of each point inside: which quarter of a line of text, left to right
COLUMNS = _means(QUARTER)


def _grown(quads: Floats, px: float) -> Floats:
    """The quads grown by px on every side."""
    m = px / np.maximum(np.linalg.norm(quads[:, (1, 3)] - quads[:, :1], axis=2), 1.0)  # of the width, of the height
    signs = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    unit = np.array([[0.0, 0], [1, 0], [1, 1], [0, 1]]) + signs * m[:, None]
    at = _homographies(quads) @ np.concatenate([unit, np.ones((len(quads), 4, 1))], axis=2).transpose(0, 2, 1)
    return np.asarray((at[:, :2] / at[:, 2:]).transpose(0, 2, 1), np.float32)


def _ring(quads: Floats) -> NDArray[np.float64]:
    """(regions, 3, points): homogeneous unit coordinates just outside each quad, along all four sides."""
    sides = np.maximum(np.linalg.norm(quads[:, (1, 3)] - quads[:, :1], axis=2), 1.0)  # width and height, px
    t = (np.arange(_SIDE) + 0.5) / _SIDE
    out = np.ones((len(quads), 3, 4 * _SIDE * len(_RING_PX)))
    at = 0
    for px in _RING_PX:
        m, n = (px / sides).T[..., None]  # margins along and across, (regions, 1)
        along, down = t * (1 + 2 * m) - m, t * (1 + 2 * n) - n
        for u, v in ((along, -n), (along, 1 + n), (-m, down), (1 + m, down)):
            out[:, 0, at : at + _SIDE], out[:, 1, at : at + _SIDE] = u, v
            at += _SIDE
    return out


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


def _luminance(rgb: Floats) -> NDArray[np.float64]:
    """WCAG relative luminance of (3, ...) sRGB colours 0..255."""
    c = np.asarray(rgb, np.float64) / 255.0
    r, g, b = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    return np.asarray(0.2126 * r + 0.7152 * g + 0.0722 * b)
