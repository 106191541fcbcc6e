"""Rewards: k of N right intermediate values score exactly k/N, and the three rules."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from proofpress.answers.numerals import show
from proofpress.answers.reward import ground_truth, intermediate, score
from proofpress.exact import Exact
from proofpress.model import Answer, Question, Step

STEPS = (
    Step("read_value", ("f1",), "s1", Decimal("240")),
    Step("read_value", ("f2",), "s2", Decimal("162.5")),
    Step("isosceles", ("f3",), "s3", True),  # a bare truth: nothing to look for
    Step("pythagoras", ("s1",), "s4", Exact.surd(7, 2)),
    Step("arg_max", ("s1",), "s5", "Leeds"),
    Step("sort", ("s1",), "s6", ("York", "Hull")),
    Step("ratio", ("s1", "s2"), "s7", Exact(11) / 9),
    Step("difference", ("s1", "s2"), "s8", Decimal("77.5")),
)
QUESTION = Question("q1", "open", "How much more is it?", Answer("number", Decimal("77.5"), "77.5 mm", "mm"), (), STEPS)
RIGHT = ["240", "162.5", r"7\sqrt{2}", "Leeds", "Hull comes before York", "1.222"]
WRONG = ["241", "162", r"7\sqrt{3}", "Bath", "Hull comes first", "1.23"]


@pytest.mark.parametrize("k", range(len(RIGHT) + 1))
def test_k_of_n_right_values_score_k_of_n(k: int) -> None:
    payload = ground_truth(QUESTION)
    assert len(json.loads(payload)["steps"]) == len(RIGHT)
    chain = ".\n".join([*RIGHT[:k], *WRONG[k:]]) + "."
    other = ".\n".join([*WRONG[: len(RIGHT) - k], *RIGHT[len(RIGHT) - k :]][::-1]) + "."
    for text in (chain, other):  # in any order
        assert score(text + "\n\\boxed{77.5}", payload)["steps"] == k / len(RIGHT)
        assert score(text, payload)["final"] == 0.0


def test_what_the_question_says_is_no_merit() -> None:
    told = Question("q1", "open", "240 mm fell in Leeds. How much more?", QUESTION.answer, (), STEPS)
    assert [s.output for s in intermediate(told)] == ["s2", "s4", "s6", "s7"]


def test_a_value_without_a_name_is_not_asked_for() -> None:
    steps = (Step("arg_max", (), "s1", "p10", "It is the highest point."), Step("lookup", ("s1",), "s2", 4, "It costs 4."))
    last = Step("double", ("s2",), "s3", 8, "Twice that is 8.")
    question = Question("q1", "open", "?", Answer("number", 8, "8"), (), (*steps, last))
    assert [s.output for s in intermediate(question)] == ["s2"]


def test_a_value_counts_once_and_the_answer_does_not() -> None:
    twice = (STEPS[0], STEPS[0], Step("x", (), "s9", Decimal("77.5")), STEPS[-1])
    assert len(intermediate(Question("q1", "open", "?", QUESTION.answer, (), twice))) == 1


@pytest.mark.parametrize(
    ("final", "steps", "rule", "reward"),
    [
        (1, 0.5, "final", 1),
        (1, 0.5, "sum", 1.25),
        (1, 0.5, "max", 1),
        (0, 0.5, "final", 0),
        (0, 0.5, "sum", 0.25),
        (0, 0.5, "max", 0.25),
    ],
)
def test_the_three_rules(final: int, steps: float, rule: str, reward: float) -> None:
    chain = "\n".join(RIGHT[: int(steps * len(RIGHT))]) + f"\n\\boxed{{{77.5 if final else 3}}}"
    found = score(chain, ground_truth(QUESTION), rule, 0.5)
    assert found["score"] == reward and found["final"] == final and found["steps"] == steps
    assert all(type(v) is float for v in found.values())


def test_an_unknown_rule_is_named() -> None:
    with pytest.raises(ValueError, match="average"):
        score("5", ground_truth(QUESTION), "average")


def test_form_is_rewarded_apart() -> None:
    payload = ground_truth(QUESTION)
    assert score("77.5 mm", payload, format_weight=0.1) == pytest.approx(
        {"score": 0.9, "final": 1, "steps": 0, "format": 0, "parsed": 1}
    )
    assert score("<answer>77.5</answer>", payload, format_weight=0.1)["score"] == 1


def test_no_answer_is_told_apart_from_a_wrong_one() -> None:
    payload = ground_truth(QUESTION)
    assert score("<think>240", payload)["parsed"] == 0 and score("\\boxed{3}", payload)["parsed"] == 1


def test_without_intermediate_values_the_share_is_the_final_score() -> None:
    bare = Question("q1", "open", "?", QUESTION.answer, (), STEPS[-1:])
    assert score("77.5", ground_truth(bare), "sum", 0.5)["score"] == 1.5
    assert score("3", ground_truth(bare), "sum", 0.5)["score"] == 0


def test_boxes_in_thousandths_and_of_a_resized_picture() -> None:
    box = Question("q1", "box", "Where?", Answer("box", (270, 264, 357, 352), "", "px", 4.0))
    payload = ground_truth(box, scale=(640 / 1000, 480 / 1000))
    assert score("[422, 550, 558, 733]", payload)["final"] == 1 and score("[270, 264, 357, 352]", payload)["final"] == 0
    half = ground_truth(box, scale=(2.0, 2.0))
    assert score("<box>(135,132),(178,176)</box>", half)["final"] == 1


def test_a_tolerance_of_a_step_is_kept() -> None:
    payload = ground_truth(QUESTION, tolerances={"s1": 5.0})
    assert score("about 237", payload)["steps"] == 1 / 6 and score("about 230", payload)["steps"] == 0


def test_values_are_shown_as_people_write_them() -> None:
    for step in intermediate(QUESTION)[:3]:
        assert score(f"it is {show(step.value)} then", ground_truth(QUESTION))["steps"] == 1 / 6
