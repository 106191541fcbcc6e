"""Which kinds of chart a topic of a domain pack suits, by its form and its dimensions."""

from __future__ import annotations

from functools import lru_cache

from proofpress.content.packs import Kinds, Topic, read_titles
from proofpress.content.periods import is_period
from proofpress.content.titles import Titles
from proofpress.data_paths import data_folder
from proofpress.language import Language

from .vocabulary import KINDS

FORMS: dict[str, tuple[str, ...]] = {
    "matrix": tuple(k for k in KINDS if k not in ("bar_percent", "scatter", "bubble", "histogram", "box", "combo")),
    "parts": ("pie", "donut", "bar_percent", "bar", "bar_horizontal", "bar_stacked"),
    "points": ("scatter", "bubble"),
    "spread": ("histogram", "box"),
    "profile": ("radar", "bar_grouped", "heatmap"),
    "combo": ("combo",),
}
_UNITLESS = ("histogram", "combo", "points", "points_split", "points_bubble")  # subtitles that need not say the unit


def suits(topic: Topic, kind: str) -> bool:
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


CHARTS = Kinds(
    FORMS,
    suits,
    needs={"points": "x", "combo": "line"},
    preset={"parts": {"unit": "%", "range": [0, 100]}, "profile": {"unit": "", "range": [0, 100]}},
)


def titles(topic: Topic) -> Titles:
    """The titles of any chart, by its shape, in the topic's language."""
    return _titles(topic.language)


@lru_cache(maxsize=16)
def _titles(language: Language) -> Titles:
    folder = data_folder("templates") / "charts" / "wording" / language.code
    return Titles(read_titles(folder / "titles.yaml", language), unitless=_UNITLESS, single=("profile_one",))
