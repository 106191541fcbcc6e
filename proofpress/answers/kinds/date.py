"""Dates.  The value is ISO 8601: 2024-05-03, 2024-05 for a month; any usual writing of that day is right."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from ...model import Answer, Value
from ..plaintext import flat
from .base import Kind, Scale, register

_MONTHS = (  # of the languages known; a name is known by its beginning, from three letters on
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "jänner feber mrz april mai juni juli august sept okt nov dez",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
)
_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday",
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "mo di mi do fr sonnabend so",
    "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
)
_BESIDE_A_DATE = "on the of am den dem der vom in it is was date im es war das datum"
_SMALL_WORDS = frozenset(_BESIDE_A_DATE.split())
_PIECE = re.compile(r"\d+|[^\W\d_]+|[^\w\s]|\s+")
_ORDINAL_ENDS = frozenset(("st", "nd", "rd", "th"))
_CENTURY = 70  # two digits from here on are of the 20th century
_LONGEST_DATE = 80  # characters

Day = tuple[int, int, int]  # year, month, day; day 0 for a whole month


class Date(Kind):
    """Of 03/04/2024 the answer's own text says whether day or month comes first; where it is not written so, such a date is
    refused as ambiguous."""

    name = "date"
    forms = ("open", "choice", "yes_no", "fill")
    outputs = ("date",)
    suffix = "date"

    def render(self, value: Value, unit: str = "", language: Any = None) -> str:
        """As the language writes it (3 May 2024), where it has a method `date`; ISO 8601 elsewhere."""
        day = iso_day(str(value))
        if language is None or day is None or not day[2] or not hasattr(language, "date"):
            return str(value)
        text: str = language.date(date(*day))
        return text

    def equal(self, answer: Answer, given: Value, choices: tuple[str, ...] = (), scale: Scale = (1.0, 1.0)) -> bool:
        truth = iso_day(str(answer.value))
        if truth is None:
            return False
        if " ".join(str(given).split()) in (answer.text, *answer.aliases):
            return True
        return read_date(str(given), _order(answer.text, truth)) == truth

    def distractors(self, value: Value, unit: str = "") -> tuple[Value, ...]:
        """The day and month exchanged, a neighbouring day, week, month and year."""
        day = iso_day(str(value))
        if day is None or not day[2]:
            return ()
        y, m, d = day
        near = [(y, d, m), (y - 1, m, d), (y, m % 12 + 1, d), (y + 1, m, d)]
        days = [date(*n) for n in near if _exists(n) and n != day]
        days += [date(*day) + timedelta(n) for n in (1, 7, -1, -7)]
        return tuple(dict.fromkeys(n.isoformat() for n in days))


def iso_day(text: str) -> Day | None:
    """(year, month, day) of ISO 8601, day 0 for a whole month; None where the text is none."""
    m = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", text.strip())
    day = (int(m[1]), int(m[2]), int(m[3] or 0)) if m else None
    return day if day and _exists(day) else None


def _exists(day: Day) -> bool:
    try:
        date(day[0], day[1], day[2] or 1)
    except ValueError:
        return False
    return True


def _order(text: str, truth: Day) -> str:
    """ "dm" or "md" where the answer's text writes the date with slashes and day and month differ; "" where it says nothing."""
    m = re.search(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-]\d{2,4}(?!\d)", text)
    if not m or truth[1] == truth[2]:
        return ""
    return {(truth[2], truth[1]): "dm", (truth[1], truth[2]): "md"}.get((int(m[1]), int(m[2])), "")


def read_date(text: str, order: str = "") -> Day | None:
    """The one date that a text says, in words or in numbers; None where it says none, more, or one that has two readings."""
    s = flat(text).strip().strip("\"'*").rstrip(".!")
    if not s or len(s) > _LONGEST_DATE:
        return None
    if m := re.fullmatch(r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?", s):
        return _checked_day((int(m[1]), int(m[3]), int(m[4] or 0)))
    if m := re.fullmatch(r"(\d{1,2})\s?\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})", s):  # with dots the day comes first
        return _checked_day((_year(m[3]), int(m[2]), int(m[1])))
    if m := re.fullmatch(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})", s):
        one, two, year = int(m[1]), int(m[3]), _year(m[4])
        if one == two or one > 12 or order == "dm":
            return _checked_day((year, two, one))
        return _checked_day((year, one, two)) if two > 12 or order == "md" else None
    return _in_words(s)


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else int(digits) + (1900 if int(digits) >= _CENTURY else 2000)


def _checked_day(day: Day) -> Day | None:
    return day if _exists(day) else None


def _in_words(s: str) -> Day | None:
    """A month by name, a year of four digits, a day, in any order; a weekday must be the right one."""
    months, numbers, weekdays = set(), [], set()
    for piece in _PIECE.findall(s.casefold()):
        if piece.isdigit():
            numbers.append(piece)
        elif piece.isalpha():
            if piece in _SMALL_WORDS or (piece in _ORDINAL_ENDS and numbers):
                continue
            if (month := _named(piece, _MONTHS, 3)) is not None:
                months.add(month + 1)
            elif (weekday := _named(piece, _WEEKDAYS, 2)) is not None:
                weekdays.add(weekday)
            else:
                return None
        elif piece.strip() and piece not in ",.:-/'":
            return None
    years = [n for n in numbers if len(n) == 4]
    days = [n for n in numbers if len(n) <= 2]
    if len(months) != 1 or len(years) != 1 or len(days) > 1 or len(years) + len(days) != len(numbers):
        return None
    day = _checked_day((int(years[0]), months.pop(), int(days[0]) if days else 0))
    if day is None or (weekdays and (not day[2] or weekdays != {date(*day).weekday()})):
        return None
    return day


def _named(word: str, lists: tuple[str, ...], least: int) -> int | None:
    """The place of the name that the word is or begins, in one of the lists."""
    for names in lists:
        for i, name in enumerate(names.split()):
            if word == name or (len(word) >= least and name.startswith(word)):
                return i
    return None


register(Date())
