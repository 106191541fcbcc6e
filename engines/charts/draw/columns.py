"""Where bars lie: grouped or stacked within their slots, and their pixels."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from proofpress.engine import Refused

from .board import Board, Box
from .scales import Axes
from .series import edge_of, parent_of, values_of


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar or segment: where it lies, what it stands for, and how precisely its length can be read."""

    id: str
    series: int
    label: int
    box: Box
    value: str
    colour: str
    hatch: str
    ends: int
    tip: float  # +1 when it grows with the values, -1 below zero

    @property
    def upright(self) -> Box:
        """The box with its corners in order."""
        x0, x1 = sorted((self.box[0], self.box[2]))
        y0, y1 = sorted((self.box[1], self.box[3]))
        return x0, y0, x1, y1


def grouped(board: Board, axes: Axes, chosen: range | None = None) -> list[Bar]:
    """Bars from zero, side by side within their slot."""
    spec, style = board.spec, board.style
    chosen = chosen or range(len(spec["series"]))
    n, width = len(chosen), axes.pitch * style["bar_width"]
    each = width / n
    gap = each * style["bar_gap"] if n > 1 else 0.0
    if each - gap < 5:
        raise Refused("layout: the bars are too thin")
    zero = axes.value(min(max(0.0, axes.value.low), axes.value.high))
    out = []
    for k, s in enumerate(chosen):
        for i, v in enumerate(values_of(board, s)):
            if v is None:
                continue
            a = axes.slots[i] - width / 2 + k * each + gap / 2
            out.append(bar_at(board, axes, s, i, round(a), round(a + each - gap), zero, axes.value(Decimal(v)), v, 1))
    return out


def stacked(board: Board, axes: Axes) -> list[Bar]:
    """Segments on top of each other; 100 % stacked when the kind says so."""
    spec, style = board.spec, board.style
    width = axes.pitch * style["bar_width"]
    columns = [values_of(board, s) for s in range(len(spec["series"]))]
    out = []
    for i in range(len(spec["labels"])):
        column = [Decimal(c[i]) if c[i] is not None else None for c in columns]  # type: ignore[arg-type]
        total = sum((v for v in column if v is not None), Decimal(0))
        if any(v is None for v in column) and spec["kind"] == "bar_percent":  # the gap would give it away
            raise Refused("layout: a part of a whole is missing")
        share = 100 / total if spec["kind"] == "bar_percent" and total else Decimal(1)
        up = down = Decimal(0)
        for s, v in enumerate(column):
            if v is None:
                continue
            start = up if v >= 0 else down
            end = start + v * share
            up, down = (end, down) if v >= 0 else (up, end)
            a = axes.slots[i] - width / 2
            ends = 1 if start == 0 else 2
            out.append(
                bar_at(
                    board, axes, s, i, round(a), round(a + width), axes.value(start), axes.value(end), columns[s][i] or "", ends
                )
            )
    return out


def bar_at(
    board: Board, axes: Axes, s: int, i: int, a: float, b: float, start: float, end: float, value: str, ends: int
) -> Bar:
    style = board.style
    of = style["colour_of"]
    index = {"series": s, "label": i, "single": 0, "highlight": int(i == style["accent"])}[of]
    box = (start, a, end, b) if axes.horizontal else (a, start, b, end)
    tip = 1.0 if (end >= start) == axes.horizontal or end == start else -1.0
    return Bar(f"b{s + 1}-{i + 1}", s, i, box, value, style["colours"][index], style["hatches"][index], ends, tip)


def paint(board: Board, axes: Axes, bars: list[Bar], role: str = "bar") -> None:
    """The bars' pixels and regions."""
    style = board.style
    for bar in bars:
        side = ("r" if bar.tip > 0 else "l") if axes.horizontal else ("t" if bar.tip > 0 else "b")
        board.plot.rect(
            bar.box,
            bar.colour,
            edge=edge_of(board, bar.colour),
            width=0.9,
            hatch=bar.hatch,
            hatch_colour=style["ink"],
            radius=style["radius"],
            corners=side,
            clip=_grown(axes.box, 1.0),
        )
        board.add_box(bar.id, role, bar.box, "", parent_of(board, bar.series))


def _grown(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by
