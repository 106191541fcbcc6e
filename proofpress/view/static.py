"""One self-contained HTML page of a set: the live page's own parts, with the data in it; nothing is fetched, works offline."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from ..errors import BadInput
from ..store import write_file
from . import stats
from .facets import FACETS, Finder
from .index import build_shard, join, truths
from .open_set import OpenSet, mime, opened, wrong_checks
from .sample import told
from .shell import one_file

_LEDGER = 2000  # lines of drops or findings that the page carries


def write_page(root: str | Path, target: Path, most: int = 200) -> int:
    """Write the page of at most `most` samples, spread evenly over the set; returns how many it shows.

    Counts, statistics, drops and findings are those of the whole set (the longest lists are cut).
    """
    dataset = opened(root)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_file(target, page(dataset, most).encode())
    except OSError as error:
        raise BadInput(f"page {target}: cannot be written ({error.strerror})") from None
    return min(most, len(dataset))


def page(dataset: OpenSet, most: int) -> str:
    """The text of the page."""
    n = min(most, len(dataset))
    rows = [i * len(dataset) // n for i in range(n)]
    samples = [_sample(dataset, row) for row in rows]
    placed = {s["id"]: i for i, s in enumerate(samples)}
    grave = wrong_checks() if dataset.findings else ()
    header = dataset.held.header
    data = {
        "about": {
            "name": dataset.name,
            "mark": dataset.mark,
            "samples": len(dataset),
            "shown": n,
            "questions": header.get("questions"),
            "complete": dataset.held.complete,
            "drops": len(dataset.drops),
            "findings": len(dataset.findings),
            "other": None,
        },
        "facets": FACETS,
        "samples": samples,
        "statistics": _statistics(dataset, dict(enumerate(rows))),
        "drops": dataset.drops[:_LEDGER],
        "findings": [
            {**f, "row": placed.get(f.get("sample")), "wrong": f.get("check") in grave} for f in dataset.findings[:_LEDGER]
        ],
    }
    return one_file(f"{dataset.name} · Proofpress", data)


def _sample(dataset: OpenSet, row: int) -> dict[str, Any]:
    record = dataset.records([row])[0]
    pictures = [f"data:{mime(i['path'] or '')};base64,{base64.b64encode(i['bytes']).decode()}" for i in record["images"] or ()]
    return {
        **told({**record, "images": None}, pictures),
        "findings": [f for f in dataset.findings if f.get("sample") == record["id"]],
    }


def _statistics(dataset: OpenSet, shown: dict[int, int]) -> dict[str, Any]:
    pieces, questions = [], 0
    for shard in range(len(dataset.sizes)):
        pieces.append(build_shard(dataset, shard, questions))
        questions += pieces[-1].questions.num_rows
    light = join(pieces)
    finder = Finder(light, dataset.findings)
    hashes = [t for shard in range(len(dataset.sizes)) for t in truths(dataset, shard)]
    whole = {"read": len(dataset), "of": len(dataset), "done": True}
    place = {row: at for at, row in shown.items()}
    same = stats.duplicates(light, hashes)
    for group in same["groups"]:  # only what is in the page can be opened from it
        group["rows"] = [[place.get(row), sample] for row, sample in group["rows"]]
    return {**stats.statistics(finder, dataset.drops), "duplicates": same, "progress": whole, "facts": whole}
