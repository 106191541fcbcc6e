"""A pass over a set: read in order, asked side by side across the borders of shards, written shard by shard.

What is begun at a time is bounded, so memory does not grow with the set.  Whole shards are kept when a run is taken up again,
and replies that were had are in the cache: the bytes do not depend on concurrency or interruptions.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import BadInput
from ..run.progress import Meter
from ..store import (
    Location,
    SampleSet,
    SetHeader,
    ShardInfo,
    close_set,
    fingerprint,
    is_local,
    open_set,
    shard_name,
    tally_of,
    whole_shard,
)
from ..store.shards import number_of
from ..version import __version__
from .backend import Backend
from .cache import NAME, Cache
from .job import PassJob
from .passes import Pass


@dataclass(frozen=True, slots=True)
class Ran:
    """What a pass left behind. counts: of the whole set, as the pass kept them; the rest is of this run alone.

    requests: asks that went to the model; cached: those answered before; troubles: asks that ended without a reply, by kind;
    met: troubles met on the way, those that a second try mended included (where the backend counts them); made: samples done.
    report: what a backend in this process says of its speed.
    """

    root: Location
    samples: int
    questions: int
    dropped: int
    counts: Mapping[str, int]
    requests: int
    cached: int
    troubles: Mapping[str, int]
    met: Mapping[str, int]
    made: int
    seconds: float
    report: Mapping[str, float] = field(default_factory=dict)


def run_pass(
    root: str | Location,
    out: Location,
    pass_: Pass,
    backend: Backend,
    concurrency: int = 64,
    cache: Path | None = None,
    quiet: bool = False,
) -> Ran:
    """The pass over the set in `root`, into the set in `out`, or the rest of it. The backend is closed at the end."""
    held = SampleSet(root)
    if not held.complete:
        raise BadInput(f"{held.root}: the set is not finished; run its `make` command again to go on, then this one")
    if str(out) == str(held.root):
        raise BadInput(f"output {out}: is the set itself; choose another folder")
    if cache is None and not is_local(out):
        raise BadInput(f"output {out}: is no folder of this machine; add --cache FILE for the replies")
    header = passed_header(held, pass_, backend.model)
    whole = _whole(out, header, held)
    replies = Cache(cache or Path(str(out)) / NAME)
    try:
        job = PassJob(held, out, header, pass_, backend, replies, concurrency, whole)
        return asyncio.run(_run(job, quiet))
    finally:
        replies.close()


def passed_header(held: SampleSet, pass_: Pass, model: str) -> SetHeader:
    """How the output set is made: as its input was, and then passed.  BadInput where the pass knows none of its languages."""
    recipe, versions = held.header["recipe"], held.header["versions"]
    spoken = languages_of(recipe)
    if spoken and not spoken & pass_.languages:
        known = ", ".join(sorted(pass_.languages))
        raise BadInput(
            f"{held.root}: is in {', '.join(sorted(spoken))}, and {pass_.name} has data for {known} only (templates/prompts); "
            f"make a set in {known}"
        )
    entry = {
        "name": pass_.name,
        "model": model,
        "settings": dict(pass_.settings),
        "input": held.header["fingerprint"],
        "proofpress": __version__,
    }
    recipe = json.loads(json.dumps({**recipe, "passes": [*recipe.get("passes", ()), entry]}))
    return SetHeader(recipe, versions, fingerprint(recipe, versions))


def languages_of(recipe: Mapping[str, Any]) -> set[str]:
    """The languages that a recorded recipe asks for; none where it does not say."""
    return set((recipe.get("mixes") or {}).get("language") or recipe.get("languages") or ())


def _whole(out: Location, header: SetHeader, held: SampleSet) -> dict[int, ShardInfo]:
    """The shards that need not be passed again, after the output was opened."""
    there = open_set(out, header)
    known, numbers = there.known or {}, {number_of(p.name) for p in held.paths}
    found = {i: whole_shard(out, i, header.fingerprint, known.get(i)) for i in sorted(there.present & numbers)}
    return {i: info for i, info in found.items() if info is not None}


async def _run(job: PassJob, quiet: bool) -> Ran:
    start = asyncio.get_running_loop().time()
    try:
        with Meter(job.pass_.name, sum(job.sizes.values()), job.done, quiet) as meter:
            await job.run(meter)
    finally:
        await job.backend.close()
    counts = close_set(job.out, job.header, [job.whole[i] for i in job.numbers])
    tally: Counter[str] = Counter()
    for i in job.numbers:
        tally.update(tally_of(job.out / shard_name(i)))
    return Ran(
        job.out,
        **counts,
        counts=dict(sorted(tally.items())),
        requests=job.asker.asked,
        cached=job.asker.cached,
        troubles=dict(sorted(job.asker.troubles.items())),
        met=dict(sorted(getattr(job.backend, "troubles", {}).items())),
        made=job.made,
        seconds=asyncio.get_running_loop().time() - start,
        report=job.backend.report() if hasattr(job.backend, "report") else {},
    )
