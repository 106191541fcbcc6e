"""A needless given is found: by the engine, when a question is made, and by `check` from the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pytest
from proofpress.engines.geometry.solve import needless, solve
from proofpress.engines.geometry.vocabulary import CONTEXT

from proofpress.ask.forms import UNDETERMINED
from proofpress.check import check_sample
from proofpress.engine import Engine, Request
from proofpress.make_sample import Job, make_sample
from proofpress.model import Fact, Question, Sample
from proofpress.reason.operators import is_number
from proofpress.reason.proof import concluding
from proofpress.registry import Registry
from proofpress.seeds import stream


@lru_cache(maxsize=1)
def figures() -> tuple[Sample, ...]:
    registry = Registry.load()
    names = list(registry.templates("geometry"))[:12]
    made = (
        make_sample(Job("geometry", name.split("/")[-1], 0, 5, "train", Request(difficulty=2, text_load="lite")), registry)[0]
        for name in names
    )
    return tuple(s for s in made if s is not None)


def numeric(sample: Sample) -> list[tuple[int, Question, Fact]]:
    """(place, question, asked quantity) of the questions whose proof concludes a number of the figure."""
    operators = Registry.load().operators("geometry")
    facts = {f.id: f for f in sample.facts}
    out = []
    for i, q in enumerate(sample.questions):
        step = concluding(q.steps, operators)
        if q.answer.type != UNDETERMINED and step is not None and step.output in facts and is_number(step.value):
            out.append((i, q, facts[step.output]))
    return out


def told(sample: Sample, question: Question) -> list[Fact]:
    facts = {f.id: f for f in sample.facts}
    return [f for i in question.givens if (f := facts[i]).predicate not in CONTEXT | {"claim"}]


def test_no_given_can_be_left_out() -> None:
    """By the second road, which starts from random figures: without any one given, several values are left."""
    tried = 0
    for sample in figures():
        for _, q, _ in numeric(sample):
            for g in told(sample, q):
                less = replace(q, givens=tuple(i for i in q.givens if i != g.id))
                verdict = solve(replace(sample, questions=(less,)), 0, stream(3, q.id, g.id))
                assert not (verdict.covered and verdict.unique), (sample.id, q.text, str(g))
                tried += verdict.covered
    assert tried >= 50


def test_check_finds_a_given_too_many() -> None:
    planted = 0
    for sample in figures():
        for i, q, _ in numeric(sample):
            spare = next(
                (f for f in sample.facts if f.given == "image" and f.predicate not in CONTEXT and f.id not in q.givens), None
            )
            if spare is None:
                continue
            worse = replace(q, givens=(*q.givens, spare.id))
            changed = replace(sample, questions=(*sample.questions[:i], worse, *sample.questions[i + 1 :]))
            found = [f for f in check_sample(changed, Registry.load(), second_road=False).findings if f.check == "needless"]
            assert [f.question for f in found] == [q.id] and str(spare) in found[0].message
            planted += 1
        assert not [f for f in check_sample(sample, Registry.load(), second_road=False).findings if f.check == "needless"]
    assert planted >= 15


RIGHT = {"points": {"A": [0, 0], "B": [4, 0], "C": [0, 3]}, "lines": [["A", "B"], ["B", "C"], ["A", "C"]], "circles": []}
HALVED = {**RIGHT, "points": {**RIGHT["points"], "M": [2, 0]}, "lines": [["A", "M", "B"], ["B", "C"], ["A", "C"]]}
THALES = {
    "points": {"A": [-5, 0], "B": [5, 0], "O": [0, 0], "C": [1.4, 4.8]},
    "lines": [["A", "O", "B"], ["A", "C"], ["B", "C"]],
    "circles": [{"center": "O", "on": ["A", "B", "C"]}],
}
SQUARE_MARK = Fact("r", "right_angle", ("B", "A", "C"))
AB, AC, BC = (Fact(n, "length", tuple(n.upper()), v) for n, v in (("ab", 4), ("ac", 3), ("bc", 5)))


@pytest.mark.parametrize(
    ("spec", "givens", "asked", "spare"),
    [
        (RIGHT, (SQUARE_MARK, AB, AC), Fact("s", "length", ("B", "C"), 5), ""),
        (RIGHT, (SQUARE_MARK, AB, AC, BC), Fact("s", "angle", ("A", "B", "C"), 36.86989764584402), "r ab ac bc"),
        (RIGHT, (SQUARE_MARK, AB, AC, BC), Fact("s", "area", ("A", "B", "C"), 6), "r ab ac bc"),
        (HALVED, (Fact("m", "midpoint", ("M", "A", "B")), AB), Fact("s", "ratio", ("A", "M", "A", "B"), 0.5), "ab"),
        (
            THALES,
            (Fact("r", "right_angle", ("A", "C", "B")), Fact("ab", "length", ("A", "B"), 10)),
            Fact("s", "length", ("C", "O"), 5),
            "r",
        ),
        (RIGHT, (AB, AC), Fact("s", "length", ("B", "C"), 5), ""),  # nothing follows, so nothing is too much
        (RIGHT, (SQUARE_MARK, AB, AC), Fact("s", "longer", ("A", "B", "A", "C"), "AB"), ""),  # no quantity
    ],
)
def test_the_engine_tells_what_is_needless(spec: dict[str, Any], givens: Sequence[Fact], asked: Fact, spare: str) -> None:
    assert " ".join(f.id for f in needless(spec, givens, asked)) == spare


def test_a_length_that_is_least_is_not_fixed_by_that() -> None:
    """The height is the shortest way: it stands still to first order where the foot is not told to be one."""
    spec = {
        "points": {"A": [0, 3], "B": [-4, 0], "C": [4, 0], "H": [0, 0]},
        "lines": [["A", "B"], ["B", "H", "C"], ["A", "C"], ["A", "H"]],
        "circles": [],
    }
    sides = [Fact(n, "length", tuple(sorted(n.upper())), v) for n, v in (("ab", 5), ("ac", 5), ("bc", 8))]
    foot = Fact("h", "right_angle", ("A", "H", "B"))
    assert [f.id for f in needless(spec, [*sides, foot], Fact("s", "length", ("A", "H"), 3))] == []


def test_an_engine_need_only_say_what_is_forced() -> None:
    class Sums(Engine):
        """Two of the three numbers force the total; the third says it again."""

        def forced(self, spec: dict[str, Any], premises: Sequence[Fact], asked: Fact) -> bool:
            return len(premises) >= 2

    three = [Fact(f"f{n}", "part", (str(n),), n) for n in range(3)]
    assert list(Sums().needless({}, three, Fact("s", "total", (), 3))) == three
    assert list(Sums().needless({}, three[:2], Fact("s", "total", (), 3))) == []
    assert list(Engine().needless({}, three, Fact("s", "total", (), 3))) == []  # independent data
