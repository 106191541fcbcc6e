"""How a proof may end beside a quantity: a comparison, a refutation, a point that is shown, a count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from proofpress.draw.picture import Picture
from proofpress.model import Fact
from proofpress.reason.operators import Term
from proofpress.reason.proof import Candidate, Proof, ProofStep, trace
from proofpress.reason.saturate import Derivation, Made
from proofpress.seeds import Rng

from ..knowledge.kb import Known
from ..theorems import JUDGEMENTS
from .conclusions import Found, is_neat, weighed
from .operators import mark


# --- comparisons and refutations ---------------------------------------------------------------------------------
def judgements(d: Derivation, fresh: Iterator[int], rng: Rng, told: int = 1) -> list[Found]:
    """A few ends of proofs: comparisons, ratios, kinds, refutations; at most `told` of them join two numbers just read off."""
    kb: Known = d.kb
    terms = [*kb.lengths.values(), *kb.angles.values(), *(t for ts in kb.shapes.values() for t in ts)]
    terms = [t for t in terms if not isinstance(t.value, float)]
    if not terms:
        return []
    picked = [terms[int(i)] for i in rng.permutation(len(terms))[:14]]
    made: dict[str, Made] = {}
    seen = {(t.predicate, kb.key(t.predicate, t.args)) for t in kb.terms.values()}
    for theorem in JUDGEMENTS:
        here = 0
        for t in picked:
            if t.predicate not in theorem.triggers or here >= 3:
                continue
            found = list(theorem.match(kb, t))
            for n in rng.permutation(len(found))[:2].tolist():
                inputs, c = found[n]
                key = (c.predicate, kb.key(c.predicate, c.args))
                if key in seen or not _worth_judging(d, inputs):
                    continue
                seen.add(key)
                value = c.work_out()
                if isinstance(value, float):
                    continue
                if theorem.name in ("ratio_of_lengths", "length_difference") and not _simple(value):
                    continue
                if not any(i in d.made for i in inputs):
                    told -= 1
                    if told < 0:
                        continue
                id = f"s{next(fresh)}"
                depth = 1 + max(d.depth(i) for i in inputs)
                steps = 1 + len(d.rests_on(inputs)[1])
                made[id] = Made(theorem, inputs, Term(id, value, c.unit, c.predicate, c.args), c.words, depth, steps)
                here += 1
    whole = Derivation(kb, d.facts, {**d.made, **made})
    return [f for f in weighed(whole, whole.made.values()) if f.term.id in made]


def _worth_judging(d: Derivation, inputs: Sequence[str]) -> bool:
    """Something must be found out first, or at least two things read off the picture."""
    if any(i in d.made for i in inputs):
        return True
    return len(inputs) > 1 and all(d.facts[i].given == "image" for i in inputs)


def _simple(value: Any) -> bool:
    """A ratio or a difference that people would state."""
    return is_neat(value) and value != 1


# --- points and counting -----------------------------------------------------------------------------------------
def points(d: Derivation, facts: Sequence[Fact], picture: Picture, fresh: Iterator[int], rng: Rng) -> list[Candidate]:
    """At most one point to be shown: a midpoint, the foot of a perpendicular, a crossing."""
    kb: Known = d.kb
    s = kb.scene
    options: list[tuple[str, str, tuple[str, ...], dict[str, Any]]] = []
    for (a, b), (m, id) in kb.midpoints.items():
        if s.between(m, a, b) and (id in d.made or d.facts[id].given == "image"):
            options.append(("point_midpoint", m, (s.between_id(m, a, b), id), {"seg": kb.seg_name(a, b)}))
    for term in kb.angles.values():
        v = term.args[1]
        if term.predicate == "right_angle":
            for a, b in s.spans.get(v, ()):
                for p, arm in ((term.args[0], term.args[2]), (term.args[2], term.args[0])):
                    if s.drawn(p, v) and s.line_of.get((arm, v)) == s.line_of[a, b] != s.line_of[p, v]:
                        words = {"from": p, "seg": kb.seg_name(a, b), "perp": kb.seg_name(p, v)}
                        options.append(("point_foot", v, (s.between_id(v, a, b), term.id), words))
    for p, spans in s.spans.items():
        for i, (a, b) in enumerate(spans):
            for c, e in spans[i + 1 :]:
                if s.line_of[a, b] != s.line_of[c, e]:
                    words = {"one": kb.seg_name(a, b), "two": kb.seg_name(c, e)}
                    options.append(("point_crossing", p, (s.between_id(p, a, b), s.between_id(p, c, e)), words))
    if not options:
        return []
    name, point, inputs, words = options[int(rng.integers(len(options)))]
    quads = {r.id: r.quad for r in picture.regions}
    fact = d.facts.get(inputs[0])
    if fact is None or not fact.at or not quads.keys() >= set(fact.at):
        return []
    value = mark(Term.of(fact, [quads[r] for r in fact.at]))
    step = ProofStep("mark_point", inputs, Term(f"s{next(fresh)}", value, "", "point"), {**words, "point": point, "why": name})
    return [Candidate(name, words, _extended(d, step), kind="point")]


def _extended(d: Derivation, step: ProofStep) -> Proof:
    """The proof that ends with this step."""
    steps = {step.term.id: step}
    for i in step.inputs:
        if i in d.made:
            steps |= {s.term.id: s for s in d.proof(i).steps}
    return trace(step.term.id, steps, d.facts)


def counting(d: Derivation, facts: Sequence[Fact], fresh: Iterator[int], rng: Rng) -> list[Candidate]:
    """How many triangles the figure holds, where there are a few."""
    kb: Known = d.kb
    seen = [f for f in facts if f.predicate == "triangle" and f.given == "image"]
    n = len(kb.scene.triangles)
    if len(seen) != n or not 3 <= n <= 9 or rng.random() < 0.6:
        return []
    names = ["".join(f.args) for f in seen]
    term = Term(f"s{next(fresh)}", n, "", "number")
    step = ProofStep("count_triangles", tuple(f.id for f in seen), term, {"names": names})
    near = ((n - 1, "missed one"), (n + 1, "counted one twice"), (n - 2, "missed the large ones"), (n + 2, "counted too many"))
    return [
        Candidate(
            "count_triangles", {"n": n}, trace(term.id, {term.id: step}, d.facts), near=near, forms=("open", "choice", "yes_no")
        )
    ]
