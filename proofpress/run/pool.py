"""Worker processes that report progress, die with their parent, and name what went wrong."""

from __future__ import annotations

import multiprocessing as mp
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing.sharedctypes import Synchronized
from typing import Any, Protocol, TypeVar

from ..errors import BadInput
from .task import single_threaded

T = TypeVar("T")
_report: Callable[[int], None] | None = None


class Runner(Protocol):
    """Whatever runs many calls of one task; the task is a module's function and reports its progress through `tick`."""

    def __call__(self, task: Callable[..., T], calls: Sequence[tuple[Any, ...]], show: Callable[[int], None], /) -> Iterator[T]:
        """task(*call) for each call, results as they come, in any order; show(n) with the units ticked so far.

        Raises what a task raises first; nothing more is started then.
        """
        ...


def tick(n: int = 1) -> None:
    """Report n units of work done; to be called in a task."""
    if _report is not None:
        _report(n)


@contextmanager
def heard(report: Callable[[int], None]) -> Iterator[None]:
    """Ticks inside go to `report`."""
    global _report  # noqa: PLW0603 - one listener a process
    before, _report = _report, report
    try:
        yield
    finally:
        _report = before


def processes(workers: int) -> Runner:
    """The runner of this machine: worker processes, or this very process when one is enough."""

    def run(task: Callable[..., T], calls: Sequence[tuple[Any, ...]], show: Callable[[int], None]) -> Iterator[T]:
        if workers > 1 and len(calls) > 1:
            yield from run_all(task, calls, workers, show)
        else:
            yield from run_here(task, calls, show)

    return run


def run_here(task: Callable[..., T], calls: Sequence[tuple[Any, ...]], show: Callable[[int], None]) -> Iterator[T]:
    """As `run_all`, in this process and in order."""
    single_threaded()
    done = 0

    def report(n: int) -> None:
        nonlocal done
        done += n
        show(done)

    for call in calls:
        with heard(report):
            result = task(*call)
        yield result


def _start_worker(counter: Synchronized[int]) -> None:
    global _report  # noqa: PLW0603 - one listener a worker process, set once

    def report(n: int) -> None:
        with counter.get_lock():
            counter.value += n

    _report = report
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    single_threaded()
    threading.Thread(target=_die_with_parent, daemon=True).start()


def _die_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = mp.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def run_all(task: Callable[..., T], calls: Sequence[tuple[Any, ...]], workers: int, show: Callable[[int], None]) -> Iterator[T]:
    """task(*call) for each call in `workers` fresh processes, results as they come; show(n) with the units ticked so far.

    Raises what a worker raises first; nothing more is started then.  KeyboardInterrupt ends the workers and passes on.
    """
    context = mp.get_context("spawn")
    counter = context.Value("q", 0)
    workers = max(1, min(workers, len(calls)))
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker, initargs=(counter,))
    try:
        # hand out little more than is being worked on, so that the first error stops the rest
        queue = iter(calls)
        running: set[Future[T]] = {pool.submit(task, *call) for call in islice(queue, workers + 1)}
        while running:
            done, running = wait(running, timeout=0.25, return_when=FIRST_COMPLETED)
            show(int(counter.value))
            for future in done:
                yield future.result()
                running |= {pool.submit(task, *call) for call in islice(queue, 1)}
    except BrokenProcessPool:
        raise BadInput(
            "a worker process died (killed, or out of memory?): run the same command again with fewer --workers"
        ) from None
    except BaseException:
        for process in list((pool._processes or {}).values()):
            process.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
