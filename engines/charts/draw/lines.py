"""Line charts, areas and stacked areas."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from proofpress.engine import Refused

from . import legend
from .axes import vertical
from .board import Board
from .frame import Page, page
from .legend import Entry
from .numbers import axis_label, tick_texts
from .scales import Axes, ValueAxis
from .series import bind_series, dash_of, marker_of, parent_of, values_of
from .traces import Point, along, hidden, paint_line, print_gap, print_values, runs, spaced, trace_of


def draw(board: Board) -> None:
    """line, line_multi, area, area_stacked."""
    spec, style = board.spec, board.style
    filled = spec["kind"] in ("area", "area_stacked")
    axes, around = _frame(board, filled)
    series = range(len(spec["series"]))
    if filled:
        traces = _areas(board, axes)
    else:
        traces = [trace_of(board, axes, axes.value, s) for s in series]
        for s in series:
            paint_line(board, axes, traces[s], s)
    if style["legend"] == "direct" and len(series) > 1:
        _direct(board, axes, traces, filled)
    if around.inside:
        legend.inside(board, around.inside, axes.box, [box for t in traces for box in along(t)])
    _label_and_bind(board, axes, traces, filled)
    for s in series:
        for i, v in enumerate(values_of(board, s)):
            if v is None:
                print_gap(board, axes, traces[s], s, i)
    bind_series(board, axes.tick)


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
            top = trace_of(board, axes, axes.value, s)
        colour = style["colours"][s]
        for a, b in runs(top):
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
                place = (p[0] - 3, p[1] - 3, p[0] + 3, p[1] + 3)  # of the edge, where nothing is painted but the area itself
                board.add_box(f"p{s + 1}-{i + 1}", "point", place, "", f"area{s + 1}", ink="none")
        traces.append(top)
        if spec["kind"] == "area_stacked":
            base = [p for p in top if p is not None]
    return traces


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
