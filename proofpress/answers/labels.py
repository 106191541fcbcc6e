"""Names as answers: labels and dates, and lists of them, however they are written.

What else a name may be called (the other order of its letters, a noun before it) is not known here: an answer brings it
along as its aliases.  A noun that stands before one of the names may stand before each of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ..model import Value
from .expression import LONGEST_NUMBER
from .numerals import is_number, number
from .plaintext import flat
from .quantity import exact_of, parse_quantity

_CALENDAR = (
    "january february march april may june july august september october november december"
    " monday tuesday wednesday thursday friday saturday sunday"
)
_SHORT = {name[:3]: name for name in _CALENDAR.split()} | {
    "sept": "september",
    "tues": "tuesday",
    "thurs": "thursday",
    "thur": "thursday",
}
_SAME = {"gray": "grey", "color": "colour", "center": "centre"}
_BEFORE = re.compile(
    r"^(?:(?:in|on|at|for|during|only|just)\s+)?(?:the\s+|an?\s+)?(?:(?:colou?r|year|month|day|region|category|series"
    r"|label|town|city|country|quarter|option)\s+(?:is\s+|of\s+)?)?(?:the\s+|an?\s+)?"
)
_AFTER = re.compile(r"(?:\s+(?:range|category|series|group|colou?r|region|one|year|quarter))?$")
_LEAD = re.compile(r"^.*?(?:\b(?:is|are|was|were)\b:?|:)\s*(?=\S)")
_DENIES = re.compile(r"\b(?:not|nor|neither|no|or|except|but|without|all but|none|other than|instead|cannot)\b|n't\b")
_BEST = re.compile(r"^\s+(?:has|have|had|is|was|shows?|showed|reached|recorded)\s+the\s+(?:\w+est|most|least|fewest)\b[^.]*$")
_LABEL_REMARK = re.compile(r"^(.+?)\s*\(([^()]*\d[^()]*)\)$")


@lru_cache(maxsize=8192)
def label_key(text: str) -> str:
    """Two labels with one key are written alike: case, quotes, dashes, articles and a full stop aside."""
    s = flat(text).casefold()
    s = re.sub(r"[\"`*]|(?<![^\W_])'|'(?![^\W_])", "", s)
    s = re.sub(r"\s*-\s*", "-", s)
    s = re.sub(r"\s*&\s*", "&", s)
    s = re.sub(r"\s+", " ", s).strip()
    s = re.sub(r"(?:[!;,]|(?<!\.)\.)+$", "", s).strip()
    s = re.sub(r"^(?:the|an?) (?=\S)", "", s)
    return " ".join(_SAME.get(w, w) for w in s.split(" "))


@lru_cache(maxsize=8192)
def _forms(label: str) -> frozenset[str]:
    """The keys that mean the same label: a date in another order."""
    key = label_key(label)
    out = {key}
    if date := _date(key):
        out.add(date)
    elif re.fullmatch(r"\w+, ?\d{4}", key):  # Q3, 2021
        out.add(re.sub(r", ?", " ", key))
    return frozenset(out)


@lru_cache(maxsize=4096)
def _written(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names, and each of them behind every noun that stands before one of them."""
    return tuple(dict.fromkeys((*names, *(f"{noun} {name}" for noun in nouns(names) for name in names))))


@lru_cache(maxsize=4096)
def nouns(names: tuple[str, ...]) -> tuple[str, ...]:
    """What stands before a name in another one: "gate" of "B4" and "gate B4"."""
    found = (long[: -len(name)] for long in names for name in names if name and long.endswith(f" {name}"))
    return tuple(dict.fromkeys(noun.strip() for noun in found))


def _date(key: str) -> str:
    """A day, month and year in one order; "" where the words are anything else."""
    words = [re.sub(r"[.,]$", "", w) for w in key.split() if w not in ("of", "the")]
    named = [_SHORT.get(w, w if w in _SHORT.values() else "") for w in words]
    numbers = [re.fullmatch(r"0?(\d{1,4})(?:st|nd|rd|th)?", w) for w in words]
    if not any(named) or not words or any(not n and not d for n, d in zip(named, numbers, strict=True)):
        return ""
    return "date " + " ".join([*sorted(n for n in named if n), *sorted(d[1] for d in numbers if d)])


def same_label(truth: str, given: str, aliases: tuple[str, ...] = ()) -> bool:
    """Does the text name the label, alone or in the plainest of sentences?  aliases: its other names."""
    want = _keys((truth, *aliases))
    text = flat(given)
    if not text or "\n" in text.strip():
        return False
    if _forms(text) & want:
        return True
    if m := re.fullmatch(r"([^\w\s]?\s*[A-Z]{2,3})\s*=\s*[^=]*\d[^=,]*", text.strip()):  # its value beside it: ∠OHX = 90°
        return same_label(truth, m[1], aliases)
    if (m := _LABEL_REMARK.match(text.strip().rstrip("."))) and not _DENIES.search(m[2].casefold()):
        return same_label(truth, m[1], aliases)
    key = label_key(text)
    if _bare(key, want):
        return True
    if (m := _LEAD.match(key)) and not _DENIES.search(key):
        rest = key[m.end() :]
        if _bare(rest, want) or bool(_forms(rest) & want):
            return True
    name = next((k for k in want if key.startswith(k + " ")), "")
    return bool(name and _BEST.match(key[len(name) :]) and not re.search(r"\bthan\b", key) and not _DENIES.search(key))


@lru_cache(maxsize=4096)
def _keys(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*map(_forms, _written(names)))


def _bare(key: str, want: frozenset[str]) -> bool:
    """Is it the label behind a preposition, or before a noun of the most general kind?"""
    core = _BEFORE.sub("", key, count=1)
    for form in (core, _AFTER.sub("", key, count=1), _AFTER.sub("", core, count=1)):
        if form and form != key and ({form} | {d for d in (_date(form),) if d}) & want:
            return True
    ranges = [re.fullmatch(r"(\d[\d,.]*-\d[\d,.]*) (\w+)", w) for w in want]
    return any(m and core in (m[1], f"{m[1]} range") for m in ranges)


# --- lists -----------------------------------------------------------------------------------------------------------
_SEPARATOR = re.compile(r"\s*(?:(?:[,;/|→<>&\n]|=>|->|>|\band\b|\bthen\b|\bfollowed by\b)\s*)+")
_NUMBERING = re.compile(r"\s*(?:\(?\d{1,2}[.)](?!\d)|[-•])\s*")
_DETAIL = re.compile(r"\s*(?:\([^()]*\d[^()]*\)|(?::|=)\s*[$€£]?-?\d[\d.,]*\s*[%°$€\w]*)")
_BEGIN = (
    r"^(?:(?:[^:\n]*:\s*)|(?:(?:they|these|those|it|the [a-z ]+?) (?:is|are|was|were)\s+))?(?:only\s+)?"
    r"(?:(?:the )?(?:%s)\s+)?[\[{(]*\s*"
)

Names = tuple[str, ...]


def item_names(truth: Sequence[Value], aliases: Sequence[str] = ()) -> list[Names]:
    """Every item's names, its own first.  An alias of a list is a JSON list with a name of each item."""
    rows = [tuple(number(v) for v in truth)]
    for alias in aliases:
        row = json_list(alias)
        if row is not None and len(row) == len(truth):
            rows.append(tuple(map(str, row)))
    return [tuple(dict.fromkeys(row[i] for row in rows)) for i in range(len(truth))]


def json_list(text: str) -> list[Value] | None:
    """A JSON or Python list of plain items; None for anything else."""
    s = text.strip()
    if s.startswith("[") and s.endswith("]"):
        for body in (s, s.replace("'", '"')):
            try:
                data = json.loads(body)
            except (ValueError, RecursionError):
                continue
            if isinstance(data, list) and all(isinstance(v, (str, int, float)) for v in data):
                return data
    return None


def same_items(truth: Sequence[Value], given: Sequence[Value], ordered: bool, aliases: tuple[str, ...] = ()) -> bool:
    """Are these the items, in this order if `ordered`?"""
    left = [frozenset(map(label_key, names)) for names in item_names(truth, aliases)]
    if len(left) != len(given):
        return False
    for key in (label_key(number(v)) for v in given):
        at = next((i for i, keys in enumerate(left[:1] if ordered else left) if key in keys), None)
        if at is None:
            return False
        del left[at]
    return True


def same_list(truth: Sequence[Value], given: str, ordered: bool, aliases: tuple[str, ...] = ()) -> bool:
    """Does the text give these items and nothing else, in this order if `ordered`?"""
    text = _plain_list(given)
    names = item_names(truth, aliases)
    before = dict.fromkeys(re.escape(n) for each in names for n in nouns(each))
    m = re.match(_BEGIN % "|".join((*(f"{n}s?" for n in before), "years?")), text, re.IGNORECASE)
    at = [0, m.end()] if m and not _DENIES.search(m[0]) else [0]
    items = list(zip(truth, names, strict=True))
    return any(_consume(text, start, items, ordered) for start in dict.fromkeys(reversed(at)))


def _plain_list(given: str) -> str:
    """The list as one text; a JSON or Python list item by item."""
    items = json_list(given)
    return _list_text(given) if items is None else "\n".join(_list_text(str(v)) for v in items)


def _list_text(text: str) -> str:
    s = re.sub(r"\\n", "\n", flat(text))
    s = re.sub(r"[\"`]|(?<![^\W_])'|'(?![^\W_])|\*", "", s)
    return re.sub(r"\s*[.!]$", "", re.sub(r"[ \t]+", " ", s).strip())


Item = tuple[Value, Names]


def _consume(text: str, at: int, left: list[Item], ordered: bool) -> bool:
    """Take item after item off the text; right where both come to their end together."""
    numbered = _NUMBERING.match(text, at)
    starts = [at, *([numbered.end()] if numbered else [])]
    for start in reversed(starts):
        for item in left[:1] if ordered else sorted(dict.fromkeys(left), key=lambda v: -len(str(v[0]))):
            end = _item_end(text, start, *item)
            if end is None:
                continue
            others = list(left)
            others.remove(item)
            for stop in dict.fromkeys((m.end() if (m := _DETAIL.match(text, end)) else end, end)):
                if not others:
                    if re.fullmatch(r"\s*[\]})]*\s*", text[stop:]):
                        return True
                    continue
                between = _SEPARATOR.match(text, stop) or (None if ordered else re.compile(r"\s*=\s*").match(text, stop))
                if between is None and (m := _NUMBERING.match(text, stop)) and m[0][:1].isspace():
                    between = re.compile("").match(text, stop)
                if between and _consume(text, between.end(), others, ordered):
                    return True
    return False


def _item_end(text: str, at: int, item: Value, names: Names) -> int | None:
    """Where the item ends that stands at this place of the text; None where it does not stand there."""
    if is_number(item):
        m = re.compile(rf"-?\d[\d,. ]{{0,{LONGEST_NUMBER - 2}}}\d|-?\d").match(text, at)
        for end in range(m.end(), m.start(), -1) if m else ():
            q = parse_quantity(text[at:end]) if text[end - 1].isdigit() and not text[end : end + 1].isdigit() else None
            if q is not None and q.value == exact_of(item):
                return end
        return None
    m = re.compile(r"(?:the\s+)?(" + _spellings(names) + r")(?![^\W_])", re.IGNORECASE).match(text, at)
    return m.end() if m else None


@lru_cache(maxsize=4096)
def _spellings(names: Names) -> str:
    """A pattern for an item as the text may write it: longer names first."""
    ways = [way for name in _written(names) for way in _spelling(name)]
    return "|".join(sorted(dict.fromkeys(ways), key=lambda way: -len(way)))


def _spelling(name: str) -> Iterator[str]:
    s = _list_text(name)
    yield (
        re.sub(r"(?:\\-|-)", r"\\s*-\\s*", re.sub(r"\\? ", r"\\s+", re.escape(s)))
        .replace("\\&", r"\s*&\s*")
        .replace(r"\s+\s*", r"\s*")
    )
    if m := re.fullmatch(r"(\d{1,2}) ([A-Za-z]{3,9})", s):
        yield f"{m[2]} {m[1]}"
