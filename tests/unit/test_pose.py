"""Posing: forms, distractors proved wrong, uniform keys, balanced yes/no, undetermined variants, and the gate behind it."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from proofpress.answers.equality import equal
from proofpress.ask.forms import FORM_OPERATORS
from proofpress.ask.pose import pose
from proofpress.ask.verbalise import PoseContext, spoken
from proofpress.ask.wording import Wording, load
from proofpress.check import gate
from proofpress.data_paths import data_folder
from proofpress.model import Fact, Region, box_quad
from proofpress.reason.library import OPERATORS as OPERATORS_OF_ALL
from proofpress.reason.operators import Ambiguous, Operator, vocabulary
from proofpress.reason.proof import Candidate, apply, terms_of, trace
from proofpress.reason.rounding import to_places
from proofpress.seeds import stream

READ = Operator("read", lambda x: x.value)
RATIO = Operator(
    "ratio",
    lambda a, b: Decimal(a.value) / Decimal(b.value) if not isinstance(a.value, float) else a.value / b.value,
    ("number", "number"),
    unit=lambda terms: "",
    misconceptions={
        "upside down": lambda a, b: b.value / a.value,
        "difference": lambda a, b: a.value - b.value,
        "scaled": lambda a, b: a.value / 60,
    },
)
OPERATORS = vocabulary(FORM_OPERATORS, (READ, RATIO))
REGIONS = {r.id: r for r in (Region("r1", "bar", box_quad(0, 0, 9, 9)), Region("r2", "bar", box_quad(20, 0, 29, 9)))}
STEPS = ["read", "agrees", "choose", "round_0", "round_1", "round_2", "round_3"]
SECTIONS = {
    "questions": {
        "ratio": {
            "open": ["How many times {{ b }} is {{ a }}? #{{ n }}"],
            "claim": ["Is it {{ claim }}? #{{ n }}"],
            "fill": ["It is ____. #{{ n }}"],
        }
    },
    "steps": {s: ["{{ value }}"] for s in STEPS} | {"ratio": ["{{ x[0].number }} / {{ x[1].number }} = {{ value }}"]},
    "missing": {"value": ["{{ label }} is not shown"]},
    "premises": {},
    "forms": {
        "undetermined": ["It cannot be determined: {{ reason }}."],
        "not_determined": ["Cannot be determined"],
        "round": ["Round to {{ places }}."],
    },
}


def facts(margin=0.0):
    return [
        Fact("f1", "value", ("Arlo",), Decimal(240), "mm", ("r1",), "image", margin),
        Fact("f2", "value", ("Brent",), Decimal(160), "mm", ("r2",), "image", margin),
    ]


def candidate(n, known, **more):
    terms = terms_of(known, REGIONS)
    steps = [apply(READ, [terms["f1"]], "s1"), apply(READ, [terms["f2"]], "s2")]
    steps.append(apply(RATIO, [steps[0].term, steps[1].term], "s3"))
    proof = trace("s3", {s.term.id: s for s in steps}, {f.id: f for f in known})
    return Candidate(
        "ratio",
        {"a": "Arlo", "b": "Brent", "n": n},
        proof,
        near=((Decimal("0.7"), "other season"), (Decimal("2.4"), "other town")),
        **more,
    )


def context(known, seed=0):
    return PoseContext(
        {f.id: f for f in known}, terms_of(known, REGIONS), OPERATORS, Wording(SECTIONS, "test"), stream(seed, "pose")
    )


def posed(n=1, seed=0, margin=0.0, **more):
    known = facts(margin)
    table = context(known, seed)
    return pose([candidate(i, known, **more) for i in range(n)], table, n, "lite"), table, known


def test_every_posed_question_passes_the_gate():
    items, _, known = posed(300)
    assert {p.question.form for p in items} == {"open", "choice", "yes_no", "fill"}
    for p in items:
        assert not list(gate(p.question, [*known, *p.facts], REGIONS, OPERATORS))
        assert p.question.depth == 2 and p.question.givens[:2] == ("f1", "f2")


def test_keys_are_uniform_and_yes_no_is_balanced():
    items, _, _ = posed(1000)
    keys = Counter(p.question.answer.value for p in items if p.question.form == "choice")
    yes = Counter(p.question.answer.value for p in items if p.question.form == "yes_no")
    assert set(keys) == set("ABCD") and max(keys.values()) / min(keys.values()) < 1.4
    assert 0.42 < yes[True] / yes.total() < 0.58


def test_distractors_are_mistakes_and_wrong_beyond_tolerance():
    items, _, _ = posed(200, margin=4.0)
    for p in items:
        if p.question.form == "choice":
            key = ord(p.question.answer.value) - 65
            numbers = [float(c) for i, c in enumerate(p.question.choices) if i != key and c[0].isdigit()]
            assert all(abs(n - 1.5) > 0.1 for n in numbers) and len(set(p.question.choices)) == 4


def test_tolerance_is_the_margin_carried_through():
    items, _, _ = posed(40, margin=5.0)
    answer = next(p.question.answer for p in items if p.question.form == "open")
    assert answer.tolerance == pytest.approx(5 / 160 + (240 / 155 - 1.5), rel=0.05)
    assert equal(answer, "1.45") and not equal(answer, "1.35")


def test_too_wide_a_margin_is_not_asked():
    items, table, _ = posed(20, margin=40.0)
    assert (
        all(p.question.form == "yes_no" or p.question.answer.type != "number" for p in items)
        and ("ratio", "margin") in table.drops
    )


def test_undetermined_names_what_is_missing_and_the_gate_wants_it_missing():
    known = [facts()[0], replace(facts()[1], given="hidden")]
    items = pose([candidate(0, known, missing=known[1])], context(known), 1, "lite")
    q = items[0].question
    assert (
        q.answer.type == "undetermined"
        and "Brent is not shown" in q.answer.text
        and q.answer.value == {"missing": "value(Brent)"}
    )
    assert not list(gate(q, known, REGIONS, OPERATORS))
    assert any("not missing" in m for _, m in gate(q, facts(), REGIONS, OPERATORS))


@pytest.mark.parametrize("fault", ["value", "answer", "region", "given"])
def test_the_gate_catches_a_planted_fault(fault):
    items, _, known = posed(1, seed=3)
    q = items[0].question
    regions = dict(REGIONS)
    if fault == "value":
        known[0] = replace(known[0], value=Decimal(250))
    if fault == "answer":
        q = replace(q, answer=replace(q.answer, value=Decimal("1.6") if q.form == "open" else "Z"))
    if fault == "region":
        regions["r1"] = replace(regions["r1"], visible=0.1)
    if fault == "given":
        known[1] = replace(known[1], given="hidden")
    assert list(gate(q, [*known, *items[0].facts], regions, OPERATORS))


def test_rounding_is_half_up_and_refuses_the_edge():
    assert to_places(Decimal("2.345"), 2) == Decimal("2.35") and to_places(-2.5, 0) == -3
    with pytest.raises(Ambiguous):
        apply(OPERATORS["round_1"], [replace(terms_of(facts(), REGIONS)["f1"], value=0.15000000001)], "s")


def test_an_engine_that_applies_common_operators_may_use_their_words() -> None:
    common = vocabulary(FORM_OPERATORS, OPERATORS_OF_ALL)
    fs = [*facts(), Fact("day", "date", ("Arlo",), "2024-05-03", "", ("r1",))]
    terms = terms_of(fs, REGIONS)
    home = data_folder("templates") / "common" / "wording"
    told = {}
    day, two = fs[2:], fs[:2]
    for code, op, used in (("en", "sum", two), ("de", "arg_max", two), ("en", "read_date", day), ("de", "read_date", day)):
        context = PoseContext({f.id: f for f in fs}, terms, common, load((home,), code), stream(1, op))
        step = apply(common[op], [terms[f.id] for f in used], "s1")
        told[code, op] = spoken([step], context, {})[0].text
    assert "240 + 160 = 400 mm" in told["en", "sum"]
    assert "Arlo" in told["de", "arg_max"] and "240 mm" in told["de", "arg_max"]
    assert "3 May 2024" in told["en", "read_date"] and "3. Mai 2024" in told["de", "read_date"]
