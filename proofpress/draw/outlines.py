"""Glyphs as outlines: the fonts that skia draws from, each glyph's path and tight box, and pair kerning.

Nothing is hinted, so that an outline is the same at every place and on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import skia

Box = tuple[float, float, float, float]  # x0, y0, x1, y1


@dataclass(frozen=True, slots=True)
class Face:
    """A stack of font files: each character is drawn with the first that has it. slant: synthetic italic, 0 or about 0.2."""

    files: tuple[str, ...]
    slant: float = 0.0


@lru_cache(maxsize=256)
def typeface(file: str) -> Any:
    face = skia.FontMgr.New_Custom_Empty().makeFromFile(file)  # never the machine's own fonts
    if face is None:
        raise FileNotFoundError(f"{file}: not a readable font file")
    return face


@lru_cache(maxsize=1024)
def font_of(file: str, size: float, slant: float) -> Any:
    font = skia.Font(typeface(file), size)
    font.setHinting(skia.FontHinting.kNone)
    font.setLinearMetrics(True)
    font.setSubpixel(True)
    if slant:
        font.setSkewX(-slant)
    return font


@lru_cache(maxsize=8192)
def outline_of(file: str, glyph: int, size: float, slant: float) -> tuple[Any, Box]:
    """The outline of a glyph (None where it has none) and its tight box."""
    path = font_of(file, size, slant).getPath(glyph)
    if path is None or path.isEmpty():
        return None, (0.0, 0.0, 0.0, 0.0)
    r = path.computeTightBounds()
    return path, (r.left(), r.top(), r.right(), r.bottom())


@lru_cache(maxsize=16384)
def kerning(file: str, left: int, right: int) -> float:
    """Pair kerning in ems."""
    face = typeface(file)
    pairs = face.getKerningPairAdjustments([left, right])
    return float(pairs[0]) / face.getUnitsPerEm() if pairs else 0.0
