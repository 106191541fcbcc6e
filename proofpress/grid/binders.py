"""Binders over sheets: which facts a question about values is asked of, and in which words.

Each binder draws a sheet, then a row, a column, a pair, …, and returns the facts for its slots with their words; `others` are
the same slots filled from the wrong row, column or neighbour.  A binder named sum_… takes only sheets whose values add up along
the labels, stack_… over the series, scaled_… only those whose quotients mean something, plain_… none that are averages or
extremes themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import count
from typing import Any

from ..language.base import cap
from ..model import Fact
from ..reason.compose import Binder, Binding, constant
from ..seeds import Rng
from .sheet import Sheet
from .thresholds import draw_threshold, round_between, threshold_outside
from .words import AxisWords

_SLOTS: dict[str, dict[str, str]] = {
    "value": {"v": "number"},
    "withheld": {"v": "number"},
    "withheld_pair": {"a": "number", "b": "number"},
    "pair_along": {"a": "number", "b": "number"},
    "pair_any": {"a": "number", "b": "number"},
    "pair_far": {"k": "number", "a": "number", "b": "number"},
    "pair_across": {"a": "number", "b": "number"},
    "across_any": {"a": "number", "b": "number"},
    "pair_time": {"a": "number", "b": "number"},
    "last_two": {"a": "number", "b": "number"},
    "around_gap": {"a": "number", "b": "number"},
    "row": {"row": "number*"},
    "row_k": {"k": "number", "row": "number*"},
    "row_t": {"t": "number", "row": "number*"},
    "row_tt": {"lo": "number", "hi": "number", "row": "number*"},
    "row_v": {"v": "number", "row": "number*"},
    "row_low": {"t": "number", "row": "number*"},
    "row_high": {"t": "number", "row": "number*"},
    "pair_near": {"t": "number", "a": "number", "b": "number"},
    "running_t": {"t": "number", "row": "number*"},
    "sequence": {"row": "number*"},
    "sequence_t": {"t": "number", "row": "number*"},
    "prefix": {"row": "number*"},
    "prefix_of": {"part": "number*", "row": "number*"},
    "column": {"col": "number*"},
    "column_k": {"k": "number", "col": "number*"},
    "column_t": {"t": "number", "col": "number*"},
    "column_v": {"v": "number", "col": "number*"},
    "two_rows": {"p": "number*", "q": "number*"},
    "two_columns": {"p": "number*", "q": "number*"},
    "two_sheets": {"p": "number*", "q": "number*"},
}
PREFIXES: dict[str, Callable[[Sheet], bool]] = {
    "": lambda s: True,
    "sum_": lambda s: s.additive,
    "scaled_": lambda s: s.ratio,
    "stack_": lambda s: s.stacks,
    "plain_": lambda s: s.plain,
}
SIGNATURES = {f"{prefix}{name}": slots for name, slots in _SLOTS.items() for prefix in PREFIXES}


class Draw:
    """A sheet's facts drawn by one rng."""

    def __init__(self, rng: Rng):
        self.rng = rng

    def one(self, options: Sequence[Any]) -> Any:
        return options[int(self.rng.integers(len(options)))] if options else None

    def some(self, options: Sequence[Any], n: int) -> list[Any]:
        """n different ones, in random order."""
        return [options[int(i)] for i in self.rng.permutation(len(options))[:n]] if len(options) >= n else []


class SheetBinders:
    """All binders over the sheets of one picture."""

    def __init__(self, sheets: Sequence[Sheet]):
        self.sheets = sheets
        self._ids = count(1)

    @cached_property
    def table(self) -> Mapping[str, Binder]:
        """Binders by name, prefixed variants included."""
        fitting = {prefix: [s for s in self.sheets if ok(s)] for prefix, ok in PREFIXES.items()}
        return {f"{prefix}{name}": self._binder(name, sheets) for name in _SLOTS for prefix, sheets in fitting.items()}

    def _binder(self, name: str, fitting: Sequence[Sheet]) -> Binder:
        if name == "two_sheets":
            return lambda rng: self._two_sheets(Draw(rng), fitting)
        method: Callable[[Sheet, Draw], Binding | None] = getattr(self, f"_{name}")

        def bind(rng: Rng) -> Binding | None:
            for i in rng.permutation(len(fitting)):
                binding = method(fitting[int(i)], Draw(rng))
                if binding is not None:
                    return binding
            return None

        return bind

    def constant(self, value: int | Decimal | str, unit: str = "") -> tuple[Fact, ...]:
        return (constant(f"c{next(self._ids)}", value, unit),)

    # --- one value and pairs ----------------------------------------------------------------------------------------
    def _value(self, sheet: Sheet, draw: Draw) -> Binding | None:
        fact = draw.one(list(sheet.cells.values()))
        return fact and Binding(
            {"v": (fact,)}, {**sheet.words(), "a": sheet.say(fact)}, _instead(sheet, "v", fact), pool=sheet.labels
        )

    def _withheld(self, sheet: Sheet, draw: Draw) -> Binding | None:
        fact = draw.one(list(sheet.hidden.values()))
        return fact and Binding(
            {"v": (fact,)},
            {**sheet.words(), "a": sheet.say(fact), "gone": sheet.say(fact)},
            _instead(sheet, "v", fact),
            missing=fact,
        )

    def _withheld_pair(self, sheet: Sheet, draw: Draw) -> Binding | None:
        gone = draw.one(list(sheet.hidden.values()))
        if gone is None:
            return None
        s, label = sheet.cell_of(gone)
        other = draw.one([f for (t, at), f in sheet.cells.items() if (t == s) != (at == label)])
        return other and self._pair(sheet, gone, other, larger_first=False, missing=gone)

    def _pair(self, sheet: Sheet, a: Fact, b: Fact, larger_first: bool, missing: Fact | None = None) -> Binding:
        if larger_first and a.value < b.value:
            a, b = b, a
        (s1, l1), (s2, l2) = sheet.cell_of(a), sheet.cell_of(b)
        others: list[tuple[str, Mapping[str, tuple[Fact, ...]]]] = []
        if s1 == s2:
            pairs = [(t, sheet.cells.get((t, l1)), sheet.cells.get((t, l2))) for t in sheet.series if t != s1]
            others += [("wrong series", {"a": (x,), "b": (y,)}) for _, x, y in pairs if x and y]
        else:
            pairs = [(at, sheet.cells.get((s1, at)), sheet.cells.get((s2, at))) for at in sheet.labels if at != l1]
            others += [("wrong label", {"a": (x,), "b": (y,)}) for _, x, y in pairs if x and y]
        others += [*_instead(sheet, "b", b), *_instead(sheet, "a", a)]
        shared = sheet.series_axis.at(s1) if s1 == s2 and sheet.multi else sheet.category.at(l1) if s1 != s2 else ""
        axis, names = (sheet.category, (l1, l2)) if s1 == s2 else (sheet.series_axis, (s1, s2))
        words = {
            **sheet.words(),
            "a": sheet.say(a) | {"here": axis.at(names[0]), "one": axis.inside(names[0])},
            "b": sheet.say(b) | {"here": axis.at(names[1]), "one": axis.inside(names[1])},
            "at": shared,
            "At": sheet.said.opening(shared),
            "thing": axis.noun,
            "In_thing": cap(axis.which),
        }
        if missing is not None:
            words["gone"] = sheet.say(missing)
        return Binding({"a": (a,), "b": (b,)}, words, tuple(others), pool=tuple(names), missing=missing)

    def _along(self, sheet: Sheet, draw: Draw) -> tuple[Fact, Fact] | None:
        rows = [r for s in sheet.series if len(r := sheet.row(s)) >= 2]
        chosen = draw.some(draw.one(rows), 2) if rows else []
        return (chosen[0], chosen[1]) if chosen else None

    def _pair_along(self, sheet: Sheet, draw: Draw) -> Binding | None:
        pair = self._along(sheet, draw)
        return pair and self._pair(sheet, *pair, larger_first=True)

    def _pair_any(self, sheet: Sheet, draw: Draw) -> Binding | None:
        pair = self._along(sheet, draw)
        return pair and self._pair(sheet, *pair, larger_first=False)

    def _across(self, sheet: Sheet, draw: Draw) -> tuple[Fact, Fact] | None:
        columns = [c for at in sheet.labels if len(c := sheet.column(at)) >= 2]
        chosen = draw.some(draw.one(columns), 2) if columns else []
        return (chosen[0], chosen[1]) if chosen else None

    def _pair_across(self, sheet: Sheet, draw: Draw) -> Binding | None:
        pair = self._across(sheet, draw)
        return pair and self._pair(sheet, *pair, larger_first=True)

    def _across_any(self, sheet: Sheet, draw: Draw) -> Binding | None:
        pair = self._across(sheet, draw)
        return pair and self._pair(sheet, *pair, larger_first=False)

    def _pair_far(self, sheet: Sheet, draw: Draw) -> Binding | None:
        pair = self._along(sheet, draw)
        if pair is None or min(f.value for f in pair) <= 0:
            return None
        binding = self._pair(sheet, *pair, larger_first=True)
        k = 2 if draw.rng.random() < 0.7 else 3
        words = {**binding.words, "k": k, "times": sheet.said.times(k)}
        return Binding({"k": self.constant(k), **binding.groups}, words, (), binding.pool)

    def _pair_time(self, sheet: Sheet, draw: Draw) -> Binding | None:
        if not sheet.time:
            return None
        pair = self._along(sheet, draw)
        if pair is None:
            return None
        early, late = sorted(pair, key=lambda f: sheet.labels.index(sheet.cell_of(f)[1]))
        return self._pair(sheet, early, late, larger_first=False)

    def _last_two(self, sheet: Sheet, draw: Draw) -> Binding | None:
        rows = [r for s in sheet.series if (r := sheet.whole_row(s)) and len(r) >= 3]
        row = draw.one(rows)
        return self._pair(sheet, row[-2], row[-1], larger_first=False) if row and sheet.time else None

    def _around_gap(self, sheet: Sheet, draw: Draw) -> Binding | None:
        gaps = [
            (s, i)
            for s in sheet.series
            for i in range(1, len(sheet.labels) - 1)
            if (s, sheet.labels[i]) not in sheet.cells
            and (s, sheet.labels[i - 1]) in sheet.cells
            and (s, sheet.labels[i + 1]) in sheet.cells
        ]
        gap = draw.one(gaps)
        if gap is None or not sheet.time:
            return None
        s, i = gap
        a, b = (sheet.cells[s, sheet.labels[j]] for j in (i - 1, i + 1))
        binding = self._pair(sheet, a, b, larger_first=False)
        middle = {"gap": sheet.category.inside(sheet.labels[i]), "gap_at": sheet.category.at(sheet.labels[i])}
        return Binding(binding.groups, {**binding.words, **middle}, binding.others)

    # --- rows -------------------------------------------------------------------------------------------------------
    def _row_words(self, sheet: Sheet, row: Sequence[Fact]) -> dict[str, Any]:
        series = sheet.cell_of(row[0])[0]
        at = sheet.series_axis.at(series) if sheet.multi else ""
        return {
            **sheet.words(),
            "at": at,
            "At": sheet.said.opening(at),
            "s": sheet.series_axis.inside(series) if sheet.multi else "",
            "span": sheet.said.span(sheet.category, [f.args[-1] for f in row]),
            "n": sheet.said.cardinal(len(row)),
            "count": len(row),
        }

    def _rows(self, sheet: Sheet, least: int = 3) -> list[tuple[Fact, ...]]:
        return [r for s in sheet.series if (r := sheet.clear_row(s)) and len(r) >= least]

    def _row_others(self, sheet: Sheet, row: Sequence[Fact]) -> tuple[tuple[str, Mapping[str, tuple[Fact, ...]]], ...]:
        return tuple(("wrong series", {"row": r}) for r in self._rows(sheet) if r[0].id != row[0].id)

    def _row(self, sheet: Sheet, draw: Draw) -> Binding | None:
        row = draw.one(self._rows(sheet))
        return row and Binding({"row": row}, self._row_words(sheet, row), self._row_others(sheet, row), sheet.labels)

    def _row_k(self, sheet: Sheet, draw: Draw) -> Binding | None:
        row = draw.one(self._rows(sheet, 4))
        if not row:
            return None
        k = int(draw.rng.integers(2, min(5, len(row))))
        words = {
            **self._row_words(sheet, row),
            "k": k,
            "kth": sheet.said.ordinal(k),
            "k_word": sheet.said.cardinal(k),
        }
        return Binding({"k": self.constant(k), "row": row}, words, self._row_others(sheet, row), sheet.labels)

    def _row_t(self, sheet: Sheet, draw: Draw) -> Binding | None:
        row = draw.one(self._rows(sheet, 4))
        t = draw_threshold(row, draw.rng) if row else None
        if t is None:
            return None
        words = {**self._row_words(sheet, row), "t": sheet.show(t, sheet.measure.unit)}
        groups = {"t": self.constant(t, sheet.measure.unit), "row": row}
        return Binding(groups, words, self._row_others(sheet, row), sheet.labels)

    def _edge(self, sheet: Sheet, draw: Draw, low: bool) -> Binding | None:
        """A threshold at the end of the row: nobody, or just one or two, are on its far side."""
        row = draw.one(self._rows(sheet, 4))
        if not row:
            return None
        if draw.rng.random() < 0.5:
            t = draw_threshold(row, draw.rng, 1 if low else len(row) - 2, 2 if low else len(row) - 1)
        else:
            t = threshold_outside(row, low)
        if t is None:
            return None
        unit = sheet.measure.unit
        return Binding(
            {"t": self.constant(t, unit), "row": row},
            {**self._row_words(sheet, row), "t": sheet.show(t, unit)},
        )

    def _row_low(self, sheet: Sheet, draw: Draw) -> Binding | None:
        return self._edge(sheet, draw, low=True)

    def _row_high(self, sheet: Sheet, draw: Draw) -> Binding | None:
        return self._edge(sheet, draw, low=False)

    def _pair_near(self, sheet: Sheet, draw: Draw) -> Binding | None:
        pair = self._along(sheet, draw)
        if pair is None:
            return None
        gap, slack = abs(float(pair[0].value - pair[1].value)), 1.2 * (pair[0].margin + pair[1].margin)
        wide = draw.rng.random() < 0.5
        t = round_between(gap + slack, 2 * gap + slack) if wide else round_between(gap / 2, gap - slack)
        if t is None or gap == 0:
            return None
        unit = sheet.measure.unit
        binding = self._pair(sheet, *pair, larger_first=False)
        return Binding({"t": self.constant(t, unit), **binding.groups}, {**binding.words, "t": sheet.show(t, unit)})

    def _running_t(self, sheet: Sheet, draw: Draw) -> Binding | None:
        binding = self._sequence(sheet, draw)
        if binding is None or min(f.value for f in binding.groups["row"]) <= 0:
            return None
        row = binding.groups["row"]
        at = int(draw.rng.integers(1, len(row) - 1))
        before, after = (float(sum(f.value for f in row[:i])) for i in (at, at + 1))
        slack = 1.2 * sum(f.margin for f in row[: at + 1])
        t = round_between(before + slack, after - slack)
        if t is None:
            return None
        unit = sheet.measure.unit
        words = {**binding.words, "t": sheet.show(t, unit), "first": sheet.category.inside(row[0].args[-1])}
        return Binding({"t": self.constant(t, unit), "row": row}, words, (), binding.pool)

    def _row_tt(self, sheet: Sheet, draw: Draw) -> Binding | None:
        row = draw.one(self._rows(sheet, 5))
        if not row:
            return None
        low = draw_threshold(row, draw.rng, 1, len(row) // 2)
        high = draw_threshold(row, draw.rng, len(row) // 2 + 1, len(row) - 1)
        if low is None or high is None or low >= high:
            return None
        unit = sheet.measure.unit
        words = {
            **self._row_words(sheet, row),
            "lo": sheet.show(low, unit),
            "hi": sheet.show(high, unit),
        }
        return Binding({"lo": self.constant(low, unit), "hi": self.constant(high, unit), "row": row}, words, pool=sheet.labels)

    def _row_v(self, sheet: Sheet, draw: Draw) -> Binding | None:
        row = draw.one(self._rows(sheet))
        if not row:
            return None
        fact = draw.one(row)
        others = tuple(("neighbour", {"v": (f,)}) for f in _nearest(row, fact))
        return Binding(
            {"v": (fact,), "row": row},
            {**self._row_words(sheet, row), "a": self._one_of(sheet, fact, sheet.category, -1)},
            others,
            sheet.labels,
        )

    def _sequence(self, sheet: Sheet, draw: Draw) -> Binding | None:
        rows = [r for s in sheet.series if (r := sheet.whole_row(s)) and len(r) >= 4] if sheet.time else []
        row = draw.one(rows)
        return row and Binding({"row": row}, self._row_words(sheet, row), self._row_others(sheet, row), sheet.labels)

    def _sequence_t(self, sheet: Sheet, draw: Draw) -> Binding | None:
        binding = self._sequence(sheet, draw)
        if binding is None:
            return None
        row = binding.groups["row"]
        t = draw_threshold(row, draw.rng)
        if t is None:
            return None
        unit = sheet.measure.unit
        return Binding(
            {"t": self.constant(t, unit), "row": row},
            {**binding.words, "t": sheet.show(t, unit)},
            binding.others,
            binding.pool,
        )

    def _cut(self, sheet: Sheet, draw: Draw) -> tuple[tuple[Fact, ...], int] | None:
        rows = [r for s in sheet.series if (r := sheet.whole_row(s)) and len(r) >= 4] if sheet.ordered else []
        row = draw.one(rows)
        return (row, int(draw.rng.integers(2, min(len(row) - 1, 6)))) if row else None

    def _prefix(self, sheet: Sheet, draw: Draw) -> Binding | None:
        cut = self._cut(sheet, draw)
        if cut is None:
            return None
        row, n = cut
        start = int(draw.rng.integers(len(row) - n))
        part = row[start : start + n]
        return Binding({"row": part}, self._part_words(sheet, part), (("one too far", {"row": row[start : start + n + 1]}),))

    def _part_words(self, sheet: Sheet, part: Sequence[Fact]) -> dict[str, Any]:
        first, last = (sheet.category.inside(f.args[-1]) for f in (part[0], part[-1]))
        return {**self._row_words(sheet, part), "first": first, "last": last}

    def _prefix_of(self, sheet: Sheet, draw: Draw) -> Binding | None:
        cut = self._cut(sheet, draw)
        if cut is None:
            return None
        row, n = cut
        others = (("one too far", {"part": row[: n + 1]}), ("the rest", {"part": row[n:]}))
        words = {**self._part_words(sheet, row[:n]), "whole": sheet.said.span(sheet.category, [f.args[-1] for f in row])}
        return Binding({"part": row[:n], "row": row}, words, others)

    # --- columns ----------------------------------------------------------------------------------------------------
    def _columns(self, sheet: Sheet, least: int = 2) -> list[tuple[Fact, ...]]:
        found = [c for at in sheet.labels if (c := sheet.clear_column(at)) and len(c) >= least] if sheet.multi else []
        return [c for c in found if len(c) == len(sheet.series)]

    def _column_words(self, sheet: Sheet, column: Sequence[Fact]) -> dict[str, Any]:
        label = column[0].args[-1]
        at = sheet.category.at(label)
        return {
            **sheet.words(),
            **sheet.across_words(),
            "at": at,
            "At": sheet.said.opening(at),
            "span": sheet.said.across(sheet.series_axis, len(column)),
            "n": sheet.said.cardinal(len(column)),
            "count": len(column),
        }

    def _column_others(self, sheet: Sheet, column: Sequence[Fact]) -> tuple[tuple[str, Mapping[str, tuple[Fact, ...]]], ...]:
        rest = [c for c in self._columns(sheet) if c[0].id != column[0].id]
        return tuple(("wrong label", {"col": c}) for c in rest)

    def _column(self, sheet: Sheet, draw: Draw) -> Binding | None:
        column = draw.one(self._columns(sheet, 3) or self._columns(sheet))
        return column and Binding(
            {"col": column}, self._column_words(sheet, column), self._column_others(sheet, column), sheet.series
        )

    def _column_k(self, sheet: Sheet, draw: Draw) -> Binding | None:
        column = draw.one(self._columns(sheet, 3))
        if not column:
            return None
        k = int(draw.rng.integers(2, len(column)))
        words = {
            **self._column_words(sheet, column),
            "k": k,
            "kth": sheet.said.ordinal(k),
            "k_word": sheet.said.cardinal(k),
        }
        return Binding({"k": self.constant(k), "col": column}, words, self._column_others(sheet, column), sheet.series)

    def _column_t(self, sheet: Sheet, draw: Draw) -> Binding | None:
        column = draw.one(self._columns(sheet, 3))
        t = draw_threshold(column, draw.rng) if column else None
        if t is None:
            return None
        unit = sheet.measure.unit
        words = {**self._column_words(sheet, column), "t": sheet.show(t, unit)}
        return Binding({"t": self.constant(t, unit), "col": column}, words, self._column_others(sheet, column), sheet.series)

    def _column_v(self, sheet: Sheet, draw: Draw) -> Binding | None:
        column = draw.one(self._columns(sheet))
        if not column:
            return None
        fact = draw.one(column)
        others = tuple(("neighbour", {"v": (f,)}) for f in _nearest(column, fact))
        words = {**self._column_words(sheet, column), "a": self._one_of(sheet, fact, sheet.series_axis, 0)}
        return Binding({"v": (fact,), "col": column}, words, others, sheet.series)

    @staticmethod
    def _one_of(sheet: Sheet, fact: Fact, axis: AxisWords, at: int) -> dict[str, str]:
        """One member of a row or column: `who` it is among the others."""
        return sheet.say(fact) | {"who": axis.inside(fact.args[at])}

    # --- two rows, two columns --------------------------------------------------------------------------------------
    def _two_rows(self, sheet: Sheet, draw: Draw) -> Binding | None:
        rows = [r for s in sheet.series if (r := sheet.whole_row(s)) and len(r) >= 3] if sheet.multi else []
        pair = draw.some(rows, 2)
        return self._two(sheet, pair[0], pair[1]) if pair else None

    def _two(self, sheet: Sheet, p: tuple[Fact, ...], q: tuple[Fact, ...]) -> Binding:
        names = [sheet.series_axis.inside(sheet.cell_of(r[0])[0]) for r in (p, q)]
        words = {
            **self._row_words(sheet, p),
            "at": "",
            "At": "",
            "p": names[0],
            "q": names[1],
            "p_at": sheet.series_axis.at(sheet.cell_of(p[0])[0]),
            "q_at": sheet.series_axis.at(sheet.cell_of(q[0])[0]),
        }
        return Binding({"p": p, "q": q}, words, (("rows swapped", {"p": q, "q": p}),), sheet.labels)

    def _two_columns(self, sheet: Sheet, draw: Draw) -> Binding | None:
        pair = draw.some(self._columns(sheet), 2)
        if not pair:
            return None
        p, q = pair
        labels = (p[0].args[-1], q[0].args[-1])
        words = {
            **self._column_words(sheet, p),
            "at": "",
            "At": "",
            "p": sheet.category.inside(labels[0]),
            "q": sheet.category.inside(labels[1]),
            "p_at": sheet.category.at(labels[0]),
            "q_at": sheet.category.at(labels[1]),
        }
        return Binding({"p": p, "q": q}, words, (("columns swapped", {"p": q, "q": p}),), sheet.series)

    def _two_sheets(self, draw: Draw, fitting: Sequence[Sheet]) -> Binding | None:
        """Two quantities of the same things: price and size, two statistics."""
        pair = draw.some([s for s in self.sheets if not s.multi and not s.hidden], 2)
        if not pair or not any(s is pair[1] for s in fitting):
            return None
        one, two = pair
        shared = [at for at in one.labels if (one.series[0], at) in one.cells and (two.series[0], at) in two.cells]
        if len(shared) < 3:
            return None
        p, q = (tuple(s.cells[s.series[0], at] for at in shared) for s in (one, two))
        words = {**one.words(), "n": one.said.cardinal(len(shared)), "count": len(shared)}
        words |= {f"{k}2": v for k, v in two.measure.words().items()}
        return Binding({"p": p, "q": q}, words, (), tuple(shared))


def _nearest(group: Sequence[Fact], fact: Fact) -> list[Fact]:
    """The others of the group, those beside the fact first."""
    here = [f.id for f in group].index(fact.id)
    return sorted((f for f in group if f.id != fact.id), key=lambda f: abs([g.id for g in group].index(f.id) - here))


def _instead(sheet: Sheet, slot: str, fact: Fact) -> tuple[tuple[str, Mapping[str, tuple[Fact, ...]]], ...]:
    """What stands beside a value: the other series at its label, its neighbours in the row."""
    s, label = sheet.cell_of(fact)
    at = sheet.labels.index(label)
    found = [("wrong series", sheet.cells.get((t, label))) for t in sheet.series if t != s]
    found += [
        ("neighbour", sheet.cells.get((s, sheet.labels[i]))) for i in (at + 1, at - 1, at + 2) if 0 <= i < len(sheet.labels)
    ]
    return tuple((mistake, {slot: (f,)}) for mistake, f in found if f is not None)
