"""The client of OpenAI-compatible servers: what it sends, what it makes of what comes back, and what it refuses."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from proofpress.errors import BadInput
from proofpress.vlm.backend import Ask, BackendOptions, Reply, make_backend
from proofpress.vlm.replies import read_reply
from proofpress.vlm.wire import retry_after

from .scripted_server import Server, serving

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
ECHO = "import json\ndef answer(prompt, picture, request):\n    return json.dumps(request)\n"
SCHEMA = {"type": "object", "properties": {"score": {"type": "integer"}}}


def ask(server: Server, asks: Sequence[Ask], **more: Any) -> tuple[list[Reply], Any]:
    backend: Any = make_backend("openai", BackendOptions("scripted", server.base_url, **{"backoff": 0.01, **more}))

    async def all_of_them() -> list[Reply]:
        try:
            return [await backend.reply(a) for a in asks]
        finally:
            await backend.close()

    return asyncio.run(all_of_them()), backend


def sent(reply: Reply) -> Any:
    return json.loads(reply.text)


@pytest.fixture(scope="module")
def echo(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("echo")
    (folder / "echo.py").write_text(ECHO)
    with serving({"script": str(folder / "echo.py")}, folder) as server:
        yield server


def test_the_picture_is_sent_as_it_is_stored(echo: Server) -> None:
    (reply,), _ = ask(echo, [Ask('How many "∠ABC"?\nSay so.', "v1", PNG, max_tokens=99)])
    request = sent(reply)
    picture, text = request["messages"][0]["content"]
    head, _, data = picture["image_url"]["url"].partition(",")
    assert (head, base64.b64decode(data)) == ("data:image/png;base64", PNG)
    assert text == {"type": "text", "text": 'How many "∠ABC"?\nSay so.'}
    assert request == {
        "messages": request["messages"],
        "model": "scripted",
        "max_tokens": 99,
        "temperature": 0.0,
        "stream": False,
    }


def test_a_draw_has_its_seed_and_a_blind_question_no_picture(echo: Server) -> None:
    (reply, other), _ = ask(echo, [Ask("a", "v1", temperature=0.7, sample=3), Ask("a", "v1", PNG, "image/webp")])
    assert (sent(reply)["seed"], sent(reply)["temperature"]) == (3, 0.7)
    assert [p["type"] for p in sent(reply)["messages"][0]["content"]] == ["text"]
    assert sent(other)["messages"][0]["content"][0]["image_url"]["url"].startswith("data:image/webp;base64,")


def test_the_schema_is_asked_for(echo: Server) -> None:
    (reply,), _ = ask(echo, [Ask("a", "v1", schema=SCHEMA)])
    asked = sent(reply)["response_format"]
    assert asked == {"type": "json_schema", "json_schema": {"name": "reply", "strict": True, "schema": SCHEMA}}


def test_a_server_without_schemas_is_asked_in_words_and_once_only(tmp_path: Path) -> None:
    (tmp_path / "echo.py").write_text(ECHO)
    with serving({"script": str(tmp_path / "echo.py"), "schema": False}, tmp_path) as server:
        replies, backend = ask(server, [Ask(f"q{n}", "v1", schema=SCHEMA) for n in range(5)])
        assert server.counts()["schema"] == 1 and backend.troubles["schema"] == 1
    for reply in replies:
        text = sent(reply)["messages"][0]["content"][0]["text"]
        assert "response_format" not in sent(reply) and json.dumps(SCHEMA) in text


def test_retry_after_is_obeyed(tmp_path: Path) -> None:
    with serving({"troubles": [{"kind": "429", "times": 2, "seconds": 0.4}]}, tmp_path) as server:
        start = time.monotonic()
        (reply,), backend = ask(server, [Ask("a", "v1")])
        assert reply == Reply("yes", tokens=1) and 0.8 <= time.monotonic() - start < 5
        assert dict(backend.troubles) == {"rate_limit": 2}


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0.0),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after-ms": "250", "retry-after": "7"}, 0.25),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:30 GMT", "date": "Wed, 21 Oct 2026 07:28:00 GMT"}, 30.0),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:30 -0000", "date": "Wed, 21 Oct 2026 07:28:00 GMT"}, 0.0),
        ({"retry-after": "Wed, 21 Oct 2026 07:27:00 GMT", "date": "Wed, 21 Oct 2026 07:28:00 GMT"}, 0.0),
        ({"retry-after": "Thu, 22 Oct 2026 07:28:00 GMT", "date": "Wed, 21 Oct 2026 07:28:00 GMT"}, 300.0),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:30 GMT"}, 0.0),  # from when?
        ({"retry-after": "soon"}, 0.0),
        ({"retry-after": "nan"}, 0.0),
        ({"retry-after": "-3"}, 0.0),
    ],
)
def test_retry_after_in_seconds_or_as_a_date(headers: dict[str, str], seconds: float) -> None:
    assert retry_after(headers) == seconds


def test_tries_are_spread_the_same_way_each_time() -> None:
    backend: Any = make_backend("openai", BackendOptions("m", "http://127.0.0.1:9/v1"))
    keys = [hashlib.sha256(bytes([n])).hexdigest() for n in range(20)]
    pauses = [[backend._pause(key, tried) for tried in (1, 2, 3, 9)] for key in keys]
    assert pauses == [[backend._pause(key, tried) for tried in (1, 2, 3, 9)] for key in keys]
    assert len({p[0] for p in pauses}) == 20
    for p in pauses:
        assert all(0.5 * w <= got <= 1.5 * w for got, w in zip(p, (0.5, 1, 2, 30), strict=True))


def completion(message: Mapping[str, Any], finish: str = "stop") -> bytes:
    return json.dumps({"choices": [{"message": message, "finish_reason": finish}], "usage": {"completion_tokens": 5}}).encode()


READ: list[tuple[bytes, Reply]] = [
    (completion({"content": " 12 \n"}), Reply("12", tokens=5)),
    (completion({"content": [{"type": "text", "text": "1"}, {"type": "text", "text": "2"}]}), Reply("12", tokens=5)),
    (completion({"content": "12", "reasoning_content": "I see."}), Reply("12", "", "I see.", 5)),
    (completion({"content": "12", "reasoning": "I see."}), Reply("12", "", "I see.", 5)),
    (completion({"content": "<think>I see.</think>\n12"}), Reply("12", "", "I see.", 5)),
    (completion({"content": "I see.</think>\n12"}), Reply("12", "", "I see.", 5)),
    (completion({"content": "<think>I see and see"}, "length"), Reply("", "reasoning_only", "I see and see", 5)),
    (completion({"content": None, "reasoning_content": "I see."}), Reply("", "reasoning_only", "I see.", 5)),
    (completion({"content": "<think>I see.</think>"}), Reply("", "reasoning_only", "I see.", 5)),
    (completion({"content": ""}), Reply("", "empty", tokens=5)),
    (completion({"content": None}), Reply("", "empty", tokens=5)),
    (completion({"content": None, "tool_calls": [{}]}), Reply("", "empty", tokens=5)),
    (completion({"content": "The answer is 1"}, "length"), Reply("", "cut", tokens=5)),
    (completion({"content": "", "refusal": "No."}), Reply("", "refused", tokens=5)),
    (completion({"content": "12"}, "content_filter"), Reply("", "refused", tokens=5)),
    (completion({"content": 12}), Reply(trouble="malformed")),
    (completion({"content": "a\ud800b"}), Reply("a?b", tokens=5)),
    (b'{"choices": [{"message": {"content": "ye', Reply(trouble="malformed")),
    (b'{"choices": []}', Reply(trouble="malformed")),
    (b'{"error": {"message": "no"}}', Reply(trouble="malformed")),
    (b"[]", Reply(trouble="malformed")),
    (b"null", Reply(trouble="malformed")),
    (b"", Reply(trouble="malformed")),
    (b"\xff\xfe", Reply(trouble="malformed")),
    (b"<html>", Reply(trouble="malformed")),
]


@pytest.mark.parametrize("data,reply", READ)
def test_what_comes_back_is_read_with_distrust(data: bytes, reply: Reply) -> None:
    assert read_reply(data) == reply


@pytest.mark.parametrize(
    "url,said",
    [
        ("", "add --base-url"),
        ("127.0.0.1:8000/v1", "not a URL"),
        ("ftp://host/v1", "not a URL of a server"),
        ("http://", "not a URL"),
        ("http://me:hunter2@host/v1", "password"),
        ("http://host/v1?key=hunter2", "query"),
        ("http://[::1/v1", "not a URL"),
    ],
)
def test_a_url_that_is_none_or_holds_a_secret(url: str, said: str) -> None:
    with pytest.raises(BadInput, match=said) as caught:
        make_backend("openai", BackendOptions("m", url))
    assert "hunter2" not in str(caught.value)


def test_an_unknown_backend_and_a_missing_key(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInput, match="choose openai, transformers, vllm"):
        make_backend("llama", BackendOptions("m"))
    monkeypatch.delenv("NO_SUCH_KEY", raising=False)
    with pytest.raises(BadInput, match="--api-key-env NO_SUCH_KEY"):
        make_backend("openai", BackendOptions("m", "http://127.0.0.1:9/v1", key_env="NO_SUCH_KEY"))
