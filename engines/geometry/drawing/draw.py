"""The picture of a figure: strokes, signs and words, and which regions show which fact."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from proofpress.draw.picture import Picture
from proofpress.draw.vector import Run, shape
from proofpress.engine import Refused
from proofpress.language import of_spec
from proofpress.model import Fact
from proofpress.seeds import Rng

from ..words import words_of
from .corners import corner_marks
from .frame import Frame, frame
from .layout import Layout, Set, Wanted, angle_label, length_label, point_label, settle, span_label
from .marks import Note, Signs, beyond_telling, signs_of
from .notes import NOT_TO_SCALE, printed
from .paint import label_face, paint
from .place import Board, Unplaced
from .regions import POINT_HALF, show_facts
from .segments import arrow_mark, dimension, tick_mark
from .strokes import Strokes

DOT_RADIUS = {"none": 0.0, "small": 2.2, "solid": 3.4, "ring": 3.6, "blue": 4.2}
MOST_NOTES = 4
POSES, ATTEMPTS = 2, 7  # how often a pose is changed before words help out; how often anything is tried


def draw_figure(spec: Mapping[str, Any], style: Mapping[str, Any], rng: Rng, facts: Sequence[Fact]) -> Picture:
    """Draw a spec.  facts: engine.facts(spec), so that `Picture.shows` can speak of them by id.

    Raises Refused("layout: …") where a label or a mark finds no clear place.
    """
    plan = lay_out(spec, style, rng)
    canvas = paint(spec, style, plan, rng)
    show_facts(canvas, spec, plan, facts)
    # the paper beyond `pad` px around everything that is drawn is cut off, so that the figure fills its frame
    pad = 0.9 * style["name_size"] + float(rng.uniform(4, 26))
    x0, y0, x1, y1 = (int(v) for v in _extent(plan, pad))
    return canvas.picture(crop=(max(0, x0), max(0, y0), max(x1, 0), max(y1, 0)))


def _extent(plan: Layout, grow: float) -> tuple[float, float, float, float]:
    boxes = [(x, y, x, y) for x, y in plan.frame.at.values()]
    boxes += [(x - r, y - r, x + r, y + r) for _, x, y, r in plan.frame.circles]
    boxes += [(min(m.quad[::2]), min(m.quad[1::2]), max(m.quad[::2]), max(m.quad[1::2])) for m in plan.marks]
    boxes += [s.box for s in (*plan.labels, *plan.notes)]
    a = np.array(boxes)
    return (*(a[:, :2].min(axis=0) - grow).tolist(), *(a[:, 2:].max(axis=0) + grow).tolist())


def lay_out(spec: Mapping[str, Any], style: Mapping[str, Any], rng: Rng) -> Layout:
    """Pose the figure and place all signs and words. A value that finds no place beside its figure is printed as a note;
    a pose that does not work is changed."""
    strokes = Strokes(spec["lines"])
    signs = signs_of(spec, strokes)
    told = beyond_telling(signs)
    if told:
        signs = signs_of(spec, strokes, told)
    trouble: Exception = Refused("layout: too many statements find no place in the figure")
    for attempt in range(ATTEMPTS):
        if len(signs.notes) > MOST_NOTES:
            break
        try:
            return _attempt(spec, style, rng, strokes, signs, 1.0 + 0.12 * attempt)
        except Refused as refusal:
            trouble = refusal
        except Unplaced as stuck:
            trouble = stuck
            if stuck.says and (stuck.stubborn or attempt >= POSES - 1):
                told |= set(stuck.says)
                signs = signs_of(spec, strokes, told)
    raise trouble if isinstance(trouble, Refused) else Refused(f"layout: no clear place for {trouble}")


def _attempt(
    spec: Mapping[str, Any], style: Mapping[str, Any], rng: Rng, strokes: Strokes, signs: Signs, grow: float
) -> Layout:
    value_size, name_size = style["value_size"], style["name_size"]
    value_face = label_face(style, name=False)
    written = list(signs.notes)
    if not spec.get("to_scale", True):
        written.append(Note(printed(NOT_TO_SCALE, words_of(of_spec(spec).code))))
    note_runs = [shape(n.text, value_face, value_size) for n in written]
    rows = _rows(note_runs, 0.72 * style["width"] - 24, value_size)
    band = len(rows) * 1.6 * value_size + (10 if rows else 0)
    margin = 1.9 * name_size + (2.2 * value_size if signs.spans else 0.0)
    width, height = min(900, round(style["width"] * grow)), min(720, round(style["height"] * grow))
    f = frame(spec, style, rng, (width, height), margin, band)
    board = Board(f, strokes, style["mark_size"], style["stroke"] / 2)
    marks, sectors = corner_marks(board, signs.corners, 0.75 * value_size)
    measured = [{s.a, s.b} for s in signs.lengths]
    marks += [tick_mark(board, s) for s in signs.ticks]
    marks += [arrow_mark(board, s, {s.a, s.b} in measured) for s in signs.arrows]
    dots = dot_radii(board, style["dot"])
    for name, r in dots.items():
        board.ink.disc(*f.at[name], max(r, POINT_HALF))
    wanted: list[Wanted] = []
    for s in signs.spans:
        run = shape(s.text, value_face, value_size)
        line = dimension(board, s, 0.72 * name_size)
        if line is None:
            raise Unplaced(f"the dimension of {s.a}{s.b}", s.says, stubborn=True)
        marks.append(line.mark)
        wanted.append(span_label(board, line, run, style["along"]))
    for sector in sectors:
        if sector.corner.text:
            wanted.append(angle_label(board, sector, sectors, shape(sector.corner.text, value_face, value_size)))
    for s in signs.lengths:
        wanted.append(length_label(board, s, shape(s.text, value_face, value_size), style["along"]))
    name_face = label_face(style, name=True)
    for name in spec["points"]:
        wanted.append(point_label(board, name, shape(name, name_face, name_size), dots[name]))
    labels = tuple(settle(board, wanted))
    plan = Layout(f, strokes, dots, tuple(marks), tuple(sectors), labels, ())
    notes = _set_notes(rows, note_runs, f, _extent(plan, 0.0)[3] + value_size if rows else 0.0, value_size)
    return replace(plan, notes=tuple(replace(x, says=tuple(n.says)) for x, n in zip(notes, written, strict=True)))


def dot_radii(board: Board, dot: str) -> dict[str, float]:
    """The radius of each point's dot. Where points have none, those that no crossing of strokes shows get one."""
    out = {}
    for name in board.frame.at:
        lines = [line for line in board.strokes.lines if name in line]
        ends = any(name in (line[0], line[-1]) for line in lines)
        rounds = sum(abs(math.dist(board.frame.at[name], (x, y)) - r) < 1.0 for _, x, y, r in board.frame.circles)
        seen = ends or len(lines) + rounds > 1
        out[name] = DOT_RADIUS[dot] or (0.0 if seen else 2.4)
    return out


def _rows(runs: Sequence[Run], width: float, size: float) -> list[list[int]]:
    """Notes flowed into rows, by index."""
    rows: list[list[int]] = []
    used = 0.0
    for i, run in enumerate(runs):
        need = run.width + 2.2 * size
        if rows and used + need <= width:
            rows[-1].append(i)
            used += need
        else:
            rows.append([i])
            used = need
    return rows


def _set_notes(rows: Sequence[Sequence[int]], runs: Sequence[Run], f: Frame, top: float, size: float) -> list[Set]:
    """Rows of notes, centred, from `top` down."""
    placed: dict[int, Set] = {}
    for k, row in enumerate(rows):
        total = sum(runs[i].width for i in row) + 2.2 * size * (len(row) - 1)
        if total > f.width - 16:
            raise Refused("layout: a note is wider than the picture")
        x, y = (f.width - total) / 2, top + (k + 0.5) * 1.6 * size
        for i in row:
            # one baseline for the row: the middle of the ink shifts with the text's own ink
            middle = y + 0.35 * size + (runs[i].ink[1] + runs[i].ink[3]) / 2
            placed[i] = Set(("note", str(i)), runs[i], x + runs[i].width / 2, middle, 0.0)
            x += runs[i].width + 2.2 * size
            if placed[i].box[3] > f.height - 3:
                raise Refused("layout: no room for the notes")
    return [placed[i] for i in range(len(runs))]
