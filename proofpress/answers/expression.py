"""Written numbers: 1,234.5; 24/5; 4 4/5; 3√2; (5√3)/2; 36π; 1.2 * 10^6. A small parser over exact values.

Separators: 1,234 and 1 234 and 1'234 and 1.234.567 are thousands; 1.234,5 and 1,5 and 0,125 have a decimal comma (`comma`
allows the latter two); 1.234 is a decimal and 1,234 is not, as in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from ..exact import PI, Exact, NotExact

_GROUPED = (
    r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?:[ ']\d{3})+(?:[.,]\d+)?(?![\d/]| ?\d*/)"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,]*\d)|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?(?![\d,]*\d)"
)
_COMMA = r"0,\d+(?!,?\d)|\d+,\d{1,2}(?!,?\d)"
_DIGITS = r"\d+\.\d+|\.\d+|\d+"
_EXPONENT = r"(?:[eE][+-]?\d{1,2}(?![\d.]))?"
_NUMBER_STRICT = re.compile(rf"(?:{_GROUPED}|(?:{_DIGITS}){_EXPONENT})")
_NUMBER_COMMA = re.compile(rf"(?:{_GROUPED}|{_COMMA}|(?:{_DIGITS}){_EXPONENT})")
_MIXED = re.compile(r"(\d{1,6}) (\d{1,4})/(\d{1,4})(?![\d.,]*\d|\s*[√π])")
_START = re.compile(r"(?<![\w.])[√π(\d]|(?<!\w)[.-](?=[\d√])|(?<=[A-Za-z])\d")
_OPENING = re.compile(r"[(√-]*")
_SPACE = re.compile(r"[ \t]*")
_LARGEST_POWER, LONGEST_NUMBER, _DEEPEST = 30, 40, 20
_LARGEST, _MOST_TERMS = 1000, 8  # bits of a coefficient or a root (a float holds 1024), terms of a sum: no answer has more


class NoNumber(ValueError):
    """The text is no number at this place."""


@dataclass
class Written:
    """value: what stands there.  places, digits: decimals and significant digits of a plain decimal, places None for all
    other forms.  computed: an unfinished computation (180 - 140), which is no answer.  end: where it ends in the text.
    parts: the values written inside, each once."""

    value: Exact
    places: int | None
    digits: int
    computed: bool
    end: int
    parts: list[tuple[Exact, int | None, int]] = field(default_factory=list)


def read_expression(text: str, start: int = 0, comma: bool = False) -> Written | None:
    """The longest expression at `start`; None where there is none (or one that has no exact value)."""
    reader = _Reader(text, start, _NUMBER_COMMA if comma else _NUMBER_STRICT)
    try:
        value = reader.sum()
    except (NoNumber, NotExact, ZeroDivisionError, OverflowError):
        return None
    single = len(reader.parts) == 1 and not reader.more
    _, places, digits = reader.parts[0] if reader.parts else (None, None, 0)
    unfinished = reader.sums or (reader.products and not reader.irrational)
    return Written(
        value, places if single else None, digits, bool(unfinished and not reader.irrational), reader.at, reader.parts
    )


def expressions(text: str, comma: bool = False) -> Iterator[Written]:
    """Every expression of a running text, one after the other."""
    at = 0
    while m := _START.search(text, at):
        found = read_expression(text, m.start(), comma)
        if found is None:
            run = _OPENING.match(text, m.start())
            at = max(m.end(), run.end() - 1 if run else 0)
        else:
            yield found
            at = max(found.end, m.end())


def _bounded(value: Exact) -> Exact:
    """The value; NoNumber where it is larger than any answer: what is done with it next would take long."""
    if len(value.terms) > _MOST_TERMS or any(abs(k) > 3 * _LARGEST_POWER for (_, k), _ in value.terms):
        raise NoNumber
    if any(v.bit_length() > _LARGEST for (n, _), c in value.terms for v in (n, c.numerator, c.denominator)):
        raise NoNumber
    return value


class _Reader:
    """Recursive descent: sum -> product -> power -> atom.  Whatever follows a whole expression is left alone."""

    def __init__(self, text: str, at: int, number: re.Pattern[str]):
        self.text, self.at, self.number = text, at, number
        self.parts: list[tuple[Exact, int | None, int]] = []
        self.sums = self.products = self.more = self.irrational = False
        self.depth = 0

    def _next(self) -> str:
        """The next sign, spaces skipped; "" at the end."""
        skipped = _SPACE.match(self.text, self.at)
        at = skipped.end() if skipped else self.at
        return self.text[at : at + 1]

    def _take(self) -> None:
        skipped = _SPACE.match(self.text, self.at)
        self.at = (skipped.end() if skipped else self.at) + 1

    def _try(self, sign: str, operand: str) -> Exact | None:
        """What follows the sign, or None (nothing taken) where it is no operand."""
        kept = self.at, len(self.parts), self.sums, self.products, self.more, self.depth
        self._take()
        try:
            return self.product() if operand == "product" else self.power()
        except NoNumber:
            self.at, n, self.sums, self.products, self.more, self.depth = kept
            del self.parts[n:]
            return None

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise NoNumber

    def sum(self) -> Exact:
        self._deeper()
        sign = self._next()
        if sign and sign in "+-":
            self._take()
        total = self.product()
        if sign == "-":
            total = -total
        while (op := self._next()) and op in "+-":
            right = self._try(op, "product")
            if right is None:
                break
            self.sums = self.more = True
            total = _bounded(total + right if op == "+" else total - right)
        self.depth -= 1
        return total

    def product(self) -> Exact:
        value = self.power()
        while op := self._next():
            if op in "*/":
                before, at = self.irrational, self.at
                right = self._try(op, "power")
                if right is None:
                    break
                scientific = op == "*" and re.match(r"\s*\*\s*10\s*\^", self.text[at:])
                self.products |= op == "*" and not scientific and self.irrational == before
                value = _bounded(value * right if op == "*" else value / right)
            elif op in "√π" or (op == "(" and self.text[self.at : self.at + 1] == "(" and self._closed()):
                value = _bounded(value * self.power())
            else:
                break
            self.more = True
        return value

    def _closed(self) -> bool:
        """Does an expression stand in the brackets?  "8 (eight)" has none."""
        return bool(re.match(r"\([\d√π.]", self.text[self.at :]))

    def power(self) -> Exact:
        value = self.atom()
        if self._next() != "^":
            return value
        m = re.match(r"\s*\^\s*(?:(-?\d{1,2})(?![\d.])|\(\s*(-?\d{1,2}|0\.5|1/2)\s*\)|(0\.5)(?!\d))", self.text[self.at :])
        if not m:
            return value
        self.at += m.end()
        self.more = True
        raised = m[1] or m[2] or m[3]
        if raised in ("0.5", "1/2"):
            self.irrational = True
            return _bounded(value.sqrt())
        n = int(raised)
        if abs(n) > _LARGEST_POWER or not value:
            raise NoNumber
        self.products |= value != 10
        out = Exact(1)
        for _ in range(abs(n)):
            out = _bounded(out * value)
        return out if n >= 0 else Exact(1) / out

    def atom(self) -> Exact:
        sign = self._next()
        if sign == "π":
            self._take()
            self.irrational = self.more = True
            return PI
        if sign == "√":
            self._take()
            self.irrational = self.more = True
            self._deeper()
            value = _bounded(self.atom().sqrt())
            self.depth -= 1
            return value
        if sign == "(":
            self._take()
            value = self.sum()
            if self._next() != ")":
                raise NoNumber
            self._take()
            return value
        skipped = _SPACE.match(self.text, self.at)
        at = skipped.end() if skipped else self.at
        mixed = _MIXED.match(self.text, at)
        if mixed and int(mixed[2]) < int(mixed[3]):
            self.at, self.more = mixed.end(), True
            value = Exact(int(mixed[1]) + Fraction(int(mixed[2]), int(mixed[3])))
            self.parts.append((value, None, 0))
            return value
        m = self.number.match(self.text, at)
        if not m or len(m[0]) > LONGEST_NUMBER:
            raise NoNumber
        self.at = m.end()
        value, places, digits = _token_value(m[0])
        self.parts.append((value, places, digits))
        return value


@lru_cache(maxsize=8192)
def _token_value(token: str) -> tuple[Exact, int | None, int]:
    """(value, decimals written, significant digits) of one written number."""
    mantissa, _, power = token.lower().partition("e")
    t = re.sub(r"[ ']", "", mantissa)
    last = max(t.rfind("."), t.rfind(","))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", t) or (
        re.fullmatch(r"\d{1,3}(?:,\d{2,3})*,\d{3}", t) and not t.startswith("0,")
    ):
        t = re.sub(r"[.,]", "", t)  # separators only
    elif last >= 0:
        t = re.sub(r"[.,]", "", t[:last]) + "." + t[last + 1 :]
    places = len(t.split(".")[1]) if "." in t else 0
    digits = len(t.replace(".", "").lstrip("0"))
    value = Exact(Fraction(t) * Fraction(10) ** int(power or 0))
    return value, None if power else places, digits
