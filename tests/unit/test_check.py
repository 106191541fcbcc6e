"""Each check catches its planted faults in a stored sample, and says nothing of a sound one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest

from proofpress.ask.forms import FORM_OPERATORS, UNDETERMINED
from proofpress.check import Report, check_sample
from proofpress.check.located import located, misplaced
from proofpress.check.printed import Print
from proofpress.check.second_road import calibration, from_premises
from proofpress.draw.encode import decode, encode
from proofpress.engine import Engine, Request, Verdict
from proofpress.exact import Exact
from proofpress.make_sample import Job, make_sample
from proofpress.model import Answer, Fact, Question, Region, Sample, Step, box_quad
from proofpress.reason.operators import Operator
from proofpress.reason.proof import concluding
from proofpress.registry import Registry


def largest(q: Question) -> bool:
    """Does it ask for the largest value, as a number?"""
    return q.form == "open" and [s.op for s in q.steps] == ["max_value"]


@cache
def sound() -> Sample:
    """A chart with an open question, a choice, and a question for the largest value."""
    for index in range(60):
        job = Job("charts", "bar", index, 1, "train", Request(difficulty=2, text_load="lite"))
        sample, _ = make_sample(job, Registry.load())
        if sample is not None and any(q.form == "choice" for q in sample.questions) and any(map(largest, sample.questions)):
            return sample
    raise AssertionError("no such sample")


def at(form: str) -> int:
    """The place of the first question of a form."""
    return next(i for i, q in enumerate(sound().questions) if q.form == form)


def asked(form: str, change: Callable[[Question], Question]) -> Sample:
    """The sample with one of its questions changed."""
    number = at(form)
    return replace(sound(), questions=tuple(change(q) if i == number else q for i, q in enumerate(sound().questions)))


def known(form: str, change: Callable[[Fact], list[Fact]]) -> Sample:
    """The sample with the fact changed that is a question's first given and shown."""
    facts = {f.id: f for f in sound().facts}
    id = next(i for i in sound().questions[at(form)].givens if facts[i].given == "image")
    return replace(sound(), facts=tuple(g for f in sound().facts for g in (change(f) if f.id == id else [f])))


def seen(visible: float) -> Sample:
    return replace(sound(), regions=tuple(replace(r, visible=visible) for r in sound().regions))


def shifted(q: Question) -> Question:
    """Another answer with another text, as a wrong sum would give."""
    value = q.answer.value + 1
    return replace(q, answer=replace(q.answer, value=value, text=str(value), aliases=()))


def test_a_sound_sample_has_no_finding() -> None:
    report = check_sample(sound(), Registry.load())
    assert (report.findings, report.wrong, report.samples) == ([], 0, 1)
    assert 0 < report.covered == report.agree <= report.questions == len(sound().questions)


FAULTS: dict[str, tuple[Callable[[], Sample], str, str]] = {
    "another answer": (lambda: asked("open", shifted), "execute", "the answer says"),
    "another step": (
        lambda: asked("open", lambda q: replace(q, steps=(replace(q.steps[0], value=-1), *q.steps[1:]))),
        *("execute", "not the recorded -1"),
    ),
    "an unknown operator": (
        lambda: asked("open", lambda q: replace(q, steps=(replace(q.steps[0], op="divine"), *q.steps[1:]))),
        *("execute", "cannot be executed"),
    ),
    "a premise that is no given": (lambda: asked("open", lambda q: replace(q, givens=q.givens[1:])), "execute", "no given"),
    "a fact that is gone": (lambda: known("open", lambda f: []), "execute", "unknown"),
    "no steps": (lambda: asked("open", lambda q: replace(q, steps=())), "execute", "the last step gives None"),
    "a text that says another thing": (
        lambda: asked("open", lambda q: replace(q, answer=replace(q.answer, text="12345678"))),
        *("execute", "does not say its value"),
    ),
    "an alias of another thing": (
        lambda: asked("open", lambda q: replace(q, answer=replace(q.answer, aliases=("12345678",)))),
        *("execute", "is not equal to the answer"),
    ),
    "an option twice": (
        lambda: asked("choice", lambda q: replace(q, choices=(q.choices[0], *q.choices[:-1]))),
        *("execute", ""),
    ),
    "a premise that is hidden": (
        lambda: known("open", lambda f: [replace(f, given="hidden")]),
        *("answerable", "neither shown nor stated"),
    ),
    "a premise that is not used": (
        lambda: asked(
            "open", lambda q: replace(q, givens=(*q.givens, next(f.id for f in sound().facts if f.id not in q.givens)))
        ),
        *("answerable", "not used"),
    ),
    "an unfilled wording": (
        lambda: asked("open", lambda q: replace(q, text="How large is {{ name }}?")),
        "answerable",
        "unfilled",
    ),
    "a premise said twice": (lambda: known("open", lambda f: [f, replace(f, id="twin")]), "unique", "stated 2 times"),
    "nothing to be seen": (lambda: seen(0.3), "legible", "cannot be made out"),
    "a fact without a region": (lambda: known("open", lambda f: [replace(f, regions=())]), "legible", "no region shows it"),
    "a fact with an unknown region": (
        lambda: known("open", lambda f: [replace(f, regions=("r0?",))]),
        "legible",
        "unknown region",
    ),
    "a region outside": (
        lambda: replace(
            sound(), regions=tuple(replace(r, quad=tuple(v + 5000 for v in r.quad)) if r.text else r for r in sound().regions)
        ),
        *("legible", "leaves the picture"),
    ),
    "another picture size": (
        lambda: replace(sound(), images=(replace(sound().images[0], bytes=encode(np.full((9, 9, 3), 255, np.uint8), "png")),)),
        *("picture", "not the recorded one"),
    ),
    "undetermined, and shown": (
        lambda: asked("open", lambda q: replace(q, answer=replace(q.answer, type=UNDETERMINED))),
        *("execute", "is not missing"),
    ),
    "undetermined, without a step": (
        lambda: asked("open", lambda q: replace(q, steps=(), answer=replace(q.answer, type=UNDETERMINED))),
        *("execute", "the last step gives None"),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(name: str) -> None:
    plant, check, message = FAULTS[name]
    report = check_sample(plant(), Registry.load())
    assert [f for f in report.findings if f.check == check and message in f.message], report.findings
    assert (report.wrong > 0) == any(f.check in ("execute", "second_road") for f in report.findings)


def test_a_text_that_the_pixels_do_not_show_is_found_and_not_handed_to_a_reader() -> None:
    """The record and its proof agree; only the ink of a number beside the axis says otherwise."""
    tick = next(r for r in sound().regions if r.role == "y-tick" and any(c in "123456789" for c in r.text))
    digit = next(c for c in tick.text if c in "123456789")
    lie = replace(tick, text=tick.text.replace(digit, "7" if digit != "7" else "2", 1))
    sample = replace(sound(), regions=tuple(lie if r.id == tick.id else r for r in sound().regions))
    found = check_sample(sample, Registry.load())
    assert any(f.check == "ink" and tick.id in f.message for f in found.findings)
    pixels = decode(sample.images[0].bytes)
    handed = {r.id: r for r in calibration(sample, Print(sample, {0: pixels}), ("plot-area",))["regions"]}
    assert tick.id not in handed and len([r for r in handed.values() if r.role == "y-tick"]) >= 3
    assert {r.role for r in handed.values() if r.ink != "text"} == {"plot-area"}, "no other mark is handed over"


def test_a_place_is_where_its_fact_is() -> None:
    regions = {
        "n": Region("n", "item", box_quad(10, 10, 60, 24), "Tea", ink="text"),
        "p": Region("p", "price", box_quad(200, 10, 240, 24), "3.50", ink="text"),
        "b": Region("b", "bar", box_quad(10, 40, 90, 60)),
    }

    def found(
        at: tuple[str, ...], box: tuple[int, ...], value: Any = Decimal("3.50"), needs: tuple[str, ...] = ("n", "p")
    ) -> int:
        fact = Fact("f", "price", ("Tea",), value, "€", needs, at=at)
        question = Question("q", "box", "Where?", Answer("box", box, str(box), "px", 4.0), givens=("f",))
        return len(list(located(question, {"f": fact}, regions)))

    assert found(("p",), (200, 10, 240, 24)) == 0 == found(("b",), (10, 40, 90, 60))
    assert found(("n",), (10, 10, 60, 24)) > 0, "the name is not the price"
    assert found(("n",), (10, 10, 60, 24), needs=("n",)) > 0, "nor where the price is not needed"
    assert found(("p",), (10, 10, 60, 24)) > 0 and found((), (200, 10, 240, 24)) > 0
    assert found(("n",), (10, 10, 60, 24), value=1) == 0, "a rank is read off, not printed"


def test_a_picture_that_shows_another_value_is_wrong() -> None:
    """The record agrees with itself; only the second road, from the pixels, can tell."""
    highest = next(q for q in sound().questions if largest(q))
    other = highest.answer.value * 2
    lie = replace(
        highest,
        steps=(replace(highest.steps[0], value=other),),
        answer=replace(highest.answer, value=other, text=str(other), aliases=()),
    )
    found = check_sample(
        replace(
            sound(),
            facts=tuple(replace(f, value=f.value * 2) if f.id in highest.givens and f.margin else f for f in sound().facts),
            questions=(lie,),
        ),
        Registry.load(),
    )
    assert [f.check for f in found.findings] == ["second_road"]
    assert (found.wrong, found.covered, found.agree) == (1, 1, 0)


@pytest.mark.parametrize(
    ("verdict", "agrees"),
    [
        (lambda v: Verdict(True, (v,), True), True),
        (lambda v: Verdict(True, (9 * v + 99,), True), False),
        (lambda v: Verdict(True, ()), False),
        (lambda v: Verdict(True, (v, 9 * v + 99)), False),  # the answer is only one of those that the premises leave
    ],
)
def test_a_solver_agrees_with_the_one_value_that_is_forced(verdict: Callable[[float], Verdict], agrees: bool) -> None:
    number = next(i for i, q in enumerate(sound().questions) if q.form == "open" and q.answer.type == "number")

    class Solver(Engine):
        name = "solver"

        def solve(self, sample: Sample, question: int, rng: np.random.Generator) -> Verdict:
            return verdict(float(sample.questions[question].answer.value))

    second = from_premises(sound(), number, Solver(), Registry.load().operators("charts"))
    assert (second.covered, second.agrees) == (True, agrees)
    assert bool(second.note) is not agrees


def test_an_operator_that_only_restates_concludes_nothing() -> None:
    """The flag decides, not the operator's name: an engine may restate in words of its own."""
    found = Operator("found", lambda x: x.value)
    said = Operator("said_in_dozens", lambda x: x.value / 12, formal=True)
    steps = (Step("found", ("f1",), "s1", 24), Step("said_in_dozens", ("s1",), "s2", 2))
    assert concluding(steps, {"found": found, "said_in_dozens": said}) == steps[0]
    assert concluding(steps, {"found": found, "said_in_dozens": replace(said, formal=False)}) == steps[1]
    assert concluding(steps[1:], {"said_in_dozens": said}) is None
    assert {op.name for op in FORM_OPERATORS if op.formal} == {"agrees", "choose", *(f"round_{n}" for n in range(4))}


def test_reports_add_up() -> None:
    one, total = check_sample(asked("open", shifted), Registry.load()), Report()
    total.add(one)
    total.add(one)
    assert (total.samples, total.wrong, len(total.findings)) == (2, 2 * one.wrong, 2 * len(one.findings))
    assert total.roads == {"charts": {k: 2 * v for k, v in one.roads["charts"].items()}}


@pytest.mark.parametrize(("text", "value"), [("5√2 mm", Exact(5) * Exact(2).sqrt()), ("24/5", Exact(Fraction(24, 5)))])
def test_exact_values_are_printed_in_signs(text: str, value: Exact) -> None:
    region = Region("l", "label", box_quad(0, 0, 10, 10), text, ink="text")
    fact = Fact("f", "length", ("P", "Q"), value, "mm", ("l",), at=("l",))
    assert list(misplaced(fact, {"l": region})) == []
    assert list(misplaced(replace(fact, value=Decimal("7.25")), {"l": region})) != []
