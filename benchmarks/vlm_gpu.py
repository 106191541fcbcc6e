"""How fast one card answers: backend `transformers` with the shape of Qwen2.5-VL-7B and random weights, over a set made for it.

    python benchmarks/vlm_gpu.py                                 # on a machine with a card: 2,000 samples, the 7B model
    python benchmarks/vlm_gpu.py --size tiny -n 24 --device cpu  # the same on a processor, to try that everything runs

Speed does not depend on the weights' values; nothing is downloaded.  A random model does not end by itself, so every reply has
`--tokens` tokens.  Recorded: pictures a second, the share of time in which the model waited for input, and as nvidia-smi tells
them the card's utilisation and memory.  Needs the extra `gpu`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qwen_folder import write_folder

ENGINES = {"charts": 1.0, "geometry": 1.0}


@dataclass(frozen=True)
class Probe:
    """A pass that asks one thing about each picture and keeps nothing."""

    tokens: int
    name: str = "probe"
    settings: Mapping[str, Any] = field(default_factory=dict)

    async def sample(self, sample: Any, ask: Any) -> Any:
        from proofpress.vlm.backend import Ask
        from proofpress.vlm.passes import Passed

        reply = await ask(Ask(sample.questions[0].text, "probe", sample.images[0].bytes, max_tokens=self.tokens))
        return Passed(sample, counts={reply.trouble or "ended": 1})


class Card:
    """What nvidia-smi says once a second, with the time at which it said it; nothing where there is none."""

    def __init__(self) -> None:
        self.said: list[tuple[float, float, float]] = []  # seconds, percent, MiB
        self.name = ""

    @contextmanager
    def watched(self, index: int) -> Iterator[None]:
        smi = shutil.which("nvidia-smi")
        if smi is None:
            yield
            return
        query = [smi, f"--id={index}", "--format=csv,noheader,nounits"]
        self.name = subprocess.run([*query, "--query-gpu=name"], capture_output=True, text=True, check=False).stdout.strip()
        fields = "--query-gpu=utilization.gpu,memory.used"
        process = subprocess.Popen([*query, fields, "--loop=1"], stdout=subprocess.PIPE, text=True)
        reader = threading.Thread(target=self._read, args=(process,), daemon=True)
        reader.start()
        try:
            yield
        finally:
            process.kill()
            process.wait()
            reader.join()

    def _read(self, process: subprocess.Popen[str]) -> None:
        for line in process.stdout or ():
            try:
                percent, used = map(float, line.split(","))
            except ValueError:  # "[N/A]"
                continue
            self.said.append((time.monotonic(), percent, used))

    def summary(self, start: float, end: float) -> dict[str, Any]:
        """Of the seconds in which the model was at work."""
        at_work = [(p, m) for t, p, m in self.said if start <= t <= end]
        if not at_work:
            return {"card": self.name or "none", "utilisation": None, "memory_mebibytes": None}
        return {
            "card": self.name,
            "utilisation": round(statistics.mean(p for p, _ in at_work), 1),
            "memory_mebibytes": round(max(m for _, m in at_work)),
        }


def make_samples(out: Path, n: int) -> float:
    """The set; seconds that it took."""
    from proofpress.recipe import Recipe
    from proofpress.run.local import make_set

    workers = os.cpu_count() or 1
    return make_set(Recipe(ENGINES, samples=n, seed=1, shard_size=100), out, workers, quiet=True).seconds


def measure(args: argparse.Namespace, work: Path) -> dict[str, Any]:
    from proofpress.store import SampleSet
    from proofpress.vlm.backend import BackendOptions, make_backend
    from proofpress.vlm.run import run_pass

    root = Path(args.set) if args.set else work / "set"
    if not args.set:
        make_samples(root, args.n)
    write_folder(work / "model", [q.text for s in SampleSet(root) for q in s.questions[:1]], args.size)
    own = {"weights": "random", "batch": str(args.batch)}
    own |= {name: value for name in ("device", "dtype", "threads") if (value := getattr(args, name))}
    concurrency = 3 * args.batch
    backend: Any = make_backend("transformers", BackendOptions(str(work / "model"), concurrency=concurrency, own=own))
    card = Card()
    index = int(args.device.partition(":")[2] or 0)
    with card.watched(index):
        ran = run_pass(root, work / "out", Probe(args.tokens), backend, concurrency, quiet=args.json)
    counters = backend._batcher.counters
    return {
        "model": f"qwen2.5-vl {args.size}, random weights",
        "device": backend._running._loaded.device,
        "dtype": str(backend._running._loaded.dtype).removeprefix("torch."),
        "samples": ran.samples,
        "tokens_a_reply": args.tokens,
        "ended": dict(ran.counts),
        **ran.report,
        **card.summary(counters.first or 0.0, (counters.first or 0.0) + counters.span),
        **_memory(backend),
    }


def _memory(backend: Any) -> dict[str, Any]:
    torch, device = backend._running._torch, backend._running._loaded.device
    if not device.startswith("cuda"):
        return {}
    return {"peak_mebibytes": round(torch.cuda.max_memory_allocated(device) / 2**20)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", default="", help="a set that is there; else one is made")
    parser.add_argument("-n", type=int, default=2000, help="samples of the set that is made (2000)")
    parser.add_argument("--size", choices=["7b", "tiny"], default="7b", help="of the model (7b)")
    parser.add_argument("--batch", type=int, default=64, help="requests that run together (64)")
    parser.add_argument("--tokens", type=int, default=64, help="of a reply (64)")
    parser.add_argument("--threads", default="", help="that make pictures ready; one less than there are cores, 16 at most")
    parser.add_argument("--device", default="", help="cuda, cuda:1, cpu; what is there unless told")
    parser.add_argument("--dtype", default="", help="bfloat16, float16, float32; what suits the device unless told")
    parser.add_argument("--json", action="store_true", help="no progress, only the result")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="proofpress-bench-") as folder:
        print(json.dumps(measure(args, Path(folder)), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
