"""The list of jobs that follows from a recipe and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from ..engine import Request
from ..make_sample import Job
from ..registry import Registry
from ..seeds import stream
from .allocate import BLOCK, Allocator, Allotment, Mix, between, normal, shares
from .check import able, pool, spoken
from .model import Recipe


@lru_cache(maxsize=4)
def _counts(weights: tuple[float, ...], n: int) -> tuple[int, ...]:
    return tuple(shares(weights, n))


@lru_cache(maxsize=4)
def _order(weights: tuple[float, ...], n: int, start: int, stop: int) -> tuple[NDArray[np.int16], NDArray[np.int64]]:
    """For each of the jobs start..stop of n: which engine it goes to, and the how-manieth of that engine it is.

    Engines are spread evenly: the k-th of c jobs stands at (k + 1/2) / c, and jobs are taken from left to right.  Up to place x
    there are n x jobs, give or take half a job an engine; so only those near the range are looked at, however large n is.
    """
    counts = _counts(weights, n)
    slack = len(counts) + 1
    left, right = (start - slack) / n, (stop + slack) / n
    first = [min(c, max(0, int(left * c) - 1)) for c in counts]
    last = [min(c, max(0, int(right * c) + 2)) for c in counts]
    which = np.repeat(np.arange(len(counts), dtype=np.int16), np.subtract(last, first))
    nth = np.concatenate([np.arange(a, b) for a, b in zip(first, last, strict=True)])
    place = (nth + 0.5) / np.asarray(counts, float)[which]
    order = np.lexsort((which, place))[start - sum(first) : stop - sum(first)]
    return which[order], nth[order]


def job(recipe: Recipe, registry: Registry, index: int) -> Job:
    """Job number `index` of a checked recipe; it depends on the recipe and the number only."""
    if recipe.allocated:
        first = index - index % BLOCK
        return _allocated(recipe, registry, first)[index - first]
    names = sorted(recipe.domains)
    which, nth = _order(tuple(recipe.domains[n] for n in names), recipe.samples, index, index + 1)
    return _drawn(recipe, registry, names[which[0]], int(nth[0]))


def jobs(recipe: Recipe, registry: Registry, shard: int) -> list[Job]:
    """The jobs of one shard."""
    rows = recipe.rows(shard)
    if not recipe.allocated:
        names = sorted(recipe.domains)
        which, nth = _order(tuple(recipe.domains[n] for n in names), recipe.samples, rows.start, rows.stop)
        return [_drawn(recipe, registry, names[e], int(k)) for e, k in zip(which, nth, strict=True)]
    out: list[Job] = []
    for first in range(rows.start - rows.start % BLOCK, rows.stop, BLOCK):
        block = _allocated(recipe, registry, first)
        out += block[max(0, rows.start - first) : rows.stop - first]
    return out


def _drawn(recipe: Recipe, registry: Registry, engine: str, nth: int) -> Job:
    """A job where nothing is mixed: templates come in shuffled rounds, so the n-th sample of a template is the same
    whatever else the recipe makes; the rest is drawn."""
    names = pool(recipe, registry, engine)
    turn, place = divmod(nth, len(names))
    order = stream(recipe.seed, "templates", recipe.split, engine, turn).permutation(len(names))
    template = names[int(order[place])]
    rng = stream(recipe.seed, "request", recipe.split, engine, template, turn)
    low, high = recipe.difficulty
    languages = spoken(recipe, registry, f"{engine}/{template}")
    request = Request(
        difficulty=int(rng.integers(low, high + 1)),
        language=languages[int(rng.integers(len(languages)))],
        text_load=recipe.text_load,
        data=recipe.data,
        constraints=recipe.constraints,
    )
    return Job(engine, template, turn, recipe.seed, recipe.split, request, recipe.degrade, recipe.image_format)


# --- allocated jobs ---------------------------------------------------------------------------------------------------
_blocks: dict[tuple[int, int], tuple[Recipe, list[Job]]] = {}  # the last block allocated, by the recipe's identity


def _allocated(recipe: Recipe, registry: Registry, first: int) -> list[Job]:
    """The jobs of the block that begins at number `first`."""
    key = (id(recipe), first)
    if key not in _blocks:
        _blocks.clear()
        _blocks[key] = recipe, _allocate_block(recipe, registry, first)  # the recipe is kept, so that its id stays its own
    return _blocks[key][1]


def _allocate_block(recipe: Recipe, registry: Registry, first: int) -> list[Job]:
    names = sorted(recipe.domains)
    until = min(first + BLOCK, recipe.samples)
    which, nth = _order(tuple(recipe.domains[n] for n in names), recipe.samples, first, until)
    allocator = Allocator(stream(recipe.seed, "deal", recipe.split, first))
    common = [_axis(name, mix, first, until) for name, mix in common_mixes(recipe).items()]
    speaking = partial(_speaking, recipe, registry)
    common = [replace(mix, fits=speaking) if mix.name == "language" else mix for mix in common]
    own = {}
    for e, engine in enumerate(names):
        here = nth[which == e]
        if len(here):
            own[engine] = _own_axes(recipe, registry, engine, int(here[0]), int(here[-1]) + 1)
    out = []
    for e, k in zip(which, nth, strict=True):
        engine = names[e]
        allotment = allocator.allotment([*own[engine], *common], {"engine": engine})
        out.append(_job(recipe, engine, int(k), allotment))
    return out


def common_mixes(recipe: Recipe) -> dict[str, Mapping[str, float]]:
    """What every job is allotted, with its weights."""
    low, high = recipe.difficulty
    plain: dict[str, Mapping[str, float]] = {
        "split": {recipe.split: 1.0},
        "difficulty": {str(d): 1.0 for d in range(low, high + 1)},
        "language": dict.fromkeys(recipe.languages, 1.0),
        "degrade": {recipe.degrade: 1.0},
    }
    if recipe.text_load:
        plain["text_load"] = {recipe.text_load: 1.0}
    if recipe.data:
        plain["data"] = {str(n): 1.0 for n in range(len(recipe.data))}
    return plain | {k: v for k, v in recipe.mixes.items() if k != "template"}


def template_mix(recipe: Recipe, registry: Registry, engine: str) -> dict[str, float]:
    """The weights of an engine's templates, by name."""
    weights = recipe.mixes.get("template", {})
    return {name: weights.get(f"{engine}/{name}", 1.0) for name in pool(recipe, registry, engine)}


def _axis(name: str, mix: Mapping[str, float], before: int, until: int) -> Mix:
    part = normal(mix)
    return Mix(name, part, between(part, before, until))


def _own_axes(recipe: Recipe, registry: Registry, engine: str, before: int, until: int) -> list[Mix]:
    """What the jobs of one engine are allotted: its template, then its options, among what the template can do."""
    out = [_axis("template", template_mix(recipe, registry, engine), before, until)]
    for option, mix in recipe.options.get(engine, {}).items():
        part = normal(mix)
        fits = partial(_fits, registry, engine, option, tuple(part))
        out.append(Mix(f"{engine}/{option}", part, between(part, before, until), fits))
    return out


def _fits(registry: Registry, engine: str, option: str, values: tuple[str, ...], allotment: Allotment) -> list[str]:
    return able(registry, f"{engine}/{allotment['template']}", option, values)


def _speaking(recipe: Recipe, registry: Registry, allotment: Allotment) -> tuple[str, ...]:
    return spoken(recipe, registry, f"{allotment['engine']}/{allotment['template']}")


def _job(recipe: Recipe, engine: str, nth: int, allotment: Allotment) -> Job:
    request = Request(
        difficulty=int(allotment["difficulty"]),
        language=allotment["language"],
        text_load=allotment.get("text_load"),
        data=(recipe.data[int(allotment["data"])],) if recipe.data else (),
        options={k.split("/")[1]: v for k, v in allotment.items() if "/" in k},
        constraints=recipe.constraints,
    )
    return Job(
        engine, allotment["template"], nth, recipe.seed, allotment["split"], request, allotment["degrade"], recipe.image_format
    )
