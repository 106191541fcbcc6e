"""Draws a chart of any kind: the one function that the engine calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from proofpress.draw.picture import Picture
from proofpress.engine import Refused, Spec
from proofpress.model import Fact
from proofpress.seeds import Rng

from . import bars, boxes, combo, heat, histogram, lines, pies, points, radar
from .board import Board

KINDS: dict[str, Callable[[Board], None]] = {
    **dict.fromkeys(("bar", "bar_horizontal", "bar_grouped", "bar_stacked", "bar_percent"), bars.draw),
    **dict.fromkeys(("line", "line_multi", "area", "area_stacked"), lines.draw),
    **dict.fromkeys(("scatter", "bubble"), points.draw),
    **dict.fromkeys(("pie", "donut"), pies.draw),
    "histogram": histogram.draw,
    "box": boxes.draw,
    "heatmap": heat.draw,
    "radar": radar.draw,
    "combo": combo.draw,
}


def draw_chart(spec: Spec, style: Mapping[str, Any], facts: Sequence[Fact] = (), rng: Rng | None = None) -> Picture:
    """The chart of a spec (see vocabulary) in a style (see style.make_style).

    `shows` and `margins` are for those of `facts` that a reader of the picture can read; `facts` of the Picture are the
    colour facts, which exist only once drawn; their ids go on after those given.  Raises Refused ("layout: …") where
    texts would not fit or meet.
    """
    try:
        return _draw(spec, style, facts)
    except Refused:
        if style["legend"] not in ("direct", "inside"):
            raise
        return _draw(spec, {**style, "legend": "top"}, facts)  # where a wished legend finds no room, one that takes its own


def _draw(spec: Spec, style: Mapping[str, Any], facts: Sequence[Fact]) -> Picture:
    board = Board(spec, style, facts)
    KINDS[spec["kind"]](board)
    return board.picture()
