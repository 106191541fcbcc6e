"""`score`: a model's answers, judged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from ..errors import BadInput
from .options import Json, Plugins, SetFolder, print_json, texts


def score(
    folder: SetFolder,
    predictions: Annotated[Path, typer.Argument(metavar="PREDICTIONS.jsonl", help="One prediction a line.")],
    by: Annotated[str | None, typer.Option(help="Only these slices, e.g. engine,form,depth; all unless told.")] = None,
    reward: Annotated[str | None, typer.Option(metavar="final|sum|max", help="Also the reward by this rule.")] = None,
    weight: Annotated[float, typer.Option("--lambda", min=0.0, max=1.0, help="The weight of intermediate values.")] = 0.5,
    coordinates: Annotated[str, typer.Option(metavar="pixels|thousandths", help="Of predicted boxes and points.")] = "pixels",
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE.jsonl", help="Each prediction, judged.")] = None,
    plugin: Plugins = None,
    as_json: Json = False,
) -> None:
    """The accuracy of a model's answers by slice, with 95 % intervals.

    A line is {"id": "<sample>", "question": "q1", "prediction": "..."}; the key may also be response, completion or text, and
    the id may be "<sample>-q1" as exports write it. Several lines for one question are several samples: their pass rate counts.

    \b
    proofpress score sets/test answers.jsonl
    proofpress score sets/test answers.jsonl --by form,depth --reward max -o judged.jsonl --json
    proofpress score sets/chess answers.jsonl --plugin ./chess
    """
    from ..registry import Registry
    from ..scoring import SLICES, Options, Scores, score_set

    if reward is not None and reward not in ("final", "sum", "max"):
        raise BadInput(f"--reward {reward}: unknown; choose final, sum or max")
    if coordinates not in ("pixels", "thousandths"):
        raise BadInput(f"--coordinates {coordinates}: unknown; choose pixels or thousandths")
    names = tuple(b.strip() for b in by.split(",") if b.strip()) if by else SLICES
    if out is not None and out.exists() and predictions.exists() and out.samefile(predictions):
        raise BadInput(f"--out {out}: holds the predictions themselves; choose another file")
    Registry.load(texts(plugin) or ())  # the kinds of answers that plug-ins bring
    scores = Scores()
    options = Options(names, reward or "", weight, coordinates)

    def lines() -> Iterator[bytes]:
        for j in score_set(folder, predictions, options, scores):
            line = {"id": j.key, "answer": j.given, "correct": j.right, **({"reward": dict(j.reward)} if j.reward else {})}
            yield (json.dumps(line, ensure_ascii=False) + "\n").encode()

    if out is not None:
        from ..store.location import write_lines

        write_lines(out, lines())
    else:
        for _ in lines():
            pass
    means = {k: round(v / scores.predictions, 6) for k, v in scores.rewards.items()} if scores.predictions else {}
    if as_json:
        more: dict[str, Any] = {"reward": {"rule": reward, "lambda": weight, **means}} if reward else {}
        if scores.predictions != scores.total.n:
            more |= {"predictions": scores.predictions, "solved": scores.solved}
        print_json(
            questions=scores.total.n,
            correct=scores.total.whole,
            unparsed=scores.unparsed,
            slices=scores.rows(),
            missing=scores.missing,
            **more,
        )
        return
    _tell(scores, means)


def _tell(scores: Any, means: dict[str, float]) -> None:
    from rich.console import Console
    from rich.table import Table

    from ..scoring import wilson

    console = Console()
    if not scores.total.n:
        console.print(f"no predictions for {scores.missing} questions")
        return
    low, high = wilson(scores.total.correct, scores.total.n)
    console.print(
        f"[bold]{scores.total.correct / scores.total.n:.1%}[/bold] right ({low:.1%} to {high:.1%}): {scores.total.whole} of "
        f"{scores.total.n} questions"
    )
    if scores.predictions != scores.total.n:
        console.print(f"{scores.predictions} predictions; {scores.solved} questions solved at least once")
    if scores.unparsed:
        console.print(f"{scores.unparsed} predictions give no answer and count as wrong")
    if scores.missing:
        console.print(f"{scores.missing} questions of the set have no prediction and are left out")
    if means:
        console.print("reward: " + ", ".join(f"{k} {v:.4f}" for k, v in means.items()))
    table = Table("by", "value", "n", "right", "95 %")
    for i, row in enumerate(rows := scores.rows()):
        first = i == 0 or rows[i - 1]["by"] != row["by"]
        if first and i:
            table.add_section()
        share = f"{row['correct'] / row['n']:.1%}"
        table.add_row(row["by"] if first else "", row["value"], str(row["n"]), share, f"{row['low']:.1%} – {row['high']:.1%}")
    console.print(table)
