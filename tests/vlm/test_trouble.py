"""Everything a server does: no crash, no verdict invented, each kind counted; a server that is gone is told in a line."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from proofpress.errors import BadInput
from proofpress.store import SampleSet
from proofpress.vlm.backend import BackendOptions, make_backend
from proofpress.vlm.run import Ran, run_pass

from ..e2e.command import ROOT
from .passes_for_tests import Look
from .scripted_server import serving, start
from .test_run import bytes_of

pytestmark = pytest.mark.slow

MENDED = ["429", "500", "503", "cut", "malformed", "html", "empty", "delay"]
LASTING = ["429", "500", "cut", "malformed", "empty", "reasoning", "length", "refusal", "delay"]
NAMES = {
    "429": "rate_limit", "500": "server_error", "503": "server_error", "cut": "connection", "malformed": "malformed",
    "html": "malformed", "empty": "empty", "reasoning": "reasoning_only", "length": "cut", "refusal": "refused",
    "delay": "timeout",
}  # fmt: skip


def go(root: Path, out: Path, url: str, draws: int = 3, **more: Any) -> Ran:
    options = {"backoff": 0.002, "timeout": 4.0, "retries": 3, "patience": 0.5, **more}
    backend = make_backend("openai", BackendOptions(options.pop("model", "scripted"), url, concurrency=16, **options))
    return run_pass(root, out, Look(draws=draws), backend, 16, quiet=True)


def trouble(kind: str, times: int, share: float = 0.04) -> dict[str, Any]:
    return {"kind": kind, "share": share, "times": times, **({"seconds": 9.0} if kind == "delay" else {})}


@pytest.fixture(scope="module")
def calm(small_set: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    folder = tmp_path_factory.mktemp("calm")
    with serving({}, folder) as server:
        return folder / "set", go(small_set, folder / "set", server.base_url)


def test_troubles_that_pass_leave_no_trace(small_set: Path, calm: tuple[Path, Ran], tmp_path: Path) -> None:
    with serving({"troubles": [trouble(k, 1) for k in MENDED]}, tmp_path) as server:
        ran = go(small_set, tmp_path / "set", server.base_url)
        counts = server.counts()
    met = Counter({NAMES[k]: 0 for k in MENDED})
    for kind in MENDED:
        assert counts[kind] > 3, "the fixture must hit"
        met[NAMES[kind]] += counts[kind]
    assert ran.met.get("timeout", 0) >= met.pop("timeout"), "a busy machine may be late more often"
    assert {k: n for k, n in ran.met.items() if k != "timeout"} == dict(met) and not ran.troubles
    assert bytes_of(tmp_path / "set") == bytes_of(calm[0])


def test_troubles_that_last_are_no_verdicts_and_are_counted(small_set: Path, calm: tuple[Path, Ran], tmp_path: Path) -> None:
    with serving({"troubles": [trouble(k, 0) for k in LASTING]}, tmp_path) as server:
        ran = go(small_set, tmp_path / "set", server.base_url)
    assert set(ran.troubles) == {NAMES[k] for k in LASTING} and min(ran.troubles.values()) > 2
    rows = [r for row in SampleSet(tmp_path / "set").iter_rows() for r in row["reviews"]]
    assert len(rows) == calm[1].requests == ran.requests
    said = Counter((r["verdict"], json.loads(r["detail"])["trouble"]) for r in rows)
    assert said.pop(("yes", "")) == ran.counts["fine"]
    assert dict(said) == {("none", kind): n for kind, n in ran.troubles.items()}
    assert {k.removeprefix("trouble:"): n for k, n in ran.counts.items() if k != "fine"} == dict(ran.troubles)


def test_a_set_with_troubles_is_the_same_after_another_run(small_set: Path, tmp_path: Path) -> None:
    with serving({"troubles": [trouble("malformed", 0), trouble("500", 1), trouble("reasoning", 0)]}, tmp_path) as server:
        one = go(small_set, tmp_path / "one", server.base_url)
        (tmp_path / "two").mkdir()
        (tmp_path / "one" / ".cache.sqlite").rename(tmp_path / "two" / ".cache.sqlite")
        two = go(small_set, tmp_path / "two", server.base_url)
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")
    assert two.requests == sum(one.troubles.values())
    assert two.cached == one.counts["fine"], "only troubles are asked about again"


def closed_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def test_a_server_that_is_down(small_set: Path, tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{closed_port()}/v1"
    start_of_it = time.monotonic()
    with pytest.raises(BadInput, match=f"server {url}: nobody answers .*; start the server, or see to --base-url"):
        go(small_set, tmp_path / "set", url, patience=60)
    assert time.monotonic() - start_of_it < 30


def test_a_server_that_goes_away_and_comes_back(small_set: Path, calm: tuple[Path, Ran], tmp_path: Path) -> None:
    server = start({"delay": 0.02}, tmp_path)

    def away() -> None:
        while server.counts().get("requests", 0) < 150:
            time.sleep(0.01)
        server.stop()

    watcher = threading.Thread(target=away)
    watcher.start()
    with pytest.raises(
        BadInput, match=f"server {server.base_url}: is gone .*; start it again, then give the same command again"
    ):
        go(small_set, tmp_path / "set", server.base_url)
    watcher.join()
    with serving({}, tmp_path, port=server.port) as again:
        ran = go(small_set, tmp_path / "set", again.base_url)
        assert again.counts()["requests"] - sum(ran.met.values()) == ran.requests <= calm[1].requests - 100
    assert bytes_of(tmp_path / "set") == bytes_of(calm[0])


def test_a_short_absence_is_waited_for(small_set: Path, calm: tuple[Path, Ran], tmp_path: Path) -> None:
    server = start({"delay": 0.02}, tmp_path)
    back: list[Any] = []

    def restart() -> None:
        while server.counts().get("requests", 0) < 150:
            time.sleep(0.01)
        server.stop()
        time.sleep(0.5)
        back.append(start({}, tmp_path, port=server.port))

    watcher = threading.Thread(target=restart)
    watcher.start()
    try:
        ran = go(small_set, tmp_path / "set", server.base_url, patience=60, retries=8, backoff=0.05)
    finally:
        watcher.join()
        back[0].stop()
    assert ran.met["connection"] > 0 and not ran.troubles
    assert bytes_of(tmp_path / "set") == bytes_of(calm[0])


@pytest.mark.parametrize("kind", ["500", "malformed", "cut", "429", "html"])
def test_a_server_that_always_fails_stops_the_run(kind: str, small_set: Path, tmp_path: Path) -> None:
    with (
        serving({"troubles": [trouble(kind, 0, 1.0)]}, tmp_path) as server,
        pytest.raises(BadInput, match=f"8 requests in a row came to nothing .the last: {NAMES[kind]}.; look at its log"),
    ):
        go(small_set, tmp_path / "set", server.base_url)
    assert not list((tmp_path / "set" / "shards").iterdir()), "nothing is recorded as looked at that was not"


def test_a_server_that_breaks_in_the_middle_stops_the_run(small_set: Path, tmp_path: Path) -> None:
    with serving({"troubles": [{"kind": "500", "match": "^(charts|geometry)"}]}, tmp_path) as server:
        out = tmp_path / "set"
        with pytest.raises(BadInput, match=r"(8|64) requests in a row came to nothing"):
            go(small_set, out, server.base_url, draws=20)
    with serving({}, tmp_path) as server:
        ran = go(small_set, out, server.base_url, draws=20)
        assert not ran.troubles and server.counts()["requests"] == ran.requests + sum(ran.met.values())


def test_a_wrong_key_and_a_wrong_model(small_set: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_KEY", "sk-wrong-wrong-wrong")
    with serving({"key": "sk-right"}, tmp_path) as server:
        with pytest.raises(BadInput, match=r"refuses the API key .401.*into SOME_KEY") as caught:
            go(small_set, tmp_path / "set", server.base_url, key_env="SOME_KEY")
        assert "sk-wrong" not in str(caught.value) and "***" in str(caught.value)
    with serving({}, tmp_path) as server, pytest.raises(BadInput, match=r"knows no model 'other' .*it serves scripted"):
        go(small_set, tmp_path / "set2", server.base_url, model="other")


def test_a_server_that_refuses_everything(small_set: Path, tmp_path: Path) -> None:
    with serving({"troubles": [trouble("400", 0, share=1.0)]}, tmp_path) as server:
        with pytest.raises(BadInput, match=r"refuses every request .*scripted 400"):
            go(small_set, tmp_path / "set", server.base_url)
        assert server.counts()["requests"] < 40
    with serving({"troubles": [trouble("400", 0)]}, tmp_path) as server:  # some of them are the request's fault
        ran = go(small_set, tmp_path / "set", server.base_url)
    assert set(ran.troubles) == {"refused"}


@pytest.mark.parametrize("command", ["verify", "paraphrase"])
def test_the_command_tells_in_a_line(command: str, small_set: Path, tmp_path: Path) -> None:
    def run(*more: object) -> tuple[int, list[str]]:
        words = [sys.executable, "generate.py", command, str(small_set), *map(str, more)]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
        return done.returncode, done.stderr.splitlines()

    down = f"http://127.0.0.1:{closed_port()}/v1"
    out = ("-o", tmp_path / "set")
    for more, said in (
        ((), "add -o DIR"),
        (out, "add --model NAME"),
        ((*out, "--model", "m"), "add --base-url URL"),
        ((*out, "--model", "m", "--base-url", "localhost"), "not a URL of a server"),
        ((*out, "--model", "m", "--base-url", down, "--backend", "gpt"), "--backend gpt: unknown"),
        ((*out, "--model", "m", "--base-url", down, "--api-key-env", "NOT_THERE"), "no such variable"),
        ((*out, "--model", "m", "--base-url", down), f"server {down}: nobody answers"),
    ):
        code, lines = run(*more)
        assert code == 2 and len(lines) == 1 and said in lines[0], (code, lines)


def test_the_command_runs(small_set: Path, tmp_path: Path) -> None:
    with serving({}, tmp_path) as server:
        words = [sys.executable, "generate.py", "verify", small_set, "-o", tmp_path / "set", "--base-url", server.base_url]
        more = ["--model", "scripted", "-k", 1, "--parts", "answer", "--json"]
        done = subprocess.run([*map(str, words), *map(str, more)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["samples"] == 36 and told["requests"] > 0 and told["troubles"] == {}
    assert SampleSet(tmp_path / "set").complete
