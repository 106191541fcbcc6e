"""Paragraphs: lines of a width, and how they lie in their column; columns of numbers aligned by their decimal separators.

Coordinates are px, y down, from the left edge of the column and the first baseline.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from . import bidi
from .line_breaks import line_spans
from .scripts import is_simple
from .typeset import Box, Face, Run, direction_of, shape, text_quad

LINE_SPACING = 1.22  # baseline to baseline, in sizes
ALIGNMENTS = ("start", "end", "left", "right", "center", "justify")


@dataclass(frozen=True, slots=True)
class Line:
    """text[start:end] of a paragraph as runs, each with its pen's place from the left edge, and the line's baseline.

    One run a line; in a justified line one a word.
    """

    start: int
    end: int
    runs: tuple[tuple[Run, float, int], ...]  # run, x of its pen, index of its first character in the paragraph
    y: float


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Set text. direction: "ltr" or "rtl".  ink: the box that holds all outlines."""

    text: str
    direction: str
    lines: tuple[Line, ...]
    ink: Box

    @property
    def runs(self) -> tuple[tuple[Run, float, float], ...]:
        """Every run with its pen: (run, x, y)."""
        return tuple((run, x, line.y) for line in self.lines for run, x, _ in line.runs)

    def quads(self, x: float, y: float) -> tuple[float, ...]:
        """8 numbers a character, with the column's left edge at x and the first baseline at y: whole pixels; a space at
        which a line ends, or that was stretched, has an empty quad at the end of what stands before it."""
        found: dict[int, tuple[float, ...]] = {}
        for line in self.lines:
            for run, dx, first in line.runs:
                found |= {first + i: text_quad(box, x + dx, y + line.y) for i, box in enumerate(run.chars)}
        out: list[float] = []
        for i in range(len(self.text)):
            if i not in found:
                x0, y0, x1, _, _, y1 = out[-8:-2] or (x, y, x, y, x, y)
                edge = x1 if self.direction == "ltr" else x0
                found[i] = (edge, y0, edge, y0, edge, y1, edge, y1)
            out += found[i]
        return tuple(out)


def paragraph(
    text: str,
    face: Face,
    size: float,
    width: float,
    align: str = "start",
    direction: str = "auto",
    *,
    leading: float = 0.0,
    indent: float = 0.0,
    glued: str = "",
    label: int = 0,
) -> Paragraph:
    """Text set in a column `width` px wide; newlines end lines too.  A word that is wider than the column stays whole.

    align: start and end follow the direction of the text ("ltr", "rtl", or "auto": that of its first letter with one).
    leading: baseline to baseline, px (0: LINE_SPACING sizes).  indent: of the lines after the first, px.  glued: the text
    with no-break spaces where it must not part.  label: how many characters at the start are ordered by themselves (the
    letter of an option, which is no part of the number that follows).  Raises NoGlyph; ValueError for another alignment.
    """
    if align not in ALIGNMENTS:
        raise ValueError(f"align {align!r}: one of {', '.join(ALIGNMENTS)}")
    base = direction_of(text) if direction == "auto" else direction
    levels: tuple[int, ...] = ()
    if base == "rtl" or not is_simple(text):
        level = int(base == "rtl")
        levels = (*bidi.levels(text[:label], level), *bidi.levels(text[label:], level))

    def run(start: int, end: int) -> Run:
        return shape(text[start:end], face, size, base, levels[start:end])

    spans = line_spans(glued or text, lambda a, b: run(a, b).advance, width, indent)
    lines = []
    for n, (start, end) in enumerate(spans):
        inset = indent if n else 0.0
        last = n + 1 == len(spans) or "\n" in text[end : spans[n + 1][0]]
        set_runs = _words(text, start, end, levels, run, width - inset) if align == "justify" and not last else ()
        if not set_runs:
            whole = run(start, end)
            set_runs = ((whole, _left(align, base, width - inset, whole.advance), start),)
        shift = inset if base == "ltr" else 0.0
        lines.append(Line(start, end, tuple((r, x + shift, i) for r, x, i in set_runs), n * (leading or LINE_SPACING * size)))
    return Paragraph(text, base, tuple(lines), _ink(lines))


def decimal_point(run: Run, face: Face, separator: str = ".") -> float:
    """Where a run's decimal separator stands, or would stand after its last digit, px from its pen: align columns by it.

    The separator counts only between digits, the last one; a run without digits is aligned by its right end.
    """
    digits = [i for i, c in enumerate(run.text) if c.isdigit()]
    if not digits:
        return run.advance
    for i in reversed(digits[1:]):
        if run.text[i - 1] == separator and run.text[i - 2 : i - 1].isdigit():
            return (run.chars[i - 1][0] + run.chars[i - 1][2]) / 2
    last = shape(run.text[digits[-1]], face, run.size)
    return run.chars[digits[-1]][2] + (last.advance - last.ink[2]) + shape(separator, face, run.size).advance / 2


def _left(align: str, direction: str, width: float, advance: float) -> float:
    """Where a line starts so that it lies as told in a column."""
    if align in ("start", "justify"):
        align = "left" if direction == "ltr" else "right"
    elif align == "end":
        align = "right" if direction == "ltr" else "left"
    return {"left": 0.0, "center": (width - advance) / 2, "right": width - advance}[align]


def _words(
    text: str, start: int, end: int, levels: Sequence[int], run: Callable[[int, int], Run], width: float
) -> tuple[tuple[Run, float, int], ...]:
    """The words of a line spread over the width; () where there is one word, or words are interlaced by their directions."""
    words: list[tuple[int, int]] = []
    a = start
    for i in range(start, end + 1):
        if i == end or text[i] == " ":
            if i > a:
                words.append((a, i))
            a = i + 1
    if len(words) < 2:
        return ()
    place = {i: n for n, i in enumerate(bidi.visual_order(levels[start:end]))} if levels else {}
    seen = [sorted(place.get(i - start, i) for i in range(a, b)) for a, b in words]
    if any(s[-1] - s[0] != len(s) - 1 for s in seen):
        return ()
    order = sorted(range(len(words)), key=lambda n: seen[n][0])
    runs = [run(*words[n]) for n in order]
    gap = (width - sum(r.advance for r in runs)) / (len(runs) - 1)
    out, x = [], 0.0
    for n, r in zip(order, runs, strict=True):
        out.append((r, x, words[n][0]))
        x += r.advance + gap
    return tuple(out)


def _ink(lines: Sequence[Line]) -> Box:
    boxes = [(x + r.ink[0], ln.y + r.ink[1], x + r.ink[2], ln.y + r.ink[3]) for ln in lines for r, x, _ in ln.runs]
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)
