"""A name or a short phrase; also a text of any length and any number of lines, which is compared word by word."""

from __future__ import annotations

from ...model import Answer, Value
from ..labels import same_label
from ..plaintext import LONGEST
from .base import Kind, Scale, register

_ONE_LINE = 300  # characters: what is longer is no name


class Text(Kind):
    name = "text"
    forms = ("open", "choice", "yes_no", "fill")
    outputs = ("label", "text")
    spoken = True
    suffix = "text"

    def equal(self, answer: Answer, given: Value, choices: tuple[str, ...] = (), scale: Scale = (1.0, 1.0)) -> bool:
        text = str(given)
        truths = tuple(dict.fromkeys(map(str, (answer.text, answer.value))))
        words = text.split()
        if words and any(words == t.split() for t in (*truths, *answer.aliases)):
            return True
        return len(text) <= LONGEST and any(same_label(t, text, answer.aliases) for t in truths)

    def whole(self, answer: Answer) -> bool:
        return "\n" in answer.text or len(answer.text) > _ONE_LINE


register(Text())
