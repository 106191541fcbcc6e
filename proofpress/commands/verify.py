"""`verify`: a model answers and grades; truth decides."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .options import Json, Plugins, SetFolder, texts
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


def verify(
    folder: SetFolder,
    out: Out = None,
    base_url: BaseUrl = "",
    model: Model = "",
    backend: BackendName = "openai",
    samples: Annotated[int, typer.Option("--samples", "-k", min=1, max=64, help="Answers drawn for each question.")] = 4,
    policy: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What to keep, send to a longer chain, or drop; marks only, unless told."),
    ] = None,
    parts: Annotated[
        str, typer.Option(metavar="NAME,…", help="Which of answer, image_free, grade and step to ask for; all unless told.")
    ] = "",
    temperature: Annotated[float, typer.Option(min=0.0, max=2.0, help="Of the answers, when several are drawn.")] = 0.7,
    coordinates: Annotated[str, typer.Option(metavar="pixels|thousandths", help="Of the model's boxes and points.")] = "pixels",
    concurrency: Concurrency = 64,
    api_key_env: KeyEnv = "",
    timeout: Timeout = 120.0,
    cache: CacheFile = None,
    backend_option: BackendOption = None,
    runner: Runner = "local",
    workers: Actors = None,
    address: Address = None,
    plugin: Plugins = None,
    as_json: Json = False,
) -> None:
    """A vision-language model answers, grades and checks each question; its opinions become the column `reviews`.

    A run that was stopped goes on where it was when the same command is given again. No answer is ever changed.

    \b
    proofpress verify sets/mixed -o sets/verified --base-url http://127.0.0.1:8000/v1 --model Qwen/Qwen2.5-VL-7B-Instruct
    proofpress verify sets/mixed -o sets/verified --base-url https://host/v1 --model NAME --api-key-env HOST_KEY -k 8
    proofpress verify sets/mixed -o sets/verified --backend transformers --model models/NAME --runner ray --address auto
    """

    def make() -> Pass:
        from ..vlm.verify import PARTS, verify_pass

        chosen = tuple(p.strip() for p in parts.split(",") if p.strip()) or PARTS
        return verify_pass(samples, policy, chosen, temperature, coordinates, texts(plugin) or ())

    own = backend_option or ()
    asked = Asked(backend, base_url, model, api_key_env, timeout, concurrency, cache, own, runner, workers, address)
    run(folder, out, asked, make, as_json)
