"""The pairs and the completions of the data files, as typed answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from proofpress.answers.equality import render
from proofpress.model import Answer, typed

Case = tuple[Answer, tuple[str, ...], str, bool]  # answer, choices, text, is it right?


def pairs() -> Iterator[Case]:
    """What models write as an answer."""
    return _cases("answer_pairs.yaml")


def completions() -> Iterator[Case]:
    """Whole completions."""
    return _cases("completions.yaml")


def _cases(name: str) -> Iterator[Case]:
    for entry in yaml.safe_load(Path(__file__).with_name(name).read_text("utf-8")):
        yield from ((*_truth(entry), text, right) for right in (True, False) for text in entry["right" if right else "wrong"])


def _truth(entry: dict[str, Any]) -> tuple[Answer, tuple[str, ...]]:
    a = entry["answer"]
    value, unit = typed(a["value"]), a.get("unit", "")
    text = a.get("text") or render(a["type"], value, unit)
    answer = Answer(a["type"], value, text, unit, float(a.get("tolerance", 0)), tuple(a.get("aliases", ())))
    return answer, tuple(entry.get("choices", ()))
