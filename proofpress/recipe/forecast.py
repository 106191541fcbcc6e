"""What a recipe would make, counted before anything is made; and what a finished set lacks of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ..make_sample import TEXT_LOAD_WEIGHTS, TEXT_LOADS, Job, sample_id
from ..registry import Registry
from .allocate import normal, shares
from .jobs import jobs
from .model import Recipe
from .quota import targets

MOST = 20_000  # of more jobs, the first so many are counted
POINTS = 2.0  # percentage points that a share may be off

Counts = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Unmet:
    """A share that the set falls short of: percent of the samples (or questions) asked and made."""

    mix: str
    value: str
    asked: float
    made: float

    def __str__(self) -> str:
        return f"asked {self.asked:.0f} % {self.value} ({self.mix}), made {self.made:.0f} %: these templates have few"


def features(job: Job) -> dict[str, str]:
    """What one job was allotted, by the name of the mix."""
    r = job.request
    found = {
        "engine": job.engine,
        "template": f"{job.engine}/{job.template}",
        "split": job.split,
        "difficulty": str(r.difficulty),
        "language": r.language,
        "degrade": job.degrade,
    }
    if r.text_load:
        found["text_load"] = r.text_load
    if len(r.data) == 1:
        found["data"] = Path(r.data[0].path).name
    return found | {f"{job.engine}/{option}": value for option, value in r.options.items()}


def all_jobs(recipe: Recipe, registry: Registry) -> Iterable[Job]:
    return (job for shard in range(recipe.shards) for job in jobs(recipe, registry, shard))


def planned(recipe: Recipe, registry: Registry) -> Counts:
    """How many samples of each kind the recipe asks for, by mix and value; questions are per cent of them."""
    counted = list(islice(all_jobs(recipe, registry), MOST))
    tally: dict[str, Counter[str]] = {}
    for job in counted:
        for mix, value in features(job).items():
            tally.setdefault(mix, Counter())[value] += 1
    scale = recipe.samples / len(counted)
    out = {mix: {v: round(n * scale) for v, n in sorted(c.items())} for mix, c in tally.items()}
    if "text_load" not in out:
        out["text_load"] = dict(zip(TEXT_LOADS, shares(TEXT_LOAD_WEIGHTS, recipe.samples), strict=True))
    for target in targets(recipe.constraints):
        out[f"{target.name} of questions, %"] = {v: round(100 * share) for v, share in target.shares.items()}
    return out


def unmet(recipe: Recipe, registry: Registry, made: Iterable[tuple[str, Sequence[tuple[str, int]]]], lost: int) -> list[Unmet]:
    """The mixes that a set misses by more than POINTS. made: the id of each sample, and form and depth of its questions.

    lost: samples asked and not made; as long as they are few they cannot change an allocated mix.
    """
    out: list[Unmet] = []
    ids = set()
    tally = {t.name: Counter[str]() for t in targets(recipe.constraints)}
    for id, questions in made:
        ids.add(id)
        for target in targets(recipe.constraints):
            tally[target.name].update(target.of(form, depth) for form, depth in questions)
    for target in targets(recipe.constraints):
        out += _missed(target.name, normal(target.shares), tally[target.name])
    if recipe.allocated and lost > 0.01 * recipe.samples:
        asked: dict[str, Counter[str]] = {}
        found: dict[str, Counter[str]] = {}
        for job in islice(all_jobs(recipe, registry), MOST):
            for mix, value in features(job).items():
                asked.setdefault(mix, Counter())[value] += 1
                found.setdefault(mix, Counter())[value] += sample_id(job, registry) in ids
        for mix, counts in asked.items():
            if mix != "template":
                out += _missed(mix, normal(counts), found[mix])
    return out


def _missed(mix: str, wanted: Mapping[str, float], found: Counter[str]) -> list[Unmet]:
    n = sum(found.values())
    every = [Unmet(mix, v, 100 * share, 100 * found[v] / n if n else 0.0) for v, share in wanted.items()]
    return [u for u in every if u.asked - u.made > POINTS]
