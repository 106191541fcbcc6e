"""The geometry engine: facts in order, givens and their variation, captions."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import pytest
from proofpress.engines.geometry import engine
from proofpress.engines.geometry.sketching.numbers import nice
from proofpress.engines.geometry.vocabulary import canonical

from proofpress.ask.wording import load
from proofpress.engine import BadInput, Refused, Request, Spec, Template
from proofpress.exact import Exact
from proofpress.make_sample import captions
from proofpress.model import Fact
from proofpress.registry import Registry
from proofpress.seeds import stream


@lru_cache(maxsize=1)
def specs() -> tuple[Spec, ...]:
    registry = Registry.load()
    out = []
    for template in registry.templates("geometry").values():
        for seed in range(14):
            try:
                out.append(engine.plan(template, Request(difficulty=1 + seed % 5), stream(seed, "engine", template.name)))
            except Refused:
                continue
    return tuple(out)


def test_facts_are_in_order_and_canonical() -> None:
    ranks = {"image": 1, "text": 1, "hidden": 2}
    for spec in specs():
        facts = engine.facts(spec)
        assert [f.id for f in facts] == [f"f{n}" for n in range(1, len(facts) + 1)]
        assert all(f.args == canonical(f.predicate, f.args) for f in facts)
        assert len({f.statement for f in facts}) == len(facts)
        context = {"segment", "on_segment", "on_circle", "triangle", "polygon", "order_type", "shading"}
        order = [0 if f.predicate in context else ranks[f.given] for f in facts]
        assert order == sorted(order)
        assert sum(f.given == "hidden" for f in facts) == (spec["withheld"] is not None)


def test_givens_vary() -> None:
    given = Counter(g["given"] for spec in specs() for g in spec["givens"])
    withheld = sum(spec["withheld"] is not None for spec in specs()) / len(specs())
    assert given["text"] > 0.1 * given["image"] > 0
    assert 0.1 < withheld < 0.35
    assert {"area", "perimeter"} & {g["predicate"] for spec in specs() for g in spec["givens"]}
    assert len({spec["unit"] for spec in specs()}) >= 4


def test_units_follow_the_kind() -> None:
    for spec in specs():
        for f in engine.facts(spec):
            if f.predicate in ("angle", "arc"):
                assert f.unit == "°"
            elif f.predicate == "area":
                assert f.unit == (f"{spec['unit']}²" if spec["unit"] else "")
            elif f.predicate in ("length", "perimeter"):
                assert f.unit == spec["unit"]


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (Exact(7), True),
        (Exact.surd(1, 1, 2), True),
        (Exact.surd(3, 2), True),
        (Exact.surd(26, 1, 3), False),
        (Exact.surd(1, 139), False),
        (Exact(1) + Exact.surd(1, 2), False),
    ],
)
def test_only_numbers_that_people_print(value: Exact, printed: bool) -> None:
    assert nice(value) is printed


def test_captions_say_only_what_is_seen() -> None:
    wording = load(tuple(Registry.load().wording_dirs("geometry")), "en")
    for n, spec in enumerate(specs()):
        facts = engine.facts(spec)
        seen = {f.id for f in facts if f.given == "image"}
        said = engine.describe(spec, facts)
        assert said[0].level == 1
        for s in said:
            assert s.facts and set(s.facts) <= seen, s
            assert len(wording.variants("captions", s.key)) >= 3, s.key
        assert len(captions(engine, spec, facts, wording, stream(n, "captions"))) == 3


def test_a_fact_that_is_told_is_not_in_the_caption() -> None:
    spec = next(s for s in specs() if any(g["predicate"] == "length" and g["given"] == "image" for g in s["givens"]))
    told = {**spec, "givens": [{**g, "given": "text"} for g in spec["givens"]]}
    facts: list[Fact] = engine.facts(told)
    assert not [s for s in engine.describe(told, facts) if s.key == "lengths"]


def test_a_key_that_no_template_has_is_named() -> None:
    good = {"template": "t", "engine": "geometry", "substrates": {"square": 1}, "constructions": {"diagonal": 1}}
    with pytest.raises(BadInput, match="unknown key 'construction'; known are constructions, engine, substrates, template"):
        engine.plan(Template("geometry", "t", good | {"construction": {}}), Request(), stream(1, "keys"))
