"""The public functions that make and read samples: the same doors as the command, without files where none are needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .errors import BadInput
from .model import Sample
from .recipe import Recipe, checked, jobs, parse_data, parse_domains, recipe_from, within_quota
from .recipe.quota import targets
from .registry import Registry
from .run.task import made
from .schema import table
from .store import Location, SampleSet

# what the command line calls by another name than the recipe file
_NAMES = {
    "domain": "domains",
    "n": "samples",
    "template": "templates",
    "lang": "languages",
    "language": "languages",
    "plugin": "plugins",
}
_OF_FILES = ("exports",)


def make(
    domain: str | Mapping[str, float] | None = None, n: int | None = None, seed: int | None = None, **options: Any
) -> Iterator[Sample]:
    """The samples that `proofpress make` would store with these options, one after the other, in the set's order.

    domain: engines as on the command line ("NAME", "NAME=40,OTHER=60"), or shares by engine.  n: how many; 100 unless told.
    options: the other keys of a recipe file (docs/recipes.md), under the command line's names as well: template, difficulty,
    lang, text_load, degrade, data, split, plugin, image_format, …; None leaves an option as it is.  A sample that cannot be
    made is left out, as in a set.  BadInput, at once, for options that are unknown or cannot be met.
    """
    recipe = recipe_from(_keys({"domain": domain, "n": n, "seed": seed, **options}), Path(), "make")
    registry = Registry.load(recipe.plugins)
    return _samples(checked(recipe, registry), registry)


def open_set(path: str | Path | Location) -> SampleSet:
    """The set in a folder or at a URL: iterate it for its Samples, len() counts them, by_id(id) finds one."""
    return SampleSet(path if isinstance(path, str) else str(path))


def _keys(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options by the names that a recipe file has for them."""
    out: dict[str, Any] = {}
    for name, value in options.items():
        if value is None:
            continue
        key = _NAMES.get(name, name)
        if key in out:
            raise BadInput(f"make: {key} is given twice, the second time as {name!r}; keep one of them")
        if key in _OF_FILES:
            raise BadInput(f"make: {key} belong to a stored set; use the command `proofpress make`, or `proofpress export`")
        out[key] = value
    if isinstance(out.get("plugins"), Path):
        out["plugins"] = str(out["plugins"])
    if isinstance(out.get("domains"), str):
        out["domains"] = parse_domains(out["domains"])
    if "data" in out:
        tables = out["data"] if isinstance(out["data"], (list, tuple)) else [out["data"]]
        out["data"] = [_table(t) for t in tables]
    return out


def _table(entry: Any) -> Any:
    """A table as the command line writes it (FILE:ROLE=COLUMN,…), as a recipe file has it; other entries as they are."""
    if not isinstance(entry, (str, Path)):
        return entry
    data = parse_data(str(entry))
    roles: dict[str, list[str]] = {}
    for role, column in data.roles:
        roles.setdefault(role, []).append(column)
    return {"file": data.path, **roles}


def _samples(recipe: Recipe, registry: Registry) -> Iterator[Sample]:
    """Sample by sample; where forms or depths have shares, a shard at a time, since they are met within a shard."""
    for shard in range(recipe.shards):
        found = (made(job, registry)[0] for job in jobs(recipe, registry, shard))
        samples: Iterator[Sample] = (sample for sample in found if sample is not None)
        if targets(recipe.constraints):
            samples = iter(within_quota(list(samples), recipe.constraints, registry)[0])
        yield from map(_as_stored, samples)


def _as_stored(sample: Sample) -> Sample:
    """The sample as it is read back from a set, whose columns hold some numbers in single precision."""
    return Sample.from_record(table([sample]).to_pylist()[0])
