"""Dealing: shares are met exactly, at every length of the set, and no two of them hang together.

Jobs are dealt one after the other.  Of the values whose share is not used up, the one is dealt that is most behind it, on its
own and beside the values that the job has already - as patients are dealt to treatments by minimisation - so that hard
samples are not mostly test samples.  Dealing starts anew every BLOCK jobs, each with its part of every share, so that any
job can be dealt without those far before it.
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
Hand = dict[str, str]  # axis -> value: what one job has been dealt


@dataclass(frozen=True)
class Axis:
    """Something that is dealt. shares sum to 1; counts: how many hands of this block get each value; fits: which values a
    job with this hand can do, None for all."""

    name: str
    shares: Mapping[str, float]
    counts: Mapping[str, int]
    fits: Callable[[Hand], Iterable[str]] | None = None


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
    """How many of the hands from number `before` up to `until` get each value, so that all hands so far meet the shares."""
    edges, total = [0], 0.0
    for share in part.values():
        total += share
        edges.append(math.floor(min(total, 1.0) * until + 0.5) - math.floor(min(total, 1.0) * before + 0.5))
    edges[-1] = until - before
    return {v: max(0, b - a) for v, (a, b) in zip(part, pairwise(edges), strict=True)}


class Dealer:
    """Deals hand after hand; see the module."""

    def __init__(self, rng: Rng) -> None:
        self.rng = rng
        self.dealt: Counter[str] = Counter()  # hands, by axis
        self.own: Counter[tuple[str, str]] = Counter()  # by axis and value
        self.beside: Counter[tuple[str, str, str]] = Counter()  # hands with another axis's value that have this axis at all
        self.pairs: Counter[tuple[str, str, str, str]] = Counter()

    def hand(self, axes: Sequence[Axis], start: Hand | None = None) -> Hand:
        """One value of each axis, beside those it starts with."""
        hand: Hand = {}
        for name, value in (start or {}).items():
            self._take(hand, name, value)
        for axis in axes:
            self._take(hand, axis.name, self._value(axis, hand))
        return hand

    def _value(self, axis: Axis, hand: Hand) -> str:
        fit = [v for v in (axis.fits(hand) if axis.fits else axis.shares) if v in axis.shares]
        left = [v for v in fit if self.own[axis.name, v] < axis.counts[v]] or fit
        n = self.dealt[axis.name] + 1
        noise = self.rng.random(len(left))
        scores = []
        for v, jitter in zip(left, noise, strict=True):
            share = axis.shares[v]
            score = OWN * (share * n - self.own[axis.name, v]) + 0.2 * float(jitter)
            for other, held in hand.items():
                score += share * (self.beside[other, held, axis.name] + 1) - self.pairs[other, held, axis.name, v]
            scores.append(score)
        return left[scores.index(max(scores))]

    def _take(self, hand: Hand, axis: str, value: str) -> None:
        for other, held in hand.items():
            self.beside[other, held, axis] += 1
            self.pairs[other, held, axis, value] += 1
        hand[axis] = value
        self.dealt[axis] += 1
        self.own[axis, value] += 1
