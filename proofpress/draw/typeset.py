"""Text as outlines: what is measured is what is inked, at every size and rotation and on every machine.

Nothing is hinted.  Text of Latin, Greek, Cyrillic, Chinese and Japanese letters and mathematics takes one glyph a character
with pair kerning.  Any other text is ordered by the bidirectional algorithm (bidi), cut into pieces of one direction, script
and font, and shaped by HarfBuzz (shaping): letters join, marks stand on their letters, syllables are reordered.
Coordinates are pixels, y down, relative to the pen on the baseline.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import skia

from ..errors import Refused
from ..model import Quad, box_quad
from . import bidi, fonts, shaping
from .outlines import Box, Face, font_of, kerning, outline_of
from .scripts import PLAIN, graphemes, is_simple, script_of, scripts

__all__ = ["Box", "Face", "NoGlyph", "Placed", "Run", "direction_of", "pen_at", "shape", "text_quad"]

_RADICAL = "√"


class NoGlyph(Refused):
    """No font of the stack has these characters, or none shapes their script right."""


class Placed(NamedTuple):
    """A glyph of a font file with its origin, px; char: the index of the first character that it stands for."""

    file: str
    id: int
    x: float
    y: float
    char: int


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Measured text: outlines with the pen's origin at (0, 0), the left end of the line whatever its direction.

    text: in reading order.  ink: the box that tightly holds the outlines.  chars: such a box for each character of the text
    (its advance at the baseline for a space); letters drawn by one glyph share its box, each a part of its width, and the
    characters of one syllable that were reordered have the box of the syllable.  advance: how far the pen moves, px.
    direction: of the paragraph, "ltr" or "rtl".  levels: the embedding level of each character (odd: right to left; empty
    where the whole text runs from left to right).  glyphs: what the shaper chose, from left to right; empty where each
    character is the one glyph that its font has for it.
    """

    text: str
    size: float
    ink: Box
    chars: tuple[Box, ...]
    advance: float
    outline: Any = field(repr=False)
    direction: str = "ltr"
    levels: tuple[int, ...] = ()
    glyphs: tuple[Placed, ...] = field(default=(), repr=False)

    @property
    def order(self) -> tuple[int, ...]:
        """The indices of the characters as they are seen from left to right."""
        return bidi.visual_order(self.levels) if self.levels else tuple(range(len(self.text)))

    @property
    def width(self) -> float:
        return self.ink[2] - self.ink[0]

    @property
    def height(self) -> float:
        return self.ink[3] - self.ink[1]


@lru_cache(maxsize=4096)
def _glyph(char: str, face: Face, size: float) -> tuple[Any, Box, float, str, int]:
    """Outline, its tight box, advance, and which file and glyph drew it."""
    for file in face.files:
        font = font_of(file, size, face.slant)
        glyph = font.unicharToGlyph(ord(char))
        if glyph:
            path, box = outline_of(file, glyph, size, face.slant)
            advance = font.getWidths([glyph])[0]
            return path, box if path is not None else (0.0, 0.0, advance, 0.0), advance, file, glyph
    raise _no_glyph(char, face)


def _no_glyph(text: str, face: Face) -> NoGlyph:
    """The refusal in one line: the first font of the stack and every character of the text that none of it draws."""
    lacking = fonts.quoted("".join(c for c in dict.fromkeys(text) if _file(c, face) is None) or text)
    others = f" nor does any of {len(face.files) - 1} others" if len(face.files) > 1 else ""
    return NoGlyph(f"font: {Path(face.files[0]).stem} does not draw {lacking}{others}; choose a font that sets this script")


@lru_cache(maxsize=16384)
def _file(group: str, face: Face) -> str | None:
    """The first file of the stack that has a letter with its marks (or their composed form) and shapes its script right."""
    script = next((s for s in map(script_of, group) if s not in PLAIN), "")
    drawn = {c for c in group if unicodedata.category(c) != "Cf"}
    composed = {c for c in unicodedata.normalize("NFC", group) if unicodedata.category(c) != "Cf"}
    for file in fonts.that_set(script, face.files) if script else face.files:
        if all(shaping.nominal(file, c) for c in drawn) or all(shaping.nominal(file, c) for c in composed):
            return file
    return None


def direction_of(text: str) -> str:
    """The direction of a paragraph, "ltr" or "rtl", by its first letter that has one."""
    return "ltr" if is_simple(text) or not bidi.base_level(text) else "rtl"


@lru_cache(maxsize=2048)
def shape(text: str, face: Face, size: float, direction: str = "auto", levels: tuple[int, ...] = ()) -> Run:
    """Measure one line of text without drawing it. A root sign gets its bar over the digits it governs. Raises NoGlyph.

    direction: of the paragraph, "ltr", "rtl" or "auto" (that of the first letter that has one).  levels: of the characters
    (bidi.levels), where the line is a part of a paragraph; empty: the line is resolved by itself.
    """
    simple = is_simple(text)
    base = int(direction == "rtl") if direction != "auto" else 0 if simple else bidi.base_level(text)
    if not levels and (base or not simple):
        levels = bidi.levels(text, base)
    if simple and not any(v % 2 for v in levels):
        return _plain(text, face, size, base)
    return _shaped(text, face, size, base, levels)


def _plain(text: str, face: Face, size: float, base: int) -> Run:
    """One glyph a character, from left to right."""
    outline = skia.Path()
    boxes: list[Box] = []
    pen, before = 0.0, ("", 0)
    for char in text:
        try:
            path, (x0, y0, x1, y1), advance, file, glyph = _glyph(char, face, size)
        except NoGlyph:
            raise _no_glyph(text, face) from None  # names all that is missing
        if file == before[0]:
            pen += kerning(file, before[1], glyph) * size
        if path is not None:
            outline.addPath(path, pen, 0.0)
        boxes.append((pen + x0, y0, pen + x1, y1))
        pen += advance
        before = (file, glyph)
    for i, char in enumerate(text):
        if char == _RADICAL:
            boxes[i] = _vinculum(outline, text, boxes, i, size)
    return Run(text, size, _ink(outline, pen), tuple(boxes), pen, outline, ("ltr", "rtl")[base])


def _shaped(text: str, face: Face, size: float, base: int, levels: tuple[int, ...]) -> Run:
    """Pieces of one direction, script and font, each shaped, set from left to right in the order they are seen."""
    pieces = list(_pieces(text, face, levels))
    codes = [ord(c) for c in text]
    outline = skia.Path()
    boxes: list[Box] = [(0.0, 0.0, 0.0, 0.0)] * len(text)
    placed: list[Placed] = []
    pen = 0.0
    for n in bidi.visual_order([levels[start] for start, *_ in pieces]):
        start, end, script, file = pieces[n]
        rtl = levels[start] % 2 == 1
        spans: dict[int, list[Box]] = {}  # cluster -> the boxes of its glyphs' ink
        pens: dict[int, tuple[float, float]] = {}
        parts: dict[int, tuple[float, ...]] = {}  # cluster -> where its font parts its letters
        for g in shaping.glyphs(file, codes, start, end, script, rtl):
            x, y = pen + (g.x + face.slant * g.y) * size, -g.y * size
            path, (x0, y0, x1, y1) = outline_of(file, g.id, size, face.slant)
            left, right = pens.get(g.cluster, (pen, pen))
            pens[g.cluster] = min(left, pen), max(right, pen + g.advance * size)
            spans.setdefault(g.cluster, [])
            if path is not None:
                outline.addPath(path, x, y)
                spans[g.cluster].append((x + x0, y + y0, x + x1, y + y1))
                placed.append(Placed(file, g.id, x, y, g.cluster))
                if cuts := shaping.carets(file, g.id):
                    parts[g.cluster] = tuple(x + cut * size for cut in cuts)
            pen += g.advance * size
        starts = sorted(spans)
        for a, b in zip(starts, [*starts[1:], end], strict=True):
            ink = _union(spans[a]) if spans[a] else (pens[a][0], 0.0, pens[a][1], 0.0)
            boxes[a:b] = _shares(text[a:b], ink, rtl, parts.get(a, ())) if b > a + 1 else [ink]
    for i, char in enumerate(text):
        if char == _RADICAL and levels[i] % 2 == 0:
            boxes[i] = _vinculum(outline, text, boxes, i, size)
    return Run(text, size, _ink(outline, pen), tuple(boxes), pen, outline, ("ltr", "rtl")[base], levels, tuple(placed))


def _pieces(text: str, face: Face, levels: Sequence[int]) -> Iterator[tuple[int, int, str, str]]:
    """(start, end, script, file) of the longest pieces of one level, script and font. Raises NoGlyph."""
    scripted = scripts(text)
    open: tuple[int, int, str, str] | None = None
    for start, end in graphemes(text):
        script = next((s for s in scripted[start:end] if s not in PLAIN), scripted[start])
        file = _file(text[start:end], face)
        if file is None:
            raise _no_glyph(text, face)
        if open and (levels[open[0]], *open[2:]) == (levels[start], script, file):
            open = (open[0], end, script, file)
        else:
            if open:
                yield open
            open = (start, end, script, file)
    if open:
        yield open


def _shares(cluster: str, box: Box, rtl: bool, cuts: Sequence[float] = ()) -> list[Box]:
    """The box of a cluster dealt out to its characters: letters side by side in reading order, marks with their letter.

    cuts: where the font parts the letters; where it tells of no such places, they have equal shares.
    """
    groups = graphemes(cluster)
    x0, y0, x1, y1 = box
    if len(cuts) != len(groups) - 1 or not all(x0 < cut < x1 for cut in cuts):
        cuts = [x0 + (x1 - x0) * n / len(groups) for n in range(1, len(groups))]
    sides = list(pairwise((x0, *cuts, x1)))
    shares: list[Box] = []
    for (left, right), (a, b) in zip(reversed(sides) if rtl else sides, groups, strict=True):
        shares += [(left, y0, right, y1)] * (b - a)
    return shares


def _union(boxes: Sequence[Box]) -> Box:
    if len(boxes) == 1:
        return boxes[0]
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _ink(outline: Any, advance: float) -> Box:
    if outline.isEmpty():
        return 0.0, 0.0, advance, 0.0
    r = outline.computeTightBounds()
    return r.left(), r.top(), r.right(), r.bottom()


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
