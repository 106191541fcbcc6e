"""Small sets for the page's tests, made by hand: every count can be worked out from the samples themselves."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image as Pictures

from proofpress.model import Answer, Caption, Fact, Image, Question, Region, Sample, Step, box_quad
from proofpress.store import SetHeader, close_set, fingerprint, open_set, write_shard

FORMS = {"open": "number", "yes_no": "boolean", "choice": "choice"}
OPERATORS = ("sum", "difference", "ratio", "arg_max")


def png(number: int, size: tuple[int, int] = (80, 60)) -> bytes:
    sink = io.BytesIO()
    Pictures.new("RGB", size, (number * 37 % 256, number * 91 % 256, 120)).save(sink, "PNG")
    return sink.getvalue()


def question(number: int, rng: np.random.Generator, **told: Any) -> Question:
    form = told.pop("form", None) or list(FORMS)[int(rng.integers(3))]
    answer = {"open": ("12", 12), "yes_no": ("Yes", True), "choice": ("B", "B")}[form]
    ops = [OPERATORS[int(i)] for i in rng.integers(0, len(OPERATORS), int(rng.integers(1, 4)))]
    values = {
        "text": f"Which of the {int(rng.integers(2, 9))} towns is meant by “Town {number}”?",
        "choices": ("a", "b", "c", "d") if form == "choice" else (),
        "depth": len(ops),
        "difficulty": int(rng.integers(1, 6)),
        "text_load": ("full", "lite", "vision")[int(rng.integers(3))],
        "steps": tuple(Step(op, ("f1",), f"s{k}", 12, f"Step {k}: {op}.", ("r1",)) for k, op in enumerate(ops)),
        **told,
    }
    return Question(f"q{number}", form, answer=Answer(FORMS[form], answer[1], answer[0]), givens=("f1",), **values)


def sample(number: int, seed: int = 0, **told: Any) -> Sample:
    """A sample whose values are drawn from its number; keywords replace fields."""
    rng = np.random.default_rng([seed, number])
    engine = ("charts", "scenes")[int(rng.integers(2))]
    values: dict[str, Any] = {
        "id": f"{engine}-{number:08x}",
        "template": f"{engine}/{('one', 'two', 'three')[int(rng.integers(3))]}",
        "language": ("en", "zh")[int(rng.integers(2))],
        "images": (Image(png(number), "0.png"),),
        "captions": (Caption(1, f"Picture {number}."),),
        "regions": (
            Region("r1", "bar", box_quad(10, 10, 40, 30), f"Town {number}"),
            Region("r2", "title", box_quad(0, 0, 80, 9)),
        ),
        "facts": (Fact("f1", "value", (f"Town {number}",), number, "mm", ("r1",)), Fact("f2", "colour", (), "blue")),
        "questions": tuple(question(k, rng) for k in range(int(rng.integers(0, 5)))),
        "degradations": [{"name": n, "severity": "light"} for n in ("blur", "noise") if rng.integers(3) == 0],
        "spec": {"number": number},
        **told,
    }
    return Sample(engine=engine, engine_version="1", split="train", seed=2**63 + number, width=80, height=60, **values)


def write(root: Path, samples: Sequence[Sample], shard: int = 16, drops: Sequence[Mapping[str, Any]] = ()) -> Path:
    """A complete set of these samples."""
    recipe = {"domains": {"charts": 1.0}, "samples": len(samples), "seed": len(root.name)}
    header = SetHeader(recipe, {"proofpress": "0"}, fingerprint(recipe, {"made": str(root)}))
    open_set(root, header)
    parts = [samples[i : i + shard] for i in range(0, len(samples), shard)]
    close_set(root, header, [write_shard(root, i, header.fingerprint, p, drops if not i else []) for i, p in enumerate(parts)])
    return root


def note(root: Path, name: str, lines: Sequence[Mapping[str, Any]]) -> None:
    (root / name).write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
