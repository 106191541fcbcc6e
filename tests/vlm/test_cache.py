"""The cache of replies: what decides a reply is in the key, what is no reply is not kept, and a kill loses nothing."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from proofpress.errors import BadInput
from proofpress.vlm.asker import CachedAsker
from proofpress.vlm.backend import TROUBLES, Ask, Reply
from proofpress.vlm.cache import Cache, ask_key

from ..e2e.command import ROOT

ASK = Ask("How many?", "v1", b"\x89PNG", schema={"type": "object"})
OTHERS: list[dict[str, Any]] = [
    {"prompt": "How much?"},
    {"prompt_version": "v2"},
    {"image": b"\x89PNH"},
    {"image": None},
    {"schema": None},
    {"schema": {"type": "array"}},
    {"temperature": 0.5},
    {"max_tokens": 64},
    {"sample": 1},
]


def test_the_key_names_all_that_decides_a_reply() -> None:
    keys = {ask_key("m", ASK), ask_key("n", ASK), *(ask_key("m", replace(ASK, **o)) for o in OTHERS)}
    assert len(keys) == 2 + len(OTHERS)
    assert ask_key("m", replace(ASK, schema={"type": "object"}, image=bytes(bytearray(ASK.image or b"")))) == ask_key("m", ASK)


def test_replies_are_kept_and_troubles_are_not(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "c.sqlite")
    reply = Reply("ünï ∠ABC", "", "because", 7)
    cache.put("a", "m", reply)
    for n, trouble in enumerate(TROUBLES[1:]):
        cache.put(f"t{n}", "m", Reply("half a word", trouble))
    assert cache.get("a") == reply and len(cache) == 1
    cache.put("a", "m", Reply("another"))
    assert cache.get("a") == reply, "the first reply stays"
    cache.close()
    assert [p.name for p in tmp_path.iterdir()] == ["c.sqlite"]
    assert Cache(tmp_path / "c.sqlite").get("a") == reply


def test_two_runs_may_share_a_file(tmp_path: Path) -> None:
    one, two = Cache(tmp_path / "c"), Cache(tmp_path / "c")
    one.put("a", "m", Reply("1"))
    two.put("b", "m", Reply("2"))
    assert (one.get("b"), two.get("a")) == (Reply("2"), Reply("1"))


def test_a_kill_loses_no_reply_that_was_kept(tmp_path: Path) -> None:
    code = (
        "import sys, itertools\nfrom pathlib import Path\nfrom proofpress.vlm.backend import Reply\n"
        "from proofpress.vlm.cache import Cache\nc = Cache(Path(sys.argv[1]))\n"
        "for n in itertools.count():\n    c.put(str(n), 'm', Reply('x' * 2000))\n    print(n, flush=True)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "c")]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    last = [process.stdout.readline() for _ in range(300)][-1]
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    cache = Cache(tmp_path / "c")
    assert all(cache.get(str(n)) for n in range(int(last) + 1))


@pytest.mark.parametrize("content", [b"no database at all, but a file of some length" * 40, None])
def test_a_file_that_is_no_cache_is_told(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "c"
    path.mkdir() if content is None else path.write_bytes(content)
    with pytest.raises(BadInput, match="cannot be used"):
        Cache(path)


def test_the_same_request_at_the_same_time_is_sent_once(tmp_path: Path) -> None:
    class Slow:
        model, sent = "m", 0

        async def reply(self, ask: Ask) -> Reply:
            self.sent += 1
            await asyncio.sleep(0.01)
            return Reply(ask.prompt)

        async def close(self) -> None: ...

    backend = Slow()

    async def run() -> list[Reply]:
        asker = CachedAsker(backend, Cache(tmp_path / "c"), 4)
        first = await asyncio.gather(*(asker(replace(ASK, prompt=str(n % 3))) for n in range(30)))
        assert (asker.asked, asker.waiting, asker.cached) == (3, 0, 0)
        return [*first, await asker(replace(ASK, prompt="1"))]

    assert [r.text for r in asyncio.run(run())] == [str(n % 3) for n in range(30)] + ["1"]
    assert backend.sent == 3
