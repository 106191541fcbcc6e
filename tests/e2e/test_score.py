"""`score`: planted predictions come back as exactly their shares; truths score 1, everything proved wrong scores 0."""

from __future__ import annotations

import json
import os
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from proofpress.answers.equality import equal
from proofpress.answers.numerals import is_number, show
from proofpress.answers.reward import ground_truth, score
from proofpress.ask.distractors import alike, carried
from proofpress.check.execute import FAULTS, results
from proofpress.model import Question, Sample
from proofpress.reason.operators import Term
from proofpress.reason.proof import Candidate, Proof, ProofStep, same, terms_of
from proofpress.registry import Registry
from proofpress.scoring import SLICES, wilson
from proofpress.store import SampleSet

from ..shared import made_once
from . import sets
from .command import Command

SET = "mixed"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        sets.make(folder / SET, recipe=("--domain", "charts=50,geometry=50", "-n", 100, "--seed", 11, "--degrade", "light"))

    return made_once(tmp_path_factory, "scored", make) / SET


def questions(folder: Path) -> Iterator[tuple[Sample, Question]]:
    for sample in SampleSet(folder):
        yield from ((sample, q) for q in sample.questions)


def in_another_form(question: Question) -> str:
    """A right answer, not as the record has it."""
    a = question.answer
    if a.type == "choice":
        return f"Therefore, the correct option is ({a.value}) because of the figure."
    if a.type == "boolean":
        return f"**{a.text}**, as the picture shows."
    if a.type in ("box", "point"):
        return "```json\n" + json.dumps({"bbox_2d" if a.type == "box" else "point_2d": list(a.value)}) + "\n```"
    if a.type == "set":
        return "<answer>" + "; ".join(str(v) for v in reversed(a.value)) + "</answer>"
    if a.type == "undetermined":
        return "There is not enough information to say."
    return f"<think>Perhaps 1.</think>\n\\boxed{{\\text{{{(*a.aliases, a.text)[0]}}}}}"


def wrong(question: Question) -> str:
    a = question.answer
    if a.type == "choice":
        return f"\\boxed{{{'B' if a.value == 'A' else 'A'}}}"
    return {"boolean": f"The answer is {'no' if a.value else 'yes'}.", "number": "\\boxed{-98765.25}"}.get(
        a.type, "Answer: nowhere (1, 1)"
    )


KINDS = ("right", "form", "wrong", "unparsed")


def said(question: Question, kind: str) -> str:
    if kind == "right":
        return question.answer.text
    if kind == "unparsed":
        return "<think>Let me look at the picture again and"
    return in_another_form(question) if kind == "form" else wrong(question)


def test_planted_shares_come_back_exactly(made: Path, tmp_path: Path, proofpress: Command) -> None:
    lines, n, right, unparsed = [], Counter(), Counter(), 0
    for i, (sample, q) in enumerate(questions(made)):
        kind = KINDS[(i * 7 + q.depth) % 4] if i % 9 else "missing"
        if kind == "missing":
            continue
        unparsed += kind == "unparsed"
        for by, values in {
            "engine": [sample.engine],
            "template": [f"{sample.engine}/{sample.template.split('/')[-1]}"],
            "operator": {s.op for s in q.steps},
            "depth": [q.depth],
            "difficulty": [q.difficulty],
            "form": [q.form],
            "language": [sample.language],
            "text_load": [q.text_load],
            "degradation": {d["name"] for d in sample.degradations} or ["none"],
            "answer": [q.answer.type],
            "split": [sample.split],
        }.items():
            for value in values:
                n[by, str(value)] += 1
                right[by, str(value)] += kind in ("right", "form")
        key = {"id": f"{sample.id}-{q.id}"} if i % 2 else {"id": sample.id, "question": q.id}
        lines.append(key | {("prediction", "response", "text")[i % 3]: said(q, kind)})
    file = tmp_path / "predictions.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in reversed(lines)), "utf-8")
    done = proofpress("score", made, file, "--json")
    assert done.code == 0, done.err
    out = json.loads(done.out)
    assert list(out) == ["questions", "correct", "unparsed", "slices", "missing"]
    total = sum(1 for _ in questions(made))
    assert (out["questions"], out["missing"], out["unparsed"]) == (len(lines), total - len(lines), unparsed)
    assert out["correct"] == sum(v for (by, _), v in right.items() if by == "engine")
    found = {(s["by"], s["value"]): s for s in out["slices"]}
    assert {k: (s["n"], s["correct"]) for k, s in found.items()} == {k: (n[k], right[k]) for k in n}
    assert {by for by, _ in found} == set(SLICES) and len([k for k in found if k[0] == "degradation"]) > 2
    for s in out["slices"]:
        assert list(s) == ["by", "value", "n", "correct", "low", "high"]
        assert s["low"] <= s["correct"] / s["n"] <= s["high"] and (s["low"], s["high"]) == wilson(s["correct"], s["n"])


def test_wilson_is_that_of_scipy() -> None:
    from scipy.stats import binomtest

    for k, n in ((0, 10), (3, 10), (10, 10), (437, 1000)):
        interval = binomtest(k, n).proportion_ci(0.95, "wilson")
        assert wilson(k, n) == pytest.approx((interval.low, interval.high), abs=5e-5)


def test_several_samples_of_a_question_give_a_pass_rate(made: Path, tmp_path: Path, proofpress: Command) -> None:
    few = list(questions(made))[:4]
    lines = [
        {"id": s.id, "question": q.id, "sample": k, "prediction": said(q, "right" if k < i else "wrong")}
        for i, (s, q) in enumerate(few)
        for k in range(4)
    ]
    file = tmp_path / "predictions.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    details = tmp_path / "judged.jsonl"
    out = json.loads(proofpress("score", made, file, "--json", "--by", "split", "--reward", "final", "-o", details).out)
    assert (out["questions"], out["correct"], out["predictions"], out["solved"]) == (4, 1.5, 16, 3)
    assert out["reward"]["final"] == out["reward"]["score"] == 6 / 16
    judged = [json.loads(line) for line in details.read_text("utf-8").splitlines()]
    assert (
        len(judged) == 16
        and sum(j["correct"] for j in judged) == 6
        and {"id", "answer", "correct", "reward"} == judged[0].keys()
    )


def test_the_table_is_for_people(made: Path, tmp_path: Path, proofpress: Command) -> None:
    s, q = next(questions(made))
    file = tmp_path / "predictions.jsonl"
    file.write_text(json.dumps({"id": s.id, "question": q.id, "text": q.answer.text}), "utf-8")
    done = proofpress("score", made, file, "--by", "engine,form")
    assert "100.0% right" in done.out and s.engine in done.out and "have no prediction" in done.out


BAD = {
    "not JSON": ('{"id": "x', "line 2: not valid JSON"),
    "no object": ("[1]", "line 2: not an object"),
    "no id": ('{"prediction": "5"}', 'needs "id"'),
    "no text": ('{"id": "KEY"}', "none of prediction"),
    "unknown": ('{"id": "charts-0-q9", "prediction": "5"}', "line 2: 'charts-0-q9' is no question of the set"),
    "sample alone": ('{"id": "charts-0", "prediction": "5"}', "ends in -q1"),
    "yes for a number": ('{"id": "KEY", "sample": true, "prediction": "5"}', '"sample" is True'),
    "twice": (
        '{"id": "KEY", "sample": 1, "prediction": "5"}\n{"id": "KEY", "sample": 1, "prediction": "5"}',
        "stands on line 2 already",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_predictions_give_one_line(case: str, made: Path, tmp_path: Path, proofpress: Command) -> None:
    s, q = next(questions(made))
    text, message = BAD[case]
    file, details = tmp_path / "predictions.jsonl", tmp_path / "judged.jsonl"
    first = json.dumps({"id": s.id, "question": q.id, "prediction": q.answer.text})
    file.write_text(first + "\n" + text.replace("KEY", f"{s.id}-{q.id}") + "\n", "utf-8")
    details.write_text("kept")
    done = proofpress("score", made, file, "-o", details)
    assert done.code == 2 and message in done.err and done.err.count("\n") == 1
    assert details.read_text() == "kept"


@pytest.mark.parametrize("option", [("--by", "engine,colour"), ("--reward", "mean"), ("--coordinates", "inches")])
def test_bad_options_give_one_line(option: tuple[str, str], made: Path, tmp_path: Path, proofpress: Command) -> None:
    file = tmp_path / "predictions.jsonl"
    file.write_text('{"id": "a-q1", "prediction": "5"}\n')
    done = proofpress("score", made, file, *option)
    assert done.code == 2 and option[1].split(",")[-1] in done.err and done.err.count("\n") == 1
    assert proofpress("score", made, tmp_path / "none.jsonl").code == 2


def test_the_predictions_are_not_written_over(made: Path, tmp_path: Path, proofpress: Command) -> None:
    s, q = next(questions(made))
    file, link = tmp_path / "predictions.jsonl", tmp_path / "link.jsonl"
    file.write_text(json.dumps({"id": s.id, "question": q.id, "prediction": q.answer.text}) + "\n", "utf-8")
    link.symlink_to(file)
    before = file.read_text("utf-8")
    for out in (file, link):
        done = proofpress("score", made, file, "-o", out)
        assert done.code == 2 and "holds the predictions" in done.err and done.err.count("\n") == 1
        assert file.read_text("utf-8") == before


def test_a_pipe_gives_one_line(made: Path, tmp_path: Path, proofpress: Command) -> None:
    s, q = next(questions(made))
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    line = json.dumps({"id": s.id, "question": q.id, "prediction": q.answer.text}) + "\n"

    def write() -> None:
        with suppress(BrokenPipeError):  # the command does not read it to the end
            pipe.write_text(line, "utf-8")

    threading.Thread(target=write, daemon=True).start()
    done = proofpress("score", made, pipe)
    assert done.code == 2 and "pipe" in done.err and done.err.count("\n") == 1


def test_every_truth_scores_one_and_no_other_option_does(made: Path) -> None:
    faults = []
    for sample, q in questions(made):
        payload = ground_truth(q, sample.facts)
        for text in (q.answer.text, *q.answer.aliases):
            for shape in ("{}", "\\boxed{{{}}}", "<think>5</think><answer>{}</answer>", "Well.\n\nAnswer: {}"):
                if score(shape.format(text), payload)["final"] != 1:
                    faults.append(("refused", q.id, q.answer, shape.format(text)))
        key = q.answer.aliases[0] if q.answer.type == "undetermined" and q.choices else q.answer.value
        for i, option in enumerate(q.choices):
            letter = chr(65 + i)
            for text in (letter, f"({letter}) {option}", option, f"{letter}. {option}"):
                if score(f"\\boxed{{{text}}}", payload)["final"] != (letter == key):
                    faults.append(("option", q.id, q.answer, text))
    assert not faults, faults[:5]


def test_no_planted_mistake_scores(made: Path) -> None:
    """Misconceptions are carried through the recorded proofs again; what comes out wrong must be refused."""
    registry = Registry.load(())
    tried, faults = 0, []
    for sample, q in questions(made):
        for value, unit, name in mistakes(sample, q, registry):
            text = show(value, unit)
            tried += 1
            if equal(q.answer, text, q.choices) or score(f"\\boxed{{{text}}}", ground_truth(q))["final"]:
                faults.append((sample.id, q.id, q.answer, q.choices, text, name))
    assert tried > 200 and not faults, faults[:5]


def mistakes(sample: Sample, question: Question, registry: Registry) -> Iterator[tuple[object, str, str]]:
    """(wrong value, unit, name of the mistake) of the step that says the answer."""
    steps = [s for s in question.steps if s.op != "choose"]
    if question.answer.type not in ("number", "text", "choice") or not steps:
        return
    operators = registry.operators(sample.engine)
    terms = terms_of(sample.facts, {r.id: r for r in sample.regions})
    try:
        known = results(question, sample.facts, {r.id: r for r in sample.regions}, operators)[: len(steps)]
    except FAULTS:
        return
    last: Term = known[-1]
    proof = Proof((), tuple(ProofStep(s.op, s.inputs, t) for s, t in zip(steps, known, strict=True)))
    for raw, name in carried(Candidate("", {}, proof), terms, operators):
        value = alike(raw, last.value)
        if value is None or same(value, last.value):
            continue
        if is_number(value) and abs(float(value) - float(last.value)) <= question.answer.tolerance:
            continue
        if show(value, last.unit) != show(last.value, last.unit):
            yield value, last.unit, name
