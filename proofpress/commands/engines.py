"""`engines`: what is installed."""

from __future__ import annotations

from .options import Json, Plugins, print_json, texts


def engines(plugin: Plugins = None, as_json: Json = False) -> None:
    """What is installed: engines, their templates, operators and languages."""
    from ..registry import Registry

    registry = Registry.load(texts(plugin) or ())
    listed = [
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
