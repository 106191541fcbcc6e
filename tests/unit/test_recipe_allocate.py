"""Allocation: every share is met, at every length, and uncorrelated; a job depends on the recipe and its number only."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofpress.ask.constraints import Constraints
from proofpress.errors import BadInput
from proofpress.recipe import Recipe, checked, job, jobs, overridden
from proofpress.recipe.allocate import Allocator, Mix, between, normal
from proofpress.recipe.forecast import features
from proofpress.registry import Registry
from proofpress.seeds import stream
from proofpress.store import fingerprint

MIXES = {
    "template": normal({f"t{i}": 1 for i in range(12)}),
    "split": {"train": 0.9, "test": 0.1},
    "difficulty": normal({"1": 20, "2": 30, "3": 30, "4": 15, "5": 5}),
    "text_load": normal({"lite": 60, "full": 25, "vision": 15}),
    "look": normal({f"l{i}": 1 for i in range(6)}),
}


@pytest.mark.parametrize("n", [1, 37, 200, 1000])
def test_shares_are_met_alone_and_in_pairs(n: int) -> None:
    allocator = Allocator(stream(1, "deal"))
    axes = [Mix(k, v, between(v, 0, n)) for k, v in MIXES.items()]
    hands = [allocator.allotment(axes) for _ in range(n)]
    for axis, mix in MIXES.items():
        found = Counter(h[axis] for h in hands)
        assert all(abs(found[v] - share * n) <= 1 for v, share in mix.items()), axis
    for a, b in itertools.combinations(MIXES, 2):
        found2 = Counter((h[a], h[b]) for h in hands)
        for u, v in itertools.product(MIXES[a], MIXES[b]):
            assert abs(found2[u, v] - n * MIXES[a][u] * MIXES[b][v]) <= 3.5, (a, u, b, v)


@settings(deadline=None)
@given(st.lists(st.integers(1, 100), min_size=1, max_size=6), st.lists(st.integers(300, 1500), min_size=1, max_size=6))
def test_blocks_add_up(weights: list[int], lengths: list[int]) -> None:
    part = normal({str(i): float(w) for i, w in enumerate(weights)})
    total: Counter[str] = Counter()
    at = 0
    for length in lengths:
        total.update(between(part, at, at + length))
        at += length
    assert all(abs(total[v] - share * at) <= 2 for v, share in part.items())


def recipe(**more: object) -> Recipe:
    registry = Registry.load()
    return checked(
        Recipe(
            {"charts": 3, "geometry": 1},
            samples=200,
            seed=5,
            mixes={
                "difficulty": {"1": 50, "3": 50},
                "split": {"train": 80, "test": 20},
                "template": {"charts/bar": 3},
                "text_load": {"lite": 75, "vision": 25},
            },
            options={"charts": {"packs": {"finance": 60, "health": 40}, "looks": {"print_bw": 20, "newspaper": 80}}},
            **more,  # type: ignore[arg-type]
        ),
        registry,
    )


def test_jobs_are_dealt_what_they_can_do() -> None:
    registry = Registry.load()
    wanted = recipe()
    made = [j for shard in range(wanted.shards) for j in jobs(wanted, registry, shard)]
    assert made == [job(wanted, registry, i) for i in range(200)]
    assert len({(j.engine, j.template, j.split, j.index) for j in made}) == 200
    found = [features(j) for j in made]
    assert Counter(f["split"] for f in found) == {"train": 160, "test": 40}
    assert Counter(f["difficulty"] for f in found) == {"1": 100, "3": 100}
    assert Counter(f.get("charts/packs") for f in found) == {"finance": 90, "health": 60, None: 50}
    for f in found:
        if f["template"] in ("charts/bubble", "charts/area_stacked"):
            assert f["charts/looks"] == "newspaper"
    bars = sum(f["template"] == "charts/bar" for f in found)
    assert abs(bars - 150 * 3 / 21) <= 1
    hard = sum(f["difficulty"] == "3" and f["split"] == "test" for f in found)
    assert 18 <= hard <= 22


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 2**31), st.integers(0, 2299))
def test_any_job_can_be_dealt_alone(seed: int, number: int) -> None:
    registry = Registry.load()
    wanted = checked(Recipe({"geometry": 1}, samples=2300, seed=seed, mixes={"degrade": {"none": 2, "light": 1}}), registry)
    again = checked(Recipe({"geometry": 1}, samples=2300, seed=seed, mixes={"degrade": {"none": 2, "light": 1}}), registry)
    shard = number // wanted.rows_per_shard
    assert job(wanted, registry, number) == jobs(again, registry, shard)[number - wanted.rows(shard).start]


def test_the_order_of_keys_says_nothing() -> None:
    """Two files with the same keys have one fingerprint; a run that goes on with the other must deal the same jobs."""
    registry, one = Registry.load(), recipe()

    def turned(mapping: Mapping[str, Any]) -> dict[str, Any]:
        return {k: turned(v) if isinstance(v, Mapping) else v for k, v in reversed(mapping.items())}

    constraints = Constraints(forms={"open": 2.0, "choice": 1.0}, depth={2: 1.0, 1: 1.0})
    one = checked(replace(one, constraints=constraints), registry)
    other = replace(one, mixes=turned(one.mixes), options=turned(one.options), domains=turned(one.domains))
    other = checked(
        replace(other, constraints=replace(constraints, forms=turned(constraints.forms), depth={1: 1.0, 2: 1.0})), registry
    )
    assert fingerprint(one.canonical(), {}) == fingerprint(other.canonical(), {})
    assert [list(jobs(one, registry, s)) for s in range(8)] == [list(jobs(other, registry, s)) for s in range(8)]
    assert (list(one.constraints.forms), list(one.constraints.depth)) == (
        list(other.constraints.forms),
        list(other.constraints.depth),
    )


def test_jobs_that_are_drawn_are_those_that_are_drawn_alone() -> None:
    registry = Registry.load()
    plain = checked(Recipe({"charts": 3, "geometry": 1}, samples=150, seed=5), registry)
    made = [j for shard in range(plain.shards) for j in jobs(plain, registry, shard)]
    assert made == [job(plain, registry, i) for i in range(150)]


def test_what_the_command_line_says_replaces_a_mix() -> None:
    wanted = overridden(recipe(), difficulty=(2, 2), split="train", text_load=None)
    assert set(wanted.mixes) == {"template", "text_load"}
    only = overridden(recipe(), domains={"geometry": 1.0})
    assert only.options == {} and "template" not in only.mixes


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"options": {"charts": {"pakcs": {"finance": 1}}}}, "no option 'pakcs': did you mean 'packs'"),
        ({"options": {"charts": {"packs": {"finanse": 1}}}}, "no 'finanse': did you mean 'finance'"),
        ({"options": {"geometry": {"looks": {"textbook": 1}}}}, "not among the domains charts"),
        ({"options": {"charts": {"looks": {"print_bw": 1}}}, "templates": ("charts/bubble",)}, "none of its templates can do"),
        (
            {"options": {"charts": {"looks": {"print_bw": 1}}}, "templates": ("charts/bubble", "charts/bar")},
            "template charts/bubble: cannot do looks print_bw",
        ),
        ({"mixes": {"degrade": {"hevy": 1}}}, "degrade 'hevy': did you mean 'heavy'"),
        ({"mixes": {"language": {"en": 1, "tlh": 1}}}, "language 'tlh'"),
        ({"mixes": {"split": {"Train!": 1}}}, "split 'Train!'"),
        ({"templates": ("charts/bar", "charts/bar")}, "template 'charts/bar': is named twice"),  # each sample would be, too
        ({"samples": 10**20}, "a set holds at most 10000000000"),
        ({"languages": ("en", "en")}, "language 'en': is named twice"),
    ],
)
def test_what_no_engine_can_do_is_named(more: dict[str, object], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        checked(Recipe({"charts": 1}, **more), Registry.load())  # type: ignore[arg-type]


def test_options_that_are_not_asked_for_leave_templates_out(tmp_path: Path) -> None:
    wanted = checked(Recipe({"charts": 1}, samples=60, options={"charts": {"looks": {"print_bw": 1.0}}}), Registry.load())
    made = {j.template for j in jobs(wanted, Registry.load(), 0)}
    assert made.isdisjoint({"bubble", "area_stacked"})
