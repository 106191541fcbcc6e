"""Lines over categories: their pieces, their pixels, the values printed along them and their gaps."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from decimal import Decimal

from proofpress.engine import Refused
from proofpress.model import Quad

from .board import Board
from .legend import draw_marker
from .numbers import value_text
from .scales import Axes, Scale
from .series import dash_of, marker_of, parent_of, readable, values_of
from .ticks import inward

Point = tuple[float, float]
Trace = Sequence[Point | None]


def trace_of(board: Board, axes: Axes, scale: Scale, s: int) -> list[Point | None]:
    return [None if v is None else (x, scale(Decimal(v))) for x, v in zip(axes.slots, values_of(board, s), strict=True)]


def pieces(trace: Sequence[Point | None]) -> list[list[Point]]:
    """The unbroken stretches of a line."""
    out: list[list[Point]] = [[]]
    for p in trace:
        if p is None:
            out.append([])
        else:
            out[-1].append(p)
    return [piece for piece in out if piece]


def along(trace: Sequence[Point | None]) -> list[tuple[float, float, float, float]]:
    """Small boxes along a line, for keeping other things off it."""
    out = []
    for piece in pieces(trace):
        for (ax, ay), (bx, by) in zip(piece, piece[1:] or piece, strict=False):
            for k in range(5):
                x, y = ax + (bx - ax) * k / 4, ay + (by - ay) * k / 4
                out.append((x - 4, y - 4, x + 4, y + 4))
    return out


def runs(trace: Sequence[Point | None]) -> list[tuple[int, int]]:
    """The (start, end) of the stretches without a gap."""
    out, start = [], None
    for i, p in enumerate([*trace, None]):
        if p is not None and start is None:
            start = i
        elif p is None and start is not None:
            out.append((start, i))
            start = None
    return out


def paint_line(board: Board, axes: Axes, trace: Sequence[Point | None], s: int, role: str = "line") -> None:
    """A line with its markers; a point alone between two gaps is always marked."""
    style = board.style
    colour, kind = style["colours"][s], marker_of(board, s)
    for piece in pieces(trace):
        if len(piece) > 1:
            board.plot.line(
                piece, colour, style["line_width"], dash=dash_of(board, s), cap="butt" if dash_of(board, s) else "round"
            )
        elif kind == "none":
            board.plot.marker("o", *piece[0], style["marker_size"], colour)
    for p in trace:
        if p is not None and kind != "none":
            draw_marker(board, kind, *p, colour)
    known = [p for p in trace if p is not None]
    if not known:
        raise Refused("layout: an empty series")
    box = (min(p[0] for p in known), min(p[1] for p in known) - 1, max(p[0] for p in known), max(p[1] for p in known) + 1)
    board.add_box(f"line{s + 1}", role, box, "", parent_of(board, s))
    half = max(style["marker_size"], style["line_width"] + 2) / 2
    for i, p in enumerate(trace):
        if p is not None:
            board.add_box(
                f"p{s + 1}-{i + 1}", "point", (p[0] - half, p[1] - half, p[0] + half, p[1] + half), "", f"line{s + 1}"
            )


def hidden(board: Board, traces: Sequence[Sequence[Point | None]], s: int, i: int) -> bool:
    """Whether a later line runs over this point so that its own place cannot be told."""
    p = traces[s][i]
    others = (t[i] for t in traces[s + 1 :])
    return p is not None and any(q is not None and abs(q[1] - p[1]) < board.style["line_width"] for q in others)


def print_values(board: Board, axes: Axes, traces: Sequence[Sequence[Point | None]], unit: str, series: int = 0) -> set[str]:
    """Value labels above or below the points, where they meet no text and no line; the ids of the points that got one."""
    style, done, wanted = board.style, set(), 0
    size, bold = max(10.0, board.tick_size - 1), bool(style["value_bold"])
    colours = style["colours"]
    for s, trace in enumerate(traces, series):
        values = values_of(board, s)
        for i, p in enumerate(trace):
            if p is None:
                continue
            wanted += 1
            text = value_text(values[i] or "", unit, style)
            reach = max(style["marker_size"] / 2, style["line_width"]) + size * 0.72
            aside = board.width_of(text, size, bold) / 2 + 4
            for dx, dy in (
                (0, -reach),
                (0, reach),
                (aside, -reach * 0.8),
                (-aside, -reach * 0.8),
                (aside, reach * 0.8),
                (-aside, reach * 0.8),
            ):
                quad = board.quad_of(p[0] + dx, p[1] + dy, text, size=size, bold=bold, ha="center")
                dx += max(0.0, axes.box[0] + 4 - quad[0]) - max(0.0, quad[2] - axes.box[2] + 4)  # clear of the sides
                quad = board.quad_of(p[0] + dx, p[1] + dy, text, size=size, bold=bold, ha="center")
                if board.near_text(quad, 2.0) or not board.inside(quad) or quad[5] > axes.box[3] - 1:
                    continue
                if any(crosses(t, quad) for t in traces):
                    continue
                colour = board.ink_at(quad, style["ink"] if len(traces) == 1 else readable(board, colours[s]))
                if colour is None:
                    continue
                id = f"p{s + 1}-{i + 1}"
                board.text(
                    f"v{id}",
                    "value-label",
                    p[0] + dx,
                    p[1] + dy,
                    text,
                    size=size,
                    bold=bold,
                    colour=colour,
                    ha="center",
                    parent=id,
                )
                done.add(id)
                break
    if len(done) < 0.6 * wanted:
        raise Refused("layout: the value labels do not fit")
    return done


def crosses(trace: Sequence[Point | None], quad: Quad) -> bool:
    """Whether a line runs through an upright text."""
    x0, y0, x1, y1 = quad[0] - 1, quad[1] - 1, quad[4] + 1, quad[5] + 1
    for piece in pieces(trace):
        for (ax, ay), (bx, by) in itertools.pairwise(piece):
            if bx < x0 or ax > x1:
                continue
            lo, hi = max(ax, x0), min(bx, x1)
            ya, yb = (ay + (by - ay) * (v - ax) / (bx - ax or 1.0) for v in (lo, hi))
            if max(ya, yb) >= y0 and min(ya, yb) <= y1:
                return True
    return False


def print_gap(board: Board, axes: Axes, trace: Sequence[Point | None], s: int, i: int) -> None:
    """n/a in the gap of a line, where nothing else stands."""
    spec = board.spec
    before = next((p for p in reversed(trace[:i]) if p is not None), None)
    after = next((p for p in trace[i + 1 :] if p is not None), None)
    near = [p[1] for p in (before, after) if p is not None]
    size, x = max(10.0, board.tick_size - 1), axes.slots[i]
    middle = sum(near) / len(near)
    id = f"na{s + 1}-{i + 1}"
    lines = [
        [q for q in (board.regions.get(f"p{t + 1}-{j + 1}") for j in range(len(axes.slots))) if q]
        for t in range(len(spec["series"]))
    ]
    traces = [[((q.box[0] + q.box[2]) / 2, (q.box[1] + q.box[3]) / 2) for q in line] for line in lines]
    text = board.words.printed("missing")
    for dy in (0, -14, 14, -28, 28, -42, 42, -60, 60):
        quad = board.quad_of(x, middle + dy, text, size=size, ha="center")
        if quad[1] < axes.box[1] or quad[5] > axes.box[3] - 2 - inward(board) or board.near_text(quad, 2.0):
            continue
        if any(crosses(t, quad) for k, t in enumerate(traces) if k != s):
            continue
        colour = readable(board, board.style["colours"][s]) if len(spec["series"]) > 1 else board.style["muted"]
        board.text(
            id,
            "missing",
            x,
            middle + dy,
            board.words.printed("missing"),
            size=size,
            colour=colour,
            ha="center",
            parent=parent_of(board, s),
        )
        board.bind("missing", (spec["series"][s]["name"], spec["labels"][i]), [id, axes.tick(i), f"lg{s + 1}"])
        return
    raise Refused("layout: no room for n/a")


def spaced(wanted: Sequence[float], step: float, low: float, high: float) -> list[float]:
    """Ascending positions moved apart to at least `step`, each as near to its wish as the push from both ends allows."""
    down = list(wanted)
    for i in range(1, len(down)):
        down[i] = max(down[i], down[i - 1] + step)
    up = list(wanted)
    for i in range(len(up) - 2, -1, -1):
        up[i] = min(up[i], up[i + 1] - step)
    out = [(a + b) / 2 for a, b in zip(down, up, strict=True)]
    for i in range(1, len(out)):
        out[i] = max(out[i], out[i - 1] + step)
    over = max(0.0, out[-1] - high)
    return [v - over for v in out]
