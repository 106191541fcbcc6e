"""Preference pairs: two answers to one prompt that differ in one planted fault; labelled chains; LLaMA-Factory's files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from proofpress.answers.equality import equal
from proofpress.errors import BadInput
from proofpress.export.dialogue import response
from proofpress.export.exporter import Settings, settings_for
from proofpress.export.preference import Pair, labelled, pairs, step_values, voice
from proofpress.export.run import export_set
from proofpress.model import Sample, loads
from proofpress.reason.proof import same
from proofpress.registry import Registry

from ..e2e.command import CLOCK

PLUGINS = (str(CLOCK),)


def settings(**given: object) -> Settings:
    own = {k: given.pop(k) for k in ("pairs", "most") if k in given}
    return settings_for(Registry.load(PLUGINS).exporter("trl"), {**given, "own": {"task": "dpo", **own}})


def faults(sample: Sample, pair: Pair, how: Settings) -> Iterator[str]:
    """What is wrong with a pair beside its one planted fault."""
    question, wrong = pair.question, pair.negative.question
    if pair.chosen == pair.rejected:
        yield "the two sides are the same"
    if equal(question.answer, wrong.answer.text, question.choices):
        yield "the rejected answer is right"
    if pair.negative.kind == "wrong_step":
        told = [s.text for s in question.steps[: pair.negative.wrong_at] if s.op != "choose"]
        breaks = " " if "\n" not in pair.chosen else "\n"
        start = breaks.join(told)
        if not pair.chosen.startswith(start) or not pair.rejected.startswith(start):
            yield "the sides differ before the wrong step"
        if pair.chosen.count("\n") != pair.rejected.count("\n"):
            yield "the sides have not the same shape"
    elif pair.chosen != response(sample, question, Settings(reasoning="none")) and not how.suffix:
        yield "the chosen side is not the bare answer"


def test_pairs_differ_in_one_fault(samples: list[Sample]) -> None:
    how = settings(most=2)
    found = [(s, p) for s in samples for p in pairs(s, how, PLUGINS)]
    kinds = [p.negative.kind for _, p in found]
    assert kinds.count("wrong_step") > 250 and kinds.count("wrong_answer") > 400
    for sample, pair in found:
        assert not list(faults(sample, pair, how)), (pair.id, pair.chosen, pair.rejected)
    assert len({p.id for _, p in found}) == len(found)


def test_a_right_rejected_answer_is_noticed(samples: list[Sample]) -> None:
    how = settings(pairs="step")
    sample, pair = next((s, p) for s in samples for p in pairs(s, how, PLUGINS) if p.negative.wrong_at > 0)
    from dataclasses import replace

    right = replace(pair, negative=replace(pair.negative, question=pair.question))
    assert "the rejected answer is right" in list(faults(sample, right, how))
    other = replace(pair, rejected="Something else first. " + pair.rejected)
    assert "the sides differ before the wrong step" in list(faults(sample, other, how))


def test_what_is_asked_for_is_what_comes(samples: list[Sample]) -> None:
    for which, kind in (("step", "wrong_step"), ("answer", "wrong_answer")):
        how = settings(pairs=which)
        assert {p.negative.kind for s in samples[:12] for p in pairs(s, how, PLUGINS)} == {kind}
    thinking = settings(pairs="step", reasoning="think", answer="boxed", suffix=True)
    for sample in samples[:8]:
        for p in pairs(sample, thinking, PLUGINS):
            for side in (p.chosen, p.rejected):
                assert side.startswith("<think>\n") and "\\boxed{" in side.split("</think>")[1]


def test_one_row_a_question_only(samples: list[Sample]) -> None:
    with pytest.raises(BadInput, match="--kind"):
        list(pairs(samples[0], settings(kinds=("conversation",)), PLUGINS))
    for name in ("trl", "sharegpt-dpo", "swift-rlhf"):
        with pytest.raises(BadInput, match="most=0: at least 1"):
            settings_for(Registry.load().exporter(name), {"own": {"most": "0"}})


def test_labels_turn_at_the_wrong_step(samples: list[Sample]) -> None:
    chains = [c for s in samples for c in labelled(s, settings(), PLUGINS)]
    right = [c for c in chains if c.wrong_at < 0]
    wrong = [c for c in chains if c.wrong_at >= 0]
    assert len(right) > 250 and len(wrong) > 200
    assert all(all(c.labels) and not c.mistake for c in right)
    for c in wrong:
        assert c.labels == tuple(i < c.wrong_at for i in range(len(c.completions)))
        own = next(r for r in right if c.id.startswith(r.id + "-s"))
        assert own.completions[: c.wrong_at] == c.completions[: c.wrong_at]
        assert own.completions[c.wrong_at] != c.completions[c.wrong_at]


def test_steps_carry_their_values_units_and_boxes(samples: list[Sample]) -> None:
    units = boxes = 0
    for sample in samples:
        for q in sample.questions:
            told = step_values(sample, q, voice(sample, PLUGINS))
            assert [t["text"] for t in told] == [s.text for s in q.steps]
            for t, s in zip(told, q.steps, strict=True):
                assert same(loads(t["value"]), s.value) and len(t["boxes"]) == len(s.regions)
                units += bool(t["unit"])
                boxes += len(t["boxes"])
                for x0, y0, x1, y1 in t["boxes"]:
                    assert -1 <= x0 <= x1 <= sample.width + 1 and -1 <= y0 <= y1 <= sample.height + 1
    assert units > 200 and boxes > 200


def test_llamafactory_ranking_data(small_set: Path, samples: list[Sample], tmp_path: Path) -> None:
    done = export_set(small_set, "sharegpt-dpo", tmp_path / "x", plugins=PLUGINS, quiet=True)
    info = json.loads((tmp_path / "x" / "dataset_info.json").read_text("utf-8"))
    about = info["proofpress_dpo_train"]
    assert about["ranking"] is True and about["formatting"] == "sharegpt"
    rows = json.loads((tmp_path / "x" / about["file_name"]).read_text("utf-8"))
    assert len(rows) == done.rows["train"] > 500
    pictures = {i.path: i.bytes for s in samples for i in s.images}
    for row in rows:
        (said,) = row[about["columns"]["messages"]]
        assert said["value"].count("<image>") == len(row["images"]) == 1
        assert row["chosen"]["from"] == row["rejected"]["from"] == "gpt"
        assert row["chosen"]["value"] != row["rejected"]["value"]
        path = tmp_path / "x" / row["images"][0]
        assert path.read_bytes() == pictures[path.name]


def test_swift_rows(small_set: Path, samples: list[Sample], tmp_path: Path) -> None:
    exporter = Registry.load(PLUGINS).exporter("swift-rlhf")
    for task in ("dpo", "grpo"):
        out = tmp_path / task
        how = settings_for(exporter, {"own": {"task": task}})
        done = export_set(small_set, "swift-rlhf", out, how, plugins=PLUGINS, quiet=True)
        rows = [json.loads(line) for line in (out / "train.jsonl").read_text("utf-8").splitlines()]
        assert len(rows) == done.rows["train"]
        for row in rows:
            assert row["messages"][0]["content"].count("<image>") == len(row["images"]) == 1
            assert (out / row["images"][0]).is_file()
            if task == "dpo":
                assert row["messages"][-1]["role"] == "assistant"
                assert row["rejected_response"] != row["messages"][-1]["content"]
            else:
                assert [m["role"] for m in row["messages"]] == ["user"] and json.loads(row["solution"])["answer"]
    assert "orms[" in (out / "proofpress_swift.py").read_text() and (out / "proofpress_scorer.py").is_file()
