"""Geometry in every language that it has wordings for: whole, without remains of English, with that language's signs."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path

import pytest
from jinja2 import Environment, meta
from proofpress.engines import geometry
from proofpress.engines.geometry.drawing.notes import note_text, printed
from proofpress.engines.geometry.figure import renamed
from proofpress.engines.geometry.proving.targets import KINDS
from proofpress.engines.geometry.words import units_of, words_of

from proofpress.ask.wording import SECTIONS, Wording, load, read_section
from proofpress.data_paths import data_folder, templates_of
from proofpress.engine import Request
from proofpress.errors import BadInput
from proofpress.export.dialogue import _said, dialogues
from proofpress.export.exporter import Settings
from proofpress.export.preference import voice
from proofpress.export.suffix import words as exported_words
from proofpress.language import get
from proofpress.make_sample import Job, make_sample
from proofpress.model import Sample, plain
from proofpress.negatives.wrong_answers import wrong_answers
from proofpress.negatives.wrong_chains import wrong_chains
from proofpress.registry import Registry
from proofpress.seeds import stream

FOLDER = templates_of("geometry") / "wording"
OTHERS = sorted(p.name for p in FOLDER.iterdir() if p.is_dir() and p.name != "en")
WORDS = (
    "the is of and to that are with which what how find length angle angles triangle triangles circle circles line "
    "lines from by equal not it you does do half side sides right point than this one two because since therefore "
    "rectangle square kite trapezoid rhombus parallelogram isosceles equilateral scalene regular arc chord "
    "perimeter circumference shaded determined yes no between about given true midpoint diagonal diagonals opposite "
    "adjacent height altitude median polygon quadrilateral scale or hence its area shows marked"
)
# as a word of a sentence; IS and OF are also names of segments
ENGLISH = re.compile(rf"\b(?:{'|'.join(f'[{w[0].upper()}{w[0]}]{w[1:]}' for w in WORDS.split())})\b")
# what a point, a decimal sign of English or an unfilled slot would leave behind
REMAINS = re.compile(r"\d\.\d{1,2}(?!\d)|\{\{|\}\}|_[a-z]|\bNone\b|\bTrue\b|\bFalse\b|Exact\(")


def gaps(other: Mapping[str, Mapping], english: Mapping[str, Mapping]) -> Iterator[str]:
    """What a language lacks beside English: files, keys, parts, a third of the variants, slots that are not there."""
    for section in SECTIONS:
        mine, theirs = other.get(section, {}), english.get(section, {})
        yield from (f"{section}: no {k}" for k in theirs if k not in mine)
        yield from (f"{section}: unknown {k}" for k in mine if k not in theirs and k != "values")
        for key in (k for k in theirs if k in mine):
            a, b = _parts(theirs[key]), _parts(mine[key])
            yield from (f"{section}/{key}: no part {p}" for p in a if p not in b)
            yield from (f"{section}/{key}: unknown part {p}" for p in b if p not in a)
            for part in (p for p in a if p in b):
                if 3 * len(b[part]) < 2 * len(a[part]) or not all(b[part]):
                    yield f"{section}/{key}/{part}: {len(b[part])} wordings beside {len(a[part])}"
            known = set(chain.from_iterable(map(_slots, chain.from_iterable(a.values()))))
            used = set(chain.from_iterable(map(_slots, chain.from_iterable(b.values()))))
            yield from (f"{section}/{key}: no slot {s}" for s in used - known)


def _parts(entry: object) -> dict[str, list[str]]:
    parts = entry if isinstance(entry, dict) else {"": entry}
    return {p: v if isinstance(v, list) else [v] for p, v in parts.items()}


@lru_cache(maxsize=1)
def _syntax() -> Environment:
    env = Environment()
    for language in ("en", *OTHERS):
        env.filters.update(get(language).filters)
    return env


@lru_cache(maxsize=4096)
def _slots(text: str) -> frozenset[str]:
    return frozenset(meta.find_undeclared_variables(_syntax().parse(text)))


def worded(language: str) -> dict[str, Mapping]:
    return {section: read_section(FOLDER, language, section) for section in SECTIONS}


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_words_all_that_english_words_with_the_same_slots(language: str) -> None:
    assert list(gaps(worded(language), worded("en"))) == []


def test_gaps_finds_what_is_taken_away_or_misspelt() -> None:
    english = worded("en")

    def changed(section: str, key: str, entry: object) -> list[str]:
        words = {**english[section], key: entry}
        return list(gaps({**english, section: words}, english))

    without = {k: v for k, v in english["steps"].items() if k != "thales"}
    assert list(gaps({**english, "steps": without}, english)) == ["steps: no thales"]
    length = english["questions"]["length"]
    assert changed("questions", "length", {k: v for k, v in length.items() if k != "fill"}) == [
        "questions/length: no part fill"
    ]
    assert changed("questions", "length", {**length, "open": length["open"][:2]}) == [
        "questions/length/open: 2 wordings beside 10"
    ]
    assert changed("missing", "area", [*english["missing"]["area"], "{{ arguments }}"]) == ["missing/area: no slot arguments"]
    assert changed("captions", "lens", ["a lens"]) == ["captions: unknown lens"]


def test_no_code_of_the_engine_asks_which_language_it_is() -> None:
    for file in Path(str(geometry.__file__)).parent.rglob("*.py"):
        assert not re.search(r"[\"'](?:de|en)[\"']", file.read_text("utf-8")), file


# --- samples ----------------------------------------------------------------------------------------------------------
@lru_cache(maxsize=4)
def samples(language: str) -> list[Sample]:
    """One of each template, over difficulties and text loads; some answers of every kind."""
    registry = Registry.load()
    out = []
    for n, template in enumerate(sorted(registry.templates("geometry"))):
        request = Request(1 + n % 5, language, ("lite", "full")[n % 2])
        sample, _ = make_sample(Job("geometry", template, 3, 5, "train", request), registry)
        assert sample is not None, template
        out.append(sample)
    return out


def texts(sample: Sample) -> Iterator[str]:
    """All that a reader of the sample or of its picture reads."""
    yield from (c.text for c in sample.captions)
    yield from (r.text for r in sample.regions if r.text)
    for q in sample.questions:
        yield from (q.text, q.answer.text, *q.answer.aliases, *q.choices, *(s.text for s in q.steps))


def test_no_english_is_left_in_a_german_sample() -> None:
    for sample in samples("de"):
        for text in texts(sample):
            assert not ENGLISH.search(text) and not REMAINS.search(text), text


def test_english_words_and_signs_are_found() -> None:
    english = [t for s in samples("en") for t in texts(s) if " " in t and t[-1] in ".?"]
    assert sum(bool(ENGLISH.search(t)) for t in english) > 0.8 * len(english)
    assert REMAINS.search("BC = 7.5 cm") and REMAINS.search("ein isosceles_trapezoid") and not REMAINS.search("1.234 cm, 7,5.")


def test_a_german_answer_is_in_german() -> None:
    answers = [q.answer for s in samples("de") for q in s.questions]
    assert {a.text for a in answers if a.type == "boolean"} == {"Ja", "Nein"}
    assert any("," in a.text for a in answers if a.type == "number")


def german() -> Wording:
    return load(tuple(Registry.load().wording_dirs("geometry")), "de")


def test_kinds_of_shape_have_a_german_name_and_a_gender() -> None:
    language = german().language
    for word in chain.from_iterable(KINDS.values()):
        assert language.show(word) != word, word
    assert language.filters["ein"](language.noun("rhombus"), "gen") == "einer Raute"
    assert language.filters["der"](language.noun("isosceles_trapezoid"), "gen") == "des gleichschenkligen Trapezes"
    with pytest.raises(BadInput, match="no noun for 'lens'"):
        language.noun("lens")


def test_lists_and_numbers_of_a_wording_are_german() -> None:
    rng = stream(1, "words")
    assert "A, B und C" in german().say("captions", "on_circle", rng, {"centre": "M", "points": ["A", "B", "C"]})
    given = {"predicate": "area", "args": ["A", "B", "C"], "value": plain(Decimal("7.5")), "unit": "cm²"}
    assert note_text(given, words_of("de")) == "Fläche von △ABC = 7,5 cm²"
    assert note_text(given, words_of("en")) == "area of △ABC = 7.5 cm²"


def test_a_note_that_a_language_lacks_is_named() -> None:
    with pytest.raises(BadInput, match=r"no printed note for 'lens' in .*de/forms.yaml"):
        note_text({"predicate": "lens", "args": ["A"], "value": True}, words_of("de"))


def test_lengths_are_measured_in_the_units_of_the_language() -> None:
    assert "in" in units_of("en") and "in" not in units_of("de") and {"", "cm"} <= set(units_of("de"))


@pytest.mark.parametrize("reasoning", ["none", "plain", "think"])
@pytest.mark.parametrize("answer", ["plain", "boxed", "tag"])
def test_what_an_export_adds_to_german_questions_is_german(reasoning: str, answer: str) -> None:
    settings = Settings(reasoning=reasoning, answer=answer, suffix=True, kinds=("each", "caption"))
    turns = [t for s in samples("de") for d in dialogues(s, settings) for t in d.turns]
    assert len(turns) > 40
    for turn in turns:
        for text in (turn.user, turn.assistant):
            text = re.sub(r"</?(?:think|answer)>", "", text)
            assert not ENGLISH.search(text) and not REMAINS.search(text), text


def test_the_exports_have_the_same_wordings_in_every_language() -> None:
    folder = data_folder("templates") / "export" / "wording"
    english = exported_words("en").sections["exports"]
    for language in sorted(p.name for p in folder.iterdir()):
        own = exported_words(language).sections["exports"]
        assert exported_words(language).language.code == language
        assert {(k, *_parts(v)) for k, v in own.items()} == {(k, *_parts(v)) for k, v in english.items()}


def test_a_verdict_in_passing_is_said_as_the_answer_in_german() -> None:
    assert _said("de", "Das ist nicht 5 cm, also nein.") == "Das ist nicht 5 cm. Die Antwort ist also nein."
    assert _said("de", "Die Antwort ist also ja: Es ist 5 cm.") == "Es ist 5 cm. Die Antwort ist also ja."


@pytest.mark.parametrize("language", ["en", *OTHERS])
def test_every_note_is_printed(language: str) -> None:
    words = words_of(language)
    for key in words.sections["forms"]["note"]:
        text = printed(key, words, args=list("ABCDEF"), value="7 cm")
        assert text and not REMAINS.search(text), key
        assert language == "en" or not ENGLISH.search(text), text


def test_no_name_of_points_is_taken_for_a_word() -> None:
    assert not [v for v in german().language.values if v.isupper()]
    assert german().language.show(("FL", "HL", "SAS")) == "FL, HL und SAS"


def test_wrong_chains_and_wrong_answers_of_german_questions_are_german() -> None:
    found = []
    for sample in samples("de"):
        how = voice(sample)
        for q in sample.questions:
            rng = stream(sample.seed, q.id)
            chains = list(islice(wrong_chains(q, sample.facts, how, rng), 2))
            found += [(q, n) for n in (*chains, *islice(wrong_answers(q, sample.facts, sample.regions, how, rng), 2))]
    kinds = {n.kind for _, n in found}
    assert len(found) > 60 and kinds == {"wrong_step", "wrong_answer"}
    for q, negative in found:
        wrong = negative.question
        assert wrong.answer.text != q.answer.text
        for text in (wrong.answer.text, *wrong.answer.aliases, *(s.text for s in wrong.steps)):
            assert not ENGLISH.search(text) and not REMAINS.search(text), (negative.mistake, text)


def test_the_centre_of_a_circle_is_called_as_the_language_calls_it() -> None:
    centres = {language: {c["center"] for s in samples(language) for c in s.spec["circles"]} for language in ("en", "de")}
    assert "O" in centres["en"] and "M" not in centres["en"] and "M" in centres["de"]
    for sample in (s for s in samples("de") if "M" in {c["center"] for c in s.spec["circles"]}):
        assert "O" not in sample.spec["points"] and not any(re.search(r"\b(?:um|Mittelpunkt) O\b", t) for t in texts(sample))


def test_points_are_called_by_other_letters_only_where_these_are_free() -> None:
    spec = {
        "points": {"A": [0, 0], "B": [4, 0], "O": [2, 2]},
        "exact": {},
        "lines": [["A", "O"], ["A", "B"]],
        "circles": [{"center": "O", "on": ["A", "B"]}],
        "polygons": [],
        "dashed": [],
        "shaded": ["difference", "sector:A,B,O"],
        "givens": [{"predicate": "length", "args": ["A", "O"], "value": {"num": 2}, "unit": "", "given": "image"}],
        "withheld": None,
    }
    other = renamed(spec, {"O": "M"})
    assert list(other["points"]) == ["A", "B", "M"] and other["circles"] == [{"center": "M", "on": ["A", "B"]}]
    assert other["shaded"] == ["difference", "sector:A,B,M"] and other["givens"][0]["args"] == ["A", "M"]
    assert renamed(spec, {"O": "A"}) is spec and renamed(spec, {}) is spec
