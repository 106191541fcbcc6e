"""Conclusions of a saturated figure as they are judged before one is asked: how long their proof is, how neat its numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from proofpress.ask.constraints import Constraints
from proofpress.exact import Exact
from proofpress.reason.operators import Term
from proofpress.reason.saturate import Derivation, Made

from .targets import NUMBERS

DEEP = 3  # from this depth on, figures are chosen for what can be proved of them
MOST_STEPS = 9  # of a proof, or four more than its depth


@dataclass(frozen=True)
class Found:
    """One conclusion that may be asked."""

    made: Made
    derivation: Derivation
    steps: int = 1  # of its proof
    neat: bool = True  # no number on the way is one that a school book would avoid

    @property
    def term(self) -> Term:
        return self.made.term


def weighed(d: Derivation, made: Iterable[Made]) -> list[Found]:
    """The conclusions whose proofs are short enough to be followed, with what makes them good to ask."""
    neat: dict[str, bool] = {}
    out = []
    for m in made:
        clean = m.term.predicate not in NUMBERS or is_neat(m.term.value)
        for i in m.inputs:
            clean = clean and neat.get(i, True)
        neat[m.term.id] = clean
        if m.steps <= max(MOST_STEPS, m.depth + 4):
            out.append(Found(m, d, m.steps, clean))
    return out


def is_neat(value: Any) -> bool:
    """A number to go on with: at most one root of a small number, small fractions."""
    if not isinstance(value, Exact):
        return True
    return len(value.terms) <= 1 and all(n <= 30 and c.denominator <= 12 for (n, _), c in value.terms)


def is_deep(constraints: Constraints) -> bool:
    """Are only long proofs wanted?"""
    return bool(constraints.depth) and min(constraints.depth) >= DEEP
