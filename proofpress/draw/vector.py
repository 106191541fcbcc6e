"""The vector surface: strokes, fills, hatches, arcs and exactly measured text on a skia raster canvas.

Coordinates are pixels, x to the right, y down, pixel (0, 0) covering [0, 1) x [0, 1).  Angles are degrees, clockwise on
screen.  Text is measured first (see typeset) and then drawn as it was measured.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import skia
from numpy.typing import ArrayLike, NDArray

from ..model import Quad
from ..seeds import Rng
from .painted import Painted
from .typeset import Box, Face, NoGlyph, Run, pen_at, shape, text_quad

__all__ = [
    "Box",
    "Face",
    "NoGlyph",
    "Points",
    "Run",
    "Surface",
    "arc_points",
    "argb",
    "by_hand",
    "pen_at",
    "shape",
    "text_quad",
]

Points = NDArray[np.float64]  # (n, 2), px

_CAPS = {"butt": skia.Paint.kButt_Cap, "round": skia.Paint.kRound_Cap, "square": skia.Paint.kSquare_Cap}


# --- colour ---------------------------------------------------------------------------------------------------------
@lru_cache(maxsize=1024)
def argb(colour: str, alpha: float = 1.0) -> int:
    """ "#rrggbb" and an opacity (0..1) as skia's 32-bit colour."""
    return (round(255 * alpha) << 24) | int(colour.lstrip("#"), 16)


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
        self._canvas = self.painted = Painted(self._skia.getCanvas())
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


@lru_cache(maxsize=512)
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
