"""What the user's columns are for: roles by name, checked against the table, and the table as they make it.

category   names along an axis (bars, slices)          date     moments along an axis
value      numbers to draw, one column or several      series   names that colours tell apart
x, y, size numbers of points and bubbles               label    names of points
unit, title, topic                                     texts: of the values, of the picture, of what it is about
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from proofpress.draw import fonts
from proofpress.engine import BadInput, DataFile
from proofpress.userdata.columns import LONGEST_NAME, Column, Table, as_moments
from proofpress.userdata.table import load_table

COLUMNS = ("category", "date", "value", "series", "x", "y", "size", "label")
TEXTS = {"unit": 20, "title": 90, "topic": 60}  # the most characters of each
SEVERAL = 6  # value columns, at most
_OF_TEMPLATES = {"label": "category", "measure": "value", "series": "series", "x": "x", "y": "y", "size": "size"}


@dataclass(frozen=True)
class Roles:
    """Names of columns as they are drawn, "" where the engine may choose. value: several, side by side."""

    category: str = ""
    date: str = ""
    value: tuple[str, ...] = ()
    series: str = ""
    x: str = ""
    y: str = ""
    size: str = ""
    label: str = ""
    unit: str = ""
    title: str = ""
    topic: str = ""

    @property
    def points_only(self) -> bool:
        return bool(self.x or self.y) and not (self.value or self.category or self.date)

    @property
    def no_points(self) -> bool:
        return bool(self.value or self.category or self.date) and not (self.x or self.y)


def of_template(columns: Mapping[str, str], table: Table) -> Roles:
    """A template's `columns` as roles. BadInput for a role or a column that there is not."""
    given: list[tuple[str, str]] = []
    for role, name in columns.items():
        if role not in _OF_TEMPLATES:
            raise BadInput(f"columns: no role {role!r}; there are {', '.join(_OF_TEMPLATES)}")
        if _OF_TEMPLATES[role] in ("category", "series"):
            given.append((_OF_TEMPLATES[role], table.column(name).name))
        else:
            given.append((_OF_TEMPLATES[role], table.measure(name).name))
    return _gathered(given)


def load_data(data: DataFile) -> tuple[Table, Roles]:
    """The table with its columns as the user's roles make them. BadInput (one line) where they will not do."""
    load_table(data.path)  # a file that cannot be read is named
    return _assigned(data, Path(data.path).stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _assigned(data: DataFile, _changed: int) -> tuple[Table, Roles]:
    file = Path(data.path).name
    table = load_table(data.path)
    given: list[tuple[str, str]] = []
    for role, name in data.roles:
        _known(file, role, name, given)
        if role in TEXTS:
            _drawable(file, f"the {role}", [name])
            given.append((role, name))
            continue
        table, column = _as_role(file, table, role, name)
        given.append((role, column.name))
    roles = _gathered(given)
    own = {name for role, name in given if role in COLUMNS}
    table = replace(table, columns=tuple(_in_ink(file, c, c.name in own, bool(own)) for c in table.columns))
    if roles.unit:
        drawn = (*roles.value, *([roles.y] if roles.y else []))
        named = drawn or [c.name for c in table.of_kind("number")]
        table = replace(table, columns=tuple(replace(c, unit=roles.unit) if c.name in named else c for c in table.columns))
    return table, roles


def _known(file: str, role: str, name: str, given: Sequence[tuple[str, str]]) -> None:
    """BadInput for a role that there is not or that is taken, and for a text that is too long."""
    if role not in (*COLUMNS, *TEXTS):
        near = get_close_matches(role, (*COLUMNS, *TEXTS), n=1)
        hint = f"did you mean {near[0]!r}? (there are: " if near else "(there are: "
        raise BadInput(f"data {file}: no role {role!r}: {hint}{', '.join((*COLUMNS, *TEXTS))})")
    if role != "value" and role in [r for r, _ in given]:
        raise BadInput(f"data {file}: {role} is given twice; name one column for it (only value may have several)")
    if role in TEXTS and len(name) > TEXTS[role]:
        raise BadInput(f"data {file}: the {role} {name!r} is longer than {TEXTS[role]} characters; shorten it")
    if role == "value" and sum(r == "value" for r, _ in given) == SEVERAL:
        raise BadInput(f"data {file}: more than {SEVERAL} value columns; leave some out")


def _as_role(file: str, table: Table, role: str, name: str) -> tuple[Table, Column]:
    """The table whose column of that name plays the role, and the column."""
    column = table.column(name)
    if role in ("value", "x", "y", "size"):
        column = replace(table.measure(name), kind="number")
    elif role == "date":
        order = column.order or as_moments(column.cells)
        if not order:
            odd = next((c for c in column.cells if c), "")
            raise BadInput(f"data {file}: date={name}: {odd!r} is no date; write dates as 2024-01-31, 2024-01 or 2024")
        column = replace(column, kind="time", order=order)
    elif column.kind != "time":
        longest = max(column.cells, key=len)
        if role == "category" and column.kind == "number" and any("." in c for c in column.cells):
            raise BadInput(
                f"data {file}: category={name}: holds measured numbers ({column.cells[0]!r}); choose a column of names"
            )
        if not column.counts:
            raise BadInput(f"data {file}: {role}={name}: the column is empty; choose a column of names")
        if min(map(len, column.counts)) > LONGEST_NAME:
            raise BadInput(
                f"data {file}: {role}={name}: {longest[:40]!r}… is too long for a name; at most {LONGEST_NAME} characters fit"
            )
        column = replace(column, kind="name")
    return replace(table, columns=tuple(column if c.header == column.header else c for c in table.columns)), column


def _gathered(given: Iterable[tuple[str, str]]) -> Roles:
    found: dict[str, str] = {}
    values: list[str] = []
    for role, name in given:
        if role != "value":
            found[role] = name
        elif name in values:
            raise BadInput(f"data: value={name} is given twice; name each column once")
        else:
            values.append(name)
    roles = Roles(**found, value=tuple(values))  # type: ignore[arg-type]
    for one, other in (("category", "series"), ("category", "date"), ("date", "series"), ("x", "y")):
        if getattr(roles, one) and getattr(roles, one) == getattr(roles, other):
            raise BadInput(f"data: {getattr(roles, one)!r} is given as {one} and as {other}; one column plays one part")
    return roles


# --- what the fonts can say ------------------------------------------------------------------------------------------
def _in_ink(file: str, column: Column, wanted: bool, chosen: bool) -> Column:
    """The column, if all that may be printed of it can be drawn; where roles are given, one without is left out if not."""
    if column.kind == "other":
        return column
    printed = [column.name, column.unit, *(column.counts if column.kind in ("name", "time") else ())]
    if chosen and not wanted:
        return replace(column, kind="other") if any(undrawn(t) for t in printed) else column
    _drawable(file, f"column {column.header!r}", printed)
    return column


def _drawable(file: str, where: str, texts: Iterable[str]) -> None:
    for text in texts:
        if bad := undrawn(text):
            raise BadInput(
                f"data {file}: {where} holds {text!r}, and no font draws {bad!r} (U+{ord(bad):04X}); "
                "write it otherwise or leave the column out"
            )


@lru_cache(maxsize=65536)
def undrawn(text: str) -> str:
    """The first character that keeps a text from being drawn, "" where a font draws all of it."""
    if any(fonts.can_draw(f, text) for f in fonts.faces() if f.category != "math"):
        return ""
    return (fonts.unknown(text) or "".join(c for c in text if not c.isascii()) or text)[0]


def unit_of(columns: Sequence[Column]) -> str:
    """The unit that columns side by side share."""
    return columns[0].unit if len({c.unit for c in columns}) == 1 else ""
