"""A coherent part of a table: rows of which each label - or each pair of label and series - occurs once.

Nothing is summed or averaged.  Where a label has several rows, other columns are held at one value, which the subtitle
names; rows that still share their label are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from proofpress.errors import Refused
from proofpress.seeds import Rng
from proofpress.userdata.columns import LONGEST_NAME, Column, Table

MOST_FILTERS = 3


@dataclass(frozen=True)
class Cut:
    """rows: indices into the table, in its order.  held: the columns that were held at one value."""

    rows: tuple[int, ...]
    held: tuple[tuple[str, str], ...] = ()

    @property
    def note(self) -> str:
        """How a subtitle says it: "year = 1931, site = Waseca"."""
        return ", ".join(f"{name} = {value}" for name, value in self.held)


def cut(table: Table, by: Sequence[Column], measures: Sequence[Column], least: int, rng: Rng) -> Cut:
    """Rows in which every combination of the `by` columns occurs once, at least `least` of them; all measures known."""
    key = (tuple(c.name for c in by), tuple(m.name for m in measures))
    if key not in table.memo:
        usable = [i for i in range(table.rows) if _usable(i, by, measures)]
        table.memo[key] = usable, _once(usable, by)
    rows, once = table.memo[key]
    held: list[tuple[str, str]] = []
    others = [c for c in table.of_kind("name", "time") if c not in by]
    spare = [others[i] for i in rng.permutation(len(others))]
    while True:
        if len(once) >= least and (len(once) >= 0.6 * len(rows) or len(held) == MOST_FILTERS or not spare):
            return Cut(tuple(once), tuple(held))
        if not spare or len(held) == MOST_FILTERS:
            raise Refused(f"table: no {least} rows with one {' and '.join(c.name for c in by)} each")
        column = spare.pop()
        counts = Counter(column.cells[i] for i in rows if column.cells[i])
        options = [v for v, n in counts.items() if n >= least]
        if len(counts) < 2 or not options:
            continue
        value = options[int(rng.integers(len(options)))]
        rows = [i for i in rows if column.cells[i] == value]
        held.append((column.name, value))
        once = _once(rows, by)


def _usable(i: int, by: Sequence[Column], measures: Sequence[Column]) -> bool:
    """Does the row have all its names, short enough to print, and all its numbers?"""
    return all(c.cells[i] and len(c.cells[i]) <= LONGEST_NAME for c in by) and all(m.numbers[i] is not None for m in measures)


def _once(rows: Sequence[int], by: Sequence[Column]) -> list[int]:
    counts = Counter(tuple(c.cells[i] for c in by) for i in rows)
    return [i for i in rows if counts[tuple(c.cells[i] for c in by)] == 1]


def labels_of(column: Column, rows: Sequence[int], least: int, most: int, rng: Rng) -> list[str]:
    """Some labels of the rows: a run in order of time, or names - often neighbours in the table, else anywhere.

    Refused when there are too few.
    """
    distinct = list(dict.fromkeys(column.cells[i] for i in rows))
    if len(distinct) < least:
        raise Refused(f"table: fewer than {least} different {column.name}")
    n = int(rng.integers(least, min(most, len(distinct)) + 1))
    if column.kind == "time":
        order = {column.cells[i]: column.order[i] or 0.0 for i in rows}
        distinct.sort(key=order.__getitem__)
    if column.kind == "time" or rng.random() < 0.5:
        start = int(rng.integers(len(distinct) - n + 1))
        return distinct[start : start + n]
    return [distinct[i] for i in sorted(rng.permutation(len(distinct))[:n])]


def spread_out(columns: Sequence[Column], rows: Sequence[int], n: int, gap: float, rng: Rng) -> list[int]:
    """Up to `n` of the rows, in table order, whose points lie apart by `gap` of the axes' length."""
    picked: list[int] = []
    lows, spans = [], []
    pool = [int(i) for i in rng.permutation(rows)[: 6 * n]]
    for c in columns:
        values = [float(c.numbers[i] or 0) for i in pool]
        lows.append(min(values))
        spans.append((max(values) - min(values)) or 1.0)
    places: list[tuple[float, ...]] = []
    for i in pool:
        at = tuple((float(c.numbers[i] or 0) - low) / span for c, low, span in zip(columns, lows, spans, strict=True))
        if all(sum((a - b) ** 2 for a, b in zip(at, p, strict=True)) >= gap * gap for p in places):
            picked.append(i)
            places.append(at)
            if len(picked) == n:
                break
    return sorted(picked)
