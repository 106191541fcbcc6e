"""A list of names or numbers, in order."""

from __future__ import annotations

from ...model import Answer, Value
from ..labels import same_items, same_list
from .base import Kind, Scale, register


class List(Kind):
    name = "list"
    forms = ("list",)
    outputs = ("label*",)
    spoken = True
    suffix = "list"
    aspect = "list"
    ordered = True

    def equal(self, answer: Answer, given: Value, choices: tuple[str, ...] = (), scale: Scale = (1.0, 1.0)) -> bool:
        if isinstance(given, (list, tuple)):
            return same_items(answer.value, given, self.ordered, answer.aliases)
        return same_list(answer.value, str(given), self.ordered, answer.aliases)


register(List())
