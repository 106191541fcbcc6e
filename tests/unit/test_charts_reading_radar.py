"""The reader of radar charts: a line that runs along a spoke is no marker."""

from __future__ import annotations

from typing import Any

from proofpress.engine import Refused, Request
from proofpress.registry import Registry
from proofpress.seeds import stream

SPEC: dict[str, Any] = {
    "kind": "radar", "topic": "user", "title": "Banks", "subtitle": "", "source": "", "measure": "Rating", "unit": "",
    "decimals": 1, "category": {"name": "Criterion", "kind": "nominal", "noun": "criterion", "plural": "criteria"},
    "labels": ["Cards", "Safety", "Costs", "Rates", "Speed", "Online"],
    "series": [
        {"name": "Linden Bank", "values": ["2.7", "2.3", "2.9", "3.8", "3.2", "2.0"]},
        {"name": "Granite Bank", "values": ["2.0", "2.1", "0.2", "2.6", "3.2", "1.9"]},  # its lines hug two spokes
    ],
    "series_noun": {"noun": "bank", "plural": "banks"}, "axis": {"min": "0", "max": "5", "step": "1"}, "printed": "none",
    "entity": "", "withheld": None, "adds": {"labels": False, "series": False},
}  # fmt: skip


def test_a_value_near_the_middle_misleads_nobody() -> None:
    engine = Registry.load(()).engine("charts")
    truth = {f.statement: float(f.value) for f in engine.facts(SPEC) if f.predicate == "value"}
    read = 0
    for seed in range(12):
        try:
            picture = engine.draw(SPEC, engine.style(SPEC, Request(), stream(seed, "style")), stream(seed, "draw"))
        except Refused:
            continue
        known = tuple(r for r in picture.regions if r.text or r.role in engine.landmarks)
        for fact in engine.read(picture, {"regions": known, "statements": tuple(truth), "degraded": False}):
            assert abs(float(fact.value) - truth[fact.statement]) <= fact.margin, (seed, fact)
            read += 1
    assert read >= 60
