"""Exact numbers held against sympy."""

import pickle
from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from proofpress.exact import Exact, NotExact
from proofpress.model import dumps, loads

terms = st.builds(Exact.surd, st.integers(-30, 30), st.integers(1, 60), st.integers(1, 12), st.integers(0, 1))
numbers = st.lists(terms, min_size=1, max_size=3).map(lambda ts: sum(ts, Exact(0)))


def to_sympy(x: Exact):
    return sum(
        (sympy.Rational(c.numerator, c.denominator) * sympy.sqrt(n) * sympy.pi**k for (n, k), c in x.terms), sympy.Integer(0)
    )


@settings(max_examples=60, deadline=None)
@given(numbers, numbers)
def test_ring_operations_agree_with_sympy(a, b):
    for ours, theirs in (
        (a + b, to_sympy(a) + to_sympy(b)),
        (a - b, to_sympy(a) - to_sympy(b)),
        (a * b, to_sympy(a) * to_sympy(b)),
    ):
        assert sympy.expand(to_sympy(ours) - theirs) == 0
        assert float(ours) == pytest.approx(float(theirs), rel=1e-9, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(numbers)
def test_json_and_pickle_round_trip(a):
    assert loads(dumps(a)) == a and pickle.loads(pickle.dumps(a)) == a and hash(loads(dumps(a))) == hash(a)


@given(st.fractions(min_value=0, max_value=1000))
def test_square_root_of_a_rational(q):
    root = Exact(q).sqrt()
    assert root * root == q


def test_division_by_a_two_term_number_and_nested_root():
    assert Exact(1) / (1 + Exact.surd(1, 2)) == Exact.surd(1, 2) - 1
    assert (Exact(4) + Exact.surd(2, 3)).sqrt() == 1 + Exact.surd(1, 3)


def test_leaving_the_field_is_refused():
    with pytest.raises(NotExact):
        (Exact(1) + Exact.surd(1, 1, 1, 1)).sqrt()
    with pytest.raises(TypeError):
        Exact(1) + 0.5  # type: ignore[operator]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Exact(24) / 5, "24/5"), (Exact.surd(3, 2, 4), "3√2/4"), (Exact(36) - Exact.surd(9, 1, 1, 1), "36 - 9π"),
        (Exact(4) + Exact.surd(2, 3), "4 + 2√3"), (Exact(-3), "-3"), (Exact.surd(1, 1, 2, 1), "π/2"),
    ],
)  # fmt: skip
def test_text(value, text):
    assert str(value) == text


def test_equal_to_python_numbers():
    assert Exact(5) == 5 and hash(Exact(5)) == hash(5) and Exact(Fraction(1, 2)) == Fraction(1, 2) and Exact.surd(1, 2) != 1
