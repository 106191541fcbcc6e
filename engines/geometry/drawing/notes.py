"""Givens in print: the value beside a segment or in a corner, and whole statements below the figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofpress.ask.wording import show
from proofpress.model import typed


def text_of(given: Mapping[str, Any]) -> str:
    """The given's value as it is printed: 12, 3√2 cm, 40°."""
    unit = given.get("unit") or ""
    if given["predicate"] in ("angle", "arc"):
        unit = "°"
    return show(typed(given["value"]), unit)


_KINDS: dict[str, str] = {
    "parallelogram": "a parallelogram",
    "rectangle": "a rectangle",
    "rhombus": "a rhombus",
    "square": "a square",
    "kite": "a kite",
    "trapezoid": "a trapezoid",
    "isosceles_trapezoid": "an isosceles trapezoid",
    "isosceles": "isosceles",
    "equilateral": "equilateral",
    "regular": "regular",
}
_NOTES: dict[str, str] = {
    "length": "{0}{1} = {v}",
    "angle": "∠{0}{1}{2} = {v}",
    "right_angle": "∠{0}{1}{2} = 90°",
    "equal_length": "{0}{1} = {2}{3}",
    "equal_angle": "∠{0}{1}{2} = ∠{3}{4}{5}",
    "parallel": "{0}{1} ∥ {2}{3}",
    "midpoint": "{0} is the midpoint of {1}{2}",
    "bisector": "{0}{1} bisects ∠{2}{0}{3}",
    "tangent": "{0}{1} is tangent to circle {2}",
    "circle_area": "area of circle {0} = {v}",
    "circumference": "circumference of circle {0} = {v}",
    "arc": "arc {0}{1} = {v}",
    "arc_length": "length of arc {0}{1} = {v}",
    "sector_area": "area of sector {0}{2}{1} = {v}",
    "segment_area": "area of segment {0}{1} = {v}",
}


def note_text(given: Mapping[str, Any]) -> str:
    """The given as a printed line."""
    predicate, args = given["predicate"], list(given["args"])
    if predicate in _KINDS:
        name = "".join(args)
        return f"{'△' if len(args) == 3 else ''}{name} is {_KINDS[predicate]}"
    value = text_of(given) if given.get("value") not in (True, None) else ""
    if predicate in ("area", "perimeter"):
        return f"{predicate} of {'△' if len(args) == 3 else ''}{''.join(args)} = {value}"
    if predicate == "shaded":
        return f"shaded area = {value}"
    if predicate not in _NOTES:
        raise ValueError(f"no printed form for {predicate}")
    return _NOTES[predicate].format(*args, v=value)
