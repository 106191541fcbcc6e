"""Numbers as a text has them: their value, and their unit in one form."""

from __future__ import annotations

import re
from fractions import Fraction

from ...answers.units import unit_of

NUMBER = re.compile(
    r"(?P<sign>[€$£¥₹]?)(?P<minus>(?<![\w)])-)?(?P<body>(?:\d(?:[\d,]*\d)?(?:\.\d+)?|\.\d+)?√\d+(?:/\d+)?"
    r"|\d(?:[\d,]*\d)?(?:\.\d+)?(?:/\d+)?(?:√\d+)?π?(?:/\d+)?|π(?:/\d+)?)"
)
UNIT = re.compile(r"\s?(%|°[CF]?|percentage points?|[A-Za-zµ€$£]+(?:[²³]|/[a-z³²]+)?(?: [a-z]+)?)")
ORDINAL = re.compile(r"(?<![\w.])(\d+)(?:st|nd|rd|th)\b")
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()  # noqa: SIM905
SPELLED = frozenset(
    [
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "hundred",
        "thousand",
    ]
)
# as often what is counted (nine months) as a unit: these words are kept as words
_TIMES = frozenset(
    [
        "second",
        "seconds",
        "minute",
        "minutes",
        "hour",
        "hours",
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "year",
        "years",
    ]
)


def is_quantity(text: str) -> bool:
    """Is the text a number with or without a unit (5, 12 cm, €3 million, 3√2) and no name?"""
    m = NUMBER.match(text.strip())
    rest = text.strip()[m.end() :].strip() if m else text
    return bool(m) and (not rest or unit_at(rest) == rest)


def unit_at(text: str) -> str:
    """The longest beginning of the text that is a known unit; "" where none is."""
    parts = text.split(" ")
    for n in range(len(parts), 0, -1):
        head = " ".join(parts[:n])
        if parts[n - 1].lower() in _TIMES:
            continue
        if not {"in", "a", "points", "pt", "per", "an"} & set(head.lower().split()) or head.startswith("percentage"):
            unit = unit_of(head)
            if unit.known and (unit.measures or unit.scale > 1):
                return head
    return ""


def unit_key(unit: str) -> str:
    if not unit.strip():
        return ""
    u = unit_of(unit.strip())
    if "point" in unit:
        return "percentage points"
    return f"{u.measures}*{u.worth}" if u.known or u.scale > 1 else unit.strip().lower()


def value_of(body: str) -> str:
    plain = body.replace(",", "")
    try:
        return str(Fraction(plain))
    except ValueError:
        return plain
