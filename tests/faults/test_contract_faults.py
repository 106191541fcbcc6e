"""The contract's checks find what they are for: each is shown an engine with the fault planted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from proofpress.cli import app
from proofpress.contract import Subject, faults, subjects

PRICELIST = Path(__file__).parents[1] / "plugins" / "pricelist"
FAMILIES, REFUSALS = "every family of questions is asked", "refusals are told"
WHOLE = "totals and the like are of all of a kind"
WHERE = """try:
            yield ask("where", "locate_box", [prices[i]], "box", name=prices[i].args[0])
        except Inapplicable as fault:
            yield Rejected("where", str(fault))"""
PLAN = "def plan(self, template, request, rng):"
SAME = "same seed, same bytes, in any order and process"


def changed(folder: Path, file: str, *changes: tuple[str, str]) -> Subject:
    """A copy of the price list engine with texts of one file replaced."""
    shutil.copytree(PRICELIST, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    path = folder / file
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")
    return subjects(str(folder))[0]


def words(folder: Path, more: str) -> Subject:
    file = next(PRICELIST.glob("wording/en/questions.yaml"))
    shutil.copytree(PRICELIST, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "wording" / "en" / "questions.yaml").write_text(file.read_text("utf-8") + more, "utf-8")
    return subjects(str(folder))[0]


@pytest.mark.parametrize("title", [FAMILIES, REFUSALS, WHOLE])
def test_the_sound_engine_passes(title: str) -> None:
    assert faults(title, subjects(str(PRICELIST))[0]) == []


def test_a_family_that_is_never_proposed_is_named(tmp_path: Path) -> None:
    found = faults(FAMILIES, words(tmp_path / "p", "\nrefund:\n  open: ['What is refunded?']\n"))
    assert len(found) == 1 and "'refund/open'" in found[0] and "never proposes" in found[0]


def test_a_part_that_a_family_cannot_take_is_named(tmp_path: Path) -> None:
    subject = changed(tmp_path / "p", "wording/en/questions.yaml", ("total:\n", "total:\n  box: ['Where is the total?']\n"))
    found = faults(FAMILIES, subject)
    assert len(found) == 1 and "'total/box'" in found[0] and "never takes the form" in found[0]


def test_a_family_that_is_always_given_up_is_told_with_its_reason(tmp_path: Path) -> None:
    subject = changed(
        tmp_path / "p",
        "engine.py",
        ("[quads[r] for r in f.at]", ""),
        ('yield ask("where", "locate_box", [prices[i]], "box", name=prices[i].args[0])', WHERE),
    )
    found = faults(FAMILIES, subject)
    assert len(found) == 1 and "'where/box'" in found[0] and "given up as Rejected" in found[0] and "quads" in found[0]


def test_an_answer_outside_its_pool_is_found(tmp_path: Path) -> None:
    args = '(n,), Decimal(p), "€")'  # a fact is named by the last of its args: no shelf is an item of the list
    found = faults(FAMILIES, changed(tmp_path / "p", "engine.py", (args, args.replace("(n,)", '(n, f"shelf {i}")'))))
    assert {line.split("'")[1] for line in found if "'shelf " in line and "not in the pool" in line} == {"dearest", "cheapest"}


def test_a_total_of_some_that_is_always_withdrawn_is_found(tmp_path: Path) -> None:
    subject = changed(tmp_path / "p", "engine.py", ('ask("total", "sum", prices)', 'ask("total", "sum", prices[:2])'))
    found = faults(WHOLE, subject)
    assert len(found) == 1 and "'total'" in found[0] and "withdrawn from 3 of 3" in found[0]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('ha="decimal"', 'ha="point"', "ha='point' is not one of left"),
        (
            '("total", "sum", prices)',
            '("total", "both", prices[:2])',
            "'both' is neither a common one nor in PriceList",
        ),
    ],
)
def test_an_engine_that_raises_is_told_by_its_own_line_and_no_traceback(tmp_path: Path, old: str, new: str, told: str) -> None:
    both = 'COMMON = vocabulary([*OPERATORS, Operator("both", lambda a, b: a.value + b.value, ("number", "number"))])'
    names = ("Ambiguous, Inapplicable, Term", "Ambiguous, Inapplicable, Operator, Term")
    changed(tmp_path / "p", "engine.py", (old, new), ("COMMON = vocabulary(OPERATORS)", both), names)
    done = CliRunner().invoke(app, ["test-plugin", str(tmp_path / "p")])
    assert done.exit_code == 1 and isinstance(done.exception, SystemExit), done.exception
    assert told in done.output and ("engine.py:" in done.output or "both" in told)
    assert "skip pricelist: facts re-derive from the Spec (no sample)" in done.output


def test_a_swallowed_refusal_is_found(tmp_path: Path) -> None:
    subject = changed(
        tmp_path / "p",
        "engine.py",
        (" as fault:  # two of one price", ":"),
        ("yield Rejected(family, str(fault))", "continue"),
    )
    found = faults(REFUSALS, subject)
    assert len(found) == 1 and found[0].startswith("engine.py:") and "swallowed" in found[0]


@pytest.mark.parametrize(
    "leak",
    [
        'int(__import__("os").environ.get("TZ", "x") == "Pacific/Kiritimati")',
        'len(str(__import__("pathlib").Path.home())) % 7',
        'len("I".lower() + __import__("os").environ.get("LC_ALL", "")) % 5',
    ],
)
def test_bytes_that_follow_the_machine_are_found(tmp_path: Path, leak: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LC_ALL", raising=False)
    subject = changed(
        tmp_path / "p", "engine.py", ("def facts(self, spec):", f"version = str({leak})\n\n    def facts(self, spec):")
    )
    assert any("another process, home, time zone or locale" in f for f in faults(SAME, subject))


def test_checks_without_a_sample_are_skipped_not_passed(tmp_path: Path) -> None:
    changed(
        tmp_path / "p",
        "engine.py",
        (
            "def plan(self, template, request, rng):",
            "def plan(self, template, request, rng):\n        raise Refused('never: planted')\n",
        ),
        ("from proofpress.engine import ", "from proofpress.engine import Refused, "),
    )
    result = CliRunner().invoke(app, ["test-plugin", str(tmp_path / "p")])
    assert result.exit_code == 1
    assert "FAIL pricelist: every template leads to samples" in result.output
    assert "skip pricelist: every question passes every check (no sample)" in result.output
    assert "ok   pricelist: every question passes every check" not in result.output
