"""Questions about charts: every family is used, every wording renders, every proof runs again, nothing is read too finely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from proofpress.engines.charts.ask.propose import VOCABULARY, families, propose
from proofpress.engines.charts.facts import chart_facts
from proofpress.engines.charts.plan import plan_chart

from proofpress.ask.wording import Wording, _compiled, load
from proofpress.draw.picture import Picture
from proofpress.engine import Refused, Request
from proofpress.grid.words import AxisWords, MeasureWords
from proofpress.language import get
from proofpress.model import Fact, Region, box_quad
from proofpress.reason.compose import used_operators
from proofpress.reason.proof import same, terms_of
from proofpress.registry import Registry
from proofpress.seeds import stream

MARKS = {"line": "point", "line_multi": "point", "area": "point", "radar": "point", "scatter": "point", "bubble": "bubble"}
TURNS = 14
EN = get("en")


def seen(spec: dict[str, Any], printed: bool) -> tuple[list[Fact], Picture]:
    """The facts as a picture would show them: a region for each, margins of 1/400 of the axis, colours for the series."""
    facts = chart_facts(spec)
    names = [s["name"] for s in spec["series"]]
    keys = spec["labels"] if spec["kind"] in ("pie", "donut") else names if len(names) > 1 else []
    facts += [Fact(f"k{i}", "colour", (k,), c) for i, (k, c) in enumerate(zip(keys, ("blue", "red", "green"), strict=False))]
    axis = spec.get("axis") or {"min": "0", "max": "100"}
    margin = 0.0 if printed else (float(axis["max"]) - float(axis["min"])) / 400
    role = MARKS.get(spec["kind"], "bar")
    out, regions = [], []
    for i, f in enumerate(facts):
        if f.given == "image":
            regions.append(Region(f"r{i}", role, box_quad(10, 10 + i, 40, 30 + i)))
            numeric = f.predicate in ("value", "x", "y", "size", "min", "q1", "median", "q3", "max")
            f = replace(f, regions=(f"r{i}",), at=(f"r{i}",), margin=margin if numeric else 0.0)
        out.append(f)
    return out, Picture(np.zeros((8, 8, 3), np.uint8), tuple(regions))


@lru_cache(maxsize=1)
def charts() -> tuple[Any, ...]:
    registry = Registry()
    made = []
    for template in registry.templates("charts").values():
        for turn in range(TURNS):
            request = Request(difficulty=1 + turn % 5)
            try:
                spec = plan_chart(template, request, stream(turn, template.name))
            except Refused:
                continue
            facts, picture = seen(spec, printed=turn % 2 == 0)
            made.append((spec, facts, propose(spec, facts, picture, request, stream(turn, template.name, "ask")), picture))
    return tuple(made)


@lru_cache(maxsize=1)
def wording() -> Wording:
    return load(tuple(Registry().wording_dirs("charts")), "en")


def all_candidates() -> Iterator[tuple[Any, Any, Any]]:
    for spec, facts, candidates, _ in charts():
        for candidate in candidates:
            yield spec, facts, candidate


def test_every_family_is_used() -> None:
    used = {c.family for _, _, c in all_candidates()}
    unused = {f.wording for f in families()} - used
    assert len(unused) <= 6, unused  # some shapes of data (a crossing, a gap in a row) are rare
    assert len(families()) >= 150


def test_enough_candidates_over_all_kinds() -> None:
    assert len({spec["kind"] for spec, *_ in charts()}) >= 16
    counts = [len(candidates) for _, _, candidates, _ in charts()]
    assert min(counts) >= 6 and sum(counts) / len(counts) >= 14


def test_proofs_run_again_from_their_leaves() -> None:
    for spec, facts, candidate in all_candidates():
        regions = {r.id: r for s, _, _, p in charts() if s is spec for r in p.regions}
        terms = terms_of([*facts, *candidate.proof.leaves], regions)
        for step in candidate.proof.steps:
            value = VOCABULARY[step.op].run([terms[i] for i in step.inputs])
            assert same(value, step.term.value), (candidate.family, step.op)
            terms[step.term.id] = step.term


def test_every_wording_renders() -> None:
    words = wording()
    for _, _, c in all_candidates():
        slots = {**c.slots, "claim": "CLAIM"}
        if c.missing is not None:
            for text in words.variants("missing", c.missing.predicate):
                assert _compiled(text, EN).render(slots).strip()
        entry = words.sections["questions"][c.family]
        for part, texts in entry.items():
            for text in texts:
                said = " ".join(_compiled(text, EN).render(slots).split())
                assert (
                    said[0].isupper() or said[0] in "_0123456789" or not said[0].isalpha() or said.split()[0] in str(slots)
                ), said
                assert " ?" not in said and " ." not in said and "  " not in said, said
                assert part != "claim" or "CLAIM" in said
                assert part != "fill" or "____" in said
                assert 3 <= len(said.split()) <= 75, said


def test_every_step_renders() -> None:
    words = wording()
    for _, _, c in all_candidates():
        for step in c.proof.steps:
            base = {"x": [], "value": str(step.term.value), "number": "1", "about": False}
            for text in words.variants("steps", step.op):
                said = _compiled(text, EN).render(base | dict(step.words(EN)))
                assert said and "None" not in said, said


def test_counts_of_wordings() -> None:
    words = wording()
    for f in families():
        entry = words.sections["questions"][f.wording]
        first = {"list": "list", "set": "list", "box": "box", "point": "point"}.get(f.kind, "open")
        assert len(entry[first]) >= 8, f.wording
        for part in ("claim", "fill"):
            assert part not in entry or len(entry[part]) >= 3
    for op in used_operators(families()):
        assert len(words.variants("steps", op)) >= 3, op
    for texts in words.sections["missing"].values():
        assert len(texts) >= 3


def test_withheld_values_give_questions_that_cannot_be_answered() -> None:
    asked = [(spec, c) for spec, _, c in all_candidates() if c.missing is not None]
    assert asked
    for spec, c in asked:
        assert c.missing.args == (spec["withheld"]["series"], spec["withheld"]["label"])
        assert c.missing.given == "hidden"
    for spec, _, c in all_candidates():
        if c.missing is None:
            assert all(f.given != "hidden" for f in c.proof.leaves), (spec["kind"], c.family)


def test_colours_are_named_only_where_the_picture_has_them() -> None:
    for spec, facts, _, picture in charts():
        plain = [f for f in facts if f.predicate != "colour"]
        again = propose(spec, plain, picture, Request(difficulty=2), stream(3, "no colours"))
        assert not any("colour" in c.slots for c in again)
        break


def test_same_seed_same_candidates() -> None:
    spec, facts, _, picture = charts()[0]
    a, b = (propose(spec, facts, picture, Request(), stream(9, "again")) for _ in range(2))
    assert [(c.family, c.proof.conclusion.value) for c in a] == [(c.family, c.proof.conclusion.value) for c in b]


def test_aspects_are_spread() -> None:
    used = Counter(c.family for _, _, c in all_candidates())
    assert used.most_common(1)[0][1] < sum(used.values()) * 0.12


@pytest.mark.parametrize(
    ("axis", "name", "at"),
    [
        (AxisWords("time", "month", "months"), "March", " in March"),
        (AxisWords("time", "day", "days"), "Monday", " on Monday"),
        (AxisWords("time", "season", "seasons"), "Winter", " in winter"),
        (AxisWords("time", "hour", "hours"), "14:00", " at 14:00"),
        (AxisWords("time", "decade", "decades"), "1990s", " in the 1990s"),
        (AxisWords("nominal", "town", "towns"), "Arlo", " in Arlo"),
        (AxisWords("nominal", "school", "schools"), "Hillside", " at Hillside"),
        (AxisWords("nominal", "player", "players"), "Okoro", " for Okoro"),
        (AxisWords("ordinal", "age group", "age groups"), "18–24", " for the 18–24 age group"),
        (AxisWords("nominal", "Name", "Names"), "Ford Torino", " for Ford Torino"),
    ],
)
def test_prepositions(axis: AxisWords, name: str, at: str) -> None:
    assert axis.at(name) == at
    assert axis.words.opening(at) == at[1:2].upper() + at[2:] + ", "


def test_measures() -> None:
    assert MeasureWords("Visitors", "thousand", True).words()["the_m"] == "the number of visitors"
    assert MeasureWords("Rainfall", "mm", True).words()["be"] == "was"
    assert MeasureWords("Sales", "€ thousand", False).words()["be"] == "are"
    assert MeasureWords("Miles_per_Gallon", "", False).words()["the_m"] == "the Miles_per_Gallon"
    assert MeasureWords("GDP per person", "$", False).bare == "GDP per person"
    assert MeasureWords("Horsepower", "", False, own=True).bare == "Horsepower"


def test_premises_are_stated_in_words() -> None:
    words = wording()
    stated = {
        f.predicate for _, _, c in all_candidates() for f in c.proof.leaves if f.predicate in ("value", "count", "median")
    }
    assert stated
    for _, _, c in all_candidates():
        for f in c.proof.leaves:
            for text in words.variants("premises", f.predicate):
                assert _compiled(text, EN).render({**c.slots, "args": f.args, "value": "12 mm"}).count("12 mm") == 1
    assert all(len(words.variants("premises", p)) >= 2 for p in stated)
