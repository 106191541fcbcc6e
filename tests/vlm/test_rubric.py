"""Verdicts are read strictly; the rule is the stated one on all 625 tuples; truth's four scores on small cases."""

from __future__ import annotations

import json
from itertools import product

import pytest

from proofpress.model import Answer, Fact, Question, Region, Sample, box_quad
from proofpress.vlm.grade import DIMENSIONS, Grade, agreements, confusion_key, kept, pairs, parse_grade, parse_steps
from proofpress.vlm.mentions import Known, mentions, words_of
from proofpress.vlm.nonsense import nonsense
from proofpress.vlm.policy import compile_rule
from proofpress.vlm.rubric import Grader

GOOD = {"reason": "fine", "solvability": 5, "hallucination": 5, "clarity": 4, "nonsense": 5}
TEXT = json.dumps(GOOD)
RULE = "{0}.sol >= 3 & {0}.hall == 5 & {0}.clar >= 3 & {0}.non == 5 & {0}.sol + {0}.clar >= 7"


# --- verdicts ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"  {TEXT}\n",
        json.dumps(GOOD, indent=2),
        f"```json\n{TEXT}\n```",
        f"```\n{TEXT}\n```",
        f'<think>It looks like a 2. {{"clarity": 1}}</think>\n{TEXT}',
        json.dumps({k: v for k, v in GOOD.items() if k != "reason"}),
        json.dumps({**GOOD, "confidence": 0.9}),
    ],
)
def test_a_verdict_is_read(text: str) -> None:
    found = parse_grade(text)
    assert found is not None
    assert [getattr(found, d) for d in DIMENSIONS] == [5, 5, 4, 5]


NO_VERDICT = {
    "brackets": "[[4]]",
    "two brackets": "[[4]] ... [[5]]",
    "prose": "I would give it 4/5 on all counts.",
    "number": "7",
    "empty": "",
    "blank": " \n ",
    "two objects": f"{TEXT}\n{TEXT}",
    "two fences": f"```json\n{TEXT}\n```\n```json\n{TEXT}\n```",
    "prose around": f"Here is my verdict: {TEXT}",
    "prose behind": f"{TEXT} I hope that helps.",
    "list": f"[{TEXT}]",
    "numbers in quotes": json.dumps({**GOOD, "clarity": "4"}),
    "out of range": json.dumps({**GOOD, "clarity": 7}),
    "zero": json.dumps({**GOOD, "clarity": 0}),
    "minus": json.dumps({**GOOD, "clarity": -1}),
    "half": json.dumps({**GOOD, "clarity": 4.5}),
    "float": json.dumps({**GOOD, "clarity": 4.0}),
    "boolean": json.dumps({**GOOD, "clarity": True}),
    "null": json.dumps({**GOOD, "clarity": None}),
    "NaN": TEXT.replace("4", "NaN"),
    "nested": json.dumps({"scores": GOOD}),
    "missing": json.dumps({k: v for k, v in GOOD.items() if k != "nonsense"}),
    "a key twice": TEXT.replace('"clarity": 4', '"clarity": 4, "clarity": 1'),
    "cut": TEXT[:-5],
    "trailing comma": TEXT[:-1] + ",}",
    "single quotes": TEXT.replace('"', "'"),
    "thinking never ends": f"<think>{TEXT}",
    "deep": "[" * 100_000,
    "long": TEXT + " " * 5 + "x" * 30_000,
}


@pytest.mark.parametrize("text", NO_VERDICT.values(), ids=NO_VERDICT)
def test_no_verdict_is_no_score(text: str) -> None:
    assert parse_grade(text) is None
    assert parse_steps(text, 3) is None


def test_a_step_check_names_a_step_that_there_is() -> None:
    for n, want in ((0, 0), (3, 3)):
        found = parse_steps(json.dumps({"reason": "", "first_wrong": n}), 3)
        assert found is not None and found.first_wrong == want
    for bad in (4, -1, "2", None, 1.0, True):
        assert parse_steps(json.dumps({"reason": "", "first_wrong": bad}), 3) is None


# --- the rule ----------------------------------------------------------------------------------------------------------
def test_the_rule_on_all_625_tuples() -> None:
    by_file = {who: compile_rule(RULE.format(who)) for who in ("truth", "judge")}
    n = 0
    for sol, hall, clar, non in product(range(1, 6), repeat=4):
        stated = sol >= 3 and hall == 5 and clar >= 3 and non == 5 and sol + clar >= 7
        assert kept(sol, hall, clar, non) is stated
        for who, rule in by_file.items():
            fields = dict(zip((f"{who}.{s}" for s in ("sol", "hall", "clar", "non")), (sol, hall, clar, non), strict=True))
            assert rule(fields) is stated
        n += stated
    assert n == 8  # solvability, clarity: 3 with 4 and 5, 4 with 3 to 5, 5 with 3 to 5


def test_judge_against_truth() -> None:
    truth = dict.fromkeys(DIMENSIONS, 5)
    counts: dict[str, int] = {"questions": 3}
    for scores in ((5, 5, 5, 5), (2, 5, 4, 5), (5, 5, 3, 1)):
        for key in pairs(truth, Grade(**dict(zip(DIMENSIONS, scores, strict=True)))):
            counts[key] = counts.get(key, 0) + 1
    assert counts[confusion_key("solvability", 5, 2)] == 1
    found = {a.dimension: a for a in agreements(counts)}
    assert [(a.n, a.exact, a.same_side) for a in found.values()] == [(3, 2, 2), (3, 3, 3), (3, 1, 3), (3, 2, 2)]
    assert found["nonsense"].matrix[4] == (1, 0, 0, 0, 2)
    assert agreements({"questions": 3}) == []


# --- truth -------------------------------------------------------------------------------------------------------------
def region(id: str, text: str, at: float, role: str = "entry") -> Region:
    return Region(id, role, box_quad(at, 10, at + 40, 20), text)


FACTS = (
    Fact("f1", "value", ("Arlo", "2010"), 12, "mm", ("r1", "r3"), "text"),
    Fact("f2", "value", ("Brent", "2010"), 30, "mm", ("r2", "r3"), "text"),
    Fact("f3", "colour", ("Arlo",), "blue", "", ("r1",), "text"),
    Fact("f4", "colour", ("Brent",), "orange", "", ("r2",), "text"),
)
REGIONS = (region("r1", "Arlo", 0), region("r2", "Brent", 50), region("r3", "2010", 100, "tick"))


def sample(facts: tuple[Fact, ...] = FACTS, regions: tuple[Region, ...] = REGIONS) -> Sample:
    return Sample("s", "any", "1", "t", "en", "train", 1, (), 200, 100, (), regions, facts)


def question(text: str, givens: tuple[str, ...] = ("f1",), **more: object) -> Question:
    return Question("q1", "open", text, Answer("number", 12, "12 mm", "mm"), givens=givens, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text,strange",
    [
        ("What is the rainfall in Arlo in 2010?", []),
        ("Arlo or Brent: which is higher in 2010?", []),
        ("What does orange stand for?", []),
        ("What is the rainfall in Carley in 2010?", ["Carley"]),
        ("Carley or Brent: which is higher?", ["Carley"]),
        ("What is the rainfall in Arlo in 2011?", ["2011"]),
        ("What does purple stand for?", ["purple"]),
        ("Is it in the 60–70 range?", ["60-70"]),
        ("What is the rainfall in Arlo Junction?", ["Junction"]),
        ("Is the rainfall in Arlo above 17 mm?", ["17"]),
        ("What is the rainfall in Arlo? Round your answer to 1 decimal place.", []),
    ],
)
def test_what_is_not_there(text: str, strange: list[str]) -> None:
    found = mentions(question(text), Known(sample()), words_of("en"))
    assert [m.text for m in found if not m.there] == strange


def test_readings() -> None:
    def readings(text: str, s: Sample, givens: tuple[str, ...] = ("f1",)) -> tuple[int, int]:
        found = Grader(s, words_of("en")).grade(question(text, givens))
        return found.clarity, found.readings

    text = "What is the rainfall in Arlo in 2010?"
    assert readings(text, sample()) == (5, 1)
    twice = (*REGIONS, region("r4", "Arlo", 150))
    assert readings(text, sample(regions=twice)) == (3, 2)
    assert readings(text, sample(regions=(*twice, region("r5", "Arlo", 150)))) == (1, 3)
    assert readings("What is the highest rainfall?", sample(regions=twice)) == (5, 1)
    assert readings(text, sample((*FACTS, Fact("f9", "value", ("Arlo", "2010"), 31, "mm", (), "text")))) == (3, 2)
    orange = sample((*FACTS, Fact("f9", "colour", ("Cleve",), "orange", "", (), "text")))
    assert readings("What does orange stand for?", orange, ("f4",)) == (3, 2)


def test_two_right_options_are_two_readings() -> None:
    q = Question("q1", "choice", "How much?", Answer("choice", "A", "12 mm"), ("12 mm", "1.2 cm", "5 mm"), givens=("f1",))
    assert Grader(sample(), words_of("en")).grade(q).clarity < 5
    assert Grader(sample(), words_of("en")).grade(Question(**{**_fields(q), "choices": ("12 mm", "9 mm")})).clarity == 5


def _fields(q: Question) -> dict[str, object]:
    return {n: getattr(q, n) for n in Question.__dataclass_fields__}


def test_leaves_that_are_lost() -> None:
    lost = sample((Fact("f1", "value", ("Arlo",), 12, "mm", (), "image"), Fact("f2", "value", ("B",), 1, "", (), "hidden")))
    grader = Grader(lost, words_of("en"))
    assert grader.grade(question("How much is it?", ("f1",))).solvability == 1
    assert grader.grade(question("How much is it?", ("f2",))).solvability == 1
    assert grader.grade(question("How much is it?", ("f7",))).reasons["solvability"] == ("the premise f7 is not on record",)
    found = Grader(sample(), words_of("en")).grade(question("How much is it?", ("f1", "f2", "f3", "f7")))
    assert (found.solvability, found.legible) == (2, 0.75)


@pytest.mark.parametrize(
    "text",
    [
        "What is {{ the_m }} in Arlo?", "What is None in Arlo?", "What is nan in Arlo?", "What is %s in Arlo?",
        "What is the the rainfall in Arlo?", "Which of the varietys grew most?", "What is (the rainfall in Arlo?",
        "What is the ?", "What is rainfall in  Arlo?", "What is a orange bar worth?", "What is the rainfall in Arlo",
        "Â£12 or more: which?", "What is \ufffd in Arlo?", "What is the rаinfall in Arlo?", "What?", "What is \"\" in Arlo?",
        "Which is between and the highest?",
    ],
)  # fmt: skip
def test_nonsense_is_seen(text: str) -> None:
    assert list(nonsense(question(text), words_of("en").data, text)), text


@pytest.mark.parametrize(
    "text",
    [
        "What is the rainfall in Arlo?", "Find ∠ABC.", "In 2010, an orange bar is 8 mm high. What is an 18 mm bar?",
        "Which days (of all) are higher than Brent's?", "What do the values add up to?", "The value is 1,200.5 mm. Is it?",
    ],
)  # fmt: skip
def test_sense_is_left_alone(text: str) -> None:
    assert not list(nonsense(question(text), words_of("en").data, text))
