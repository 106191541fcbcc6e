"""The pass `paraphrase`: what it asks, what it lets through, what it leaves behind."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from proofpress.model import Answer, Caption, Fact, Question, Sample, Step
from proofpress.vlm.backend import Ask, BackendOptions, Reply, make_backend
from proofpress.vlm.paraphrase import paraphrase_pass, parse_rewordings
from proofpress.vlm.passes import Passed
from proofpress.vlm.run import run_pass
from proofpress.vlm.truth import touched

from .scripted_server import serving

STEP = Step("read_value", ("f",), "s1", 5, "For Bus in 2004 one reads about 5 cm.")
QUESTION = Question("q1", "open", "Find the height for Bus in 2004.", Answer("number", 5, "5 cm", "cm"), steps=(STEP,))
FACTS = (Fact("f", "value", ("Bus", "2004"), 5, "cm"), Fact("g", "value", ("Tram", "2004"), 6, "cm"))
SAMPLE = Sample(
    "s1", "any", "1", "any/any", "en", "train", 9, (), 9, 9, (Caption(1, "A chart of 2 heights."),), (), FACTS, (QUESTION,)
)
GOOD = "What is the height for Bus in 2004?"
BAD = "What is the height for Tram in 2004?"
Writer = Callable[[Ask], Reply]


def passed(sample: Sample, writer: Writer, **options: object) -> tuple[Passed, list[Ask]]:
    asked: list[Ask] = []

    async def ask(request: Ask) -> Reply:
        asked.append(request)
        return writer(request)

    return asyncio.run(paraphrase_pass(**options).sample(sample, ask)), asked  # type: ignore[arg-type]


def said(*texts: object) -> Reply:
    return Reply(json.dumps({"rewordings": list(texts)}))


def writer(*question: object, trip: str = "5 cm", original: str = "5 cm") -> Writer:
    """Rewords the question so; says `trip` in a round trip over a new wording, `original` over the old one."""

    def reply(ask: Ask) -> Reply:
        if ask.prompt.startswith("These facts"):
            return Reply(f"\\boxed{{{original if QUESTION.text in ask.prompt else trip}}}")
        return said(*question) if "Reword this question" in ask.prompt else Reply("nothing of the kind")

    return reply


def test_an_accepted_wording_replaces_the_original_which_is_kept() -> None:
    out, asked = passed(SAMPLE, writer(GOOD, BAD), variants=2, style="exam", register="formal")
    assert out.sample is not None and out.sample.questions[0].text == GOOD
    assert touched(SAMPLE, out.sample) == ""
    assert [dict(r) for r in out.wordings] == [
        {
            "question": "q1",
            "part": "question",
            "original": QUESTION.text,
            "text": GOOD,
            "style": "exam, formal",
            "n": 0,
            "used": True,
        }
    ]
    assert out.counts["question:refused:name"] == 1 and out.counts["roundtrip:same"] == 1
    first = next(a for a in asked if "Reword this question" in a.prompt)
    assert "Style: exam." in first.prompt and "Register: formal." in first.prompt and "with 2 different" in first.prompt
    assert first.image is None and first.schema is not None


def test_refused_twice_the_template_stays() -> None:
    out, asked = passed(SAMPLE, writer(BAD))
    assert out.sample is not None and out.sample.questions[0].text == QUESTION.text and not out.wordings
    assert out.counts["question:kept"] == 1 and out.counts["question:refused:name"] == 2
    tries = [a for a in asked if "Reword this question" in a.prompt]
    assert len(tries) == 2 and "Earlier attempts were refused" in tries[1].prompt and tries[1].sample == 1
    assert not any(a.prompt.startswith("These facts") for a in asked), "nothing refused goes on the round trip"


@pytest.mark.parametrize(
    "trip,original,count,kept",
    [
        ("5 cm", "x", "same", False),
        ("50 mm", "x", "same", False),
        ("6 cm", "5 cm", "differs", True),
        ("6 cm", "7 cm", "differs", True),
        ("6 cm", "6 cm", "agrees", False),
    ],
)
def test_the_round_trip_decides(trip: str, original: str, count: str, kept: bool) -> None:
    out, _ = passed(SAMPLE, writer(GOOD, trip=trip, original=original))
    assert out.sample is not None and (out.sample.questions[0].text == QUESTION.text) is kept
    assert out.counts[f"roundtrip:{count}"] == (2 if kept else 1)


def test_a_trip_without_a_reply_is_a_refusal() -> None:
    def reply(ask: Ask) -> Reply:
        return Reply(trouble="timeout") if ask.prompt.startswith("These facts") else writer(GOOD)(ask)

    out, _ = passed(SAMPLE, reply)
    assert out.sample is not None and out.sample.questions[0].text == QUESTION.text and out.counts["roundtrip:unanswered"] == 2


def test_steps_and_captions_are_locked_too() -> None:
    def reply(ask: Ask) -> Reply:
        if "steps of this solution" in ask.prompt:
            return said(
                "For 2004 in Bus one reads about 5 cm.",
                "For Bus in 2004 one reads 8 cm.",
                "One reads, for Bus in 2004, about 5 cm.",
            )
        return (
            said("This chart is of 3 heights.", "This is a chart of 2 heights.") if "description" in ask.prompt else said(BAD)
        )

    out, _ = passed(SAMPLE, reply)
    assert out.sample is not None
    assert out.sample.questions[0].steps[0].text == "One reads, for Bus in 2004, about 5 cm."
    assert out.sample.captions[0].text == "This is a chart of 2 heights."
    assert {r["part"] for r in out.wordings} == {"step 1", "caption 1"}
    assert (
        out.counts["step:refused:order"] == 1 and out.counts["step:refused:number"] == 1 and out.counts["caption:reworded"] == 1
    )


def test_what_stands_in_the_picture_and_options_are_left_alone() -> None:
    vision = replace(QUESTION, text_load="vision")
    out, asked = passed(replace(SAMPLE, questions=(vision,)), writer(GOOD))
    assert out.sample is not None and out.sample.questions[0].text == QUESTION.text
    assert not any("Reword this question" in a.prompt for a in asked)
    choice = replace(QUESTION, form="choice", choices=("4 cm", "5 cm"), answer=Answer("choice", "B", "B"))
    out, _ = passed(replace(SAMPLE, questions=(choice,)), writer(GOOD, trip="B"))
    assert out.sample is not None and out.sample.questions[0].choices == choice.choices
    assert out.sample.questions[0].text == GOOD


def test_the_choice_among_accepted_ones_is_the_seed_s() -> None:
    many = [
        GOOD,
        "State the height for Bus in 2004.",
        "Tell me the height for Bus in 2004.",
        "Give the height for Bus in 2004.",
    ]
    texts = []
    for seed in (1, 1, 2, 3, 4, 5):
        out, _ = passed(replace(SAMPLE, seed=seed), writer(*many), variants=4)
        assert out.sample is not None and len(out.wordings) == 4 and sum(bool(r["used"]) for r in out.wordings) == 1
        texts.append(out.sample.questions[0].text)
    assert texts[0] == texts[1] and len(set(texts)) > 1


@pytest.mark.parametrize(
    "text,parts,found",
    [
        ('{"rewordings": ["a", "b", "c"]}', 1, [("a",), ("b",)]),
        ('```json\n{"rewordings": ["a"]}\n```', 1, [("a",)]),
        ('<think>hm</think>{"rewordings": [["a", "b"], ["c"]]}', 2, [("a", "b")]),
        ('{"rewordings": [1, {"x": 2}, ""]}', 1, None),
        ('{"rewordings": "a"}', 1, None),
        ("a", 1, None),
        ("[" * 99999, 1, None),
    ],
)
def test_replies_are_read_with_distrust(text: str, parts: int, found: object) -> None:
    assert parse_rewordings(text, parts, 2) == found


def test_a_whole_set_against_a_server(small_set: Path, tmp_path: Path) -> None:
    script = Path(__file__).parent / "rewriter.py"
    (tmp_path / "a").mkdir()
    with serving({"script": str(script)}, tmp_path / "a") as server:
        outs = []
        for n in range(2):
            backend = make_backend("openai", BackendOptions("scripted", server.base_url, concurrency=16))
            outs.append(run_pass(str(small_set), tmp_path / f"out{n}", paraphrase_pass(2), backend, 16, quiet=True))  # type: ignore[arg-type]
    rows = [pq.read_table(f).to_pylist() for n in range(2) for f in [sorted((tmp_path / f"out{n}").glob("shards/*.parquet"))]]
    assert rows[0] == rows[1]
    before = {r["id"]: r for f in sorted(small_set.glob("shards/*.parquet")) for r in pq.read_table(f).to_pylist()}
    assert len(rows[0]) == len(before) == 36
    changed = 0
    for row in rows[0]:
        old = before[row["id"]]
        texts = {q["id"]: q["text"] for q in old["questions"]}
        for q in row["questions"]:
            changed += q["text"] != texts[q["id"]]
            assert "77" not in q["text"] or "77" in texts[q["id"]]
        for w in row["wordings"]:
            assert "AB = 77" not in w["text"] and w["original"] != w["text"]
            assert w["part"] != "question" or w["original"] == texts[w["question"]]
    assert changed > 10 and outs[0].counts["question:kept"] > 5
