"""The record holds everything and gives it back."""

from decimal import Decimal

import pytest

from proofpress.exact import Exact
from proofpress.model import Answer, Caption, Fact, Image, Question, Region, Sample, Step, box_quad, dumps, loads
from proofpress.seeds import sample_seed, stream


@pytest.mark.parametrize(
    "value",
    [3, 2.5, True, None, Decimal("12.50"), Exact.surd(3, 2, 4), "Arlo", "2019", ("a", Decimal("1.0")), {"missing": "value(a)"}],
)
def test_values_round_trip_with_their_type(value):
    back = loads(dumps(value))
    assert back == value and type(back) is type(value)


def test_decimals_keep_their_zeros():
    assert dumps(Decimal("12.50")) == '"12.50"' and str(loads('"12.50"')) == "12.50"


def test_sample_round_trips():
    step = Step("difference", ("f1",), "s1", Decimal("3.0"), "…", ("r1",))
    question = Question(
        "q1", "open", "How much?", Answer("number", Decimal("3.0"), "3.0", "cm", 0.5, ("3",)), (), (step,), ("f1",)
    )
    sample = Sample(
        "x-1", "x", "1", "t", "en", "train", 2**63 + 1, (Image(b"png", "x-1.png"),), 10, 20, (Caption(1, "c"),),
        (Region("r1", "bar", box_quad(0, 0, 5, 5), "", "", 0.5, 0, (1.0, 2.0)),),
        (Fact("f1", "value", ("2019",), Decimal("3.0"), "cm", ("r1",)),), (question,), {"a": 1}, {}, [{"op": "blur"}],
    )  # fmt: skip
    assert Sample.from_record(sample.to_record()) == sample


def test_adjacent_seeds_share_nothing():
    a = [sample_seed(0, "e", "1", "t", "train", i) for i in range(500)]
    b = [sample_seed(1, "e", "1", "t", "train", i) for i in range(500)]
    assert len({*a, *b}) == 1000


def test_streams_of_a_sample_are_apart_and_repeat():
    assert stream(1, "plan").random() == stream(1, "plan").random() != stream(1, "draw").random()
