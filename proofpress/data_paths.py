"""Where the data that ships with the code lies, in a source tree and in an installed wheel alike."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from pathlib import Path


@lru_cache(maxsize=8)
def data_folder(name: str) -> Path:
    """The folder `templates` or `fonts`: it stands beside `engines`, wherever that package was installed."""
    engines = import_module("proofpress.engines")
    return Path(next(iter(engines.__path__))).parent / name


def templates_of(engine: str) -> Path:
    """The folder of a built-in engine's data."""
    return data_folder("templates") / engine
