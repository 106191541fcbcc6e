"""Which engine a job goes to is told for any job of a recipe of any size, without the others being listed."""

from __future__ import annotations

import numpy as np
import pytest

from proofpress.recipe.allocate import shares
from proofpress.recipe.jobs import _order


def listed(weights: tuple[float, ...], n: int) -> list[tuple[int, int]]:
    """All jobs in order, by the definition: the k-th of c stands at (k + 1/2) / c."""
    counts = shares(weights, n)
    places = [((k + 0.5) / c, e, k) for e, c in enumerate(counts) for k in range(c)]
    return [(e, k) for _, e, k in sorted(places)]


@pytest.mark.parametrize("seed", range(60))
def test_a_range_of_jobs_is_that_range_of_all(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.choice([1, 2, 3, 7, 24, 100, 999, 3000]))
    weights = tuple(float(w) for w in rng.choice([1, 2, 3, 0.001, 40, 60, 0.5, 99], int(rng.integers(1, 9))))
    whole = listed(weights, n)
    for start in {0, n - 1, *(int(x) for x in rng.integers(0, n, 20))}:
        stop = min(n, start + int(rng.choice([1, 5, 64, 5000])))
        which, nth = _order(weights, n, start, stop)
        assert list(zip(which.tolist(), nth.tolist(), strict=True)) == whole[start:stop], (weights, n, start, stop)


def test_the_last_of_a_hundred_million_is_told_at_once() -> None:
    n = 100_000_000
    which, nth = _order((40.0, 60.0), n, n - 5, n)
    assert nth[which == 1][-1] == 59_999_999
    assert nth[which == 0][-1] == 39_999_999
