"""The bytes of a set depend on neither workers nor interruptions."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from . import sets
from .command import ROOT, bytes_of


def arguments(out: Path, workers: int) -> list[str]:
    return sets.arguments(out, "--workers", workers)


def make(out: Path, workers: int) -> None:
    sets.make(out, "--workers", workers)


def wait_for(out: Path, shards: int, process: subprocess.Popen[str]) -> None:
    """Until so many shards are whole, or the process ended."""
    deadline = time.monotonic() + 120
    while len(list(out.glob("shards/*.parquet"))) < shards and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)


def kill_when(out: Path, workers: int, shards: int) -> None:
    """Start the run and SIGKILL it once it has so many whole shards."""
    process = subprocess.Popen(
        arguments(out, workers), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True
    )
    wait_for(out, shards, process)
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_two_workers_make_the_same_bytes(reference: Path, tmp_path: Path) -> None:
    make(tmp_path / "two", workers=2)
    assert bytes_of(tmp_path / "two") == bytes_of(reference)


def test_killed_three_times_and_resumed(reference: Path, tmp_path: Path) -> None:
    out = tmp_path / "killed"
    for shards in (1, 3, 5):
        kill_when(out, 2, shards)
    kept = {f.name: f.stat().st_mtime_ns for f in out.glob("shards/*.parquet")}
    assert kept, "the runs were killed before they wrote anything"
    make(out, workers=2)
    assert bytes_of(out) == bytes_of(reference)
    for name, when in kept.items():
        assert (out / "shards" / name).stat().st_mtime_ns == when, f"{name} was whole and made again"


@pytest.mark.parametrize("workers", [pytest.param(1, marks=pytest.mark.slow), 2])
def test_ctrl_c_leaves_a_set_that_goes_on(reference: Path, tmp_path: Path, workers: int) -> None:
    out = tmp_path / "stopped"
    process = subprocess.Popen(arguments(out, workers), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    wait_for(out, 2, process)
    process.send_signal(signal.SIGINT)
    told = process.communicate(timeout=60)[1]
    assert process.returncode == 130
    assert "Stopped; give the same command again" in told
    assert "Traceback" not in told
    make(out, workers)
    assert bytes_of(out) == bytes_of(reference)


def test_a_damaged_shard_is_made_again(reference: Path, tmp_path: Path) -> None:
    out = tmp_path / "damaged"
    shutil.copytree(reference, out)
    shard = out / "shards" / "00002.parquet"
    data = bytearray(shard.read_bytes())
    data[len(data) // 2] ^= 0xFF
    shard.write_bytes(data)
    (out / "shards" / "00004.parquet").unlink()
    make(out, workers=1)
    assert bytes_of(out) == bytes_of(reference)
