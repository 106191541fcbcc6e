"""Negatives: one planted step, carried through and told in the chain's own words; answers that are proved wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from proofpress.answers.equality import equal
from proofpress.ask.forms import FORM_OPERATORS
from proofpress.ask.step_words import StepWords
from proofpress.ask.wording import load
from proofpress.data_paths import data_folder
from proofpress.model import Answer, Fact, Question, Sample, Step
from proofpress.negatives.reword import Reworder
from proofpress.negatives.step_errors import step_errors
from proofpress.negatives.wrong_answers import wrong_answers
from proofpress.negatives.wrong_chains import Negative, Voice, wrong_chains
from proofpress.reason.library import OPERATORS
from proofpress.reason.operators import Term, is_number, vocabulary
from proofpress.reason.proof import same
from proofpress.recipe import Recipe
from proofpress.registry import Registry
from proofpress.run.local import make_set
from proofpress.seeds import stream
from proofpress.store import SampleSet

WORDS = load((data_folder("templates") / "common" / "wording",), "en")
COMMON = vocabulary(FORM_OPERATORS, OPERATORS)
VOICE = Voice(COMMON, WORDS, lambda op, inputs, out: {})


# --- by hand ----------------------------------------------------------------------------------------------------------
FACTS = (
    Fact("f1", "value", ("Arlo", "Winter"), Decimal(240), "mm", ("r1",)),
    Fact("f2", "value", ("Brent", "Winter"), Decimal(160), "mm", ("r2",)),
    Fact("f3", "value", ("Arlo", "Summer"), Decimal(96), "mm", ("r3",)),
)


def winter(**change: object) -> Question:
    """In winter, how many times as much rain fell in Arlo as in Brent?"""
    steps = (
        Step("read_value", ("f1",), "s1", Decimal(240), "For Arlo one reads 240 mm.", ("r1",), 1),
        Step("read_value", ("f2",), "s2", Decimal(160), "Brent: 160 mm.", ("r2",), 2),
        Step("ratio", ("s1", "s2"), "s3", Decimal("1.5"), "Divide: 240 ÷ 160 = 1.5.", variant=1),
    )
    question = Question("q1", "open", "How many times as much?", Answer("number", Decimal("1.5"), "1.5"), steps=steps)
    return replace(question, **change)  # type: ignore[arg-type]


def negatives_of(question: Question, mistakes: int = 30) -> list[Negative]:
    return [t for n in range(mistakes) for t in wrong_chains(question, FACTS, VOICE, stream(n, "by hand"))]


def test_a_wrong_reading_is_carried_to_the_end() -> None:
    wrong = [t for t in negatives_of(winter()) if t.wrong_at == 0 and t.question.steps[0].value == 96]
    assert wrong, "the neighbouring bar is never read"
    assert wrong[0].mistake == "the wrong one read"
    assert [s.text for s in wrong[0].question.steps] == [
        "For Arlo one reads 96 mm.",
        "Brent: 160 mm.",
        "Divide: 96 ÷ 160 = 0.6.",
    ]
    assert wrong[0].question.answer.text == "0.6"


def test_a_ratio_upside_down_changes_nothing_before_it() -> None:
    wrong = next(t for t in negatives_of(winter()) if t.mistake == "upside down")
    assert wrong.wrong_at == 2
    assert wrong.question.steps[:2] == winter().steps[:2]
    assert wrong.question.steps[2].text.startswith("Divide: 240 ÷ 160 ")
    assert not equal(winter().answer, wrong.question.answer.text)


def test_no_mistake_ends_in_the_right_answer() -> None:
    chosen = ("240", "1.5", "150%", "3/2")
    for negative in negatives_of(winter()):
        assert not equal(winter().answer, negative.question.answer.text)
        assert not negative.question.steps[-1].text.endswith(tuple(f" {c}." for c in chosen[1:]))


def test_a_chain_in_other_words_is_told_where_its_values_stand_once() -> None:
    steps = [
        replace(s, text=t) for s, t in zip(winter().steps, ("Arlo has 240 mm.", "Brent has 160 mm.", "It is 1.5."), strict=True)
    ]
    found = [t for t in negatives_of(winter(steps=tuple(steps))) if t.wrong_at == 2]
    assert found
    assert all(t.question.steps[2].text == f"It is {t.question.answer.text}." for t in found)


def test_a_value_that_stands_twice_is_not_guessed_at() -> None:
    steps = (*winter().steps[:2], replace(winter().steps[2], text="It is 1.5, for 1.5 times 160 is 240."))
    assert all(t.wrong_at != 2 for t in negatives_of(winter(steps=steps)))


def test_choices_lead_to_another_letter() -> None:
    choices = ("0.67", "1.5", "80", "400")
    choose = Step("choose", ("s3",), "q1k", "B", "That is option B.", variant=0)
    question = winter(form="choice", answer=Answer("choice", "B", "B"), choices=choices, steps=(*winter().steps, choose))
    found = negatives_of(question)
    assert {t.question.answer.text for t in found} <= {"A", "C", "D"} and found
    for t in found:
        assert t.question.steps[-1].text == f"That is option {t.question.answer.text}."
        assert t.question.answer.aliases[0] == f"({t.question.answer.text}) {choices[ord(t.question.answer.text) - 65]}"
    letters = [t.question.answer.text for t in wrong_answers(question, FACTS, (), VOICE, stream(1))]
    assert sorted(letters) == ["A", "C", "D"]


def told_again(text: str, variant: int, margin: float) -> tuple[bool, str | None]:
    """Does the record give this text of a reading of 239.63 mm, and what does it give of 96.34 mm?"""
    facts = (replace(FACTS[0], value=Decimal("239.63"), margin=margin), *FACTS[1:])
    step = Step("read_value", ("f1",), "s1", Decimal("239.63"), text, variant=variant)
    question = Question("q1", "open", "How much?", Answer("number", Decimal("239.63"), "239.6 mm", "mm", 3.0), steps=(step,))
    reworder = Reworder.of(question, facts, COMMON, WORDS, VOICE.speak)
    other = reworder.tell(0, [reworder.terms["f1"]], replace(reworder.terms["s1"], value=Decimal("96.34")))
    return reworder.as_recorded(0), other


def test_a_step_is_told_again_in_its_recorded_wording_and_as_finely_as_it_was_read() -> None:
    out = Term("s1", Decimal("239.63"), "mm", margin=3.0)
    told = StepWords([replace(Term.of(FACTS[0]), value=Decimal("239.63"), margin=3.0)], out, dict)
    text, variant = WORDS.draw("steps", "read_value", stream(1), {**told.told(WORDS.language), "last": True})
    assert "about 239.6 mm" in text  # as finely as it was read
    assert told_again(text, variant, 3.0) == (True, text.replace("239.6", "96.3"))
    # the record says nothing of it, or something else: a value that stands there once is exchanged
    assert told_again("Brought to words by hand: 239.63 mm.", -1, 0.0) == (False, "Brought to words by hand: 96.34 mm.")
    assert told_again(text, variant + 1, 3.0)[0] is False
    assert told_again(text, variant, 0.0) == (False, None)  # more finely than the text says it


def test_almost_every_step_of_a_set_is_told_from_its_record(samples: list[Sample]) -> None:
    """What an engine words with slots of its own making, and what cannot be determined, is the rest."""
    told = []
    for sample in samples:
        how = voice(sample)
        for question in sample.questions:
            reworder = Reworder.of(question, sample.facts, how.operators, how.wording, how.speak)
            told += [reworder.as_recorded(at) for at, step in enumerate(question.steps) if step.op != "undetermined"]
    assert len(told) > 300 and sum(told) >= 0.97 * len(told)
    assert all(s.variant >= 0 for sample in samples for q in sample.questions for s in q.steps if s.op != "undetermined")
    assert any(f.margin > 0 for sample in samples for f in sample.facts)


@pytest.mark.parametrize(
    "op,values,right,mistake,wrong",
    [
        ("difference", (240, 160), 80, "added instead", 400),
        ("percent_of", (40, 160), 25, "upside down", 400),
        ("mean", (10, 20, 60), 30, "median", 20),
        ("sum", (10, 20), 30, "subtracted instead of added", 10),
    ],
)
def test_step_errors_are_those_that_people_make(op: str, values: tuple[int, ...], right: int, mistake: str, wrong: int) -> None:
    terms = [Term(f"t{i}", v, predicate="value") for i, v in enumerate(values)]
    found = list(step_errors(COMMON[op], terms, Term("s", right), ()))
    assert any(name == mistake and same(value, wrong) for name, value in found), found


# --- on a set ---------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[Sample]:
    root = tmp_path_factory.mktemp("negatives") / "set"
    make_set(Recipe(domains={"geometry": 1, "charts": 1}, samples=40, seed=5), root, 1, quiet=True)
    return list(SampleSet(root))


def voice(sample: Sample) -> Voice:
    registry = Registry.load()
    words = load(tuple(registry.wording_dirs(sample.engine)), sample.language)
    engine = registry.engine(sample.engine)
    return Voice(registry.operators(sample.engine), words, engine.speaker(dict(sample.spec), sample.facts))


def faults(question: Question, negative: Negative) -> Iterator[str]:
    """What is wrong with a negative beside its one planted step."""
    new = negative.question
    if equal(question.answer, new.answer.text, question.choices) or equal(question.answer, new.answer.value, question.choices):
        yield "the answer is right"
    if replace(new, answer=question.answer, steps=question.steps) != question:
        yield "more than answer and steps differ"
    if negative.kind == "wrong_answer":
        if new.steps != question.steps:
            yield "an answer's negative has other steps"
        return
    if len(new.steps) != len(question.steps) or new.steps[: negative.wrong_at] != question.steps[: negative.wrong_at]:
        yield "a step before the wrong one differs"
    old, wrong = question.steps[negative.wrong_at], new.steps[negative.wrong_at]
    if same(old.value, wrong.value) or old.text == wrong.text:
        yield "the wrong step is not wrong"
    if is_number(old.value) and is_number(wrong.value) and float(old.value) == float(wrong.value):
        yield "the wrong value is the right one"
    touched = {wrong.output}
    for a, b in zip(question.steps[negative.wrong_at + 1 :], new.steps[negative.wrong_at + 1 :], strict=True):
        rests = any(i in touched for i in b.inputs)
        if not rests and a != b:
            yield f"{b.output} rests on nothing wrong and differs"
        if rests and not same(a.value, b.value):
            touched.add(b.output)
    if not same(new.steps[-1].value, new.answer.value):
        yield "the chain does not end in the answer"


def test_every_negative_has_one_fault_and_one_only(samples: list[Sample]) -> None:
    chains = answers = 0
    for sample in samples:
        for question in sample.questions:
            rng = stream(sample.seed, question.id)
            for negative in wrong_chains(question, sample.facts, voice(sample), rng):
                assert not list(faults(question, negative)), (sample.id, question.id, negative)
                chains += 1
            for negative in wrong_answers(question, sample.facts, sample.regions, voice(sample), rng):
                assert not list(faults(question, negative)), (sample.id, question.id, negative)
                answers += 1
    assert chains > 200 and answers > 400


def test_the_faults_of_a_negative_are_found() -> None:
    question = winter()
    negative = next(t for t in negatives_of(question) if t.wrong_at == 0)
    wrong = negative.question
    planted = [
        replace(negative, question=replace(wrong, answer=question.answer)),
        replace(negative, question=replace(wrong, text="Something else?")),
        replace(negative, wrong_at=2),
        replace(
            negative, question=replace(wrong, steps=(*wrong.steps[:1], replace(wrong.steps[1], text="Brent."), wrong.steps[2]))
        ),
        replace(negative, question=replace(wrong, steps=(question.steps[0], *wrong.steps[1:]))),
        replace(negative, kind="wrong_answer", wrong_at=-1),
    ]
    for bad in planted:
        assert list(faults(question, bad)), bad


def test_most_questions_have_negatives(samples: list[Sample]) -> None:
    """The yield: every choice an answer's negative, three in five of the chains with two numbers a planted step."""
    choice = chosen = deep = planted = 0
    for sample in samples:
        for q in sample.questions:
            if q.choices:
                choice += 1
                chosen += next(wrong_answers(q, sample.facts, sample.regions, voice(sample), stream(1)), None) is not None
            if sum(is_number(s.value) for s in q.steps) > 1:
                deep += 1
                planted += next(wrong_chains(q, sample.facts, voice(sample), stream(1)), None) is not None
    print(f"answers: {chosen} of {choice} choices; steps: {planted} of {deep} chains with two numbers")
    assert chosen >= 0.95 * choice and planted >= 0.6 * deep


def test_the_same_seed_gives_the_same_negatives(samples: list[Sample]) -> None:
    for sample in samples[:6]:
        for q in sample.questions:
            a, b = (list(wrong_chains(q, sample.facts, voice(sample), stream(7, q.id))) for _ in range(2))
            assert a == b
