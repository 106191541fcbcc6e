"""Proofs from a minimal set of givens: what rests on more than it needs is proved again from less, or given up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from proofpress.model import Fact
from proofpress.reason.proof import Rejected
from proofpress.reason.saturate import Derivation, saturate

from ..knowledge.kb import knowledge
from ..solve import needless
from ..theorems import JUDGEMENTS, THEOREMS
from ..vocabulary import CONTEXT
from .conclusions import Found, weighed
from .targets import NUMBERS, family

LIMIT = 260  # statements derived of one figure
LONGER = 1  # steps by which the longest chain from fewer givens may be longer
DEEPEST = 3  # a longer proof hardly ever has another from fewer givens, and looking for it takes long


def derive(facts: Sequence[Fact], premises: Sequence[Fact], fresh: Iterator[int], **limits: Any) -> Derivation:
    """What follows from the premises in the scene of these facts, numbered on from `fresh`; limits: those of `saturate`."""
    first = next(fresh)
    derivation = saturate(knowledge(facts), premises, THEOREMS, first=first, **{"limit": LIMIT, **limits})
    for _ in range(len(derivation.made) - 1):
        next(fresh)
    return derivation


class Pruning:
    """Applied to a conclusion, gives one like it from a minimal set of givens, or None; `rejected` says what was given up."""

    def __init__(self, spec: Mapping[str, Any], facts: Sequence[Fact], fresh: Iterator[int]) -> None:
        self.spec = spec
        self.facts = facts
        self.fresh = fresh
        self.rejected: list[Rejected] = []

    def __call__(self, found: Found) -> Found | None:
        again: Found | None = found
        while again is not None:
            t = again.term
            givens = leaves(again.derivation, t.id)
            spare = next(needless(self.spec, givens, Fact(t.id, t.predicate, t.args, t.value)), None)
            if spare is None:
                return again
            again = self._without(again, givens, spare)
        self.rejected.append(Rejected(family(found.term), "needless"))
        return None

    def _without(self, found: Found, givens: Sequence[Fact], spare: Fact) -> Found | None:
        """The conclusion from the other givens and what the bare lines show; None where the theorems do not reach it."""
        t = found.term
        if (
            t.predicate not in NUMBERS
            or t.predicate == "area_ratio"
            or found.made.theorem in JUDGEMENTS
            or found.made.depth > DEEPEST
        ):
            return None
        kept = {f.id for f in givens if f is not spare}
        premises = [f for f in found.derivation.facts.values() if f.predicate in CONTEXT or f.id in kept]
        d = derive(self.facts, premises, self.fresh, goal=(t.predicate, t.args), max_depth=found.made.depth + LONGER)
        settled = d.kb.terms.get(d.kb.key(t.predicate, t.args))
        return next((f for f in weighed(d, d.made.values()) if settled is not None and f.term.id == settled.id), None)


def leaves(d: Derivation, id: str) -> list[Fact]:
    """The premises that a statement was derived from, in the order of their facts."""
    found = d.rests_on([id])[0]
    return [f for i, f in d.facts.items() if i in found]
