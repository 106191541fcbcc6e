"""Common data operators: right values, exact arithmetic, margins carried on, refusals where nobody could tell."""

from __future__ import annotations

from decimal import Decimal

import pytest

from proofpress.exact import Exact
from proofpress.model import Fact
from proofpress.reason.library import OPERATORS
from proofpress.reason.operators import Ambiguous, Inapplicable, Term, is_number, vocabulary

OPS = vocabulary(OPERATORS)


def row(*values: str, margin: float = 0.0, series: str = "A", unit: str = "mm") -> list[Term]:
    names = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug")
    facts = [
        Fact(f"{series}{i}", "value", (series, names[i]), Decimal(v), unit, (f"r{i}",), "image", margin)
        for i, v in enumerate(values)
    ]
    return [Term.of(f, [(10.2, 20, 30, 20, 30, 60.6, 10.2, 60.6)]) for f in facts]


def number(value: str) -> Term:
    return Term("c", Decimal(value), predicate="constant")


def name(value: str) -> Term:
    return Term("s1", value, predicate="label")


R = row("12", "30", "24", "9", "41")
S = row("20", "28", "10", "12", "44", series="B")
P = [Term(f"p{i}", i, args=(n,)) for i, n in enumerate(("Jan", "Feb", "Mar", "Apr", "May"), 1)]

CASES = [
    ("read_value", R[:1], Decimal(12)),
    ("read_text", [Term("w", "Tea", predicate="name")], "Tea"),
    ("read_date", [Term("d", "2024-05-03", predicate="day")], "2024-05-03"),
    ("difference", [R[1], R[0]], Decimal(18)),
    ("signed_difference", [R[1], R[0]], Decimal(-18)),
    ("absolute_difference", [R[0], R[1]], Decimal(18)),
    ("ratio", [R[2], R[0]], 2),
    ("percent_change", [R[0], R[3]], -25),
    ("percent_more", [R[0], R[3]], Exact(100) / 3),
    ("percent_of", [R[0], R[2]], 50),
    ("iqr", [R[1], R[0]], Decimal(18)),
    ("interpolate", [R[0], R[3]], Decimal("10.5")),
    ("extrapolate", [R[3], R[0]], Decimal(15)),
    ("sum", R, Decimal(116)),
    ("mean", R, Decimal("23.2")),
    ("median", R, Decimal(24)),
    ("min_value", R, Decimal(9)),
    ("max_value", R, Decimal(41)),
    ("spread", R, Decimal(32)),
    ("nth_value", [number("2"), *R], Decimal(30)),
    ("top_sum", [number("2"), *R], Decimal(71)),
    ("gap_top_two", R, Decimal(11)),
    ("share_of_total", [R[0], *R], Exact(300) / 29),
    ("sum_except", [R[0], *R], Decimal(104)),
    ("cumulative_sum", R[:2], Decimal(42)),
    ("difference_of_sums", [*R, *row("1", "1", "1", "1", "1", series="B")], Decimal(111)),
    ("ratio_of_sums", [*R, *row("58", "0", "0", "0", "0", series="B")], 2),
    ("mean_change", R, Decimal("7.25")),
    ("largest_rise", R, Decimal(32)),
    ("gap_between_means", [*R, *row("1", "1", "1", "1", "2", series="B")], 22),
    ("greater", [R[0], R[1]], False),
    ("compare", [R[0], R[1]], "Feb"),
    ("compare_smaller", [R[0], S[0]], "A"),
    ("equal_within", [number("20"), R[0], R[1]], True),
    ("at_least_times", [number("3"), R[4], R[0]], True),
    ("arg_max", R, "May"),
    ("arg_min", R, "Apr"),
    ("second_largest", R, "Feb"),
    ("nth_largest", [number("3"), *R], "Mar"),
    ("nth_smallest", [number("2"), *R], "Jan"),
    ("rank_of", [R[2], *R], 3),
    ("sort_descending", R, ("May", "Feb", "Mar", "Jan", "Apr")),
    ("sort_ascending", R, ("Apr", "Jan", "Mar", "Feb", "May")),
    ("top_k", [number("2"), *R], ("Feb", "May")),
    ("count", R, 5),
    ("count_above", [number("20"), *R], 3),
    ("count_below", [number("20"), *R], 2),
    ("count_between", [number("10"), number("26"), *R], 2),
    ("filter_above", [number("20"), *R], ("Feb", "Mar", "May")),
    ("filter_below", [number("20"), *R], ("Jan", "Apr")),
    ("filter_between", [number("10"), number("26"), *R], ("Jan", "Mar")),
    ("all_above", [number("10"), *R], False),
    ("any_above", [number("40"), *R], True),
    ("above_mean", R, ("Feb", "Mar", "May")),
    ("count_above_mean", R, 3),
    ("majority", [R[4], *R], False),
    ("count_where_greater", [*R, *S], 2),
    ("filter_where_greater", [*R, *S], ("Feb", "Mar")),
    ("argmax_difference", [*R, *S], "Mar"),
    ("argmin_difference", [*R, *S], "Feb"),
    ("sums_compare", [*R, *S], None),  # 116 against 114, see below
    ("lookup", [name("Mar"), *R], Decimal(24)),
    ("sum_where", [Term("s1", ("Jan", "May")), *R], Decimal(53)),
    ("index_of", P[2:3], 3),
    ("nth_label", [number("2"), *P], "Feb"),
    ("label_after", [name("Feb"), *P], "Mar"),
    ("label_before", [name("Feb"), *P], "Jan"),
    ("largest_increase", R, "May"),
    ("largest_decrease", R, "Apr"),
    ("arg_max_change", R, "May"),
    ("trend", row("1", "2", "3"), "rising"),
    ("trend", row("1", "4", "3"), "rising, then falling"),
    ("overall_change", [R[0], R[3]], "decrease"),
    ("count_rises", R, 2),
    ("longest_run", row("1", "2", "3", "2", "4"), 2),
    ("ever_falls", R, True),
    ("crossing", [*row("1", "2", "5"), *row("3", "3", "4", series="B")], "Mar"),
    ("first_above", [number("20"), *R], "Feb"),
    ("first_below", [number("10"), *R], "Apr"),
    ("last_below", [number("20"), *R], "Apr"),
    ("first_reaching", [number("50"), *R], "Mar"),
    ("middle_class", row("5", "20", "3"), "Feb"),
    ("locate_box", R[:1], (10, 20, 30, 61)),
    ("locate_point", R[:1], (20, 40)),
    ("box_of", [name("Jan"), *R], (10, 20, 30, 61)),
    ("point_of", [name("Jan"), *R], (20, 40)),
]


@pytest.mark.parametrize(("op", "terms", "value"), CASES, ids=[c[0] for c in CASES])
def test_right_value(op: str, terms: list[Term], value: object) -> None:
    got = OPS[op].run(terms)
    assert got == ("A" if op == "sums_compare" else value)
    assert not isinstance(got, float)


def test_every_operator_has_a_case() -> None:
    assert {c[0] for c in CASES} == set(OPS)


@pytest.mark.parametrize(
    "op", ["arg_max", "arg_min", "sort_descending", "second_largest", "count_rises", "ever_falls", "trend"]
)
def test_discrete_outcomes_refuse_ties_and_margins(op: str) -> None:
    with pytest.raises(Ambiguous, match="tie"):
        OPS[op].run(row("5", "5", "5", "5"))
    with pytest.raises(Ambiguous, match="margin"):
        OPS[op].run(row("10", "11", "12", margin=0.6))


@pytest.mark.parametrize(
    ("op", "terms"),
    [
        ("greater", row("10", "11", margin=0.5)),
        ("compare", row("10", "11", margin=0.5)),
        ("count_above", [number("10.4"), *row("10", "12", margin=0.5)]),
        ("rank_of", [row("10", "11", margin=0.5)[0], *row("10", "11", margin=0.5)]),
        ("first_above", [number("10.4"), *row("10", "12", margin=0.5)]),
        ("argmax_difference", [*row("10", "20", margin=0.3), *row("5", "14", series="B", margin=0.3)]),
        ("majority", [row("50", "49", margin=1)[0], *row("50", "49", margin=1)]),
        ("above_mean", row("10", "12", "11.2", margin=0.5)),
    ],
)
def test_margins_refuse(op: str, terms: list[Term]) -> None:
    with pytest.raises(Ambiguous, match="margin"):
        OPS[op].run(terms)


def test_margins_are_carried_on() -> None:
    a, b = row("40", "20", margin=1.0)
    value = OPS["difference"].run([a, b])
    assert OPS["difference"].result_margin([a, b], value) == 2.0
    assert OPS["ratio"].result_margin([a, b], Decimal(2)) == pytest.approx(1 / 20 + 40 / 19 - 2, rel=0.05)
    many = row("10", "20", "30", margin=3.0)
    assert OPS["mean"].result_margin(many, Decimal(20)) == 3.0
    assert OPS["sum"].result_margin(many, Decimal(60)) == 9.0
    assert OPS["lookup"].result_margin([name("Feb"), *many], Decimal(20)) == 3.0


def test_decimals_of_sums_are_those_of_the_data() -> None:
    assert str(OPS["sum"].run(row("12.50", "0.50"))) == "13.00"
    assert OPS["mean"].run(row("1", "1", "2")) == Exact(4) / 3


def test_zero_denominators_and_empty_answers_are_refused() -> None:
    with pytest.raises(Inapplicable, match="zero denominator"):
        OPS["ratio"].run(row("3", "0"))
    with pytest.raises(Inapplicable, match="empty"):
        OPS["filter_above"].run([number("90"), *R])
    with pytest.raises(Inapplicable, match="all"):
        OPS["filter_above"].run([number("1"), *R])


def test_mistakes_differ_from_the_truth() -> None:
    for op, terms, _ in CASES:
        right = OPS[op].run(terms)
        for mistake, wrong_way in OPS[op].misconceptions.items():
            try:
                wrong = wrong_way(*terms)
            except (Ambiguous, Inapplicable):
                continue
            assert is_number(wrong) == is_number(right), (op, mistake)
            if mistake == "added instead":
                assert wrong != right


def test_per_cent_differences_are_in_percentage_points() -> None:
    terms = row("40", "20", unit="%")
    assert OPS["difference"].result_unit(terms) == "percentage points"
    assert OPS["mean"].result_unit(terms) == "%"
