"""What a recipe would take: a few of its own samples are made and measured, and nothing is kept."""

from __future__ import annotations

import math
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from ..make_sample import Job, make_sample, planned_degradations
from ..model import Sample
from ..recipe import Recipe, job, within_quota
from ..registry import Registry
from ..store import write_shard
from .pool import Runner, tick

PROBES = 64  # samples, at most
MOST = 2000  # jobs that the probes are chosen from
LEAST = 12  # samples that each worker makes, however long they take
BUDGET = 8.0  # seconds of a processor that a worker spends on them, about
_GOLDEN = (math.sqrt(5) - 1) / 2


@dataclass(frozen=True, slots=True)
class Estimate:
    """seconds and bytes of the whole set; loading: seconds before a first sample; probes: samples that this rests on."""

    seconds: float
    loading: float
    bytes: float
    samples_per_second: float
    questions: float
    probes: int


Kind = str  # of a picture: what makes its bytes many or few, known before it is made


@dataclass(frozen=True, slots=True)
class _Probed:
    """seconds: of all samples; loading: before the first one; bytes: of each sample made, beside its kind.

    Seconds are those of a processor: on a machine that is busy with other things they say what this work takes.
    """

    seconds: float
    loading: float
    done: int
    bytes: tuple[tuple[Kind, float], ...]
    questions: int


def estimate(recipe: Recipe, registry: Registry, workers: int, runner: Runner) -> Estimate:
    """Time and bytes for this many workers, from samples of all parts of the recipe, alike in number for like parts."""
    some = _some(recipe, registry)
    numbers = _spread(some)
    teams = min(workers, len(numbers))
    own = time.process_time() if teams > 1 else 0.0  # before there are workers; a lone one has it in its own time
    found = list(runner(probe, [(recipe, numbers[w::teams]) for w in range(teams)], lambda n: None))
    done = sum(p.done for p in found)
    each = sum(p.seconds for p in found) / done
    loading = own + fmean(p.loading for p in found)
    busy = each * recipe.samples / min(workers, recipe.shards)
    sizes = [b for p in found for b in p.bytes]
    size = _mean_size(sizes, Counter(kind for kind, _ in some.values())) * recipe.samples * len(sizes) / done
    asked = sum(p.questions for p in found) / done * recipe.samples
    return Estimate(loading + busy, loading, size, recipe.samples / (loading + busy), asked, done)


def _mean_size(sizes: Sequence[tuple[Kind, float]], kinds: Counter[Kind]) -> float:
    """Bytes of a sample: the mean of each kind by how often it occurs, since a few grainy pictures outweigh many clean ones."""
    known: dict[Kind, list[float]] = {}
    for kind, size in sizes:
        known.setdefault(kind, []).append(size)
    total = sum(n for kind, n in kinds.items() if kind in known)
    return sum(n * fmean(known[kind]) for kind, n in kinds.items() if kind in known) / total if total else 0.0


def _some(recipe: Recipe, registry: Registry) -> dict[int, tuple[Kind, tuple[str, ...]]]:
    """Job numbers that stand for all, with their kind and what else makes jobs alike."""
    n = recipe.samples
    numbers = range(n) if n <= MOST else [int(n * (i + 0.5) / MOST) for i in range(MOST)]
    return {i: _alike(job(recipe, registry, i), registry) for i in numbers}


def _alike(job: Job, registry: Registry) -> tuple[Kind, tuple[str, ...]]:
    grain = "".join(str(d["severity"]) for d in planned_degradations(job, registry) if d["name"] == "noise")
    return f"{job.engine} {grain}", (job.template, str(job.request.difficulty), job.degrade)


def _spread(some: Mapping[int, tuple[Kind, tuple[str, ...]]]) -> list[int]:
    """Job numbers, any first few of which stand for all: evenly strewn over the jobs, sorted by what makes them alike."""
    alike = sorted(some, key=lambda i: some[i])
    strewn = [alike[int(len(alike) * ((i + 0.5) * _GOLDEN % 1))] for i in range(PROBES)]
    return list(dict.fromkeys(strewn))


def probe(recipe: Recipe, numbers: list[int]) -> _Probed:
    """Make these jobs, or as many as the budget allows; the first of an engine twice, since it also loads everything."""
    registry = Registry.load(recipe.plugins)
    todo = [job(recipe, registry, i) for i in numbers]
    firsts = {j.engine: j for j in todo}
    for first in firsts.values():
        make_sample(first, registry)
    samples: dict[str, tuple[Kind, Sample]] = {}
    done = 0
    start = time.process_time()
    for each in todo:
        if done >= LEAST and time.process_time() - start > BUDGET:
            break
        sample, _ = make_sample(each, registry)
        if sample is not None:
            samples[sample.id] = _alike(each, registry)[0], sample
        done += 1
        tick(1)
    kept, _ = within_quota([s for _, s in samples.values()], recipe.constraints, registry)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "shards").mkdir()
        info = write_shard(Path(folder), 0, "", kept, [])
    seconds = time.process_time() - start
    loading = max(0.0, start - len(firsts) * seconds / done)
    pictures = {id: sum(len(image.bytes) for image in s.images) for id, (_, s) in samples.items()}
    words = (info.bytes - sum(pictures.values())) / max(1, len(pictures))
    return _Probed(seconds, loading, done, tuple((samples[i][0], n + words) for i, n in pictures.items()), info.questions)
