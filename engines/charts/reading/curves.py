"""Reading lines and areas at the places of their categories."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

import numpy as np

from .columns import Found, confirm, scale, slots
from .sight import Colour, Reading, Ruler, Sight, anchor, blank_texts, classify, commonest, distance, swatches

REACH = 13  # columns on either side of a point from which its line is extended
STROKE = 2.0  # px, the line along the top of an area
Edge = Callable[[int], float | None]


def lines(sight: Sight, side: str = "", only: int | None = None) -> Found:
    """value(series, label) of a line chart, or of the line of a combined one (only: its index in the legend)."""
    ruler, places = scale(sight, False, side), slots(sight, False)
    keyed = swatches(sight)
    asked = [args for predicate, args in sight.statements if predicate == "value"]
    if ruler is None or not places or not asked:
        return {}
    colours = keyed if keyed else [(asked[0][0], _line_colour(sight, ruler))]
    box = _area(sight)
    patch = sight.image[box[1] : box[3], box[0] : box[2]]
    clear = blank_texts(sight, np.ones(sight.image.shape[:2], bool))[box[1] : box[3], box[0] : box[2]]
    kinds = classify(patch, [c for _, c in colours] + [sight.ground])
    out: Found = {}
    for s, (name, colour) in enumerate(colours):
        if colour is None or (only is not None and s != only):
            continue
        weight = np.clip(1 - distance(patch, colour) / 70.0, 0, 1) * (kinds == s) * clear
        _erase_frame(weight, sight, box)
        first, last = (int(places[k][1]) - box[0] for k in (0, -1))
        if (weight[:, first : last + 1] > 0.05).any(axis=0).mean() < 0.4:
            continue  # not a line that runs from the first category to the last
        for label, x in places:
            y = vertex(partial(_middle, weight), x - box[0], _sides(sight, box))
            if y is not None:
                out[("value", (name, label))] = ruler.read(y + box[1])
    return confirm(sight, out, ruler, places, False)


def _sides(sight: Sight, box: tuple[int, int, int, int]) -> tuple[int, int]:
    """The first and last column of the plot, counted within `box`, that no side line can touch."""
    return round(sight.plot[0]) - box[0] + 2, round(sight.plot[2]) - box[0] - 3


def _erase_frame(weight: np.ndarray, sight: Sight, box: tuple[int, int, int, int]) -> None:
    """Forget what runs along the border of the plot: a line round it, not a line of data."""
    for row in (round(sight.plot[1]) - box[1], round(sight.plot[3]) - box[1]):
        for k in range(max(0, row - 2), min(row + 3, weight.shape[0])):
            if (weight[k] > 0.05).mean() > 0.7:
                weight[k] = 0
    for column in (round(sight.plot[0]) - box[0], round(sight.plot[2]) - box[0]):
        for k in range(max(0, column - 2), min(column + 3, weight.shape[1])):
            if (weight[:, k] > 0.05).mean() > 0.7:
                weight[:, k] = 0


def _area(sight: Sight) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = (round(v) for v in sight.plot)
    height, width = sight.image.shape[:2]
    return max(0, x0 - 6), max(0, y0 - 6), min(width, x1 + 7), min(height, y1 + 6)


def _line_colour(sight: Sight, ruler: Ruler) -> Colour:
    """The commonest colour of the plot that is neither ground nor a line of the grid (which runs at the ticks)."""
    x0, y0, x1, y1 = (round(v) for v in sight.plot)
    marks = distance(sight.image, sight.ground) > 26
    marks &= blank_texts(sight, np.ones(sight.image.shape[:2], bool))
    for r in sight.role("y-tick"):
        value = sight.parse(r.text)
        row = round(ruler.px(value)) if value is not None else 0
        marks[max(0, row - 2) : row + 3] = False
    for r in sight.role("x-tick"):
        marks[:, int(anchor(r)) - 1 : int(anchor(r)) + 3] = False
    pixels = sight.image[y0 + 3 : y1 - 3, x0 + 3 : x1 - 3][marks[y0 + 3 : y1 - 3, x0 + 3 : x1 - 3]]
    return commonest(pixels) if len(pixels) else sight.ground


HOLLOW = 9  # rows that the ground may show within one stroke: the inside of a hollow marker


def _middle(weight: np.ndarray, column: int) -> float | None:
    """The middle of the strongest run of a colour in one column."""
    rows = np.flatnonzero(weight[:, column] > 0.05)
    if not len(rows):
        return None
    groups = np.split(rows, np.flatnonzero(np.diff(rows) > HOLLOW) + 1)
    run = max(groups, key=lambda g: float(weight[g, column].sum()))
    w = weight[run, column]
    if w.max() < 0.6 or w.sum() < 0.9:
        return None  # a rim where two other colours mix
    return float((run + 0.5) @ w / w.sum())


def vertex(edge: Edge, x: float, sides: tuple[int, int], half: float = 0.0) -> float | None:
    """Where a broken line stands at x: both neighbours' strokes extended to it, or the stroke at x itself.

    half: half the stroke's width where `edge` gives its upper rim instead of its middle; a slanting stroke is taller.
    """
    guesses = []
    for sign in (-1, 1):
        points = []
        for d in range(5, REACH + 1):
            column = int(np.floor(x)) + sign * d
            y = edge(column) if sides[0] <= column <= sides[1] else None
            if y is not None:
                points.append((column + 0.5, y))
        if len(points) >= 5:
            xs, ys = np.array(points).T
            slope, offset = np.polyfit(xs, ys, 1)
            if np.abs(slope * xs + offset - ys).max() <= 1.3:
                guesses.append(float(slope * x + offset + half * np.hypot(1.0, slope)))
    middle = int(np.floor(x))
    at = [edge(c) for c in (middle - 1, middle, middle + 1) if sides[0] <= c <= sides[1]]
    here = [y for y in at if y is not None]
    spot = float(np.median(here)) + half if here else None
    if len(guesses) == 2:
        return sum(guesses) / 2 if abs(guesses[0] - guesses[1]) <= 3.0 else None
    if guesses and (spot is None or abs(guesses[0] - spot) <= 4.0):
        return guesses[0] if spot is not None or not sides[0] + 3 < x < sides[1] - 3 else None
    return None if guesses else spot


def area(sight: Sight) -> Found:
    """value(series, label) of a filled line."""
    ruler, places = scale(sight, False), slots(sight, False)
    asked = [args for predicate, args in sight.statements if predicate == "value"]
    if ruler is None or not places or not asked:
        return {}
    box = _area(sight)
    patch = sight.image[box[1] : box[3], box[0] : box[2]]
    clear = blank_texts(sight, np.ones(sight.image.shape[:2], bool))[box[1] : box[3], box[0] : box[2]]
    y1 = round(sight.plot[3])
    foot = round(ruler.px(0.0)) - box[1] if ruler.value(y1) <= 1e-9 else y1 - box[1]
    filled = distance(patch, sight.ground) > 20

    def top(column: int) -> float | None:
        rows = filled[: max(foot - 2, 1), column] | ~clear[: max(foot - 2, 1), column]
        blanks = np.flatnonzero(~rows)
        if not len(blanks):  # a grid line, from foot to top
            return None
        start = int(blanks[-1]) + 1
        return start + 0.3 if foot - start > 6 else None  # the first row is covered in part

    out: Found = {}
    for label, x in places:
        y = vertex(top, x - box[0], _sides(sight, box), STROKE / 2)
        if y is not None:
            out[("value", (asked[0][0], label))] = ruler.read(y + box[1])
    return confirm(sight, out, ruler, places, False)


def layers(sight: Sight) -> Found:
    """value(series, label) of stacked areas: the thickness of each colour's layer."""
    ruler, places, keyed = scale(sight, False), slots(sight, False), swatches(sight)
    if ruler is None or not places or not keyed or any(c is None for _, c in keyed) or not sight.role("legend-swatch"):
        return {}
    box = _area(sight)
    patch = sight.image[box[1] : box[3], box[0] : box[2]]
    kinds = classify(patch, [c for _, c in keyed] + [sight.ground])
    foot = ruler.px(0.0) - box[1]

    @cache
    def edges(column: int) -> tuple[float, ...] | None:
        return _layer_edges(_without_grid(kinds[:, column], sight, ruler, box[1]), len(keyed))

    out: Found = {}
    for label, x in places:
        below: float | None = foot
        for s, (name, _) in enumerate(keyed):
            top = vertex(partial(_nth, edges, s), x - box[0], _sides(sight, box))
            if top is not None and below is not None:
                out[("value", (name, label))] = Reading((below - top) * ruler.unit, ruler.margin(2 if s else 1))
            below = top
    return out


def _nth(edges: Callable[[int], tuple[float, ...] | None], k: int, column: int) -> float | None:
    found = edges(column)
    return None if found is None else found[k]


def _without_grid(column: np.ndarray, sight: Sight, ruler: Ruler, top: int) -> np.ndarray:
    """The classes of a column with the rows of grid lines, seen through the layers, taken as what lies on both sides."""
    out = column.copy()
    for r in sight.role("y-tick"):
        row = round(ruler.px(sight.parse(r.text) or 0.0)) - top
        a, b = max(0, row - 2), min(len(out) - 1, row + 2)
        if out[a] == out[b]:
            out[a:b] = out[a]
    return out


def _layer_edges(column: np.ndarray, n: int) -> tuple[float, ...] | None:
    """The upper rim of each layer from the foot up; None where a layer is missing, broken or out of order."""
    spans = []
    for s in range(n):
        rows = np.flatnonzero(column == s)
        if len(rows) < 5:
            return None
        groups = np.split(rows, np.flatnonzero(np.diff(rows) > 3) + 1)
        run = max(groups, key=len)
        spans.append((float(run[0]), float(run[-1] + 1)))
    if any(spans[s + 1][1] > spans[s][0] + 2 or spans[s][0] - spans[s + 1][1] > 4 for s in range(n - 1)):
        return None
    return (*((spans[s][0] + spans[s + 1][1]) / 2 for s in range(n - 1)), spans[-1][0] - STROKE / 2)
