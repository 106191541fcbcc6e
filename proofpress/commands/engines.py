"""`engines`: what is installed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .options import Json, Plugins, print_json, texts

if TYPE_CHECKING:
    from ..registry import Registry


def engines(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Only this engine; all unless told.")] = None,
    operators: Annotated[
        bool, typer.Option("--operators", help="Every operator: what it takes and gives, what it says, where it is from.")
    ] = False,
    plugin: Plugins = None,
    as_json: Json = False,
) -> None:
    """What is installed: engines, their templates, operators and languages; of one engine also what a recipe may ask of it.

    \b
    proofpress engines charts
    proofpress engines charts --operators
    """
    from ..registry import Registry

    registry = Registry.load(texts(plugin) or ())
    names = registry.engines()
    if name is not None:
        registry.engine(name)  # BadInput where there is none
        names = [name]
    if operators:
        _operators(registry, names, as_json)
        return
    listed: list[dict[str, Any]] = [
        {
            "name": each,
            "version": registry.engine(each).version,
            "templates": list(registry.templates(each)),
            "operators": sorted(registry.operators(each)),
            "languages": registry.languages(each),
        }
        for each in names
    ]
    if as_json:
        print_json(engines=listed)
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("engine", "version", "templates", "operators", "languages", show_lines=True)
    for e in listed:
        templates = f"{len(e['templates'])}: {', '.join(e['templates'])}"
        table.add_row(str(e["name"]), str(e["version"]), templates, str(len(e["operators"])), ", ".join(e["languages"]))
    Console().print(table)
    if name is None:
        typer.echo("`proofpress engines NAME` also says what a recipe may ask of the engine.")
        return
    for option, values in _options(registry, name).items():
        typer.echo(f"{name}, {option}: {', '.join(values)}")


def _operators(registry: Registry, names: Sequence[str], as_json: bool) -> None:
    """The operators of these engines, by name: one object, or a paragraph each."""
    from ..reason.described import described, signature

    found = {name: [op for _, op in sorted(registry.operators(name).items())] for name in names}
    if as_json:
        print_json(engines=[{"name": name, "operators": [described(op) for op in ops]} for name, ops in found.items()])
        return
    for name, ops in found.items():
        typer.echo(f"{name}: {len(ops)} operators")
        for op in ops:
            about = described(op)
            typer.echo(f"\n{signature(op)}")
            typer.echo("\n".join(f"    {line}".rstrip() for line in about["says"].splitlines()))
            typer.echo(f"    {'; '.join(_notes(about))}")


def _notes(about: dict[str, Any]) -> Iterator[str]:
    yield f"skill {about['skill']}"
    if about["from"]:
        yield f"from statements {', '.join(about['from'])}"
    if about["source"]:
        yield f"source: {about['source']}"
    if about["unit"]:
        yield f"unit {about['unit']}"
    yield f"margin {about['margin']}"
    if about["whole"]:
        yield "of a whole group"
    if about["formal"]:
        yield "only restates"
    if not about["looks"]:
        yield "does not look at the picture"
    yield f"in {about['defined']}"


def _options(registry: Registry, name: str) -> dict[str, list[str]]:
    """What a recipe may ask of the engine: each option with all values that some template can do."""
    found: dict[str, list[str]] = {}
    for template in registry.templates(name).values():
        for option, values in registry.engine(name).options(template).items():
            found[option] = list(dict.fromkeys([*found.get(option, ()), *values]))
    return found
