"""The matplotlib surface: Agg drawing in pixels, y down, one pass, text with its exact ink.

A Figure lays itself out and measures everything twice; an engine that knows where each thing goes needs neither.  So this
surface drives matplotlib's Agg renderer and FreeType fonts directly: every coordinate is a pixel of the final picture
(dots per inch are fixed at 72, hence one point is one pixel), nothing depends on rcParams, and each text drawn returns
the quad that holds its ink.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import skia
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox
from numpy.typing import NDArray

from ..model import Quad
from . import line_breaks
from .block import MARKERS, Box, Dash, Ink, Points, block_direction, block_quad, pens, sector_points
from .painted import Painted
from .picture import Pixels
from .scripts import is_simple
from .typeset import Face, shape

DPI = 72
HINTING = LoadFlags.TARGET_LIGHT  # vertical hinting only: crisp lines, advances as designed


@lru_cache(maxsize=64)
def _font(face: str) -> FT2Font:
    return FT2Font(face)


@lru_cache(maxsize=4096)
def _bitmap(
    face: str, size: float, text: str, angle: float, direction: str = "auto"
) -> tuple[NDArray[np.uint8], float, float, float]:
    """Coverage of a line of text turned by angle, where its origin lies in it (x from left, y from top), and its advance."""
    if not is_simple(text) or direction == "rtl":
        return _shaped_bitmap(face, size, text, angle, direction)
    font = _font(face)
    font.clear()
    font.set_size(size, DPI)
    font.set_text(text, angle, flags=HINTING)
    font.draw_glyphs_to_bitmap(antialiased=True)
    image = np.array(font.get_image())
    image.setflags(write=False)
    width, height = font.get_width_height()
    left = math.floor(-font.get_bitmap_offset()[0] / 64)
    return image, float(left), math.floor((height - font.get_descent()) / 64) + 1.0, width / 64


def _shaped_bitmap(
    face: str, size: float, text: str, angle: float, direction: str
) -> tuple[NDArray[np.uint8], float, float, float]:
    """`_bitmap` of a text that one glyph a character cannot set, from its outlines (typeset)."""
    run = shape(text, Face((face,)), size, direction)
    outline = skia.Path()
    outline.addPath(run.outline, skia.Matrix.RotateDeg(-angle))
    box = outline.computeTightBounds()
    x0, y0 = math.floor(box.left()) - 1, math.floor(box.top()) - 1
    rgba = np.zeros((math.ceil(box.bottom()) + 1 - y0, math.ceil(box.right()) + 1 - x0, 4), np.uint8)
    canvas = skia.Surface(rgba, colorType=skia.kRGBA_8888_ColorType, alphaType=skia.kPremul_AlphaType).getCanvas()
    canvas.translate(-x0, -y0)
    canvas.drawPath(outline, skia.Paint(AntiAlias=True, Color=skia.ColorBLACK))
    image = rgba[:, :, 3].copy()
    image.setflags(write=False)
    return image, -float(x0), -float(y0), run.advance


@lru_cache(maxsize=8192)
def measure(text: str, face: str, size: float, direction: str = "auto") -> Ink:
    """The advance and ink of one line of text, px. `face` is the path of a font file; size in px."""
    image, left, top, advance = _bitmap(face, size, text, 0.0, direction)
    rows, columns = np.flatnonzero(image.any(1)), np.flatnonzero(image.any(0))
    if not len(rows):
        return Ink(advance, (0.0, 0.0, advance, 0.0))
    return Ink(
        advance,
        (float(columns[0] - left), float(rows[0] - top), float(columns[-1] + 1 - left), float(rows[-1] + 1 - top)),
    )


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


def rgb(colour: str) -> tuple[float, float, float]:
    """0..1 components of a colour name or #rrggbb."""
    return to_rgb(colour)


class Plot:
    """A picture under way. All coordinates are px, y down; colours are names or #rrggbb; every call paints at once."""

    def __init__(self, width: int, height: int, background: str = "#ffffff"):
        self.width, self.height = width, height
        renderer: Any = RendererAgg
        self._agg = renderer(width, height, DPI)
        self._canvas: NDArray[np.uint8] = np.asarray(self._agg.buffer_rgba())  # the renderer's own memory
        skin = skia.Surface(self._canvas, colorType=skia.kRGBA_8888_ColorType, alphaType=skia.kPremul_AlphaType)
        self.painted = Painted(skin.getCanvas())
        self._flip = Affine2D().scale(1, -1).translate(0, height)
        self.polygon([(0, 0), (width, 0), (width, height), (0, height)], background, crisp=True)

    def _context(
        self, colour: str | None, width: float, dash: Dash, alpha: float, clip: Box | None, crisp: bool, cap: str = "butt"
    ) -> GraphicsContextBase:
        gc = GraphicsContextBase()
        gc.set_linewidth(width if colour else 0.0)
        if colour:
            gc.set_foreground((*to_rgb(colour), alpha), isRGBA=True)
        gc.set_dashes(0, list(dash) if dash else None)
        gc.set_capstyle(cap)  # type: ignore[arg-type]
        gc.set_joinstyle("round" if cap == "round" else "miter")
        gc.set_snap(crisp)
        if clip:
            gc.set_clip_rectangle(Bbox([[clip[0], self.height - clip[3]], [clip[2], self.height - clip[1]]]))
        return gc

    def polygon(
        self,
        points: Points | NDArray[np.float64],
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
        self._shape(_closed(points), fill, edge, width, alpha, hatch, hatch_colour, clip, crisp)

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
        square = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
        path = _closed(square) if radius < 0.75 else _rounded(x0, y0, x1, y1, radius, corners)
        self._shape(path, fill, edge, width, alpha, hatch, hatch_colour, clip, crisp)

    def _shape(
        self,
        path: Path,
        fill: str | None,
        edge: str | None,
        width: float,
        alpha: float,
        hatch: str,
        hatch_colour: str,
        clip: Box | None,
        crisp: bool,
    ) -> None:
        gc = self._context(edge, width, (), alpha, clip, crisp)
        if hatch:
            gc.set_hatch(hatch)
            gc.set_hatch_color(hatch_colour)
            gc.set_hatch_linewidth(1.1)
        self._agg.draw_path(gc, path, self._flip, (*to_rgb(fill), alpha) if fill else None)
        self._note(path, clip, alpha, bool(fill), width if edge else 0.0)

    def _note(self, path: Path, clip: Box | None, alpha: float, filled: bool, width: float, dash: Dash = ()) -> None:
        outline = skia.Path()
        for piece in path.to_polygons(closed_only=False):
            outline.addPoly([skia.Point(*p) for p in np.asarray(piece).tolist()], filled)
        for paint in (*((_paint(alpha, 0.0, ()),) if filled else ()), *((_paint(alpha, width, dash),) if width else ())):
            self.painted.note(outline, paint, clip)

    def line(
        self,
        points: Points | NDArray[np.float64],
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
        path = Path(np.asarray(points, float))
        path.should_simplify = False
        self._agg.draw_path(self._context(colour, width, dash, alpha, clip, crisp, cap), path, self._flip, None)
        self._note(path, clip, alpha, False, width, dash)

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
        path = Path.unit_circle().transformed(Affine2D().scale(radius).translate(x, y))
        self._shape(path, fill, edge, width, alpha, "", "#000000", None, False)

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
        """A slice between two radii (inner, outer) and two angles in degrees, clockwise from twelve o'clock."""
        self._shape(_closed(sector_points(centre, radii, start, end)), fill, edge, width, 1.0, hatch, hatch_colour, None, False)

    def image(self, x: int, y: int, pixels: Pixels) -> None:
        """Paste RGB pixels with their upper left corner at (x, y)."""
        height, width = pixels.shape[:2]
        rgba = np.dstack([pixels, np.full((height, width), 255, np.uint8)])[::-1]
        self._agg.draw_image(GraphicsContextBase(), x, self.height - y - height, np.ascontiguousarray(rgba))
        self.painted.laid((x, y, x + width, y + height))

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
        paint, direction = np.array(to_rgb(colour)) * 255, block_direction(text)
        for line, px, py in pens(measure, x, y, text, face, size, ha, va, angle, align or ha):
            image, left, top, _ = _bitmap(face, size, line, float(angle), direction)
            self._blend(image, int(px - left), int(py - top), paint)
        return text_quad(x, y, text, face, size, ha=ha, va=va, angle=angle, align=align)

    def patch(self, box: Box) -> Pixels:
        """What has been painted so far within a box (x0, y0, x1, y1), cut to the picture: (height, width, 3) RGB."""
        x0, y0, x1, y1 = max(0, int(box[0])), max(0, int(box[1])), math.ceil(box[2]), math.ceil(box[3])
        return self._canvas[y0:y1, x0:x1, :3].copy()

    def pixels(self) -> Pixels:
        """(height, width, 3) uint8 RGB."""
        return np.asarray(cv2.cvtColor(self._canvas, cv2.COLOR_RGBA2RGB), np.uint8)

    def _blend(self, cover: NDArray[np.uint8], x: int, y: int, paint: NDArray[np.float64]) -> None:
        """Lay a colour through a coverage mask whose upper left corner is at (x, y); what lies outside is cut off."""
        x0, y0 = max(x, 0), max(y, 0)
        x1, y1 = min(x + cover.shape[1], self.width), min(y + cover.shape[0], self.height)
        if x1 <= x0 or y1 <= y0:
            return
        share = cover[y0 - y : y1 - y, x0 - x : x1 - x, None] / 255.0
        under = self._canvas[y0:y1, x0:x1, :3]
        under[:] = np.rint(under + (paint - under) * share)


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
    """The quad that `Plot.text` would return for the same arguments."""
    return block_quad(measure, x, y, text, face, size, ha, va, angle, align or ha, _pad(angle))


def _pad(angle: float) -> float:
    return 1.0 if angle % 90 else 0.5 if angle else 0.0  # the turned bitmap starts on a whole pixel


@lru_cache(maxsize=512)
def _paint(alpha: float, width: float, dash: Dash) -> Any:
    """A paint for telling what covers what; width 0 fills."""
    paint = skia.Paint(AntiAlias=True, Color=round(255 * alpha) << 24)
    if width:
        paint.setStyle(skia.Paint.kStroke_Style)
        paint.setStrokeWidth(width)
    if dash:
        paint.setPathEffect(skia.DashPathEffect.Make(list(dash), 0.0))
    return paint


def _closed(points: Points | NDArray[np.float64]) -> Path:
    vertices = np.asarray(points, float)
    codes = np.full(len(vertices) + 1, Path.LINETO, np.uint8)
    codes[0], codes[-1] = Path.MOVETO, Path.CLOSEPOLY
    return Path(np.r_[vertices, vertices[:1]], codes)


def _rounded(x0: float, y0: float, x1: float, y1: float, r: float, corners: str) -> Path:
    """A box whose named sides have round corners."""
    sides = {"t": (0, 1), "r": (1, 2), "b": (2, 3), "l": (3, 0)}
    round_at = {i for side in corners for i in sides[side]}
    points: list[tuple[float, float]] = []
    for i, (cx, cy, sx, sy, a0) in enumerate(
        ((x0, y0, 1, 1, 180), (x1, y0, -1, 1, 270), (x1, y1, -1, -1, 0), (x0, y1, 1, -1, 90))
    ):
        if i not in round_at:
            points.append((cx, cy))
            continue
        ox, oy = cx + sx * r, cy + sy * r
        points += [
            (ox + r * math.cos(math.radians(a0 + k * 15)), oy + r * math.sin(math.radians(a0 + k * 15))) for k in range(7)
        ]
    return _closed(points)
