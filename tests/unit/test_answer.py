"""The one equality: other right forms pass, near misses do not."""

from decimal import Decimal

import pytest

from proofpress.answers.equality import equal
from proofpress.answers.kinds import kind_of
from proofpress.answers.quantity import parse_quantity
from proofpress.exact import Exact
from proofpress.model import Answer


def num(value, unit="", tolerance=0.0):
    return Answer("number", value, "", unit, tolerance)


RIGHT = [
    (num(Exact(24) / 5), "24/5"),
    (num(Exact(24) / 5), "4.8"),
    (num(Exact(24) / 5), "4 4/5"),
    (num(Exact(24) / 5), "AD = 4.8."),
    (num(Exact(24) / 5), r"\frac{24}{5}"),
    (num(Exact(12), "cm"), "0.12 m"),
    (num(Exact(12), "cm"), "12"),
    (num(Exact(12), "cm"), "12 cm."),
    (num(Exact.surd(3, 2)), "3√2"),
    (num(Exact.surd(3, 2)), r"3\sqrt{2}"),
    (num(Exact.surd(3, 2)), "√2·3"),
    (num(Exact.surd(3, 2)), "4.24"),
    (num(Exact.surd(36, 1, 1, 1)), "36π"),
    (num(Exact(40), "°"), "40 degrees"),
    (num(Exact(40), "°"), "40°"),
    (num(Decimal("1234.5")), "1,234.5"),
    (num(Decimal("1.5"), "", 0.08), "1.45"),
    (num(Decimal("35"), "%"), "35 percent"),
    (num(Decimal("3.2"), "$ million"), "$3.2 million"),
    (Answer("boolean", True, "Yes"), "yes."),
    (Answer("choice", "A", "A"), "(A) 40°"),
    (Answer("choice", "A", "A"), "A"),
    (Answer("set", ("Leeds", "York"), ""), "York and Leeds"),
    (Answer("list", ("Leeds", "York"), ""), "Leeds, York"),
    (Answer("text", "the North", "the North"), "North"),
    (Answer("undetermined", {"missing": "x"}, ""), "It cannot be determined."),
]
WRONG = [
    (num(Decimal(2008)), "2010"),
    (num(Decimal(2)), "2 %"),
    (num(Exact(12), "cm"), "12 m"),
    (num(Exact.surd(3, 2)), "3√3"),
    (num(Exact.surd(3, 2)), "4.3"),
    (num(Decimal("1.5"), "", 0.08), "1.6"),
    (num(Exact(24) / 5), "4.7"),
    (num(Exact(40), "°"), "4"),
    (Answer("boolean", True, "Yes"), "no"),
    (Answer("choice", "A", "A"), "B"),
    (Answer("list", ("Leeds", "York"), ""), "York, Leeds"),
    (Answer("set", ("Leeds", "York"), ""), "York"),
    (Answer("text", "North", "North"), "North East"),
    (num(Decimal(5)), "about"),
]


@pytest.mark.parametrize(("answer", "given"), RIGHT)
def test_right_in_another_form(answer, given):
    assert equal(answer, given)


@pytest.mark.parametrize(("answer", "given"), WRONG)
def test_wrong(answer, given):
    assert not equal(answer, given)


def test_choice_needs_the_matching_text():
    a = Answer("choice", "A", "A")
    assert equal(a, "40°", ("40°", "50°")) and not equal(a, "(A) 50°", ("40°", "50°"))


def test_aliases_are_equal_to_the_answer():
    for value, unit in ((Exact(24) / 5, "cm"), (Decimal("1234.5"), ""), (Exact(-7) / 4, "")):
        for alias in kind_of("number").aliases(value, unit):
            assert equal(num(value, unit), alias), alias


def test_no_number_in_prose():
    assert parse_quantity("five") is None and parse_quantity("1,23") is None
