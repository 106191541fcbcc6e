"""Charts as drawn: nothing overlaps or leaves the page, ink is where regions say, margins are what pixels allow."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from chart_pictures import EXAMPLES, SEEDS, drawn
from proofpress.engines.charts.draw import draw_chart
from proofpress.engines.charts.draw.numbers import compact, grouped, tick_texts
from proofpress.engines.charts.facts import chart_facts
from proofpress.engines.charts.looks import COMMON, LOOKS
from proofpress.engines.charts.style import make_style
from proofpress.engines.charts.vocabulary import KINDS
from shapely.geometry import Polygon

from proofpress.draw.colour import PALETTES, names
from proofpress.engine import Refused, Request
from proofpress.language import get
from proofpress.seeds import stream

PRINTED = {
    "title", "subtitle", "source", "x-axis-title", "y-axis-title", "x-tick", "y-tick", "value-label", "slice-label",
    "point-label", "missing", "colourbar-tick", "size-title",
}  # fmt: skip
CASES = list(itertools.product(KINDS, SEEDS))


@pytest.mark.parametrize(("kind", "seed"), CASES)
def test_texts_keep_apart_and_inside_and_hold_ink(kind: str, seed: int) -> None:
    _, look, _, picture = drawn(kind, seed)
    texts = [r for r in picture.regions if r.role in PRINTED or r.role == "legend-entry"]
    for r in picture.regions:
        x0, y0, x1, y1 = r.box
        assert -0.01 <= x0 < x1 <= picture.width + 0.01 and -0.01 <= y0 < y1 <= picture.height + 0.01, r
    hulls = [Polygon(np.reshape(r.quad, (4, 2))) for r in texts]
    for (a, p), (b, q) in itertools.combinations(zip(texts, hulls, strict=True), 2):
        same = a.parent == b.id or b.parent == a.id or a.quad == b.quad
        assert same or p.intersection(q).area < 0.5, f"{look['look']}: {a.text!r} meets {b.text!r}"
    for r in texts:
        x0, y0, x1, y1 = (round(v) for v in r.box)
        patch = picture.pixels[y0:y1, x0:x1].astype(int)
        assert (patch.max(axis=(0, 1)) - patch.min(axis=(0, 1))).max() > 60, f"no ink in {r}"


@pytest.mark.parametrize(("kind", "seed"), CASES)
def test_facts_are_bound_to_regions(kind: str, seed: int) -> None:
    spec, _, known, picture = drawn(kind, seed)
    ids = {r.id for r in picture.regions}
    facts = {f.id: f for f in (*known, *picture.facts)}
    assert all(set(s.regions) <= ids and s.needs and set(s.at) <= set(s.needs) for s in picture.shows.values())
    assert set(picture.shows) <= set(facts) and set(picture.margins) == set(picture.shows)
    assert all(r.parent in ids or not r.parent for r in picture.regions)
    shown = {facts[i].statement for i in picture.shows}
    assert ("title", ()) in shown
    if spec["withheld"]:
        assert ("value", (spec["withheld"]["series"], spec["withheld"]["label"])) not in shown
    values = [f for f in known if f.predicate in ("value", "count", "x", "median") and f.given == "image"]
    assert sum(f.id in picture.shows for f in values) >= 0.7 * len(values)


def test_margin_is_a_twentieth_of_a_tick_or_two_px() -> None:
    spec = EXAMPLES["bar_horizontal"]
    _, _, known, picture = drawn("bar_horizontal", 0)
    plot = next(r for r in picture.regions if r.role == "plot-area")
    per_px = 25 / (plot.box[2] - plot.box[0])
    fact = next(f for f in known if f.statement == ("value", ("Goals", "Okoro")))
    assert picture.margins[fact.id] == pytest.approx(max(5 / 20, 2 * per_px))
    bar = next(picture.region(r) for r in picture.shows[fact.id].at if picture.region(r).role == "bar")
    assert bar.box[2] - bar.box[0] == pytest.approx(21 / per_px, abs=0.75)
    printed = dict(spec, printed="all")
    again = draw_chart(printed, make_style(printed, Request(), stream(0, "p")), chart_facts(printed))
    assert again.margins[fact.id] == 0


def test_small_marks_are_not_shown() -> None:
    spec = dict(EXAMPLES["bar"], printed="none")
    spec["series"] = [{"name": "Sales", "values": ["340", "1", "410", "190"]}]
    known = chart_facts(spec)
    picture = draw_chart(spec, make_style(spec, Request(), stream(1, "small")), known)
    values = {f.args[1]: f.id in picture.shows for f in known if f.predicate == "value"}
    assert values == {"Bakery": True, "Dairy": False, "Produce": True, "Frozen": True}


def test_labels_that_cannot_fit_are_refused() -> None:
    names_ = [f"A category with a very long name, number {i}" for i in range(40)]
    spec = dict(EXAMPLES["bar"], labels=names_, series=[{"name": "Sales", "values": ["100"] * 40}], printed="none")
    with pytest.raises(Refused, match="layout"):
        draw_chart(spec, make_style(spec, Request(), stream(1, "long")), chart_facts(spec))


def test_same_spec_and_style_same_bytes() -> None:
    for kind in KINDS:
        spec, look, known, picture = drawn(kind, 3)
        again = draw_chart(spec, look, known)
        assert again.pixels.tobytes() == picture.pixels.tobytes() and again.regions == picture.regions


def test_looks_know_only_real_axes_and_vary() -> None:
    assert len(LOOKS) >= 10 and all(set(look) <= set(COMMON) for look in LOOKS.values())
    styles = [make_style(EXAMPLES["line_multi"], Request(), stream(i, "vary")) for i in range(120)]
    assert {s["look"] for s in styles} == set(LOOKS)
    varied = [axis for axis in COMMON if len({str(s[axis]) for s in styles}) > 1]
    assert len(varied) >= 20


def test_colours_are_named_only_where_people_agree() -> None:
    assert names(["#4E79A7", "#59A14F"]) == ["blue", "green"]
    assert names(["#08519C", "#3182BD"]) == [None, None]  # two blues
    assert names(["#FF0000", "#F28E2B", "#E15759"])[0] is None
    assert all(len(p) >= 5 for p in PALETTES.values())


def test_numbers_as_printed() -> None:
    from decimal import Decimal

    assert grouped("12345.60", "comma") == "12,345.60" and grouped("-1234", "plain") == "−1234"
    assert grouped("1234", "space") == "1234" and grouped("12345", "space") == "12 345"
    assert [compact(Decimal(v), Decimal(6000), get("en")) for v in (1500, 0)] == ["1.5k", "0"]
    style = {"numbers": "comma", "tick_unit": True}
    assert [t for _, t in tick_texts({"min": "0", "max": "1", "step": "0.5"}, "$", style)] == ["$0.0", "$0.5", "$1.0"]


@pytest.mark.parametrize("on_values", [True, False])
def test_a_heatmap_with_printed_values_says_its_unit_once(on_values: bool) -> None:
    """The ticks that would carry a currency sign are not drawn there."""
    spec = EXAMPLES["heatmap"] | {"printed": "all", "unit": "€", "measure": "Spending"}
    look = {**make_style(spec, Request(), stream(3, "heatmap")), "tick_unit": True, "value_unit": on_values}
    picture = draw_chart(spec, look, chart_facts(spec))
    texts = {r.role: r.text for r in picture.regions}
    assert texts["y-axis-title"] == ("Spending" if on_values else "Spending (€)")
    assert ("€" in texts["value-label"]) == on_values
