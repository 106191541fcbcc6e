"""HarfBuzz on one piece of text of one font, script and direction: joining, ligatures, marks, reordering.

Chosen over skia's textlayout, which sets the same glyphs (tests/unit/test_shaping.py compares them) and is faster but can only
paint: it tells neither the glyphs nor where a character lies, and a region needs a box for each.  A line of a receipt takes 50
to 66 µs there and 400 to 600 in typeset, of which HarfBuzz takes 35 to 55 and bidi 50 to 105 (CPU, nothing remembered).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple


class Glyph(NamedTuple):
    """id: its number in the font.  cluster: the index of the first character that it stands for.  x, y: where it is drawn
    from the pen; advance: how far the pen moves.  Ems, y up."""

    id: int
    cluster: int
    x: float
    y: float
    advance: float


@lru_cache(maxsize=256)
def _font(file: str) -> tuple[Any, int]:
    import uharfbuzz as hb

    face = hb.Face(hb.Blob.from_file_path(file))
    return hb.Font(face), face.upem


def glyphs(file: str, codes: Sequence[int], start: int, end: int, script: str, rtl: bool) -> tuple[Glyph, ...]:
    """The glyphs of codes[start:end], left to right as drawn; what stands around them is known as context.

    script: ISO 15924.  The language is never the machine's own.
    """
    import uharfbuzz as hb

    font, upem = _font(file)
    buffer = hb.Buffer()
    buffer.add_codepoints(codes, start, end - start)
    buffer.direction, buffer.script = "rtl" if rtl else "ltr", script
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    hb.shape(font, buffer)
    return tuple(
        Glyph(info.codepoint, info.cluster, p.x_offset / upem, p.y_offset / upem, p.x_advance / upem)
        for info, p in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    )


def nominal(file: str, char: str) -> int:
    """The glyph that the font's character map gives a character on its own; 0 where it has none."""
    return _font(file)[0].get_nominal_glyph(ord(char)) or 0


def extents(file: str, glyph: int) -> tuple[float, float, float, float]:
    """The box of a glyph's outline from its origin, ems, y up: left, bottom, right, top."""
    font, upem = _font(file)
    e = font.get_glyph_extents(glyph)
    return e.x_bearing / upem, (e.y_bearing + e.height) / upem, (e.x_bearing + e.width) / upem, e.y_bearing / upem


@lru_cache(maxsize=4096)
def carets(file: str, glyph: int) -> tuple[float, ...]:
    """Where the font says that the letters of a ligature part, ems from its origin, left to right; () where it says nothing."""
    return _all_carets(file).get(glyph, ())


@lru_cache(maxsize=64)
def _all_carets(file: str) -> dict[int, tuple[float, ...]]:
    from fontTools.ttLib import TTFont

    with TTFont(file, lazy=True) as font:
        listed = getattr(font["GDEF"].table, "LigCaretList", None) if "GDEF" in font else None
        if listed is None or not listed.Coverage:
            return {}
        upem = font["head"].unitsPerEm
        return {
            font.getGlyphID(name): tuple(sorted(c.Coordinate / upem for c in caret.CaretValue))
            for name, caret in zip(listed.Coverage.glyphs, listed.LigGlyph, strict=True)
            if all(c.Format != 2 for c in caret.CaretValue)
        }
