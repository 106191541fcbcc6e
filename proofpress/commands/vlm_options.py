"""What the two passes of a model share: options, and how they run and tell."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import BadInput
from .options import cores, print_json

if TYPE_CHECKING:
    from ..vlm.backend import Backend, BackendOptions
    from ..vlm.passes import Pass
    from ..vlm.run import Ran

Out = Annotated[str | None, typer.Option("--out", "-o", metavar="DIR", help="The folder of the set that is written.")]
BaseUrl = Annotated[str, typer.Option(metavar="URL", help="An OpenAI-compatible server, e.g. http://127.0.0.1:8000/v1.")]
Model = Annotated[str, typer.Option(metavar="NAME", help="The model's name on the server, or its folder.")]
BackendName = Annotated[
    str, typer.Option("--backend", metavar="openai|transformers|vllm", help="A server, or the model in this process.")
]
Concurrency = Annotated[int, typer.Option(min=1, max=4096, help="Requests at the same time.")]
KeyEnv = Annotated[
    str,
    typer.Option("--api-key-env", metavar="NAME", help="The environment variable with the key; OPENAI_API_KEY unless told."),
]
Timeout = Annotated[float, typer.Option(min=0.1, metavar="S", help="Seconds that one try of a request may take.")]
CacheFile = Annotated[
    Path | None, typer.Option("--cache", metavar="FILE", help="Replies that were had; DIR/.cache.sqlite unless told.")
]
BackendOption = Annotated[
    list[str] | None,
    typer.Option("--backend-option", metavar="NAME=VALUE", help="An option of transformers or vllm alone, e.g. batch=32."),
]
Runner = Annotated[
    str, typer.Option(metavar="local|ray", help="local: this process asks. ray: actors of a Ray cluster do, one a GPU.")
]
Actors = Annotated[int | None, typer.Option("--workers", "-w", min=1, help="With ray: how many actors; all GPUs unless told.")]
Address = Annotated[
    str | None, typer.Option(help="The Ray cluster: auto, HOST:PORT or ray://…; one is started here unless told.")
]


@dataclass(frozen=True, slots=True)
class Asked:
    """The shared options as they were given."""

    backend: str
    base_url: str
    model: str
    key_env: str
    timeout: float
    concurrency: int
    cache: Path | None
    own: Sequence[str] = ()
    runner: str = "local"
    workers: int | None = None
    address: str | None = None


def run(folder: Path, out: str | None, asked: Asked, make: Callable[[], Pass], as_json: bool) -> None:
    """Run a pass and tell what came of it. Everything that can be refused is refused before the first request."""
    if out is None:
        raise BadInput("no output folder: add -o DIR")
    if not asked.model:
        raise BadInput("no model: add --model NAME, as the server calls it")
    from ..store import location
    from ..vlm.backend import BackendOptions
    from ..vlm.run import run_pass

    pass_ = make()
    options = BackendOptions(asked.model, asked.base_url, asked.key_env, asked.timeout, asked.concurrency, own=_own(asked.own))
    try:
        with _backend(asked, options) as backend:
            ran = run_pass(folder, location(out), pass_, backend, asked.concurrency, asked.cache)
    except KeyboardInterrupt:
        print(f"\nStopped; give the same command again to go on with {out}.", file=sys.stderr)
        raise typer.Exit(130) from None
    if as_json:
        print_json(**_fields(out, ran))
    else:
        _tell(out, ran)


@contextmanager
def _backend(asked: Asked, options: BackendOptions) -> Iterator[Backend]:
    """Who answers: a backend in this process, or in the actors of a cluster."""
    from ..registry import nearest
    from ..run.choice import RUNNERS

    if asked.runner not in RUNNERS:
        raise BadInput(f"runner {asked.runner!r}: {nearest(asked.runner, RUNNERS)}")
    if asked.runner == "ray":
        from ..vlm.stages import staged

        with staged(asked.backend, options, asked.address, asked.workers, cores()) as backend:
            yield backend
        return
    if asked.address is not None or asked.workers is not None:
        option = "--address" if asked.address is not None else "--workers"
        raise BadInput(f"{option}: is for a cluster; add --runner ray")
    from ..vlm.backend import make_backend

    yield make_backend(asked.backend, options)


def _own(given: Sequence[str]) -> Mapping[str, str]:
    for option in given:
        if not option.partition("=")[0] or "=" not in option:
            raise BadInput(f"--backend-option {option}: give NAME=VALUE, for example batch=32")
    return {name: value for name, _, value in (option.partition("=") for option in given)}


def _fields(out: str, ran: Ran) -> Mapping[str, Any]:
    from ..vlm.grade import agreements

    judge = [asdict(a) for a in agreements(ran.counts)]
    return (
        ({"judge": judge} if judge else {})
        | ({"backend": dict(ran.report)} if ran.report else {})
        | {
            "set": out,
            "samples": ran.samples,
            "questions": ran.questions,
            "dropped": ran.dropped,
            "counts": dict(ran.counts),
            "requests": ran.requests,
            "cached": ran.cached,
            "troubles": dict(ran.troubles),
            "met": dict(ran.met),
            "seconds": round(ran.seconds, 2),
            "requests_per_second": round(ran.requests / ran.seconds, 2) if ran.seconds else 0.0,
        }
    )


def _tell(out: str, ran: Ran) -> None:
    typer.echo(f"{out}: {ran.samples} samples, {ran.questions} questions ({ran.dropped} drops, see drops.jsonl)")
    from ..vlm.grade import agreements

    for kind, n in ran.counts.items():
        if not kind.startswith("judge."):
            typer.echo(f"  {n:>8}  {kind}")
    for a in agreements(ran.counts):
        typer.echo(f"The judge on {a.dimension}: {a.exact} of {a.n} scores are the truth's, {a.same_side} fall on its side")
    if not ran.made:
        typer.echo("The set was complete already.")
        return
    rate = ran.requests / ran.seconds if ran.seconds else 0.0
    typer.echo(f"{ran.requests} requests in {ran.seconds:.1f} s ({rate:.1f}/s), {ran.cached} more from the cache")
    if ran.report:
        typer.echo("The model: " + ", ".join(f"{name.replace('_', ' ')} {n:g}" for name, n in ran.report.items()))
    if ran.met:
        typer.echo("Troubles met: " + ", ".join(f"{n} {kind}" for kind, n in ran.met.items()))
    if ran.troubles:
        typer.echo("No reply after all tries: " + ", ".join(f"{n} {kind}" for kind, n in ran.troubles.items()))
