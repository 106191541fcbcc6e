"""Structured data.  The value is JSON text; two are equal as data: keys in any order, numbers by value, lists in order."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ...model import Answer, Value
from .base import Kind, Scale, register
from .code import fenced

_DEEPEST_JSON = 100  # levels: what is nested deeper is no answer
_BROKEN = object()
Leaf = tuple[Any, ...]  # the way to a leaf, then what it is


class Json(Kind):
    """`score` is the F1 of the leaves (each with its path) in common, as key-value extraction is graded."""

    name = "json"
    forms = ("markup",)
    outputs = ("json",)
    graded = True
    suffix = "json"
    aspect = "write"

    def equal(self, answer: Answer, given: Value, choices: tuple[str, ...] = (), scale: Scale = (1.0, 1.0)) -> bool:
        said, truth = _data(given), _data(answer.value)
        return said is not _BROKEN and said == truth

    def score(self, answer: Answer, given: Value, choices: tuple[str, ...] = (), scale: Scale = (1.0, 1.0)) -> float:
        said, truth = _data(given), _data(answer.value)
        if said is _BROKEN or truth is _BROKEN:
            return 0.0
        if said == truth:
            return 1.0
        a, b = Counter(_leaves(said)), Counter(_leaves(truth))
        return min(2 * (a & b).total() / (a.total() + b.total()), 0.999)

    def whole(self, answer: Answer) -> bool:
        return True

    def find(self, text: str) -> str | None:
        if (inside := fenced(text)) is not None:
            return inside
        start = min((i for i in (text.find("{"), text.find("[")) if i >= 0), default=-1)
        end = max(text.rfind("}"), text.rfind("]"))
        return text[start : end + 1] if 0 <= start < end else None


def _data(given: Any) -> Any:
    """The data in a form that compares: every scalar with its type.  _BROKEN where it is no JSON, or names a key twice."""
    try:
        if isinstance(given, str):
            given = json.loads(
                given, parse_int=Decimal, parse_float=Decimal, parse_constant=_refused, object_pairs_hook=_without_twins
            )
        return _typed(given, 0)
    except (ValueError, RecursionError, ArithmeticError):
        return _BROKEN


def _refused(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out = dict(pairs)
    if len(out) != len(pairs):
        raise ValueError("a key stands twice")
    return out


def _typed(data: Any, depth: int) -> Any:
    if depth > _DEEPEST_JSON:
        raise ValueError("nested too deep")
    if isinstance(data, dict):
        return {unicodedata.normalize("NFC", str(k)): _typed(v, depth + 1) for k, v in data.items()}
    if isinstance(data, (list, tuple)):
        return [_typed(v, depth + 1) for v in data]
    if isinstance(data, str):
        return ("text", unicodedata.normalize("NFC", data))
    if data is None or isinstance(data, bool):
        return ("word", str(data))
    return ("number", data if isinstance(data, Decimal) else Decimal(str(data)))


def _leaves(data: Any, path: Leaf = ()) -> Iterator[Leaf]:
    if isinstance(data, (dict, list)) and data:
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _leaves(value, (*path, key))
    else:
        yield (*path, str(data))


register(Json())
