"""German."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from . import german_nouns as nouns
from .base import Language

MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli"),
    *("August", "September", "Oktober", "November", "Dezember"),
)
_SHORT_MONTHS = ("Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez.")
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_SIGNS = str.maketrans(",.", ".,")
_ONES = [
    "null",
    "ein",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
]
_TENS = ["-", "-", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]
_ORDINALS = {1: "erst", 3: "dritt", 7: "siebt", 8: "acht"}
UNITS: Mapping[str, Any] = {
    "thousand": "Tsd.",
    "million": "Mio.",
    "billion": "Mrd.",
    "trillion": "Bio.",
    "s": "s",
    "min": "min",
    "minutes": ("Minute", "Minuten"),
    "hours": ("Stunde", "Stunden"),
    "days": ("Tag", "Tage"),
    "day": "Tag",
    "weeks": ("Woche", "Wochen"),
    "week": "Woche",
    "months": ("Monat", "Monate"),
    "month": "Monat",
    "years": ("Jahr", "Jahre"),
    "year": "Jahr",
    "hour": "Stunde",
    "people": ("Person", "Personen"),
    "person": "Person",
    "points": ("Punkt", "Punkte"),
    "percentage points": ("Prozentpunkt", "Prozentpunkte"),
    "cents": "Cent",
    "beats": ("Schlag", "Schläge"),
    "words": ("Wort", "Wörter"),
    "pupils": "Schüler",
    "units": ("Einheit", "Einheiten"),
    "square units": ("Flächeneinheit", "Flächeneinheiten"),
    "cubic units": ("Raumeinheit", "Raumeinheiten"),
    "times": "Mal",
}
_PREPOSITIONS = "zwischen|bei|mit|von|aus|zu|seit|nach|über|unter|gegenüber|ab"
_DATIVE = re.compile(rf"\b(?:{_PREPOSITIONS})\s+(?:etwa\s+|genau\s+)?[-−]?\d", re.IGNORECASE)
_MONTH = rf"(?:{'|'.join(MONTHS)}|(?:Jan|Febr?|Mrz|Apr|Jun|Jul|Aug|Sept?|Okt|Nov|Dez)\.?)"
_TIMES = (
    (re.compile(r"(?:1[5-9]|20)\d\d"), "im Jahr {0}"),
    (re.compile(r"(?:1[5-9]|20)\d\d[-–/]\d+"), "{0}"),
    (re.compile(r"(?:die )?((?:1[5-9]|20)\d0)er(?: Jahre)?"), "in den {1}er Jahren"),
    (re.compile(rf"{_MONTH}(?: \d{{4}})?"), "im {0}"),
    (re.compile(rf"\d{{1,2}}\. ?(?:{_MONTH}|\d{{1,2}}\.)(?: ?\d{{2,4}})?"), "am {0}"),
    (re.compile(r"(?:Mo|Di|Mi|Do|Fr|Sa|So)\.?|(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Sonnabend"), "am {0}"),
    (re.compile(r"(?:[1-4]\. Quartal|Q[1-4]|[12]\. Halbjahr|H[12])(?:[ /]\d{4})?"), "im {0}"),
    (re.compile(r"(?:Frühling|Frühjahr|Sommer|Herbst|Winter)(?: \d{4}(?:/\d+)?)?"), "im {0}"),
    (re.compile(r"(?:Schuljahr|Geschäftsjahr|Wintersemester|Sommersemester) .+"), "im {0}"),
    (re.compile(r"(?:Woche|KW) ?\d+"), "in {0}"),
    (re.compile(r"\d{1,2}:\d\d"), "um {0} Uhr"),
    (re.compile(r"\d{1,2}(?::\d\d)? Uhr"), "um {0}"),
)


class German(Language):
    direction = "ltr"
    script = "Latn"
    words: Mapping[str, str] = {"yes": "Ja", "no": "Nein", "none": "keine", "about": "etwa ", "ordinal": "{n}."}
    units = UNITS
    per = " pro "
    _money_first = False
    _percent = " %"

    def written(self, text: str) -> str:
        return text.translate(_SIGNS)

    def join_and(self, items: Sequence[Any]) -> str:
        return _joined([str(i) for i in items], "und") if items else self.word("none")

    def join_or(self, items: Sequence[Any]) -> str:
        return _joined([str(i) for i in items], "oder") if items else self.word("none")

    def cardinal(self, n: int) -> str:
        """A whole number below 10^12 in words (zwölf, einundzwanzig); digits beyond."""
        if abs(n) >= 10**12:
            return self.number(n)
        said = _cardinal(abs(n))
        said = said + "s" if said.endswith("ein") else said
        return f"minus {said}" if n < 0 else said

    def ordinal_word(self, n: int) -> str:
        """The stem of an ordinal, to be declined as an adjective is: dritt-, zwanzigst-."""
        if n % 100 in _ORDINALS:
            head = _cardinal(n - n % 100) if n > 100 else ""
            return head + _ORDINALS[n % 100]
        return _cardinal(n) + ("t" if 0 < n % 100 < 20 else "st")

    def plural_category(self, n: Any) -> str:
        return "one" if abs(n) == 1 else "other"

    def plural(self, n: Any, one: str, many: str, **categories: str) -> str:
        """`one` for 1 and -1, as a number or as it is shown, else `many`."""
        return one if n in (1, -1, "1") else many

    def noun_alone(self, noun: str) -> str:
        return nouns.word(noun)

    def several(self, noun: str) -> str:
        plural = nouns.plural_word(noun)
        return plural if plural == noun else f"die {plural}, pl"

    def month(self, i: int, short: bool = False) -> str:
        return _SHORT_MONTHS[i - 1] if short else MONTHS[i - 1]

    def weekday(self, i: int, short: bool = False) -> str:
        return WEEKDAYS[i][:2] if short else WEEKDAYS[i]

    def date(self, d: date, style: str = "long") -> str:
        month, short = self.month(d.month), self.month(d.month, True)
        return {
            "short": f"{d:%d.%m.%y}",
            "medium": f"{d:%d.%m.%Y}",
            "long": f"{d.day}. {month} {d.year}",
            "full": f"{self.weekday(d.weekday())}, {d.day}. {month} {d.year}",
            "day_month": f"{d.day}. {month}",
            "day_month_short": f"{d.day}. {short}",
            "month_year": f"{month} {d.year}",
            "month_year_short": f"{short} {d.year}",
        }[style]

    def at_time(self, label: str) -> str:
        """im Jahr 2019, am 3. Mai, im 2. Quartal, um 14:00 Uhr; another label as it is."""
        for pattern, said in _TIMES:
            if m := pattern.fullmatch(label):
                return said.format(m[0], *m.groups())
        return label

    def polished(self, text: str) -> str:
        """Units in the dative behind a preposition: bei 5 Punkten, zwischen 5 Punkten und 7 Punkten."""
        if not _DATIVE.search(text):
            return text
        for pattern in self._datives:
            text = pattern.sub(r"\1n", text)
        return text

    @cached_property
    def _datives(self) -> tuple[re.Pattern[str], ...]:
        forms = sorted({u[-1] for u in self.units.values() if not isinstance(u, str) and re.search(r"e[rl]?$", u[-1])})
        number = r"(?:etwa\s+|genau\s+)?[-−]?\d[\d.,]*(?:\s(?:Tsd\.|Mio\.|Mrd\.))?"
        behind = rf"{number}\s(?:{'|'.join(forms)}))(?!\w)"
        first = rf"(\b(?:{_PREPOSITIONS})\s+{behind}"
        second = rf"(\bzwischen\s+{number}(?:\s\w+)?\s+und\s+{behind}"
        return re.compile(first, re.IGNORECASE), re.compile(second, re.IGNORECASE)

    @cached_property
    def filters(self) -> Mapping[str, Callable[..., Any]]:
        return {**super().filters, **nouns.FILTERS, "ordinal_word": self.ordinal_word}


def _joined(items: Sequence[str], word: str) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {word} {items[-1]}"


def _cardinal(n: int) -> str:
    """The number as it stands before another part of it: ein, einundzwanzig, dreihundert."""
    for one, many, size in (("eine Milliarde", "Milliarden", 10**9), ("eine Million", "Millionen", 10**6)):
        if n >= size:
            top, rest = divmod(n, size)
            return (one if top == 1 else f"{_cardinal(top)} {many}") + (f" {_cardinal(rest)}" if rest else "")
    for name, size in (("tausend", 1000), ("hundert", 100)):
        if n >= size:
            top, rest = divmod(n, size)
            return f"{_cardinal(top)}{name}{_cardinal(rest) if rest else ''}"
    if n < 20:
        return _ONES[n]
    return (f"{_ONES[n % 10]}und" if n % 10 else "") + _TENS[n // 10]


language = German("de")
