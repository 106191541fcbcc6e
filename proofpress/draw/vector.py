"""The skia surface, and text set on it: every glyph from a catalogued face, every string with its exact quad.

Coordinates are pixels, x to the right and y down; angles are in degrees, clockwise as seen.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from ..model import Quad
from .fonts import FontFace, runs, skia_typeface
from .picture import Pixels

Colour = Sequence[int]  # red, green, blue and perhaps alpha, 0..255


class Surface:
    """A raster surface of width x height px filled with one colour; draw on `.canvas`, then take `.pixels()`."""

    def __init__(self, width: int, height: int, background: Colour = (255, 255, 255)):
        import skia

        self._rgba = np.empty((height, width, 4), np.uint8)
        self._surface = skia.Surface(self._rgba, colorType=skia.kRGBA_8888_ColorType)
        self.canvas: Any = self._surface.getCanvas()
        self.canvas.clear(colour(background))

    def pixels(self) -> Pixels:
        """(height, width, 3) uint8 RGB, a copy."""
        import cv2

        self._surface.flushAndSubmit()
        return np.asarray(cv2.cvtColor(self._rgba, cv2.COLOR_RGBA2RGB), np.uint8)


def colour(rgb: Colour) -> int:
    """As skia writes a colour."""
    import skia

    return int(skia.Color(*rgb))


@lru_cache(maxsize=4096)
def font(face: FontFace, size: float) -> Any:
    """A skia.Font without hinting, so that a string measures the same wherever it stands. size: px a em."""
    import skia

    f = skia.Font(skia_typeface(face), size)
    f.setSubpixel(True)
    f.setEdging(skia.Font.Edging.kAntiAlias)
    f.setHinting(skia.FontHinting.kNone)
    f.setLinearMetrics(True)
    return f


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text measured, px, with the pen at the origin of its baseline.

    advance: how far the pen moves.  ink: (x0, y0, x1, y1) of the drawn outlines.  pens: where each run and each character
    starts.  ascent and descent are of the face, both positive: equal for all strings of one font.
    """

    text: str
    face: FontFace
    size: float
    advance: float
    ink: tuple[float, float, float, float]
    ascent: float
    descent: float
    pieces: tuple[tuple[FontFace, str, float], ...]
    pens: tuple[float, ...]

    @property
    def width(self) -> float:
        return self.ink[2] - self.ink[0]

    @property
    def height(self) -> float:
        return self.ink[3] - self.ink[1]

    def quad(self, x: float, y: float, angle: float = 0.0, pad: float = 0.0) -> Quad:
        """Where the ink lies when the baseline starts at (x, y) and runs at `angle`; pad px more on every side."""
        x0, y0, x1, y1 = self.ink
        return _turn(((x0 - pad, y0 - pad), (x1 + pad, y0 - pad), (x1 + pad, y1 + pad), (x0 - pad, y1 + pad)), x, y, angle)

    def chars(self, x: float, y: float, angle: float = 0.0) -> tuple[float, ...]:
        """The quads of the characters, 8 numbers each: pen to pen wide, as high as the line's ink."""
        _, y0, _, y1 = self.ink
        out: tuple[float, ...] = ()
        for a, b in zip(self.pens, (*self.pens[1:], self.advance), strict=True):
            out += _turn(((a, y0), (b, y0), (b, y1), (a, y1)), x, y, angle)
        return out

    def draw(self, canvas: Any, x: float, y: float, rgb: Colour, angle: float = 0.0) -> Quad:
        """Draw with the baseline starting at (x, y); returns the quad of the ink."""
        import skia

        paint = skia.Paint(Color=colour(rgb), AntiAlias=True)
        canvas.save()
        canvas.translate(x, y)
        if angle:
            canvas.rotate(angle)
        for face, piece, pen in self.pieces:
            canvas.drawString(piece, pen, 0, font(face, self.size), paint)
        canvas.restore()
        return self.quad(x, y, angle)


@lru_cache(maxsize=8192)
def line(text: str, face: FontFace, size: float) -> Line:
    """Measure one line. Signs that the face lacks come from the nearest face that has them; Refused where none has."""
    pieces: list[tuple[FontFace, str, float]] = []
    pens: list[float] = []
    x0 = y0 = math.inf
    x1 = y1 = -math.inf
    pen = 0.0
    for part_face, piece in runs(face, text):
        f = font(part_face, size)
        glyphs = f.textToGlyphs(piece)
        pieces.append((part_face, piece, pen))
        for char, width in zip(piece, f.getWidths(glyphs), strict=True):
            pens.append(pen)
            box = outline(part_face, char)
            if box is not None:
                x0, y0 = min(x0, pen + size * box[0]), min(y0, size * box[1])
                x1, y1 = max(x1, pen + size * box[2]), max(y1, size * box[3])
            pen += width
    metrics = font(face, size).getMetrics()
    if x0 > x1:  # blank
        x0, y0, x1, y1 = 0.0, metrics.fAscent, pen, metrics.fDescent
    return Line(text, face, size, pen, (x0, y0, x1, y1), -metrics.fAscent, metrics.fDescent, tuple(pieces), tuple(pens))


@lru_cache(maxsize=8192)
def outline(face: FontFace, char: str) -> tuple[float, float, float, float] | None:
    """(x0, y0, x1, y1) of a glyph's outline, in ems from the pen, y down; None for a blank."""
    units = 1024.0  # large, so that the outline is not rounded to pixels
    f = font(face, units)
    path = f.getPath(f.unicharToGlyph(ord(char)))
    if path is None or path.isEmpty():
        return None
    box = path.computeTightBounds()
    return box.left() / units, box.top() / units, box.right() / units, box.bottom() / units


def wrap(text: str, face: FontFace, size: float, width: float) -> list[Line]:
    """The text in lines no wider than `width` px, broken at spaces (a longer word stands alone) and at line breaks."""
    out: list[Line] = []
    for paragraph in text.split("\n"):
        words, start = paragraph.split(), 0
        for end in range(1, len(words) + 1):
            whole = " ".join(words[start : end + 1])
            if end == len(words) or line(whole, face, size).advance > width:
                out.append(line(" ".join(words[start:end]), face, size))
                start = end
    return out


def _turn(corners: Sequence[tuple[float, float]], x: float, y: float, angle: float) -> Quad:
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return tuple(v for px, py in corners for v in (x + c * px - s * py, y + s * px + c * py))  # type: ignore[return-value]
