"""`check`: both roads over a set."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from .options import Json, Plugins, SetFolder, Workers, cores, print_json, texts


def check(
    folder: SetFolder,
    second_road: Annotated[
        bool, typer.Option(help="Also derive each answer without the Spec: from pixels or premises.")
    ] = True,
    workers: Workers = None,
    plugin: Plugins = None,
    as_json: Json = False,
) -> None:
    """Both roads over a whole set; exit code 1 when an answer is wrong. Findings go to SET/findings.jsonl, last of all.

    \b
    proofpress check sets/mixed
    proofpress check sets/mixed --json --no-second-road
    """
    from ..run.checking import check_set, keep

    report = check_set(folder, workers or cores(), texts(plugin) or (), second_road)
    if as_json:
        print_json(
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
    keep(report, folder)  # what was found is told by now, should the set be on a disk that is full or not to be written
    if report.wrong:
        raise typer.Exit(1)
