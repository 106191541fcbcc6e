"""Bent pictures: each region's ink lies in its moved outline, and points go where the pixels go."""

import numpy as np
import pytest
from shapely.geometry import Point, Polygon

from proofpress.draw import fonts
from proofpress.draw.canvas import Canvas
from proofpress.draw.picture import Picture
from proofpress.draw.remap import forward, remap

WHITE = (255, 255, 255)


def page() -> Picture:
    canvas = Canvas(320, 200, "#ffffff")
    for i, word in enumerate(("Ledger", "1,204", "total", "76.50")):
        canvas.text(f"w{i}", "word", 30 + 70 * i, 60 + 35 * i, word, font=fonts.face("Lato"), size=18)
    return canvas.picture()


def identity(width: int, height: int) -> np.ndarray:
    x, y = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    return np.stack([x, y], axis=2)


def cylinder(width: int = 320, height: int = 200, depth: float = 26.0) -> np.ndarray:
    """A page whose middle bulges towards the reader: rows sag like the label of a bottle."""
    field = identity(width, height)
    across = (field[..., 0] - width / 2) / (width / 2)
    field[..., 1] += depth * (across**2 - 0.5) * 0.6
    field[..., 0] = width / 2 + (field[..., 0] - width / 2) * (1 + 0.08 * across**2)
    return field


def test_the_identity_changes_nothing() -> None:
    flat = page()
    same = remap(flat, identity(320, 200), WHITE)
    assert np.array_equal(same.pixels, flat.pixels)
    for a, b in zip(flat.regions, same.regions, strict=True):
        assert np.allclose(a.quad, b.quad, atol=1e-6) and np.allclose(a.chars, b.chars, atol=1e-6)


def test_points_go_where_the_pixels_go() -> None:
    field = cylinder()
    rng = np.random.default_rng(5)
    inside = rng.uniform((20, 20), (300, 180), (200, 2))
    x, y = inside.astype(int).T
    assert np.allclose(forward(field, field[y, x]), np.c_[x, y] + 0.5, atol=1e-3)


def test_ink_lies_in_the_bent_outline() -> None:
    flat, field = page(), cylinder()
    bent = remap(flat, field, WHITE)
    hulls = [Polygon(np.reshape(r.polygon, (-1, 2))).buffer(1.5) for r in bent.regions]
    ys, xs = np.nonzero(bent.pixels[..., 0] < 140)
    assert len(xs) > 300
    assert all(any(h.contains(Point(x + 0.5, y + 0.5)) for h in hulls) for x, y in zip(xs, ys, strict=True))
    for before, after in zip(flat.regions, bent.regions, strict=True):
        assert not np.allclose(before.quad, after.quad, atol=1.0), "nothing moved"


def test_a_region_that_leaves_the_picture_is_told() -> None:
    field = identity(320, 200)
    field[..., 0] += 120
    with pytest.raises(ValueError, match="does not come to lie in the 320 x 200 px picture"):
        remap(page(), field, WHITE)
