"""What the values of a recipe file may look like, and how JSON Schema says it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Weights = dict[str, float]
MOST_SHARE = 1e12  # shares are relative; sums and products of larger ones would leave what a float holds


def weight(key: Any, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= MOST_SHARE:
        raise ValueError(f"the share of {key!r} is {value!r}; a number above 0 is expected")
    return float(value)


def word(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{value!r} is no word; put it in quotes if it is meant as one")
    return value.strip()


def shares(value: Any) -> Weights:
    """{a: 2, b: 1}, [a, b] or "a, b" (equal shares), or a single word."""
    if isinstance(value, Mapping):
        found = {word(k): weight(k, v) for k, v in value.items()}
    else:
        words = value.split(",") if isinstance(value, str) else value
        if not isinstance(words, (list, tuple)):
            raise ValueError(f"cannot be {value!r}; a word, a list of words, or words with shares are expected")
        found = {}
        for each in words:
            if word(each) in found:
                raise ValueError(f"{word(each)!r} is named twice")
            found[word(each)] = 1.0
    if not found:
        raise ValueError("is empty; name at least one")
    return found


def leveled(value: Any, most: int) -> Weights:
    """3, "2-4", [2, 4] (a range), or {2: 50, 3: 50}."""
    if isinstance(value, Mapping):
        out: Weights = {}
        for key, share in value.items():
            if isinstance(key, bool) or not isinstance(key, int) or not 1 <= key <= most:
                raise ValueError(f"{key!r} is no level; write levels of 1 to {most} with their shares")
            out[str(key)] = weight(key, share)
        if not out:
            raise ValueError("is empty; name at least one level")
        return out
    low, high = levels(value, most)
    return {str(n): 1.0 for n in range(low, high + 1)}


def levels(value: Any, most: int) -> tuple[int, int]:
    """`3`, `1-5` or [1, 5]."""
    if isinstance(value, (list, tuple)) and len(value) == 2:
        value = f"{value[0]}-{value[1]}"
    match = None if isinstance(value, bool) else re.fullmatch(r"\s*(\d+)\s*(?:-\s*(\d+)\s*)?", str(value))
    if not match or not 1 <= int(match[1]) <= int(match[2] or match[1]) <= most:
        raise ValueError(f"{value!r}: write one level or a range between 1 and {most}, for example 2-4")
    return int(match[1]), int(match[2] or match[1])


def mixed(value: Any) -> bool:
    return isinstance(value, Mapping)


def any_of(*options: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": list(options)}


SHARE = {"type": "number", "exclusiveMinimum": 0}
NAMES = {"type": "array", "items": {"type": "string"}, "minItems": 1}
_RANGE: list[dict[str, Any]] = [{"type": "integer"}, {"type": "string", "pattern": r"^\s*\d+\s*(-\s*\d+\s*)?$"},
          {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}]  # fmt: skip


def words_schema(known: tuple[str, ...] = ()) -> dict[str, Any]:
    one: dict[str, Any] = {"type": "string", "enum": list(known)} if known else {"type": "string"}
    names = {"propertyNames": {"enum": list(known)}} if known else {}
    return any_of(
        one,
        {"type": "array", "items": one, "minItems": 1},
        {"type": "object", "additionalProperties": SHARE, "minProperties": 1, **names},
    )


def levels_schema(most: int) -> dict[str, Any]:
    pattern = "^([1-9]|1[0-2])$" if most > 9 else f"^[1-{most}]$"
    return any_of(*_RANGE, {"type": "object", "patternProperties": {pattern: SHARE}, "additionalProperties": False})
