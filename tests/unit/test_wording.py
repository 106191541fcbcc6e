"""Wordings: the one drawn is said, unless the words that fill it double one of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofpress.ask.wording import Wording, fill, load
from proofpress.errors import BadInput
from proofpress.language import get
from proofpress.seeds import stream

SAID = Wording({"questions": {"mean": ["the average {{ m }}?", "{{ m }} on average?"], "only": ["the lower {{ m }}"]}}, "here")


def said(key: str, m: str) -> set[str]:
    return {SAID.say("questions", key, stream(0, n), {"m": m}) for n in range(40)}


def test_every_wording_is_drawn() -> None:
    assert said("mean", "price") == {"the average price?", "price on average?"}


def test_a_doubled_word_gives_way_to_another_wording() -> None:
    assert said("mean", "average price") == {"average price on average?"}


def test_where_all_double_a_word_the_drawn_one_is_said() -> None:
    assert said("only", "lower quartile") == {"the lower lower quartile"}


@pytest.mark.parametrize(
    ("claim", "text"), [("1", "Is 1 town"), ("3", "Are 3 towns"), ("10", "Are 10 towns"), (1, "Is 1 town")]
)
def test_a_count_is_said_in_its_number(claim: object, text: str) -> None:
    assert fill("{{ c | plural('Is', 'Are') }} {{ c }} {{ c | plural('town') }}", {"c": claim}, get("en")) == text


# --- where wordings lie --------------------------------------------------------------------------------------------
FORMS = """
forms:
  words: {yes: "نعم", no: "لا"}
  values: {increase: "زيادة"}
  units: {years: [سنة, سنوات]}
questions:
  price: ["كم {{ value }}؟"]
"""


def folder(path: Path, **files: str) -> Path:
    for name, text in files.items():
        file = path / f"{name.replace('__', '/')}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return path


def test_a_language_may_be_one_file(tmp_path: Path) -> None:
    """The same wordings as in a folder, and later folders win key by key."""
    common = folder(tmp_path / "common", ar__forms="premises: [common]\nround: [common]\nwords: {about: '~'}")
    own = folder(tmp_path / "own", ar=FORMS + "  date: [متى]\n", ar__steps="read: [انظر]")
    wording = load((common, own), "ar")
    assert wording.variants("questions", "date") == ["متى"] and wording.variants("steps", "read") == ["انظر"]
    assert wording.variants("forms", "premises") == ["common"]
    assert wording.language.direction == "rtl" and wording.language.yes_no(True) == "نعم" and wording.language.about == "~"
    assert wording.language.show("increase") == "زيادة" and wording.language.show(1, "years") == "1 سنة"
    assert wording.say("questions", "price", stream(0, 1), {"value": "6"}) == "كم 6؟"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"ar": FORMS, "ar__questions": "price: [x]"}, "'price' is worded in .*ar.yaml, too; keep one of the two"),
        ({"ar": "question: {price: [x]}"}, "no section 'question'; there are questions, steps"),
        ({"ar": "questions: [x]"}, "section 'questions': expected a mapping"),
        ({"ar": "questions: {price: [x], price: [y]}"}, "ar.yaml, line 1: broken YAML: 'price' is there twice"),
        ({"ar__steps": "price: [x]\nprice: [y]"}, "steps.yaml, line 2: broken YAML: 'price' is there twice"),
        ({"ar": "questions: {price: [x]"}, "broken YAML"),
        ({"fr": "questions: {price: [x]}"}, "no wording for language 'ar'"),
    ],
)
def test_a_wording_that_will_not_do_is_told_in_one_line(tmp_path: Path, files: dict[str, str], told: str) -> None:
    with pytest.raises(BadInput, match=told) as error:
        load((folder(tmp_path, **files),), "ar")
    assert "\n" not in str(error.value)


def test_a_missing_key_names_file_and_key(tmp_path: Path) -> None:
    wording = load((folder(tmp_path, de__questions="price: {open: [Preis?]}"),), "de")
    with pytest.raises(BadInput, match=r"no wording for 'price/claim' in .*/de/questions.yaml: add it there"):
        wording.say("questions", "price", stream(0, 1), {}, "claim")


def test_german_wordings_have_german_grammar(tmp_path: Path) -> None:
    text = "Wie hoch ist {{ m | der }} {{ j | der('dat') | prep('in') }} {{ y }}: {{ v | show('€') }} oder {{ b | join_or }}?"
    wording = load((folder(tmp_path, de__questions=f'price: ["{text}"]'),), "de")
    slots = {"j": "das Jahr, -es, Jahre", "m": "die mittlere Temperatur", "y": 2019, "v": 6.09, "b": ["A", "B", "C"]}
    said = wording.say("questions", "price", stream(0, 1), slots)
    assert said == "Wie hoch ist die mittlere Temperatur im Jahr 2019: 6,09 € oder A, B oder C?"
