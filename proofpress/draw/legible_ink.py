"""What can be made out, measured on the final pixels.

Every region is sampled on a grid that is fixed to its quad, in the clean and in the final picture alike: the same grid point
is the same spot of the sheet, however the sheet was turned.  Background is what surrounds the region; ink is what differs
from it.  Contrast is that of WCAG 2.2 (1.4.3): (L1 + 0.05) / (L2 + 0.05) of relative luminances, 1 to 21.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..model import Region
from .overlap import outside, text_overlaps
from .picture import Picture
from .sample import GRID, Sampled, colour_contrast, largest, pixel_centres, quads_of

__all__ = ["InkReport", "ink", "outside", "text_overlaps", "visible"]

# Axis text in published charts goes down to #b0b0b0 on white (2.2:1); below 1.2:1 no one sees that there is text at all.
CLEAR_CONTRAST, LOST_CONTRAST = 2.0, 1.2
# Marks are told by colour as well as by lightness (yellow on white): the largest difference of a channel, 0..255.
CLEAR_COLOUR, LOST_COLOUR = 28.0, 8.0
# Digits and capitals of 9 px type are 6.5 px high and can be read without a lens; at 4 px a 3, 8 and 6 are one blot.
CLEAR_HEIGHT, LOST_HEIGHT = 6.5, 4.0
X_HEIGHT = 0.72  # letters like "x" and "o" are so much lower than capitals
# Less than this much of a channel is no ink but grain of paper or sensor.
LEAST_INK = 10.0
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
        here, there = (quads_of([p.regions[int(i)] for i in chosen]) for p in (clean, final))
        before = Sampled.of(clean.pixels, here, text, grid := pixel_centres(here))
        after = Sampled.of(final.pixels, there, text, grid) if touched else before
        shares[chosen] = _survival(before, after, text)
    return tuple(
        replace(r, visible=round(min(r.visible, float(share) * _size(r)), 4))
        for r, share in zip(final.regions, shares, strict=True)
    )


def _size(region: Region) -> float:
    """1, or less where the letters of a text are too small to read."""
    if not any(c.isalnum() for c in region.text):
        return 1.0
    x0, y0, *_, x3, y3 = region.quad
    height = float(np.hypot(x3 - x0, y3 - y0))
    tall = any(c.isupper() or c.isdigit() or c in "bdfhklt" for c in region.text)
    scale = 1.0 if tall else X_HEIGHT
    return min(1.0, max(0.0, (height - scale * LOST_HEIGHT) / (scale * (CLEAR_HEIGHT - LOST_HEIGHT))))


# --- what is left ---------------------------------------------------------------------------------------------------
def _survival(before: Sampled, after: Sampled, is_text: NDArray[np.bool_]) -> NDArray[np.float64]:
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
    contrast = _ramp(colour_contrast(core, after.paper), LOST_CONTRAST, CLEAR_CONTRAST)
    colour = _ramp(largest(np.abs(core - after.paper)), LOST_COLOUR, CLEAR_COLOUR)
    # a mark that cannot be told from its surroundings even when clean (a cell among equals) has lost nothing
    nothing = np.where(is_text, 0.0, 1.0)
    return np.where(ink.any(1), share * np.where(is_text, contrast, colour), nothing)


def _ramp(value: NDArray[np.floating], low: float, high: float) -> NDArray[np.float64]:
    return np.clip((np.asarray(value, np.float64) - low) / (high - low), 0.0, 1.0)


# --- one region -----------------------------------------------------------------------------------------------------
def ink(picture: Picture, region: Region) -> InkReport:
    """Measure one region pixel by pixel. A region without ink has contrast 1, coverage 0 and inside 1."""
    import cv2

    quad = quads_of([region])
    sampled = Sampled.of(picture.pixels, quad, np.array([bool(region.text)]), GRID)
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
    contrast = float(colour_contrast(core, sampled.paper[:, 0]))
    return InkReport(contrast, float((inked & held).sum() / held.sum()), float((own & near).sum() / own.sum()))
