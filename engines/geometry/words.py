"""The engine's own words in a language, from its forms.yaml: what pictures print, what shapes are called, units of lengths."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from proofpress.ask.wording import Wording, load
from proofpress.data_paths import templates_of


@lru_cache(maxsize=16)
def words_of(language: str) -> Wording:
    """The wording of this engine alone; BadInput where it has none in the language."""
    return load((templates_of("geometry") / "wording",), language)


@lru_cache(maxsize=16)
def units_of(language: str) -> tuple[str, ...]:
    """The units that lengths of a figure may have, each as often as it is wanted; "" for none."""
    return tuple("" if unit == "none" else unit for unit in words_of(language).variants("forms", "lengths"))


@lru_cache(maxsize=16)
def letters_of(language: str) -> Mapping[str, str]:
    """What the language calls a point that English calls by another letter: {"O": "M"}."""
    return dict(tuple(pair.split()) for pair in words_of(language).variants("forms", "letters"))
