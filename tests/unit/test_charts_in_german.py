"""Charts in German: every wording is there and fills for every gender, no English is left over, pictures are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from proofpress.engines.charts.ask.propose import propose
from proofpress.engines.charts.facts import chart_facts
from proofpress.engines.charts.plan import plan_chart
from proofpress.engines.charts.reading.sight import parse
from proofpress.engines.charts.topics import CHARTS
from proofpress.engines.charts.words import chart_words

from proofpress.ask.wording import Wording, fill, load
from proofpress.check.report import check_sample
from proofpress.content.packs import load_packs
from proofpress.content.translate import translated_pack
from proofpress.content.words import pack_words, packs_folder
from proofpress.data_paths import data_folder
from proofpress.draw.encode import decode
from proofpress.draw.picture import Picture
from proofpress.engine import BadInput, DataFile, Refused, Request
from proofpress.grid.words import grid_words
from proofpress.language import get
from proofpress.make_sample import Job, make_sample
from proofpress.model import Fact, Region, Sample, box_quad
from proofpress.registry import Registry
from proofpress.seeds import stream
from proofpress.yaml_data import read_yaml

DE = get("de")
WORDING = data_folder("templates") / "charts" / "wording"
# words that no German text has; names of products and firms may be English
ENGLISH = re.compile(
    r"\b(the|of|and|is|are|were|which|what|how|does|with|by|than|from|for|to|at|highest|lowest|value|values|share|source|about"
    r"|thousand|million|years|days|points|chart|bar|slice|other|January|February|March|May|June|July|October|December)\b",
    re.IGNORECASE,
)
LEFTOVER = re.compile(r", -|, pl\b|\bNone\b|\{|\}|  | [,.?](?!\d)|\.\.(?!\.)")
SECTIONS = ("questions", "steps", "captions", "premises", "missing", "titles")


@lru_cache(maxsize=1)
def registry() -> Registry:
    return Registry.load(())


@lru_cache(maxsize=1)
def wording() -> Wording:
    return load(tuple(registry().wording_dirs("charts")), "de")


@lru_cache(maxsize=1)
def samples() -> tuple[Sample, ...]:
    """Two German samples of every template."""
    made = []
    for at, template in enumerate(registry().templates("charts")):
        for i in range(2):
            request = Request(difficulty=1 + (at + 2 * i) % 5, language="de")
            sample, _ = make_sample(Job("charts", template, i, 5, "train", request), registry())
            if sample is not None:
                made.append(sample)
    return tuple(made)


def drawn(spec: dict[str, Any], printed: bool) -> tuple[list[Fact], Picture]:
    """The facts as a picture of the chart would show them, each with a region of its own."""
    facts, regions = [], []
    for i, f in enumerate(chart_facts(spec)):
        if f.given == "image":
            role = "point" if spec["kind"] in ("line", "line_multi", "area", "radar", "scatter", "bubble") else "bar"
            regions.append(Region(f"r{i}", role, box_quad(10, 10 + i, 40, 30 + i)))
            axis = spec.get("axis") or {"min": "0", "max": "100"}
            margin = 0.0 if printed else (float(axis["max"]) - float(axis["min"])) / 400
            read = f.predicate in ("value", "x", "y", "size", "min", "q1", "median", "q3", "max")
            f = replace(f, regions=(f"r{i}",), at=(f"r{i}",), margin=margin if read else 0.0)
        facts.append(f)
    return facts, Picture(np.zeros((8, 8, 3), np.uint8), tuple(regions))


def texts(sample: Sample) -> Iterator[str]:
    """All that a reader of the sample sees in words."""
    yield from (r.text for r in sample.regions if r.text)
    yield from (c.text for c in sample.captions)
    for q in sample.questions:
        yield from (q.text, q.answer.text, *q.choices, *(s.text for s in q.steps))


def parts(entry: Any) -> set[str]:
    return set(entry) if isinstance(entry, dict) else {"open"}


@pytest.mark.parametrize("section", SECTIONS)
def test_german_has_the_keys_and_parts_of_english(section: str) -> None:
    english, german = (read_yaml(WORDING / code / f"{section}.yaml") for code in ("en", "de"))
    assert set(english) == set(german)
    for key, entry in english.items():
        assert parts(entry) == parts(german[key]), key


def test_every_open_question_has_three_wordings() -> None:
    for key, entry in read_yaml(WORDING / "de" / "questions.yaml").items():
        for part, variants in entry.items():
            assert len(set(variants)) == len(variants) >= (3 if part in ("open", "list") else 2), (key, part)


def test_what_the_families_say_is_german() -> None:
    said = chart_words("de")
    for family in read_yaml(data_folder("templates") / "charts" / "families.yaml").values():
        for word in (family.get("words") or {}).values():
            assert said.word(word) != word, word


@lru_cache(maxsize=1)
def candidates() -> tuple[tuple[str, dict[str, Any]], ...]:
    """(family, slots) of German candidates over all kinds of chart."""
    out = []
    for template in registry().templates("charts").values():
        for turn in range(4):
            request = Request(difficulty=1 + turn % 5, language="de")
            try:
                spec = plan_chart(template, request, stream(turn, template.name, "de")) | {"language": "de"}
            except Refused:
                continue
            facts, picture = drawn(spec, printed=turn % 2 == 0)
            out += [(c.family, dict(c.slots)) for c in propose(spec, facts, picture, request, stream(turn, "ask"))]
    return tuple(out)


def test_every_question_fills() -> None:
    found = set()
    for family, slots in candidates():
        found.add(family)
        for part, variants in wording().sections["questions"][family].items():
            for text in variants:
                said = fill(text, {**slots, "claim": "7"}, DE)
                assert not LEFTOVER.search(said), (family, said)
                assert said[0].isupper() or not said[0].isalpha(), (family, said)
                assert part != "fill" or "____" in said
                assert part != "claim" or "7" in said
    assert len(found) >= 95


GENDERS = {
    "m": "der Umsatz, -es",
    "f": "die mittlere Temperatur, -",
    "n": "das Alter, -s",
    "p": "die Heizkosten, pl",
}


def test_measures_are_declined_in_questions() -> None:
    entry = wording().sections["questions"]["extreme_label"]["open"]
    axis = grid_words("de").axis({"noun": "die Woche, -, Wochen", "plural": "die Wochen, pl", "kind": "time"})
    for gender, wanted in {
        "m": "Welche Woche hatte den höchsten Umsatz?",
        "f": "Welche Woche hatte die höchste mittlere Temperatur?",
        "n": "Welche Woche hatte das höchste Alter?",
        "p": "Welche Woche hatte die höchsten Heizkosten?",
    }.items():
        measure = grid_words("de").measure("M", "", True, False, {"M": GENDERS[gender]})
        slots = {**measure.words(), "noun": axis.noun, "plural": axis.plural, "In_which": "", "at": "", "most": "höchst"}
        assert wanted in {fill(t, slots, DE) for t in entry}


@pytest.mark.parametrize(
    ("category", "name", "at", "which"),
    [
        ({"noun": "der Monat, -s, Monate", "kind": "time"}, "Jan.", " im Januar", "in welchem Monat"),
        ({"noun": "das Jahr, -es, Jahre", "kind": "time"}, "2019", " im Jahr 2019", "in welchem Jahr"),
        ({"noun": "das Jahr, -es, Jahre", "kind": "nominal"}, "2019", " im Jahr 2019", "in welchem Jahr"),
        ({"noun": "der Wochentag, -s, Wochentage", "kind": "time"}, "Mo", " am Montag", "an welchem Wochentag"),
        ({"noun": "die Stadt, -, Städte"}, "Arlo", " in Arlo", "in welcher Stadt"),
        (
            {"noun": "das Geschlecht, -s, Geschlechter", "at": "bei {}", "dative": True},
            "Männer",
            " bei Männern",
            "bei welchem Geschlecht",
        ),
        ({"noun": "das Werk, -s, Werke", "at": "im Werk {}"}, "Graz", " im Werk Graz", "in welchem Werk"),
        ({"noun": "Sorte"}, "Boskop", " bei Boskop", "bei welcher Sorte"),
        ({"noun": "Lage"}, "Hang", " bei Hang", "bei welchem Eintrag unter „Lage“"),
    ],
)
def test_places_stand_in_a_sentence(category: dict[str, Any], name: str, at: str, which: str) -> None:
    axis = grid_words("de").axis(category)
    assert axis.at(name) == at and axis.which == which


def test_amounts_and_verbs_agree() -> None:
    f = DE.filters
    assert f["dativ"]("15 Jahre") == "15 Jahren" and f["dativ"]("1 Jahr") == "1 Jahr" and f["dativ"]("3,5 km") == "3,5 km"
    assert f["der"]("der Vorname, -ns, Vornamen", "acc") == "den Vornamen"
    assert f["der"]("der Posten, -s, Posten", "acc") == "den Posten"
    assert f["coloured"]("die Linie, -, Linien", "rosa") == "die rosafarbene Linie, -, Linien"
    for past, said in ((True, "Die Kosten lagen"), (False, "Die Kosten liegen")):
        text = "{{ m|der|cap }} {{ m|verb('lag', 'liegt') }}"
        assert fill(text, {"m": "die Kosten, pl", "past": past}, DE) == said


def test_users_headers_stand_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    rows = "\n".join(f"{name},{v},{v * 3 % 17}" for name, v in zip("ABCDEFGH", range(12, 90, 10), strict=False))
    file.write_text(f"Sorte,Ertrag netto,Güte\n{rows}\n", "utf-8")
    request = Request(difficulty=2, language="de", data=(DataFile(str(file), ()),))
    sample, _ = make_sample(Job("charts", "bar", 1, 3, "train", request), registry())
    assert sample is not None
    said = " ".join(q.text for q in sample.questions)
    assert re.search(r"Kennzahl „(Ertrag netto|Güte)“", said) and "Sorte" in said
    assert not [t for t in texts(sample) if ENGLISH.search(t) or LEFTOVER.search(t)]


def test_no_english_in_german_samples() -> None:
    assert len(samples()) >= 30
    for sample in samples():
        for text in texts(sample):
            assert not ENGLISH.search(text), (sample.template, text)
            assert not LEFTOVER.search(text), (sample.template, text)


def test_english_would_be_noticed() -> None:
    for text in ("Source: census 2020", "Niederschlag (thousand)", "Rainfall by month", "n Jahre of 3"):
        assert ENGLISH.search(text)
    for text in ("in Arlo .", "der Umsatz, -es", "etwa 4 Mio.."):
        assert LEFTOVER.search(text)


def test_numbers_are_printed_and_read_as_germans_write_them() -> None:
    printed = [r.text for s in samples() for r in s.regions if r.role in ("value-label", "y-tick", "slice-label")]
    assert any(re.search(r"\d,\d", t) for t in printed) and any(re.search(r"\d\.\d{3}\b", t) for t in printed)
    assert not any(re.search(r"\d\.\d{1,2}(?!\d)", t) for t in printed)
    assert parse("1.234,5", "de") == 1234.5 and parse("1,234.5", "en") == 1234.5
    assert parse("−2,5 Mio.", "de") == -2.5e6 and parse("12 %", "de") == 12 and parse("7,5 €", "de") == 7.5
    assert parse("2.5M", "en") == 2.5e6 and parse("Mo", "de") is None


def read_as(sample: Sample, language: str) -> dict[Any, Fact]:
    """What the reader of charts measures in the picture, told that it is in that language."""
    engine = registry().engine("charts")
    known = tuple(r for r in sample.regions if r.text or r.role in engine.landmarks)
    asked = tuple(f.statement for f in sample.facts if f.given == "image" and f.predicate == "value")
    told = {"regions": known, "statements": asked, "degraded": bool(sample.degradations), "language": language}
    return {f.statement: f for f in engine.read(Picture(decode(sample.images[0].bytes), ()), told)}


def test_the_second_road_reads_german_pictures() -> None:
    """What is measured in the pixels is what was drawn; read as English, decimals would be ten times too large."""
    read, misread = 0, 0
    for sample in samples()[::3]:
        truth = {f.statement: f for f in sample.facts}
        for statement, found in read_as(sample, "de").items():
            fact = truth[statement]
            slack = 1.5 * float(found.margin) + float(fact.margin) + 0.02 * abs(float(fact.value)) + 0.005
            assert abs(float(found.value) - float(fact.value)) <= slack, (sample.template, statement)
            read += 1
        misread += sum(abs(float(f.value)) > 5 * abs(float(truth[s].value)) > 0 for s, f in read_as(sample, "en").items())
    assert read >= 20 and misread >= 1


def test_german_samples_pass_the_checks() -> None:
    for sample in samples()[1::6]:
        report = check_sample(sample, registry())
        assert not report.findings, report.findings
        assert report.wrong == 0


def test_a_pack_that_is_not_translated_is_named() -> None:
    base = read_yaml(packs_folder("en") / "climate.yaml")
    words = read_yaml(packs_folder("de") / "climate.yaml")
    common = pack_words("de")
    assert len(translated_pack(base, words, common, "here")["topics"]) == len(base["topics"])
    with pytest.raises(BadInput, match="topic 'rainfall' is not translated"):
        translated_pack(
            base, {**words, "topics": {k: v for k, v in words["topics"].items() if k != "rainfall"}}, common, "here"
        )
    with pytest.raises(BadInput, match="pool 'gases' is not translated"):
        translated_pack(base, {**words, "pools": {k: v for k, v in words["pools"].items() if k != "gases"}}, common, "here")
    shorter = {**words["pools"]["gases"], "names": ["Verkehr"]}
    with pytest.raises(BadInput, match="no translation of 'Industry'"):
        translated_pack(base, {**words, "pools": {**words["pools"], "gases": shorter}}, common, "here")
    with pytest.raises(BadInput, match="no topics in it"):
        pack_words("fr")


def test_every_topic_is_german() -> None:
    english, german = load_packs(CHARTS, "en"), load_packs(CHARTS, "de")
    for pack, topics in english.items():
        assert [t.key for t in topics] == [t.key for t in german[pack]]
        for a, b in zip(topics, german[pack], strict=True):
            assert a.kinds == b.kinds and (a.measure.low, a.measure.high) == (b.measure.low, b.measure.high)
            for m in (b.measure, b.x, b.size, b.line):
                assert m is None or m.phrase.split()[0] in ("der", "die", "das"), (pack, b.key)
            assert not any(ENGLISH.search(t) for t in (*b.sources, b.measure.name)), (pack, b.key)


def test_a_language_without_a_module_says_names_as_they_stand() -> None:
    words = grid_words("fr")
    axis = words.axis({"noun": "ville", "plural": "villes"})
    measure = words.measure("Pluie", "mm", False, False, {"Pluie": "la pluie"})
    assert axis.at("Lyon") == " (Lyon)" and axis.inside("Lyon") == "Lyon" and axis.which == "ville"
    assert measure.words()["m"] == "la pluie" and words.has_ratio("Pluie", "mm") and not words.has_ratio("Pluie", "°C")
