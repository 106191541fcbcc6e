"""Rewordings written by hand against the fact lock (lock_attacks.yaml), counted by halves and one by one."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from proofpress.model import Answer, Fact, Question, Region, Sample, box_quad
from proofpress.vlm.lock import locked

ATTACKS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "lock_attacks.yaml").read_text("utf-8"))


def asked(attack: dict[str, Any]) -> tuple[Sample, Question]:
    """A sample that knows the names of the attack, and its question."""
    facts = tuple(Fact(f"f{i}", p, tuple(a[:n]), tuple(a[n:])) for i, (p, n, *a) in enumerate(attack.get("facts", ())))
    regions = tuple(Region(f"r{i}", "tick", box_quad(0, 0, 1, 1), t) for i, t in enumerate(attack.get("texts", ())))
    drawn = {p for p, *_ in attack.get("facts", ())} & {"value", "axis_title", "position", "unit", "title"}
    engine = "charts" if drawn else "geometry" if re.search(r"\b[A-Z]{2,4}\b|\b(?:circle|area)\b", attack["text"]) else "any"
    sample = Sample("s", engine, "1", "any/any", "en", "train", 1, (), 9, 9, facts=facts, regions=regions)
    answer = Answer(attack["answer"][0], None, attack["answer"][1])
    return sample, Question("q", attack["form"], attack["text"], answer, tuple(attack.get("choices", ())))


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda a: a["text"][:40])
def test_each_rewording_is_judged_as_it_is_told(attack: dict[str, Any]) -> None:
    sample, question = asked(attack)
    for key, refused in (("spoilt", True), ("spoilt_but_passes", False), ("clean", False), ("clean_but_refused", True)):
        for text in attack.get(key, ()):
            found = locked(sample, question, text)
            assert bool(found) is refused, (key, text, found)


def test_how_many_are_judged_rightly() -> None:
    """By halves: next to no spoilt one passes, and nine of ten clean ones do."""
    count: Counter[tuple[str, str]] = Counter()
    for attack in ATTACKS:
        for key in ("spoilt", "spoilt_but_passes", "clean", "clean_but_refused"):
            count[attack["half"], key] += len(attack.get(key, ()))
    assert sum(n for (_, key), n in count.items() if key.startswith("spoilt")) >= 400
    assert sum(n for (_, key), n in count.items() if key.startswith("clean")) >= 380
    for half in ("tune", "held", "blind"):
        assert count[half, "spoilt_but_passes"] <= 0.01 * count[half, "spoilt"], half
        assert count[half, "clean"] >= 0.9 * (count[half, "clean"] + count[half, "clean_but_refused"]), half
