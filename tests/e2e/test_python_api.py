"""The public Python names: the same samples as the command, bad options said at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from proofpress import BadInput, make, open_set
from proofpress.contract import digest

from .command import CLOCK, ROOT, Command

SHOPS = f"{ROOT}/recipes/data/shops.csv:date=Month,value=Revenue,series=Region"
CASES: dict[str, tuple[list[str], dict[str, Any]]] = {
    "two engines": (
        ["--domain", "charts=2,geometry=1", "-n", "3", "--seed", "5", "--degrade", "light", "--difficulty", "2-4"],
        {"domain": "charts=2,geometry=1", "n": 3, "seed": 5, "degrade": "light", "difficulty": "2-4"},
    ),
    "a German template of a table": (
        ["--domain", "charts", "-n", "2", "--lang", "de", "--text-load", "lite", "--data", SHOPS, "--split", "test"],
        {"domain": {"charts": 1}, "n": 2, "lang": "de", "text_load": "lite", "data": SHOPS, "split": "test"},
    ),
    "a plug-in": (
        ["--plugin", str(CLOCK), "--domain", "clock", "-n", "2", "--template", "clock/wall", "--image-format", "webp"],
        {"plugin": CLOCK, "domain": "clock", "n": 2, "template": ["clock/wall"], "image_format": "webp"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_make_yields_what_the_command_stores(name: str, tmp_path: Path, proofpress: Command) -> None:
    arguments, options = CASES[name]
    done = proofpress("make", *arguments, "-o", tmp_path / "set", "-w", "1")
    assert done.code == 0, done.err
    stored = [digest(s) for s in open_set(tmp_path / "set")]
    assert stored
    assert [digest(s) for s in make(**options)] == stored


def test_make_meets_shares_of_forms_as_a_recipe_does(tmp_path: Path, proofpress: Command) -> None:
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text("domains: {geometry: 1}\nsamples: 3\nseed: 2\nforms: {choice: 1, open: 1}\n")
    assert proofpress("make", recipe, "-o", tmp_path / "set", "-w", "1").code == 0
    stored = [s.questions for s in open_set(tmp_path / "set")]
    made = make(domains={"geometry": 1}, samples=3, seed=2, forms={"choice": 1, "open": 1})
    assert [[q.text for q in s.questions] for s in made] == [[q.text for q in questions] for questions in stored]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"domain": "charts", "dificulty": 3}, "unknown key 'dificulty': did you mean 'difficulty'"),
        ({"domain": "chart"}, "did you mean 'charts'"),
        ({"domain": "charts", "degrade": "heavily"}, "did you mean 'heavy'"),
        ({"domain": "charts", "template": "charts/bars"}, "bar"),
        ({"domain": "charts", "n": 0}, "samples: cannot be 0"),
        ({"domain": "charts", "n": 2, "samples": 3}, "samples is given twice"),
        ({"domain": "charts", "lang": "xx"}, "language"),
        ({"domain": "charts", "data": "none.csv"}, "none.csv: no such file"),
        ({"domain": "charts", "exports": [{"to": "trl"}]}, "stored set"),
        ({"domain": "clock", "plugin": "nowhere"}, "nowhere: no such folder"),
    ],
)
def test_bad_options_are_said_at_once_in_one_line(options: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput) as error:
        make(**options)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_a_stored_set_is_counted_and_searched(tmp_path: Path, proofpress: Command) -> None:
    assert proofpress("make", "--domain", "geometry", "-n", "3", "-o", tmp_path / "set", "-w", "1").code == 0
    stored = open_set(str(tmp_path / "set"))
    samples = list(stored)
    assert len(stored) == len(samples) == 3
    assert stored.by_id(samples[2].id) == samples[2]
    with pytest.raises(BadInput, match="no sample 'geometry-none'"):
        stored.by_id("geometry-none")


def test_the_names_last_when_everything_is_loaded() -> None:
    """No module of the package may take the place of a public name."""
    code = (
        "import proofpress; from proofpress.contract import digest; import proofpress.run.local;"
        "print([n for n in proofpress.__all__ if not callable(getattr(proofpress, n))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
