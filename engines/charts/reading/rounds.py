"""Reading pies, donuts and radar charts."""

from __future__ import annotations

import math

import numpy as np

from .columns import Found
from .sight import Reading, Sight, centre, commonest, distance, swatches

ONE_MARKER = 1.6  # of the usual marker: what is longer on a spoke is a line that runs along it
Spot = tuple[float, float]
STEPS = 3600  # directions looked at around a pie


def pie(sight: Sight) -> Found:
    """value(series, label): the share of the turn that each slice takes, in per cent, or the printed value it confirms."""
    asked = [args for predicate, args in sight.statements if predicate == "value"]
    arcs = _arcs(sight)
    labels = [args[1] for args in asked if len(args) == 2]
    if arcs is None or len(arcs) < 2 or not labels:
        return {}
    names = _names(sight, arcs)
    if names is None:
        return {}
    shares = {name: (b - a) / STEPS for name, (a, b, _) in zip(names, arcs, strict=True)}
    series = asked[0][0]
    printed = _printed(sight, names, arcs)
    if printed and len(printed) == len(names):
        total = sum(printed.values())
        if all(abs(printed[n] / total - shares[n]) <= 0.008 for n in names):
            return {("value", (series, n)): Reading(v) for n, v in printed.items()}
    if any("%" not in r.text for r in sight.role("value-label")):
        return {}
    radius = (sight.plot[2] - sight.plot[0]) / 2
    margin = max(1.0, 100 * 2 * 2 / (2 * math.pi * radius))
    return {("value", (series, n)): Reading(100 * share, margin) for n, share in shares.items()}


def _arcs(sight: Sight) -> list[tuple[float, float, np.ndarray]] | None:
    """Slices as (from, to, colour) in steps clockwise from twelve o'clock; None where colours run together."""
    x0, y0, x1, y1 = sight.plot
    cx, cy, radius = (x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 2
    theta = (np.arange(STEPS) + 0.5) * 2 * math.pi / STEPS
    r = radius * 0.93
    xs, ys = (cx + r * np.sin(theta)).astype(int), (cy - r * np.cos(theta)).astype(int)
    ring = sight.image[ys, xs]
    changed = distance(ring, np.roll(ring, 1, axis=0)) > 12
    cuts = np.flatnonzero(changed)
    if not len(cuts):
        return None
    runs = [(int(a), int(b if b > a else b + STEPS)) for a, b in zip(cuts, np.roll(cuts, -1), strict=True)]
    solid = [(a, b, ring[((a + b) // 2) % STEPS]) for a, b in runs if b - a >= 12]
    if len(solid) < 2:
        return None
    middle = [
        ((solid[i - 1][1] % STEPS + ((a - solid[i - 1][1]) % STEPS) / 2) % STEPS) for i, (a, _, _) in enumerate(solid)
    ]  # a boundary is the middle of the gap between two slices
    out = []
    for i, (_, _, colour) in enumerate(solid):
        a, b = middle[i], middle[(i + 1) % len(solid)]
        out.append((a, b if b > a else b + STEPS, colour))
    return out


def _names(sight: Sight, arcs: list[tuple[float, float, np.ndarray]]) -> list[str] | None:
    """The name of each arc: by the colour of its legend swatch, or by the text beside or within it."""
    keyed = swatches(sight)
    if keyed:
        if any(c is None for _, c in keyed) or len(keyed) != len(arcs):
            return None
        known = [(name, k) for name, k in keyed if k is not None]
        out = [known[int(np.argmin([distance(c, k) for _, k in known]))][0] for _, _, c in arcs]
        return out if len(set(out)) == len(out) else None
    asked = [args[1] for predicate, args in sight.statements if predicate == "value" and len(args) == 2]
    texts = sight.role("slice-label", "value-label")
    if len(texts) != len(arcs):
        return None
    x0, y0, x1, y1 = sight.plot
    cx, cy = (x0 + x1) / 2, (y0 + y1) / 2

    def turn(region: object) -> float:
        x, y = centre(region)  # type: ignore[arg-type]
        return math.atan2(x - cx, cy - y) % (2 * math.pi) / (2 * math.pi) * STEPS

    ordered = sorted(texts, key=turn)
    spots = [turn(r) for r in ordered]
    middles = [((a + b) / 2) % STEPS for a, b, _ in arcs]

    def off(k: int) -> float:
        return sum(abs((spots[(i + k) % len(spots)] - m + STEPS / 2) % STEPS - STEPS / 2) for i, m in enumerate(middles))

    shift = min(range(len(spots)), key=off)
    out = []
    for i in range(len(arcs)):
        text = ordered[(i + shift) % len(ordered)].text
        fits = [n for n in asked if text == n or text.startswith(n + " ")]
        if not fits:
            return None
        out.append(max(fits, key=len))
    return out if len(set(out)) == len(out) else None


def _printed(sight: Sight, names: list[str], arcs: list[tuple[float, float, np.ndarray]]) -> dict[str, float]:
    """Values printed after the names of slices, or alone within (or beside) them."""
    out = {}
    x0, y0, x1, y1 = sight.plot
    for r in sight.role("slice-label", "value-label"):
        value = sight.parse(r.text)
        if value is not None:
            x, y = centre(r)
            turn = math.atan2(x - (x0 + x1) / 2, (y0 + y1) / 2 - y) % (2 * math.pi) / (2 * math.pi) * STEPS
            out.update({n: value for n, (a, b, _) in zip(names, arcs, strict=True) if (turn - a) % STEPS <= b - a})
            continue
        for n in sorted(names, key=len):
            value = sight.parse(r.text[len(n) :]) if r.text.startswith(n + " ") else None
            if value is not None:
                out[n] = value
    return out


def radar(sight: Sight) -> Found:
    """value(series, label): where each series' colour stands on each spoke."""
    keyed = swatches(sight)
    asked = [args for predicate, args in sight.statements if predicate == "value"]
    x0, y0, x1, y1 = sight.plot
    cx, cy, radius = (x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 2
    rings = [(sight.parse(r.text), cy - centre(r)[1]) for r in sight.role("y-tick")]
    known = [(v, r) for v, r in rings if v is not None]
    spokes = [r.text for r in sight.role("x-tick")]
    if len(known) < 3 or len(spokes) < 3 or not asked:
        return {}
    step = float(np.abs(np.diff(np.sort([v for v, _ in known]))).min())
    slope, offset = np.polyfit([r for _, r in known], [v for v, _ in known], 1)
    colours = keyed or [(asked[0][0], _series_colour(sight, cx, cy, radius))]
    found: dict[str, dict[str, tuple[float, float, Spot]]] = {}
    steps = np.arange(4.0, radius + 6, 0.5)
    for i, label in enumerate(spokes):
        t = 2 * math.pi * i / len(spokes)
        xs, ys = (cx + steps * math.sin(t)).astype(int), (cy - steps * math.cos(t)).astype(int)
        along = sight.image[np.clip(ys, 0, sight.image.shape[0] - 1), np.clip(xs, 0, sight.image.shape[1] - 1)]
        for name, colour in colours:
            if colour is None:
                continue
            hits = steps[distance(along, colour) <= 14]  # a marker shows its colour unmixed
            if not len(hits):
                continue
            groups = np.split(hits, np.flatnonzero(np.diff(hits) > 4.0) + 1)
            run = max(groups, key=len)
            if len(run) >= 7 and len(hits) - len(run) <= 2:
                r = float(run[0] + run[-1]) / 2
                spot = (cx + r * math.sin(t), cy - r * math.cos(t))
                found.setdefault(name, {})[label] = (float(run[-1] - run[0]), float(slope * r + offset), spot)
    lengths = [length for markers in found.values() for length, _, _ in markers.values()]
    if len(lengths) < 4:  # too few to tell how long a marker is
        return {}
    longest = ONE_MARKER * float(np.median(lengths))
    return {
        ("value", (name, label)): _confirmed(sight, spot, value, abs(slope), step)
        for name, markers in found.items()
        for label, (length, value, spot) in markers.items()
        if length <= longest
    }


def _confirmed(sight: Sight, spot: tuple[float, float], value: float, unit: float, step: float) -> Reading:
    """The number printed beside a point, where the point stands at it."""
    for r in sight.role("value-label"):
        said = sight.parse(r.text)
        if said is not None and math.dist(centre(r), spot) < 40 and abs(said - value) <= 3 * unit:
            return Reading(said)
    return Reading(value, 1.5 * max(step / 20, 2 * unit))  # rings lie aslant of most spokes


def _series_colour(sight: Sight, cx: float, cy: float, radius: float) -> np.ndarray:
    """The most vivid common colour around the middle of a radar chart with one series."""
    x0, y0, x1, y1 = (int(v) for v in (cx - radius, cy - radius, cx + radius, cy + radius))
    area = sight.image[y0:y1, x0:x1].reshape(-1, 3)
    vivid = area.max(axis=1) - area.min(axis=1)
    strong = area[vivid >= 0.8 * vivid.max()] if vivid.max() > 40 else area[distance(area, sight.ground) > 60]
    return commonest(strong) if len(strong) else sight.ground
