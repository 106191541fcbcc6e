"""Proofpress: rendered images with proved questions and answers. The public names are described in docs/python.md."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from .version import __version__ as __version__

if TYPE_CHECKING:
    from .answers.judge import judge
    from .errors import BadInput
    from .python_api import make, open_set

__all__ = ["BadInput", "judge", "make", "open_set"]
_HOMES = {"BadInput": "errors", "judge": "answers.judge", "make": "python_api", "open_set": "python_api"}


def __getattr__(name: str) -> object:
    """A public name, loaded when it is first used: `import proofpress` itself stays cheap."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
