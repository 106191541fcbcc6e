"""What a chart, its marks and its axes are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofpress.grid.words import Axis

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
CHARTS = {
    "bar": "bar chart",
    "bar_horizontal": "bar chart",
    "bar_grouped": "grouped bar chart",
    "bar_stacked": "stacked bar chart",
    "bar_percent": "stacked bar chart",
    "line": "line chart",
    "line_multi": "line chart",
    "area": "area chart",
    "area_stacked": "stacked area chart",
    "scatter": "scatter plot",
    "bubble": "bubble chart",
    "pie": "pie chart",
    "donut": "donut chart",
    "histogram": "histogram",
    "box": "box plot",
    "heatmap": "heatmap",
    "radar": "radar chart",
    "combo": "chart",
}


def mark_of(kind: str, series: str = "", first: str = "") -> str:
    """What a value is drawn as."""
    if kind == "combo":
        return "bar" if series == first else "point"
    return MARKS.get(kind, "point")


def mark_words(mark: str, kind: str) -> dict[str, str]:
    """The slots about marks and the whole chart: mark, marks, chart."""
    return {"mark": mark, "marks": f"{mark}es" if mark == "box" else f"{mark}s", "chart": CHARTS[kind]}


def nouns(spec: Mapping[str, Any]) -> tuple[Axis, Axis]:
    """The category axis and the series axis of a spec."""
    category, series = spec.get("category") or {}, spec.get("series_noun") or {}
    noun = str(category.get("noun") or category.get("name") or "category")
    snoun = str(series.get("noun") or "series")
    return (
        Axis(str(category.get("kind", "nominal")), noun, str(category.get("plural") or noun + "s")),
        Axis("nominal", snoun, str(series.get("plural") or (snoun if snoun == "series" else snoun + "s"))),
    )
