"""The fact lock in the real pass, against a scripted writer who spoils a fifth of the rewordings in twelve ways."""

from __future__ import annotations

from pathlib import Path

import pytest

from .corruptions import WAYS
from .lock_acceptance import make_sets, run


def test_a_few_rewordings_of_a_small_set(small_set: Path, tmp_path: Path) -> None:
    figures = run([small_set], 100, 515, tmp_path / "pass")
    print(figures)
    assert len(figures.cases) >= 60 and sum(bool(c.way) for c in figures.cases) >= 15
    assert figures.slipped == []
    assert figures.clean_share(1000) >= 0.9
    assert figures.counts["question:reworded"] > 5 and figures.counts["question:refused:name"] > 0


@pytest.mark.slow
def test_two_thousand_rewordings(tmp_path: Path) -> None:
    """Every way at least 25 times; all that is spoilt is refused, and 95 % of the first 1,000 clean ones pass."""
    figures = run(make_sets(tmp_path, 160, 20260), 2000, 20260, tmp_path / "pass")
    print(figures)
    assert len(figures.cases) == 2000 and sum(bool(c.way) for c in figures.cases) == 400
    assert min(figures.of(way)[0] for way in WAYS) >= 25
    assert figures.slipped == []
    assert figures.clean_share(1000) >= 0.95
