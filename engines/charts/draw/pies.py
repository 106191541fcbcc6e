"""Pies and donuts."""

from __future__ import annotations

import math

from proofpress.draw.block import sector_points
from proofpress.draw.raster import wrap
from proofpress.engine import Refused

from .board import Board
from .frame import page
from .legend import Entry
from .numbers import CURRENCY, axis_label, value_text
from .series import edge_of, values_of
from .traces import spaced

PRECISION = 0.01  # of the whole: a tenth of 10 %, what a careful eye tells of an angle without a scale
Point = tuple[float, float]


def draw(board: Board) -> None:
    """pie, donut: slices clockwise; names in a legend, beside the slices or within them."""
    spec, style = board.spec, board.style
    values = values_of(board, 0)
    if any(v is None for v in values):
        raise Refused("layout: a missing slice would show as a gap")
    amounts = [float(v or 0) for v in values]
    total = sum(amounts)
    mode = style["pie_labels"]
    entries = [
        Entry(name, style["colours"][i], "box", style["hatches"][i], edge=edge_of(board, style["colours"][i]))
        for i, name in enumerate(spec["labels"])
    ]
    around = page(board, entries if mode == "legend" else (), style["legend"] if mode == "legend" else "none")
    x0, y0, x1, y1 = around.room
    y0 = _measure(board, x0, y0)
    centre = ((x0 + x1) / 2, (y0 + y1) / 2)
    widest = max(board.width_of(t, board.tick_size) for t in spec["labels"])
    beside = {"legend": 0.0, "outside": min(0.24 * (x1 - x0), widest) + 16}.get(mode, 0.04 * (x1 - x0))
    above = style["tick_size"] * (2.2 if mode == "outside" or spec["printed"] == "all" else 0.6)
    radius = min((x1 - x0) / 2 - beside, (y1 - y0) / 2 - above, 0.4 * board.height)
    if radius < 0.19 * min(board.width, board.height):
        raise Refused("layout: no room is left for the plot")
    reach = (centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius)
    board.add_box(board.area, "plot-area", reach, ink="none")
    inner = radius * style["hole"] if spec["kind"] == "donut" else 0.0
    turns = _turns(amounts, total, float(style["start_angle"]))
    pulled = max(range(len(amounts)), key=lambda i: amounts[i]) if style["explode"] else -1
    middles: list[tuple[float, Point]] = []
    for i, (a, b) in enumerate(turns):
        mid = math.radians((a + b) / 2)
        shift = radius * 0.07 if i == pulled else 0.0
        at = (centre[0] + shift * math.sin(mid), centre[1] - shift * math.cos(mid))
        edge = str(style["ink"]) if style["hatch"] else style["background"]
        board.plot.sector(
            at,
            (inner, radius),
            a,
            b,
            style["colours"][i],
            edge=edge,
            width=style["pie_gap"] if not style["hatch"] else 1.0,
            hatch=style["hatches"][i],
            hatch_colour=style["ink"],
        )
        outline = sector_points(at, (inner, radius), a, b)
        low, high = outline.min(0), outline.max(0)
        parent = f"lg{i + 1}" if mode == "legend" else board.area
        board.add_box(f"w{i + 1}", "wedge", (low[0], low[1], high[0], high[1]), "", parent)
        middles.append((mid, at))
    named, printed = _texts(board, mode, middles, turns, radius, inner, [v or "" for v in values])
    _bind(board, amounts, total, radius, named, printed)


def _measure(board: Board, x: float, y: float) -> float:
    """Say what the printed numbers count where neither they nor the title do; returns where the room below starts."""
    spec, unit = board.spec, board.spec.get("unit") or ""
    if spec["printed"] != "all" or not unit or unit == "%" or unit in CURRENCY:
        return y
    if unit in f"{spec['title']} {spec.get('subtitle') or ''}".replace(",", " ").split():
        return y
    text = axis_label(spec["measure"], unit, board.style, ticks=False)
    board.text("y-title", "y-axis-title", x, y, text, colour=board.style["muted"], va="top")
    board.bind("unit", (), ["y-title"])
    return y + board.tick_size * 1.6


def _turns(amounts: list[float], total: float, start: float) -> list[tuple[float, float]]:
    out, at = [], start
    for v in amounts:
        out.append((at, at + 360 * v / total))
        at = out[-1][1]
    return out


def _texts(
    board: Board,
    mode: str,
    middles: list[tuple[float, Point]],
    turns: list[tuple[float, float]],
    radius: float,
    inner: float,
    values: list[str],
) -> tuple[set[int], set[int]]:
    """Names and values by the slices; the indices of those that are named, and of those whose value is printed."""
    spec, style = board.spec, board.style
    printed = spec["printed"] == "all"
    texts = [value_text(v, spec.get("unit") or "", {**style, "value_unit": True}) for v in values]
    if mode == "outside":
        lines = [f"{name}\n{t}" if printed else name for name, t in zip(spec["labels"], texts, strict=True)]
        _outside(board, lines, middles, radius)
        everyone = set(range(len(lines)))
        return everyone, everyone if printed else set()
    if mode == "legend" and not printed:
        return set(range(len(texts))), set()
    named, done = set(range(len(texts))) if mode == "legend" else set(), set()
    for i, ((mid, at), (a, b)) in enumerate(zip(middles, turns, strict=True)):
        lines_in = ([spec["labels"][i]] if mode == "inside" else []) + ([texts[i]] if printed else [])
        text = (
            wrap(lines_in[0], board.face(lines_in[0]), board.tick_size, (radius - inner) * 0.75)
            if mode == "inside"
            else lines_in[0]
        )
        text = "\n".join([text, *lines_in[1:]])
        where = (radius + inner) / 2 if inner else radius * 0.64
        x, y = at[0] + where * math.sin(mid), at[1] - where * math.cos(mid)
        quad = board.quad_of(x, y, text, bold=style["value_bold"], ha="center")
        fits = all(_in_sector((quad[k], quad[k + 1]), at, inner + 2, radius - 3, a, b) for k in (0, 2, 4, 6))
        if fits:
            role = "value-label" if printed else "slice-label"
            board.text_on(
                f"v{i + 1}",
                role,
                x,
                y,
                text,
                style["colours"][i],
                style["hatches"][i],
                bold=style["value_bold"],
                parent=f"w{i + 1}",
            )
            named.add(i)
            done |= {i} if printed else set()
            continue
        far = radius + board.tick_size * 0.9
        x, y = at[0] + far * math.sin(mid), at[1] - far * math.cos(mid)
        ha = "center" if abs(math.sin(mid)) < 0.25 else "left" if math.sin(mid) > 0 else "right"
        flat = " ".join(text.split("\n"))
        quad = board.quad_of(x, y, flat, ha=ha)
        if not board.near_text(quad, 2.0) and board.inside(quad):
            board.text(f"v{i + 1}", "value-label" if printed else "slice-label", x, y, flat, ha=ha, parent=f"w{i + 1}")
            named.add(i)
            done |= {i} if printed else set()
        elif mode == "inside":
            raise Refused("layout: the names of the slices do not fit")
    return named, done


def _in_sector(p: Point, centre: Point, inner: float, outer: float, a: float, b: float) -> bool:
    dx, dy = p[0] - centre[0], centre[1] - p[1]
    r, angle = math.hypot(dx, dy), math.degrees(math.atan2(dx, dy))
    return (
        inner <= r <= outer
        and ((angle - a) % 360) * math.pi / 180 * r > 2
        and ((angle - a) % 360) <= (b - a) - 120 / max(r, 1.0)
    )


def _outside(board: Board, lines: list[str], middles: list[tuple[float, Point]], radius: float) -> None:
    """Names in two columns beside the pie, joined to their slices by thin lines where they had to move."""
    style, size = board.style, board.tick_size
    step = size * (1.22 * (max(t.count("\n") for t in lines)) + 1.45)
    y_mid = sum(at[1] for _, at in middles) / len(middles)
    for side in (1.0, -1.0):
        own = [i for i, (mid, _) in enumerate(middles) if (math.sin(mid) >= 0) == (side > 0)]
        wanted = {i: middles[i][1][1] - (radius + size * 0.8) * math.cos(middles[i][0]) for i in own}
        own.sort(key=lambda i: wanted[i])
        if not own:
            continue
        limit = radius + size * 2.0
        if step * (len(own) - 1) > 2 * limit:
            raise Refused("layout: the names of the slices do not fit")
        places = spaced([wanted[i] for i in own], step, y_mid - limit, y_mid + limit)
        lift = max(0.0, y_mid - limit - places[0])
        for i, place in zip(own, places, strict=True):
            y = place + lift
            mid, at = middles[i]
            rim = (at[0] + radius * math.sin(mid), at[1] - radius * math.cos(mid))
            near = max(0.0, abs(y - at[1]) - size * (0.61 * lines[i].count("\n") + 0.5))  # the text's nearest row
            reach = math.sqrt(max(0.0, (radius + size * 0.65) ** 2 - near**2))
            x = at[0] + side * max(reach, size * 0.5)
            room = (board.width - board.pad - x) if side > 0 else (x - board.pad)
            name, *rest = lines[i].split("\n")
            text = wrap(name, board.face(name), size, room)
            if board.width_of(text, size) > room or text.count("\n") > 1:
                raise Refused("layout: the names of the slices do not fit")
            text = "\n".join([text, *rest])
            if abs(y - wanted[i]) > size * 0.9:
                knee = (at[0] + (radius + size * 0.45) * math.sin(mid), at[1] - (radius + size * 0.45) * math.cos(mid))
                board.plot.line([rim, knee, (x - side * 3, y)], style["muted"], 0.9)
            ha = "left" if side > 0 else "right"
            board.text(f"v{i + 1}", "slice-label", x, y, text, ha=ha, parent=f"w{i + 1}")


def _bind(board: Board, amounts: list[float], total: float, radius: float, named: set[int], printed: set[int]) -> None:
    spec = board.spec
    series = spec["series"][0]["name"]
    whole = bool(spec.get("parts"))
    margin = total * max(PRECISION, 2 * 2 / (2 * math.pi * radius))
    for i, name in enumerate(spec["labels"]):
        regions = [f"w{i + 1}", f"lg{i + 1}", f"v{i + 1}"]
        arc = 2 * math.pi * radius * amounts[i] / total
        for args in ((series, name), (name,)):
            if i in printed:
                board.bind("value", args, regions)
            elif whole and i in named and arc >= 6:
                board.bind("value", args, regions, margin)
        if f"sw{i + 1}" in board.regions:  # names at the ends of lines have no order of their own
            board.bind("legend", (name,), [f"lg{i + 1}"])
        board.colour_of(name, [f"w{i + 1}", f"lg{i + 1}", f"sw{i + 1}"])
