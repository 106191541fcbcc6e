"""The equality on German answers: right ones in another form score right, and nothing else does; English stays as it is."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from answer_cases import german_pairs, pairs

from proofpress.answers import in_english
from proofpress.answers.equality import equal
from proofpress.answers.extract import given_answer
from proofpress.answers.in_english import ENGLISH, language_of
from proofpress.answers.reward import ground_truth, score
from proofpress.model import Answer, Question, Step


def test_german_answers_are_judged() -> None:
    faults, n = [], 0
    for (answer, choices, text, right), told in german_pairs():
        for language in ("de", "") if told else ("de",):
            n += 1
            if equal(answer, text, choices, language=language) is not right:
                faults.append(
                    f"{answer.type} {answer.text!r} {'refuses' if right else 'accepts'} {text!r} (language {language!r})"
                )
    assert n >= 400 and not faults, "\n".join(faults)


def test_every_answer_equals_its_own_text() -> None:
    for (answer, choices, _, _), _ in german_pairs():
        assert equal(answer, answer.text, choices), answer.text
        assert all(equal(answer, alias, choices) for alias in answer.aliases), answer.aliases


def test_an_english_answer_is_told_from_a_german_one() -> None:
    for answer, choices, text, right in pairs():
        if not choices:
            assert language_of(answer) == ENGLISH, answer
        if right:
            assert equal(answer, text, choices) is equal(answer, text, choices, language="en")


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (Answer("number", 12, "12 cm", "cm"), "12 Zentimeter"),
        (Answer("number", 1234, "1,234"), "1.234"),
        (Answer("boolean", False, "No"), "Nein"),
        (Answer("text", "May", "May"), "Mai"),
        (Answer("undetermined", {"missing": "x"}, "It cannot be determined."), "nicht bestimmbar"),
    ],
)
def test_english_is_not_loosened(answer: Answer, text: str) -> None:
    assert not equal(answer, text) and not equal(answer, text, language="en")


@pytest.mark.parametrize(
    ("language", "value", "text", "right"),
    [
        ("fr", Decimal("1234.5"), "1 234,5", True),
        ("es", Decimal(12345), "12.345", True),
        ("es", Decimal("12.345"), "12.345", False),
        ("fa", Decimal("1234.5"), "۱٬۲۳۴٫۵", True),
        ("ja", Decimal(1234), "1,234", True),
        ("ja", Decimal("1.234"), "1,234", False),
    ],
)
def test_numbers_are_read_as_the_language_writes_them(language: str, value: Decimal, text: str, right: bool) -> None:
    assert equal(Answer("number", value, str(value)), text, language=language) is right


@pytest.mark.parametrize("fault", ["numbers", "words"])
def test_the_pairs_catch_an_equality_that_knows_no_german(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if fault == "numbers":
        monkeypatch.setattr(in_english, "_COMMA_LANGUAGES", frozenset())
    else:
        monkeypatch.setattr(in_english, "_WORDS_OF", {})
    in_english._rewritten.cache_clear()
    wrong = sum(equal(a, text, choices, language="de") is not right for (a, choices, text, right), _ in german_pairs())
    in_english._rewritten.cache_clear()
    assert wrong >= 15


def test_german_completions_give_their_answers() -> None:
    faults = []
    for (answer, choices, text, right), _ in german_pairs("completions_de.yaml"):
        given = given_answer(text, answer)
        if (given is not None and equal(answer, given, choices, language="de")) is not right:
            faults.append(f"{answer.text!r}: took {given!r} from {text!r}")
    assert not faults, "\n".join(faults)


def test_a_reward_is_given_in_the_language_of_its_payload() -> None:
    steps = (Step("read", (), "s1", Decimal("1234.5"), "Oben steht 1.234,5."), Step("x", ("s1",), "s2", 2469, "2.469"))
    question = Question("q1", "open", "Wie viel?", Answer("number", 2469, "2.469"), (), steps, (), 1, 1, ())
    payload = ground_truth(question, language="de")
    assert json.loads(payload)["language"] == "de" and "language" not in json.loads(ground_truth(question))
    said = "Oben steht 1.234,5. Das Doppelte ist 2.469. Die Antwort lautet 2.469."
    assert score(said, payload) == {"score": 1.0, "final": 1.0, "steps": 1.0, "format": 0.0, "parsed": 1.0}
    assert score("Die Antwort lautet 2,469.", payload)["final"] == 0.0
