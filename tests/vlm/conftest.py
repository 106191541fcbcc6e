"""A small set of two built-in engines and a third-party one, made once for the tests of passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..e2e.command import CLOCK
from ..e2e.sets import make
from ..shared import made_once


@pytest.fixture(scope="session")
def small_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """36 samples in four shards, most of them small clocks."""
    recipe = ("--domain", "geometry=20,charts=20,clock=60", "--plugin", CLOCK, "-n", 36, "--seed", 5, "--shard-size", 10)
    return made_once(tmp_path_factory, "passes", lambda out: make(out, recipe=recipe))
