"""`paraphrase`: a model rewords; the fact lock decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from .options import Json, SetFolder
from .vlm_options import (
    Actors,
    Address,
    Asked,
    BackendName,
    BackendOption,
    BaseUrl,
    CacheFile,
    Concurrency,
    KeyEnv,
    Model,
    Out,
    Runner,
    Timeout,
    run,
)

if TYPE_CHECKING:
    from ..vlm.passes import Pass


def paraphrase(
    folder: SetFolder,
    out: Out = None,
    base_url: BaseUrl = "",
    model: Model = "",
    backend: BackendName = "openai",
    variants: Annotated[int, typer.Option("--variants", "-n", min=1, max=16, help="Rewordings asked for of each text.")] = 3,
    style: Annotated[str, typer.Option(help="How it is to sound, e.g. conversational, exam, terse.")] = "",
    register: Annotated[str, typer.Option(help="For whom, e.g. formal, casual, for a ten-year-old.")] = "",
    concurrency: Concurrency = 64,
    api_key_env: KeyEnv = "",
    timeout: Timeout = 120.0,
    cache: CacheFile = None,
    backend_option: BackendOption = None,
    runner: Runner = "local",
    workers: Actors = None,
    address: Address = None,
    as_json: Json = False,
) -> None:
    """A model rewords questions, steps and captions; a rewording that changes a fact is refused, and the original stays.

    A run that was stopped goes on where it was when the same command is given again. What was reworded is in `wordings`.

    \b
    proofpress paraphrase sets/mixed -o sets/reworded --base-url http://127.0.0.1:8000/v1 --model NAME --variants 5
    proofpress paraphrase sets/mixed -o sets/reworded --base-url http://127.0.0.1:8000/v1 --model NAME --style exam
    """

    def make() -> Pass:
        from ..vlm.paraphrase import paraphrase_pass

        return paraphrase_pass(variants=variants, style=style, register=register)

    own = backend_option or ()
    asked = Asked(backend, base_url, model, api_key_env, timeout, concurrency, cache, own, runner, workers, address)
    run(folder, out, asked, make, as_json)
