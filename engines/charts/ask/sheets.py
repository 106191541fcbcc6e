"""The sheets of a chart: most charts are one; a combination chart is two, a box plot one a statistic, a scatter plot with
named points one a coordinate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from proofpress.grid.sheet import Cell, Sheet, usable
from proofpress.model import Fact

from ..words import mark_of, measure_of, nouns, words_of


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
    words = words_of(spec)
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
        measure_of(spec, *measure, past=time),
        category,
        series_axis,
        tuple(series),
        tuple(labels),
        cells,
        hidden,
        words.mark_slots(mark_of(spec["kind"], name, spec["series"][0]["name"] if spec["series"] else ""), spec["kind"]),
        additive=spec["adds"]["labels"],
        stacks=spec["adds"]["series"] or spec["kind"] in ("bar_percent", "bar_stacked", "area_stacked"),
        ratio=words.said.has_ratio(*measure),
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
    language = words_of(spec).language
    tail = (
        language.with_sign("", unit) if unit == "%" else f" {language.unit(unit)}" if unit and unit[:1] not in "$€£¥₹" else ""
    )
    axis = words_of(spec).said.axis({**spec["category"], "kind": "ordinal"}, tail)
    counts = [f for f in facts if f.predicate == "count"] or [f for f in facts if f.predicate == "value"]
    series = spec["series"][0]["name"]
    return [_sheet(spec, "", (spec["measure"], spec["unit"]), counts, [series], spec["labels"], category=axis, ordered=True)]


BOX_STATISTICS = ("median", "max", "min", "q3", "q1")


def _box_sheets(spec: Mapping[str, Any], facts: Sequence[Fact]) -> list[Sheet]:
    words, plain = words_of(spec), measure_of(spec, spec["measure"], spec["unit"])
    return [
        _sheet(
            spec,
            statistic,
            (words.statistic(statistic, plain), spec["unit"]),
            [f for f in facts if f.predicate == statistic],
            [spec["series"][0]["name"]],
            spec["labels"],
            additive=False,
            statistics=True,
            more=words.mark_slots(statistic, "box"),
        )
        for statistic in BOX_STATISTICS
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
