"""Scales, and the plot area with what is measured in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from .board import Board, Box


@dataclass(frozen=True, slots=True)
class Scale:
    """Values to pixels along one direction."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float | Decimal) -> float:
        return self.start + (float(value) - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def per_px(self) -> float:
        """Units a pixel."""
        return (self.high - self.low) / abs(self.end - self.start)


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """Ticks of a value axis as (value, printed text), and its title. side: left, right or bottom."""

    ticks: Sequence[tuple[Decimal, str]]
    title: str
    side: str = "left"
    step: float = 1.0

    @property
    def low(self) -> float:
        return float(self.ticks[0][0])

    @property
    def high(self) -> float:
        return float(self.ticks[-1][0])


@dataclass
class Axes:
    """The plot area with its scales. slots: the centre of each category along the other direction, and their pitch."""

    board: Board
    box: Box
    value: Scale
    horizontal: bool = False
    slots: list[float] = field(default_factory=list)
    pitch: float = 0.0
    step: float = 1.0
    second: Scale | None = None

    def margin(self, ends: int = 1, scale: Scale | None = None, step: float | None = None) -> float:
        """The reading margin: a twentieth of a tick interval, never less than 2 px, for each end that is read."""
        return ends * max((step or self.step) / 20, 2 * (scale or self.value).per_px)

    def tick(self, i: int) -> str:
        """The id of the i-th category's tick label."""
        return f"{'yt' if self.horizontal else 'xt'}{i + 1}"


@dataclass(frozen=True, slots=True)
class Labels:
    """Category labels as they fit: the lines of each, their angle and size, and the room they take."""

    texts: tuple[str, ...]
    angle: float
    size: float
    depth: float
    lean: float  # how far the first label reaches left of its slot
