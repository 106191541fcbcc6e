"""A small set of two built-in engines and a stranger's, made once for the tests of exports."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from proofpress.model import Sample
from proofpress.store import SampleSet

ROOT = Path(__file__).parents[2]
CLOCK = ROOT / "tests" / "plugins" / "clock"


@pytest.fixture(scope="session")
def small_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """60 samples of geometry, charts and the clock plug-in, in five shards."""
    out = tmp_path_factory.mktemp("exports") / "set"
    mix = ("--domain", "geometry=40,charts=45,clock=15", "-n", "60", "--seed", "5", "--shard-size", "12")
    where = ("--plugin", str(CLOCK), "-o", str(out))
    done = subprocess.run(
        [sys.executable, "generate.py", "make", *mix, *where], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="session")
def samples(small_set: Path) -> list[Sample]:
    return list(SampleSet(small_set))
