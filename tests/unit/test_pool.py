"""Worker processes: nothing is lost, errors come back, a death is named."""

from __future__ import annotations

import os
import signal

import pytest

from proofpress.errors import BadInput
from proofpress.run.pool import run_all, tick


def square(n: int) -> int:
    tick()
    return n * n


def fail(n: int) -> int:
    if n == 3:
        raise BadInput("number 3 is at fault")
    return n


def die(n: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return n


@pytest.mark.parametrize("calls", [1, 2, 3, 11])
def test_every_call_is_answered_once(calls: int) -> None:
    seen: list[int] = []
    assert sorted(run_all(square, [(i,) for i in range(calls)], 2, seen.append)) == [i * i for i in range(calls)]
    assert seen == sorted(seen)
    assert seen[-1] == calls


def test_an_error_stops_the_rest() -> None:
    with pytest.raises(BadInput, match="number 3"):
        list(run_all(fail, [(i,) for i in range(50)], 2, lambda n: None))


def test_a_killed_worker_is_named() -> None:
    with pytest.raises(BadInput, match="worker process died"):
        list(run_all(die, [(1,)], 2, lambda n: None))
