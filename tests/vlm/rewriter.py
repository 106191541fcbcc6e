"""A scripted writer for the tests of `paraphrase`: by turns it rewords well, spoils, or replies with no JSON at all."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any


def answer(prompt: str, picture: bool, request: Mapping[str, Any]) -> str:
    """The reply to one request of the pass; a round trip is answered "cannot be determined", whatever the wording."""
    if prompt.startswith("These facts are known."):
        return "\\boxed{cannot be determined}"
    turn = hashlib.sha256(prompt.encode()).digest()[0] % 5
    if turn == 4:
        return "Sure! Here are some rewordings."
    texts = _texts(prompt)
    good = [_reworded(t) for t in texts]
    bad = [re.sub(r"\d", "7", t) + " Note that AB = 77." for t in good]
    rows = [good, bad] if turn < 3 else [bad]
    return json.dumps({"rewordings": [r if len(texts) > 1 else r[0] for r in rows]})


def _texts(prompt: str) -> list[str]:
    body = prompt.split("\n\n", 1)[1].split("\n\nIts options", 1)[0].split("\n\nKeep without any change", 1)[0].strip()
    return [re.sub(r"^\d+\. ", "", line) for line in body.split("\n")] if re.match(r"1\. ", body) else [body]


def _reworded(text: str) -> str:
    if text.endswith("?") and "____" not in text:
        return text[:-1] + ", please?"
    return f"Please look: {text}" if text.endswith("____.") else f"Look: {text}"
