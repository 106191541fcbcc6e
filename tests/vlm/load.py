"""python -m tests.vlm.load URL SAMPLES QUESTIONS OUT: a pass over pictures of 800x600, timed; one JSON object on stdout.

Meant to be pinned to one core, with the server on another (tests/vlm/test_throughput.py, benchmarks).
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image as Pictures

from proofpress.model import Answer, Image, Question, Sample
from proofpress.store import SetHeader, close_set, fingerprint, open_set, write_shard
from proofpress.vlm.backend import BackendOptions, make_backend
from proofpress.vlm.passes import Asker, Passed
from proofpress.vlm.run import run_pass

from .passes_for_tests import Look


def picture(number: int) -> bytes:
    """800x600, about as large as a chart's PNG; no two alike."""
    rng = np.random.default_rng(number)
    pixels = np.full((600, 800, 3), 255, np.uint8)
    for x in range(20, 780, 20):
        pixels[int(rng.integers(50, 550)) : 580, x : x + 14] = rng.integers(0, 255, 3)
    pixels[:110, :140] = rng.integers(0, 255, (110, 140, 3))  # noise: bytes that do not compress
    sink = io.BytesIO()
    Pictures.fromarray(pixels).save(sink, "PNG", compress_level=1)
    return sink.getvalue()


def write_set(root: Path, samples: int, questions: int, shard_size: int = 30) -> None:
    asked = tuple(
        Question(f"q{n}", "open", f"What is the value of the bar number {n} from the left?", Answer("number", n, str(n)))
        for n in range(questions)
    )
    header = SetHeader({"domains": {}}, {}, fingerprint({"domains": {}}, {}))
    open_set(root, header)
    infos = []
    for shard in range(-(-samples // shard_size)):
        rows = []
        for n in range(shard * shard_size, min((shard + 1) * shard_size, samples)):
            image = Image(picture(n), f"{n}.png")
            rows.append(
                Sample(f"load-{n:016x}", "load", "1", "load/one", "en", "train", n, (image,), 800, 600, questions=asked)
            )
        infos.append(write_shard(root, shard, header.fingerprint, rows, []))
    close_set(root, header, infos)


class Watched(Look):
    """`Look`, with the resident memory noted after each sample."""

    resident: list[float] = []  # noqa: RUF012 - one process, one run

    async def sample(self, sample: Sample, ask: Asker) -> Passed:
        passed = await super().sample(sample, ask)
        self.resident.append(resident())
        return replace(passed)


def resident() -> float:
    """MiB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20


def measure(url: str, root: Path, out: Path) -> Mapping[str, Any]:
    backend = make_backend("openai", BackendOptions("scripted", url, concurrency=64))
    look = Watched()
    cpu, wall = time.process_time(), time.monotonic()
    ran = run_pass(root, out, look, backend, 64, quiet=True)
    cpu, wall = time.process_time() - cpu, time.monotonic() - wall
    tenth = len(look.resident) // 10
    return {
        "requests": ran.requests,
        "seconds": round(wall, 2),
        "cpu_seconds": round(cpu, 2),
        "requests_per_second": round(ran.requests / wall, 1),
        "requests_per_cpu_second": round(ran.requests / cpu, 1),
        "memory_first": round(max(look.resident[2 * tenth : 5 * tenth]), 1),
        "memory_last": round(max(look.resident[-2 * tenth :]), 1),
    }


if __name__ == "__main__":
    url, samples, questions, folder = sys.argv[1:]
    write_set(Path(folder) / "set", int(samples), int(questions))
    print(json.dumps(measure(url, Path(folder) / "set", Path(folder) / "out")))
