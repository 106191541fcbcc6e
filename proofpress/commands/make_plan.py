"""`make --explain`, and what `make` says of mixes that did not come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import typer
from rich.console import Console
from rich.table import Table

from ..recipe import Recipe, checked
from ..recipe.forecast import MOST, Unmet, planned, unmet
from ..registry import Registry
from ..run.explain import Estimate, estimate
from ..run.local import MadeSet
from ..run.pool import processes
from ..store import Location, SampleSet
from .make_exports import exports_cost
from .options import print_json

SHOWN = 12  # values of one mix; of more, the rest are added up


def explained(recipe: Recipe, workers: int, as_json: bool) -> None:
    """Print what the recipe would make, and what it would take here."""
    registry = Registry.load(recipe.plugins)
    recipe = checked(recipe, registry)
    counts = planned(recipe, registry)
    about = estimate(recipe, registry, workers, processes(workers))
    if recipe.exports:
        seconds, size = exports_cost(recipe, registry, workers, about.loading)
        about = replace(about, seconds=about.seconds + seconds, bytes=about.bytes + size)
    if as_json:
        print_json(
            samples=recipe.samples,
            counts=counts,
            exports=[{"to": e.to, "out": e.out} for e in recipe.exports],
            seconds=round(about.seconds, 1),
            bytes=round(about.bytes),
            questions=round(about.questions),
            samples_per_second=round(about.samples_per_second, 2),
            workers=workers,
            probes=about.probes,
        )
        return
    table = Table(box=None, pad_edge=False, show_header=False)
    for mix, values in counts.items():
        listed = sorted(values.items(), key=lambda v: (-v[1], v[0])) if len(values) > SHOWN else list(values.items())
        said = ", ".join(f"{v} {n}" for v, n in listed[:SHOWN])
        rest = listed[SHOWN:]
        table.add_row(mix, said + (f", and {len(rest)} more with {sum(n for _, n in rest)}" if rest else ""))
    for e in recipe.exports:
        table.add_row("export", f"{e.to} in {e.out}")
    typer.echo(f"{recipe.samples} samples, about {about.questions:.0f} questions:")
    Console(width=120).print(table)
    typer.echo(_said(about, workers))


def _said(about: Estimate, workers: int) -> str:
    crew = "1 worker" if workers == 1 else f"{workers} workers"
    return (
        f"About {_time(about.seconds)} with {crew} and a core for each ({about.samples_per_second:.1f} samples a second) and "
        f"{_size(about.bytes)}, judging by {about.probes} samples made now and thrown away."
    )


def _time(seconds: float) -> str:
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.0f} seconds"


def _size(size: float) -> str:
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if size < 1024:
            return f"{size:.0f} {unit}" if size >= 10 or unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} TiB"


def missed(recipe: Recipe, registry: Registry, where: Location, made: MadeSet) -> list[Unmet]:
    """The mixes that the set misses; of a large set, by its first samples."""
    lost = recipe.samples - made.samples
    if not recipe.constraints.mixes and not (recipe.allocated and lost > 0.01 * recipe.samples):
        return []
    return unmet(recipe, registry, _asked(where), lost)


def _asked(where: Location) -> Iterator[tuple[str, Sequence[tuple[str, int]]]]:
    for n, row in enumerate(SampleSet(where).iter_rows(["id", "questions"])):
        if n == MOST:
            return
        yield row["id"], [(q["form"], q["depth"]) for q in row["questions"]]
