"""Which font can honestly draw which string.

A string is drawn by one face that has a glyph for every character of it (`can_draw`, `fallback`), or, on surfaces that can
mix faces, from a `stack`: a sign that the face lacks (∠ in most text faces) comes from the face nearest in look, as a
typesetter would take it from another case.  Having glyphs is not enough for a script whose letters join, reorder or stack:
a face draws it only if it was seen to shape it right.  Coverage and scripts come from fonts/catalogue.json, which is made
from the files (see font_catalogue); no font of the machine is ever used, so that a picture is the same everywhere.
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
from .scripts import COMMON, PLAIN, is_simple, script_of

CATALOGUE = "catalogue.json"
CATEGORIES = ("sans", "serif", "mono", "hand", "math")
BOLD = 600  # the least weight that reads as bold
# Faces that are small in the body, and by how much they are set larger to read like the others.
_SMALL = {"Caveat": 1.28, "Barlow Condensed": 1.18, "Patrick Hand": 1.18, "STIX Two Text": 1.06, "Libertinus Serif": 1.06}
# Drawn by moving the pen, not by a glyph.
BLANK = frozenset("\n\r\t")


@dataclass(frozen=True, slots=True)
class FontFace:
    """One font file. category: sans, serif, mono, hand or math.  script: the one it was made for, as ISO 15924."""

    family: str
    weight: int
    italic: bool
    path: Path
    category: str
    unicase: bool = False
    script: str = "Latn"

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
        FontFace(
            e["family"], e["weight"], e["style"] == "italic", folder() / e["file"], e["category"], e["unicase"], e["script"]
        )
        for e in catalogue()
    )


@lru_cache(maxsize=64)
def families(category: str = "", script: str = "Latn") -> tuple[str, ...]:
    """The names of the families of a category ("" for all) that set a script ("" for all), in the order of the catalogue.

    script: as ISO 15924 (Hans and Jpan among them).  Those made for the script come first; only they are given for Latin.
    """
    fit = [
        f for f in faces() if category in ("", f.category) and script in ("", f.script, *(sets(f) if script != "Latn" else ()))
    ]
    return tuple(dict.fromkeys(f.family for f in sorted(fit, key=lambda f: script not in ("", f.script))))


@lru_cache(maxsize=256)
def sets(face: FontFace) -> frozenset[str]:
    """The scripts, as ISO 15924, that the face has all usual characters of and shapes right."""
    return frozenset(_entry(face)["scripts"])


@lru_cache(maxsize=512)
def that_set(script: str, files: tuple[str, ...]) -> tuple[str, ...]:
    """Those of a stack's files that shape a script right: the first file's own, its category, those made for the script, the
    others.  A file that is not in the catalogue was chosen by hand, and is kept."""
    known = {str(f.path): f for f in faces()}
    own = known.get(files[0])
    fit = [file for file in files if file not in known or script in sets(known[file])]

    def unlike(file: str) -> tuple[bool, ...]:
        f = known.get(file)
        return (
            file != files[0],
            own is not None and f is not None and f.category != own.category,
            f is not None and f.script != script,
        )

    return tuple(sorted(fit, key=unlike))


@lru_cache(maxsize=512)
def face(family: str, bold: bool = False, italic: bool = False) -> FontFace:
    """The family's face nearest to the wanted style: upright before the wrong weight. BadInput for an unknown family."""
    own = [f for f in faces() if f.family == family]
    if not own:
        raise BadInput(f"font family {family!r}: not in fonts/{CATALOGUE}; choose one of {', '.join(families(script=''))}")
    return min(own, key=lambda f: (f.bold != bold, f.italic != italic, abs(f.weight - (700 if bold else 400))))


def optical_scale(family: str) -> float:
    """By how much a family is set larger so that it reads as large as the others."""
    return _SMALL.get(family, 1.0)


def can_draw(face: FontFace, text: str) -> bool:
    """Whether the face has every character, shapes its script right, and keeps capitals apart from small letters."""
    if not coverage(face).issuperset(text) or unshaped(face, text):
        return False
    return not (face.unicase and text != text.upper() and text != text.lower())


def unshaped(face: FontFace, text: str) -> str:
    """The characters of the text whose script the face was not seen to shape right, each once, in order."""
    if is_simple(text):
        return ""
    safe = PLAIN | sets(face)
    return "".join(dict.fromkeys(c for c in text if script_of(c) not in safe))


def missing(face: FontFace, text: str) -> str:
    """The characters of the text that the face cannot draw, each once, in order."""
    wrong = unshaped(face, text)
    return "".join(dict.fromkeys(c for c in text if c not in coverage(face) or c in wrong))


def quoted(chars: str, most: int = 12) -> str:
    """Characters named in a message: the first few, and how many more there are."""
    return repr(chars) if len(chars) <= most else f"{chars[:most]!r} and {len(chars) - most} more"


def main_script(text: str) -> str:
    """The script of the first letter that is neither Latin nor of no script, else Latn."""
    if text.isascii():
        return "Latn"
    return next((s for s in map(script_of, text) if s not in ("Latn", *COMMON)), "Latn")


def pick(category: str, text: str, rng: Rng, bold: bool = False, italic: bool = False) -> FontFace:
    """A face of the category that can draw the text, each family as likely; for a script that has no face in the category,
    of any.  Refused where none can."""
    names = families(category)
    fit = [f for f in (face(n, bold, italic) for n in names) if can_draw(f, text)]
    for names in () if fit or main_script(text) == "Latn" else (families(category, ""), families("", "")):
        fit = fit or [f for f in (face(n, bold, italic) for n in names) if can_draw(f, text)]
    if not fit:
        raise Refused(f"font: no {category} font draws {quoted(unknown(text) or text)}")
    return fit[int(rng.integers(len(fit)))]


@lru_cache(maxsize=4096)
def fallback(face: FontFace, text: str) -> FontFace:
    """The face itself, or the one nearest in look that can draw the text. Refused, naming font and characters, if none can."""
    japanese = not text.isascii() and any(script_of(c) in ("Hira", "Kana") for c in text)
    for f in _by_likeness(face, "Jpan" if japanese else ""):
        if can_draw(f, text):
            return f
    raise Refused(f"font: {face} lacks {quoted(missing(face, text))}, and no other font draws all of it")


@lru_cache(maxsize=512)
def stack(face: FontFace, script: str = "") -> tuple[str, ...]:
    """The face's file and then all others, the nearest in look first: each character is drawn with the first that has it.

    script: of the language that is set, as ISO 15924; faces made for it come before the others.  Chinese and Japanese need
    it, for they share characters and draw them differently.
    """
    return tuple(str(f.path) for f in _by_likeness(face, script))


@lru_cache(maxsize=512)
def _by_likeness(face: FontFace, script: str = "") -> tuple[FontFace, ...]:
    def unlike(other: FontFace) -> tuple[bool, ...]:
        return (
            other != face,
            script not in ("", "Latn", other.script),
            other.script not in (face.script, "Latn"),
            other.family != face.family,
            other.category not in (face.category, "math"),
            other.category == "math",
            other.italic != face.italic,
            other.bold != face.bold,
        )

    return tuple(sorted(faces(), key=unlike))


def unknown(text: str) -> str:
    """The characters of the text that no font of the catalogue can draw, each once, in order."""
    return "".join(c for c in dict.fromkeys(text) if not any(c in coverage(f) and not unshaped(f, c) for f in faces()))


@lru_cache(maxsize=256)
def coverage(face: FontFace) -> frozenset[str]:
    """The characters that the face has glyphs for (line breaks and tabs included)."""
    return from_ranges(_entry(face)["coverage"]) | BLANK


def _entry(face: FontFace) -> dict[str, Any]:
    return next(e for e in catalogue() if folder() / e["file"] == face.path)


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
