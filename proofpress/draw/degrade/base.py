"""What a degradation is: parameters drawn once and logged, and a pure move of a Picture that follows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ...seeds import Rng
from ..picture import Picture

SEVERITIES = ("light", "medium", "heavy")
Parameters = dict[str, Any]  # JSON-able


@dataclass(frozen=True, slots=True)
class Degradation:
    """choose(severity, rng) -> parameters; run(picture, parameters, rng) -> the picture, pixels and regions together.

    stage: where it comes in the life of a picture (a sheet lies askew, is lit, comes out of focus, catches sensor noise and is
    compressed at last).  moves: whether regions move.
    """

    name: str
    stage: int
    choose: Callable[[str, Rng], Parameters]
    run: Callable[[Picture, Mapping[str, Any], Rng], Picture]
    moves: bool = False


def between(rng: Rng, range_: tuple[float, float], digits: int = 3) -> float:
    """A number of the range, rounded so that the log can be read."""
    return round(float(rng.uniform(*range_)), digits)


def either_sign(rng: Rng, range_: tuple[float, float], digits: int = 3) -> float:
    """A number whose size is in the range, of either sign."""
    size = between(rng, range_, digits)
    return size if rng.random() < 0.5 else -size
