"""`new` and `test-plugin`: for those who add an engine or a template."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import Plugins, texts


def new_engine(
    name: Annotated[str, typer.Argument(help="Lower-case letters, digits and _.")],
    into: Annotated[Path, typer.Option("--into", metavar="DIR", help="The folder to write it in.")] = Path(),
) -> None:
    """Write a plug-in folder NAME with an engine that works: one template, wording, and an independent reader.

    \b
    proofpress new engine dice
    proofpress test-plugin ./dice
    proofpress make --plugin ./dice --domain dice -n 20 -o out/dice
    """
    from ..skeleton import write_engine

    for path in write_engine(name, into):
        typer.echo(path)


def new_template(
    name: Annotated[str, typer.Argument(metavar="ENGINE/NAME", help="The engine it is for, and its own name.")],
    into: Annotated[Path, typer.Option("--into", metavar="DIR", help="The plug-in folder to write it in.")] = Path(
        "templates-of-mine"
    ),
    plugin: Plugins = None,
) -> None:
    """Write a template of an installed engine, as a copy of one of its own to change.

    \b
    proofpress new template charts/sales --into mine
    proofpress make --plugin mine --template charts/sales -n 20 -o out/sales
    """
    from ..skeleton import write_template

    typer.echo(write_template(name, into, texts(plugin) or ()))


def test_plugin(
    name: Annotated[str, typer.Argument(metavar="NAME|PATH", help="An installed engine, or a plug-in folder.")],
    plugin: Plugins = None,
) -> None:
    """Run the contract suite on an engine; exit code 1 when it breaks the contract.

    \b
    proofpress test-plugin ./clock
    """
    from ..contract import CHECKS, faults, sees_nothing, subjects

    failed = 0
    for subject in subjects(name, texts(plugin) or ()):
        for title in CHECKS:
            if sees_nothing(title, subject):
                typer.echo(f"skip {subject.name}: {title} (no sample)")
                continue
            found = faults(title, subject)
            failed += bool(found)
            typer.echo(f"{'FAIL' if found else 'ok  '} {subject.name}: {title}")
            for fault in found[:5]:
                typer.echo(f"     {fault}")
    if failed:
        raise typer.Exit(1)
