"""verify against a scripted model: pass rates, routing, marks, drops, and verdicts that are none."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from proofpress.errors import BadInput
from proofpress.model import Question, Sample
from proofpress.scoring import wilson
from proofpress.store import SampleSet
from proofpress.vlm.backend import BackendOptions, make_backend
from proofpress.vlm.grade import agreements
from proofpress.vlm.passes import Passed
from proofpress.vlm.run import run_pass
from proofpress.vlm.truth import touched
from proofpress.vlm.verify import PARTS, Verify, _wording, measured, verify_pass

from ..e2e.command import CLOCK, ROOT
from .scripted_server import serving
from .scripted_skill import Scripted, luck, right_answer, wrong_answer


@pytest.fixture(scope="module")
def samples(small_set: Path) -> list[Sample]:
    return list(SampleSet(small_set))


@pytest.fixture(scope="module")
def unlike(samples: list[Sample]) -> list[Sample]:
    """The samples with each wording of a question once: without its picture, a question is the same in all of them."""
    seen: set[object] = set()
    out = []
    for s in samples:
        own = [q for q in s.questions if (q.text, q.choices) not in seen]
        seen.update((q.text, q.choices) for q in own)
        out.append(replace(s, questions=tuple(own)))
    return out


def passed(pass_: Verify, samples: Sequence[Sample], model: Scripted) -> list[Passed]:
    async def go() -> list[Passed]:
        return list(await asyncio.gather(*(pass_.sample(s, model) for s in samples)))

    return asyncio.run(go())


def counted(results: Sequence[Passed]) -> dict[str, int]:
    out: dict[str, int] = defaultdict(int)
    for r in results:
        for k, n in r.counts.items():
            out[k] += n
    return out


def rows(result: Passed, kind: str) -> list[dict[str, Any]]:
    return [json.loads(r["verdict"]) for r in result.reviews if r["kind"] == kind and r["verdict"] != "none"]


def policy(tmp_path: Path, *rules: str) -> Path:
    path = tmp_path / "policy.yaml"
    path.write_text("rules:\n" + "".join(f"  - {r}\n" for r in rules))
    return path


# --- known skill -------------------------------------------------------------------------------------------------------
SKILLS = {"open": 0.8, "choice": 0.55, "yes_no": 0.7, "fill": 0.35, "list": 0.2, "box": 0.1, "point": 0.9}


def skill(sample: Sample, question: Question) -> float:
    return SKILLS.get(question.form, 0.5) * (1.0 if sample.engine == "charts" else 0.8)


def test_the_script_says_what_it_means_to(samples: list[Sample]) -> None:
    from proofpress.scoring import Options, judge

    for s in samples:
        for q in s.questions:
            for said, right in ((right_answer(q), True), (wrong_answer(q), False)):
                assert judge(q, "", f"\\boxed{{{said}}}", (1.0, 1.0), Options()).right is right, (q, said)


def test_pass_rates_are_those_of_the_model(unlike: list[Sample], tmp_path: Path) -> None:
    samples = unlike
    k = 24
    pass_ = verify_pass(k, policy(tmp_path, "{name: none, when: depth > 99, do: mark}"), ("answer", "image_free"))
    model = Scripted(samples, {"answer": skill, "image_free": lambda s, q: 0.25})
    results = passed(pass_, samples, model)
    truth: dict[tuple[str, str], list[float]] = defaultdict(list)
    for s in samples:
        for q in s.questions:
            for slice_ in (("form", q.form), ("engine", s.engine), ("template", f"{s.engine}/{s.template}")):
                truth[slice_] += [skill(s, q)] * k
    found = {(r["by"], r["value"]): r for r in measured((s, r.reviews) for s, r in zip(samples, results, strict=True))}  # type: ignore[misc]
    within = []
    for slice_, chances in truth.items():
        row, want = found[slice_], sum(chances) / len(chances)
        assert row["n"] == len(chances)
        within.append(row["low"] <= want <= row["high"])
        assert abs(row["correct"] / row["n"] - want) < 4 * (0.25 / len(chances)) ** 0.5, (slice_, row, want)
    assert len(within) > 15 and sum(within) >= 0.9 * len(within), f"{sum(within)} of {len(within)}"
    free = [v for r in results for v in rows(r, "image_free")]
    low, high = wilson(sum(v["right"] for v in free), sum(v["n"] for v in free))
    assert low <= 0.25 <= high
    for r in results:
        for v in rows(r, "answer"):
            assert (v["low"], v["high"]) == wilson(v["right"], v["n"]) and v["agrees"] is (2 * v["right"] > v["n"])
            assert len(v["given"]) == k


# --- what is asked -----------------------------------------------------------------------------------------------------
def test_everything_is_asked_and_nothing_is_changed(samples: list[Sample]) -> None:
    model = Scripted(samples, {"answer": lambda s, q: 1.0, "image_free": lambda s, q: 0.0})
    results = passed(verify_pass(3), samples, model)
    n = sum(len(s.questions) for s in samples)
    assert model.asked == {"answer": 3 * n, "image_free": 3 * n, "grade": n, "steps": n}
    for s, r in zip(samples, results, strict=True):
        assert r.sample is s and not touched(s, r.sample) and not r.drops
        kinds = defaultdict(list)
        for row in r.reviews:
            kinds[row["question"]].append(row["kind"])
        assert all(k == ["answer", "image_free", "truth", "grade", "step", "policy"] for k in kinds.values())
        assert set(kinds) == {q.id for q in s.questions}
    counts = counted(results)
    assert counts["answer.right"] == counts["answer.draws"] == 3 * n and counts["policy.keep"] == n
    assert {a.dimension: a.n for a in agreements(counts)}["clarity"] == n


def test_a_picture_is_sent_as_it_is_stored_and_a_guess_has_none(samples: list[Sample]) -> None:
    seen: list[tuple[bool, str, Mapping[str, Any] | None]] = []

    async def ask(a: Any) -> Any:
        assert a.image is None or a.image == samples[0].images[0].bytes
        seen.append((a.image is not None, a.prompt, a.schema))
        return await model(a)

    model = Scripted(samples, {})
    asyncio.run(verify_pass(2).sample(samples[0], ask))
    assert {s for p, _, s in seen if not p} == {None}
    told = [q for q in samples[0].questions if q.text_load != "vision"]
    assert all(any(q.text in prompt for _, prompt, _ in seen) for q in told)


def test_no_prompt_tells_the_answer(samples: list[Sample]) -> None:
    prompts: list[str] = []

    async def ask(a: Any) -> Any:
        prompts.append(a.prompt)
        return await model(a)

    q = replace(samples[0].questions[0], answer=replace(samples[0].questions[0].answer, text="SECRET", aliases=("SECRET2",)))
    s = replace(samples[0], questions=(q,))
    model = Scripted([s], {})
    asyncio.run(verify_pass(2, parts=("answer", "image_free", "grade")).sample(s, ask))
    assert prompts and not any("SECRET" in p for p in prompts)


# --- verdicts that are none ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("trouble", ["timeout", "empty", "reasoning_only", "cut", "refused", "malformed"])
def test_a_reply_that_did_not_come_is_no_verdict(trouble: str, samples: list[Sample]) -> None:
    model = Scripted(samples, {}, trouble=dict.fromkeys(("answer", "image_free", "long", "grade", "steps"), trouble))
    results = passed(verify_pass(2), samples[:4], model)
    n = sum(len(s.questions) for s in samples[:4])
    counts = counted(results)
    assert counts[f"answer.trouble.{trouble}"] == 2 * n and counts["answer.none"] == n and not counts["answer.draws"]
    assert counts[f"grade.none.{trouble}"] == counts["step.none"] == n and "grade.parsed" not in counts
    assert counts["policy.keep"] == n and not counts["policy.rule.judge rubric"] and not model.asked["long"]
    for r in results:
        opinions = [row for row in r.reviews if row["kind"] not in ("truth", "policy")]
        assert opinions and all(row["verdict"] == "none" for row in opinions)


def test_a_verdict_that_does_not_parse_is_none(samples: list[Sample]) -> None:
    model = Scripted(samples, {"answer": lambda s, q: 1.0}, grade="[[4]]", steps='{"first_wrong": 99, "reason": ""}')
    results = passed(verify_pass(1), samples[:4], model)
    counts = counted(results)
    n = counts["questions"]
    assert counts["grade.none.unparsed"] == counts["step.none.unparsed"] == n and not agreements(counts)


def test_a_reply_without_an_answer_is_wrong_and_counted(samples: list[Sample]) -> None:
    s = replace(samples[0], questions=samples[0].questions[:1])

    async def ask(a: Any) -> Any:
        from proofpress.vlm.backend import Reply

        return Reply("<think>I never come to an end")

    result = asyncio.run(verify_pass(2, parts=("answer",)).sample(s, ask))
    (verdict,) = rows(result, "answer")
    assert (verdict["n"], verdict["right"], verdict["unparsed"], verdict["given"]) == (2, 0, 2, ["", ""])


# --- routes and drops ----------------------------------------------------------------------------------------------------
def test_what_fails_short_is_asked_long_and_verified_again(samples: list[Sample], tmp_path: Path) -> None:
    short = lambda s, q: float(luck("s", s.id, q.id) < 0.5)  # noqa: E731
    long = lambda s, q: float(luck("l", s.id, q.id) < 0.6)  # noqa: E731
    rules = policy(
        tmp_path,
        "{name: short failed, when: '!answer.agrees', do: long}",
        "{name: long failed, when: '!long.agrees', do: drop}",
    )
    results = passed(verify_pass(3, rules, ("answer",)), samples, Scripted(samples, {"answer": short, "long": long}))
    for s, r in zip(samples, results, strict=True):
        left = {q.id for q in r.sample.questions} if r.sample else set()
        for q in s.questions:
            failed = short(s, q) == 0.0
            dropped = failed and long(s, q) == 0.0
            kinds = [row["kind"] for row in r.reviews if row["question"] == q.id]
            assert (q.id in left) is not dropped
            assert ("long" in kinds) is (failed and not dropped)
            assert [d for d in r.drops if d["question"] == q.id] == (
                [d for d in r.drops if d["reason"] == "policy: long failed" and d["id"] == s.id and d["question"] == q.id]
            )
            assert any(d["question"] == q.id for d in r.drops) is dropped
        assert (r.sample is None) is (not left)
        for verdict in rows(r, "long"):
            assert verdict["rate"] == 1.0 and "\\boxed" in verdict["chain"]
    counts = counted(results)
    assert counts["policy.keep"] + counts["policy.drop"] == counts["questions"]
    assert counts["policy.drop"] == sum(len(r.drops) for r in results) > 10


def test_a_model_overrules_nothing_by_default(samples: list[Sample]) -> None:
    bad = '{"reason": "", "solvability": 1, "hallucination": 1, "clarity": 1, "nonsense": 1}'
    model = Scripted(samples, {}, grade=bad, steps='{"reason": "", "first_wrong": 1}')
    results = passed(verify_pass(2), samples, model)
    assert all(r.sample is s and not r.drops for s, r in zip(samples, results, strict=True))
    counts = counted(results)
    for name in ("judge rubric", "step", "long failed", "short failed"):
        assert counts[f"policy.rule.{name}"] == counts["questions"], name
    assert counts["policy.rule.truth rubric"] == 0
    assert all(a.exact == 0 for a in agreements(counts))


def test_guessable_is_marked_above_chance_only(unlike: list[Sample]) -> None:
    samples = unlike
    model = Scripted(samples, {"answer": lambda s, q: 1.0, "image_free": lambda s, q: 1.0})
    counts = counted(passed(verify_pass(8, parts=("answer", "image_free")), samples, model))
    assert counts["policy.rule.guessable"] == counts["questions"]
    half = Scripted(samples, {"answer": lambda s, q: 1.0, "image_free": lambda s, q: 0.5 if q.form == "yes_no" else 0.0})
    counts = counted(passed(verify_pass(8, parts=("answer", "image_free")), samples, half))
    assert counts["policy.rule.guessable"] <= 0.05 * counts["questions"]


# --- options and the whole run -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("options", [{"parts": ("answr",)}, {"samples": 0}, {"coordinates": "inches"}])
def test_bad_options_are_one_line(options: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as error:
        verify_pass(**options)
    assert "\n" not in str(error.value)


def test_settings_say_what_decides_the_bytes(tmp_path: Path) -> None:
    one, two = verify_pass(), verify_pass(policy=policy(tmp_path, "{name: a, when: depth > 2, do: drop}"))
    assert one.settings != two.settings and json.loads(json.dumps(one.settings)) == one.settings
    assert set(one.settings["prompts"]) == {"answer", "answer_blind", "grade", "step"} and one.parts == PARTS


def test_thousandths() -> None:
    assert verify_pass(coordinates="thousandths").settings["coordinates"] == "thousandths"


def test_over_a_server(small_set: Path, tmp_path: Path) -> None:
    """The whole road: a set, a real server process, a policy that drops, a set that is as sound as before."""
    fixture = {
        "answers": [
            {
                "match": "Judge how good",
                "text": '{"reason": "", "solvability": 5, "hallucination": 5, "clarity": 5, "nonsense": 5}',
            },
            {"match": "Which is the first step", "text": '```json\n{"reason": "", "first_wrong": 0}\n```'},
            {"match": "The answer is Yes or No", "text": "<answer>Yes</answer>"},
        ],
        "text": "<answer>cannot be determined</answer>",
        "troubles": [{"kind": "500", "share": 0.1, "times": 1}, {"kind": "empty", "share": 0.05, "match": "Judge"}],
    }
    rules = policy(tmp_path, "{name: affirmed, when: form == 'yes_no' & answer.rate == 1, do: drop}")
    with serving(fixture, tmp_path) as server:
        backend = make_backend("openai", BackendOptions("scripted", server.base_url))
        ran = run_pass(small_set, tmp_path / "out", verify_pass(2, rules), backend, quiet=True)
    before, after = list(SampleSet(small_set)), SampleSet(tmp_path / "out")
    n = sum(len(s.questions) for s in before)
    right = sum(q.form == "yes_no" and q.answer.value is True for s in before for q in s.questions)
    assert ran.counts["questions"] == n and right > 0
    assert ran.counts["policy.drop"] == right and ran.questions == n - right
    ledger = [json.loads(line) for line in (tmp_path / "out" / "drops.jsonl").read_text().splitlines()]
    assert sum(d["reason"] == "policy: affirmed" for d in ledger) == right
    reviews = [r for part in after.parts() for row in after.rows(part) for r in row["reviews"]]
    assert {r["kind"] for r in reviews} == {"answer", "image_free", "truth", "grade", "step", "policy"}
    assert {r["model"] for r in reviews} == {"scripted", "truth", "policy"} and {r["pass"] for r in reviews} == {"verify"}
    kept = {s.id: s for s in after}
    for s in before:
        if s.id in kept:
            assert not touched(s, kept[s.id])


def test_the_words_of_a_plugin_are_known_where_it_is_named() -> None:
    plain, named = verify_pass(1), verify_pass(1, plugins=(str(CLOCK),))
    assert "plugins" not in plain.settings and named.settings["plugins"] == ["clock"]
    assert _wording("clock", plain.plugins) == () and _wording("clock", named.plugins)
    with pytest.raises(BadInput, match="no/such"):
        verify_pass(1, plugins=("no/such",))


def test_a_plugin_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    words = [str(tmp_path), "-o", str(tmp_path / "out"), "--model", "m", "--plugin", "no/such"]
    done = subprocess.run(
        [sys.executable, "generate.py", "verify", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1) and "no/such" in done.stderr
