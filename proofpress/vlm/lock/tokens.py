"""What a text says, token by token: names, numbers with their units, concepts, and every other word."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ...answers.number_words import spelled_out
from .figures import NUMBER, ORDINAL, ORDINALS, SPELLED, UNIT, unit_at, unit_key, value_of
from .stems import stem
from .words import LockWords

_SAME = str.maketrans({"’": "'", "‘": "'", "\u00a0": " ", "\u202f": " ", "−": "-", "“": '"', "”": '"', "÷": "/"})
_SIGNS = (
    (re.compile(r"\bcan't\b|\bcannot\b", re.I), "can not"),
    (re.compile(r"\b(\w+)n't\b", re.I), r"\1 not"),
    (re.compile(r"\b(i)'d\b", re.I), r"\1 would"),
    (re.compile(r"\b(i)'m\b", re.I), r"\1 am"),
    (re.compile(r"\b(what|that|it|where|who|how)'s\b", re.I), r"\1 is"),
    (re.compile(r"\b(let)'s\b", re.I), r"\1 us"),
    (re.compile(r"\bper cent\b", re.I), "percent"),
    (re.compile(r"\b(?:highest|largest|biggest) first\b"), "from highest to lowest"),  # no ordinal
    (re.compile(r"\b(?:lowest|smallest) first\b"), "from lowest to highest"),
    (re.compile(r"\s+"), " "),
)
_WORD = re.compile(r"[^\W\d_][\w'²³₂-]*|_{3,}")


@dataclass(frozen=True, slots=True)
class Refusal:
    """kind: what was touched (number, name, order, direction, negation, asked, word, ...); detail: the offending token."""

    kind: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """A text taken apart. names: in order, as (class, name).  numbers: (value, unit); figures: the same in order;
    bound: each number with the name that it stands next to.  concepts: how often each is said.  words: how often every other
    word that is not free.  masked: the text with @ for names and # for numbers."""

    text: str
    names: tuple[tuple[str, str], ...]
    numbers: frozenset[tuple[str, str]]
    figures: tuple[tuple[str, str], ...]
    bound: frozenset[tuple[tuple[str, str], str]]
    concepts: Mapping[str, int]
    words: Mapping[str, int]
    masked: str
    spots: tuple[int, ...]  # where each name begins in `text`
    sides: frozenset[tuple[tuple[str, str], str]]  # numbers with the side that is said right before them: above 5
    extremes: tuple[str, ...]  # max and min, in order
    plain: str  # masked, in the plainer ways of saying
    signs: tuple[frozenset[str], ...]  # what is found of each sign of the language's table


def normal(text: str, words: LockWords) -> str:
    """The text with one way of writing quotes, spaces and signs."""
    text = unicodedata.normalize("NFC", text).translate(_SAME)
    for pattern, by in (*words.notation, *_SIGNS):
        text = pattern.sub(by, text)
    return text.strip()


@lru_cache(maxsize=256)
def _names_pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    if not names:
        return None
    ordered = sorted(names, key=len, reverse=True)
    return re.compile(r"(?<![\w])(?<!\d[–.,-])(?:" + "|".join(re.escape(n) for n in ordered) + r")(?![\w])(?![–.,]\d)")


def take_apart(text: str, known: Mapping[str, str], words: LockWords, lower: frozenset[str] = frozenset()) -> Content:
    """known: names of the sample, each with its class (names of one class must keep their order).
    lower: words that the original writes small, so that a capital at the head of a sentence makes no name of them."""
    text = normal(text, words)
    names: list[tuple[int, str, str]] = []
    numbers: list[tuple[int, tuple[str, str]]] = []
    mask = list(text)

    def cover(a: int, b: int, sign: str) -> None:
        mask[a:b] = [sign, *("\0" * (b - a - 1))]

    pattern = _names_pattern(tuple(sorted(known)))
    for m in pattern.finditer(text) if pattern else ():
        if _is_name(text, m.start(), m.end(), words):
            names.append((m.start(), known[m[0]], m[0].casefold()))
            cover(m.start(), m.end(), "@")
    rest = "".join(mask)
    for m in _WORD.finditer(rest):
        if m[0][0].isupper() and _is_name(text, m.start(), m.end(), words, lower, known=False):
            names.append((m.start(), "point" if m[0].isupper() else "name", m[0].casefold()))
            cover(m.start(), m.end(), "@")
    rest = "".join(mask)
    for m in ORDINAL.finditer(rest):
        numbers.append((m.start(), (m[1], "ordinal")))
        cover(m.start(), m.end(), "#")
    rest = "".join(mask)
    for m in NUMBER.finditer(rest):
        if not m["body"]:
            continue
        end, unit = m.end(), m["sign"]
        if (u := UNIT.match(rest, m.end())) and (found := unit_at(u[1])):
            end, unit = u.start(1) + len(found), unit + " " + found
        numbers.append((m.start(), (value_of((m["minus"] or "") + m["body"]), unit_key(unit))))
        cover(m.start(), end, "#")
    for m in _WORD.finditer("".join(mask).lower()):
        if m[0] in ORDINALS:
            numbers.append((m.start(), (str(ORDINALS.index(m[0]) + 1), "ordinal")))
            cover(m.start(), m.end(), "#")
        elif m[0].split("-")[0] in SPELLED and (spelled := spelled_out(m[0])) and not spelled[1]:
            numbers.append((m.start(), (str(spelled[0]), "")))
            mask[m.start()] = "#" if m[0] != "two" else mask[m.start()]
            if m[0] != "two":
                cover(m.start(), m.end(), "#")
    masked = "".join(mask).replace("\0", " ").lower()
    sides = frozenset((number, side) for at, number in numbers if (side := _side(masked[:at], words)))
    labels = {n.casefold() for n in known}
    for at, (value, unit) in numbers:  # "week 2" is a name too
        before = re.search(r"([a-z]{3,}) $", masked[:at])
        if not before or (f"{before[1]} {value}" not in labels and not _may_be_label(text, at, value)) or unit:
            continue
        if before[1] not in words.free and before[1] not in words.phrases and before[1] not in _PLACES:
            names.append((at, "numbered", f"{before[1]} {value}"))
    names.sort()
    masked = "".join(mask).replace("\0", "").lower()
    masked = re.sub(r"\s+", " ", re.sub(r"(?<=@)'s?\b", "", masked))
    plain = words.rewritten(masked)
    rest = words.idioms.sub(" . ", plain)
    concepts, rest = words.concepts_of(rest)
    if any(unit.startswith("°*") for _, (_, unit) in numbers):
        concepts["degrees"] = concepts.get("degrees", 0) + 1
    content = Counter(stem(w) for w in _WORD.findall(rest) if w not in words.free and stem(w) not in words.free_stems)
    return Content(
        text,
        tuple((c, n) for _, c, n in names),
        frozenset(n for _, n in numbers),
        tuple(n for _, n in sorted(numbers)),
        frozenset(_bound(text, names, numbers)),
        concepts,
        content,
        masked,
        tuple(at for at, _, _ in names),
        sides,
        tuple(words.phrases[m[0]] for m in words.extremes.finditer(masked)),
        plain,
        words.signs_of(words.idioms.sub(" . ", masked)),
    )


def _side(before: str, words: LockWords) -> str:
    m = words.sides.search(re.sub(r"\s+", " ", before)[-40:])
    return words.phrases[m[0].removesuffix(m[1])] if m else ""


def _may_be_label(text: str, at: int, value: str) -> bool:
    """Week 2 is a label; the 1.23 and the 53 of "is the median of the eight clubs 53?" are none, nor is what has a unit."""
    if "/" in value:
        return False
    after = re.match(r"[\d,]*\d(?:\.\d+)?(.*)", text[at:])
    claim = re.match(r"(?:is|are|was|were|do|does|did)\b", text, re.I)
    if after is None:
        return True
    return not (_COMPARED.match(after[1]) or (claim and after[1][:1] == "?"))


_COMPARED = re.compile(
    r" (?:[A-Zµ]|(?:above|below|over|under|more|less|fewer|higher|lower|larger|smaller|times|points|ahead)\b)"
)


_PLACES = frozenset(["number", "all", "top", "last", "first", "place", "rank"])


def _bound(
    text: str, names: Sequence[tuple[int, str, str]], numbers: Sequence[tuple[int, tuple[str, str]]]
) -> list[tuple[tuple[str, str], str]]:
    """Each number with the nearest name of its own clause."""
    breaks = [m.start() for m in re.finditer(r"[,;:?]\s|\.\s|\band\b|\bbut\b", text)]
    out = []
    for at, number in numbers:
        lo = max((b for b in breaks if b < at), default=-1)
        hi = min((b for b in breaks if b > at), default=len(text))
        near = sorted((abs(p - at), n) for p, _, n in names if lo < p < hi)
        if near:
            out.append((number, near[0][1]))
    return out


def _is_name(text: str, a: int, b: int, words: LockWords, lower: frozenset[str] = frozenset(), known: bool = True) -> bool:
    word = text[a:b]
    if word == "I":
        return known and bool(words.before_names.search(text[:a]))
    head = a == 0 or text[:a].rstrip()[-1:] in (".?!" if known else '.?!:"(')
    if word == "A" and head:
        after = _WORD.match(text, b + 1)
        return text[b : b + 1] in "," or (after is not None and after[0] in words.verbs)
    if not any(c.isupper() or c.isdigit() for c in word):
        return False
    if not head:
        return known or word.isupper() or word.lower() not in lower
    if known:
        if re.match(r" (?:or|and) |[,:]", text[b:]):  # "Other or Farmland: which ..."
            return True
        return word.lower() not in words.vocabulary or len(word) == 1 or word.isupper() or " " in word
    if word.isupper() and len(word) > 1:
        return True
    if re.match(r" [A-Z]{3,8}\b", text[b:]):  # Figure ABCD
        return False
    return word.lower() not in words.vocabulary and word.lower() not in lower
