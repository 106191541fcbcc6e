"""Proposals of planned figures: proved, worth asking, worded in every variant, and undetermined only where a fact lacks."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest
from proofpress.engines.geometry import engine
from proofpress.engines.geometry.figure import from_spec
from proofpress.engines.geometry.proving.operators import geometry_operators
from proofpress.engines.geometry.proving.propose import propose
from proofpress.engines.geometry.proving.targets import NUMBERS, holds

from proofpress.ask.wording import Wording, load
from proofpress.draw.picture import Picture
from proofpress.engine import Refused, Request
from proofpress.exact import Exact
from proofpress.model import Fact, Region, box_quad
from proofpress.reason.operators import Term
from proofpress.reason.proof import Candidate
from proofpress.registry import Registry
from proofpress.seeds import stream

PARTS = {"boolean": "open", "number": "open", "text": "open", "set": "list", "point": "point"}


@lru_cache(maxsize=4)
def wording(language: str = "en") -> Wording:
    return load(tuple(Registry.load().wording_dirs("geometry")), language)


@lru_cache(maxsize=1)
def proposed() -> list[tuple[dict, list[Fact], list[Candidate]]]:
    templates = list(Registry.load().templates("geometry").values())
    out = []
    for n in range(45):
        request = Request(difficulty=n % 5 + 1)
        for attempt in range(20):
            try:
                spec = engine.plan(templates[n % len(templates)], request, stream(1000 + n, "plan", attempt))
                break
            except Refused:
                continue
        facts = engine.facts(spec)
        found = propose(spec, facts, _picture(spec), request, stream(n, "propose"))
        out.append((spec, facts, [c for c in found if isinstance(c, Candidate)]))
    return out


def _picture(spec: dict) -> Picture:
    regions = tuple(
        Region(f"pt-{n}", "point", box_quad(x - 1, y - 1, x + 1, y + 1), text=n) for n, (x, y) in spec["points"].items()
    )
    return Picture(np.zeros((4, 4, 3), np.uint8), regions)


def test_enough_of_every_sort() -> None:
    counts = [len(c) for _, _, c in proposed()]
    assert min(counts) >= 3 and sum(counts) >= 10 * len(counts)
    every = [c for _, _, cs in proposed() for c in cs]
    assert {c.kind for c in every} >= {"number", "boolean", "text"}
    assert len({c.family for c in every}) >= 18
    assert {c.proof.depth for c in every} >= {1, 2, 3, 4, 5, 6}
    truths = [c.proof.conclusion.value for c in every if c.kind == "boolean"]
    assert 0.3 < sum(truths) / len(truths) < 0.7


def test_harder_requests_get_deeper_proofs() -> None:
    depth = {d: [c.proof.depth for n, (_, _, cs) in enumerate(proposed()) if n % 5 + 1 == d for c in cs] for d in (1, 5)}
    assert np.mean(depth[5]) > np.mean(depth[1]) + 0.8


def test_conclusions_are_true_and_not_given() -> None:
    for spec, facts, candidates in proposed():
        figure = from_spec(spec)
        shown = {f.statement for f in facts if f.given in ("image", "text")}
        for c in candidates:
            t = c.proof.conclusion
            if t.predicate in NUMBERS:
                assert holds(figure, t)
                assert (t.predicate, t.args) not in shown
                assert all(abs(float(v) - float(t.value)) > 1e-9 for v, _ in c.near)


def test_undetermined_only_through_the_withheld_fact() -> None:
    found = [(spec, c) for spec, _, cs in proposed() for c in cs if c.missing is not None]
    assert found
    for spec, c in found:
        assert spec["withheld"]["predicate"] == c.missing.predicate and c.missing.given == "hidden"
        assert c.missing.id in {f.id for f in c.proof.leaves}
    for _, _, cs in proposed():
        for c in (c for c in cs if c.missing is None):
            assert all(f.given != "hidden" for f in c.proof.leaves)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("section", ["questions", "steps", "premises", "missing"])
def test_every_wording_that_is_needed_renders(section: str, language: str) -> None:
    words = wording(language)
    show = words.language.show
    env = {"claim": "7"}
    for _, facts, candidates in proposed():
        for c in candidates:
            if section == "questions":
                part = PARTS[c.kind]
                _render(words, section, c.family, {**c.slots, **env}, part, 8)
                if c.kind == "number":
                    _render(words, section, c.family, {**c.slots, **env}, "claim", 3)
            elif section == "steps":
                terms = {f.id: Term.of(f) for f in facts} | {s.term.id: s.term for s in c.proof.steps}
                for s in c.proof.steps:
                    value = {"value": show(s.term.value, s.term.unit), "x": [terms[i] for i in s.inputs]}
                    _render(words, section, s.op, {**value, **s.words(words.language)}, "", 3)
            elif section == "premises":
                for f in (f for f in c.proof.leaves if f.predicate not in ("triangle", "segment", "polygon")):
                    _render(words, section, f.predicate, {"args": f.args, "value": show(f.value, f.unit)}, "", 2)
            elif c.missing is not None:
                _render(words, section, c.missing.predicate, {"args": c.missing.args}, "", 3)


def _render(words: Wording, section: str, key: str, slots: dict, part: str, least: int) -> None:
    variants = words.variants(section, key, part)
    assert len(variants) >= least, (section, key, part)
    rng = np.random.Generator(np.random.Philox(1))
    for _ in range(2):
        text = words.say(section, key, rng, slots, part)
        assert text and "Exact(" not in text and "{{" not in text and "  " not in text


def test_every_step_has_three_wordings() -> None:
    for op in geometry_operators():
        assert len(wording().variants("steps", op.name)) >= 3, op.name


def test_proposals_depend_on_the_rng_alone() -> None:
    spec, facts, _ = proposed()[3]
    one, two = (propose(spec, facts, _picture(spec), Request(), stream(5, "x")) for _ in range(2))
    assert one == two
    assert all(
        isinstance(c.proof.conclusion.value, (Exact, float, bool, str, int, tuple)) for c in one if isinstance(c, Candidate)
    )
