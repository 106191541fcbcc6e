"""Running the command as a person would, in this process or in another."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from proofpress import cli

ROOT = Path(__file__).parents[2]
CLOCK = ROOT / "tests" / "plugins" / "clock"


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


class Command:
    """Call it with the command's arguments; the process's own stdout and stderr are captured."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
        self._patch, self._capsys = monkeypatch, capsys

    def __call__(self, *args: object) -> Result:
        self._patch.setattr(sys, "argv", ["proofpress", *map(str, args)])
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as exit:
            cli.main()
        captured = self._capsys.readouterr()
        return Result(int(exit.value.code or 0), captured.out, captured.err)


def bytes_of(folder: Path) -> dict[str, str]:
    """sha256 of every file of a set, by name."""
    return {
        f.relative_to(folder).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest()
        for f in sorted(folder.rglob("*"))
        if f.is_file()
    }
