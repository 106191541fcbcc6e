"""Makes fonts/catalogue.json from the font files: `python -m proofpress.draw.font_catalogue`.

A font file lies in fonts/<category>/<family>/ beside the text of its licence (OFL.txt, or LICENSE.txt for the others).
Everything else is read out of the file itself, so the catalogue can never promise a glyph that is not there.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from .fonts import CATALOGUE, folder, to_ranges

LICENCES = {
    "SIL OPEN FONT LICENSE Version 1.1": "OFL-1.1",
    "Apache License": "Apache-2.0",
    "Permission is hereby granted, free of charge": "MIT",
}
SUFFIXES = (".otf", ".ttf")
# A script is listed when the font has all the characters people write it with.
SCRIPTS = {
    "latin": "".join(chr(c) for c in (*range(0x20, 0x7F), *range(0xC0, 0x100)) if c not in (0xD7, 0xF7)) + "–—‘’“”…",
    "latin-ext": "".join(chr(c) for c in range(0x100, 0x130)) + "ŁłŃńŒœŘřŚśŠšŞşŤťŮůŰűŹźŻżŽž",
    "greek": "".join(chr(c) for c in (*range(0x391, 0x3AA), *range(0x3B1, 0x3CA)) if c != 0x3A2),
    "cyrillic": "".join(chr(c) for c in range(0x410, 0x450)),
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
    scripts = [s for s, chars in SCRIPTS.items() if all(ord(c) in covered for c in chars)]
    return {
        "family": family,
        "style": "italic" if italic else "regular",
        "weight": weight,
        "category": path.relative_to(root).parts[0],
        "file": path.relative_to(root).as_posix(),
        "licence": licence,
        "licence_file": licence_file.relative_to(root).as_posix(),
        "scripts": [*scripts, "math"] if math else scripts,
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
