"""Serving a set as a person would, and asking the page how long it takes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.request import urlopen

from .command import ROOT


@dataclass(frozen=True)
class Served:
    url: str
    process: subprocess.Popen[str]
    seconds: float  # from the command's start to a whole first page of samples
    cpu: float  # the processor's share of it

    def ask(self, path: str) -> Any:
        with urlopen(f"{self.url}{path}", timeout=30) as answer:
            return json.load(answer)

    def timed(self, path: str) -> float:
        """Seconds until the whole answer is there."""
        start = monotonic()
        with urlopen(f"{self.url}{path}", timeout=30) as answer:
            answer.read()
        return monotonic() - start


def busy() -> bool:
    """Whether others use the machine so much that a clock on the wall says more of them than of us."""
    return os.getloadavg()[0] > 1.5 * (os.cpu_count() or 1)


def cpu_seconds(pid: int) -> float:
    """The processor time that a process has used so far (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(root: Path, *options: object, cache: Path | None = None) -> Iterator[Served]:
    """`proofpress view ROOT` in a process of its own, on a free port; it is stopped by its id."""
    start = monotonic()
    command = [sys.executable, str(ROOT / "generate.py"), "view", str(root), "--port", "0", *map(str, options)]
    env = os.environ | {"XDG_CACHE_HOME": str(cache or root.parent / "cache")}
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=root.parent)
    try:
        assert process.stdout is not None and process.stderr is not None
        line = process.stdout.readline()
        found = re.search(r"http://\S+?:\d+", line)
        assert found, line + process.stderr.read()
        page = Served(found[0], process, 0.0, 0.0)
        assert page.ask("/api/samples")["cards"]
        yield Served(page.url, process, monotonic() - start, cpu_seconds(process.pid))
    finally:
        process.terminate()
        process.wait(10)


def make(out: Path, *options: object) -> Path:
    """A real set, made by the command."""
    command = [sys.executable, str(ROOT / "generate.py"), "make", "-o", str(out), "--workers", "1", *map(str, options)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return out
