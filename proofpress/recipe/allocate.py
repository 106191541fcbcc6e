"""Allocation of jobs to the values of a mix: shares are met exactly, at every length of the set, and uncorrelated.

Jobs are allocated one after the other.  Of the values whose share is not used up, the one is taken that is most behind it, on
its own and beside the values that the job has already - as patients are allocated to treatments by minimisation - so that hard
samples are not mostly test samples.  Allocation starts anew every BLOCK jobs, each with its part of every share, so that any
job can be allocated without those far before it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..seeds import Rng

BLOCK = 1000
OWN = 3.0  # what a value's own share counts, beside its share among the samples of each other value
Allotment = dict[str, str]  # mix -> value, of one job


@dataclass(frozen=True)
class Mix:
    """Something that is mixed. shares sum to 1; counts: how many jobs of this block get each value; fits: which values a
    job with this allotment can do, None for all."""

    name: str
    shares: Mapping[str, float]
    counts: Mapping[str, int]
    fits: Callable[[Allotment], Iterable[str]] | None = None


def shares(weights: Sequence[float], n: int) -> list[int]:
    """n split in proportion to the weights, exactly: the largest remainders get what is left over."""
    total = sum(weights)
    exact = [w * n / total for w in weights]
    counts = [int(e) for e in exact]
    order = sorted(range(len(weights)), key=lambda i: (counts[i] - exact[i], i))
    for i in order[: n - sum(counts)]:
        counts[i] += 1
    return counts


def normal(weights: Mapping[str, float]) -> dict[str, float]:
    """The weights as shares that sum to 1."""
    total = sum(weights.values())
    return {k: w / total for k, w in weights.items()}


def between(part: Mapping[str, float], before: int, until: int) -> dict[str, int]:
    """How many of the jobs from number `before` up to `until` get each value, so that all jobs so far meet the shares."""
    edges, total = [0], 0.0
    for share in part.values():
        total += share
        edges.append(math.floor(min(total, 1.0) * until + 0.5) - math.floor(min(total, 1.0) * before + 0.5))
    edges[-1] = until - before
    return {v: max(0, b - a) for v, (a, b) in zip(part, pairwise(edges), strict=True)}


class Allocator:
    """Allocates job after job; see the module."""

    def __init__(self, rng: Rng) -> None:
        self.rng = rng
        self.allocated: Counter[str] = Counter()  # jobs, by mix
        self.own: Counter[tuple[str, str]] = Counter()  # by mix and value
        self.beside: Counter[tuple[str, str, str]] = Counter()  # jobs with another mix's value that have this mix at all
        self.pairs: Counter[tuple[str, str, str, str]] = Counter()

    def allotment(self, axes: Sequence[Mix], start: Allotment | None = None) -> Allotment:
        """One value of each mix, beside those it starts with."""
        allotment: Allotment = {}
        for name, value in (start or {}).items():
            self._take(allotment, name, value)
        for axis in axes:
            self._take(allotment, axis.name, self._value(axis, allotment))
        return allotment

    def _value(self, axis: Mix, allotment: Allotment) -> str:
        fit = [v for v in (axis.fits(allotment) if axis.fits else axis.shares) if v in axis.shares]
        left = [v for v in fit if self.own[axis.name, v] < axis.counts[v]] or fit
        n = self.allocated[axis.name] + 1
        noise = self.rng.random(len(left))
        scores = []
        for v, jitter in zip(left, noise, strict=True):
            share = axis.shares[v]
            score = OWN * (share * n - self.own[axis.name, v]) + 0.2 * float(jitter)
            for other, held in allotment.items():
                score += share * (self.beside[other, held, axis.name] + 1) - self.pairs[other, held, axis.name, v]
            scores.append(score)
        return left[scores.index(max(scores))]

    def _take(self, allotment: Allotment, axis: str, value: str) -> None:
        for other, held in allotment.items():
            self.beside[other, held, axis] += 1
            self.pairs[other, held, axis, value] += 1
        allotment[axis] = value
        self.allocated[axis] += 1
        self.own[axis, value] += 1
