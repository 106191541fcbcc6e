"""`transformers serve` as a process of its own, and the commands that are run against it."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path

from ..e2e.command import ROOT


class Served:
    """A server on loopback that can be killed and started again at the same port. model: the name that it serves."""

    def __init__(self, folder: Path, work: Path):
        self.model, self.work = str(folder), work
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def start(self, wait: bool = True) -> None:
        home = self.work / "hf"
        (home / "hub").mkdir(parents=True, exist_ok=True)  # without it the list of models is an error 500
        alone = {"HF_HOME": str(home), "HF_HUB_OFFLINE": "1", "CUDA_VISIBLE_DEVICES": "", "OMP_NUM_THREADS": "1"}
        command = [str(Path(sys.executable).parent / "transformers"), "serve", self.model, "--device", "cpu"]
        with (self.work / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--host", "127.0.0.1", "--port", str(self.port), "--log-level", "error"],
                env=os.environ | alone,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + 120
        while wait and not self.well():
            assert self.process.poll() is None and time.monotonic() < deadline, (self.work / "log").read_text()[-2000:]
            time.sleep(0.2)

    def well(self) -> bool:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=5) as reply:
            return bool(reply.status == 200)
        return False

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


def arguments(command: str, root: Path, *options: object) -> list[str]:
    return [sys.executable, "generate.py", command, str(root), *map(str, options)]


def start(command: str, root: Path, *options: object, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        arguments(command, root, *options),
        cwd=ROOT,
        env=os.environ | dict(env or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(command: str, root: Path, *options: object, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run to the end, whatever that is."""
    process = start(command, root, *options, env=env)
    told, said = process.communicate(timeout=7200)
    return subprocess.CompletedProcess(process.args, process.returncode, told, said)


def replies(cache: Path) -> int:
    """How many replies a run has in its cache, read without touching it."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"file:{cache}?mode=ro", uri=True)) as db:
        return int(db.execute("SELECT count(*) FROM replies").fetchone()[0])
    return 0
