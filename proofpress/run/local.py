"""Make a set: whole shards are kept, the missing ones are made, and the set is closed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import BadInput
from ..recipe import Recipe, checked
from ..registry import Registry
from ..store import Held, Location, SetHeader, ShardInfo, close_set, fingerprint, lives_here_only, open_set
from . import pool
from .pool import Runner, processes, run_here
from .progress import Meter
from .task import make_shard, verify_shard

_FEW = 64  # so many shards are verified before a worker has started


@dataclass(frozen=True, slots=True)
class MadeSet:
    """What a run left behind: counts of the whole set, seconds of this run, and how many samples it had to make."""

    root: Location
    samples: int
    questions: int
    dropped: int
    seconds: float
    made: int


def make_set(recipe: Recipe, root: Location, workers: int = 1, quiet: bool = False, runner: Runner | None = None) -> MadeSet:
    """Make the recipe's set in `root`, or the rest of it. The bytes do not depend on workers, order or interruptions.

    runner: who makes the shards; `workers` processes of this machine unless given.
    """
    start = time.monotonic()
    registry = Registry.load(recipe.plugins)
    recipe = checked(recipe, registry)
    canonical, versions = recipe.canonical(), registry.versions(recipe.domains)
    header = SetHeader(canonical, versions, fingerprint(canonical, versions))
    if lives_here_only(root):
        if runner is not None:
            raise BadInput(f"output {root}: lives in this process alone, where no other worker can write; give another URL")
        runner = run_here
    runner = runner or processes(workers)
    whole = _whole(root, header.fingerprint, open_set(root, header), recipe.shards, runner, quiet)
    missing = [i for i in range(recipe.shards) if i not in whole]
    done = sum(len(recipe.rows(i)) for i in whole)
    with Meter("make", recipe.samples, done, quiet) as meter:
        calls = [(root, recipe, header, shard, pool.tick) for shard in missing]
        for info in runner(make_shard, calls, lambda n: meter.show(done + n)):
            whole[int(info.name.split(".")[0])] = info
    counts = close_set(root, header, [whole[i] for i in range(recipe.shards)])
    return MadeSet(root, **counts, seconds=time.monotonic() - start, made=recipe.samples - done)


def _whole(root: Location, mark: str, held: Held, shards: int, runner: Runner, quiet: bool) -> dict[int, ShardInfo]:
    """The shards that need not be made. All that are there are read again: at scale that is work for every worker."""
    known = held.known or {}
    calls: Sequence[tuple[Any, ...]]
    calls = [(root, i, mark, known.get(i), pool.tick) for i in sorted(held.present) if i < shards]
    if len(calls) <= _FEW:
        return {i: info for i, info in run_here(verify_shard, calls, lambda n: None) if info}
    with Meter("verify", len(calls), 0, quiet) as meter:
        return {i: info for i, info in runner(verify_shard, calls, meter.show) if info}
