"""`make`: a set from a recipe."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from ..errors import BadInput
from .options import Json, Plugins, Storage, Workers, cores, print_json, texts


def make(
    recipe: Annotated[Path | None, typer.Argument(metavar="RECIPE", help="A YAML recipe; options below override it.")] = None,
    out: Annotated[str | None, typer.Option("--out", "-o", metavar="DIR", help="The folder of the set, or a URL.")] = None,
    domain: Annotated[str | None, typer.Option(help="Engines and shares, e.g. charts=40,geometry=60.")] = None,
    n: Annotated[int | None, typer.Option("-n", help="How many samples.")] = None,
    seed: Annotated[int | None, typer.Option(help="The root of all randomness; 0 is valid.")] = None,
    template: Annotated[
        list[str] | None, typer.Option(metavar="ENGINE/NAME", help="Only this template; may be repeated.")
    ] = None,
    difficulty: Annotated[str | None, typer.Option(help="A level or a range of 1-5.")] = None,
    lang: Annotated[str | None, typer.Option(help="Languages, e.g. en,zh.")] = None,
    text_load: Annotated[
        str | None, typer.Option(help="full, lite or vision: where the premises are. Varied unless told.")
    ] = None,
    data: Annotated[list[Path] | None, typer.Option(metavar="FILE", help="Your own table; may be repeated.")] = None,
    degrade: Annotated[str | None, typer.Option(help="none, light, medium or heavy.")] = None,
    image_format: Annotated[str | None, typer.Option(help="png, jpeg or webp.")] = None,
    shard_size: Annotated[int | None, typer.Option(help="The most samples in a shard (256; small sets are cut finer).")] = None,
    split: Annotated[str | None, typer.Option(help="train, validation, test, …: splits share no sample.")] = None,
    workers: Workers = None,
    runner: Annotated[str, typer.Option(help="local: processes of this machine. ray: a Ray cluster.")] = "local",
    address: Annotated[
        str | None, typer.Option(help="The Ray cluster: auto, HOST:PORT or ray://…; one is started here unless told.")
    ] = None,
    storage: Storage = None,
    plugin: Plugins = None,
    as_json: Json = False,
) -> None:
    """Make a set. A run that was stopped goes on where it was when the same command is given again.

    \b
    proofpress make --domain geometry=60,charts=40 -n 1000 --seed 7 -o sets/mixed
    proofpress make --domain charts -n 200 --data sales.csv -o sets/sales
    proofpress make recipes/demo.yaml -o out/demo --workers 4
    proofpress make recipes/demo.yaml -o s3://bucket/sets/demo --storage endpoint_url=http://127.0.0.1:9000
    proofpress make recipes/demo.yaml -o /shared/sets/demo --runner ray --address auto
    """
    from ..recipe import Recipe, load_recipe, parse_difficulty, parse_domains
    from ..run.choice import chosen
    from ..run.local import make_set
    from ..store import location, parse_storage

    if out is None:
        raise BadInput("no output folder: add -o DIR")
    where = location(out, parse_storage(storage or ()))
    asked: dict[str, Any] = {
        "domains": None if domain is None else parse_domains(domain),
        "samples": n,
        "seed": seed,
        "templates": texts(template),
        "difficulty": None if difficulty is None else parse_difficulty(difficulty),
        "languages": None if lang is None else tuple(w.strip() for w in lang.split(",") if w.strip()),
        "text_load": text_load,
        "data": texts(data),
        "degrade": degrade,
        "image_format": image_format,
        "shard_size": shard_size,
        "split": split,
        "plugins": texts(plugin),
    }
    start = load_recipe(recipe) if recipe is not None else Recipe()
    wanted = replace(start, **{k: v for k, v in asked.items() if v is not None})
    try:
        with chosen(runner, workers, address, cores()) as run:
            made = make_set(wanted, where, runner=run)
    except KeyboardInterrupt:
        print(f"\nStopped; give the same command again to go on with {out}.", file=sys.stderr)
        raise typer.Exit(130) from None
    rate = made.made / made.seconds if made.seconds else 0.0
    if as_json:
        print_json(
            set=str(out),
            samples=made.samples,
            questions=made.questions,
            dropped=made.dropped,
            seconds=round(made.seconds, 2),
            samples_per_second=round(rate, 2),
        )
    else:
        typer.echo(f"{out}: {made.samples} samples, {made.questions} questions ({made.dropped} drops, see drops.jsonl)")
        if made.made == 0:
            typer.echo("The set was complete already.")
