"""What the commands share: options, and how they print."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from ..errors import BadInput

Plugins = Annotated[
    list[Path] | None, typer.Option("--plugin", metavar="PATH", help="A folder with an engine or templates; may be repeated.")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout, for machines.")]
Workers = Annotated[int | None, typer.Option("--workers", "-w", min=1, help="Processes; all cores unless told.")]
Storage = Annotated[
    list[str] | None,
    typer.Option(metavar="KEY=VALUE", help="For a URL: an option of its file system, e.g. endpoint_url=…; may be repeated."),
]


def place(text: str) -> Path:
    """A folder or file by path or URL; what a URL becomes is no Path, but has its methods."""
    from ..store import location

    return cast(Path, location(text))


SetFolder = Annotated[Path, typer.Argument(metavar="SET", parser=place, help="The folder that `make -o` wrote, or its URL.")]


def cores() -> int:
    """The cores this process may use, which can be fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def texts(values: Sequence[Any] | None) -> tuple[str, ...] | None:
    return tuple(str(v) for v in values) if values else None


def print_json(**fields: Any) -> None:
    typer.echo(json.dumps(fields, ensure_ascii=False))


def local(path: Path, what: str) -> Path:
    """The path; BadInput where it is meant as a URL, which only sets may be."""
    if re.match(r"^[A-Za-z][A-Za-z0-9+.-]+:/", str(path)):
        raise BadInput(f"{what} {path}: only a set can lie at a URL; give a path of this machine and copy it there")
    return path
