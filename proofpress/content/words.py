"""The words that pictures about any topic need, in each language: packs/words.yaml and packs/<language>/words.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..data_paths import data_folder
from ..errors import BadInput
from ..language import DEFAULT, Language, get
from ..yaml_data import read_yaml


@dataclass(frozen=True, eq=False)
class PackWords:
    """language; `texts`: short patterns with {} for what is filled in; `dimensions`: what axes run over, by key."""

    language: Language
    texts: Mapping[str, str]
    dimensions: Mapping[str, Mapping[str, Any]]
    prepositions: tuple[str, ...]

    def category(self, key: str, kind: str = "nominal", name: str = "") -> dict[str, Any]:
        """A dimension as a Spec writes it: name, kind, noun, plural, and what else the language says of its noun."""
        own = {k: v for k, v in self.dimensions[key].items() if k not in ("label", "span", "names")}
        noun = str(own["noun"])
        plural = str(own.get("plural") or self.language.several(noun))
        return {**own, "name": name or self.language.heading(noun), "kind": kind, "noun": noun, "plural": plural}

    def nouns(self, key: str) -> dict[str, Any]:
        """The same without name and kind, as a Spec writes what its series are."""
        return {k: v for k, v in self.category(key).items() if k not in ("name", "kind")}

    def text(self, key: str, *filled: object) -> str:
        """One of the texts, filled in."""
        return self.texts[key].format(*filled)

    def pattern(self, key: str, part: str) -> str:
        """How a dimension's label, span, … is written; "{}" where the language says nothing of it."""
        return str(self.dimensions[key].get(part, "{}"))

    def names(self, key: str) -> tuple[str, ...]:
        """The names of a dimension that has the same ones in every picture, such as the seasons."""
        return tuple(map(str, self.dimensions[key].get("names", ())))


def packs_folder(code: str) -> Path:
    """Where the packs of a language lie: those of the default language bear the numbers, too."""
    folder = data_folder("templates") / "common" / "packs"
    return folder if code == DEFAULT else folder / code


@lru_cache(maxsize=16)
def pack_words(code: str) -> PackWords:
    """The words of a language; BadInput where its packs are missing."""
    file = packs_folder(code) / "words.yaml"
    if not file.is_file():
        raise BadInput(f"language {code!r}: no topics in it: {file} is missing; write it as packs/words.yaml, or give --data")
    data = dict(read_yaml(file))
    dimensions = {**data.pop("periods"), **{k: v for k, v in data.items() if isinstance(v, dict)}}
    prepositions = tuple(map(str, data.pop("prepositions")))
    texts = {k: str(v) for k, v in data.items() if not isinstance(v, dict)}
    return PackWords(get(code), texts, dimensions, prepositions)
