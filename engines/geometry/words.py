"""The engine's own words in a language: what its pictures print (`note` in forms.yaml), and what its shapes are called."""

from __future__ import annotations

from functools import lru_cache

from proofpress.ask.wording import Wording, load
from proofpress.data_paths import templates_of


@lru_cache(maxsize=16)
def words_of(language: str) -> Wording:
    """The wording of this engine alone; BadInput where it has none in the language."""
    return load((templates_of("geometry") / "wording",), language)
