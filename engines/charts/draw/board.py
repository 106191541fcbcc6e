"""The chart under way: a canvas over the fast surface, the type of its style, and facts bound to regions by what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from proofpress.draw import fonts
from proofpress.draw.canvas import Canvas
from proofpress.draw.colour import ink_on, luminance, luminances, mix
from proofpress.draw.picture import Picture
from proofpress.draw.raster import Raster, measure, text_quad, text_width
from proofpress.engine import Refused
from proofpress.model import Fact, Quad, Region, box_quad

from ..style import colour_facts
from ..words import ChartWords, words_of

Box = tuple[float, float, float, float]
EDGE = 2.0  # least distance of a text from the edge of the picture, px
CLEAR = 1.0  # least distance between two texts, px
LEGIBLE = 3.2  # least contrast of a text with what it lies on
SEEN = 3.0  # least height or width of a mark that a reader can tell from nothing, px


@lru_cache(maxsize=1024)
def face_path(family: str, bold: bool, text: str) -> str:
    """The file of a face of the family that can draw the text, or of the one nearest in look."""
    own = fonts.face(family, bold)
    return str((own if fonts.can_draw(own, text) else fonts.fallback(own, text)).path)


class Board:
    """What the drawing of one chart shares. spec and style are read only; coordinates are px, y down."""

    def __init__(self, spec: Mapping[str, Any], style: Mapping[str, Any], facts: Sequence[Fact]):
        self.spec, self.style = spec, style
        self.width, self.height = style["size"]
        self.plot = Raster(self.width, self.height, style["background"])
        self.canvas = Canvas(self.width, self.height, surface=self.plot)
        self.text_size: float = style["text_size"]
        self.tick_size: float = style["tick_size"]
        self.pad = float(round(0.028 * max(self.width, self.height)))
        self.facts = list(facts)
        self._ids: dict[tuple[str, tuple[str, ...]], str] = {f.statement: f.id for f in facts}
        self._texts: list[Quad] = []
        self._colours: dict[str, tuple[str, ...]] = {}

    @property
    def regions(self) -> Mapping[str, Region]:
        return self.canvas.regions

    @property
    def area(self) -> str:
        """The id of the plot area; it says what kind of chart is in it, as anyone sees at a glance."""
        return f"plot-{self.spec['kind']}"

    @property
    def hair(self) -> str:
        """The colour of a thin rule on the page."""
        return mix(self.style["background"], self.style["ink"], 0.16)

    @property
    def words(self) -> ChartWords:
        """What its language prints."""
        return words_of(self.spec)

    # --- type ---------------------------------------------------------------------------------------------------
    def face(self, text: str, *, bold: bool = False, title: bool = False) -> str:
        return face_path(self.style["title_font" if title else "text_font"], bold, text.replace("\n", " "))

    def width_of(self, text: str, size: float, bold: bool = False) -> float:
        """Width of the widest line, px."""
        return text_width(text, self.face(text, bold=bold), size)

    def text(
        self,
        id: str,
        role: str,
        x: float,
        y: float,
        text: str,
        *,
        size: float | None = None,
        colour: str | None = None,
        bold: bool = False,
        title: bool = False,
        ha: str = "left",
        va: str = "middle",
        angle: float = 0.0,
        align: str | None = None,
        parent: str = "",
    ) -> Quad:
        """Draw a text and keep its region. angle: degrees, counter-clockwise."""
        quad = self.canvas.text(
            id,
            role,
            x,
            y,
            text,
            font=self.face(text, bold=bold, title=title),
            size=size or self.tick_size,
            colour=colour or self.style["ink"],
            ha=ha,
            va=va,
            angle=-angle,
            align=align or "",
            parent=parent,
        )
        self._texts.append(quad)
        return quad

    def text_on(self, id: str, role: str, x: float, y: float, text: str, fill: str, hatch: str, **how: Any) -> Quad:
        """Draw a text centred on a filled mark: in the ink that is read on it, on a blank patch where it is hatched."""
        if hatch:
            q = self.quad_of(x, y, text, size=how.get("size"), bold=how.get("bold", False), ha="center")
            self.plot.rect((q[0] - 3, q[1] - 3, q[4] + 3, q[5] + 3), self.style["background"], crisp=True)
        return self.text(id, role, x, y, text, colour=self.style["ink"] if hatch else ink_on(fill), ha="center", **how)

    def quad_of(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float | None = None,
        bold: bool = False,
        ha: str = "left",
        va: str = "middle",
    ) -> Quad:
        """Where `text` would put its ink."""
        return text_quad(x, y, text, self.face(text, bold=bold), size or self.tick_size, ha=ha, va=va)

    def ink_width(self, text: str, size: float, bold: bool = False) -> float:
        box = measure(text, self.face(text, bold=bold), size).box
        return box[2] - box[0]

    def ink_at(self, quad: Quad, wished: str) -> str | None:
        """The wished colour, or else black or white, if a text in it is read on what lies at the quad; None if none is."""
        under = self.plot.patch((quad[0], quad[1], quad[4], quad[5])).reshape(-1, 3)
        ground = luminances(under[:: max(1, len(under) // 150)])
        for colour in (wished, self.style["ink"], "#ffffff", "#1a1a1a"):
            own = luminance(colour)
            ratios = (np.maximum(ground, own) + 0.05) / (np.minimum(ground, own) + 0.05)
            if float(np.percentile(ratios, 4)) >= LEGIBLE:
                return colour
        return None

    # --- regions and facts ----------------------------------------------------------------------------------------
    def add_box(self, id: str, role: str, box: Box, text: str = "", parent: str = "", ink: str = "mark") -> str:
        """A region for what was just painted within the box (ink "none": a frame around others)."""
        self.canvas.add(id, role, self._box(box), text=text, parent=parent, ink=ink)
        return id

    def widen(self, id: str, box: Box) -> None:
        """The region of a text takes in the whole box."""
        self.canvas.widen(id, self._box(box))

    def _box(self, box: Box) -> Quad:
        x0, y0, x1, y1 = min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])
        x0, x1 = max(0.0, min(x0, self.width - 1.0)), min(float(self.width), max(x1, x0 + 1.0))
        y0, y1 = max(0.0, min(y0, self.height - 1.0)), min(float(self.height), max(y1, y0 + 1.0))
        return box_quad(x0, y0, x1, y1)

    def bind(self, predicate: str, args: Sequence[str], regions: Sequence[str], margin: float = 0.0) -> None:
        """The regions (those that exist) show the fact, which is at the first of them, to within the margin; nothing where no
        such fact is."""
        id = self._ids.get((predicate, tuple(args)))
        if id is not None:
            there = [r for r in regions if r in self.regions]
            self.canvas.show(id, at=there[:1] if there[:1] == list(regions[:1]) else (), needs=there, margin=margin)

    def colour_of(self, key: str, regions: Sequence[str]) -> None:
        """Where the colour of a series or label is seen."""
        self._colours[key] = tuple(r for r in regions if r in self.regions)

    def near_text(self, quad: Quad, clear: float = CLEAR) -> bool:
        """Whether a text that stands already comes closer to the quad than `clear`."""
        return any(touch(quad, other, clear) for other in self._texts)

    def inside(self, quad: Quad) -> bool:
        xs, ys = quad[0::2], quad[1::2]
        return min(*xs, *ys) >= EDGE and max(xs) <= self.width - EDGE and max(ys) <= self.height - EDGE

    def picture(self) -> Picture:
        """The finished picture. Refused where a text leaves it or meets another."""
        for i, quad in enumerate(self._texts):
            if not self.inside(quad):
                raise Refused("layout: a text leaves the picture")
            if any(touch(quad, other, 0.0) for other in self._texts[:i]):
                raise Refused("layout: two texts meet")
        for predicate, args, id in (
            ("title", (), "title"),
            ("axis_title", ("x",), "x-title"),
            ("axis_title", ("y",), "y-title"),
        ):
            if id in self.regions:
                self.bind(predicate, args, [id])
        made = colour_facts(self.spec, self.style, self._next, self._colours)
        for f in made:
            self.canvas.show(f, at=f.regions[:1], needs=f.regions)
        return self.canvas.picture(made)

    @property
    def _next(self) -> int:
        """One more than the highest number among the facts' ids."""
        return 1 + max((int(f.id[1:]) for f in self.facts if f.id[1:].isdigit()), default=0)


def touch(a: Quad, b: Quad, clear: float) -> bool:
    """Whether two convex quads come nearer than `clear` px (separating axes)."""
    if (
        max(a[0::2]) + clear <= min(b[0::2])
        or max(b[0::2]) + clear <= min(a[0::2])
        or max(a[1::2]) + clear <= min(b[1::2])
        or max(b[1::2]) + clear <= min(a[1::2])
    ):
        return False
    if a[1] == a[3] and b[1] == b[3]:  # both upright
        return True
    for q in (a, b):
        for i in (0, 2):
            nx, ny = q[i + 3] - q[i + 1], q[i] - q[i + 2]
            length = (nx * nx + ny * ny) ** 0.5 or 1.0
            pa = [(a[k] * nx + a[k + 1] * ny) / length for k in (0, 2, 4, 6)]
            pb = [(b[k] * nx + b[k + 1] * ny) / length for k in (0, 2, 4, 6)]
            if max(pa) + clear <= min(pb) or max(pb) + clear <= min(pa):
                return False
    return True
