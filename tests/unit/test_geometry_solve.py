"""The second road of geometry finds the answer from the premises, and sees when they do not force one."""

from dataclasses import replace

import pytest
from proofpress.engines.geometry.solve import forced, solve

from proofpress.exact import Exact
from proofpress.model import Answer, Fact, Question, Region, Sample, Step, box_quad
from proofpress.seeds import stream


def fact(id, predicate, args, value=True, given="image"):
    return Fact(id, predicate, tuple(args), value, "", (), given)


POINTS = {"A": (0.0, 0.0), "B": (6.0, 0.0), "C": (0.0, 8.0), "D": (6 - 6 * 0.36, 8 * 0.36)}
FACTS = (
    fact("c5", "on_segment", "DBC"),
    fact("f1", "right_angle", "BAC"),
    fact("f2", "length", "AB", Exact(6)),
    fact("f3", "length", "AC", Exact(8)),
    fact("f5", "right_angle", "ADC"),
    fact("s1", "length", "AD", Exact(24) / 5, "hidden"),
)


def sample(facts=FACTS, answer="number", givens=("f1", "f2", "f3", "f5"), inputs=("f1",)):
    regions = tuple(
        Region(f"pt-{n}", "point", box_quad(50 * x, 500 - 50 * y, 50 * x, 500 - 50 * y), n) for n, (x, y) in POINTS.items()
    )
    step = Step("any", inputs, "s1" if answer == "number" else "u", Exact(24) / 5)
    q = Question("q1", "open", "", Answer(answer, Exact(24) / 5, "24/5"), steps=(step,), givens=givens)
    return Sample("s", "geometry", "1", "t", "en", "train", 1, (), 9, 9, regions=regions, facts=facts, questions=(q,))


def test_solves_the_altitude():
    v = solve(sample(), 0, stream(1, "t"))
    assert v.covered and v.unique and abs(v.values[0] - 4.8) < 1e-6


@pytest.mark.parametrize("dropped", ["f1", "f2", "f3", "f5"])
def test_without_a_premise_it_is_not_forced(dropped):
    rest = [f for f in FACTS if f.id != dropped and f.given != "hidden"]
    assert forced({"points": POINTS}, rest, FACTS[-1]) is False
    facts = tuple(replace(f, given="hidden") if f.id == dropped else f for f in FACTS)
    v = solve(sample(facts, "undetermined", (), (dropped, "s1")), 0, stream(2, "t"))
    assert v.covered and not v.unique


def test_forced_with_all_premises():
    assert forced({"points": POINTS}, [f for f in FACTS if f.given != "hidden"], FACTS[-1]) is True


def test_a_wrong_printed_length_is_found_out():
    facts = tuple(replace(f, value=Exact(7)) if f.id == "f2" else f for f in FACTS)
    assert abs(solve(sample(facts), 0, stream(1, "t")).values[0] - 4.8) > 0.1
