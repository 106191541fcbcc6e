"""Charts are planned from packs: every kind at every difficulty, with data that a person would believe."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from proofpress.engines.charts.axis import nice_axis, nice_step
from proofpress.engines.charts.facts import chart_facts
from proofpress.engines.charts.plan import plan_chart
from proofpress.engines.charts.plans.combo import matching_axis
from proofpress.engines.charts.topics import CHARTS
from proofpress.engines.charts.vocabulary import KINDS

from proofpress.content.measure import read_measure, round_to, shares
from proofpress.content.numbers import matrix
from proofpress.content.packs import load_packs, read_pack
from proofpress.content.periods import PERIODS, draw_period
from proofpress.content.pools import read_pool
from proofpress.content.words import pack_words
from proofpress.engine import BadInput, Request, Template
from proofpress.seeds import stream

WORDS = pack_words("en")
MONTHS = [WORDS.language.month(i) for i in range(1, 13)]

SHARED = ("kind", "topic", "title", "measure", "unit", "decimals", "category", "labels", "series", "series_noun")
SHARED += ("axis", "printed", "entity", "withheld")


def planned(kind: str, difficulty: int, seed: int, **data: Any) -> dict[str, Any]:
    template = Template("charts", kind, {"kind": kind, **data})
    return plan_chart(template, Request(difficulty=difficulty), stream(seed, kind, difficulty))


def fault(spec: dict[str, Any]) -> str:
    """What is wrong with a Spec, "" when nothing is."""
    kind, labels, axis = spec["kind"], spec["labels"], spec["axis"]
    if missing := [k for k in SHARED if k not in spec]:
        return f"no {missing[0]}"
    names = [s["name"] for s in spec["series"]]
    if len(set(labels)) < len(labels) or len(set(names)) < len(names) or not all((*labels, *names, spec["title"])):
        return "names that are empty or used twice"
    values = [[None if v is None else Decimal(v) for v in s["values"]] for s in spec["series"]]
    if kind not in ("scatter", "bubble", "box") and any(len(row) != len(labels) for row in values):
        return "series and labels differ in length"
    shown = [v for row in (values[:1] if kind == "combo" else values) for v in row if v is not None]
    shown += [Decimal(v) for b in spec.get("boxes", ()) for v in (b["min"], b["max"], *b["outliers"])]
    shown += [Decimal(p["y"]) for p in spec.get("points", ())]
    if kind in ("bar_stacked", "area_stacked"):
        shown = [sum((v for v in column if v is not None), Decimal(0)) for column in zip(*values, strict=True)]
    if axis and kind != "bar_percent" and not all(Decimal(axis["min"]) <= v <= Decimal(axis["max"]) for v in shown):
        return "a value off the axis"
    if axis and (Decimal(axis["max"]) - Decimal(axis["min"])) % Decimal(axis["step"]):
        return "an axis that does not end on a tick"
    if axis and kind.startswith(("bar", "area", "histogram")) and Decimal(axis["min"]) > 0:
        return "bars that do not start at 0"
    if spec.get("parts"):
        columns = [sum(c) for c in zip(*values, strict=True)] if kind in ("bar_percent", "bar_stacked") else [sum(values[0])]  # type: ignore[arg-type]
        if any(c != 100 for c in columns):
            return f"parts that sum to {columns}"
    if any("  " in spec[k] or "{" in spec[k] or "None" in spec[k] for k in ("title", "subtitle", "source")):
        return f"an unfinished text: {spec['title']!r} {spec['subtitle']!r} {spec['source']!r}"
    if (held := spec["withheld"]) and values[names.index(held["series"])][labels.index(held["label"])] is None:
        return "a withheld value that does not exist"
    for b in spec.get("boxes", ()):
        five = [Decimal(b[k]) for k in ("min", "q1", "median", "q3", "max")]
        if five != sorted(set(five)) or any(five[0] <= Decimal(o) <= five[-1] for o in b["outliers"]):
            return "a box out of order"
    return ""


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_at_every_difficulty(kind: str) -> None:
    sizes = []
    for difficulty in (1, 3, 5):
        specs = [planned(kind, difficulty, seed) for seed in range(8)]
        assert {fault(s) for s in specs} == {""}
        assert all(s["kind"] == kind for s in specs)
        marks = [len(s["labels"]) * len(s["series"]) + len(s.get("points", ())) for s in specs]
        sizes.append(float(np.mean(marks)))
        assert json.loads(json.dumps(specs[0])) == specs[0]
    assert sizes[0] < sizes[2]


def test_a_planted_fault_is_seen() -> None:
    spec = next(s for s in (planned("pie", 3, seed) for seed in range(50)) if s.get("parts"))
    spec["series"][0]["values"][0] = str(Decimal(spec["series"][0]["values"][0]) + 1)
    assert fault(spec).startswith("parts that sum")


def test_every_pack_feeds_every_kind() -> None:
    packs = load_packs(CHARTS)
    assert len(packs) >= 10
    for name, topics in packs.items():
        assert len(topics) >= 6
        for kind in KINDS:
            assert any(kind in t.kinds for t in topics), f"{name} has nothing for {kind}"


@pytest.mark.parametrize("pack", sorted(load_packs(CHARTS)))
def test_every_topic_of_a_pack_is_sound(pack: str) -> None:
    for n, kind in enumerate(KINDS):
        spec = planned(kind, 1 + n % 5, n, packs=[pack])
        assert fault(spec) == ""
        assert spec["topic"] == pack


def test_titles_vary() -> None:
    titles = {planned("bar", 2, seed)["title"] for seed in range(60)}
    assert len(titles) >= 45


def test_values_are_in_the_range_of_their_measure() -> None:
    m = read_measure({"measure": "Rainfall", "unit": "mm", "range": [8, 260], "season": "wet", "trend": [-0.5, 0.5]}, "here")
    band = read_measure({"measure": "Temperature", "range": [-9, 31], "scale": "band", "season": "summer"}, "here")
    for seed in range(40):
        rng = stream(seed)
        months = draw_period("months", 12, 12, rng, WORDS)
        for measure in (m, band):
            values = matrix(measure, ["a", "b"], months.labels, months, None, rng)
            assert measure.low - 1e-9 <= values.min() and values.max() <= measure.high + 1e-9
    summer, winter = values[:, 5:8].mean(), values[:, [0, 1, 11]].mean()
    assert summer > winter + 5


@pytest.mark.parametrize("key", PERIODS)
def test_periods_are_in_order(key: str) -> None:
    for seed in range(12):
        period = draw_period(key, 3 if key != "seasons" else 4, 12, stream(seed), WORDS)
        assert len(set(period.labels)) == len(period.labels) == len(period.elapsed)
        assert all(a <= b for a, b in pairwise(period.elapsed))
        if key == "months" and len(period.labels) <= 12:
            at = [next(i for i, m in enumerate(MONTHS) if m.startswith(label[:3])) for label in period.labels]
            assert at == list(range(at[0], at[0] + len(at)))


@given(st.lists(st.floats(0.01, 50), min_size=2, max_size=9), st.integers(0, 1))
def test_shares_sum_to_a_hundred(weights: list[float], decimals: int) -> None:
    parts = shares(weights, decimals)
    assert sum(parts) == 100 and min(parts) > 0
    assert all(-int(p.as_tuple().exponent) == decimals for p in parts)


@settings(max_examples=200)
@given(st.lists(st.decimals("-9999", "99999", places=2), min_size=1, max_size=8), st.booleans(), st.integers(3, 9))
def test_an_axis_is_nice_and_holds_its_values(values: list[Decimal], zero: bool, ticks: int) -> None:
    axis = {k: Decimal(v) for k, v in nice_axis(values, zero=zero, ticks=ticks).items()}
    assert axis["min"] <= min(values) and max(values) <= axis["max"]
    assert not zero or axis["min"] <= 0 <= axis["max"]
    assert min(values) < 0 or axis["min"] >= 0
    assert (axis["max"] / axis["step"]) % 1 == 0 and (axis["min"] / axis["step"]) % 1 == 0
    assert axis["step"].normalize().as_tuple().digits in ((1,), (2,), (2, 5), (5,))


def test_a_step_and_a_matching_axis() -> None:
    assert nice_step(Decimal(87), 5) == 20 and nice_step(Decimal("0.9"), 4) == Decimal("0.25")
    right = matching_axis([Decimal(31), Decimal("41.5")], 4, zero=False)
    assert (Decimal(right["max"]) - Decimal(right["min"])) / Decimal(right["step"]) == 4
    assert round_to(12.5, Decimal("0.10")) == Decimal("12.5") and format(round_to(12.5, Decimal("0.01")), "f") == "12.50"


def test_facts_of_a_chart() -> None:
    spec = next(s for s in (planned("bar_grouped", 2, seed) for seed in range(200)) if s["withheld"])
    facts = chart_facts(spec)
    assert [f.id for f in facts] == [f"f{i}" for i in range(1, len(facts) + 1)]
    held = spec["withheld"]
    hidden = [f for f in facts if f.given == "hidden"]
    assert [f.args for f in hidden] == [(held["series"], held["label"])]
    for s in spec["series"]:
        for label, v in zip(spec["labels"], s["values"], strict=True):
            found = [f for f in facts if f.statement == ("value", (s["name"], label))]
            assert [format(f.value, "f") for f in found] == ([] if v is None else [v])


def test_the_same_bytes_whatever_the_hash_seed() -> None:
    code = (
        "import json\nfrom proofpress.engine import Request, Template\nfrom proofpress.seeds import stream\n"
        "from proofpress.engines.charts.plan import plan_chart\nfrom proofpress.engines.charts.vocabulary import KINDS\n"
        "for k in KINDS: print(json.dumps(plan_chart(Template('charts', k, {'kind': k}), Request(3), stream(5, k))))"
    )
    outs = [
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": h}, capture_output=True, check=True
        ).stdout
        for h in ("1", "2")
    ]
    assert outs[0] == outs[1] and outs[0].count(b"\n") == len(KINDS)


TOPIC = {"topic": "jam", "measure": "Jam", "unit": "jars", "range": [5, 90], "across": ["fruit"], "by": ["years"]}
POOLS = {"fruit": {"noun": "fruit", "plural": "fruits", "names": ["Plum", "Cherry", "Quince", "Fig", "Pear"]}}


def test_a_template_may_bring_its_own_topic() -> None:
    spec = planned("bar", 1, 3, topics=[TOPIC], pools=POOLS)
    assert spec["measure"] == "Jam" and set(spec["labels"]) <= set(POOLS["fruit"]["names"])


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"across": ["fruits"]}, "fruits"),
        ({"range": [90, 5]}, "range"),
        ({"range": "much"}, "range"),
        ({"colour": "red"}, "colour"),
        ({"season": "monsoon"}, "monsoon"),
        ({"form": "cake"}, "cake"),
        ({"kinds": ["cake"]}, "cake"),
        ({"titles": ["Jars by {{ nown }}"]}, "'nown'"),
        ({"notes": ["In {{ at"]}, "notes"),
        ({"sources": ["{{ m | loud }}"]}, "loud"),
    ],
)
def test_a_faulty_topic_is_named_in_one_line(change: dict[str, Any], named: str) -> None:
    with pytest.raises(BadInput) as error:
        read_pack({"pack": "mine", "pools": POOLS, "topics": [{**TOPIC, **change}]}, "mine.yaml", CHARTS)
    assert named in str(error.value) and "jam" in str(error.value) and "\n" not in str(error.value)


def test_a_faulty_template_or_pool_is_named() -> None:
    faulty: list[dict[str, Any]] = [{"kind": "cake"}, {"kind": "bar", "packs": ["cake"]}, {"kind": "bar", "cake": 1}]
    for data in faulty:
        with pytest.raises(BadInput, match="cake"):
            plan_chart(Template("charts", "mine", data), Request(), stream(1))
    with pytest.raises(BadInput, match="quotes"):
        read_pool("answers", {"noun": "answer", "names": [True, False]}, "mine.yaml", WORDS.language)


def test_stocks_do_not_add_up_over_time() -> None:
    stock = {**TOPIC, "adds": True, "stock": True}
    over_things = planned("bar", 1, 3, topics=[stock], pools=POOLS)
    over_time = planned("line", 1, 3, topics=[{**stock, "across": ["years"]}], pools=POOLS)
    flow = planned("line", 1, 3, topics=[{**TOPIC, "adds": True, "across": ["years"]}], pools=POOLS)
    assert [s["adds"]["labels"] for s in (over_things, over_time, flow)] == [True, False, True]


def test_years_are_compared_over_parts_of_a_year() -> None:
    topic = {"topic": "ice", "measure": "Ice", "unit": "t", "range": [5, 90], "across": ["quarters", "months"], "by": ["years"]}
    for seed in range(12):
        spec = planned("line_multi", 5, seed, topics=[topic])
        assert not any(label[-4:].isdigit() for label in spec["labels"]), spec["labels"]
