"""The vector surface: what is measured is what is inked."""

import numpy as np
import pytest

from proofpress.draw import fonts, vector
from proofpress.draw.vector import Face, Surface, arc_points, by_hand, shape
from proofpress.seeds import stream

FACE = Face(fonts.stack(fonts.face("STIX Two Text", italic=True)))


def ink(surface):
    return np.argwhere(surface.pixels().min(axis=2) < 250)[:, ::-1] + 0.5


def signed_sides(quad, points):
    """Distances (n, 4) to the quad's sides, positive inside."""
    q = np.reshape(quad, (4, 2)).astype(float)
    d = np.roll(q, -1, axis=0) - q
    d /= np.hypot(*d.T)[:, None]
    r = points[:, None] - q[None]
    return d[None, :, 0] * r[..., 1] - d[None, :, 1] * r[..., 0]


@pytest.mark.parametrize("angle", [0.0, 31.0, -77.0, 180.0])
@pytest.mark.parametrize("text", ["A", "3√12/5", "∠ABC = 40°", "jumpy Quartz"])
def test_a_quad_holds_its_ink_tightly_at_any_angle(text, angle):
    surface = Surface(420, 420)
    quad, chars = surface.text(shape(text, FACE, 26), 210, 210, "#000000", angle=angle, anchor="centre")
    sides = signed_sides(quad, ink(surface))
    assert sides.min() > -0.75, "ink outside the quad"
    assert sides.min(axis=0).max() < 2.5, "the quad is loose"
    assert len(chars) == 8 * len(text)


def test_the_bar_of_a_root_reaches_over_its_number():
    bare, rooted = shape("12", FACE, 30), shape("√12", FACE, 30)
    assert rooted.ink[1] < bare.ink[1] - 1 and rooted.ink[2] - rooted.chars[0][2] > 0.9 * bare.width


def test_a_character_that_no_font_has_is_refused():
    with pytest.raises(vector.NoGlyph, match="Lato-Regular does not draw 'ก'"):
        shape("ก", Face((str(fonts.face("Lato").path),)), 20)


def test_a_line_by_hand_keeps_its_ends_and_its_course():
    for seed in range(20):
        line = by_hand([(10, 20), (400, 300)], stream(seed, "hand"), 1.2)
        assert np.abs(line[[0, -1]] - [(10, 20), (400, 300)]).max() < 1e-9
        u = np.array([390, 280]) / np.hypot(390, 280)
        r = line - (10, 20)
        assert np.abs(r[:, 0] * u[1] - r[:, 1] * u[0]).max() <= 2.4
    assert not np.allclose(line, by_hand([(10, 20), (400, 300)], stream(99, "hand"), 1.2))


def test_an_area_less_another_leaves_a_hole_and_hatching_stays_inside():
    surface = Surface(100, 100)
    surface.fill([arc_points(50, 50, 40)], "#000000", less=[arc_points(50, 50, 20)])
    p = surface.pixels()
    assert p[50, 50].min() == 255 and p[50, 80].max() == 0 and p[5, 5].min() == 255
    surface = Surface(100, 100)
    surface.hatch([[(20, 20), (80, 20), (80, 80), (20, 80)]], "#000000", gap=6)
    x, y = ink(surface).T
    assert len(x) > 200 and x.min() > 19 and x.max() < 81 and y.min() > 19 and y.max() < 81


def test_a_tile_covers_the_canvas():
    tile = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
    surface = Surface(10, 7)
    surface.tile(tile)
    assert (surface.pixels() == np.tile(tile, (2, 3, 1))[:7, :10]).all()
