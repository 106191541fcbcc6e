"""A tiny model for tests that need a real one; they run in an environment of their own, by `make vlm-test`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from proofpress.store import SampleSet

from ..e2e.command import CLOCK
from ..e2e.sets import make
from .served import Served

HERE = all(find_spec(package) for package in ("torch", "transformers", "ray"))
collect_ignore_glob = [] if HERE else ["test_*.py"]
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """12 samples in four shards, most of them small clocks."""
    out = tmp_path_factory.mktemp("few") / "set"
    make(out, recipe=("--domain", "clock=8,geometry=2,charts=2", "--plugin", CLOCK, "-n", 12, "--seed", 5, "--shard-size", 3))
    return out


@pytest.fixture(scope="session")
def tiny(few: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a model with random weights; its tokens are of the questions' words, and its replies are two of them."""
    from ..tiny_vlm import build

    folder = tmp_path_factory.mktemp("tiny") / "llava-tiny"
    build(folder, [q.text for s in SampleSet(few) for q in s.questions], image_size=16, layers=1, says=2)
    return folder


@pytest.fixture(scope="session")
def served(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`transformers serve` with that model."""
    server = Served(tiny, tmp_path_factory.mktemp("served"))
    server.start()
    yield server
    server.kill()
