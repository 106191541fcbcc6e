"""From figure units to pixels: which side is down, how large, how much paper."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofpress.engine import Refused
from proofpress.seeds import Rng

from .clash import to_segments

# How close two things may come before a reader confuses them, px.
POINTS_APART, POINT_OFF_LINE = 20.0, 9.0
TALLEST = 800  # px


@dataclass(frozen=True)
class Frame:
    """The figure in pixels, y down.  circles: (centre's name, x, y, r).  centre: of the drawn points."""

    width: int
    height: int
    at: Mapping[str, tuple[float, float]]
    circles: tuple[tuple[str, float, float, float], ...]
    scale: float
    turn: float  # radians, counter-clockwise, of the figure on the paper
    mirrored: bool

    @property
    def centre(self) -> tuple[float, float]:
        xs, ys = zip(*self.at.values(), strict=True)
        return sum(xs) / len(xs), sum(ys) / len(ys)


def frame(
    spec: Mapping[str, Any], style: Mapping[str, Any], rng: Rng, paper: tuple[int, int], margin: float, band: float = 0.0
) -> Frame:
    """Pose the figure on its paper (width, height). margin: room for labels on each side, px; band: height kept free
    below for notes.

    Refused where points would fall together or onto lines that they are not on.
    """
    names = list(spec["points"])
    raw = np.array([spec["points"][n] for n in names], float)
    raw = raw - raw.mean(axis=0)
    if style["mirror"]:
        raw = raw * (-1.0, 1.0)
    index = {n: i for i, n in enumerate(names)}
    rounds = [(c["center"], index[c["center"]], index[c["on"][0]]) for c in spec["circles"]]
    radii = [float(np.hypot(*(raw[i] - raw[j]))) for _, i, j in rounds]
    lines = [(index[line[0]], index[line[-1]]) for line in spec["lines"]]
    width, height = paper
    turn = _turn(raw, lines, rounds, radii, style["pose"], (width - 2 * margin) / (height - 2 * margin - band), rng)
    p = raw @ _rotation(turn).T
    lo, hi = _extent(p, rounds, radii)
    size = np.maximum(hi - lo, 1e-9)

    def fit(w: float, h: float) -> float:
        return float(min((w - 2 * margin) / size[0], (h - 2 * margin - band) / size[1]))

    tall = (height, min(width, TALLEST))  # the same paper on end
    if fit(*tall) > 1.1 * fit(width, height):
        width, height = tall
    scale = fit(width, height)
    # paper that the figure does not fill is cut off
    width = min(width, max(int(0.72 * width), math.ceil(size[0] * scale + 2 * margin)))
    height = min(height, max(int(0.72 * height), math.ceil(size[1] * scale + 2 * margin + band)))
    mid = (lo + hi) / 2
    x = (p[:, 0] - mid[0]) * scale + width / 2
    y = (mid[1] - p[:, 1]) * scale + (height - band) / 2
    at = {n: (float(x[i]), float(y[i])) for i, n in enumerate(names)}
    circles = tuple((n, *at[n], r * scale) for (n, _, _), r in zip(rounds, radii, strict=True))
    out = Frame(width, height, at, circles, scale, turn, bool(style["mirror"]))
    _refuse_confusion(out, spec)
    return out


def _rotation(a: float) -> NDArray[np.float64]:
    return np.array([[math.cos(a), -math.sin(a)], [math.sin(a), math.cos(a)]])


def _extent(p: NDArray[np.float64], rounds: list[Any], radii: list[float]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    lo, hi = p.min(axis=0), p.max(axis=0)
    for (_, i, _), r in zip(rounds, radii, strict=True):
        lo, hi = np.minimum(lo, p[i] - r), np.maximum(hi, p[i] + r)
    return lo, hi


def _turn(
    raw: NDArray[np.float64], lines: list[Any], rounds: list[Any], radii: list[float], pose: str, aspect: float, rng: Rng
) -> float:
    """An angle that people would choose: a line lies level (or stands upright) with most of the figure above it, and the
    paper is well filled; pose "free" turns it a little further."""
    options: list[tuple[float, float]] = []
    for i, j in lines or [(0, min(1, len(raw) - 1))]:
        d = raw[j] - raw[i]
        length = float(np.hypot(*d))
        base = -math.atan2(d[1], d[0]) + (math.pi / 2 if pose == "upright" else 0.0)
        for a in (base, base + math.pi):
            q = raw @ _rotation(a).T
            lo, hi = _extent(q, rounds, radii)
            w, h = np.maximum(hi - lo, 1e-9)
            fill = min(w / h / aspect, aspect * h / w)
            above = float(((q[:, 1] - q[i, 1]) > -1e-6).mean()) if pose == "level" else 0.5
            options.append((a, fill + 1.5 * above + 0.5 * length / float(np.hypot(w, h))))
    best = max(score for _, score in options)
    good = [a for a, score in options if score > best - 0.3]
    a = good[int(rng.integers(len(good)))]
    extra = float(rng.uniform(8, 30)) * (1 if rng.random() < 0.5 else -1)
    return a + (math.radians(extra) if pose == "free" else 0.0)


def _refuse_confusion(f: Frame, spec: Mapping[str, Any]) -> None:
    names = list(f.at)
    p = np.array([f.at[n] for n in names])
    gap = np.hypot(*(p[:, None] - p[None, :]).transpose(2, 0, 1)) + 1e6 * np.eye(len(p))
    if gap.min() < POINTS_APART:
        i, j = divmod(int(gap.argmin()), len(p))
        raise Refused(f"layout: points {names[i]} and {names[j]} are drawn too close")
    if not spec["lines"]:
        return
    ends = np.array([[*f.at[line[0]], *f.at[line[-1]]] for line in spec["lines"]])
    off = to_segments(p, ends)
    for n, line in enumerate(spec["lines"]):
        for i, name in enumerate(names):
            if off[i, n] < POINT_OFF_LINE and name not in line:
                raise Refused(f"layout: point {name} is drawn almost on line {line[0]}{line[-1]}")
