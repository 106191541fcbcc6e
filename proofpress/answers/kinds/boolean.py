"""Yes or no."""

from __future__ import annotations

from ...model import Answer, Value
from ..labels import label_key
from ..verdicts import truth_said
from .base import Kind, Scale, register


class Boolean(Kind):
    name = "boolean"
    forms = ("yes_no",)
    outputs = ("boolean",)
    spoken = True
    suffix = "yes_no"
    aspect = "claim"

    def equal(self, answer: Answer, given: Value, choices: tuple[str, ...] = (), scale: Scale = (1.0, 1.0)) -> bool:
        said = given if isinstance(given, bool) else truth_said(str(given))
        return said is answer.value if said is not None else label_key(str(given)) == label_key(answer.text)


register(Boolean())
