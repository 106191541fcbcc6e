"""Recipes by the command: mixes that come out, estimates, exports, your own table, and what is refused in one line."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from proofpress.store import SampleSet

from .command import ROOT, Command, bytes_of

MIXED = """
domains: {charts: 3, geometry: 1}
samples: 48
seed: 9
difficulty: {1: 50, 2: 50}
text_load: {lite: 75, full: 25}
degrade: {none: 75, light: 25}
splits: {train: 75, test: 25}
forms: {open: 50, choice: 30, yes_no: 20}
depth: {1: 60, 2: 40}
options: {charts: {packs: {finance: 50, health: 50}}}
gates: {max_questions: 4, min_questions: 1}
shard_size: 12
"""


@pytest.fixture(scope="module")
def recipe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("recipe") / "mixed.yaml"
    file.write_text(MIXED)
    return file


def test_a_mixed_recipe_comes_out_and_checks(proofpress: Command, recipe: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    made = json.loads(proofpress("make", recipe, "-o", out, "--json", "--workers", 2).out)
    assert made["samples"] == 48
    rows = list(SampleSet(out).iter_rows(["engine", "split", "questions", "spec"]))
    assert Counter(r["split"] for r in rows) == {"train": 36, "test": 12}
    assert Counter(json.loads(r["spec"])["topic"] for r in rows if r["engine"] == "charts") == {"finance": 18, "health": 18}
    asked = [q for r in rows for q in r["questions"]]
    assert max(len(r["questions"]) for r in rows) <= 4
    for mix, key in (({"open": 50, "choice": 30, "yes_no": 20}, "form"), ({1: 60, 2: 40}, "depth")):
        found = Counter(q[key] for q in asked)
        assert set(found) == set(mix)
        assert all(abs(100 * found[v] / len(asked) - share) <= 4 for v, share in mix.items()), found  # 8 shards, 150 questions
    assert all([q["id"] for q in r["questions"]] == [f"q{n}" for n in range(1, len(r["questions"]) + 1)] for r in rows)
    again = tmp_path / "again"
    proofpress("make", recipe, "-o", again, "--json", "--workers", 1)
    assert bytes_of(again) == bytes_of(out)
    checked = proofpress("check", out, "--json")
    assert checked.code == 0 and json.loads(checked.out)["wrong"] == 0


def test_explain_says_what_and_how_much_and_makes_nothing(proofpress: Command, recipe: Path, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    found = json.loads(proofpress("make", recipe, "--explain", "--json", "--workers", 1).out)
    assert found["counts"]["split"] == {"test": 12, "train": 36}
    assert found["counts"]["charts/packs"] == {"finance": 18, "health": 18}
    assert found["counts"]["depth of questions, %"] == {"1": 60, "2": 40}
    assert found["seconds"] > 0 and found["bytes"] > 100_000 and found["probes"] >= 12
    assert set(tmp_path.iterdir()) == before
    said = proofpress("make", recipe, "--explain", "-n", 8, "--workers", 1).out
    assert "8 samples" in said and "judging by 8 samples made now and thrown away" in said


def test_the_estimate_of_bytes_is_near(proofpress: Command, tmp_path: Path) -> None:
    """Time is the machine's own; bytes are not, and must be within 30 % of what comes out."""
    smoke = ROOT / "recipes" / "smoke.yaml"
    found = json.loads(proofpress("make", smoke, "--explain", "--json", "--workers", 1).out)
    proofpress("make", smoke, "-o", tmp_path / "out", "--workers", 1)
    shards = json.loads((tmp_path / "out" / "set.json").read_text())["shards"]
    real = sum(s["bytes"] for s in shards)
    assert 0.7 < found["bytes"] / real < 1.3


def test_what_cannot_be_met_is_told_and_the_rest_is_kept(proofpress: Command, tmp_path: Path) -> None:
    file = tmp_path / "r.yaml"
    file.write_text("templates: [geometry/isosceles]\nsamples: 8\nforms: {open: 50, list: 50}\n")
    made = proofpress("make", file, "-o", tmp_path / "out", "--workers", 1)
    assert made.code == 0
    assert "Not as asked: asked 50 % list (forms), made" in made.out and "these templates have few" in made.out


def test_too_many_lost_samples_are_told(proofpress: Command, tmp_path: Path) -> None:
    file = tmp_path / "r.yaml"
    file.write_text("templates: [geometry/triangle]\nsamples: 4\ngates: {min_width: 5000, max_lost: 0.2}\n")
    made = proofpress("make", file, "-o", tmp_path / "out", "--workers", 1)
    assert made.code == 1
    assert "100.0% of the samples failed, the recipe allows 20.0%" in made.err
    drops = [json.loads(line) for line in (tmp_path / "out" / "drops.jsonl").read_text().splitlines()]
    assert {d["reason"] for d in drops if not d["question"]} == {"size"}


def test_a_recipe_orders_exports(proofpress: Command, tmp_path: Path) -> None:
    file = tmp_path / "r.yaml"
    file.write_text(
        "domains: [charts]\nsamples: 6\nexports:\n- {to: jsonl, out: lines}\n"
        "- {to: llava, options: {reasoning: none, suffix: true}}\n"
    )
    made = proofpress("make", file, "-o", tmp_path / "out", "--workers", 1, "--json")
    assert made.code == 0
    assert set(json.loads(made.out)["exports"]) == {str(tmp_path / "out/lines"), str(tmp_path / "out/exports/llava")}
    assert (tmp_path / "out" / "lines" / "export.json").is_file()
    told = json.loads(proofpress("make", file, "--explain", "--json", "--workers", 1).out)
    real = sum(f.stat().st_size for f in (tmp_path / "out").rglob("*") if f.is_file() and f.name != "set.json")
    assert 0.7 < told["bytes"] / real < 1.3  # the shards and what is exported from them
    assert proofpress("make", file, "-o", tmp_path / "out", "--workers", 1).code == 0  # and goes on where it was
    assert proofpress("make", file, "-o", f"file://{tmp_path}/out", "--workers", 1).code == 0  # the same folder
    for text, says in (
        ("[{to: lava}]", "no exporter 'lava'"),
        ("[{to: llava, options: {reasoning: some}}]", "export 'llava'"),
        ("[{to: llava, options: {candidates: many}}]", "export option candidates: cannot be 'many'"),
    ):
        file.write_text(f"domains: [charts]\nsamples: 6\nexports: {text}\n")
        refused = proofpress("make", file, "-o", tmp_path / "other", "--workers", 1)
        assert refused.code == 2 and says in refused.err and not (tmp_path / "other").exists()


SHOPS = ROOT / "recipes" / "data" / "shops.csv"


def test_your_own_columns(proofpress: Command, tmp_path: Path) -> None:
    (tmp_path / "a:b=c.csv").write_bytes(SHOPS.read_bytes())
    out = tmp_path / "out"
    data = f"{tmp_path}/a:b=c.csv:category=Region,value=Orders,unit=pieces"
    made = proofpress("make", "--template", "charts/bar", "-n", 5, "--data", data, "-o", out, "--workers", 1)
    assert made.code == 0, made.err
    for row in SampleSet(out).iter_rows(["spec"]):
        spec = json.loads(row["spec"])
        assert (spec["measure"], spec["unit"], spec["category"]["name"]) == ("Orders", "pieces", "Region")


@pytest.mark.parametrize(
    ("roles", "says"),
    [
        ("category=Regoin", "no column 'Regoin'; did you mean 'Region'"),
        ("categry=Region", "no role 'categry': did you mean 'category'"),
        ("value=Region", "is not numeric"),
        ("category=Region,category=Month", "category is given twice"),
        ("category", "is no ROLE=COLUMN"),
    ],
)
def test_columns_that_will_not_do(proofpress: Command, tmp_path: Path, roles: str, says: str) -> None:
    made = proofpress("make", "--domain", "charts", "-n", 2, "--data", f"{SHOPS}:{roles}", "-o", tmp_path / "out")
    assert made.code == 2 and says in made.err and made.err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_pack_and_a_table_of_ones_own_contradict(proofpress: Command, tmp_path: Path) -> None:
    file = tmp_path / "r.yaml"
    file.write_text(f"domains: [charts]\nsamples: 2\ndata: [{SHOPS}]\noptions: {{charts: {{packs: finance}}}}\n")
    made = proofpress("make", file, "-o", tmp_path / "out", "--workers", 1)
    assert made.code == 2 and "packs 'finance': your own table says what charts are about" in made.err


def test_the_schema_is_printed(proofpress: Command) -> None:
    assert json.loads(proofpress("make", "--schema").out)["title"] == "Proofpress recipe"


def test_a_script_that_no_font_sets_is_told_in_one_line(proofpress: Command, tmp_path: Path) -> None:
    clock = tmp_path / "clock"
    shutil.copytree(Path(__file__).parents[1] / "plugins" / "clock", clock)
    engine = clock / "engine.py"
    numeral, unknown = "shape(str(i // 5 or 12), ", 'shape("ភ្នំ" * 1000, '
    source = engine.read_text("utf-8")
    assert numeral in source
    engine.write_text(source.replace(numeral, unknown), "utf-8")
    made = proofpress("make", "--domain", "clock", "--plugin", clock, "-n", 1, "-o", tmp_path / "out", "--workers", 1)
    told = [line for line in made.out.splitlines() if line.startswith("Not made")]
    assert len(told) == 1 and "Not made: 1 of 1. Most often dropped for: font: Lato-Regular does not draw 'ភ្នំ'" in told[0]
    assert len(told[0]) < 250 and "fault" not in made.err
