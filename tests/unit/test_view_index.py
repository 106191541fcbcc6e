"""The page's arithmetic: every count equals what a plain loop over the samples counts."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import chisquare
from view_sets import note, png, question, sample, write

from proofpress.model import Answer, Fact, Image, Sample
from proofpress.view import compare, index, stats
from proofpress.view.api import Api, ledger, page_of
from proofpress.view.facets import FACETS, Filters, Finder
from proofpress.view.index import build_shard, join, truths
from proofpress.view.open_set import OpenSet
from proofpress.view.reader import Reader

SAMPLES = [sample(i) for i in range(70)]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def light_of(dataset: OpenSet) -> index.Light:
    pieces, before = [], 0
    for shard in range(len(dataset.sizes)):
        pieces.append(build_shard(dataset, shard, before))
        before += pieces[-1].questions.num_rows
    return join(pieces)


def finder_of(root: Path) -> Finder:
    dataset = OpenSet(root)
    return Finder(light_of(dataset), dataset.findings)


# --- the same, by a plain loop ---------------------------------------------------------------------------------------
def of_sample(s: Sample) -> dict[str, set[str]]:
    degraded = {d["name"] for d in s.degradations} or {"none"}
    return {
        "engine": {s.engine},
        "template": {s.template},
        "language": {s.language},
        "split": {s.split},
        "degradation": degraded,
    }


def of_questions(s: Sample) -> list[dict[str, set[str]]]:
    return [
        {
            "form": {q.form},
            "type": {q.answer.type},
            "depth": {str(q.depth)},
            "difficulty": {str(q.difficulty)},
            "text_load": {q.text_load},
            "operator": {t.op for t in q.steps},
        }
        for q in s.questions
    ]


def plainly(
    samples: list[Sample], asked: dict[str, list[str]], but: str = ""
) -> list[tuple[Sample, list[dict[str, set[str]]]]]:
    out = []
    for s in samples:
        own = of_sample(s)
        if all(f == but or f not in own or own[f] & set(v) for f, v in asked.items()):
            met = [q for q in of_questions(s) if all(f == but or f not in q or q[f] & set(v) for f, v in asked.items())]
            if met:
                out.append((s, met))
    return out


ASKED = [
    {"form": ["choice"]},
    {"form": ["choice", "open"], "operator": ["sum"]},
    {"engine": ["scenes"], "depth": ["2", "3"]},
    {"language": ["zh"], "degradation": ["blur"], "difficulty": ["1", "2", "3"]},
    {"operator": ["ratio"], "type": ["boolean"], "text_load": ["lite", "full"], "template": ["charts/one", "scenes/two"]},
    {"form": ["no such form"]},
]


@pytest.mark.parametrize("asked", ASKED, ids="-".join)
def test_filters_and_counts_are_those_of_a_plain_loop(tmp_path: Path, asked: dict[str, list[str]]) -> None:
    finder = finder_of(write(tmp_path / "set", SAMPLES))
    found = [SAMPLES[int(r)].id for r in finder.find(Filters.of(asked)).rows]
    assert found == [s.id for s, _ in plainly(SAMPLES, asked)]
    counts = finder.counts(Filters.of(asked))
    for facet in set(FACETS) - {"finding"}:
        expected: Counter[str] = Counter()
        for s, met in plainly(SAMPLES, asked, but=facet):
            expected.update(of_sample(s).get(facet) or set().union(*(q[facet] for q in met)))
        assert {v: n for v, n in counts[facet] if n} == dict(expected), facet


def test_without_filters_every_sample_is_there(tmp_path: Path) -> None:
    finder = finder_of(write(tmp_path / "set", SAMPLES))
    assert any(not s.questions for s in SAMPLES), "the test needs a sample without questions"
    assert len(finder.find(Filters()).rows) == len(SAMPLES)


def test_words_are_sought_in_questions_answers_and_ids(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    named = sample(200, questions=(question(1, rng, text="Élodie's 3.5 (metres)?"), question(2, rng, text="Something else")))
    finder = finder_of(write(tmp_path / "set", [*SAMPLES, named]))

    def rows(words: str) -> list[int]:
        return [int(r) for r in finder.find(Filters.of({"q": [words]})).rows]

    assert rows("ÉLODIE metres") == rows("(metres)?") == rows("3.5 (m") == rows(named.id) == [70]
    assert rows("élodie else") == [], "the words stand in two questions"
    assert rows("3?5") == rows(".*") == [], "words are words, not patterns"
    assert finder.card(70, Filters.of({"q": ["something"]}))["text"] == "Something else"


def test_wrong_ones_come_first(tmp_path: Path) -> None:
    root = write(tmp_path / "set", SAMPLES)
    asking = [s for s in SAMPLES if s.questions]
    told = [("legible", 1), ("execute", 9), ("unique", 4), ("second_road", 2)]
    note(root, "findings.jsonl", [{"sample": asking[i].id, "question": "q0", "check": c, "message": "m"} for c, i in told])
    with (root / "findings.jsonl").open("a") as out:
        out.write('{"sample": "no-such", "check": "execute", "message": "m"}\n')
    finder = finder_of(root)
    every = [c for c, _ in told]
    found = [SAMPLES[int(r)].id for r in finder.find(Filters.of({"finding": every})).rows]
    assert found == [asking[i].id for i in (2, 9, 1, 4)]
    assert [v for v, _ in finder.counts(Filters())["finding"]] == ["execute", "second_road", "legible", "unique"]
    assert [f["check"] for f in OpenSet(root).findings][:3] == ["execute", "second_road", "execute"]


# --- statistics ------------------------------------------------------------------------------------------------------
def test_chi_square_is_scipys() -> None:
    assert stats.chi_square({"A": 30, "B": 10, "C": 20}, {"A": 20, "B": 20, "C": 20}) == pytest.approx(
        chisquare([30, 10, 20]).pvalue
    )
    assert stats.chi_square({"A": 3}, {"A": 3}) is None
    assert stats.chi_square({"A": 3, "E": 1}, {"A": 2.0, "B": 2.0}) == 0.0


def test_a_hand_that_is_not_even_is_seen(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    asked = [question(k, rng, form="choice") for k in range(40)]  # B, every time
    even = [replace(q, answer=Answer("choice", "ABCD"[k % 4], "ABCD"[k % 4])) for k, q in enumerate(asked)]
    for questions, low in ((asked, True), (even, False)):
        told = stats.balance(finder_of(write(tmp_path / f"set{low}", [sample(0, questions=tuple(questions))])).light)["letters"]
        assert (told["p"] < 1e-6) is low
        assert sum(n for _, n, _ in told["values"]) == 40
        assert [e for _, _, e in told["values"]] == [10.0] * 4


def test_repeated_questions_are_counted_by_words_and_by_wording(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    texts = [
        "Find ∠ABC.",
        "Find ∠XYZ.",
        "Find ∠ABC.",
        "Is AB = 12.5 cm?",
        "Is PQ = 3 cm?",
        "How tall is “Kim”?",
        "How tall is “Bo”?",
    ]
    asked = [sample(i, questions=(question(i, rng, text=t),)) for i, t in enumerate(texts)]
    told = stats.repeats(finder_of(write(tmp_path / "set", asked)).light)
    assert (told["questions"], told["texts"], told["shapes"]) == (7, 6, 3)
    assert told["top_texts"] == [("Find ∠ABC.", 2)]
    assert told["top_shapes"] == [("Find ▢.", 3), ("How tall is “▢”?", 2), ("Is ▢ = # cm?", 2)]


def test_samples_that_tell_the_same_are_found(tmp_path: Path) -> None:
    one = next(s for s in SAMPLES if s.questions)
    turned = replace(one, id="charts-turned", facts=one.facts[::-1], questions=())
    other = replace(one, id="charts-other", facts=(replace(one.facts[0], value=0.5), one.facts[1]))
    moved = replace(one, id="charts-moved", facts=(Fact("f1", "value", ("Town", "1"), 3, "mm"), one.facts[1]))
    moved2 = replace(one, id="charts-moved2", facts=(Fact("f1", "value", ("Town,1",), 3, "mm"), one.facts[1]))
    dataset = OpenSet(write(tmp_path / "set", [one, other, moved, moved2, turned], shard=2))
    hashes = [t for shard in range(len(dataset.sizes)) for t in truths(dataset, shard)]
    told = stats.duplicates(light_of(dataset), hashes)
    assert (told["samples"], told["distinct"]) == (5, 4)
    assert [(g["n"], g["rows"]) for g in told["groups"]] == [(2, [[0, one.id], [4, "charts-turned"]])]


# --- two sets --------------------------------------------------------------------------------------------------------
def test_what_differs_is_named(tmp_path: Path) -> None:
    some = [s for s in SAMPLES if len(s.questions) > 1][:6]
    first = some[1].questions[0]
    changed = [
        some[0],
        replace(some[1], questions=(replace(first, text="Another wording?"), *some[1].questions[1:])),
        replace(some[2], images=(Image(png(99), "0.png"),)),
        replace(
            some[3],
            questions=(replace(some[3].questions[0], answer=Answer("number", 1, "1")), *some[3].questions[1:]),
            degradations=[{"name": "jpeg"}],
        ),
        sample(500),
    ]
    left, right = OpenSet(write(tmp_path / "left", some)), OpenSet(write(tmp_path / "right", changed[::-1]))
    how, rows = compare.align(light_of(left), light_of(right))
    assert how == "id"
    told = compare.pairs(left, right, rows)
    assert [p["differs"] for p in told] == [[], ["questions"], ["picture"], ["answers", "degradations"], *[["missing"]] * 3]
    assert told[-1]["left"] is None and told[-1]["right"]["id"] == changed[-1].id


def test_sets_without_a_common_id_are_matched_by_place(tmp_path: Path) -> None:
    left = OpenSet(write(tmp_path / "left", SAMPLES[:3]))
    right = OpenSet(write(tmp_path / "right", [replace(s, id=f"x-{i}") for i, s in enumerate(SAMPLES[:2])]))
    how, rows = compare.align(light_of(left), light_of(right))
    assert (how, rows.tolist()) == ("index", [[0, 0], [1, 1], [2, -1]])


# --- reading and keeping ---------------------------------------------------------------------------------------------
def reader(root: Path) -> Iterator[Reader]:
    made = Reader(OpenSet(root))
    made.start()
    assert made.indexed.wait(20)
    yield made
    made.stop()


def test_the_index_is_kept_outside_the_set(tmp_path: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write(tmp_path / "set", SAMPLES)
    before = {f: f.stat().st_mtime_ns for f in root.rglob("*")}
    api = Api(OpenSet(root))
    api.start()
    first = wait_for(api)
    assert {f: f.stat().st_mtime_ns for f in root.rglob("*")} == before, "the set was written to"
    wait(lambda: len(list(own_cache.rglob("*.arrow"))) == 5)
    monkeypatch.setattr("proofpress.view.reader.build_shard", None)  # a second look builds nothing
    monkeypatch.setattr("proofpress.view.reader.truths", None)
    again = Api(OpenSet(root))
    again.start()
    assert wait_for(again) == first
    assert first["duplicates"]["distinct"] == len(SAMPLES)


@pytest.mark.filterwarnings("error")  # a thread that dies is a fault
def test_a_cache_that_is_broken_or_closed_is_no_fault(tmp_path: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write(tmp_path / "set", SAMPLES)
    folder = own_cache / "proofpress" / "view" / OpenSet(root).mark
    folder.mkdir(parents=True)
    (folder / "samples.arrow").write_bytes(b"not a table")
    assert len(next(reader(root)).finder().find(Filters()).rows) == len(SAMPLES)  # type: ignore[union-attr]
    closed = tmp_path / "file"
    closed.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(closed))
    assert len(next(reader(root)).finder().find(Filters()).rows) == len(SAMPLES)  # type: ignore[union-attr]


def test_another_content_has_another_mark(tmp_path: Path) -> None:
    assert OpenSet(write(tmp_path / "a", SAMPLES[:3])).mark != OpenSet(write(tmp_path / "b", SAMPLES[:4])).mark


def wait(until: object, seconds: float = 20) -> None:
    from time import monotonic, sleep

    end = monotonic() + seconds
    while not until():  # type: ignore[operator]
        assert monotonic() < end, "it took too long"
        sleep(0.02)


def wait_for(api: Api) -> dict[str, object]:
    """The statistics, once they are whole."""
    wait(lambda: "duplicates" in api.statistics())
    return {k: v for k, v in api.statistics().items() if k not in ("progress", "facts")}


# --- pages and lists -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text,page", [("1", 0), ("3", 2), ("99", 4), ("0", 0), ("-1", 0), ("x", 0), ("²", 0), ("9" * 40, 0), ("", 0)]
)
def test_a_page_is_always_one_that_is_there(text: str, page: int) -> None:
    assert page_of({"page": [text]}, 41, 10) == page
    assert page_of({"page": [text]}, 0, 10) == 0


def test_drops_by_reason() -> None:
    lines = [
        {"reason": r, "template": t, "detail": d} for r, t, d in (("tie", "a", "x"), ("tie", "b", ""), ("margin", "a", ""))
    ]
    found = ledger(lines, {"reason": ["tie"], "template": ["a"]}, ("reason", "template"))
    assert (found["total"], found["all"], found["lines"]) == (1, 3, [lines[0]])
    assert found["facets"] == {"reason": [("tie", 1), ("margin", 1)], "template": [("a", 1), ("b", 1)]}
    assert ledger(lines, {"q": ["X"]}, ("reason",))["total"] == 1


def test_a_page_of_the_grid(tmp_path: Path) -> None:
    many = [sample(i) for i in range(110)]
    api = Api(OpenSet(write(tmp_path / "set", many)))
    shown = api.samples({"page": ["2"]})  # nothing is indexed yet
    assert (shown["total"], [c["id"] for c in shown["cards"]]) == (110, [s.id for s in many[48:96]])
    assert api.samples({"form": ["open"]})["total"] == 0 and not shown["progress"]["done"]
    api.start()
    api.reader.indexed.wait(20)
    wanted = plainly(many, {"form": ["open"]})
    wait(lambda: api.samples({"form": ["open"]})["total"] == len(wanted))
    cards = api.samples({"form": ["open"]})["cards"]
    assert [c["id"] for c in cards] == [s.id for s, _ in wanted[:48]]
    assert all(c["form"] == "open" and c["met"] == len(m) for c, (_, m) in zip(cards, wanted, strict=False))
    read = {c["row"]: c for c in api.dataset.cards(range(len(many)))}  # the index and the shards say the same
    finder = api.reader.finder()
    assert finder and all(finder.card(row, Filters()) == card | {"finding": ""} for row, card in read.items())
    assert os.path.basename(api.about()["name"]) == "set"
