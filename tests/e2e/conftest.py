"""Fixtures of the end-to-end tests."""

from __future__ import annotations

import pytest

from .command import Command


@pytest.fixture
def proofpress(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(monkeypatch, capsys)
