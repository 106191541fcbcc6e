"""How fast pictures are made ready for a model, on one core: decoded, resized, cut into patches, tokenised, laid into batches.

    python benchmarks/vlm_input.py SET [-n 200] [--size 800x600] [--gpu-rate 10 20]

The processor is that of Qwen2.5-VL, with its own settings (patches of 14 px, two by two merged into a token): torchvision's
variant, which the library takes, or with --pil the one by Pillow and numpy.  Needs the extra `gpu`.  CPU time, not wall time.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from qwen_folder import write_folder

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[_name] = "1"
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

WARM_UP = 5
BATCH = 32


def asks_of(root: str, n: int, size: str) -> list[Any]:
    """n asks: the pictures of a set (of one size, if told), over and over if need be, each with a question of its own."""
    from PIL import Image

    from proofpress.store import SampleSet
    from proofpress.vlm.backend import Ask

    found: list[Any] = []
    for sample in SampleSet(root):
        data = sample.images[0].bytes
        if size in ("", "x".join(map(str, Image.open(io.BytesIO(data)).size))):
            found.append(Ask(sample.questions[0].text, "bench", data, max_tokens=64))
        if len(found) == n:
            break
    if not found:
        sys.exit(f"{root}: no picture of {size}")
    return [replace(ask, prompt=f"{ask.prompt} ({i})") for i, ask in enumerate(islice(cycle(found), n))]


def steps(model: Any, ask: Any) -> Iterator[tuple[str, float]]:
    """CPU seconds of each step of one ask, apart from the others; `whole` is what the backend does, in one."""
    from PIL import Image

    processor, content = model._loaded.processor, [{"type": "image"}, {"type": "text", "text": ask.prompt}]
    start = time.process_time()
    picture = Image.open(io.BytesIO(ask.image)).convert("RGB")
    decoded = time.process_time()
    made = processor.image_processor(images=[picture], return_tensors="pt")
    resized = time.process_time()
    words = processor.apply_chat_template([{"role": "user", "content": content}], add_generation_prompt=True, tokenize=False)
    places = int(made["image_grid_thw"].prod()) // processor.image_processor.merge_size**2
    processor.tokenizer(words.replace(processor.image_token, processor.image_token * places))
    tokenised = time.process_time()
    model.prepare(ask)
    whole = time.process_time()
    yield from (("decode", decoded - start), ("resize", resized - decoded), ("tokenise", tokenised - resized))
    yield "whole", whole - tokenised


def waited(model: Any, asks: list[Any], rate: float, threads: int) -> float:
    """The share of time that a card would wait for input, if it answered `rate` pictures a second: the backend's own batches.

    The card is a sleep; all else is what runs with one: the threads, the batches, the memory that they are laid in.
    """
    from proofpress.vlm.backend import Reply
    from proofpress.vlm.batches import Batcher

    def sleep(work: Any, gathered: Any) -> list[Any]:
        time.sleep(len(work) / rate)
        return [Reply("x")] * len(work)

    model.open, model.run = lambda: None, sleep

    async def main() -> float:
        batcher = Batcher(model, threads, 3 * model.batch)
        await asyncio.gather(*(batcher.reply(ask) for ask in asks))
        await batcher.close()
        return float(batcher.counters.report()["waited"])

    return asyncio.run(main())


def measure(args: argparse.Namespace) -> dict[str, Any]:
    """Milliseconds of a picture by step, pictures a second on one core, what a picture becomes, and what a card would wait."""
    import torch
    from transformers import Qwen2VLImageProcessorPil

    from proofpress.vlm.loading import load
    from proofpress.vlm.local_model import LocalModel

    torch.set_num_threads(1)
    n = args.n
    asks = asks_of(args.set, n + WARM_UP, args.size)
    with tempfile.TemporaryDirectory(prefix="proofpress-bench-") as folder:
        write_folder(Path(folder), [a.prompt for a in asks])
        loaded = load(folder, "cpu", args.dtype)
    if args.pil:
        loaded.processor.image_processor = Qwen2VLImageProcessorPil.from_dict(loaded.processor.image_processor.to_dict())
    model = LocalModel("bench", loaded, BATCH)
    for ask in asks[:WARM_UP]:
        model.prepare(ask)
    clock: dict[str, float] = {}
    for ask in asks[WARM_UP:]:
        for name, seconds in steps(model, ask):
            clock[name] = clock.get(name, 0.0) + seconds
    work = [(ask, model.prepare(ask)) for ask in asks[:BATCH]]
    start = time.process_time()
    for _ in range(3):
        model.gather(work)
    gather = (time.process_time() - start) / 3 / len(work)
    ready: list[Any] = [r for _, r in work]
    each = clock["whole"] / n + gather
    return {
        "pictures": n,
        "bytes": round(sum(len(a.image) for a in asks) / len(asks)),
        "processor": type(loaded.processor.image_processor).__name__,
        "ms": {**{k: round(1000 * v / n, 2) for k, v in clock.items()}, "gather": round(1000 * gather, 2)},
        "pictures_per_second": round(1 / each, 1),
        "tokens": round(sum(r.length for r in ready) / len(ready)),
        "mebibytes": round(sum(v.nbytes for r in ready for v in r.inputs.values()) / len(ready) / 2**20, 2),
        "waited": {f"{rate:g}/s": round(waited(model, asks, rate, args.threads), 3) for rate in args.gpu_rate},
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", help="a set of pictures, as `make` writes it")
    parser.add_argument("-n", type=int, default=200, help="pictures (200)")
    parser.add_argument("--size", default="", help="only pictures of that size, for example 800x600")
    parser.add_argument(
        "--gpu-rate", type=float, nargs="*", default=[10.0, 20.0], help="pictures a second that a card is assumed to answer"
    )
    parser.add_argument("--threads", type=int, default=max(1, (os.cpu_count() or 2) - 1), help="that make pictures ready")
    parser.add_argument("--dtype", default="bfloat16", help="of the model (bfloat16)")
    parser.add_argument("--pil", action="store_true", help="the variant by Pillow and numpy")
    args = parser.parse_args()
    found = measure(args)
    print(json.dumps(found, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
