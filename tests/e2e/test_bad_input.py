"""Bad input: one line that names the culprit, exit code 2, nothing lost."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from proofpress.store import SampleSet, write_shard

from .command import CLOCK, Command, Result, bytes_of

MAKE = ("make", "-n", 4, "--workers", 1)
FAULTY = """
from proofpress.engine import Engine
class Faulty(Engine):
    name = "faulty"
    def plan(self, template, request, rng):
        {plan}
        return {{}}
    def facts(self, spec):
        return []
    def draw(self, spec, style, rng):
        raise KeyError("no paper")
engine = Faulty()
"""


def refused(result: Result, *words: str) -> None:
    assert result.code == 2, (result.code, result.err)
    lines = [line for line in result.err.splitlines() if not line.startswith("make:")]
    assert len(lines) == 1, result.err
    assert "Traceback" not in result.err
    for word in words:
        assert word in lines[0], lines[0]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--domain", "chrats"), ("'chrats'", "charts")),
        (("--domain", "charts=-1"), ("charts=-1",)),
        (("--domain", "clock", "--plugin", CLOCK, "--template", "clock/wal"), ("'wal'", "wall")),
        (("--template", "wall"), ("'wall'", "ENGINE/NAME")),
        (("--domain", "clock", "--plugin", CLOCK, "--lang", "tlh"), ("'tlh'", "clock")),
        (("--domain", "clock", "--plugin", CLOCK, "--difficulty", "9"), ("'9'",)),
        (("--domain", "clock", "--plugin", CLOCK, "--degrade", "huge"), ("'huge'", "heavy")),
        (("--domain", "clock", "--plugin", CLOCK, "--image-format", "gif"), ("'gif'", "png")),
        (("--domain", "clock", "--plugin", CLOCK, "--text-load", "much"), ("'much'", "lite")),
        (("--domain", "clock", "--plugin", CLOCK, "--seed", "-1"), ("-1",)),
        (("--domain", "clock", "--plugin", "nowhere"), ("nowhere",)),
        (("--domain", "charts", "--data", "nowhere.csv"), ("nowhere.csv",)),
        (("--sampels", "3"), ("--sampels",)),
        ((), ("no domain",)),
    ],
)
def test_options(proofpress: Command, tmp_path: Path, options: tuple[object, ...], words: tuple[str, ...]) -> None:
    refused(proofpress(*MAKE, "-o", tmp_path / "out", *options), *words)
    assert not (tmp_path / "out").exists()


def test_no_output_folder(proofpress: Command) -> None:
    refused(proofpress(*MAKE, "--domain", "charts"), "-o DIR")


def test_a_broken_recipe(proofpress: Command, tmp_path: Path) -> None:
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text("domains: {charts: 1}\nsamples: [1\n")
    refused(proofpress("make", recipe, "-o", tmp_path / "out"), "recipe.yaml, line", "broken YAML")
    refused(proofpress("make", tmp_path / "none.yaml", "-o", tmp_path / "out"), "none.yaml")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", ("table.csv",)),
        ("year,sales\n", ("table.csv",)),
        ("name,town\nAda,Arlo\nBob,Brent\nCyd,Corby\nDot,Dover\n", ("data table", "no column holds numbers")),
    ],
    ids=["empty", "no rows", "no number"],
)
def test_tables_that_cannot_be_used(proofpress: Command, tmp_path: Path, content: str, words: tuple[str, ...]) -> None:
    table = tmp_path / "table.csv"
    table.write_text(content)
    refused(proofpress(*MAKE, "--domain", "charts", "--data", table, "-o", tmp_path / "out"), *words)


@pytest.mark.parametrize(
    ("column", "words"),
    [("profit", ("'profit'", "town, sales")), ("town", ("'town'", "not numeric", "'Arlo'"))],
    ids=["missing", "not numeric"],
)
def test_a_column_that_cannot_be_used(proofpress: Command, tmp_path: Path, column: str, words: tuple[str, ...]) -> None:
    """A template may say which columns it charts."""
    table = tmp_path / "table.csv"
    table.write_text("town,sales\nArlo,12\nBrent,17\nCorby,9\nDover,22\n")
    (tmp_path / "mine" / "charts").mkdir(parents=True)
    for name, measure in (("bad", column), ("good", "sales")):
        text = f"template: {name}\nkind: bar\ncolumns: {{label: town, measure: {measure}}}\n"
        (tmp_path / "mine" / "charts" / f"{name}.yaml").write_text(text)
    mine = ("--plugin", tmp_path / "mine", "--data", table, "-o", tmp_path / "out")
    refused(proofpress(*MAKE, *mine, "--template", "charts/bad"), *words)
    assert proofpress(*MAKE, *mine, "--template", "charts/good").code == 0


def test_an_output_that_cannot_be_written(proofpress: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    clock = ("--domain", "clock", "--plugin", CLOCK)
    refused(proofpress(*MAKE, *clock, "-o", tmp_path / "file"), "is a file")
    refused(proofpress(*MAKE, *clock, "-o", tmp_path / "file" / "below"), "file", "cannot be written")
    refused(proofpress(*MAKE, *clock, "-o", "/proc/proofpress-set"), "/proc/proofpress-set", "cannot be written")
    assert (tmp_path / "file").read_text() == "kept"


def test_another_set_is_left_alone(proofpress: Command, tmp_path: Path) -> None:
    out = tmp_path / "out"
    clock = ("--domain", "clock", "--plugin", CLOCK, "-o", out)
    assert proofpress(*MAKE, *clock, "--seed", 1).code == 0
    before = bytes_of(out)
    refused(proofpress(*MAKE, *clock, "--seed", 2), "holds another set", "seed is 1, not 2")
    assert bytes_of(out) == before
    other = tmp_path / "mine"
    other.mkdir()
    (other / "thesis.txt").write_text("years of work")
    refused(proofpress(*MAKE, *clock[:-1], other), "holds no set")
    assert [f.name for f in other.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("raise ValueError('planted')", ("faulty", "planted")),
        (FAULTY.format(plan="raise ZeroDivisionError('planted')"), ("faulty", "planted")),
        (FAULTY.format(plan="pass"), ("faulty", "no paper")),
    ],
    ids=["import", "plan", "draw"],
)
def test_a_plugin_that_raises(proofpress: Command, tmp_path: Path, source: str, words: tuple[str, ...]) -> None:
    folder = tmp_path / "faulty"
    (folder / "templates").mkdir(parents=True)
    (folder / "engine.py").write_text(source)
    (folder / "templates" / "one.yaml").write_text("template: one\n")
    (folder / "wording" / "en").mkdir(parents=True)
    (folder / "wording" / "en" / "questions.yaml").write_text("{}\n")
    for workers in (1, 2):
        out = tmp_path / f"out{workers}"
        options = ("-n", 4, "--domain", "faulty", "--plugin", folder, "--workers", workers, "-o", out)
        refused(proofpress("make", *options), *words)


def test_a_plugin_with_nothing_to_test(proofpress: Command, tmp_path: Path) -> None:
    """A template whose engine is misspelt belongs to none: no check would run, and none would fail."""
    (tmp_path / "bar.yaml").write_text("template: mine\nengine: chrats\n")
    refused(proofpress("test-plugin", tmp_path), str(tmp_path), "charts")


def test_what_is_no_set(proofpress: Command, tmp_path: Path) -> None:
    refused(proofpress("check", tmp_path), "no set")
    refused(proofpress("view", tmp_path, "--static", tmp_path / "x.html"), "no set")


@pytest.mark.parametrize(
    ("place", "text", "words"),
    [
        (
            "wording/en/questions.yaml",
            "tell_time: {{open: [\"{{{{ ''.__class__.__mro__[1].__subclasses__() }}}}\"]}}",
            ("tell_time", "unsafe"),
        ),
        ("wording/en/questions.yaml", "tell_time: !!python/object/apply:os.system [touch {mark}]", ("questions.yaml",)),
        ("templates/wall.yaml", "template: wall\nx: !!python/object/apply:os.system [touch {mark}]", ("wall.yaml", "line 2")),
    ],
    ids=["jinja", "wording", "template"],
)
def test_data_that_reaches_for_the_system(
    proofpress: Command, tmp_path: Path, place: str, text: str, words: tuple[str, ...]
) -> None:
    folder, mark = tmp_path / "clock", tmp_path / "mark"
    shutil.copytree(CLOCK, folder)
    (folder / place).write_text(text.format(mark=mark))
    refused(proofpress(*MAKE, "--domain", "clock", "--plugin", folder, "-o", tmp_path / "out"), *words)
    assert not mark.exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--to", "lava"), ("'lava'", "llava")),
        (("--to", "llava", "--reasoning", "loud"), ("loud", "think")),
        (("--to", "llava", "--set", "paper=A4"), ("paper",)),
        (("--to", "qwen-grounding", "--dialect", "inches"), ("inches", "pixels")),
        (("--to", "llava", "--form", "opne"), ("opne", "open")),
    ],
)
def test_exports(proofpress: Command, tmp_path: Path, options: tuple[object, ...], words: tuple[str, ...]) -> None:
    held = tmp_path / "set"
    assert proofpress(*MAKE, "--domain", "clock", "--plugin", CLOCK, "-o", held).code == 0
    refused(proofpress("export", held, *options, "-o", tmp_path / "out", "--workers", 1), *words)
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


def test_what_may_not_lie_at_a_url(proofpress: Command, tmp_path: Path) -> None:
    held = tmp_path / "set"
    assert proofpress(*MAKE, "--domain", "clock", "--plugin", CLOCK, "-o", held).code == 0
    refused(proofpress("export", held, "--to", "llava", "-o", "s3://bucket/x"), "s3:", "only a set")
    refused(proofpress("view", held, "--static", "s3://bucket/x.html"), "s3:", "only a set")


def test_a_wrong_answer_is_found(proofpress: Command, tmp_path: Path) -> None:
    """A planted fault: the hour is another on disk; check says so, and exits with 1."""
    out = tmp_path / "out"
    assert proofpress(*MAKE, "--domain", "clock", "--plugin", CLOCK, "-o", out).code == 0
    sound = proofpress("check", out, "--plugin", CLOCK, "--workers", 1, "--json")
    assert sound.code == 0
    assert json.loads(sound.out)["wrong"] == 0
    first = next(iter(SampleSet(out)))
    facts = tuple(replace(f, value=f.value % 12 + 1) if f.predicate == "hour" else f for f in first.facts)
    write_shard(out, 0, json.loads((out / "set.json").read_text())["fingerprint"], [replace(first, facts=facts)], [])
    result = proofpress("check", out, "--plugin", CLOCK, "--workers", 1, "--json")
    assert result.code == 1
    assert json.loads(result.out)["wrong"] >= 1
