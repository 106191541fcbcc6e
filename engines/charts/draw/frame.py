"""The page around the marks: header, legend, source, and the plot area that is left for a chart with axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from proofpress.draw.colour import ink_on
from proofpress.draw.raster import text_width, wrap
from proofpress.engine import Refused

from . import legend as legends
from .board import Board, Box
from .legend import Entry, Legend

LINE = 1.3  # line height, in sizes


@dataclass(frozen=True, slots=True)
class Page:
    """Room between header and footer (x0, y0, x1, y1), px; `legend` still to be placed inside it (place "inside")."""

    room: Box
    inside: Legend | None = None


def page(board: Board, entries: Sequence[Entry] = (), place: str | None = None) -> Page:
    """Draw the header, the source and a legend around the plot; return the room that is left."""
    style = board.style
    place = place or style["legend"]
    if style["header"] == "card":
        m = board.pad * 0.4
        board.plot.rect((m, m, board.width - m, board.height - m), None, edge=board.hair, width=1.2, radius=9)
    top = _header(board)
    bottom = _source(board)
    x0, x1 = board.pad, board.width - board.pad
    if not entries or place in ("none", "direct"):
        return Page((x0, top, x1, bottom))
    if place in ("top", "bottom"):
        centred = style["title_align"] == "center"
        plan = legends.rows(board, entries, x1 - x0, centred)
        if plan.width > x1 - x0 or plan.height > 0.16 * board.height:
            raise Refused("layout: the legend is too wide")
        x = (x0 + x1 - plan.width) / 2 if centred else x0
        y = top if place == "top" else bottom - plan.height
        legends.draw(board, plan, x, y)
        gap = board.tick_size * 0.6
        return Page((x0, top + plan.height + gap, x1, bottom) if place == "top" else (x0, top, x1, bottom - plan.height - gap))
    plan = legends.column(board, entries)
    if plan.width > 0.34 * board.width or plan.height > bottom - top:
        return page_again(board, entries, top, bottom)
    if place == "inside":
        return Page((x0, top, x1, bottom), plan)
    frame = bool(style["legend_frame"])
    x = x1 - plan.width - (7 if frame else 0)
    y = top + max(8.0, min((bottom - top - plan.height) / 2 - board.text_size * 1.2, 0.14 * board.height))
    legends.draw(board, plan, x, y, frame)
    return Page((x0, top, x - board.text_size * 1.1 - (7 if frame else 0), bottom))


def page_again(board: Board, entries: Sequence[Entry], top: float, bottom: float) -> Page:
    """A legend too wide for a column goes in rows under the plot."""
    x0, x1 = board.pad, board.width - board.pad
    plan = legends.rows(board, entries, x1 - x0)
    if plan.width > x1 - x0 or plan.height > 0.22 * board.height:
        raise Refused("layout: the legend is too wide")
    legends.draw(board, plan, x0, bottom - plan.height)
    return Page((x0, top, x1, bottom - plan.height - board.tick_size * 0.6))


def _header(board: Board) -> float:
    """Title and subtitle; returns where they end."""
    spec, style, pad = board.spec, board.style, board.pad
    width = board.width - 2 * pad
    accent = next((c for c in style["colours"] if c.lower() not in ("#ffffff", style["background"])), style["ink"])
    y = pad
    title, subtitle = spec.get("title") or "", spec.get("subtitle") or ""
    size, colour = style["title_px"], style["ink"]
    face = board.face(title, bold=style["title_bold"], title=True)
    lines = wrap(title, face, size, width)
    while lines.count("\n") > 1 or board_width(board, lines, size) > width:
        size *= 0.92
        if size < board.text_size:
            raise Refused("layout: the title is too long")
        lines = wrap(title, face, size, width)
    if style["header"] == "rule":
        board.plot.rect((pad, round(pad * 0.55), board.width - pad, round(pad * 0.55) + 2), style["ink"])
        y = pad * 0.55 + 2 + size * 0.55
    elif style["header"] == "tag":
        board.plot.rect((pad, 0, pad + 36, 9), "#E3120B" if style["look"] == "weekly" else accent)
        y = 9 + size * 0.6
    band = style["header"] == "band" and title
    if band:
        height = round(size * 1.22 * (lines.count("\n") + 1) + size * 0.75)
        board.plot.rect((0, 0, board.width, height), accent)
        colour = ink_on(accent)
        y = size * 0.48
    centred = style["title_align"] == "center"
    x, ha = (board.width / 2, "center") if centred else (pad, "left")
    if title:
        board.text(
            "title", "title", x, y, lines, size=size, colour=colour, bold=style["title_bold"], title=True, ha=ha, va="top"
        )
        y += size * (1.22 * lines.count("\n") + 1.0)
        if band:
            y = height + size * 0.15
    if subtitle:
        size = board.text_size
        face = board.face(subtitle)
        lines = wrap(subtitle, face, size, width)
        if lines.count("\n") > 2:
            raise Refused("layout: the subtitle is too long")
        y += size * 0.45
        board.text("subtitle", "subtitle", x, y, lines, size=size, colour=style[style["subtitle_colour"]], ha=ha, va="top")
        y += size * (1.22 * lines.count("\n") + 1.0)
    if style["header"] == "underline" and title:
        y += board.text_size * 0.55
        board.plot.rect((pad, round(y), board.width - pad, round(y) + 1), board.hair)
    return y + board.text_size * 0.95


def board_width(board: Board, text: str, size: float) -> float:
    """Width of a title, px."""
    return text_width(text, board.face(text, bold=board.style["title_bold"], title=True), size)


def _source(board: Board) -> float:
    """The source line at the foot; returns where the room above it ends."""
    source, style = board.spec.get("source") or "", board.style
    bottom = board.height - board.pad
    if not source:
        return bottom
    size = max(10.0, board.tick_size * 0.88)
    lines = wrap(source, board.face(source), size, board.width - 2 * board.pad)
    right = style["source_align"] == "right"
    board.text(
        "source",
        "source",
        board.width - board.pad if right else board.pad,
        bottom,
        lines,
        size=size,
        colour=style["muted"],
        ha="right" if right else "left",
        va="bottom",
    )
    return bottom - size * (1.22 * lines.count("\n") + 1.0) - board.text_size * 0.55
