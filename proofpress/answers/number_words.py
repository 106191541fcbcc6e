"""English number words: zero, twenty-five, one hundred and five, two and a half, three quarters, third."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

_COUNTING = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen|twenty thirty forty fifty sixty seventy eighty ninety"
    "|first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
)
_ONES, _TENS, _ORDINALS = (part.split() for part in _COUNTING.split("|"))
_SMALL = {w: i for i, w in enumerate(_ONES)} | {w: 10 * (i + 2) for i, w in enumerate(_TENS)}
_BIG = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_PARTS = {"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5, "tenth": 10}
_PARTS |= {"tenths": 10, "sixth": 6, "sixths": 6, "eighth": 8, "eighths": 8, "fourth": 4, "fourths": 4}
_WHOLE = {"none": 0, "twice": 2, "thrice": 3, "nil": 0}


@lru_cache(maxsize=8192)
def spelled_out(text: str) -> tuple[Fraction, str] | None:
    """(the number that the text begins with, the rest) or None where it begins with no number word."""
    words = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", text.strip().lower()).split()
    if not words:
        return None
    if len(words) == 1 and words[0] in _WHOLE:
        return Fraction(_WHOLE[words[0]]), ""
    sign = -1 if words[0] in ("minus", "negative") else 1
    words = words[1:] if sign < 0 else words
    ordinal = words[1:] if words[:1] == ["the"] else words
    if len(ordinal) == 1 and ordinal[0] in _ORDINALS:
        return Fraction(_ORDINALS.index(ordinal[0]) + 1), ""
    if words[:1] in (["a"], ["an"]) and len(words) > 1 and words[1] in _PARTS:
        words = ["one", *words[1:]]
    if words[:1] == ["half"]:
        return Fraction(sign, 2), " ".join(words[1:])
    value, at = _whole(words)
    if at == 0:
        return None
    rest = words[at:]
    if rest[:1] and rest[0] in _PARTS and value < 20:
        return sign * Fraction(value, _PARTS[rest[0]]), " ".join(rest[1:])
    if rest[:3] == ["and", "a", "half"]:
        return sign * (value + Fraction(1, 2)), " ".join(rest[3:])
    return Fraction(sign * value), " ".join(rest)


def _whole(words: list[str]) -> tuple[int, int]:
    """(value, how many words) of the whole number at the beginning; 0 words where there is none."""
    total = current = at = 0
    last = 1000  # what the next small word must be below, so that "two three" is no number
    while at < len(words):
        w = words[at]
        if w in _SMALL:
            if _SMALL[w] >= last or (last == 10 and _SMALL[w] == 0):
                break
            current, last = current + _SMALL[w], 10 if w in _TENS else 1
        elif w in _BIG and at:
            factor = _BIG[w]
            current = max(current, 1) * factor
            if factor > 100:
                total, current = total + current, 0
            last = 100 if factor == 100 else 1000
        elif w == "and" and at and words[at - 1] in _BIG and words[at + 1 : at + 2] and words[at + 1] in _SMALL:
            pass
        else:
            break
        at += 1
    return total + current, at
