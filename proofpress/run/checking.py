"""Both roads over a whole set, in parallel over its row groups."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict

from ..check import Report, check_sample
from ..errors import BadInput
from ..model import Sample
from ..registry import Registry, brief
from ..store import Location, RowGroup, SampleSet, lives_here_only, write_lines
from . import pool
from .pool import Runner, processes, run_here
from .progress import Meter


def check_part(
    part: RowGroup, number: int, plugins: tuple[str, ...], second_road: bool, tick: Callable[[int], None]
) -> tuple[int, Report]:
    """The report on one part of a set, with the part's number."""
    registry = Registry.load(plugins)
    report = Report()
    for row in SampleSet.rows(part):
        try:
            report.add(check_sample(Sample.from_record(row), registry, second_road))
        except BadInput:
            raise
        except Exception as error:
            raise BadInput(f"sample {row['id']} in {part.path} cannot be checked: {brief(error)}") from error
        tick(1)
    return number, report


def check_set(
    root: Location,
    workers: int = 1,
    plugins: tuple[str, ...] = (),
    second_road: bool = True,
    quiet: bool = False,
    runner: Runner | None = None,
) -> Report:
    """Check every sample of a set, whose folder may be read-only: `keep` writes the findings there."""
    held = SampleSet(root)
    if not held.complete:
        raise BadInput(f"{root}: the set is not finished; run the same `make` command again to go on, then check it")
    registry = Registry.load(plugins)
    for name in held.header["recipe"]["domains"]:
        registry.engine(name)
    if lives_here_only(held.root):
        runner = run_here
    parts = held.parts()
    calls = [(part, i, plugins, second_road, pool.tick) for i, part in enumerate(parts)]
    total = Report()
    early: dict[int, Report] = {}  # reports that wait for one before them: the findings are in the set's order
    turn = 0
    with Meter("check", sum(p.rows for p in parts), quiet=quiet) as meter:
        for number, report in (runner or processes(workers))(check_part, calls, meter.show):
            early[number] = report
            while turn in early:
                total.add(early.pop(turn))
                turn += 1
    return total


def keep(report: Report, root: Location) -> None:
    """The findings as findings.jsonl in the set's folder. BadInput where it cannot be written."""
    lines = ((json.dumps(asdict(f), ensure_ascii=False) + "\n").encode() for f in report.findings)
    write_lines(SampleSet(root).root / "findings.jsonl", lines)
