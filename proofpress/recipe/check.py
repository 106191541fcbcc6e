"""Can the registry make what the recipe asks?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from ..answers.kinds import forms
from ..errors import BadInput
from ..registry import Registry, nearest
from .model import Recipe, Shares

TEXT_LOADS = ("full", "lite", "vision")
DEGRADES = ("none", "light", "medium", "heavy")
IMAGE_FORMATS = ("png", "jpeg", "webp")
LEVELS = ("1", "2", "3", "4", "5")
MOST_SAMPLES = 10**10  # of more, the places of jobs would be told apart no longer
_SPLIT = re.compile(r"[a-z0-9_-]+")


def checked(recipe: Recipe, registry: Registry) -> Recipe:
    """The recipe with its domains filled in from its templates; BadInput when the registry cannot make it."""
    _words(recipe)
    if recipe.samples < 1:
        raise BadInput(f"samples is {recipe.samples}: ask for at least 1")
    if recipe.samples > MOST_SAMPLES:
        raise BadInput(f"samples is {recipe.samples}: a set holds at most {MOST_SAMPLES}; make several, each with its own seed")
    if recipe.shard_size < 1:
        raise BadInput(f"shard size is {recipe.shard_size}: at least 1 sample goes into a shard")
    if not 0 <= recipe.seed < 2**63:
        raise BadInput(f"seed {recipe.seed}: choose a whole number from 0 to 2^63 - 1")
    for split in recipe.mixes.get("split", {recipe.split: 1.0}):
        if not _SPLIT.fullmatch(split):
            raise BadInput(f"split {split!r}: lower-case letters, digits, - and _ only, for example train")
    for data in recipe.data:
        if not Path(data.path).is_file():
            raise BadInput(
                f"data file {data.path}: no such file; check the path (in a recipe it counts from the recipe's folder)"
            )
    for what, names in (("template", recipe.templates), ("language", recipe.languages)):
        if twice := [name for name, n in Counter(names).items() if n > 1]:
            raise BadInput(f"{what} {twice[0]!r}: is named twice; name it once")
    templates = [registry.template(t) for t in recipe.templates]
    domains = dict(recipe.domains) or {t.engine: 1.0 for t in templates}
    if not domains:
        raise BadInput(f"no domain given: write for example --domain {registry.engines()[0]} (there are: "
                       f"{', '.join(registry.engines())})")  # fmt: skip
    for template in templates:
        if template.engine not in domains:
            raise BadInput(
                f"template {template.id}: its engine is not among the domains {', '.join(domains)}; add it or drop it"
            )
    languages = tuple(recipe.mixes.get("language", recipe.languages))
    if not languages:
        raise BadInput("no language given: write for example --lang en")
    for name in domains:
        engine = registry.engine(name)
        if not registry.templates(name):
            raise BadInput(f"engine {name!r} has no template: add one with `new template {name}/NAME`")
        for language in languages:
            if why := registry.lacking_wording(name, language):
                raise BadInput(f"language {language!r}: {why}")
        for data in recipe.data:
            engine.roles(data)
        known_skills = {o.skill or o.name for n in domains for o in registry.operators(n).values()}
        for skill in recipe.constraints.skills:
            if skill not in known_skills:
                raise BadInput(f"skill {skill!r}: {nearest(skill, known_skills)}")
        _spoken(name, languages, recipe, registry)
    recipe = _sorted(replace(recipe, domains=domains))
    _options(recipe, registry)
    return recipe


def _sorted(recipe: Recipe) -> Recipe:
    """The recipe with its shares in one order: the file's says nothing, is not on record, and must not allocate other jobs."""
    constraints = replace(
        recipe.constraints,
        forms=dict(sorted(recipe.constraints.forms.items())),
        depth=dict(sorted(recipe.constraints.depth.items())),
    )
    options = {
        engine: {option: dict(sorted(mix.items())) for option, mix in sorted(asked.items())}
        for engine, asked in sorted(recipe.options.items())
    }
    mixes = {name: dict(sorted(mix.items())) for name, mix in sorted(recipe.mixes.items())}
    return replace(recipe, mixes=mixes, options=options, constraints=constraints)


def _words(recipe: Recipe) -> None:
    for name, asked, known in (
        ("text load", recipe.mixes.get("text_load") or _one(recipe.text_load), TEXT_LOADS),
        ("degrade", recipe.mixes.get("degrade") or _one(recipe.degrade), DEGRADES),
        ("image format", _one(recipe.image_format), IMAGE_FORMATS),
        ("form", recipe.constraints.forms, forms()),
        ("difficulty", recipe.mixes.get("difficulty", {}), LEVELS),
    ):
        for value in asked:
            if value not in known:
                raise BadInput(f"{name} {value!r}: {nearest(value, known)}")


def _one(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)


def _spoken(engine: str, languages: tuple[str, ...], recipe: Recipe, registry: Registry) -> None:
    """BadInput for a language that none of the engine's templates is for, and for a template that is for none of them."""
    named = [t for t in recipe.templates if t.startswith(f"{engine}/")]
    for template in map(registry.template, named):
        if not any(map(template.speaks, languages)):
            raise BadInput(
                f"template {template.id}: is for {', '.join(template.languages)}; add --lang {template.languages[0]}"
            )
    chosen = [registry.template(t) for t in named] or list(registry.templates(engine).values())
    for language in languages:
        if not any(t.speaks(language) for t in chosen):
            raise BadInput(f"language {language!r}: no template of {engine!r} is for it; add one with its words")


def spoken(recipe: Recipe, registry: Registry, id: str) -> tuple[str, ...]:
    """Those of the recipe's languages that the template is for."""
    template = registry.template(id)
    return tuple(filter(template.speaks, recipe.mixes.get("language", recipe.languages)))


def _options(recipe: Recipe, registry: Registry) -> None:
    """BadInput for an option or a value that no template of its engine has, and for a template that has none of the values."""
    for name, options in recipe.options.items():
        if name not in recipe.domains:
            raise BadInput(
                f"options for {name!r}: it is not among the domains {', '.join(recipe.domains)}; add it or drop them"
            )
        known: dict[str, set[str]] = {}
        for template in registry.templates(name).values():
            for option, values in registry.engine(name).options(template).items():
                known.setdefault(option, set()).update(values)
        for option, asked in options.items():
            if option not in known:
                raise BadInput(f"engine {name!r} has no option {option!r}: {nearest(option, known)}")
            for value in asked:
                if value not in known[option]:
                    raise BadInput(f"{option} of {name!r}: no {value!r}: {nearest(value, known[option])}")
        if not pool(recipe, registry, name):
            raise BadInput(f"engine {name!r}: none of its templates can do all of {_said(options)}; ask for less")
        for id in recipe.templates:
            if id.startswith(f"{name}/") and not _able(registry, id, options):
                raise BadInput(f"template {id}: cannot do {_said(options)}; drop the template or ask for others")


def _said(options: Mapping[str, Shares]) -> str:
    return "; ".join(f"{option} {', '.join(values)}" for option, values in options.items())


def pool(recipe: Recipe, registry: Registry, engine: str) -> list[str]:
    """The names of the templates of an engine that the recipe draws from."""
    named = [t.split("/")[1] for t in recipe.templates if t.startswith(f"{engine}/")]
    options = recipe.options.get(engine, {})
    able_ones = [t for t in named or registry.templates(engine) if _able(registry, f"{engine}/{t}", options)]
    return [t for t in able_ones if spoken(recipe, registry, f"{engine}/{t}")]


def _able(registry: Registry, id: str, options: Mapping[str, Shares]) -> bool:
    return all(able(registry, id, option, values) for option, values in options.items())


def able(registry: Registry, id: str, option: str, values: Iterable[str]) -> list[str]:
    """Those of an option's values that the template can do."""
    template = registry.template(id)
    has = registry.engine(template.engine).options(template).get(option, ())
    return [v for v in values if v in has]
