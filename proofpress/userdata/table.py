"""Reading a table into columns of text, exactly as written: CSV, TSV, Parquet, XLSX and JSON records."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..errors import BadInput
from .columns import Table, typed_table

MOST_ROWS = 20_000  # of a longer table, the first ones
_FORMATS = ".csv, .tsv, .parquet, .xlsx or .json (a list of records)"
Rows = tuple[Sequence[str], Iterable[Sequence[str]]]


def load_table(path: str) -> Table:
    """The table in a file. BadInput (one line: what, where, what to do) when there is none to be had."""
    file = Path(path)
    try:
        stat = file.stat()
    except OSError as error:
        raise BadInput(f"data {path}: {error.strerror or error}; give the path of a {_FORMATS} file") from None
    return _load(str(file.resolve()), stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=8)
def _load(path: str, _changed: int, size: int) -> Table:
    file = Path(path)
    reader = _READERS.get(file.suffix.lower())
    if reader is None:
        raise BadInput(f"data {file.name}: cannot read {file.suffix or 'a file without suffix'}; give {_FORMATS}")
    if size == 0:
        raise BadInput(f"data {file.name}: the file is empty; it needs a header and rows")
    try:
        header, rows = reader(file)
        cells = [tuple(row) for _, row in zip(range(MOST_ROWS), rows, strict=False)]
    except BadInput:
        raise
    except Exception as error:  # whatever a reader of foreign bytes may raise
        raise BadInput(
            f"data {file.name}: not a readable {file.suffix[1:]} file: {' '.join(str(error).split())[:200]}"
        ) from None
    names = [name.strip() for name in header]
    if not cells:
        raise BadInput(f"data {file.name}: it has a header but no rows")
    if twice := sorted({n for n in names if names.count(n) > 1 and n}):
        raise BadInput(f"data {file.name}: two columns are called {twice[0]!r}; rename one")
    return typed_table(file.stem, names, cells)


def _text(value: Any) -> str:
    """A cell as it would be written: dates in ISO form, numbers in plain decimals, nothing for nothing."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, datetime):
        midnight = not (value.hour or value.minute or value.second or value.microsecond)
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f").removesuffix(".0")
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value).strip()


def _read_csv(file: Path) -> Rows:
    raw = file.read_bytes()
    if b"\0" in raw[:4096]:
        raise BadInput(f"data {file.name}: this is not text; save the table as UTF-8 {file.suffix[1:].upper()}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    delimiter = "\t"
    if file.suffix.lower() == ".csv":
        head = text[: text.find("\n")] if "\n" in text else text
        delimiter = max(",;\t|", key=head.count) if any(d in head for d in ",;\t|") else ","
    lines = (row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(c.strip() for c in row))
    header = next(lines, None)
    if header is None:
        raise BadInput(f"data {file.name}: the file is empty; it needs a header and rows")
    return header, _even(file, len(header), lines)


def _even(file: Path, width: int, rows: Iterable[list[str]]) -> Iterable[list[str]]:
    for i, row in enumerate(rows, start=2):
        if len(row) > width:
            raise BadInput(f"data {file.name}: row {i} has {len(row)} cells, the header has {width}; quote cells with commas")
        yield [c.strip() for c in row] + [""] * (width - len(row))


def _read_parquet(file: Path) -> Rows:
    import pyarrow.parquet as pq

    table = pq.read_table(file).slice(0, MOST_ROWS)
    columns = [[_text(v) for v in column.to_pylist()] for column in table.columns]
    return table.column_names, list(zip(*columns, strict=True))


def _read_xlsx(file: Path) -> Rows:
    import openpyxl

    sheet = openpyxl.load_workbook(file, read_only=True, data_only=True).active
    if sheet is None:
        raise BadInput(f"data {file.name}: the workbook has no sheet")
    rows = (r for r in sheet.iter_rows(max_row=MOST_ROWS + 1) if any(c.value is not None for c in r))
    header = next(rows, None)
    if header is None:
        raise BadInput(f"data {file.name}: the first sheet is empty; it needs a header and rows")
    return [_text(c.value) for c in header], ([_excel_text(c) for c in row] for row in rows)


def _excel_text(cell: Any) -> str:
    """As the sheet shows it: 12.5 under the format 0.00 is 12.50."""
    value = cell.value
    shown = re.search(r"0\.(0+)", str(getattr(cell, "number_format", "")))
    if isinstance(value, (int, float)) and not isinstance(value, bool) and shown:
        exact = Decimal(repr(value))
        wanted = Decimal(1).scaleb(-len(shown[1]))
        return format(exact.quantize(wanted), "f") if exact == exact.quantize(wanted) else _text(value)
    return _text(value)


def _read_json(file: Path) -> Rows:
    data = json.loads(file.read_text("utf-8"), parse_float=Decimal)
    if not (isinstance(data, list) and data and all(isinstance(r, dict) for r in data)):
        raise BadInput(f"data {file.name}: expected a list of records, [{{column: value, …}}, …]")
    header = list(dict.fromkeys(k for record in data for k in record))
    return header, ([_text(record.get(k)) for k in header] for record in data)


_READERS: dict[str, Callable[[Path], Rows]] = {
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".txt": _read_csv,
    ".parquet": _read_parquet,
    ".pq": _read_parquet,
    ".xlsx": _read_xlsx,
    ".json": _read_json,
}
