"""What regions are called in a language, and how they are asked for.

Nouns are data of the engine, templates/<engine>/regions.yaml (in a plug-in: regions.yaml beside engine.py); phrases are data of
the exports, templates/export/wording/<language>/grounding.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import TemplateError

from ..ask.wording import fill
from ..data_paths import data_folder
from ..errors import BadInput
from ..language import DEFAULT, Language, get
from ..model import Sample
from ..registry import Registry
from ..seeds import Rng
from ..yaml_data import read_yaml


@dataclass(frozen=True, slots=True)
class Role:
    """How a kind of region is spoken of; the keys are explained in the data file."""

    one: str
    many: str
    count: bool = False
    point: bool = False
    dot: bool = False
    place: bool = False
    label: bool = False
    skip: bool = False
    vague: bool = False
    bare: bool = False
    article: str = ""
    fact: str = ""
    name: str = ""
    text: str = ""


class Lexicon:
    """One language's nouns for an engine's regions, and its phrases."""

    def __init__(self, data: Mapping[str, Any], path: Path, language: Language, roles: Mapping[str, Role]):
        self.data, self.path, self.language = data, path, language
        self.roles = {**_roles(data["roles"]), **roles}
        self.before = [(re.compile(pattern), word) for pattern, word in data["before"]]
        self.article = re.compile(data["article"])
        self.pixels = re.compile(data["pixels"])

    def role(self, name: str, sample: Sample) -> Role:
        """The closest entry: ROLE@TEMPLATE, ROLE, or, in English alone, the role's own name."""
        for key in (f"{name}@{sample.template}", name):
            if key in self.roles:
                return self.roles[key]
        noun = name.replace("-", " ")
        return Role(noun, noun + "s", skip=self.language.code != DEFAULT)

    def call(self, key: str, **slots: Any) -> str:
        """A name by one of the patterns under `calls`, or `the`, `of`."""
        return self.fill(self.data["calls"].get(key) or self.data[key], slots)

    def the(self, it: str, role: Role, objective: bool = False) -> str:
        """A name with its article, as the subject of a sentence or (`objective`) as the object of a verb."""
        key = "the_object" if objective and "the_object" in self.data else "the"
        return self.call(key, it=it, article=role.article)

    def fill(self, text: str, slots: Mapping[str, Any]) -> str:
        try:
            return fill(text, slots, self.language)
        except TemplateError as error:
            raise BadInput(f"{self.path}: {error} (in {text!r})") from None

    def say(self, key: str, rng: Rng, **slots: Any) -> str:
        """One of the wordings under a key, drawn and filled."""
        options: Sequence[str] = self.data[key]
        return self.fill(options[int(rng.integers(len(options)))], slots)

    def name(self, name: str) -> str:
        """A name within a sentence."""
        return self.call("the", it=name) if self.article.search(name) else name

    def at(self, place: str) -> str:
        """The preposition that a place or time takes."""
        return next((word for pattern, word in self.before if pattern.search(place)), "at")


def _roles(entries: Mapping[str, Any]) -> dict[str, Role]:
    return {name: Role(**entry) for name, entry in entries.items()}


@lru_cache(maxsize=32)
def lexicon(language: str, engine: str, plugins: tuple[str, ...] = ()) -> Lexicon | None:
    """The lexicon of a language for an engine's regions; None where nobody has written one. BadInput names a broken file."""
    path = data_folder("templates") / "export" / "wording" / language / "grounding.yaml"
    if not re.fullmatch(r"[\w-]+", language) or not path.is_file():
        return None
    try:
        return Lexicon(read_yaml(path), path, get(language), roles_of(engine, language, plugins))
    except (TypeError, KeyError, ValueError, re.error) as error:
        raise BadInput(f"{path}: not a lexicon of regions: {' '.join(str(error).split())}") from None


def roles_of(engine: str, language: str, plugins: tuple[str, ...] = ()) -> dict[str, Role]:
    """What the engine calls its regions; {} where it says nothing in this language or is not installed."""
    registry, found = Registry.load(plugins), {}
    for home in registry.homes(engine) if engine in registry.engines() else ():
        file = home / "regions.yaml"
        if file.is_file():
            try:
                found.update(_roles(read_yaml(file).get(language) or {}))
            except (TypeError, AttributeError) as error:
                raise BadInput(f"{file}: {language}: not a list of roles: {' '.join(str(error).split())}") from None
    return found
