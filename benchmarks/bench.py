"""How fast: `make bench`.

For each engine, on one core: samples per CPU-second (median of three runs, each in a process of its own, after a warm-up),
milliseconds a sample by stage, bytes and questions a sample, and the peak memory.  Then how much faster two workers are than
one, start of the processes included.  CPU time, not wall time, so that a busy machine does not lie.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing as mp
import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[_name] = "1"

STAGES = ("plan", "facts", "draw", "reason", "check", "encode", "store")
WARM_UP = 10
RUNS = 3


def measure(engine: str, n: int, plugins: tuple[str, ...], seed: int) -> dict[str, Any]:
    """One run on one core, in this process: CPU seconds, stages and sizes of n samples."""
    from proofpress.make_sample import make_sample
    from proofpress.recipe import Recipe, job
    from proofpress.registry import Registry
    from proofpress.run.task import single_threaded
    from proofpress.store import write_shard

    single_threaded()
    registry = Registry.load(plugins)
    recipe = Recipe({engine: 1.0}, samples=n + WARM_UP, seed=seed, plugins=plugins)
    clock: dict[str, float] = {}
    folder = Path(tempfile.mkdtemp(prefix="proofpress-bench-"))
    (folder / "shards").mkdir()
    warm = [s for i in range(WARM_UP) if (s := make_sample(job(recipe, registry, i), registry)[0])]
    write_shard(folder, 0, "warm-up", warm, [])
    start = time.process_time()
    try:
        samples = [s for i in range(WARM_UP, n + WARM_UP) if (s := make_sample(job(recipe, registry, i), registry, clock)[0])]
        stored = time.process_time()
        size = write_shard(folder, 0, "bench", samples, []).bytes
        clock["store"] = time.process_time() - stored
    finally:
        shutil.rmtree(folder)
    return {
        "cpu": time.process_time() - start,
        "samples": len(samples),
        "questions": sum(len(s.questions) for s in samples),
        "bytes": size,
        "pixels": sum(s.width * s.height for s in samples),
        "stages": clock,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _measured(args: tuple[str, int, tuple[str, ...], int]) -> dict[str, Any]:
    return measure(*args)


def one_core(engine: str, n: int, plugins: tuple[str, ...]) -> dict[str, Any]:
    """Three runs, each in a fresh process; the one with the median rate."""
    runs = []
    for seed in range(RUNS):
        with mp.get_context("spawn").Pool(1) as pool:
            runs.append(pool.map(_measured, [(engine, n, plugins, seed)])[0])
    rate = statistics.median(r["samples"] / r["cpu"] for r in runs)
    run = next(r for r in runs if r["samples"] / r["cpu"] == rate)
    kept = run["samples"]
    return {
        "engine": engine,
        "samples_per_cpu_second": round(rate, 1),
        "ms_by_stage": {s: round(1000 * run["stages"].get(s, 0.0) / kept, 2) for s in STAGES},
        "questions_per_sample": round(run["questions"] / kept, 2),
        "bytes_per_sample": round(run["bytes"] / kept),
        "pixels_per_sample": round(run["pixels"] / kept),
        "peak_mb": round(max(r["peak_mb"] for r in runs)),
    }


def scaling(engines: list[str], n: int, plugins: tuple[str, ...]) -> float:
    """Wall seconds of the same set with one worker, over those with two; both start their processes."""
    from proofpress.recipe import Recipe
    from proofpress.run.local import make_set

    recipe = Recipe(dict.fromkeys(engines, 1.0), samples=n, seed=1, plugins=plugins, shard_size=max(8, n // 16))
    seconds = []
    for workers in (1, 2):
        folder = Path(tempfile.mkdtemp(prefix="proofpress-bench-"))
        try:
            seconds.append(make_set(recipe, folder / "set", workers, quiet=True).seconds)
        finally:
            shutil.rmtree(folder)
    return seconds[0] / seconds[1]


def main() -> int:
    from proofpress.registry import Registry

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("engines", nargs="*", help="engines; all installed ones unless told")
    parser.add_argument("-n", type=int, default=100, help="samples a run (100)")
    parser.add_argument("--plugin", action="append", default=[], help="a plug-in folder")
    parser.add_argument("--no-scaling", action="store_true", help="leave out the ratio of two workers to one")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    args = parser.parse_args()
    plugins = tuple(args.plugin)
    names = args.engines or Registry.load(plugins).engines()
    rows = [one_core(name, args.n, plugins) for name in names]
    ratio = None if args.no_scaling or (os.cpu_count() or 1) < 2 else round(scaling(names, 20 * args.n, plugins), 2)
    if args.json:
        print(json.dumps({"engines": rows, "two_workers_to_one": ratio}))
        return 0
    for row in rows:
        print(f"\n{row['engine']}: {row['samples_per_cpu_second']} samples per CPU-second on one core (median of {RUNS})")
        print("  ms a sample   " + "  ".join(f"{s} {ms}" for s, ms in row["ms_by_stage"].items()))
        print(f"  a sample      {row['questions_per_sample']} questions, {row['bytes_per_sample']:,} bytes, "
              f"{row['pixels_per_sample']:,} pixels")  # fmt: skip
        print(f"  peak memory   {row['peak_mb']} MB")
    if ratio is not None:
        print(f"\ntwo workers make the same set {ratio} times as fast as one")
    return 0


if __name__ == "__main__":
    sys.exit(main())
