"""What an operator is, in words, for people who compose with it: read off the operator itself."""

from __future__ import annotations

import inspect
from typing import Any

from .library.support import no_margin, no_unit
from .operators import Operator
from .saturate import Theorem
from .scope import PartOperator


def described(op: Operator) -> dict[str, Any]:
    """The operator as plain data.

    unit, margin: how those of the result are found.  whole: whether its starred inputs are whole groups.  says: what it gives.
    defined: the module.  from: the predicates of the statements that a theorem starts from.
    """
    inner = op.inner if isinstance(op, PartOperator) else op
    return {
        "name": op.name,
        "inputs": list(op.inputs),
        "output": op.output,
        "from": list(inner.triggers) if isinstance(inner, Theorem) else [],
        "unit": _unit(inner),
        "margin": _margin(inner),
        "whole": op.whole and any(kind.endswith("*") for kind in op.inputs),
        "formal": op.formal,
        "looks": op.looks,
        "skill": op.skill or op.name,
        "source": op.source,
        "says": says(inner),
        "defined": inner.match.__module__ if isinstance(inner, Theorem) else inner.fn.__module__,
    }


def says(op: Operator) -> str:
    """The statement of a theorem, or the docstring of the function; "" where there is neither."""
    if isinstance(op, Theorem):
        return op.statement
    return inspect.cleandoc(op.fn.__doc__ or "")


def signature(op: Operator) -> str:
    """`name(input, input*) -> output`; a star stands for any number of inputs."""
    return f"{op.name}({', '.join(op.inputs)}) -> {op.output}"


def _unit(op: Operator) -> str:
    if op.output != "number":
        return ""
    if isinstance(op, Theorem):
        return "of what it concludes"
    if op.unit is None:
        return "of the first input"
    return "none" if op.unit is no_unit else "by a rule of its own"


def _margin(op: Operator) -> str:
    if isinstance(op, Theorem) or op.margin is no_margin:
        return "exact"
    if op.margin is None:
        return "carried on from the inputs" if op.output in ("number", "any") else "exact"
    return "by a rule of its own"
