"""Of several plans, the figure of which the longest proofs are asked: long proofs are rare, and planning is cheap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from proofpress.ask.constraints import DEEPEST, Constraints
from proofpress.engine import Refused, Spec
from proofpress.model import Fact
from proofpress.reason.saturate import saturate

from ..knowledge.kb import knowledge
from ..theorems import THEOREMS
from .conclusions import weighed
from .targets import NUMBERS

PLANS = 8
LIMIT = 200  # statements derived of one plan
ENOUGH = 3  # conclusions of one depth; more of them do not make a figure better
STEEP = 3.0  # how many conclusions one that is a step deeper is worth


def deepest(plan: Callable[[], Spec], facts: Callable[[Any], Sequence[Fact]], constraints: Constraints) -> Spec:
    """The plan with the best conclusions at the depths wanted. Refused when no attempt leads anywhere."""
    best: tuple[float, Spec] | None = None
    refusal: Refused | None = None
    for _ in range(PLANS):
        try:
            spec = plan()
        except Refused as refused:
            refusal = refused
            continue
        worth = _worth(facts(spec), constraints)
        if best is None or worth > best[0]:
            best = worth, spec
    if best is None or best[0] == 0:
        raise refusal or Refused("depth: no plan has proofs of the depths wanted")
    return best[1]


def _worth(facts: Sequence[Fact], constraints: Constraints) -> float:
    premises = [f for f in facts if f.given in ("image", "text") and f.predicate not in ("order_type", "shading")]
    derivation = saturate(knowledge(facts), premises, THEOREMS, limit=LIMIT)
    found = (f for f in weighed(derivation, derivation.made.values()) if f.term.predicate in NUMBERS and f.neat)
    depths = Counter(min(f.made.depth, DEEPEST) for f in found)
    least = min(constraints.depth)
    return sum(STEEP ** (d - least) * min(ENOUGH, n) for d, n in depths.items() if constraints.wants_depth(d))
