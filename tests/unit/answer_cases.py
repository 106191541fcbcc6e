"""The pairs and the completions of the data files, as typed answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from proofpress.answers.equality import list_aliases
from proofpress.answers.kinds import kind_of
from proofpress.language import get
from proofpress.model import Answer, typed
from proofpress.reason.operators import Term
from proofpress.registry import Registry

Case = tuple[Answer, tuple[str, ...], str, bool]  # answer, choices, text, is it right?


def pairs() -> Iterator[Case]:
    """What models write as an answer."""
    return _cases("answer_pairs.yaml")


def completions() -> Iterator[Case]:
    """Whole completions."""
    return _cases("completions.yaml")


def german_pairs(name: str = "answer_pairs_de.yaml") -> Iterator[tuple[Case, bool]]:
    """What models write in German; with each, whether the answer's own text tells its language."""
    for entry in yaml.safe_load(Path(__file__).with_name(name).read_text("utf-8")):
        answer, choices = _truth(entry)
        if "text" not in entry["answer"] and not choices:
            answer = replace(answer, text=get("de").show(answer.value, answer.unit))
        for right in (True, False):
            for text in entry["right" if right else "wrong"]:
                yield (answer, choices, text, right), bool(entry.get("told"))


def _cases(name: str) -> Iterator[Case]:
    for entry in yaml.safe_load(Path(__file__).with_name(name).read_text("utf-8")):
        yield from ((*_truth(entry), text, right) for right in (True, False) for text in entry["right" if right else "wrong"])


def _truth(entry: dict[str, Any]) -> tuple[Answer, tuple[str, ...]]:
    a = entry["answer"]
    value, unit = typed(a["value"]), a.get("unit", "")
    text = a.get("text") or kind_of(a["type"]).render(value, unit)
    choices = tuple(entry.get("choices", ()))
    also = tuple(a.get("aliases", ()))
    if entry.get("engine"):
        engine = Registry.load().engine(entry["engine"])

        def names(text: str) -> tuple[str, ...]:
            return (text, *engine.aliases({}, Term("t", value), text))

        if a["type"] in ("list", "set"):
            also = list_aliases([names(v) for v in value])
        else:
            also = names(choices[ord(value) - 65] if choices else value)
    return Answer(a["type"], value, text, unit, float(a.get("tolerance", 0)), also), choices
