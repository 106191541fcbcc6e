"""The canvas makes a region of what it paints, and knows what later paint leaves of it to be seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from proofpress.draw.canvas import Canvas
from proofpress.draw.fonts import face
from proofpress.draw.legibility import ink, visible
from proofpress.draw.plot import Plot
from proofpress.draw.raster import Raster
from proofpress.draw.vector import Surface
from proofpress.model import Fact, box_quad

LATO = face("Lato")
SURFACES: list[Callable[[int, int], Any]] = [Surface, Raster, Plot]


def fill(surface: Any, box: tuple[float, float, float, float], colour: str, alpha: float = 1.0) -> None:
    x0, y0, x1, y1 = box
    corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    surface.fill([corners], colour, alpha) if isinstance(surface, Surface) else surface.polygon(corners, colour, alpha=alpha)


@pytest.fixture(params=SURFACES, ids=lambda s: s.__name__)
def canvas(request: Any) -> Canvas:
    return Canvas(300, 120, surface=request.param(300, 120))


@pytest.mark.parametrize("colour", ["#222222", "#ffffff", "#cc3311"], ids=["of its own colour", "of the paper's", "other"])
def test_a_word_that_a_later_shape_covers_to_80_percent_is_seen_to_a_fifth(canvas: Canvas, colour: str) -> None:
    quad = canvas.text("w", "word", 20, 60, "HIHIHIHIHIHIHIHIHIHI", font=LATO, size=24)
    x0, y0, x1, y1 = quad[0], quad[1], quad[4], quad[5]
    fill(canvas.surface, (x0 + 0.2 * (x1 - x0), y0, x1, y1), colour)
    picture = canvas.picture()
    assert picture.region("w").visible == pytest.approx(0.2, abs=0.04)
    assert visible(picture, picture)[0].visible <= 0.24


def test_what_lies_under_a_word_or_belongs_to_it_covers_nothing(canvas: Canvas) -> None:
    fill(canvas.surface, (10, 30, 200, 70), "#e8b33a")
    canvas.add("bar", "bar", box_quad(10, 30, 200, 70))
    canvas.text("w", "word", 20, 60, "240", font=LATO, size=24, parent="bar")
    assert [r.visible for r in canvas.picture().regions] == [1.0, 1.0]


def test_one_letter_hidden_makes_another_word(canvas: Canvas) -> None:
    canvas.text("w", "price", 20, 60, "1234567.50", font=LATO, size=24)
    x0, y0, x1, y1 = np.reshape(canvas.regions["w"].chars, (-1, 8))[3][[0, 1, 4, 5]]
    fill(canvas.surface, (x0, y0, x1, y1), "#ffffff")
    assert canvas.picture().region("w").visible < 0.5


def test_glass_over_a_word_covers_as_much_as_it_is_opaque(canvas: Canvas) -> None:
    canvas.text("w", "word", 20, 60, "HHHHHH", font=LATO, size=24)
    fill(canvas.surface, (0, 0, 300, 120), "#ffffff", 0.3)
    assert canvas.picture().region("w").visible == pytest.approx(0.7, abs=0.02)


def test_a_mark_painted_over_by_another_is_hidden(canvas: Canvas) -> None:
    for id, x in (("a", 20), ("b", 24)):
        with canvas.mark(id, "dot") as surface:
            surface.disc(x, 40, 8, "#2467a8")
    under, over = canvas.picture().regions
    assert under.visible < 0.4 and over.visible == 1.0
    assert under.box == pytest.approx((12, 32, 28, 48), abs=1.0)


def test_text_hangs_by_its_sides_its_middle_and_its_decimal_point(canvas: Canvas) -> None:
    ends: dict[str, list[float]] = {"left": [], "right": [], "decimal": []}
    for n, text in enumerate(("3.50", "112.25", "7")):
        for ha, x in (("left", 20), ("right", 140), ("decimal", 220)):
            canvas.text(f"{ha}{n}", "number", x, 30 + 30 * n, text, font=LATO, size=20, ha=ha)
            chars = np.reshape(canvas.regions[f"{ha}{n}"].chars, (-1, 8))
            point = text.find(".")
            ends[ha].append({"left": chars[0][0], "right": chars[-1][2], "decimal": chars[point][0]}[ha])
    assert np.ptp(ends["left"]) <= 3 and np.ptp(ends["right"]) <= 3  # sidebearings
    assert np.ptp(ends["decimal"][:2]) <= 1
    assert canvas.regions["decimal2"].box[2] <= 221
    canvas.text("m", "number", 150, 60, "H", font=LATO, size=20, ha="center", va="middle")
    x0, y0, x1, y1 = canvas.regions["m"].box
    assert ((x0 + x1) / 2, (y0 + y1) / 2) == pytest.approx((150, 60), abs=1.5)


@pytest.mark.parametrize("angle", [0.0, 90.0, -90.0, 30.0])
def test_region_words_characters_and_quad_are_those_inked(canvas: Canvas, angle: float) -> None:
    canvas.text("t", "title", 150, 60, "Two lines\nof text", font=LATO, size=16, ha="center", angle=angle)
    region = canvas.regions["t"]
    assert region.text == "Two lines of text" and region.ink == "text" and len(region.chars or ()) == 8 * len(region.text)
    assert region.font == "sans/lato/Lato-Regular.ttf" and region.size == 16
    picture = canvas.picture()
    report = ink(picture, region)
    assert report.inside > 0.99 and 0.03 < report.coverage < 0.5
    for char, quad in zip(region.text, np.reshape(region.chars, (-1, 4, 2)), strict=True):
        x0, y0 = np.floor(quad.min(0)).astype(int)
        x1, y1 = np.ceil(quad.max(0)).astype(int)
        inked = picture.pixels[y0:y1, x0:x1].min(initial=255) < 120
        assert inked == (char != " ") or (angle == 30.0 and char == " "), char  # a turned box takes in its neighbours


def test_a_paragraph_keeps_its_width_and_all_its_words(canvas: Canvas) -> None:
    words = "Paid in cash at the counter, with thanks, on the third of May."
    canvas.paragraph("p", "note", 20, 20, words, 160, font=LATO, size=13)
    region = canvas.regions["p"]
    assert region.text == words and region.box[2] <= 181 and region.box[3] - region.box[1] > 3 * 13


@pytest.mark.parametrize("wrapped", [True, False], ids=["paragraph", "lines"])
def test_a_right_to_left_text_has_its_characters_where_they_are_inked(canvas: Canvas, wrapped: bool) -> None:
    words = "USB 2 במבצע: 42.50 ₪ כולל מע״מ."
    if wrapped:
        canvas.paragraph("p", "note", 10, 30, words, 150, font=face("Heebo"), size=18, direction="rtl")
    else:
        broken = words.replace("₪ ", "₪\n")
        canvas.text("p", "note", 200, 30, broken, font=face("Heebo"), size=16, ha="right", direction="rtl")
    region, picture = canvas.regions["p"], canvas.picture()
    quads = np.reshape(region.chars, (-1, 4, 2))
    assert region.text == words and len(quads) == len(words)
    dark = picture.pixels.min(2) < 200
    for char, quad in zip(words, quads, strict=True):
        (x0, y0), (x1, y1) = quad.min(0).astype(int), quad.max(0).astype(int)
        assert char == " " or dark[y0 : y1 + 1, x0 : x1 + 1].any(), char
        dark[y0 : y1 + 1, x0 : x1 + 1] = False
    assert not dark.any()
    stop = quads[-1]
    last_line = [q for c, q in zip(words, quads, strict=True) if abs(q[:, 1].mean() - stop[:, 1].mean()) < 14 and c != " "]
    assert stop.min(0)[0] == min(q.min(0)[0] for q in last_line)  # the full stop ends the line on the left


def test_what_is_clipped_is_seen_less(canvas: Canvas) -> None:
    with canvas.clip((0, 0, 60, 120)):
        canvas.text("w", "word", 20, 60, "HHHHHHHH", font=LATO, size=20)
    assert 0.1 < canvas.picture().region("w").visible < 0.45


def test_a_picture_pasted_keeps_its_regions_and_covers_what_is_below() -> None:
    part = Canvas(80, 30, "#eeeeee")
    part.text("t", "title", 10, 20, "Tea", font=LATO, size=14)
    part.show("f1", at="t")
    whole = Canvas(300, 120)
    whole.text("w", "word", 105, 62, "covered", font=LATO, size=14)
    whole.frame("part", "panel", box_quad(100, 40, 180, 70))
    whole.paste(part.picture(), 100, 40, prefix="p-", parent="part")
    picture = whole.picture()
    moved = picture.region("p-t")
    assert moved.parent == "part" and moved.box[0] == pytest.approx(part.regions["t"].box[0] + 100)
    assert ink(picture, moved).inside > 0.99 and picture.shows["p-f1"].at == ("p-t",)
    assert picture.region("w").visible < 0.1 and moved.visible == 1.0 == picture.region("part").visible


def test_a_fact_is_shown_by_regions_that_are_there(canvas: Canvas) -> None:
    canvas.text("w", "word", 20, 60, "Tea", font=LATO, size=20)
    canvas.show(Fact("f", "name", (), "Tea"), at="w", margin=0.5)
    with pytest.raises(ValueError, match="no region 'price'"):
        canvas.show("f", at="price")
    assert canvas.picture().shows["f"].regions == ("w",) and canvas.picture().margins["f"] == 0.5
