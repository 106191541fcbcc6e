"""Numbers as charts print them: ticks and value labels."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from proofpress.language import DEFAULT, Language, get

from ..words import chart_words

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
            body = compact(v, top, language_of(style))
        else:
            body = language_of(style).written(grouped(f"{v:.{places}f}", style["numbers"]))
        out.append((v, language_of(style).with_sign(body, unit) if unit_on_ticks(unit, style) else body))
    return out


def language_of(style: Mapping[str, Any]) -> Language:
    """The language that a style prints numbers in."""
    return get(style.get("language", DEFAULT))


def unit_on_ticks(unit: str, style: Mapping[str, Any]) -> bool:
    """Whether the ticks carry the unit (a per cent or currency sign)."""
    return bool(style["tick_unit"]) and (unit == "%" or unit in CURRENCY)


def compact(value: Decimal, top: Decimal, language: Language) -> str:
    """1.2k, 3M: all ticks of one axis share the letter of the largest."""
    for name, size in (("billion", 10**9), ("million", 10**6), ("thousand", 10**3)):
        if top >= size * 2 or (top >= size and name != "thousand"):
            scaled = language.written(f"{(value / size).normalize():f}".replace("-", MINUS))
            return scaled + chart_words(language.code).printed(name) if value else "0"
    return language.written(f"{value.normalize():f}".replace("-", MINUS))


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


def value_text(value: str, unit: str, style: Mapping[str, Any]) -> str:
    """A value as its mark prints it: every digit of the data."""
    body = language_of(style).written(grouped(value, style["numbers"]))
    return language_of(style).with_sign(body, unit) if style["value_unit"] and (unit == "%" or unit in CURRENCY) else body


def axis_label(measure: str, unit: str, style: Mapping[str, Any], ticks: bool = True) -> str:
    """The title of an axis: the measure, and the unit where nothing else says it."""
    if not unit or (ticks and unit_on_ticks(unit, style)) or unit.lower() in measure.lower().split():
        return measure
    unit = language_of(style).unit(unit)
    return f"{measure} ({unit})" if measure else unit
