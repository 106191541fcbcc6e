"""Text as outlines: what is measured is what is inked, at every size and rotation and on every machine.

Nothing is hinted.  One glyph a character with pair kerning: enough for Latin, Greek, Cyrillic, CJK and mathematics; scripts
that join or reorder need a shaper.  Coordinates are pixels, y down, relative to the pen on the baseline.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import skia

from ..model import Quad, box_quad

Box = tuple[float, float, float, float]  # x0, y0, x1, y1
_RADICAL = "√"


class NoGlyph(ValueError):
    """No font of the stack has this character."""


@dataclass(frozen=True, slots=True)
class Face:
    """A stack of font files: each character is drawn with the first that has it. slant: synthetic italic, 0 or about 0.2."""

    files: tuple[str, ...]
    slant: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Measured text: outlines with the pen's origin at (0, 0).

    ink: the box that tightly holds the outlines.  chars: such a box for each character (its advance at the baseline for a
    space).  advance: how far the pen moves, px.
    """

    text: str
    size: float
    ink: Box
    chars: tuple[Box, ...]
    advance: float
    outline: Any = field(repr=False)

    @property
    def width(self) -> float:
        return self.ink[2] - self.ink[0]

    @property
    def height(self) -> float:
        return self.ink[3] - self.ink[1]


@lru_cache(maxsize=256)
def _typeface(file: str) -> Any:
    face = skia.FontMgr.New_Custom_Empty().makeFromFile(file)  # never the machine's own fonts
    if face is None:
        raise FileNotFoundError(f"{file}: not a readable font file")
    return face


@lru_cache(maxsize=1024)
def _font(file: str, size: float, slant: float) -> Any:
    font = skia.Font(_typeface(file), size)
    font.setHinting(skia.FontHinting.kNone)
    font.setLinearMetrics(True)
    font.setSubpixel(True)
    if slant:
        font.setSkewX(-slant)
    return font


@lru_cache(maxsize=4096)
def _glyph(char: str, face: Face, size: float) -> tuple[Any, Box, float, str, int]:
    """Outline, its tight box, advance, and which file and glyph drew it."""
    for file in face.files:
        font = _font(file, size, face.slant)
        glyph = font.unicharToGlyph(ord(char))
        if glyph:
            path = font.getPath(glyph)
            advance = font.getWidths([glyph])[0]
            if path is None or path.isEmpty():
                return None, (0.0, 0.0, advance, 0.0), advance, file, glyph
            r = path.computeTightBounds()
            return path, (r.left(), r.top(), r.right(), r.bottom()), advance, file, glyph
    raise NoGlyph(f"no font of {', '.join(face.files)} has {char!r} (U+{ord(char):04X})")


@lru_cache(maxsize=16384)
def _kerning(file: str, left: int, right: int) -> float:
    """Pair kerning in ems."""
    face = _typeface(file)
    pairs = face.getKerningPairAdjustments([left, right])
    return float(pairs[0]) / face.getUnitsPerEm() if pairs else 0.0


@lru_cache(maxsize=2048)
def shape(text: str, face: Face, size: float) -> Run:
    """Measure text without drawing it. A root sign gets its bar over the digits it governs. Raises NoGlyph."""
    outline = skia.Path()
    boxes: list[Box] = []
    pen, before = 0.0, ("", 0)
    for char in text:
        path, (x0, y0, x1, y1), advance, file, glyph = _glyph(char, face, size)
        if file == before[0]:
            pen += _kerning(file, before[1], glyph) * size
        if path is not None:
            outline.addPath(path, pen, 0.0)
        boxes.append((pen + x0, y0, pen + x1, y1))
        pen += advance
        before = (file, glyph)
    for i, char in enumerate(text):
        if char == _RADICAL:
            boxes[i] = _vinculum(outline, text, boxes, i, size)
    r = outline.computeTightBounds()
    ink = (0.0, 0.0, pen, 0.0) if outline.isEmpty() else (r.left(), r.top(), r.right(), r.bottom())
    return Run(text, size, ink, tuple(boxes), pen, outline)


def _vinculum(outline: Any, text: str, boxes: Sequence[Box], i: int, size: float) -> Box:
    """Add the bar of the root at text[i]; returns the box of the sign itself."""
    end = i + 1
    while end < len(text) and (text[end].isalnum() and text[end] != "π"):
        end += 1
    x0, y0, x1, y1 = boxes[i]
    if end == i + 1:
        return boxes[i]
    thick = 0.055 * size
    top = min(y0, min(b[1] for b in boxes[i + 1 : end]) - 2.2 * thick)
    right = boxes[end - 1][2] + 0.04 * size
    outline.addRect(skia.Rect(x1 - thick, top, right, top + thick))
    if top < y0 - 0.1:  # the sign is lower than its bar: join them
        outline.addRect(skia.Rect(x1 - thick, top, x1, y0 + thick))
    return x0, min(top, y0), x1, y1


def text_quad(box: Box, x: float, y: float, angle: float = 0.0) -> Quad:
    """A box given relative to the pen, with the pen at (x, y) and the line turned by angle: whole pixels when upright."""
    x0, y0, x1, y1 = box
    if not angle:
        return box_quad(*map(float, (math.floor(x + x0), math.floor(y + y0), math.ceil(x + x1), math.ceil(y + y1))))
    x0, y0, x1, y1 = x0 - 0.7, y0 - 0.7, x1 + 0.7, y1 + 0.7  # half a pixel's diagonal: antialiasing bleeds no farther
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    corners = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
    return tuple(v for u, w in corners for v in (x + u * c - w * s, y + u * s + w * c))  # type: ignore[return-value]


def pen_at(run: Run, x: float, y: float, angle: float = 0.0) -> tuple[float, float]:
    """Where the pen starts so that the middle of the ink lies at (x, y)."""
    u, w = (run.ink[0] + run.ink[2]) / 2, (run.ink[1] + run.ink[3]) / 2
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return x - u * c + w * s, y - u * s - w * c
