"""What can be asked of one chart, as sheets: tables of readable facts with the words for their rows and columns.

Most charts are one sheet; a combination chart is two, a box plot one a statistic, a scatter plot with named points one a
coordinate.  So one vocabulary of binders and families serves all kinds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from proofpress.ask.wording import cap
from proofpress.model import Fact

from .words import CHARTS, Axis, Measure, cell_words, has_ratio, mark_of, nouns

Cell = tuple[str, str]  # (series, label)
_STATISTIC = re.compile(r"\b(mean|average|median|quartile|whisker)\b")


@dataclass(frozen=True)
class Sheet:
    """cells: readable facts; hidden: true ones that the picture withholds.  One series is named "" in no question."""

    name: str
    measure: Measure
    category: Axis
    series_axis: Axis
    series: tuple[str, ...]
    labels: tuple[str, ...]
    cells: Mapping[Cell, Fact]
    hidden: Mapping[Cell, Fact]
    mark: str
    chart: str
    additive: bool = True  # sums along the category axis mean something
    stacks: bool = True  # sums over the series at one label mean something
    ratio: bool = True  # quotients mean something
    ordered: bool = False  # labels are in an order that questions may use
    time: bool = False
    partial: bool = False  # marks stand in the picture that no fact names: nothing can be said of all

    @property
    def plain(self) -> bool:
        """Are the values neither averages nor other statistics, so that one may average them?"""
        return not _STATISTIC.search(self.measure.bare.lower())

    @property
    def multi(self) -> bool:
        return len(self.series) > 1

    def row(self, series: str) -> tuple[Fact, ...]:
        """The readable values of a series in the order of the labels."""
        return tuple(f for label in self.labels if (f := self.cells.get((series, label))))

    def column(self, label: str) -> tuple[Fact, ...]:
        return tuple(f for s in self.series if (f := self.cells.get((s, label))))

    def whole_row(self, series: str) -> tuple[Fact, ...] | None:
        """The row when no label lacks its value."""
        row = self.row(series)
        return row if len(row) == len(self.labels) and not self.partial else None

    def clear_row(self, series: str) -> tuple[Fact, ...] | None:
        """The row unless a value is withheld: then nobody knows which is largest."""
        return None if self.partial or any(s == series for s, _ in self.hidden) else self.row(series)

    def clear_column(self, label: str) -> tuple[Fact, ...] | None:
        return None if any(at == label for _, at in self.hidden) else self.column(label)

    def cell_of(self, fact: Fact) -> Cell:
        return (fact.args[0], fact.args[-1]) if len(fact.args) > 1 else (self.series[0], fact.args[-1])

    def say(self, fact: Fact) -> dict[str, str]:
        """How the fact's place is called (see cell_words)."""
        return cell_words(self.category, self.series_axis if self.multi else None, self.cell_of(fact))

    def words(self) -> Mapping[str, Any]:
        """The slots that every question about the sheet has."""
        return self._words

    @cached_property
    def _words(self) -> Mapping[str, Any]:
        which = self.category.which
        return {
            **self.measure.words(),
            "noun": self.category.noun,
            "plural": self.category.plural,
            "which": which,
            "In_which": cap(which),
            "when": self.category.when,
            "snoun": self.series_axis.noun,
            "splural": self.series_axis.plural,
            "mark": self.mark,
            "marks": f"{self.mark}es" if self.mark == "box" else f"{self.mark}s",
            "chart": self.chart,
            "multi": self.multi,
            "time": self.time,
        }

    def across_words(self) -> dict[str, Any]:
        """The slots about labels, for questions that run over the series instead."""
        axis = self.series_axis
        words = {"noun": axis.noun, "plural": axis.plural, "which": axis.which, "In_which": cap(axis.which), "when": axis.when}
        return {**words, "time": False}


def usable(fact: Fact) -> bool:
    return fact.given == "image" and bool(fact.regions)


def sheets_of(spec: Mapping[str, Any], facts: Sequence[Fact]) -> list[Sheet]:
    """All sheets of a chart; empty ones are left out."""
    kind = spec["kind"]
    if kind in ("scatter", "bubble"):
        found = _point_sheets(spec, facts)
    elif kind == "box":
        found = _box_sheets(spec, facts)
    elif kind == "histogram":
        found = _histogram_sheets(spec, facts)
    elif kind == "combo":
        found = _combo_sheets(spec, facts)
    else:
        found = [_grid(spec, facts)]
    return [s for s in found if s.cells]


def _sheet(
    spec: Mapping[str, Any],
    name: str,
    measure: tuple[str, str],
    facts: Sequence[Fact],
    series: Sequence[str],
    labels: Sequence[str],
    **more: Any,
) -> Sheet:
    category, series_axis = nouns(spec)
    time = category.kind == "time"
    cells: dict[Cell, Fact] = {}
    hidden: dict[Cell, Fact] = {}
    withheld = spec.get("withheld") or {}
    for f in facts:
        cell = (f.args[0], f.args[-1]) if len(f.args) > 1 else (series[0], f.args[-1])
        if usable(f):
            cells[cell] = f
        elif f.given == "hidden" and cell == (withheld.get("series", series[0]), withheld.get("label")):
            hidden[cell] = f
    sheet = Sheet(
        name,
        Measure(*measure, past=time, own=spec["topic"] == "user"),
        category,
        series_axis,
        tuple(series),
        tuple(labels),
        cells,
        hidden,
        mark_of(spec["kind"], name, spec["series"][0]["name"] if spec["series"] else ""),
        CHARTS[spec["kind"]],
        additive=spec["adds"]["labels"],
        stacks=spec["adds"]["series"] or spec["kind"] in ("bar_percent", "bar_stacked", "area_stacked"),
        ratio=has_ratio(*measure),
        ordered=time,
        time=time,
    )
    return replace(sheet, **more)


def _grid(spec: Mapping[str, Any], facts: Sequence[Fact]) -> Sheet:
    parts = bool(spec.get("parts"))
    values = [f for f in facts if f.predicate == "value"]
    names = [s["name"] for s in spec["series"]]
    sheet = _sheet(spec, "", (spec["measure"], spec["unit"]), values, names, spec["labels"])
    if spec["kind"] in ("pie", "donut"):
        sheet = replace(sheet, additive=True, ratio=True, ordered=False)
    return replace(sheet, ratio=sheet.ratio or parts)


def _combo_sheets(spec: Mapping[str, Any], facts: Sequence[Fact]) -> list[Sheet]:
    right = spec["right"]
    measures = ((spec["measure"], spec["unit"]), (right["measure"], right["unit"]))
    return [
        _sheet(
            spec,
            s["name"],
            measure,
            [f for f in facts if f.predicate == "value" and f.args[0] == s["name"]],
            [s["name"]],
            spec["labels"],
        )
        for s, measure in zip(spec["series"], measures, strict=False)
    ]


def _histogram_sheets(spec: Mapping[str, Any], facts: Sequence[Fact]) -> list[Sheet]:
    x = spec.get("x") or {}
    unit = x.get("unit", "")
    tail = f" {unit}" if unit and unit not in ("%",) and unit[:1] not in "$€£¥₹" else unit if unit == "%" else ""
    axis = Axis("ordinal", "range", "ranges", tail)
    counts = [f for f in facts if f.predicate == "count"] or [f for f in facts if f.predicate == "value"]
    series = spec["series"][0]["name"]
    return [_sheet(spec, "", (spec["measure"], spec["unit"]), counts, [series], spec["labels"], category=axis, ordered=True)]


BOX_STATISTICS = {
    "median": "median {}",
    "max": "upper whisker of {}",
    "min": "lower whisker of {}",
    "q3": "upper quartile of {}",
    "q1": "lower quartile of {}",
}

BOX_MARKS = {
    "median": "median line",
    "max": "upper whisker",
    "min": "lower whisker",
    "q3": "upper quartile",
    "q1": "lower quartile",
}


def _box_sheets(spec: Mapping[str, Any], facts: Sequence[Fact]) -> list[Sheet]:
    plain = Measure(spec["measure"], spec["unit"], False, spec["topic"] == "user").bare
    return [
        _sheet(
            spec,
            statistic,
            (pattern.format(plain), spec["unit"]),
            [f for f in facts if f.predicate == statistic],
            [spec["series"][0]["name"]],
            spec["labels"],
            additive=False,
            mark=BOX_MARKS[statistic],
        )
        for statistic, pattern in BOX_STATISTICS.items()
    ]


def _point_sheets(spec: Mapping[str, Any], facts: Sequence[Fact]) -> list[Sheet]:
    names = tuple(p["name"] for p in spec["points"] if p["name"])
    if not names:
        return []
    axes = {
        "y": (spec["measure"], spec["unit"]),
        "x": (spec["x"]["measure"], spec["x"]["unit"]),
        "size": ((spec.get("size") or {}).get("measure", ""), (spec.get("size") or {}).get("unit", "")),
    }
    sheets = [
        _sheet(spec, predicate, axes[predicate], [f for f in facts if f.predicate == predicate], ["points"], names)
        for predicate in axes
        if axes[predicate][0]
    ]
    return [replace(s, partial=len(s.cells) < len(spec["points"])) for s in sheets]
