"""What else an answer of this engine may be called: BA for AB, ∠CBA for ∠ABC, "an obtuse triangle" for "obtuse"."""

from __future__ import annotations

import re
from itertools import permutations

_ONE_OF_TWO_ENDS = ("segment", "line segment", "side", "line", "chord", "diagonal")  # people's words for what two points name
_SIDES = ("scalene", "isosceles", "equilateral")
_ANGLES = ("acute", "right", "obtuse")


def aliases(text: str) -> tuple[str, ...]:
    """Other names of what `text` names; () where it has none."""
    if re.fullmatch(r"[A-Z]{2}", text):
        return (text[::-1], *(f"{noun} {text}" for noun in _ONE_OF_TWO_ENDS))
    if re.fullmatch(r"∠[A-Z]{3}", text):
        letters = text[1:]
        return (f"∠{letters[::-1]}", letters, letters[::-1], f"angle {letters}")
    if re.fullmatch(r"△[A-Z]{3}", text):
        orders = ["".join(p) for p in permutations(text[1:])]
        return (*(f"△{o}" for o in orders[1:]), *orders, f"triangle {orders[0]}")
    if text in _ANGLES:
        return (f"{text} triangle", f"{text}-angled", f"{text}-angled triangle", f"{text} angled triangle")
    if text in _SIDES:
        return (f"{text} triangle",)
    return ("rhombi",) if text == "rhombus" else ()
