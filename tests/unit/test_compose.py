"""Compose: programs are checked before they run, refused by name when degenerate, and rest on what they use."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from proofpress.errors import BadInput
from proofpress.model import Fact
from proofpress.reason.compose import Binding, compose, constant, family, read_families
from proofpress.reason.library import OPERATORS
from proofpress.reason.operators import vocabulary

OPS = vocabulary(OPERATORS)
SIGNATURES = {
    "pair": {"a": "number", "b": "number"},
    "rows": {"p": "number*", "q": "number*"},
    "t": {"t": "number", "row": "number*"},
}


def fact(id: str, series: str, label: str, value: str, margin: float = 0.0) -> Fact:
    return Fact(id, "value", (series, label), Decimal(value), "mm", (f"r-{id}",), "image", margin)


def one(slots: str, program: str, kind: str, **more: Any) -> Any:
    return family("f", {"slots": slots, "program": program, "kind": kind, **more}, OPS, SIGNATURES, "families.yaml")


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ({"slots": "pair", "program": "difference(a)", "kind": "number"}, "takes 2 arguments, not 1"),
        ({"slots": "pair", "program": "difference(a, c)", "kind": "number"}, "no slot 'c'"),
        ({"slots": "pair", "program": "difference(a, compare(a, b))", "kind": "number"}, "takes number, not label"),
        ({"slots": "rows", "program": "difference(p, q)", "kind": "number"}, "takes number, not number*"),
        ({"slots": "pair", "program": "wobble(a, b)", "kind": "number"}, "unknown operator 'wobble'"),
        ({"slots": "pair", "program": "a + b", "kind": "number"}, "neither a slot nor an operator"),
        ({"slots": "pair", "program": "a", "kind": "number"}, "applies no operator"),
        ({"slots": "pair", "program": "difference(a, b)", "kind": "text"}, "cannot answer as text"),
        ({"slots": "nobody", "program": "difference(a, b)", "kind": "number"}, "unknown slots 'nobody'"),
        ({"slots": "pair", "program": "difference(a, b)", "kind": "number", "wieght": 2}, "unknown key 'wieght'"),
        ({"slots": "pair", "program": "difference(a, b)", "kind": "number", "weight": "much"}, "weight 'much' is no number"),
        (
            {"slots": "pair", "program": "difference(a, b)", "kind": "number", "decimals": "1"},
            "decimals '1' is no whole",
        ),
        ({"slots": "pair", "program": "difference(a, b)", "kind": "number", "forms": "open"}, "forms 'open' is no list"),
        ({"slots": "pair", "program": "difference(a, b)", "kind": "number", "forms": ["opne"]}, "form 'opne' is none of open"),
        ({"program": "difference(a, b)", "kind": "number"}, "needs slots, program and kind"),
    ],
)
def test_ill_formed_families_are_bad_input(entry: dict[str, Any], fault: str) -> None:
    with pytest.raises(BadInput) as error:
        family("broken", entry, OPS, SIGNATURES, "here.yaml")
    assert fault in str(error.value)
    assert "here.yaml" in str(error.value) and "'broken'" in str(error.value)


def test_unreadable_and_broken_files_are_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No such file"):
        read_families(tmp_path / "none.yaml", OPS, SIGNATURES)
    broken = tmp_path / "families.yaml"
    broken.write_text("a: [")
    with pytest.raises(BadInput, match=r"families.yaml, line 2: broken YAML"):
        read_families(broken, OPS, SIGNATURES)


def run(f: Any, groups: dict[str, tuple[Fact, ...]], **more: Any) -> tuple[list[Any], list[tuple[str, str]]]:
    drops: list[tuple[str, str]] = []
    rng = np.random.Generator(np.random.Philox(1))
    return compose([f], {f.slots: lambda rng: Binding(groups, **more)}, OPS, rng, 1, drops=drops), drops


P = tuple(fact(f"p{i}", "P", at, v) for i, (at, v) in enumerate((("x", "10"), ("y", "30"), ("z", "20"))))
Q = tuple(fact(f"q{i}", "Q", at, v) for i, (at, v) in enumerate((("x", "1"), ("y", "2"), ("z", "3"))))


def test_a_program_runs_into_a_proof_that_rests_on_what_it_uses() -> None:
    (candidate,), _ = run(one("rows", "lookup(arg_max(p), q)", "number"), {"p": P, "q": Q})
    proof = candidate.proof
    assert proof.conclusion.value == 2 and proof.depth == 2
    assert [s.term.id for s in proof.steps] == ["s1", "s2"]
    assert {f.id for f in proof.leaves} == {"p0", "p1", "p2", "q1"}  # of q only the value that is read


def test_equal_sub_programs_are_done_once() -> None:
    program = "absolute_difference(lookup(arg_max(p), p), lookup(arg_max(p), q))"
    (candidate,), _ = run(one("rows", program, "number"), {"p": P, "q": Q})
    assert [s.op for s in candidate.proof.steps] == ["arg_max", "lookup", "lookup", "absolute_difference"]


def test_neighbours_give_near_misses() -> None:
    f = one("pair", "difference(read_value(a), read_value(b))", "number")
    (candidate,), _ = run(f, {"a": P[1:2], "b": P[:1]}, others=(("wrong label", {"b": P[2:3]}),))
    assert candidate.near == ((Decimal(10), "wrong label"),)


@pytest.mark.parametrize(
    ("f", "groups", "reason"),
    [
        (one("pair", "difference(a, b)", "number"), {"a": P[:1], "b": P[:1]}, "tie"),
        (one("pair", "ratio(a, b)", "number"), {"a": P[:1], "b": (fact("o", "P", "o", "0"),)}, "zero denominator"),
        (one("pair", "mean(a, b)", "number"), {"a": P[:1], "b": P[:1]}, "same label twice"),
        (one("t", "count_above(t, row)", "number"), {"t": (constant("c1", 99),), "row": P}, "empty"),
        (one("t", "filter_above(t, row)", "set"), {"t": (constant("c1", 1),), "row": P}, "all"),
        (
            one("pair", "greater(a, b)", "boolean"),
            {"a": (fact("m", "P", "m", "10", 2.0),), "b": (fact("n", "P", "n", "13", 2.0),)},
            "margin",
        ),
    ],
)
def test_degenerate_questions_are_refused_by_name(f: Any, groups: dict[str, tuple[Fact, ...]], reason: str) -> None:
    found, drops = run(f, groups)
    assert not found
    assert drops[0] == ("f", reason)


def test_a_binder_that_finds_nothing_ends_the_search() -> None:
    f = one("pair", "difference(a, b)", "number")
    drops: list[tuple[str, str]] = []
    assert compose([f], {"pair": lambda rng: None}, OPS, np.random.Generator(np.random.Philox(1)), 5, drops=drops) == []
    assert drops == [("f", "slots")]
