"""The policy's language: what it computes, what it refuses, and that it can do nothing else."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from proofpress.errors import BadInput
from proofpress.vlm.policy import FIELDS, compile_rule, load_policy

KNOWN = {"depth": 3, "form": "choice", "answer.rate": 0.75, "answer.agrees": True, "truth.sol": 4, "truth.clar": 3}


@pytest.mark.parametrize(
    "rule,want",
    [
        ("depth == 3", True),
        ("depth != 3", False),
        ("truth.sol + truth.clar >= 7", True),
        ("truth.sol - truth.clar > 1", False),
        ("answer.rate < 0.8 & form == 'choice'", True),
        ('form == "open" | answer.agrees', True),
        ("!(form == 'open') & !(depth < 2)", True),
        ("answer.agrees == false", False),
        ("true", True),
        ("judge.sol >= 3", None),
        ("!(judge.sol >= 3)", None),
        ("judge.sol + depth >= 3", None),
        ("long.agrees", None),
    ],
)
def test_what_a_rule_says(rule: str, want: bool | None) -> None:
    assert compile_rule(rule)(KNOWN) is want


def test_the_unknown_is_neither_true_nor_false() -> None:
    value = {"answer.agrees": True, "image_free.agrees": False}  # long.agrees is unknown
    names = {True: "answer.agrees", False: "image_free.agrees", None: "long.agrees"}
    for a, b in product(names, repeat=2):
        both, either = (compile_rule(f"{names[a]} {op} {names[b]}")(value) for op in "&|")
        assert both is (False if False in (a, b) else None if None in (a, b) else True)
        assert either is (True if True in (a, b) else None if None in (a, b) else False)


@pytest.mark.parametrize(
    "rule",
    [
        "", "depth", "depth >", "depth > > 2", "deep > 2", "form > 2", "form < 'a'", "depth > 2 &", "(depth > 2", "depth > 2)",
        "__import__('os')", "depth.real > 1", "depth > 2; true", "1 + 'a' == 2", "answer.agrees > 1", "depth = 3", "lambda: 1",
        "depth * 2 > 4", "(" * 500 + "true" + ")" * 500, "!" * 500 + "true",
    ],
)  # fmt: skip
def test_what_is_no_rule(rule: str) -> None:
    with pytest.raises(ValueError):
        compile_rule(rule)


def test_the_default_only_marks_and_sends_on() -> None:
    policy = load_policy()
    assert {r.do for r in policy.rules} == {"mark", "long"}
    worst = {f: 1 for f in FIELDS if f.startswith(("truth", "judge"))} | {"answer.agrees": False, "long.agrees": False}
    assert policy.decide(worst).do == "long"
    last = policy.decide(worst, may_go_long=False)
    assert last.do == "keep"
    assert {"truth rubric", "judge rubric", "long failed", "short failed"} <= set(last.marks)
    best = {f: 5 for f in FIELDS if f.startswith(("truth", "judge"))} | {"answer.agrees": True, "step.first_wrong": 0}
    assert policy.decide(best) == type(last)("keep")


def test_the_first_rule_that_decides(tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_text(
        "rules:\n  - {name: a, when: depth > 1, do: mark}\n  - {name: b, when: depth > 2, do: drop}\n"
        "  - {name: c, when: depth > 0, do: long}\n"
    )
    policy = load_policy(path)
    assert [(d.do, d.rule, d.marks) for d in map(policy.decide, ({"depth": 1}, {"depth": 3}))] == [
        ("long", "c", ("c",)),
        ("drop", "b", ("a", "b", "c")),
    ]
    assert policy.decide({"depth": 1}, may_go_long=False).do == "keep"
    assert policy.decide({}).marks == ()


@pytest.mark.parametrize(
    "text,said",
    [
        ("rules:\n  - {name: a, when: depht > 1, do: drop}\n", "depth"),
        ("rules:\n  - {name: a, when: depth > 1, do: explode}\n", "rules.1.do"),
        ("rules:\n  - {name: a, when: depth > 1}\n", "rules.1.do"),
        ("rules:\n  - {name: a, when: true, do: drop}\n", "rules.1.when"),
        ("rules:\n  - {name: a, when: depth > 1, do: drop, because: x}\n", "because"),
        ("rules:\n  - {name: a, when: depth > 1, do: drop}\n  - {name: a, when: depth > 2, do: drop}\n", "two rules"),
        ("ruels: []\n", "rules"),
        ("- a\n", "mapping"),
        ("rules: [\n", "YAML"),
        ("rules: !!python/object/apply:os.system ['true']\n", "YAML"),
    ],
)
def test_a_bad_file_is_one_line(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_text(text)
    with pytest.raises(BadInput) as error:
        load_policy(path)
    assert said in str(error.value) and "\n" not in str(error.value) and str(path) in str(error.value)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file"):
        load_policy(tmp_path / "none.yaml")
