"""Whether a font shapes a script right: short words that a font without the script's rules would draw wrong.

A font may have every letter of a script and still not join, reorder or stack them; a reader would take its text for a misprint.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .shaping import Glyph, extents, glyphs, nominal

DOTTED_CIRCLE = "\u25cc"  # what a shaper puts under a mark that it cannot place
RIGHT_TO_LEFT = ("Arab", "Hebr")


def shaped_right(file: str, script: str) -> bool:
    """Whether the font passes every probe of the script (ISO 15924); true for a script that needs no shaping."""
    return all(probe(file) for probe in PROBES.get(script, ()))


def _set(file: str, text: str, script: str) -> tuple[Glyph, ...]:
    codes = [ord(c) for c in text]
    return glyphs(file, codes, 0, len(codes), script, script in RIGHT_TO_LEFT)


def _whole(file: str, text: str, script: str) -> bool:
    """No empty box, no dotted circle."""
    ids = {g.id for g in _set(file, text, script)}
    return 0 not in ids and nominal(file, DOTTED_CIRCLE) not in ids - {0}


def _boxes(file: str, run: tuple[Glyph, ...]) -> list[tuple[float, float, float, float]]:
    boxes, pen = [], 0.0
    for g in run:
        x0, y0, x1, y1 = extents(file, g.id)
        boxes.append((pen + g.x + x0, g.y + y0, pen + g.x + x1, g.y + y1))
        pen += g.advance
    return boxes


def _arabic_joins(file: str) -> bool:
    """beh has four forms, and lam with alef is not merely the two joined letters."""
    alone, three = _set(file, "ب", "Arab"), _set(file, "ببب", "Arab")
    lam_alef, joined = _set(file, "لا", "Arab"), (*_set(file, "با", "Arab"), *_set(file, "لب", "Arab"))
    forms = {g.id for g in (*alone, *three)}
    plain = {g.id for g in joined} & {g.id for g in lam_alef}
    return len(three) >= 3 and len(forms) >= 4 and (len(lam_alef) == 1 or not plain) and _whole(file, "السَّلامُ عليكم", "Arab")


def _marks_on_letter(file: str, text: str, script: str) -> bool:
    """The middle of every mark lies over the letter that it is written on."""
    run = _set(file, text, script)
    boxes = _boxes(file, run)
    letter = max(range(len(run)), key=lambda i: run[i].advance)
    x0, _, x1, _ = boxes[letter]
    others = [b for i, b in enumerate(boxes) if i != letter]
    return bool(others) and all(x0 <= (b[0] + b[2]) / 2 <= x1 for b in others) and _whole(file, text, script)


def _devanagari_reorders(file: str) -> bool:
    """The short i is drawn before its consonant, consonants join without a visible virama, and ra turns into a hook."""
    ka, virama = nominal(file, "क"), nominal(file, "्")
    matra = [g.id for g in _set(file, "कि", "Deva")]
    joined = [{g.id for g in _set(file, text, "Deva")} for text in ("क्ष", "र्क", "प्र", "स्त")]
    return len(matra) == 2 and matra[-1] == ka and all(virama not in ids for ids in joined) and _whole(file, "हिन्दी", "Deva")


def _thai_stacks(file: str) -> bool:
    """A tone mark over a vowel sign stands above it."""
    boxes = _boxes(file, _set(file, "ที่", "Thai"))
    return len(boxes) == 3 and boxes[2][1] >= boxes[1][3] - 0.01 and _whole(file, "น้ำ", "Thai")


PROBES: Mapping[str, tuple[Callable[[str], bool], ...]] = {
    "Arab": (_arabic_joins, lambda file: _marks_on_letter(file, "بَ", "Arab")),
    "Hebr": (lambda file: _marks_on_letter(file, "בָּ", "Hebr"),),
    "Deva": (_devanagari_reorders,),
    "Thai": (_thai_stacks,),
}
