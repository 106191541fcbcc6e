"""The dimensions of a chart: what runs along its axis, and what its colours stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from proofpress.content.packs import Topic
from proofpress.content.periods import LATEST, Period, draw_period, is_period
from proofpress.content.pools import draw_names
from proofpress.content.titles import bare, number_word
from proofpress.errors import Refused
from proofpress.seeds import Rng


@dataclass(frozen=True)
class Dimension:
    """labels in order; category as the Spec writes it; period when it is time; prep leads to it in titles."""

    key: str
    labels: tuple[str, ...]
    category: dict[str, Any]
    period: Period | None = None
    prep: str = ""

    @property
    def nouns(self) -> dict[str, Any]:
        return {k: v for k, v in self.category.items() if k not in ("name", "kind")}


def draw_dimension(topic: Topic, key: str, least: int, most: int, rng: Rng) -> Dimension:
    """A period or a pool's names, `least` to `most` of them. Refused when there are not that many."""
    if is_period(key):
        period = draw_period(key, max(least, 3) if most > 2 else least, most, rng, topic.words)
        return Dimension(key, period.labels, topic.words.category(key, "time"), period)
    pool = topic.pools[key]
    names = draw_names(pool, least, most, rng, topic.pools)
    return Dimension(key, tuple(names), pool.category, None, pool.prep)


def choose(topic: Topic, kind: str, split: bool, rng: Rng) -> tuple[str, str]:
    """Keys of the label and of the series dimension ("" for no series) that suit the kind."""
    in_time = kind in ("line", "line_multi", "area", "area_stacked", "combo")
    along = [a for a in topic.across if is_period(a)] if in_time else list(topic.across)
    if kind in ("pie", "donut"):
        along = [a for a in topic.across if not is_period(a)]
    if kind in ("bar", "bar_horizontal"):  # time reads better along a line: bars show things more often
        things = [a for a in along if not is_period(a)]
        share = 0.9 if kind == "bar_horizontal" else 0.65
        along = things if things and rng.random() < share else along
    if kind == "bar_horizontal" and (things := [a for a in along if not is_period(a)]):
        along = things
    if kind == "radar" and topic.form == "matrix":
        along = [a for a in along if a in ("months", "weekdays", "seasons")]  # whole cycles
    pairs: list[tuple[str, str]] = [
        (a, b)
        for a in along
        for b in (topic.by if split else ("",))
        if a != b and not (is_period(a) and is_period(b) and (a in ("years", "decades", "school_years") or b != "years"))
    ]
    pairs = [p for p in pairs if not all(d in topic.pools and topic.pools[d].level for d in p)]  # towns in other towns
    if kind in ("bar_stacked", "area_stacked"):  # stacking years on each other means nothing
        pairs = [p for p in pairs if not is_period(p[1])]
    if not pairs:
        raise Refused(f"plan: topic {topic.key} has no dimensions for {kind}")
    return pairs[int(rng.integers(len(pairs)))]


def span_of(across: Dimension | None, by: Dimension | None, topic: Topic, rng: Rng) -> tuple[str, int]:
    """When the data are from, in words, and the last year; "" where the chart need not say."""
    periods = [d.period for d in (by, across) if d is not None and d.period is not None]
    if periods:
        return periods[0].span, max(p.year for p in periods if p.year) if len(periods) == 1 else periods[0].year
    year = int(rng.integers(LATEST - 11, LATEST + 1))
    return (str(year) if rng.random() < 0.6 else ""), year


def entity_of(topic: Topic, at: str, across: Dimension | None, by: Dimension | None) -> str:
    """What everything is about: a name, "three towns", or "" where only time runs through the chart."""
    if at:
        return bare(at, topic)
    things = [d for d in (by, across) if d is not None and d.period is None]
    things.sort(key=lambda d: -topic.pools[d.key].level)  # places before parts and products
    if not things:
        return ""
    return f"{number_word(len(things[0].labels), topic.language)} {topic.language.noun_alone(things[0].category['plural'])}"


def slots_of(topic: Topic, at: str, across: Dimension | None, by: Dimension | None, rng: Rng) -> dict[str, Any]:
    """The slots of titles: M and m (the measure, as a title and inside a sentence), noun, plural, prep and n (labels),
    snoun, splural, sprep and k (series), first and last label, at, span, year, unit, entity, whole."""
    span, year = span_of(across, by, topic, rng)
    m = topic.measure
    values: dict[str, Any] = {
        "M": m.name, "m": m.phrase, "unit": m.unit, "at": at, "span": span, "year": year, "whole": topic.whole,
        "x": topic.x.phrase if topic.x else "", "size": topic.size.phrase if topic.size else "",
        "line": topic.line.phrase if topic.line else "", "counted": topic.counted,
    }  # fmt: skip
    for prefix, n, d in (("", "n", across), ("s", "k", by)):
        category = d.category if d else {"noun": "", "plural": "", "name": ""}
        values |= {f"{prefix}noun": category["noun"], f"{prefix}plural": category["plural"]}
        values |= {f"{prefix}prep": d.prep if d else "", n: number_word(len(d.labels), topic.language) if d else ""}
        values |= {f"{prefix}labels": list(d.labels) if d else [], f"{prefix}time": bool(d and d.period)}
    values["placed"] = bool(at) or any(topic.pools[d.key].level for d in (across, by) if d and d.key in topic.pools)
    values["entity"] = entity_of(topic, at, across, by)
    return values
