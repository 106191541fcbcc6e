"""The vector surface: strokes, fills, hatches, arcs and exactly measured text on a skia raster canvas.

Coordinates are pixels, x to the right, y down, pixel (0, 0) covering [0, 1) x [0, 1).  Angles are degrees, clockwise on
screen.  Text is drawn as glyph outlines, never hinted, so what `shape` measures is what `Surface.text` inks, at every size
and rotation and on every machine.  Shaping is one glyph a character with pair kerning: enough for Latin, Greek, Cyrillic,
CJK and mathematics; scripts that join or reorder need a shaper.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import skia
from numpy.typing import ArrayLike, NDArray

from ..model import Quad, box_quad
from ..seeds import Rng

Box = tuple[float, float, float, float]  # x0, y0, x1, y1
Points = NDArray[np.float64]  # (n, 2), px

_CAPS = {"butt": skia.Paint.kButt_Cap, "round": skia.Paint.kRound_Cap, "square": skia.Paint.kSquare_Cap}
_RADICAL = "√"


class NoGlyph(ValueError):
    """No font of the stack has this character."""


# --- colour ---------------------------------------------------------------------------------------------------------
@lru_cache(maxsize=1024)
def argb(colour: str, alpha: float = 1.0) -> int:
    """ "#rrggbb" and an opacity (0..1) as skia's 32-bit colour."""
    return (round(255 * alpha) << 24) | int(colour.lstrip("#"), 16)


def rgb(colour: str) -> tuple[int, int, int]:
    """ "#rrggbb" as three numbers 0..255."""
    n = int(colour.lstrip("#"), 16)
    return n >> 16, n >> 8 & 255, n & 255


def mix(a: str, b: str, t: float) -> str:
    """The colour a fraction t of the way from a to b."""
    return "#" + "".join(f"{round(x + (y - x) * t):02x}" for x, y in zip(rgb(a), rgb(b), strict=True))


# --- text -----------------------------------------------------------------------------------------------------------
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


@lru_cache(maxsize=16384)
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


@lru_cache(maxsize=16384)
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


# --- lines by hand --------------------------------------------------------------------------------------------------
def by_hand(points: ArrayLike, rng: Rng, amount: float = 1.0, step: float = 14.0, closed: bool = False) -> Points:
    """The polyline as a hand would draw it: resampled every `step` px, swaying smoothly by about `amount` px (at most
    twice that) across its course.  Ends stay where they are, and so does every point of a closed line's start."""
    p = np.asarray(points, float)
    if closed:
        p = np.vstack([p, p[:1]])
    d = np.hypot(*np.diff(p, axis=0).T)
    s = np.r_[0.0, np.cumsum(d)]
    n = max(3, int(s[-1] / step) + 1)
    t = np.linspace(0.0, s[-1], n)
    q = np.c_[np.interp(t, s, p[:, 0]), np.interp(t, s, p[:, 1])]
    # two slow waves and one fast, vanishing at both ends
    u = t / max(s[-1], 1e-9)
    phase, size = rng.uniform(0, 2 * math.pi, 3), rng.normal(0, (0.5, 0.35, 0.2))
    waves = sum(a * np.sin(2 * math.pi * k * u + f) for a, k, f in zip(size, (0.8, 2.1, 4.7), phase, strict=True))
    sway = np.clip(amount * np.asarray(waves), -2 * amount, 2 * amount) * np.minimum(1.0, 6 * u * (1 - u))
    along = np.gradient(q, axis=0)
    along /= np.maximum(np.hypot(along[:, :1], along[:, 1:]), 1e-9)
    return np.asarray(q + np.c_[-along[:, 1], along[:, 0]] * sway[:, None])


def arc_points(x: float, y: float, r: float, start: float = 0.0, sweep: float = 360.0, step: float = 6.0) -> Points:
    """Points along an arc, about `step` px apart, ends included."""
    n = max(4, int(abs(math.radians(sweep)) * r / step) + 2)
    a = np.radians(np.linspace(start, start + sweep, n))
    return np.stack([x + r * np.cos(a), y + r * np.sin(a)], axis=1)


# --- the surface ----------------------------------------------------------------------------------------------------
class Surface:
    """A raster canvas, width x height px, filled with one colour."""

    def __init__(self, width: int, height: int, background: str = "#ffffff"):
        self.width, self.height = width, height
        self._rgba = np.empty((height, width, 4), np.uint8)
        self._skia = skia.Surface(self._rgba, colorType=skia.kRGBA_8888_ColorType, alphaType=skia.kPremul_AlphaType)
        self._canvas = self._skia.getCanvas()
        self._canvas.clear(argb(background))

    def pixels(self) -> NDArray[np.uint8]:
        """(height, width, 3) RGB, a copy."""
        return np.asarray(cv2.cvtColor(self._rgba, cv2.COLOR_RGBA2RGB), np.uint8)  # 50 times as fast as a sliced copy

    def stroke(
        self,
        points: ArrayLike,
        colour: str,
        width: float = 1.5,
        *,
        closed: bool = False,
        dash: Sequence[float] = (),
        cap: str = "round",
        alpha: float = 1.0,
        smooth: bool = False,
    ) -> None:
        """A polyline through (n, 2) points; smooth draws it as one flowing curve (for lines by hand)."""
        self._canvas.drawPath(_path(points, closed, smooth), _pen(colour, alpha, width, tuple(dash), cap))

    def circle(
        self, x: float, y: float, r: float, colour: str, width: float = 1.5, *, dash: Sequence[float] = (), alpha: float = 1.0
    ) -> None:
        self._canvas.drawCircle(x, y, r, _pen(colour, alpha, width, tuple(dash), "round"))

    def disc(self, x: float, y: float, r: float, colour: str, alpha: float = 1.0) -> None:
        self._canvas.drawCircle(x, y, r, _brush(colour, alpha))

    def arc(
        self, x: float, y: float, r: float, start: float, sweep: float, colour: str, width: float = 1.5, alpha: float = 1.0
    ) -> None:
        """An arc around (x, y) from angle `start` over `sweep` degrees (clockwise on screen)."""
        box = skia.Rect(x - r, y - r, x + r, y + r)
        self._canvas.drawArc(box, start, sweep, False, _pen(colour, alpha, width, (), "round"))

    def fill(self, contours: Iterable[ArrayLike], colour: str, alpha: float = 1.0, *, less: Iterable[ArrayLike] = ()) -> None:
        """The area inside any of the closed contours and outside all of `less`."""
        self._canvas.drawPath(_area(contours, less), _brush(colour, alpha))

    def hatch(
        self,
        contours: Iterable[ArrayLike],
        colour: str,
        width: float = 1.0,
        *,
        gap: float = 8.0,
        angle: float = 45.0,
        alpha: float = 1.0,
        less: Iterable[ArrayLike] = (),
    ) -> None:
        """Parallel lines, `gap` px apart, in the area that `fill` would colour."""
        area = _area(contours, less)
        b = area.computeTightBounds()
        x, y = (b.left() + b.right()) / 2, (b.top() + b.bottom()) / 2
        reach = math.hypot(b.width(), b.height()) / 2 + gap
        c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        lines = skia.Path()
        for k in range(-int(reach / gap), int(reach / gap) + 1):
            px, py = x - s * k * gap, y + c * k * gap
            lines.moveTo(px - c * reach, py - s * reach)
            lines.lineTo(px + c * reach, py + s * reach)
        self._canvas.save()
        self._canvas.clipPath(area, True)
        self._canvas.drawPath(lines, _pen(colour, alpha, width, (), "butt"))
        self._canvas.restore()

    def text(
        self,
        run: Run,
        x: float,
        y: float,
        colour: str,
        *,
        angle: float = 0.0,
        anchor: str = "pen",
        alpha: float = 1.0,
        halo: str = "",
        halo_width: float = 5.0,
    ) -> tuple[Quad, tuple[float, ...]]:
        """Draw a measured run: its pen (or, with anchor "centre", the middle of its ink) at (x, y), turned by angle.

        halo: a colour that clears the ground around the letters first.
        Returns the quad that holds the ink, clockwise from the text's top-left, and one such quad (8 numbers) a character.
        """
        x, y = pen_at(run, x, y, angle) if anchor == "centre" else (x, y)
        self._canvas.save()
        self._canvas.translate(x, y)
        if angle:
            self._canvas.rotate(angle)
        if halo:
            self._canvas.drawPath(run.outline, _pen(halo, 1.0, halo_width, (), "round"))
        self._canvas.drawPath(run.outline, _brush(colour, alpha))
        self._canvas.restore()
        chars = tuple(v for box in run.chars for v in text_quad(box, x, y, angle))
        return text_quad(run.ink, x, y, angle), chars

    def tile(self, image: NDArray[np.uint8]) -> None:
        """Cover the whole canvas with a repeated (h, w, 3) RGB tile: paper, chalk dust, print."""
        h, w = image.shape[:2]
        for y in range(0, self.height, h):
            for x in range(0, self.width, w):
                spot = self._rgba[y : y + h, x : x + w]
                spot[:, :, :3] = image[: spot.shape[0], : spot.shape[1]]


def pen_at(run: Run, x: float, y: float, angle: float = 0.0) -> tuple[float, float]:
    """Where the pen starts so that the middle of the ink lies at (x, y)."""
    u, w = (run.ink[0] + run.ink[2]) / 2, (run.ink[1] + run.ink[3]) / 2
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return x - u * c + w * s, y - u * s - w * c


@lru_cache(maxsize=2048)
def _pen(colour: str, alpha: float, width: float, dash: tuple[float, ...], cap: str) -> Any:
    paint = skia.Paint(
        AntiAlias=True,
        Color=argb(colour, alpha),
        Style=skia.Paint.kStroke_Style,
        StrokeWidth=width,
        StrokeCap=_CAPS[cap],
        StrokeJoin=skia.Paint.kRound_Join,
    )
    if dash:
        paint.setPathEffect(skia.DashPathEffect.Make(list(dash), 0.0))
    return paint


@lru_cache(maxsize=1024)
def _brush(colour: str, alpha: float) -> Any:
    return skia.Paint(AntiAlias=True, Color=argb(colour, alpha))


def _path(points: ArrayLike, closed: bool = False, smooth: bool = False) -> Any:
    p = np.asarray(points, float).tolist()
    path = skia.Path()
    path.moveTo(*p[0])
    if smooth and len(p) > 2:
        for (x, y), (u, w) in pairwise(p[1:]):
            path.quadTo(x, y, (x + u) / 2, (y + w) / 2)
        path.lineTo(*p[-1])
    else:
        for q in p[1:]:
            path.lineTo(*q)
    if closed:
        path.close()
    return path


def _area(contours: Iterable[ArrayLike], less: Iterable[ArrayLike] = ()) -> Any:
    area = skia.Path()
    for c in contours:
        area = skia.Op(area, _path(c, closed=True), skia.PathOp.kUnion_PathOp)
    for c in less:
        area = skia.Op(area, _path(c, closed=True), skia.PathOp.kDifference_PathOp)
    return area
