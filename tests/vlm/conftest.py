"""A small set of two built-in engines and a stranger's, made once for the tests of passes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CLOCK = ROOT / "tests" / "plugins" / "clock"


@pytest.fixture(scope="session")
def small_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """36 samples in four shards, most of them small clocks."""
    out = tmp_path_factory.mktemp("passes") / "set"
    mix = ("--domain", "geometry=20,charts=20,clock=60", "-n", "36", "--seed", "5", "--shard-size", "10")
    where = ("--plugin", str(CLOCK), "-o", str(out))
    done = subprocess.run(
        [sys.executable, "generate.py", "make", *mix, *where], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return out
