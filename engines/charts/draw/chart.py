"""The door of the charts' hand: one function for all kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from proofpress.draw.picture import Picture
from proofpress.engine import Spec
from proofpress.model import Fact

from . import bars
from .board import Board

KINDS: dict[str, Callable[[Board], None]] = {
    **dict.fromkeys(("bar", "bar_horizontal", "bar_grouped", "bar_stacked", "bar_percent"), bars.draw),
}


def draw_chart(spec: Spec, style: Mapping[str, Any], facts: Sequence[Fact] = ()) -> Picture:
    """The chart of a spec (see vocabulary) in a style (see style.make_style).

    `shows` and `margins` are for those of `facts` that a reader of the picture can read; `facts` of the Picture are the
    colour facts, which exist only once drawn; their ids go on after those given.  Raises Refused ("layout: …") where
    texts would not fit or meet.
    """
    board = Board(spec, style, facts)
    KINDS[spec["kind"]](board)
    return board.picture()
