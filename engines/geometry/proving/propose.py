"""Reverse composition: what follows from the shown premises, which of it is worth asking, and its minimal proof.

The conclusion comes first, the question last: a figure is saturated, conclusions are drawn at the depths that the request asks
for, theorems not seen yet in this figure first, and each is traced back to the premises that it rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from proofpress.draw.picture import Picture
from proofpress.engine import Refused, Request
from proofpress.model import Fact
from proofpress.reason.operators import Term
from proofpress.reason.proof import Candidate, Rejected
from proofpress.reason.saturate import Derivation
from proofpress.seeds import Rng

from ..figure import Circle, Figure
from ..knowledge.kb import Known
from .conclusions import Found, is_deep, weighed
from .endings import counting, judgements, points
from .pruning import Pruning, derive
from .targets import NUMBERS, RELATIONS, as_fact, family, holds, kind, near_misses, pool, presentable, slots

NUMERIC, TRUE, FALSE, TEXTS, MISSING = 8, 3, 3, 2, 2  # candidates of each sort
MORE = 6  # where only some forms or depths are wanted
FEW = 4  # conclusions; a figure with fewer is also asked what a single premise says in other words
# how much a proof of this depth is wanted, by difficulty (from depth 1; the last holds for all beyond)
DEPTH_WEIGHTS = {
    1: (1.0, 0.7, 0.25, 0.1, 0.05),
    2: (0.5, 1.0, 0.8, 0.5, 0.3),
    3: (0.15, 0.6, 1.0, 1.1, 1.2, 1.2),
    4: (0.05, 0.2, 0.6, 1.0, 1.6, 2.6, 4.0, 5.5),
    5: (0.03, 0.1, 0.4, 0.9, 2.0, 4.0, 7.0, 10.0),
}
# steps that merely carry a number over
PLAIN = frozenset({"equal_lengths", "equal_angles", "equal_radii", "vertical_angles", "arc_from_central", "central_from_arc"})
PREDICATE_WEIGHTS = {"perimeter": 0.5, "ratio": 0.5, "difference": 0.5, "arc": 0.4, "equal_length": 0.5, "equal_angle": 0.5}


def propose(
    spec: Mapping[str, Any], facts: Sequence[Fact], picture: Picture, request: Request, rng: Rng
) -> list[Candidate | Rejected]:
    """Candidates, best first. Refused when a conclusion contradicts the coordinates, which no good figure allows."""
    premises = [f for f in facts if f.given in ("image", "text") and f.predicate not in ("order_type", "shading")]
    fresh = count(1)
    derivation = derive(facts, premises, fresh)
    figure = _figure(spec)
    constraints = request.constraints
    pruning = Pruning(spec, facts, fresh)
    chooser = _Chooser(rng, request.difficulty, pruning)
    numeric, texts_most = (NUMERIC + MORE, TEXTS + MORE) if constraints.narrows else (NUMERIC, TEXTS)

    found = weighed(derivation, derivation.made.values())
    numbers = [f for f in found if f.term.predicate in NUMBERS]
    truths = [f for f in found if f.term.predicate in RELATIONS and not _restates(f)]
    told = int(request.difficulty <= 2 and request.text_load != "full" and rng.random() < 0.4)
    judged = judgements(derivation, fresh, rng, told)
    numbers += [f for f in judged if f.term.predicate in ("ratio", "difference")]
    truths += [f for f in judged if f.term.predicate in RELATIONS and f.term.value is True]
    falsehoods = [f for f in judged if f.term.predicate in RELATIONS and f.term.value is False]
    texts = [f for f in judged if kind(f.term) in ("text", "set") and holds(figure, f.term)]

    if constraints.depth:
        numbers, truths, falsehoods, texts = ([f for f in x if constraints.wants_depth(f.made.depth)]
                                              for x in (numbers, truths, falsehoods, texts))  # fmt: skip
    asked = chooser.take(numbers, numeric, _asks_number) + chooser.take(truths, TRUE) + chooser.take(falsehoods, FALSE)
    asked += _one_of_each(chooser.take(texts, texts_most))
    if len(asked) < FEW:
        asked += chooser.take([f for f in found if f.term.predicate in RELATIONS and _restates(f)], TRUE)
    out = [c for f in asked if (c := _candidate(f, figure)) is not None]
    out += points(derivation, facts, picture, fresh, rng)
    out += counting(derivation, facts, fresh, rng)
    order = rng.permutation(len(out)).tolist()
    out = _sisters_last([out[i] for i in order])
    if is_deep(constraints):
        out.sort(key=lambda c: -c.proof.depth)
    elif request.difficulty >= 4 and out:  # long proofs are few: the longest of this figure is asked first
        out.insert(0, out.pop(max(range(len(out)), key=lambda i: out[i].proof.depth)))
    for c in _missing(spec, facts, premises, derivation, figure, chooser, fresh):
        out.insert(int(rng.integers(min(4, len(out) + 1))), c)
    return [*out, *pruning.rejected]


def _restates(f: Found) -> bool:
    """A single premise says it already, in other words."""
    return f.made.depth == 1 and len(f.made.inputs) == 1


def _one_of_each(found: Sequence[Found]) -> list[Found]:
    """The first of each predicate: two comparisons of one kind beside each other are dull."""
    return list({f.term.predicate: f for f in reversed(found)}.values())[::-1]


def _sisters_last(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Questions that are asked and proved like one before them wait until nothing else is left."""
    seen: set[tuple[str, ...]] = set()
    first: list[Candidate] = []
    rest: list[Candidate] = []
    for c in candidates:
        way = (c.family, *(s.op for s in c.proof.steps))
        (rest if way in seen else first).append(c)
        seen.add(way)
    return first + rest


def _figure(spec: Mapping[str, Any]) -> Figure:
    """The figure of the Spec without closed forms, which measuring does not need."""
    return Figure(
        points={name: (float(x), float(y)) for name, (x, y) in spec["points"].items()},
        lines=tuple(tuple(line) for line in spec["lines"]),
        circles=tuple(Circle(c["center"], tuple(c["on"])) for c in spec["circles"]),
        polygons=tuple(tuple(p) for p in spec["polygons"]),
    )


class _Chooser:
    """Draws conclusions without replacement: depth as asked for, theorems and predicates not used yet first.

    What is drawn is pruned to a minimal set of givens; where that cannot be, another is drawn.
    """

    def __init__(self, rng: Rng, difficulty: int, pruned: Callable[[Found], Found | None]) -> None:
        self.rng = rng
        self.pruned = pruned
        self.depths = DEPTH_WEIGHTS[min(5, max(1, difficulty))]
        self.used: dict[str, int] = {}

    def take(self, found: Sequence[Found], most: int, fits: Callable[[Found], bool] | None = None) -> list[Found]:
        rest = [f for f in found if fits is None or fits(f)]
        out: list[Found] = []
        while rest and len(out) < most:
            weights = [self._weight(f) for f in rest]
            at = self.rng.random() * sum(weights)
            chosen = len(rest) - 1
            for i, w in enumerate(weights):
                at -= w
                if at < 0:
                    chosen = i
                    break
            f = self.pruned(rest.pop(chosen))
            if f is None:
                continue
            out.append(f)
            for name in (f.made.theorem.name, f.term.predicate):
                self.used[name] = self.used.get(name, 0) + 1
        return out

    def _weight(self, f: Found) -> float:
        m = f.made
        weight = self.depths[min(m.depth, len(self.depths)) - 1] * PREDICATE_WEIGHTS.get(m.term.predicate, 1.0)
        weight *= 0.3 ** self.used.get(m.theorem.name, 0) * 0.8 ** self.used.get(m.term.predicate, 0)
        if m.theorem.name in PLAIN or (m.theorem.name == "linear_pair" and m.term.value in (90, True)):
            weight *= 0.35 if m.theorem.name in PLAIN else 0.08
        if isinstance(m.term.value, float):
            weight *= 0.6
        if not f.neat:
            weight *= 0.2
        return weight


def _asks_number(f: Found) -> bool:
    """The value can be answered: in closed form as people print it, or to one decimal place."""
    value = f.term.value
    if f.term.predicate in ("ratio", "area_ratio"):
        return presentable(value) and 0.02 < float(value) < 50
    return 0.2 <= float(value) < 10000


def _candidate(f: Found, figure: Figure, missing: Fact | None = None) -> Candidate | None:
    """The candidate of a conclusion; None where it would not make a question."""
    t = f.term
    kb: Known = f.derivation.kb
    proof = f.derivation.proof(t.id)
    for step in proof.steps:
        if step.term.predicate != "equal_segments" and not holds(figure, step.term):
            raise Refused(f"unsound: {step.op} gives {step.term.predicate}({', '.join(step.term.args)}) = {step.term.value}")
    answer = kind(t)
    near: tuple[tuple[Any, str], ...] = ()
    decimals = None
    if answer == "number":
        inputs = [kb_term(f.derivation, i) for i in proof.steps[-1].inputs]
        near = near_misses(f.made.theorem.name, t, inputs)
        decimals = None if presentable(t.value) else 1
    return Candidate(
        family(t),
        slots(kb, t),
        proof,
        kind=answer,
        decimals=decimals,
        near=near,
        pool=pool(t) if answer == "text" else (),
        forms=()
        if answer != "text"
        else ("open", "choice", "fill")
        if t.predicate == "kind_of_quadrilateral"
        else ("open", "fill"),
        missing=missing,
        asked=as_fact(t),
    )


def kb_term(d: Derivation, id: str) -> Term:
    """A premise or a derived statement as a term."""
    return d.made[id].term if id in d.made else Term.of(d.facts[id])


# --- what cannot be determined -----------------------------------------------------------------------------------
def _missing(
    spec: Mapping[str, Any],
    facts: Sequence[Fact],
    premises: Sequence[Fact],
    without: Derivation,
    figure: Figure,
    chooser: _Chooser,
    fresh: Iterator[int],
) -> list[Candidate]:
    """Quantities that the withheld fact would give and that nothing else gives."""
    entry = spec.get("withheld")
    if not entry:
        return []
    wanted = (entry["predicate"], tuple(entry["args"]))
    kept = next((f for f in facts if f.given == "hidden" and f.statement == wanted), None)
    kb: Known = without.kb
    if kept is None or kb.key(*wanted) in kb.terms:
        return []
    more = derive(facts, [*premises, kept], fresh)
    found = [
        f
        for f in weighed(more, more.made.values())
        if f.term.predicate in NUMBERS
        and kb.key(f.term.predicate, f.term.args) not in kb.terms
        and not isinstance(f.term.value, float)
    ]
    chosen = chooser.take(found, 2 * MISSING, _asks_number)
    out: list[Candidate] = []
    for f in chosen:
        c = _candidate(f, figure, kept)
        if c is not None and kept.id in {x.id for x in c.proof.leaves} and len(out) < MISSING:
            out.append(c)
    return out
