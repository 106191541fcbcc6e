"""German words for questions over a grid.

Nouns and measures are dictionary entries ("der Monat, -s, Monate"; see language/german_nouns.py), which the wordings decline.
What an axis says of its names (a Spec's category, a pack's pool): at, how a name stands in a sentence ("im Werk {}"); one, how
it stands without a preposition ("Altersgruppe {}"); dative: names in the plural ("bei Männern"); which: the preposition of
"in welcher Stadt", where `at` does not show it.  The user's own headers, whose gender nobody knows, stand in quotes behind a
noun of ours: "die Kennzahl „Umsatz“", "der Eintrag unter „Region“".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from ...language import german_nouns as nouns
from ...language.german_nouns import Name
from ..words import AxisWords, GridWords, MeasureWords

_FULL = {
    "Jan": "Januar", "Feb": "Februar", "Febr": "Februar", "Mrz": "März", "Apr": "April", "Jun": "Juni", "Jul": "Juli",
    "Aug": "August", "Sep": "September", "Sept": "September", "Okt": "Oktober", "Nov": "November", "Dez": "Dezember",
    "Mo": "Montag", "Di": "Dienstag", "Mi": "Mittwoch", "Do": "Donnerstag", "Fr": "Freitag", "Sa": "Samstag", "So": "Sonntag",
}  # fmt: skip
_SHORT = re.compile(rf"\b({'|'.join(sorted(_FULL, key=len, reverse=True))})\b\.?")
_UNCONTRACTED = {"im": "in", "am": "an", "beim": "bei", "vom": "von", "zum": "zu", "zur": "zu", "um": "zu"}
# headers of the user's tables whose gender is known
_HEADERS = {
    nouns.word(entry).lower(): entry
    for entry in (
        "das Jahr, -es, Jahre", "das Quartal, -s, Quartale", "der Monat, -s, Monate", "die Woche, -, Wochen",
        "der Tag, -es, Tage", "der Wochentag, -s, Wochentage", "die Stadt, -, Städte", "der Ort, -s, Orte",
        "das Land, -es, Länder", "der Kanton, -s, Kantone", "das Bundesland, -es, Bundesländer", "die Region, -, Regionen",
        "der Standort, -s, Standorte", "die Filiale, -, Filialen", "das Werk, -s, Werke", "die Abteilung, -, Abteilungen",
        "das Produkt, -s, Produkte", "der Artikel, -s, Artikel", "die Kategorie, -, Kategorien", "die Gruppe, -, Gruppen",
        "die Sorte, -, Sorten", "die Marke, -, Marken", "das Modell, -s, Modelle", "die Mannschaft, -, Mannschaften",
        "das Team, -s, Teams", "der Verein, -s, Vereine", "die Schule, -, Schulen", "die Klasse, -, Klassen",
        "das Fach, -es, Fächer", "der Kanal, -s, Kanäle", "das Unternehmen, -s, Unternehmen", "die Firma, -, Firmen",
        "die Altersgruppe, -, Altersgruppen", "das Geschlecht, -s, Geschlechter", "die Station, -, Stationen",
        "die Art, -, Arten", "der Kunde, -n, Kunden", "",
    )
}  # fmt: skip
_NO_RATIO = re.compile(r"temperatur|index|rang|punktzahl je|jahr(?!es)|ph-wert", re.IGNORECASE)
_STATISTIC = re.compile(r"mittler|durchschnitt|mittel|median|quartil", re.IGNORECASE)
_TIMES = re.compile(r"(der|die|das) (Jahr|Quartal|Monat|Woche|Tag|Wochentag|Jahreszeit|Jahrzehnt|Uhrzeit),")
_PLACES_IN = re.compile(r"die (Stadt|Region)|das (Bundesl|L)and|der (Ort|Kanton)")


@lru_cache(maxsize=4096)
def spelled(label: str) -> str:
    """A time label with its month or weekday in full: "Jan. 2020" -> "Januar 2020"."""
    return _SHORT.sub(lambda m: _FULL[m[1]], label)


@lru_cache(maxsize=4096)
def header(noun: str, kind: str) -> str:
    """The entry for a noun of the packs as it is, for a user's own header one of ours."""
    if nouns.parse(noun):
        return noun
    if known := _HEADERS.get(noun.lower()):
        return known
    return f"der Zeitpunkt unter „{noun}“, -s, Zeitpunkte" if kind == "time" else f"der Eintrag unter „{noun}“, -s, Einträge"


def _in_time(axis: AxisWords) -> bool:
    """Are its names moments (of the labels, or of series such as years)?"""
    return axis.kind == "time" or (bool(_TIMES.match(axis.noun)) and "at" not in axis.grammar)


class GermanGrid(GridWords):
    def axis(self, category: Mapping[str, Any], unit: str = "") -> AxisWords:
        axis = super().axis(category, unit)
        noun = header(axis.noun, axis.kind)
        grammar = dict(axis.grammar)
        if "at" not in grammar and axis.kind != "time" and _PLACES_IN.match(noun):
            grammar["at"] = "in {}"
        plural = axis.plural if nouns.parse(axis.plural) else self.language.several(noun)
        return AxisWords(axis.kind, noun, plural, unit, grammar, self.code)

    # --- places ----------------------------------------------------------------------------------------------------------
    def at(self, axis: AxisWords, name: str) -> str:
        return " " + self._at(axis, name)

    def _at(self, axis: AxisWords, name: str) -> str:
        label = name + axis.unit
        if "at" in axis.grammar:
            return str(axis.grammar["at"]).format(nouns.in_dative(label) if axis.grammar.get("dative") else label)
        if not _in_time(axis):
            return f"bei {label}"
        label = spelled(label)
        said = self.language.at_time(label)
        return said if said != label or label.startswith(("im ", "am ")) else f"zum Zeitpunkt {label}"

    def inside(self, axis: AxisWords, name: str) -> str:
        label = name + axis.unit
        if _in_time(axis):
            if decade := re.fullmatch(r"(\d{4})er", label):
                return Name(f"die {decade[0]} Jahre", f"den {decade[0]} Jahren")
            return Name(label + (" Uhr" if re.fullmatch(r"\d{1,2}:\d\d", label) else ""))
        said = str(axis.grammar.get("one", "{}")).format(label)
        return Name(said, nouns.in_dative(said) if axis.grammar.get("dative") else said)

    def _preposition(self, axis: AxisWords) -> str:
        if which := axis.grammar.get("which"):
            return str(which)
        if _in_time(axis):
            return "an" if re.match(r"der (Woche?n)?[Tt]ag", axis.noun) else "zu" if "Zeitpunkt" in axis.noun else "in"
        first = str(axis.grammar.get("at", "bei")).split()[0]
        return _UNCONTRACTED.get(first, first)

    def which(self, axis: AxisWords) -> str:
        return f"{self._preposition(axis)} {nouns.declined(axis.noun, 'dat', 'welch')}"

    def when(self, axis: AxisWords) -> str:
        """ "in dem Monat, in dem" """
        before = self._preposition(axis)
        return f"{before} {nouns.declined(axis.noun, 'dat', 'der')}, {before} {nouns.relative(axis.noun, 'dat')}"

    def of_axis(self, axis: AxisWords) -> Mapping[str, str]:
        before = self._preposition(axis)
        place = nouns.contracted(nouns.declined(nouns.with_adjective(axis.noun, "vorig"), "dat", "der"), before)
        to = nouns.contracted(nouns.declined(axis.noun, "dat", "der"), "zu").split()[0]
        on = f"von {nouns.declined(axis.noun, 'dat', 'ein')} {to} nächsten"
        return {"in_that": f"{before} {nouns.relative(axis.noun, 'dat')}", "in_last": place, "step_on": on}

    def opening(self, at: str) -> str:
        text = at.strip()
        return f"{text[:1].upper()}{text[1:]}: " if text else ""

    def span(self, axis: AxisWords, labels: Sequence[str]) -> str:
        if axis.kind == "time":
            return f" von {nouns.dative(axis.inside(labels[0]))} bis {nouns.dative(axis.inside(labels[-1]))}"
        return self.across(axis, len(labels))

    def across(self, axis: AxisWords, n: int) -> str:
        return f" über alle {self.cardinal(n)} {nouns.word(axis.plural)} hinweg"

    # --- measures --------------------------------------------------------------------------------------------------------
    def bare(self, measure: MeasureWords) -> str:
        return self._entry(measure.name, measure.own, measure.phrase)

    @staticmethod
    def _entry(name: str, own: bool, phrase: str) -> str:
        entry = phrase or name
        return entry if nouns.parse(entry) and not own else f"die Kennzahl „{name}“, -, Kennzahlen"

    def inner(self, name: str, own: bool, phrases: Mapping[str, str]) -> str:
        return self._entry(name, own, phrases.get(name, "")) if name else ""

    def plural(self, measure: MeasureWords) -> bool:
        entry = nouns.parse(measure.bare)
        return entry is not None and entry.gender == "p"

    def of_measure(self, measure: MeasureWords) -> dict[str, Any]:
        entry, past, unit = measure.bare, measure.past, measure.unit
        shown = self.language.unit(unit)
        return {
            "m": entry,
            "the_m": nouns.declined(entry, "nom", "der"),
            "M": measure.name,
            "past": past,
            "be": nouns.conjugated(entry, "war", "ist", past),
            "had": "hatte" if past else "hat",
            "have": "hatten" if past else "haben",
            "unit": unit,
            "unit_": f" (in {shown})" if unit and unit != "%" else "",
        }

    def has_ratio(self, measure: str, unit: str) -> bool:
        return super().has_ratio(measure, unit) and not _NO_RATIO.search(measure)

    def is_statistic(self, measure: MeasureWords) -> bool:
        return bool(_STATISTIC.search(measure.bare))

    # --- numbers ---------------------------------------------------------------------------------------------------------
    def ordinal(self, k: int) -> str:
        """The stem of an ordinal: zweit, dritt."""
        return self.language.ordinal_word(k) if k <= 12 else f"{k}."

    def times(self, k: int) -> str:
        return "doppelt" if k == 2 else "dreimal" if k == 3 else f"{k}-mal"


words = GermanGrid("de")
