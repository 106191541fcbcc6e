"""`make`: a set from a recipe."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import BadInput
from .options import Json, Plugins, Storage, Workers, cores, print_json, texts

if TYPE_CHECKING:
    from ..recipe import Recipe


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
    data: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FILE[:ROLE=COLUMN,…]",
            help="Your own table, e.g. sales.csv:category=Region,value=Revenue,unit=EUR; repeatable.",
        ),
    ] = None,
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
    explain: Annotated[
        bool, typer.Option("--explain", help="Only say what would be made, and about how long it takes.")
    ] = False,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of recipes, for your editor.")] = False,
    as_json: Json = False,
) -> None:
    """Make a set. A run that was stopped goes on where it was when the same command is given again.

    \b
    proofpress make --domain geometry=60,charts=40 -n 1000 --seed 7 -o sets/mixed
    proofpress make --domain charts -n 200 --data sales.csv:category=Region,value=Revenue,unit=EUR -o sets/sales
    proofpress make recipes/school-geometry.yaml --explain
    proofpress make recipes/demo.yaml -o out/demo --workers 4
    proofpress make recipes/demo.yaml -o s3://bucket/sets/demo --storage endpoint_url=http://127.0.0.1:9000
    proofpress make recipes/demo.yaml -o /shared/sets/demo --runner ray --address auto
    """
    from ..recipe import Recipe, load_recipe, overridden, parse_data, parse_difficulty, parse_domains
    from ..recipe import schema as recipe_schema

    if schema:
        typer.echo(json.dumps(recipe_schema(), indent=1, ensure_ascii=False))
        return
    asked: dict[str, Any] = {
        "domains": None if domain is None else parse_domains(domain),
        "samples": n,
        "seed": seed,
        "templates": texts(template),
        "difficulty": None if difficulty is None else parse_difficulty(difficulty),
        "languages": None if lang is None else tuple(w.strip() for w in lang.split(",") if w.strip()),
        "text_load": text_load,
        "data": tuple(parse_data(d) for d in data) if data else None,
        "degrade": degrade,
        "image_format": image_format,
        "shard_size": shard_size,
        "split": split,
        "plugins": texts(plugin),
    }
    start = load_recipe(recipe) if recipe is not None else Recipe()
    wanted = overridden(start, **asked)
    workers = workers or (None if runner != "local" else cores())
    if explain:
        from .make_plan import explained

        explained(wanted, workers or cores(), as_json)
        return
    _make(wanted, out, workers, (runner, address), storage, as_json)


def _make(
    recipe: Recipe,
    out: str | None,
    workers: int | None,
    run_by: tuple[str, str | None],
    storage: list[str] | None,
    as_json: bool,
) -> None:
    from ..recipe import checked
    from ..registry import Registry
    from ..run.choice import chosen
    from ..run.local import make_set
    from ..store import is_local, location, parse_storage
    from .make_exports import settings_of, write_exports
    from .make_plan import missed

    if out is None:
        raise BadInput("no output folder: add -o DIR")
    where = location(out, parse_storage(storage or ()))
    registry = Registry.load(recipe.plugins)
    settings = [settings_of(e, registry) for e in recipe.exports]  # before hours are spent on what cannot be exported
    if recipe.exports and not is_local(where):
        raise BadInput(f"output {out}: the recipe's exports need a folder of this machine; export the set afterwards")
    try:
        with chosen(run_by[0], workers, run_by[1], cores()) as run:
            made = make_set(recipe, where, runner=run)
        exported = write_exports(Path(str(where)), recipe.exports, settings, workers or cores(), recipe.plugins)
    except KeyboardInterrupt:
        print(f"\nStopped; give the same command again to go on with {out}.", file=sys.stderr)
        raise typer.Exit(130) from None
    recipe = checked(recipe, registry)
    unmet = missed(recipe, registry, where, made)
    rate = made.made / made.seconds if made.seconds else 0.0
    if as_json:
        more: dict[str, Any] = {"unmet": [asdict(u) for u in unmet]} if unmet else {}
        if exported:
            more["exports"] = {folder: sum(e.rows.values()) for folder, e in exported.items()}
        print_json(
            set=str(out),
            samples=made.samples,
            questions=made.questions,
            dropped=made.dropped,
            seconds=round(made.seconds, 2),
            samples_per_second=round(rate, 2),
            **more,
        )
    else:
        typer.echo(f"{out}: {made.samples} samples, {made.questions} questions ({made.dropped} drops, see drops.jsonl)")
        if made.made == 0:
            typer.echo("The set was complete already.")
        for folder, e in exported.items():
            typer.echo(f"{folder}: {sum(e.rows.values())} rows")
        if unmet:
            typer.echo("Not as asked: " + "; ".join(map(str, unmet)))
        if made.samples < recipe.samples and (why := commonest_drop(where)):
            typer.echo(f"Not made: {recipe.samples - made.samples} of {recipe.samples}. Most often dropped for: {why}")
    lost = 1 - made.samples / recipe.samples
    if lost > recipe.most_lost:
        print(f"proofpress: {lost:.1%} of the samples failed, the recipe allows {recipe.most_lost:.1%}; "
              f"{out}/drops.jsonl says why", file=sys.stderr)  # fmt: skip
        raise typer.Exit(1)


def commonest_drop(where: Any) -> str:
    """The reason that stands most often among the first drops of a set, in one line; "" where nothing was dropped."""
    from collections import Counter
    from itertools import islice

    with (where / "drops.jsonl").open("rb") as lines:
        drops = [json.loads(line) for line in islice(lines, 10_000)]
    if not drops:
        return ""
    (reason, detail), number = Counter((drop["reason"], drop["detail"]) for drop in drops).most_common(1)[0]
    return f"{reason}: {' '.join(detail.split())[:200]} ({number} times)"
