"""Reading scatter and bubble charts, box plots and heat maps."""

from __future__ import annotations

import itertools

import cv2
import numpy as np

from proofpress.model import Region

from .columns import Found, scale, slots
from .sight import Colour, Reading, Sight, centre, commonest, distance, value_ruler

Cells = dict[tuple[str, str], tuple[tuple[float, float, float, float], Colour]]
SHADE = 0.25  # of a tick interval of the colour bar: what the eye tells of a shade
PARTS = ("min", "q1", "median", "q3", "max")

BUBBLE = 16  # px: wider marks are the discs of a bubble chart


def scatter(sight: Sight) -> Found:
    """x(point) and y(point) of named points: the blob of colour that a name stands beside."""
    up, across = scale(sight, False), value_ruler(sight, sight.role("x-tick"), False)
    labels = sight.role("point-label")
    if up is None or across is None or not labels:
        return {}
    x0, y0, x1, y1 = (round(v) for v in sight.plot)
    patch = sight.image[y0:y1, x0:x1]
    marks = (distance(patch, sight.ground) > 40).astype(np.uint8)
    rows, columns = marks.mean(axis=1) > 0.6, marks.mean(axis=0) > 0.6
    marks[rows], marks[:, columns] = 0, 0
    whole = cv2.morphologyEx(marks, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)).astype(np.uint8)
    count, _, stats, middles = cv2.connectedComponentsWithStats(whole)
    blobs = [
        (float(middles[i][0]) + x0 + 0.5, float(middles[i][1]) + y0 + 0.5, stats[i])
        for i in range(1, count)
        if _is_mark(stats[i]) and not any(_within(stats[i], r.box, x0, y0) for r in labels)
    ]
    asked = {args[0] for predicate, args in sight.statements if predicate == "x"}
    out: Found = {}
    taken: dict[int, str] = {}
    for r in labels:
        name = next((n for n in asked if r.text == n), None)
        if name is None or not blobs:
            continue
        gaps = [_gap(r.box, b) for b in blobs]
        order = np.argsort(gaps)
        best = int(order[0])
        if gaps[best] > 9 or (len(order) > 1 and gaps[order[1]] - gaps[best] < 8) or best in taken:
            continue
        taken[best] = name
        out[("x", (name,))] = across.read(blobs[best][0])
        out[("y", (name,))] = up.read(blobs[best][1])
    return out


def _is_mark(stat: np.ndarray) -> bool:
    """Whether a blob (left, top, width, height, area) is about as wide as tall, and full; a large one is a whole disc."""
    _, _, w, h, area = stat
    if w > BUBBLE:  # two that overlap may be as wide as tall, but leave two corners of their box empty
        return bool(0.85 <= w / h <= 1.18 and 0.72 * w * h <= area <= 0.86 * w * h)
    return bool(area >= 16 and 0.75 <= w / h <= 1.33 and area >= 0.6 * w * h)


def _within(stat: np.ndarray, box: tuple[float, float, float, float], x0: int, y0: int) -> bool:
    """Whether a blob is a letter of a text."""
    left, top, w, h, _ = stat
    return bool(
        left + x0 >= box[0] - 2 and top + y0 >= box[1] - 2 and left + w + x0 <= box[2] + 2 and top + h + y0 <= box[3] + 2
    )


def _gap(box: tuple[float, float, float, float], blob: tuple[float, float, np.ndarray]) -> float:
    """From a text to the rim of a blob, px; 0 for a text within it."""
    x, y, s = blob
    radius = float(s[2] + s[3]) / 4
    if np.hypot((box[0] + box[2]) / 2 - x, (box[1] + box[3]) / 2 - y) < 0.3 * radius:
        return 0.0
    dx = max(box[0] - x, 0.0, x - box[2])
    dy = max(box[1] - y, 0.0, y - box[3])
    return float(abs(np.hypot(dx, dy) - radius))


def boxes(sight: Sight) -> Found:
    """min, q1, median, q3, max and outliers of each box."""
    ruler, places = scale(sight, False), slots(sight, False)
    if ruler is None or not places:
        return {}
    _, y0, _, y1 = (round(v) for v in sight.plot)
    spots = [p for _, p in places]
    half = int(min((b - a for a, b in itertools.pairwise(spots)), default=120) / 2) - 2
    out: Found = {}
    for label, x in places:
        a, b = max(0, int(x) - half), int(x) + half
        read = _box(sight, sight.image[y0 - 3 : y1 + 3, a:b], x - a)
        if read is None:
            continue
        for part, row in zip(PARTS, read[:5], strict=True):
            out[(part, (label,))] = ruler.read(row + y0 - 3)
        if read[5] >= 0:
            out[("outliers", (label,))] = Reading(read[5])
    return out


def _box(sight: Sight, patch: np.ndarray, x: float) -> tuple[float, ...] | None:
    """Rows of minimum, quartiles and maximum, and the number of dots (-1: unsure), in one slot."""
    other = distance(patch, sight.ground) > 26
    columns = np.abs(np.arange(patch.shape[1]) + 0.5 - x)
    side = patch[:, (columns > 6) & (columns < 16)]
    fill = (
        commonest(side[distance(side, sight.ground) > 10].reshape(-1, 3)) if (distance(side, sight.ground) > 10).any() else None
    )
    if fill is None:
        return None
    inside = (distance(side, fill) < 12).mean(axis=1) > 0.8
    rows = np.flatnonzero(inside)
    if len(rows) < 6:
        return None
    breaks = np.flatnonzero(np.diff(rows) > 1)
    if len(breaks) != 1 or rows[breaks[0] + 1] - rows[breaks[0]] > 7:
        return None
    q3, q1 = rows[0] - 0.65, rows[-1] + 1 + 0.65
    median = (rows[breaks[0]] + 1 + rows[breaks[0] + 1]) / 2
    stem = other[:, int(x)] | other[:, max(0, int(x) - 1)]
    capped = other[:, (columns > 3.5) & (columns < 6)].mean(axis=1) > 0.9
    top, foot = _end(stem, capped, rows[0] - 3, -1), _end(stem, capped, rows[-1] + 3, 1)
    dots = distance(patch, sight.ground) > 55  # not the grid
    dots[max(0, top - 2) : foot + 3] = False
    middle = dots[:, columns < 8].astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(middle)
    sizes = [(stats[i][2], stats[i][3]) for i in range(1, count)]
    found = [w <= 11 and 5 <= h <= 11 and w >= 5 for w, h in sizes]
    # what is as tall as a dot and is none may be dots that touch each other or the frame
    merged = any(h >= 5 and not dot for (_, h), dot in zip(sizes, found, strict=True))
    return foot + 1 - 0.8, q1, median, q3, top + 0.8, -1.0 if merged else float(sum(found))


def _end(stem: np.ndarray, capped: np.ndarray, row: int, step: int) -> int:
    """The last row, from `row` on, of an unbroken stroke that ends in a cap; a dot may touch the cap from beyond."""
    start = row
    while 0 <= row + step < len(stem) and stem[row + step]:
        row += step
    end = row
    while row != start and not capped[row]:
        row -= step
    return row if row != start else end


def heatmap(sight: Sight) -> Found:
    """value(row, column): the printed numbers, if the shades rise with them, or the shade found on the colour bar."""
    rows = sorted(sight.role("y-tick"), key=lambda r: centre(r)[1])
    columns = slots(sight, False)
    x0, y0, x1, y1 = sight.plot
    if not rows or not columns:
        return {}
    height, width = (y1 - y0) / len(rows), (x1 - x0) / len(columns)
    cells: Cells = {}
    for i, r in enumerate(rows):
        for j, (label, _) in enumerate(columns):
            box = (x0 + j * width + 3, y0 + i * height + 3, x0 + (j + 1) * width - 4, y0 + (i + 1) * height - 4)
            patch = sight.image[int(box[1]) : int(box[3]), int(box[0]) : int(box[2])].reshape(-1, 3)
            cells[(r.text, label)] = (box, commonest(patch))
    ticks = sight.role("colourbar-tick")
    if ticks:
        return _by_bar(sight, cells, ticks)
    out: Found = {}
    pairs = []
    for args, (box, colour) in cells.items():
        inside = [
            sight.parse(r.text)
            for r in sight.role("value-label")
            if box[0] <= centre(r)[0] <= box[2] and box[1] <= centre(r)[1] <= box[3]
        ]
        if len(inside) == 1 and inside[0] is not None:
            out[("value", args)] = Reading(inside[0])
            pairs.append((inside[0], float(colour @ np.array([0.3, 0.59, 0.11], np.float32))))
    values, shades = (np.array(v) for v in zip(*pairs, strict=True)) if pairs else (np.zeros(0), np.zeros(0))
    order = np.argsort(values, kind="stable")
    steps = np.diff(shades[order])
    falls, rises = bool((steps <= 2.5).all()), bool((steps >= -2.5).all())
    return out if len(pairs) > 3 and (falls or rises) else {}


def _by_bar(sight: Sight, cells: Cells, ticks: list[Region]) -> Found:
    spots = [centre(r)[1] for r in ticks]
    values = [sight.parse(r.text) for r in ticks]
    if len(ticks) < 3 or any(v is None for v in values):
        return {}
    slope, offset = np.polyfit(spots, np.array(values, float), 1)
    step = float(np.abs(np.diff(np.sort(np.array(values, float)))).min())
    x = int(min(r.box[0] for r in ticks)) - 16
    top, foot = int(min(spots)) + 1, int(max(spots)) - 1
    strip = sight.image[top:foot, x]
    out: Found = {}
    for args, (_, colour) in cells.items():
        gaps = np.abs(strip - colour).sum(axis=1)
        best = np.flatnonzero(gaps <= gaps.min() + 0.5)
        if gaps.min() <= 12:
            out[("value", args)] = Reading(float(slope * (top + best.mean() + 0.5) + offset), SHADE * step)
    return out
