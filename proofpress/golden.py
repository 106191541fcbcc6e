"""The small committed set: two samples a template, for people to look at and for a machine to compare.

    samples/<engine>/<template>-<n>.png     the picture
    samples/<engine>/<template>.json        what is known and asked of each
    samples/golden.json                     digests by sample, and what they were made with

Digests hold for the versions that made them: another release of a drawing library may move a pixel and be right.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from .draw.encode import decode
from .engine import Request
from .errors import BadInput
from .make_sample import Job, make_sample
from .model import Sample
from .registry import Registry
from .store import write_file

SEED = 1
PER_TEMPLATE = 2
LEVELS = (2, 4)  # difficulty of the first and the second sample
LIBRARIES = ("numpy", "scipy", "skia-python", "matplotlib", "opencv-python-headless", "pillow", "shapely")
_PLAIN_LIST = re.compile(r"\[\n\s*([^\[\]{}]*?)\n\s*\]")
NEAR = 2.0  # mean grey levels by which a picture may differ where other versions drew it


def made_with() -> dict[str, str]:
    """What can move a pixel without being wrong."""
    return {"machine": platform.machine(), **{name: version(name) for name in LIBRARIES}}


def build(registry: Registry, engine: str, template: str) -> list[Sample]:
    """The template's samples: as many as asked for, or fewer when it yields no more in ten tries."""
    found: list[Sample] = []
    for index in range(10):
        if len(found) == PER_TEMPLATE:
            break
        request = Request(difficulty=LEVELS[len(found)], text_load="lite")
        sample, _ = make_sample(Job(engine, template, index, SEED, "samples", request), registry)
        if sample is not None:
            found.append(sample)
    return found


def everything(registry: Registry) -> Iterator[tuple[str, str, list[Sample]]]:
    for engine in registry.engines():
        for template in registry.templates(engine):
            yield engine, template, build(registry, engine, template)


def digests(sample: Sample) -> dict[str, str]:
    """sha256 of the pixels, and of all that is said of them."""
    pixels = decode(sample.images[0].bytes)
    said = json.dumps(readable(sample), sort_keys=True, ensure_ascii=False)
    return {
        "pixels": hashlib.sha256(np.ascontiguousarray(pixels).tobytes()).hexdigest(),
        "record": hashlib.sha256(said.encode()).hexdigest(),
    }


def readable(sample: Sample) -> dict[str, Any]:
    """The record without the picture's bytes, quads to a tenth of a pixel, JSON columns as data."""
    record = sample.to_record()
    del record["images"]
    for name in ("spec", "style", "degradations"):
        record[name] = _rounded(json.loads(record[name]))
    for region in record["regions"]:
        region["quad"] = [round(v, 1) for v in region["quad"]]
        region["visible"] = round(region["visible"], 2)
        del region["chars"]
    return record


def _rounded(value: Any) -> Any:
    """Floats to 9 significant digits: the last bits differ from one processor to the next."""
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if isinstance(value, list):
        return [_rounded(v) for v in value]
    return {k: _rounded(v) for k, v in value.items()} if isinstance(value, dict) else value


def write(folder: Path, registry: Registry) -> int:
    """Write the set again; returns how many samples it holds."""
    listed: dict[str, dict[str, str]] = {}
    for old in (*folder.glob("*/*.png"), *folder.glob("*/*.json")):
        old.unlink()
    for engine, template, samples in everything(registry):
        (folder / engine).mkdir(parents=True, exist_ok=True)
        for n, sample in enumerate(samples, 1):
            listed[f"{engine}/{template}-{n}"] = digests(sample)
            write_file(folder / engine / f"{template}-{n}.png", sample.images[0].bytes)
        write_file(folder / engine / f"{template}.json", _laid_out([readable(s) for s in samples]).encode())
    golden = {"made_with": made_with(), "samples": listed}
    write_file(folder / "golden.json", (json.dumps(golden, indent=1) + "\n").encode())
    return len(listed)


def _laid_out(data: Any) -> str:
    """JSON for people: indented, but a list of plain values on one line."""
    text = json.dumps(data, indent=1, ensure_ascii=False)
    return _PLAIN_LIST.sub(lambda m: "[" + re.sub(r"\s*\n\s*", " ", m[1]) + "]", text) + "\n"


def compare(folder: Path, registry: Registry) -> Iterator[str]:
    """One line for each sample that does not come out as it is committed."""
    golden = read(folder)
    exact = golden["made_with"] == made_with()
    expected = dict(golden["samples"])
    for engine, template, samples in everything(registry):
        file = folder / engine / f"{template}.json"
        said = json.loads(file.read_text("utf-8")) if file.is_file() else []
        for n, sample in enumerate(samples, 1):
            name = f"{engine}/{template}-{n}"
            want, got = expected.pop(name, None), digests(sample)
            if want is None:
                yield f"{name}: not among the committed samples; run `make samples`"
            elif want["record"] != got["record"]:
                changed = [k for k, v in readable(sample).items() if v != said[n - 1].get(k)] if n <= len(said) else []
                yield f"{name}: the record changed ({', '.join(changed) or 'other digest'})"
            elif want["pixels"] != got["pixels"] and (exact or _distance(sample, folder / f"{name}.png") > NEAR):
                yield f"{name}: the picture changed"
    yield from (f"{name}: is committed and no longer made" for name in expected)


def _distance(sample: Sample, file: Path) -> float:
    """Mean absolute difference of two pictures in grey levels; infinite when their sizes differ."""
    a, b = decode(sample.images[0].bytes).astype(int), decode(file.read_bytes()).astype(int)
    return float(np.abs(a - b).mean()) if a.shape == b.shape else float("inf")


def read(folder: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder / "golden.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(f"{folder / 'golden.json'}: cannot be read ({error}); run `make samples`") from None
    return found


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "samples")
    print(f"{target}: {write(target, Registry.load())} samples")
