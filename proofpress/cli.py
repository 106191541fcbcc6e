"""The command `proofpress` (and `generate.py`): a thin layer of options over the modules that do the work."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from .errors import BadInput

app = typer.Typer(
    name="proofpress",
    help="Rendered images with exact ground truth, and proved questions about them.",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
new = typer.Typer(help="Write a working skeleton of an engine or a template.")
app.add_typer(new, name="new")
_UsageProblem: type[Exception] = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")

Plugins = Annotated[
    list[Path] | None, typer.Option("--plugin", metavar="PATH", help="A folder with an engine or templates; may be repeated.")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout, for machines.")]
Workers = Annotated[int | None, typer.Option("--workers", "-w", min=1, help="Processes; all cores unless told.")]
SetFolder = Annotated[Path, typer.Argument(metavar="SET", help="The folder that `make -o` wrote.")]


@app.command()
def make(
    recipe: Annotated[Path | None, typer.Argument(metavar="RECIPE", help="A YAML recipe; options below override it.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="DIR", help="The folder of the set.")] = None,
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
    plugin: Plugins = None,
    as_json: Json = False,
) -> None:
    """Make a set. A run that was stopped goes on where it was when the same command is given again.

    \b
    proofpress make --domain geometry=60,charts=40 -n 1000 --seed 7 -o sets/mixed
    proofpress make --domain charts -n 200 --data sales.csv -o sets/sales
    proofpress make recipes/demo.yaml -o out/demo --workers 4
    """
    from .recipe import Recipe, load_recipe, parse_difficulty, parse_domains
    from .run.local import make_set

    if out is None:
        raise BadInput("no output folder: add -o DIR")
    asked: dict[str, Any] = {
        "domains": None if domain is None else parse_domains(domain),
        "samples": n,
        "seed": seed,
        "templates": _texts(template),
        "difficulty": None if difficulty is None else parse_difficulty(difficulty),
        "languages": None if lang is None else tuple(w.strip() for w in lang.split(",") if w.strip()),
        "text_load": text_load,
        "data": _texts(data),
        "degrade": degrade,
        "image_format": image_format,
        "shard_size": shard_size,
        "split": split,
        "plugins": _texts(plugin),
    }
    start = load_recipe(recipe) if recipe is not None else Recipe()
    wanted = replace(start, **{k: v for k, v in asked.items() if v is not None})
    try:
        made = make_set(wanted, out, workers or _cores())
    except KeyboardInterrupt:
        print(f"\nStopped; give the same command again to go on with {out}.", file=sys.stderr)
        raise typer.Exit(130) from None
    rate = made.made / made.seconds if made.seconds else 0.0
    if as_json:
        _print_json(
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


@app.command()
def engines(plugin: Plugins = None, as_json: Json = False) -> None:
    """What is installed: engines, their templates, operators and languages."""
    from .registry import Registry

    registry = Registry.load(_texts(plugin) or ())
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
        _print_json(engines=listed)
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("engine", "version", "templates", "operators", "languages", show_lines=True)
    for e in listed:
        templates = f"{len(e['templates'])}: {', '.join(e['templates'])}"
        table.add_row(str(e["name"]), str(e["version"]), templates, str(len(e["operators"])), ", ".join(e["languages"]))
    Console().print(table)


@app.command()
def check(
    folder: SetFolder,
    second_road: Annotated[
        bool, typer.Option(help="Also derive each answer without the Spec: from pixels or premises.")
    ] = True,
    workers: Workers = None,
    plugin: Plugins = None,
    as_json: Json = False,
) -> None:
    """Both roads over a whole set; exit code 1 when an answer is wrong. Findings go to SET/findings.jsonl.

    \b
    proofpress check sets/mixed
    proofpress check sets/mixed --json --no-second-road
    """
    from .run.checking import check_set

    report = check_set(folder, workers or _cores(), _texts(plugin) or (), second_road)
    if as_json:
        _print_json(
            samples=report.samples,
            questions=report.questions,
            wrong=report.wrong,
            second_road={"covered": report.covered, "agree": report.agree},
            findings=[asdict(f) for f in report.findings],
        )
    else:
        for finding in report.findings[:20]:
            typer.echo(f"{finding.sample} {finding.question or '-'} {finding.check}: {finding.message}")
        if len(report.findings) > 20:
            typer.echo(f"… and {len(report.findings) - 20} more in {folder / 'findings.jsonl'}")
        typer.echo(
            f"{folder}: {report.samples} samples, {report.questions} questions, {report.wrong} wrong, "
            f"{len(report.findings)} findings; second road: {report.agree} of {report.covered} covered agree"
        )
    if report.wrong:
        raise typer.Exit(1)


@app.command()
def view(
    folder: SetFolder,
    static: Annotated[Path, typer.Option(metavar="FILE.html", help="Write one self-contained page to this file.")],
    n: Annotated[int, typer.Option("-n", min=1, help="At most this many samples, spread over the set.")] = 200,
) -> None:
    """A page to look at a set with: pictures, regions, questions and the steps of their proofs; works offline.

    \b
    proofpress view sets/mixed --static mixed.html
    """
    from .view.static import write_page

    shown = write_page(folder, static, n)
    typer.echo(f"{static}: {shown} samples")


@new.command("engine")
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
    from .skeleton import write_engine

    for path in write_engine(name, into):
        typer.echo(path)


@new.command("template")
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
    from .skeleton import write_template

    typer.echo(write_template(name, into, _texts(plugin) or ()))


@app.command("test-plugin")
def test_plugin(
    name: Annotated[str, typer.Argument(metavar="NAME|PATH", help="An installed engine, or a plug-in folder.")],
    plugin: Plugins = None,
) -> None:
    """Run the contract suite on an engine; exit code 1 when it breaks the contract.

    \b
    proofpress test-plugin ./clock
    """
    from .contract import CHECKS, faults, subjects

    failed = 0
    for subject in subjects(name, _texts(plugin) or ()):
        for title in CHECKS:
            found = faults(title, subject)
            failed += bool(found)
            typer.echo(f"{'FAIL' if found else 'ok  '} {subject.name}: {title}")
            for fault in found[:5]:
                typer.echo(f"     {fault}")
    if failed:
        raise typer.Exit(1)


def _cores() -> int:
    """The cores this process may use, which can be fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _texts(values: Sequence[Any] | None) -> tuple[str, ...] | None:
    return tuple(str(v) for v in values) if values else None


def _print_json(**fields: Any) -> None:
    typer.echo(json.dumps(fields, ensure_ascii=False))


def main() -> None:
    """Run the command; 0 fine, 1 wrong answers found, 2 bad input (one line on stderr), 130 stopped."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # numpy is imported later: one process, one core
        os.environ.setdefault(name, "1")
    try:
        code = app(sys.argv[1:] or ["--help"], standalone_mode=False)
    except BadInput as error:
        code = _complain(str(error))
    except _UsageProblem as error:
        code = _complain(f"{getattr(error, 'format_message', error.__str__)()} (see --help)")
    except (KeyboardInterrupt, typer.Abort):
        code = 130
    sys.exit(code or 0)


def _complain(text: str) -> int:
    print("proofpress: " + " ".join(text.split()), file=sys.stderr)
    return 2
