"""A box of the picture: (x0, y0, x1, y1), px."""

from __future__ import annotations

from typing import Any

from ...model import Answer, Value
from ..coordinates import coordinates
from .base import Kind, Scale, register


class Box(Kind):
    name = "box"
    forms = ("box",)
    outputs = ("box",)
    slack = 4.0
    suffix = "box"
    aspect = "locate"

    def render(self, value: Value, unit: str = "", language: Any = None) -> str:
        return "(" + ", ".join(str(v) for v in value) + ")"

    def equal(self, answer: Answer, given: Value, choices: tuple[str, ...] = (), scale: Scale = (1.0, 1.0)) -> bool:
        """Every coordinate within the tolerance.  scale: what a given (x, y) is multiplied by to give native pixels."""
        found = coordinates(given)
        if len(found) != 1 or len(found[0]) != len(answer.value):
            return False
        pairs = zip(found[0], answer.value, strict=True)
        return all(abs(a * scale[i % 2] - float(b)) <= answer.tolerance for i, (a, b) in enumerate(pairs))


register(Box())
