"""The fast surface for diagrams: shapes and text in pixels on a skia raster canvas, with the interface of `plot.Plot`.

Same coordinates (px, y down), same calls, same returned quads as the matplotlib surface; a labelled diagram takes a fraction of
its time.  Text is set as outlines by `typeset`, so that the quad returned is exactly what was inked.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import skia
from numpy.typing import ArrayLike, NDArray

from ..model import Quad
from . import line_breaks
from .block import MARKERS, Box, Dash, Ink, block_direction, block_quad, pens, sector_points
from .painted import Painted
from .picture import Pixels
from .typeset import Face, Run, shape

HATCH_TILE = 72  # px: the size of one repetition of a hatch pattern
HATCH_WIDTH = 1.1  # px
HATCH_DENSITY = 6  # lines or rows of dots a sign across a tile
HATCH_DOT = 0.95  # px, radius
_CAPS = {"butt": skia.Paint.kButt_Cap, "round": skia.Paint.kRound_Cap}
_JOINS = {"butt": skia.Paint.kMiter_Join, "round": skia.Paint.kRound_Join}


@lru_cache(maxsize=256)
def _face(file: str) -> Face:
    return Face((file,))


def _run(text: str, face: str, size: float, direction: str = "auto") -> Run:
    return shape(text, _face(face), size, direction)


@lru_cache(maxsize=8192)
def measure(text: str, face: str, size: float, direction: str = "auto") -> Ink:
    """The advance of one line of text and the whole pixels that its ink touches. `face`: a font file's path; size in px."""
    run = _run(text, face, size, direction)
    x0, y0, x1, y1 = run.ink
    if x1 <= x0 or y1 <= y0:
        return Ink(run.advance, (0.0, 0.0, run.advance, 0.0))
    return Ink(run.advance, (float(math.floor(x0)), float(math.floor(y0)), float(math.ceil(x1)), float(math.ceil(y1))))


@lru_cache(maxsize=512)
def cap_height(face: str, size: float) -> float:
    """Height of a capital letter above the baseline, px."""
    return -measure("H", face, size).box[1]


def text_width(text: str, face: str, size: float) -> float:
    """Width of the widest line of a text, px."""
    return max(measure(line, face, size).advance for line in text.split("\n"))


def wrap(text: str, face: str, size: float, width: float) -> str:
    """The text broken into as few lines as fit the width (line_breaks); a single longer word stays whole."""
    return line_breaks.wrap(text, lambda line: measure(line, face, size).advance, width)


class Raster:
    """A picture under way. All coordinates are px, y down; colours are names or #rrggbb; every call paints at once."""

    def __init__(self, width: int, height: int, background: str = "#ffffff"):
        self.width, self.height = width, height
        self._rgba = np.empty((height, width, 4), np.uint8)
        self._skia = skia.Surface(self._rgba, colorType=skia.kRGBA_8888_ColorType, alphaType=skia.kPremul_AlphaType)
        self._canvas = self.painted = Painted(self._skia.getCanvas())
        self._canvas.clear(argb(background))

    def polygon(
        self,
        points: ArrayLike,
        fill: str | None,
        *,
        edge: str | None = None,
        width: float = 0.0,
        alpha: float = 1.0,
        hatch: str = "",
        hatch_colour: str = "#000000",
        clip: Box | None = None,
        crisp: bool = False,
    ) -> None:
        """A closed shape. hatch: a matplotlib hatch pattern drawn over the fill. crisp: edges on whole pixels."""
        vertices = np.asarray(points, float)
        path = _path(_snapped(vertices, width if edge else 0.0) if crisp else vertices, closed=True)
        self._shape(path, fill, edge, width, alpha, hatch, hatch_colour, clip)

    def rect(
        self,
        box: Box,
        fill: str | None,
        *,
        edge: str | None = None,
        width: float = 0.0,
        alpha: float = 1.0,
        hatch: str = "",
        hatch_colour: str = "#000000",
        radius: float = 0.0,
        corners: str = "tblr",
        clip: Box | None = None,
        crisp: bool = False,
    ) -> None:
        """An upright box (x0, y0, x1, y1). radius rounds the corners of the named sides ("t": both upper ones, …)."""
        x0, y0, x1, y1 = min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])
        radius = min(radius, (x1 - x0) / 2, (y1 - y0) / 2)
        if radius < 0.75:
            square = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
            self.polygon(
                square,
                fill,
                edge=edge,
                width=width,
                alpha=alpha,
                hatch=hatch,
                hatch_colour=hatch_colour,
                clip=clip,
                crisp=crisp,
            )
            return
        sides = {"t": (0, 1), "r": (1, 2), "b": (2, 3), "l": (3, 0)}
        round_at = {i for side in corners for i in sides[side]}
        rounded = skia.RRect()
        rounded.setRectRadii(
            skia.Rect(x0, y0, x1, y1), [skia.Point(radius, radius) if i in round_at else skia.Point(0, 0) for i in range(4)]
        )
        path = skia.Path()
        path.addRRect(rounded)
        self._shape(path, fill, edge, width, alpha, hatch, hatch_colour, clip)

    def _shape(
        self,
        path: Any,
        fill: str | None,
        edge: str | None,
        width: float,
        alpha: float,
        hatch: str,
        hatch_colour: str,
        clip: Box | None,
    ) -> None:
        canvas = self._canvas
        if clip:
            canvas.save()
            canvas.clipRect(skia.Rect(*clip))
        if fill:
            canvas.drawPath(path, _brush(fill, alpha))
        if hatch:
            canvas.drawPath(path, _hatching(hatch, hatch_colour))
        if edge and width:
            canvas.drawPath(path, _pen(edge, alpha, width, (), "butt"))
        if clip:
            canvas.restore()

    def line(
        self,
        points: ArrayLike,
        colour: str,
        width: float = 1.0,
        *,
        dash: Dash = (),
        alpha: float = 1.0,
        clip: Box | None = None,
        crisp: bool = False,
        cap: str = "butt",
    ) -> None:
        """An open polyline. dash: on and off lengths in px."""
        vertices = np.asarray(points, float)
        if clip:
            self._canvas.save()
            self._canvas.clipRect(skia.Rect(*clip))
        path = _path(_snapped(vertices, width) if crisp else vertices)
        self._canvas.drawPath(path, _pen(colour, alpha, width, tuple(dash), cap))
        if clip:
            self._canvas.restore()

    def disc(
        self,
        x: float,
        y: float,
        radius: float,
        fill: str | None,
        *,
        edge: str | None = None,
        width: float = 0.0,
        alpha: float = 1.0,
    ) -> None:
        """A circle."""
        if fill:
            self._canvas.drawCircle(x, y, radius, _brush(fill, alpha))
        if edge and width:
            self._canvas.drawCircle(x, y, radius, _pen(edge, alpha, width, (), "butt"))

    def marker(
        self,
        kind: str,
        x: float,
        y: float,
        size: float,
        fill: str | None,
        *,
        edge: str | None = None,
        width: float = 0.0,
        alpha: float = 1.0,
    ) -> None:
        """A small mark centred on (x, y): o, s, D, ^, v or x, `size` px across."""
        if kind == "o":
            self.disc(x, y, size / 2, fill, edge=edge, width=width, alpha=alpha)
        elif kind == "x":
            r = size / 2
            for s in (1, -1):
                self.line([(x - r, y - s * r), (x + r, y + s * r)], edge or fill or "#000000", max(width, 1.6), alpha=alpha)
        else:
            self.polygon(MARKERS[kind] * (size / 2) + (x, y), fill, edge=edge, width=width, alpha=alpha)

    def sector(
        self,
        centre: tuple[float, float],
        radii: tuple[float, float],
        start: float,
        end: float,
        fill: str | None,
        *,
        edge: str | None = None,
        width: float = 0.0,
        hatch: str = "",
        hatch_colour: str = "#000000",
    ) -> None:
        """A part of a ring between two radii (inner, outer) and two angles in degrees, clockwise from twelve o'clock."""
        path = _path(sector_points(centre, radii, start, end), closed=True)
        self._shape(path, fill, edge, width, 1.0, hatch, hatch_colour, None)

    def image(self, x: int, y: int, pixels: Pixels) -> None:
        """Paste RGB pixels with their upper left corner at (x, y); what lies outside is cut off."""
        x0, y0 = max(x, 0), max(y, 0)
        x1, y1 = min(x + pixels.shape[1], self.width), min(y + pixels.shape[0], self.height)
        if x1 > x0 and y1 > y0:
            self._rgba[y0:y1, x0:x1, :3] = pixels[y0 - y : y1 - y, x0 - x : x1 - x]
            self.painted.laid((x0, y0, x1, y1))

    def text(
        self,
        x: float,
        y: float,
        text: str,
        face: str,
        size: float,
        colour: str = "#000000",
        *,
        ha: str = "left",
        va: str = "baseline",
        angle: float = 0.0,
        align: str | None = None,
    ) -> Quad:
        """Draw a text, lines parted by newlines, and return the quad of its ink.

        The block hangs on the anchor (x, y) by ha (left, center, right) and va (top, middle, bottom, baseline: of the first
        line) in its own frame, which is turned by angle (degrees, counter-clockwise) about the anchor.  align: of the
        lines among themselves (ha by default).
        """
        brush, direction = _brush(colour, 1.0), block_direction(text)
        for line, px, py in pens(measure, x, y, text, face, size, ha, va, angle, align or ha):
            self._canvas.save()
            self._canvas.translate(px, py)
            if angle:
                self._canvas.rotate(-angle)
            self._canvas.drawPath(_run(line, face, size, direction).outline, brush)
            self._canvas.restore()
        return text_quad(x, y, text, face, size, ha=ha, va=va, angle=angle, align=align)

    def patch(self, box: Box) -> Pixels:
        """What has been painted so far within a box (x0, y0, x1, y1), cut to the picture: (height, width, 3) RGB."""
        x0, y0, x1, y1 = max(0, int(box[0])), max(0, int(box[1])), math.ceil(box[2]), math.ceil(box[3])
        return self._rgba[y0:y1, x0:x1, :3].copy()

    def pixels(self) -> Pixels:
        """(height, width, 3) uint8 RGB, a copy."""
        return np.asarray(cv2.cvtColor(self._rgba, cv2.COLOR_RGBA2RGB), np.uint8)


def text_quad(
    x: float,
    y: float,
    text: str,
    face: str,
    size: float,
    *,
    ha: str = "left",
    va: str = "baseline",
    angle: float = 0.0,
    align: str | None = None,
) -> Quad:
    """The quad that `Raster.text` would return for the same arguments."""
    # half a pixel: antialiasing of turned outlines
    return block_quad(measure, x, y, text, face, size, ha, va, angle, align or ha, 0.5 if angle % 90 else 0.0)


def _snapped(points: NDArray[np.float64], width: float) -> NDArray[np.float64]:
    """Vertices moved so that fills end on whole pixels and strokes of about an odd width cover whole pixels.

    A stroke of one pixel along the lower side of a fill lies below it, not under it.
    """
    half = (max(round(width), 1) % 2) / 2 if width else 0.0
    return np.floor(points + 0.5) + half


def _path(points: NDArray[np.float64], closed: bool = False) -> Any:
    path = skia.Path()
    path.addPoly([skia.Point(float(px), float(py)) for px, py in points], closed)
    return path


@lru_cache(maxsize=2048)
def argb(colour: str, alpha: float = 1.0) -> int:
    """A colour name or "#rrggbb" and an opacity (0..1) as skia's 32-bit colour."""
    if not colour.startswith("#"):
        from matplotlib.colors import to_hex

        colour = to_hex(colour)
    return (round(255 * alpha) << 24) | int(colour[1:7], 16)


@lru_cache(maxsize=1024)
def _pen(colour: str, alpha: float, width: float, dash: Dash, cap: str) -> Any:
    paint = skia.Paint(
        AntiAlias=True,
        Color=argb(colour, alpha),
        Style=skia.Paint.kStroke_Style,
        StrokeWidth=width,
        StrokeCap=_CAPS[cap],
        StrokeJoin=_JOINS[cap],
        StrokeMiter=10.0,
    )
    if dash:
        paint.setPathEffect(skia.DashPathEffect.Make(list(dash), 0.0))
    return paint


@lru_cache(maxsize=1024)
def _brush(colour: str, alpha: float) -> Any:
    return skia.Paint(AntiAlias=True, Color=argb(colour, alpha))


@lru_cache(maxsize=64)
def _hatching(pattern: str, colour: str) -> Any:
    """A paint that repeats a hatch pattern in matplotlib's notation: the signs / \\ x - | + ., each as often as it is dense."""
    tile = np.zeros((HATCH_TILE, HATCH_TILE, 4), np.uint8)
    canvas = skia.Surface(tile, colorType=skia.kRGBA_8888_ColorType, alphaType=skia.kPremul_AlphaType).getCanvas()
    ink, dot = _pen(colour, 1.0, HATCH_WIDTH, (), "butt"), _brush(colour, 1.0)
    for gap, dx, dy in _hatch_lines(pattern):
        for k in range(-HATCH_TILE // gap, 2 * HATCH_TILE // gap + 1):  # a stroke that leaves the tile comes in again
            x, y = (k * gap, 0.0) if dy else (0.0, (k + 0.5) * gap)
            reach = 2.0 * HATCH_TILE
            canvas.drawLine(x - reach * dx, y - reach * dy, x + reach * dx, y + reach * dy, ink)
    if dots := pattern.count("."):
        gap = HATCH_TILE // (HATCH_DENSITY * dots)
        for row in range(HATCH_TILE // gap + 1):
            for k in range(-1, HATCH_TILE // gap + 1):
                canvas.drawCircle((k + row % 2 / 2) * gap, row * gap, HATCH_DOT, dot)
    image = skia.Image.fromarray(tile, colorType=skia.kRGBA_8888_ColorType, alphaType=skia.kPremul_AlphaType)
    paint = skia.Paint(AntiAlias=True)
    paint.setShader(image.makeShader(skia.TileMode.kRepeat, skia.TileMode.kRepeat))
    return paint


def _hatch_lines(pattern: str) -> list[tuple[int, float, float]]:
    """(gap along the edge of the tile, direction) of each family of parallel lines in a hatch pattern."""
    out = []
    for signs, wide, dx, dy in (("/x", 2, 1.0, -1.0), ("\\x", 2, 1.0, 1.0), ("-+", 1, 1.0, 0.0), ("|+", 1, 0.0, 1.0)):
        if count := sum(pattern.count(s) for s in signs):
            out.append((wide * HATCH_TILE // (HATCH_DENSITY * count), dx, dy))
    return out
