"""The round trip: facts as text, the project's equality, and the original as the control."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from proofpress.model import Answer, Fact, Question, Sample, Step
from proofpress.vlm import roundtrip
from proofpress.vlm.backend import Ask, Reply

FACTS = (
    Fact("f", "value", ("Bus",), 5, "cm"),
    Fact("g", "value", ("Tram",), 6, "cm"),
    Fact("h", "secret", ("Bus",), 99, given="hidden"),
    Fact("t", "told", ("Bus",), 98, given="text"),
)
STEPS = (Step("read_value", ("f",), "s", 5, "5 cm"),)
QUESTION = Question("q", "open", "Find Bus.", Answer("number", 5, "5 cm", "cm"), steps=STEPS)
SAMPLE = Sample("s", "any", "1", "any/any", "en", "train", 1, (), 9, 9, facts=FACTS, questions=(QUESTION,))


def trip(question: Question, *replies: Reply) -> tuple[str, list[Ask]]:
    asked: list[Ask] = []
    left = list(replies)

    async def ask(request: Ask) -> Reply:
        asked.append(request)
        return left.pop(0)

    return asyncio.run(roundtrip.round_trip(SAMPLE, question, "What is Bus?", ask)), asked


def test_the_prompt_has_shown_facts_and_no_picture_and_no_answer() -> None:
    ask = roundtrip.ask_for(SAMPLE, QUESTION, "What is Bus?")
    assert ask.image is None and "value(Bus) = 5 cm" in ask.prompt and "What is Bus?" in ask.prompt
    assert "99" not in ask.prompt and "98" not in ask.prompt, (
        "hidden facts, and what a question's own words state, are no hints"
    )


def test_too_many_facts_are_cut_to_the_premises(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roundtrip, "MOST_FACTS", 1)
    assert roundtrip.facts_for(SAMPLE, QUESTION) == ("value(Bus) = 5 cm",)


@pytest.mark.parametrize(
    "new,old,outcome",
    [
        ("\\boxed{50 mm}", None, "same"),
        ("It is five. Answer: 5 cm", None, "same"),
        ("\\boxed{6 cm}", "\\boxed{5 cm}", "differs"),
        ("\\boxed{6 cm}", "\\boxed{6 cm}", "agrees"),
        ("\\boxed{6 cm}", "<think>never ends", "differs"),
        ("<think>never ends", None, "unanswered"),
    ],
)
def test_outcomes(new: str, old: str | None, outcome: str) -> None:
    replies = [Reply(new), *([Reply(old)] if old is not None else [])]
    said, asked = trip(QUESTION, *replies)
    assert said == outcome and len(asked) == len(replies)
    assert outcome in roundtrip.OUTCOMES


def test_trouble_is_no_answer() -> None:
    assert trip(QUESTION, Reply(trouble="timeout"))[0] == "unanswered"
    assert trip(QUESTION, Reply("\\boxed{6}"), Reply(trouble="timeout"))[0] == "differs"


def test_places_are_not_asked_for() -> None:
    question = replace(QUESTION, form="point", answer=Answer("point", (1, 2), "(1, 2)"))
    assert trip(question) == ("not asked", [])


def test_an_undetermined_answer_is_not_given_away() -> None:
    question = replace(QUESTION, answer=Answer("undetermined", {"missing": "x"}, "It cannot be determined: x."))
    ask = roundtrip.ask_for(SAMPLE, question, "What is Bus?")
    plain = roundtrip.ask_for(SAMPLE, QUESTION, "What is Bus?")
    assert ask.prompt == plain.prompt
    assert trip(question, Reply("\\boxed{cannot be determined}"))[0] == "same"
