"""Scatter and bubble charts of a table's numeric columns."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from proofpress.engine import Spec
from proofpress.errors import Refused
from proofpress.seeds import Rng
from proofpress.userdata.columns import LONGEST_NAME, Column, Table

from ..axis import nice_axis
from ..plans.points import NAMED
from ..plans.sizes import Brief
from ..plans.spec import decimals_of, plain, ticks
from ..words import ChartWords
from .choose import spread_out
from .matrix import plural
from .roles import Roles

GROUPS = (2, 5)  # a column with so many different names can be told apart by colour


def plan_points(table: Table, brief: Brief, roles: Roles, rng: Rng, words: ChartWords) -> Spec:
    """Rows of the table as points. Refused when it has too few measures, or too few rows that lie apart."""
    bubble = brief.kind == "bubble"
    x, y, size = _axes(table, roles, bubble, rng)
    used = [c for c in (x, y, size) if c is not None]
    rows = [i for i in range(table.rows) if all(c.numbers[i] is not None for c in used)]
    if size is not None:
        rows = [i for i in rows if (size.numbers[i] or 0) > 0]
    by = _groups(table, roles, brief, rng)
    names = [c for c in table.of_kind("name") if c is not by and _telling(c)]
    label = names[int(rng.integers(len(names)))] if names and (bubble or rng.random() < 0.5) else None
    if roles.label:
        label = table.column(roles.label)
    if bubble and label is None:
        raise Refused("table: bubbles have no names")
    if label is not None:
        rows = [i for i in rows if label.counts[label.cells[i]] == 1 and len(label.cells[i]) <= LONGEST_NAME]
    if by is not None:
        kept = list(by.counts)[: brief.size[3]]
        rows = [i for i in rows if by.cells[i] in kept]
    least, most = brief.size[:2]
    n = int(rng.integers(least, most + 1))
    gap = 0.13 if bubble else 0.07 if n <= 20 else 0.045 if n <= 40 else 0.03
    picked = spread_out([x, y], rows, n, gap, rng) if len(rows) >= least else []
    if len(picked) < least:
        raise Refused("table: too few rows that lie apart")
    if size is not None and _ratio([size.numbers[i] for i in picked]) > 60:
        raise Refused("table: bubbles too unlike in size")
    named = label is not None and (bubble or len(picked) <= NAMED)
    points = []
    for i in picked:
        point: dict[str, Any] = {
            "name": label.cells[i] if named and label else "", "series": by.cells[i] if by else y.name,
            "x": plain(x.numbers[i]), "y": plain(y.numbers[i]),
        }  # fmt: skip
        points.append(point | ({"size": plain(size.numbers[i])} if size else {}))
    groups = list(dict.fromkeys(p["series"] for p in points))
    if by is not None:
        points.sort(key=lambda p: groups.index(p["series"]))
    thing = label.name if label else words.table_texts("point")[0]
    key = "points_split" if by is not None and len(groups) > 1 else "points"
    titles = words.table_texts(key, y=y.name, x=x.name, by=by.name if by else "")
    xs, ys = ([c.numbers[i] for i in picked] for c in (x, y))
    return {
        "kind": brief.kind, "topic": "user", "title": titles[int(rng.integers(len(titles)))], "subtitle": "", "source": "",
        "measure": y.name, "unit": y.unit, "decimals": decimals_of(ys), "labels": [],
        "category": {"name": thing, "kind": "nominal", "noun": thing, "plural": plural(thing)},
        "series": [{"name": g, "values": []} for g in groups],
        "series_noun": {"noun": by.name, "plural": plural(by.name)} if by else words.series,
        "axis": _axis(ys, brief, rng), "printed": "none", "entity": "", "withheld": None, "points": points,
        "adds": {"labels": False, "series": False},
        "x": {"measure": x.name, "unit": x.unit, "decimals": decimals_of(xs), **_axis(xs, brief, rng)},
        **({"size": {"measure": size.name, "unit": size.unit}} if size else {}),
    }  # fmt: skip


def _axes(table: Table, roles: Roles, bubble: bool, rng: Rng) -> tuple[Column, Column, Column | None]:
    measures = [m for m in table.of_kind("number") if len(set(m.numbers)) > 8]
    picked = [measures[i] for i in rng.permutation(len(measures))]
    parts = ("x", "y", "size") if bubble else ("x", "y")
    chosen: dict[str, Column] = {r: table.measure(getattr(roles, r)) for r in parts if getattr(roles, r)}
    if roles.value and "y" not in chosen:
        chosen["y"] = table.measure(roles.value[0])
    for role in parts:
        if role not in chosen:
            free = [m for m in picked if m not in chosen.values()]
            if not free:
                raise Refused("table: too few measures for points")
            chosen[role] = free[0]
    return chosen["x"], chosen["y"], chosen.get("size")


def _groups(table: Table, roles: Roles, brief: Brief, rng: Rng) -> Column | None:
    if roles.series:
        return table.column(roles.series)
    options = [c for c in table.of_kind("name") if GROUPS[0] <= len(c.counts) <= GROUPS[1]]
    if not options or brief.size[3] < 2 or rng.random() < 0.35:
        return None
    return options[int(rng.integers(len(options)))]


def _telling(column: Column) -> bool:
    """Does the column name its rows: are most of its cells its own?"""
    return len(column.counts) > 0.5 * len(column.cells)


def _ratio(values: list[Decimal | None]) -> float:
    known = [float(v) for v in values if v is not None]
    return max(known) / min(known)


def _axis(values: list[Decimal | None], brief: Brief, rng: Rng) -> dict[str, str]:
    known = [v for v in values if v is not None]
    near_zero = min(known) >= 0 and min(known) < max(known) * Decimal("0.4")
    return nice_axis(known, zero=near_zero, ticks=ticks(brief.difficulty, rng), room=Decimal("0.03"))
