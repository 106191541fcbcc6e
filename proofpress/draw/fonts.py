"""Which font can honestly draw which string.

A string is drawn by one face that has a glyph for every character of it (`can_draw`, `fallback`), or, on surfaces that can
mix faces, from a `stack`: a sign that the face lacks (∠ in most text faces) comes from the face nearest in look, as a
typesetter would take it from another case.  Coverage comes from fonts/catalogue.json, which is made from the files (see
font_catalogue); no font of the machine is ever used, so that a picture is the same everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..data_paths import data_folder
from ..errors import BadInput, Refused
from ..seeds import Rng

CATALOGUE = "catalogue.json"
CATEGORIES = ("sans", "serif", "mono", "hand", "math")
BOLD = 600  # the least weight that reads as bold
# Drawn by moving the pen, not by a glyph.
BLANK = frozenset("\n\r\t")


@dataclass(frozen=True, slots=True)
class FontFace:
    """One font file. category: sans, serif, mono, hand or math."""

    family: str
    weight: int
    italic: bool
    path: Path
    category: str
    unicase: bool = False

    @property
    def bold(self) -> bool:
        return self.weight >= BOLD

    def __str__(self) -> str:
        return self.family + (" Bold" if self.bold else "") + (" Italic" if self.italic else "")


def folder() -> Path:
    """Where the fonts lie, in the source tree or in the installed package."""
    return data_folder("fonts")


@lru_cache(maxsize=1)
def catalogue() -> tuple[dict[str, Any], ...]:
    """The entries of fonts/catalogue.json, in the order of their files."""
    return tuple(json.loads((folder() / CATALOGUE).read_text("utf-8")))


@lru_cache(maxsize=1)
def faces() -> tuple[FontFace, ...]:
    """Every face of the catalogue, in its order."""
    return tuple(
        FontFace(e["family"], e["weight"], e["style"] == "italic", folder() / e["file"], e["category"], e["unicase"])
        for e in catalogue()
    )


@lru_cache(maxsize=64)
def families(category: str = "") -> tuple[str, ...]:
    """The names of the families of a category ("" for all), in the order of the catalogue."""
    return tuple(dict.fromkeys(f.family for f in faces() if category in ("", f.category)))


@lru_cache(maxsize=512)
def face(family: str, bold: bool = False, italic: bool = False) -> FontFace:
    """The family's face nearest to the wanted style: upright before the wrong weight. BadInput for an unknown family."""
    own = [f for f in faces() if f.family == family]
    if not own:
        raise BadInput(f"font family {family!r}: not in fonts/{CATALOGUE}; choose one of {', '.join(families())}")
    return min(own, key=lambda f: (f.bold != bold, f.italic != italic, abs(f.weight - (700 if bold else 400))))


def can_draw(face: FontFace, text: str) -> bool:
    """Whether the face has a glyph for every character and keeps its capitals apart from its small letters."""
    if not coverage(face).issuperset(text):
        return False
    return not (face.unicase and text != text.upper() and text != text.lower())


def missing(face: FontFace, text: str) -> str:
    """The characters of the text that the face cannot draw, each once, in order."""
    return "".join(dict.fromkeys(c for c in text if c not in coverage(face)))


def pick(category: str, text: str, rng: Rng, bold: bool = False, italic: bool = False) -> FontFace:
    """A face of the category that can draw the text, each family as likely. Refused where none can."""
    fit = [f for f in (face(n, bold, italic) for n in families(category)) if can_draw(f, text)]
    if not fit:
        raise Refused(f"font: no {category} font draws {unknown(text) or text!r}")
    return fit[int(rng.integers(len(fit)))]


@lru_cache(maxsize=4096)
def fallback(face: FontFace, text: str) -> FontFace:
    """The face itself, or the one nearest in look that can draw the text. Refused, naming font and characters, if none can."""
    for f in _by_likeness(face):
        if can_draw(f, text):
            return f
    raise Refused(f"font: {face} lacks {missing(face, text)!r}, and no other font draws all of it")


@lru_cache(maxsize=512)
def stack(face: FontFace) -> tuple[str, ...]:
    """The face's file and then all others, the nearest in look first: each character is drawn with the first that has it."""
    return tuple(str(f.path) for f in _by_likeness(face))


@lru_cache(maxsize=512)
def _by_likeness(face: FontFace) -> tuple[FontFace, ...]:
    def unlike(other: FontFace) -> tuple[bool, ...]:
        return (
            other != face,
            other.family != face.family,
            other.category not in (face.category, "math"),
            other.category == "math",
            other.italic != face.italic,
            other.bold != face.bold,
        )

    return tuple(sorted(faces(), key=unlike))


def unknown(text: str) -> str:
    """The characters of the text that no font of the catalogue can draw, each once, in order."""
    return "".join(dict.fromkeys(c for c in text if not any(c in coverage(f) for f in faces())))


@lru_cache(maxsize=256)
def coverage(face: FontFace) -> frozenset[str]:
    """The characters that the face has glyphs for (line breaks and tabs included)."""
    ranges = next(e["coverage"] for e in catalogue() if folder() / e["file"] == face.path)
    return from_ranges(ranges) | BLANK


def to_ranges(codes: Iterable[int]) -> str:
    """Code points as hexadecimal ranges: "20-7e,a0,c0-ff"."""
    ordered = sorted(codes)
    groups: list[list[int]] = []
    for code in ordered:
        if groups and code == groups[-1][1] + 1:
            groups[-1][1] = code
        else:
            groups.append([code, code])
    return ",".join(f"{a:x}" if a == b else f"{a:x}-{b:x}" for a, b in groups)


def from_ranges(ranges: str) -> frozenset[str]:
    """The inverse of `to_ranges`, as characters."""
    ends = (part.partition("-") for part in ranges.split(",") if part)
    return frozenset(chr(c) for a, _, b in ends for c in range(int(a, 16), int(b or a, 16) + 1))
