"""Options of one backend on the command line: what is none is one line and exit code 2, before anything is made."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ..e2e.command import Command

SERVER = ("--base-url", "http://127.0.0.1:1/v1", "--model", "m")


@pytest.mark.parametrize("command", ["verify", "paraphrase"])
@pytest.mark.parametrize(
    "given,said",
    [
        ((*SERVER, "--backend-option", "batch"), "--backend-option batch: give NAME=VALUE, for example batch=32"),
        ((*SERVER, "--backend-option", "=4"), "--backend-option =4: give NAME=VALUE"),
        ((*SERVER, "--backend-option", "batch=4"), "--backend openai has no such option; it has none"),
        (("--backend", "transformers", "--model", "m", "--backend-option", "batch=0"), "give a whole number from 1 up"),
        (("--backend", "transformers", "--model", "m"), "needs torch, transformers: pip install 'proofpress[gpu]'"),
        (("--backend", "vllm", "--model", "m"), "--backend vllm needs a package that is not here"),
        (("--backend", "llama", "--model", "m"), "--backend llama: unknown; choose openai, transformers, vllm"),
    ],
)
def test_what_is_no_option_is_told(
    small_set: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    given: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.setitem(sys.modules, "vllm", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name in ("torch", "transformers") else name)
    done = Command(monkeypatch, capsys)(command, small_set, "-o", tmp_path / "out", *given)
    assert done.code == 2 and said in done.err and len(done.err.splitlines()) == 1
    assert not (tmp_path / "out").exists()
