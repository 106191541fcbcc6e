"""Substrates, constructions and plans: true claims, drawn givens, bounds, determinism."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest
import yaml
from proofpress.engines.geometry.constructions import CONSTRUCTIONS
from proofpress.engines.geometry.context import context_of
from proofpress.engines.geometry.figure import Circle, Figure, from_spec, givens_of, to_spec
from proofpress.engines.geometry.measure import agrees, exact_angle, exact_length, measure
from proofpress.engines.geometry.planning.fit import check, name_crossings
from proofpress.engines.geometry.planning.grow import plan_figure
from proofpress.engines.geometry.sketching.sketch import Sketch, Unfit
from proofpress.engines.geometry.substrates import SUBSTRATES

from proofpress.engine import BadInput, Refused, Request, Template
from proofpress.exact import Exact, NotExact
from proofpress.model import Fact
from proofpress.registry import Registry
from proofpress.seeds import stream

TEMPLATES = [t.path for t in Registry().templates("geometry").values()]


def template(path: Path) -> Template:
    return Template("geometry", path.stem, yaml.safe_load(path.read_text("utf-8")), path)


def begun(name: str, seed: int) -> Sketch | None:
    sketch = Sketch(stream(seed, name))
    try:
        SUBSTRATES[name](sketch)
        name_crossings(sketch, None)
        check(sketch)
    except Unfit:
        return None
    return sketch


@lru_cache(maxsize=1)
def grounds() -> tuple[Sketch, ...]:
    return tuple(s for name in SUBSTRATES for seed in range(6) if (s := begun(name, seed)) is not None)


def assert_sound(sketch: Sketch) -> None:
    figure = sketch.figure()
    for claim in sketch.claims:
        assert agrees(figure, claim), claim
        if claim.predicate == "length":
            assert figure.drawn(*claim.args), claim
        if claim.predicate in ("angle", "right_angle"):
            a, v, c = claim.args
            assert figure.drawn(a, v) and figure.drawn(v, c), claim
    for name, (x, y) in figure.exact.items():
        assert (float(x), float(y)) == pytest.approx(figure.points[name], abs=1e-9), name


@pytest.mark.parametrize("name", list(SUBSTRATES))
def test_substrate(name: str) -> None:
    made = [s for seed in range(16) if (s := begun(name, seed)) is not None]
    assert len(made) >= 3
    for sketch in made:
        assert sketch.claims
        assert_sound(sketch)


@pytest.mark.parametrize("name", list(CONSTRUCTIONS))
def test_construction(name: str) -> None:
    made = 0
    for before in grounds():
        sketch = before.copy()
        try:
            CONSTRUCTIONS[name](sketch)
            name_crossings(sketch, before)
            check(sketch, before)
        except Unfit:
            continue
        made += 1
        assert_sound(sketch)
        check(sketch)  # looking at what is new only must not miss anything
        assert len(sketch.lines) > len(before.lines) or sketch.lines != before.lines or sketch.circles or sketch.shaded
        if made == 12:
            break
    assert made or name == "shade_around_incircle"  # which wants a figure that has grown


def test_counts() -> None:
    assert len(SUBSTRATES) >= 20
    assert len(CONSTRUCTIONS) >= 50
    assert len(TEMPLATES) >= 12


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.stem)
def test_plan(path: Path) -> None:
    made = 0
    for seed in range(15):
        request = Request(difficulty=1 + seed % 5)
        try:
            spec = plan_figure(template(path), request, stream(seed, path.stem))
        except Refused:
            continue
        made += 1
        assert json.loads(json.dumps(spec)) == spec
        again = plan_figure(template(path), request, stream(seed, path.stem))
        assert json.dumps(again) == json.dumps(spec)
        figure = from_spec(spec)
        assert to_spec(
            figure, spec["substrate"], spec["constructions"], givens_of({**spec, "withheld": None}), None, spec["to_scale"]
        ) == {**spec, "withheld": None}
        for fact in givens_of(spec):
            assert agrees(figure, fact), fact
            assert not isinstance(fact.value, float)
        for predicate, args, value in context_of(figure):
            if predicate not in ("order_type", "shading"):
                assert measure(figure, predicate, args) is value, (predicate, args)
        assert len(figure.points) <= 12
    assert made >= 13


def test_difficulties_differ() -> None:
    counts = Counter()
    for level in (1, 5):
        for seed in range(20):
            spec = plan_figure(template(TEMPLATES[-1]), Request(difficulty=level), stream(seed, "levels"))
            counts[level] += len(spec["constructions"])
    assert counts[5] > counts[1] + 40


def test_a_false_given_is_found() -> None:
    spec = plan_figure(template(TEMPLATES[-1]), Request(), stream(3, "fault"))
    figure = from_spec(spec)
    numbers = [f for f in givens_of(spec) if f.predicate in ("length", "angle")]
    wrong = replace(numbers[0], value=float(numbers[0].value) * (1 + 1e-6))
    assert agrees(figure, numbers[0]) and not agrees(figure, wrong)


def test_a_bad_template_is_named() -> None:
    bad = Template("geometry", "bad", {"substrates": {"square": 1}, "constructions": {"medain": 1}})
    with pytest.raises(BadInput, match="medain"):
        plan_figure(bad, Request(), stream(0, "bad"))


class TestFit:
    def sketch(self, *points: tuple[float, float]) -> Sketch:
        s = Sketch(stream(0, "fit"))
        for name, (x, y) in zip("ABCDEF", points, strict=False):
            s.at(name, x, y)
        return s

    def test_sharp_angle(self) -> None:
        s = self.sketch((0.0, 0.0), (10.0, 2.4), (8.0, 4.0))
        s.line("A", "B", "C", "A")
        with pytest.raises(Unfit, match="angle"):
            check(s)

    def test_point_near_a_line(self) -> None:
        s = self.sketch((0.0, 0.0), (10.0, 0.0), (5.0, 6.0), (5.0, 0.3))
        s.line("A", "B", "C", "A")
        with pytest.raises(Unfit, match="close"):
            check(s)

    def test_crossing_gets_a_name(self) -> None:
        s = self.sketch((0, 0), (4, 0), (4, 4), (0, 4))
        s.line("A", "C")
        s.line("B", "D")
        name_crossings(s, None)
        assert s.lines == [("A", "E", "C"), ("B", "E", "D")]
        assert s.exact("E") == (Exact(2), Exact(2))

    def test_collinear_strokes_are_one_line(self) -> None:
        s = self.sketch((0, 0), (4, 0), (8, 0), (12, 0))
        s.line("A", "B")
        s.line("C", "D")
        s.line("B", "C")
        assert s.lines == [("A", "B", "C", "D")]


class TestMeasure:
    figure = Figure(
        {"A": (0.0, 0.0), "B": (4.0, 0.0), "C": (0.0, 3.0), "O": (2.0, 1.5)},
        lines=(("A", "B"), ("B", "O", "C"), ("A", "C")),
        circles=(Circle("O", ("A", "B", "C")),),
        exact={"A": (Exact(0), Exact(0)), "B": (Exact(4), Exact(0)), "C": (Exact(0), Exact(3))},
    )

    @pytest.mark.parametrize(
        ("predicate", "args", "value"),
        [
            ("length", "BC", 5),
            ("right_angle", "BAC", True),
            ("area", "ABC", 6),
            ("perimeter", "ABC", 12),
            ("midpoint", "OBC", True),
            ("on_circle", "AO", True),
            ("circle_area", "O", 6.25 * 3.141592653589793),
            ("parallel", "ABCO", False),
            ("tangent", "ABO", False),
            ("similar", "ABCABC", True),
            ("bisector", "AOBC", False),
        ],
    )
    def test_values(self, predicate: str, args: str, value: object) -> None:
        assert measure(self.figure, predicate, tuple(args)) == pytest.approx(value)

    def test_closed_forms(self) -> None:
        assert exact_length(self.figure, "B", "C") == Exact(5)
        assert exact_angle(self.figure, "B", "A", "C") == Exact(90)
        with pytest.raises(NotExact):
            exact_length(self.figure, "A", "O")
        with pytest.raises(NotExact):
            exact_angle(self.figure, "A", "B", "C")

    def test_decimals_agree(self) -> None:
        assert agrees(self.figure, Fact("", "length", ("A", "O"), Decimal("2.5")))
