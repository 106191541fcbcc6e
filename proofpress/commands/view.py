"""`view`: look at a set."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import BadInput
from .options import SetFolder, local


def view(
    folder: SetFolder,
    beside: Annotated[str | None, typer.Option("--with", metavar="OTHER", help="A second set, side by side with SET.")] = None,
    static: Annotated[
        Path | None, typer.Option(metavar="FILE.html", help="Write one self-contained page to this file instead of serving.")
    ] = None,
    n: Annotated[int, typer.Option("-n", min=1, help="At most this many samples in the file, spread over the set.")] = 200,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="The port; the first free one from 8765 on unless told.")
    ] = None,
    host: Annotated[str, typer.Option(help="Where to listen; beyond loopback others can read the set.")] = "127.0.0.1",
) -> None:
    """A page to look at a set with: pictures, regions, questions, the steps of their proofs, statistics. Works offline.

    \b
    proofpress view sets/mixed
    proofpress view sets/mixed --with sets/paraphrased --port 9000
    proofpress view sets/mixed --static mixed.html -n 100
    """
    if static is not None:
        from ..view.static import write_page

        if beside is not None:
            raise BadInput("view: --static writes one set; leave out --with, or leave out --static")
        shown = write_page(folder, local(static, "page"), n)
        typer.echo(f"{static}: {shown} samples")
        return
    from ..view.api import Api
    from ..view.open_set import opened
    from ..view.server import is_loopback, listen, serve

    api = Api(opened(folder), opened(beside) if beside is not None else None)
    taken = listen(host, port)
    shown_host = f"[{host}]" if ":" in host else host
    typer.echo(f"{api.dataset.name}: http://{shown_host}:{taken.getsockname()[1]}/   (Ctrl-C stops)")
    if not is_loopback(host):
        typer.echo("Anyone who reaches this address can read the set.", err=True)
    serve(api, taken, host)
