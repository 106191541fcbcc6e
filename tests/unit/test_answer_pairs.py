"""The equality on what models write: every pair of answer_pairs.yaml, 0 false accepts, at most 1 % false rejects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from proofpress.model import Answer, typed
from proofpress.reason.answer import equal, render

FILE = Path(__file__).with_name("answer_pairs.yaml")


def pairs() -> Iterator[tuple[Answer, tuple[str, ...], str, bool]]:
    """(answer, choices, given text, is it right) for every pair of the file."""
    for entry in yaml.safe_load(FILE.read_text("utf-8")):
        yield from ((*truth(entry), text, right) for right in (True, False) for text in entry["right" if right else "wrong"])


def truth(entry: dict[str, Any]) -> tuple[Answer, tuple[str, ...]]:
    a = entry["answer"]
    value, unit = typed(a["value"]), a.get("unit", "")
    text = a.get("text") or render(a["type"], value, unit)
    answer = Answer(a["type"], value, text, unit, float(a.get("tolerance", 0)), tuple(a.get("aliases", ())))
    return answer, tuple(entry.get("choices", ()))


def test_the_file_is_large_and_half_of_it_near_misses() -> None:
    rights = [right for *_, right in pairs()]
    assert len(rights) >= 300 and rights.count(False) >= 120
    assert len({(a.type, str(a.value), a.unit, t) for a, _, t, _ in pairs()}) == len(rights), "a pair stands there twice"


def test_no_false_accepts_and_hardly_any_false_rejects(capsys: pytest.CaptureFixture[str]) -> None:
    accepted, rejected, rights, wrongs = [], [], 0, 0
    for answer, choices, text, right in pairs():
        said = equal(answer, text, choices)
        rights, wrongs = rights + right, wrongs + (not right)
        if said and not right:
            accepted.append(f"{answer.type} {answer.text!r} <- {text!r}")
        if right and not said:
            rejected.append(f"{answer.type} {answer.text!r} <- {text!r}")
    with capsys.disabled():
        print(f"\nequality: {rights} right and {wrongs} wrong texts; {len(accepted)} false accepts, {len(rejected)} false rejects")
    assert not accepted, "\n".join(accepted)
    assert len(rejected) <= 0.01 * rights, "\n".join(rejected)
