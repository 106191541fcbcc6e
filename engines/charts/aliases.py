"""What else a label of a chart may be called: "the Q3 bar", "the Norway slice"; of several lines, "the Arlo line"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofpress.language import DEFAULT, get, of_spec

_NOUNS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("bar", "bar_horizontal", "bar_grouped", "bar_stacked", "bar_percent", "histogram"), ("bar",)),
    **dict.fromkeys(("pie", "donut"), ("slice", "sector")),
    "box": ("box",),
}
_SERIES_NOUNS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("line_multi", "radar"), ("line",)),
    "area_stacked": ("area",),
}


def aliases(spec: Mapping[str, Any], label: str) -> tuple[str, ...]:
    """The label before the noun of what carries it in this kind of chart, as English has it; none in another language."""
    if of_spec(spec) is not get(DEFAULT):
        return ()
    kind = spec["kind"]
    of_series = kind in _SERIES_NOUNS and any(s["name"] == label for s in spec["series"])
    return tuple(f"{label} {noun}" for noun in (_SERIES_NOUNS if of_series else _NOUNS).get(kind, ()))
