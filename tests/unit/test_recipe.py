"""Recipes: parsing, exact shares, jobs that depend on nothing else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofpress.errors import BadInput
from proofpress.recipe import Recipe, job, load_recipe, parse_difficulty, parse_domains, shares
from proofpress.registry import Registry

CLOCK = Path(__file__).parents[1] / "plugins" / "clock"


@settings(deadline=None)
@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=6), st.integers(0, 5000))
def test_shares_are_exact(weights: list[float], n: int) -> None:
    counts = shares(weights, n)
    assert sum(counts) == n
    assert all(abs(c - w * n / sum(weights)) < 1 for c, w in zip(counts, weights, strict=True))


def test_domains_and_difficulty() -> None:
    assert parse_domains("charts=40, geometry=60") == {"charts": 40, "geometry": 60}
    assert parse_domains("charts") == {"charts": 1}
    assert parse_difficulty("2-4") == (2, 4)
    for text in ("", "charts=0", "charts=x", "=3", "charts,charts", "charts=nan", "charts=inf", "charts=1e308"):
        with pytest.raises(BadInput):
            parse_domains(text)
    for text in ("0", "6", "4-2", "x"):
        with pytest.raises(BadInput):
            parse_difficulty(text)


def test_jobs_are_distinct_and_spread() -> None:
    registry = Registry.load([CLOCK])
    recipe = Recipe({"clock": 1}, samples=40, seed=0)
    made = [job(recipe, registry, i) for i in range(40)]
    assert len({(j.template, j.index) for j in made}) == 40
    assert set(Counter(j.request.difficulty for j in made)) == {1, 2, 3, 4, 5}
    assert made == [job(recipe, registry, i) for i in reversed(range(40))][::-1]


def test_a_recipe_file(tmp_path: Path) -> None:
    file = tmp_path / "r.yaml"
    file.write_text("domains: {clock: 2}\nsamples: 7\ndifficulty: 2-3\nplugins: [mine]\n")
    recipe = load_recipe(file)
    assert (recipe.samples, recipe.difficulty, recipe.plugins) == (7, (2, 3), (str(tmp_path / "mine"),))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sampels: 3", "unknown key 'sampels'.*did you mean 'samples'"),
        ("samples: many", "samples: cannot be 'many'; a whole number"),
        ("samples: true", "samples"),
        ("domains: 3", "domains"),
        ("domains: {charts: 1.0e+308, geometry: 1.0e+308}", "the share of 'charts' is 1e[+]308; a number above 0"),
        ("domains: {charts: [}", "line 1: broken YAML"),
        ("- a\n- b", "a YAML mapping"),
        ("difficulty: 7", "difficulty"),
        ("skills: {compare: 3, count: 1}", "skills: have no shares; write a list"),
        ("plugins: {mine: 3}", "plugins: have no shares; write a list"),
        ("samples: 3\nseed: 1\nsamples: 30", "line 3: broken YAML: 'samples' is there twice"),
        ("domains: {charts: 1, geometry: 2, charts: 3}", "line 1: broken YAML: 'charts' is there twice"),
    ],
)
def test_broken_recipes_say_what_and_where(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "r.yaml"
    file.write_text(text)
    with pytest.raises(BadInput, match=says) as caught:
        load_recipe(file)
    assert "r.yaml" in str(caught.value)
