"""How pictures come to look used: six degradations, planned from a stream, logged as data, applied in the order of life.

A plan is a list of JSON-able dicts: {"name", "severity", and the parameters}.  `apply` follows it exactly; only noise draws
further numbers, from the stream that it is given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import BadInput
from ...seeds import Rng
from ..picture import Picture
from .base import SEVERITIES, Degradation, Parameters
from .camera import BLUR, BRIGHTNESS, JPEG, NOISE
from .moves import PERSPECTIVE, ROTATION, choose_ground

REGISTRY: dict[str, Degradation] = {d.name: d for d in (ROTATION, PERSPECTIVE, BRIGHTNESS, BLUR, NOISE, JPEG)}
# level -> (fewest, most, how likely each severity is): a light set still has clean pictures, a heavy one has none
LEVELS: dict[str, tuple[int, int, tuple[float, float, float]]] = {
    "none": (0, 0, (1.0, 0.0, 0.0)),
    "light": (0, 2, (1.0, 0.0, 0.0)),
    "medium": (1, 3, (0.4, 0.6, 0.0)),
    "heavy": (2, 4, (0.15, 0.45, 0.4)),
}


def plan_degradations(level: str, rng: Rng) -> list[Parameters]:
    """Which degradations befall one picture. BadInput for a level not in LEVELS."""
    if level not in LEVELS:
        raise BadInput(f"degrade level {level!r}: unknown; choose one of {', '.join(LEVELS)}")
    fewest, most, odds = LEVELS[level]
    names = sorted(REGISTRY)
    chosen = [REGISTRY[names[i]] for i in rng.permutation(len(names))[: int(rng.integers(fewest, most + 1))]]
    ground = choose_ground(rng)
    plan: list[Parameters] = []
    for d in sorted(chosen, key=lambda d: d.stage):
        severity = SEVERITIES[int(rng.choice(len(SEVERITIES), p=odds))]
        plan.append({"name": d.name, "severity": severity, **d.choose(severity, rng)})
        if d.moves:
            plan[-1]["ground"] = ground  # one sheet lies on one desk
    return plan


def apply(picture: Picture, plan: Sequence[Mapping[str, Any]], rng: Rng) -> Picture:
    """The picture after everything in the plan. BadInput for a name that is not in REGISTRY."""
    if not plan:
        return picture
    import cv2

    cv2.setNumThreads(1)  # the cores belong to the workers
    for step in plan:
        if step["name"] not in REGISTRY:
            raise BadInput(f"degradation {step['name']!r}: unknown; choose one of {', '.join(sorted(REGISTRY))}")
        picture = REGISTRY[step["name"]].run(picture, step, rng)
    return picture


__all__ = ["LEVELS", "REGISTRY", "SEVERITIES", "Degradation", "apply", "plan_degradations"]
