"""Referring expressions: words that denote one region of a sample, proved by a resolver over all of its regions.

A region is called by its kind alone where there is one of it ("the title"), by its printed text ("the label “Winter”"),
or by names that facts bind to it and that a reader finds printed beside it ("the cell for Arlo in Winter"): the fewest that
single it out.  What a name denotes is decided as a reader would: by the noun (not the role), without regard to case, over
every region, whether it is fit to be asked for or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations

from ..model import Fact, Region, Sample
from .lexicon import Lexicon, Role

VISIBLE = 0.9
_LONGEST = 60  # characters of a text that a question quotes
_SMALLEST = 2.0  # px, each side of a region that is asked for
_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Reference:
    """One region and what it is called.

    how: only, reads, text, fact or names.  label: the name without an article; bare: it takes none.
    """

    region: Region
    how: str
    label: str
    bare: bool = False
    text: str = ""
    names: tuple[str, ...] = ()


@lru_cache(maxsize=1 << 16)
def key(text: str) -> str:
    """A text as a reader compares it."""
    return " ".join(text.split()).casefold()


@lru_cache(maxsize=1 << 16)
def _holds(text: str, name: str) -> bool:
    """Whether the name stands in the text as a word or words of its own."""
    return text == name or re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def fit(region: Region) -> bool:
    """Whether a region may be asked for: seen, and large enough to be boxed."""
    x0, y0, x1, y1 = region.box
    return region.visible >= VISIBLE and min(x1 - x0, y1 - y0) >= _SMALLEST


class Namer:
    """The regions of one sample, and what names denote among them."""

    def __init__(self, sample: Sample, lexicon: Lexicon):
        self.sample, self.lexicon = sample, lexicon
        self.roles = {r.role: lexicon.role(r.role, sample) for r in sample.regions}
        self.by_id = {r.id: r for r in sample.regions}

    def role(self, region: Region) -> Role:
        return self.roles[region.role]

    def printed(self, region: Region) -> bool:
        """Whether the region's text stands in the picture; a point's name, for one, does not stand in the point."""
        return bool(region.text) and not self.role(region).text

    @cached_property
    def facts(self) -> dict[str, list[Fact]]:
        """The facts that the picture shows in each region; what a region belongs to counts as a fact about it."""
        out: dict[str, list[Fact]] = {r.id: [] for r in self.sample.regions}
        for fact in self.sample.facts:
            for id in fact.regions if fact.given == "image" else ():
                if id in out:
                    out[id].append(fact)
        for region in self.sample.regions:
            owners = tuple(o for o in self._owners(region) if self.printed(o))
            if owners:
                out[region.id].append(Fact("", "", tuple(o.text for o in owners), regions=tuple(o.id for o in owners)))
        return out

    @cached_property
    def _held(self) -> dict[str, set[tuple[str, frozenset[str]]]]:
        """By region: the predicate and the names of each fact, as a reader compares them."""
        return {id: {(f.predicate, frozenset(map(key, f.args))) for f in facts} for id, facts in self.facts.items()}

    @cached_property
    def _kinds(self) -> dict[str, list[Region]]:
        out: dict[str, list[Region]] = {}
        for region in self.sample.regions:
            out.setdefault(self.role(region).one, []).append(region)
        return out

    def _owners(self, region: Region) -> Iterator[Region]:
        seen = {region.id}
        while (owner := self.by_id.get(region.parent)) is not None and owner.id not in seen:
            seen.add(owner.id)
            yield owner
            region = owner

    # --- the resolver -------------------------------------------------------------------------------------------------
    def alike(self, noun: str) -> list[Region]:
        """Every region that a reader would call by this noun."""
        return self._kinds.get(noun, [])

    def by_text(self, noun: str, text: str) -> list[Region]:
        return [r for r in self.alike(noun) if key(r.text) == key(text)]

    def by_names(self, noun: str, names: tuple[str, ...], predicate: str = "") -> list[Region]:
        """Regions of which one fact has all the names; one of this predicate, if any is given, and then no others."""
        wanted = {key(n) for n in names}
        return [
            r
            for r in self.alike(noun)
            if any((p == predicate and held == wanted) if predicate else wanted <= held for p, held in self._held[r.id])
        ]

    def saying(self, text: str) -> list[Region]:
        """Every region whose printed text holds this text."""
        return [r for r in self.sample.regions if self.printed(r) and key(text) in key(r.text)]

    def denoted(self, reference: Reference) -> list[Region]:
        """All that the reference could mean."""
        role = self.role(reference.region)
        match reference.how:
            case "only":
                return self.alike(role.one)
            case "reads" | "text":
                return self.by_text(role.one, reference.text)
            case "fact":
                return self.by_names(role.one, reference.names, role.fact)
            case _:
                return self.by_names(role.one, reference.names)

    # --- names --------------------------------------------------------------------------------------------------------
    def reference(self, region: Region) -> Reference | None:
        """The first of the region's names that denotes it alone; None where it has none."""
        return next((r for r in self.candidates(region) if self.denoted(r) == [region]), None)

    def candidates(self, region: Region) -> Iterator[Reference]:
        """What the region could be called, the best first."""
        role, call = self.role(region), self.lexicon.call
        if not role.bare:
            yield Reference(region, "only", role.one)
        if role.label:
            yield from self._by_names(region, role)
        text = " ".join(region.text.split())
        if role.text and text:
            yield Reference(region, "text", self.lexicon.fill(role.text, {"text": text}), role.bare, text)
        elif 0 < len(text) <= _LONGEST:
            yield Reference(region, "reads", call("reads", noun=role.one, text=text), text=text)
        if role.fact:
            for fact in self.facts[region.id]:
                if fact.predicate == role.fact:
                    label = self.lexicon.fill(role.name, {"names": fact.args})
                    yield Reference(region, "fact", label, role.bare, names=fact.args)
        elif not text:
            yield from self._by_names(region, role)

    def _by_names(self, region: Region, role: Role) -> Iterator[Reference]:
        for size in range(1, _MOST_NAMES + 1):
            for fact in self.facts[region.id]:
                shown = {a: c for a in fact.args if (c := self._carrier(a, fact, region)) is not None}
                for names in combinations(shown, size):
                    yield Reference(region, "names", self.named(role.one, names, shown), names=names)

    def _carrier(self, name: str, fact: Fact, but: Region) -> Region | None:
        """The region in which a reader finds a name of a fact printed."""
        regions = (self.by_id[r] for r in fact.regions if r in self.by_id and r != but.id)
        return next((r for r in regions if self.printed(r) and _holds(key(r.text), key(name))), None)

    def readable(self, name: str, regions: Sequence[Region]) -> bool:
        """Whether a reader finds the name printed beside one of the regions that it is about."""
        return any(
            name in fact.args and self._carrier(name, fact, region) is not None
            for region in regions
            for fact in self.facts[region.id]
        )

    def named(self, noun: str, names: tuple[str, ...], shown: dict[str, Region]) -> str:
        """The noun with its names: for Arlo in Winter."""
        places = [self.lexicon.name(n) for n in names if self.role(shown[n]).place]
        owners = [self.lexicon.name(n) for n in names if not self.role(shown[n]).place]
        if not owners:
            owners, places = places[:1], places[1:]
        if not places:
            return self.lexicon.call("for", noun=noun, owner=", ".join(owners))
        place = ", ".join(places)
        return self.lexicon.call("for_at", noun=noun, owner=", ".join(owners), at=self.lexicon.at(place), place=place)


@dataclass(frozen=True, slots=True)
class Named:
    """The references of one sample; refused: regions with a name or more, each of which could mean another region too."""

    references: tuple[Reference, ...]
    refused: int


def name_all(namer: Namer) -> Named:
    """A reference for every fit region that has one."""
    found, refused = [], 0
    for region in namer.sample.regions:
        role = namer.role(region)
        if role.skip or not fit(region) or "<" in region.text:
            continue
        reference = namer.reference(region)
        if reference is not None:
            found.append(reference)
        else:
            refused += any(c.how != "only" for c in namer.candidates(region))
    return Named(tuple(found), refused)
