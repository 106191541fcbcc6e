"""`make nightly`: 2,000 samples of every engine, made three ways, compared byte by byte and checked by both roads.

One worker; two workers; two workers, killed three times with SIGKILL and resumed.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time

from proofpress.registry import Registry

from .command import ROOT, bytes_of

OUT = ROOT / "out" / "nightly"
N, SHARD = 2000, 125


def command(name: str, workers: int) -> list[str]:
    domains = ",".join(Registry.load().engines())
    options = ["--domain", domains, "-n", N, "--seed", 7, "--shard-size", SHARD, "--workers", workers, "-o", OUT / name]
    return [sys.executable, "generate.py", "make", *map(str, options)]


def run_and_kill(name: str, shards: int) -> None:
    process = subprocess.Popen(command(name, 2), cwd=ROOT)
    while len(list((OUT / name).glob("shards/*.parquet"))) < shards and process.poll() is None:
        time.sleep(0.2)
    if process.poll() is not None:
        sys.exit(f"{name}: ended with {process.returncode} before it could be killed at {shards} shards")
    process.send_signal(signal.SIGKILL)
    process.wait()
    print(f"{name}: killed at {shards} shards")


def main() -> int:
    shutil.rmtree(OUT, ignore_errors=True)
    for name, workers in (("one", 1), ("two", 2)):
        subprocess.run(command(name, workers), cwd=ROOT, check=True)
    for shards in (2, 6, 11):
        run_and_kill("killed", shards)
    subprocess.run(command("killed", 2), cwd=ROOT, check=True)
    same = bytes_of(OUT / "one") == bytes_of(OUT / "two") == bytes_of(OUT / "killed")
    print("every byte is equal" if same else "THE SETS DIFFER")
    checked = subprocess.run([sys.executable, "generate.py", "check", str(OUT / "two")], cwd=ROOT, check=False)
    return max(checked.returncode, 0 if same else 1)


if __name__ == "__main__":
    sys.exit(main())
