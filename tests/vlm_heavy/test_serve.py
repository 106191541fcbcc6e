"""A real model behind a real server: a picture goes in, text comes out, and nothing is lost when the server goes."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from proofpress.errors import BadInput
from proofpress.store import SampleSet
from proofpress.vlm.backend import Ask, Backend, BackendOptions, Reply, make_backend
from proofpress.vlm.run import run_pass
from proofpress.vlm.verify import verify_pass

from ..vlm.test_run import bytes_of
from .served import Served, replies, run, start


def backend(served: Served, **more: Any) -> Backend:
    return make_backend("openai", BackendOptions(served.model, served.base_url, backoff=0.05, **more))


def asked(served: Served, *asks: Ask) -> list[Reply]:
    async def main() -> list[Reply]:
        one = backend(served)
        try:
            return list(await asyncio.gather(*(one.reply(a) for a in asks)))
        finally:
            await one.close()

    return asyncio.run(main())


def against(served: Served) -> tuple[object, ...]:
    return ("--base-url", served.base_url, "--model", served.model, "--concurrency", 4)


def test_a_picture_goes_in_and_text_comes_out(few: Path, served: Served) -> None:
    sample = next(iter(SampleSet(few)))
    picture, other = sample.images[0].bytes, list(SampleSet(few))[-1].images[0].bytes
    one = Ask("What is it?", "v", picture)
    with_it, again, without, another = asked(served, one, one, Ask("What is it?", "v"), Ask("What is it?", "v", other))
    for reply in (with_it, without, another):
        assert reply.ok and reply.text.strip() and reply.tokens == 3  # two and the end
    assert with_it == again


def test_a_reply_cut_by_max_tokens_is_none(few: Path, served: Served) -> None:
    (reply,) = asked(served, Ask("What is it?", "v", next(iter(SampleSet(few))).images[0].bytes, max_tokens=2))
    assert (reply.text, reply.trouble, reply.tokens) == ("", "cut", 2)


def test_a_schema_is_passed_over_in_silence(served: Served) -> None:
    """This server neither obeys response_format nor refuses it; the prompts say in words what they want."""
    (reply,) = asked(served, Ask("What is it?", "v", schema={"type": "object"}))
    assert reply.ok and not reply.text.startswith("{")


def test_a_model_that_it_does_not_serve_is_told_in_a_line(few: Path, served: Served, tmp_path: Path) -> None:
    done = run("verify", few, "-o", tmp_path / "out", "--base-url", served.base_url, "--model", "somebody/else")
    lines = [line for line in done.stderr.splitlines() if not line.startswith("verify:")]
    assert (done.returncode, len(lines)) == (2, 1), done.stderr
    assert "knows no model 'somebody/else'" in lines[0] and served.model in lines[0]


def verified(root: Path, out: Path, served: Served, **more: Any) -> None:
    run_pass(root, out, verify_pass(1), backend(served, concurrency=4, **more), 4, quiet=True)


@pytest.fixture(scope="module")
def whole(few: Path, served: Served, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that nothing happened to."""
    out = tmp_path_factory.mktemp("whole") / "set"
    verified(few, out, served)
    return out


def test_the_server_is_killed_and_comes_back_while_a_run_waits(few: Path, served: Served, whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "set"
    process = start("verify", few, "-o", out, *against(served), "-k", 1, "--json")
    try:
        until(lambda: replies(out / ".cache.sqlite") >= 10, process)
        served.kill()
        time.sleep(1)
    finally:
        served.start()
    told, said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    assert json.loads(told)["met"]["connection"] > 0 and json.loads(told)["troubles"] == {}
    assert bytes_of(out) == bytes_of(whole)


def test_the_server_stays_away_and_the_run_is_taken_up_later(few: Path, served: Served, whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "set"
    try:
        with pytest.raises(BadInput, match=r"is gone .*start it again, then give the same command again"):
            killed_after(10, few, out, served)
    finally:
        served.start()
    kept = replies(out / ".cache.sqlite")
    assert 10 <= kept < replies(whole / ".cache.sqlite")
    verified(few, out, served)
    assert bytes_of(out) == bytes_of(whole)


def killed_after(n: int, few: Path, out: Path, served: Served) -> None:
    """A run whose server goes after so many replies, and that does not wait long for it."""
    one = backend(served, concurrency=4, patience=1.0)
    ask, count = one.reply, 0

    async def reply(ask_: Ask) -> Reply:
        nonlocal count
        count += 1
        if count == n + 5:  # four may be on their way
            served.kill()
        return await ask(ask_)

    one.reply = reply  # type: ignore[method-assign]
    run_pass(few, out, verify_pass(1), one, 4, quiet=True)


def test_the_run_is_killed_and_taken_up_again(few: Path, served: Served, whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "set"
    process = start("verify", few, "-o", out, *against(served), "-k", 1)
    until(lambda: replies(out / ".cache.sqlite") >= 20, process)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    kept = replies(out / ".cache.sqlite")
    done = run("verify", few, "-o", out, *against(served), "-k", 1, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["requests"] == replies(out / ".cache.sqlite") - kept
    assert bytes_of(out) == bytes_of(whole)


def until(true: Any, process: Any, seconds: float = 300.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)
