"""Shards as Ray tasks: any cluster, lost workers replaced, and the same bytes as the local runner.

A task is the very call that a local worker process makes.  It ends in a small value: a result, or the one line of BadInput.  A
worker that dies is Ray's to replace (the task is tried again elsewhere); an error of the user's is not tried again.
"""

from __future__ import annotations

import logging
import os
import platform
import re
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from ..errors import BadInput
from ..registry import brief
from .pool import Runner, heard
from .task import single_threaded

T = TypeVar("T")
TRIES = 4  # of a task whose worker dies
_AHEAD = 2  # tasks in flight for each core: a worker finds its next shard waiting, and the scheduler is never flooded
_FRESH = 50  # shards after which a worker is replaced: libraries' caches grow over tens of thousands of pictures
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",  # nothing is reported to anybody
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_task_oom_retries": str(TRIES - 1),
}


@dataclass(frozen=True, slots=True)
class _Done:
    """What a task sends back: its result or why it has none, and the units it ticked."""

    result: Any
    problem: str | None
    ticks: int


@cache
def installed() -> Mapping[str, str]:
    """The versions that can move a pixel: Python's, Proofpress's, and those of the libraries it depends on."""
    named = (re.match(r"[\w.-]+", line) for line in metadata.requires("proofpress") or () if "extra ==" not in line)
    names = sorted({"proofpress", *(match.group() for match in named if match)})
    return {"python": platform.python_version(), **{name: metadata.version(name) for name in names}}


def call(expected: Mapping[str, str], folder: str, task: Callable[..., Any], arguments: tuple[Any, ...]) -> _Done:
    """One call on whatever machine it was sent to.  folder: where the run was started, from which files are named."""
    mine = installed()
    other = [f"{name} {mine.get(name, 'is missing')}, not {v}" for name, v in expected.items() if mine.get(name) != v]
    if other:
        what = other[0] + (f" (and {len(other) - 1} more)" if other[1:] else "")
        return _Done(None, f"machine {platform.node()} of the cluster has {what}; install the same versions everywhere", 0)
    single_threaded()
    with suppress(OSError):  # a machine without that folder can do without it, unless a file is named from it
        os.chdir(folder)
    ticks = 0

    def count(n: int) -> None:
        nonlocal ticks
        ticks += n

    try:
        with heard(count):
            return _Done(task(*arguments), None, ticks)
    except BadInput as error:
        return _Done(None, str(error), ticks)


@contextmanager
def cluster(address: str | None, workers: int | None, cores: int) -> Iterator[Runner]:
    """A Ray cluster to run tasks on: the one at `address`, or one started here, on loopback, with `workers` CPUs."""
    with connected(address, workers, cores) as ray:
        yield _runner(ray, None if address is None else workers)


@contextmanager
def connected(address: str | None, workers: int | None, cores: int) -> Iterator[Any]:
    """The package `ray`, connected to that cluster; what was started here is stopped at the end."""
    ray = _connected(address, workers or cores)
    try:
        yield ray
    finally:
        ray.shutdown()


def _connected(address: str | None, cpus: int) -> Any:
    os.environ |= {k: v for k, v in _QUIET.items() if k not in os.environ}
    try:
        import ray
    except ImportError:
        raise BadInput("runner ray: the package is not installed; pip install 'proofpress[ray]'") from None
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.CRITICAL}
    try:
        if address is None:
            here: dict[str, Any] = {"num_cpus": cpus, "include_dashboard": False, "object_store_memory": 100 << 20}
            with _hushed():
                ray.init("local", _node_ip_address="127.0.0.1", **here, **quiet)
        else:
            _knock(address)
            with _hushed():
                ray.init(address, **quiet)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # Ray has many ways to say that nobody answers
        what = "cannot be started here" if address is None else f"at {address} cannot be reached"
        raise BadInput(f"runner ray: a cluster {what} ({_line(error)}); see to it, or use --runner local") from None
    # its notices of workers that died would stand on stdout, in the middle of --json; no public switch reaches them
    ray._private.worker._worker_logs_enabled = False
    return ray


@contextmanager
def _hushed() -> Iterator[None]:
    """Ray's own parts write straight to the terminal; what matters of it is raised, and becomes our one line."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _knock(address: str) -> None:
    """Whether anybody listens there: Ray itself would try for more than a minute."""
    host, colon, port = address.removeprefix("ray://").rpartition(":")
    if colon and port.isdigit():
        socket.create_connection((host, int(port)), timeout=10).close()


def _line(error: BaseException) -> str:
    at: BaseException | None = error
    while at is not None:  # what was wrong with the token is said at the bottom of a chain
        if "authentication token" in str(at).lower():
            return "it wants a token: set RAY_AUTH_MODE=token, and RAY_AUTH_TOKEN or RAY_AUTH_TOKEN_PATH"
        at = at.__cause__ or at.__context__
    return " ".join(str(error).split())[:200] or type(error).__name__


def _runner(ray: Any, workers: int | None) -> Runner:
    remote = ray.remote(num_cpus=1, max_retries=TRIES - 1, max_calls=_FRESH)(call)

    def run(task: Callable[..., T], calls: Sequence[tuple[Any, ...]], show: Callable[[int], None]) -> Iterator[T]:
        expected, folder, queue, ticks = installed(), os.getcwd(), iter(calls), 0
        flying: set[Any] = set()
        try:
            while True:
                # a cluster may grow and shrink: its size is asked for again and again
                most = workers or max(1, _AHEAD * int(ray.cluster_resources().get("CPU", 1)))
                for arguments in islice(queue, max(0, most - len(flying))):
                    # an output is never named from a folder that another machine may not have
                    rooted = tuple(a.absolute() if isinstance(a, Path) else a for a in arguments)
                    flying.add(remote.remote(expected, folder, task, rooted))
                if not flying:
                    return
                if ray.wait(list(flying), num_returns=1, timeout=1.0)[0]:
                    ready, _ = ray.wait(list(flying), num_returns=len(flying), timeout=0)
                else:
                    ready = []
                for reference in ready:
                    done = _fetched(ray, reference)
                    flying.remove(reference)
                    if done.problem is not None:
                        raise BadInput(done.problem)
                    ticks += done.ticks
                    yield done.result
                show(ticks)
        finally:
            for reference in flying:
                with suppress(Exception):
                    ray.cancel(reference, force=True)

    return run


def _fetched(ray: Any, reference: Any) -> _Done:
    try:
        done: _Done = ray.get(reference)
        return done
    except ray.exceptions.RayTaskError as error:
        cause = error.cause if isinstance(error.cause, BaseException) else error
        if isinstance(cause, ImportError):
            raise BadInput(
                f"a machine of the cluster cannot load proofpress ({_line(cause)}); install proofpress on every machine"
            ) from None
        raise BadInput(f"a task fails on the cluster: {brief(cause)}") from error
    except (ray.exceptions.WorkerCrashedError, ray.exceptions.OutOfMemoryError, ray.exceptions.NodeDiedError) as error:
        raise BadInput(
            f"a shard made its worker die {TRIES} times (killed, or out of memory?: {_line(error)}); give the same command "
            "again with fewer workers: what is whole is kept"
        ) from None
    except ray.exceptions.RayError as error:
        raise BadInput(
            f"the cluster lost a task ({_line(error)}); give the same command again: what is whole is kept"
        ) from None
