"""Every installed engine, and the clock from outside, keeps the contract."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from proofpress.contract import CHECKS, Subject, faults, subjects
from proofpress.registry import Registry

CLOCK = Path(__file__).parents[1] / "plugins" / "clock"


@lru_cache(maxsize=8)
def subject(name: str) -> Subject:
    return subjects(str(CLOCK) if name == "clock" else name)[0]


@pytest.mark.parametrize("title", CHECKS)
@pytest.mark.parametrize("name", [*Registry.load().engines(), "clock"])
def test_contract(name: str, title: str) -> None:
    found = faults(title, subject(name))
    assert not found, "\n".join(found[:10])


def test_the_clock_is_small() -> None:
    lines = [line for f in CLOCK.rglob("*") if f.suffix in (".py", ".yaml") for line in f.read_text("utf-8").splitlines()]
    assert len(lines) <= 120
