"""The common data operators, shared by every engine whose facts are data: numbers, order, sequence, looking.

All are pure functions of Terms.  Numbers carry their margins on; discrete outcomes refuse what a careful reader could not
tell.  Each has named misconceptions, from which distractors are computed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from ..operators import Inapplicable, Operator, Term
from . import numbers as library_numbers
from . import order as library_order
from . import sequence as library_sequence
from .support import Selecting, no_margin, no_unit

__all__ = ["LOOKING", "OPERATORS", "Selecting"]

_ISO = re.compile(r"\d{4}-\d{2}(-\d{2})?")


def read_text(x: Term) -> str:
    """The words that the picture shows."""
    if not isinstance(x.value, str):
        raise Inapplicable(f"{x.id} is no text")
    return x.value


def read_date(x: Term) -> str:
    """The day (or month) that the picture shows, as ISO 8601."""
    if not _ISO.fullmatch(str(x.value)):
        raise Inapplicable(f"{x.id} is no date (ISO 8601)")
    return str(x.value)


def locate_box(x: Term) -> tuple[int, ...]:
    """The upright box (x0, y0, x1, y1) around the places where the term is, whole px."""
    if not x.quads:
        raise Inapplicable(f"{x.id} is in no one place of the picture (a term's quads say where it is)")
    xs, ys = ([v for q in x.quads for v in q[i::2]] for i in (0, 1))
    return tuple(_nearest(v) for v in (min(xs), min(ys), max(xs), max(ys)))


def locate_point(x: Term) -> tuple[int, ...]:
    """The middle (x, y) of the places where the term is, whole px."""
    if not x.quads:
        raise Inapplicable(f"{x.id} is in no one place of the picture (a term's quads say where it is)")
    return tuple(_nearest(sum(sum(q[i::2]) for q in x.quads) / (4 * len(x.quads))) for i in (0, 1))


def _nearest(v: float) -> int:
    return math.floor(v + 0.5)


def _named(name: Term, xs: Sequence[Term]) -> Term:
    hits = [x for x in xs if name.value in x.args]
    if len(hits) != 1:
        raise Inapplicable(f"{len(hits)} terms are called {name.value!r}")
    return hits[0]


def box_of(name: Term, *xs: Term) -> tuple[int, ...]:
    """The box of the one term that carries the name."""
    return locate_box(_named(name, xs))


def point_of(name: Term, *xs: Term) -> tuple[int, ...]:
    """The centre of the one term that carries the name."""
    return locate_point(_named(name, xs))


def _look(name: str, fn: object, inputs: tuple[str, ...], output: str, skill: str) -> Operator:
    kind = Selecting if len(inputs) > 1 else Operator
    return kind(name, fn, inputs, output, skill=skill, margin=no_margin, unit=no_unit)  # type: ignore[arg-type]


LOOKING: tuple[Operator, ...] = (
    _look("read_text", read_text, ("text",), "text", "read_text"),
    _look("read_date", read_date, ("date",), "date", "read_date"),
    _look("locate_box", locate_box, ("any",), "box", "locate"),
    _look("locate_point", locate_point, ("any",), "point", "locate"),
    _look("box_of", box_of, ("label", "number*"), "box", "locate"),
    _look("point_of", point_of, ("label", "number*"), "point", "locate"),
)

OPERATORS: tuple[Operator, ...] = (
    *LOOKING,
    *library_numbers.OPERATORS,
    *library_order.OPERATORS,
    *library_sequence.OPERATORS,
)
