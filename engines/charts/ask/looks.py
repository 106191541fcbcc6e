"""Binders over what a chart shows besides its values: titles, legend, colours, order of labels, points and boxes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from proofpress.grid.binders import Draw, SheetBinders
from proofpress.grid.sheet import Sheet, usable
from proofpress.grid.thresholds import draw_threshold, threshold_outside
from proofpress.model import Fact
from proofpress.reason.compose import Binder, Binding
from proofpress.seeds import Rng

from ..words import mark_of, measure_of, nouns, words_of

SIGNATURES: dict[str, dict[str, str]] = {
    "title": {"x": "text"},
    "axis": {"x": "text"},
    "legend": {"entries": "place*"},
    "legend_one": {"entry": "place"},
    "legend_k": {"k": "number", "entries": "place*"},
    "labels": {"places": "position*"},
    "labels_k": {"k": "number", "places": "position*"},
    "label_place": {"place": "position"},
    "beside_extreme": {"row": "number*", "places": "position*"},
    "beside_extreme_scaled": {"row": "number*", "places": "position*"},
    "colour": {"c": "colour"},
    "colour_name": {"c": "colour"},
    "colour_value": {"c": "colour", "col": "number*"},
    "colour_pair": {"c": "colour", "d": "colour", "col": "number*"},
    "colour_pair_any": {"c": "colour", "d": "colour", "col": "number*"},
    "colour_row": {"c": "colour", "grid": "number*"},
    "colour_rows": {"c": "colour", "grid": "number*", "row": "number*"},
    "slice_colour": {"c": "colour", "row": "number*"},
    "points_y": {"row": "number*"},
    "points_few": {"row": "number*"},
    "points_dozen": {"row": "number*"},
    "points_k": {"k": "number", "row": "number*"},
    "points_high": {"t": "number", "row": "number*"},
    "points_low": {"t": "number", "row": "number*"},
    "points_t": {"t": "number", "row": "number*"},
    "points_low_t": {"t": "number", "row": "number*"},
    "points_xy": {"p": "number*", "q": "number*"},
    "points_group": {"name": "label", "groups": "group*"},
    "points_grouped": {"row": "number*", "groups": "group*"},
    "quartiles": {"q3": "number", "q1": "number"},
    "quartile_rows": {"p": "number*", "q": "number*"},
    "outlier_count": {"v": "number"},
    "outlier_row": {"row": "number*"},
    "box_pair": {"a": "number", "b": "number"},
}
_MOST_POINTS = 25  # beyond which nobody counts points
_BOXED = ("bar", "slice", "cell", "segment", "box", "wedge")  # roles that fill a box
_DOTTED = ("point", "marker", "bubble", "dot")


class LookBinders:
    """All binders over the looks of one chart; `roles` maps region ids to what they are."""

    def __init__(
        self,
        spec: Mapping[str, Any],
        facts: Sequence[Fact],
        sheets: Sequence[Sheet],
        roles: Mapping[str, str],
        values: SheetBinders,
    ):
        self.spec, self.sheets, self.roles, self.values = spec, sheets, roles, values
        self.facts: dict[str, list[Fact]] = {}
        for f in facts:
            if usable(f):
                self.facts.setdefault(f.predicate, []).append(f)
        self.category, self.series_axis = nouns(spec)
        self.sheet = sheets[0] if sheets else None
        self.said, self.named = self.category.words, words_of(spec)
        self.words = self.sheet.words() if self.sheet else self._bare_words()

    def _bare_words(self) -> dict[str, Any]:
        measure = measure_of(self.spec, self.spec["measure"], self.spec["unit"], past=self.category.kind == "time")
        return {
            **measure.words(),
            "noun": self.category.noun,
            "plural": self.category.plural,
            "snoun": self.series_axis.noun,
            "splural": self.series_axis.plural,
            **self.category.more,
            **self.named.mark_slots(mark_of(self.spec["kind"]), self.spec["kind"]),
        }

    def table(self) -> dict[str, Binder]:
        located = {f"{shape}_{name}": self._located(name, roles) for shape, roles in SHAPES.items() for name in LOCATED}
        return {name: self._binder(getattr(self, f"_{name}")) for name in SIGNATURES if name not in located} | located

    @staticmethod
    def _binder(method: Callable[[Draw], Binding | None]) -> Binder:
        return lambda rng: method(Draw(rng))

    def _located(self, name: str, roles: tuple[str, ...]) -> Binder:
        """A binder over sheets, for marks that are drawn as boxes (or as points)."""
        inner = self.values.table[name]

        def bind(rng: Rng) -> Binding | None:
            binding = inner(rng)
            marks = [f for g in binding.groups.values() for f in g if f.given == "image"] if binding else []
            return binding if marks and all(self.roles.get(f.regions[0]) in roles for f in marks) else None

        return bind

    # --- titles, legend, labels -------------------------------------------------------------------------------------
    def _title(self, draw: Draw) -> Binding | None:
        found = self.facts.get("title")
        return Binding({"x": (found[0],)}, self.words) if found else None

    def _axis(self, draw: Draw) -> Binding | None:
        found = draw.one(self.facts.get("axis_title", []))
        if found is None:
            return None
        axis = self.named.word({"x": "horizontal", "y": "vertical"}.get(found.args[0], found.args[0]))
        rest = tuple(f.value for f in self.facts["axis_title"] if f.id != found.id)
        return Binding({"x": (found,)}, {**self.words, "axis": axis, "letter": found.args[0]}, pool=(found.value, *rest))

    def _legend(self, draw: Draw) -> Binding | None:
        found = self.facts.get("legend", [])
        if len(found) < 2 or len(found) != len(self.spec["series"]):
            return None
        return Binding({"entries": tuple(found)}, self.words)

    def _legend_one(self, draw: Draw) -> Binding | None:
        found = self.facts.get("legend", [])
        entry = draw.one(found) if len(found) > 2 else None
        return entry and Binding({"entry": (entry,)}, {**self.words, "s": entry.args[0]})

    def _legend_k(self, draw: Draw) -> Binding | None:
        found = self.facts.get("legend", [])
        if len(found) < 3 or len(found) != len(self.spec["series"]):
            return None
        k = int(draw.rng.integers(1, len(found) + 1))
        words = {**self.words, "k": k, "kth": self.named.word("last") if k == len(found) else self.said.ordinal(k)}
        return Binding({"k": self.values.constant(k), "entries": tuple(found)}, words, pool=tuple(f.args[0] for f in found))

    def _positions(self) -> list[Fact]:
        found = self.facts.get("position", [])
        return found if len(found) == len(self.spec["labels"]) >= 3 else []

    def _labels(self, draw: Draw) -> Binding | None:
        found = self._positions()
        return Binding({"places": tuple(found)}, self.words) if found else None

    def _labels_k(self, draw: Draw) -> Binding | None:
        found = self._positions()
        if not found or self.spec["kind"] in ("pie", "donut", "radar"):
            return None
        k = int(draw.rng.integers(1, min(len(found), 6) + 1))
        side = self.named.word("the top" if self.spec["kind"] == "bar_horizontal" else "the left")
        words = {**self.words, "k": k, "kth": self.said.ordinal(k), "side": side}
        return Binding({"k": self.values.constant(k), "places": tuple(found)}, words, pool=tuple(f.args[-1] for f in found))

    def _label_place(self, draw: Draw) -> Binding | None:
        place = draw.one(self._positions()[1:])
        if place is None or self.spec["kind"] in ("pie", "donut", "radar"):
            return None
        return Binding({"place": (place,)}, {**self.words, "l": place.args[-1]})

    def _beside_extreme(self, draw: Draw) -> Binding | None:
        found = self._positions()
        rows = [r for s in (self.sheet.series if self.sheet else ()) if self.sheet and (r := self.sheet.whole_row(s))]
        row = draw.one(rows)
        if not found or not row or self.sheet is None or not self.sheet.time:
            return None
        series = self.sheet.cell_of(row[0])[0]
        at = self.sheet.series_axis.at(series) if self.sheet.multi else ""
        words = {**self.words, "at": at, "At": self.said.opening(at), "s": series if self.sheet.multi else ""}
        return Binding({"row": row, "places": tuple(found)}, words, pool=self.sheet.labels)

    def _beside_extreme_scaled(self, draw: Draw) -> Binding | None:
        return self._beside_extreme(draw) if self.sheet and self.sheet.ratio else None

    # --- colours ----------------------------------------------------------------------------------------------------
    def _colours(self) -> list[Fact]:
        found = self.facts.get("colour", [])
        values = [f.value for f in found]
        return [f for f in found if values.count(f.value) == 1] if len(found) > 1 else []

    def _mark(self) -> str:
        """What has a colour of its own, as a key of the marks."""
        kind = self.spec["kind"]
        lines = kind in ("line_multi", "radar", "line")
        return "line" if lines else "area" if kind == "area_stacked" else str(self.words["mark_key"])

    def _colour_words(self, fact: Fact) -> dict[str, Any]:
        mark, kind = self._mark(), self.spec["kind"]
        marks = {"cmark": self.named.mark(mark, kind), "cmarks": self.named.marks(mark, kind)}
        return {**self.words, "colour": fact.value, "s": fact.args[0], **marks}

    def _colour(self, draw: Draw) -> Binding | None:
        found = self._colours()
        fact = draw.one(found)
        if fact is None:
            return None
        others = tuple(("wrong colour", {"c": (f,)}) for f in found if f.id != fact.id)
        return Binding({"c": (fact,)}, self._colour_words(fact), others, tuple(str(f.value) for f in found))

    def _colour_name(self, draw: Draw) -> Binding | None:
        binding = self._colour(draw)
        pool = tuple(f.args[0] for f in self._colours())
        return binding and Binding(binding.groups, binding.words, binding.others, pool)

    def _grid(self) -> Sheet | None:
        sheet = self.sheet
        return sheet if sheet and sheet.multi and not sheet.hidden and self.spec["kind"] != "heatmap" else None

    def _coloured(self, sheet: Sheet) -> list[Fact]:
        return [f for f in self._colours() if f.args[0] in sheet.series]

    def _colour_value(self, draw: Draw) -> Binding | None:
        sheet = self._grid()
        columns = [c for at in sheet.labels if len(c := sheet.column(at)) == len(sheet.series)] if sheet else []
        column, fact = draw.one(columns), draw.one(self._coloured(sheet)) if sheet else None
        if not column or fact is None or sheet is None:
            return None
        label = column[0].args[-1]
        words = {**self._colour_words(fact), "at": sheet.category.at(label), "l": sheet.category.inside(label)}
        words["At"] = self.said.opening(words["at"])
        others = tuple(("wrong colour", {"c": (f,)}) for f in self._coloured(sheet) if f.id != fact.id)
        return Binding({"c": (fact,), "col": column}, words, others)

    def _colour_pair(self, draw: Draw, larger_first: bool = True) -> Binding | None:
        sheet, first = self._grid(), self._colour_value(draw)
        if sheet is None or first is None:
            return None
        c, column = first.groups["c"][0], first.groups["col"]
        d = draw.one([f for f in self._coloured(sheet) if f.id != c.id])
        if d is None:
            return None
        value = {f.args[0]: f.value for f in column}
        if larger_first and value[c.args[0]] < value[d.args[0]]:
            c, d = d, c
        words = {**first.words, "colour": c.value, "colour2": d.value, "s": c.args[0], "s2": d.args[0]}
        columns = [tuple(sheet.column(at)) for at in sheet.labels if at != column[0].args[-1]]
        others = tuple(("wrong label", {"col": other}) for other in columns)
        return Binding({"c": (c,), "d": (d,), "col": column}, words, others, (str(c.value), str(d.value)))

    def _colour_pair_any(self, draw: Draw) -> Binding | None:
        return self._colour_pair(draw, larger_first=False)

    def _colour_row(self, draw: Draw) -> Binding | None:
        sheet = self._grid()
        fact = draw.one([f for f in self._coloured(sheet) if len(sheet.row(f.args[0])) >= 3]) if sheet else None
        if fact is None or sheet is None:
            return None
        others = tuple(("wrong colour", {"c": (f,)}) for f in self._coloured(sheet) if f.id != fact.id)
        return Binding({"c": (fact,), "grid": tuple(sheet.cells.values())}, self._colour_words(fact), others, sheet.labels)

    def _colour_rows(self, draw: Draw) -> Binding | None:
        """The peak of the series in one colour, and the values of another series."""
        sheet, binding = self._grid(), self._colour_row(draw)
        if sheet is None or binding is None:
            return None
        other = draw.one([s for s in sheet.series if s != binding.groups["c"][0].args[0] and sheet.whole_row(s)])
        if other is None:
            return None
        words = {**binding.words, "other": sheet.series_axis.inside(other), "other_at": sheet.series_axis.at(other)}
        return Binding({**binding.groups, "row": sheet.row(other)}, words, binding.others)

    def _slice_colour(self, draw: Draw) -> Binding | None:
        sheet = self.sheet
        if sheet is None or self.spec["kind"] not in ("pie", "donut") or sheet.hidden:
            return None
        fact = draw.one([f for f in self._colours() if f.args[0] in sheet.labels])
        if fact is None:
            return None
        others = tuple(("wrong colour", {"c": (f,)}) for f in self._colours() if f.id != fact.id)
        return Binding({"c": (fact,), "row": tuple(sheet.cells.values())}, self._colour_words(fact), others)

    # --- points -----------------------------------------------------------------------------------------------------
    def _coordinate(self, predicate: str) -> tuple[list[Fact], dict[str, Any]]:
        spec = self.spec
        found = self.facts.get(predicate, []) if spec["kind"] in ("scatter", "bubble") else []
        asked = spec["x"] if predicate == "x" and "x" in spec else spec
        measure = measure_of(spec, asked["measure"], asked["unit"])
        whole = len(found) == len(spec.get("points", ()))
        side = {"y": ("highest", "lowest"), "x": ("rightmost", "leftmost")}[predicate]
        marks = self.named.mark_slots(mark_of(spec["kind"]), spec["kind"])
        words = {**self.words, **measure.words(), **marks, "far": side[0], "near": side[1]}
        return (found if whole else []), words

    def _points_y(self, draw: Draw) -> Binding | None:
        row, words = self._coordinate(draw.one(("y", "x")))
        return Binding({"row": tuple(row)}, {**words, "n": len(row)}) if len(row) >= 4 else None

    def _points_few(self, draw: Draw) -> Binding | None:
        row, words = self._coordinate("y")
        return Binding({"row": tuple(row)}, {**words, "n": len(row)}) if 4 <= len(row) <= _MOST_POINTS else None

    def _points_dozen(self, draw: Draw) -> Binding | None:
        binding = self._points_y(draw)
        return binding if binding and len(binding.groups["row"]) <= 12 else None

    def _points_k(self, draw: Draw) -> Binding | None:
        binding = self._points_y(draw)
        if binding is None:
            return None
        k = int(draw.rng.integers(2, 4))
        groups = {"k": self.values.constant(k), **binding.groups}
        return Binding(groups, {**binding.words, "k": k, "kth": self.said.ordinal(k)})

    def _points_high(self, draw: Draw, low: bool = False) -> Binding | None:
        binding = self._points_y(draw)
        if binding is None:
            return None
        row = binding.groups["row"]
        inside = draw_threshold(row, draw.rng, 1, 2) if low else draw_threshold(row, draw.rng, len(row) - 2)
        t = inside if draw.rng.random() < 0.5 else threshold_outside(row, low)
        if t is None:
            return None
        groups = {"t": self.values.constant(t, row[0].unit), "row": row}
        return Binding(groups, {**binding.words, "t": self.said.language.show(t, row[0].unit)})

    def _points_low(self, draw: Draw) -> Binding | None:
        return self._points_high(draw, low=True)

    def _points_low_t(self, draw: Draw) -> Binding | None:
        return self._points_t(draw, low=True)

    def _points_t(self, draw: Draw, low: bool = False) -> Binding | None:
        row, words = self._coordinate(draw.one(("y", "y", "x")))
        least, most = (1, min(12, len(row) - 1)) if low else (max(1, len(row) - 12), len(row) - 1)
        t = draw_threshold(row, draw.rng, least, most) if len(row) >= 4 else None
        if t is None:
            return None
        unit = row[0].unit
        return Binding(
            {"t": self.values.constant(t, unit), "row": tuple(row)}, {**words, "t": self.said.language.show(t, unit)}
        )

    def _points_xy(self, draw: Draw) -> Binding | None:
        (ys, words), (xs, across) = self._coordinate("y"), self._coordinate("x")
        if not xs or len(xs) != len(ys):
            return None
        by_name = {f.args[0]: f for f in xs}
        q = tuple(by_name[f.args[0]] for f in ys)
        words |= {f"x_{k}": v for k, v in across.items() if k in ("m", "the_m", "be", "unit_")}
        words["x_rise"] = across.get("rises", "")
        return Binding({"p": tuple(ys), "q": q}, words)

    def _points_group(self, draw: Draw) -> Binding | None:
        groups = self.facts.get("group", [])
        if not groups or len(groups) != len(self.spec["points"]) or len(groups) > _MOST_POINTS:
            return None
        name = draw.one(sorted({str(f.value) for f in groups}))
        fact = self.values.constant(name)[0]
        words = {**self.words, "s": name, "groups": self.said.cardinal(len({f.value for f in groups}))}
        return Binding({"name": (fact,), "groups": tuple(groups)}, words)

    def _points_grouped(self, draw: Draw) -> Binding | None:
        groups = self.facts.get("group", [])
        row, words = self._coordinate(draw.one(("y", "x")))
        if not groups or not row or len(groups) != len(row):
            return None
        return Binding(
            {"row": tuple(row), "groups": tuple(groups)}, words, pool=tuple(dict.fromkeys(str(f.value) for f in groups))
        )

    # --- boxes ------------------------------------------------------------------------------------------------------
    def _statistic(self, name: str) -> dict[str, Fact]:
        return {f.args[0]: f for f in self.facts.get(name, [])} if self.spec["kind"] == "box" else {}

    def _box_words(self, label: str) -> dict[str, Any]:
        plain = measure_of(self.spec, self.spec["measure"], self.spec["unit"])
        return {**self.words, **plain.words(), "l": self.category.inside(label), "at": self.category.at(label), "label": label}

    def _quartiles(self, draw: Draw) -> Binding | None:
        q3, q1 = self._statistic("q3"), self._statistic("q1")
        labels = [at for at in self.spec["labels"] if at in q3 and at in q1]
        label = draw.one(labels)
        if label is None:
            return None
        others = tuple(("wrong box", {"q3": (q3[at],), "q1": (q1[at],)}) for at in labels if at != label)
        low, high = self._statistic("min").get(label), self._statistic("max").get(label)
        if low and high:
            others = (("whisker to whisker", {"q3": (high,), "q1": (low,)}), *others)
        return Binding({"q3": (q3[label],), "q1": (q1[label],)}, self._box_words(label), others)

    def _quartile_rows(self, draw: Draw) -> Binding | None:
        q3, q1 = self._statistic("q3"), self._statistic("q1")
        labels = [at for at in self.spec["labels"] if at in q3 and at in q1]
        if len(labels) < 3:
            return None
        groups = {"p": tuple(q3[at] for at in labels), "q": tuple(q1[at] for at in labels)}
        return Binding(groups, self._box_words(labels[0]), pool=tuple(labels))

    def _outlier_count(self, draw: Draw) -> Binding | None:
        found = self._statistic("outliers")
        fact = draw.one([f for f in found.values() if f.value])
        if fact is None:
            return None
        others = tuple(("wrong box", {"v": (f,)}) for f in found.values() if f.id != fact.id)
        return Binding({"v": (fact,)}, self._box_words(fact.args[0]), others)

    def _outlier_row(self, draw: Draw) -> Binding | None:
        found = list(self._statistic("outliers").values())
        enough = len(found) >= 3 and len(found) == len(self.spec["labels"]) and any(f.value for f in found)
        return (
            Binding({"row": tuple(found)}, self._box_words(found[0].args[0]), pool=tuple(self.spec["labels"]))
            if enough
            else None
        )

    def _box_pair(self, draw: Draw) -> Binding | None:
        """The median of one box against a quartile of another."""
        median, quartile = self._statistic("median"), draw.one(("q3", "q1"))
        other = self._statistic(quartile)
        labels = draw.some([at for at in self.spec["labels"] if at in median and at in other], 2) if median else []
        if not labels:
            return None
        a, b = labels
        words = {
            **self._box_words(a),
            "a": self.category.inside(a),
            "b": self.category.inside(b),
            "a_at": self.category.at(a),
            "b_at": self.category.at(b),
            "quartile": self.named.word("upper quartile" if quartile == "q3" else "lower quartile"),
        }
        return Binding({"a": (median[a],), "b": (other[b],)}, words)


SHAPES = {"boxed": _BOXED, "dotted": _DOTTED}
LOCATED = ("value", "row", "column")
SIGNATURES |= {f"{shape}_value": {"v": "number"} for shape in SHAPES}
SIGNATURES |= {f"{shape}_row": {"row": "number*"} for shape in SHAPES}
SIGNATURES |= {f"{shape}_column": {"col": "number*"} for shape in SHAPES}
