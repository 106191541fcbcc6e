"""Values printed on bars, the facts that bars show, and bars that are missing."""

from __future__ import annotations

from proofpress.engine import Refused

from .board import SEEN, Board
from .columns import Bar
from .numbers import value_text
from .scales import Axes
from .series import bind_series, parent_of, values_of
from .ticks import inward


def label(board: Board, axes: Axes, bars: list[Bar], unit: str | None = None) -> None:
    """Print the values where the spec asks for it, and bind every value to what shows it."""
    spec = board.spec
    unit = (spec.get("unit") or "") if unit is None else unit
    printed = print_labels(board, axes, bars, unit) if spec["printed"] == "all" else set()
    readable = spec["kind"] != "bar_percent" or bool(spec.get("parts"))
    for bar in bars:
        name = spec["series"][bar.series]["name"]
        length = abs(bar.box[2] - bar.box[0]) if axes.horizontal else abs(bar.box[3] - bar.box[1])
        regions = [bar.id, axes.tick(bar.label), f"lg{bar.series + 1}", f"v{bar.id}"]
        if bar.id in printed:
            board.bind("value", (name, spec["labels"][bar.label]), regions)
        elif length >= SEEN and readable:
            board.bind("value", (name, spec["labels"][bar.label]), regions, axes.margin(bar.ends))
    bind_series(board, axes.tick)


def print_labels(board: Board, axes: Axes, bars: list[Bar], unit: str) -> set[str]:
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
            narrow = not axes.horizontal and board.width_of(board.words.printed("missing"), size) > each - 2
            away = inward(board) + (6 if axes.horizontal else size * 1.2 if narrow else size * 0.7)
            x, y = (zero + away, along) if axes.horizontal else (along, zero - away)
            board.text(
                id,
                "missing",
                x,
                y,
                board.words.printed("missing"),
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
                f"{series}: {board.words.printed('missing')}",
                size=size,
                colour=board.style["muted"],
                ha="center",
                parent=parent_of(board, s),
            )
            y -= size * 1.25
            board.bind("missing", (series, name), [id, axes.tick(i), f"lg{s + 1}"])
