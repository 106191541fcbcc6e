"""Makes fonts/catalogue.json from the font files: `python -m proofpress.draw.font_catalogue`.

A font file lies in fonts/<category>/<family>/ beside the text of its licence (OFL.txt, or LICENSE.txt for the others); one that
was made for another script than Latin in fonts/<category>/<script>/<family>/, the script as ISO 15924.  Everything else is read
out of the file itself, so the catalogue can never promise a glyph that is not there or a script that it does not shape.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from .font_probes import shaped_right
from .fonts import CATALOGUE, folder, to_ranges

LICENCES = {
    "SIL OPEN FONT LICENSE Version 1.1": "OFL-1.1",
    "Apache License": "Apache-2.0",
    "Permission is hereby granted, free of charge": "MIT",
}
SUFFIXES = (".otf", ".ttf")


def _chars(*ranges: tuple[int, int]) -> str:
    """The characters of ranges of code points, both ends included."""
    return "".join(chr(c) for a, b in ranges for c in range(a, b + 1))


def _rows(codec: str, first: int, last: int) -> str:
    """The characters of rows of a national 94 by 94 character set."""
    found = (
        bytes([0xA0 + row, 0xA0 + cell]).decode(codec, "ignore") for row in range(first, last + 1) for cell in range(1, 95)
    )
    return "".join(found)


# A script is listed when the font has all the characters people write it with, and shapes them right (see font_probes).
SCRIPTS = {
    "Latn": _chars((0x20, 0x7E), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0xFF)) + "–—‘’“”…",
    "Grek": _chars((0x391, 0x3A1), (0x3A3, 0x3A9), (0x3B1, 0x3C9)),
    "Cyrl": _chars((0x410, 0x44F)),
    "Arab": _chars((0x621, 0x63A), (0x641, 0x652), (0x660, 0x669)) + "،؛؟",
    "Hebr": _chars((0x5B0, 0x5BC), (0x5C1, 0x5C2), (0x5D0, 0x5EA)) + "׳״",
    "Deva": _chars((0x901, 0x903), (0x905, 0x90B), (0x90F, 0x910), (0x913, 0x928), (0x92A, 0x930), (0x932, 0x932))
    + _chars((0x935, 0x939), (0x93E, 0x943), (0x947, 0x948), (0x94B, 0x94D), (0x964, 0x964), (0x966, 0x96F)),
    "Thai": _chars((0xE01, 0xE3A), (0xE3F, 0xE4E), (0xE50, 0xE59)),
    "Hans": _rows("gb2312", 16, 55) + "，。、；：？！「」《》（）",
    "Jpan": _rows("euc_jp", 4, 5) + _rows("euc_jp", 16, 47) + "、。「」ー（）",
}
# Other sets of characters that a text may need.
REPERTOIRES = {
    "latin-ext": _chars((0x100, 0x12F)) + "ŁłŃńŒœŘřŚśŠšŞşŤťŮůŰűŹźŻżŽž",
    "arithmetic": "+−×÷=±<>≤≥≈≠%·²³½¼¾°π√",
    "geometry": "∠△∥⊥≅∼°′",
    "currency": "$€£¥¢",
}
# Where lower case stands as tall as capitals, "a" cannot be told from "A".
UNICASE_RATIO = 0.93


def entry(path: Path, root: Path) -> dict[str, Any]:
    """What the catalogue says of one font file. ValueError where the licence beside it is not one that may ship."""
    from fontTools.ttLib import TTFont

    data = path.read_bytes()
    with TTFont(path, lazy=True) as font:
        name, os2 = font["name"], font["OS/2"]
        cmap: dict[int, str] = font.getBestCmap()
        family = name.getDebugName(16) or name.getDebugName(1)
        weight, italic = int(os2.usWeightClass), bool(os2.fsSelection & 1)
        unicase, math = is_unicase(font), "MATH" in font
    covered = {c for c in cmap if unicodedata.category(chr(c)) not in ("Cc", "Cs", "Co")}
    licence, licence_file = licence_of(path.parent)
    place = path.relative_to(root).parts
    scripts = [s for s, chars in SCRIPTS.items() if all(ord(c) in covered for c in chars) and shaped_right(str(path), s)]
    repertoires = [name for name, chars in REPERTOIRES.items() if all(ord(c) in covered for c in chars)]
    return {
        "family": family,
        "style": "italic" if italic else "regular",
        "weight": weight,
        "category": place[0],
        "script": place[1] if len(place) == 4 else "Latn",
        "file": path.relative_to(root).as_posix(),
        "licence": licence,
        "licence_file": licence_file.relative_to(root).as_posix(),
        "scripts": scripts,
        "repertoires": [*repertoires, "math"] if math else repertoires,
        "unicase": unicase,
        "sha256": hashlib.sha256(data).hexdigest(),
        "coverage": to_ranges(covered),
    }


def licence_of(place: Path) -> tuple[str, Path]:
    """(SPDX id, file) of the licence text in a font's folder. ValueError where there is none that may ship."""
    for file in (place / "OFL.txt", place / "LICENSE.txt"):
        if file.exists():
            text = file.read_text("utf-8")
            for phrase, spdx in LICENCES.items():
                if phrase in text:
                    return spdx, file
    raise ValueError(f"{place}: no licence text of {', '.join(LICENCES.values())}")


def is_unicase(font: Any) -> bool:
    """Whether lower-case letters are drawn as capitals (same glyph, or nearly the same height without ascenders)."""
    from fontTools.pens.boundsPen import BoundsPen

    glyphs, cmap = font.getGlyphSet(), font.getBestCmap()

    def height(char: str) -> float:
        pen = BoundsPen(glyphs)
        glyphs[cmap[ord(char)]].draw(pen)
        return float(pen.bounds[3] - pen.bounds[1])

    letters: Collection[str] = [c for c in "aemnrsuxz" if ord(c) in cmap and ord(c.upper()) in cmap]
    if not letters:
        return False
    same: list[bool] = [cmap[ord(c)] == cmap[ord(c.upper())] or height(c) >= UNICASE_RATIO * height(c.upper()) for c in letters]
    return sum(same) > len(same) / 2


def build(root: Path) -> list[dict[str, Any]]:
    """One entry a font file under `root`, in the order of their paths."""
    files: Iterable[Path] = (p for p in root.rglob("*") if p.suffix.lower() in SUFFIXES)
    return [entry(p, root) for p in sorted(files, key=lambda p: p.relative_to(root).as_posix())]


def text(entries: list[dict[str, Any]]) -> str:
    """The catalogue as it stands in its file: one line a font."""
    return "[\n" + ",\n".join(json.dumps(e, ensure_ascii=False) for e in entries) + "\n]\n"


if __name__ == "__main__":
    (folder() / CATALOGUE).write_text(text(build(folder())), "utf-8")
