"""The user's own table: values and names stay as they are, and what cannot be read is named."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from proofpress.engines.charts.plan import plan_chart
from proofpress.engines.charts.table.matrix import plural
from proofpress.engines.charts.table.user_chart import values_of
from proofpress.engines.charts.vocabulary import KINDS

from proofpress.engine import BadInput, DataFile, Request, Template
from proofpress.seeds import stream
from proofpress.userdata.columns import Table, parse_number
from proofpress.userdata.table import load_table

SALES = "Shop,Month,Sales,Visitors,Note\n" + "".join(
    f"{shop},{month},{100 + 7 * i * j % 90}.50,{900 + 31 * i * j % 300},\n"
    for i, shop in enumerate(("Elm Road", "Mill Lane", "Harbour", "Station"), 1)
    for j, month in enumerate(("2023-01", "2023-02", "2023-03", "2023-04", "2023-05", "2023-06"), 1)
)


Roles = tuple[tuple[str, str], ...]


def planned(path: Path, kind: str, difficulty: int, seed: int, roles: Roles = (), **data: Any) -> dict[str, Any]:
    template = Template("charts", kind, {"kind": kind, **data})
    return plan_chart(template, Request(difficulty=difficulty, data=(DataFile(str(path), roles),)), stream(seed, kind))


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder / name


def unquoted(spec: dict[str, Any], table: Table) -> str:
    """What a Spec says that its table does not, "" when it quotes faithfully."""
    numbers = {n for c in table.columns for n in c.numbers if n is not None}
    if not set(values_of(spec)) <= numbers:
        return "a value"
    cells = {c for column in table.columns for c in column.cells}
    names = {c.name for c in table.columns}
    points = [p["name"] for p in spec.get("points", ()) if p["name"]]
    if not {*spec["labels"], *points} <= cells:
        return "a label"
    if not {s["name"] for s in spec["series"]} <= cells | names:
        return "a series"
    return "" if any(n in spec["title"] for n in names) else "a title"


def test_every_kind_quotes_the_table(tmp_path: Path) -> None:
    path = written(tmp_path, "sales.csv", SALES)
    table = load_table(str(path))
    specs = [planned(path, kind, 1 + n % 5, seed) for n, kind in enumerate(KINDS) for seed in range(4)]
    assert {unquoted(s, table) for s in specs} == {""}
    assert len({s["kind"] for s in specs}) >= 10
    specs[0]["labels"][0] = "Elsewhere"
    specs[1]["series"][0]["values"] = ["1"]
    assert [unquoted(s, table) for s in specs[:2]] == ["a label", "a value"]


def test_numbers_keep_their_places(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", 'name,price\nA,12.50\nB,"1,200.00"\nC,7.25\nD,80.00\n')
    spec = planned(path, "bar", 1, 1)
    assert set(spec["series"][0]["values"]) <= {"12.50", "1200.00", "7.25", "80.00"}
    assert [parse_number(c) for c in ("$3.20", "45%", "1e-3", "twelve", "1,23")] == [
        Decimal("3.20"), Decimal(45), Decimal("0.001"), None, None,
    ]  # fmt: skip


def test_rows_are_not_aggregated_and_filters_are_named(tmp_path: Path) -> None:
    path = written(tmp_path, "sales.csv", SALES)
    rows = list(csv.DictReader(SALES.splitlines()))
    for seed in range(12):
        spec = planned(path, "bar", 1, seed, columns={"label": "Shop", "measure": "Sales"})
        if spec["kind"] != "bar":
            continue
        assert spec["subtitle"].startswith("Month = ")
        month = spec["subtitle"].removeprefix("Month = ")
        want = {r["Shop"]: r["Sales"] for r in rows if r["Month"] == month}
        assert dict(zip(spec["labels"], spec["series"][0]["values"], strict=True)).items() <= want.items()


def test_formats_say_the_same(tmp_path: Path) -> None:
    import openpyxl
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = list(csv.reader(SALES.splitlines()))
    written(tmp_path, "s.tsv", "\n".join("\t".join(r) for r in rows))
    written(tmp_path, "s.json", json.dumps([dict(zip(rows[0], r, strict=True)) for r in rows[1:]]))
    columns = {name: [r[i] for r in rows[1:]] for i, name in enumerate(rows[0])}
    columns["Sales"] = [Decimal(v) for v in columns["Sales"]]
    pq.write_table(pa.table(columns), tmp_path / "s.parquet")
    book = openpyxl.Workbook()
    for r in rows:
        book.active.append([float(v) if v.replace(".", "").isdigit() and "-" not in v else v for v in r])
    for cell in book.active["C"]:
        cell.number_format = "0.00"
    book.save(tmp_path / "s.xlsx")
    want = [c.numbers for c in load_table(str(written(tmp_path, "s.csv", SALES))).columns]
    for suffix in ("tsv", "json", "parquet", "xlsx"):
        table = load_table(str(tmp_path / f"s.{suffix}"))
        assert [c.numbers for c in table.columns] == want, suffix
        assert [c.kind for c in table.columns] == ["name", "time", "number", "number", "other"], suffix
        assert table.column("Sales").cells[0].endswith(".50"), suffix


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.csv", "", "empty"),
        ("a.csv", "x,y\n", "no rows"),
        ("a.csv", "x,y\na,b\nc,d\n", "no column holds numbers"),
        ("a.csv", "x,x\n1,2\n", "two columns"),
        ("a.csv", "x,y\n1,2,3\n", "row 2"),
        ("a.csv", "x\0y", "not text"),
        ("a.ods", "x", ".ods"),
        ("a.json", "{}", "list of records"),
        ("a.json", "[{", "not a readable json"),
        ("a.parquet", "x", "not a readable parquet"),
        ("a.xlsx", "x", "not a readable xlsx"),
    ],
)
def test_what_cannot_be_read_is_named_in_one_line(tmp_path: Path, name: str, text: str, says: str) -> None:
    with pytest.raises(BadInput) as error:
        load_table(str(written(tmp_path, name, text)))
    assert says in str(error.value) and "a" in str(error.value) and "\n" not in str(error.value)


def test_missing_files_and_columns_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"nowhere\.csv"):
        load_table(str(tmp_path / "nowhere.csv"))
    path = written(tmp_path, "sales.csv", SALES)
    with pytest.raises(BadInput, match="no column 'Shopp'"):
        planned(path, "bar", 1, 1, columns={"label": "Shopp"})
    with pytest.raises(BadInput, match="'Shop' is not numeric"):
        planned(path, "bar", 1, 1, columns={"measure": "Shop"})


VEGA = ("cars.json", "barley.json", "stocks.csv", "seattle-weather.csv", "iris.json", "us-employment.csv")


@pytest.mark.parametrize("name", VEGA)
def test_real_tables(name: str) -> None:
    vega = pytest.importorskip("vega_datasets")
    path = Path(vega.__file__).parent / "_data" / name
    table = load_table(str(path))
    for n, kind in enumerate(KINDS):
        spec = planned(path, kind, 1 + n % 5, n)
        assert unquoted(spec, table) == ""
        assert spec["topic"] == "user"


def test_moments_are_never_ranked(tmp_path: Path) -> None:
    path = written(tmp_path, "m.csv", "year,yield\n" + "".join(f"{2001 + i},{(7 * i) % 11 + 3}\n" for i in range(9)))
    for seed in range(4):
        for kind in ("line", "area", "bar"):
            labels = planned(path, kind, 2, seed, sort="descending")["labels"]
            assert labels == sorted(labels)


def test_nouns_in_the_plural() -> None:
    assert [plural(n) for n in ("variety", "box", "Name", "Miles", "species", "sales_day", "key")] == [
        "varieties", "boxes", "Names", "Miles", "species", "sales_day", "keys"
    ]  # fmt: skip
