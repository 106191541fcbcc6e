"""The figure's picture: nothing overlaps, every sign states a given, crowded figures are refused."""

import math
from dataclasses import replace

import numpy as np
import pytest
from proofpress.engines.geometry.drawing.draw import MOST_NOTES, draw_figure, lay_out
from proofpress.engines.geometry.drawing.marks import beyond_telling, signs_of
from proofpress.engines.geometry.drawing.paint import paint
from proofpress.engines.geometry.drawing.strokes import Strokes
from proofpress.engines.geometry.drawing.style import LOOKS, make_style
from shapely import Polygon

from proofpress.engine import Refused, Request
from proofpress.exact import Exact
from proofpress.model import Fact, plain
from proofpress.seeds import stream


def make_spec(points, lines, givens=(), circles=(), polygons=(), **more):
    entries = [
        {"predicate": p, "args": list(a), "value": plain(v), "unit": "", "given": more.get("given", "image")}
        for p, a, v in givens
    ]
    return {
        "points": {n: list(xy) for n, xy in points.items()},
        "lines": [list(line) for line in lines],
        "circles": [{"center": c, "on": list(on)} for c, on in circles],
        "polygons": [list(p) for p in polygons],
        "dashed": [],
        "shaded": more.get("shaded"),
        "unit": "",
        "to_scale": more.get("to_scale", True),
        "givens": entries,
        "withheld": None,
    }


def on_round(degrees, r=3.0):
    return r * math.cos(math.radians(degrees)), r * math.sin(math.radians(degrees))


ALTITUDE = make_spec(
    {"A": (0, 0), "B": (6, 0), "C": (0, 8), "D": (3.84, 2.88)},
    ["AB", "BDC", "AC", "AD"],
    [
        ("right_angle", "BAC", True),
        ("right_angle", "ADC", True),
        ("length", "AB", Exact(6)),
        ("length", "AC", Exact(8)),
        ("length", "BC", Exact(10)),
    ],
)
RHOMBOID = make_spec(
    {"A": (0, 0), "B": (7, 0), "C": (8.5, 4), "D": (1.5, 4), "O": (4.25, 2)},
    ["AB", "BC", "CD", "AD", "AOC", "BOD"],
    [
        ("parallelogram", "ABCD", True),
        ("equal_length", "AOCO", True),
        ("angle", "AOB", Exact(115)),
        ("length", "AB", Exact.surd(5, 2)),
    ],
    to_scale=False,
)
ROUND = make_spec(
    {"O": (0, 0), "A": on_round(100), "B": on_round(215), "C": on_round(335), "D": on_round(40)},
    ["AB", "BC", "AC", "OB", "OC", "BD", "CD"],
    [
        ("angle", "BAC", Exact(60)),
        ("angle", "BOC", Exact(120)),
        ("equal_angle", "BACBDC", True),
        ("circumference", "O", Exact(6)),
    ],
    circles=[("O", "ABCD")],
)
BISECTED = make_spec(
    {"A": (2, 5), "B": (0, 0), "C": (8, 0), "D": (3.3, 0)},
    ["AB", "AC", "BDC", "AD"],
    [("bisector", "ADBC", True), ("length", "BD", Exact.surd(3, 2)), ("length", "BC", Exact(21)), ("angle", "BAC", Exact(62))],
)
SPECS = {"altitude": ALTITUDE, "rhomboid": RHOMBOID, "round": ROUND, "bisected": BISECTED}
TEXT = ("point-label", "length-label", "angle-label", "note")


def facts_of(spec):
    found = [Fact(f"f{n}", g["predicate"], tuple(g["args"]), g["value"]) for n, g in enumerate(spec["givens"])]
    return [*found, Fact("s", "segment", ("A", "B"), True), Fact("t", "order_type", tuple(spec["points"]), "")]


def draw(name, seed, **style):
    spec = SPECS[name]
    look = make_style(spec, Request(), stream(seed, name, "style")) | style
    return draw_figure(spec, look, stream(seed, name, "draw"), facts_of(spec))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("name", SPECS)
def test_texts_neither_overlap_nor_leave_the_picture(name, seed):
    picture = draw(name, seed)
    quads = {r.id: Polygon(np.reshape(r.quad, (4, 2))) for r in picture.regions if r.role in TEXT or r.role == "point"}
    ids = list(quads)
    for i, a in enumerate(ids):
        x0, y0, x1, y1 = quads[a].bounds
        assert x0 >= 0 and y0 >= 0 and x1 <= picture.width and y1 <= picture.height, a
        for b in ids[i + 1 :]:
            assert quads[a].intersection(quads[b]).area == 0, (a, b)
    assert len({r.id for r in picture.regions}) == len(picture.regions)


@pytest.mark.parametrize("name", SPECS)
def test_labels_stand_on_bare_paper_and_in_their_quads(name):
    spec = SPECS[name]
    for seed in range(4):
        style = make_style(spec, Request(), stream(seed, name)) | {"surface": "none", "tint": 0.0, "arc": "line"}
        plan = lay_out(spec, style, stream(seed, name, "layout"))
        canvas = paint(spec, style, plan, stream(seed, "hand"))
        full = canvas.picture().pixels
        bare = paint(spec, style, replace(plan, labels=(), notes=()), stream(seed, "hand")).picture().pixels
        mask = np.zeros(full.shape[:2], bool)
        for quad in (r.quad for r in canvas.regions.values() if r.ink == "text"):
            x0, y0, x1, y1 = Polygon(np.reshape(quad, (4, 2))).bounds
            box = slice(max(0, int(y0) - 1), math.ceil(y1) + 1), slice(max(0, int(x0) - 1), math.ceil(x1) + 1)
            mask[box] = True
            if quad[1] == quad[3]:  # upright: the box is the quad
                assert (bare[box] == bare[0, 0]).all(), "a label touches a line or a mark"
        assert not (full != bare).any(axis=2)[~mask].any(), "ink outside every quad"


@pytest.mark.parametrize("name", SPECS)
def test_every_visible_given_is_shown_by_something(name):
    picture = draw(name, 3)
    roles = {r.id: r.role for r in picture.regions}
    for n, given in enumerate(SPECS[name]["givens"]):
        shown = {roles[r] for r in picture.shows[f"f{n}"].at}
        expected = {
            "length": "length-label",
            "angle": "angle-label",
            "right_angle": "mark-right",
            "equal_length": "mark-tick",
            "parallelogram": "mark-parallel",
            "equal_angle": "mark-arc",
            "bisector": "mark-arc",
        }.get(given["predicate"], "note")
        assert expected in shown or shown == {"note"}, given
    assert picture.shows["s"].regions == ("seg-A-B",) and len(picture.shows["t"].regions) == len(SPECS[name]["points"])


def test_a_length_over_several_pieces_gets_a_dimension_line():
    picture = draw("altitude", 1)
    assert set(picture.shows["f4"].at) == {"dimension-BC", "length-label-BC"}
    assert picture.region("length-label-BC").text == "10"


def test_classes_have_counts_of_their_own():
    spec = make_spec(
        {"A": (0, 0), "B": (4, 0), "C": (4, 3), "D": (0, 3)},
        ["AB", "BC", "CD", "AD"],
        [("equal_length", "ABCD", True), ("equal_length", "BCAD", True), ("midpoint", "ABC", True)],
    )
    spec["givens"].pop()
    signs = signs_of(spec, Strokes(spec["lines"]))
    counts = {t.a + t.b: t.count for t in signs.ticks}
    assert counts["AB"] == counts["CD"] != counts["BC"] == counts["AD"]
    joined = {**spec, "givens": [*spec["givens"], {**spec["givens"][0], "args": list("ABBC")}]}
    assert len({t.count for t in signs_of(joined, Strokes(joined["lines"])).ticks}) == 1


def test_equal_angles_side_by_side_carry_ticks_and_never_look_like_a_valued_arc():
    signs = signs_of(BISECTED, Strokes(BISECTED["lines"]))
    halves = [c for c in signs.corners if not c.text]
    assert len(halves) == 2 and all(c.tick and c.arcs == 2 for c in halves)


def test_givens_in_the_text_are_not_drawn():
    spec = {**ALTITUDE, "givens": [{**g, "given": "text"} for g in ALTITUDE["givens"]]}
    picture = draw_figure(spec, make_style(spec, Request(), stream(1)), stream(2), [])
    assert {r.role for r in picture.regions} == {"point", "segment", "point-label"}


def test_more_classes_than_ticks_can_tell_apart_are_told_in_words():
    points = {chr(65 + i): on_round(18 * i, 5) for i in range(20)}
    names = list(points)
    lines = [names[i] + names[i + 1] for i in range(0, 20, 2)]
    givens = [("equal_length", lines[i] + lines[i + 1], True) for i in range(0, 10, 2)]
    spec = make_spec(points, lines, givens)
    strokes = Strokes(spec["lines"])
    told = beyond_telling(signs_of(spec, strokes))
    assert told == {4}
    assert [n.text for n in signs_of(spec, strokes, told).notes] == ["QR = ST"]


def test_a_crowded_figure_is_refused():
    near = make_spec({"A": (0, 0), "B": (10, 0), "C": (10, 0.3), "D": (5, 9)}, ["AB", "AC", "BD"])
    with pytest.raises(Refused, match="layout: points B and C"):
        draw_figure(near, make_style(near, Request(), stream(1)), stream(2), [])
    wordy = [("area", "ABC", Exact(n)) for n in range(MOST_NOTES + 1)]
    wordy_spec = make_spec({"A": (0, 0), "B": (9, 0), "C": (3, 7)}, ["AB", "BC", "AC"], wordy)
    with pytest.raises(Refused, match="layout: too many"):
        draw_figure(wordy_spec, make_style(wordy_spec, Request(), stream(1)), stream(2), [])


def test_same_seed_same_picture_and_all_looks_come_up():
    one, two = draw("round", 5), draw("round", 5)
    assert (one.pixels == two.pixels).all() and one.regions == two.regions and one.shows == two.shows
    assert {make_style(ROUND, Request(), stream(n))["look"] for n in range(400)} == set(LOOKS)
