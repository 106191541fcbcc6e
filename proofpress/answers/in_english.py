"""Answers in other languages, rewritten into the English that the equality judges: numbers, and what a language's table knows.

One table a language (`german.py`).  A language without a table has its numbers read in its convention, and its words as they
stand.  What is judged in English is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from ..model import Answer, Value
from .german import quantities_to_english_de, words_to_english_de
from .numerals import is_number
from .quantity import exact_of, parse_quantity
from .verdicts import is_undetermined

ENGLISH = "en"
# languages that write 1.234,5 (or 1 234,5)
_WITH_COMMA = (
    "af az be bg bs ca cs da de el es et eu fi fr gl hr hu hy id is it ka kk lt lv mk nb nl nn no pl pt ro ru sk sl sq sr sv"
    " tr uk uz vi"
)
_COMMA_LANGUAGES = frozenset(_WITH_COMMA.split())
_WORDS_OF: dict[str, Callable[[str], str]] = {"de": words_to_english_de}
_QUANTITIES_OF: dict[str, Callable[[str], str]] = {"de": quantities_to_english_de}
_GROUPED_COMMA = re.compile(r"(?<![\w.,])\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\d|[.,]\d)|(?<![\d.,])\d+,\d+(?!\d|[.,]\d)")
_DECIMAL_COMMA = re.compile(r"\d,\d{1,2}(?!\d)|\.\d{3},\d")
_TAIL = re.compile(r"-?\S*\d\S*(?: [-+/] \S*\d\S*| \d{3}\S*)*\s+(\D.*)$")  # what stands behind a number: its unit
_OTHER = "und"  # some other language, of which only the unit's name is known
_KINDS_OF_NUMBERS = ("number", "choice", "undetermined")


def language_of(answer: Answer) -> str:
    """The language that an answer's own text tells, "en" where it tells none: by its signs and words."""
    text = answer.text
    if answer.type == "number":  # 17/8 tells nothing, its alias 2,125 does
        told = (_convention(t, answer.value, answer.unit) for t in (text, *answer.aliases))
        return next((language for language in told if language != ENGLISH), ENGLISH)
    if answer.type == "boolean":
        return "de" if text in ("Ja", "Nein") else ENGLISH
    if answer.type == "undetermined":
        return "de" if not is_undetermined(text) and is_undetermined(words_to_english_de(text)) else ENGLISH
    if answer.type in ("list", "set"):
        return "de" if re.search(r"\bund\b", text) and not re.search(r"\band\b", text) else ENGLISH
    if answer.type == "choice":
        shown = " ".join(answer.aliases)
        return "de" if re.search(r"\d,\d{1,2}(?!\d)", shown) and not re.search(r"\d\.\d{1,2}(?!\d)", shown) else ENGLISH
    return "de" if answer.type == "text" and re.match(r"\d{1,2}\. [A-ZÄ]\w+", text) else ENGLISH


@lru_cache(maxsize=4096)
def _convention(text: str, value: Value, unit: str) -> str:
    if not is_number(value):
        return ENGLISH
    if unit and not text.endswith(unit) and unit[0] not in text[:2] and (m := _TAIL.match(text)):
        return "de" if quantities_to_english_de(f"1 {m[1]}") != f"1 {m[1]}" else _OTHER
    if _DECIMAL_COMMA.search(text):
        return "de"
    truth = exact_of(value)
    for language in (ENGLISH, "de") if re.search(r"\d[.,]\d", text) else ():
        said = parse_quantity(_rewritten(text, language, "number", text, unit))
        if said is not None and abs(float(said.value) - float(truth)) <= 1e-9 * abs(float(truth)):
            return language
    return ENGLISH


def answer_in_english(answer: Answer, language: str) -> Answer:
    """The answer with its texts in English; its typed value stands, but for the words in it."""

    def plain(text: str) -> str:
        return _rewritten(text, language, answer.type, answer.text, answer.unit)

    value = answer.value
    if isinstance(value, str) and answer.type not in ("choice", "undetermined"):
        value = plain(value)
    elif isinstance(value, tuple):
        value = tuple(plain(v) if isinstance(v, str) else v for v in value)
    return replace(answer, text=plain(answer.text), value=value, aliases=tuple(plain(a) for a in answer.aliases))


def given_in_english(given: Value, answer: Answer, language: str) -> Value:
    """What was given as an answer to `answer` (in its own language), in English."""
    if isinstance(given, str):
        return _rewritten(given, language, answer.type, answer.text, answer.unit)
    if isinstance(given, (list, tuple)):
        return tuple(given_in_english(v, answer, language) for v in given)
    return given


def numbers_in_english(text: str, language: str) -> str:
    """A running text whose numbers are written as English writes them."""
    if language.split("-", maxsplit=1)[0] not in _COMMA_LANGUAGES:
        return text
    text = re.sub(r"\d\{,\}(?=\d)", lambda m: m[0][0] + ",", text)
    return _GROUPED_COMMA.sub(lambda m: m[0].replace(".", "").replace(",", "."), text)


@lru_cache(maxsize=8192)
def _rewritten(text: str, language: str, kind: str, shown: str, unit: str) -> str:
    """shown, unit: the recorded answer's text and unit, which tell how the language calls that unit."""
    if language == ENGLISH:
        return text
    base = language.split("-", maxsplit=1)[0]
    quantities = _QUANTITIES_OF.get(base, str) if kind in _KINDS_OF_NUMBERS else str
    s = quantities(numbers_in_english(re.sub("[\xa0\u202f\u2009]", " ", text), language))
    if unit and (m := _TAIL.match(shown)) and m[1] != unit:
        for name in dict.fromkeys((m[1], quantities(f"1 {m[1]}")[2:])):
            s = re.sub(rf"(?<=\s){re.escape(name)}(?![\w-])", lambda _: unit, s)
    return _WORDS_OF[base](s) if base in _WORDS_OF else s
