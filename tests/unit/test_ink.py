"""A text that is set again from the record is found in the pixels, and no other is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from proofpress.check.ink import CANNOT_TELL, CONFIRMED, CONTRADICTED, Reading, read_ink
from proofpress.check.printed import numbers_in, says
from proofpress.draw.canvas import Canvas
from proofpress.draw.degrade import REGISTRY, apply
from proofpress.draw.fonts import face, families
from proofpress.draw.picture import Picture
from proofpress.draw.raster import Raster
from proofpress.seeds import stream

FONTS = ("Lato", "Source Serif 4", "Inter", "Roboto")


def drawn(
    text: str, *, font: str = "Lato", size: float = 14.0, angle: float = 0.0, ink: str = "#222222", paper: str = "#ffffff"
) -> Picture:
    canvas = Canvas(320, 200, surface=Raster(320, 200, paper))
    canvas.text("t", "label", 160, 100, text, font=face(font), size=size, ha="center", va="middle", angle=angle, colour=ink)
    return canvas.picture()


def said(picture: Picture, text: str = "", degraded: bool = False) -> Reading:
    region = picture.region("t")
    return read_ink(picture.pixels, replace(region, text=text) if text else region, degraded)


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("angle", [0.0, -90.0, 17.0])
@pytest.mark.parametrize("colours", [("#222222", "#ffffff"), ("#f4f0e0", "#20303f"), ("#9a9a9a", "#ffffff")])
def test_what_was_written_is_confirmed(font: str, angle: float, colours: tuple[str, str]) -> None:
    for text in ("37.25 km", "Rainfall by season\nin two towns", "√(3² + 4²)", "Ab"):
        if font in ("Lato", "Source Serif 4") or "√" not in text:
            picture = drawn(text, font=font, angle=angle, ink=colours[0], paper=colours[1])
            assert said(picture).verdict == CONFIRMED, (text, said(picture))


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("size", [10.0, 17.0])
def test_one_wrong_digit_is_found_wherever_it_stands(font: str, size: float) -> None:
    missed = []
    for n, digit in enumerate("0123456789"):
        right = f"4{digit}7.{digit}5"
        for other in "0123456789".replace(digit, "")[n % 4 :: 4]:
            found = said(drawn(right, font=font, size=size), right.replace(digit, other, 1))
            if found.verdict != CONTRADICTED:
                missed.append((right, other, found))
    assert len(missed) <= 1 and all(found.verdict == CANNOT_TELL for *_, found in missed), missed


@pytest.mark.parametrize(
    ("wrong", "why"),
    [("Brent", "font sets them"), ("Brla", "written"), ("Arol", "font sets them"), ("Arlo x", "other characters")],
)
def test_another_word_is_found(wrong: str, why: str) -> None:
    found = said(drawn("Arlo" if len(wrong) != 5 else "Arloe", size=16.0), wrong)
    assert found.verdict == CONTRADICTED and why in found.reason


@pytest.mark.parametrize("name", sorted(REGISTRY))
@pytest.mark.parametrize("severity", ["light", "medium", "heavy"])
def test_a_degraded_text_is_never_called_wrong_and_a_wrong_one_never_right(name: str, severity: str) -> None:
    for seed in range(2):
        picture = drawn("152.75", font=FONTS[seed], size=13.0)
        plan = [{"name": name, **REGISTRY[name].choose(severity, stream(seed, name))}]
        final = apply(picture, plan, stream(seed))
        assert said(final, degraded=True).verdict != CONTRADICTED
        assert said(final, "157.75", degraded=True).verdict != CONFIRMED


def test_what_was_painted_over_or_never_written_is_not_there() -> None:
    picture = drawn("152.75")
    x0, y0, x1, y1 = (round(v) for v in picture.region("t").box)
    picture.pixels[y0:y1, x0:x1] = 255
    assert said(picture).verdict == CONTRADICTED and "nothing is written" in said(picture).reason
    assert said(picture, degraded=True).verdict == CANNOT_TELL


def test_without_a_font_or_with_markup_nothing_can_be_told() -> None:
    picture = drawn("152.75")
    for change in ({"font": ""}, {"size": 0.0}, {"chars": None}, {"format": "latex"}, {"font": "sans/none/None.ttf"}):
        region = replace(picture.region("t"), **change)
        assert read_ink(picture.pixels, region).verdict == CANNOT_TELL
    assert read_ink(picture.pixels, replace(picture.region("t"), ink="mark")).verdict == CANNOT_TELL
    assert said(drawn("152.75", size=5.0)).verdict == CANNOT_TELL


def test_a_line_through_a_word_leaves_a_doubt_and_no_accusation() -> None:
    picture = drawn("152.75", size=12.0)
    y = round(float(np.mean(picture.region("t").quad[1::2])))
    picture.pixels[y : y + 2, 60:260] = 30
    assert said(picture).verdict != CONTRADICTED


def test_values_are_found_in_print_in_either_convention() -> None:
    assert says("Total 1.234,50 €", 1234.5) and says("$1,234.50", 1234.5) and says("6,09 €", 6.09) and says("−3", -3)
    assert not says("12", 1) and not says("1,234.50", 1234.05)
    assert says("Rainfall (mm)", "mm") and not says("Rainfall (mm)", "m") and not says("Arlo", True)
    assert 7.0 in list(numbers_in("7 of 12"))


@pytest.mark.parametrize(("script", "words"), [("Hebr", "לחם ושמן זית"), ("Arab", "خبز وزيت زيتون"), ("Hebr", "חלב 3.50 ₪")])
def test_a_word_of_a_right_to_left_script_is_confirmed_and_its_mirror_is_not(script: str, words: str) -> None:
    font = face(families("", script)[0])

    def written(text: str, direction: str) -> Picture:
        canvas = Canvas(320, 80)
        canvas.text("t", "item", 160, 50, text, font=font, size=20, ha="center", direction=direction)
        return canvas.picture()

    sound = written(words, "rtl")
    assert said(sound).verdict == CONFIRMED, said(sound)
    # as an engine draws it that takes one character after the other from left to right
    mirrored = written("\u202d" + words + "\u202c", "ltr")
    lie = replace(mirrored.region("t"), text=words, chars=(mirrored.region("t").chars or ())[8:-8])
    assert read_ink(mirrored.pixels, lie).verdict == CONTRADICTED
    turned = replace(sound, pixels=np.ascontiguousarray(sound.pixels[:, ::-1]))
    x0 = 320 - sound.region("t").box[2]
    shift = x0 - sound.region("t").box[0]
    moved = tuple(v + (shift if k % 2 == 0 else 0) for k, v in enumerate(sound.region("t").chars or ()))
    quad = tuple(v + (shift if k % 2 == 0 else 0) for k, v in enumerate(sound.region("t").quad))
    assert read_ink(turned.pixels, replace(sound.region("t"), chars=moved, quad=quad)).verdict == CONTRADICTED
