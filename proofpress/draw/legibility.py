"""What can be made out, measured on the final pixels.

Every region is sampled on a grid that is fixed to its quad, in the clean and in the final picture alike: the same grid point
is the same spot of the sheet, however the sheet was turned.  The ground is what surrounds the region; ink is what differs
from it.  Contrast is that of WCAG 2.2 (1.4.3): (L1 + 0.05) / (L2 + 0.05) of relative luminances, 1 to 21.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..model import Region
from .overlap import outside, text_overlaps
from .picture import Picture, Pixels
from .sample_points import COLUMNS, QUARTER, Floats, SamplePoints, colour_contrast, patches, quads_of

__all__ = ["InkReport", "ink", "outside", "text_overlaps", "visible"]

# Grey #9f9f9f on white (2.6:1) is common for small print and #c4c4c4 (1.7:1) can still be read at ease; below 1.1:1 no one
# sees that there is text at all.
CLEAR_CONTRAST, LOST_CONTRAST = 1.7, 1.1
# Of the ink, as told from the paper: blurred type of which so much is left is read without effort.
ENOUGH = 0.6
# Marks are the same to the eye when their pattern correlates so; half hidden they come to about 0.7.
LEAST_ALIKE, CLEARLY_ALIKE = 0.45, 0.95
# Share of a mark's clean contrast: a heavy loss of contrast under a heavy blur leaves 0.25.
LOST_FORCE, CLEAR_FORCE = 0.04, 0.2
LEAST_PATTERN = 4.0  # of 255, in the mean over a sixteenth of the region: fainter patterns drown in grain and resampling
LEAST_SHARE, SPARSE = 0.04, 0.35  # of a quarter's points; of the ink in the other quarters
# Digits and capitals of 9 px type are 6.5 px high and can be read without a lens; at 4 px a 3, 8 and 6 are one blot.
CLEAR_HEIGHT, LOST_HEIGHT = 6.5, 4.0
X_HEIGHT = 0.72  # letters like "x" and "o" are so much lower than capitals
# Less than this much of a channel is no ink but grain of paper or sensor.
LEAST_INK = 10.0


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
    shares = np.ones(len(clean.regions))
    texts = [i for i, r in enumerate(clean.regions) if r.ink == "text"]
    marks = [i for i, r in enumerate(clean.regions) if r.ink != "text" and final.pixels is not clean.pixels]
    for chosen, share in ((texts, _text_share), (marks, _mark_share)):
        if chosen:
            here, there = (quads_of([p.regions[i] for i in chosen]) for p in (clean, final))
            shares[chosen] = share(clean.pixels, here, final.pixels, there)
    seen = (round(min(r.visible, share * _size(r)), 4) for r, share in zip(final.regions, shares.tolist(), strict=True))
    return tuple(r if r.visible == v else replace(r, visible=v) for r, v in zip(final.regions, seen, strict=True))


def _size(region: Region) -> float:
    """1, or less where the letters of a text are too small to read."""
    if region.ink != "text" or not any(c.isalnum() for c in region.text):
        return 1.0
    x0, y0, *_, x3, y3 = region.quad
    height = float(np.hypot(x3 - x0, y3 - y0))
    tall = any(c.isupper() or c.isdigit() or c in "bdfhklt" for c in region.text)
    scale = 1.0 if tall else X_HEIGHT
    return min(1.0, max(0.0, (height - scale * LOST_HEIGHT) / (scale * (CLEAR_HEIGHT - LOST_HEIGHT))))


# --- what is left ---------------------------------------------------------------------------------------------------
def _text_share(clean: Pixels, here: Floats, final: Pixels, there: Floats) -> NDArray[np.float64]:
    """How well each text is told from its paper in its worst quarter (a number with one digit hidden is another number)."""
    spots = SamplePoints.of(clean, here, text=True)
    before = spots.clean
    after = before if final is clean else spots.sample(final, there)
    k = int(0.97 * before.away.shape[1])
    strong = np.partition(before.away, k, axis=1)[:, k, None]
    ink = before.away > np.maximum(0.5 * strong, LEAST_INK)
    blank = before.away < np.maximum(0.2 * strong, LEAST_INK / 2)
    # in the final picture the line runs, quarter by quarter, half-way between what has become of ink and of paper
    middle = (_mean_by_quarter(after.away, ink) + _mean_by_quarter(after.away, blank)) / 2
    told = after.away > np.maximum(middle, LEAST_INK)[:, QUARTER]
    kept = told & ink
    # text is lost under a blot as well: what was paper between the letters must have stayed paper
    pieces = _pieces(here)
    share = _by_piece(kept, ink, pieces) - _by_piece(told & blank, blank, pieces)
    dense = ink.astype(np.float32) @ COLUMNS
    # a quarter with next to no ink (a space, a dot, the edge of a letter) has nothing to lose
    share[dense < np.maximum(LEAST_SHARE, SPARSE * dense.mean(1, keepdims=True))] = 1.0
    core = (after.colours * kept).sum(2) / np.maximum(kept.sum(1), 1)
    contrast = np.minimum(*(colour_contrast(core, paper) for paper in after.papers))
    legible = _ramp(share.min(1), 0.0, ENOUGH) * _ramp(contrast, LOST_CONTRAST, CLEAR_CONTRAST)
    return np.where(ink.any(1), legible, 0.0)


def _mean_by_quarter(values: Floats, where: NDArray[np.bool_]) -> Floats:
    """(regions, 4): the mean of the values at the points chosen."""
    return ((values * where) @ COLUMNS) / np.maximum(where.astype(np.float32) @ COLUMNS, np.float32(1e-6))


def _pieces(quads: Floats) -> Floats:
    """(regions, 4, 4): which quarters of each text make up the pieces that are judged apart, each about a digit or wider:
    quarters, halves or, of a single digit, the whole."""
    sides = np.maximum(np.linalg.norm(quads[:, (1, 3)] - quads[:, :1], axis=2), 1.0)
    slender = sides[:, 0] / sides[:, 1]
    return _PIECES[(slender > 1.2).astype(int) + (slender > 2.4)]


_PIECES = np.stack([np.ones((4, 4)), np.kron(np.eye(2), np.ones((2, 2))), np.eye(4)]).astype(np.float32)


def _by_piece(part: NDArray[np.bool_], whole: NDArray[np.bool_], pieces: Floats) -> Floats:
    """(regions, 4): for each quarter of a text, which share of its piece's points in `whole` are in `part`."""
    a, b = ((points.astype(np.float32) @ COLUMNS)[:, None] @ pieces for points in (part, whole))
    return np.asarray(a / np.maximum(b, 1e-6), np.float32)[:, 0]


def _mark_share(clean: Pixels, here: Floats, final: Pixels, there: Floats) -> NDArray[np.float64]:
    """How far each mark and its surroundings still have the same pattern, whatever became of light and contrast."""
    before, after = (_pattern(patches(pixels, quads)) for pixels, quads in ((clean, here), (final, there)))
    was, has = (np.sqrt((p * p).mean(1)) for p in (before, after))
    alike = (before * after).mean(1) / np.maximum(was * has, 1e-6)
    share = _ramp(alike, LEAST_ALIKE, CLEARLY_ALIKE) * _ramp(has / np.maximum(was, 1e-6), LOST_FORCE, CLEAR_FORCE)
    # a mark without pattern even when clean (a cell among equals) has nothing to lose
    return np.where(was < LEAST_PATTERN, 1.0, share)


def _pattern(patches: Floats) -> Floats:
    """(regions, 72): the patches of all channels, each channel around its mean."""
    return np.moveaxis(patches - patches.mean(2, keepdims=True), 0, 1).reshape(patches.shape[1], -1)


def _ramp(value: NDArray[np.floating], low: float, high: float) -> NDArray[np.float64]:
    return np.clip((np.asarray(value, np.float64) - low) / (high - low), 0.0, 1.0)


# --- one region -----------------------------------------------------------------------------------------------------
def ink(picture: Picture, region: Region) -> InkReport:
    """Measure one region pixel by pixel. A region without ink has contrast 1, coverage 0 and inside 1."""
    import cv2

    quad = quads_of([region])
    papers = SamplePoints.of(picture.pixels, quad, region.ink == "text").clean.papers[:, :, 0]
    x0, y0, x1, y1 = region.box
    pad = 8
    left, top = max(0, int(x0) - pad), max(0, int(y0) - pad)
    crop = picture.pixels[top : int(y1) + pad + 1, left : int(x1) + pad + 1].astype(np.float32)
    away = np.minimum(*(np.abs(crop - paper).max(axis=2) for paper in papers))
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
    contrast = float(min(colour_contrast(core, paper) for paper in papers))
    return InkReport(contrast, float((inked & held).sum() / held.sum()), float((own & near).sum() / own.sum()))
