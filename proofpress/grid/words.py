"""Words for questions over a grid: what is measured, how months, years, places and groups stand in a sentence, tense.

What a language needs for that is a GridWords, one module a language under grid/languages; a language without one says names
as they stand.  Slots that begin with a space (`at`, `span`) close up with the word before them; capital ones open a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from ..language import DEFAULT, Language
from ..language import get as get_language


@dataclass(frozen=True)
class AxisWords:
    """What one direction of a grid runs over: its kind ("time", "nominal", "ordinal") and the nouns of its names.

    unit: what follows each name ("20–30 min").  grammar: what else the language says of the noun and its names.
    """

    kind: str
    noun: str
    plural: str
    unit: str = ""
    grammar: Mapping[str, Any] = field(default_factory=dict, hash=False)
    language: str = DEFAULT

    @property
    def words(self) -> GridWords:
        return grid_words(self.language)

    def at(self, name: str) -> str:
        """ " in winter" """
        return self.words.at(self, name)

    def inside(self, name: str) -> str:
        """The name within a sentence: "winter", "Arlo", "the 18–24 group"."""
        return self.words.inside(self, name)

    @property
    def which(self) -> str:
        """ "in which year" """
        return self.words.which(self)

    @property
    def when(self) -> str:
        """ "the year when" """
        return self.words.when(self)

    @property
    def more(self) -> Mapping[str, str]:
        """Further slots that the language's wordings use."""
        return self.words.of_axis(self)


@dataclass(frozen=True)
class MeasureWords:
    """What is measured.  name: as an axis writes it; phrase: as the language's grammar needs it, "" where that is the name."""

    name: str
    unit: str
    past: bool
    own: bool = False  # the user's own name, which is said as it stands
    phrase: str = ""
    language: str = DEFAULT

    @property
    def bare(self) -> str:
        """Inside a sentence, without an article."""
        return grid_words(self.language).bare(self)

    @property
    def plural(self) -> bool:
        """Does it take "were"?"""
        return grid_words(self.language).plural(self)

    def words(self) -> dict[str, Any]:
        """The slots about the measure: m, the_m, M, be, unit and others."""
        return grid_words(self.language).of_measure(self)


class GridWords:
    """How a language says the places of a grid. This one says names as they stand; a language's own says more."""

    code = DEFAULT

    def __init__(self, code: str):
        self.code = code

    @property
    def language(self) -> Language:
        return get_language(self.code)

    def axis(self, category: Mapping[str, Any], unit: str = "") -> AxisWords:
        """An axis from what a Spec says of it: kind, noun, plural and the language's own keys."""
        noun = str(category.get("noun") or category.get("name") or "category")
        plural = str(category.get("plural") or self.language.several(noun))
        grammar = {k: v for k, v in category.items() if k not in ("name", "kind", "noun", "plural")}
        return AxisWords(str(category.get("kind", "nominal")), noun, plural, unit, grammar, self.code)

    def measure(self, name: str, unit: str, past: bool, own: bool, phrases: Mapping[str, str]) -> MeasureWords:
        """A measure; phrases: name -> phrase, as a Spec has them."""
        return MeasureWords(name, unit, past, own, phrases.get(name, ""), self.code)

    # --- places ----------------------------------------------------------------------------------------------------------
    def at(self, axis: AxisWords, name: str) -> str:
        return f" ({name}{axis.unit})"

    def inside(self, axis: AxisWords, name: str) -> str:
        return name + axis.unit

    def which(self, axis: AxisWords) -> str:
        return axis.noun

    def when(self, axis: AxisWords) -> str:
        return axis.noun

    def of_axis(self, axis: AxisWords) -> Mapping[str, str]:
        return {}

    def opening(self, at: str) -> str:
        """A place that opens a sentence."""
        return at.strip()

    def span(self, axis: AxisWords, labels: Sequence[str]) -> str:
        """ " from 2015 to 2022" for times in order, " across all seven towns" for the rest."""
        return f" ({labels[0]} – {labels[-1]})"

    def across(self, axis: AxisWords, n: int) -> str:
        """ " across all seven towns" """
        return f" ({self.cardinal(n)} {axis.plural})"

    # --- measures --------------------------------------------------------------------------------------------------------
    def bare(self, measure: MeasureWords) -> str:
        return measure.phrase or measure.name

    def inner(self, name: str, own: bool, phrases: Mapping[str, str]) -> str:
        """A measure's name inside a caption."""
        return phrases.get(name, name)

    def plural(self, measure: MeasureWords) -> bool:
        return False

    def of_measure(self, measure: MeasureWords) -> dict[str, Any]:
        return {"m": self.bare(measure), "M": measure.name, "unit": measure.unit, "past": measure.past}

    def has_ratio(self, measure: str, unit: str) -> bool:
        """Does the quotient of two such values mean something (not so for °C, indices and per cents)?"""
        return not unit.startswith(("°", "%"))

    def is_statistic(self, measure: MeasureWords) -> bool:
        """Are the values averages or other statistics, which one does not average again?"""
        return False

    # --- numbers ---------------------------------------------------------------------------------------------------------
    def ordinal(self, k: int) -> str:
        return self.language.ordinal(k)

    def cardinal(self, k: int) -> str:
        return self.language.cardinal(k) if 0 <= k <= 12 else str(k)

    def times(self, k: int) -> str:
        """ "twice", "three times" """
        return f"{k}×"


@lru_cache(maxsize=16)
def grid_words(code: str) -> GridWords:
    """The words of a language: those of its module under grid/languages, else the general ones."""
    module = f"{__package__}.languages.{code.lower().replace('-', '_')}"
    if find_spec(module) is None:
        return GridWords(code)
    found = import_module(module).words
    assert isinstance(found, GridWords)
    return found


def cell_words(category: AxisWords, series: AxisWords | None, at: tuple[str, str]) -> dict[str, str]:
    """How one value is called: at " in Arlo in winter", at2 " in winter in Arlo", lat " in winter", sat " in Arlo", l, s."""
    lat = category.at(at[1])
    sat = series.at(at[0]) if series else ""
    return {
        "at": sat + lat,
        "at2": lat + sat,
        "lat": lat,
        "sat": sat,
        "At": category.words.opening(lat),
        "l": category.inside(at[1]),
        "s": series.inside(at[0]) if series else "",
        "who": series.inside(at[0]) if series else category.inside(at[1]),
        "name": at[0] if series else at[1],
        "label": at[1],
        "series": at[0],
    }
