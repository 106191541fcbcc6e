"""A member of a group that is left out in silence is found by `check`, in every kind of chart, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

import pytest

from proofpress.check import check_sample
from proofpress.check.complete import complete
from proofpress.check.execute import FAULTS, results
from proofpress.engine import Request
from proofpress.make_sample import Job, make_sample
from proofpress.model import Fact, Question, Region, Sample, Step, box_quad
from proofpress.reason.library import OPERATORS
from proofpress.reason.operators import Operator
from proofpress.reason.proof import same
from proofpress.registry import Registry

KINDS = [t.split("/")[-1] for t in Registry.load().templates("charts")]
COMMON = {op.name: op for op in OPERATORS}


@lru_cache(maxsize=64)
def sample_of(kind: str, index: int) -> Sample | None:
    return make_sample(Job("charts", kind, index, 31, "train", Request(difficulty=2, text_load="lite")), Registry.load())[0]


def without(sample: Sample, question: Question, fact: Fact) -> Question | None:
    """The question as a maker would pose it who overlooks the fact, where its answer stays the same; else None."""
    steps = tuple(replace(s, inputs=tuple(i for i in s.inputs if i != fact.id)) for s in question.steps)
    left = replace(question, steps=steps, givens=tuple(i for i in question.givens if i != fact.id))
    regions = {r.id: r for r in sample.regions}
    try:
        terms = results(left, sample.facts, regions, Registry.load().operators("charts"))
    except FAULTS:
        return None
    return left if all(same(s.value, t.value) for s, t in zip(steps, terms, strict=True)) else None


def overlooked(kind: str) -> Iterator[tuple[Sample, int, Question, Fact]]:
    """(sample, place, question without a member of its group, that member) of real samples of a kind."""
    operators = Registry.load().operators("charts")
    for index in range(12):
        sample = sample_of(kind, index)
        if sample is None:
            continue
        facts = {f.id: f for f in sample.facts}
        for at, question in enumerate(sample.questions):
            groups = [g for s in question.steps for g in operators[s.op].groups(s.inputs)]
            members = [facts[i] for g in groups if len(g) > 3 for i in g if i in facts and facts[i].predicate != "position"]
            for fact in members:
                left = without(sample, question, fact) if fact.given == "image" else None
                if left is not None:
                    yield sample, at, left, fact


def findings(sample: Sample, at: int, question: Question) -> set[str]:
    changed = replace(sample, questions=(*sample.questions[:at], question, *sample.questions[at + 1 :]))
    found = check_sample(changed, Registry.load(), second_road=False).findings
    return {f.check for f in found if f.question == question.id}


@pytest.mark.parametrize("kind", KINDS)
def test_a_hidden_mark_is_missed(kind: str) -> None:
    """The mark is covered and its fact hidden: the record is sound in all else, for it never speaks of it."""
    sample, at, question, fact = next(overlooked(kind))
    regions = tuple(replace(r, visible=0.1) if r.id in fact.at else r for r in sample.regions)
    facts = tuple(replace(f, given="hidden", regions=(), at=()) if f.id == fact.id else f for f in sample.facts)
    assert findings(replace(sample, regions=regions, facts=facts), at, question) == {"complete"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_mark_that_no_fact_names_is_missed(kind: str) -> None:
    """The record lost the fact; the mark, or what names it, stands in the picture all the same."""
    sample, at, question, fact = next(overlooked(kind))
    facts = tuple(f for f in sample.facts if f.id != fact.id)
    assert findings(replace(sample, facts=facts), at, question) == {"complete"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_covered_mark_is_no_premise(kind: str) -> None:
    sample, at, _, fact = next(overlooked(kind))
    regions = tuple(replace(r, visible=0.1) if r.id in fact.at else r for r in sample.regions)
    question = sample.questions[at]
    assert findings(replace(sample, regions=regions), at, question) == {"legible"}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_missed_in_sound_samples(kind: str) -> None:
    for index in range(3):
        sample = sample_of(kind, index)
        if sample is not None:
            found = check_sample(sample, Registry.load(), second_road=False).findings
            assert [f for f in found if f.check == "complete"] == []


# --- by hand ---------------------------------------------------------------------------------------------------------
def cells(rows: Sequence[str], columns: Sequence[str]) -> tuple[dict[str, Fact], dict[str, Region]]:
    """A grid: each cell a mark of its row, with the tick of its column and the name of its row."""
    regions = [Region(f"tick-{c}", "tick", box_quad(0, 0, 9, 9), c, "axis") for c in columns]
    regions += [Region(f"name-{r}", "name", box_quad(0, 0, 9, 9), r, "key") for r in rows]
    regions += [Region(f"{r}{c}", "mark", box_quad(0, 0, 9, 9), parent=r) for r in rows for c in columns]
    facts = [
        Fact(f"f-{r}{c}", "value", (r, c), n, regions=(f"{r}{c}", f"tick-{c}", f"name-{r}"))
        for n, (r, c) in enumerate(((r, c) for r in rows for c in columns), 1)
    ]
    return {f.id: f for f in facts}, {r.id: r for r in regions}


def left_out(op: str, inputs: Sequence[str], facts: dict[str, Fact], regions: dict[str, Region], **more: Operator) -> list[str]:
    question = Question("q", "open", "?", None, steps=(Step(op, tuple(inputs), "s1", 0),), givens=tuple(inputs))  # type: ignore[arg-type]
    return [m.split(" belongs")[0] for m in complete(question, facts, regions, COMMON | more)]


def test_rows_columns_and_grids_are_whole_by_themselves() -> None:
    facts, regions = cells("ABC", "xyz")
    row, other, column = [f"f-A{c}" for c in "xyz"], [f"f-B{c}" for c in "xyz"], [f"f-{r}x" for r in "ABC"]
    assert left_out("arg_max", row, facts, regions) == []
    assert left_out("arg_max", column, facts, regions) == []
    assert left_out("difference_of_sums", row + other, facts, regions) == []
    assert left_out("max_value", list(facts), facts, regions) == []
    assert left_out("arg_max", row[:2], facts, regions) == ["value(A, z) = 3", "mark 'Az'", "tick 'z'"]
    assert left_out("arg_max", column[1:], facts, regions) == ["value(A, x) = 1", "name 'A'"]
    assert left_out("difference_of_sums", row[:2] + other[:2], facts, regions)[0] == "value(A, z) = 3"
    assert len(left_out("max_value", list(facts)[1:], facts, regions)) == 2  # the fact and the mark


def test_some_that_are_named_are_no_group() -> None:
    facts, regions = cells("A", "xyz")
    read = {**facts, "s0": Fact("s0", "number", (), 1, given="hidden")}
    assert left_out("sum", ["f-Ax", "s0"], read, regions) == []  # one was worked out before
    assert left_out("cumulative_sum", ["f-Ax", "f-Ay"], facts, regions) == []
    assert left_out("compare", ["f-Ax", "f-Ay"], facts, regions) == []
    named = Operator("sum_of_named", COMMON["sum"].fn, ("number*",), whole=False)
    assert left_out("sum_of_named", ["f-Ax", "f-Ay"], facts, regions, sum_of_named=named) == []
    assert left_out("sum_of_named", ["f-Ax", "f-Ay"], facts, regions, sum_of_named=replace(named, whole=True)) != []


def test_what_is_zero_or_empty_counts() -> None:
    """A bar of no height and a bin that is empty have no mark of their own, yet they are of the group."""
    facts, regions = cells("A", "xyz")
    regions.pop("Az")
    facts["f-Az"] = replace(facts["f-Az"], value=0, regions=(), given="hidden")
    assert left_out("min_value", ["f-Ax", "f-Ay"], facts, regions) == ["value(A, z) = 0", "tick 'z'"]
    facts.pop("f-Az")
    assert left_out("min_value", ["f-Ax", "f-Ay"], facts, regions) == ["tick 'z'"]


def test_points_of_two_kinds_are_one_group() -> None:
    """A cloud of points in two colours: the largest of all is asked, and one point of a colour is not read."""
    regions = {f"p{n}": Region(f"p{n}", "point", box_quad(n, 0, n + 1, 1), parent="ab"[n % 2]) for n in range(6)}
    facts = {f"f{n}": Fact(f"f{n}", "x", (f"p{n}",), n, regions=(f"p{n}",)) for n in range(6)}
    assert left_out("max_value", list(facts), facts, regions) == []
    lost = {k: f for k, f in facts.items() if k != "f3"}
    assert left_out("max_value", list(lost), lost, regions) == ["point 'p3'"]
    hidden = {**facts, "f3": replace(facts["f3"], given="hidden", regions=())}
    assert left_out("max_value", list(lost), hidden, regions) == ["x(p3) = 3", "point 'p3'"]
