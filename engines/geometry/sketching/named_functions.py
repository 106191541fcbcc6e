"""A table of small functions by name, filled by a decorator: substrates and constructions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar

from .sketch import Sketch

Entry = TypeVar("Entry", bound=Callable[..., None])


class Table(Mapping[str, Entry], Generic[Entry]):
    """Functions by name.  ValueError when two have one name."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._entries: dict[str, Entry] = {}

    def add(self, entry: Entry) -> Entry:
        """Decorator: enter the function under its own name."""
        name = entry.__name__
        if name in self._entries:
            raise ValueError(f"two {self.what}s are called {name}")
        self._entries[name] = entry
        return entry

    def __getitem__(self, name: str) -> Entry:
        return self._entries[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


Move = Callable[[Sketch], None]  # grows the sketch in place; Unfit where it does not apply
