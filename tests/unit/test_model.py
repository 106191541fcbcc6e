"""The record holds everything and gives it back."""

from dataclasses import replace
from decimal import Decimal

import pytest

from proofpress.exact import Exact
from proofpress.model import Answer, Caption, Fact, Image, Question, Region, Sample, Step, box_quad, dumps, loads
from proofpress.schema import table
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
    step = Step("difference", ("f1",), "s1", Decimal("3.0"), "…", ("r1",), 2)
    question = Question(
        "q1",
        "open",
        "How much?",
        Answer("number", Decimal("3.0"), "3.0", "cm", 0.5, ("3",)),
        (),
        (step,),
        ("f1",),
        group="g1",
        turn=1,
    )
    sample = Sample(
        "x-1", "x", "1", "t", "en", "train", 2**63 + 1, (Image(b"png", "x-1.png"),), 10, 20, (Caption(1, "c"),),
        (Region("r1", "bar", box_quad(0, 0, 5, 5), "", "", 0.5, 0, (1.0, 2.0), "text", "latex", 3,
                (0.0, 0.0, 5.0, 0.0, 5.0, 5.0), "lato/Lato.ttf", 12.5),),
        (Fact("f1", "value", ("2019",), Decimal("3.0"), "cm", ("r1",), "image", 0.25, ("r1",)),), (question,),
        {"a": 1}, {}, [{"op": "blur"}],
    )  # fmt: skip
    assert Sample.from_record(sample.to_record()) == sample
    assert Sample.from_record(table([sample]).to_pylist()[0]) == sample
    first = _first_version(sample.to_record())
    back = Sample.from_record(first)
    assert back.facts[0].at == ("r1",) and back.facts[0].margin == 0.0, "a fact was at the first of its regions"
    assert back.questions[0].steps[0].variant == -1 and back.questions[0].group == ""
    assert Sample.from_record(table([first]).to_pylist()[0]) == back, "read through today's columns, the same"


def test_regions_of_the_first_version_are_text_where_it_was_written():
    quad = box_quad(0, 0, 5, 5)
    named, written = Region("p", "point", quad, "A"), Region("t", "label", quad, "A", chars=quad, ink="text")
    plain = replace(written, chars=None)

    def back(*regions):
        sample = Sample("x-1", "x", "1", "t", "en", "train", 1, (), 10, 20, regions=regions)
        return [r.ink for r in Sample.from_record(_first_version(sample.to_record())).regions]

    assert back(named, written) == ["mark", "text"]
    assert back(plain, replace(plain, text="")) == ["text", "mark"], "none of a picture's texts had its characters"


def _first_version(record):
    """The record without what later versions added."""
    new = {"regions": {"ink", "format", "order", "polygon", "font", "size"}, "facts": {"margin", "at"},
           "questions": {"group", "turn"}}  # fmt: skip
    out = {**record, **{k: [{n: v for n, v in row.items() if n not in new[k]} for row in record[k]] for k in new}}
    for question in out["questions"]:
        question["steps"] = [{n: v for n, v in s.items() if n != "variant"} for s in question["steps"]]
    return out


def test_adjacent_seeds_share_nothing():
    a = [sample_seed(0, "e", "1", "t", "train", i) for i in range(500)]
    b = [sample_seed(1, "e", "1", "t", "train", i) for i in range(500)]
    assert len({*a, *b}) == 1000


def test_streams_of_a_sample_are_apart_and_repeat():
    assert stream(1, "plan").random() == stream(1, "plan").random() != stream(1, "draw").random()
