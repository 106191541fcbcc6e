"""The question drawn into the picture, as on a worksheet or an exam paper: a band above or below, in the picture's own type.

The band has the colour of the picture's border and no ornament that could be taken for data.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..errors import Refused
from ..model import Region
from ..seeds import Rng
from . import fonts
from .canvas import Canvas
from .colour import contrast, mix
from .degrade.moves import border_colour
from .paragraph import Paragraph, paragraph
from .picture import Picture
from .typeset import Face, direction_of, shape

QUESTION, OPTION = "question", "option"
MIN_SIZE, MAX_SIZE = 15.0, 23.0  # px an em: below 15 a degraded question is no longer comfortable to read
CHARACTERS_A_LINE = 62  # what a well-set line holds; wide pictures get larger type rather than longer lines
MIN_CONTRAST = 7.0  # WCAG AAA
DARK, LIGHT = "#1d1f24", "#f3f2ec"
LETTERINGS = ("{}.", "({})", "{})")
# Words that must not part: a number and its unit, a name and its number, either side of a sign.
_GLUE = re.compile(r"(?<=\d) (?=[^\W\d]{1,3}\b|[°%€$£])|(?<=[=+−×÷<>≤≥∥⊥]) | (?=[=+−×÷<>≤≥∥⊥] )")
_HARD = "\u00a0"


@dataclass(frozen=True, slots=True)
class _Block:
    """A set text with the left edge of its column and its first baseline within the band."""

    role: str
    set: Paragraph
    face: Face
    x: float
    y: float

    @property
    def last_baseline(self) -> float:
        return self.y + self.set.lines[-1].y


def with_question(
    picture: Picture, text: str, choices: Sequence[str], style: Mapping[str, Any], rng: Rng
) -> tuple[Picture, Region]:
    """The picture with the question (and its lettered choices) drawn in a band above or below it, and the question's region.

    Adds a region with role "question" and one with role "option" (child of the question) a choice; `chars` are set.  The
    engine's style may hint at the face (`text_font` or `family`, a family of the catalogue) and the ink (`ink` or `name`,
    "#rrggbb").  Refused where no font draws the text or a word is wider than the picture.
    """
    ground = "#{:02x}{:02x}{:02x}".format(*border_colour(picture.pixels))
    font = _face(style, text + "".join(choices), rng)
    bold = fonts.face(font.family, bold=True)
    heavy = bool(rng.random() < 0.25) and bold.bold and fonts.can_draw(bold, text)
    margin = round(picture.width * float(rng.uniform(0.035, 0.06))) + 6
    column = picture.width - 2 * margin
    size = min(MAX_SIZE, max(MIN_SIZE, column / CHARACTERS_A_LINE / 0.48 * float(rng.uniform(0.92, 1.08))))
    size = round(size * fonts.optical_scale(font.family), 1)
    leading = size * float(rng.uniform(1.32, 1.5))
    lettering = LETTERINGS[int(rng.integers(len(LETTERINGS)))]
    above, ruled = bool(rng.random() < 0.7), bool(rng.random() < 0.35)

    y = 0.9 * margin + 0.8 * size
    direction = direction_of(text)
    asked = _set(text, Face(fonts.stack(bold if heavy else font)), size, margin, y, column, leading, QUESTION, direction)
    y = asked.last_baseline
    blocks = [asked]
    if choices:
        y += 1.25 * leading
        options, y = _options(choices, lettering, Face(fonts.stack(font)), size, margin, y, column, leading, direction)
        blocks += options
    height = math.ceil(y + 0.35 * size + 0.8 * margin)

    canvas = Canvas(picture.width, height, ground)
    ink = _ink(style, ground)
    if ruled:
        edge = height - 1.0 if above else 1.0
        canvas.surface.stroke([(margin, edge), (picture.width - margin, edge)], mix(ground, ink, 0.45), 1.0)
    offset = 0 if above else picture.height
    top = _free(QUESTION, {r.id for r in picture.regions})
    for i, block in enumerate(blocks):
        id, parent = (f"{top}-{chr(96 + i)}", top) if i else (top, "")
        canvas.block(id, block.role, block.set, block.x, block.y, font=block.face, colour=ink, parent=parent)
    band = canvas.picture()
    regions = band.moved(np.array([[1.0, 0, 0], [0, 1, offset], [0, 0, 1]]))

    out = picture.extend(height if above else 0, 0 if above else height, border_colour(picture.pixels))
    out.pixels[offset : offset + height] = band.pixels  # extend has made them afresh
    return replace(out, regions=(*out.regions, *regions)), regions[0]


def _face(style: Mapping[str, Any], text: str, rng: Rng) -> fonts.FontFace:
    hint = style.get("text_font") or style.get("family")
    if unknown := fonts.unknown(text):
        raise Refused(f"font: no font draws {fonts.quoted(unknown)} of the question")
    if hint in fonts.families(script="") and rng.random() < 0.75:
        return fonts.face(str(hint))
    names = fonts.families("serif" if rng.random() < 0.5 else "sans")
    return fonts.face(names[int(rng.integers(len(names)))])


def _ink(style: Mapping[str, Any], ground: str) -> str:
    """The style's ink where it stands out well from the ground, else nearly black or nearly white."""
    hint = style.get("ink") or style.get("name")
    inks = [hint] if isinstance(hint, str) and re.fullmatch(r"#[0-9a-fA-F]{6}", hint) else []
    for ink in (*inks, DARK):
        if contrast(ink, ground) >= MIN_CONTRAST:
            return ink
    return max((DARK, LIGHT), key=lambda c: contrast(c, ground))


def _set(
    text: str,
    face: Face,
    size: float,
    x: float,
    y: float,
    width: float,
    leading: float,
    role: str,
    direction: str,
    indent: float = 0.0,
    label: int = 0,
) -> _Block:
    """Set ragged in a column from (x, y), lines after the first indented. Refused where a word does not fit."""
    text = " ".join(text.split())
    glued = _GLUE.sub(_HARD, text)
    lines = paragraph(text, face, size, width, direction=direction, leading=leading, indent=indent, glued=glued, label=label)
    for n, line in enumerate(lines.lines):
        if sum(run.advance for run, _, _ in line.runs) + (indent if n else 0.0) > width + 1:
            raise Refused(f"band: a word of {fonts.quoted(text, 60)} is wider than the picture")
    return _Block(role, lines, face, x, y)


def _options(
    choices: Sequence[str],
    lettering: str,
    face: Face,
    size: float,
    x: float,
    y: float,
    width: float,
    leading: float,
    direction: str,
) -> tuple[list[_Block], float]:
    """Lettered choices in as many columns as they fit into (all, two or one), the first on the side where a line of this
    direction starts; returns the last baseline as well."""
    labels = [f"{lettering.format(chr(65 + i))} {choice}" for i, choice in enumerate(choices)]
    label = len(lettering.format("A")) + 1  # with the space after it
    widest = max(shape(text, face, size, direction).advance for text in labels)
    columns = next((c for c in (len(labels), 2) if widest + 1.6 * size <= width / c), 1)
    rows = math.ceil(len(labels) / columns)
    indent = shape(lettering.format("D") + " ", face, size).advance
    pitch = min(width / columns, widest + 3.5 * size)
    blocks = []
    for i, text in enumerate(labels):
        if columns == 1:
            blocks.append(_set(text, face, size, x, y, width, leading, OPTION, direction, indent, label))
            y = blocks[-1].last_baseline + 1.1 * leading
        else:
            along = pitch * (i // rows) if direction == "ltr" else width - pitch * (i // rows + 1)
            at = x + along, y + 1.1 * leading * (i % rows)
            blocks.append(_set(text, face, size, *at, pitch, leading, OPTION, direction, label=label))
    return blocks, max(b.last_baseline for b in blocks)


def _free(id: str, taken: set[str]) -> str:
    return next(name for n in range(len(taken) + 1) if (name := f"{id}{n or ''}") not in taken)
