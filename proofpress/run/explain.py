"""What a recipe would take: a few of its own samples are made and measured, and nothing is kept."""

from __future__ import annotations

import math
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from ..make import Job, make_sample
from ..recipe import Recipe, job, trimmed
from ..registry import Registry
from ..store import write_shard
from .pool import Runner, tick

PROBES = 64  # samples, at most
BUDGET = 6.0  # seconds that a worker spends on them, about
_GOLDEN = (math.sqrt(5) - 1) / 2


@dataclass(frozen=True, slots=True)
class Estimate:
    """seconds and bytes of the whole set; probes: how many samples that rests on."""

    seconds: float
    bytes: float
    samples_per_second: float
    questions: float
    probes: int


@dataclass(frozen=True, slots=True)
class _Probed:
    seconds: float
    done: int
    made: int
    questions: int
    bytes: int


def estimate(recipe: Recipe, registry: Registry, workers: int, runner: Runner) -> Estimate:
    """Time and bytes for this many workers, from samples of all parts of the recipe, alike in number for like parts."""
    numbers = _spread(recipe, registry)
    teams = min(workers, len(numbers))
    start = time.monotonic()
    found = list(runner(probe, [(recipe, numbers[w::teams]) for w in range(teams)], lambda n: None))
    wall = time.monotonic() - start
    done, made = sum(p.done for p in found), sum(p.made for p in found)
    each = sum(p.seconds for p in found) / done
    idle = max(0.0, wall - max(p.seconds for p in found))  # starting, and what each worker does once
    busy = each * recipe.samples / min(workers, recipe.shards)
    size = sum(p.bytes for p in found) / max(1, made) * (made / done) * recipe.samples
    asked = sum(p.questions for p in found) / done * recipe.samples
    return Estimate(idle + busy, size, recipe.samples / (idle + busy), asked, done)


def _spread(recipe: Recipe, registry: Registry) -> list[int]:
    """Job numbers, any first few of which stand for all: evenly strewn over the jobs, sorted by what makes them alike."""
    n = recipe.samples
    some = range(n) if n <= 2000 else [int(n * (i + 0.5) / 2000) for i in range(2000)]
    alike = sorted(some, key=lambda i: _kind(job(recipe, registry, i)))
    strewn = [alike[int(len(alike) * ((i + 0.5) * _GOLDEN % 1))] for i in range(PROBES)]
    return list(dict.fromkeys(strewn))


def _kind(job: Job) -> tuple[str, str, int, str]:
    return job.engine, job.template, job.request.difficulty, job.degrade


def probe(recipe: Recipe, numbers: list[int]) -> _Probed:
    """Make these jobs, or as many as the budget allows; the first one is made twice, since it also loads everything."""
    registry = Registry.load(recipe.plugins)
    todo = [job(recipe, registry, i) for i in numbers]
    for first in {j.engine: j for j in todo}.values():
        make_sample(first, registry)
    samples = []
    done = 0
    start = time.monotonic()
    for each in todo:
        if done >= 2 and time.monotonic() - start > BUDGET:
            break
        sample, _ = make_sample(each, registry)
        samples += [sample] if sample is not None else []
        done += 1
        tick(1)
    samples, _ = trimmed(samples, recipe.wish, registry)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "shards").mkdir()
        info = write_shard(Path(folder), 0, "", samples, [])
    return _Probed(time.monotonic() - start, done, len(samples), info.questions, info.bytes)
