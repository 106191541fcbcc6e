"""What was painted, in order and by whom: a skia canvas that keeps its calls, and what they leave of each region to be seen.

Each call is kept with the region that it belongs to (its owner), the matrix and the clip.  Nothing is rasterised a second time
until a region and a later call of another owner meet; then both are, in the region's own box.  So paint of the same colour
covers as any other does, translucent paint covers as much as it is opaque, and a picture on which nothing meets costs next
to nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import skia
from numpy.typing import NDArray

from ..model import Quad, Region

Box = tuple[float, float, float, float]
LEAST_COVERED = 0.15  # of a mark: where less of it can be covered, nothing is measured
LEAST_DEPTH = 0.75  # px: boxes that share less, in either direction, only touch
NEAR = 2.0  # px: antialiasing and the edge of a mark reach so far beyond its quad
LOST_LETTER = 0.6  # of a letter's ink: who covers so much of it makes another letter of it
MISREAD = 0.45  # the most that is seen of a text with a lost letter: too little for anything to rest on it


@dataclass(frozen=True, slots=True)
class Stroke:
    """One call: `method` of a skia canvas with its arguments, and what it was called under."""

    owner: str
    method: str
    args: tuple[Any, ...]
    matrix: Any
    clips: tuple[tuple[str, tuple[Any, ...], Any], ...]
    bounds: Box

    def replay(self, canvas: Any, clipped: bool = True) -> None:
        """Paint it once more, on a canvas whose matrix maps the picture's pixels."""
        canvas.save()
        base = canvas.getTotalMatrix()
        for method, args, matrix in self.clips if clipped else ():
            canvas.setMatrix(skia.Matrix.Concat(base, matrix))
            getattr(canvas, method)(*args)
        canvas.setMatrix(skia.Matrix.Concat(base, self.matrix))
        getattr(canvas, self.method)(*self.args)
        canvas.restore()


_PLAIN = skia.Paint(AntiAlias=True)
_IDENTITY = skia.Matrix()


class Painted:
    """A skia canvas, with those of its calls that the surfaces use."""

    def __init__(self, canvas: Any):
        self._canvas = canvas
        self.strokes: list[Stroke] = []
        self.owner = ""
        self.claimed = 0  # the strokes before are not claimed any more
        self._clips: list[tuple[str, tuple[Any, ...], Any]] = []
        self._saved: list[tuple[int, Any]] = []
        self._matrix = _IDENTITY

    @contextmanager
    def owned(self, id: str) -> Iterator[None]:
        """What is painted meanwhile belongs to the region `id`."""
        before, self.owner = self.owner, id
        try:
            yield
        finally:
            self.owner = before

    def claim(self, id: str, box: Box) -> None:
        """What was painted lately by no region, and lies within the box, belongs to the region `id`."""
        x0, y0, x1, y1 = box[0] - NEAR, box[1] - NEAR, box[2] + NEAR, box[3] + NEAR
        for n in range(self.claimed, len(self.strokes)):
            stroke = self.strokes[n]
            b = stroke.bounds
            if not stroke.owner and b[0] >= x0 and b[1] >= y0 and b[2] <= x1 and b[3] <= y1:
                self.strokes[n] = replace(stroke, owner=id)

    def clear(self, colour: int) -> None:
        self._canvas.clear(colour)

    def save(self) -> None:
        self._saved.append((len(self._clips), self._matrix))
        self._canvas.save()

    def restore(self) -> None:
        clips, self._matrix = self._saved.pop()
        del self._clips[clips:]
        self._canvas.restore()

    def translate(self, x: float, y: float) -> None:
        self._canvas.translate(x, y)
        self._matrix = self._canvas.getTotalMatrix()

    def rotate(self, degrees: float) -> None:
        self._canvas.rotate(degrees)
        self._matrix = self._canvas.getTotalMatrix()

    def clipRect(self, rect: Any) -> None:
        self._clip("clipRect", rect)

    def clipPath(self, path: Any, antialias: bool) -> None:
        self._clip("clipPath", path, antialias)

    def _clip(self, method: str, *args: Any) -> None:
        getattr(self._canvas, method)(*args)
        self._clips.append((method, args, self._matrix))

    def drawPath(self, path: Any, paint: Any) -> None:
        self._canvas.drawPath(path, paint)
        self._keep("drawPath", (path, paint), path.getBounds(), paint)

    def drawCircle(self, x: float, y: float, r: float, paint: Any) -> None:
        self._canvas.drawCircle(x, y, r, paint)
        self._keep("drawCircle", (x, y, r, paint), skia.Rect(x - r, y - r, x + r, y + r), paint)

    def drawArc(self, oval: Any, start: float, sweep: float, centre: bool, paint: Any) -> None:
        self._canvas.drawArc(oval, start, sweep, centre, paint)
        self._keep("drawArc", (oval, start, sweep, centre, paint), oval, paint)

    def drawImage(self, image: Any, x: float, y: float) -> None:
        self._canvas.drawImage(image, x, y)
        self._keep("drawRect", (rect := skia.Rect.MakeXYWH(x, y, image.width(), image.height()), _PLAIN), rect, _PLAIN)

    def note(self, path: Any, paint: Any, clip: Box | None = None) -> None:
        """A path was painted by other means than this canvas."""
        if clip:
            self._clips.append(("clipRect", (skia.Rect(*clip),), self._matrix))
        self._keep("drawPath", (path, paint), path.getBounds(), paint)
        if clip:
            self._clips.pop()

    def laid(self, box: Box) -> None:
        """Pixels were laid into the box by other means than this canvas."""
        rect = skia.Rect(*box)
        self._keep("drawRect", (rect, _PLAIN), rect, _PLAIN)

    def _keep(self, method: str, args: tuple[Any, ...], rect: Any, paint: Any) -> None:
        if paint.getStyle() != skia.Paint.kFill_Style:
            half = paint.getStrokeWidth() / 2
            rect = rect.makeOutset(half, half)
        r = rect if self._matrix is _IDENTITY else self._matrix.mapRect(rect)
        bounds = (r.left(), r.top(), r.right(), r.bottom())
        self.strokes.append(Stroke(self.owner, method, args, self._matrix, tuple(self._clips), bounds))


# --- what is left to be seen ------------------------------------------------------------------------------------------
def uncovered(regions: Sequence[Region], after: Mapping[str, int], strokes: Sequence[Stroke]) -> dict[str, float]:
    """For each region with ink that other paint lies over: which share of its ink is still seen, 0..1; the others are left out.

    after: region id -> how many strokes had been made when it was finished.  What a region's own parts paint (its children,
    and theirs) does not cover it.
    """
    family = _families(regions)
    regions = [r for r in regions if r.ink != "none"]
    if not regions or not strokes:
        return {}
    quads = np.array([r.quad for r in regions]).reshape(-1, 4, 2)
    bounds = np.array([s.bounds for s in strokes], float)
    shared = np.minimum(quads.max(1)[:, None], bounds[None, :, 2:]) - np.maximum(quads.min(1)[:, None], bounds[None, :, :2])
    meets = (shared > LEAST_DEPTH).all(2)
    meets &= np.arange(len(strokes)) >= np.array([after[r.id] for r in regions])[:, None]
    pairs = [(i, n) for i, n in zip(*map(np.ndarray.tolist, np.nonzero(meets)), strict=True)
             if strokes[n].owner not in family[regions[i].id]]  # fmt: skip
    over: dict[int, list[int]] = {}
    if pairs:
        one, other = np.array(pairs).T
        at = np.einsum("pk,ikc->ipc", _GRID, quads)[one]  # (pairs, points, 2)
        hit = (at >= bounds[other, None, :2]).all(2) & (at <= bounds[other, None, 2:]).all(2)
        starts = np.flatnonzero(np.r_[True, one[1:] != one[:-1]])
        enough = np.logical_or.reduceat(hit, starts).mean(1) >= LEAST_COVERED
        for k, start in enumerate(starts.tolist()):
            i = int(one[start])
            if enough[k] or regions[i].ink == "text":
                over[i] = other[one == i].tolist()
    clipped = {s.owner for s in strokes if s.clips and s.owner}
    return {
        r.id: _share(r, [s for s in strokes if s.owner == r.id], [strokes[n] for n in over.get(i, ())])
        for i, r in enumerate(regions)
        if i in over or r.id in clipped
    }


# the weights of a quad's corners at 8 x 8 points within it
_U, _V = (a.ravel() for a in np.meshgrid((np.arange(8) + 0.5) / 8, (np.arange(8) + 0.5) / 8))
_GRID = np.stack([(1 - _U) * (1 - _V), _U * (1 - _V), _U * _V, (1 - _U) * _V], axis=1)


def _families(regions: Sequence[Region]) -> dict[str, set[str]]:
    """Each region with all that belong to it."""
    children: dict[str, list[str]] = {}
    for r in regions:
        children.setdefault(r.parent, []).append(r.id)
    out: dict[str, set[str]] = {}
    for r in regions:
        found, waiting = {r.id}, [r.id]
        while waiting:
            fresh = [c for c in children.get(waiting.pop(), ()) if c not in found]
            found.update(fresh)
            waiting += fresh
        out[r.id] = found
    return out


def _box(region: Region) -> Box:
    xs, ys = region.quad[0::2], region.quad[1::2]
    return min(xs), min(ys), max(xs), max(ys)


def _share(region: Region, mine: Sequence[Stroke], over: Sequence[Stroke]) -> float:
    x0, y0, x1, y1 = (math.floor(v) if k < 2 else math.ceil(v) for k, v in enumerate(_box(region)))
    size, corner = (max(1, y1 - y0), max(1, x1 - x0)), (x0, y0)
    ink = _painted(mine, region, size, corner, clipped=False)
    left = _painted(mine, region, size, corner) if any(s.clips for s in mine) else ink.copy()
    if over:
        cover, canvas = _mask(size, corner)
        for stroke in over:
            stroke.replay(canvas)
        left *= (255.0 - cover) / 255.0
    total = float(ink.sum())
    if total <= 0:
        return 1.0
    share = float(left.sum()) / total
    if share < 1.0 and region.ink == "text" and region.chars and _loses_a_letter(region, ink, left, corner):
        share = min(share, MISREAD)
    return share


def _painted(
    mine: Sequence[Stroke], region: Region, size: tuple[int, int], corner: tuple[int, int], clipped: bool = True
) -> NDArray[np.float32]:
    """How far each pixel is painted by the strokes, 0..255; a region without strokes of its own fills its quad."""
    mask, canvas = _mask(size, corner)
    for stroke in mine:
        stroke.replay(canvas, clipped)
    if not mine:
        canvas.drawPath(quad_path(region.quad), _PLAIN)
    return mask.astype(np.float32)


def _loses_a_letter(region: Region, ink: NDArray[np.float32], left: NDArray[np.float32], corner: tuple[int, int]) -> bool:
    chars = np.reshape(region.chars, (-1, 8)) if region.chars else np.zeros((0, 8))
    for char, quad in zip(region.text, chars, strict=False):
        if not char.isalnum():
            continue
        letter, canvas = _mask(ink.shape, corner)
        canvas.drawPath(quad_path(quad.tolist()), _PLAIN)
        share = letter / np.float32(255.0)
        total = float((ink * share).sum())
        if total > 0 and float((left * share).sum()) < (1 - LOST_LETTER) * total:
            return True
    return False


def quad_path(quad: Quad | Sequence[float]) -> Any:
    """The outline of a quad."""
    path = skia.Path()
    path.addPoly([skia.Point(x, y) for x, y in zip(quad[0::2], quad[1::2], strict=True)], True)
    return path


def _mask(size: tuple[int, ...], corner: tuple[int, int]) -> tuple[NDArray[np.uint8], Any]:
    """A coverage mask and the canvas that fills it; the picture's pixel `corner` is its first."""
    mask = np.zeros((size[0], size[1]), np.uint8)
    surface = skia.Surface(mask, colorType=skia.kAlpha_8_ColorType, alphaType=skia.kPremul_AlphaType)
    canvas = surface.getCanvas()
    canvas.translate(-corner[0], -corner[1])
    return mask, canvas
