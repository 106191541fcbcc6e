"""Both roads over a whole set, in parallel over its row groups."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from ..check import Report, check_sample
from ..errors import BadInput
from ..model import Sample
from ..registry import Registry, brief
from ..store import Part, SampleSet, write_file
from . import pool
from .progress import Meter
from .task import single_threaded


def check_part(
    part: Part, number: int, plugins: tuple[str, ...], second_road: bool, tick: Callable[[int], None]
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
    root: Path, workers: int = 1, plugins: tuple[str, ...] = (), second_road: bool = True, quiet: bool = False
) -> Report:
    """Check every sample of a set; the findings are also written to findings.jsonl in its folder."""
    held = SampleSet(root)
    if not held.complete:
        raise BadInput(f"{root}: the set is not finished; run the same `make` command again to go on, then check it")
    registry = Registry.load(plugins)
    for name in held.header["recipe"]["domains"]:
        registry.engine(name)
    parts = held.parts()
    reports: dict[int, Report] = {}
    with Meter("check", sum(p.rows for p in parts), quiet=quiet) as meter:
        for number, report in _reports(parts, workers, plugins, second_road, meter):
            reports[number] = report
    total = Report()
    for number in sorted(reports):
        total.add(reports[number])
    lines = (json.dumps(asdict(f), ensure_ascii=False) + "\n" for f in total.findings)
    write_file(root / "findings.jsonl", "".join(lines).encode())
    return total


def _reports(
    parts: list[Part], workers: int, plugins: tuple[str, ...], second_road: bool, meter: Meter
) -> Iterator[tuple[int, Report]]:
    if workers > 1 and len(parts) > 1:
        calls = [(part, i, plugins, second_road, pool.tick) for i, part in enumerate(parts)]
        yield from pool.run_all(check_part, calls, workers, meter.show)
        return
    single_threaded()
    done = 0

    def tick(n: int) -> None:
        nonlocal done
        done += n
        meter.show(done)

    for i, part in enumerate(parts):
        yield check_part(part, i, plugins, second_road, tick)
