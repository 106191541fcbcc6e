"""Is what a region says what its pixels show?  Each text is set again, in its recorded font and size, and compared.

The characters' quads say where the line lies, degraded pictures included, for they moved with the pixels.  Each character is
compared by normalised correlation, which neither colour nor contrast changes; where that leaves a doubt, other characters of
the same font are set in its place, and the better fit decides.  Three verdicts: confirmed, contradicted, cannot tell.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import skia
from numpy.typing import NDArray

from ..draw import fonts
from ..draw.picture import Pixels
from ..draw.typeset import Face, NoGlyph, Run, shape
from ..model import Region

CONFIRMED, CONTRADICTED, CANNOT_TELL = "confirmed", "contradicted", "cannot tell"

# slant and direction: upright, and the synthetic italic that faces without one of their own are given
SETTINGS = ((0.0, "auto"), (0.2, "auto"))
OTHER_DIRECTIONS = ((0.0, "rtl"), (0.0, "ltr"))  # of a paragraph that begins with a word of the other direction
SMALLEST = 6.5  # px an em: below it letters are blots
LEAST_INK = 14.0  # of 255, between ink and paper: fainter type drowns in grain
SURE = 0.93  # a character that correlates so is the one: no other of its font comes so near
ALIKE = {False: 0.8, True: 0.62}  # enough where nothing fits better; of degraded pictures less
UNLIKE = 0.65  # no character that stands undamaged on its ground is so unlike itself
BETTER = {False: 0.04, True: 0.2}  # by so much another character must fit better to be believed
BUSY = 0.25  # of the way from paper to ink: what differs so much around a text is a line or another ground
TWISTED = 2.0  # px: how far the recorded characters may lie from where the font sets them
ROUNDING = 0.5  # px: quads of upright characters are whole pixels, those of turned ones as much wider
DIGITS = "0123456789"
LETTERS = "abcdefghijklmnopqrstuvwxyz"

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Reading:
    """verdict: CONFIRMED, CONTRADICTED or CANNOT_TELL, with its reason."""

    verdict: str
    reason: str = ""


def read_ink(pixels: Pixels, region: Region, degraded: bool = False) -> Reading:
    """Compare one text region with the picture's pixels. degraded: whether they were moved, blurred or compressed."""
    if region.ink != "text" or not region.text.strip():
        return Reading(CANNOT_TELL, "holds no text")
    if region.format or not region.font or not region.size or not region.chars:
        return Reading(CANNOT_TELL, "its font is not on record")
    files = stack_of(region.font)
    lines = _lines(region)
    if lines is None:
        return Reading(CONTRADICTED, f"{region.text!r} has other characters than were inked")
    if not files:
        return Reading(CANNOT_TELL, "its font is not known here")
    if not _within(region):
        return Reading(CONTRADICTED, f"the characters of {region.text!r} lie outside its region")
    found = Reading(CANNOT_TELL, "nothing to compare")
    for slant, direction in SETTINGS if region.text.isascii() else (*SETTINGS, *OTHER_DIRECTIONS):
        face = Face(files, slant)
        readings = [_read_line(pixels, text, quads, face, region.size, direction, degraded) for text, quads in lines]
        worst = min(readings, key=lambda r: (CONTRADICTED, CANNOT_TELL, CONFIRMED).index(r.verdict))
        if worst.verdict == CONFIRMED:
            return worst
        found = worst if (slant, direction) == SETTINGS[0] else found
    return found


def _within(region: Region) -> bool:
    """Do the characters lie in the region's quad?"""
    quad = np.reshape(region.quad, (4, 2)).astype(np.float32)
    chars = np.reshape(region.chars or (), (-1, 4, 2)).mean(1)
    return all(cv2.pointPolygonTest(quad, (float(x), float(y)), True) >= -TWISTED for x, y in chars)


@lru_cache(maxsize=256)
def stack_of(font: str) -> tuple[str, ...]:
    """The files that text in a font of the record is set with; () for a font that is not here."""
    for face in fonts.faces():
        if face.path.as_posix().endswith("/" + font):
            return fonts.stack(face)
    return ()


def _lines(region: Region) -> list[tuple[str, NDArray[np.float64]]] | None:
    """The lines with the quads of their characters, (n, 4, 2); None where they are not one a character.

    A line ends before the first character that stands half a size below all of it, and at a space without width: there a line
    was broken, or its words were spread over the width of a column.
    """
    quads = np.reshape(region.chars or (), (-1, 4, 2)).astype(np.float64)
    if len(quads) != len(region.text):
        return None
    corners = np.reshape(region.quad, (4, 2)).astype(np.float64)
    down = corners[3] - corners[0]
    depths = quads @ (down / max(float(np.hypot(*down)), 1e-9))
    middles, bottoms = depths.mean(1).tolist(), depths.max(1).tolist()
    out: list[tuple[str, NDArray[np.float64]]] = []
    start, lowest = 0, np.inf
    for i, char in enumerate(region.text):
        if char.isspace():
            if start < i and np.allclose(quads[i, 0], quads[i, 1], atol=1e-3):
                out.append(_trimmed(region.text, quads, start, i))
                start, lowest = i + 1, np.inf
            continue
        if middles[i] > lowest + 0.5 * region.size:
            out.append(_trimmed(region.text, quads, start, i))
            start, lowest = i, bottoms[i]
        else:
            lowest = bottoms[i] if lowest == np.inf else max(lowest, bottoms[i])
    out.append(_trimmed(region.text, quads, start, len(region.text)))
    return [(text, own) for text, own in out if text]


def _trimmed(text: str, quads: NDArray[np.float64], start: int, end: int) -> tuple[str, NDArray[np.float64]]:
    """A line without the spaces at its ends, which paint nothing."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return text[start:end], quads[start:end]


@lru_cache(maxsize=4096)
def _set(text: str, face: Face, size: float, direction: str = "auto") -> Run | None:
    try:
        return shape(text, face, size, direction)
    except NoGlyph:
        return None


def _read_line(
    pixels: Pixels, text: str, quads: NDArray[np.float64], face: Face, size: float, direction: str, degraded: bool
) -> Reading:
    run = _set(text, face, size, direction)
    if run is None:
        return Reading(CANNOT_TELL, "its font lacks a character")
    boxes = np.array(run.chars)
    inked = np.flatnonzero((boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1]))
    if not len(inked):
        return Reading(CONFIRMED)
    places, off = _placed(boxes[inked], quads[inked])
    if size * float(np.sqrt(abs(np.linalg.det(places[0][:, :2])))) < SMALLEST:
        return Reading(CANNOT_TELL, f"{text!r} is too small")
    if off > TWISTED:
        verdict = CANNOT_TELL if degraded else CONTRADICTED
        return Reading(verdict, f"the characters of {text!r} do not stand as their font sets them (by {off:.1f} px)")
    least = -2.0
    for place in places:
        looked = _View.of(pixels, run, place)
        if looked is None:
            return Reading(CANNOT_TELL, f"{text!r} leaves the picture")
        template = looked.template(run.outline)
        if degraded:
            template = _soft(template)
        signal, strength = _signal(looked.patch, template)
        if strength < LEAST_INK:
            return Reading(CANNOT_TELL if degraded else CONTRADICTED, f"nothing is written where {text!r} should be")
        fits = _likeness(signal, template, looked.spans(boxes[inked]))
        if float(fits.min()) > least:
            view, likeness, least = looked, fits, float(fits.min())
        if least >= SURE:
            return Reading(CONFIRMED)
    crossed = _crossed(signal)
    doubtful = [k for k in range(len(inked)) if likeness[k] < SURE]
    weak = ""
    for k in doubtful:
        i = int(inked[k])
        own = float(likeness[k])
        rival, best = _rival(view, run, i, face, size, degraded)
        if rival and best > own + BETTER[degraded] and best > ALIKE[degraded]:
            return Reading(CONTRADICTED, f"{text!r}: {rival!r} is written where {text[i]!r} should be")
        if not degraded and own < UNLIKE and _matters(text[i]) and not crossed:
            return Reading(CONTRADICTED, f"{text!r}: what is written is no {text[i]!r}")
        if _matters(text[i]) and (own < ALIKE[degraded] or (rival and best > own - BETTER[degraded] / 4)):
            weak = text[i]
    return Reading(CANNOT_TELL, f"{text!r}: {weak!r} is not clear") if weak else Reading(CONFIRMED)


def _matters(char: str) -> bool:
    """Signs so small that a pixel decides are left to the characters around them."""
    return char.isalnum()


# --- where a line lies --------------------------------------------------------------------------------------------------
def _placed(boxes: NDArray[np.float64], quads: NDArray[np.float64]) -> tuple[list[NDArray[np.float64]], float]:
    """The affine maps (2, 3) from the run's pixels to the picture's that fit the characters best; how far the worst is off."""
    if (quads[:, 0, 1] == quads[:, 1, 1]).all() and (quads[:, 0, 0] == quads[:, 3, 0]).all():
        # rounding bends nothing: an upright line is only moved, and each rounded edge says between which limits
        starts, ends = quads[:, 0] - boxes[:, :2], quads[:, 2] - boxes[:, 2:]
        low, high = np.maximum(starts.max(0), ends.max(0) - 1), np.minimum(starts.min(0) + 1, ends.min(0))
        if (high > low - 0.05).all():
            middle, whole = (low + high) / 2, np.round((low + high) / 2)  # most pens start on a whole pixel
            fits = (whole >= low - 1e-3) & (whole <= high + 1e-3)
            moves = [np.where(fits, whole, middle), middle] if fits.any() else [middle]
            return [np.column_stack([np.eye(2), move]) for move in moves], 0.0
    wide = boxes + np.array([-ROUNDING, -ROUNDING, ROUNDING, ROUNDING])
    source = wide[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 2)
    target = quads.reshape(-1, 2)
    if len(boxes) == 1:  # too little to tell a tilt from rounding: turned as its own sides are
        across = quads[0, 1] - quads[0, 0]
        c, s = across / max(float(np.hypot(*across)), 1e-9)
        turn = np.array([[c, -s], [s, c]])
        place = np.column_stack([turn, (target - source @ turn.T).mean(0)])
    else:
        place = np.linalg.lstsq(np.column_stack([source, np.ones(len(source))]), target, rcond=None)[0].T
    return [place], float(np.abs(source @ place[:, :2].T + place[:, 2] - target).max())


@dataclass(frozen=True, slots=True)
class _View:
    """A line's neighbourhood: patch, (h, w, 3) colours; matrix: from the run's pixels to the patch's."""

    patch: Floats
    matrix: NDArray[np.float64]

    @staticmethod
    def of(pixels: Pixels, run: Run, place: NDArray[np.float64]) -> _View | None:
        x0, y0, x1, y1 = run.ink
        if np.abs(place[:, :2] - np.eye(2)).max() < 1e-9:  # as it stands in the picture
            tx, ty = place[:, 2]
            left, top = int(np.floor(tx + x0)) - 2, int(np.floor(ty + y0)) - 2
            right, bottom = int(np.ceil(tx + x1)) + 2, int(np.ceil(ty + y1)) + 2
            if left < -2 or top < -2 or right > pixels.shape[1] + 2 or bottom > pixels.shape[0] + 2:
                return None
            cut = pixels[max(0, top) : bottom, max(0, left) : right]
            return _View(cut.astype(np.float32), np.array([[1, 0, tx - max(0, left)], [0, 1, ty - max(0, top)]]))
        left, top = int(np.floor(x0)) - 2, int(np.floor(y0)) - 2
        size = int(np.ceil(x1)) + 2 - left, int(np.ceil(y1)) + 2 - top
        there = np.vstack([place, [0, 0, 1]]) @ np.array([[1.0, 0, left], [0, 1, top], [0, 0, 1]])
        half = np.array([[1.0, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])  # OpenCV's pixel centres
        inverse = np.linalg.inv(half) @ there @ half
        patch = cv2.warpAffine(
            pixels, inverse[:2], size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
        )
        return _View(np.asarray(patch, np.float32), np.array([[1.0, 0, -left], [0, 1, -top]]))

    def template(self, outline: Any, x: float = 0.0) -> Floats:
        """How far each pixel is inked by an outline whose pen stands at x in the run, 0..1."""
        return self.templates([(outline, x)])[0]

    def templates(self, outlines: Sequence[tuple[Any, float]]) -> Floats:
        """(n, h, w): one after the other."""
        h, w = self.patch.shape[:2]
        mask = np.zeros((h * len(outlines), w), np.uint8)
        canvas = skia.Surface(mask, colorType=skia.kAlpha_8_ColorType, alphaType=skia.kPremul_AlphaType).getCanvas()
        for n, (outline, x) in enumerate(outlines):
            canvas.save()
            canvas.clipRect(skia.Rect.MakeXYWH(0, n * h, w, h))
            canvas.translate(float(self.matrix[0, 2]) + x, float(self.matrix[1, 2]) + n * h)
            canvas.drawPath(outline, _INK)
            canvas.restore()
        return np.asarray(mask.reshape(len(outlines), h, w) / np.float32(255.0), np.float32)

    def spans(self, boxes: NDArray[np.float64]) -> NDArray[np.int64]:
        """(n, 2): the first column of each character and the one after its last."""
        w = self.patch.shape[1]
        columns = (boxes[:, (0, 2)] + self.matrix[0, 2] + (-1.0, 2.0)).astype(np.int64)
        first = np.minimum(np.maximum(columns[:, 0], 0), w - 1)
        return np.column_stack([first, np.maximum(first + 1, np.minimum(columns[:, 1], w))])


_INK = skia.Paint(AntiAlias=True)


# --- comparing ----------------------------------------------------------------------------------------------------------
def _soft(template: Floats) -> Floats:
    """As a lens or a resampling blurs it."""
    if template.ndim == 3:
        return np.stack([_soft(t) for t in template])
    return np.asarray(cv2.GaussianBlur(template, (0, 0), 0.7, borderType=cv2.BORDER_CONSTANT), np.float32)


def _signal(patch: Floats, template: Floats) -> tuple[Floats, float]:
    """How far each pixel has gone from the paper's colour towards the ink's, and how far these are apart (of 255)."""
    h, w = min(patch.shape[0], template.shape[0]), min(patch.shape[1], template.shape[1])
    flat, cover = patch[:h, :w].reshape(-1, 3), template[:h, :w].reshape(-1)
    blank = flat[cover < 0.03]
    paper = np.median(blank[:: max(1, len(blank) // 100)], axis=0) if len(blank) else np.median(flat, axis=0)
    full = cover > 0.75 * float(cover.max(initial=0.0))
    ink = flat[full].mean(0) if full.any() else paper
    way = (ink - paper).astype(np.float32)
    strength = float(np.abs(way).max())
    return np.asarray((patch - paper.astype(np.float32)) @ way / np.float32(max(float(way @ way), 1e-6)), np.float32), strength


def _crossed(signal: Floats) -> bool:
    """Does a line, or the edge of another ground, run through the text? The rim around it is not one colour then."""
    rim = np.concatenate([signal[0], signal[-1], signal[:, 0], signal[:, -1]])
    return float(np.abs(rim - np.median(rim)).max()) > BUSY


def _likeness(signal: Floats, template: Floats, spans: NDArray[np.int64]) -> NDArray[np.float64]:
    """The normalised correlation of signal and template over the columns of each character, -1..1."""
    a, b = signal.astype(np.float64), template.astype(np.float64)
    sums = np.stack([a.sum(0), b.sum(0), (a * a).sum(0), (b * b).sum(0), (a * b).sum(0)])
    run = np.concatenate([np.zeros((5, 1)), np.cumsum(sums, axis=1)], axis=1)
    sa, sb, saa, sbb, sab = run[:, spans[:, 1]] - run[:, spans[:, 0]]
    n = (spans[:, 1] - spans[:, 0]) * signal.shape[0]
    spread = np.maximum(saa - sa * sa / n, 1e-9) * np.maximum(sbb - sb * sb / n, 1e-9)
    return np.asarray((sab - sa * sb / n) / np.sqrt(spread))


def _rival(view: _View, run: Run, i: int, face: Face, size: float, degraded: bool) -> tuple[str, float]:
    """The other character that fits best where the run has its i-th, and how well; "" where no other is thinkable.

    Its neighbours stay, so that what they reach into its columns speaks neither for it nor against it.
    """
    char = run.text[i]
    others = _others(char)
    one = _set(char, face, size)
    if not others or one is None:
        return "", 0.0
    pen = run.chars[i][0] - one.chars[0][0]
    sets = [(c, _set(c, face, size)) for c in others]
    known = [(c, r) for c, r in sets if r is not None and r.ink[2] > r.ink[0]]
    own, *rest = view.templates([(one.outline, pen), *((r.outline, pen) for _, r in known)])
    around = np.maximum(view.template(run.outline) - own, 0)
    stack = np.minimum(np.stack(rest) + around, 1)
    if degraded:
        stack = _soft(stack)
    best, name = -1.0, ""
    for (c, r), template in zip(known, stack, strict=True):
        signal, strength = _signal(view.patch, template)
        if strength < LEAST_INK:
            continue
        box = np.array([[min(run.chars[i][0], pen + r.ink[0]), 0, max(run.chars[i][2], pen + r.ink[2]), 0]])
        fit = float(_likeness(signal, template, view.spans(box))[0])
        if fit > best:
            best, name = fit, c
    return name, best


@lru_cache(maxsize=1024)
def _others(char: str) -> str:
    """The characters that might be written in its place."""
    if char in DIGITS:
        return DIGITS.replace(char, "")
    if char.lower() in LETTERS:
        alphabet = LETTERS if char.islower() else LETTERS.upper()
        return alphabet.replace(char, "")
    if char.isalpha() and unicodedata.decomposition(char) == "":
        code = ord(char)  # its neighbours in the alphabet
        return "".join(c for k in range(code - 12, code + 13) if k != code and (c := chr(k)).isalpha())
    return ""
