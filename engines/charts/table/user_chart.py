"""Charts of the user's table: columns that suit a kind become its labels, series and values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import product
from typing import Any

from proofpress.engine import Request, Spec
from proofpress.errors import Refused
from proofpress.seeds import Rng
from proofpress.userdata.columns import Table

from ..plans.sizes import Brief
from ..words import ChartWords, chart_words
from .cartesian import plan_points
from .matrix import plan_combo, plan_matrix
from .roles import Roles, load_data, of_template

PLANNERS: dict[str, Callable[[Table, Brief, Roles, Rng, ChartWords], Spec]] = {
    "bar": plan_matrix, "bar_horizontal": plan_matrix, "bar_grouped": plan_matrix, "bar_stacked": plan_matrix,
    "line": plan_matrix, "line_multi": plan_matrix, "area": plan_matrix, "area_stacked": plan_matrix,
    "pie": plan_matrix, "donut": plan_matrix, "heatmap": plan_matrix, "radar": plan_matrix,
    "combo": plan_combo, "scatter": plan_points, "bubble": plan_points,
}  # fmt: skip
# Bins and quartiles are computed, not quoted; 100 % bars too: their numbers would not be in the table.
POINTS = ("scatter", "bubble")
TRIES = 3
SUBSTITUTES = {
    "histogram": "scatter", "box": "scatter", "bar_percent": "bar_grouped",
}  # fmt: skip


def plan_from_table(kind: str, columns: Mapping[str, str], brief: Brief, request: Request, rng: Rng) -> Spec:
    """A Spec of the wished kind about one of the request's tables, or of another kind that the table can fill.

    columns: label, series, measure, x, y and size by the template's choice, where the user has made none.  BadInput for a
    table or a column that will not do, Refused when no kind fits this time.
    """
    data = request.data[int(rng.integers(len(request.data)))]
    table, roles = load_data(data)
    if roles == Roles():
        roles = of_template(columns, table)
    others = [k for k in PLANNERS if k != kind]
    preferred = [k for k in (SUBSTITUTES.get(kind, kind),) if k in PLANNERS]
    kinds = preferred + [others[i] for i in rng.permutation(len(others))]
    if data.roles:
        kinds = [k for k in kinds if not (roles.no_points if k in POINTS else roles.points_only)]
    words = chart_words(request.language)
    refusal = Refused("table: nothing fits")
    levels = sorted({brief.difficulty, 2, 1}, key=lambda d: abs(d - brief.difficulty))  # small tables, small charts
    first = [k for k in kinds if k in preferred]
    for attempt, difficulty in (*product(first, levels), *((k, d) for d in levels for k in kinds if k not in preferred)):
        for _ in range(TRIES):
            try:
                return _told(PLANNERS[attempt](table, Brief(attempt, difficulty, brief.sort), roles, rng, words), roles)
            except Refused as refused:
                refusal = refused
    raise refusal


def _told(spec: Spec, roles: Roles) -> Spec:
    """The Spec with the user's title and topic."""
    title = roles.title or (f"{roles.topic}: {spec['title']}" if roles.topic else spec["title"])
    return spec | {"title": title, "entity": roles.topic}


def values_of(spec: Spec) -> list[Decimal]:
    """Every number that the Spec takes from the table."""
    found: list[Any] = [v for s in spec["series"] for v in s["values"] if v is not None]
    found += [p[k] for p in spec.get("points", ()) for k in ("x", "y", "size") if k in p]
    return [Decimal(v) for v in found]
