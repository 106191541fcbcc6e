"""One shard, start to end: the function that every runner calls."""

from __future__ import annotations

import gc
import os
import platform
from collections.abc import Callable

from ..errors import BadInput
from ..make_sample import Drop, Job, make_sample
from ..model import Sample
from ..recipe import Recipe, jobs, within_quota
from ..registry import Registry, brief
from ..store import Location, SetHeader, ShardInfo, difference, fingerprint, whole_shard, write_shard


def single_threaded() -> None:
    """One process, one core: work scales by processes, and thread pools under them only get in each other's way."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"):
        os.environ[name] = "1"
    import cv2
    import pyarrow as pa

    cv2.setNumThreads(1)
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    gc.freeze()  # what is imported lives as long as the process: the collector need not walk it again and again
    gc.set_threshold(20_000, 20, 20)


def made(job: Job, registry: Registry) -> tuple[Sample | None, list[Drop]]:
    """As `make_sample`; BadInput names the engine that fails."""
    try:
        return make_sample(job, registry)
    except BadInput:
        raise
    except Exception as error:
        cause = error.__cause__ or error
        where = f"engine {job.engine!r} fails on template {job.template!r}, number {job.index}"
        raise BadInput(f"{where}: {brief(cause)}") from error


def make_shard(root: Location, recipe: Recipe, header: SetHeader, shard: int, tick: Callable[[int], None]) -> ShardInfo:
    """Make and write one shard of a set; `tick(1)` after each job. BadInput names the engine that fails."""
    registry = Registry.load(recipe.plugins)
    _same_here(recipe, registry, header)
    samples, drops = [], []
    for job in jobs(recipe, registry, shard):
        sample, dropped = made(job, registry)
        if sample is not None:
            samples.append(sample)
        drops += [d.to_record() for d in dropped]
        tick(1)
    samples, spare = within_quota(samples, recipe.constraints, registry)
    drops += [d.to_record() for d in spare]
    return write_shard(root, shard, header.fingerprint, samples, drops)


_compared: set[str] = set()


def _same_here(recipe: Recipe, registry: Registry, header: SetHeader) -> None:
    """A worker on another machine must have the same engines, templates and data as the run was started with."""
    if header.fingerprint in _compared:
        return
    mine = SetHeader(recipe.canonical(), registry.versions(recipe.domains), header.fingerprint)
    if fingerprint(mine.recipe, mine.versions) != header.fingerprint:
        held = {"recipe": mine.recipe, "versions": mine.versions}
        raise BadInput(
            f"machine {platform.node()} would make another set ({difference(held, header)}); install the same everywhere"
        )
    _compared.add(header.fingerprint)


def verify_shard(
    root: Location, shard: int, mark: str, known: ShardInfo | None, tick: Callable[[int], None]
) -> tuple[int, ShardInfo | None]:
    """The number of a shard, and what is known of it when it is whole."""
    info = whole_shard(root, shard, mark, known)
    tick(1)
    return shard, info
