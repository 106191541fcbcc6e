"""A pass over a set: its output is a set, the truth is as it was, and a kill anywhere changes no byte."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from proofpress.errors import BadInput
from proofpress.model import Image, Sample
from proofpress.run.checking import check_set
from proofpress.store import SampleSet
from proofpress.vlm.backend import Backend, BackendOptions, make_backend
from proofpress.vlm.passes import Pass
from proofpress.vlm.run import Ran, run_pass

from ..e2e.command import CLOCK, ROOT
from .passes_for_tests import Harm, Look
from .scripted_server import Server, serving

pytestmark = pytest.mark.slow


def backend(server: Server, **more: Any) -> Backend:
    return make_backend("openai", BackendOptions("scripted", server.base_url, backoff=0.01, **more))


def go(root: Path, out: Path, pass_: Pass, server: Server, concurrency: int = 16, **more: Any) -> Ran:
    return run_pass(root, out, pass_, backend(server), concurrency, quiet=True, **more)


def bytes_of(folder: Path) -> dict[str, str]:
    """sha256 of every file of a set but the cache and what `check` found."""
    files = [f for f in sorted(folder.rglob("*")) if f.is_file() and not f.name.startswith((".cache", "findings"))]
    return {f.relative_to(folder).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with serving({}, tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="module")
def looked(small_set: Path, server: Server, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """The uninterrupted run."""
    out = tmp_path_factory.mktemp("looked") / "set"
    return out, go(small_set, out, Look(draws=3), server)


def test_the_output_is_a_set_with_opinions_beside(small_set: Path, looked: tuple[Path, Ran]) -> None:
    out, ran = looked
    before, after = SampleSet(small_set), SampleSet(out)
    assert after.complete and [p.name for p in after.paths] == [p.name for p in before.paths]
    assert list(after) == list(before)
    questions = sum(len(s.questions) for s in before)
    assert ran.requests == ran.counts["fine"] == 3 * questions
    for row in after.iter_rows():
        assert [(r["question"], r["pass"], r["model"], r["verdict"]) for r in row["reviews"]] == [
            (q["id"], "look", "scripted", "yes") for q in row["questions"] for _ in range(3)
        ]
        assert [json.loads(r["detail"])["n"] for r in row["reviews"]] == [0, 1, 2] * len(row["questions"])
        assert row["wordings"] == []
    assert (out / "drops.jsonl").read_bytes() == (small_set / "drops.jsonl").read_bytes()
    assert after.header["dropped"] == before.header["dropped"]
    assert after.header["recipe"]["passes"][0]["input"] == before.header["fingerprint"]


def test_the_output_passes_check_and_exports(looked: tuple[Path, Ran], tmp_path: Path) -> None:
    out, _ = looked
    report = check_set(out, plugins=(str(CLOCK),), quiet=True)
    assert (report.samples, report.wrong, report.findings) == (36, 0, [])
    more = ("--to", "llava", "-o", str(tmp_path / "llava"), "--plugin", str(CLOCK))
    done = subprocess.run(
        [sys.executable, "generate.py", "export", str(out), *more], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    import datasets

    rows = datasets.Dataset.from_parquet([str(p) for p in SampleSet(out).paths], cache_dir=str(tmp_path))
    assert rows[0]["reviews"][0]["verdict"] == "yes"


def test_a_second_pass_adds_to_the_first(looked: tuple[Path, Ran], server: Server, tmp_path: Path) -> None:
    out, _ = looked
    gone = frozenset(s.id for n, s in enumerate(SampleSet(out)) if n < 10 or n == 20)
    ran = go(out, tmp_path / "two", Look(drop=gone, name="again"), server)
    held = SampleSet(tmp_path / "two")
    assert ran.samples == len(held) == 25 and held.sizes()[0] == 0
    assert ran.dropped == SampleSet(out).header["dropped"] + 11
    lines = held.ledger("drops.jsonl")
    assert {d["id"] for d in lines if d.get("pass") == "again"} == gone
    assert [d["shard"] for d in lines] == sorted(d["shard"] for d in lines)
    assert [p["name"] for p in held.header["recipe"]["passes"]] == ["look", "again"]
    assert all({r["pass"] for r in row["reviews"]} == {"look", "again"} for row in held.iter_rows())
    third = go(tmp_path / "two", tmp_path / "three", Look(name="third"), server)  # over a shard that has nothing left
    assert third.samples == 25 and SampleSet(tmp_path / "three").ledger("drops.jsonl") == lines


def test_neither_concurrency_nor_the_cache_changes_a_byte(
    small_set: Path, looked: tuple[Path, Ran], server: Server, tmp_path: Path
) -> None:
    out, first = looked
    one = go(small_set, tmp_path / "one", Look(draws=3), server, concurrency=2)
    assert bytes_of(tmp_path / "one") == bytes_of(out) and one.counts == first.counts
    before = server.counts()["requests"]
    again = go(small_set, tmp_path / "again", Look(draws=3), server, concurrency=64, cache=out / ".cache.sqlite")
    assert bytes_of(tmp_path / "again") == bytes_of(out)
    assert (again.requests, again.cached) == (0, first.requests)
    assert server.counts()["requests"] == before
    done = go(small_set, out, Look(draws=3), server)
    assert (done.made, done.requests, done.counts) == (0, 0, first.counts)


def test_killed_five_times_it_ends_in_the_same_bytes(small_set: Path, looked: tuple[Path, Ran], tmp_path: Path) -> None:
    out, first = looked
    with serving({"delay": 0.02}, tmp_path) as slow:
        command = [
            sys.executable,
            "-m",
            "tests.vlm.passes_for_tests",
            str(small_set),
            str(tmp_path / "set"),
            slow.base_url,
            "6",
        ]
        kept: dict[str, int] = {}  # what the cache held at the last kill, and how often it had been answered
        for share in (0.07, 0.23, 0.41, 0.64, 0.88):  # of all requests
            process = subprocess.Popen(command, cwd=ROOT)
            deadline = time.monotonic() + 120
            while slow.counts().get("requests", 0) < share * first.requests:
                assert process.poll() is None and time.monotonic() < deadline
                time.sleep(0.01)
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            time.sleep(0.1)
            sent = slow.keys()
            assert all(sent[k] == n for k, n in kept.items()), "a request that had an answer was sent again"
            kept = {k: sent[k] for k in keys(tmp_path / "set" / ".cache.sqlite")}
        assert 0.5 < len(kept) / first.requests < 1
        assert subprocess.run(command, cwd=ROOT, check=False).returncode == 0
        sent = slow.keys()
        assert all(sent[k] == n for k, n in kept.items())
        # what was asked twice was on its way when the process died, and no more can be than there is room for
        assert sum(n - 1 for n in sent.values()) <= 5 * 6
        assert len(sent) == first.requests
    assert bytes_of(tmp_path / "set") == bytes_of(out)


def keys(path: Path) -> set[str]:
    """The replies that are in the cache, read without touching it."""
    with sqlite3.connect(path) as db:
        return {k for (k,) in db.execute("SELECT key FROM replies")}


def first_question(**changed: Any) -> Callable[[Sample], Sample]:
    def change(s: Sample) -> Sample:
        q = replace(s.questions[0], **{k: v(s.questions[0]) for k, v in changed.items()})
        return replace(s, questions=(q, *s.questions[1:]))

    return change


HARM: dict[str, Callable[[Sample], Sample]] = {
    "answer": first_question(answer=lambda q: replace(q.answer, text=q.answer.text + "0")),
    "answer of": first_question(answer=lambda q: replace(q.answer, tolerance=q.answer.tolerance + 1)),
    "choices": first_question(choices=lambda q: (*q.choices, "None of these")),
    "value of step 1": first_question(steps=lambda q: (replace(q.steps[0], value=-1), *q.steps[1:])),
    "regions of step 1": first_question(steps=lambda q: (replace(q.steps[0], regions=("r9",)), *q.steps[1:])),
    "steps": first_question(steps=lambda q: q.steps[1:]),
    "givens": first_question(givens=lambda q: ("f0",)),
    "depth": first_question(depth=lambda q: q.depth + 1),
    "facts": lambda s: replace(s, facts=s.facts[1:]),
    "facts of": lambda s: replace(s, facts=(replace(s.facts[0], value="no"), *s.facts[1:])),
    "regions": lambda s: replace(s, regions=(replace(s.regions[0], visible=0.5), *s.regions[1:])),
    "images": lambda s: replace(s, images=(Image(s.images[0].bytes[:-1], s.images[0].path),)),
    "captions": lambda s: replace(s, captions=s.captions[:1]),
    "questions": lambda s: replace(s, questions=(*s.questions, replace(s.questions[0], id="q99"))),
    "questions of": lambda s: replace(s, questions=s.questions[::-1]),
    "spec": lambda s: replace(s, spec={**s.spec, "more": 1}),
    "seed": lambda s: replace(s, seed=s.seed + 1),
}


@pytest.mark.parametrize("what", HARM)
def test_a_pass_cannot_touch_a_truth(what: str, small_set: Path, server: Server, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=rf"pass 'harm' changed {what.removesuffix(' of')}"):
        go(small_set, tmp_path / "out", Harm(HARM[what]), server)
    assert not list((tmp_path / "out" / "shards").iterdir())


def test_words_may_change_and_questions_may_go(small_set: Path, server: Server, tmp_path: Path) -> None:
    def reword(s: Sample) -> Sample:
        questions = tuple(replace(q, text=f"Please: {q.text}") for q in s.questions[1:])
        return replace(s, questions=questions, captions=tuple(replace(c, text=c.text + " So it is.") for c in s.captions))

    go(small_set, tmp_path / "out", Harm(reword), server)
    for old, new in zip(SampleSet(small_set), SampleSet(tmp_path / "out"), strict=True):
        assert [q.text for q in new.questions] == [f"Please: {q.text}" for q in old.questions[1:]]
        assert (new.facts, new.regions, new.images) == (old.facts, old.regions, old.images)


def test_bad_input_is_told_in_a_line(small_set: Path, server: Server, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is the set itself"):
        go(small_set, small_set, Look(), server)
    go(small_set, tmp_path / "out", Look(), server)
    with pytest.raises(BadInput, match=r"holds another set \(passes 1: settings: k is null, not 2\)"):
        go(small_set, tmp_path / "out", Look(settings={"k": 2}), server)
    with pytest.raises(BadInput, match="holds no set"):
        go(tmp_path, tmp_path / "x", Look(), server)

    def broken(s: Sample) -> Sample:
        raise KeyError("oops")

    with pytest.raises(BadInput, match=r"pass 'harm' fails on sample .*oops"):
        go(small_set, tmp_path / "y", Harm(broken), server)
