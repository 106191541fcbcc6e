"""A model's verdicts, read strictly: one JSON object of the stated shape, or `none`.  A score is never made up.

The reply may stand in one fence; prose around it, a second object, a key that comes twice, a number in quotes or outside
its range make it no verdict.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..answers.extract import after_thinking

DIMENSIONS = ("solvability", "hallucination", "clarity", "nonsense")
SHORT: Mapping[str, str] = dict(zip(("sol", "hall", "clar", "non"), DIMENSIONS, strict=True))
NONE = "none"  # the verdict of a reply that holds none

_FENCE = re.compile(r"```(?:json)?[ \t]*\n(.*?)\n?[ \t]*```", re.DOTALL | re.IGNORECASE)
_V = TypeVar("_V", bound=BaseModel)
_LONGEST = 20_000  # characters: no verdict is longer
_Score = Annotated[int, Field(ge=1, le=5)]
_Shape = ConfigDict(extra="ignore", strict=True, frozen=True)


class Grade(BaseModel):
    """The four scores, 1 to 5."""

    model_config = _Shape

    reason: str = ""
    solvability: _Score
    hallucination: _Score
    clarity: _Score
    nonsense: _Score


class StepCheck(BaseModel):
    """first_wrong: the number of the first step that the model disagrees with, from 1; 0 for none."""

    model_config = _Shape

    reason: str = ""
    first_wrong: Annotated[int, Field(ge=0)]


def _schema(name: str, **properties: Mapping[str, Any]) -> dict[str, Any]:
    """A JSON schema as servers with structured output want it: everything required, nothing else allowed."""
    fields: dict[str, Any] = {"reason": {"type": "string", "maxLength": 300}, **properties}
    return {"title": name, "type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


GRADE_SCHEMA = _schema("grade", **{d: {"type": "integer", "minimum": 1, "maximum": 5} for d in DIMENSIONS})


def step_schema(steps: int) -> dict[str, Any]:
    """The schema of a step check of so many steps."""
    return _schema("steps", first_wrong={"type": "integer", "minimum": 0, "maximum": steps})


def parse_grade(text: str) -> Grade | None:
    """The grade in a reply, or None."""
    return _parsed(Grade, text)


def parse_steps(text: str, steps: int) -> StepCheck | None:
    """The step check in a reply about so many steps, or None."""
    found = _parsed(StepCheck, text)
    return found if found is not None and found.first_wrong <= steps else None


def _parsed(shape: type[_V], text: str) -> _V | None:
    body = (after_thinking(text) or "").strip()
    if len(body) > _LONGEST:
        return None
    if body.startswith("```"):
        fenced = _FENCE.fullmatch(body)
        if fenced is None:
            return None
        body = fenced[1].strip()
    try:
        data = json.loads(body, object_pairs_hook=_once, parse_constant=_refuse)
        return shape.model_validate(data) if isinstance(data, dict) else None
    except (ValueError, RecursionError, ValidationError):
        return None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out = dict(pairs)
    if len(out) != len(pairs):
        raise ValueError("a key comes twice")
    return out


def _refuse(word: str) -> Any:
    raise ValueError(word)


# --- judge and truth ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the judge's scores of one dimension are the truth's.  n: questions with both.  exact: the same score.
    same_side: on the same side of the dimension's threshold.  matrix[truth - 1][judge - 1]: how often."""

    dimension: str
    n: int
    exact: int
    same_side: int
    matrix: tuple[tuple[int, ...], ...]


# The rule KEEP iff sol >= 3, hall == 5, clar >= 3, non == 5 and sol + clar >= 7 (Oasis, arXiv 2503.08741), by dimension.
LEAST: Mapping[str, int] = {"solvability": 3, "hallucination": 5, "clarity": 3, "nonsense": 5}


def kept(solvability: int, hallucination: int, clarity: int, nonsense: int) -> bool:
    """The rule itself, on four scores."""
    scores = dict(zip(DIMENSIONS, (solvability, hallucination, clarity, nonsense), strict=True))
    return all(scores[d] >= LEAST[d] for d in DIMENSIONS) and solvability + clarity >= 7


def confusion_key(dimension: str, truth: int, judge: int) -> str:
    """The name under which a pass counts a pair of scores."""
    return f"judge.{dimension}.truth={truth}.judge={judge}"


_KEY = re.compile(r"judge\.([a-z]+)\.truth=([1-5])\.judge=([1-5])")


def agreements(counts: Mapping[str, int]) -> list[Agreement]:
    """The report on the judge, from a pass's counts; [] where nothing was graded."""
    found: dict[str, list[list[int]]] = {}
    for key, n in counts.items():
        if m := _KEY.fullmatch(key):
            found.setdefault(m[1], [[0] * 5 for _ in range(5)])[int(m[2]) - 1][int(m[3]) - 1] += n
    return [_agreement(d, found[d]) for d in DIMENSIONS if d in found]


def _agreement(dimension: str, matrix: list[list[int]]) -> Agreement:
    cells = [(t + 1, j + 1, matrix[t][j]) for t in range(5) for j in range(5)]
    least = LEAST[dimension]
    return Agreement(
        dimension,
        sum(n for _, _, n in cells),
        sum(n for t, j, n in cells if t == j),
        sum(n for t, j, n in cells if (t >= least) == (j >= least)),
        tuple(map(tuple, matrix)),
    )


def pairs(truth: Mapping[str, int], judge: Grade, without: Iterable[str] = ()) -> list[str]:
    """The names under which one graded question is counted, a dimension each."""
    return [confusion_key(d, truth[d], getattr(judge, d)) for d in DIMENSIONS if d not in without]
