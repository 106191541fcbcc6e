"""The commands, from engines to the page."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq

from proofpress.schema import SCHEMA
from proofpress.store import SampleSet

from .command import CLOCK, Command


def test_engines(proofpress: Command) -> None:
    listed = json.loads(proofpress("engines", "--plugin", CLOCK, "--json").out)["engines"]
    assert {"name", "version", "templates", "operators", "languages"} == set(listed[0])
    assert {"charts", "geometry", "clock"} <= {e["name"] for e in listed}
    assert "clock" in proofpress("engines", "--plugin", CLOCK).out


def test_make_check_view(proofpress: Command, tmp_path: Path) -> None:
    out, page = tmp_path / "set", tmp_path / "pages" / "set.html"
    made = proofpress(
        "make", "--plugin", CLOCK, "--domain", "clock", "-n", 12, "--seed", 0, "-o", out, "--workers", 1, "--json"
    )
    told = json.loads(made.out)
    assert list(told) == ["set", "samples", "questions", "dropped", "seconds", "samples_per_second"]
    header = json.loads((out / "set.json").read_text())
    assert header["samples"] == told["samples"] == 12
    drops = (out / "drops.jsonl").read_text().splitlines()
    assert len(drops) == told["dropped"]
    assert all(json.loads(line)["reason"] for line in drops)
    checked = json.loads(proofpress("check", out, "--plugin", CLOCK, "--json", "--workers", 1).out)
    assert list(checked) == ["samples", "questions", "wrong", "second_road", "findings"]
    assert (checked["wrong"], checked["findings"]) == (0, [])
    assert checked["second_road"]["covered"] == checked["second_road"]["agree"] > 0
    assert proofpress("view", out, "--static", page).code == 0
    html = page.read_text()
    assert html.count("data:image/png;base64,") == 12
    assert "http://" not in html.replace("http://www.w3.org", "")


def test_the_record_is_the_designs(proofpress: Command, tmp_path: Path) -> None:
    assert proofpress("make", "--plugin", CLOCK, "--domain", "clock", "-n", 3, "-o", tmp_path / "s", "--workers", 1).code == 0
    shard = next((tmp_path / "s" / "shards").glob("*.parquet"))
    schema = pq.read_schema(shard)
    assert schema.equals(SCHEMA)
    assert json.loads(schema.metadata[b"huggingface"])["info"]["features"]["images"]["feature"] == {"_type": "Image"}
    held = SampleSet(tmp_path / "s")
    assert [set(row) for row in held.iter_rows(["id", "seed"])] == [{"id", "seed"}] * 3
    assert all("." not in s.id for s in held)


def test_skeletons_work(proofpress: Command, tmp_path: Path) -> None:
    assert proofpress("new", "engine", "dice", "--into", tmp_path).code == 0
    tested = proofpress("test-plugin", tmp_path / "dice")
    assert tested.code == 0, tested.out
    mine = tmp_path / "mine"
    assert proofpress("new", "template", "dice/more", "--into", mine, "--plugin", tmp_path / "dice").code == 0
    plugins = ("--plugin", tmp_path / "dice", "--plugin", mine)
    options = ("--template", "dice/more", "-n", 3, "-o", tmp_path / "s", "--workers", 1)
    assert proofpress("make", *plugins, *options).code == 0
    assert proofpress("new", "engine", "dice", "--into", tmp_path).code == 2
    assert proofpress("new", "engine", "Bad-Name", "--into", tmp_path).code == 2


def test_a_broken_engine_fails_the_contract(proofpress: Command, tmp_path: Path) -> None:
    proofpress("new", "engine", "dice", "--into", tmp_path)
    file = tmp_path / "dice" / "engine.py"
    file.write_text(file.read_text().replace("import cv2", "import random\n\nimport cv2").replace(
        '"columns": columns,', '"columns": columns, "luck": random.random(),'))  # fmt: skip
    tested = proofpress("test-plugin", tmp_path / "dice")
    assert tested.code == 1
    assert "FAIL dice: same seed, same bytes" in tested.out
    assert "FAIL dice: no other randomness" in tested.out
    file.write_text(file.read_text().replace("sheet.disc(", "sheet.no_such_thing("))
    tested = proofpress("test-plugin", tmp_path / "dice")
    assert tested.code == 1
    assert "no_such_thing" in tested.out
