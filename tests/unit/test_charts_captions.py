"""Captions of charts: three levels, true, and no sharper than the picture."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from proofpress.engines.charts.captions import describe_chart, readable
from proofpress.engines.charts.facts import chart_facts
from proofpress.engines.charts.plan import plan_chart
from proofpress.engines.charts.vocabulary import KINDS

import proofpress
from proofpress.ask.wording import load
from proofpress.engine import Request, Template
from proofpress.language import get
from proofpress.model import Fact
from proofpress.seeds import stream

EN = get("en")
TEMPLATES = Path(proofpress.__file__).parent.parent / "templates"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_told_at_three_levels(kind: str) -> None:
    wording = load((TEMPLATES / "charts" / "wording",), "en")
    for seed in range(6):
        spec = plan_chart(Template("charts", kind, {"kind": kind}), Request(difficulty=1 + seed % 5), stream(seed, kind))
        facts = chart_facts(spec)
        told = describe_chart(spec, facts)
        assert {s.level for s in told} == {1, 2, 3}
        assert [s.level for s in told] == sorted(s.level for s in told)
        hidden = {f.id for f in facts if f.given == "hidden"}
        assert not any(hidden & set(s.facts) for s in told)
        for s in told:
            assert len(wording.variants("captions", s.key)) >= 3
            for variant in range(4):
                text = wording.say("captions", s.key, stream(variant), s.slots)
                assert text.endswith((".", "”")) and "  " not in text


def test_numbers_are_as_sharp_as_the_margin() -> None:
    f = Fact("f1", "value", ("Arlo", "Winter"), Decimal(243), "mm", margin=5.0)
    assert readable(f, EN) == ("245 mm", False)
    assert readable(replace(f, margin=0.0), EN) == ("243 mm", True)
    for margin in (0.03, 0.4, 1.0, 2.6, 7.0, 12.0):
        text, exact = readable(replace(f, value=Decimal("238.37"), margin=margin), EN)
        assert not exact and abs(float(text.removesuffix(" mm")) - 238.37) <= margin


def test_near_equal_bars_are_not_ranked() -> None:
    spec = next(
        s
        for seed in range(50)
        if not (s := plan_chart(Template("charts", "bar", {"kind": "bar"}), Request(difficulty=1), stream(seed)))["withheld"]
        and None not in s["series"][0]["values"]
        and s["printed"] == "none"
    )
    facts = chart_facts(spec)
    values = [float(v) for v in spec["series"][0]["values"]]
    blurred = [replace(f, margin=max(values)) if f.predicate == "value" else f for f in facts]
    assert any(s.key == "largest" for s in describe_chart(spec, facts)) or sorted(values)[-1] == sorted(values)[-2]
    assert not any(s.key in ("largest", "smallest") for s in describe_chart(spec, blurred))


def test_coarse_readings_are_not_said_as_numbers() -> None:
    spec = plan_chart(Template("charts", "line", {"kind": "line"}), Request(difficulty=2), stream(5, "line"))
    facts = [replace(f, margin=abs(float(f.value))) if f.predicate == "value" else f for f in chart_facts(spec)]
    assert not [s for s in describe_chart(spec, facts) if s.key in ("values", "series_values")]
