"""The letter of an option; said by its letter, its text, or both."""

from __future__ import annotations

import re
from functools import lru_cache

from ...model import Answer, Value
from ..labels import same_label
from ..plaintext import flat
from ..quantity import readings
from ..verdicts import option_named
from .base import Kind, Scale, register
from .number import equal_number

_LETTER_FIRST = re.compile(r"^([A-J])\s+(\S.*)$", re.DOTALL)


class Choice(Kind):
    name = "choice"
    forms = ()
    undetermined = ()
    spoken = True
    suffix = "choice"
    aspect = "choose"

    def equal(self, answer: Answer, given: Value, choices: tuple[str, ...] = (), scale: Scale = (1.0, 1.0)) -> bool:
        return equal_choice(str(answer.value), str(given), choices, answer.aliases)


def equal_choice(key: str, given: str, choices: tuple[str, ...], aliases: tuple[str, ...] = ()) -> bool:
    """aliases: other ways to write the right option."""
    right = ord(key) - 65
    if m := _LETTER_FIRST.match(flat(given)):  # "A 40°" is option A, "A dog" may be an option's own text
        said = _options_said(m[2], choices, right, aliases)
        own = [i for i in said if flat(choices[i]).casefold() == m[0].rstrip(".").casefold()]
        if len(said) == 1:
            return said == [right] and (own == said or m[1] == key)
    letter, text = option_named(given)
    if letter and not text and ord(letter) - 65 < len(choices):  # whatever the options say: "B, A, C"
        return letter == key
    if _options_said(given, choices, right, aliases) == [right]:
        return True
    if not letter:
        return False
    at = ord(letter) - 65
    if letter != key or (choices and at >= len(choices)):
        return False
    return not text or not choices or _options_said(text, choices, right, aliases) == [at]


def _options_said(text: str, choices: tuple[str, ...], right: int, aliases: tuple[str, ...]) -> list[int]:
    """The options that the text says."""
    return [i for i, c in enumerate(choices) if _option_is(c, text) or (i == right and same_label(c, text, aliases))]


@lru_cache(maxsize=8192)
def _option_is(option: str, text: str) -> bool:
    """Is the text the option in other words?  Numbers by value and unit, everything else by its letters."""
    parsed = readings(option)
    if len(parsed) == 1 and (q := parsed[0][0]).value is not None:
        return equal_number(Answer("number", q.value, option, q.unit), text)
    return same_label(option, text)


register(Choice())
