"""`engines`: what is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from .options import Json, Plugins, print_json, texts

if TYPE_CHECKING:
    from ..registry import Registry


def engines(plugin: Plugins = None, as_json: Json = False) -> None:
    """What is installed: engines, their templates, operators, languages and what a recipe may ask of each."""
    from ..registry import Registry

    registry = Registry.load(texts(plugin) or ())
    listed: list[dict[str, Any]] = [
        {
            "name": name,
            "version": registry.engine(name).version,
            "templates": list(registry.templates(name)),
            "operators": sorted(registry.operators(name)),
            "languages": registry.languages(name),
        }
        for name in registry.engines()
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
    for name in registry.engines():
        for option, values in _options(registry, name).items():
            typer.echo(f"{name}, {option}: {', '.join(values)}")


def _options(registry: Registry, name: str) -> dict[str, list[str]]:
    """What a recipe may ask of the engine: each option with all values that some template can do."""
    found: dict[str, list[str]] = {}
    for template in registry.templates(name).values():
        for option, values in registry.engine(name).options(template).items():
            found[option] = list(dict.fromkeys([*found.get(option, ()), *values]))
    return found
