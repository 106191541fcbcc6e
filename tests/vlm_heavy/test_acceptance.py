"""`verify` and `paraphrase` over samples of every engine, against `transformers serve`: killed, taken up again, nothing lost.

PROOFPRESS_VLM_SAMPLES    samples of each engine (40)
PROOFPRESS_VLM_QUESTIONS  questions of each sample that are kept (2; 0: all)
PROOFPRESS_VLM_WORK       a folder for what is made, which stays; sets in it are taken as they are
"""

from __future__ import annotations

import json
import os
import signal
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from proofpress.registry import Registry
from proofpress.store import SampleSet
from proofpress.vlm.run import run_pass

from ..e2e.sets import make
from ..quiet_passes import Few, First, Silent
from .served import Served, replies, run, start
from .test_serve import against, until

SAMPLES = int(os.environ.get("PROOFPRESS_VLM_SAMPLES", "40"))
QUESTIONS = int(os.environ.get("PROOFPRESS_VLM_QUESTIONS", "2"))
KEEP = "rules:\n  - {name: judge rubric, when: '!(judge.sol >= 3)', do: mark}\n"
ENGINES = Registry.load().engines()


@pytest.fixture(scope="module", params=ENGINES)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where an engine's sets lie: `set`, then `verified`, then `reworded`."""
    work = os.environ.get("PROOFPRESS_VLM_WORK")
    folder = Path(work) / request.param if work else tmp_path_factory.mktemp(request.param)
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / "made"
    if not (made / "set.json").exists():
        make(made, recipe=("--domain", request.param, "-n", SAMPLES, "--seed", 41, "--workers", 1))
    if not (folder / "set" / "set.json").exists():
        run_pass(made, folder / "set", Few(QUESTIONS or 10**6), Silent(), quiet=True)
    return folder


def killed_and_resumed(command: str, root: Path, out: Path, served: Served, *options: object) -> dict[str, Any]:
    """Run the command, kill it when about half of the shards are whole, and give it again. What it tells at the end."""
    words = ("-o", out, *against(served), "--json", *options)
    process = start(command, root, *words)
    half = max(1, len(SampleSet(root).paths) // 2)
    until(lambda: len(list(out.glob("shards/*.parquet"))) >= half, process, 7200)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert not (out / "set.json").exists() or not SampleSet(out).complete
    kept = replies(out / ".cache.sqlite")
    done = run(command, root, *words)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    # what was answered is not asked again: each request is a new reply, or ended in a trouble
    assert told["requests"] == replies(out / ".cache.sqlite") - kept + sum(told["troubles"].values())
    assert kept > 0 and told["requests"] > 0
    print(f"\n{command} {root.parent.name}: {kept} replies at the kill, then", json.dumps(told))
    return told


def right(root: Path) -> None:
    done = run("check", root, "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["wrong"], told["findings"]) == (0, 0, []), done.stderr
    assert told["samples"] == len(SampleSet(root))


def ids(root: Path) -> list[tuple[str, str]]:
    return [(s.id, q.id) for s in SampleSet(root) for q in s.questions]


@pytest.mark.slow
def test_verify(folder: Path, served: Served) -> None:
    policy = folder / "keep.yaml"
    policy.write_text(KEEP)
    before, out = folder / "set", folder / "verified"
    told = killed_and_resumed("verify", before, out, served, "-k", 1, "--policy", policy)
    assert ids(out) == ids(before) and len(SampleSet(out)) == told["samples"] == SAMPLES
    assert (out / "drops.jsonl").read_bytes() == (before / "drops.jsonl").read_bytes()
    rows = Counter((r["kind"], r["verdict"] == "none") for row in SampleSet(out).iter_rows() for r in row["reviews"])
    n = len(ids(before))
    assert told["questions"] == told["counts"]["questions"] == n
    for kind in ("answer", "image_free", "truth", "policy"):
        assert rows[kind, False] + rows[kind, True] == n
    for kind in ("grade", "step"):  # what a random model says is no verdict
        assert rows[kind, True] == told["counts"][f"{kind}.none"] > 0.9 * n
    assert told["counts"]["answer.draws"] + told["counts"].get("answer.none", 0) == n
    right(out)


@pytest.mark.slow
def test_paraphrase(folder: Path, served: Served) -> None:
    before, out = folder / "verified", folder / "reworded"
    told = killed_and_resumed("paraphrase", before, out, served)
    assert ids(out) == ids(before)
    assert (out / "drops.jsonl").read_bytes() == (before / "drops.jsonl").read_bytes()
    counts = told["counts"]
    for part in ("question", "step", "caption"):
        assert counts[f"{part}:kept"] > 0 and counts.get(f"{part}:reworded", 0) == 0  # nonsense rewords nothing
    assert list(SampleSet(out)) == list(SampleSet(before))
    for old, new in zip(SampleSet(before).iter_rows(), SampleSet(out).iter_rows(), strict=True):
        assert old["reviews"] == new["reviews"]
    right(out)


@pytest.mark.slow
def test_the_default_policy_sends_what_fails_to_a_longer_chain(folder: Path, served: Served, tmp_path: Path) -> None:
    before, out = folder / "set", tmp_path / "out"
    few = tmp_path / "few"
    run_pass(before, few, First(50), Silent(), quiet=True)
    done = run("verify", few, "-o", out, *against(served), "-k", 1, "--parts", "answer", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["samples"] == min(50, SAMPLES) and ids(out) == ids(few)
    counts = told["counts"]
    assert counts["long.draws"] + counts.get("long.none", 0) + counts["answer.agrees"] == counts["questions"]
    right(out)


@pytest.mark.slow
def test_what_was_passed_is_exported_and_shown(folder: Path, tmp_path: Path) -> None:
    import datasets

    root = folder / "reworded"
    for name, options in {"hf": ("--set", "rows=record"), "sharegpt": (), "trl": ()}.items():
        done = run("export", root, "--to", name, *options, "-o", tmp_path / name)
        assert done.returncode == 0, done.stderr
    rows = datasets.load_dataset(str(tmp_path / "hf"), split="train", cache_dir=str(tmp_path / "cache"))
    assert rows.num_rows == len(SampleSet(root)) and {r["pass"] for r in rows[0]["reviews"]} == {"verify"}
    done = run("view", root, "--static", tmp_path / "page.html")
    assert done.returncode == 0, done.stderr
    assert "image_free" in (tmp_path / "page.html").read_text("utf-8")
