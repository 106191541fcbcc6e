"""What a reader sees before measuring: texts and where they stand, scales fitted to printed ticks, colours of swatches."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from proofpress.language import DEFAULT, get
from proofpress.model import Region

from ..words import chart_words

Image = NDArray[np.float32]
Mask = NDArray[np.bool_]
Colour = NDArray[np.float32]
Statement = tuple[str, tuple[str, ...]]

NEAR = 34.0  # greatest distance (0..255, largest channel) of a pixel from the colour it counts as
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_NUMBER = re.compile(r"^[$€£¥]?\s*([−-]?)[$€£¥]?([\d.,\u2009\u202f ]*\d)\s*([^\W\d_]*\.?)\s*[%$€£¥]?$")


def parse(text: str, language: str = DEFAULT) -> float | None:
    """The number that a printed tick or label says, None where it says none: 1,200  1 200  1.2k  −5  20%  €3M; 1.200,5."""
    found = _NUMBER.match(text.strip())
    if not found:
        return None
    sign, body, letters = found.groups()
    scales = _letters(language)
    if letters not in scales:
        return None
    digits = re.sub(rf"[^\d{_decimal_sign(language)}]", "", body).replace(",", ".")
    try:
        value = float(digits) * scales[letters]
    except ValueError:
        return None
    return -value if sign else value


@lru_cache(maxsize=16)
def _decimal_sign(language: str) -> str:
    return get(language).written("0.5")[1]


@lru_cache(maxsize=16)
def _letters(language: str) -> Mapping[str, float]:
    """What stands behind a number for thousands, millions, …"""
    words = chart_words(language)
    return {"": 1.0} | {words.printed(name).strip(): size for name, size in _SCALES.items()}


class Reading(NamedTuple):
    """A measured value, and how far a careful reader may be off (0 where the number is printed and the mark confirms it)."""

    value: float
    margin: float = 0.0


@dataclass(frozen=True)
class Ruler:
    """value = slope * px + offset along one direction; step: the value from tick to tick."""

    slope: float
    offset: float
    step: float

    def margin(self, ends: int = 1) -> float:
        """A twentieth of a tick interval, never less than 2 px, for each end that is read."""
        return ends * max(self.step / 20, 2 * self.unit)

    def read(self, px: float) -> Reading:
        return Reading(self.value(px), self.margin())

    def value(self, px: float) -> float:
        return self.slope * px + self.offset

    def px(self, value: float) -> float:
        return (value - self.offset) / self.slope

    @property
    def unit(self) -> float:
        """Value of one pixel."""
        return abs(self.slope)


@dataclass
class Sight:
    """Pixels (height, width, 3) as float, the regions that a reader may know, and what it is asked."""

    image: Image
    regions: Sequence[Region]
    statements: Sequence[Statement]
    plot: tuple[float, float, float, float]
    kind: str
    language: str = DEFAULT
    ground: Colour = field(default_factory=lambda: np.zeros(3, np.float32))

    def parse(self, text: str) -> float | None:
        """The number that a printed text says, in the picture's language."""
        return parse(text, self.language)

    def role(self, *roles: str) -> list[Region]:
        return [r for r in self.regions if r.role in roles]


def look(pixels: NDArray[np.uint8], calibration: Any) -> Sight | None:
    """The sight of a chart, or None where there is no plot area."""
    regions = calibration.get("regions", ())
    plots = [r for r in regions if r.role == "plot-area"]
    if len(plots) != 1:
        return None
    out = Sight(
        pixels.astype(np.float32), regions, calibration.get("statements", ()), plots[0].box, plots[0].id.partition("-")[2]
    )
    out.language = calibration.get("language", DEFAULT)
    out.ground = _ground(out)
    return out


def _ground(sight: Sight) -> Colour:
    """The colour behind the marks: the commonest along the border that marks reach last, far from where they start."""
    x0, y0, x1, y1 = (round(v) for v in sight.plot)
    far = (
        sight.image[y0 + 3 : y1 - 3, x1 - 5 : x1 - 2]
        if sight.kind == "bar_horizontal"
        else sight.image[y0 + 2 : y0 + 5, x0 + 3 : x1 - 3]
    )
    return commonest(far.reshape(-1, 3))


def commonest(pixels: NDArray[np.float32]) -> Colour:
    """The most frequent colour of (n, 3) pixels."""
    codes = pixels.astype(np.int64) @ np.array([65536, 256, 1])
    values, counts = np.unique(codes, return_counts=True)
    code = int(values[counts.argmax()])
    return np.array([code >> 16, code >> 8 & 255, code & 255], np.float32)


def distance(pixels: NDArray[np.float32], colour: Colour) -> NDArray[np.float32]:
    """The largest difference among the channels."""
    return np.abs(pixels - colour).max(axis=-1)


def centre(region: Region) -> tuple[float, float]:
    xs, ys = region.quad[0::2], region.quad[1::2]
    return sum(xs) / 4, sum(ys) / 4


def anchor(region: Region) -> float:
    """Where along the axis a category label points: its middle, or the end of a turned one."""
    q = region.quad
    return centre(region)[0] if abs(q[3] - q[1]) < 1.0 else (q[2] + q[4]) / 2


def blank_texts(sight: Sight, mask: Mask) -> Mask:
    """The mask without what lies under printed texts in the plot."""
    x0, y0, x1, y1 = sight.plot
    out = mask.copy()
    for r in sight.regions:
        if r.text and r.role not in ("x-tick", "y-tick"):
            a, b, c, d = r.box
            if c > x0 and a < x1 and d > y0 and b < y1:
                out[int(b) : math.ceil(d), int(a) : math.ceil(c)] = False
    return out


def value_ruler(sight: Sight, ticks: Sequence[Region], upright: bool) -> Ruler | None:
    """The scale fitted to the numbers of tick labels, refined by tick marks or grid lines. None where they do not fit."""
    numbers = [(sight.parse(r.text), r) for r in ticks]
    known = [(v, r) for v, r in numbers if v is not None]
    if len(known) < 3 or len(known) < len(numbers):
        return None
    axis = 1 if upright else 0
    raw = np.array([centre(r)[axis] for _, r in known])
    values = np.array([v for v, _ in known])
    marks = [centre(r)[axis] for r in sight.role("y-tick-mark" if upright else "x-tick-mark")]
    lines = marks or _grid_lines(sight, upright)
    spots = np.array([min(lines, key=lambda m: abs(m - p), default=p) for p in raw])
    spots = np.where(np.abs(spots - raw) <= 4.0, spots, np.nan)
    if np.isnan(spots).any():
        spots = raw
    slope, offset = np.polyfit(spots, values, 1)
    if slope == 0 or np.abs((values - offset) / slope - spots).max() > 1.6:
        return None
    return Ruler(float(slope), float(offset), float(np.abs(np.diff(np.sort(values))).min()))


def _grid_lines(sight: Sight, upright: bool) -> list[float]:
    """Rows (or columns) of the plot where most of the ground differs from its neighbours."""
    x0, y0, x1, y1 = (round(v) for v in sight.plot)
    area = (
        sight.image[max(0, y0 - 2) : y1 + 3, x0 + 2 : x1 - 2]
        if upright
        else sight.image[y0 + 2 : y1 - 2, max(0, x0 - 2) : x1 + 3]
    )
    if not upright:
        area = area.transpose(1, 0, 2)
    start = max(0, (y0 if upright else x0) - 2)
    step = np.abs(np.diff(area, axis=0)).max(axis=2) > 6
    share = step.mean(axis=1)
    return [start + i + 1.5 - 0.0 for i in range(len(share) - 1) if share[i] > 0.3 and share[i + 1] > 0.3]


def legend_order(sight: Sight) -> list[Region]:
    """The legend's entries as one reads them, row by row."""
    boxes = {r.parent: r for r in sight.role("legend-swatch")}

    def place(r: Region) -> tuple[int, float]:
        return round(centre(boxes.get(r.id, r))[1]), r.box[0]

    return sorted(sight.role("legend-entry"), key=place)


def swatches(sight: Sight) -> list[tuple[str, Colour | None]]:
    """(name, colour) of each legend entry in reading order; None for a swatch that has no one colour (hatched, blank)."""
    boxes = {r.parent: r for r in sight.role("legend-swatch")}
    return [(e.text, _swatch(sight, boxes.get(e.id), e)) for e in legend_order(sight)]


def _swatch(sight: Sight, swatch: Region | None, entry: Region) -> Colour | None:
    x0, y0, x1, y1 = (int(v) for v in (swatch or entry).box)
    patch = sight.image[y0 - 1 : y1 + 1, max(0, x0 - 1) : x1 + 1]
    gap = distance(patch, sight.image[max(0, y0 - 4), max(0, x0 - 4)])
    marked = gap > 24
    if not marked.any():
        return None
    strong = commonest(patch[gap >= 0.85 * gap.max()])  # thin strokes are mostly mixed with the ground
    if swatch is None:  # a name printed in the colour of its line
        return strong
    height, width = marked.shape
    core = (slice(height // 4, height - height // 4), slice(width // 4, width - width // 4))
    if marked[core].mean() > 0.9:
        colour = commonest(patch[core].reshape(-1, 3))
        return colour if (distance(patch[core], colour) < 20).mean() > 0.8 else None
    framed = marked[:3].any(axis=0).mean() > 0.6
    return None if framed else strong


def classify(pixels: NDArray[np.float32], colours: Sequence[Colour | None]) -> NDArray[np.int64]:
    """For each pixel the index of the nearest colour, -1 where none is near."""
    far = np.full(pixels.shape[:-1], 999.0, np.float32)
    gaps = np.stack([far if c is None else distance(pixels, c) for c in colours])
    best = gaps.argmin(axis=0)
    return np.where(gaps.min(axis=0) <= NEAR, best, -1)
