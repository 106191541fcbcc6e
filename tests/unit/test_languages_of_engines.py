"""Which languages an engine speaks: what one lacks is told before anything is made, and by the contract."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from proofpress.cli import main
from proofpress.contract import faults, subjects
from proofpress.data_paths import data_folder
from proofpress.errors import BadInput
from proofpress.export.lexicon import lexicon
from proofpress.make_sample import make_sample
from proofpress.model import Sample
from proofpress.recipe import Recipe, checked, job
from proofpress.registry import Registry
from proofpress.yaml_data import read_yaml

CLOCK = Path(__file__).parents[1] / "plugins" / "clock"
QUESTIONS = {
    "tell_time": {
        "open": ["Wie spät ist es?"],
        "claim": ["Ist es {{ claim }}?"],
        "fill": ["Die Uhr zeigt ____."],
    },
    "hands_angle": {
        "open": ["Welchen Winkel bilden die Zeiger?"],
        "claim": ["Bilden die Zeiger einen Winkel von {{ claim }}?"],
    },
}
GERMAN = {
    "questions": QUESTIONS,
    "steps": {"tell_time": ["Es ist {{ value }}."], "hands_angle": ["Der Winkel beträgt {{ value }}."]},
    "captions": {"clock": ["Eine Uhr."], "time": ["Sie zeigt {{ time }}."]},
}
TEMPLATES = data_folder("templates")
TITLE = "all wording languages render"


def clock(folder: Path, language: str, words: dict[str, dict[str, object]]) -> Path:
    """A copy of the clock that speaks one more language, in one file."""
    shutil.copytree(CLOCK, folder / "clock")
    text = yaml.safe_dump(words, allow_unicode=True)
    (folder / "clock" / "wording" / f"{language}.yaml").write_text(text, "utf-8")
    return folder / "clock"


def test_a_second_language_in_one_file_passes_the_contract(tmp_path: Path) -> None:
    subject = subjects(str(clock(tmp_path, "de", GERMAN)))[0]
    assert subject.registry.languages("clock") == ["de", "en"]
    assert faults(TITLE, subject) == []
    samples = [make_sample(subject.job("wall", 2, n, "de"), subject.registry)[0] for n in range(8)]
    answers = [q.answer.text for s in samples if s for q in s.questions if q.form == "yes_no"]
    assert answers and set(answers) <= {"Ja", "Nein"}
    assert all(s.spec["language"] == "de" for s in samples if s)


def test_what_one_language_must_word_itself_others_may_take_from_the_common_wording(tmp_path: Path) -> None:
    common = {"round": ["Runde."], "premises": ["{{ question }}"], "undetermined": ["Nein."], "not_determined": ["Nein"]}
    agrees = {"agrees": ["{{ value }}."]}
    own = {**GERMAN, "forms": common, "steps": {**GERMAN["steps"], **agrees}}
    assert faults(TITLE, subjects(str(clock(tmp_path, "de", own)))[0]) == []


@pytest.mark.parametrize(
    ("section", "key", "part", "told"),
    [
        ("questions", "tell_time", "claim", "de/questions.yaml: no wording for 'tell_time/claim', which en has; add it there"),
        ("questions", "hands_angle", "", "de/questions.yaml: no wording for 'hands_angle/open', which en has"),
        ("captions", "time", "", "de/captions.yaml: no wording for 'time', which en has"),
    ],
)
def test_the_contract_finds_a_planted_gap(tmp_path: Path, section: str, key: str, part: str, told: str) -> None:
    gap = yaml.safe_load(yaml.safe_dump(GERMAN))
    del (gap[section][key] if part else gap[section])[part or key]
    found = faults(TITLE, subjects(str(clock(tmp_path, "de", gap)))[0])
    assert any(told in line for line in found), found


def test_a_language_that_lacks_the_common_wording_is_refused_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = clock(tmp_path, "ar", {**GERMAN, "forms": {"premises": ["x"], "words": {"yes": "نعم"}}})
    registry = Registry((home,))
    assert registry.languages("clock") == ["en"]
    with pytest.raises(BadInput) as error:
        checked(Recipe(domains={"clock": 1.0}, languages=("ar",)), registry)
    told = str(error.value)
    assert told.startswith("language 'ar': the wording lacks forms: round, undetermined, not_determined; steps: round_0,")
    assert "agrees, choose; words (in forms): no; add to " in told and "common/wording/ar/ or to " in told and "\n" not in told
    args = ["make", "--domain", "clock", "--lang", "ar", "-n", "3", "-o", str(tmp_path / "set"), "--plugin", str(home)]
    monkeypatch.setattr("sys.argv", ["proofpress", *args])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2 and not (tmp_path / "set").exists()


def test_a_language_without_questions_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(BadInput, match=r"language 'fi': engine 'clock' has no wording for it; there are: en"):
        checked(Recipe(domains={"clock": 1.0}, languages=("fi",)), Registry((CLOCK,)))


def test_a_template_is_drawn_in_the_languages_that_it_is_for(tmp_path: Path) -> None:
    home = clock(tmp_path, "de", GERMAN)
    (home / "templates" / "wanduhr.yaml").write_text("template: wanduhr\nlanguages: [de]\nface: {font: Lato}\n", "utf-8")
    registry = Registry((home,))
    recipe = checked(Recipe(domains={"clock": 1.0}, languages=("en", "de"), samples=40), registry)
    shared = checked(replace(recipe, mixes={"language": {"en": 0.5, "de": 0.5}}), registry)
    for plan in (recipe, shared):
        made = {(j.template, j.request.language) for j in (job(plan, registry, i) for i in range(40))}
        assert made == {("wall", "en"), ("wall", "de"), ("wanduhr", "de")}
    assert {job(replace(recipe, languages=("en",)), registry, i).template for i in range(9)} == {"wall"}
    with pytest.raises(BadInput, match=r"template clock/wanduhr: is for de; add --lang de"):
        checked(Recipe(templates=("clock/wanduhr",)), registry)
    with pytest.raises(BadInput, match=r"language 'en': no template of 'clock' is for it"):
        checked(Recipe(templates=("clock/wanduhr",), languages=("de", "en")), registry)
    subject = subjects(str(home))[0]
    assert not faults(TITLE, subject) and not faults("every template leads to samples", subject)
    (home / "templates" / "wanduhr.yaml").write_text("template: wanduhr\nlanguages: {de: 1}\n", "utf-8")
    with pytest.raises(BadInput, match=r"`languages` is \{'de': 1\}"):
        Registry((home,)).templates("clock")


# --- what the spine itself words ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "file", ["common/wording/{}/forms.yaml", "common/wording/{}/steps.yaml", "export/wording/{}/exports.yaml"]
)
def test_german_words_what_english_words(file: str) -> None:
    english, german = (read_yaml(TEMPLATES / file.format(language)) for language in ("en", "de"))
    assert set(german) - {"values"} == set(english)
    for key, entry in english.items():
        if isinstance(entry, dict):
            assert set(entry) == set(german[key]), key


def test_german_calls_every_region_and_says_every_phrase() -> None:
    english, german = (read_yaml(TEMPLATES / "export" / "wording" / code / "grounding.yaml") for code in ("en", "de"))
    assert set(german) - set(english) == {"the_object"} and set(english) <= set(german)
    for engine in ("charts", "geometry"):
        roles = read_yaml(TEMPLATES / engine / "regions.yaml")
        assert set(roles["de"]) == set(roles["en"])
        for role, entry in roles["de"].items():
            flags = {k: v for k, v in entry.items() if v is True}
            assert entry["article"] in ("der", "die", "das") and flags.items() <= roles["en"][role].items(), role


def test_german_references_are_declined() -> None:
    words = lexicon("de", "charts")
    sample = Sample("s", "charts", "1", "bar", "de", "train", 1, (), 9, 9, (), (), (), ())
    assert words is not None
    bar = words.role("bar", sample)
    assert (words.the("Balken", bar), words.the("Balken", bar, True)) == ("der Balken", "den Balken")
    assert words.role("something-else", sample).skip, "a role without a German name is not asked for"
    assert [words.at(p) for p in ("2019", "Mai", "3. Mai", "KW 5", "Berlin")] == ["im Jahr", "im", "am", "in", "bei"]
