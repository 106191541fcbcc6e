"""Names as answers: labels, dates, angles and segments, and lists of them, however they are written."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
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
_SAME = {"gray": "grey", "color": "colour", "center": "centre", "rhombi": "rhombus"}
_BEFORE = re.compile(
    r"^(?:(?:in|on|at|for|during|only|just)\s+)?(?:the\s+|an?\s+)?(?:(?:colou?r|year|month|day|region|category|series|bar|slice|sector"
    r"|label|town|city|country|quarter|option)\s+(?:is\s+|of\s+)?)?(?:the\s+|an?\s+)?"
)
_AFTER = re.compile(
    r"(?:-angled|\s+angled)?(?:\s+(?:range|triangle|bar|line|slice|sector|category|series|group|colou?r|region|one|angle|year|quarter))?$"
)
_LEAD = re.compile(r"^.*?(?:\b(?:is|are|was|were)\b|:)\s*(?=\S)")
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
    """The keys that mean the same label: an angle read from its other side, a date in another order."""
    s = flat(label).strip().rstrip(".")
    key = label_key(label)
    out = {key}
    if m := re.fullmatch(r"(?:∠|[Aa]ngle )\s*([A-Z])\s?([A-Z])\s?([A-Z])", s):
        out |= {f"∠{x}".casefold() for x in (m[1] + m[2] + m[3], m[3] + m[2] + m[1])}
    elif m := re.fullmatch(r"(?:(?:[Ll]ine )?[Ss]egment |[Ss]ide |[Cc]hord |[Dd]iagonal |[Ll]ine )?([A-Z])([A-Z])", s):
        out |= {(m[1] + m[2]).casefold(), (m[2] + m[1]).casefold()}
    elif m := re.fullmatch(r"(?:△|[Tt]riangle )\s*([A-Z]{3})", s):
        out.add("△" + "".join(sorted(m[1])).casefold())
    elif date := _date(key):
        out.add(date)
    elif re.fullmatch(r"\w+, ?\d{4}", key):  # Q3, 2021
        out.add(re.sub(r", ?", " ", key))
    return frozenset(out)


def _date(key: str) -> str:
    """A day, month and year in one order; "" where the words are anything else."""
    words = [re.sub(r"[.,]$", "", w) for w in key.split() if w not in ("of", "the")]
    named = [_SHORT.get(w, w if w in _SHORT.values() else "") for w in words]
    numbers = [re.fullmatch(r"0?(\d{1,4})(?:st|nd|rd|th)?", w) for w in words]
    if not any(named) or not words or any(not n and not d for n, d in zip(named, numbers, strict=True)):
        return ""
    return "date " + " ".join([*sorted(n for n in named if n), *sorted(d[1] for d in numbers if d)])


def same_label(truth: str, given: str) -> bool:
    """Does the text name the label, alone or in the plainest of sentences?"""
    want = _forms(truth)
    text = flat(given)
    if not text or "\n" in text.strip():
        return False
    if _forms(text) & want:
        return True
    if m := re.fullmatch(r"(∠|△)?\s*([A-Z]{2,3})\s*=\s*[^=]*\d[^=,]*", text.strip()):  # ∠OHX = 90°
        return same_label(truth, (m[1] or "") + m[2])
    if (m := re.fullmatch(r"[A-Z]{3}", text.strip().rstrip("."))) and flat(truth)[:1] in "∠△":
        return bool(_forms(flat(truth)[0] + m[0]) & want)
    if (m := _LABEL_REMARK.match(text.strip().rstrip("."))) and not _DENIES.search(m[2].casefold()):
        return same_label(truth, m[1])
    key = label_key(text)
    if _bare(key, want):
        return True
    if (m := _LEAD.match(key)) and not _DENIES.search(key):
        rest = key[m.end() :]
        if _bare(rest, want) or bool(_forms(_tail_of(text, rest)) & want):
            return True
    name = next((k for k in want if key.startswith(k + " ")), "")
    return bool(name and _BEST.match(key[len(name) :]) and not re.search(r"\bthan\b", key) and not _DENIES.search(key))


def _tail_of(text: str, rest: str) -> str:
    """The end of the text in its own case: names of points are capitals."""
    return text.strip().rstrip(".!")[-len(rest) :] if rest else ""


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
_BEGIN = re.compile(
    r"^(?:(?:[^:\n]*:\s*)|(?:(?:they|these|those|it|the [a-z ]+?) (?:is|are|was|were)\s+))?(?:only\s+)?"
    r"(?:(?:the )?(?:segments?|angles?|sides?|lines?|years?)\s+)?[\[{(]*\s*",
    re.IGNORECASE,
)


def same_list(truth: Sequence[Value], given: str, ordered: bool) -> bool:
    """Does the text give these items and nothing else, in this order if `ordered`?"""
    text = _plain_list(given)
    at = [0, m.end()] if (m := _BEGIN.match(text)) and not _DENIES.search(m[0]) else [0]
    return any(_consume(text, start, list(truth), ordered) for start in dict.fromkeys(reversed(at)))


def _plain_list(given: str) -> str:
    """The list as one text; a JSON or Python list item by item."""
    s = given.strip()
    if s.startswith("[") and s.endswith("]"):
        for body in (s, s.replace("'", '"')):
            try:
                data = json.loads(body)
            except (ValueError, RecursionError):
                continue
            if isinstance(data, list) and all(isinstance(v, (str, int, float)) for v in data):
                return "\n".join(_list_text(str(v)) for v in data)
    return _list_text(given)


def _list_text(text: str) -> str:
    s = re.sub(r"\\n", "\n", flat(text))
    s = re.sub(r"[\"`]|(?<![^\W_])'|'(?![^\W_])|\*", "", s)
    return re.sub(r"\s*[.!]$", "", re.sub(r"[ \t]+", " ", s).strip())


def _consume(text: str, at: int, left: list[Value], ordered: bool) -> bool:
    """Take item after item off the text; right where both come to their end together."""
    numbered = _NUMBERING.match(text, at)
    starts = [at, *([numbered.end()] if numbered else [])]
    for start in reversed(starts):
        for item in left[:1] if ordered else sorted(left, key=lambda v: -len(str(v))):
            end = _item_end(text, start, item)
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


def _item_end(text: str, at: int, item: Value) -> int | None:
    """Where the item ends that stands at this place of the text; None where it does not stand there."""
    if is_number(item):
        m = re.compile(rf"-?\d[\d,. ]{{0,{LONGEST_NUMBER - 2}}}\d|-?\d").match(text, at)
        for end in range(m.end(), m.start(), -1) if m else ():
            q = parse_quantity(text[at:end]) if text[end - 1].isdigit() and not text[end : end + 1].isdigit() else None
            if q is not None and q.value == exact_of(item):
                return end
        return None
    m = re.compile(r"(?:the\s+)?(" + _spelling(str(item)) + r")(?![^\W_])", re.IGNORECASE).match(text, at)
    return m.end() if m else None


@lru_cache(maxsize=4096)
def _spelling(item: str) -> str:
    """A pattern for the item as the text may write it."""
    s = _list_text(number(item))
    ways = [
        re.sub(r"(?:\\-|-)", r"\\s*-\\s*", re.sub(r"\\? ", r"\\s+", re.escape(s)))
        .replace("\\&", r"\s*&\s*")
        .replace(r"\s+\s*", r"\s*")
    ]
    if re.fullmatch(r"[A-Z]{2}", s):
        ways += [s[::-1]]
        return r"(?:segment\s+)?(?:" + "|".join(ways) + ")"
    if m := re.fullmatch(r"∠([A-Z])([A-Z])([A-Z])", s):
        return rf"(?:∠|angle\s+)?(?:{m[1]}{m[2]}{m[3]}|{m[3]}{m[2]}{m[1]})"
    if m := re.fullmatch(r"(\d{1,2}) ([A-Za-z]{3,9})", s):
        ways += [f"{m[2]} {m[1]}"]
    return "|".join(ways)
