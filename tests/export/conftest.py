"""A small set of two built-in engines and a third-party one, made once for the tests of exports."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofpress.model import Sample
from proofpress.store import SampleSet

from ..e2e.command import CLOCK
from ..e2e.sets import make
from ..shared import made_once


@pytest.fixture(scope="session")
def small_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """60 samples of geometry, charts and the clock plug-in, in five shards."""
    recipe = ("--domain", "geometry=40,charts=45,clock=15", "--plugin", CLOCK, "-n", 60, "--seed", 5, "--shard-size", 12)
    return made_once(tmp_path_factory, "exports", lambda out: make(out, recipe=recipe))


@pytest.fixture(scope="session")
def samples(small_set: Path) -> list[Sample]:
    return list(SampleSet(small_set))
