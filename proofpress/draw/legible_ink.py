"""What can be made out, measured on the final pixels.

Every region is sampled on a grid that is fixed to its quad, in the clean and in the final picture alike: the same grid point
is the same spot of the sheet, however the sheet was turned.  Background is what surrounds the region; ink is what differs
from it.  Contrast is that of WCAG 2.2 (1.4.3): (L1 + 0.05) / (L2 + 0.05) of relative luminances, 1 to 21.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..model import Region
from .picture import Picture, Pixels

Floats = NDArray[np.float32]

# Axis text in published charts goes down to #b0b0b0 on white (2.2:1); below 1.2:1 no one sees that there is text at all.
CLEAR_CONTRAST, LOST_CONTRAST = 2.0, 1.2
# Marks are told by colour as well as by lightness (yellow on white): the largest difference of a channel, 0..255.
CLEAR_COLOUR, LOST_COLOUR = 28.0, 8.0
# Digits and capitals of 9 px type are 6.5 px high and can be read without a lens; at 4 px a 3, 8 and 6 are one blot.
CLEAR_HEIGHT, LOST_HEIGHT = 6.5, 4.0
X_HEIGHT = 0.72  # letters like "x" and "o" are so much lower than capitals
# Less than this much of a channel is no ink but grain of paper or sensor.
LEAST_INK = 10.0
# Quads are rounded to pixels and antialiasing bleeds by one: labels overlap when they share more than that.
OVERLAP_PX = 1.0
OUTSIDE_PX = 0.5

_ROWS, _COLS, _SIDE = 14, 44, 12  # grid points inside a quad, and along each side of it
_RING_PX = (1.5, 3.0)  # how far outside a quad its surroundings are sampled
_MAX_ROUGH = 0.04  # share of a solid mark's grid that may look like paper (antialiased edges)


@dataclass(frozen=True, slots=True)
class InkReport:
    """contrast: of the region's strongest ink against its background, 1..21.  coverage: share of the quad that is inked.
    inside: share of the ink connected with the region that lies within its quad (1 px allowed for antialiasing)."""

    contrast: float
    coverage: float
    inside: float


# --- whole pictures -------------------------------------------------------------------------------------------------
def visible(clean: Picture, final: Picture) -> tuple[Region, ...]:
    """The final picture's regions with `visible` set: the share of each region's ink that is still told from its
    background, less what poor contrast and tiny type take.  Needs the same regions in the same order in both."""
    if [r.id for r in clean.regions] != [r.id for r in final.regions]:
        raise ValueError("clean and final picture have different regions")
    if not clean.regions:
        return ()
    is_text = np.array([bool(r.text) for r in final.regions])
    touched = final.pixels is not clean.pixels
    chosen = np.arange(len(is_text)) if touched else np.flatnonzero(is_text)
    shares = np.ones(len(is_text))
    if len(chosen):
        text = is_text[chosen]
        here, there = _quads(clean, chosen), _quads(final, chosen)
        before = _Sampled.of(clean.pixels, here, text, grid := _pixel_centres(here))
        after = _Sampled.of(final.pixels, there, text, grid) if touched else before
        shares[chosen] = _survival(before, after, text)
    return tuple(
        replace(r, visible=round(min(r.visible, float(share) * _size(r)), 4))
        for r, share in zip(final.regions, shares, strict=True)
    )


def outside(regions: Sequence[Region], width: int, height: int) -> tuple[Region, ...]:
    """The regions that leave a picture of width x height px."""
    if not regions:
        return ()
    quads = np.array([r.quad for r in regions]).reshape(-1, 4, 2)
    off = (quads < -OUTSIDE_PX).any((1, 2)) | (quads > np.array([width, height]) + OUTSIDE_PX).any((1, 2))
    return tuple(regions[int(i)] for i in np.flatnonzero(off))


def text_overlaps(regions: Sequence[Region]) -> list[tuple[Region, Region]]:
    """Pairs of text regions whose quads share more than OVERLAP_PX in every direction; a part never overlaps its whole."""
    texts = [r for r in regions if r.text]
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


def _size(region: Region) -> float:
    """1, or less where the letters of a text are too small to read."""
    if not any(c.isalnum() for c in region.text):
        return 1.0
    x0, y0, *_, x3, y3 = region.quad
    height = float(np.hypot(x3 - x0, y3 - y0))
    tall = any(c.isupper() or c.isdigit() or c in "bdfhklt" for c in region.text)
    scale = 1.0 if tall else X_HEIGHT
    return min(1.0, max(0.0, (height - scale * LOST_HEIGHT) / (scale * (CLEAR_HEIGHT - LOST_HEIGHT))))


# --- sampling -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Sampled:
    """colours: (3, regions, grid).  paper: (3, regions), the background.  away: (regions, grid), how far each grid point's
    colour is from the background."""

    colours: Floats
    paper: Floats
    away: Floats

    @staticmethod
    def of(pixels: Pixels, quads: Floats, is_text: NDArray[np.bool_], grid: NDArray[np.float64]) -> _Sampled:
        to_picture = _homographies(quads)
        inner = _take(pixels, to_picture @ grid)
        ring = _take(pixels, to_picture @ _ring(quads))
        paper = np.empty((3, len(quads)), np.float32)
        paper[:, ~is_text] = np.median(ring[:, ~is_text], axis=2)
        # most of a text's own quad is paper too
        paper[:, is_text] = np.median(np.concatenate([ring[:, is_text], inner[:, is_text, ::5]], axis=2), axis=2)
        return _Sampled(inner, paper, _largest(np.abs(inner - paper[..., None])))


def _quads(picture: Picture, chosen: NDArray[np.intp]) -> Floats:
    return np.array([picture.regions[int(i)].quad for i in chosen], np.float32).reshape(-1, 4, 2)


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


def _largest(channels: Floats) -> Floats:
    return np.maximum(np.maximum(channels[0], channels[1]), channels[2])


def _unit_grid() -> NDArray[np.float64]:
    """(3, points): homogeneous unit coordinates inside a quad."""
    v, u = np.meshgrid((np.arange(_ROWS) + 0.5) / _ROWS, (np.arange(_COLS) + 0.5) / _COLS, indexing="ij")
    # each row starts a little farther on, so that no row of points runs along a stem or between stems
    u = (u + 0.37 * np.arange(_ROWS)[:, None] / _COLS) % 1.0
    return np.stack([u.ravel(), v.ravel(), np.ones(u.size)])


_GRID = _unit_grid()


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


# --- what is left ---------------------------------------------------------------------------------------------------
def _survival(before: _Sampled, after: _Sampled, is_text: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Share of the ink that is still told from the paper, by region."""
    k = int(0.97 * before.away.shape[1])
    strong = np.partition(before.away, k, axis=1)[:, k]
    ink = before.away > np.maximum(0.5 * strong, LEAST_INK)[:, None]
    blank = before.away < np.maximum(0.2 * strong, LEAST_INK / 2)[:, None]
    blank &= (is_text & (blank.mean(1) > _MAX_ROUGH))[:, None]  # a solid mark has no paper of its own
    inked, blanks = np.maximum(ink.sum(1), 1), np.maximum(blank.sum(1), 1)
    # in the final picture the line runs half-way between what has become of the ink and what has become of the paper
    middle = ((after.away * ink).sum(1) / inked + (after.away * blank).sum(1) / blanks) / 2
    told = after.away > np.maximum(middle, LEAST_INK)[:, None]
    kept = told & ink
    # text is lost under a blot as well: what was paper between the letters must have stayed paper
    share = np.clip(kept.sum(1) / inked - (told & blank).sum(1) / blanks, 0.0, 1.0)
    core = (after.colours * kept).sum(2) / np.maximum(kept.sum(1), 1)
    contrast = _ramp(_contrast(core, after.paper), LOST_CONTRAST, CLEAR_CONTRAST)
    colour = _ramp(_largest(np.abs(core - after.paper)), LOST_COLOUR, CLEAR_COLOUR)
    # a mark that cannot be told from its surroundings even when clean (a cell among equals) has lost nothing
    nothing = np.where(is_text, 0.0, 1.0)
    return np.where(ink.any(1), share * np.where(is_text, contrast, colour), nothing)


def _ramp(value: NDArray[np.floating], low: float, high: float) -> NDArray[np.float64]:
    return np.clip((np.asarray(value, np.float64) - low) / (high - low), 0.0, 1.0)


def _contrast(a: Floats, b: Floats) -> NDArray[np.float64]:
    la, lb = _luminance(a), _luminance(b)
    return (np.maximum(la, lb) + 0.05) / (np.minimum(la, lb) + 0.05)


def contrast(a: str, b: str) -> float:
    """The contrast of two colours "#rrggbb", 1..21."""
    first, second = (np.array([int(c[i : i + 2], 16) for i in (1, 3, 5)], np.float32) for c in (a, b))
    return float(_contrast(first, second))


def _luminance(rgb: Floats) -> NDArray[np.float64]:
    """WCAG relative luminance of (3, ...) sRGB colours 0..255."""
    c = np.asarray(rgb, np.float64) / 255.0
    r, g, b = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    return np.asarray(0.2126 * r + 0.7152 * g + 0.0722 * b)


# --- one region -----------------------------------------------------------------------------------------------------
def ink(picture: Picture, region: Region) -> InkReport:
    """Measure one region pixel by pixel. A region without ink has contrast 1, coverage 0 and inside 1."""
    import cv2

    quad = np.array(region.quad, np.float32).reshape(1, 4, 2)
    sampled = _Sampled.of(picture.pixels, quad, np.array([bool(region.text)]), _GRID)
    x0, y0, x1, y1 = region.box
    pad = 8
    left, top = max(0, int(x0) - pad), max(0, int(y0) - pad)
    crop = picture.pixels[top : int(y1) + pad + 1, left : int(x1) + pad + 1].astype(np.float32)
    away = np.abs(crop - sampled.paper[:, 0]).max(axis=2)
    corners = quad[0] - (left, top)
    mask = np.zeros(away.shape, np.uint8)
    cv2.fillConvexPoly(mask, np.round((corners - 0.5) * 16).astype(np.int32), 1, shift=4)  # pixel centres, 1/16 px
    held = mask.astype(bool)
    strong = float(np.percentile(away[held], 97)) if held.any() else 0.0
    inked = away > max(0.5 * strong, LEAST_INK)
    if not (inked & held).any():
        return InkReport(1.0, 0.0, 1.0)
    core = crop[inked & held & (away >= 0.8 * strong)].mean(axis=0)
    _, labels = cv2.connectedComponents(inked.astype(np.uint8), connectivity=8)
    own = np.isin(labels, np.unique(labels[inked & held]))
    near = cv2.dilate(mask, np.ones((3, 3), np.uint8)).astype(bool)
    contrast = float(_contrast(core, sampled.paper[:, 0]))
    return InkReport(contrast, float((inked & held).sum() / held.sum()), float((own & near).sum() / own.sum()))
