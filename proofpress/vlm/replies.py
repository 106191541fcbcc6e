"""A chat completion's JSON, read with distrust: what is no reply becomes a trouble by name."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from .backend import Reply

_THOUGHT = re.compile(r"^\s*(?:<think>)?(.*?)</think>", re.DOTALL)


def read_reply(data: bytes, scrub: Callable[[str], str] = str) -> Reply:
    """The reply in the body of a response; `scrub` is applied to every word of it."""
    try:
        body = json.loads(data)
        choice = body["choices"][0]
        message: Mapping[str, Any] = choice["message"]
        content = message.get("content")
        usage = body.get("usage")
        tokens = int((usage or {}).get("completion_tokens") or 0)
        finish = choice.get("finish_reason")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return Reply(trouble="malformed")
    if isinstance(content, list):  # some servers answer in parts
        content = "".join(str(p.get("text", "")) for p in content if isinstance(p, dict))
    if not isinstance(content, str | None):
        return Reply(trouble="malformed")
    thought = str(message.get("reasoning_content") or message.get("reasoning") or "")
    refused = bool(message.get("refusal")) or finish == "content_filter"
    return judged(scrub(content or ""), scrub(thought), tokens, cut=finish == "length", refused=refused)


def judged(text: str, thought: str = "", tokens: int = 0, cut: bool = False, refused: bool = False) -> Reply:
    """What a model wrote, its chain of thought taken off. cut: whether it was stopped by the number of tokens."""
    if found := _THOUGHT.match(text):  # a chain that the server did not set apart
        thought, text = thought + found[1], text[found.end() :]
    elif text.lstrip().startswith("<think>"):
        thought, text = thought + text.lstrip()[len("<think>") :], ""
    text, thought = _sound(text.strip()), _sound(thought.strip())
    if refused:
        return Reply("", "refused", thought, tokens)
    if not text:
        return Reply("", "reasoning_only" if thought else "empty", thought, tokens)
    if cut:
        return Reply("", "cut", thought, tokens)
    return Reply(text, "", thought, tokens)


def _sound(text: str) -> str:
    """Without halves of surrogate pairs, which no file can hold."""
    return text.encode("utf-8", "replace").decode()
