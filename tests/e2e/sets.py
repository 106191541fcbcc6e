"""Small sets for the tests of places and runners: the command that makes one, and the reference made by one local process."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proofpress.registry import Registry

from .command import CLOCK, ROOT

DOMAINS = ",".join(sorted([*Registry.load().engines(), "clock"]))
RECIPE = ("--domain", DOMAINS, "--plugin", CLOCK, "-n", 24, "--seed", 7, "--shard-size", 3)


@dataclass(frozen=True)
class S3:
    """An S3-compatible server and the environment in which a command reaches it."""

    url: str

    @property
    def env(self) -> dict[str, str]:
        return {
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": self.url,
        }

    def fs(self) -> Any:
        import s3fs

        return s3fs.S3FileSystem(
            key="testing", secret="testing", endpoint_url=self.url, use_listings_cache=False, skip_instance_cache=True
        )

    def digests(self, folder: str) -> dict[str, str]:
        """sha256 of every object below a folder, by name."""
        fs = self.fs()
        return digests({name.removeprefix(f"{folder}/"): fs.cat_file(name) for name in fs.find(folder)})


def arguments(out: object, *options: object, recipe: tuple[object, ...] = RECIPE) -> list[str]:
    return [sys.executable, "generate.py", "make", *map(str, recipe), "-o", str(out), *map(str, options)]


def make(out: object, *options: object, env: Mapping[str, str] | None = None, recipe: tuple[object, ...] = RECIPE) -> str:
    """Run to the end; returns stderr."""
    done = run(out, *options, env=env, recipe=recipe)
    assert done.returncode == 0, done.stderr
    return done.stderr


def run(
    out: object, *options: object, env: Mapping[str, str] | None = None, recipe: tuple[object, ...] = RECIPE
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        arguments(out, *options, recipe=recipe),
        cwd=ROOT,
        env=os.environ | dict(env or {}),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def start(out: object, *options: object, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        arguments(out, *options),
        cwd=ROOT,
        env=os.environ | dict(env or {}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def until(true: Callable[[], object], process: subprocess.Popen[str], seconds: float = 120.0) -> None:
    """Wait for something to become true while a process runs."""
    deadline = time.monotonic() + seconds
    while not true():
        assert process.poll() is None, f"ended too early: {process.stderr.read() if process.stderr else ''}"
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


def one_line(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """The command refused: exit 2 and one line that holds these words."""
    lines = [line for line in done.stderr.splitlines() if not line.startswith(("make:", "check:", "verify:"))]
    assert (done.returncode, len(lines)) == (2, 1), done.stderr
    for word in words:
        assert word in lines[0], lines[0]


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}


def shards(folder: Path) -> int:
    return len(list(folder.glob("shards/*.parquet")))
