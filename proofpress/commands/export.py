"""`export`: a set in the files that a consumer loads."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from ..errors import BadInput
from .options import Json, Plugins, Workers, cores, local, place, print_json, texts


def export(
    folder: Annotated[
        Path | None, typer.Argument(metavar="SET", parser=place, help="The folder that `make -o` wrote, or its URL.")
    ] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="NAME", help="The format; --list names them.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="DIR", help="The folder of the export.")] = None,
    kind: Annotated[str | None, typer.Option(help="each, conversation, detail, reasoning; several with commas.")] = None,
    reasoning: Annotated[str | None, typer.Option(help="none, plain or think: the chain of thought.")] = None,
    answer: Annotated[str | None, typer.Option(help="plain, boxed or tag: how the answer is written.")] = None,
    suffix: Annotated[bool | None, typer.Option(help="Add an instruction for the form of the answer.")] = None,
    form: Annotated[str | None, typer.Option(help="Only these forms, e.g. open,choice.")] = None,
    lang: Annotated[str | None, typer.Option(help="Only these languages, e.g. en,zh.")] = None,
    text_load: Annotated[str | None, typer.Option(help="Only these of full, lite and vision.")] = None,
    split: Annotated[str | None, typer.Option(help="Only these splits.")] = None,
    template: Annotated[list[str] | None, typer.Option(metavar="ENGINE/NAME", help="Only this template; repeatable.")] = None,
    difficulty: Annotated[str | None, typer.Option(help="A level or a range of 1-5.")] = None,
    depth: Annotated[str | None, typer.Option(help="How many steps a question's proof needs: a number or a range.")] = None,
    candidates: Annotated[
        int | None, typer.Option(min=0, help="Tell one question a picture, drawn evenly from N aspects; 0 tells all.")
    ] = None,
    grounded: Annotated[bool | None, typer.Option(help="Each step with the boxes that it looks at.")] = None,
    dialect: Annotated[str | None, typer.Option(help="How boxes are written, e.g. pixels, qwen2.5, thousandths.")] = None,
    seed: Annotated[int | None, typer.Option(help="For the words and candidates that are drawn.")] = None,
    own: Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="The format's own; repeatable.")] = None,
    show: Annotated[bool, typer.Option("--list", help="What formats there are, with their own options.")] = False,
    workers: Workers = None,
    plugin: Plugins = None,
    as_json: Json = False,
) -> None:
    """Write a set in the files that a trainer loads. A run that was stopped goes on when the same command is given again.

    \b
    proofpress export --list
    proofpress export sets/mixed --to llava -o out/llava
    proofpress export sets/mixed --to sharegpt -o out/sharegpt --reasoning think --kind conversation,detail
    """
    from ..export.exporter import settings_for
    from ..export.run import export_set
    from ..registry import Registry

    registry = Registry.load(texts(plugin) or ())
    if show:
        _list(registry, as_json)
        return
    if folder is None or to is None or out is None:
        wanted = {
            "set: give the folder that `make -o` wrote": folder,
            "format: add --to NAME (--list names them)": to,
            "output folder: add -o DIR": out,
        }
        raise BadInput("no " + next(what for what, value in wanted.items() if value is None))
    local(out, "output folder")
    given: dict[str, Any] = {
        "kinds": _words(kind),
        "reasoning": reasoning,
        "answer": answer,
        "suffix": suffix,
        "forms": _words(form),
        "languages": _words(lang),
        "text_loads": _words(text_load),
        "splits": _words(split),
        "templates": texts(template),
        "difficulty": None if difficulty is None else _range("--difficulty", difficulty),
        "depth": None if depth is None else _range("--depth", depth),
        "candidates": candidates,
        "grounded": grounded,
        "dialect": dialect,
        "seed": seed,
        "own": dict(_pair(text) for text in own or ()),
    }
    settings = settings_for(registry.exporter(to), {k: v for k, v in given.items() if v is not None})
    try:
        made = export_set(folder, to, out, settings, workers or cores(), texts(plugin) or ())
    except KeyboardInterrupt:
        print(f"\nStopped; give the same command again to go on with {out}.", file=sys.stderr)
        raise typer.Exit(130) from None
    if as_json:
        print_json(
            export=str(out),
            format=to,
            rows=dict(made.rows),
            pictures=made.pictures,
            files=list(made.files),
            seconds=round(made.seconds, 2),
        )
        return
    rows = ", ".join(f"{n} {split}" for split, n in made.rows.items()) or "no"
    names = ", ".join(made.files[:6]) + (f" and {len(made.files) - 6} more files" if len(made.files) > 6 else "")
    typer.echo(f"{out}: {rows} rows, {made.pictures} pictures, {names}")
    if made.made == 0:
        typer.echo("The export was complete already.")


def _words(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(w.strip() for w in text.split(",") if w.strip())


def _range(name: str, text: str) -> tuple[int, int]:
    low, _, high = text.partition("-")
    if not low.isdecimal() or (high or low) != (high or low).strip() or not (high or low).isdecimal():
        raise BadInput(f"{name} {text!r}: a whole number or a range such as 2-4")
    return int(low), int(high or low)


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise BadInput(f"--set {text!r}: write it as KEY=VALUE")
    return key, value


def _list(registry: Any, as_json: bool) -> None:
    found = [registry.exporter(name) for name in registry.exporters()]
    if as_json:
        print_json(
            exporters=[
                {
                    "name": e.name,
                    "summary": e.summary,
                    "defaults": dict(e.defaults),
                    "options": [
                        {"name": k, "default": o.default, "values": list(o.values), "help": o.help} for k, o in e.own.items()
                    ],
                }
                for e in found
            ]
        )
        return
    for e in found:
        typer.echo(f"{e.name:16} {e.summary}")
        for key, option in e.own.items():
            values = f" ({', '.join(map(str, option.values))})" if option.values else ""
            typer.echo(f"{'':16}   --set {key}={option.default}{values}  {option.help}")
