"""How far along: a bar with rate and time left on a terminal, plain lines otherwise; always on stderr."""

from __future__ import annotations

import sys
import time
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

_PLAIN_EVERY = 10.0  # seconds between plain lines


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.1f}/s" if task.speed else "-/s", style="progress.data.speed")


class Meter:
    """with Meter("make", 2000, done=250) as meter: meter.show(done)."""

    def __init__(self, what: str, total: int, done: int = 0, quiet: bool = False):
        self.what, self.total, self.first = what, total, done
        self.quiet = quiet
        console = Console(stderr=True)
        self._bar: Progress | None = None
        if console.is_terminal and not quiet:
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
            self._bar = Progress(*columns, console=console)
            self._task = self._bar.add_task(what, total=total, completed=done)
        self._start = self._last = time.monotonic()

    def __enter__(self) -> Meter:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar:
            self._bar.stop()
        elif kind is None:
            self._line(self.total)

    def show(self, done: int, note: str = "") -> None:
        """note: what else is to be said, such as troubles."""
        if self._bar:
            self._bar.update(self._task, completed=done, description=f"{self.what} {note}".rstrip())
        elif time.monotonic() - self._last >= _PLAIN_EVERY:
            self._last = time.monotonic()
            self._line(done, note)

    def _line(self, done: int, note: str = "") -> None:
        if self.quiet:
            return
        seconds = time.monotonic() - self._start
        rate = (done - self.first) / seconds if seconds > 0 else 0.0
        left = f", {(self.total - done) / rate:.0f} s left" if rate and done < self.total else ""
        print(f"{self.what}: {done} of {self.total}, {rate:.1f}/s{left}{note and ', '}{note}", file=sys.stderr, flush=True)
