"""OpenAI's own types of chat messages, strictly, and the rules of its fine-tuning files."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openai.types.chat import ChatCompletionAssistantMessageParam, ChatCompletionUserMessageParam
from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from .compare import Counts, Exchange, planted, same_questions
from .truth import Truth

STRICT = ConfigDict(extra="forbid")
USER = TypeAdapter(with_config(STRICT)(ChatCompletionUserMessageParam))
ASSISTANT = TypeAdapter(with_config(STRICT)(ChatCompletionAssistantMessageParam))
LARGEST = 10 * 2**20  # bytes a picture, by the rules of fine-tuning on pictures


def whole(type_: TypeAdapter[Any], message: dict[str, Any]) -> None:
    """Validate a message; its parts are an iterable, which pydantic looks at only as it is read."""
    content = type_.validate_python(message)["content"]
    assert isinstance(content, str) or list(content), message


def checked(row: dict[str, Any]) -> Exchange:
    assert set(row) == {"messages"}, f"keys that the fine-tuning file may not have: {set(row)}"
    *_, user, assistant = row["messages"]
    whole(USER, user)
    whole(ASSISTANT, assistant)
    text = "".join(part["text"] for part in user["content"] if part["type"] == "text")
    urls = [part["image_url"]["url"] for part in user["content"] if part["type"] == "image_url"]
    pictures = []
    for url in urls:
        head, data = url.split(",", 1)
        assert head in ("data:image/png;base64", "data:image/jpeg;base64", "data:image/webp;base64"), head
        pictures.append(base64.b64decode(data, validate=True))
        assert len(pictures[-1]) <= LARGEST
    said = assistant["content"]
    return Exchange(text, said if isinstance(said, str) else "".join(part["text"] for part in said), pictures)


def rows(folder: Path) -> Iterator[dict[str, Any]]:
    with (folder / "train.jsonl").open(encoding="utf-8") as file:
        yield from map(json.loads, file)


@pytest.mark.consumer("openai", "openai-messages")
def test_messages(exported: Path, truth: Truth, line: Callable[[Counts], None]) -> None:
    line(same_questions(map(checked, rows(exported)), truth))


def test_planted_faults_are_caught(work: Path, truth: Truth) -> None:
    folder = work / "exports" / "openai-messages"
    planted(list(map(checked, rows(folder))), truth)
    row = next(rows(folder))
    for plant in (
        lambda r: r["messages"][0].update(role="human"),
        lambda r: r["messages"][0]["content"][0].update(type="image"),
        lambda r: r["messages"][0]["content"][0].pop("image_url"),
        lambda r: r["messages"][1].update(content=7),
        lambda r: r.update(images=[]),
    ):
        copy = json.loads(json.dumps(row))
        plant(copy)
        with pytest.raises((ValidationError, AssertionError)):
            checked(copy)
