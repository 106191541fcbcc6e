"""Chat messages as OpenAI's API and its fine-tuning files have them, one JSON line a dialogue.

{"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": ...}}, {"type": "text", "text": ...}]},
{"role": "assistant", "content": "..."}]} (platform.openai.com/docs/guides/vision-fine-tuning).  Fine-tuning takes data URLs;
servers on one's own machine take file paths too.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..model import Image, Sample
from .dialogue import dialogues
from .exporter import Dialogue, Exporter, Own, Row, Settings

_TYPES = ((b"\x89PNG", "image/png"), (b"\xff\xd8", "image/jpeg"), (b"RIFF", "image/webp"))


def media_type(data: bytes) -> str:
    """The media type of a picture, told from its first bytes."""
    return next((kind for start, kind in _TYPES if data.startswith(start)), "image/png")


class OpenAIMessages(Exporter):
    name = "openai-messages"
    summary = "chat messages, JSON lines: for fine-tuning services and OpenAI-compatible servers"
    writer = "jsonl"
    columns = ("captions",)
    own: Mapping[str, Own] = {
        "images": Own("inline", ("inline", "files"), "inline: data URLs; files: paths relative to the export's folder"),
        "detail": Own("", ("", "auto", "low", "high"), "image_url's detail; left out unless told"),
    }

    def pictures_for(self, settings: Settings) -> str:
        return str(settings.own["images"])

    def rows(self, sample: Sample, paths: Sequence[str], settings: Settings) -> Iterator[Row]:
        images = [_part(i, p, settings) for i, p in zip(sample.images, paths, strict=True)]
        for dialogue in dialogues(sample, settings):
            yield {"messages": _messages(dialogue, images)}


def _part(image: Image, path: str, settings: Settings) -> dict[str, Any]:
    inline = settings.own["images"] == "inline"
    url = f"data:{media_type(image.bytes)};base64,{base64.b64encode(image.bytes).decode()}" if inline else path
    about = {"url": url}
    if settings.own["detail"]:
        about["detail"] = settings.own["detail"]
    return {"type": "image_url", "image_url": about}


def _messages(dialogue: Dialogue, images: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    for i, turn in enumerate(dialogue.turns):
        content = [*(images if i == 0 else ()), {"type": "text", "text": turn.user}]
        out += [{"role": "user", "content": content}, {"role": "assistant", "content": turn.assistant}]
    return out


exporter = OpenAIMessages()
