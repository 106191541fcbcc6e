"""What is asked of a chart: sheets and binders from its facts, families filtered by what the chart can bear, then composed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from proofpress.ask.step_words import worded
from proofpress.data_paths import data_folder
from proofpress.draw.picture import Picture
from proofpress.engine import Request
from proofpress.grid import binders as ask_binders
from proofpress.grid.binders import SheetBinders
from proofpress.grid.steer import steered
from proofpress.language import DEFAULT, of_spec
from proofpress.model import Fact
from proofpress.reason.compose import Family, compose, read_families
from proofpress.reason.library import OPERATORS as COMMON
from proofpress.reason.operators import vocabulary
from proofpress.reason.proof import Candidate
from proofpress.seeds import Rng

from ..words import chart_words
from . import looks as ask_looks
from .looks import LookBinders
from .operators import OPERATORS
from .sheets import sheets_of
from .speak import Speaker

__all__ = ["OPERATORS", "families", "propose"]

WANTED = 18  # candidates a chart
MORE = 10  # where a mix of forms or depths is to be met
_DEPTHS = {1: (1, 2), 2: (1, 3), 3: (1, 4), 4: (2, 6), 5: (2, 6)}  # difficulty -> depth of programs
# How often people ask what (maxima a third, colour a fifth, differences an eighth, averages a tenth), evened out so that
# no aspect is rare.
ASPECTS = {
    "extreme": 2.2,
    "colour": 2.0,
    "difference": 1.5,
    "average": 1.4,
    "yes_no": 1.9,
    "read": 1.3,
    "count": 1.2,
    "list": 1.3,
    "compare": 0.7,
    "rank": 1.0,
    "ratio": 1.2,
    "total": 1.0,
    "trend": 1.4,
    "multi": 1.8,
    "structure": 0.7,
    "locate": 1.5,
    "missing": 3.0,
}
VOCABULARY = vocabulary(COMMON, OPERATORS)
SIGNATURES = {**ask_binders.SIGNATURES, **ask_looks.SIGNATURES}


@lru_cache(maxsize=16)
def families(code: str = DEFAULT) -> tuple[Family, ...]:
    """All families of charts, parsed and type-checked once, their fixed words in a language."""
    if code == DEFAULT:
        return read_families(data_folder("templates") / "charts" / "families.yaml", VOCABULARY, SIGNATURES)
    word = chart_words(code).word
    return tuple(replace(f, words={k: word(str(v)) for k, v in f.words.items()}) for f in families())


@lru_cache(maxsize=80)
def _at_difficulty(difficulty: int, code: str) -> tuple[Family, ...]:
    """Families whose programs are not too deep; the harder the request, the more often deep ones are drawn."""
    low, high = _DEPTHS[difficulty]
    pull = max(0.0, (difficulty - 2) / 2)
    return tuple(
        replace(f, weight=f.weight * f.depth**pull * (1.0 if f.depth >= low else 0.3))
        for f in families(code)
        if f.depth <= high
    )


def _weights(difficulty: int, fitting: Sequence[Family]) -> dict[str, float]:
    """How often each aspect is drawn: the harder the request, the rarer those with shallow programs only."""
    low, _ = _DEPTHS[difficulty]
    out = {}
    for aspect, weight in ASPECTS.items():
        here = [f.depth >= low for f in fitting if f.aspect == aspect]
        out[aspect] = weight * (0.25 + 0.75 * sum(here) / len(here)) if here and aspect != "missing" else weight
    return out | {"multi": ASPECTS["multi"] * 0.4 * (difficulty + 1)}


def propose(spec: Mapping[str, Any], facts: Sequence[Fact], picture: Picture, request: Request, rng: Rng) -> list[Candidate]:
    """Up to WANTED proved conclusions worth asking of this chart; every reading is as sure as the picture allows."""
    sheets = sheets_of(spec, facts)
    values = SheetBinders(sheets)
    roles = {r.id: r.role for r in picture.regions}
    looks = LookBinders(spec, facts, sheets, roles, values)
    time = any(sheet.time for sheet in sheets)
    difficulty = max(1, min(5, request.difficulty))
    constraints = request.constraints
    code = of_spec(spec).code
    asked = (
        families(code) if constraints.depth else _at_difficulty(difficulty, code)
    )  # a depth that is asked for outranks the difficulty's
    fitting = [f for f in asked if _fits(f, spec, time)]
    weights = _weights(difficulty, fitting)
    if constraints.narrows:
        fitting, weights = steered(fitting, weights, constraints, VOCABULARY)
    return compose(
        fitting,
        {**values.table, **looks.table()},
        VOCABULARY,
        rng,
        WANTED + MORE * constraints.mixes,
        speak=worded(Speaker(spec, sheets)),
        quads={r.id: r.quad for r in picture.regions},
        weights=weights,
    )


_TESTS: dict[str, Callable[[Any, Mapping[str, Any], bool], bool]] = {
    "kinds": lambda kinds, spec, time: spec["kind"] in kinds,
    "not_kinds": lambda kinds, spec, time: spec["kind"] not in kinds,
    "parts": lambda wanted, spec, time: bool(spec.get("parts")) is wanted,
    "time": lambda wanted, spec, time: time is wanted,
    "min_labels": lambda n, spec, time: len(spec["labels"]) >= n,
    "max_labels": lambda n, spec, time: len(spec["labels"]) <= n,
}


def _fits(family: Family, spec: Mapping[str, Any], time: bool) -> bool:
    """Does the chart meet the family's `when`?"""
    return all(_TESTS[key](wanted, spec, time) for key, wanted in family.when.items())
