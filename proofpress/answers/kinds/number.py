"""Numbers: by value and unit, as precisely as the answer's tolerance has it, in any usual writing."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from ...exact import Exact
from ...model import Answer, Value
from ..numerals import is_number, number, show
from ..quantity import Quantity, exact_of, never_ends, readings, rounds_to
from ..units import Unit, fits, unit_of, units_given
from .base import Kind, Scale, register


class Number(Kind):
    name = "number"
    forms = ("open", "choice", "yes_no", "fill")
    outputs = ("number",)
    undetermined = ("open", "choice")
    measured = True
    spoken = True
    suffix = "number"
    aspect = "compute"

    def equal(self, answer: Answer, given: Value, choices: tuple[str, ...] = (), scale: Scale = (1.0, 1.0)) -> bool:
        return equal_number(answer, given)

    def aliases(self, value: Value, unit: str = "") -> tuple[str, ...]:
        """Decimal, mixed number, with and without the unit."""
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


def equal_number(answer: Answer, given: Value) -> bool:
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


register(Number())
