"""What goes over the wire to an OpenAI-compatible server, and the small print of what comes back."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any

from ..errors import BadInput
from .backend import Ask

_ASKED_AT_MOST = 300.0  # seconds of a Retry-After that are obeyed


def body_of(model: str, ask: Ask, limit: str, schemas: bool) -> bytes:
    """The request as JSON. The picture goes first, so that a server's prefix cache serves all questions about it.

    limit: the name that the server gives max_tokens.  schemas: whether it takes a response_format; else it is asked in words.
    """
    prompt = ask.prompt
    more: dict[str, Any] = {"model": model, limit: ask.max_tokens, "temperature": ask.temperature, "stream": False}
    if ask.temperature > 0:
        more["seed"] = ask.sample
    if ask.schema is not None and schemas:
        schema = {"name": "reply", "strict": True, "schema": ask.schema}
        more["response_format"] = {"type": "json_schema", "json_schema": schema}
    else:
        prompt = in_words(ask)
    text = json.dumps({"type": "text", "text": prompt}).encode()
    picture = b"" if ask.image is None else picture_part(ask.image, ask.mime) + b","
    return b'{"messages":[{"role":"user","content":[' + picture + text + b"]}]," + json.dumps(more).encode()[1:]


def in_words(ask: Ask) -> str:
    """The prompt, with the schema asked for in words, where there is one and nothing else can enforce it."""
    if ask.schema is None:
        return ask.prompt
    return (
        f"{ask.prompt}\n\nReply with one JSON object that obeys this JSON Schema, and nothing else:\n{json.dumps(ask.schema)}"
    )


@lru_cache(maxsize=64)
def picture_part(image: bytes, mime: str) -> bytes:
    """The message part of a picture as it is stored, as JSON; made once for all requests about it."""
    return b'{"type":"image_url","image_url":{"url":"data:' + mime.encode() + b";base64," + base64.b64encode(image) + b'"}}'


def packages() -> tuple[Any, Any]:
    try:
        import httpx2
        import openai
    except ImportError:
        raise BadInput("--backend openai needs a package that is not here: pip install 'proofpress[vlm]'") from None
    return openai, httpx2


def checked_url(url: str, http: Any) -> str:
    """The base URL without its last slash; BadInput where it would carry a secret, which then is not repeated."""
    try:
        parsed = http.URL(url)
    except Exception:
        raise BadInput("--base-url: not a URL; for example http://127.0.0.1:8000/v1") from None
    if parsed.userinfo or parsed.query or parsed.fragment:
        raise BadInput(
            "--base-url: holds a user, a password or a query, which others could see; put the key into the environment"
        )
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise BadInput(f"--base-url {url}: not a URL of a server; for example http://127.0.0.1:8000/v1")
    return url.rstrip("/")


def retry_after(headers: Mapping[str, str]) -> float:
    """Seconds that a server asks for. A date is measured from the response's own `Date`, by the server's clock, not by ours."""
    try:
        if "retry-after-ms" in headers:
            seconds = float(headers["retry-after-ms"]) / 1000
        elif (asked := headers.get("retry-after", "0")).strip()[:1].isalpha():
            seconds = (parsedate_to_datetime(asked) - parsedate_to_datetime(headers["date"])).total_seconds()
        else:
            seconds = float(asked)
    except (ValueError, KeyError, TypeError):  # TypeError: one date with a zone and one without
        return 0.0
    return min(seconds, _ASKED_AT_MOST) if seconds > 0 else 0.0
