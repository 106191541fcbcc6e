"""A scripted writer who gives the rewordings in `said.json` beside it; copied with it into the folder of a test.

A round trip is answered alike over either wording, so that the fact lock alone decides."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

SAID = Path(__file__).with_name("said.json")


def key_of(prompt: str) -> str:
    """What a prompt asks to be reworded, its options included."""
    return prompt.split("\n\n", 1)[1].split("\n\nKeep without any change", 1)[0].strip()


@lru_cache(maxsize=1)
def _said() -> dict[str, list[str]]:
    return dict(json.loads(SAID.read_text("utf-8")))


def answer(prompt: str, picture: bool, request: Mapping[str, Any]) -> str:
    if prompt.startswith("These facts are known."):
        return "\\boxed{cannot be determined}"
    if not prompt.startswith("Reword this question"):
        return "Nothing to reword."
    return json.dumps({"rewordings": _said().get(key_of(prompt), [])})
