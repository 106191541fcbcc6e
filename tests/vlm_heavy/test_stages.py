"""A pass over Ray writes the bytes of a pass without it, whoever dies on the way."""

from __future__ import annotations

import json
import os
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from proofpress.store import SampleSet

from ..e2e.sets import until
from ..e2e.test_ray import cluster, family  # noqa: F401 - `cluster` is a fixture
from ..vlm.scripted_server import Server, serving
from ..vlm.test_run import bytes_of
from .served import replies, run, start

RAY = ("--runner", "ray", "--workers", 2)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving({"delay": 0.05}, tmp_path_factory.mktemp("server")) as running:
        yield running


def against(server: Server) -> tuple[object, ...]:
    return ("--base-url", server.base_url, "--model", "scripted", "-k", 2, "--concurrency", 4, "--json")


@pytest.fixture(scope="module")
def plain(few: Path, server: Server, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """`verify` without Ray: where, and what it told."""
    out = tmp_path_factory.mktemp("plain") / "set"
    done = run("verify", few, "-o", out, *against(server))
    assert done.returncode == 0, done.stderr
    return out, json.loads(done.stdout)


def actors(root: int, title: str = "ray::Asking") -> list[int]:
    return sorted(pid for pid, name in family(root).items() if name.startswith(title))


def test_actors_write_the_same_bytes(few: Path, server: Server, plain: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    process = start("verify", few, "-o", tmp_path / "set", *against(server), *RAY)
    until(lambda: len(actors(process.pid)) == 2, process)
    told, said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    assert all(line.startswith("verify:") for line in said.splitlines()), said
    assert bytes_of(tmp_path / "set") == bytes_of(plain[0])
    same = ("samples", "questions", "counts", "requests", "cached", "troubles")
    assert {k: json.loads(told)[k] for k in same} == {k: plain[1][k] for k in same}


def test_paraphrase_over_actors(few: Path, server: Server, tmp_path: Path) -> None:
    words = ("--base-url", server.base_url, "--model", "scripted", "--concurrency", 16)
    for out, more in (("plain", ()), ("ray", RAY)):
        done = run("paraphrase", few, "-o", tmp_path / out, *words, *more)
        assert done.returncode == 0, done.stderr
    assert bytes_of(tmp_path / "ray") == bytes_of(tmp_path / "plain")


def test_an_actor_that_is_killed_is_started_again(
    few: Path, server: Server, plain: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    out = tmp_path / "set"
    process = start("verify", few, "-o", out, *against(server), *RAY)
    gone: set[int] = set()
    for n in (20, 60):
        until(lambda n=n: kept(out) >= n and set(actors(process.pid)) - gone, process)
        victim = min(set(actors(process.pid)) - gone)
        os.kill(victim, signal.SIGKILL)
        gone.add(victim)
    told, said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    assert json.loads(told)["requests"] == plain[1]["requests"]
    assert bytes_of(out) == bytes_of(plain[0])


def test_a_run_that_is_killed_goes_on_with_or_without_actors(
    few: Path, server: Server, plain: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    out = tmp_path / "set"
    process = start("verify", few, "-o", out, *against(server), *RAY)
    until(lambda: kept(out) >= 20, process)
    below = family(process.pid)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    had = kept(out)
    assert 0 < had < plain[1]["requests"]
    for more in (RAY, ()):
        done = run("verify", few, "-o", out, *against(server), *more)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["requests"] == (plain[1]["requests"] - had if more else 0)
    assert bytes_of(out) == bytes_of(plain[0])
    deadline = time.monotonic() + 60
    while left := [name for pid, name in below.items() if Path(f"/proc/{pid}").exists() and "defunct" not in name]:
        assert time.monotonic() < deadline, f"left behind: {left}"
        time.sleep(0.2)


def test_the_key_stays_in_the_environment(few: Path, tmp_path: Path) -> None:
    """Actors find it in their own; it is in no file of ours or of Ray's, and in no title of a process."""
    key = "sk-" + "a-secret-of-the-test" * 2
    words = ("-o", tmp_path / "set", "--model", "scripted", "-k", 1, "--parts", "answer", "--api-key-env", "SOME_KEY", *RAY)
    with (
        tempfile.TemporaryDirectory(prefix="ray", ignore_cleanup_errors=True) as logs,
        serving({"key": key}, tmp_path) as server,
    ):
        env = {"SOME_KEY": key, "RAY_TMPDIR": logs}
        process = start("verify", few, *words, "--base-url", server.base_url, env=env)
        titles: set[str] = set()
        while process.poll() is None:
            titles |= set(family(process.pid).values())
            time.sleep(0.1)
        said = "".join(process.communicate())
        assert process.returncode == 0, said
        files = [f for folder in (Path(logs), tmp_path) for f in folder.rglob("*") if f.is_file() and f.name != "fixture.json"]
        assert any("session_" in str(f) for f in files) and any(t.startswith("ray::Asking") for t in titles)
        assert key not in said + "".join(titles)
        assert [f for f in files if key.encode() in f.read_bytes()] == []
        wrong = run("verify", few, "-o", tmp_path / "two", *words[2:], "--base-url", server.base_url, env={"SOME_KEY": "sk-no"})
    assert wrong.returncode == 2 and "refuses the API key" in wrong.stderr and "sk-no" not in wrong.stderr


def test_actors_on_a_cluster_by_its_address(
    few: Path,
    server: Server,
    plain: tuple[Path, dict[str, Any]],
    tmp_path: Path,
    cluster: str,  # noqa: F811
) -> None:
    done = run("verify", few, "-o", tmp_path / "set", *against(server), "--runner", "ray", "--address", cluster)
    assert done.returncode == 0, done.stderr
    assert bytes_of(tmp_path / "set") == bytes_of(plain[0])


def test_a_model_in_actors(few: Path, tiny: Path, tmp_path: Path) -> None:
    """Backend transformers: each actor has the model; its batches are others than those of one process, its bytes are not."""
    words = ("--backend", "transformers", "--model", tiny, "-k", 1, "--parts", "answer,grade", "--concurrency", 8)
    for out, more in (("plain", ()), ("ray", RAY)):
        done = run("verify", few, "-o", tmp_path / out, *words, *more)
        assert done.returncode == 0, done.stderr
    assert bytes_of(tmp_path / "ray") == bytes_of(tmp_path / "plain")
    rows = [r for row in SampleSet(tmp_path / "ray").iter_rows() for r in row["reviews"] if r["kind"] == "answer"]
    assert rows and all(json.loads(r["verdict"])["n"] == 1 for r in rows)


# --- what goes wrong is told in a line ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--runner", "rai"), "did you mean 'ray'"),
        (("--workers", 2), "--workers: is for a cluster; add --runner ray"),
        (("--address", "auto"), "--address: is for a cluster; add --runner ray"),
        (("--runner", "ray", "--address", "127.0.0.1:9"), "127.0.0.1:9"),
        (("--runner", "ray", "--workers", 1, "--base-url", "http://127.0.0.1:9/v1"), "nobody answers"),
        (("--runner", "ray", "--workers", 1, "--backend", "transformers", "--model", "no/such"), "no/such"),
    ],
)
def test_what_cannot_be_is_told(options: tuple[object, ...], said: str, few: Path, server: Server, tmp_path: Path) -> None:
    done = run("verify", few, "-o", tmp_path / "set", *against(server), *options)
    lines = [line for line in done.stderr.splitlines() if not line.startswith("verify:")]
    assert (done.returncode, len(lines)) == (2, 1), done.stderr
    assert said in lines[0]


def test_actors_that_always_die_end_the_run(few: Path, server: Server, tmp_path: Path) -> None:
    process = start("verify", few, "-o", tmp_path / "set", *against(server), "--runner", "ray", "--workers", 1)
    deadline = time.monotonic() + 300
    while process.poll() is None:
        assert time.monotonic() < deadline, "it never ends"
        for pid in actors(process.pid, "ray::Asking.reply"):  # in the middle of something
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)
    lines = [line for line in process.communicate()[1].splitlines() if not line.startswith("verify:")]
    assert (process.returncode, len(lines)) == (2, 1), lines
    assert "an actor died again and again" in lines[0] and "what is answered is kept" in lines[0]


def kept(out: Path) -> int:
    """Replies in the cache."""
    return replies(out / ".cache.sqlite")
