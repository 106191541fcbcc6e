"""Domain packs: what charts are about. Data under templates/charts/packs/*.yaml; read once per process.

A pack file:    pack: climate;  sources: [..];  pools: {key: pool};  topics: [topic, ..]
A topic:        form: matrix | parts | points | spread | profile | combo, its measures, and
                across / by   dimensions of the labels and of the series: pools or periods (years, months, …)
                about         patterns of what everything is about ("in {towns}"), none of whose pools is a dimension
                titles, notes (subtitles), sources, kinds (only these), never (not these)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from proofpress.data_paths import data_folder
from proofpress.errors import BadInput

from ..vocabulary import KINDS
from . import measure as measures
from .measure import Measure, read_measure
from .numbers import DAY_PROFILES, SEASON_PROFILES, WEEK_PROFILES
from .periods import is_period
from .pools import Pool, Pools, read_pool, slots
from .texts import check_texts

FORMS: dict[str, tuple[str, ...]] = {
    "matrix": tuple(k for k in KINDS if k not in ("bar_percent", "scatter", "bubble", "histogram", "box", "combo")),
    "parts": ("pie", "donut", "bar_percent", "bar", "bar_horizontal", "bar_stacked"),
    "points": ("scatter", "bubble"),
    "spread": ("histogram", "box"),
    "profile": ("radar", "bar_grouped", "heatmap"),
    "combo": ("combo",),
}
_TEXTS = {"titles", "notes", "sources", "about"}
_OWN = {"topic", "form", "across", "by", "kinds", "never", "x", "size", "line", "r", "n", "counted", "names", "weights", "last"}
_OWN |= {"whole"}


@dataclass(frozen=True)
class Topic:
    """x: the measure across (points); size: that of bubbles; line: a combo's second one.  r: correlation, from..to.

    n: how many were observed (spread); counted: what a histogram counts ("patients").  names: the pool of point names.
    weights: what is typical of a name, relative to the others; last: a part that comes last ("Other").
    whole: what the parts are of.
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


@lru_cache(maxsize=1)
def _shared() -> tuple[Pools, Mapping[str, tuple[str, ...]]]:
    folder = data_folder("templates") / "charts" / "packs"
    pools = {k: read_pool(k, d, "packs/pools.yaml") for k, d in read_yaml(folder / "pools.yaml").items()}
    _check_patterns(pools, pools, "packs/pools.yaml")
    titles = {k: tuple(v) for k, v in read_yaml(folder / "titles.yaml").items()}
    for key, texts in titles.items():
        check_texts(texts, f"packs/titles.yaml: {key}")
    return pools, titles


def general_titles() -> Mapping[str, tuple[str, ...]]:
    """Titles that fit any topic, by the shape of the chart."""
    return _shared()[1]


@lru_cache(maxsize=1)
def load_packs() -> Mapping[str, tuple[Topic, ...]]:
    """Every pack's topics by pack name."""
    folder = data_folder("templates") / "charts" / "packs"
    out: dict[str, tuple[Topic, ...]] = {}
    for file in sorted(folder.glob("*.yaml")):
        data = read_yaml(file)
        if "pack" in data:
            out[str(data["pack"])] = read_pack(data, f"packs/{file.name}")
    return out


def read_pack(data: Mapping[str, Any], where: str) -> tuple[Topic, ...]:
    """The topics of one pack file."""
    own = {k: read_pool(k, d, where) for k, d in (data.get("pools") or {}).items()}
    pools = {**_shared()[0], **own}
    _check_patterns(own, pools, where)
    sources = tuple(data.get("sources", ()))
    check_texts(sources, f"{where}: sources")
    return tuple(_read_topic(t, str(data["pack"]), sources, pools, where) for t in data.get("topics", ()))


@lru_cache(maxsize=256)
def topics_for(kind: str, packs: tuple[str, ...] = ()) -> tuple[tuple[Topic, ...], ...]:
    """Topics that suit a kind of chart, grouped by pack; only the named packs when there are any."""
    every = load_packs()
    for name in packs:
        if name not in every:
            raise BadInput(f"no pack {name!r}; there are: {', '.join(sorted(every))}")
    groups = (
        tuple(t for t in topics if kind in t.kinds) for name, topics in sorted(every.items()) if not packs or name in packs
    )
    return tuple(g for g in groups if g)


def read_yaml(file: Path) -> Mapping[str, Any]:
    """A YAML mapping; BadInput names the file and line at fault."""
    try:
        data = yaml.load(file.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise BadInput(f"{file}: not valid YAML: {' '.join(str(error).split())}") from None
    if not isinstance(data, dict):
        raise BadInput(f"{file}: expected a mapping of keys")
    return data


def _read_topic(data: Mapping[str, Any], pack: str, sources: tuple[str, ...], pools: Pools, where: str) -> Topic:
    key = str(data.get("topic", "?"))
    where = f"{where}: topic {key!r}"
    if unknown := sorted(set(data) - _OWN - _TEXTS - measures.FIELDS):
        raise BadInput(f"{where} has an unknown key {unknown[0]!r}")
    form = str(data.get("form", "matrix"))
    if form not in FORMS:
        raise BadInput(f"{where}: no form {form!r}; there are {', '.join(FORMS)}")
    if form in ("parts", "profile"):
        data = {"unit": "%" if form == "parts" else "", "range": [0, 100], **data}
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
        check_texts(_names(data.get(text_key)), f"{where}, {text_key}")
    others = {k: read_measure(data[k], f"{where}, {k}") if k in data else None for k in ("x", "size", "line")}
    if (missing := {"points": "x", "combo": "line"}.get(form)) and others[missing] is None:
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
    )
    kinds = _names(data.get("kinds")) or tuple(k for k in FORMS[form] if _suits(topic, k))
    if bad := [k for k in (*kinds, *_names(data.get("never"))) if k not in KINDS]:
        raise BadInput(f"{where}: no kind {bad[0]!r}")
    return replace(topic, kinds=tuple(k for k in kinds if k not in _names(data.get("never"))))


def _suits(topic: Topic, kind: str) -> bool:
    """Do the topic's dimensions allow this kind?"""
    in_time = any(is_period(d) for d in topic.across)
    things = any(not is_period(d) for d in topic.across)
    splits = any(b != a for a in topic.across for b in topic.by)
    adds = topic.measure.adds
    match kind:
        case "scatter":
            return True
        case "line":
            return in_time
        case "area":
            return in_time and topic.measure.scale == "ratio"
        case "line_multi":
            return in_time and splits
        case "bar_grouped" | "heatmap":
            return topic.form == "profile" or splits
        case "bar_stacked":
            return splits and (adds or topic.form == "parts")
        case "area_stacked":
            return adds and splits and in_time
        case "bar_percent":
            return bool(topic.across)
        case "pie" | "donut":
            return topic.form == "parts" or (adds and things)
        case "radar":
            cycle = {"months", "weekdays", "seasons"} & set(topic.across)
            cyclic = bool(cycle) and bool(topic.measure.season or topic.measure.week)
            return topic.form == "profile" or (splits and cyclic and topic.measure.scale == "ratio")
        case "bubble":
            return topic.size is not None and bool(topic.names)
        case "box":
            return bool(topic.by)
        case "histogram":
            return bool(topic.counted)
    return bool(topic.across) or topic.form == "parts"


def _names(value: Any) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else tuple(value)


def _check_patterns(own: Mapping[str, Pool], pools: Pools, where: str) -> None:
    for pool in own.values():
        for pattern in pool.patterns:
            for name in slots(pattern):
                if name not in pools:
                    raise BadInput(f"{where}: pool {pool.key!r} names the pool {name!r}, which does not exist")
