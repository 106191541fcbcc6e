"""Typed answers and the project's one equality: right answers in another form score right, and nothing else does."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from ..exact import PI, Exact, NotExact
from ..model import Answer, Value
from .numerals import is_number, number, show

# unit -> (dimension, factor to the dimension's base)
_UNITS: dict[str, tuple[str, Fraction]] = {
    **{u: ("length", Fraction(f)) for u, f in (("mm", "0.001"), ("cm", "0.01"), ("dm", "0.1"), ("m", "1"), ("km", "1000"))},
    **{u + "²": ("area", Fraction(f) ** 2) for u, f in (("mm", "0.001"), ("cm", "0.01"), ("m", "1"), ("km", "1000"))},
    **{u: ("mass", Fraction(f)) for u, f in (("mg", "0.000001"), ("g", "0.001"), ("kg", "1"), ("t", "1000"))},
    **{u: ("time", Fraction(f)) for u, f in (("s", "1"), ("min", "60"), ("h", "3600"))},
    **{u: ("angle", Fraction(1)) for u in ("°",)},
    **{u: ("share", Fraction(1, 100)) for u in ("%",)},
}
_SCALES = {"thousand": 10**3, "k": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SPELLED = {
    "degrees": "°",
    "degree": "°",
    "deg": "°",
    "percent": "%",
    "per cent": "%",
    "percentage points": "%",
    "percentage point": "%",
    "centimetres": "cm",
    "centimeters": "cm",
}
_SPELLED |= {"metres": "m", "meters": "m", "hours": "h", "minutes": "min", "seconds": "s", "square units": "", "units": ""}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A parsed number with what stood around it. places: decimals written, None where it was not a plain decimal."""

    value: Exact
    unit: str
    places: int | None


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
        den = q.denominator
        while den % 2 == 0:
            den //= 2
        while den % 5 == 0:
            den //= 5
        if den == 1 and q.denominator <= 1000:
            out.append(format((Decimal(q.numerator) / Decimal(q.denominator)).normalize(), "f"))
        if not isinstance(value, Decimal) and abs(q) > 1:
            whole, rest = divmod(abs(q.numerator), q.denominator)
            out.append(f"{'-' if q < 0 else ''}{whole} {rest}/{q.denominator}")
    if "," in bare:
        out.append(bare.replace(",", ""))
    if unit:
        out = [bare, *out] if bare != show(value, unit) else out
    return tuple(dict.fromkeys(a for a in out if a != show(value, unit)))


def equal(answer: Answer, given: Value, choices: tuple[str, ...] = (), scale: tuple[float, float] = (1.0, 1.0)) -> bool:
    """Does `given` (text, or a typed value) say the same as the answer?  False for anything that does not parse."""
    if answer.type == "number":
        return _equal_number(answer, given)
    if answer.type == "boolean":
        truth = {"yes": True, "true": True, "no": False, "false": False}.get(_clean(given))
        return (given if isinstance(given, bool) else truth) is answer.value
    if answer.type == "choice":
        letter, text = _option(str(given))
        if letter:
            right = letter == answer.value
            named = (
                not text or not choices or _clean(text) == _clean(choices[ord(letter) - 65])
                if _known(letter, choices)
                else False
            )
            return right and named
        return bool(choices) and _clean(text) == _clean(choices[ord(str(answer.value)) - 65])
    if answer.type in ("list", "set"):
        want = [_clean(v) for v in answer.value]
        items = given if isinstance(given, (list, tuple)) else _split(str(given), want)
        got = [_clean(v) for v in items]
        return got == want if answer.type == "list" else len(got) == len(want) and set(got) == set(want)
    if answer.type in ("box", "point"):
        numbers = given if isinstance(given, (list, tuple)) else re.findall(r"-?\d+(?:\.\d+)?", str(given))
        return len(numbers) == len(answer.value) and all(
            abs(float(a) * scale[i % 2] - float(b)) <= answer.tolerance
            for i, (a, b) in enumerate(zip(numbers, answer.value, strict=True))
        )
    if answer.type == "undetermined":
        return (
            isinstance(given, Mapping)
            or _clean(given) in map(_clean, answer.aliases)
            or bool(
                re.search(
                    r"cannot be (determined|found|told|known)|can't be determined|not enough|undetermined|insufficient",
                    _clean(given),
                )
            )
        )
    options = {_clean(answer.text), _clean(answer.value), *map(_clean, answer.aliases)}
    return _clean(given) in options


_UNDETERMINED = re.compile(r"can(no|')t be (determined|found|told|known)|not enough|undetermined|insufficient")


def _known(letter: str, choices: tuple[str, ...]) -> bool:
    return not choices or ord(letter) - 65 < len(choices)


def _clean(text: object) -> str:
    out = re.sub(r"\s+", " ", str(text)).strip().strip("\"'“”$").lower()
    out = re.sub(r"^(the|a|an) ", "", re.sub(r"[.!]+$", "", out)).strip()
    return out.replace("−", "-").replace("’", "'")


def _option(text: str) -> tuple[str, str]:
    m = re.match(r"^\s*\(?([A-H])\s*(?:[).:]|$)\s*(.*)$", text.strip())
    return (m[1], m[2].rstrip(". ") if m[2] else "") if m else ("", text)


def _split(text: str, want: list[str]) -> list[str]:
    if len(want) == 1 and _clean(text) == want[0]:
        return [text]
    return [p for p in re.split(r"\s*(?:[,;\n]|\band\b|&)\s*", text.strip().strip("[]{}").rstrip(".")) if p]


def _equal_number(answer: Answer, given: Value) -> bool:
    if is_number(given):
        got = Quantity(given if isinstance(given, Exact) else Exact(Fraction(str(given))), answer.unit, None)
    else:
        parsed = parse_quantity(str(given))
        if parsed is None:
            return False
        got = parsed
    value, want_unit = got.value, _unit(answer.unit)
    if got.unit and got.unit != want_unit:
        a, b = _UNITS.get(got.unit), _UNITS.get(want_unit)
        if a is None or b is None or a[0] != b[0]:
            return False
        value = value * (a[1] / b[1])
    truth = answer.value
    if isinstance(truth, (Exact, int, Decimal, Fraction)):
        if value == (exact := truth if isinstance(truth, Exact) else Exact(truth)):
            return True
        if not exact.is_rational and got.places is not None and got.places >= 2 and answer.tolerance == 0:
            return abs(float(value) - float(exact)) <= 0.5 * 10.0**-got.places + 1e-12 and abs(float(exact)) >= 0.1
    # half a unit in the last place guards binary rounding, not the answer
    return abs(float(value) - float(truth)) <= answer.tolerance * (1 + 1e-9)


def _unit(text: str) -> str:
    text = re.sub(r"\s+", " ", text.strip().lower().rstrip(".")).replace("^2", "²")
    return _SPELLED.get(text, text)


_HEAD = re.compile(r"^[=≈~]?\s*(?:about|approximately|around)?\s*")


@lru_cache(maxsize=8192)
def parse_quantity(text: str) -> Quantity | None:
    """A number in any usual form (1,234.5; 1/2; 4 1/2; 3√2; 3\\sqrt{2}; \\frac{24}{5}; 36π; 12 cm; $3.2 million), or None."""
    s = text.strip().strip("$" if text.count("$") > 1 else "").strip().rstrip(".").replace("−", "-").replace("\u00a0", " ")
    s = _HEAD.sub("", s)
    m = re.match(r"^[A-Za-z∠△⊙']+\s*[=≈]\s*(.*)$", s)
    s = m[1] if m else s
    s = s.replace("^\\circ", "°").replace("^{\\circ}", "°").replace("\\%", "%")
    s = re.sub(r"\\[dt]?frac\s*\{([^{}]+)\}\s*\{([^{}]+)\}", r"((\1)/(\2))", s)
    s = re.sub(r"\\sqrt\s*\{([^{}]+)\}|\\sqrt\s*(\d+)", lambda k: f"√{k[1] or k[2]}", s)
    s = re.sub(r"sqrt\s*\(?(\d+)\)?", r"√\1", s).replace("\\pi", "π").replace("\\cdot", "·").replace("\\times", "·")
    s = re.sub(r"\\text\s*\{([^{}]*)\}|\\(?=[ ,])", lambda k: k[1] or "", s)
    currency = s[0] if s[:1] in "$€£¥₹" and s[:1] else ""
    s = s[1:].strip() if currency else s
    body = re.match(r"^[-+]?[\d.,√π()/·*+\- ]*(?:\bpi\b)?[\d.,√π()/·*+\- ]*", s)
    expression = body[0].strip() if body else ""
    unit = _unit(s[len(body[0]) :] if body else s)
    if currency and unit in _SCALES:
        unit = f" {unit}"
    return _finish(expression, currency + unit)


def _finish(expression: str, unit: str) -> Quantity | None:
    e = re.sub(r"(?<=\d),(?=\d{3}(\D|$))", "", expression)
    if "," in e or not e:
        return None
    plain_decimal = re.fullmatch(r"[-+]?\d*\.?\d+", e.replace(" ", ""))
    places = len(e.split(".")[1]) if plain_decimal and "." in e else (0 if plain_decimal else None)
    mixed = re.fullmatch(r"(-?)(\d+) (\d+)/(\d+)", e)
    if mixed:
        q = int(mixed[2]) + Fraction(int(mixed[3]), int(mixed[4] or 1)) if int(mixed[4]) else None
        return None if q is None else Quantity(Exact(-q if mixed[1] else q), unit, None)
    if re.search(r"\d\s+[\d√]", e):
        return None
    e = re.sub(r"√\s*\(?(\d+)\)?", r"S(\1)", e).replace("pi", "π").replace("·", "*")
    e = re.sub(r"(?<=[\d)π])\s*(?=[Sπ(])", "*", e).replace("π", "P")
    e = re.sub(r"(?<=P)\s*(?=S)", "*", e)
    try:
        return Quantity(_evaluate(ast.parse(e.strip(), mode="eval").body, e.strip()), unit, places)
    except (SyntaxError, NotExact, ZeroDivisionError, ValueError):
        return None


def _evaluate(node: ast.expr, source: str) -> Exact:
    match node:
        case ast.Constant():
            return Exact(Fraction(ast.get_source_segment(source, node) or ""))
        case ast.Name(id="P"):
            return PI
        case ast.Call(func=ast.Name(id="S"), args=[inner]):
            return _evaluate(inner, source).sqrt()
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_evaluate(inner, source)
        case ast.UnaryOp(op=ast.UAdd(), operand=inner):
            return _evaluate(inner, source)
        case ast.BinOp(left=left, op=op, right=right):
            a, b = _evaluate(left, source), _evaluate(right, source)
            match op:
                case ast.Add():
                    return a + b
                case ast.Sub():
                    return a - b
                case ast.Mult():
                    return a * b
                case ast.Div():
                    return a / b
    raise ValueError("not a number")
