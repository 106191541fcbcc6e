"""Is it language?  Residue of templates, stray characters, slips of grammar that a machine can tell for sure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from ..ask.wording import DOUBLED
from ..language.en import an
from ..model import Question

_RESIDUE = (
    (re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|\$\{|<%|%>"), "template brackets"),
    (
        re.compile(
            r"\{[a-z_][\w.|]*\}|<[A-Za-z_]+>|\[(?:name|label|value|unit|series|category|insert [^\]]*)\]"
            r"|%\([a-z_]+\)[sd]|%[sd]\b"
        ),
        "a slot",
    ),
    (re.compile(r"\b(?:nan|NaN|null|NULL|undefined|Undefined|TODO|FIXME|NoneType|lorem ipsum)\b"), "a placeholder"),
    (re.compile(r"\bNone\b(?! of (?:the|these|those|them)\b)"), "a placeholder"),
    (re.compile(r"\b(?:dict|list|tuple|Decimal|Fraction|Exact|Fact)\(|<[\w.]+ object at"), "a program's value"),
    (re.compile(r"\\[ntu](?![a-zA-Z])|&(?:amp|lt|gt|quot|nbsp|#\d+);|</?(?:br|p|b|i|span|div)\b[^>]*>"), "an escape"),
)
_STRAY = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff\u200b\u2060\ufeff]")
_MOJIBAKE = re.compile(r"Ã[\x80-\xbf©¨¼¶¤±]|â€|Â[°£ ]|Ð[\x80-\xbf]")
_SPACING = re.compile(r" [,.;?!](?!\d)|[,;](?=[^\W\d_])|\.\.(?!\.)(?<!\.\.\.)|\?\?|,,|;;|,\.|\( | \)|  |\t")
_EMPTY = re.compile(r"\(\s*\)|\[\s*\]|\"\s*\"|“\s*”|'\s+'")
_ARTICLE = re.compile(r"\b([Aa]n?) ([^\W\d_][\w-]*|\d[\d.,]*)")
_PAIRS = {")": "(", "]": "[", "}": "{", "”": "“"}
_LONGEST = 2000  # characters


def nonsense(question: Question, data: Mapping[str, Any], plain: str) -> Iterator[tuple[int, str]]:
    """(weight, what is wrong) for every fault: 1 a slip, 2 a fault, 3 not fit to be read.

    data: the language's part of rubric.yaml.  plain: its text with an X for every letter of a name: a name
    may be written as it likes.
    """
    text = question.text
    for part in (text, *question.choices):
        yield from _characters(part)
    yield from _shape(question)
    yield from _spacing(text)
    twice = (m for m in DOUBLED.finditer(plain) if m[1].lower() not in data.get("may_double", ()) and m[1][0] != "X")
    if m := next(twice, None):
        yield 2, f"{m[0]!r} doubles a word"
    if data:
        yield from _grammar(plain, data)


def _characters(text: str) -> Iterator[tuple[int, str]]:
    for pattern, what in _RESIDUE:
        if m := pattern.search(text):
            yield 3, f"{m[0]!r} is {what} left in the text"
    if m := _STRAY.search(text):
        yield 3, f"a stray character (U+{ord(m[0]):04X})"
    if m := _MOJIBAKE.search(text):
        yield 3, f"{m[0]!r} comes of a wrong encoding"
    for word in re.findall(r"[^\W\d_]{2,}", text):
        scripts = {unicodedata.name(c, "?").split()[0] for c in word if c.isalpha()} & {"LATIN", "CYRILLIC", "GREEK"}
        if len(scripts) > 1 and not re.search("[πΔ△αβγθφ]", word):
            yield 3, f"{word!r} mixes scripts"
            return


def _shape(question: Question) -> Iterator[tuple[int, str]]:
    text = question.text.strip()
    if len(re.findall(r"[^\W_]+", text)) < (1 if question.form == "fill" else 2) or len(text) > _LONGEST:
        yield 3, "too short to be a question" if len(text) <= _LONGEST else "too long to be a question"
    stack: list[str] = []
    for c in text:
        if c in _PAIRS.values():
            stack.append(c)
        elif c in _PAIRS and (not stack or stack.pop() != _PAIRS[c]):
            yield 2, f"{c!r} closes nothing"
            break
    else:
        if stack:
            yield 2, f"{stack[-1]!r} is never closed"
    if question.form == "fill" and "__" not in text:
        yield 2, "nothing to fill in"
    if question.form != "fill" and not re.search(r"[.?!。？！_)\"”’]$", text):
        yield 2, "the sentence has no end"
    keys = [" ".join(c.split()).casefold() for c in question.choices]
    if "" in keys:
        yield 3, "an option is empty"
    if len(set(keys)) < len(keys):
        yield 2, "two options are the same"


def _spacing(text: str) -> Iterator[tuple[int, str]]:
    if m := _EMPTY.search(text):
        yield 2, f"{m[0]!r} is empty"
    elif m := _SPACING.search(text.strip().replace("____", "X")):
        yield 1, f"{m[0]!r} is oddly spaced or doubled"
    if text != text.strip():
        yield 1, "space around the text"


def _grammar(text: str, data: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    for m in _ARTICLE.finditer(text):
        if m[2][0] != "X" and not re.fullmatch(r"[A-Z]+", m[2]) and an(m[2]).split()[0] != m[1].lower():
            yield 2, f"{m[0]!r} has the wrong article"
            break
    more, gap = "|".join(data["needs_more"]), "|".join(data["before_gap"])
    if gap_at := re.search(rf"\b(?:{more})\s*(?=[.?!,;:])|\b(?:the|an)\s+(?:{gap})\b|\bbetween and\b", text, re.IGNORECASE):
        yield 2, f"{gap_at[0]!r} lacks what belongs behind it"
    if word := re.search(data["misspelt"], text):
        yield 2, f"{word[0]!r} is no plural"
