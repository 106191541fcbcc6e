"""What a sheet does that does not lie straight under the camera: rotation and perspective. Pixels and regions move by one
homography, and the canvas grows so that nothing leaves it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...seeds import Rng
from ..picture import Picture, Pixels, move_points
from .base import Degradation, Parameters, between, either_sign

ANGLE = {"light": (0.4, 2.0), "medium": (2.0, 5.0), "heavy": (5.0, 9.0)}  # degrees
TILT = {"light": (4.0, 9.0), "medium": (9.0, 16.0), "heavy": (16.0, 24.0)}  # degrees out of the image plane
# The camera stands this many diagonals away: as a phone over a sheet of paper.
DISTANCE = 1.6
# What may lie around a sheet (red, green, blue): wood, slate, cloth, stone, cardboard.
DESKS = ((116, 86, 62), (74, 78, 84), (150, 142, 128), (186, 182, 174), (52, 58, 70), (168, 138, 104))
DESK_MARGIN = 0.03  # of the width: how much of the desk is seen around the sheet


def choose_ground(rng: Rng) -> Any:
    """What is seen beyond the sheet: "paper" (its own border colour goes on) or the colour of a desk."""
    return "paper" if rng.random() < 0.6 else list(DESKS[int(rng.integers(len(DESKS)))])


def _choose_rotation(severity: str, rng: Rng) -> Parameters:
    return {"angle": either_sign(rng, ANGLE[severity], 2)}


def rotation(picture: Picture, p: Mapping[str, Any], rng: Rng) -> Picture:
    """Turned clockwise by `angle` degrees."""
    c, s = math.cos(math.radians(p["angle"])), math.sin(math.radians(p["angle"]))
    return _seen_through(picture, np.array([[c, -s, 0], [s, c, 0], [0, 0, 1.0]]), p.get("ground", "paper"))


def _choose_perspective(severity: str, rng: Rng) -> Parameters:
    return {"tilt": between(rng, TILT[severity], 2), "axis": between(rng, (0.0, 360.0), 1)}


def perspective(picture: Picture, p: Mapping[str, Any], rng: Rng) -> Picture:
    """Tilted by `tilt` degrees about an axis in its plane (at `axis` degrees), seen by a pinhole camera above its middle."""
    w, h = picture.width, picture.height
    d = DISTANCE * math.hypot(w, h)
    ux, uy = math.cos(math.radians(p["axis"])), math.sin(math.radians(p["axis"]))
    c, s = math.cos(math.radians(p["tilt"])), math.sin(math.radians(p["tilt"]))
    # Rodrigues' rotation about (ux, uy, 0) applied to (x, y, 0), then projection onto the plane at distance d
    turned = np.array([[c + ux * ux * (1 - c), ux * uy * (1 - c), 0], [ux * uy * (1 - c), c + uy * uy * (1 - c), 0]])
    matrix = np.vstack([d * turned, [-uy * s, ux * s, d]])
    middle = np.array([[1.0, 0, -w / 2], [0, 1, -h / 2], [0, 0, 1]])
    return _seen_through(picture, matrix @ middle, p.get("ground", "paper"))


def _seen_through(picture: Picture, matrix: NDArray[np.float64], ground: Any) -> Picture:
    """The picture moved by the matrix and set into the smallest upright canvas that holds it, desk margin included."""
    w, h = picture.width, picture.height
    corners = move_points(np.array([[0.0, 0], [w, 0], [w, h], [0, h]]), matrix)
    margin = 0 if ground == "paper" else round(DESK_MARGIN * w)
    low, high = np.floor(corners.min(0)) - margin, np.ceil(corners.max(0)) + margin
    shift = np.array([[1.0, 0, -low[0]], [0, 1, -low[1]], [0, 0, 1]])
    size = int(high[0] - low[0]), int(high[1] - low[1])
    return picture.warp(shift @ matrix, size, border_colour(picture.pixels) if ground == "paper" else tuple(ground))


def border_colour(pixels: Pixels) -> tuple[int, int, int]:
    """The colour that most of the outermost pixels have (the median of each channel)."""
    rim = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    r, g, b = (int(v) for v in np.median(rim, axis=0))
    return r, g, b


ROTATION = Degradation("rotation", 0, _choose_rotation, rotation, moves=True)
PERSPECTIVE = Degradation("perspective", 1, _choose_perspective, perspective, moves=True)
