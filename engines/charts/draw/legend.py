"""Legends: how much room one takes, and its entries on the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from proofpress.engine import Refused
from proofpress.model import box_quad

from .board import Board, Box


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a legend. kind: box, line (with the series' marker, if any) or dot."""

    name: str
    colour: str
    kind: str = "box"
    hatch: str = ""
    dash: tuple[float, ...] = ()
    marker: str = "none"
    edge: str | None = None
    alpha: float = 1.0


@dataclass(frozen=True, slots=True)
class Legend:
    """Entries with the upper left corner of each, from the legend's own corner; the size of the whole, px."""

    entries: tuple[Entry, ...]
    corners: tuple[tuple[float, float], ...]
    width: float
    height: float


GAP = 7.0  # between a swatch and its text


def swatch_width(board: Board, entry: Entry) -> float:
    size = board.tick_size
    return round(size * (2.0 if entry.kind == "line" else 0.95))


def column(board: Board, entries: Sequence[Entry]) -> Legend:
    """Entries one below the other."""
    step = round(board.tick_size * 1.62)
    width = max(swatch_width(board, e) + GAP + board.width_of(e.name, board.tick_size) for e in entries)
    return Legend(tuple(entries), tuple((0.0, float(i * step)) for i in range(len(entries))), width, float(step * len(entries)))


def rows(board: Board, entries: Sequence[Entry], limit: float, centred: bool = False) -> Legend:
    """Entries side by side, in as many rows as the width asks for."""
    step, gap = round(board.tick_size * 1.6), round(board.tick_size * 1.5)
    lines: list[list[tuple[Entry, float, float]]] = [[]]
    x = 0.0
    for e in entries:
        w = swatch_width(board, e) + GAP + board.width_of(e.name, board.tick_size)
        if lines[-1] and x + w > limit:
            lines.append([])
            x = 0.0
        lines[-1].append((e, x, w))
        x += w + gap
    widths = [line[-1][1] + line[-1][2] for line in lines]
    shifts = [(max(widths) - w) / 2 if centred else 0.0 for w in widths]
    corners = [
        (x + shift, float(i * step)) for i, (line, shift) in enumerate(zip(lines, shifts, strict=True)) for _, x, _ in line
    ]
    return Legend(tuple(entries), tuple(corners), max(widths), float(step * len(lines)))


def draw(board: Board, legend: Legend, x: float, y: float, frame: bool = False) -> None:
    """Draw at the corner (x, y): regions legend, lg1.. (legend-entry), sw1.. (legend-swatch)."""
    pad = 6.0
    box: Box = (x - pad, y - pad + 2, x + legend.width + pad, y + legend.height + pad - 2)
    if frame:
        board.plot.rect(box, board.style["background"], edge=board.hair, width=1.0, crisp=True)
    board.add_box("legend", "legend", box, ink="none")
    for i, (entry, (dx, dy)) in enumerate(zip(legend.entries, legend.corners, strict=True), 1):
        _entry(board, f"{i}", entry, round(x + dx), y + dy + legend_step(board) / 2)


def legend_step(board: Board) -> float:
    return round(board.tick_size * 1.6)


def _entry(board: Board, number: str, entry: Entry, x: float, middle: float) -> None:
    width = swatch_width(board, entry)
    middle = round(middle)
    half = round(board.tick_size * 0.46)
    if entry.kind == "line":
        swatch: Box = (x, middle - half, x + width, middle + half)
        board.plot.line([(x, middle), (x + width, middle)], entry.colour, board.style["line_width"], dash=entry.dash)
        draw_marker(board, entry.marker, x + width / 2, middle, entry.colour)
    elif entry.kind == "dot":
        swatch = (x, middle - half, x + width, middle + half)
        size = min(board.style["marker_size"] + 1.0, width)
        board.plot.marker(
            entry.marker, x + width / 2, middle, size, entry.colour, edge=entry.edge, width=0.8, alpha=entry.alpha
        )
    else:
        swatch = (x, middle - half, x + width, middle + half)
        if board.style["swatch"] == "disc" and not entry.hatch:
            board.plot.disc(x + width / 2, middle, half, entry.colour, alpha=entry.alpha)
        else:
            board.plot.rect(
                swatch,
                entry.colour,
                edge=entry.edge,
                width=0.9,
                hatch=entry.hatch,
                hatch_colour=board.style["ink"],
                alpha=entry.alpha,
            )
    start = x + width + GAP
    quad = board.text(f"lg{number}", "legend-entry", start, middle, entry.name, parent="legend")
    entry_box = (x, min(swatch[1], quad[1]), max(swatch[2], *quad[0::2]), max(swatch[3], *quad[1::2]))
    board.widen(f"lg{number}", entry_box)
    board.add_box(f"sw{number}", "legend-swatch", swatch, "", f"lg{number}")


def draw_marker(board: Board, kind: str, x: float, y: float, colour: str, size: float | None = None) -> None:
    """A line's marker: solid, or hollow with the ground showing."""
    if kind == "none":
        return
    hollow = board.style["marker_hollow"] and kind != "x"
    fill = board.style["panel"] if hollow else colour
    board.plot.marker(
        kind, x, y, size or board.style["marker_size"], fill, edge=colour if hollow else None, width=1.5 if hollow else 0.0
    )


def inside(board: Board, plan: Legend, plot: Box, taken: Sequence[Box]) -> None:
    """Draw a legend in a corner of the plot where no mark lies. Refused where there is none."""
    x0, y0, x1, y1 = plot
    m = 14.0
    right, low = x1 - plan.width - m, y1 - plan.height - m
    for x, y in ((right, y0 + m), (x0 + m, y0 + m), (right, low), (x0 + m, low)):
        box = (x - 8, y - 6, x + plan.width + 8, y + plan.height + 4)
        if any(b[0] < box[2] and b[2] > box[0] and b[1] < box[3] and b[3] > box[1] for b in taken):
            continue
        if not board.near_text(box_quad(*box)):
            draw(board, plan, x, y, bool(board.style["legend_frame"]))
            return
    raise Refused("layout: no corner is free for the legend")
