"""How a theorem is written: a function from a knowledge base and a newly known term to what the two complete."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from proofpress.model import Value
from proofpress.reason.operators import Term
from proofpress.reason.saturate import Conclusion, Found, Theorem

from ..exact_values import Factor, Power
from ..knowledge.kb import Known, knowledge
from ..knowledge.scene import Seg, Tri, seg
from ..vocabulary import canonical

__all__ = [
    "ANGLE",
    "LENGTH",
    "Factor",
    "Finds",
    "Power",
    "Words",
    "angle",
    "area",
    "equal_angle",
    "equal_length",
    "length",
    "length_of",
    "other",
    "right_angle",
    "square",
    "theorem",
    "tri_name",
    "turn",
]

ANGLE = ("angle", "right_angle")
LENGTH = ("length",)
Finds = Iterator[Found]
Words = dict[str, Any]
Rule = Callable[[Known, Term], Finds]


def theorem(
    source: str, skill: str, on: tuple[str, ...], applies: Callable[[Known], bool] | None = None
) -> Callable[[Rule], Theorem]:
    """Make a Theorem of a rule: its name is the function's, its statement the docstring.

    The rule is woken by terms whose predicate is in `on`; it yields (ids of the premises, Conclusion).
    """

    def make(rule: Rule) -> Theorem:
        return Theorem(
            name=rule.__name__,
            inputs=("statement*",),
            output="statement",
            source=source,
            skill=skill,
            match=rule,
            triggers=on,
            statement=" ".join((rule.__doc__ or "").split()),
            knowledge=knowledge,
            applies=applies or (lambda _kb: True),
        )

    return make


def length(kb: Known, a: str, b: str, value: Value, /, **words: Any) -> Conclusion:
    """The conclusion AB = value."""
    s = seg(a, b)
    words["what"] = s
    return Conclusion("length", s, value, kb.unit, words)


def length_of(kb: Known, s: Seg, value: Value, /, **words: Any) -> Conclusion:
    """The conclusion that a segment has this length."""
    return length(kb, s[0], s[1], value, **words)


def angle(args: Tri, value: Value, /, **words: Any) -> Conclusion:
    """The conclusion that the angle has so many degrees."""
    a, v, b = args
    full = (a, v, b) if a < b else (b, v, a)
    words["what"] = full
    return Conclusion("angle", full, value, "°", words)


def right_angle(args: Tri, /, **words: Any) -> Conclusion:
    full = canonical("right_angle", args)
    words["what"] = full
    return Conclusion("right_angle", full, True, "", words)


def area(kb: Known, vertices: tuple[str, ...], value: Value, /, **words: Any) -> Conclusion:
    """The conclusion that the polygon has this area."""
    words["shape"] = "".join(vertices)
    return Conclusion("area", vertices, value, square(kb.unit), words)


def equal_length(s: tuple[str, ...], t: tuple[str, ...], /, **words: Any) -> Conclusion:
    words["s"], words["t"] = seg(*s), seg(*t)
    return Conclusion("equal_length", canonical("equal_length", (*s, *t)), True, "", words)


def equal_angle(c: Tri, d: Tri, /, **words: Any) -> Conclusion:
    c, d = canonical("angle", c), canonical("angle", d)
    words["s"], words["t"] = c, d
    return Conclusion("equal_angle", canonical("equal_angle", (*c, *d)), True, "", words)


def square(unit: str) -> str:
    return f"{unit}²" if unit else ""


def other(pair: tuple[str, ...], one: str) -> str:
    """The other end of a segment."""
    return pair[1] if pair[0] == one else pair[0]


def turn(tri: Tri, i: int) -> Tri:
    """The triangle read from its i-th vertex: (that vertex, the other two)."""
    return (tri[i], *(p for k, p in enumerate(tri) if k != i))


def tri_name(tri: tuple[str, ...]) -> str:
    return "".join(sorted(tri))
