"""Numbers as charts print them: ticks and value labels."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

MINUS = "−"
CURRENCY = ("$", "€", "£", "¥")


def axis_values(axis: Mapping[str, Any]) -> list[Decimal]:
    """The tick values of an axis {"min", "max", "step"}, ascending."""
    low, high, step = (Decimal(axis[k]) for k in ("min", "max", "step"))
    return [low + step * i for i in range(int((high - low) / step + Decimal("0.001")) + 1)]


def tick_texts(axis: Mapping[str, Any], unit: str, style: Mapping[str, Any]) -> list[tuple[Decimal, str]]:
    """Each tick value with its printed text."""
    values = axis_values(axis)
    step = Decimal(axis["step"]).normalize()
    places = max(0, -int(step.as_tuple().exponent), *(-int(v.normalize().as_tuple().exponent) for v in values))
    top = max(abs(v) for v in values)
    out = []
    for v in values:
        if style["numbers"] == "compact" and top >= 2000:
            body = compact(v, top)
        else:
            body = grouped(f"{v:.{places}f}", style["numbers"])
        out.append((v, with_unit(body, unit) if unit_on_ticks(unit, style) else body))
    return out


def unit_on_ticks(unit: str, style: Mapping[str, Any]) -> bool:
    """Whether the ticks carry the unit (a per cent or currency sign)."""
    return bool(style["tick_unit"]) and (unit == "%" or unit in CURRENCY)


def compact(value: Decimal, top: Decimal) -> str:
    """1.2k, 3M: all ticks of one axis share the letter of the largest."""
    for letter, size in (("B", 10**9), ("M", 10**6), ("k", 10**3)):
        if top >= size * 2 or (top >= size and letter != "k"):
            scaled = (value / size).normalize()
            return f"{scaled:f}{letter}".replace("-", MINUS) if value else "0"
    return f"{value.normalize():f}".replace("-", MINUS)


def grouped(text: str, numbers: str) -> str:
    """A plain decimal with thousands set apart as the style does it."""
    sign, body = (MINUS, text[1:]) if text.startswith("-") else ("", text)
    whole, dot, part = body.partition(".")
    if not body.strip("0."):
        sign = ""
    mark = {"comma": ",", "compact": ",", "space": " ", "plain": ""}[numbers]
    return (
        sign + (f"{int(whole):,}".replace(",", mark) if len(whole) > (4 if numbers == "space" else 3) else whole) + dot + part
    )


def with_unit(body: str, unit: str) -> str:
    """12% or $12."""
    if unit == "%":
        return body + "%"
    sign, rest = (MINUS, body[1:]) if body.startswith(MINUS) else ("", body)
    return sign + unit + rest


def value_text(value: str, unit: str, style: Mapping[str, Any]) -> str:
    """A value as its mark prints it: every digit of the data."""
    body = grouped(value, style["numbers"])
    return with_unit(body, unit) if style["value_unit"] and (unit == "%" or unit in CURRENCY) else body


def axis_label(measure: str, unit: str, style: Mapping[str, Any], ticks: bool = True) -> str:
    """The title of an axis: the measure, and the unit where nothing else says it."""
    if not unit or (ticks and unit_on_ticks(unit, style)) or unit.lower() in measure.lower().split():
        return measure
    return f"{measure} ({unit})" if measure else unit
