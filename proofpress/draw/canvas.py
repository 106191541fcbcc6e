"""The canvas: paints, and makes a Region for what it paints.  The only maker of regions.

    canvas = Canvas(400, 300)
    canvas.text("name", "name", 20, 40, "Tea", font=face("Lato"), size=16)
    canvas.text("price", "price", 380, 40, "3.50", font=face("Lato"), size=16, ha="right", parent="name")
    with canvas.mark("level", "level"):
        canvas.surface.fill([[(20, 60), (90, 60), (90, 70), (20, 70)]], "#2467a8")
    canvas.show("f1", at="price", needs="name")
    return canvas.picture()

A text region takes its words, characters, quad, font and size from the very outlines that were inked.  Paint directly on
`canvas.surface` (vector.Surface, raster.Raster or plot.Plot) belongs to the mark that is open, to no region otherwise; what
covers a region later counts against its `visible`.  Coordinates are px, y down.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import skia
from numpy.typing import NDArray

from ..model import Fact, Quad, Region, box_quad
from . import fonts
from .block import Ink, block_direction, block_quad, pens
from .painted import Box, Painted, Stroke, uncovered
from .paragraph import Paragraph, decimal_point, paragraph
from .picture import Picture, Pixels, Shown
from .raster import argb
from .typeset import Face, Run, pen_at, shape, text_quad
from .vector import Surface

Font = fonts.FontFace | Face | str  # a face of the catalogue, a stack of font files, or one file
Ids = str | Sequence[str]


class Paintable(Protocol):
    """What the canvas asks of a surface."""

    width: int
    height: int
    painted: Painted

    def pixels(self) -> NDArray[np.uint8]: ...


class Canvas:
    """A picture under way on a surface (a vector surface of the size and background, unless one is given)."""

    def __init__(self, width: int, height: int, background: str = "#ffffff", surface: Any = None):
        self.surface: Any = surface if surface is not None else Surface(width, height, background)
        self.width, self.height = width, height
        self.painted: Painted = self.surface.painted
        self.regions: dict[str, Region] = {}
        self._after: dict[str, int] = {}
        self._shows: dict[str, Shown] = {}
        self._margins: dict[str, float] = {}
        self.facts: list[Fact] = []  # what is true only once drawn; `picture` adds those it is given

    # --- text -----------------------------------------------------------------------------------------------------
    def text(
        self,
        id: str,
        role: str,
        x: float,
        y: float,
        text: str,
        *,
        font: Font,
        size: float,
        colour: str = "#222222",
        ha: str = "left",
        va: str = "baseline",
        align: str = "",
        angle: float = 0.0,
        separator: str = ".",
        direction: str = "auto",
        **more: Any,
    ) -> Quad:
        """Set a text, lines parted by newlines, and make its region (id "": ink of the parent, without a region of its own).

        The block hangs on (x, y) by ha ("left", "center", "right", or "decimal": the `separator` of its number stands at x)
        and va ("baseline" of the first line, "top", "middle", "bottom"), turned by angle (degrees, clockwise) about that
        point; align: of the lines among themselves, as ha unless told.  direction: of the language, "ltr", "rtl" or "auto"
        (that of the first letter with one).  Pens start on whole pixels.  more: parent, format, order.  Raises NoGlyph where
        the font lacks a character.  Returns the quad that holds the ink, clockwise from the text's top-left.
        """
        face = as_face(font)
        if ha == "decimal":
            x, ha = x - decimal_point(shape(text, face, size, direction), face, separator), "left"
        lines = pens(measure, x, y, text, face, size, ha, va, -angle, align or ha, direction)
        direction = block_direction(text, direction)
        runs = [(shape(line, face, size, direction), px, py) for line, px, py in lines]
        pad = 0.5 if angle % 90 else 0.0
        quad = block_quad(measure, x, y, text, face, size, ha, va, -angle, align or ha, pad, direction)
        self._ink(id or more.get("parent", ""), runs, colour, angle)
        if id:
            self._text_region(id, role, quad, runs, face, size, angle, **more)
        return quad

    def run(
        self,
        id: str,
        role: str,
        run: Run,
        x: float,
        y: float,
        *,
        font: Font,
        colour: str = "#222222",
        angle: float = 0.0,
        halo: str = "",
        halo_width: float = 5.0,
        **more: Any,
    ) -> Quad:
        """Set one line that was measured before (typeset.shape), the middle of its ink at (x, y), turned by angle (clockwise).

        halo: a colour that clears the ground around the letters first.
        """
        px, py = pen_at(run, x, y, angle)
        self._ink(id, [(run, px, py)], colour, angle, halo, halo_width)
        quad = text_quad(run.ink, px, py, angle)
        self._text_region(id, role, quad, [(run, px, py)], as_face(font), run.size, angle, **more)
        return quad

    def paragraph(
        self,
        id: str,
        role: str,
        x: float,
        y: float,
        text: str,
        width: float,
        *,
        font: Font,
        size: float,
        colour: str = "#222222",
        align: str = "start",
        direction: str = "auto",
        leading: float = 0.0,
        indent: float = 0.0,
        **more: Any,
    ) -> Quad:
        """A text in a column from x, `width` px wide, the first baseline at y (see paragraph.paragraph), and its region.

        A word that is wider than the column stays whole.  Returns the quad that holds the ink.
        """
        face = as_face(font)
        whole = paragraph(text, face, size, width, align, direction, leading=leading, indent=indent)
        return self.block(id, role, whole, float(round(x)), float(round(y)), font=face, colour=colour, **more)

    def block(
        self, id: str, role: str, set: Paragraph, x: float, y: float, *, font: Font, colour: str = "#222222", **more: Any
    ) -> Quad:
        """A paragraph that was set before, its column's left edge at x and its first baseline at y, and its region."""
        self._ink(id or more.get("parent", ""), [(run, x + dx, y + dy) for run, dx, dy in set.runs], colour, 0.0)
        quad = text_quad(set.ink, x, y)
        if id:
            size = set.runs[0][0].size if set.runs else 0.0
            self._spelt_region(id, role, quad, set.text.replace("\n", " "), set.quads(x, y), as_face(font), size, **more)
        return quad

    def _ink(
        self,
        owner: str,
        runs: Sequence[tuple[Run, float, float]],
        colour: str,
        angle: float,
        halo: str = "",
        halo_width: float = 5.0,
    ) -> None:
        with self.painted.owned(owner or self.painted.owner):
            for run, x, y in runs:
                self.painted.save()
                self.painted.translate(x, y)
                if angle:
                    self.painted.rotate(angle)
                if halo:
                    self.painted.drawPath(run.outline, _outline_pen(halo, halo_width))
                self.painted.drawPath(run.outline, _brush(colour))
                self.painted.restore()

    def _text_region(
        self,
        id: str,
        role: str,
        quad: Quad,
        runs: Sequence[tuple[Run, float, float]],
        face: Face,
        size: float,
        angle: float,
        **more: Any,
    ) -> None:
        self._spelt_region(id, role, quad, " ".join(run.text for run, _, _ in runs), spelt(runs, angle), face, size, **more)

    def _spelt_region(
        self, id: str, role: str, quad: Quad, text: str, chars: tuple[float, ...], face: Face, size: float, **more: Any
    ) -> None:
        self._keep(Region(id, role, quad, text, chars=chars, ink="text", font=font_name(face), size=size, **more))

    # --- marks ------------------------------------------------------------------------------------------------------
    @contextmanager
    def mark(
        self,
        id: str,
        role: str,
        quad: Sequence[float] | None = None,
        *,
        text: str = "",
        parent: str = "",
        polygon: Sequence[float] | None = None,
    ) -> Iterator[Any]:
        """What is painted within belongs to the region; gives the surface.  quad: where it is (left out: the box of what was
        painted).  text: its name, written elsewhere."""
        start = len(self.painted.strokes)
        with self.painted.owned(id):
            yield self.surface
        own = [s for s in self.painted.strokes[start:] if s.owner == id]
        if quad is None:
            if not own:
                raise ValueError(f"region {id!r}: nothing was painted, so it has no place")
            quad = _around(own, self.width, self.height)
        self.add(id, role, quad, text=text, parent=parent, polygon=polygon)

    def add(
        self,
        id: str,
        role: str,
        quad: Sequence[float],
        *,
        text: str = "",
        parent: str = "",
        ink: str = "mark",
        polygon: Sequence[float] | None = None,
        after: int | None = None,
        like: str = "",
    ) -> None:
        """A region for what is painted already: what was painted since the region before and lies within the quad.

        after: how much had been painted when it was finished (`painted_so_far`); left out, all that is painted up to now.
        like: the id of a text region whose words it shares (ink "text").
        """
        shared = self.regions.get(like)
        more: dict[str, Any] = {}
        if shared is not None:
            more = {"chars": shared.chars, "font": shared.font, "size": shared.size}
        outline = tuple(map(float, polygon)) if polygon is not None else None
        region = Region(id, role, tuple(map(float, quad)), text, parent, ink=ink, polygon=outline, **more)  # type: ignore[arg-type]
        if after is None and ink == "mark":
            self.painted.claim(id, region.box)
        self._keep(region)
        if after is not None:
            self._after[id] = after

    def widen(self, id: str, quad: Sequence[float]) -> None:
        """A text's region takes in more than its words: the sign that they stand beside, the cell that they stand in."""
        self.regions[id] = replace(self.regions[id], quad=tuple(map(float, quad)))  # type: ignore[arg-type]

    @property
    def painted_so_far(self) -> int:
        """For `add(after=…)`."""
        return len(self.painted.strokes)

    def frame(self, id: str, role: str, quad: Sequence[float], *, text: str = "", parent: str = "") -> None:
        """A region that paints nothing itself: a group, an area that others lie in."""
        self.add(id, role, quad, text=text, parent=parent, ink="none")

    def _keep(self, region: Region) -> None:
        self.regions[region.id] = region
        self._after[region.id] = self.painted.claimed = len(self.painted.strokes)

    @contextmanager
    def clip(self, box: Box) -> Iterator[None]:
        """What is painted within is cut off outside the box (x0, y0, x1, y1); a text that is cut off is less visible."""
        self.painted.save()
        self.painted.clipRect(skia.Rect(*box))
        try:
            yield
        finally:
            self.painted.restore()

    def paste(self, what: Picture | Pixels, x: int, y: int, *, prefix: str = "", parent: str = "") -> None:
        """Lay pixels, or a picture with its regions, down with the upper left corner at (x, y).

        prefix goes before the picture's ids; parent gets the regions that have none.  Its facts' places come with it.
        """
        pixels = what.pixels if isinstance(what, Picture) else what
        with self.painted.owned(parent or self.painted.owner):
            self._lay(pixels, x, y)
        if not isinstance(what, Picture):
            return
        shift = np.array([[1.0, 0, x], [0, 1, y], [0, 0, 1]])
        for r in what.moved(shift):
            self._keep(replace(r, id=prefix + r.id, parent=prefix + r.parent if r.parent else parent))
        for id, shown in what.shows.items():
            at, needs = (tuple(prefix + r for r in ids) for ids in (shown.at, shown.needs))
            self.show(prefix + id, at=at, needs=needs, margin=what.margins.get(id, 0.0))

    def _lay(self, pixels: Pixels, x: int, y: int) -> None:
        rgba = np.dstack([pixels, np.full(pixels.shape[:2], 255, np.uint8)])
        image = skia.Image.fromarray(np.ascontiguousarray(rgba), colorType=skia.kRGBA_8888_ColorType)
        self.painted.drawImage(image, x, y)

    # --- facts and the picture --------------------------------------------------------------------------------------
    def show(self, fact: Fact | str, at: Ids = (), needs: Ids = (), margin: float = 0.0) -> None:
        """The fact (or the one with this id) is at the regions `at`, and a reader needs `needs` besides to see it, and may be
        off by `margin` (in the fact's unit; 0 where it is printed).  ValueError where a region was not made yet."""
        shown = Shown(*((ids,) if isinstance(ids, str) else tuple(ids) for ids in (at, needs)))
        if gone := [r for r in shown.regions if r not in self.regions]:
            raise ValueError(f"fact {fact}: no region {', '.join(map(repr, gone))} was made")
        id = fact if isinstance(fact, str) else fact.id
        self._shows[id], self._margins[id] = shown, float(margin)

    def picture(self, facts: Sequence[Fact] = (), crop: tuple[int, int, int, int] | None = None) -> Picture:
        """The finished picture, cut to crop (x0, y0, x1, y1) if told.  facts: what is true only once drawn."""
        left = uncovered(tuple(self.regions.values()), self._after, self.painted.strokes)
        known = self.regions.keys()
        regions = tuple(
            replace(r, parent=r.parent if r.parent in known else "", visible=min(r.visible, round(left.get(r.id, 1.0), 4)))
            for r in self.regions.values()
        )
        whole = Picture(self.surface.pixels(), regions, dict(self._shows), dict(self._margins), (*self.facts, *facts))
        if crop is None:
            return whole
        x0, y0, x1, y1 = crop
        moved = whole.moved(np.array([[1.0, 0, -x0], [0, 1, -y0], [0, 0, 1]]))
        return replace(whole, pixels=np.ascontiguousarray(whole.pixels[y0:y1, x0:x1]), regions=moved)


# --- type ---------------------------------------------------------------------------------------------------------
def measure(text: str, face: Face, size: float, direction: str = "auto") -> Ink:
    """The advance of one line of text and the whole pixels that its ink touches, px."""
    run = shape(text, face, size, direction)
    x0, y0, x1, y1 = run.ink
    if x1 <= x0 or y1 <= y0:
        return Ink(run.advance, (0.0, 0.0, run.advance, 0.0))
    return Ink(run.advance, (float(np.floor(x0)), float(np.floor(y0)), float(np.ceil(x1)), float(np.ceil(y1))))


@lru_cache(maxsize=512)
def as_face(font: Font) -> Face:
    """The stack of files that a font stands for."""
    if isinstance(font, Face):
        return font
    return Face(fonts.stack(font)) if isinstance(font, fonts.FontFace) else Face((font,))


@lru_cache(maxsize=512)
def font_name(face: Face) -> str:
    """The first file of a stack as the record names it: relative to fonts/, "" where it lies elsewhere."""
    file, home = Path(face.files[0]), fonts.folder()
    return file.relative_to(home).as_posix() if file.is_relative_to(home) else ""


def spelt(runs: Sequence[tuple[Run, float, float]], angle: float) -> tuple[float, ...]:
    """8 numbers a character of the lines joined by spaces; a space that ends a line is an empty quad at its end."""
    chars: list[float] = []
    for n, (run, x, y) in enumerate(runs):
        if n:
            end = chars[-8:] or [x, y] * 4
            a, b = (end[2:4], end[4:6]) if runs[n - 1][0].direction == "ltr" else (end[0:2], end[6:8])
            chars += [*a, *a, *b, *b]
        chars += [v for box in run.chars for v in text_quad(box, x, y, angle)]
    return tuple(chars)


def _around(strokes: Sequence[Stroke], width: int, height: int) -> Quad:
    boxes = np.array([s.bounds for s in strokes])
    x0, y0 = np.clip(boxes[:, :2].min(0), 0, (width, height)).tolist()
    x1, y1 = np.clip(boxes[:, 2:].max(0), 0, (width, height)).tolist()
    return box_quad(x0, y0, x1, y1)


@lru_cache(maxsize=1024)
def _brush(colour: str) -> Any:
    return skia.Paint(AntiAlias=True, Color=argb(colour, 1.0))


@lru_cache(maxsize=256)
def _outline_pen(colour: str, width: float) -> Any:
    return skia.Paint(
        AntiAlias=True,
        Color=argb(colour, 1.0),
        Style=skia.Paint.kStroke_Style,
        StrokeWidth=width,
        StrokeCap=skia.Paint.kRound_Cap,
        StrokeJoin=skia.Paint.kRound_Join,
    )
