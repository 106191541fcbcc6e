"""Lines end where a reader of the language expects, lie as told in their column, and every character keeps a box."""

import numpy as np
import pytest

from proofpress.draw import fonts, vector
from proofpress.draw.line_breaks import wrap
from proofpress.draw.paragraph import Paragraph, decimal_point, paragraph
from proofpress.draw.typeset import Face, shape

LATIN = "The quick brown fox jumps over the lazy dog, again and again and again."
HEBREW = "iPhone 12 במבצע: המחיר כולל מע״מ הוא 1,299.90 ₪ ולא יותר, עד סוף החודש."
ARABIC = "المجموع الكلي للمبيعات في عام 2024 هو 1,250 درهمًا، أي أكثر من السنة الماضية."


def face(family: str) -> Face:
    return Face(fonts.stack(fonts.face(family)))


def boxes(whole: Paragraph) -> list[tuple[float, float, float, float]]:
    quads = np.reshape(whole.quads(0, 0), (-1, 4, 2))
    return [(*q.min(0).tolist(), *q.max(0).tolist()) for q in quads]


def lines(text: str, family: str = "Open Sans", width: float = 200.0, **more: str) -> list[str]:
    set_text = paragraph(text, face(family), 20, width, **more)
    return [text[line.start : line.end] for line in set_text.lines]


@pytest.mark.parametrize(
    ("text", "family"),
    [(LATIN, "Open Sans"), (HEBREW, "Heebo"), (ARABIC, "Noto Naskh Arabic")],
    ids=["latin", "hebrew", "arabic"],
)
@pytest.mark.parametrize("align", ["start", "end", "left", "right", "center", "justify"])
def test_lines_fill_their_column_and_lie_as_told(text: str, family: str, align: str) -> None:
    width = 220.0
    whole = paragraph(text, face(family), 20, width, align, "ltr" if family == "Open Sans" else "rtl")
    assert " ".join(text[line.start : line.end] for line in whole.lines) == text and len(whole.lines) > 2
    assert whole.direction == ("ltr" if family == "Open Sans" else "rtl")
    side = {"start": "left", "justify": "left", "end": "right"}.get(align, align)
    if whole.direction == "rtl" and align in ("start", "end", "justify"):
        side = {"left": "right", "right": "left"}[side]
    for n, line in enumerate(whole.lines):
        left, right = line.runs[0][1], line.runs[-1][1] + line.runs[-1][0].advance
        assert left >= -0.01 and right <= width + 0.01
        room = {"left": left, "right": width - right, "center": left - (width - right)}[side]
        assert abs(room) < 0.01
        if align == "justify" and n + 1 < len(whole.lines):
            assert abs(left) < 0.01 and abs(width - right) < 0.01


@pytest.mark.parametrize("align", ["start", "justify"])
@pytest.mark.parametrize(
    ("text", "family"),
    [(LATIN, "Open Sans"), (HEBREW, "Heebo"), (ARABIC, "Noto Naskh Arabic")],
    ids=["latin", "hebrew", "arabic"],
)
def test_every_character_has_its_box_where_it_is_inked(text: str, family: str, align: str) -> None:
    whole = paragraph(text, face(family), 20, 220, align, "ltr" if family == "Open Sans" else "rtl")
    surface = vector.Surface(260, 240)
    for run, x, y in whole.runs:
        surface.text(run, 10 + x, 40 + y, "#000000")
    ink = surface.pixels()[:, :, 0] < 128
    assert len(boxes(whole)) == len(text)
    holes = ink.copy()
    for char, (x0, y0, x1, y1) in zip(text, boxes(whole), strict=True):
        box = np.s_[int(40 + y0) : int(np.ceil(40 + y1)) + 1, int(10 + x0) : int(np.ceil(10 + x1)) + 1]
        assert char == " " or ink[box].any(), char
        holes[box] = False
    assert not holes.any()


def test_a_line_goes_on_in_the_direction_of_its_paragraph() -> None:
    """The first line begins with a Latin word, and the text is Hebrew all the same when it is said to be."""
    whole = paragraph(HEBREW, face("Heebo"), 20, 220, direction="rtl")
    first, *_ = whole.lines[0].runs
    assert first[0].direction == "rtl" and boxes(whole)[HEBREW.index("i")][0] > boxes(whole)[HEBREW.index("מ")][0]
    ended = [line for line in whole.lines if HEBREW[line.end - 1] == "."]
    box = boxes(whole)[len(HEBREW) - 1]
    assert (
        ended and box[0] <= min(boxes(whole)[i][0] for i in range(ended[0].start, ended[0].end)) + 0.01
    )  # the full stop is left


def test_chinese_and_japanese_break_between_characters_but_not_before_a_closing_sign() -> None:
    chinese = "价格是四十二元五角（含税），不包括运费、保险费和其他费用。请在三十天内付款。"
    japanese = "「売上の合計」は、ローマ字ではなくカタカナで書かれています。ニューヨークのデータです。"
    for text, family in ((chinese, "Noto Sans SC"), (japanese, "Noto Sans JP")):
        for width in range(60, 260, 7):
            out = lines(text, family, float(width))
            assert "".join(out) == text
            assert not any(line[0] in "，、。）」ーッュョ" for line in out[1:])
            assert not any(line[-1] in "（「" for line in out)
            assert all(shape(line, face(family), 20).advance <= width for line in out if len(line) > 3)
    assert lines("総計 1,234,567 円です", "Noto Sans JP", 110.0) == ["総計", "1,234,567", "円です"]


def test_thai_breaks_at_spaces_and_else_between_letters_with_their_signs() -> None:
    text = "ราคารวมภาษี สี่สิบสองบาท"
    assert lines(text, "Sarabun", 160.0) == text.split(" ")
    out = lines("น้ำที่ปี่ผู้ใหญ่กำลังดีเป็นอย่างมาก", "Sarabun", 60.0)
    assert len(out) > 3 and "".join(out) == "น้ำที่ปี่ผู้ใหญ่กำลังดีเป็นอย่างมาก"
    assert not any(line[0] in "ะาำ่้ิีึืุู" or line[-1] in "เแโใไ" for line in out)


def test_a_number_keeps_its_no_break_space_and_newlines_end_lines() -> None:
    assert lines("total 1\u202f234\u00a0€", width=75.0) == ["total", "1\u202f234\u00a0€"]
    assert lines("one\ntwo three", width=400.0) == ["one", "two three"]
    assert lines("", width=10.0) == [""]
    with pytest.raises(ValueError, match="align 'middle'"):
        paragraph("a", face("Open Sans"), 20, 10, "middle")


def test_wrap_needs_only_a_width() -> None:
    assert wrap("aa  bb\tcc ddddddd e", len, 5) == "aa bb\ncc\nddddddd\ne"


def test_indent_is_on_the_side_where_lines_start() -> None:
    left = paragraph(LATIN, face("Open Sans"), 20, 220, indent=30)
    right = paragraph(ARABIC, face("Noto Naskh Arabic"), 20, 220, indent=30)
    assert [line.runs[0][1] for line in left.lines[:2]] == [0.0, 30.0]
    ends = [line.runs[0][1] + line.runs[0][0].advance for line in right.lines[:2]]
    assert ends == pytest.approx([220.0, 190.0])


@pytest.mark.parametrize(
    ("family", "texts", "separator"),
    [
        ("Open Sans", ["1.5", "12.25", "1,234.0", "7", "€3.20", "8.1 kg"], "."),
        ("Open Sans", ["1,5", "1.234,25", "7", "6,09 €"], ","),
        ("Heebo", ["42.50 ₪", "7 ₪", "1,299.90 ₪", "סה״כ 3.5"], "."),
    ],
    ids=["english", "german", "hebrew"],
)
def test_a_column_is_aligned_by_its_decimal_separators(family: str, texts: list[str], separator: str) -> None:
    gaps = []
    for text in texts:
        run = shape(text, face(family), 20, "rtl" if family == "Heebo" else "ltr")
        whole = text.rpartition(separator)[0] if separator in text else text
        last = max(i for i, c in enumerate(whole) if c.isdigit())
        digit = shape(text[last], face(family), 20)
        end_of_digit = run.chars[last][2] + digit.advance - digit.ink[2]
        gaps.append(decimal_point(run, face(family), separator) - end_of_digit)
    assert max(gaps) - min(gaps) < 1.0 and min(gaps) > 1.0
