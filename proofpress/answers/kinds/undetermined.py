"""That there is no answer: what is asked for cannot be determined."""

from __future__ import annotations

from collections.abc import Mapping

from ...model import Answer, Value
from ..labels import label_key
from ..verdicts import is_undetermined, option_named
from .base import Kind, Scale, register
from .choice import equal_choice


class Undetermined(Kind):
    """Asked in the words of a question that has an answer: as a number, which nearly all of them have."""

    name = "undetermined"
    forms = ()
    undetermined = ()
    spoken = True
    suffix = "number"
    aspect = "missing"

    def equal(self, answer: Answer, given: Value, choices: tuple[str, ...] = (), scale: Scale = (1.0, 1.0)) -> bool:
        if isinstance(given, Mapping):
            return "missing" in given
        text = str(given)
        if choices and answer.aliases and len(key := answer.aliases[0]) == 1:
            return equal_choice(key, text, choices) or (is_undetermined(text) and not option_named(text)[0])
        return label_key(text) in {label_key(t) for t in (answer.text, *answer.aliases)} or is_undetermined(text)


register(Undetermined())
