"""What can be asked of a grid of facts, as sheets: tables of readable facts with the words for their rows and columns.

A picture is one sheet or several (one a measure, one a statistic).  So one vocabulary of binders and families serves all kinds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..ask.wording import cap
from ..model import Fact, Value
from .words import AxisWords, GridWords, MeasureWords, cell_words

Cell = tuple[str, str]  # (series, label)


@dataclass(frozen=True)
class Sheet:
    """cells: readable facts; hidden: true ones that the picture withholds.  One series is named "" in no question."""

    name: str
    measure: MeasureWords
    category: AxisWords
    series_axis: AxisWords
    series: tuple[str, ...]
    labels: tuple[str, ...]
    cells: Mapping[Cell, Fact]
    hidden: Mapping[Cell, Fact]
    more: Mapping[str, str]  # the engine's own slots: what the values and the whole are called
    additive: bool = True  # sums along the category axis mean something
    stacks: bool = True  # sums over the series at one label mean something
    ratio: bool = True  # quotients mean something
    ordered: bool = False  # labels are in an order that questions may use
    time: bool = False
    statistics: bool = False  # the values are statistics of data that are not shown one by one
    partial: bool = False  # values stand in the picture that no fact names: nothing can be said of all

    @property
    def said(self) -> GridWords:
        """How its language says places and measures."""
        return self.category.words

    @property
    def plain(self) -> bool:
        """Are the values neither averages nor other statistics, so that one may average them?"""
        return not self.statistics and not self.said.is_statistic(self.measure)

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

    def show(self, value: Value, unit: str = "") -> str:
        """A value as the grid's language writes it."""
        return self.said.language.show(value, unit)

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
            **self.category.more,
            **self.more,
            "multi": self.multi,
            "time": self.time,
        }

    def across_words(self) -> dict[str, Any]:
        """The slots about labels, for questions that run over the series instead."""
        axis = self.series_axis
        words = {"noun": axis.noun, "plural": axis.plural, "which": axis.which, "In_which": cap(axis.which), "when": axis.when}
        return {**words, **axis.more, "time": False}


def usable(fact: Fact) -> bool:
    return fact.given == "image" and bool(fact.regions)
