"""No key anywhere: not in a file, a log, the cache, an error, a repr or a process's title."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from proofpress.vlm.backend import BackendOptions, make_backend
from proofpress.vlm.run import passed_header

from ..e2e.command import ROOT
from .passes_for_tests import Look
from .scripted_server import serving

pytestmark = pytest.mark.slow

KEY = "sk-PLANTED-0123456789abcdef"
# what a careless server may do with the key: tell it in an error, in a verdict, or to everybody
FIXTURES: dict[str, dict[str, Any]] = {
    "said in replies": {"troubles": [{"kind": "echo", "share": 0.3}]},
    "said in errors that pass": {
        "troubles": [{"kind": "500", "share": 0.2, "times": 1}, {"kind": "429", "share": 0.2, "times": 1}]
    },
    "said in errors that last": {"troubles": [{"kind": "500", "share": 1.0}]},
    "refused and repeated": {"key": "another"},
    "model unknown": {"model": "another"},
    "cut and malformed": {
        "troubles": [{"kind": "cut", "share": 0.2, "times": 1}, {"kind": "malformed", "share": 0.2, "times": 1}]
    },
}


def holds(folder: Path, secret: str) -> list[str]:
    return [str(f) for f in folder.rglob("*") if f.is_file() and secret.encode() in f.read_bytes()]


def run(small_set: Path, out: Path, url: str, **env: str) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """A pass in a process of its own, and the titles that it had."""
    command = [sys.executable, "-X", "dev", "-m", "tests.vlm.passes_for_tests", str(small_set), str(out), url, "8"]
    titles: list[str] = []
    with (out.parent / "stdout").open("w") as stdout, (out.parent / "stderr").open("w") as stderr:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=stdout, stderr=stderr, env=os.environ | {"OPENAI_API_KEY": KEY} | env
        )
        while process.poll() is None:
            for name in ("cmdline", "comm"):
                try:
                    titles.append(Path(f"/proc/{process.pid}/{name}").read_text())
                except OSError:
                    continue
            time.sleep(0.05)
    texts = ((out.parent / name).read_text() for name in ("stdout", "stderr"))
    return subprocess.CompletedProcess(command, process.returncode, *texts), titles


@pytest.mark.parametrize("log", ["", "debug"])
@pytest.mark.parametrize("case", FIXTURES)
def test_the_key_is_nowhere(case: str, log: str, small_set: Path, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    with serving(FIXTURES[case], tmp_path) as server:
        done, titles = run(small_set, tmp_path / "run" / "set", server.base_url, **({"OPENAI_LOG": log} if log else {}))
        assert server.counts()["requests"] > 0
    if log:
        assert "HTTP" in done.stderr, "the packages' own logs are among what is searched"
    assert (tmp_path / "run" / "set" / ".cache.sqlite").exists()
    assert titles and not [t for t in titles if KEY in t]
    assert holds(tmp_path, KEY) == []
    if case == "said in replies":
        assert holds(tmp_path / "run", "***"), "it was said, and cut out"


def test_the_search_finds_a_planted_key(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "log").write_text(f"Authorization: Bearer {KEY}")
    assert holds(tmp_path, KEY) == [str(tmp_path / "deep" / "log")]


def test_neither_repr_nor_header_tells(small_set: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from proofpress.store import SampleSet

    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    backend = make_backend("openai", BackendOptions("scripted", "http://127.0.0.1:9/v1"))
    header = passed_header(SampleSet(small_set), Look(), backend.model)
    for text in (repr(backend), str(backend), f"{backend}", repr(header)):
        assert KEY not in text
