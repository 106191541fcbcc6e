"""Titles, subtitles and sources: short texts composed from a topic's own wordings and general ones."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import BadInput
from ..language import Language
from ..language.base import cap
from ..seeds import Rng
from .packs import Topic
from .periods import LATEST
from .pools import fill, slots
from .texts import render

KIN = ({"club", "team"}, {"household", "family", "house"}, {"company", "bank", "firm", "business"}, {"shop", "store", "market"})


@dataclass(frozen=True)
class Titles:
    """An engine's titles for any topic, by the shape of its pictures.

    unitless: shapes whose subtitles need not say the unit; single: shapes that show one thing, where a topic's own titles,
    which speak of several, do not fit.
    """

    general: Mapping[str, Sequence[str]]
    unitless: Sequence[str] = ()
    single: Sequence[str] = ()


@dataclass(frozen=True)
class PrintedTexts:
    """What the picture prints around its marks."""

    title: str
    subtitle: str
    source: str
    entity: str


def number_word(n: int, language: Language) -> str:
    """two, three, … twelve, 13."""
    return language.cardinal(n) if n <= 12 else str(n)


def about(topic: Topic, taken: Sequence[str], rng: Rng) -> str:
    """What everything is about with its preposition ("in Ashford"), "" where nothing is left to choose."""
    places = [topic.pools[t].level for t in taken if t in topic.pools]
    free = [a for a in topic.about if _free(topic, slots(a), taken, max(places, default=0)) and not _kin(topic, a, taken)]
    if not free:
        return ""
    return fill(free[int(rng.integers(len(free)))], 1, rng, topic.pools)[0]


def _free(topic: Topic, named: Sequence[str], taken: Sequence[str], level: int) -> bool:
    """A picture of cities is not about a city, nor about a town: places are only about larger ones."""
    levels = [topic.pools[n].level for n in named]
    return not set(named) & set(taken) and not (level and any(0 < found <= level for found in levels))


def _kin(topic: Topic, pattern: str, taken: Sequence[str]) -> bool:
    """Plants are not compared "at the Westbridge plant", clubs not "at Ashford Rovers"."""
    pools = [topic.pools[t] for t in taken if t in topic.pools]
    nouns = {p.sense for p in pools} | {topic.language.heading(p.noun) for p in pools}
    named = {topic.pools[s].sense for s in slots(pattern) if s in topic.pools} | set(pattern.split())
    return bool(nouns & named) or any(nouns & kind and named & kind for kind in KIN)


def bare(phrase: str, topic: Topic) -> str:
    """The phrase without its leading preposition: "in Ashford" -> "Ashford"."""
    return re.sub(rf"^({'|'.join(topic.words.prepositions)}) ", "", phrase)


def compose(topic: Topic, shape: Sequence[str], values: dict[str, Any], titles: Titles, rng: Rng) -> PrintedTexts:
    """All words around a picture. shape: keys of the general titles that fit it, most telling first; values: the slots."""
    at, span = values["at"], values["span"]
    title = _title(topic, shape, values, titles, rng)
    told = title.lower()
    whom = cap(bare(at, topic)) if at and bare(at, topic).lower() not in told else ""
    when = span if span and span.lower() not in told else ""
    rest = [whom, when if rng.random() < 0.8 else ""]
    if not whom and topic.notes and rng.random() < 0.6:
        rest[0] = render(topic.notes[int(rng.integers(len(topic.notes)))], values, topic.language)
    if values["unit"] and shape[0] not in titles.unitless and rng.random() < 0.25 and values["unit"] not in title:
        rest.append(render(topic.words.texts["in_unit"], {"unit": topic.language.unit(values["unit"])}, topic.language))
    if not whom and rng.random() < 0.3:  # a title may stand alone, but never without whom it is about
        rest = []
    subtitle = ", ".join(r for r in rest if r)
    source = ""
    lines = [s for s in topic.sources if not (values["placed"] and set(slots(s)) & _namers(topic))]
    if lines and rng.random() < 0.5:
        later = {**values, "year": min(LATEST + 1, values["year"] + int(rng.integers(0, 2)))}
        line = lines[int(rng.integers(len(lines)))]
        filled = fill(line.replace("{{", "\x00").replace("}}", "\x01"), 1, rng, topic.pools)[0]
        source = cap(render(filled.replace("\x00", "{{").replace("\x01", "}}"), later, topic.language))
    return PrintedTexts(cap(title), cap(subtitle), source, values["entity"])


def _namers(topic: Topic) -> set[str]:
    """Pools of places and firms: a source that names one clashes with a picture that is about another."""
    return {key for key, pool in topic.pools.items() if pool.level or key in ("firm_a", "companies")}


def _title(topic: Topic, shape: Sequence[str], values: Mapping[str, Any], titles: Titles, rng: Rng) -> str:
    general = [t for key in shape for t in titles.general.get(key, ())]
    own = list(topic.titles) if shape[0] not in titles.single else []
    groups = (own, general) if rng.random() < 0.55 else (general, own)
    for group in groups:
        for n in rng.permutation(len(group)):
            if title := render(group[n], values, topic.language):
                return title
    raise BadInput(f"topic {topic.key!r} of pack {topic.pack!r} has no title for the shape {shape[0]!r}: add one")
