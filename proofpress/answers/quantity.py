"""Numbers with what stands around them: "AB = 12 cm", "$3.2 million", "about 40°", "24/5 (4.8)", "two and a half hours"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from ..exact import Exact
from ..model import Value
from .expression import expressions, read_expression
from .number_words import spelled_out
from .plaintext import flat


@dataclass(frozen=True, slots=True)
class Quantity:
    """A parsed number with what stood around it. places: decimals written, None where it was not a plain decimal; digits: the
    significant ones.  unit: as written, a currency sign first.  computed: a computation that was not carried out."""

    value: Exact
    unit: str
    places: int | None
    digits: int = 0
    computed: bool = False


_ABOUT = re.compile(
    r"^(?:[=≈~]|about\b|approximately\b|approx\b\.?|around\b|roughly\b|circa\b|ca\.|only\b|just\b)\s*", re.IGNORECASE
)
_HEDGE = re.compile(
    r"\b(?:or|not|nor|neither|cannot|between|less|more|most|least|fewer|below|above|under|over|than|within|except|isn't|either|if"
    r"|maybe|perhaps|unless|but)\b|n't\b|[;?<>≤≥±]",
    re.IGNORECASE,
)
_IS = re.compile(
    r"\s*(?:\b(?:is|are|was|were|equals|equal to|measures|be|becomes|comes to|amounts to)\b|[=≈]|:(?=\s|$))\s*", re.I
)
_SIGNED = re.compile(r"^(?:minus|negative)\s+", re.IGNORECASE)
_YEAR = re.compile(r"^(?:in\s+)?(?:the\s+year\s+)?(?=\d{4}$)", re.IGNORECASE)
_CURRENCY = re.compile(r"^([-+]?)\s*(?:US|U\.S\.|A|C)?\s*(?:([$€£¥₹])|(USD|EUR|GBP|JPY|INR|CNY)\b)\s*([-+]?)\s*")
_SIGN_OF = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "CNY": "¥"}
_HOURS = re.compile(r"^(\d+)\s*(?:h|hrs?|hours?)\s*(?:and\s+)?(\d+)\s*(?:m|min|mins|minutes?)$", re.IGNORECASE)
_MINUTES = re.compile(r"^(\d+)\s*°\s*(\d+)\s*'$")
_CENTS = re.compile(r"^(\d+)\s*(dollars?|euros?|pounds?)\s*(?:and\s+)?(\d{1,2})\s*(?:cents?|pence)$", re.IGNORECASE)
_RATIO = re.compile(r"^((?:0|[1-9]\d*)(?:\.\d+)?)\s*(?::|\bto\b)\s*((?:0|[1-9]\d*)(?:\.\d+)?)$")
_ORDINAL = re.compile(r"^(?:the )?(?:#|no\. ?|number )?(\d+)(?:st|nd|rd|th)?$", re.IGNORECASE)
_PAREN = re.compile(r"^(.*[^\s(*/^√+-])\s+\(([^()]*)\)\s*$")
_REMARK = re.compile(r"^(?:since|because|as |rounded|approx|approximately|exact|in |to )[^=≈]*$", re.IGNORECASE)


@lru_cache(maxsize=8192)
def parse_quantity(text: str, comma: bool = False) -> Quantity | None:
    """One number in any usual form (1,234.5; 1/2; 4 1/2; 3√2; 3\\sqrt{2}; \\frac{24}{5}; 36π; 12 cm; $3.2 million), or None.

    comma: read 1,5 as a decimal.  Nothing but the number, its unit and a name in front ("AB = ") may stand there.
    """
    pieces = _IS.split(flat(text).rstrip(".").strip())
    if len(pieces) > 2 or (len(pieces) == 2 and _HEDGE.search(pieces[0])):
        return None
    return _one(pieces[-1], comma)


@lru_cache(maxsize=8192)  # the options of one question are read again and again
def readings(text: str, unit: str = "") -> list[list[Quantity]]:
    """What a text says, as statements that must all hold ("24/5 = 4.8", "24/5 or 4.8", "24/5 (4.8)"), each with its readings.

    [] where it says no number.  unit: the one asked for, which may stand in front ("HB 212").  The lists are kept and not to be
    changed.
    """
    s = flat(text).strip()
    s = re.sub(r"\s*[.!]$", "", s)
    s = s.strip("'") if s.startswith("'") else s
    s = s.strip('"') if s.startswith('"') else s
    if not s or len(s) > 300:
        return []
    out: list[list[Quantity]] = []
    if m := _PAREN.match(s):
        inner = re.sub(r"^(?:or|i\.e\.|that is)\s+", "", m[2].strip(), flags=re.IGNORECASE)
        beside = _statement(inner, unit)
        if beside is not None:
            out.append(beside)
            s = m[1]
        elif not re.search(r"\d", inner) or _REMARK.match(inner):
            if _HEDGE.search(inner):
                return []
            s = m[1]
    for part in re.split(r"\s+or\s+", s) if re.search(r"\d.*\bor\b", s) else (s,):
        pieces = [part] if _RATIO.match(part.strip()) else _IS.split(part)
        last = _statement(pieces[-1], unit)
        if last is None or all(q.computed for q in last):
            return []
        out.append(last)
        for i, piece in enumerate(pieces[:-1]):
            if not piece.strip():
                continue
            said = _statement(piece, unit)
            if said is not None and not re.fullmatch(r"\s*\d+\s*", piece):
                out.append(said)
            elif _HEDGE.search(piece) or (i and re.search(r"[,;]|\b(?:and|or)\b", piece)):
                return []
    return out


def _statement(text: str, unit: str) -> list[Quantity] | None:
    """The readings of one piece; None where it is no number."""
    s = text.strip()
    if unit and s.lower().startswith(unit.lower() + " "):
        s = s[len(unit) :].strip() + " " + unit
    found = [_one(s, False), _one(s, True)]
    if m := _RATIO.match(s):
        found.append(Quantity(Exact(Fraction(m[1]) / Fraction(m[2])), "", None) if Fraction(m[2]) else None)
    if m := _ORDINAL.match(s):
        found.append(Quantity(Exact(int(m[1])), "", 0, len(m[1])))
    if not re.search(r"[\d√π]", s) and (words := spelled_out(_ABOUT.sub("", s))):
        value, rest = words
        found.append(Quantity(Exact(value), re.sub(r"^of an? ", "", rest), None))
    if m := re.match(r"^(\d{1,3}\.\d{3})(\s*€.*| euros?.*| EUR.*)$", s):  # 45.000 €, as the continent writes
        found.append(_one(m[1].replace(".", "") + m[2], False))
    out = [q for q in dict.fromkeys(found) if q is not None]
    return out or None


def _one(text: str, comma: bool) -> Quantity | None:
    s = text.strip()
    while (shorter := _ABOUT.sub("", s)) != s:
        s = shorter
    s = _YEAR.sub("", _SIGNED.sub("-", s))
    if m := _HOURS.match(s):
        return Quantity(Exact(int(m[1]) * 60 + int(m[2])), "min", None)
    if m := _MINUTES.match(s):
        return Quantity(Exact(int(m[1]) + Fraction(int(m[2]), 60)), "°", None)
    if m := _CENTS.match(s):
        return Quantity(Exact(int(m[1]) + Fraction(int(m[3]), 100)), m[2], None)
    loss = re.fullmatch(r"\(\s*([$€£¥₹][^()]*)\)", s)
    s = "-" + loss[1] if loss else s
    currency = ""
    if m := _CURRENCY.match(s):
        currency = m[2] or _SIGN_OF[m[3]]
        s = ("-" if "-" in (m[1] + m[4]) else "") + s[m.end() :]
    s = re.sub(r"(?<![A-Za-z])pi(?![A-Za-z])", "π", s)
    s = re.sub(r"\bsqrt\b|\broot\b(?: of)?|sqrt(?=[\d(])", "√", s).replace("**", "^")
    written = read_expression(s, 0, comma)
    if written is None:
        return None
    tail = s[written.end :]
    if re.match(r"[\d.,:^\\√π]|\s*[-+*/(\[]\s*[\d√π]|\s+\d|'\d", tail) or (re.search(r"\d", tail) and not _unit_digits(tail)):
        return None
    if tail[:1] == '"':
        tail = "in" + tail[1:]
    unit = currency + (" " if currency and tail.strip()[:1] not in ("", "/") else "") + tail.strip().rstrip(".")
    return Quantity(written.value, unit.strip(), written.places, written.digits, written.computed)


def _unit_digits(tail: str) -> bool:
    """Are the digits behind the number part of its unit (cm^2, m2, kcal per 100 g)?"""
    bare = re.sub(r"\bper\s+10+\s+(?=[A-Za-z])", "per ", tail)
    return not re.search(r"\d", re.sub(r"(?<=[A-Za-z])\s?\^?[23](?!\d)", "", bare))


def quantities(text: str) -> Iterator[tuple[Exact, int | None, int]]:
    """(value, decimals written, significant digits) of the numbers that a running text says; of computations the parts."""
    for line in text.splitlines():
        for start in range(0, len(line), 2000):
            s = re.sub(r"(?<![A-Za-z])pi(?![A-Za-z])", "π", flat(line[start : start + 2000]))
            s = re.sub(r"\bsqrt\b|sqrt(?=[\d(])", "√", s)
            for written in expressions(s):
                yield from written.parts
                if not written.computed:
                    yield written.value, written.places, written.digits
            for word in re.findall(r"[A-Za-z]+(?:-[A-Za-z]+)?", s):
                if (words := spelled_out(word)) and not words[1]:
                    yield Exact(words[0]), None, 0


def exact_of(value: Value) -> Exact | float:
    """A recorded number as Exact where it is one."""
    if isinstance(value, Exact):
        return value
    return Exact(value) if isinstance(value, (int, Decimal, Fraction)) else float(value)


def never_ends(value: Exact) -> bool:
    """Can no decimal write the value out?"""
    if not value.is_rational:
        return True
    low = value.fraction.denominator
    for p in (2, 5):
        while low % p == 0:
            low //= p
    return low != 1


def rounds_to(truth: Exact | float, value: Exact, places: int | None, digits: int) -> bool:
    """Is the value the truth rightly rounded, to at least one decimal and three significant digits?"""
    if places is None or places < 1 or digits < 3:
        return False
    return abs(float(value) - float(truth)) <= 0.5 * 10.0**-places * (1 + 1e-9)
