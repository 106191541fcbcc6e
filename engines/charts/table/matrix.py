"""Bars, lines, areas, pies, heat maps, radars and combos of a table's columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from proofpress.engine import Spec
from proofpress.errors import Refused
from proofpress.seeds import Rng
from proofpress.userdata.columns import Column, Table

from ..plans.combo import matching_axis
from ..plans.matrix import SPLIT, STACKS
from ..plans.sizes import Brief, prints
from ..plans.spec import Rows, decimals_of, known, plain, value_axis
from ..words import ChartWords
from .choose import cut, labels_of
from .roles import Roles, unit_of

IN_TIME = {"line", "line_multi", "area", "area_stacked", "combo"}
FROM_ZERO = {"area", "area_stacked", "bar_stacked", "pie", "donut", "radar"}  # negative values have no place in them
ADDING = {"area_stacked", "bar_stacked", "pie", "donut"}
WIDEST = 60.0  # the largest over the smallest value that one axis can show
LONGEST = {"bar": 18, "bar_grouped": 16, "line": 20}  # characters of a label, by kind

_WORD = re.compile(r"[A-Za-z][a-z]{2,}|[A-Z]{2,}")
_SMALL = frozenset({"and", "the", "per", "for", "non", "net", "all", "other", "with"})


@dataclass(frozen=True)
class Choice:
    """Which columns play which part. by: the series' column, None where the series are measures side by side."""

    label: Column
    measures: tuple[Column, ...]
    by: Column | None = None


def plan_matrix(table: Table, brief: Brief, roles: Roles, rng: Rng, words: ChartWords) -> Spec:
    """One measure over labels, and maybe series; values, names and labels are the table's own. Refused where it has none."""
    kind = brief.kind
    choice = _choose(table, kind, roles, rng)
    least, most, s_least, s_most = brief.size
    keys = [choice.label] + ([choice.by] if choice.by else [])
    part = cut(table, keys, choice.measures, max(3, least), rng)
    labels = labels_of(choice.label, part.rows, max(3, least) if kind != "pie" else 3, max(3, most), rng)
    if choice.by is not None:
        labels, names, rows = _crossed(choice, part.rows, labels, max(2, s_least), max(2, s_most), rng)
    else:
        names = [m.name for m in choice.measures]
        at = {choice.label.cells[i]: i for i in part.rows}
        rows = [[m.numbers[at[label]] for label in labels] for m in choice.measures]
    _check(kind, labels, rows)
    if brief.sort == "descending" and len(rows) == 1 and choice.label.kind != "time":  # moments keep their order
        order = sorted(range(len(labels)), key=lambda i: -(rows[0][i] or Decimal(0)))
        labels, rows = [labels[i] for i in order], [[rows[0][i] for i in order]]
    longest = max(len(format(v, "f")) for v in known(rows))
    printed = prints(kind, brief.difficulty, sum(map(len, rows)), len(rows), longest, rng)
    axis = None if kind in ("pie", "donut") else value_axis(kind, rows, brief.difficulty, printed == "all", rng)
    if kind in ("pie", "donut"):
        printed = "all"
    elif kind in STACKS and axis and min(known(rows)) < Decimal(axis["max"]) * Decimal("0.07"):
        printed = "none"
    measure = choice.measures[0].name if len(choice.measures) == 1 else common_name(choice.measures, words)
    return _spec(kind, choice, measure, labels, list(zip(names, rows, strict=True)), part.note, rng, words) | {
        "axis": axis, "printed": printed, "decimals": decimals_of(known(rows)),
    }  # fmt: skip


def plan_combo(table: Table, brief: Brief, roles: Roles, rng: Rng, words: ChartWords) -> Spec:
    """Two measures over time. Refused when the table has no moments, or less than two measures."""
    measures = [table.measure(v) for v in roles.value] if len(roles.value) > 1 else table.of_kind("number")
    times = _along(table, "combo", roles)
    if not times or len(measures) < 2:
        raise Refused("table: no time with two measures")
    a, b = (measures[i] for i in rng.permutation(len(measures))[:2])
    if len(roles.value) == 1 and a.name != roles.value[0]:
        a, b = table.measure(roles.value[0]), a
    label = times[int(rng.integers(len(times)))]
    part = cut(table, [label], [a, b], max(4, brief.size[0]), rng)
    labels = labels_of(label, part.rows, max(4, brief.size[0]), brief.size[1], rng)
    at = {label.cells[i]: i for i in part.rows}
    bars: Rows = [[a.numbers[at[x]] for x in labels]]
    line: Rows = [[b.numbers[at[x]] for x in labels]]
    if min(known(bars)) < 0 or len(set(known(bars))) < 3 or len(set(known(line))) < 3:
        raise Refused("table: measures that do not make a combo")
    left = value_axis("combo", bars, brief.difficulty, False, rng)
    intervals = int((Decimal(left["max"]) - Decimal(left["min"])) / Decimal(left["step"]))
    right = matching_axis(known(line), intervals, zero=bool(min(known(line)) >= 0 and rng.random() < 0.5))
    choice = Choice(label, (a, b))
    spec = _spec("combo", choice, a.name, labels, [(a.name, bars[0]), (b.name, line[0])], part.note, rng, words)
    more = {"measure": b.name, "unit": b.unit, "decimals": decimals_of(known(line)), **right}
    return spec | {"axis": left, "right": more, "decimals": decimals_of(known(bars))}


def _along(table: Table, kind: str, roles: Roles) -> list[Column]:
    """The columns that may run along the axis: the user's, else any that suit the kind."""
    own = [table.column(n) for n in (roles.category or roles.label, roles.date) if n]
    times, names = table.of_kind("time"), [c for c in table.of_kind("name") if len(c.counts) > 1]
    if kind in IN_TIME:
        return [c for c in own if c.kind == "time"] or ([] if own else times)
    if kind in ("pie", "donut", "radar", "bar_horizontal"):
        return [c for c in own if c.kind != "time"] or ([] if own else names)
    return own or [*names, *times]


def _choose(table: Table, kind: str, roles: Roles, rng: Rng) -> Choice:
    """Columns for a kind: the user's or the template's, else any that suit."""
    named = [table.measure(v) for v in roles.value]
    measures = [m for m in named or table.of_kind("number") if kind not in ADDING or m.adds]
    labels = _along(table, kind, roles)
    if not measures or not labels:
        raise Refused(f"table: no columns for {kind}")
    measure = measures[int(rng.integers(len(measures)))]
    label = labels[int(rng.integers(len(labels)))]
    if kind not in SPLIT:
        return Choice(label, (measure,))
    own = [table.column(n) for n in (roles.series, roles.category, roles.date) if n and n != label.name]
    spare = [*table.of_kind("name"), *table.of_kind("time")]
    sides = own[:1] or [c for c in spare if c is not label and 1 < len(c.counts) <= max(12, table.rows // 4)]
    others = [m for m in measures if m is not measure]
    alike = _comparable(measure, others) if named else _alike(measure, others)
    if (
        alike
        and kind in ("line_multi", "bar_grouped", "heatmap")
        and not roles.series
        and (not sides or len(named) > 1 or rng.random() < 0.5)
    ):
        n = min(len(alike), 1 + int(rng.integers(3)))
        picked = sorted(int(i) for i in rng.permutation(len(alike))[:n])
        return Choice(label, tuple(m for m in table.columns if m is measure or m in [alike[i] for i in picked]))
    if not sides:
        raise Refused(f"table: no second column for {kind}")
    return Choice(label, (measure,), sides[int(rng.integers(len(sides)))])


def _comparable(measure: Column, others: Sequence[Column]) -> list[Column]:
    """Measures that the user puts side by side, as far as one axis can show them: one unit, and of like size."""
    return [o for o in others if o.unit == measure.unit and 0.05 < _typical(o) / _typical(measure) < 20]


def _typical(column: Column) -> float:
    sizes = sorted(abs(float(n)) for n in column.numbers if n is not None)
    return sizes[len(sizes) // 2] or 1e-9


def _alike(measure: Column, others: Sequence[Column]) -> list[Column]:
    """Measures that one axis can show with this one: they share a word of their name, and the unit."""
    words = _words(measure.name)
    return [o for o in others if words & _words(o.name) and o.unit == measure.unit]


def _words(name: str) -> set[str]:
    return {w.lower() for w in _WORD.findall(name)} - _SMALL


def common_name(measures: Sequence[Column], words: ChartWords) -> str:
    """What measures side by side are called: the word they share, as the first of them writes it."""
    shared = set.intersection(*(_words(m.name) for m in measures))
    found = [w for w in _WORD.findall(measures[0].name) if w.lower() in shared]
    return found[0] if found else words.table_texts("value")[0]


def _crossed(
    choice: Choice, rows: Sequence[int], labels: list[str], least: int, most: int, rng: Rng
) -> tuple[list[str], list[str], Rows]:
    """A grid of labels by series; cells that the table lacks are missing values, of which there may be few."""
    assert choice.by is not None
    cell = {(choice.by.cells[i], choice.label.cells[i]): choice.measures[0].numbers[i] for i in rows}
    full = [s for s in dict.fromkeys(choice.by.cells[i] for i in rows) if sum((s, x) in cell for x in labels) == len(labels)]
    if len(full) < least:
        raise Refused("table: too few series that have all the labels")
    n = int(rng.integers(least, min(most, len(full)) + 1))
    names = [full[i] for i in sorted(rng.permutation(len(full))[:n])]
    if choice.by.kind == "time":
        order = {choice.by.cells[i]: choice.by.order[i] or 0.0 for i in rows}
        names.sort(key=order.__getitem__)
    return labels, names, [[cell[s, x] for x in labels] for s in names]


def _check(kind: str, labels: Sequence[str], rows: Rows) -> None:
    """Refused when the values would not make a readable chart of the kind."""
    values = known(rows)
    least, largest = min(values), max(values)
    if len(set(values)) < max(2, len(values) // 3):
        raise Refused("table: too many equal values")
    if kind in FROM_ZERO and least < 0:
        raise Refused("table: negative values")
    if kind in ("pie", "donut") and (least <= 0 or least < sum(values) * Decimal("0.03")):
        raise Refused("table: a slice too thin to see")
    if kind != "heatmap" and not (kind.startswith("line") and least > 0):
        positive = sorted(abs(v) for v in values if v)
        if positive and float(largest) > WIDEST * float(positive[len(positive) // 2] or 1):
            raise Refused("table: one value dwarfs the others")
    room = LONGEST.get(kind, 30)
    if len(labels) > 6 and max(map(len, labels)) > room:
        raise Refused("table: labels too long for so many")


def plural(name: str) -> str:
    """Several of what a column names; the name itself is left as it is."""
    if name.lower().endswith("s") or "_" in name or not name.isascii():  # the rules are English
        return name
    if re.search(r"([^aeiou]y|quy)$", name):
        return f"{name[:-1]}ies"
    return f"{name}es" if name.endswith(("x", "z", "ch", "sh")) else f"{name}s"


def _spec(
    kind: str,
    choice: Choice,
    measure: str,
    labels: Sequence[str],
    series: Sequence[tuple[str, Any]],
    note: str,
    rng: Rng,
    words: ChartWords,
) -> Spec:
    """The Spec's keys that all kinds share; titles use the table's own names."""
    label = choice.label.name
    if choice.by is not None:
        titles = words.table_texts("split", measure=measure, label=label, by=choice.by.name)
    elif len(series) > 1:
        names = [s[0] for s in series]
        joined = words.language.join_and(names) if len(names) == 2 else ", ".join(names)
        titles = words.table_texts("several", joined=joined, label=label)
    else:
        key = "time" if choice.label.kind == "time" else "things"
        titles = words.table_texts(key, measure=measure, label=label, first=labels[0], last=labels[-1])
    noun = {"noun": choice.by.name, "plural": plural(choice.by.name)} if choice.by else None
    time = "time" if choice.label.kind == "time" else "nominal"
    return {
        "kind": kind,
        "topic": "user",
        "title": titles[int(rng.integers(len(titles)))],
        "subtitle": note,
        "source": "",
        "measure": measure,
        "unit": unit_of(choice.measures),
        "category": {"name": label, "kind": time, "noun": label, "plural": plural(label)},
        "labels": list(labels),
        "series": [{"name": name, "values": [plain(v) for v in row]} for name, row in series],
        "series_noun": noun or words.series,
        "axis": None,
        "printed": "none",
        "entity": "",
        "withheld": None,
        "adds": {"labels": all(m.adds for m in choice.measures), "series": choice.by is not None and choice.measures[0].adds},
    }
