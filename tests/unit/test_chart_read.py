"""The second road reads charts from their pixels, and catches pictures that lie."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from chart_pictures import SEEDS, drawn, seen
from proofpress.engines.charts.read import read
from proofpress.engines.charts.reading.sight import parse
from proofpress.engines.charts.vocabulary import KINDS

from proofpress.draw.picture import Picture
from proofpress.model import Fact

UNSURE = {"print_bw"}  # hatches and greys


def off(kind: str, seed: int, picture: Picture, known: list[Fact]) -> list[tuple[Fact, float]]:
    """(fact, distance from the truth in margins) of everything measured."""
    bare = replace(picture, regions=(), shows={}, facts=())
    found = {f.statement: f for f in read(bare, seen(picture, known))}
    shown = [f for f in known if f.id in picture.shows and f.statement in found]
    return [(f, abs(float(found[f.statement].value) - float(f.value)) / (picture.margins[f.id] or 1e-6)) for f in shown]


@pytest.mark.parametrize("kind", KINDS)
def test_reads_within_the_margin(kind: str) -> None:
    measured = wanted = 0
    for seed in SEEDS:
        _, look, known, picture = drawn(kind, seed)
        rows = off(kind, seed, picture, known)
        assert all(gap <= 1.0001 for _, gap in rows), (seed, look["look"], [r for r in rows if r[1] > 1])
        if look["look"] not in UNSURE and kind != "scatter":  # unnamed dots cannot be told apart
            wanted += sum(f.id in picture.shows for f in known if f.predicate in ("value", "x", "y", "count", "median"))
            measured += sum(f.predicate in ("value", "x", "y", "count", "median") for f, _ in rows)
    assert measured >= 0.5 * wanted


def test_swapped_colours_are_caught() -> None:
    _, look, known, picture = drawn("bar_grouped", 1)
    a, b = (np.array([int(c[i : i + 2], 16) for i in (1, 3, 5)], np.uint8) for c in look["colours"][:2])
    plot = next(r for r in picture.regions if r.role == "plot-area")
    x0, y0, x1, y1 = (int(v) for v in plot.box)
    pixels = picture.pixels.copy()
    area = pixels[y0:y1, x0:x1]
    is_a, is_b = (area == a).all(-1), (area == b).all(-1)
    assert is_a.any() and is_b.any()
    area[is_a], area[is_b] = b, a
    rows = off("bar_grouped", 1, replace(picture, pixels=pixels), known)
    assert any(gap > 1 for f, gap in rows if f.predicate == "value")


@pytest.mark.parametrize("kind", ["bar", "line", "area", "bar_stacked", "histogram"])
def test_an_axis_off_by_one_tick_is_caught(kind: str) -> None:
    seed = next(i for i in SEEDS if drawn(kind, i)[1]["look"] not in UNSURE)
    _, _, known, picture = drawn(kind, seed)
    ticks = [r for r in picture.regions if r.role == "y-tick"]
    texts = [r.text for r in ticks]
    moved = {r.id: t for r, t in zip(ticks, texts[1:], strict=False)}
    regions = tuple(replace(r, text=moved[r.id]) if r.id in moved else r for r in picture.regions if r.id != ticks[-1].id)
    rows = [r for r in off(kind, seed, replace(picture, regions=regions), known) if r[0].predicate in ("value", "count")]
    if kind == "bar_stacked":  # lengths do not notice a shifted axis; every other reading does
        assert rows
    else:
        assert rows and all(gap > 1 for f, gap in rows)


@pytest.mark.parametrize("kind", ["bar", "histogram"])
def test_the_frame_over_an_empty_slot_is_no_bar(kind: str) -> None:
    seed = next(i for i in SEEDS if drawn(kind, i)[1]["look"] not in UNSURE)
    _, _, known, picture = drawn(kind, seed)
    bar = next(r for r in picture.regions if r.role == "bar" and r.box[3] - r.box[1] > 40)
    plot = next(r for r in picture.regions if r.role == "plot-area")
    fact = next(
        f for f in known if f.id in picture.shows and bar.id in picture.shows[f.id].at and f.predicate in ("value", "count")
    )
    x0, x1, top, foot = int(bar.box[0]), round(bar.box[2]), int(plot.box[1]), int(plot.box[3])
    pixels = picture.pixels.copy()
    pixels[top - 1 : foot - 1, x0:x1] = pixels[top + 6, x0]
    pixels[top - 1 : top + 2, x0 - 8 : x1 + 8] = 20
    found = {f.statement: float(f.value) for f in read(replace(picture, pixels=pixels, regions=()), seen(picture, known))}
    assert found and abs(found.get(fact.statement, 0.0)) < 0.1 * abs(float(fact.value))


def test_a_wrong_printed_value_is_not_believed() -> None:
    _, _, known, picture = drawn("bar", 1)
    label = next(r for r in picture.regions if r.role == "value-label")
    lied = replace(label, text="999")
    regions = tuple(lied if r.id == label.id else r for r in picture.regions)
    found = read(replace(picture, regions=()), seen(replace(picture, regions=regions), known))
    assert all(float(f.value) != 999 for f in found)


def test_nothing_is_read_from_a_degraded_picture() -> None:
    _, _, known, picture = drawn("bar", 1)
    assert read(picture, {**seen(picture, known), "degraded": True}) == []


def test_printed_numbers_are_parsed() -> None:
    texts = {"1,200": 1200, "1 200": 1200, "1.2k": 1200, "3M": 3e6, "−5": -5, "20%": 20, "$5": 5, "€3.5": 3.5, "−$4": -4}
    assert {t: parse(t) for t in texts} == texts
    assert parse("Jan") is None and parse("Q1 2020") is None
