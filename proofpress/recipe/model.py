"""The recipe as everything else uses it: plain, frozen, checked elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..ask.constraints import Constraints
from ..engine import DataFile

SHARDS_OF_A_SMALL_SET = 8  # a small set is cut finer than shard_size, so that several workers have something to do
Shares = Mapping[str, float]
# the field that one value goes into, and the mix that several values of it make
SINGLE = {
    "templates": "template",
    "difficulty": "difficulty",
    "languages": "language",
    "text_load": "text_load",
    "degrade": "degrade",
    "split": "split",
    "data": "data",
}


@dataclass(frozen=True, slots=True)
class Export:
    """One file or folder for a consumer, written when the set is made. out: inside the set's folder."""

    to: str
    out: str
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recipe:
    """domains: engine -> weight.  templates: ENGINE/NAME, () for all.  difficulty: lowest and highest of 1..5.
    text_load: None: varied.  data: the user's own tables.  shard_size: the most samples a shard holds.

    mixes: shares to be met, by the names in SINGLE; options: those of an engine's options, engine -> option -> value -> share;
    constraints: of questions and pictures.  most_lost: the share of samples that may fail before `make` complains.
    """

    domains: Mapping[str, float] = field(default_factory=dict)
    templates: tuple[str, ...] = ()
    samples: int = 100
    seed: int = 0
    difficulty: tuple[int, int] = (1, 5)
    languages: tuple[str, ...] = ("en",)
    text_load: str | None = None
    data: tuple[DataFile, ...] = ()
    degrade: str = "none"
    image_format: str = "png"
    shard_size: int = 256
    split: str = "train"
    plugins: tuple[str, ...] = ()
    mixes: Mapping[str, Shares] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, Shares]] = field(default_factory=dict)
    constraints: Constraints = field(default_factory=Constraints)
    most_lost: float = 1.0
    exports: tuple[Export, ...] = ()

    def canonical(self) -> dict[str, Any]:
        """What decides the set's bytes, as it goes on record: files by name and content, since their folders decide nothing.

        What a recipe does not speak of is not said, so that a set of an older press is still known by its recipe.
        """
        out = asdict(self)
        out["domains"] = {k: float(v) for k, v in sorted(self.domains.items())}
        out["data"] = [_on_record(f) for f in self.data]
        out["plugins"] = [Path(p).name for p in self.plugins]
        for name in ("exports", "most_lost"):
            del out[name]
        for name in ("mixes", "options"):
            if not out[name]:
                del out[name]
        plain = asdict(Constraints())
        out["constraints"] = {k: v for k, v in asdict(self.constraints).items() if v != plain[k]}
        if not out["constraints"]:
            del out["constraints"]
        return _plain(out)

    @property
    def allocated(self) -> bool:
        """Are shares to be met, other than those of the engines?"""
        return bool(self.mixes or self.options or len(self.data) > 1)

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


def overridden(recipe: Recipe, **asked: Any) -> Recipe:
    """The recipe with these fields instead of its own, and without the mixes that they stand for; None says nothing."""
    given = {k: v for k, v in asked.items() if v is not None}
    gone = {SINGLE[k] for k in given if k in SINGLE}
    if "domains" in given:
        gone.add("template")
        given["options"] = {e: o for e, o in recipe.options.items() if e in given["domains"]}
        given.setdefault("templates", tuple(t for t in recipe.templates if t.split("/")[0] in given["domains"]))
    return replace(recipe, **given, mixes={k: v for k, v in recipe.mixes.items() if k not in gone})


def _on_record(data: DataFile) -> str:
    mark = f"{Path(data.path).name} sha256:{sha256(Path(data.path).read_bytes()).hexdigest()}"
    return " ".join([mark, *(f"{role}={name!r}" for role, name in data.roles)])


def _plain(value: Any) -> Any:
    """As JSON writes it and reads it back."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, (list, tuple)) else value
