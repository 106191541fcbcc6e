"""`view`: look at a set."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import SetFolder


def view(
    folder: SetFolder,
    static: Annotated[Path, typer.Option(metavar="FILE.html", help="Write one self-contained page to this file.")],
    n: Annotated[int, typer.Option("-n", min=1, help="At most this many samples, spread over the set.")] = 200,
) -> None:
    """A page to look at a set with: pictures, regions, questions and the steps of their proofs; works offline.

    \b
    proofpress view sets/mixed --static mixed.html
    """
    from ..view.static import write_page

    shown = write_page(folder, static, n)
    typer.echo(f"{static}: {shown} samples")
