"""What to make: a recipe, and the list of jobs that follows from it and from nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .engine import Request
from .errors import BadInput
from .make import Job
from .registry import Registry, nearest, read_yaml
from .seeds import stream

TEXT_LOADS = ("full", "lite", "vision")
DEGRADES = ("none", "light", "medium", "heavy")
IMAGE_FORMATS = ("png", "jpeg", "webp")
SHARDS_OF_A_SMALL_SET = 8  # a small set is cut finer than shard_size, so that several workers have something to do


@dataclass(frozen=True, slots=True)
class Recipe:
    """domains: engine -> weight.  templates: ENGINE/NAME, () for all.  difficulty: lowest and highest of 1..5.
    text_load: None lets the press vary it.  data: the user's own tables.  shard_size: the most samples a shard holds."""

    domains: Mapping[str, float] = field(default_factory=dict)
    templates: tuple[str, ...] = ()
    samples: int = 100
    seed: int = 0
    difficulty: tuple[int, int] = (1, 5)
    languages: tuple[str, ...] = ("en",)
    text_load: str | None = None
    data: tuple[str, ...] = ()
    degrade: str = "none"
    image_format: str = "png"
    shard_size: int = 256
    split: str = "train"
    plugins: tuple[str, ...] = ()

    def canonical(self) -> dict[str, Any]:
        """The recipe as it goes on record: files by name and content, since their folders decide nothing."""
        out = asdict(self)
        out["domains"] = {k: float(v) for k, v in sorted(self.domains.items())}
        out["data"] = [f"{Path(f).name} sha256:{sha256(Path(f).read_bytes()).hexdigest()}" for f in self.data]
        out["plugins"] = [Path(p).name for p in self.plugins]
        return {k: list(v) if isinstance(v, tuple) else v for k, v in out.items()}

    @property
    def rows_per_shard(self) -> int:
        return max(1, min(self.shard_size, -(-self.samples // SHARDS_OF_A_SMALL_SET)))

    @property
    def shards(self) -> int:
        return -(-self.samples // self.rows_per_shard)

    def rows(self, shard: int) -> range:
        """The job numbers of one shard."""
        size = self.rows_per_shard
        return range(shard * size, min((shard + 1) * size, self.samples))


# --- from the outside -------------------------------------------------------------------------------------------------
def parse_domains(text: str) -> dict[str, float]:
    """`charts=40,geometry=60` or `charts,geometry` (equal shares)."""
    out: dict[str, float] = {}
    for part in filter(None, (p.strip() for p in text.split(","))):
        name, eq, weight = (s.strip() for s in part.partition("="))
        try:
            share = float(weight) if eq else 1.0
        except ValueError:
            share = -1.0
        if not name or not 0 < share < float("inf"):
            raise BadInput(f"domain {part!r}: write NAME or NAME=SHARE with a share above 0, for example charts=40,geometry=60")
        if name in out:
            raise BadInput(f"domain {name!r} is named twice in {text!r}")
        out[name] = share
    if not out:
        raise BadInput("no domain given: write for example --domain charts=40,geometry=60")
    return out


def parse_difficulty(text: str) -> tuple[int, int]:
    """`3` or `1-5`."""
    match = re.fullmatch(r"\s*([1-5])\s*(?:-\s*([1-5])\s*)?", text)
    if not match or (match[2] and match[2] < match[1]):
        raise BadInput(f"difficulty {text!r}: write one level or a range between 1 and 5, for example 2-4")
    return int(match[1]), int(match[2] or match[1])


def load_recipe(path: Path) -> Recipe:
    """Read a YAML recipe; BadInput names the file, the key and what is wrong with it."""
    data = read_yaml(path)
    names = {f.name for f in fields(Recipe)}
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key not in names:
            raise BadInput(f"{path}: unknown key {key!r}: {nearest(str(key), names)}")
        try:
            values[key] = _READERS[key](value)
        except BadInput as error:
            raise BadInput(f"{path}: {key}: {error}") from None
        except (TypeError, ValueError, AttributeError):
            raise BadInput(f"{path}: {key}: cannot be {value!r}; {_EXPECTED[key]}") from None
    for key in ("data", "plugins"):  # written relative to the recipe
        if key in values:
            values[key] = tuple(str(path.parent / f) for f in values[key])
    return Recipe(**values)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(value)
    return value


def _word(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _words(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(w.strip() for w in value.split(",") if w.strip())
    return tuple(_word(v) for v in value)


def _domains(value: Any) -> dict[str, float]:
    if isinstance(value, Mapping):
        value = ",".join(f"{k}={v}" for k, v in value.items())
    return parse_domains(value)


def _range(value: Any) -> tuple[int, int]:
    if isinstance(value, (list, tuple)):
        low, high = value
        value = f"{low}-{high}"
    return parse_difficulty(str(value))


_READERS: Mapping[str, Any] = {
    "domains": _domains,
    "templates": _words,
    "samples": _whole,
    "seed": _whole,
    "difficulty": _range,
    "languages": _words,
    "text_load": _word,
    "data": _words,
    "degrade": _word,
    "image_format": _word,
    "shard_size": _whole,
    "split": _word,
    "plugins": _words,
}
_EXPECTED = {
    **dict.fromkeys(_READERS, "a word is expected"),
    **dict.fromkeys(("samples", "seed", "shard_size"), "a whole number is expected"),
    **dict.fromkeys(("templates", "languages", "data", "plugins"), "a list of words is expected"),
    "domains": "shares are expected, for example {charts: 40, geometry: 60}",
    "difficulty": "one level or a range between 1 and 5 is expected",
}


def checked(recipe: Recipe, registry: Registry) -> Recipe:
    """The recipe with its domains filled in from its templates; BadInput when the registry cannot make it."""
    for name, value, known in (
        ("text load", recipe.text_load, TEXT_LOADS),
        ("degrade", recipe.degrade, DEGRADES),
        ("image format", recipe.image_format, IMAGE_FORMATS),
    ):
        if value is not None and value not in known:
            raise BadInput(f"{name} {value!r}: {nearest(value, known)}")
    if recipe.samples < 1:
        raise BadInput(f"samples is {recipe.samples}: ask for at least 1")
    if recipe.shard_size < 1:
        raise BadInput(f"shard size is {recipe.shard_size}: at least 1 sample goes into a shard")
    if not 0 <= recipe.seed < 2**63:
        raise BadInput(f"seed {recipe.seed}: choose a whole number from 0 to 2^63 - 1")
    if not re.fullmatch(r"[a-z0-9_-]+", recipe.split):
        raise BadInput(f"split {recipe.split!r}: lower-case letters, digits, - and _ only, for example train")
    for file in recipe.data:
        if not Path(file).is_file():
            raise BadInput(f"data file {file}: no such file")
    templates = [registry.template(t) for t in recipe.templates]
    domains = dict(recipe.domains) or {t.engine: 1.0 for t in templates}
    if not domains:
        raise BadInput(f"no domain given: write for example --domain {registry.engines()[0]} (there are: "
                       f"{', '.join(registry.engines())})")  # fmt: skip
    for template in templates:
        if template.engine not in domains:
            raise BadInput(
                f"template {template.id}: its engine is not among the domains {', '.join(domains)}; add it or drop it"
            )
    for name in domains:
        registry.engine(name)
        if not registry.templates(name):
            raise BadInput(f"engine {name!r} has no template: add one with `new template {name}/NAME`")
        for language in recipe.languages:
            known_languages = registry.languages(name)
            if language not in known_languages:
                raise BadInput(f"language {language!r}: engine {name!r} has no wording for it; there are: "
                               f"{', '.join(known_languages) or 'none'}")  # fmt: skip
    if not recipe.languages:
        raise BadInput("no language given: write for example --lang en")
    return replace(recipe, domains=domains)


# --- jobs -------------------------------------------------------------------------------------------------------------
def shares(weights: Sequence[float], n: int) -> list[int]:
    """n split in proportion to the weights, exactly: the largest remainders get what is left over."""
    total = sum(weights)
    exact = [w * n / total for w in weights]
    counts = [int(e) for e in exact]
    order = sorted(range(len(weights)), key=lambda i: (counts[i] - exact[i], i))
    for i in order[: n - sum(counts)]:
        counts[i] += 1
    return counts


@lru_cache(maxsize=4)
def _order(weights: tuple[float, ...], n: int) -> tuple[NDArray[np.int16], NDArray[np.int64]]:
    """For each job: which engine it goes to, and the how-manieth of that engine it is; engines are spread evenly."""
    counts = shares(weights, n)
    which = np.repeat(np.arange(len(weights), dtype=np.int16), counts)
    nth = np.concatenate([np.arange(c) for c in counts]) if counts else np.empty(0, np.int64)
    place = (nth + 0.5) / np.asarray(counts, float)[which]
    order = np.lexsort((which, place))
    return which[order], nth[order]


def job(recipe: Recipe, registry: Registry, index: int) -> Job:
    """Job number `index` of a checked recipe; it depends on the recipe and the number only.

    Templates are dealt in shuffled rounds, so the n-th sample of a template is the same whatever else the recipe makes.
    """
    names = sorted(recipe.domains)
    which, nth = _order(tuple(recipe.domains[n] for n in names), recipe.samples)
    engine = names[which[index]]
    pool = [t.split("/")[1] for t in recipe.templates if t.startswith(f"{engine}/")] or list(registry.templates(engine))
    turn, place = divmod(int(nth[index]), len(pool))
    deal = stream(recipe.seed, "templates", recipe.split, engine, turn).permutation(len(pool))
    template = pool[int(deal[place])]
    rng = stream(recipe.seed, "request", recipe.split, engine, template, turn)
    low, high = recipe.difficulty
    request = Request(
        difficulty=int(rng.integers(low, high + 1)),
        language=recipe.languages[int(rng.integers(len(recipe.languages)))],
        text_load=recipe.text_load,
        data=recipe.data,
    )
    return Job(engine, template, turn, recipe.seed, recipe.split, request, recipe.degrade, recipe.image_format)


def jobs(recipe: Recipe, registry: Registry, shard: int) -> list[Job]:
    """The jobs of one shard."""
    return [job(recipe, registry, i) for i in recipe.rows(shard)]
