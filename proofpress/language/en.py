"""English."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from ..answers import numerals
from ..model import Value
from .base import Language

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth"}
_ORDINALS |= {"twelve": "twelfth"}
_AN = re.compile(r"^(8|11(?!\d)|18(?!\d)|1[18],|[aeioAEIO]|u[^ns]|un[^i]|U[^nsKSE]|[FHLMNRSX](?![a-z])|hour|honest)")
_MONTH = rf"(?:{'|'.join(MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
_IN = re.compile(
    rf"(?:the (?:1[5-9]|20)\d0s|(?:1[5-9]|20)\d\d(?:[-–/]\d+)?|{_MONTH}(?: \d{{4}})?|Q[1-4](?: \d{{4}})?"
    r"|(?i:spring|summer|autumn|fall|winter)(?: \d{4})?)"
)
_ON = re.compile(rf"(?:\d{{1,2}} {_MONTH}(?: \d{{4}})?|(?:Mon|Tues?|Wed|Thu|Thurs?|Fri|Sat|Sun)(?:day|nesday|rsday|urday)?\.?)")


class English(Language):
    direction = "ltr"
    script = "Latn"
    _money_first = True
    _percent = "%"
    words: Mapping[str, str] = {"yes": "Yes", "no": "No", "none": "none", "about": "about "}

    def number(self, value: Value, places: int | None = None, decimal: bool = False) -> str:
        return numerals.number(value, places, decimal)

    def show(self, value: Value, unit: str = "", places: int | None = None) -> str:
        return numerals.show(value, unit, places)

    def unit(self, unit: str, value: Value = 2) -> str:
        return unit

    def written(self, text: str) -> str:
        return text

    def join_and(self, items: Sequence[Any]) -> str:
        return numerals.join_and(items)

    def join_or(self, items: Sequence[Any]) -> str:
        return numerals.join_or(items)

    def ordinal(self, n: int) -> str:
        ending = "th" if 10 <= abs(n) % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(abs(n) % 10, "th")
        return f"{n:,}{ending}"

    def cardinal(self, n: int) -> str:
        """A whole number below 10^12 in words; digits beyond."""
        if abs(n) >= 10**12:
            return self.number(n)
        return f"minus {_cardinal(-n)}" if n < 0 else _cardinal(n)

    def ordinal_word(self, n: int) -> str:
        """first, twenty-third."""
        head, sep, last = re.fullmatch(r"(.*?)([ -]?)(\w+)", _cardinal(n)).groups()  # type: ignore[union-attr]
        return head + sep + (_ORDINALS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th"))

    def plural_category(self, n: Any) -> str:
        return "one" if abs(n) == 1 else "other"

    def plural(self, n: Any, one: str, many: str | None = None, **categories: str) -> str:
        """`one` for 1 and -1, as a number or as it is shown, else `many` (one + s)."""
        return one if n in (1, -1, "1") else (many or one + "s")

    def several(self, noun: str) -> str:
        return noun + "s"

    def month(self, i: int, short: bool = False) -> str:
        return MONTHS[i - 1][:3] if short else MONTHS[i - 1]

    def weekday(self, i: int, short: bool = False) -> str:
        return WEEKDAYS[i][:3] if short else WEEKDAYS[i]

    def date(self, d: date, style: str = "long") -> str:
        month, short = self.month(d.month), self.month(d.month, True)
        return {
            "short": f"{d:%d/%m/%Y}",
            "medium": f"{d.day} {short} {d.year}",
            "long": f"{d.day} {month} {d.year}",
            "full": f"{self.weekday(d.weekday())}, {d.day} {month} {d.year}",
            "day_month": f"{d.day} {month}",
            "day_month_short": f"{d.day} {short}",
            "month_year": f"{month} {d.year}",
            "month_year_short": f"{short} {d.year}",
        }[style]

    def at_time(self, label: str) -> str:
        """in 2019, on 3 May, at 14:00."""
        if _IN.fullmatch(label):
            return f"in {label}"
        if _ON.fullmatch(label):
            return f"on {label}"
        return f"at {label}" if re.fullmatch(r"\d{1,2}:\d\d", label) else label

    @cached_property
    def filters(self) -> Mapping[str, Callable[..., Any]]:
        return {**super().filters, "an": an, "ordinal_word": self.ordinal_word}


def an(word: Any) -> str:
    """The word behind its indefinite article."""
    text = str(word)
    return ("an " if _AN.match(text) and not re.match(r"^(one|once|eu|uni([^nm]|$))", text, re.I) else "a ") + text


def _cardinal(n: int) -> str:
    for name, size in (("billion", 10**9), ("million", 10**6), ("thousand", 1000)):
        if n >= size:
            rest = n % size
            joint = "" if not rest else " and " if rest < 100 else " "
            return f"{_cardinal(n // size)} {name}{joint}{_cardinal(rest) if rest else ''}"
    if n >= 100:
        return f"{_ONES[n // 100]} hundred" + (f" and {_cardinal(n % 100)}" if n % 100 else "")
    if n < 20:
        return _ONES[n]
    return _TENS[n // 10] + (f"-{_ONES[n % 10]}" if n % 10 else "")


language = English("en")
