"""Roles of columns: what the user names is what is drawn, in any script the fonts have, and what will not do is named."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from proofpress.engines.charts.plan import plan_chart
from proofpress.engines.charts.table.roles import load_data
from proofpress.engines.charts.vocabulary import KINDS

from proofpress.engine import BadInput, DataFile, Refused, Request, Template
from proofpress.make_sample import Job, make_sample
from proofpress.model import Sample
from proofpress.registry import Registry
from proofpress.seeds import stream
from proofpress.userdata.columns import typed_table

Roles = tuple[tuple[str, str], ...]
SHOPS = (("North", "A"), ("South", "B"), ("East", "C"), ("West", "D"))
SALES = "Month,Region,Head,Revenue (EUR),Cost (EUR),Note\n" + "".join(
    f"2024-{m:02d},{r},{h},{100 + 13 * m + 29 * i + 7 * (m * i) % 31}.50,{60 + 11 * m + 17 * i}.25,"
    f"a long remark that nobody reads {m}\n"
    for m in range(1, 7)
    for i, (r, h) in enumerate(SHOPS, 1)
)


def table(folder: Path, text: str = SALES, name: str = "sales.csv") -> str:
    (folder / name).write_text(text, "utf-8")
    return str(folder / name)


def planned(path: str, kind: str, seed: int, roles: Roles, difficulty: int = 2) -> dict[str, Any]:
    request = Request(difficulty=difficulty, data=(DataFile(path, roles),))
    return plan_chart(Template("charts", kind, {"kind": kind}), request, stream(seed, kind))


def made(path: str, template: str, roles: Roles, seed: int = 1) -> Sample:
    request = Request(difficulty=2, text_load="lite", data=(DataFile(path, roles),))
    sample, drops = make_sample(Job("charts", template, 0, seed, "test", request), Registry.load())
    assert sample is not None, drops
    return sample


def test_the_named_columns_are_drawn(tmp_path: Path) -> None:
    roles = (("category", "Region"), ("date", "Month"), ("value", "Cost (EUR)"), ("topic", "Our shops"))
    kinds = set()
    for seed, kind in enumerate(KINDS):
        spec = planned(table(tmp_path), kind, seed, roles)
        kinds.add(spec["kind"])
        assert spec["kind"] not in ("scatter", "bubble")
        assert spec["measure"] == "Cost" and spec["unit"] == "EUR"
        assert spec["category"]["name"] in ("Region", "Month") and spec["title"].startswith("Our shops: ")
        if spec["kind"] in ("line", "area", "line_multi"):
            assert spec["category"]["name"] == "Month"
    assert len(kinds) >= 8


def test_several_values_stand_side_by_side(tmp_path: Path) -> None:
    roles = (("date", "Month"), ("value", "Revenue"), ("value", "Cost"))
    found = [planned(table(tmp_path), "line_multi", seed, roles) for seed in range(6)]
    assert any([s["name"] for s in spec["series"]] == ["Revenue", "Cost"] for spec in found)
    assert all({s["name"] for s in spec["series"]} <= {"Revenue", "Cost"} for spec in found)


def test_units_come_from_headers_signs_and_the_user(tmp_path: Path) -> None:
    columns = {"a (km/h)": "12", "b (net)": "13", "c": "14%", "d": "$1.50", "e (2020)": "7", "f (EUR)": "1", "f (USD)": "21"}
    made = typed_table("t", list(columns), [tuple(columns.values()), tuple(v.replace("1", "3") for v in columns.values())])
    found = {c.header: (c.name, c.unit) for c in made.columns}
    assert found["a (km/h)"] == ("a", "km/h") and found["b (net)"] == ("b (net)", "")
    assert found["c"] == ("c", "%") and found["d"] == ("d", "$") and found["e (2020)"] == ("e (2020)", "")
    assert found["f (EUR)"] == ("f (EUR)", "")  # else two columns would be called f
    roles = (("category", "Region"), ("value", "Revenue"), ("unit", "Taler"), ("title", "Was verkauft wurde"))
    spec = planned(table(tmp_path), "bar", 1, roles)
    assert (spec["unit"], spec["title"], spec["measure"]) == ("Taler", "Was verkauft wurde", "Revenue")


@pytest.mark.parametrize(
    ("category", "names", "value"),
    [
        ("Регион", ("Север", "Юг", "Восток", "Запад", "Ёлкино"), "Выручка (руб.)"),
        ("Περιοχή", ("Αθήνα", "Πάτρα", "Βόλος", "Ρόδος", "Χανιά"), "Έσοδα (EUR)"),
        ("Země", ("Čechy", "Łódź", "Győr", "Čačak", "Şişli"), "Tržby (Kč)"),
    ],
)
def test_names_in_other_scripts_reach_picture_and_answers(
    tmp_path: Path, category: str, names: tuple[str, ...], value: str
) -> None:
    rows = "".join(f"{n},{v}\n" for n, v in zip(names, ("12.5", "31.0", "20.4", "45.1", "27.9"), strict=True))
    path = table(tmp_path, f"{category},{value}\n{rows}")
    sample = made(path, "bar", (("category", category), ("value", value)))
    shown = {r.text for r in sample.regions}
    assert set(sample.spec["labels"]) <= set(names) and set(sample.spec["labels"]) <= shown
    known = {Decimal(v) for v in ("12.5", "31.0", "20.4", "45.1", "27.9")}
    assert {f.value for f in sample.facts if f.predicate == "value"} <= known
    said = " ".join(q.text + q.answer.text for q in sample.questions)
    assert any(n in said for n in names) and value.split(" (", maxsplit=1)[0] in said


@pytest.mark.parametrize(("name", "char"), [("ភ្នំពេញ", "ភ"), ("ꡀꡁ", "ꡀ"), ("Kraków 🙂", "🙂")])
def test_a_name_that_no_font_draws_is_named(tmp_path: Path, name: str, char: str) -> None:
    path = table(tmp_path, f"City,Note,Sales\nParis,x,3\nRome,y,5\n{name},z,7\n")
    with pytest.raises(BadInput, match=r"sales\.csv: column 'City' holds .* no font draws") as error:
        load_data(DataFile(path, (("category", "City"), ("value", "Sales"))))
    assert repr(char) in str(error.value) and "\n" not in str(error.value)
    load_data(DataFile(path, (("category", "Note"), ("value", "Sales"))))  # a column that is not used may hold anything


@pytest.mark.parametrize(
    ("roles", "says"),
    [
        ((("category", "Regoin"),), r"no column 'Regoin'; did you mean 'Region'\? there are: Month, Region"),
        ((("categry", "Region"),), r"no role 'categry': did you mean 'category'"),
        ((("value", "Region"),), r"'Region' is not numeric \(it holds 'North'\)"),
        ((("x", "Month"),), r"'Month' is not numeric"),
        ((("date", "Region"),), r"date=Region: 'North' is no date"),
        ((("category", "Region"), ("category", "Head")), "category is given twice"),
        ((("category", "Region"), ("series", "Region")), "'Region' is given as category and as series"),
        ((("value", "Cost"), ("value", "Cost (EUR)")), "value=Cost is given twice"),
        ((("category", "Revenue"),), "category=Revenue: holds measured numbers"),
        ((("category", "Note"),), "too long for a name"),
        ((("unit", "a unit that nobody would ever print"),), "longer than 20"),
        ((("title", "ភ"),), "the title holds 'ភ'"),
    ],
)
def test_roles_that_will_not_do(tmp_path: Path, roles: Roles, says: str) -> None:
    with pytest.raises(BadInput, match=says) as error:
        load_data(DataFile(table(tmp_path), roles))
    assert "\n" not in str(error.value)


VEGA: tuple[tuple[str, Roles], ...] = (
    ("cars.json", (("x", "Horsepower"), ("y", "Miles_per_Gallon"), ("series", "Origin"))),
    ("barley.json", (("category", "variety"), ("series", "year"), ("value", "yield"))),
    ("iris.json", (("x", "petalLength"), ("y", "petalWidth"), ("series", "species"))),
    ("stocks.csv", (("date", "date"), ("series", "symbol"), ("value", "price"), ("unit", "USD"))),
    ("seattle-weather.csv", (("date", "date"), ("value", "temp_max"), ("value", "temp_min"), ("unit", "°C"))),
)


@pytest.mark.parametrize(("name", "roles"), VEGA)
def test_nothing_is_plotted_that_is_not_in_the_columns(name: str, roles: Roles) -> None:
    """Each plotted value is found in the table, in the column that was named, beside its label and series."""
    pandas, vega = pytest.importorskip("pandas"), pytest.importorskip("vega_datasets")
    path = Path(vega.__file__).parent / "_data" / name
    text = path.read_text("utf-8")
    records = json.loads(text, parse_float=str, parse_int=str) if name.endswith("json") else csv.DictReader(io.StringIO(text))
    frame = pandas.DataFrame(records)
    named: dict[str, list[str]] = {}
    for role, column in roles:
        named.setdefault(role, []).append(column)
    plotted = 0
    for seed, kind in enumerate(KINDS):
        try:
            spec = planned(str(path), kind, seed, roles, 1 + seed % 5)
        except Refused:
            continue
        for p in spec.get("points", ()):
            rows = frame[[same(v, p["x"]) for v in frame[named["x"][0]]]]
            assert any(same(v, p["y"]) for v in rows[named["y"][0]]), (spec["kind"], p)
            plotted += 2
        if not spec.get("points"):
            for s in spec["series"]:
                for label, value in zip(spec["labels"], s["values"], strict=True):
                    rows = frame[frame[spec["category"]["name"]].astype(str) == label]
                    if s["name"] in set(frame.get(named.get("series", [""])[0], ())):
                        rows = rows[rows[named["series"][0]] == s["name"]]
                    column = s["name"] if s["name"] in named["value"] else spec["measure"]
                    assert column in named["value"]
                    assert value is None or any(same(v, value) for v in rows[column]), (spec["kind"], label, value)
                    plotted += 1
    assert plotted > 100


def same(cell: object, value: str) -> bool:
    try:
        return Decimal(str(cell)) == Decimal(value)
    except ArithmeticError:
        return False
