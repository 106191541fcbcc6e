"""The diagram surfaces (matplotlib, skia): text lies in its quad at every angle, and the same calls give the same bytes."""

from typing import Any

import numpy as np
import pytest
from shapely.geometry import Point, Polygon

from proofpress.draw import fonts, plot, raster, vector
from proofpress.draw.colour import HATCHES
from proofpress.draw.typeset import Face, shape

SURFACES = [pytest.param((plot, plot.Plot), id="matplotlib"), pytest.param((raster, raster.Raster), id="skia")]
FACE = str(fonts.face("Open Sans").path)


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("angle", [0, 17, 30, 45, 90, -90, 270])
@pytest.mark.parametrize(("ha", "va"), [("left", "top"), ("right", "middle"), ("center", "bottom")])
def test_quad_holds_the_ink_and_little_more(surface: Any, angle: float, ha: str, va: str) -> None:
    module, make = surface
    canvas = make(240, 240)
    quad = canvas.text(120.4, 119.7, "Typing jQ\nof 1,200", FACE, 13, ha=ha, va=va, angle=angle)
    ys, xs = np.nonzero(canvas.pixels()[:, :, 0] < 235)
    hull = Polygon(np.reshape(quad, (4, 2)))
    assert len(xs) > 100
    assert all(hull.buffer(0.01).contains(Point(x + 0.5, y + 0.5)) for x, y in zip(xs, ys, strict=True))
    ink = Polygon([(xs.min(), ys.min()), (xs.max() + 1, ys.min()), (xs.max() + 1, ys.max() + 1), (xs.min(), ys.max() + 1)])
    assert hull.area < 1.25 * ink.area + 120
    assert quad == module.text_quad(120.4, 119.7, "Typing jQ\nof 1,200", FACE, 13, ha=ha, va=va, angle=angle)


@pytest.mark.parametrize("surface", SURFACES)
def test_marks_land_on_their_pixels(surface: Any) -> None:
    canvas = surface[1](60, 40, "#ffffff")
    canvas.rect((10, 5, 30, 25), "#ff0000")
    canvas.line([(0, 30), (60, 30)], "#0000ff", 1.0, crisp=True)
    pixels = canvas.pixels()
    assert (pixels[5:25, 10:30] == (255, 0, 0)).all()
    assert (pixels[4, 10:30] == 255).all() and (pixels[25, 10:30] == 255).all()
    rows = np.flatnonzero((pixels[:, 40] == (0, 0, 255)).all(axis=1))
    assert rows.tolist() == [30], "a crisp line of one pixel covers the row below its coordinate wholly"


@pytest.mark.parametrize("width", [0.8, 1.0, 1.2])
@pytest.mark.parametrize("surface", SURFACES)
def test_a_hair_line_is_not_spread_over_two_rows_nor_hidden_by_the_bar_that_stands_on_it(surface: Any, width: float) -> None:
    canvas = surface[1](60, 40, "#ffffff")
    canvas.line([(0, 30), (60, 30)], "#000000", width, crisp=True)
    canvas.rect((10, 5, 30, 30), "#ff0000")
    ink = 255 - canvas.pixels()[:, :, 1].astype(int)
    assert ink[30, 20] >= 200 and ink[30, 50] >= 200
    assert ink[29, 50] < 40 and ink[31, 50] < 40


def test_edges_of_a_light_hatch_do_not_darken_what_they_lie_on() -> None:
    canvas = raster.Raster(72, 72, "#444444")
    canvas.rect((0, 0, 72, 72), None, hatch="///", hatch_colour="#ffffff")
    assert canvas.pixels().min() >= 0x43


@pytest.mark.parametrize("hatch", [h for h in HATCHES if h])
def test_a_hatch_is_as_dark_on_both_surfaces(hatch: str) -> None:
    """Strokes that run from one tile of the pattern into the next are inked once."""
    inks = []
    for _, make in (s.values[0] for s in SURFACES):
        canvas = make(144, 144)
        canvas.rect((0, 0, 144, 144), "#ffffff", hatch=hatch, hatch_colour="#000000")
        inks.append(255 - canvas.pixels()[:, :, 0].astype(float))
    assert inks[1].mean() == pytest.approx(inks[0].mean(), rel=0.12)


@pytest.mark.parametrize("surface", SURFACES)
def test_same_calls_same_bytes(surface: Any) -> None:
    def once() -> bytes:
        canvas = surface[1](200, 120)
        canvas.sector((60, 60), (20, 50), 10, 130, "#336699", edge="#ffffff", width=2, hatch="//")
        canvas.text(110, 60, "Größe 12 %", FACE, 14, angle=30)
        return bytes(canvas.pixels().tobytes())

    assert once() == once()


def test_both_surfaces_draw_the_same_diagram() -> None:
    """Pixel by pixel they differ only along edges; the shares of colour agree."""
    pictures = []
    for _, make in (s.values[0] for s in SURFACES):
        canvas = make(160, 120)
        canvas.rect((10, 10, 60, 110), "#cc3311", hatch="///", hatch_colour="#000000")
        canvas.rect((70.3, 20.6, 110, 100), "#4477aa", radius=8, corners="t", edge="#222222", width=1.2)
        canvas.marker("D", 135, 30, 16, "#228833", edge="#000000", width=1.0)
        canvas.polygon([(120, 60), (150, 60), (135, 100)], "#ccbb44", alpha=0.5, clip=(0, 0, 160, 90))
        canvas.image(2, 2, np.full((5, 5, 3), 9, np.uint8))
        pictures.append(canvas.pixels().astype(int))
    apart = np.abs(pictures[0] - pictures[1]).max(axis=2)
    assert (apart > 100).mean() < 0.02
    assert np.abs(pictures[0].mean(axis=(0, 1)) - pictures[1].mean(axis=(0, 1))).max() < 4.0


@pytest.mark.parametrize("surface", SURFACES)
def test_wrap_breaks_only_at_spaces(surface: Any) -> None:
    module = surface[0]
    width = module.measure("Macedonia and", FACE, 12).advance + 1
    text = module.wrap("North Macedonia and Trinidad", FACE, 12, width)
    assert text.split("\n") == ["North", "Macedonia and", "Trinidad"]


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize(
    ("family", "text"),
    [("Heebo", "סה״כ 42.50 ₪"), ("Noto Naskh Arabic", "المجموع: 1,250 لا غير"), ("Hind", "हिन्दी विक्रय"), ("Sarabun", "น้ำที่ปี่")],
)
def test_other_scripts_are_set_as_typeset_sets_them(surface: Any, family: str, text: str) -> None:
    module, make = surface
    face = str(fonts.face(family).path)
    canvas = make(360, 90)
    quad = canvas.text(20, 50, text, face, 30)
    run = shape(text, Face((face,)), 30)
    other = vector.Surface(360, 90)
    other.text(run, 20, 50, "#000000")
    ink, wanted = (255 - pixels[:, :, 0].astype(float) for pixels in (canvas.pixels(), other.pixels()))
    assert np.corrcoef(ink.ravel(), wanted.ravel())[0, 1] > 0.99
    assert np.abs(np.subtract(quad, vector.text_quad(run.ink, 20, 50))).max() <= 1
    assert module.measure(text, face, 30).advance == run.advance


@pytest.mark.parametrize("surface", SURFACES)
def test_lines_of_a_block_keep_its_direction(surface: Any) -> None:
    """The second line begins with a Latin word and ends with a full stop, which stands on its left."""
    face = str(fonts.face("Heebo").path)
    canvas = surface[1](300, 100)
    canvas.text(20, 40, "מחיר\nUSB 2 חדש.", face, 24)
    alone = surface[1](300, 100)
    alone.text(20, 40 + round(24 * 1.22), "USB 2 חדש.", face, 24)
    assert (canvas.pixels()[50:] != alone.pixels()[50:]).any()
    stop = shape("USB 2 חדש.", Face((face,)), 24, "rtl").chars[-1]
    at = np.s_[40 + round(24 * 1.22) - 4 : 40 + round(24 * 1.22), 20 : 20 + int(stop[2]) + 1]
    assert (canvas.pixels()[at] < 128).any()
