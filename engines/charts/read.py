"""The second road of the charts engine: facts re-measured from the final pixels (see the package `reading`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from proofpress.draw.picture import Picture
from proofpress.model import Fact

from .reading import columns, curves, fields, rounds
from .reading.columns import Found
from .reading.sight import Reading, Sight, centre, legend_order, look


def _combo(sight: Sight) -> Found:
    """Bars on the left axis, the second legend entry's line on the right one."""
    return columns.bars(sight, False, False, 0) | curves.lines(sight, "right", 1)


READERS: dict[str, Callable[[Sight], Found]] = {
    "bar": lambda s: columns.bars(s, False, False),
    "bar_horizontal": lambda s: columns.bars(s, True, False),
    "bar_grouped": lambda s: columns.bars(s, False, False),
    "bar_stacked": lambda s: columns.bars(s, False, True),
    "bar_percent": lambda s: columns.bars(s, False, True),
    "histogram": columns.histogram,
    "line": curves.lines,
    "line_multi": curves.lines,
    "area": curves.area,
    "area_stacked": curves.layers,
    "scatter": fields.scatter,
    "bubble": fields.scatter,
    "box": fields.boxes,
    "heatmap": fields.heatmap,
    "pie": rounds.pie,
    "donut": rounds.pie,
    "radar": rounds.radar,
    "combo": _combo,
}


def read(picture: Picture, calibration: Mapping[str, Any]) -> list[Fact]:
    """What can be measured surely in an undegraded picture.

    calibration: "regions" - the printed texts with their quads, the plot area, legend swatches and tick marks;
    "statements" - what to measure, as (predicate, args); "degraded" - then nothing is measured.
    """
    sight = None if calibration.get("degraded") else look(picture.pixels, calibration)
    if sight is None or sight.kind not in READERS:
        return []
    found = READERS[sight.kind](sight) | _order(sight)
    asked = set(sight.statements)
    return [
        Fact(f"m{i}", predicate, args, Decimal(f"{reading.value:.6f}").normalize() + 0, margin=float(reading.margin))
        for i, ((predicate, args), reading) in enumerate(found.items(), 1)
        if (predicate, args) in asked
    ]


def _order(sight: Sight) -> Found:
    """position(label) and legend(series), counted from 1."""
    out: Found = {}
    sideways = sight.kind == "bar_horizontal"
    ticks = sight.role("y-tick" if sideways else "x-tick")
    if sight.kind != "radar":
        ticks = sorted(ticks, key=lambda r: centre(r)[1 if sideways else 0])
    for i, r in enumerate(ticks, 1):
        out[("position", (r.text,))] = Reading(i)
    for i, r in enumerate(legend_order(sight) if sight.role("legend-swatch") else [], 1):
        out[("legend", (r.text,))] = Reading(i)
    return out
