"""Lines and areas over categories, and the line of a combined chart."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from decimal import Decimal

from proofpress.engine import Refused
from proofpress.model import Quad

from ..palette import contrast, ink_on, mix
from . import bars, legend
from .axes import Axes, Scale, ValueAxis, vertical
from .bars import parent_of, values_of
from .board import Board
from .frame import Page, page
from .legend import Entry, draw_marker
from .numbers import axis_label, tick_texts, value_text

DASHES = ((), (7.0, 3.5), (2.0, 2.5), (9.0, 3.0, 2.0, 3.0), (4.0, 2.0), (12.0, 4.0))
MARKERS = ("o", "s", "^", "D", "v", "x")
Point = tuple[float, float]


def _along(trace: Sequence[Point | None]) -> list[tuple[float, float, float, float]]:
    """Small boxes along a line, for keeping other things off it."""
    out = []
    for piece in pieces(trace):
        for (ax, ay), (bx, by) in zip(piece, piece[1:] or piece, strict=False):
            for k in range(5):
                x, y = ax + (bx - ax) * k / 4, ay + (by - ay) * k / 4
                out.append((x - 4, y - 4, x + 4, y + 4))
    return out


def dash_of(board: Board, series: int) -> tuple[float, ...]:
    return DASHES[series % len(DASHES)] if board.style["line_dash"] and len(board.spec["series"]) > 1 else ()


def marker_of(board: Board, series: int) -> str:
    kind = board.style["marker"]
    return MARKERS[series % len(MARKERS)] if kind == "vary" else kind


def draw(board: Board) -> None:
    """line, line_multi, area, area_stacked."""
    spec, style = board.spec, board.style
    filled = spec["kind"] in ("area", "area_stacked")
    axes, around = _frame(board, filled)
    series = range(len(spec["series"]))
    if filled:
        traces = _areas(board, axes)
    else:
        traces = [_trace(board, axes, axes.value, s) for s in series]
        for s in series:
            paint_line(board, axes, traces[s], s)
    if style["legend"] == "direct" and len(series) > 1:
        _direct(board, axes, traces, filled)
    if around.inside:
        legend.inside(board, around.inside, axes.box, [box for t in traces for box in _along(t)])
    _label_and_bind(board, axes, traces, filled)
    for s in series:
        for i, v in enumerate(values_of(board, s)):
            if v is None:
                _gap(board, axes, traces[s], s, i)
    bars.marks(board, axes)


def entries_of(board: Board) -> list[Entry]:
    spec, style = board.spec, board.style
    if style["colour_of"] != "series":
        return []
    if spec["kind"] == "area_stacked":
        return [Entry(s["name"], style["colours"][i], alpha=style["area_alpha"]) for i, s in enumerate(spec["series"])]
    return [
        Entry(s["name"], style["colours"][i], "line", dash=dash_of(board, i), marker=marker_of(board, i))
        for i, s in enumerate(spec["series"])
    ]


def _frame(board: Board, filled: bool) -> tuple[Axes, Page]:
    spec, style = board.spec, board.style
    unit = spec.get("unit") or ""
    names = [s["name"] for s in spec["series"]]
    direct = style["legend"] == "direct" and len(names) > 1
    around = page(board, entries_of(board))
    right = max(board.width_of(n, board.tick_size) for n in names) + 16 if direct else 0.0
    axis = ValueAxis(
        tick_texts(spec["axis"], unit, style),
        axis_label(spec["measure"], unit, style),
        "left" if direct else style["value_side"],
        float(spec["axis"]["step"]),
    )
    category = spec["category"]["name"] if style["category_title"] and spec.get("category") else ""
    spread = "ends" if filled or not style["line_inset"] else "slots"
    return vertical(board, around, spec["labels"], [axis], category_title=category, spread=spread, right=right), around


def _trace(board: Board, axes: Axes, scale: Scale, s: int) -> list[Point | None]:
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


def _areas(board: Board, axes: Axes) -> list[list[Point | None]]:
    """Fill from the baseline, or layer on layer; returns the upper edge of each."""
    spec, style = board.spec, board.style
    zero = axes.value(min(max(0.0, axes.value.low), axes.value.high))
    base: list[Point] = [(x, zero) for x in axes.slots]
    total = [Decimal(0)] * len(base)
    traces: list[list[Point | None]] = []
    for s in range(len(spec["series"])):
        values = values_of(board, s)
        if spec["kind"] == "area_stacked":
            if any(v is None for v in values):
                raise Refused("layout: a missing layer cannot be shown")
            total = [t + Decimal(v or 0) for t, v in zip(total, values, strict=True)]
            top: list[Point | None] = [(x, axes.value(t)) for x, t in zip(axes.slots, total, strict=True)]
        else:
            top = _trace(board, axes, axes.value, s)
        colour = style["colours"][s]
        for a, b in _runs(top):
            edge = [p for p in top[a:b] if p is not None]
            board.plot.polygon([*edge, *base[a:b][::-1]], colour, alpha=style["area_alpha"])
            board.plot.line(edge, colour, min(style["line_width"], 2.2), cap="round")
            if b - a == 1:
                board.plot.marker("o", *edge[0], style["marker_size"], colour)
        shown = [p for p in top if p is not None]
        xs = [p[0] for p in shown]
        low = max(p[1] for p in base)
        board.add_box(f"area{s + 1}", "area", (min(xs), min(p[1] for p in shown), max(xs), low), "", parent_of(board, s))
        for i, p in enumerate(top):
            if p is not None:
                board.add_box(f"p{s + 1}-{i + 1}", "point", (p[0] - 3, p[1] - 3, p[0] + 3, p[1] + 3), "", f"area{s + 1}")
        traces.append(top)
        if spec["kind"] == "area_stacked":
            base = [p for p in top if p is not None]
    return traces


def _runs(trace: Sequence[Point | None]) -> list[tuple[int, int]]:
    """The (start, end) of the stretches without a gap."""
    out, start = [], None
    for i, p in enumerate([*trace, None]):
        if p is not None and start is None:
            start = i
        elif p is None and start is not None:
            out.append((start, i))
            start = None
    return out


def _direct(board: Board, axes: Axes, traces: Sequence[Sequence[Point | None]], filled: bool) -> None:
    """Series names at the ends of their lines, or beside the last column of their layers."""
    names = [s["name"] for s in board.spec["series"]]
    x = axes.box[2] + 9
    wanted: list[float] = []
    zero = axes.value(min(max(0.0, axes.value.low), axes.value.high))
    for s, trace in enumerate(traces):
        last = next(p for p in reversed(trace) if p is not None)
        below = next(p for p in reversed(traces[s - 1]) if p is not None)[1] if s else zero
        wanted.append((last[1] + below) / 2 if filled else last[1])
    order = sorted(range(len(names)), key=lambda s: wanted[s])
    step = board.tick_size * 1.25
    at = dict(zip(order, spaced([wanted[s] for s in order], step, axes.box[1], axes.box[3]), strict=True))
    for s, name in enumerate(names):
        if abs(at[s] - wanted[s]) > 2.2 * step:
            raise Refused("layout: the lines end too close together to be named")
        if any(abs(wanted[s] - at[t]) < abs(wanted[s] - at[s]) - 1.0 for t in range(len(names)) if t != s):
            raise Refused("layout: a name would stand nearer to another line")
        board.text(f"lg{s + 1}", "legend-entry", x, at[s], name, colour=board.style["colours"][s], bold=True)


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


def _label_and_bind(board: Board, axes: Axes, traces: Sequence[Sequence[Point | None]], filled: bool) -> None:
    spec = board.spec
    stacked = spec["kind"] == "area_stacked"
    printed: set[str] = set()
    if spec["printed"] == "all" and not stacked:
        printed = print_values(board, axes, traces, spec.get("unit") or "")
    for s, trace in enumerate(traces):
        name = spec["series"][s]["name"]
        for i, p in enumerate(trace):
            if p is None:
                continue
            id = f"p{s + 1}-{i + 1}"
            regions = [id, axes.tick(i), f"lg{s + 1}", f"v{id}"]
            if id in printed:
                board.bind("value", (name, spec["labels"][i]), regions)
            elif stacked:
                below = traces[s - 1][i] if s else None
                if not s or (below and abs(below[1] - p[1]) >= 3):
                    board.bind("value", (name, spec["labels"][i]), regions, axes.margin(2 if s else 1))
            elif not hidden(board, traces, s, i):
                board.bind("value", (name, spec["labels"][i]), regions, axes.margin())


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
                colour = style["ink"] if len(traces) == 1 else readable(board, colours[s])
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


def readable(board: Board, colour: str) -> str:
    """The series' own colour for its labels, made darker (or lighter) until it can be read."""
    for share in (0.0, 0.2, 0.4, 0.6, 0.8):
        tried = mix(colour, board.style["ink"], share)
        if contrast(tried, board.style["panel"]) >= 4.2:
            return tried
    return str(board.style["ink"])


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


def _gap(board: Board, axes: Axes, trace: Sequence[Point | None], s: int, i: int) -> None:
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
    for dy in (0, -14, 14, -28, 28, -42, 42, -60, 60):
        quad = board.quad_of(x, middle + dy, "n/a", size=size, ha="center")
        if quad[1] < axes.box[1] or quad[5] > axes.box[3] - 2 or board.near_text(quad, 2.0):
            continue
        if any(crosses(t, quad) for k, t in enumerate(traces) if k != s):
            continue
        colour = readable(board, board.style["colours"][s]) if len(spec["series"]) > 1 else board.style["muted"]
        board.text(id, "missing", x, middle + dy, "n/a", size=size, colour=colour, ha="center", parent=parent_of(board, s))
        board.bind("missing", (spec["series"][s]["name"], spec["labels"][i]), [id, axes.tick(i), f"lg{s + 1}"])
        return
    raise Refused("layout: no room for n/a")


def draw_combo(board: Board) -> None:
    """Bars against the left axis, a line against the right one."""
    spec, style = board.spec, board.style
    unit, other = spec.get("unit") or "", spec["right"]
    entries = [
        Entry(
            spec["series"][0]["name"],
            style["colours"][0],
            "box",
            style["hatches"][0],
            edge=bars.edge_of(board, style["colours"][0]),
        ),
        Entry(spec["series"][1]["name"], style["colours"][1], "line", dash=dash_of(board, 1), marker=marker_of(board, 1)),
    ]
    around = page(board, entries)
    left = ValueAxis(
        tick_texts(spec["axis"], unit, style), axis_label(spec["measure"], unit, style), "left", float(spec["axis"]["step"])
    )
    right_unit = other.get("unit") or ""
    right = ValueAxis(
        tick_texts(other, right_unit, style), axis_label(other["measure"], right_unit, style), "right", float(other["step"])
    )
    category = spec["category"]["name"] if style["category_title"] and spec.get("category") else ""
    axes = vertical(board, around, spec["labels"], [left, right], category_title=category)
    assert axes.second is not None
    columns = bars.grouped(board, axes, range(1))
    bars.paint(board, axes, columns)
    trace = _trace(board, axes, axes.second, 1)
    for piece in pieces(trace):  # a rim in the ground's colour parts the line from the bars
        if len(piece) > 1:
            board.plot.line(piece, style["panel"], style["line_width"] + 2.4, cap="round")
    paint_line(board, axes, trace, 1)
    printed: set[str] = set()
    if spec["printed"] == "all":
        printed = print_values(board, axes, [trace], right_unit, 1)
    _combo_bars(board, axes, columns, trace, unit)
    for i, p in enumerate(trace):
        if p is None:
            _gap(board, axes, trace, 1, i)
            continue
        id = f"p2-{i + 1}"
        margin = 0.0 if id in printed else axes.margin(1, axes.second, right.step)
        board.bind("value", (spec["series"][1]["name"], spec["labels"][i]), [id, axes.tick(i), "lg2", f"v{id}"], margin)
    bars.missing(board, axes, range(1))
    bars.marks(board, axes)


def _combo_bars(board: Board, axes: Axes, columns: Sequence[bars.Bar], trace: Sequence[Point | None], unit: str) -> None:
    """Values of the bars: printed at their feet, where no line runs, or read off the left axis."""
    spec, size = board.spec, max(10.0, board.tick_size - 1)
    for bar in columns:
        args = (spec["series"][0]["name"], spec["labels"][bar.label])
        text = value_text(bar.value, unit, board.style)
        regions = [bar.id, axes.tick(bar.label), "lg1"]
        if spec["printed"] == "all" and not bar.hatch:
            x, y = (bar.box[0] + bar.box[2]) / 2, max(bar.box[1], bar.box[3]) - size * 0.9
            quad = board.quad_of(x, y, text, size=size, ha="center")
            fits = quad[0] > bar.box[0] + 1 and quad[4] < bar.box[2] - 1 and quad[1] > min(bar.box[1], bar.box[3]) + 3
            if fits and not crosses(trace, quad) and not board.near_text(quad, 2.0):
                board.text(
                    f"v{bar.id}", "value-label", x, y, text, size=size, colour=ink_on(bar.colour), ha="center", parent=bar.id
                )
                board.bind("value", args, [*regions, f"v{bar.id}"])
                continue
        if abs(bar.box[3] - bar.box[1]) >= 3:
            board.bind("value", args, regions, axes.margin())
