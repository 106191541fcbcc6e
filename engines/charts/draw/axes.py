"""A value axis and a category axis (or a second value axis): the plot area between them, grid, ticks and titles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from proofpress.draw.plot import cap_height, wrap
from proofpress.engine import Refused

from .board import Board, Box
from .frame import Page

LEAST_PLOT = 0.40  # of the picture's height and width


@dataclass(frozen=True, slots=True)
class Scale:
    """Values to pixels along one direction."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float | Decimal) -> float:
        return self.start + (float(value) - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def per_px(self) -> float:
        """Units a pixel."""
        return (self.high - self.low) / abs(self.end - self.start)


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """Ticks of a value axis as (value, printed text), and its title. side: left, right or bottom."""

    ticks: Sequence[tuple[Decimal, str]]
    title: str
    side: str = "left"
    step: float = 1.0

    @property
    def low(self) -> float:
        return float(self.ticks[0][0])

    @property
    def high(self) -> float:
        return float(self.ticks[-1][0])


@dataclass
class Axes:
    """The plot area with its scales. slots: the centre of each category along the other direction, and their pitch."""

    board: Board
    box: Box
    value: Scale
    horizontal: bool = False
    slots: list[float] = field(default_factory=list)
    pitch: float = 0.0
    step: float = 1.0
    second: Scale | None = None

    def margin(self, ends: int = 1, scale: Scale | None = None, step: float | None = None) -> float:
        """The reading margin: a twentieth of a tick interval, never less than 2 px, for each end that is read."""
        return ends * max((step or self.step) / 20, 2 * (scale or self.value).per_px)

    def tick(self, i: int) -> str:
        """The id of the i-th category's tick label."""
        return f"{'yt' if self.horizontal else 'xt'}{i + 1}"


@dataclass(frozen=True, slots=True)
class Labels:
    """Category labels as they fit: the lines of each, their angle and size, and the room they take."""

    texts: tuple[str, ...]
    angle: float
    size: float
    depth: float
    lean: float  # how far the first label reaches left of its slot


def fit_labels(board: Board, labels: Sequence[str], pitch: float, limit: float) -> Labels:
    """One line, wrapped, turned, or smaller: the first that keeps labels apart and within `limit` px of depth."""
    size = board.tick_size
    for size in (board.tick_size, max(10.0, board.tick_size - 1.0), max(10.0, board.tick_size - 2.0)):
        widths = [board.width_of(t, size) for t in labels]
        if max(widths) <= pitch - size * 0.55:
            return Labels(tuple(labels), 0.0, size, size * 1.1, max(widths) / 2)
        wrapped = [wrap(t, board.face(t), size, pitch - size * 0.5) for t in labels]
        deep = max(t.count("\n") for t in wrapped)
        if deep <= 2 and max(board.width_of(t, size) for t in wrapped) <= pitch - size * 0.5:
            return Labels(tuple(wrapped), 0.0, size, size * (1.1 + 1.22 * deep), pitch / 2)
        wanted = board.style["tick_rotation"]
        for angle in (wanted, 45, 60, 90):
            sin, cos = math.sin(math.radians(angle)), math.cos(math.radians(angle))
            longest = max(widths)
            depth = longest * sin + size * cos
            if pitch * sin >= size * 1.28 and depth <= limit:
                return Labels(tuple(labels), float(angle), size, depth, longest * cos)
        if pitch >= size * 2.6:
            halved = [wrap(t, board.face(t), size, max(max(widths) * 0.55, limit * 0.8)) for t in labels]
            longest = max(board.width_of(t, size) for t in halved)
            if max(t.count("\n") for t in halved) <= 1 and longest <= limit:
                return Labels(tuple(halved), 90.0, size, longest, size)
    raise Refused("layout: the category labels do not fit")


def vertical(
    board: Board,
    page: Page,
    labels: Sequence[str],
    axes: Sequence[ValueAxis],
    *,
    category_title: str = "",
    spread: str = "slots",
    right: float = 0.0,
    numeric: ValueAxis | None = None,
) -> Axes:
    """Draw the axes of a chart whose values go up.

    spread: "slots" (a band each), "ends" (first and last label on the sides of the plot) or "edges" (labels are bin
    edges).  right: room kept free at the right for direct labels.  numeric: a value axis at the bottom instead of labels.
    """
    style, size = board.style, board.tick_size
    x0, top, x1, bottom = page.room
    gap = 8.0 if style["ticks"] == "out" else 6.0
    left_edge, right_edge = x0, x1 - right
    side_titles = style["axis_title"] == "side" or len(axes) > 1
    for axis in axes:
        width = max(board.width_of(t, size) for _, t in axis.ticks) + gap
        width += board.text_size * 1.75 if side_titles and axis.title else 0.0
        if axis.side == "left":
            left_edge += width
        else:
            right_edge -= width
    if not side_titles and axes[0].title:
        title = wrap(axes[0].title, board.face(axes[0].title), board.tick_size, x1 - x0)
        at_right = axes[0].side == "right"
        board.text(
            "y-title",
            "y-axis-title",
            x1 if at_right else x0,
            top + size * 0.1,
            title,
            colour=style["muted"],
            ha="right" if at_right else "left",
            va="top",
        )
        top += size * (1.25 + 1.22 * title.count("\n")) + size * 0.5
    top += size * 0.45  # half a tick label above the highest tick
    names = [t for _, t in numeric.ticks] if numeric else list(labels)
    foot = board.text_size * 1.75 if category_title else 0.0
    count = len(names) if spread == "slots" else max(1, len(names) - 1)
    if spread != "slots" or numeric:
        half = min(board.width_of(names[-1], size) / 2, 60.0)
        right_edge = min(right_edge, page.room[2] - half)
    fitted = None
    for _ in range(3):  # the lean of turned labels at the left edge decides the pitch, and the pitch the turning
        pitch = (right_edge - left_edge) / max(1, count)
        fitted = fit_labels(board, names, pitch, 0.3 * board.height)
        need = x0 + fitted.lean - (pitch / 2 if spread == "slots" else 0.0)
        if need <= left_edge + 0.5:
            break
        left_edge = need
    assert fitted is not None
    drop = gap + (4.0 if spread != "slots" or numeric else 0.0)  # the first label stands under the lowest value
    bottom -= fitted.depth + drop + foot
    left_edge, right_edge, top, bottom = round(left_edge), round(right_edge), round(top), round(bottom)
    if bottom - top < LEAST_PLOT * board.height or right_edge - left_edge < LEAST_PLOT * board.width:
        raise Refused("layout: no room is left for the plot")
    box = (float(left_edge), float(top), float(right_edge), float(bottom))
    pitch = (right_edge - left_edge) / max(1, count)
    if numeric:
        across = Scale(numeric.low, numeric.high, box[0], box[2])
        slots = [across(v) for v, _ in numeric.ticks]
    else:
        offset = 0.5 if spread == "slots" else 0.0
        slots = [box[0] + pitch * (i + offset) for i in range(len(names))]
    main = axes[0]
    out = Axes(board, box, Scale(main.low, main.high, box[3], box[1]), False, slots, pitch, main.step)
    if len(axes) > 1:
        out.second = Scale(axes[1].low, axes[1].high, box[3], box[1])
    _panel(board, box)
    _grid(board, out, main, slots if spread != "slots" or numeric else [])
    _spines(board, box, main.side, len(axes) > 1)
    for axis in axes:
        _values_upright(board, out, axis, gap, side_titles)
    _categories_below(board, out, fitted, drop)
    if category_title:
        y = box[3] + drop + fitted.depth + board.text_size * 1.05
        board.text(
            "x-title",
            "x-axis-title",
            (box[0] + box[2]) / 2,
            y,
            category_title,
            size=board.text_size * 0.95,
            colour=style["muted"],
            ha="center",
        )
    return out


def sideways(
    board: Board, page: Page, labels: Sequence[str], axis: ValueAxis, *, category_title: str = "", right: float = 0.0
) -> Axes:
    """Draw the axes of a chart whose values go to the right; categories run down the left side."""
    style, size = board.style, board.tick_size
    x0, top, x1, bottom = page.room
    gap = 8.0 if style["ticks"] == "out" else 6.0
    titled = bool(category_title) and style["axis_title"] == "side"
    if category_title and not titled:
        board.text("y-title", "y-axis-title", x0, top + size * 0.1, category_title, colour=style["muted"], va="top")
        top += size * 1.9
    bottom -= size * 1.1 + gap + (board.text_size * 1.75 if axis.title else 0.0)
    half = board.width_of(axis.ticks[-1][1], size) / 2
    top, bottom = round(top + 4), round(bottom)
    pitch = (bottom - top) / len(labels)
    limit = 0.32 * board.width
    for size in (board.tick_size, max(10.0, board.tick_size - 1.5)):
        texts = [wrap(t, board.face(t), size, limit) if board.width_of(t, size) > limit else t for t in labels]
        tall = size * (1.25 + 1.22 * max(t.count("\n") for t in texts))
        widest = max(board.width_of(t, size) for t in texts)
        if tall <= pitch and widest <= limit * 1.1:
            break
    else:
        raise Refused("layout: the category labels do not fit")
    left_edge = round(x0 + widest + gap + (board.text_size * 1.75 if titled else 0.0))
    right_edge = round(min(x1 - right, page.room[2] - half))
    if bottom - top < LEAST_PLOT * board.height or right_edge - left_edge < LEAST_PLOT * board.width:
        raise Refused("layout: no room is left for the plot")
    box = (float(left_edge), float(top), float(right_edge), float(bottom))
    slots = [top + pitch * (i + 0.5) for i in range(len(labels))]
    out = Axes(board, box, Scale(axis.low, axis.high, box[0], box[2]), True, slots, pitch, axis.step)
    _panel(board, box)
    _grid(board, out, axis, [])
    _spines(board, box, "left", False, sideways=True)
    quads = []
    for i, (text, y) in enumerate(zip(texts, slots, strict=True)):
        quads.append(board.text(out.tick(i), "y-tick", box[0] - gap, y, text, size=size, ha="right", parent="y-axis"))
        board.bind("position", (labels[i],), [out.tick(i)])
        _tick(board, f"ytm{i + 1}", "y-tick-mark", box[0], y, "left")
    board.add_box("y-axis", "y-axis", _hull(quads, (box[0] - 1, box[1], box[0], box[3])))
    outer, quads = _outer(quads, True), []
    for j, (v, text) in enumerate(axis.ticks):
        x = out.value(v)
        quads.append(
            board.text(
                f"xt{j + 1}",
                "x-tick",
                x,
                box[3] + gap,
                text,
                size=board.tick_size,
                colour=style["muted"],
                ha="center",
                va="top",
                parent="x-axis",
            )
        )
        _tick(board, f"xtm{j + 1}", "x-tick-mark", x, box[3], "bottom")
    board.add_box("x-axis", "x-axis", _hull(quads, (box[0], box[3], box[2], box[3] + 1)))
    if axis.title:
        board.text(
            "x-title",
            "x-axis-title",
            (box[0] + box[2]) / 2,
            box[3] + gap + board.tick_size * 1.1 + board.text_size * 1.0,
            axis.title,
            size=board.text_size * 0.95,
            colour=style["muted"],
            ha="center",
        )
    if titled:
        _side_title(board, "y-title", category_title, outer, box, "left")
    board.bind("unit", (), ["x-title" if "x-title" in board.regions else "x-axis"])
    return out


def _panel(board: Board, box: Box) -> None:
    if board.style["panel"] != board.style["background"]:
        board.plot.rect(box, board.style["panel"], crisp=True)
    board.add_box(board.area, "plot-area", box)


def _grid(board: Board, axes: Axes, axis: ValueAxis, others: Sequence[float]) -> None:
    style, box = board.style, axes.box
    at = [axes.value(v) for v, _ in axis.ticks]
    if style["bands"]:
        tint = style["grid_colour"]
        for a, b in zip(at[0::2], at[1::2], strict=False):
            board.plot.rect((a, box[1], b, box[3]) if axes.horizontal else (box[0], b, box[2], a), tint, alpha=0.45, crisp=True)
    elif style["grid"] in ("value", "both"):
        for p in at:
            _rule(board, axes, p, axes.horizontal)
    if style["grid"] == "both":
        for p in others:
            _rule(board, axes, p, not axes.horizontal)
    if axis.low < 0 < axis.high:
        p, style_ink = axes.value(0), style["ink"]
        line = [(p, box[1]), (p, box[3])] if axes.horizontal else [(box[0], p), (box[2], p)]
        board.plot.line(line, style_ink, 1.0, crisp=True)


def _rule(board: Board, axes: Axes, p: float, upright: bool) -> None:
    style, box = board.style, axes.box
    line = [(p, box[1]), (p, box[3])] if upright else [(box[0], p), (box[2], p)]
    board.plot.line(line, style["grid_colour"], style["grid_width"], dash=tuple(style["grid_dash"]), crisp=True)


def _spines(board: Board, box: Box, side: str, second: bool, sideways: bool = False) -> None:
    spines = board.style["spines"]
    wanted = set("blrt") if spines == "box" else set() if spines == "none" else set(spines)
    if side == "right" and wanted == {"b", "l"}:
        wanted = {"b", "r"}
    if sideways and wanted == {"b"}:
        wanted = {"l"}
    if second and "l" in wanted:
        wanted.add("r")
    x0, y0, x1, y1 = box
    lines = {"b": [(x0, y1), (x1, y1)], "l": [(x0, y0), (x0, y1)], "r": [(x1, y0), (x1, y1)], "t": [(x0, y0), (x1, y0)]}
    colour = board.style["ink"] if board.style["ticks"] != "none" or spines == "box" else board.style["muted"]
    for name in "blrt":
        if name in wanted:
            board.plot.line(lines[name], colour, 1.0, crisp=True)


def _tick(board: Board, id: str, role: str, x: float, y: float, side: str) -> None:
    ticks = board.style["ticks"]
    if ticks == "none":
        return
    reach = 5.0 if ticks == "out" else -5.0
    dx, dy = {"left": (-reach, 0.0), "right": (reach, 0.0), "bottom": (0.0, reach)}[side]
    board.plot.line([(x, y), (x + dx, y + dy)], board.style["ink"], 1.0, crisp=True)
    board.add_box(id, role, (x - 0.5, y, x + 0.5, y + dy) if dy else (x, y - 0.5, x + dx, y + 0.5))


def _values_upright(board: Board, axes: Axes, axis: ValueAxis, gap: float, side_titles: bool) -> None:
    box = axes.box
    left = axis.side == "left"
    scale = axes.value if axes.second is None or left else axes.second
    prefix = "yt" if left or axes.second is None else "rt"
    name = "y-axis" if prefix == "yt" else "right-axis"
    x = box[0] - gap if left else box[2] + gap
    quads = []
    spacing = abs(scale(axis.ticks[0][0]) - scale(axis.ticks[1][0]))
    if spacing < board.tick_size * 1.15:
        raise Refused("layout: the value ticks are too close")
    for j, (v, text) in enumerate(axis.ticks):
        y = scale(v)
        quads.append(
            board.text(
                f"{prefix}{j + 1}",
                "y-tick",
                x,
                y,
                text,
                colour=board.style["muted"],
                ha="right" if left else "left",
                parent=name,
            )
        )
        _tick(board, f"{prefix}m{j + 1}", "y-tick-mark", box[0] if left else box[2], y, axis.side)
    edge = box[0] if left else box[2]
    board.add_box(name, "y-axis", _hull(quads, (edge - 1, box[1], edge, box[3])))
    if side_titles and axis.title:
        _side_title(board, "y-title" if prefix == "yt" else "right-title", axis.title, _outer(quads, left), box, axis.side)
    if prefix == "yt":
        board.bind("unit", (), ["y-title" if "y-title" in board.regions else name])


def _outer(quads: Sequence[Sequence[float]], left: bool) -> float:
    return min(min(q[0::2]) for q in quads) if left else max(max(q[0::2]) for q in quads)


def _side_title(board: Board, id: str, title: str, outer: float, box: Box, side: str) -> None:
    """An axis title turned to run along the side of the plot."""
    size = board.text_size * 0.95
    lines = title
    if board.width_of(title, size) > box[3] - box[1] + board.pad * 2:
        raise Refused("layout: the axis title is too long")
    left = side == "left"
    if not left:
        x = min(outer + size * 1.3, board.width - board.pad - size * 0.5)
    else:
        x = max(outer - size * 1.2, board.pad + size * 0.4)
    board.text(
        id,
        "y-axis-title",
        x,
        (box[1] + box[3]) / 2,
        lines,
        size=size,
        colour=board.style["muted"],
        ha="center",
        angle=90 if left else 270,
    )


def _categories_below(board: Board, axes: Axes, fitted: Labels, gap: float) -> None:
    box, quads = axes.box, []
    for i, (text, x) in enumerate(zip(fitted.texts, axes.slots, strict=True)):
        id = axes.tick(i)
        if fitted.angle:
            cap = cap_height(board.face(text), fitted.size)
            lift = cap / 2 * math.cos(math.radians(fitted.angle))
            quad = board.text(
                id,
                "x-tick",
                x,
                box[3] + gap + lift,
                text,
                size=fitted.size,
                ha="right",
                va="middle",
                angle=fitted.angle,
                parent="x-axis",
            )
        else:
            quad = board.text(id, "x-tick", x, box[3] + gap, text, size=fitted.size, ha="center", va="top", parent="x-axis")
        quads.append(quad)
        _tick(board, f"xtm{i + 1}", "x-tick-mark", x, box[3], "bottom")
    board.add_box("x-axis", "x-axis", _hull(quads, (box[0], box[3], box[2], box[3] + 1)))
    if [t.replace("\n", " ") for t in fitted.texts] == list(board.spec["labels"]):
        for i, label in enumerate(board.spec["labels"]):
            board.bind("position", (label,), [axes.tick(i)])


def _hull(quads: Sequence[Sequence[float]], line: Box) -> Box:
    xs = [v for q in quads for v in q[0::2]] + [line[0], line[2]]
    ys = [v for q in quads for v in q[1::2]] + [line[1], line[3]]
    return min(xs), min(ys), max(xs), max(ys)
