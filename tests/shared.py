"""Sets that many tests read: made once in a run of the suite, by whichever of pytest's processes comes first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock


def made_once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder NAME/set in the temporary folder of the whole run, which `make` fills; nobody may write to it afterwards."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if own.name.startswith("popen-") else own) / "shared" / name
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "lock"):
        if not (folder / "made").exists():
            make(folder / "set")
            (folder / "made").touch()
    return folder / "set"
