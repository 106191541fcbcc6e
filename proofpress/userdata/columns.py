"""What a table's columns hold: numbers to plot, moments in order, or names. Cells keep their text."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property, lru_cache

from ..data_paths import data_folder
from ..errors import BadInput
from ..yaml_data import read_yaml

_MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "-", "–", "?", "."})
_NUMBER = re.compile(r"^[-+−]?[$€£]?\d+(\.\d+)?([eE][-+]?\d{1,2})?%?$")
_GROUPED = re.compile(r"^[-+−]?[$€£]?\d{1,3}(,\d{3})+(\.\d+)?%?$")
_IDENTIFIER = re.compile(r"(^|[_ ])(id|ids|index|idx|key|code|zip|postcode|phone|iata|row|no|nr)$", re.I)
_PLACE = re.compile(r"^(lat|latitude|lon|lng|long|longitude)$", re.I)
_RATE = re.compile(
    r"(per|rate|ratio|mean|avg|average|median|percent|pct|%|share|temp|index|score|rating|price|age\b|speed|acceleration"
    r"|length|width|height|wind|min|max|open|close|high|low|weight|density|gpa)",
    re.I,
)
_AMOUNT = re.compile(
    r"(count|number|total|sum|people|persons|pop|sales|sold|revenue|profit|amount|qty|quantity|units|cost|deaths|births|cases"
    r"|production|generation|employ|gross|budget|spend|income|votes|seats|visit|orders|goals|wounds|disease|jobs|export|import)",
    re.I,
)
_YEAR = re.compile(r"(year|jahr|année|año|season)", re.I)
_DATES = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S",
    "%b %d %Y", "%B %d %Y", "%d %b %Y", "%d %B %Y", "%b %Y", "%B %Y", "%Y-%m", "%Y/%m", "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y",
    "%b %d, %Y", "%B %d, %Y",
)  # fmt: skip
LONGEST_NAME = 30  # characters; longer cells are prose, not names
_HEADED = re.compile(r"^(.*\S)\s*[(\[]([^()\[\]]{1,20})[)\]]$")


@lru_cache(maxsize=1)
def _units() -> Mapping[str, frozenset[str]]:
    """Units by sort: money and other."""
    return {k: frozenset(v) for k, v in read_yaml(data_folder("templates") / "common" / "units.yaml").items()}


@dataclass(frozen=True)
class Column:
    """kind: number, time or name; anything else (prose, identifiers) is "other".  cells: as written, "" where missing.

    numbers: one a cell for kind number.  order: a sort key a cell for kind time.  header: the name with the unit that the
    table writes behind it; unit: that unit, or the sign that every cell bears.
    """

    name: str
    kind: str
    cells: tuple[str, ...]
    numbers: tuple[Decimal | None, ...] = ()
    order: tuple[float | None, ...] = ()
    header: str = ""
    unit: str = ""

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each cell occurs, missing ones aside, in table order."""
        return Counter(c for c in self.cells if c)

    @cached_property
    def adds(self) -> bool:
        """Would a reader add these numbers up?  Counts and amounts, not rates, sizes or temperatures."""
        found = [n for n in self.numbers if n is not None]
        amount = bool(_AMOUNT.search(self.name)) or self.unit in _units()["money"]
        return min(found) >= 0 and amount and not _RATE.search(self.name) and self.unit != "%"


@dataclass(frozen=True)
class Table:
    """name: the file's. columns in table order."""

    name: str
    columns: tuple[Column, ...]

    @cached_property
    def memo(self) -> dict[object, tuple[list[int], list[int]]]:
        """What was worked out about some columns' rows before; it depends on the table alone."""
        return {}

    @cached_property
    def rows(self) -> int:
        return len(self.columns[0].cells)

    def of_kind(self, *kinds: str) -> list[Column]:
        return [c for c in self.columns if c.kind in kinds]

    def column(self, name: str) -> Column:
        """The column of that name, with or without its unit; BadInput lists the names there are."""
        for c in self.columns:
            if name in (c.name, c.header):
                return c
        near = get_close_matches(name, [c.header for c in self.columns], n=1)
        hint = f"did you mean {near[0]!r}? there are: " if near else "there are: "
        raise BadInput(f"data {self.name}: no column {name!r}; {hint}{', '.join(c.header for c in self.columns)}")

    def measure(self, name: str) -> Column:
        """The numeric column of that name; BadInput shows a cell that is no number."""
        column = self.column(name)
        if not any(n is not None for n in column.numbers):
            odd = next((c for c in column.cells if c and parse_number(c) is None), column.cells[0])
            raise BadInput(f"data {self.name}: column {name!r} is not numeric (it holds {odd!r}); choose a column of numbers")
        return column


def typed_table(name: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """Columns by what their cells say. BadInput when no column holds numbers."""
    cells = zip(*rows, strict=True)
    columns = _with_units(
        _typed(n, tuple("" if c.lower() in _MISSING else c for c in column))
        for n, column in zip(header, cells, strict=False)
        if n
    )
    if not any(c.kind == "number" for c in columns):  # coordinates are better than nothing
        columns = tuple(replace(c, kind="number") if c.numbers and _PLACE.match(c.name) else c for c in columns)
    if not any(c.kind == "number" for c in columns):
        raise BadInput(f"data {name}: no column holds numbers ({', '.join(header)}); it needs one")
    return Table(name, columns)


def parse_number(cell: str) -> Decimal | None:
    """12.50, 1,234, $3.20, 45%, 1e-3 as Decimals that keep their places; None for anything else."""
    if not (_NUMBER.match(cell) or _GROUPED.match(cell)):
        return None
    value = Decimal(re.sub(r"[$€£,%]", "", cell.replace("−", "-")))
    return Decimal(format(value, "f"))


def _typed(name: str, cells: tuple[str, ...]) -> Column:
    found = [c for c in cells if c]
    if not found:
        return Column(name, "other", cells)
    numbers = tuple(parse_number(c) if c else None for c in cells)
    if all(n is not None for n, c in zip(numbers, cells, strict=True) if c):
        known = [n for n in numbers if n is not None]
        whole = all(n == n.to_integral_value() for n in known)
        if whole and _YEAR.search(name) and all(1000 <= n <= 2200 for n in known):
            return Column(name, "time", cells, order=tuple(None if n is None else float(n) for n in numbers))
        counter = whole and len(known) > 2 and all(b - a == 1 for a, b in itertools.pairwise(known))
        if _IDENTIFIER.search(name) or _PLACE.match(name) or counter or len(set(known)) < 2:
            return Column(name, "other", cells, numbers)
        longest = max(len(c) for c in found)
        return Column(name, "number" if longest <= 14 else "other", cells, numbers)
    if order := _moments(cells):
        return Column(name, "time", cells, order=order)
    named = max(len(c) for c in found) <= LONGEST_NAME or sorted(len(c) for c in found)[len(found) * 9 // 10] <= LONGEST_NAME
    return Column(name, "name" if named else "other", cells)


def _with_units(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Numbers whose header names a unit, or whose cells all bear one sign, get it; the name goes without."""
    found = [replace(c, header=c.name) for c in columns]
    split = {c.header: _headed(c) for c in found}
    bare = Counter(name for name, _ in split.values())
    return tuple(
        replace(c, name=split[c.header][0], unit=split[c.header][1] or _borne(c)) if bare[split[c.header][0]] == 1 else c
        for c in found
    )


def _headed(column: Column) -> tuple[str, str]:
    """ "Revenue (EUR)" -> Revenue, EUR; any other name as it is."""
    match = _HEADED.match(column.name) if column.kind == "number" else None
    words = re.split(r"[\s/]+", match[2].replace(" per ", "/")) if match else []
    return (
        (match[1], match[2]) if match and all(w in _units()["money"] | _units()["other"] for w in words) else (column.name, "")
    )


def _borne(column: Column) -> str:
    """The sign that every number of the column is written with."""
    if column.kind != "number":
        return ""
    signs = {"%" if c.endswith("%") else next((s for s in "$€£" if s in c), "") for c in column.cells if c}
    return signs.pop() if len(signs) == 1 else ""


def as_moments(cells: tuple[str, ...]) -> tuple[float | None, ...]:
    """Sort keys when every cell is a date of one format or a year, else ()."""
    years = [c for c in cells if c]
    if years and all(re.fullmatch(r"[12]\d{3}", c) for c in years):
        return tuple(float(c) if c else None for c in cells)
    return _moments(cells) if years else ()


def _moments(cells: tuple[str, ...]) -> tuple[float | None, ...]:
    """Sort keys when every cell is a date of one format, else ()."""
    first = next(c for c in cells if c)
    for pattern in _DATES:
        try:
            datetime.strptime(first, pattern)
            epoch = datetime(1, 1, 1)
            return tuple((datetime.strptime(c, pattern) - epoch).total_seconds() if c else None for c in cells)
        except ValueError:
            continue
    return ()
