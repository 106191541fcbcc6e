"""Options of one backend alone: `--backend-option NAME=VALUE`, read by the backend that has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..errors import BadInput

Reader = Callable[[str], Any]


def own_options(backend: str, given: Mapping[str, Any] | None, known: Mapping[str, Reader]) -> dict[str, Any]:
    """The values by name, each read by its reader, which raises ValueError with what is wanted instead."""
    read = {}
    for name, value in (given or {}).items():
        if name not in known:
            has = f"it has {', '.join(known)}" if known else "it has none"
            raise BadInput(f"--backend-option {name}: --backend {backend} has no such option; {has}")
        try:
            read[name] = known[name](str(value))
        except ValueError as error:
            raise BadInput(f"--backend-option {name}={value}: give {error}") from None
    return read


def number(least: int) -> Reader:
    """A whole number from `least` up."""

    def read(value: str) -> int:
        if not value.isascii() or not value.isdigit() or int(value) < least:
            raise ValueError(f"a whole number from {least} up")
        return int(value)

    return read


def one_of(*choices: str) -> Reader:
    def read(value: str) -> str:
        if value not in choices:
            raise ValueError(" or ".join(choices))
        return value

    return read


def share(value: str) -> float:
    """A number above 0, 1 at most."""
    try:
        number = float(value)
    except ValueError:
        number = 0.0
    if not 0 < number <= 1:
        raise ValueError("a number above 0, 1 at most")
    return number
