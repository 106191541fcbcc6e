"""A disk that fills while a set is made: one line, nothing lost, and the same command goes on once there is room.

A small tmpfs is mounted, which takes root; where that is not permitted these tests are skipped.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from proofpress.errors import BadInput
from proofpress.recipe import Recipe
from proofpress.run.local import make_set
from proofpress.store import SampleSet, close_set, write_file, write_lines

from ..shared import made_once
from .command import CLOCK, ROOT, bytes_of
from .sets import make, one_line, run

RECIPE = ("--domain", "clock", "--plugin", CLOCK, "-n", 24, "--seed", 7, "--shard-size", 3)


@pytest.fixture(scope="module")
def clocks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "clocks", lambda out: make(out, "--workers", 1, recipe=RECIPE))


class Disk:
    """A file system of a given size, in KiB."""

    def __init__(self, where: Path, size: int):
        self.where = where
        where.mkdir()
        mount("-t", "tmpfs", "-o", f"size={size}k", "tmpfs", where)

    def resize(self, size: int) -> None:
        mount("-o", f"remount,size={size}k", self.where)

    def fill(self, spare: int) -> None:
        """Leave only so many KiB."""
        with (self.where / "filler").open("wb") as out:
            out.write(bytes(max(0, shutil.disk_usage(self.where).free - spare * 1024)))


def mount(*options: object) -> None:
    subprocess.run(["mount", *map(str, options)], check=True, capture_output=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    try:
        disk = Disk(tmp_path / "disk", 400)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no tmpfs can be mounted here: {error}")
    yield disk
    subprocess.run(["umount", "-l", str(disk.where)], check=True)


@pytest.mark.parametrize("workers", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_disk_that_fills_while_a_set_is_made(disk: Disk, clocks: Path, workers: int) -> None:
    out = disk.where / "set"
    one_line(run(out, "--workers", workers, recipe=RECIPE), "No space left", "make room", "the same command")
    kept = {f: f.stat().st_mtime_ns for f in out.glob("shards/*.parquet")}
    assert 0 < len(kept) < 8, "the disk has another size than this test thinks"
    assert not list(out.rglob("*.tmp"))
    assert len(SampleSet(out).paths) == len(kept), "what is whole can be read"
    one_line(run(out, "--workers", workers, recipe=RECIPE), "make room")
    disk.resize(8000)
    make(out, "--workers", workers, recipe=RECIPE)
    assert bytes_of(out) == bytes_of(clocks)
    assert all(f.stat().st_mtime_ns == when for f, when in kept.items()), "a whole shard was made again"


def test_a_disk_that_is_full_at_the_start(disk: Disk) -> None:
    disk.fill(spare=0)
    one_line(run(disk.where / "set", recipe=RECIPE), "No space left", "make room")


def test_a_disk_that_fills_when_the_set_is_closed(disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every shard is whole, and only the ledger and set.json do not fit."""
    recipe = Recipe(domains={"clock": 1.0}, plugins=(str(CLOCK),), samples=16, seed=3, shard_size=4)
    make_set(recipe, tmp_path / "set", quiet=True)
    disk.resize(8000)

    def full(*arguments: Any) -> dict[str, int]:
        disk.fill(spare=0)
        return close_set(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr("proofpress.run.local.close_set", full)
        with pytest.raises(BadInput, match=r"No space left on device.*make room"):
            make_set(recipe, disk.where / "set", quiet=True)
    (disk.where / "filler").unlink()
    assert make_set(recipe, disk.where / "set", quiet=True).made == 0
    assert bytes_of(disk.where / "set") == bytes_of(tmp_path / "set")


def test_findings_that_do_not_fit(disk: Disk, clocks: Path) -> None:
    """The old findings stay; the set is as it was."""
    disk.resize(8000)
    shutil.copytree(clocks, disk.where / "set")
    (disk.where / "set" / "findings.jsonl").write_text("old\n")
    before = bytes_of(disk.where / "set")
    disk.fill(spare=4)
    data = b"x" * 100_000
    for write in (lambda p: write_file(p, data), lambda p: write_lines(p, iter([data[:5000]] * 20))):
        with pytest.raises(BadInput, match=r"findings\.jsonl: cannot be written \(No space left on device\); make room"):
            write(disk.where / "set" / "findings.jsonl")
    assert bytes_of(disk.where / "set") == before


def test_a_check_on_a_full_disk(disk: Disk, clocks: Path) -> None:
    disk.resize(8000)
    shutil.copytree(clocks, disk.where / "set")
    disk.fill(spare=0)
    command = [sys.executable, "generate.py", "check", str(disk.where / "set"), "--plugin", str(CLOCK), "--workers", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert " 0 wrong" in done.stdout  # the verdict does not hang on the disk
    if done.returncode:  # a file system may find room for an empty file
        assert done.returncode == 2 and "findings.jsonl: cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
