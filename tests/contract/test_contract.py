"""Every installed engine, and the clock from outside, keeps the contract."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from proofpress.contract import CHECKS, Subject, faults, subjects
from proofpress.registry import Registry

PLUGINS = Path(__file__).parents[1] / "plugins"
CLOCK, CHESS = PLUGINS / "clock", PLUGINS / "chess"


@lru_cache(maxsize=8)
def subject(name: str) -> Subject:
    return subjects(str(PLUGINS / name) if name in ("clock", "chess") else name)[0]


INSTALLED = Registry.load().engines()
# Large engines are drawn until each of some hundred families was asked: half a minute, which `make nightly` has.
LONG = "every family of questions is asked"
CASES = [
    pytest.param(name, title, marks=[pytest.mark.slow] if title == LONG and name in INSTALLED else [])
    for name in (*INSTALLED, "clock", "chess")
    for title in CHECKS
]


@pytest.mark.parametrize(("name", "title"), CASES)
def test_contract(name: str, title: str) -> None:
    found = faults(title, subject(name))
    assert not found, "\n".join(found[:10])


@pytest.mark.parametrize("plugin", [CLOCK, CHESS], ids=lambda p: p.name)
def test_a_plug_in_is_small(plugin: Path) -> None:
    lines = [line for f in plugin.rglob("*") if f.suffix in (".py", ".yaml") for line in f.read_text("utf-8").splitlines()]
    assert len(lines) <= 120
