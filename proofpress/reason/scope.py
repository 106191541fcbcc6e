"""Names of an embedded picture inside the sample that holds it: `instance:name`, for facts, regions, predicates, operators.

An engine that places another one's picture keeps two of everything apart by the instance ("gauges", "gauges-2"): ids of facts,
regions and steps, and predicates, begin with it; operators and keys of wording begin with the engine's name alone.  `outward`
adds the prefix, `inward` takes it off again, so that the embedded engine only ever sees its own names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

from ..model import Fact, Region, Value
from .operators import Misconception, Operator, Term
from .proof import Candidate, Proof, ProofStep

MARK = ":"


def split(name: str) -> tuple[str, str]:
    """(instance, name inside it); ("", name) for a name of the sample's own engine."""
    head, mark, rest = name.partition(MARK)
    return (head, rest) if mark else ("", name)


def engine_of(instance: str) -> str:
    """The engine of an instance: "gauges-2" -> "gauges"."""
    return instance.partition("-")[0]


def proposed(fact: Fact | Term) -> bool:
    """Does a question's words bring it with them (a claim, a threshold)?  It asserts nothing about the picture."""
    return split(fact.predicate)[1] in ("claim", "constant")


def outward(name: str, instance: str) -> str:
    return f"{instance}{MARK}{name}" if name else name


def inward(name: str) -> str:
    return split(name)[1]


def inside(name: str, instance: str) -> bool:
    return split(name)[0] == instance


def fact_outward(f: Fact, instance: str) -> Fact:
    """The embedded engine's fact as a fact of the sample."""
    regions, at = (tuple(outward(r, instance) for r in ids) for ids in (f.regions, f.at))
    return replace(f, id=outward(f.id, instance), predicate=outward(f.predicate, instance), regions=regions, at=at)


def fact_inward(f: Fact) -> Fact:
    """The inverse of `fact_outward`."""
    return replace(
        f,
        id=inward(f.id),
        predicate=inward(f.predicate),
        regions=tuple(map(inward, f.regions)),
        at=tuple(map(inward, f.at)),
    )


def facts_inward(facts: Iterable[Fact], instance: str) -> list[Fact]:
    """The facts of one instance, under the names that the embedded engine gave them."""
    return [fact_inward(f) for f in facts if inside(f.id, instance)]


def region_outward(r: Region, instance: str) -> Region:
    return replace(r, id=outward(r.id, instance), parent=outward(r.parent, instance))


def region_inward(r: Region) -> Region:
    return replace(r, id=inward(r.id), parent=inward(r.parent))


def term_outward(t: Term, instance: str) -> Term:
    predicate = outward(t.predicate, instance) if t.args else t.predicate  # without args it is the type of a computed value
    regions = tuple(outward(r, instance) for r in t.regions)
    return replace(t, id=outward(t.id, instance), predicate=predicate, regions=regions)


def term_inward(t: Term) -> Term:
    return replace(t, id=inward(t.id), predicate=inward(t.predicate), regions=tuple(map(inward, t.regions)))


def candidate_outward(c: Candidate, instance: str) -> Candidate:
    """The embedded engine's proved conclusion as one of the sample."""
    engine = engine_of(instance)
    steps = tuple(
        ProofStep(outward(s.op, engine), tuple(outward(i, instance) for i in s.inputs), term_outward(s.term, instance), s.slots)
        for s in c.proof.steps
    )
    leaves = tuple(fact_outward(f, instance) for f in c.proof.leaves)
    return replace(
        c,
        family=outward(c.family, engine),
        proof=Proof(leaves, steps),
        missing=fact_outward(c.missing, instance) if c.missing else None,
        asked=fact_outward(c.asked, instance) if c.asked else None,
    )


@dataclass(frozen=True)
class PartOperator(Operator):
    """An embedded engine's operator in the vocabulary of the engine that places it: it is run on the names it knows."""

    inner: Operator = None  # type: ignore[assignment]

    @staticmethod
    def of(op: Operator, engine: str) -> PartOperator:
        kept = {f.name: getattr(op, f.name) for f in fields(Operator)}
        wrong = {name: _on_inner_names(fn) for name, fn in op.misconceptions.items()}
        return PartOperator(**{**kept, "name": outward(op.name, engine), "misconceptions": wrong, "inner": op})

    def run(self, terms: Sequence[Term], goal: Fact | None = None, context: Sequence[Fact] = ()) -> Value:
        """As the inner operator; of the context it sees the facts of its own instance."""
        ids = [t.id for t in terms] + ([goal.id] if goal else [])
        instance = next((i for i, _ in map(split, ids) if i), "")
        return self.inner.run(
            [term_inward(t) for t in terms], fact_inward(goal) if goal else None, facts_inward(context, instance)
        )

    def result_margin(self, terms: Sequence[Term], value: Value) -> float:
        return self.inner.result_margin([term_inward(t) for t in terms], value)

    def result_unit(self, terms: Sequence[Term]) -> str:
        return self.inner.result_unit([term_inward(t) for t in terms])


def _on_inner_names(fn: Misconception) -> Misconception:
    return lambda *terms: fn(*(term_inward(t) for t in terms))
