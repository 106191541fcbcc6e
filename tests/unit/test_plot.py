"""The matplotlib surface: text lies in its quad at every angle, and the same calls give the same bytes."""

import numpy as np
import pytest
from shapely.geometry import Point, Polygon

from proofpress.draw import fonts
from proofpress.draw.plot import Plot, measure, text_quad, wrap

FACE = str(fonts.face("Open Sans").path)


@pytest.mark.parametrize("angle", [0, 17, 30, 45, 90, -90, 270])
@pytest.mark.parametrize(("ha", "va"), [("left", "top"), ("right", "middle"), ("center", "bottom")])
def test_quad_holds_the_ink_and_little_more(angle: float, ha: str, va: str) -> None:
    plot = Plot(240, 240)
    quad = plot.text(120.4, 119.7, "Typing jQ\nof 1,200", FACE, 13, ha=ha, va=va, angle=angle)
    ys, xs = np.nonzero(plot.pixels()[:, :, 0] < 235)
    hull = Polygon(np.reshape(quad, (4, 2)))
    assert len(xs) > 100
    assert all(hull.buffer(0.01).contains(Point(x + 0.5, y + 0.5)) for x, y in zip(xs, ys, strict=True))
    ink = Polygon([(xs.min(), ys.min()), (xs.max() + 1, ys.min()), (xs.max() + 1, ys.max() + 1), (xs.min(), ys.max() + 1)])
    assert hull.area < 1.25 * ink.area + 120
    assert quad == text_quad(120.4, 119.7, "Typing jQ\nof 1,200", FACE, 13, ha=ha, va=va, angle=angle)


def test_marks_land_on_their_pixels() -> None:
    plot = Plot(60, 40, "#ffffff")
    plot.rect((10, 5, 30, 25), "#ff0000")
    plot.line([(0, 30), (60, 30)], "#0000ff", 1.0, crisp=True)
    pixels = plot.pixels()
    assert (pixels[5:25, 10:30] == (255, 0, 0)).all()
    assert (pixels[4, 10:30] == 255).all() and (pixels[25, 10:30] == 255).all()
    assert (pixels[29:31, :, 0] == 0).any()


def test_same_calls_same_bytes() -> None:
    def once() -> bytes:
        plot = Plot(200, 120)
        plot.sector((60, 60), (20, 50), 10, 130, "#336699", edge="#ffffff", width=2, hatch="//")
        plot.text(110, 60, "Größe 12 %", FACE, 14, angle=30)
        return plot.pixels().tobytes()

    assert once() == once()


def test_wrap_breaks_only_at_spaces() -> None:
    text = wrap("North Macedonia and Trinidad", FACE, 12, measure("Macedonia and", FACE, 12).advance + 1)
    assert text.split("\n") == ["North", "Macedonia and", "Trinidad"]
