"""verl's and EasyR1's rows, and the scorer file: 1 to every truth, 0 to every distractor and every planted wrong answer."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from proofpress.export.dialogue import response
from proofpress.export.exporter import settings_for
from proofpress.export.preference import all_wrong, payload, voice
from proofpress.model import Sample
from proofpress.registry import Registry

from .test_trl import PLUGINS, asked, export, load, scorer

pytest.importorskip("datasets")


def test_verl_rows(small_set: Path, samples: list[Sample], tmp_path: Path) -> None:
    export(small_set, tmp_path / "x", "verl")
    rows = load(tmp_path / "x")
    known = asked(samples)
    assert len(rows) == len(known) == len({r["extra_info"]["index"] for r in rows})
    compute_score = scorer(tmp_path / "x").compute_score
    how = settings_for(Registry.load(PLUGINS).exporter("verl"))
    for row in rows:
        sample, question = known[row["extra_info"]["id"]]
        assert row["data_source"] == f"proofpress/{sample.engine}"
        (said,) = row["prompt"]
        assert said["role"] == "user" and said["content"].count("<image>") == len(row["images"]) == 1
        assert row["reward_model"]["style"] == "rule"
        assert row["extra_info"]["answer"] == question.answer.text and row["extra_info"]["split"] == sample.split
        assert [s["text"] for s in row["extra_info"]["steps"]] == [s.text for s in question.steps]
        truth = row["reward_model"]["ground_truth"]
        got = compute_score(row["data_source"], response(sample, question, how), truth, row["extra_info"])
        assert got["score"] == got["final"] == 1.0, (row["extra_info"]["id"], question.answer, truth)
        assert all(isinstance(v, float) for v in got.values())


def test_easyr1_rows(small_set: Path, samples: list[Sample], tmp_path: Path) -> None:
    export(small_set, tmp_path / "x", "easyr1")
    rows = load(tmp_path / "x")
    known = asked(samples)
    assert len(rows) == len(known)
    how = settings_for(Registry.load(PLUGINS).exporter("easyr1"))
    batch = []
    for row in rows:
        assert isinstance(row["prompt"], str) and row["prompt"].count("<image>") == len(row["images"]) == 1
        assert json.loads(row["answer"])["answer"]["text"] == known[row["id"]][1].answer.text
        text = response(*known[row["id"]], how)
        batch.append({"response": text, "response_length": len(text), "ground_truth": row["answer"]})
    scores = scorer(tmp_path / "x").compute_score_batch(batch)
    assert [s["overall"] for s in scores] == [1.0] * len(rows)


def test_the_scorer_refuses_every_planted_wrong_answer(small_set: Path, samples: list[Sample], tmp_path: Path) -> None:
    export(small_set, tmp_path / "x", "verl", own={"steps": False})
    compute_score = scorer(tmp_path / "x").compute_score
    how = settings_for(Registry.load(PLUGINS).exporter("verl"))
    right = wrong = 0
    passed = []
    for sample in samples:
        words = voice(sample, PLUGINS)
        for question in sample.questions:
            truth = payload(sample, question, how)
            right += compute_score("", response(sample, question, how), truth)["final"] == 1.0
            for answer in all_wrong(sample, question, words):
                for chain_settings in (how, replace(how, reasoning="none", answer="plain", suffix=False)):
                    text = response(sample, question, chain_settings, question.steps, answer)
                    wrong += 1
                    if compute_score("", text, truth)["final"] != 0.0:
                        passed.append((sample.id, question.id, question.answer, text))
    print(f"scorer: {right} truths, {wrong} planted wrong answers, {len(passed)} of them let through")
    assert right == sum(len(s.questions) for s in samples) and wrong > 2000
    assert not passed, passed[:3]


def test_boxes_are_scored_in_the_dialect_that_was_asked_for(samples: list[Sample]) -> None:
    seen = 0
    for dialect in ("pixels", "qwen2.5", "thousandths"):
        how = settings_for(
            Registry.load(PLUGINS).exporter("verl"), {"dialect": dialect, "reasoning": "none", "answer": "plain"}
        )
        for sample in samples:
            for question in sample.questions:
                if question.form in ("box", "point"):
                    from proofpress.answers.reward import score

                    seen += 1
                    got = score(response(sample, question, how), payload(sample, question, how))
                    assert got["final"] == 1.0, (dialect, response(sample, question, how), question.answer)
    assert seen > 15
