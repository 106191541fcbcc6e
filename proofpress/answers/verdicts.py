"""Answers that are a verdict: yes or no, the letter of an option, "it cannot be determined"."""

from __future__ import annotations

import re

from .labels import label_key
from .plaintext import flat
from .quantity import parse_quantity
from .units import unit_of

_TRUTH = {
    "yes": True,
    "y": True,
    "true": True,
    "yeah": True,
    "yep": True,
    "no": False,
    "n": False,
    "false": False,
    "nope": False,
}
_TRUTH |= {"correct": True, "right": True, "incorrect": False, "wrong": False}
_FIRST = re.compile(r"^(yes|true|no|false)\s*(?:[,;:.!(-]+\s*|$)(.*)$", re.DOTALL)
_CLAIM = re.compile(
    r"^(?:it|that|this|(?:the |this )?(?:statement|claim|sentence|answer))(?:\s+is|'s):?\s+(not\s+)?"
    r"(true|false|correct|incorrect|right|wrong|yes|no)$"
)


def truth_said(text: str) -> bool | None:
    """What a text says to a yes/no question: alone, before its reason, or of the claim; None where it says neither or both."""
    s = re.sub(r"[\"`*]", "", flat(text)).casefold().strip()
    s = re.sub(r"\s*[.!]+$", "", s).strip()
    if s in _TRUTH:
        return _TRUTH[s]
    if s.startswith("not ") and s[4:] in ("true", "correct", "right", "false"):
        return not _TRUTH[s[4:]]
    if m := _CLAIM.match(s):
        return _TRUTH[m[2]] is not bool(m[1])
    if m := _FIRST.match(s):
        said = _TRUTH[m[1]]
        second = re.match(r"(?:and |or )?(yes|no|true|false)\b", m[2])
        return None if second and _TRUTH[second[1]] is not said else said
    return None


_LETTER = r"(?:option|choice|answer|alternative)?\s*[(\[{]?\s*([A-J])\s*[)\]}]?"
_ALONE = re.compile(rf"^{_LETTER}$", re.IGNORECASE)
_WITH_TEXT = re.compile(
    r"^(?:(?:[Oo]ption|[Cc]hoice|[Aa]nswer):?\s*)?(?:[(\[]\s*([A-Ja-j])\s*[)\]]\s*[:.-]?|([A-J])\s*(?:\\?\)|[.:]|-(?=\s)|(?=\()))\s*(.+)$",
    re.DOTALL,
)
_LETTER_LAST = re.compile(r"^(.+?)\s*\(([A-J])\)$", re.DOTALL)
_SAID = re.compile(
    r"^(?:it|that|(?:the )?(?:correct |right |best )?(?:answer|option|choice))(?:\s+is|'s|:)\s*:?\s*", re.IGNORECASE
)


def option_named(text: str) -> tuple[str, str]:
    """(letter, the text given with it): ("A", "40°") for "(A) 40°", ("A", "") for "Option A"; ("", text) for no letter."""
    s = re.sub(r"\*\*|[\"`]", "", flat(text)).strip()
    s = re.sub(r"\s*[.!]+$", "", _SAID.sub("", s)).strip()
    if m := _ALONE.match(s):
        return m[1].upper(), ""
    if m := _WITH_TEXT.match(s):
        return (m[1] or m[2]).upper(), re.sub(r"^\((.*)\)$", r"\1", m[3].strip())
    if m := _LETTER_LAST.match(s):
        return m[2], m[1].strip()
    return "", s


_CANNOT = re.compile(
    r"(?:can ?not|can't|could not|couldn't|unable to|impossible to|not possible to|no way to|not able to)"
    r"\s+(?:be\s+)?(?:uniquely\s+)?"
    r"(?:determine|find|found|tell|told|know|answer|calculate|compute|infer|deduce|establish|say|said|read|solve|work)"
    r"|not (?:be )?(?:determined|determinable|computable|answerable)\b|\bun(?:determined|answerable|determinable)|indeterminate"
    r"|(?:not|n't) enough|insufficient"
    r"|(?:is|are|was|were)(?: not|n't) (?:shown|given|provided|stated|visible|available|displayed|specified)"
    r"|\bno (?:value|data|information|length|angle|number)[^.]* (?:is|are) (?:shown|given|provided)|missing information"
)
_UNKNOWN = ("unknown", "not given", "not shown", "n/a (not enough information)", "undefined from the figure")
_YET = re.compile(
    r"\b(?:but|however|although|though|approximately|about|roughly|nevertheless|around)\b|[≈]|\bnot true\b|\bfalse that\b"
)


_CLAUSE = re.compile(r"[;,()]|[.:](?:\s|$)|\.\.|\s-\s|\b(?:because|since|as|so|hence|therefore|thus|then|and)\b")
_CLAIMS = re.compile(r"^.*(?:\b(?:is|are|was|were|be|equals|assume|guess|say|estimate|probably|perhaps|maybe)\b|[=≈])")


def is_undetermined(text: str) -> bool:
    """Does the text say, in people's words and without taking it back or guessing, that there is no answer?"""
    s = label_key(text)
    if s in _UNKNOWN:
        return True
    return bool(_CANNOT.search(s)) and not _YET.search(s) and not any(map(_is_value, _CLAUSE.split(flat(text).casefold())))


def _is_value(clause: str) -> bool:
    """Does the clause come to a value ("12 cm", "it is 12")?  Years and how many there are of something do not count."""
    found = parse_quantity(_CLAIMS.sub("", clause).strip())
    return found is not None and unit_of(found.unit).known and not re.fullmatch(r".*\b(?:1[5-9]|20)\d\d", clause.strip())
