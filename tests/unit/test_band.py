"""The drawn question says exactly what was asked, can be read, and pushes the picture aside without hurting it."""

import numpy as np
import pytest

from proofpress.draw.band import MIN_SIZE, with_question
from proofpress.draw.legibility import ink, outside, text_overlaps, visible
from proofpress.draw.picture import Picture
from proofpress.errors import Refused
from proofpress.model import Region, box_quad
from proofpress.seeds import stream

LONG = "In the figure, ∠ABC = 42.5°, AB ∥ CD and AB = 3√2 cm. Find CD, and give it as a simplified surd."
CHOICES = ("3√2 cm", "6 cm", "4√3 cm", "It cannot be determined: the length of CD is not given.")


def picture(width=640, height=400, ground=(250, 247, 238)):
    pixels = np.full((height, width, 3), ground, np.uint8)
    pixels[100:200, 150:300] = (40, 90, 160)
    return Picture(pixels, (Region("r1", "bar", box_quad(150, 100, 300, 200)),))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("ground", [(255, 255, 255), (28, 45, 38)])
@pytest.mark.parametrize("choices", [(), ("Yes", "No"), CHOICES])
def test_the_question_is_drawn_whole_and_legible(seed, ground, choices):
    before = picture(ground=ground)
    after, region = with_question(before, LONG, choices, {"family": "Kalam"}, stream(seed))
    assert region.role == "question" and region.text == LONG and len(region.chars) == 8 * len(LONG)
    options = [r for r in after.regions if r.parent == region.id]
    assert [r.text.split(" ", 1)[1] for r in options] == list(choices)
    assert not outside(after.regions, after.width, after.height) and not text_overlaps(after.regions)
    for r in (region, *options):
        report = ink(after, r)
        assert report.contrast >= 4.5 and report.inside == 1.0 and report.coverage > 0.03
    assert min(r.visible for r in visible(after, after)) == 1.0


@pytest.mark.parametrize("seed", range(4))
def test_the_picture_moves_with_its_regions(seed):
    before = picture()
    after, _ = with_question(before, "Which bar is the tallest?", (), {}, stream(seed))
    x0, y0, x1, y1 = (int(v) for v in after.region("r1").box)
    assert (after.pixels[y0:y1, x0:x1] == (40, 90, 160)).all() and after.height > before.height
    assert (after.pixels[y0 - 1, x0:x1] == (250, 247, 238)).all()


def test_narrow_pictures_wrap_and_keep_readable_type():
    after, region = with_question(picture(width=320), LONG, CHOICES, {"family": "Lato"}, stream(3))
    first = np.reshape(region.chars, (-1, 4, 2))
    assert len({round(float(q[0, 1])) // 10 for q in first}) > 2  # several lines
    assert max(q[3, 1] - q[0, 1] for q in first) > 0.6 * MIN_SIZE
    assert after.width == 320


def test_numbers_stay_with_their_units():
    for seed in range(12):
        _, region = with_question(picture(width=300 + 9 * seed), LONG, (), {"family": "Lato"}, stream(seed))
        y = np.reshape(region.chars, (-1, 8))[:, 5]
        at = LONG.index("2 cm")
        assert abs(y[at] - y[at + 3]) < 6  # on one line


def test_both_places_occur_and_a_stream_decides():
    drawn = [with_question(picture(), LONG, (), {}, stream(s)) for s in range(16)]
    assert {r.quad[1] < 100 for _, r in drawn} == {True, False}
    again, _ = with_question(picture(), LONG, (), {}, stream(0))
    assert (again.pixels == drawn[0][0].pixels).all()


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(Refused, match="ꡀ"):
        with_question(picture(), "ꡀ?", (), {}, stream(0))
    with pytest.raises(Refused, match="wider"):
        with_question(picture(width=120), "Donaudampfschifffahrtsgesellschaft?", (), {}, stream(0))


def test_a_right_to_left_question_starts_on_the_right_and_letters_stand_apart_from_numbers():
    choices = ("42.50 ₪", "17.00 ₪", "תל אביב")
    for seed in range(6):
        drawn, asked = with_question(picture(), "מהו הסכום הכולל?", choices, {}, stream(seed))
        options = [r for r in drawn.regions if r.role == "option"]
        assert asked.quad[2] > max(r.quad[2] for r in options) - 2 and [r.text[-7:] for r in options] == list(choices)
        for option in options[:2]:
            x = np.reshape(option.chars, (-1, 4, 2)).mean(1)[:, 0]
            letter, digits, sign = x[next(i for i, c in enumerate(option.text) if c.isalpha())], x[-7:-2], x[-1]
            assert letter > digits[-1] > digits[0] > sign
