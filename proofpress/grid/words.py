"""Words for questions over a grid: what is measured, prepositions for months, years, places and groups, articles and tense.

Slots that begin with a space (`at`, `span`) close up with the word before them; capital ones open a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DAYS = _set("monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun")
_SEASONS = _set("spring summer autumn winter fall")
_PLACES = _set(
    "town city country region state province district county continent village valley island area zone basin"
    " neighbourhood borough territory nation department sector industry market category"
)
_SITES = _set(
    "plant store shop branch site school hospital clinic station factory airport campus university port stadium warehouse"
    " farm restaurant office depot college museum park mill line workshop facility"
)
_NOT_COUNTED = _set(
    "sales earnings emissions exports imports savings expenses costs revenues profits losses funds assets wages prices"
    " proceeds returns reserves hours minutes days grants fees taxes dividends results conditions"
)
_IRREGULAR = _set("children people men women mice teeth feet")
_COUNT_UNITS = {"", "thousand", "thousands", "million", "millions", "billion", "k", "units"}
_PARTICIPLES = re.compile(r"(ed|sold|made|held|built|lost|won|born|given|taken|grown|run)$")
_SMALL = re.compile(r"\s(?:per|of|in|from|by|at|with|for|on|to|under|over|within)\s|,|\(")


@lru_cache(maxsize=4096)
def plain_case(text: str) -> str:
    """As inside a sentence: "Average rainfall" -> "average rainfall"; names in code or capitals stay as they are."""
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if re.fullmatch(r"[A-Z][a-z’'\-]*", first) and "_" not in text else text


@lru_cache(maxsize=4096)
def is_plural(phrase: str) -> bool:
    """Does the noun phrase take "were"?"""
    head = _SMALL.split(phrase, maxsplit=1)[0].split()
    if len(head) > 1 and _PARTICIPLES.search(head[-1]):
        head = head[:-1]
    last = head[-1].lower() if head else ""
    return "_" not in last and (last in _IRREGULAR or bool(re.search(r"[^siu]s$", last)))


@lru_cache(maxsize=4096)
def counted(phrase: str) -> bool:
    """Is it a plural of things that are counted ("visitors"), rather than an amount ("sales")?"""
    head = _SMALL.split(phrase, maxsplit=1)[0].split()
    return is_plural(phrase) and not any(w.lower() in _NOT_COUNTED for w in head)


@lru_cache(maxsize=4096)
def has_ratio(measure: str, unit: str) -> bool:
    """Does the quotient of two such values mean something (not so for °C, indices and per cents)?"""
    text = re.sub(r"[_\W]+", " ", measure).lower()
    return not unit.startswith(("°", "%")) and not re.search(r"\b(temp|temps|temperatures?|index|score|rank|year)\b", text)


_GROUPS = re.compile(r"\b(group|range|band|bracket|cohort)$")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_CARDINALS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def ordinal(k: int) -> str:
    """1 -> "first"; 11 -> "11th"."""
    if 1 <= k <= len(_ORDINALS):
        return _ORDINALS[k - 1]
    return f"{k}{'th' if 10 <= k % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(k % 10, 'th')}"


def cardinal(k: int) -> str:
    return _CARDINALS[k] if 0 <= k < len(_CARDINALS) else str(k)


@lru_cache(maxsize=4096)
def preposition(label: str, kind: str, noun: str) -> tuple[str, str]:
    """(preposition, the label as it stands behind it): ("in", "winter"), ("on", "Monday"), ("for", "Arlo")."""
    low = label.lower().strip()
    first = re.split(r"[\s,’']+", low)[0]
    if kind == "time":
        if low in _SEASONS:
            return "in", low
        if first in _DAYS:
            return "on", label
        if re.fullmatch(r"\d{1,2}(:\d\d)?( ?[ap]m)?", low) and noun in ("hour", "time"):
            return "at", label
        if re.fullmatch(r"\d{1,2} [a-z]{3,9}( \d{4})?|[a-z]{3,9} \d{1,2}(, \d{4})?", low) and first not in ("week", "day"):
            day = first if first.isdigit() else low.split()[1].strip(",")
            if int(day) <= 31 and not re.fullmatch(r"[a-z]+ \d{4}", low):
                return "on", label
        if re.fullmatch(r"\d{4}([-/.])\d\d?\1\d\d?|\d\d?([-/.])\d\d?\2\d{4}|[a-z]{3,9} \d{1,2},? \d{4}", low):
            return "on", label
        if re.fullmatch(r"\d{4}s", low):
            return "in the", label
        if re.match(r"(week|day|round|stage|matchday|wave)\b", low):
            return ("on" if low.startswith(("day", "matchday")) else "in"), plain_case(label)
        return "in", label
    if low in ("morning", "afternoon", "evening"):
        return "in the", low
    if low in ("night", "noon", "midnight"):
        return "at", low
    if _GROUPS.search(noun) and noun not in low and kind != "time":
        return ("in the" if noun == "range" else "for the"), f"{label} {noun}"
    if noun in _PLACES and low not in ("other", "others"):
        return "in", label
    if noun in _SITES:
        return "at", label
    return "for", label


@dataclass(frozen=True)
class Axis:
    """What one direction of a grid runs over: its kind ("time", "nominal", "ordinal") and the nouns of its names."""

    kind: str
    noun: str
    plural: str
    unit: str = ""  # what follows each name: "20–30 min"

    def at(self, name: str) -> str:
        """ " in winter" """
        return " " + " ".join(preposition(name + self.unit, self.kind, self.noun))

    def inside(self, name: str) -> str:
        """The name within a sentence: "winter", "Arlo", "the 18–24 group"."""
        before, text = preposition(name + self.unit, self.kind, self.noun)
        return f"the {text}" if before.endswith(" the") else text

    @property
    def which(self) -> str:
        """ "in which year" """
        before = "in" if self.kind == "time" or self.noun == "range" else preposition("x", self.kind, self.noun)[0].split()[0]
        if self.kind == "time" and self.noun in ("day", "weekday", "date"):
            before = "on"
        elif self.noun == "hour":
            before = "at"
        return f"{before} which {self.noun}"

    @property
    def when(self) -> str:
        """ "the year when" """
        link = "when" if self.kind == "time" else "where" if self.noun in _PLACES | _SITES else f"{self.which.split()[0]} which"
        return f"the {self.noun} {link}"


@dataclass(frozen=True)
class Measure:
    """What is measured: `the` "the rainfall", `bare` "rainfall", with the verb that goes with it."""

    name: str
    unit: str
    past: bool
    own: bool = False  # the user's own name, which is said as it stands

    @property
    def bare(self) -> str:
        if self.own:
            return self.name
        text = plain_case(self.name)
        return f"number of {text}" if counted(text) and self.unit in _COUNT_UNITS else text

    @property
    def plural(self) -> bool:
        return is_plural(self.bare) and not self.bare.startswith("number of ")

    def words(self) -> dict[str, Any]:
        """m, the_m, M, be, unit: the slots about the measure."""
        be = ("were" if self.plural else "was") if self.past else ("are" if self.plural else "is")
        return {
            "m": self.bare,
            "the_m": f"the {self.bare}",
            "the_one": f"the figure for {self.bare}" if self.plural else f"the {self.bare}",
            "its": "their" if self.plural else "its",
            "M": self.name,
            "be": be,
            "do": ("do" if self.plural else "does") if not self.past else "did",
            "had": "had" if self.past else "has",
            "have": "had" if self.past else "have",
            "that": "those" if self.plural else "that",
            "unit": self.unit,
            "unit_": f" (in {self.unit})" if self.unit and self.unit not in ("%",) and self.unit[0] not in "$€£¥₹" else "",
        }


def opening(at: str) -> str:
    """ " in winter" -> "In winter, ", to open a sentence with."""
    text = at.strip()
    return f"{text[:1].upper()}{text[1:]}, " if text else ""


def cell_words(category: Axis, series: Axis | None, at: tuple[str, str]) -> dict[str, str]:
    """How one value is called: at " in Arlo in winter", at2 " in winter in Arlo", lat " in winter", sat " in Arlo", l, s."""
    lat = category.at(at[1])
    sat = series.at(at[0]) if series else ""
    return {
        "at": sat + lat,
        "at2": lat + sat,
        "lat": lat,
        "sat": sat,
        "At": opening(lat),
        "l": category.inside(at[1]),
        "s": series.inside(at[0]) if series else "",
        "who": series.inside(at[0]) if series else category.inside(at[1]),
        "name": at[0] if series else at[1],
        "label": at[1],
        "series": at[0],
    }


def span_words(category: Axis, labels: Sequence[str]) -> str:
    """ " from 2015 to 2022" for times in order, " across all seven towns" for the rest."""
    if category.kind == "time":
        return f" from {category.inside(labels[0])} to {category.inside(labels[-1])}"
    return f" across all {cardinal(len(labels))} {category.plural}"
