"""Reading lines and areas at the places of their categories."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from .columns import Found, confirm, scale, slots
from .sight import Colour, Ruler, Sight, blank_texts, classify, commonest, distance, swatches

REACH = 13  # columns on either side of a point from which its line is extended
Edge = Callable[[int], float | None]


def lines(sight: Sight, side: str = "", only: int | None = None) -> Found:
    """value(series, label) of a line chart, or of the line of a combined one (only: its index in the legend)."""
    ruler, places = scale(sight, False, side), slots(sight, False)
    keyed = swatches(sight)
    asked = [args for predicate, args in sight.statements if predicate == "value"]
    if ruler is None or not places or keyed is None or not asked:
        return {}
    colours = keyed if keyed else [(asked[0][0], _line_colour(sight))]
    box = _area(sight)
    patch = sight.image[box[1] : box[3], box[0] : box[2]]
    clear = blank_texts(sight, np.ones(sight.image.shape[:2], bool))[box[1] : box[3], box[0] : box[2]]
    kinds = classify(patch, [c for _, c in colours] + [sight.ground])
    out: Found = {}
    for s, (name, colour) in enumerate(colours):
        if only is not None and s != only:
            continue
        weight = np.clip(1 - distance(patch, colour) / 70.0, 0, 1) * (kinds == s) * clear
        for label, x in places:
            y = vertex(lambda column, w=weight: _middle(w, column), x - box[0], patch.shape[1])  # type: ignore[misc]
            if y is not None:
                out[("value", (name, label))] = ruler.value(y + box[1])
    return confirm(sight, out, ruler, places, False)


def _area(sight: Sight) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = (round(v) for v in sight.plot)
    height, width = sight.image.shape[:2]
    return max(0, x0 - 6), max(0, y0 - 6), min(width, x1 + 7), min(height, y1 + 6)


def _line_colour(sight: Sight) -> Colour:
    """The commonest colour of the plot that is neither ground nor a grid line (which fills a row or a column)."""
    x0, y0, x1, y1 = (round(v) for v in sight.plot)
    area = sight.image[y0 + 3 : y1 - 3, x0 + 3 : x1 - 3]
    marks = (distance(area, sight.ground) > 26) & blank_texts(sight, np.ones(sight.image.shape[:2], bool))[
        y0 + 3 : y1 - 3, x0 + 3 : x1 - 3
    ]
    marks &= ~(marks.mean(axis=1) > 0.5)[:, None] & ~(marks.mean(axis=0) > 0.5)[None, :]
    pixels = area[marks]
    return commonest(pixels) if len(pixels) else sight.ground


def _middle(weight: np.ndarray, column: int) -> float | None:
    """The middle of the largest run of a colour in one column."""
    rows = np.flatnonzero(weight[:, column] > 0.05)
    if not len(rows):
        return None
    groups = np.split(rows, np.flatnonzero(np.diff(rows) > 2) + 1)
    run = max(groups, key=len)
    w = weight[run, column]
    return float((run + 0.5) @ w / w.sum())


def vertex(edge: Edge, x: float, width: int) -> float | None:
    """Where a broken line stands at x: both neighbours' strokes extended to it, and the stroke at x itself."""
    guesses = []
    for sign in (-1, 1):
        points = []
        for d in range(5, REACH + 1):
            column = int(np.floor(x)) + sign * d
            if 0 <= column < width:
                y = edge(column)
                if y is not None:
                    points.append((column + 0.5, y))
        if len(points) >= 5:
            xs, ys = np.array(points).T
            slope, offset = np.polyfit(xs, ys, 1)
            if np.abs(slope * xs + offset - ys).max() <= 1.3:
                guesses.append(float(slope * x + offset))
    at = [edge(c) for c in (int(np.floor(x)) - 1, int(np.floor(x)), int(np.floor(x)) + 1) if 0 <= c < width]
    here = [y for y in at if y is not None]
    if not here:
        return None
    spot = float(np.median(here))
    if len(guesses) == 2 and abs(guesses[0] - guesses[1]) <= 3.0:
        return sum(guesses) / 2
    if len(guesses) == 1 and abs(guesses[0] - spot) <= 4.0:
        return guesses[0]
    if len(guesses) == 2:
        return None
    return spot


def area(sight: Sight) -> Found:
    """value(series, label) of a filled line."""
    ruler, places = scale(sight, False), slots(sight, False)
    asked = [args for predicate, args in sight.statements if predicate == "value"]
    if ruler is None or not places or not asked:
        return {}
    box = _area(sight)
    patch = sight.image[box[1] : box[3], box[0] : box[2]]
    clear = blank_texts(sight, np.ones(sight.image.shape[:2], bool))[box[1] : box[3], box[0] : box[2]]
    x0, _, x1, y1 = (round(v) for v in sight.plot)
    foot = round(ruler.px(0.0)) - box[1] if ruler.value(y1) <= 1e-9 else y1 - box[1]
    filled = distance(patch, sight.ground) > 20

    def top(column: int) -> float | None:
        rows = filled[: max(foot - 2, 1), column] | ~clear[: max(foot - 2, 1), column]
        blanks = np.flatnonzero(~rows)
        start = int(blanks[-1]) + 1 if len(blanks) else 0
        return start + 1.0 if foot - start > 6 else None  # the stroke on the edge is about two px wide

    out: Found = {}
    for label, x in places:
        inside = min(max(x, x0 + 0.5), x1 - 0.5) - box[0]
        y = vertex(top, inside, patch.shape[1])
        if y is not None:
            out[("value", (asked[0][0], label))] = ruler.value(y + box[1])
    return confirm(sight, out, ruler, places, False)


def layers(sight: Sight) -> Found:
    """value(series, label) of stacked areas: the thickness of each colour's layer."""
    ruler, places, keyed = scale(sight, False), slots(sight, False), swatches(sight)
    if ruler is None or not places or not keyed or not sight.role("legend-swatch"):
        return {}
    box = _area(sight)
    patch = sight.image[box[1] : box[3], box[0] : box[2]]
    kinds = classify(patch, [c for _, c in keyed] + [sight.ground])
    x0, _, x1, _ = (round(v) for v in sight.plot)
    out: Found = {}
    for label, x in places:
        column = int(min(max(x, x0 + 2), x1 - 3)) - box[0]
        edges = _layer_edges(kinds[:, column], len(keyed))
        if edges is None:
            continue
        for s, (name, _) in enumerate(keyed):
            out[("value", (name, label))] = abs(edges[s + 1] - edges[s]) * ruler.unit
    return out


def _layer_edges(column: np.ndarray, n: int) -> list[float] | None:
    """The rows between layers from the foot up; None where a layer is missing, broken or out of order."""
    spans = []
    for s in range(n):
        rows = np.flatnonzero(column == s)
        if len(rows) < 5:
            return None
        groups = np.split(rows, np.flatnonzero(np.diff(rows) > 3) + 1)
        run = max(groups, key=len)
        spans.append((float(run[0]), float(run[-1] + 1)))
    if any(spans[s + 1][1] > spans[s][0] + 2 or spans[s][0] - spans[s + 1][1] > 5 for s in range(n - 1)):
        return None
    edges = [spans[0][1]] + [(spans[s][0] + spans[s + 1][1]) / 2 for s in range(n - 1)]
    return [*edges, spans[-1][0] - 1.0]


def keyed_names(found: Found) -> Sequence[str]:
    """The series of a set of measured values."""
    return list(dict.fromkeys(args[0] for _, args in found))


__all__ = ["Ruler", "area", "keyed_names", "layers", "lines", "vertex"]
