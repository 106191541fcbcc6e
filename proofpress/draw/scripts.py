"""Writing systems: which text needs a shaper, the script of each character, and the characters that a reader sees as one.

Scripts are named by their ISO 15924 codes ("Latn", "Arab", "Deva").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

# Scripts that are set with one glyph a character, one after the other, from left to right.
PLAIN = frozenset(
    (
        "Latn",
        "Grek",
        "Cyrl",
        "Armn",
        "Geor",
        "Hani",
        "Hira",
        "Kana",
        "Bopo",
        "Hang",
        "Ethi",
        "Cher",
        "Cans",
        "Ogam",
        "Runr",
        "Yiii",
    )
) | {"Zyyy", "Zinh", "Zzzz"}
COMMON = ("Zyyy", "Zinh", "Zzzz")  # marks and signs of every script
# Characters that join, reorder, stack, run from right to left or are drawn by no glyph of their own.
_COMPLEX = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0590-\u109f\u1100-\u11ff\u135d-\u135f\u1700-\u1cff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u20d0-\u20ff\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\ua67d\ua6f0\ua6f1\ua800-\uab2f"
    "\uabc0-\uabff\ud7b0-\ud7ff\ufb1d-\ufdff\ufe00-\ufe0f\ufe20-\ufe2f\ufe70-\ufeff"
    "\U00010800-\U00010fff\U00011000-\U00011fff\U00016100-\U00016fff\U0001e000-\U0001efff\U000e0000-\U000e0fff]"
)
_JOINERS = "\u200c\u200d"
_VIRAMA = 9  # canonical combining class of the signs that join two consonants


def is_simple(text: str) -> bool:
    """Whether each character is one glyph that stands after the one before it: no shaper is needed."""
    return _COMPLEX.search(text) is None


@lru_cache(maxsize=8192)
def script_of(char: str) -> str:
    """The script of a character as ISO 15924; Zyyy or Zinh where it belongs to several."""
    from fontTools import unicodedata as ucd

    script: str = ucd.script(char)
    if script in COMMON:
        used = ucd.script_extension(char) - set(COMMON)
        if len(used) == 1:
            return next(iter(used))
    return script


def scripts(text: str) -> tuple[str, ...]:
    """The script of each character; signs that many scripts share take that of the text before them, or else after them."""
    found: list[str] = []
    for char in text:
        script = script_of(char)
        found.append(found[-1] if script in COMMON and found else script)
    first = next((s for s in found if s not in COMMON), COMMON[0])
    return tuple(first if s in COMMON else s for s in found)


def graphemes(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each group of characters that a reader takes for one: a letter with its marks, a conjunct."""
    groups: list[list[int]] = []
    for i, char in enumerate(text):
        mark = unicodedata.category(char)[0] == "M" or char in _JOINERS
        conjunct = groups and i and _joins(text[groups[-1][0] : i]) and unicodedata.category(char) == "Lo"
        if groups and (mark or conjunct):
            groups[-1][1] = i + 1
        else:
            groups.append([i, i + 1])
    return tuple((a, b) for a, b in groups)


def _joins(before: Sequence[str] | str) -> bool:
    """Whether the text ends with a sign that ties the next consonant to it."""
    tail = before[-1]
    if tail == "\u200d" and len(before) > 1:
        tail = before[-2]
    return unicodedata.combining(tail) == _VIRAMA and "\u0900" <= tail <= "\u0dff"
