"""Worker processes that report progress, die with their parent, and name what went wrong."""

from __future__ import annotations

import multiprocessing as mp
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing.sharedctypes import Synchronized
from typing import Any, TypeVar

from ..errors import BadInput
from .task import single_threaded

T = TypeVar("T")
_counter: Synchronized[int] | None = None


def tick(n: int = 1) -> None:
    """Report n units of work done; to be called in a worker."""
    if _counter is not None:
        with _counter.get_lock():
            _counter.value += n


def _start_worker(counter: Synchronized[int]) -> None:
    global _counter  # noqa: PLW0603 - one counter a worker process, set once
    _counter = counter
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
