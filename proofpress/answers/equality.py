"""Typed answers and the project's one equality: right answers in another form score right, and nothing else does."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from ..exact import Exact
from ..model import Answer, Value
from .coordinates import coordinates
from .in_english import ENGLISH, answer_in_english, given_in_english, language_of
from .labels import label_key, same_items, same_label, same_list
from .numerals import is_number, number, show
from .plaintext import flat
from .quantity import Quantity, exact_of, never_ends, readings, rounds_to
from .quantity import parse_quantity as parse_quantity  # noqa: PLC0414  (re-exported)
from .units import Unit, fits, unit_of, units_given
from .verdicts import is_undetermined, option_named, truth_said


def render(kind: str, value: Value, unit: str, places: int | None = None) -> str:
    """An answer's text: a number with its unit, Yes/No, a joined list."""
    if kind in ("box", "point"):
        return "(" + ", ".join(str(v) for v in value) + ")"
    return show(value, unit, places)


def aliases(value: Value, unit: str) -> tuple[str, ...]:
    """Other forms of a number that are as right: decimal, mixed number, with and without the unit."""
    if not is_number(value) or isinstance(value, float):
        return ()
    out: list[str] = []
    exact = value if isinstance(value, Exact) else Exact(value)
    bare = number(value)
    if exact.is_rational and exact.fraction.denominator != 1:
        q = exact.fraction
        if not never_ends(exact) and q.denominator <= 1000:
            out.append(format((Decimal(q.numerator) / Decimal(q.denominator)).normalize(), "f"))
        if not isinstance(value, Decimal) and abs(q) > 1:
            whole, rest = divmod(abs(q.numerator), q.denominator)
            out.append(f"{'-' if q < 0 else ''}{whole} {rest}/{q.denominator}")
    if "," in bare:
        out.append(bare.replace(",", ""))
    if unit:
        out = [bare, *out] if bare != show(value, unit) else out
    return tuple(dict.fromkeys(a for a in out if a != show(value, unit)))


def list_aliases(names: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Aliases of a list, from the other names of its items: JSON lists that name each item, by one of them or by its own name.

    names: every item's, its own first.
    """
    rows = range(1, max(map(len, names), default=1))
    return tuple(json.dumps([n[r] if r < len(n) else n[0] for n in names], ensure_ascii=False) for r in rows)


def equal(
    answer: Answer,
    given: Value,
    choices: tuple[str, ...] = (),
    scale: tuple[float, float] = (1.0, 1.0),
    language: str = "",
) -> bool:
    """Does `given` (text, or a typed value) say the same as the answer?  False for anything that does not parse.

    scale: what a given (x, y) of a box or point is multiplied by to give native pixels.  language: the sample's, in which
    numbers and words are read; where it is not told, what the answer's own text tells of it.
    """
    if answer.type not in ("box", "point") and (spoken := language or language_of(answer)) != ENGLISH:
        return _equal_in(spoken, answer, given, choices)
    return _equal(answer, given, choices, scale)


def _equal_in(language: str, answer: Answer, given: Value, choices: tuple[str, ...]) -> bool:
    """The equality on what the texts say in English."""
    plain = answer_in_english(answer, language)
    options = tuple(str(given_in_english(c, answer, language)) for c in choices)
    if _equal(plain, given_in_english(given, answer, language), options, (1.0, 1.0)):
        return True
    # where all items are whole numbers, 1,2,3 is no decimal
    whole = answer.type in ("list", "set") and all(is_number(v) and float(v).is_integer() for v in answer.value)
    return whole and _equal(answer, given, choices, (1.0, 1.0))


def _equal(answer: Answer, given: Value, choices: tuple[str, ...], scale: tuple[float, float]) -> bool:
    kind = answer.type
    if kind == "number":
        return _equal_number(answer, given)
    if kind == "boolean":
        said = given if isinstance(given, bool) else truth_said(str(given))
        return said is answer.value if said is not None else label_key(str(given)) == label_key(answer.text)
    if kind == "choice":
        return _equal_choice(str(answer.value), str(given), choices, answer.aliases)
    if kind in ("list", "set"):
        if isinstance(given, (list, tuple)):
            return same_items(answer.value, given, kind == "list", answer.aliases)
        return same_list(answer.value, str(given), kind == "list", answer.aliases)
    if kind in ("box", "point"):
        return _equal_coordinates(answer, given, scale)
    if kind == "undetermined":
        return _equal_undetermined(answer, given, choices)
    return any(same_label(str(t), str(given), answer.aliases) for t in dict.fromkeys((answer.text, answer.value)))


# --- numbers ---------------------------------------------------------------------------------------------------------
def _equal_number(answer: Answer, given: Value) -> bool:
    if isinstance(given, bool):
        return False
    if is_number(given):
        exact = given if isinstance(given, Exact) else Exact(Fraction(str(given)))
        return _is_number(answer, Quantity(exact, "", None))
    said = readings(str(given), answer.unit)
    return bool(said) and all(any(_is_number(answer, q) for q in statement) for statement in said)


def _is_number(answer: Answer, q: Quantity) -> bool:
    want = unit_of(answer.unit)
    return any(_close(answer, q, r) for u in units_given(q.unit, answer.unit) for r in _ratios(u, want))


def _ratios(given: Unit, want: Unit) -> list[Fraction]:
    """What the truth's number is multiplied by to be compared with the given one.

    A bare number may count the unit asked for (3.2 of "$ million") or be written out (3,200,000).
    """
    if not fits(given, want):
        return []
    if given.measures == "":
        return [Fraction(want.scale, given.scale), *([Fraction(1)] if given.scale == 1 else [])]
    if want.measures in ("", given.measures):
        return [want.worth / given.worth]
    return [Fraction(want.scale, given.scale)]


def _close(answer: Answer, q: Quantity, ratio: Fraction) -> bool:
    """Compared in the unit that is given, so that its decimals are judged as they were written."""
    truth = exact_of(answer.value)
    if isinstance(truth, float):
        truth *= float(ratio)
        if answer.tolerance == 0:
            return float(q.value) == truth or rounds_to(truth, q.value, q.places, q.digits)
    else:
        truth = truth * ratio
        if q.value == truth:
            return True
        if answer.tolerance == 0:
            return never_ends(truth) and rounds_to(truth, q.value, q.places, q.digits)
    # the last factor guards binary rounding, not the answer
    return abs(float(q.value) - float(truth)) <= answer.tolerance * float(ratio) * (1 + 1e-9)


# --- options, places, and no answer ------------------------------------------------------------------------------------
_LETTER_FIRST = re.compile(r"^([A-J])\s+(\S.*)$", re.DOTALL)


def _equal_choice(key: str, given: str, choices: tuple[str, ...], aliases: tuple[str, ...] = ()) -> bool:
    """aliases: other ways to write the right option."""
    right = ord(key) - 65
    if m := _LETTER_FIRST.match(flat(given)):  # "A 40°" is option A, "A trapezoid" may be an option's own text
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


def _option_is(option: str, text: str) -> bool:
    """Is the text the option in other words?  Numbers by value and unit, everything else by its letters."""
    parsed = readings(option)
    if len(parsed) == 1 and (q := parsed[0][0]).value is not None:
        return _equal_number(Answer("number", q.value, option, q.unit), text)
    return same_label(option, text)


def _equal_coordinates(answer: Answer, given: Value, scale: tuple[float, float]) -> bool:
    found = coordinates(given)
    if len(found) != 1 or len(found[0]) != len(answer.value):
        return False
    pairs = zip(found[0], answer.value, strict=True)
    return all(abs(a * scale[i % 2] - float(b)) <= answer.tolerance for i, (a, b) in enumerate(pairs))


def _equal_undetermined(answer: Answer, given: Value, choices: tuple[str, ...]) -> bool:
    if isinstance(given, Mapping):
        return "missing" in given
    text = str(given)
    if choices and answer.aliases and len(key := answer.aliases[0]) == 1:
        return _equal_choice(key, text, choices) or (is_undetermined(text) and not option_named(text)[0])
    return label_key(text) in {label_key(t) for t in (answer.text, *answer.aliases)} or is_undetermined(text)
