"""Pools of names that go together: fixed lists, alternative sets, patterns over other pools, or seeded faker providers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ..errors import BadInput, Refused
from ..language import Language
from ..seeds import Rng

_SLOT = re.compile(r"\{(\w+)\}")
_FIELDS = {
    "noun",
    "plural",
    "name",
    "kind",
    "prep",
    "take",
    "names",
    "sets",
    "pattern",
    "patterns",
    "faker",
    "locales",
    "level",
    "sense",
    "at",
    "one",
    "which",
    "dative",
}
_GRAMMAR = ("at", "one", "which", "dative")


@dataclass(frozen=True)
class Pool:
    """A dimension of data.

    kind: nominal or ordinal.  prep: how titles lead to it ("in" five towns), "" where none sounds right.  sets: lists of
    names of which one is used at a time.  take: "pick" any of them, "run" of neighbours in order, or "all".  patterns:
    strings with {pool} slots.  faker: a provider's method, with its locales.  level: of places, 1 (a street) to 4 (a country);
    0 for anything else.  sense: what tells related pools in every language.  grammar: what else the language says of the noun
    and of how a name stands in a sentence (see grid/languages).
    """

    key: str
    noun: str
    plural: str
    name: str
    kind: str = "nominal"
    prep: str = ""
    take: str = "pick"
    sets: tuple[tuple[str, ...], ...] = ()
    patterns: tuple[str, ...] = ()
    faker: str = ""
    locales: tuple[str, ...] = ("en_GB",)
    level: int = 0
    sense: str = ""
    grammar: Mapping[str, Any] = field(default_factory=dict)

    @property
    def category(self) -> dict[str, Any]:
        """As the Spec writes it."""
        return {"name": self.name, "kind": self.kind, "noun": self.noun, "plural": self.plural, **self.grammar}


Pools = Mapping[str, Pool]


def read_pool(key: str, data: Any, where: str, language: Language) -> Pool:
    """A pool from its YAML; BadInput names the file, the pool and the key at fault."""
    if not isinstance(data, Mapping) or "noun" not in data:
        raise BadInput(f"{where}: pool {key!r} needs at least `noun` and one of names, sets, pattern, faker")
    if unknown := sorted(set(data) - _FIELDS):
        raise BadInput(f"{where}: pool {key!r} has an unknown key {unknown[0]!r}; known are {', '.join(sorted(_FIELDS))}")
    noun = str(data["noun"])
    words = (data.get("prep", ""), *(data.get("names") or ()), *(n for s in data.get("sets") or () for n in s))
    if odd := [w for w in words if isinstance(w, bool)]:
        raise BadInput(f"{where}: pool {key!r} holds {odd[0]}: YAML reads Yes, No, On, Off as truth values; put them in quotes")
    sets = data.get("sets") or ([data["names"]] if "names" in data else [])
    patterns = data.get("patterns") or ([data["pattern"]] if "pattern" in data else [])
    if not (sets or patterns or "faker" in data):
        raise BadInput(f"{where}: pool {key!r} holds no names: add names, sets, pattern or faker")
    return Pool(
        key,
        noun,
        str(data.get("plural") or language.several(noun)),
        str(data.get("name") or language.heading(noun)),
        str(data.get("kind", "nominal")),
        str(data.get("prep", "")),
        str(data.get("take", "pick")),
        tuple(tuple(str(n) for n in names) for names in sets),
        tuple(patterns),
        str(data.get("faker", "")),
        tuple(data.get("locales", ("en_GB",))),
        int(data.get("level", 0)),
        str(data.get("sense", noun)),
        {k: data[k] for k in _GRAMMAR if k in data},
    )


def draw_names(pool: Pool, least: int, most: int, rng: Rng, pools: Pools) -> list[str]:
    """Between `least` and `most` different names of the pool. Refused when it holds too few."""
    if pool.sets:
        fitting = [s for s in pool.sets if (len(s) >= least if pool.take != "all" else least <= len(s) <= most)]
        if not fitting:
            raise Refused(f"pool: {pool.key} has no set of {least} to {most} names")
        names = fitting[int(rng.integers(len(fitting)))]
        if pool.take == "all":
            return list(names)
        n = int(rng.integers(least, min(most, len(names)) + 1))
        if pool.take == "run":
            start = int(rng.integers(len(names) - n + 1))
            return list(names[start : start + n])
        picked = rng.permutation(len(names))[:n]
        return [names[i] for i in (sorted(picked) if pool.kind == "ordinal" else picked)]
    n = int(rng.integers(least, most + 1))
    found: dict[str, None] = {}
    pattern = pool.patterns[int(rng.integers(len(pool.patterns)))] if pool.patterns else ""
    for _ in range(6):
        need = n - len(found)
        found.update(dict.fromkeys(fill(pattern, need, rng, pools) if pattern else _fake(pool, need, rng)))
        if len(found) >= n:
            return list(found)[:n]
    if len(found) >= least:
        return list(found)
    raise Refused(f"pool: {pool.key} gave only {len(found)} different names")


def fill(pattern: str, n: int, rng: Rng, pools: Pools) -> list[str]:
    """`n` strings from a pattern with {pool} slots; names of a slot repeat only when its pool is small."""
    columns: dict[str, Sequence[str]] = {}
    for key in dict.fromkeys(_SLOT.findall(pattern)):
        pool = pools[key]
        size = max((len(s) for s in pool.sets), default=n)
        names = draw_names(pool, min(n, size), min(n, size), rng, pools)
        columns[key] = [names[i % len(names)] for i in range(n)]
    return [_SLOT.sub(lambda m, i=i: columns[m[1]][i], pattern) for i in range(n)]  # type: ignore[misc]


def slots(pattern: str) -> tuple[str, ...]:
    """The pools that a pattern names."""
    return tuple(_SLOT.findall(pattern))


def _fake(pool: Pool, n: int, rng: Rng) -> list[str]:
    locale = pool.locales[int(rng.integers(len(pool.locales)))]
    source = _faker(locale, USUAL)
    if not hasattr(source, pool.faker):
        source = _faker(locale, ())
    source.seed_instance(int(rng.integers(2**32)))
    return [str(getattr(source, pool.faker)()) for _ in range(n)]


USUAL = ("faker.providers.person", "faker.providers.address", "faker.providers.company")


@lru_cache(maxsize=16)
def _faker(locale: str, providers: tuple[str, ...]) -> Any:
    """Faker's names of a locale; a few providers load a hundred times as fast as all, which () stands for."""
    from faker.factory import Factory

    return Factory.create(locale, list(providers) or None, use_weighting=False)
