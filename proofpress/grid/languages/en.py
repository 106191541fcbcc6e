"""English words for questions over a grid: prepositions for months, years, places and groups, articles and tense."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from ..words import AxisWords, GridWords, MeasureWords


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


_STATISTIC = re.compile(r"\b(mean|average|median|quartile)\b")
_GROUPS = re.compile(r"\b(group|range|band|bracket|cohort)$")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_CARDINALS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


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


class EnglishGrid(GridWords):
    def at(self, axis: AxisWords, name: str) -> str:
        return " " + " ".join(preposition(name + axis.unit, axis.kind, axis.noun))

    def inside(self, axis: AxisWords, name: str) -> str:
        before, text = preposition(name + axis.unit, axis.kind, axis.noun)
        return f"the {text}" if before.endswith(" the") else text

    def which(self, axis: AxisWords) -> str:
        before = "in" if axis.kind == "time" or axis.noun == "range" else preposition("x", axis.kind, axis.noun)[0].split()[0]
        if axis.kind == "time" and axis.noun in ("day", "weekday", "date"):
            before = "on"
        elif axis.noun == "hour":
            before = "at"
        return f"{before} which {axis.noun}"

    def when(self, axis: AxisWords) -> str:
        before = self.which(axis).split()[0]
        link = "when" if axis.kind == "time" else "where" if axis.noun in _PLACES | _SITES else f"{before} which"
        return f"the {axis.noun} {link}"

    def opening(self, at: str) -> str:
        """ " in winter" -> "In winter, ", to open a sentence with."""
        text = at.strip()
        return f"{text[:1].upper()}{text[1:]}, " if text else ""

    def span(self, axis: AxisWords, labels: Sequence[str]) -> str:
        if axis.kind == "time":
            return f" from {axis.inside(labels[0])} to {axis.inside(labels[-1])}"
        return self.across(axis, len(labels))

    def across(self, axis: AxisWords, n: int) -> str:
        return f" across all {self.cardinal(n)} {axis.plural}"

    # --- measures --------------------------------------------------------------------------------------------------------
    def bare(self, measure: MeasureWords) -> str:
        if measure.own:
            return measure.name
        text = plain_case(measure.name)
        return f"number of {text}" if counted(text) and measure.unit in _COUNT_UNITS else text

    def inner(self, name: str, own: bool, phrases: Mapping[str, str]) -> str:
        """ "Rainfall" -> "rainfall"; "CO₂ emissions" and the user's own stay as they are."""
        keep = own or name[1:2].isupper() or not name[1:2].isalpha() or "_" in name
        return name if keep else name[:1].lower() + name[1:]

    def plural(self, measure: MeasureWords) -> bool:
        return is_plural(measure.bare) and not measure.bare.startswith("number of ")

    def of_measure(self, measure: MeasureWords) -> dict[str, Any]:
        bare, many, past, unit = measure.bare, measure.plural, measure.past, measure.unit
        be = ("were" if many else "was") if past else ("are" if many else "is")
        return {
            "m": bare,
            "the_m": f"the {bare}",
            "the_one": f"the figure for {bare}" if many else f"the {bare}",
            "its": "their" if many else "its",
            "M": measure.name,
            "be": be,
            "do": ("do" if many else "does") if not past else "did",
            "had": "had" if past else "has",
            "have": "had" if past else "have",
            "that": "those" if many else "that",
            "rises": "rise" if many else "rises",
            "unit": unit,
            "unit_": f" (in {unit})" if unit and unit not in ("%",) and unit[0] not in "$€£¥₹" else "",
        }

    def has_ratio(self, measure: str, unit: str) -> bool:
        return has_ratio(measure, unit)

    def is_statistic(self, measure: MeasureWords) -> bool:
        return bool(_STATISTIC.search(measure.bare.lower()))

    # --- numbers ---------------------------------------------------------------------------------------------------------
    def ordinal(self, k: int) -> str:
        """1 -> "first"; 11 -> "11th"."""
        if 1 <= k <= len(_ORDINALS):
            return _ORDINALS[k - 1]
        return f"{k}{'th' if 10 <= k % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(k % 10, 'th')}"

    def cardinal(self, k: int) -> str:
        return _CARDINALS[k] if 0 <= k < len(_CARDINALS) else str(k)

    def times(self, k: int) -> str:
        return "twice" if k == 2 else "three times" if k == 3 else f"{k} times"


words = EnglishGrid("en")
