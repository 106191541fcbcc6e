"""A scripted OpenAI-compatible server: a real process on loopback that answers from a fixture, fast and the same every time.

    python -m tests.vlm.scripted_server FIXTURE.json [--port N]        prints "PORT" and serves until it is killed

The fixture, every key optional:

    model       the name that it serves ("scripted"); another name gets 404
    answers     [{"match": regex over the prompt, "text": reply (\\1 is a group)}], the first that matches; else `text` ("yes")
    script      a Python file with `answer(prompt, picture, request) -> str`, which goes before `answers` (picture: has one)
    delay       seconds before every reply
    schema      false: a request with response_format gets 400; "unsaid": it is ignored
    key         the bearer token wanted; others get 401, and the error tells what was sent (as careless servers do)
    troubles    [{"kind", "share", "times", "seconds", "match"}]: a share of the requests (by the hash of their bodies) gets it
                the first `times` times it is sent (0: always).  kind: 400, 429 (`seconds` is Retry-After), 500, 503, cut (the
                connection, in the middle of the body), malformed, html, empty,
                reasoning, length (cut by max_tokens), refusal, delay, echo

GET /counts tells what happened, GET /keys which Idempotency-Key was answered how often, GET /v1/models what is served.
"""

from __future__ import annotations

import asyncio
import hashlib
import importlib.util
import json
import re
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
_PHRASES = {
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    404: "Not Found",
    429: "Too Many Requests",
    500: "Error",
    503: "Busy",
}


class Script:
    """What is answered to which request, and what has been asked so far."""

    def __init__(self, fixture: Mapping[str, Any]):
        self.fixture = fixture
        self.answers = [(re.compile(a["match"], re.DOTALL), a["text"]) for a in fixture.get("answers", ())]
        self.troubles = list(fixture.get("troubles", ()))
        self.function = _function(fixture["script"]) if fixture.get("script") else None
        self.counts: Counter[str] = Counter()
        self.seen: Counter[bytes] = Counter()
        self.answered: Counter[str] = Counter()
        self.flying = self.most = self.connections = 0

    def reply(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes, dict[str, str], float, bool]:
        """(status, body, headers, delay in seconds, cut the connection in the middle?)"""
        self.counts["requests"] += 1
        key, sent = self.fixture.get("key"), headers.get("authorization", "")
        if key and sent != f"Bearer {key}":
            return 401, _error(f"Incorrect API key provided: {sent}; headers {dict(headers)}"), {}, 0.0, False
        request = json.loads(body)
        if request["model"] != self.fixture.get("model", "scripted"):
            return 404, _error(f"The model `{request['model']}` does not exist."), {}, 0.0, False
        if "response_format" in request and self.fixture.get("schema") is False:
            self.counts["schema"] += 1
            return 400, _error("response_format is not supported by this server"), {}, 0.0, False
        prompt, picture = _said(request)
        digest = hashlib.sha256(body).digest()
        self.seen[digest] += 1
        delay = float(self.fixture.get("delay", 0.0))
        kind, trouble = self._trouble(digest, prompt)
        self.counts[kind or "fine"] += 1
        if kind in ("400", "429", "500", "503"):
            more = {"retry-after": str(trouble["seconds"])} if "seconds" in trouble else {}
            return int(kind), _error(f"scripted {kind}: {sent}"), more, delay, False
        if kind == "malformed":
            return 200, b'{"choices": [{"message": {"content": "ye', {}, delay, False
        if kind == "html":
            return 200, b"<html>502 from a careless proxy</html>", {"content-type": "text/html"}, delay, False
        text = self._answer(prompt, picture, request)
        message: dict[str, Any] = {"role": "assistant", "content": text}
        if kind == "empty":
            message["content"] = ""
        elif kind == "reasoning":
            message |= {"content": None, "reasoning_content": "First I look at the picture."}
        elif kind == "refusal":
            message |= {"content": None, "refusal": "I cannot help with that."}
        elif kind == "echo":
            message["content"] = f"{text} {sent}"
        elif kind == "delay":
            delay += float(trouble["seconds"])
        if kind in ("", "delay", "echo"):
            self.answered[headers.get("idempotency-key", "")] += kind == ""
        finish = "length" if kind == "length" else "stop"
        out = {
            "id": digest.hex()[:16],
            "object": "chat.completion",
            "created": 0,
            "model": request["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": finish}],
            "usage": {"prompt_tokens": 1, "completion_tokens": len(text.split()), "total_tokens": 1 + len(text.split())},
        }
        return 200, json.dumps(out).encode(), {}, delay, kind == "cut"

    def _trouble(self, digest: bytes, prompt: str) -> tuple[str, Mapping[str, Any]]:
        at, low = int.from_bytes(digest[:8], "big") / 2**64, 0.0
        for trouble in self.troubles:
            high = low + float(trouble.get("share", 1.0))
            hit = low <= at < high and re.search(trouble.get("match", ""), prompt, re.DOTALL)
            if hit and (not trouble.get("times") or self.seen[digest] <= trouble["times"]):
                return str(trouble["kind"]), trouble
            if "match" not in trouble:
                low = high
        return "", {}

    def _answer(self, prompt: str, picture: bool, request: Mapping[str, Any]) -> str:
        if self.function is not None:
            return self.function(prompt, picture, request)
        for pattern, text in self.answers:
            if found := pattern.search(prompt):
                return found.expand(text)
        return str(self.fixture.get("text", "yes"))


def _said(request: Mapping[str, Any]) -> tuple[str, bool]:
    texts, picture = [], False
    for message in request["messages"]:
        content = message["content"]
        for part in [{"type": "text", "text": content}] if isinstance(content, str) else content:
            if part["type"] == "text":
                texts.append(part["text"])
            else:
                picture = part["image_url"]["url"].startswith("data:image/")
    return "\n".join(texts), picture


def _error(message: str) -> bytes:
    return json.dumps({"error": {"message": message, "type": "scripted", "param": None, "code": None}}).encode()


def _function(path: str) -> Callable[[str, bool, Mapping[str, Any]], str]:
    spec = importlib.util.spec_from_file_location("script", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.answer  # type: ignore[no-any-return]


class _Http(asyncio.Protocol):
    """HTTP/1.1 with Content-Length, kept alive; no more than a client of ours needs."""

    def __init__(self, script: Script):
        self.script, self.got, self.need = script, bytearray(), 0
        self.head: tuple[str, str, dict[str, str]] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.out = transport
        self.script.connections += 1

    def data_received(self, data: bytes) -> None:
        self.got += data
        while True:
            if self.head is None:
                end = self.got.find(b"\r\n\r\n")
                if end < 0:
                    return
                first, *lines = self.got[:end].decode("latin-1").split("\r\n")
                headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines)}
                method, path, _ = first.split(" ", 2)
                self.head, self.need = (method, path, headers), int(headers.get("content-length", 0))
                del self.got[: end + 4]
            if len(self.got) < self.need:
                return
            body, (method, path, headers) = bytes(self.got[: self.need]), self.head
            del self.got[: self.need]
            self.head = None
            self._serve(method, path, headers, body)

    def _serve(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> None:
        script = self.script
        if method == "POST" and path.endswith("/chat/completions"):
            script.flying += 1
            script.most = max(script.most, script.flying)
            status, data, more, delay, cut = script.reply(body, headers)
            if delay:
                asyncio.get_running_loop().call_later(delay, self._send, status, data, more, cut)
            else:
                self._send(status, data, more, cut)
            return
        if path.endswith("/models"):
            data = json.dumps(
                {"object": "list", "data": [{"id": script.fixture.get("model", "scripted"), "object": "model"}]}
            ).encode()
        elif path == "/counts":
            about = {"most_at_once": script.most, "distinct": len(script.seen), "connections": script.connections}
            data = json.dumps({**script.counts, **about}).encode()
        elif path == "/keys":
            data = json.dumps(script.answered).encode()
        else:
            self._write(404, _error("no such path"), {})
            return
        self._write(200, data, {})

    def _send(self, status: int, data: bytes, more: Mapping[str, str], cut: bool) -> None:
        self.script.flying -= 1
        if self.out.is_closing():  # type: ignore[attr-defined]
            return
        if cut:
            self._write(status, data, more, upto=len(data) // 2)
            self.out.close()
        else:
            self._write(status, data, more)

    def _write(self, status: int, data: bytes, more: Mapping[str, str], upto: int | None = None) -> None:
        headers = {"content-type": "application/json", **more, "content-length": str(len(data))}
        head = f"HTTP/1.1 {status} {_PHRASES[status]}\r\n" + "".join(f"{k}: {v}\r\n" for k, v in headers.items()) + "\r\n"
        self.out.write(head.encode() + data[:upto])  # type: ignore[attr-defined]


async def _main(fixture: Mapping[str, Any], port: int) -> None:
    script = Script(fixture)
    server = await asyncio.get_running_loop().create_server(lambda: _Http(script), "127.0.0.1", port)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


# --- for tests -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Server:
    """A server that runs: base_url for the client, and what it has seen."""

    port: int
    process: subprocess.Popen[str]

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def counts(self) -> dict[str, int]:
        return self._get("/counts")

    def keys(self) -> dict[str, int]:
        """How often a request with this Idempotency-Key was answered."""
        return self._get("/keys")

    def _get(self, path: str) -> dict[str, int]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as reply:
            return dict(json.load(reply))

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


def start(fixture: Mapping[str, Any], folder: Path, port: int = 0, core: int | None = None) -> Server:
    """Start the server in a process of its own (on one core, when told); the caller stops it."""
    path = folder / "fixture.json"
    path.write_text(json.dumps(fixture))
    command = [sys.executable, str(Path(__file__).resolve()), str(path), "--port", str(port)]
    if core is not None:
        command = ["taskset", "-c", str(core), *command]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, "the scripted server did not start"
    return Server(int(line), process)


@contextmanager
def serving(fixture: Mapping[str, Any], folder: Path, port: int = 0, core: int | None = None) -> Iterator[Server]:
    server = start(fixture, folder, port, core)
    try:
        yield server
    finally:
        server.stop()


if __name__ == "__main__":
    arguments = sys.argv[1:]
    asyncio.run(_main(json.loads(Path(arguments[0]).read_text()), int(arguments[2]) if len(arguments) > 2 else 0))
