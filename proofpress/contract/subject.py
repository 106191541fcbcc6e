"""What is put to the test: an engine, or some templates of it, with a few samples of each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..engine import Engine, Refused, Request
from ..errors import BadInput
from ..make_sample import Draft, Drop, Job, drafted, make_sample
from ..model import Sample
from ..registry import Registry

LEVELS = (1, 3, 5)


@dataclass(frozen=True)
class Subject:
    """An engine under test, or some templates of it.

    templates: their names.  per_template: samples of each at each of three levels of difficulty.
    """

    name: str
    registry: Registry
    templates: tuple[str, ...]
    per_template: int = 1
    root_seed: int = 20240229

    @property
    def engine(self) -> Engine:
        return self.registry.engine(self.name)

    def job(self, template: str, level: int, index: int, language: str | None = None) -> Job:
        request = Request(difficulty=level, language=language or self.language(template))
        return Job(self.name, template, index, self.root_seed, "contract", request)

    def language(self, template: str) -> str:
        """The one that a template is tried in: English where it can be."""
        speaks = self.registry.template(f"{self.name}/{template}").speaks
        languages = [code for code in self.registry.languages(self.name) if speaks(code)] or ["en"]
        return "en" if "en" in languages else languages[0]

    @cached_property
    def jobs(self) -> list[Job]:
        return [
            self.job(t, level, 10 * level + i) for t in self.templates for level in LEVELS for i in range(self.per_template)
        ]

    def drafts(self, most: int) -> Iterator[Draft]:
        """What the engine makes of up to `most` further jobs a template, before anything is posed; refused ones left out."""
        for index in range(most):
            for template in self.templates:
                try:
                    yield drafted(self.job(template, 1 + index % 5, 1000 + index), self.registry)
                except Refused:
                    continue

    @cached_property
    def made(self) -> list[tuple[Sample, list[Drop]]]:
        """The samples, each with what was dropped on the way to it."""
        made = [make_sample(job, self.registry) for job in self.jobs]
        return [(s, drops) for s, drops in made if s is not None]

    @property
    def samples(self) -> list[Sample]:
        return [s for s, _ in self.made]


def subjects(name: str, plugins: tuple[str, ...] = ()) -> list[Subject]:
    """The engines that a name, or a plug-in folder, stands for; a folder of templates stands for the engines it adds to.

    BadInput where that is none: nothing checked would pass.
    """
    if not Path(name).is_dir() or name in Registry.load(plugins).engines():
        registry = Registry.load(plugins)
        return [Subject(name, registry, tuple(registry.templates(name)))]
    registry = Registry.load((*plugins, name))
    own = Path(name).resolve()
    found = []
    for engine in registry.engines():
        templates = [t.name for t in registry.templates(engine).values() if t.path and own in t.path.parents]
        if templates or registry.home(engine) == own:
            found.append(Subject(engine, registry, tuple(templates)))
    if not found:
        raise BadInput(
            f"plug-in {name}: holds no engine, and no template of one that is here (there are: {', '.join(registry.engines())})"
        )
    return found


def digest(sample: Sample) -> str:
    """sha256 of a sample's whole record, pixels included."""
    record = sample.to_record()
    record["images"] = [hashlib.sha256(i["bytes"]).hexdigest() for i in record["images"]]
    return hashlib.sha256(json.dumps(record, sort_keys=True, default=str).encode()).hexdigest()
