"""Exact real numbers of school mathematics: sums of rational multiples of sqrt(n) * pi^k.

Closed under +, -, *, division by a one-term or conjugable two-term number, and the square root of a rational times
pi^(2k).  Whatever leaves that field raises `NotExact`; the caller then falls back to a float with a stated bound.
A purpose-built class because symbolic algebra is two orders of magnitude too slow for thousands of proof steps a second;
the tests hold it against sympy.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

Rational = int | Fraction
Key = tuple[int, int]  # (square-free n under the root, power of pi)


class NotExact(ArithmeticError):
    """The result has no closed form of the kind that `Exact` holds."""


@lru_cache(maxsize=65536)
def split_square(n: int) -> tuple[int, int]:
    """n = s*s*m with m square-free, for n >= 1; returns (s, m)."""
    s, m, p = 1, n, 2
    while p * p <= m:
        while m % (p * p) == 0:
            m //= p * p
            s *= p
        p += 1
        if p > 2000:
            root = math.isqrt(m)
            return (s * root, 1) if root * root == m else (s, m)
    return s, m


class Exact:
    """An immutable exact real: a sum of Fraction * sqrt(n) * pi**k terms."""

    __slots__ = ("_float", "_hash", "terms")
    terms: tuple[tuple[Key, Fraction], ...]
    _hash: int | None  # worked out when first asked for, as is the float
    _float: float | None

    def __init__(self, value: Rational | Decimal | Mapping[Key, Fraction] = 0):
        if type(value) is dict or isinstance(value, Mapping):
            terms = tuple((k, c if type(c) is Fraction else Fraction(c)) for k, c in value.items() if c)
            if len(terms) > 1:
                terms = tuple(sorted(terms))
        else:
            c = value if type(value) is Fraction else Fraction(value)
            terms = (((1, 0), c),) if c else ()
        _set_terms(self, terms)
        _set_hash(self, None)
        _set_float(self, None)

    def __setattr__(self, *_: Any) -> None:
        raise AttributeError("Exact is immutable")

    def __reduce__(self) -> tuple[Any, ...]:
        return Exact, (dict(self.terms),)

    # --- construction -------------------------------------------------------------------------------------------
    @staticmethod
    def surd(num: Rational, sqrt: int = 1, den: int = 1, pi: int = 0) -> Exact:
        """num * sqrt(sqrt) * pi**pi / den, normalised."""
        if sqrt < 0:
            raise NotExact("root of a negative number")
        if sqrt == 0:
            return ZERO
        s, m = split_square(sqrt)
        return Exact({(m, pi): Fraction(num) * s / den})

    # --- arithmetic ---------------------------------------------------------------------------------------------
    def __add__(self, other: Exact | Rational) -> Exact:
        o = as_exact(other)
        out = dict(self.terms)
        for k, c in o.terms:
            out[k] = out[k] + c if k in out else c
        return Exact(out)

    __radd__ = __add__

    def __neg__(self) -> Exact:
        return Exact({k: -c for k, c in self.terms})

    def __sub__(self, other: Exact | Rational) -> Exact:
        return self + (-as_exact(other))

    def __rsub__(self, other: Exact | Rational) -> Exact:
        return as_exact(other) - self

    def __mul__(self, other: Exact | Rational) -> Exact:
        o = as_exact(other)
        out: dict[Key, Fraction] = {}
        for (n1, k1), c1 in self.terms:
            for (n2, k2), c2 in o.terms:
                s, m = split_square(n1 * n2)
                key = (m, k1 + k2)
                c = c1 * c2 if s == 1 else c1 * c2 * s
                out[key] = out[key] + c if key in out else c
        return Exact(out)

    __rmul__ = __mul__

    def __truediv__(self, other: Exact | Rational) -> Exact:
        o = as_exact(other)
        if not o.terms:
            raise ZeroDivisionError("Exact division by zero")
        if len(o.terms) == 1:
            (n, k), c = o.terms[0]
            return self * Exact({(n, -k): Fraction(1) / (c * n)})
        if len(o.terms) == 2 and all(k == 0 for (_, k), _ in o.terms):
            a, b = o.terms
            conjugate = Exact({a[0]: a[1], b[0]: -b[1]})
            return self * conjugate / (o * conjugate)
        raise NotExact(f"cannot divide by {o}")

    def __rtruediv__(self, other: Exact | Rational) -> Exact:
        return as_exact(other) / self

    def __pow__(self, n: int) -> Exact:
        out = ONE
        for _ in range(n):
            out = out * self
        return out

    def sqrt(self) -> Exact:
        """The non-negative root; NotExact unless self is rational * pi**(2k) or a perfect square a + b*sqrt(n)."""
        if not self.terms:
            return ZERO
        if len(self.terms) == 1:
            (n, k), c = self.terms[0]
            if n == 1 and k % 2 == 0 and c > 0:
                return Exact.surd(1, c.numerator * c.denominator, c.denominator, k // 2)
            raise NotExact(f"no closed square root of {self}")
        if len(self.terms) == 2 and self.terms[0][0] == (1, 0) and self.terms[1][0][1] == 0:
            # sqrt(a + b sqrt n) = sqrt(x) + sign(b) sqrt(y) with x + y = a, 4xy = b^2 n, when a^2 - b^2 n is a square
            a, ((n, _), b) = self.terms[0][1], self.terms[1]
            d = a * a - b * b * n
            if a > 0 and d >= 0:
                rn, rd = math.isqrt(d.numerator), math.isqrt(d.denominator)
                if rn * rn == d.numerator and rd * rd == d.denominator:
                    root = Fraction(rn, rd)
                    x, y = Exact((a + root) / 2).sqrt(), Exact((a - root) / 2).sqrt()
                    return x + y if b > 0 else x - y
        raise NotExact(f"no closed square root of {self}")

    # --- comparison ---------------------------------------------------------------------------------------------
    @property
    def is_rational(self) -> bool:
        return not self.terms or (len(self.terms) == 1 and self.terms[0][0] == (1, 0))

    @property
    def fraction(self) -> Fraction:
        if not self.is_rational:
            raise NotExact(f"{self} is not rational")
        return self.terms[0][1] if self.terms else Fraction(0)

    def __float__(self) -> float:
        found = self._float
        if found is None:
            found = float(sum(float(c) * math.sqrt(n) * math.pi**k for (n, k), c in self.terms))
            _set_float(self, found)
        return found

    def __bool__(self) -> bool:
        return bool(self.terms)

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if isinstance(other, Exact):
            return self.terms == other.terms
        if isinstance(other, (int, Fraction, Decimal)):
            return self.is_rational and self.fraction == Fraction(other)
        return NotImplemented

    def __hash__(self) -> int:
        found = self._hash
        if found is None:
            found = hash(self.fraction if self.is_rational else self.terms)
            _set_hash(self, found)
        return found

    def __lt__(self, other: Exact | Rational) -> bool:
        return float(self) < float(other)

    def __le__(self, other: Exact | Rational) -> bool:
        return self == other or float(self) < float(other)

    def __gt__(self, other: Exact | Rational) -> bool:
        return float(self) > float(other)

    def __ge__(self, other: Exact | Rational) -> bool:
        return self == other or float(self) > float(other)

    # --- out ----------------------------------------------------------------------------------------------------
    def to_json(self) -> dict[str, Any]:
        """{"num"[, "den"][, "sqrt"][, "pi"]} for one term, {"terms": [...]} for a sum."""
        parts = [_term_json(k, c) for k, c in self.terms] or [{"num": 0}]
        return parts[0] if len(parts) == 1 else {"terms": parts}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Exact:
        if "terms" in data:
            total = ZERO
            for part in data["terms"]:
                total = total + Exact.from_json(part)
            return total
        return Exact.surd(data["num"], data.get("sqrt", 1), data.get("den", 1), data.get("pi", 0))

    def __str__(self) -> str:
        """As a textbook writes it: 24/5, 3√2/4, 36π, 4 + 2√3 (rational part first)."""
        if not self.terms:
            return "0"
        ordered = sorted(self.terms, key=lambda t: (t[1] < 0, t[0][1], t[0][0]))  # lead with a positive term
        out = ""
        for i, (key, c) in enumerate(ordered):
            body = _term_text(key, abs(c))
            sign = "-" if c < 0 else ""
            out += (sign if i == 0 else (" - " if c < 0 else " + ")) + body
        return out

    def __repr__(self) -> str:
        return f"Exact({self})"


# the instances are immutable: only these set their slots
_set_terms, _set_hash, _set_float = (Exact.__dict__[slot].__set__ for slot in ("terms", "_hash", "_float"))


def _term_json(key: Key, c: Fraction) -> dict[str, Any]:
    out: dict[str, Any] = {"num": c.numerator}
    if c.denominator != 1:
        out["den"] = c.denominator
    if key[0] != 1:
        out["sqrt"] = key[0]
    if key[1]:
        out["pi"] = key[1]
    return out


def _term_text(key: Key, c: Fraction) -> str:
    n, k = key
    symbol = (f"√{n}" if n != 1 else "") + ("π" if k == 1 else f"π^{k}" if k > 1 else "")
    num = f"{c.numerator}" if c.numerator != 1 or not symbol else ""
    den = f"{c.denominator}" if c.denominator != 1 else ""
    if k < 0:
        low = "π" if k == -1 else f"π^{-k}"
        den = f"({den}{low})" if den else low
        num, symbol = f"{c.numerator}" if c.numerator != 1 or n == 1 else "", f"√{n}" if n != 1 else ""
    return f"{num}{symbol}" + (f"/{den}" if den else "")


ZERO, ONE = Exact(0), Exact(1)
PI = Exact({(1, 1): Fraction(1)})


def as_exact(value: Exact | Rational | Decimal) -> Exact:
    """The value as Exact; TypeError for floats, which carry no exact meaning."""
    if isinstance(value, Exact):
        return value
    if isinstance(value, (int, Fraction, Decimal)):
        return Exact(value)
    raise TypeError(f"{value!r} is not an exact number")
