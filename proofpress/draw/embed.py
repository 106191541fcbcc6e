"""Placing a finished picture, with its regions and the facts it shows, inside another one."""

from __future__ import annotations

import cv2
import numpy as np

from ..model import box_quad
from .canvas import Canvas
from .picture import Picture

PART = "part"  # role of the region that a placed picture fills


def place(canvas: Canvas, picture: Picture, x: int, y: int, instance: str, parent: str = "") -> str:
    """Lay an embedded engine's picture (Part.draw) down with its upper left corner at (x, y); the id of the region it fills.

    Its regions and the places of its facts move with it; facts that exist only once drawn join the canvas's own.
    ValueError where the picture does not lie inside the canvas.
    """
    if x < 0 or y < 0 or x + picture.width > canvas.width or y + picture.height > canvas.height:
        raise ValueError(f"{instance}: {picture.width} x {picture.height} px at ({x}, {y}) leaves the canvas")
    id = f"{instance}:{PART}"
    quad = box_quad(float(x), float(y), float(x + picture.width), float(y + picture.height))
    canvas.frame(id, PART, quad, parent=parent)
    canvas.paste(picture, x, y, parent=id)
    canvas.facts.extend(picture.facts)
    return id


def fitted(picture: Picture, width: int) -> Picture:
    """The picture scaled to a width, px; regions with it. Scale before placing where a part is wider than its column."""
    scale = width / picture.width
    matrix = np.array([[scale, 0, 0], [0, scale, 0], [0, 0, 1.0]])
    height = max(1, round(picture.height * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    moved = picture.warp(matrix, (width, height), (255, 255, 255))
    pixels = np.asarray(cv2.resize(picture.pixels, (width, height), interpolation=how), np.uint8)
    return Picture(pixels, moved.regions, picture.shows, picture.margins, picture.facts)
