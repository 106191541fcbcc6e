"""Bars of every kind: single, sideways, grouped, stacked, 100 % stacked, histograms, and the bars of a combined chart."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from proofpress.engine import Refused

from ..palette import mix
from . import legend
from .axes import Axes, ValueAxis, sideways, vertical
from .board import SEEN, Board, Box
from .frame import Page, page
from .legend import Entry
from .numbers import axis_label, tick_texts, value_text
from .numbers import grouped as grouped_text


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


def draw(board: Board) -> None:
    """bar, bar_horizontal, bar_grouped, bar_stacked, bar_percent."""
    axes, around = frame(board)
    bars = stacked(board, axes) if board.spec["kind"] in ("bar_stacked", "bar_percent") else grouped(board, axes)
    paint(board, axes, bars)
    if around.inside:
        legend.inside(board, around.inside, axes.box, [b.upright for b in bars])
    label(board, axes, bars)
    missing(board, axes)


def entries_of(board: Board, kind: str = "box") -> list[Entry]:
    """Legend entries of a chart with several series."""
    spec, style = board.spec, board.style
    if style["colour_of"] != "series":
        return []
    return [
        Entry(s["name"], style["colours"][i], kind, style["hatches"][i], edge=edge_of(board, style["colours"][i]))
        for i, s in enumerate(spec["series"])
    ]


def edge_of(board: Board, colour: str) -> str | None:
    """The outline of a filled mark."""
    style = board.style
    if style["hatch"]:
        return str(style["ink"])
    return {"none": None, "ink": mix(colour, "#000000", 0.55), "panel": style["panel"]}[style["edge"]]


def frame(board: Board) -> tuple[Axes, Page]:
    """The page and the axes of a bar chart."""
    spec, style = board.spec, board.style
    around: Page = page(board, entries_of(board))
    unit = "%" if spec["kind"] == "bar_percent" else spec.get("unit") or ""
    title = axis_label("Share" if spec["kind"] == "bar_percent" and unit != spec.get("unit") else spec["measure"], unit, style)
    category = spec["category"]["name"] if style["category_title"] and spec.get("category") else ""
    axis = ValueAxis(tick_texts(spec["axis"], unit, style), title, "left", float(spec["axis"]["step"]))
    if spec["kind"] == "bar_horizontal":
        room = 0.0
        if spec["printed"] == "all":  # a label may reach beyond the longest bar
            texts = [value_text(v, unit, style) for v in spec["series"][0]["values"] if v is not None]
            longest = max((float(v) for v in spec["series"][0]["values"] if v is not None), default=0.0)
            if longest > axis.low + 0.85 * (axis.high - axis.low):
                room = 0.6 * max(board.width_of(t, board.tick_size, True) for t in texts)
        return sideways(board, around, spec["labels"], axis, category_title=category, right=room), around
    axis = ValueAxis(axis.ticks, title, style["value_side"], axis.step)
    return vertical(board, around, spec["labels"], [axis], category_title=category), around


def values_of(board: Board, series: int) -> list[str | None]:
    """The values of one series, None where missing or withheld."""
    spec = board.spec
    entry, held = spec["series"][series], spec.get("withheld") or {}
    return [
        None if held.get("series") == entry["name"] and held.get("label") == label else v
        for label, v in zip(spec["labels"], entry["values"], strict=True)
    ]


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
            out.append(_bar(board, axes, s, i, round(a), round(a + each - gap), zero, axes.value(Decimal(v)), v, 1))
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
                _bar(
                    board, axes, s, i, round(a), round(a + width), axes.value(start), axes.value(end), columns[s][i] or "", ends
                )
            )
    return out


def _bar(board: Board, axes: Axes, s: int, i: int, a: float, b: float, start: float, end: float, value: str, ends: int) -> Bar:
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


def parent_of(board: Board, series: int) -> str:
    """The legend entry of a series, or the value axis where there is no legend."""
    return f"lg{series + 1}" if board.style["colour_of"] == "series" else "y-axis"


def label(board: Board, axes: Axes, bars: list[Bar], unit: str | None = None) -> None:
    """Print the values where the spec asks for it, and bind every value to what shows it."""
    spec = board.spec
    unit = (spec.get("unit") or "") if unit is None else unit
    printed = _labels(board, axes, bars, unit) if spec["printed"] == "all" else set()
    readable = spec["kind"] != "bar_percent" or bool(spec.get("parts"))
    for bar in bars:
        name = spec["series"][bar.series]["name"]
        length = abs(bar.box[2] - bar.box[0]) if axes.horizontal else abs(bar.box[3] - bar.box[1])
        regions = [bar.id, axes.tick(bar.label), f"lg{bar.series + 1}", f"v{bar.id}"]
        if bar.id in printed:
            board.bind("value", (name, spec["labels"][bar.label]), regions)
        elif length >= SEEN and readable:
            board.bind("value", (name, spec["labels"][bar.label]), regions, axes.margin(bar.ends))
    marks(board, axes)


def marks(board: Board, axes: Axes) -> None:
    """Bind colours and the order of the legend."""
    spec, style = board.spec, board.style
    for s, series in enumerate(spec["series"]):
        if f"sw{s + 1}" in board.regions:  # names at the ends of lines have no order of their own
            board.bind("legend", (series["name"],), [f"lg{s + 1}"])
        board.colour_of(series["name"], [f"lg{s + 1}", f"sw{s + 1}"])
    if style["colour_of"] in ("label", "highlight"):
        for i, name in enumerate(spec["labels"]):
            board.colour_of(name, [f"b1-{i + 1}", axes.tick(i)] if f"b1-{i + 1}" in board.regions else [])


def _labels(board: Board, axes: Axes, bars: list[Bar], unit: str) -> set[str]:
    """Value labels: outside the tip or inside the bar, turned where the bars are narrow; the ids that got one."""
    style, done = board.style, set()
    inside = board.spec["kind"] in ("bar_stacked", "bar_percent")
    bold = bool(style["value_bold"])
    size = board.tick_size
    turned = False
    if not axes.horizontal and not inside and bars:
        step = axes.pitch if len({b.series for b in bars}) == 1 else min(abs(b.box[2] - b.box[0]) for b in bars) + 2
        for size in (board.tick_size, max(10.0, board.tick_size - 1), max(10.0, board.tick_size - 2)):
            widest = max(board.width_of(value_text(b.value, unit, style), size, bold) for b in bars)
            if widest <= step - 3:
                break
        else:
            turned = True
    for bar in bars:
        text = value_text(bar.value, unit, style)
        if _one_label(board, axes, bar, text, size, bold, inside, turned):
            done.add(bar.id)
    if len(done) < 0.7 * len(bars):
        raise Refused("layout: the value labels do not fit")
    return done


def _one_label(board: Board, axes: Axes, bar: Bar, text: str, size: float, bold: bool, inside: bool, turned: bool) -> bool:
    style = board.style
    x0, y0, x1, y1 = bar.upright
    cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
    width, height = board.ink_width(text, size, bold), size * 0.78
    if turned:
        width, height = height, width
    roomy = x1 - x0 >= width + 5 and y1 - y0 >= height + 5
    if inside:
        if not roomy:
            return False
        board.text_on(f"v{bar.id}", "value-label", cx, cy, text, bar.colour, bar.hatch, size=size, bold=bold, parent=bar.id)
        return True
    if (
        style["value_place"] == "inside"
        and roomy
        and (x1 - x0 if axes.horizontal else y1 - y0) >= 2.2 * (width if axes.horizontal else height)
    ):
        if axes.horizontal:
            x, y = (x1 - 7 - width / 2 if bar.tip > 0 else x0 + 7 + width / 2), cy
        else:
            x, y = cx, (y0 + 6 + height / 2 if bar.tip > 0 else y1 - 6 - height / 2)
        if not turned:
            board.text_on(f"v{bar.id}", "value-label", x, y, text, bar.colour, bar.hatch, size=size, bold=bold, parent=bar.id)
            return True
    if axes.horizontal:
        x, y = (x1 + 5 + width / 2 if bar.tip > 0 else x0 - 5 - width / 2), cy
    else:
        x, y = cx, (y0 - 4 - height / 2 if bar.tip > 0 else y1 + 4 + height / 2)
    quad = board.quad_of(x, y, text, size=size, bold=bold, ha="center")
    if not axes.horizontal and not turned:  # figures that hang below the line keep off the bar
        y -= max(0.0, quad[5] - y0 + 3) if bar.tip > 0 else min(0.0, quad[1] - y1 - 3)
        quad = board.quad_of(x, y, text, size=size, bold=bold, ha="center")
    if turned:
        quad = (
            x - width / 2,
            y - height / 2,
            x + width / 2,
            y - height / 2,
            x + width / 2,
            y + height / 2,
            x - width / 2,
            y + height / 2,
        )
    if board.near_text(quad, 1.5) or not board.inside(quad):
        return False
    if not axes.horizontal and (y < axes.box[1] - size * 1.4 or y > axes.box[3] - height / 2):
        return False
    board.text(
        f"v{bar.id}",
        "value-label",
        x,
        y,
        text,
        size=size,
        colour=style["ink"],
        bold=bold,
        ha="center",
        angle=90 if turned else 0,
        parent=bar.id,
    )
    return True


def missing(board: Board, axes: Axes, chosen: range | None = None) -> None:
    """Print n/a where a value is missing."""
    spec, style = board.spec, board.style
    if spec["kind"] in ("bar_stacked", "bar_percent"):
        _missing_segments(board, axes)
        return
    chosen = chosen or range(len(spec["series"]))
    each = axes.pitch * style["bar_width"] / len(chosen)
    zero = axes.value(min(max(0.0, axes.value.low), axes.value.high))
    for k, s in enumerate(chosen):
        for i, v in enumerate(values_of(board, s)):
            if v is not None:
                continue
            along = axes.slots[i] - axes.pitch * style["bar_width"] / 2 + (k + 0.5) * each
            size, id = max(10.0, board.tick_size - 1), f"na{s + 1}-{i + 1}"
            narrow = not axes.horizontal and board.width_of("n/a", size) > each - 2
            x, y = (zero + 6, along) if axes.horizontal else (along, zero - (size * 1.2 if narrow else size * 0.7))
            board.text(
                id,
                "missing",
                x,
                y,
                "n/a",
                size=size,
                colour=style["muted"],
                ha="left" if axes.horizontal else "center",
                angle=90 if narrow else 0,
                parent=parent_of(board, s),
            )
            args = (spec["series"][s]["name"], spec["labels"][i])
            board.bind("missing", args, [id, axes.tick(i), f"lg{s + 1}"])


def _missing_segments(board: Board, axes: Axes) -> None:
    """Above a stack: "Brent n/a"."""
    spec = board.spec
    size = max(10.0, board.tick_size - 1)
    for i, name in enumerate(spec["labels"]):
        held = [s for s in range(len(spec["series"])) if values_of(board, s)[i] is None]
        tops = [r.box[1] for r in board.regions.values() if r.role == "bar" and r.id.endswith(f"-{i + 1}")]
        y = min(tops, default=axes.box[3]) - size * 0.8
        for s in held:
            series = spec["series"][s]["name"]
            id = f"na{s + 1}-{i + 1}"
            board.text(
                id,
                "missing",
                axes.slots[i],
                y,
                f"{series}: n/a",
                size=size,
                colour=board.style["muted"],
                ha="center",
                parent=parent_of(board, s),
            )
            y -= size * 1.25
            board.bind("missing", (series, name), [id, axes.tick(i), f"lg{s + 1}"])


def draw_histogram(board: Board) -> None:
    """Bins side by side over a value axis that is marked at their edges."""
    spec, style = board.spec, board.style
    around = page(board)
    unit, x = spec.get("unit") or "", spec.get("x") or {}
    edges = [Decimal(e) for e in spec["edges"]]
    places = max(-int(e.normalize().as_tuple().exponent) for e in edges)
    ticks = [(e, grouped_text(f"{e:.{max(0, places)}f}", style["numbers"])) for e in edges]
    bottom = ValueAxis(
        ticks, axis_label(x.get("measure") or spec["category"]["name"], x.get("unit") or "", style, False), "bottom"
    )
    up = ValueAxis(
        tick_texts(spec["axis"], unit, style),
        axis_label(spec["measure"], unit, style),
        style["value_side"],
        float(spec["axis"]["step"]),
    )
    axes = vertical(board, around, (), [up], category_title=bottom.title, numeric=bottom)
    bins = []
    for i, v in enumerate(values_of(board, 0)):
        if v is not None:
            a, b = axes.slots[i], axes.slots[i + 1]
            bins.append(_bar(board, axes, 0, i, round(a), round(b), axes.value(0), axes.value(Decimal(v)), v, 1))
    paint(board, axes, bins)
    printed = _labels(board, axes, bins, unit) if spec["printed"] == "all" else set()
    for bar in bins:
        regions = [bar.id, f"xt{bar.label + 1}", f"xt{bar.label + 2}", f"v{bar.id}"]
        if bar.id in printed or abs(bar.box[3] - bar.box[1]) >= SEEN:
            margin = 0.0 if bar.id in printed else axes.margin()
            board.bind("count", (spec["labels"][bar.label],), regions, margin)
            board.bind("value", (spec["series"][0]["name"], spec["labels"][bar.label]), regions, margin)
