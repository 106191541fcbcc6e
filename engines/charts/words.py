"""What a chart, its marks and its axes are called, in each language: templates/charts/wording/<language>/words.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from proofpress.ask.wording import fill
from proofpress.content.words import pack_words
from proofpress.data_paths import data_folder
from proofpress.errors import BadInput
from proofpress.grid.words import AxisWords, GridWords, MeasureWords, grid_words
from proofpress.language import DEFAULT, Language, of_spec
from proofpress.yaml_data import read_yaml

MARKS = {
    "bar": "bar",
    "bar_horizontal": "bar",
    "bar_grouped": "bar",
    "bar_stacked": "segment",
    "bar_percent": "segment",
    "histogram": "bar",
    "pie": "slice",
    "donut": "slice",
    "heatmap": "cell",
    "box": "box",
    "bubble": "bubble",
}


class ChartWords:
    """The words of one language. said: those for places and measures.  Nouns are as its grammar needs them."""

    def __init__(self, code: str, data: Mapping[str, Any]):
        self.said: GridWords = grid_words(code)
        self._data = data

    @property
    def language(self) -> Language:
        return self.said.language

    def mark(self, key: str, kind: str) -> str:
        """The noun of a mark; a kind of chart may have its own for bars."""
        noun = self._mark(key, kind)
        return noun if isinstance(noun, str) else str(noun[0])

    def marks(self, key: str, kind: str) -> str:
        """The noun for several of them."""
        noun = self._mark(key, kind)
        return self.language.several(noun) if isinstance(noun, str) else str(noun[1])

    def _mark(self, key: str, kind: str) -> Any:
        marks = self._data["marks"]
        return marks.get(kind, marks[key]) if key == "bar" else marks[key]

    def mark_slots(self, key: str, kind: str) -> dict[str, str]:
        """mark, marks, chart; mark_key: which of the marks it is, whatever the language."""
        return {"mark": self.mark(key, kind), "marks": self.marks(key, kind), "chart": self.chart(kind), "mark_key": key}

    def chart(self, kind: str) -> str:
        return str(self._data["charts"][kind])

    def subject(self, mark: str, who: str, at: str) -> str:
        """The mark of one value: "the bar for Arlo in winter"."""
        return fill(self._data["subject"], {"mark": mark, "who": who, "at": at}, self.language)

    def statistic(self, key: str, measure: MeasureWords) -> str:
        """A statistic of the measure: "median rainfall"."""
        return fill(self._data["statistics"][key], {"m": measure.bare}, self.language)

    @property
    def value(self) -> str:
        return str(self._data["value"])

    def printed(self, key: str) -> str:
        """A word that is printed in the picture."""
        return str(self._data["printed"][key])

    def table_texts(self, key: str, **slots: str) -> list[str]:
        """What is printed of a user's table."""
        return [fill(t, slots, self.language) for t in self._data["table"][key]]

    @property
    def series(self) -> dict[str, Any]:
        """What series are called that have no noun of their own."""
        return pack_words(self.language.code).nouns("series")

    def word(self, text: str) -> str:
        """A fixed word of a question family in this language."""
        return str(self._data.get("words", {}).get(text, text))

    def colour(self, name: str) -> str:
        """A colour by its English name."""
        return str(self._data.get("colours", {}).get(name, name))


@lru_cache(maxsize=16)
def chart_words(code: str = DEFAULT) -> ChartWords:
    """The words of a language; BadInput where they are missing."""
    file = data_folder("templates") / "charts" / "wording" / code / "words.yaml"
    if not file.is_file():
        raise BadInput(f"language {code!r}: {file} is missing; say there what charts and marks are called")
    return ChartWords(code, read_yaml(file))


def words_of(spec: Mapping[str, Any]) -> ChartWords:
    """The words of the language that a chart is in."""
    return chart_words(of_spec(spec).code)


def mark_of(kind: str, series: str = "", first: str = "") -> str:
    """What a value is drawn as, as a key of the marks."""
    if kind == "combo":
        return "bar" if series == first else "point"
    return MARKS.get(kind, "point")


def measure_of(spec: Mapping[str, Any], name: str, unit: str, past: bool = False) -> MeasureWords:
    """A measure of the chart, with what its language's grammar needs of it."""
    return words_of(spec).said.measure(name, unit, past, spec["topic"] == "user", spec.get("phrases") or {})


def inner(spec: Mapping[str, Any], name: str) -> str:
    """A measure's name within a caption."""
    return words_of(spec).said.inner(name, spec["topic"] == "user", spec.get("phrases") or {})


def nouns(spec: Mapping[str, Any]) -> tuple[AxisWords, AxisWords]:
    """The category axis and the series axis of a spec."""
    said = words_of(spec).said
    series = spec.get("series_noun") or {}
    return said.axis(spec.get("category") or {}), said.axis({"noun": "series", "plural": "series", **series, "kind": "nominal"})
