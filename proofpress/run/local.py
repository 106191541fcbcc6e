"""Make a set on this machine: whole shards are kept, the missing ones are made, and the set is closed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..recipe import Recipe, checked
from ..registry import Registry
from ..store import SetHeader, ShardInfo, close_set, fingerprint, open_set, whole_shard
from . import pool
from .progress import Meter
from .task import make_shard, single_threaded


@dataclass(frozen=True, slots=True)
class Made:
    """What a run left behind: counts of the whole set, seconds of this run, and how many samples it had to make."""

    root: Path
    samples: int
    questions: int
    dropped: int
    seconds: float
    made: int


def make_set(recipe: Recipe, root: Path, workers: int = 1, quiet: bool = False) -> Made:
    """Make the recipe's set in `root`, or the rest of it. The bytes do not depend on workers, order or interruptions."""
    start = time.monotonic()
    registry = Registry.load(recipe.plugins)
    recipe = checked(recipe, registry)
    canonical, versions = recipe.canonical(), registry.versions(recipe.domains)
    header = SetHeader(canonical, versions, fingerprint(canonical, versions))
    known = open_set(root, header)
    found = {i: whole_shard(root, i, header.fingerprint) for i in range(recipe.shards)}
    whole = {i: info for i, info in found.items() if info and known.get(info.name, info.sha256) == info.sha256}
    missing = [i for i in range(recipe.shards) if i not in whole]
    done = sum(len(recipe.rows(i)) for i in whole)
    with Meter("make", recipe.samples, done, quiet) as meter:
        for info in _shards(root, recipe, header.fingerprint, missing, workers, meter, done):
            whole[int(info.name.split(".")[0])] = info
    counts = close_set(root, header, [whole[i] for i in range(recipe.shards)])
    return Made(root, **counts, seconds=time.monotonic() - start, made=recipe.samples - done)


def _shards(
    root: Path, recipe: Recipe, mark: str, missing: list[int], workers: int, meter: Meter, done: int
) -> Iterator[ShardInfo]:
    if workers <= 1 or len(missing) <= 1:
        single_threaded()
        made = done

        def tick(n: int) -> None:
            nonlocal made
            made += n
            meter.show(made)

        for shard in missing:
            yield make_shard(root, recipe, mark, shard, tick)
    else:
        calls = [(root, recipe, mark, shard, pool.tick) for shard in missing]
        yield from pool.run_all(make_shard, calls, workers, lambda n: meter.show(done + n))
