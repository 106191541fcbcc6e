"""The fact lock: what is spoilt in twelve ways is refused, what is said otherwise is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, zip_longest
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from proofpress.errors import BadInput
from proofpress.model import Answer, Fact, Question, Region, Sample, box_quad
from proofpress.seeds import stream
from proofpress.vlm.lock import locked, locked_prose
from proofpress.vlm.lock.words import words_of

from ..e2e.sets import make
from ..shared import made_once
from .clean import Clean, clean_rewordings
from .corruptions import WAYS, Spoilt

FULL = 220  # samples; half as many give half as many rewordings
LENGTH = Answer("number", 12, "12 cm", "cm")


@pytest.fixture(scope="module", params=[110, pytest.param(FULL, marks=pytest.mark.slow)])
def samples(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Sample]:
    recipe = ("--domain", "geometry=50,charts=50", "-n", request.param, "--seed", 4712)
    out = made_once(tmp_path_factory, f"lock-{request.param}", lambda out: make(out, recipe=recipe))
    files = sorted(out.glob("shards/*.parquet"))
    return [Sample.from_record(row) for f in files for row in pq.read_table(f).to_pylist()]


@pytest.fixture(scope="module")
def corpus(samples: list[Sample]) -> list[Clean]:
    """Every rewording of the grammar, the families by turns."""
    by: dict[int, list[Clean]] = {}
    for clean in clean_rewordings(samples):
        by.setdefault(clean.family, []).append(clean)
    return [c for c in chain.from_iterable(zip_longest(*(by[f] for f in sorted(by)))) if c is not None]


def spoilt(corpus: list[Clean], each: int) -> Iterator[tuple[str, Clean, Spoilt]]:
    """`each` cases of each of the ways, in an order that the seed fixes."""
    for name, way in WAYS.items():
        rng = stream(7, "spoil", name)
        found = 0
        for at in rng.permutation(len(corpus)):
            clean = corpus[int(at)]
            case = way(clean.text, clean.question, clean.sample, rng)
            if case is not None and (case.text != clean.text or case.choices is not None):
                yield name, clean, case
                found += 1
            if found == each:
                break


def test_clean_rewordings_are_accepted(samples: list[Sample], corpus: list[Clean]) -> None:
    wanted = 1000 * len(samples) // FULL
    first = corpus[:wanted]
    assert len(first) == wanted and len({c.family for c in first}) > 60
    for half, least in (("tune", 0.97), ("held", 0.95), ("fresh", 0.95)):
        part = [c for c in first if c.half == half]
        accepted = sum(not locked(c.sample, c.question, c.text) for c in part)
        assert accepted / len(part) >= least, (half, accepted, len(part))


def test_what_is_spoilt_is_refused(samples: list[Sample], corpus: list[Clean]) -> None:
    """2,000 rewordings of the full set, 20 % of them spoilt: none of those passes."""
    share = len(samples) / FULL
    clean = [c for c in corpus if not locked(c.sample, c.question, c.text)][: round(1594 * share)]
    cases = list(spoilt(clean, round(34 * share)))
    counts = Counter(name for name, _, _ in cases)
    assert len(clean) + len(cases) >= 2000 * share and min(counts[w] for w in WAYS) >= round(30 * share), counts
    passed = [
        (n, c.question.text, s.text, s.choices) for n, c, s in cases if not locked(c.sample, c.question, s.text, s.choices)
    ]
    assert passed == []


# --- one thing at a time --------------------------------------------------------------------------------------------------
def figure(text: str, answer: Answer = LENGTH, form: str = "open", choices: tuple[str, ...] = ()) -> tuple[Sample, Question]:
    facts = tuple(Fact(f"f{n}", "point", (p,)) for n, p in enumerate("ABCD"))
    facts += (Fact("v", "value", ("Bus", "2004"), 5), Fact("w", "value", ("Tram", "2005"), 6))
    regions = (Region("r", "tick", box_quad(0, 0, 1, 1), "12 cm"),)
    sample = Sample("s", "any", "1", "any/any", "en", "train", 1, (), 9, 9, facts=facts, regions=regions)
    return sample, Question("q", form, text, answer, choices)


@pytest.mark.parametrize(
    "original,text",
    [
        ("Find AB.", "How long is AB?"),
        ("What is the share of riders for Bus in 2004?", "What is Bus's share of riders in 2004?"),
        ("How much longer is AB than CD?", "Subtract CD from AB. What remains?"),
        ("What is ∠ABC in degrees?", "How large is angle ABC?"),
        ("What is the share of riders for Bus in 2004?", "Please tell me the share of riders for Bus in 2004."),
        ("Suppose that AB = 5 cm. Find CD.", "Given: AB = 5 centimetres. How long is CD?"),
        ("Give the twelve highest values for Bus.", "State the 12 highest values for Bus."),
    ],
)
def test_other_words_for_the_same(original: str, text: str) -> None:
    assert locked(*figure(original), text) == ()


@pytest.mark.parametrize(
    "original,text,kind",
    [
        ("Suppose that AB = 5 cm. Find CD.", "Given: AB = 6 cm. How long is CD?", "number"),
        ("Suppose that AB = 5 cm. Find CD.", "Given: AB = 5 m. How long is CD?", "number"),
        ("Suppose that AB = 2 and BC = 6. Find CD.", "Given: AB = 6 and BC = 6. How long is CD?", "number"),
        ("Suppose that AB = 5 cm. Find CD.", "Given: CD = 5 cm. How long is AB?", "order"),
        ("Suppose that AB = 5 cm. Find CD.", "Given: AB = 5 cm. How long is it?", "name"),
        ("Is AB longer than CD?", "Is AB shorter than CD?", "concept"),
        ("Is AB longer than CD?", "Is AB not longer than CD?", "negation"),
        ("Is AB longer than CD?", "Is CD longer than AB?", "order"),
        ("AB touches circle D at A. Find AC.", "Here AB touches circle D at D. Find AC.", "name"),
        ("The area of circle D is 9. Find AC.", "The area of circle D is 9. Find the area of AC.", "concept"),
        ("What is AB less CD?", "Subtract AB from CD. What remains?", "order"),
        (
            "ABC is an equilateral triangle. Is ABD isosceles or equilateral?",
            "Here ABC is an isosceles triangle. Is ABD isosceles or equilateral?",
            "word",
        ),
        ("Find the area of triangle ABC.", "Find the perimeter of triangle ABC.", "concept"),
        ("Find AB.", "Wie lang ist AB?", "word"),
        ("Find AB.", "Find АB.", "language"),  # the A is Cyrillic
        ("Find AB.", "How long is AB? Note that ABC is isosceles.", "word"),
        ("Find AB.", "Find AB (12 cm).", "leak"),
        ("Find AB.", "Find {{ AB }}.", "residue"),
        ("Find AB.", "AB is long.", "form"),
        ("Find AB.", "How long is AB? (A) 3 (B) 4", "option"),
        ("Find AB.", "How long is AB? " + "Please work it out carefully. " * 9, "length"),
        ("AB = ____", "How long is AB?", "form"),
    ],
)
def test_each_kind_of_fault_is_named(original: str, text: str, kind: str) -> None:
    assert kind in {r.kind for r in locked(*figure(original), text)}


def test_options_are_never_reworded() -> None:
    sample, question = figure("Find AB.", Answer("choice", "A", "A"), "choice", ("3 cm", "4 cm"))
    assert locked(sample, question, "How long is AB?", ("3 cm", "4 cm")) == ()
    assert locked(sample, question, "How long is AB?", ("4 cm", "3 cm"))[0].kind == "option"
    assert any(r.kind == "leak" for r in locked(sample, question, "How long is AB? It is 3 cm."))


def test_steps_and_captions_keep_numbers_and_names() -> None:
    sample, _ = figure("Find AB.")
    step = "Reading off the bar for Bus in 2004 gives about 5.5 cm."
    assert locked_prose(sample, step, "For Bus in 2004, reading off the bar gives about 5.5 cm.") == ()
    for bad in (
        "Reading off the bar for Bus in 2004 gives about 5.6 cm.",
        "Reading off the bar for Tram in 2004 gives about 5.5 cm.",
        "Reading off the bar for Bus in 2004 gives 5.5 cm, the highest value.",
        "Does reading off the bar for Bus in 2004 give about 5.5 cm?",
    ):
        assert locked_prose(sample, step, bad), bad


def test_a_language_without_data_is_never_reworded() -> None:
    sample, question = figure("Find AB.")
    assert locked(replace(sample, language="xx"), question, "How long is AB?")[0].kind == "language"


def test_broken_data_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "prompts" / "lock").mkdir(parents=True)
    (tmp_path / "prompts" / "lock" / "yy.yaml").write_text("concepts: 3\n")
    monkeypatch.setattr("proofpress.vlm.lock.words.data_folder", lambda _: tmp_path)
    with pytest.raises(BadInput, match=r"yy\.yaml"):
        words_of("yy")
