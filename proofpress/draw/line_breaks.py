"""Where a line may end, and text cut into lines of a width.

Lines end at spaces and between Chinese and Japanese characters, but never before a closing sign or after an opening one.
Thai is written without spaces between words: a phrase that no line holds is broken between its letters (with their signs),
not between words, for that takes a dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from .scripts import graphemes, is_simple, script_of

NO_BREAK = "\u00a0\u202f\u2060"
_SPACES = " \u3000\u200b\u2003\u2002\u2009"
# Japanese and Chinese rules (kinsoku): what never begins a line, and what never ends one.
_NOT_FIRST = frozenset(
    ",.:;!?)]}%°’”»›、。，．：；！？）］｝〕〉》」』】〗〙〛｠｣・‥…ー々〻ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ゠〜～％℃"
)
_NOT_LAST = frozenset("([{‘“«‹（［｛〔〈《「『【〖〘〚｟｢$€£¥￥＄￡₩₪₹")
_IDEOGRAPHIC = ("Hani", "Hira", "Kana", "Bopo")
_BLANKS = re.compile(r"[ \t\n\r\f\v]+")
_UNSPACED = ("Thai", "Laoo", "Khmr", "Mymr")  # written without spaces between words
_BEFORE_CONSONANT, _AFTER_CONSONANT = frozenset("เแโใไ"), frozenset("ะาำๅๆฯ")


def wrap(text: str, advance: Callable[[str], float], width: float) -> str:
    """The text with newlines for as few lines as fit the width; a single longer word stays whole.

    advance: the width of one line of text.
    """
    text = _BLANKS.sub(" ", text).strip(" ")
    return "\n".join(text[a:b] for a, b in line_spans(text, lambda a, b: advance(text[a:b]), width))


def line_spans(
    text: str, advance: Callable[[int, int], float], width: float, indent: float = 0.0
) -> tuple[tuple[int, int], ...]:
    """Start and end of each line, without the spaces at its ends. advance: the width of text[start:end]."""
    spans: list[tuple[int, int]] = []
    start = 0
    for hard in (*(i for i, c in enumerate(text) if c == "\n"), len(text)):
        pieces = list(_pieces(text, start, hard))
        first = len(spans)
        line: tuple[int, int] | None = None
        while pieces:
            a, b = pieces.pop(0)
            room = width - (indent if spans else 0.0)
            if line is not None and advance(line[0], b) <= room:
                line = (line[0], b)
                continue
            smaller = _smaller(text, a, b) if advance(a, b) > room else ()
            if len(smaller) > 1:
                pieces[:0] = smaller
                continue
            if line is not None:
                spans.append(line)
            line = (a, b)
        if line is not None or len(spans) == first:
            spans.append(line or (start, start))
        start = hard + 1
    return tuple(spans)


def break_points(text: str) -> tuple[int, ...]:
    """The indices before which a new line may begin; a space goes with what stands before it."""
    return tuple(i for i in range(1, len(text)) if _may_break(text, i))


def _may_break(text: str, i: int) -> bool:
    before, after = text[i - 1], text[i]
    if after in _SPACES or after in NO_BREAK or before in NO_BREAK:
        return False
    if before in _SPACES:
        return True
    return (_ideographic(before) or _ideographic(after)) and after not in _NOT_FIRST and before not in _NOT_LAST


@lru_cache(maxsize=8192)
def _ideographic(char: str) -> bool:
    return char >= "\u2e80" and (
        script_of(char) in _IDEOGRAPHIC or "\u3000" <= char <= "\u303f" or "\uff01" <= char <= "\uffe6"
    )


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """What lies between the places where text[start:end] may be broken, without spaces at the ends."""
    cuts = [start, *(i for i in range(start + 1, end) if _may_break(text, i)), end]
    pieces = []
    for a, b in pairwise(cuts):
        while a < b and text[a] in _SPACES:
            a += 1
        while b > a and text[b - 1] in _SPACES:
            b -= 1
        if b > a:
            pieces.append((a, b))
    return pieces


def _smaller(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The letters with their signs of a phrase without spaces, for a phrase that no line holds; [] where words stay whole."""
    if is_simple(text[start:end]) or not any(script_of(c) in _UNSPACED for c in text[start:end]):
        return []
    parts: list[tuple[int, int]] = []
    for a, b in ((start + a, start + b) for a, b in graphemes(text[start:end])):
        tied = parts and (
            text[a] in _AFTER_CONSONANT or text[parts[-1][1] - 1] in _BEFORE_CONSONANT or script_of(text[a]) not in _UNSPACED
        )
        if tied:
            parts[-1] = (parts[-1][0], b)
        else:
            parts.append((a, b))
    return parts
