"""What the user wants of questions and pictures: nothing else is asked, and what cannot be is dropped with its reason."""

from __future__ import annotations

import pytest

from proofpress.engine import Constraints, Request
from proofpress.make_sample import Job, make_sample
from proofpress.model import Sample
from proofpress.recipe.quota import within_quota
from proofpress.registry import Registry


def made(engine: str, template: str, constraints: Constraints, index: int = 0, **more: str) -> tuple[Sample | None, set[str]]:
    request = Request(difficulty=4, text_load="lite", options=more, constraints=constraints)
    sample, drops = make_sample(Job(engine, template, index, 3, "wish", request), Registry.load())
    return sample, {d.reason for d in drops}


def test_only_long_proofs() -> None:
    for index in range(2):
        sample, _ = made("geometry", "triangle", Constraints(depth=dict.fromkeys(range(4, 13), 1.0)), index)
        assert sample is not None and all(q.depth >= 4 for q in sample.questions)


def test_only_these_forms_and_skills() -> None:
    skills = ("read_value", "locate", "maximum")
    sample, _ = made("charts", "bar", Constraints(forms={"open": 1.0, "box": 1.0}, depth={1: 1.0}, skills=skills))
    assert sample is not None
    assert {q.form for q in sample.questions} <= {"open", "box"}
    assert {s for q in sample.questions for s in q.skills} <= set(skills)


def test_looks_are_kept_and_packs_too() -> None:
    sample, _ = made("charts", "line", Constraints(), packs="health", looks="slide")
    assert sample is not None and (sample.spec["topic"], sample.style["look"]) == ("health", "slide")
    sample, _ = made("geometry", "triangle", Constraints(), looks="blueprint")
    assert sample is not None and sample.style["look"] == "blueprint"


@pytest.mark.parametrize(
    ("constraints", "reason"), [(Constraints(width=(5000, 6000)), "size"), (Constraints(visible=1.1), "few_questions")]
)
def test_pictures_that_will_not_do(constraints: Constraints, reason: str) -> None:
    sample, reasons = made("charts", "bar", constraints)
    assert sample is None and reason in reasons


def test_a_shard_keeps_what_meets_the_shares() -> None:
    constraints = Constraints(forms={"open": 50.0, "yes_no": 50.0}, forms_free=False, most=3)
    found = [made("charts", "bar_grouped", constraints, i)[0] for i in range(3)]
    samples = [s for s in found if s is not None]
    kept, drops = within_quota(samples, constraints, Registry.load())
    forms = [q.form for s in kept for q in s.questions]
    assert abs(forms.count("open") - forms.count("yes_no")) <= 1 and len(forms) >= 4
    assert all(len(s.questions) <= 3 for s in kept)
    assert len(forms) + len(drops) == sum(len(s.questions) for s in samples)
    assert {d.reason for d in drops} <= {"mix"}
    assert within_quota(samples, Constraints(), Registry.load()) == (samples, [])
