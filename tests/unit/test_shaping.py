"""Each script is set as a reference shaper sets it, each character has its box, and a wrong order is seen in the pixels.

Two references, none of them the shaper used here: matplotlib's libraqm (its own build of HarfBuzz, with SheenBidi) for the
glyphs and their order, and skia's paragraphs (its own build of HarfBuzz, with ICU's bidi) for the pixels.
"""

import bidi as python_bidi
import cv2
import numpy as np
import pytest
import skia
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.ft2font import FT2Font, LoadFlags

from proofpress.draw import bidi, font_probes, fonts, scripts, typeset, vector
from proofpress.draw.outlines import outline_of
from proofpress.draw.typeset import Face, NoGlyph, shape
from proofpress.errors import Refused

SIZE = 40.0
TEXTS = {
    "arabic joined": ("Noto Naskh Arabic", "ببب بيت كتاب مدرسة"),
    "arabic lam-alef": ("Noto Naskh Arabic", "لا إله السلام الأول"),
    "arabic marks": ("Noto Naskh Arabic", "السَّلامُ عليكُمْ"),
    "arabic numbers": ("Noto Naskh Arabic", "المجموع 1,234.50 في 2024-05-17"),
    "hebrew total": ("Heebo", "סה״כ 42.50 ₪"),
    "hebrew points": ("Heebo", "שָׁלוֹם עוֹלָם"),
    "hebrew brackets": ("Heebo", "מחיר (כולל מע״מ): 17%"),
    "hebrew in latin": ("Heebo", "Total סכום [א-ב] end."),
    "latin in hebrew": ("Heebo", "טלפון iPhone 12 (חדש) במלאי"),
    "hebrew serif": ("Libertinus Serif", "תל אביב 1909"),
    "devanagari reordered": ("Hind", "हिन्दी किताब विद्यार्थी"),
    "devanagari conjuncts": ("Hind", "क्षेत्र ज्ञान श्रीमती स्त्री"),
    "devanagari hand": ("Kalam", "कुल बिक्री ₹42"),
    "thai stacked": ("Sarabun", "น้ำที่ปี่ผู้ใหญ่ ๒๕๖๗"),
    "chinese": ("Noto Sans SC", "总收入：42.50元"),
    "japanese": ("Noto Sans JP", "売上の合計は、1,200円です。"),
    "latin marks": ("Open Sans", "e\u0301te\u0301 n\u0303"),
}
every_text = pytest.mark.parametrize("family,text", TEXTS.values(), ids=TEXTS)


def face_of(family: str) -> Face:
    return Face((str(fonts.face(family).path),))


def drawn(run: typeset.Run, width: int = 900) -> np.ndarray:
    surface = vector.Surface(width, 120)
    surface.text(run, 10, 70, "#000000")
    return 255 - surface.pixels()[:, :, 0].astype(float)


def drawn_by_skia(family: str, text: str, width: int = 900) -> np.ndarray:
    """The same line as a paragraph of skia's, with its baseline where `drawn` has it."""
    provider = skia.textlayout.TypefaceFontProvider()
    typeface = skia.FontMgr.New_Custom_Empty().makeFromFile(face_of(family).files[0])
    provider.registerTypeface(typeface)
    known = skia.textlayout.FontCollection()
    known.setDefaultFontManager(provider)
    style, letters = skia.textlayout.ParagraphStyle(), skia.textlayout.TextStyle()
    letters.setFontFamilies([typeface.getFamilyName()])
    letters.setFontSize(SIZE)
    letters.setColor(skia.ColorBLACK)
    style.setTextStyle(letters)
    builder = skia.textlayout.ParagraphBuilder.make(style, known, skia.Unicodes.ICU.Make())
    builder.pushStyle(letters)
    builder.addText(text)
    paragraph = builder.Build()
    paragraph.layout(5000)
    rgba = np.full((120, width, 4), 255, np.uint8)
    canvas = skia.Surface(rgba, colorType=skia.kRGBA_8888_ColorType, alphaType=skia.kPremul_AlphaType).getCanvas()
    paragraph.paint(canvas, 10, 70 - paragraph.AlphabeticBaseline)
    return 255 - rgba[:, :, 0].astype(float)


def likeness(a: np.ndarray, b: np.ndarray) -> float:
    """Correlation of two pictures of a line, blurred so that a quarter of a pixel does not matter."""
    a, b = (cv2.GaussianBlur(p, (0, 0), 0.8) for p in (a, b))
    return float(np.corrcoef(a.ravel(), b.ravel())[0, 1])


@pytest.mark.skipif(not hasattr(FT2Font, "_layout"), reason="this matplotlib shapes nothing")
@every_text
def test_glyphs_and_their_order_are_those_of_libraqm(family, text):
    path = face_of(family).files[0]
    font = FT2Font(path)
    font.set_size(SIZE, 72)
    wanted = [item.glyph_index for item in font._layout(text, LoadFlags.NO_HINTING)]
    inked = [glyph for glyph in wanted if outline_of(path, glyph, SIZE, 0.0)[0] is not None]
    face = face_of(family)
    set_here = [g.id for g in shape(text, face, SIZE).glyphs] or [typeset._glyph(c, face, SIZE)[4] for c in text]
    assert [glyph for glyph in set_here if outline_of(path, glyph, SIZE, 0.0)[0] is not None] == inked


@every_text
def test_pixels_are_those_of_skias_paragraph(family, text):
    assert likeness(drawn(shape(text, face_of(family), SIZE, "ltr")), drawn_by_skia(family, text)) > 0.96


@pytest.mark.parametrize("name", ["arabic joined", "hebrew total", "hebrew points", "devanagari reordered"])
def test_glyphs_left_in_the_order_of_the_text_are_seen_in_the_pixels(name):
    family, text = TEXTS[name]
    wrong = typeset.Face(face_of(family).files)
    outline, pen = skia.Path(), 0.0
    for char in text:  # one glyph a character from left to right: what a surface without a shaper draws
        path, _, advance, _, _ = typeset._glyph(char, wrong, SIZE)
        if path is not None:
            outline.addPath(path, pen, 0.0)
        pen += advance
    mirrored = typeset.Run(text, SIZE, (0, 0, pen, 0), (), pen, outline)
    assert likeness(drawn(mirrored), drawn_by_skia(family, text)) < 0.6


def test_hebrew_with_a_number_inside_reads_from_right_to_left_and_the_number_from_left_to_right():
    run = shape("סה״כ 42.50 ₪", face_of("Heebo"), SIZE)
    assert run.direction == "rtl" and run.text == "סה״כ 42.50 ₪"
    assert "".join(run.text[i] for i in run.order) == "₪ 42.50 כ״הס"
    left = [box[0] for box in run.chars]
    assert left[0] > left[1] > left[3] > left[9] > left[11] and left[5] < left[6] < left[7] < left[8]


@every_text
def test_boxes_of_characters_lie_in_the_order_they_are_seen(family, text):
    run = shape(text, face_of(family), SIZE)
    assert len(run.chars) == len(text)
    letters = [a for a, _ in scripts.graphemes(text) if not text[a].isspace()]
    centres = [(run.chars[i][0] + run.chars[i][2]) / 2 for i in run.order if i in letters]
    assert centres == sorted(centres)
    x0, y0, x1, y1 = run.ink
    for char, (a, b, c, d) in zip(text, run.chars, strict=True):
        if not char.isspace():
            assert x0 - 0.01 <= a < c <= x1 + 0.01 and y0 - 0.01 <= b < d <= y1 + 0.01


def test_lam_and_alef_take_their_common_form():
    run = shape("لا", face_of("Noto Naskh Arabic"), SIZE)
    plain = {g.id for t in ("لب", "با") for g in shape(t, face_of("Noto Naskh Arabic"), SIZE).glyphs}
    assert not plain & {g.id for g in run.glyphs}
    lam, alef = run.chars
    assert alef[0] < lam[0] < lam[2] < alef[2] + 2  # they cross


def test_letters_of_a_ligature_share_its_width_in_reading_order():
    """By the places that the font gives, or else evenly."""
    face = face_of("Heebo")
    run = shape("ffi ש", face, SIZE)
    assert len([g for g in run.glyphs if g.char < 3]) == 1
    f, second, i = run.chars[:3]
    font = TTFont(face.files[0])
    carets = font["GDEF"].table.LigCaretList
    at = carets.LigGlyph[carets.Coverage.glyphs.index("f_f_i")].CaretValue
    assert [f[2], second[2]] == pytest.approx([c.Coordinate * SIZE / font["head"].unitsPerEm for c in at])
    assert f[2] == second[0] and second[2] == i[0] and f[0] < f[2] < i[0] < i[2]
    assert typeset._shares("لا", (0, 0, 10, 5), True) == [(5, 0, 10, 5), (0, 0, 5, 5)]
    assert typeset._shares("لا", (0, 0, 10, 5), True, [4]) == [(4, 0, 10, 5), (0, 0, 4, 5)]


def test_arabic_letters_take_the_form_of_their_place():
    alone, three = (shape(t, face_of("Noto Naskh Arabic"), SIZE) for t in ("ب", "ببب"))
    bases = {g.id for g in three.glyphs} | {g.id for g in alone.glyphs}
    assert len(bases) >= 4
    assert abs(three.chars[0][0] - three.chars[1][2]) < 2 and abs(three.chars[1][0] - three.chars[2][2]) < 2  # they touch


def test_short_i_is_drawn_before_its_consonant_and_a_conjunct_is_one_form():
    face = face_of("Hind")
    ka = shape("क", face, SIZE).glyphs[0].id
    word = shape("कि", face, SIZE)
    assert [g.id for g in word.glyphs][-1] == ka and word.chars[0] == word.chars[1]  # the syllable has one box
    assert len(shape("क्ष", face, SIZE).glyphs) == 1


def test_thai_tone_mark_stands_above_the_vowel_sign():
    consonant, vowel, tone = shape("ที่", face_of("Sarabun"), SIZE).chars
    assert tone[3] <= vowel[1] + 0.5 and vowel[3] <= consonant[1] + 2


@settings(max_examples=400, deadline=None)
@given(
    st.text(
        st.sampled_from("abאבגשالع012٣٤ .,:;%+-/()[]{}<>\"'\u0301\u05b8\u2066\u2067\u2068\u2069₪€"),
        max_size=24,
    ),
    st.sampled_from("LR"),
)
def test_bidi_agrees_with_another_implementation(text, base):
    seen = "".join(text[i] for i in bidi.visual_order(bidi.levels(text, "LR".index(base))))
    assert seen == python_bidi.get_display(text, base_dir=base)


# lines of Unicode's BidiCharacterTest.txt: text, level of the paragraph, levels (x: removed), order
@pytest.mark.parametrize(
    "line",
    [
        "0061 0028 0062 0029 0063;1;2 2 2 2 2;0 1 2 3 4",
        "05D0 202A 05D1 202C 0020 0031 0020 0032;0;1 x 3 x 0 0 0 0;2 0 4 5 6 7",
        "0061 202B 0062 202C 0020 0031 0020 0032;0;0 x 2 x 1 2 1 2;0 7 6 5 4 2",
        "05D0 0020 2329 05D1 002E 0031 3009;0;1 1 1 1 1 2 1;6 5 4 3 2 1 0",
        "0061 0020 3008 0062 002E 0031 232A;1;2 2 2 2 2 2 2;0 1 2 3 4 5 6",
    ],
)
def test_bidi_of_embeddings_and_brackets(line):
    codes, base, wanted, order = line.split(";")
    text = "".join(chr(int(code, 16)) for code in codes.split())
    found = bidi.levels(text, int(base))
    kept = [i for i, level in enumerate(wanted.split()) if level != "x"]
    assert [found[i] for i in kept] == [int(level) for level in wanted.split() if level != "x"]
    assert [kept[n] for n in bidi.visual_order([found[i] for i in kept])] == list(map(int, order.split()))


def test_direction_of_the_paragraph_can_be_given():
    face = Face(fonts.stack(fonts.face("Heebo")))
    run = shape("A-1.", face, SIZE, "rtl")
    assert run.direction == "rtl" and "".join(run.text[i] for i in run.order) == ".A-1"
    assert shape("42.50", face, SIZE, "rtl").chars == shape("42.50", face, SIZE).chars


def test_a_face_draws_a_script_only_if_it_shapes_it():
    assert fonts.can_draw(fonts.face("Heebo"), "סה״כ 42.50 ₪") and not fonts.can_draw(fonts.face("Lato"), "סה״כ")
    math = fonts.face("Noto Sans Math")
    has_arabic_letter = next(c for c in sorted(fonts.coverage(math)) if scripts.script_of(c) == "Arab")
    assert not fonts.can_draw(math, has_arabic_letter)  # a letter that it has, in a script that it cannot set
    for script in ("Arab", "Hebr", "Deva", "Thai", "Hans", "Jpan"):
        assert fonts.families("", script), script


@pytest.mark.parametrize("family,script", [("Noto Naskh Arabic", "Arab"), ("Hind", "Deva"), ("Sarabun", "Thai")])
def test_a_font_without_the_rules_of_a_script_is_found_out(tmp_path, family, script):
    source = fonts.face(family).path
    assert font_probes.shaped_right(str(source), script)
    font = TTFont(source)
    del font["GSUB"], font["GPOS"]
    for table in font["cmap"].tables:  # the joined letters that a shaper could take instead
        for code in [c for c in table.cmap if 0xFB50 <= c <= 0xFEFF]:
            del table.cmap[code]
    font.save(tmp_path / "cut.ttf")
    assert not font_probes.shaped_right(str(tmp_path / "cut.ttf"), script)


def test_latin_text_gets_hebrew_and_arabic_from_the_nearest_faces_that_set_them():
    run = shape("VAT מע״מ 17% ضريبة", Face(fonts.stack(fonts.face("Lato"))), SIZE)
    used = {g.file.rsplit("/", 1)[1] for g in run.glyphs}
    assert used == {"Lato-Regular.ttf", "Heebo-Regular.ttf", "NotoNaskhArabic-Regular.ttf"}


def test_a_text_that_no_font_draws_is_refused_in_one_short_line():
    long = "".join(map(chr, range(0x1780, 0x17B3))) * 40  # Khmer: no font of the catalogue
    stack = Face(fonts.stack(fonts.face("Lato")))
    for refuse in (
        lambda: shape(long, stack, SIZE),
        lambda: fonts.fallback(fonts.face("Lato"), long),
        lambda: fonts.pick("sans", long, np.random.default_rng(0)),
        lambda: shape("ꡀ" * 3000, stack, SIZE),
    ):
        with pytest.raises(Refused) as said:
            refuse()
        line = str(said.value)
        assert "\n" not in line and len(line) < 200 and ("Lato" in line or "sans" in line) and ("ក" in line or "ꡀ" in line)


def test_a_font_that_lacks_a_script_names_itself_and_the_characters():
    with pytest.raises(NoGlyph, match=r"^font: Lato-Regular does not draw 'סה״כ'"):
        shape("סה״כ 42", Face((str(fonts.face("Lato").path),)), SIZE)


def test_simple_text_is_one_glyph_a_character_without_a_shaper():
    run = shape("Affine 42 – x²", Face(fonts.stack(fonts.face("Lato"))), SIZE)
    assert run.levels == run.glyphs == () and run.order == tuple(range(14)) and len(run.chars) == 14


def test_japanese_is_drawn_with_japanese_forms():
    japanese, chinese = (Face(fonts.stack(fonts.face("Lato"), script)) for script in ("Jpan", "Hans"))
    assert shape("直", japanese, SIZE).ink == shape("直", face_of("Noto Sans JP"), SIZE).ink != shape("直", chinese, SIZE).ink
    assert fonts.fallback(fonts.face("Lato"), "直売の").family == "Noto Sans JP"
    assert fonts.fallback(fonts.face("Lato"), "直接").family == "Noto Sans SC"
