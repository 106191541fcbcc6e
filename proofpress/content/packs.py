"""Domain packs: what pictures of data are about. Data under templates/common/packs/*.yaml; read once per process.

A pack file:    pack: climate;  sources: [..];  pools: {key: pool};  topics: [topic, ..]
A topic:        form (one of the engine's, see Kinds), its measures, and
                across / by   dimensions of the labels and of the series: pools or periods (years, months, …)
                about         patterns of what everything is about ("in {towns}"), none of whose pools is a dimension
                titles, notes (subtitles), sources, kinds (only these), never (not these)

Which forms there are, and which kinds of picture a topic of a form suits, is the engine's to say: a Kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..errors import BadInput
from ..language import DEFAULT, Language
from ..yaml_data import read_yaml
from . import measure as measures
from .measure import Measure, read_measure
from .numbers import DAY_PROFILES, SEASON_PROFILES, WEEK_PROFILES
from .periods import is_period
from .pools import Pool, Pools, read_pool, slots
from .texts import check_texts
from .translate import translated_pack
from .words import PackWords, pack_words, packs_folder

_TEXTS = {"titles", "notes", "sources", "about"}
_OWN = {"topic", "form", "across", "by", "kinds", "never", "x", "size", "line", "r", "n", "counted", "names", "weights", "last"}
_OWN |= {"whole"}


@dataclass(frozen=True)
class Topic:
    """x, size, line: further measures.  r: correlation of x with the measure, from..to.

    n: how many were observed; counted: what is counted ("patients").  names: the pool of the names of single things.
    weights: what is typical of a name, relative to the others; last: a part that comes last ("Other").
    whole: what the parts are of.  words: those of its language.
    """

    key: str
    pack: str
    form: str
    measure: Measure
    across: tuple[str, ...]
    by: tuple[str, ...]
    kinds: tuple[str, ...]
    titles: tuple[str, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    about: tuple[str, ...]
    pools: Pools
    x: Measure | None = None
    size: Measure | None = None
    line: Measure | None = None
    r: tuple[float, float] = (0.4, 0.9)
    n: tuple[int, int] = (60, 400)
    counted: str = ""
    names: str = ""
    weights: Mapping[str, float] | None = None
    last: str = ""
    whole: str = ""
    words: PackWords = field(default_factory=lambda: pack_words(DEFAULT))

    @property
    def language(self) -> Language:
        return self.words.language


@dataclass(frozen=True, eq=False)
class Kinds:
    """What an engine can draw of a topic.

    of_form: a topic's form -> the kinds of picture that may show it.  needs: the further measure that a form cannot do
    without.  preset: what a form's measure is unless the topic says otherwise.  suits: (topic, kind) -> can the topic's
    dimensions fill this kind?
    """

    of_form: Mapping[str, tuple[str, ...]]
    suits: Callable[[Topic, str], bool]
    needs: Mapping[str, str] = field(default_factory=dict)
    preset: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def every(self) -> frozenset[str]:
        return frozenset(k for kinds in self.of_form.values() for k in kinds)


@lru_cache(maxsize=16)
def _shared(code: str) -> Pools:
    words, data = pack_words(code), read_yaml(packs_folder(DEFAULT) / "pools.yaml")
    where = "packs/pools.yaml"
    if code != DEFAULT:
        where, told = f"packs/{code}/pools.yaml", read_yaml(packs_folder(code) / "pools.yaml")
        data = translated_pack({"pools": data}, {"pools": told}, words, where)["pools"]
    pools = {k: read_pool(k, d, where, words.language) for k, d in data.items()}
    _check_patterns(pools, pools, where)
    return pools


def read_titles(file: Path, language: Language) -> Mapping[str, tuple[str, ...]]:
    """Titles that fit any topic, by the shape of the picture. BadInput names the file and key of a faulty one."""
    titles = {k: tuple(v) for k, v in read_yaml(file).items()}
    for key, texts in titles.items():
        check_texts(texts, f"{file.name}: {key}", language)
    return titles


@lru_cache(maxsize=16)
def load_packs(kinds: Kinds, code: str = DEFAULT) -> Mapping[str, tuple[Topic, ...]]:
    """Every pack's topics by pack name, in a language. BadInput where a pack is not translated."""
    out: dict[str, tuple[Topic, ...]] = {}
    words = pack_words(code)
    for file in sorted(packs_folder(DEFAULT).glob("*.yaml")):
        data, where = read_yaml(file), f"packs/{file.name}"
        if "pack" not in data:
            continue
        if code != DEFAULT:
            where = f"packs/{code}/{file.name}"
            if not (packs_folder(code) / file.name).is_file():
                raise BadInput(f"language {code!r}: the pack {data['pack']!r} is not translated; write {where}")
            data = translated_pack(data, read_yaml(packs_folder(code) / file.name), words, where)
        out[str(data["pack"])] = read_pack(data, where, kinds, code)
    return out


def read_pack(data: Mapping[str, Any], where: str, kinds: Kinds, code: str = DEFAULT) -> tuple[Topic, ...]:
    """The topics of one pack file, whose words are in that language."""
    words = pack_words(code)
    own = {k: read_pool(k, d, where, words.language) for k, d in (data.get("pools") or {}).items()}
    pools = {**_shared(code), **own}
    _check_patterns(own, pools, where)
    sources = tuple(data.get("sources", ()))
    check_texts(sources, f"{where}: sources", words.language)
    return tuple(_read_topic(t, str(data["pack"]), sources, pools, where, kinds, words) for t in data.get("topics", ()))


@lru_cache(maxsize=256)
def topics_for(kind: str, kinds: Kinds, packs: tuple[str, ...] = (), code: str = DEFAULT) -> tuple[tuple[Topic, ...], ...]:
    """Topics that suit a kind of picture, grouped by pack; only the named packs when there are any."""
    every = load_packs(kinds, code)
    for name in packs:
        if name not in every:
            raise BadInput(f"no pack {name!r}; there are: {', '.join(sorted(every))}")
    groups = (
        tuple(t for t in topics if kind in t.kinds) for name, topics in sorted(every.items()) if not packs or name in packs
    )
    return tuple(g for g in groups if g)


def _read_topic(
    data: Mapping[str, Any],
    pack: str,
    sources: tuple[str, ...],
    pools: Pools,
    where: str,
    known_kinds: Kinds,
    words: PackWords,
) -> Topic:
    key = str(data.get("topic", "?"))
    where = f"{where}: topic {key!r}"
    if unknown := sorted(set(data) - _OWN - _TEXTS - measures.FIELDS):
        raise BadInput(f"{where} has an unknown key {unknown[0]!r}")
    form = str(data.get("form", next(iter(known_kinds.of_form))))
    if form not in known_kinds.of_form:
        raise BadInput(f"{where}: no form {form!r}; there are {', '.join(known_kinds.of_form)}")
    data = {**known_kinds.preset.get(form, {}), **data}
    measure = read_measure(data, where)
    across, by = _names(data.get("across")), _names(data.get("by"))
    about = _names(data.get("about"))
    for name in (*across, *by, *_names(data.get("names")), *(s for pattern in about for s in slots(pattern))):
        if not is_period(name) and name not in pools:
            raise BadInput(f"{where} names the pool {name!r}, which is in neither this pack nor pools.yaml")
    for value, known in ((measure.season, SEASON_PROFILES), (measure.week, WEEK_PROFILES), (measure.day, DAY_PROFILES)):
        if value and value not in known:
            raise BadInput(f"{where}: no profile {value!r}; there are {', '.join(known)}")
    for text_key in ("titles", "notes", "sources"):
        check_texts(_names(data.get(text_key)), f"{where}, {text_key}", words.language)
    others = {k: read_measure(data[k], f"{where}, {k}") if k in data else None for k in ("x", "size", "line")}
    if (missing := known_kinds.needs.get(form)) and others[missing] is None:
        raise BadInput(f"{where}: form {form} needs the measure `{missing}`")
    topic = Topic(
        key=key,
        pack=pack,
        form=form,
        measure=measure,
        across=across,
        by=by,
        kinds=(),
        titles=_names(data.get("titles")),
        notes=_names(data.get("notes")),
        sources=_names(data.get("sources")) or sources,
        about=about,
        pools=pools,
        x=others["x"],
        size=others["size"],
        line=others["line"],
        r=tuple(data.get("r", (0.4, 0.9))),
        n=tuple(data.get("n", (60, 400))),
        counted=str(data.get("counted", "")),
        names=str(data.get("names", "")),
        weights=data.get("weights"),
        last=str(data.get("last", "")),
        whole=str(data.get("whole", "")),
        words=words,
    )
    kinds = _names(data.get("kinds")) or tuple(k for k in known_kinds.of_form[form] if known_kinds.suits(topic, k))
    if bad := [k for k in (*kinds, *_names(data.get("never"))) if k not in known_kinds.every()]:
        raise BadInput(f"{where}: no kind {bad[0]!r}")
    return replace(topic, kinds=tuple(k for k in kinds if k not in _names(data.get("never"))))


def _names(value: Any) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else tuple(value)


def _check_patterns(own: Mapping[str, Pool], pools: Pools, where: str) -> None:
    for pool in own.values():
        for pattern in pool.patterns:
            for name in slots(pattern):
                if name not in pools:
                    raise BadInput(f"{where}: pool {pool.key!r} names the pool {name!r}, which does not exist")
