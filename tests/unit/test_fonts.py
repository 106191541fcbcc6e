"""The catalogue tells the truth about the files, and no string gets a font that cannot draw it."""

import shutil

import numpy as np
import pytest

from proofpress.draw import fonts, vector
from proofpress.draw.font_catalogue import build, is_unicase, licence_of, text
from proofpress.errors import BadInput, Refused


def test_catalogue_matches_the_files():
    written = (fonts.folder() / fonts.CATALOGUE).read_text("utf-8")
    assert written == text(build(fonts.folder())), "run: python -m proofpress.draw.font_catalogue"


def test_every_font_ships_with_a_licence_that_allows_it():
    for e in fonts.catalogue():
        assert e["licence"] in ("OFL-1.1", "Apache-2.0", "MIT")
        assert (fonts.folder() / e["licence_file"]).stat().st_size > 1000


def test_a_font_without_licence_is_not_catalogued(tmp_path):
    place = tmp_path / "sans" / "lato"
    place.mkdir(parents=True)
    shutil.copy(fonts.face("Lato").path, place)
    with pytest.raises(ValueError, match="no licence"):
        licence_of(place)


def test_all_text_faces_draw_ascii_and_latin_1():
    latin = "".join(map(chr, (*range(0x20, 0x7F), *range(0xC0, 0x100)))) + "–—°€£"
    for f in fonts.faces():
        if f.category != "math":
            assert not fonts.missing(f, latin), f


def test_coverage_agrees_with_the_glyphs_that_are_drawn():
    f = fonts.face("Lato")
    assert fonts.can_draw(f, "Fläche: 3½ m² √2")
    assert not fonts.can_draw(f, "∠ABC")
    own, every = (vector.Face(files) for files in ((str(f.path),), fonts.stack(f)))
    assert vector.shape("ä", own, 20).ink == vector.shape("ä", every, 20).ink
    with pytest.raises(vector.NoGlyph):
        vector.shape("∠", own, 20)
    assert vector.shape("∠", every, 20).width > 5


def test_signs_come_from_a_face_that_has_them():
    f = fonts.face("Lato", bold=True)
    other = fonts.fallback(f, "∠ABC")
    assert f.bold and other != f and fonts.can_draw(other, "∠ABC")
    assert fonts.fallback(f, "ABC") == f
    assert fonts.stack(f)[0] == str(f.path) and len(set(fonts.stack(f))) == len(fonts.faces())


def test_a_character_that_no_font_has_is_named():
    with pytest.raises(Refused, match=r"Lato.*ꡀ"):
        fonts.fallback(fonts.face("Lato"), "ꡀ")
    with pytest.raises(Refused, match="ꡀ"):
        fonts.pick("serif", "Aꡀ", np.random.default_rng(0))
    with pytest.raises(BadInput, match="Comic"):
        fonts.face("Comic Sans")


def test_unicase_is_seen_and_kept_from_mixed_case():
    class AllCapitals:
        """A face whose small letters point at the capitals' glyphs."""

        def getBestCmap(self):
            return {ord(c): c.upper() for c in "aemnrsuxzAEMNRSUXZ"}

        def getGlyphSet(self):
            return {}

    assert is_unicase(AllCapitals())
    shouting = fonts.FontFace("Lato", 400, False, fonts.face("Lato").path, "sans", unicase=True)
    assert fonts.can_draw(shouting, "ABC 12") and not fonts.can_draw(shouting, "Abc")


def test_pick_reaches_every_family_and_only_them():
    rng = np.random.default_rng(1)
    assert {fonts.pick("hand", "x", rng).family for _ in range(80)} == set(fonts.families("hand"))


@pytest.mark.parametrize("family", fonts.families())
def test_text_set_from_the_stack_is_inked_within_its_quad(family):
    surface = vector.Surface(420, 80)
    run = vector.shape("∠ABq = 42.5°", vector.Face(fonts.stack(fonts.face(family))), 30)
    q, _ = surface.text(run, 20, 50, "#000000")
    ys, xs = np.nonzero(surface.pixels().min(axis=2) < 128)
    assert q[0] - 1 <= xs.min() <= q[0] + 3 and q[2] - 3 <= xs.max() <= q[2] + 1
    assert q[1] - 1 <= ys.min() <= q[1] + 3 and q[5] - 3 <= ys.max() <= q[5] + 1
