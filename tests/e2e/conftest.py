"""Fixtures of the end-to-end tests."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..shared import made_once
from . import sets
from .command import Command
from .sets import S3


@pytest.fixture
def proofpress(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(monkeypatch, capsys)


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The set that every place and every runner must reproduce, made by one process in a folder."""
    return made_once(tmp_path_factory, "reference", lambda out: sets.make(out, "--workers", 1))


@pytest.fixture(scope="session")
def s3() -> Iterator[S3]:
    """An S3-compatible server on loopback, over real HTTP, with one bucket."""
    server = pytest.importorskip("moto.server", reason="needs moto (make scale-test has it)")
    pytest.importorskip("s3fs", reason="needs s3fs (make scale-test has it)")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    store = S3(f"http://{host}:{port}")
    store.fs().mkdir("bucket")
    yield store
    running.stop()
