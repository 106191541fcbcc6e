"""Reading bars: single, grouped, stacked, sideways, histograms."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .sight import (
    Colour,
    Mask,
    Reading,
    Ruler,
    Sight,
    anchor,
    blank_texts,
    centre,
    classify,
    commonest,
    distance,
    swatches,
    value_ruler,
)

Found = dict[tuple[str, tuple[str, ...]], Reading]
FOOT = 4.0  # px: a bar's outline and the axis it stands on may hide so much of its foot
CONFIRM = 3.0  # a printed value counts when the mark agrees with it to so many px


@dataclass(frozen=True)
class Span:
    """What one mark covers along the value direction, px (from, to), and across it."""

    start: float
    end: float
    across: tuple[float, float]


def slots(sight: Sight, sideways: bool) -> list[tuple[str, float]]:
    """(label, place) of each category; places are evened out, as categories are evenly spaced."""
    ticks = sight.role("y-tick" if sideways else "x-tick")
    raw = [(r.text, centre(r)[1] if sideways else anchor(r)) for r in ticks]
    raw.sort(key=lambda p: p[1])
    if len(raw) < 3:
        return raw
    start, end = (sight.plot[1], sight.plot[3]) if sideways else (sight.plot[0], sight.plot[2])
    n = len(raw)
    for exact in (  # categories fill the plot in even bands, or stand from one side to the other
        [start + (end - start) * (i + 0.5) / n for i in range(n)],
        [start + (end - start) * i / (n - 1) for i in range(n)],
    ):
        if all(abs(p - e) <= 3.0 for (_, p), e in zip(raw, exact, strict=True)):
            return [(name, e) for (name, _), e in zip(raw, exact, strict=True)]
    index = np.arange(len(raw))
    slope, offset = np.polyfit(index, [p for _, p in raw], 1)
    if max(abs(slope * i + offset - p) for i, (_, p) in enumerate(raw)) > max(4.0, 0.1 * abs(slope)):
        return raw
    return [(name, float(slope * i + offset)) for i, (name, _) in enumerate(raw)]


def scale(sight: Sight, sideways: bool, side: str = "") -> Ruler | None:
    """The value axis of the chart."""
    if sideways:
        return value_ruler(sight, sight.role("x-tick"), False)
    ticks = sight.role("y-tick")
    x0, _, x1, _ = sight.plot
    left, right = [r for r in ticks if r.box[2] <= x0], [r for r in ticks if r.box[0] >= x1]
    chosen = {"left": left, "right": right, "": left or right}[side]
    return value_ruler(sight, chosen, True)


def bars(sight: Sight, sideways: bool, stacked: bool, only: int | None = None) -> Found:
    """value(series, label) of a bar chart, or of the bars of a combined one (only: their index in the legend)."""
    ruler = scale(sight, sideways)
    places = slots(sight, sideways)
    asked = [args for predicate, args in sight.statements if predicate == "value"]
    if ruler is None or not places or not asked:
        return {}
    image, plot = (sight.image.transpose(1, 0, 2), _turned(sight.plot)) if sideways else (sight.image, sight.plot)
    keyed = swatches(sight)
    if only is not None:
        keyed = [(name, c if k == only else None) for k, (name, c) in enumerate(keyed)]
    half = _half_pitch(places, plot)
    out: Found = {}
    spans: dict[tuple[str, tuple[str, ...]], Span] = {}
    clear = blank_texts(sight, np.ones(sight.image.shape[:2], bool))
    clear = clear.T if sideways else clear
    for label, place in places:
        box = (round(place - half), int(plot[1]) - 1, round(place + half), round(plot[3]) + 2)
        if keyed:
            for series, span in _keyed_spans(image, clear, sight.ground, box, keyed).items():
                spans[("value", (series, label))] = span
        else:
            series = next((a[0] for a in asked if a[1] == label), asked[0][0])
            lone = lone_span(image, clear, sight.ground, box)
            if lone is not None:
                spans[("value", (series, label))] = lone
    labels = [(sight.parse(r.text), centre(r)) for r in sight.role("value-label")]
    for key, span in spans.items():
        if not stacked and not stands(span, ruler, (plot[1], plot[3])):
            continue
        value = _measure(span, ruler, stacked)
        own = [v for v, at in labels if v is not None and _belongs(at[::-1] if sideways else at, span, stacked)]
        said = next((v for v in own if abs(v - value) <= CONFIRM * ruler.unit), None)
        out[key] = Reading(value, ruler.margin(2 if stacked else 1)) if said is None else Reading(said)
    return out


def _belongs(place: tuple[float, float], span: Span, stacked: bool) -> bool:
    """Whether a label with its middle at (across, along) stands in a segment, or in or beyond a bar."""
    across, along = place
    if not span.across[0] - 2 <= across <= span.across[1] + 2:
        return False
    reach = 0.0 if stacked else 60.0
    return span.start - reach <= along <= span.end + reach


def _turned(plot: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    return plot[1], plot[0], plot[3], plot[2]


def _half_pitch(places: Sequence[tuple[str, float]], plot: tuple[float, float, float, float]) -> float:
    spots = [p for _, p in places]
    pitch = min((b - a for a, b in itertools.pairwise(spots)), default=plot[2] - plot[0])
    return pitch / 2 - 1


def stands(span: Span, ruler: Ruler, ends: tuple[float, float]) -> bool:
    """Whether a span starts where bars do: at zero, or at the plot's end nearest to it. The frame of an empty slot does not."""
    base = min(max(ruler.px(0.0), ends[0]), ends[1])
    return min(abs(span.start - base), abs(span.end - base)) <= FOOT


def _measure(span: Span, ruler: Ruler, stacked: bool) -> float:
    """A bar's value: the far end from zero; a segment's: its length."""
    a, b = ruler.value(span.start), ruler.value(span.end)
    if stacked:
        return abs(b - a)
    return max((a, b), key=abs)


def _keyed_spans(
    image: np.ndarray, clear: Mask, ground: Colour, box: tuple[int, int, int, int], keyed: Sequence[tuple[str, Colour | None]]
) -> dict[str, Span]:
    """The span of each series' colour within a slot."""
    x0, y0, x1, y1 = box
    patch, free = image[y0:y1, x0:x1], clear[y0:y1, x0:x1]
    kinds = classify(patch, [c for _, c in keyed] + [ground])
    out = {}
    for s, (name, colour) in enumerate(keyed):
        if colour is None:
            continue
        span = _span((kinds == s), free, patch, colour, ground, (x0, y0))
        if span is not None:
            out[name] = span
    return out


def lone_span(image: np.ndarray, clear: Mask, ground: Colour, box: tuple[int, int, int, int]) -> Span | None:
    """The span of the one bar within a slot, whatever its colour."""
    x0, y0, x1, y1 = box
    patch, free = image[y0:y1, x0:x1], clear[y0:y1, x0:x1]
    middle = patch[:, max(0, (x1 - x0) // 2 - 3) : (x1 - x0) // 2 + 4].reshape(-1, 3)
    marks = middle[distance(middle, ground) > 22]
    if len(marks) < 14:
        return None
    colour = commonest(marks)
    gap = distance(patch, colour)
    mask = (gap <= NEAR_BAR) & (gap < distance(patch, ground))
    return _span(mask, free, patch, colour, ground, (x0, y0))


NEAR_BAR = 18.0
SEAM = 3  # rows: where two other colours meet, their mixture may look like a third


def _span(mask: Mask, free: Mask, patch: np.ndarray, colour: Colour, ground: Colour, corner: tuple[int, int]) -> Span | None:
    """Where a mark of one colour begins and ends, to a fraction of a pixel; None where it is absent or patterned."""
    mask = mask & free
    tall = mask.sum(axis=0)
    if not tall.any():
        return None
    # the axis may look like the mark and run along the whole slot: what is tall counts
    wide = np.flatnonzero(tall >= max(1.0, 0.6 * np.percentile(tall[tall > 0], 95)))
    groups = np.split(wide, np.flatnonzero(np.diff(wide) > 24) + 1)  # a label may lie across the bar
    run = max(groups, key=len)
    if len(run) < 4:
        return None
    inner = run[len(run) // 5 : max(len(run) - len(run) // 5, len(run) // 5 + 1)]
    starts, ends = [], []
    for x in inner:
        rows = _longest(mask[:, x], free[:, x])
        if rows is None:
            return None  # a hatched mark, or two marks of one colour
        if not len(rows):
            continue
        starts.append(rows[0] - _share(patch, rows[0] - 1, x, colour, ground))
        ends.append(rows[-1] + 1 + _share(patch, rows[-1] + 1, x, colour, ground))
    if not starts:
        return None
    return Span(
        corner[1] + float(np.median(starts)), corner[1] + float(np.median(ends)), (corner[0] + run[0], corner[0] + run[-1] + 1)
    )


def _longest(mask: Mask, free: Mask) -> NDArray[np.intp] | None:
    """The rows of a column's longest unbroken run, texts bridged; None where as much as a seam's rows lie elsewhere."""
    rows = np.flatnonzero(mask)
    broken = [k + 1 for k in np.flatnonzero(np.diff(rows) > 1) if free[rows[k] + 1 : rows[k + 1]].any()]
    runs = np.split(rows, broken)
    best = max(runs, key=len)
    return None if len(rows) - len(best) > min(SEAM, 0.15 * len(best)) else best


def _share(patch: np.ndarray, row: int, x: int, colour: Colour, ground: Colour) -> float:
    """How much of an edge pixel the mark covers, from its mixed colour."""
    if not 0 <= row < patch.shape[0]:
        return 0.0
    way = colour - ground
    size = float(way @ way)
    if size < 100:
        return 0.0
    share = float((patch[row, x] - ground) @ way) / size
    off = patch[row, x] - ground - share * way
    if np.abs(off).max() > 30:  # not a mixture of the two: an outline, whose middle is the edge
        return 0.45
    return min(max(share, 0.0), 1.0)


def confirm(sight: Sight, found: Found, ruler: Ruler, places: Sequence[tuple[str, float]], sideways: bool) -> Found:
    """Where a value is printed in the mark's slot and the mark agrees with it, the printed one."""
    labels = [(sight.parse(r.text), centre(r)) for r in sight.role("value-label")]
    where = dict(places)
    half = _half_pitch(places, sight.plot if not sideways else _turned(sight.plot)) + 3
    out = {}
    for (predicate, args), reading in found.items():
        near = [v for v, (x, y) in labels if v is not None and abs((y if sideways else x) - where[args[-1]]) <= half]
        best = min(near, key=lambda v: abs(v - reading.value), default=None)
        said = best is not None and abs(best - reading.value) <= CONFIRM * ruler.unit
        out[(predicate, args)] = Reading(best) if best is not None and said else reading
    return out


def histogram(sight: Sight) -> Found:
    """count(label): bins lie between neighbouring ticks, in the order in which they are asked."""
    ruler = value_ruler(sight, list(sight.role("y-tick")), True)
    names = [args[0] for predicate, args in sight.statements if predicate == "count"]
    ticks = sorted(anchor(r) for r in sight.role("x-tick"))
    if ruler is None or len(ticks) != len(names) + 1:
        return {}
    clear = blank_texts(sight, np.ones(sight.image.shape[:2], bool))
    places: list[tuple[str, float]] = []
    out: Found = {}
    for name, a, b in zip(names, ticks, ticks[1:], strict=False):
        places.append((name, (a + b) / 2))
        box = (round(a) + 2, int(sight.plot[1]) - 1, round(b) - 1, round(sight.plot[3]) + 2)
        span = lone_span(sight.image, clear, sight.ground, box)
        if span is not None and stands(span, ruler, (sight.plot[1], sight.plot[3])):
            out[("count", (name,))] = ruler.read(span.start)
    return confirm(sight, out, ruler, places, False)
