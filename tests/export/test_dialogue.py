"""The turns: answers keep what their instructions ask for, chains end in the answer, conversations give nothing away."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import replace

import pytest

from proofpress.answers.equality import equal
from proofpress.answers.extract import final_answer
from proofpress.export import choose
from proofpress.export.boxes import parse
from proofpress.export.dialogue import dialogues, prompt, response
from proofpress.export.exporter import ANSWERS, REASONING, Settings
from proofpress.export.suffix import say, words
from proofpress.model import Answer, Caption, Image, Question, Region, Sample, Step, box_quad
from proofpress.seeds import stream

MISSING = re.compile(r"cannot be determined|not enough information", re.IGNORECASE)
# what an instruction promises of the answer; the first that matches the user's last line counts
PROMISES: tuple[tuple[str, str], ...] = (
    (r"option's letter|letter of the right option", r"^[A-J]$"),
    (r"yes or no", r"^(Yes|No)$"),
    (r"single word or phrase", r"^[^\n]{1,80}$"),
    (r"value|its unit", r"^-?[^\n]{0,3}[\d√π][^\n]{0,40}$|[Cc]annot be determined|not enough information"),
    (r"in a word or a short phrase", r"^[^\n]{1,80}$"),
    (r"separated by commas", r"^[^,;]+(, [^,;]+)*$"),
    (r"separated by semicolons", r"^[^;]+(; [^;]+)*$"),
    (r"\[x0, y0, x1, y1\]", r"^\[\d+, \d+, \d+, \d+\]$"),
    (r"\[x, y\]", r"^\[\d+, \d+\]$"),
)


def kept(user: str, assistant: str) -> bool:
    """Whether the answer is of the form that the user's last line asks for."""
    asks = user.rsplit("\n", 1)[-1]
    for pattern, form in PROMISES:
        if re.search(pattern, asks):
            return bool(re.search(form, assistant))
    return False


def test_no_answer_contradicts_its_instruction(samples: list[Sample]) -> None:
    settings = Settings(reasoning="none", suffix=True)
    told = [t for s in samples for d in dialogues(s, settings) for t in d.turns]
    assert len(told) > 300
    assert [(t.user, t.assistant) for t in told if not kept(t.user, t.assistant)] == []
    assert len({t.question.form for t in told if t.question}) >= 6


def test_a_contradiction_would_be_seen() -> None:
    assert not kept("How long?\nAnswer with yes or no.", "12 cm")
    assert not kept("Which?\nA. 1\nB. 2\nAnswer with the option's letter from the given choices directly.", "B. 2")
    assert not kept("Which towns?\nList the items, separated by commas.", "Arlo; Brent")
    assert not kept("How long?", "12 cm"), "no instruction at all"


@pytest.mark.parametrize("suffix", [False, True])
@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("reasoning", REASONING)
def test_the_answer_is_found_in_every_response(reasoning: str, answer: str, suffix: bool, samples: list[Sample]) -> None:
    """The project's own reading of free text finds the right answer in what a model would learn to say."""
    settings = Settings(reasoning=reasoning, answer=answer, suffix=suffix)
    lost = []
    for sample in samples:
        for question in sample.questions:
            said = response(sample, question, settings)
            found = final_answer(said, question.answer.type)
            if found is None or not equal(question.answer, found, question.choices):
                lost.append((said, found, question.answer.text))
    assert lost == []


def test_think_tags_hold_the_chain_and_nothing_else(samples: list[Sample]) -> None:
    for sample in samples:
        for question in sample.questions:
            said = response(sample, question, Settings(reasoning="think"))
            match = re.fullmatch(r"<think>\n(.+)\n</think>\n\n(.+)", said, re.DOTALL)
            assert match, said
            assert match[1].splitlines() == [s.text for s in question.steps if s.op != "choose"]


def test_an_answer_is_not_said_twice(samples: list[Sample]) -> None:
    said = [response(s, q, Settings()) for s in samples for q in s.questions]
    assert not [t for t in said if len(re.findall(r"answer is (?:yes|no)\b", t)) > 1]
    assert not [t for t in said if re.search(r"\b(so|hence)\b[^.\n]*\.\s+So the answer", t)]
    assert not [t for t in said if len(MISSING.findall(t)) > 1]


def test_users_speak_of_no_data_and_no_internals(samples: list[Sample]) -> None:
    kinds = ("each", "conversation", "detail", "reasoning")
    said = [x for s in samples for d in dialogues(s, Settings(kinds=kinds)) for t in d.turns for x in (t.user, t.assistant)]
    assert not [t for t in said if re.search(r"\b(JSON|spec|ground truth|dataset|operator|region id|fact f\d)\b", t)]
    assert not [t for t in said if re.search(r"\{\{|\}\}|\bNone\b|  |^\s|\s$", t)]
    assert not [t for t in said if not t]


# --- kinds ------------------------------------------------------------------------------------------------------------
def test_the_four_kinds(samples: list[Sample]) -> None:
    for sample in samples:
        by = {d.kind: d for d in dialogues(sample, Settings(kinds=("conversation", "detail", "reasoning"), reasoning="none"))}
        assert by["detail"].turns[0].assistant == max(sample.captions, key=lambda c: c.level).text
        deepest = by["reasoning"].turns[0].question
        assert deepest and deepest.depth == max(q.depth for q in sample.questions)
        assert deepest.steps[0].text in by["reasoning"].turns[0].assistant, "with its chain, whatever the settings say"
        assert {d.id for d in by.values()} == {f"{sample.id}-{kind}" for kind in by}
        assert 1 <= len(by["conversation"].turns) <= len(sample.questions)
    each = [d for s in samples for d in dialogues(s, Settings())]
    assert [d.id for d in each] == [f"{s.id}-{q.id}" for s in samples for q in s.questions]


def test_a_caption_is_asked_for_in_many_ways(samples: list[Sample]) -> None:
    asked = {d.turns[0].user for s in samples for d in dialogues(s, Settings(kinds=("detail",)))}
    assert len(asked) >= 8


def test_a_conversation_gives_nothing_away(samples: list[Sample]) -> None:
    for sample in samples:
        for dialogue in dialogues(sample, Settings(kinds=("conversation",))):
            asked = [t.question for t in dialogue.turns if t.question]
            said: set[object] = set()
            for q in asked:
                keys = choose._keys(q)
                assert not keys or keys[-1] not in said, f"{dialogue.id} {q.id}"
                said.update(keys)
            kinds = [q.answer.type == "undetermined" for q in asked if q.text_load != "vision"]
            assert kinds == sorted(kinds, reverse=True), "what cannot be determined is asked before a premise determines it"


def made(*questions: Question) -> Sample:
    return Sample(
        "x-1", "charts", "1", "bar", "en", "train", 7, (Image(b"", "x-1.png"),), 400, 300,
        captions=(Caption(1, "A bar chart."),), regions=(Region("r1", "bar", box_quad(10, 20, 30, 40)),), questions=questions,
    )  # fmt: skip


def asked(id: str, *steps: Step, form: str = "open", **more: object) -> Question:
    value = steps[-1].value
    return Question(id, form, f"Question {id}?", Answer("number", value, f"{value} mm", "mm"), steps=steps, **more)  # type: ignore[arg-type]


def test_what_an_earlier_turn_has_shown_is_not_asked_again() -> None:
    read = Step("read_value", ("f1",), "s1", 5, "The bar stands at 5 mm.", ("r1",))
    twice = Step("double", ("s1",), "s2", 10, "Twice that is 10 mm.")
    other = Step("read_value", ("f2",), "s1", 5, "The other bar stands at 5 mm.")
    sample = made(asked("q1", read, twice), asked("q2", read), asked("q3", other), asked("q4", other, text_load="vision"))
    [told] = dialogues(sample, Settings(kinds=("conversation",)))
    assert [t.question.id for t in told.turns if t.question] == ["q4", "q1"], "q2 and q3 were answered on the way"
    [told] = dialogues(sample, Settings(kinds=("conversation",), reasoning="none"))
    assert [t.question.id for t in told.turns if t.question] == ["q4", "q1", "q2"], "without its steps, q1 answers itself alone"


def test_a_question_in_the_picture_is_pointed_at() -> None:
    sample = made(asked("q1", Step("read", ("f1",), "s1", 5, "It is 5 mm."), text_load="vision", choices=("5 mm", "6 mm")))
    said = prompt(sample, sample.questions[0], Settings())
    assert "Question q1" not in said and "5 mm" not in said and re.search(r"picture|image|here", said)


def test_grounded_chains_name_the_boxes_that_they_look_at(samples: list[Sample]) -> None:
    sample = made(asked("q1", Step("read", ("f1",), "s1", 5, "It is 5 mm.", ("r1",))))
    said = response(sample, sample.questions[0], Settings(grounded=True))
    assert said.startswith("It is 5 mm. [[10, 20, 30, 40]] ")
    for dialect in ("qwen2.5", "thousandths", "unit"):
        for s in samples[:12]:
            for q in s.questions:
                said = response(s, q, Settings(grounded=True, dialect=dialect))
                wanted = sum(len(step.regions) for step in q.steps if step.op != "choose" and step.text)
                found = len(parse(said, (s.width, s.height), dialect))
                assert found >= wanted, said


# --- choosing --------------------------------------------------------------------------------------------------------
def test_filters(samples: list[Sample]) -> None:
    for settings, keeps in (
        (Settings(forms=("choice", "box")), lambda s, q: q.form in ("choice", "box")),
        (Settings(depth=(2, 3)), lambda s, q: 2 <= q.depth <= 3),
        (Settings(difficulty=(4, 5)), lambda s, q: q.difficulty >= 4),
        (Settings(text_loads=("full",)), lambda s, q: q.text_load == "full"),
        (Settings(templates=("charts/bar",)), lambda s, q: (s.engine, s.template) == ("charts", "bar")),
        (Settings(languages=("zh",)), lambda s, q: False),
        (Settings(splits=("train",)), lambda s, q: True),
    ):
        told = [d.id for s in samples for d in dialogues(s, settings)]
        assert told == [f"{s.id}-{q.id}" for s in samples for q in s.questions if keeps(s, q)]


def entropy(counts: Counter[str], of: int) -> float:
    total = sum(counts.values())
    return -sum(n / total * math.log(n / total) for n in counts.values()) / math.log(of)


def test_candidates_make_the_aspects_even() -> None:
    """2,000 pictures whose composer has favourites: five candidates bring the aspects to 0.95 of the highest entropy."""
    rng = stream(1, "test")
    favourites = ("read", "compute", "claim", "choose", "name", "list", "locate", "missing")
    pictures = []
    for _ in range(2000):
        likely = [a for a, p in zip(favourites, (0.95, 0.9, 0.8, 0.7, 0.5, 0.3, 0.3, 0.2), strict=True) if rng.random() < p]
        pictures.append(likely or ["read"])
    drawn = {}
    for n in (1, 5):
        weights = choose.balance(Counter(frozenset(choose.candidates(p, n)) for p in pictures))
        picks = Counter(choose._pick(choose.candidates(p, n), weights, rng) for p in pictures)
        drawn[n] = entropy(picks, len(favourites))
    assert drawn[5] >= 0.95 > drawn[1]


def test_one_candidate_a_picture(samples: list[Sample]) -> None:
    told = [d for s in samples for d in dialogues(s, Settings(candidates=5))]
    assert [d.sample.id for d in told] == [s.id for s in samples]
    assert len({choose.aspect(q) for d in told for t in d.turns if (q := t.question)}) >= 5
    other = [d.id for s in samples for d in dialogues(s, Settings(candidates=5, seed=1))]
    assert other != [d.id for d in told]


# --- words -----------------------------------------------------------------------------------------------------------
def test_a_language_without_words_is_answered_in_english() -> None:
    assert words("xx").sections == words("en").sections
    assert say("xx", "the", stream(1, "x")) in ("The", "So the")


def test_every_wording_renders() -> None:
    slots = {"question": "It is ____.", "answer": "5", "the": "The", "commas": True, "layout": "as [x, y]", "kind": "choice"}
    for key, entry in words("en").sections["exports"].items():
        if key in ("passing", "stated", "so", "asks_itself"):
            continue
        for part in entry if isinstance(entry, dict) else ("",):
            for n in range(4):
                assert say("en", key, stream(n, key), part, **slots)


def test_a_dialogue_depends_on_its_sample_alone(samples: list[Sample]) -> None:
    settings = Settings(kinds=("each", "conversation", "detail"), suffix=True)
    ones = [dialogues(s, settings) for s in samples]
    again = [dialogues(replace(s), settings) for s in reversed(samples)][::-1]
    assert [[d.turns for d in a] for a in ones] == [[d.turns for d in b] for b in again]
