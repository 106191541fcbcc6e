"""The final answer in free text: where it stands, when there is none, and that no text takes long or raises."""

from __future__ import annotations

import time

import pytest
from answer_cases import completions
from hypothesis import given, settings
from hypothesis import strategies as st

from proofpress.answers.equality import equal
from proofpress.answers.extract import boxes, final_answer
from proofpress.answers.mentioned_values import MentionedValues, mentions
from proofpress.model import Answer

TAKEN = [
    (r"so \boxed{\frac{24}{5}}", r"\frac{24}{5}"),
    (r"\boxed{5} and then \boxed{6}", "6"),
    (r"\boxed{\text{a } \boxed{5}}", r"\text{a } \boxed{5}"),
    (r"\boxed 5", "5"),
    (r"\boxed{\{1, 2\}}", r"\{1, 2\}"),
    ("<answer>12 cm</answer>", "12 cm"),
    ("<answer>1</answer> no, <answer>2</answer>", "2"),
    ("<ANSWER>\nB\n</ANSWER>", "B"),
    ("<answer>B", "B"),  # the closing tag was a stop word
    ("Answer: 12 cm", "12 cm"),
    ("**Answer:** 12 cm", "12 cm"),
    ("The answer is **12 cm**.", "12 cm."),
    ("Final answer: 12\nThe answer is 13", "12"),
    ("#### 42", "42"),
    ('{"answer": 5}', "5"),
    ('{"answer": true}', "Yes"),
    ('{"answer": ["a", "b"]}', '["a", "b"]'),
    ('```json\n{"bbox_2d": [1, 2, 3, 4]}\n```', '{"bbox_2d": [1, 2, 3, 4]}'),
    ("<think>5? 6?</think>7", "7"),
    ("thinking without a start</think>\n7", "7"),
    ("One. Two.\n**Three**", "Three"),
    ("First line\nlast line", "last line"),
    ("It stands at 5. The largest is No. 12 of them.", "The largest is No. 12 of them."),
    ("It is 3.5 cm long. So the area is 7 cm².", "the area is 7 cm²."),
    ("The correct option is (B) because it is.", "(B)"),
    ("the answer is 5.\nSo the answer is 5", "5"),
]
NOTHING = [
    "",
    "  \n ",
    "<think>The answer is 5",
    "I'm sorry, but I cannot view images.",
    "I am unable to see the picture.",
    "The answer is 5.\nNo, the answer is 6.",
    "Answer: B\nAnswer: C",
    r"\boxed{}"[:0],
    '{"answer": ""}',
    '{"answer": null}',
]


@pytest.mark.parametrize(("text", "answer"), TAKEN)
def test_the_answer_is_found(text: str, answer: str) -> None:
    assert final_answer(text) == answer


@pytest.mark.parametrize("text", NOTHING)
def test_there_is_nothing_to_take(text: str) -> None:
    assert final_answer(text) is None


def test_the_kind_of_answer_helps() -> None:
    text = "Yes. The bar is taller. It stands at 44."
    assert final_answer(text, "boolean") == "Yes" and final_answer(text) == "It stands at 44."
    assert final_answer("This fits option C and no other.", "choice") == "C"
    assert final_answer("Both option C and option D fit.", "choice") == "Both option C and option D fit."


def test_boxes_nest_and_unclosed_ones_do_not_count() -> None:
    assert boxes(r"\boxed{a{b}c} \boxed{d") == ["a{b}c"]
    assert boxes(r"\boxed{\boxed{1}}") == [r"\boxed{1}"]


def test_whole_completions() -> None:
    faults = []
    for answer, choices, text, right in completions():
        given_answer = final_answer(text, answer.type)
        if (given_answer is not None and equal(answer, given_answer, choices)) != right:
            faults.append((answer.text, text, given_answer, right))
    assert not faults


ANSWERS = [
    Answer("number", 5, "5"),
    Answer("number", 12, "12 cm", "cm"),
    Answer("number", 12, "12 cm", "cm", 0.5),
    Answer("boolean", True, "Yes"),
    Answer("choice", "A", "A"),
    Answer("text", "North", "North"),
    Answer("set", ("Leeds", "York"), "Leeds and York"),
    Answer("list", (1, 2), "1 and 2"),
    Answer("box", (1, 2, 3, 4), "(1, 2, 3, 4)", "px", 4.0),
    Answer("undetermined", {"missing": "x"}, "It cannot be determined."),
]
_PIECES = [*"0123456789.,:;/\\+-*^()[]{}<>$%°√π=≈|&'\" \n", "\\boxed{", "\\frac{", "<answer>", "</think>", " or ", "Leeds", "A"]
_SIGNS = st.lists(st.sampled_from(_PIECES), max_size=30).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), _SIGNS))
def test_no_text_raises(text: str) -> None:
    for answer in ANSWERS:
        assert equal(answer, text, ("40°", "5") if answer.type == "choice" else ()) in (True, False)
        taken = final_answer(text, answer.type)
        assert taken is None or isinstance(taken, str)


_HUGE = "9" * 400  # more than a float holds


@pytest.mark.parametrize(
    "text",
    [f"[{_HUGE}, 1, 2, 3]", f'{{"x": {_HUGE}, "y": 1, "width": 2, "height": 3}}', f'{{"bbox_2d": [1, 2, 3, {_HUGE}]}}', _HUGE],
)
def test_no_number_is_too_large_to_be_refused(text: str) -> None:
    assert not any(equal(answer, text, ("40°", "5") if answer.type == "choice" else ()) for answer in ANSWERS)


LOST = [
    "\n",
    "*",
    "\\boxed{",
    "the answer is ",
    "1",
    "1,234,",
    "(",
    "\\frac{",
    "$5 ",
    "<think>",
    "√",
    "[",
    " x",
    "-",
    "a = ",
    "5 or ",
]


_ROOTS = "(" + "+".join(f"√{n}" for n in range(1, 300)) + ")"
BOMBS = [
    "((((10^30)^30)^30)^30)^30",
    "(1+π)^30" * 60,
    "(√2+√3+√5+√7+√11+√13+π)^30 " * 60,
    "*".join(["10^30"] * 11),  # no float holds it
    "π^30" * 30,
    "√(7^30*7^30*7^30*7^30*7^30*7^30*7^30*7^30*7^30*7^30/11^30/11^30/11^30/11^30/11^30/11^30/11^30/11^29)",
    "√" + "√".join(["9" * 38 + "7"] * 12),
    f"{_ROOTS}*{_ROOTS}",
    "1," * 1900,
    "1 " * 1900,
]


@pytest.mark.parametrize("text", BOMBS, ids=lambda t: t[:24])
def test_a_short_text_that_means_much_work_costs_little(text: str) -> None:
    started = time.thread_time()
    for answer in ANSWERS:
        assert not equal(answer, text, ("40°", "5") if answer.type == "choice" else ())
    mentions(MentionedValues(text), 5, 1.0)
    assert time.thread_time() - started < 3


@pytest.mark.parametrize("piece", LOST)
def test_a_model_that_has_lost_its_way_costs_little(piece: str) -> None:
    text = piece * (40000 // len(piece))
    started = time.thread_time()
    taken = final_answer(text)
    for answer in ANSWERS:
        equal(answer, taken or text)
    assert time.thread_time() - started < 5  # a second on an idle machine, minutes before the patterns were bounded
