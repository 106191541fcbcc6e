"""A price list in Hebrew or Arabic is sound; drawn with its letters in the order of the text, it is found out."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from proofpress.check import check_sample
from proofpress.check.ink import CONFIRMED, CONTRADICTED, read_ink
from proofpress.contract import CHECKS, faults, subjects
from proofpress.draw.canvas import Canvas
from proofpress.draw.fonts import face

SOUND = Path(__file__).parents[1] / "plugins" / "pricelist"
GOODS = {
    "Heebo": "לחם שחור, חלב 3%, גבינה צהובה, תפוחים, קפה נמס, מיץ תפוזים, עוגיות, ביצים, דבש, מלח ים",
    "Noto Naskh Arabic": "خبز أسمر, حليب 3%, جبنة بيضاء, تفاح, قهوة, عصير برتقال, بيض, كعك, عسل, ملح",
}
NAME = 'canvas.text(f"n{i}", "item", 30, y, name, **type_)'
# one glyph a character, from left to right, and a record that says nothing of it
MIRRORED = """canvas.text(f"n{i}", "item", 30, y, "\\u202d" + name, **type_)
            from dataclasses import replace
            told = canvas.regions[f"n{i}"]
            canvas.regions[f"n{i}"] = replace(told, text=name, chars=told.chars[8:])"""


def pricelist(where: Path, family: str, mirrored: bool) -> Path:
    folder = where / "pricelist"
    shutil.copytree(SOUND, folder)
    engine = folder / "engine.py"
    source = engine.read_text("utf-8").replace('FONTS = ("Lato", "Source Serif 4", "Inter")', f"FONTS = ({family!r},) * 3")
    assert NAME in source
    engine.write_text(source.replace(NAME, MIRRORED) if mirrored else source, "utf-8")
    (folder / "templates" / "counter.yaml").write_text(
        f"template: counter\nshops: [Corner Shop, Green Market, Old Mill]\ngoods: [{GOODS[family]}]\n", "utf-8"
    )
    return folder


@pytest.mark.parametrize("family", GOODS)
def test_a_list_in_a_right_to_left_script_is_sound(tmp_path: Path, family: str) -> None:
    subject = subjects(str(pricelist(tmp_path, family, False)))[0]
    reports = [check_sample(s, subject.registry) for s in subject.samples]
    assert reports and all(not r.findings and not r.wrong for r in reports)
    assert sum(r.agree for r in reports) > 0


@pytest.mark.parametrize("family", GOODS)
def test_letters_in_the_order_of_the_text_are_found(tmp_path: Path, family: str) -> None:
    subject = subjects(str(pricelist(tmp_path, family, True)))[0]
    found = [f for s in subject.samples for f in check_sample(s, subject.registry).findings]
    assert any(f.check == "ink" for f in found), found
    assert any(faults(title, subject) for title in CHECKS if "bytes" not in title)


@pytest.mark.parametrize("align", ["start", "justify"])
@pytest.mark.parametrize(
    ("family", "text"),
    [
        ("Lato", "Paid in cash at the counter, with thanks, on the third of May."),
        ("Heebo", "USB 2 במבצע: המחיר 42.50 ₪ כולל מע״מ, עד סוף החודש."),
        ("Noto Naskh Arabic", "المجموع الكلي في عام 2024 هو 1,250 درهمًا لا غير."),
        ("Noto Sans JP", "売上の合計は、1,200円です。ニューヨークのデータ。"),
    ],
)
def test_lines_of_a_paragraph_are_read_as_they_were_set(family: str, text: str, align: str) -> None:
    canvas = Canvas(260, 220)
    right_to_left = family in GOODS
    canvas.paragraph(
        "p", "note", 20, 40, text, 200, font=face(family), size=20, align=align, direction="rtl" if right_to_left else "ltr"
    )
    picture = canvas.picture()
    region = picture.region("p")
    assert read_ink(picture.pixels, region).verdict == CONFIRMED
    other = text.replace("4", "7").replace("1", "8") if any(c.isdigit() for c in text) else text.replace("May", "Jul")
    assert read_ink(picture.pixels, replace(region, text=other)).verdict == CONTRADICTED
