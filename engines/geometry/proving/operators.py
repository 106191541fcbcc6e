"""The operators of the engine: its theorems, its judgements, and the two that end other proofs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from proofpress.reason.library import locate_point
from proofpress.reason.operators import Operator, Term

from ..theorems import JUDGEMENTS, THEOREMS


def mark(x: Term, *_reasons: Term) -> tuple[int, ...]:
    """Where the point is that the first term places; the other terms say why it is that one.

    Rounded from single precision, as the record keeps quads, so that the recorded picture gives the same pixel.
    """
    import numpy as np  # not needed for listing operators

    quads: Any = tuple(tuple(np.asarray(q, np.float32).tolist()) for q in x.quads)
    return locate_point(replace(x, quads=quads))


def _count(*xs: Term) -> int:
    """How many there are."""
    return len(xs)


def _no_margin(_: Sequence[Term], __: Any) -> float:
    return 0.0


def _no_unit(_: Sequence[Term]) -> str:
    return ""


MARK_POINT = Operator(
    "mark_point", mark, ("statement*",), "point", skill="locate", margin=_no_margin, unit=_no_unit, whole=False
)
COUNT_TRIANGLES = Operator(
    "count_triangles", _count, ("statement*",), "number", skill="count", margin=_no_margin, unit=_no_unit
)


@lru_cache(maxsize=1)
def geometry_operators() -> tuple[Operator, ...]:
    """Everything that a step of this engine may be."""
    return (*THEOREMS, *JUDGEMENTS, MARK_POINT, COUNT_TRIANGLES)
