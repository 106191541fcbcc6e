"""The facts of a chart, derived from its Spec alone (see vocabulary.py for the predicates)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from proofpress.model import Fact, Value

Statement = tuple[str, tuple[str, ...], Value, str, str]  # predicate, args, value, unit, given


def chart_facts(spec: Mapping[str, Any]) -> list[Fact]:
    """Everything that is true of the chart, in reading order; ids are f1, f2, …  Pure."""
    found = [s for part in (_texts(spec), _order(spec), _data(spec)) for s in part]
    return [Fact(f"f{i}", p, a, v, u, given=g) for i, (p, a, v, u, g) in enumerate(found, start=1)]


def point_name(point: Mapping[str, Any], index: int) -> str:
    """What a scatter point is called in facts: its printed name, or p1, p2, … in drawing order."""
    return str(point["name"] or f"p{index + 1}")


def series_unit(spec: Mapping[str, Any], index: int) -> str:
    """The unit of a series: a combo's second one is read on the right axis."""
    return str(spec["right"]["unit"] if spec["kind"] == "combo" and index == 1 else spec["unit"])


def _texts(spec: Mapping[str, Any]) -> Iterator[Statement]:
    if spec["title"]:
        yield "title", (), spec["title"], "", "image"
    if spec["kind"] not in ("pie", "donut", "radar", "heatmap"):
        across, up = axis_names(spec)
        if across:
            yield "axis_title", ("x",), across, "", "image"
        if up:
            yield "axis_title", ("y",), up, "", "image"
    if spec["unit"]:
        yield "unit", (), spec["unit"], "", "image"


def axis_names(spec: Mapping[str, Any]) -> tuple[str, str]:
    """What the horizontal and the vertical axis show; horizontal bars and boxes lie on their side only by style."""
    category, measure = spec["category"]["name"], spec["measure"]
    if spec["kind"] == "bar_horizontal":
        return measure, category
    if spec["kind"] in ("scatter", "bubble", "histogram"):
        return spec["x"]["measure"], measure
    return category, measure


def _order(spec: Mapping[str, Any]) -> Iterator[Statement]:
    for i, label in enumerate(spec["labels"], start=1):
        yield "position", (label,), i, "", "image"
    names = [s["name"] for s in spec["series"]]
    if len(names) > 1 and spec["kind"] != "heatmap":
        for i, name in enumerate(names, start=1):
            yield "legend", (name,), i, "", "image"


def _data(spec: Mapping[str, Any]) -> Iterator[Statement]:
    kind = spec["kind"]
    if kind in ("scatter", "bubble"):
        yield from _points(spec, spec["points"])
    elif kind == "histogram":
        for label, count in zip(spec["labels"], spec["series"][0]["values"], strict=True):
            yield "count", (label,), Decimal(count), "", "image"
    elif kind == "box":
        for box in spec["boxes"]:
            for predicate in ("min", "q1", "median", "q3", "max"):
                yield predicate, (box["name"],), Decimal(box[predicate]), spec["unit"], "image"
            yield "outliers", (box["name"],), len(box["outliers"]), "", "image"
    else:
        hidden = spec["withheld"] or {}
        for i, series in enumerate(spec["series"]):
            unit = series_unit(spec, i)
            for label, value in zip(spec["labels"], series["values"], strict=True):
                if value is not None:
                    gone = hidden.get("series") == series["name"] and hidden.get("label") == label
                    yield "value", (series["name"], label), Decimal(value), unit, "hidden" if gone else "image"


def _points(spec: Mapping[str, Any], points: Sequence[Mapping[str, Any]]) -> Iterator[Statement]:
    grouped = len(spec["series"]) > 1
    for i, point in enumerate(points):
        name = point_name(point, i)
        yield "x", (name,), Decimal(point["x"]), spec["x"]["unit"], "image"
        yield "y", (name,), Decimal(point["y"]), spec["unit"], "image"
        if "size" in point:
            yield "size", (name,), Decimal(point["size"]), spec["size"]["unit"], "image"
        if grouped:
            yield "group", (name,), point["series"], "", "image"
