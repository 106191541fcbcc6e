"""Worker processes: nothing is lost, errors come back, a death is named."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from proofpress.errors import BadInput
from proofpress.recipe import Recipe, checked
from proofpress.registry import Registry
from proofpress.run.choice import chosen
from proofpress.run.cluster import call, installed
from proofpress.run.pool import heard, processes, run_all, run_here, tick
from proofpress.run.task import make_shard
from proofpress.store import SetHeader, fingerprint


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


def test_one_process_is_a_runner_too() -> None:
    seen: list[int] = []
    calls = [(i,) for i in range(5)]
    assert list(run_here(square, calls, seen.append)) == [0, 1, 4, 9, 16] == list(processes(1)(square, calls, seen.append))
    assert seen == [1, 2, 3, 4, 5] * 2
    tick()  # nobody listens any more
    assert len(seen) == 10


def test_ticks_go_to_the_nearest_listener() -> None:
    outer: list[int] = []
    inner: list[int] = []
    with heard(outer.append):
        with heard(inner.append):
            tick(2)
        tick(3)
    assert (outer, inner) == ([3], [2])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("rays", None, None), "'ray'"),
        (("local", None, "auto"), "--runner ray"),
        (("ray", None, "127.0.0.1:9"), r"127\.0\.0\.1:9 cannot be reached|not installed"),
    ],
)
def test_runners_that_cannot_be(arguments: tuple[str, int | None, str | None], words: str) -> None:
    with pytest.raises(BadInput, match=words), chosen(*arguments, cores=1):
        pass


# --- a call on another machine ---------------------------------------------------------------------------------------
def test_a_call_sends_back_its_result_and_its_ticks() -> None:
    done = call(installed(), os.getcwd(), square, (7,))
    assert (done.result, done.problem, done.ticks) == (49, None, 1)
    done = call(installed(), "/no/such/folder", fail, (3,))
    assert (done.result, done.problem) == (None, "number 3 is at fault")


def test_a_machine_with_other_versions_is_named() -> None:
    here = installed()
    assert {"python", "proofpress", "numpy", "matplotlib", "skia-python"} <= set(here)
    done = call({**here, "numpy": "0.9"}, os.getcwd(), square, (7,))
    assert done.result is None
    assert f"numpy {here['numpy']}, not 0.9" in (done.problem or "")
    assert os.uname().nodename in (done.problem or "")
    told = call({**here, "gone": "1", "numpy": "2"}, "", square, (7,)).problem or ""
    assert f"numpy {here['numpy']}, not 2 (and 1 more)" in told
    assert "gone is missing, not 1" in (call({**here, "gone": "1"}, "", square, (7,)).problem or "")


def test_a_machine_with_other_templates_or_data_is_named(tmp_path: Path) -> None:
    """The fingerprint that a shard would carry is computed again where the shard is made."""
    clock = Path(__file__).parents[1] / "plugins" / "clock"
    registry = Registry.load((str(clock),))
    recipe = checked(Recipe(domains={"clock": 1.0}, plugins=(str(clock),), samples=1), registry)
    versions = {**registry.versions(["clock"]), "clock": "0.0+other"}
    header = SetHeader(recipe.canonical(), versions, fingerprint(recipe.canonical(), versions))
    with pytest.raises(BadInput, match=r"would make another set \(clock is .*, not .0\.0\+other"):
        make_shard(tmp_path, recipe, header, 0, tick)
    assert not list(tmp_path.iterdir())
