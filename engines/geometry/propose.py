"""Reverse composition: what follows from the shown premises, which of it is worth asking, and its minimal proof.

The conclusion comes first, the question last: a figure is saturated, conclusions are drawn at the depths that the request asks
for, theorems not seen yet in this figure first, and each is traced back to the premises that it rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import Any

from proofpress.draw.picture import Picture
from proofpress.engine import Refused, Request
from proofpress.exact import Exact
from proofpress.model import Fact
from proofpress.reason.library import locate_point
from proofpress.reason.operators import Operator, Term
from proofpress.reason.proof import Candidate, Proof, ProofStep, trace
from proofpress.reason.saturate import Derivation, Made, Theorem, saturate
from proofpress.seeds import Rng

from .figure import Circle, Figure
from .kb import Known, knowledge
from .targets import NUMBERS, RELATIONS, as_fact, family, holds, kind, near_misses, pool, presentable, slots
from .theorems import JUDGEMENTS, THEOREMS

LIMIT = 260  # statements derived of one figure
MOST_STEPS = 9  # of a proof, or four more than its depth
NUMERIC, TRUE, FALSE, TEXTS, MISSING = 8, 3, 3, 2, 2  # candidates of each sort
# how much a proof of this depth is wanted, by difficulty (from depth 1; the last holds for all beyond)
DEPTH_WEIGHTS = {
    1: (1.0, 0.7, 0.25, 0.1, 0.05),
    2: (0.5, 1.0, 0.8, 0.5, 0.3),
    3: (0.15, 0.6, 1.0, 1.1, 1.2, 1.2),
    4: (0.05, 0.2, 0.6, 1.0, 1.5, 2.0, 2.6, 3.2),
    5: (0.03, 0.1, 0.4, 0.9, 1.6, 2.6, 3.6, 4.6),
}
# steps that merely carry a number over
PLAIN = frozenset({"equal_lengths", "equal_angles", "equal_radii", "vertical_angles", "arc_from_central", "central_from_arc"})
PREDICATE_WEIGHTS = {"perimeter": 0.5, "ratio": 0.5, "difference": 0.5, "arc": 0.4, "equal_length": 0.5, "equal_angle": 0.5}


@lru_cache(maxsize=1)
def geometry_operators() -> tuple[Operator, ...]:
    """Everything that a step of this engine may be."""
    return (*THEOREMS, *JUDGEMENTS, MARK_POINT, COUNT_TRIANGLES)


def _mark(x: Term, *_reasons: Term) -> tuple[int, ...]:
    """Where the point is that the first term places; the other terms say why it is that one."""
    return locate_point(x)


def _count(*xs: Term) -> int:
    return len(xs)


def _no_margin(_: Sequence[Term], __: Any) -> float:
    return 0.0


def _no_unit(_: Sequence[Term]) -> str:
    return ""


MARK_POINT = Operator("mark_point", _mark, ("statement*",), "point", skill="locate", margin=_no_margin, unit=_no_unit)
COUNT_TRIANGLES = Operator(
    "count_triangles", _count, ("statement*",), "number", skill="count", margin=_no_margin, unit=_no_unit
)


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


def propose(spec: Mapping[str, Any], facts: Sequence[Fact], picture: Picture, request: Request, rng: Rng) -> list[Candidate]:
    """Candidates, best first. Refused when a conclusion contradicts the coordinates, which no good figure allows."""
    premises = [f for f in facts if f.given in ("image", "text") and f.predicate not in ("order_type", "shading")]
    derivation = saturate(knowledge(facts), premises, THEOREMS, limit=LIMIT)
    figure = _figure(spec)
    fresh = count(len(derivation.made) + 1)
    chooser = _Chooser(rng, request.difficulty)

    found = _weighed(derivation, derivation.made.values())
    numbers = [f for f in found if f.term.predicate in NUMBERS]
    truths = [f for f in found if f.term.predicate in RELATIONS]
    judged = _judgements(derivation, fresh, rng)
    numbers += [f for f in judged if f.term.predicate in ("ratio", "difference")]
    truths += [f for f in judged if f.term.predicate in RELATIONS and f.term.value is True]
    falsehoods = [f for f in judged if f.term.predicate in RELATIONS and f.term.value is False]
    texts = [f for f in judged if kind(f.term) in ("text", "set") and holds(figure, f.term)]

    asked = chooser.take(numbers, NUMERIC, _asks_number) + chooser.take(truths, TRUE) + chooser.take(falsehoods, FALSE)
    asked += chooser.take(texts, TEXTS)
    out = [c for f in asked if (c := _candidate(f, figure)) is not None]
    out += _points(derivation, facts, picture, fresh, rng)
    out += _counting(derivation, facts, fresh, rng)
    order = rng.permutation(len(out)).tolist()
    out = [out[i] for i in order]
    for c in _missing(spec, facts, premises, derivation, figure, chooser, next(fresh)):
        out.insert(int(rng.integers(min(4, len(out) + 1))), c)
    return out


def _weighed(d: Derivation, made: Iterable[Made]) -> list[Found]:
    """The conclusions whose proofs are short enough to be followed, with what makes them good to ask."""
    parts: dict[str, int] = {}  # bit set of the steps of the proof
    neat: dict[str, bool] = {}
    out = []
    for n, m in enumerate(made):
        bits, clean = 1 << n, m.term.predicate not in NUMBERS or _neat(m.term.value)
        for i in m.inputs:
            bits |= parts.get(i, 0)
            clean = clean and neat.get(i, True)
        parts[m.term.id], neat[m.term.id] = bits, clean
        steps = bits.bit_count()
        if steps <= max(MOST_STEPS, m.depth + 4):
            out.append(Found(m, d, steps, clean))
    return out


def _neat(value: Any) -> bool:
    """A number to go on with: at most one root of a small number, small fractions."""
    if not isinstance(value, Exact):
        return True
    return len(value.terms) <= 1 and all(n <= 30 and c.denominator <= 12 for (n, _), c in value.terms)


def _figure(spec: Mapping[str, Any]) -> Figure:
    """The figure of the Spec without closed forms, which measuring does not need."""
    return Figure(
        points={name: (float(x), float(y)) for name, (x, y) in spec["points"].items()},
        lines=tuple(tuple(line) for line in spec["lines"]),
        circles=tuple(Circle(c["center"], tuple(c["on"])) for c in spec["circles"]),
        polygons=tuple(tuple(p) for p in spec["polygons"]),
    )


class _Chooser:
    """Draws conclusions without replacement: depth as asked for, theorems and predicates not used yet first."""

    def __init__(self, rng: Rng, difficulty: int) -> None:
        self.rng = rng
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
            f = rest.pop(chosen)
            out.append(f)
            for name in (f.made.theorem.name, f.term.predicate):
                self.used[name] = self.used.get(name, 0) + 1
        return out

    def _weight(self, f: Found) -> float:
        m = f.made
        weight = self.depths[min(m.depth, len(self.depths)) - 1] * PREDICATE_WEIGHTS.get(m.term.predicate, 1.0)
        weight *= 0.3 ** self.used.get(m.theorem.name, 0) * 0.8 ** self.used.get(m.term.predicate, 0)
        if m.theorem.name in PLAIN:
            weight *= 0.35
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


# --- comparisons and refutations ---------------------------------------------------------------------------------
def _judgements(d: Derivation, fresh: Iterator[int], rng: Rng) -> list[Found]:
    """A few ends of proofs: comparisons, ratios, kinds, refutations; each rests on something derived or is given at depth 1."""
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
                if key in seen or not _worth_judging(d, theorem, inputs):
                    continue
                seen.add(key)
                value = c.work_out()
                if isinstance(value, float):
                    continue
                if theorem.name in ("ratio_of_lengths", "length_difference") and not _simple(value):
                    continue
                id = f"s{next(fresh)}"
                depth = 1 + max(d.depth(i) for i in inputs)
                made[id] = Made(theorem, inputs, Term(id, value, c.unit, c.predicate, c.args), c.words, depth)
                here += 1
    whole = Derivation(kb, d.facts, {**d.made, **made})
    return [f for f in _weighed(whole, whole.made.values()) if f.term.id in made]


def _worth_judging(d: Derivation, theorem: Theorem, inputs: Sequence[str]) -> bool:
    """Something must be found out first, or at least two things looked at."""
    return len(inputs) > 1 or any(i in d.made for i in inputs) or theorem.name == "kind_of_quadrilateral"


def _simple(value: Any) -> bool:
    """A ratio or a difference that people would state."""
    return _neat(value) and value != 1


# --- points and counting -----------------------------------------------------------------------------------------
def _points(d: Derivation, facts: Sequence[Fact], picture: Picture, fresh: Iterator[int], rng: Rng) -> list[Candidate]:
    """At most one point to be shown: a midpoint, the foot of a perpendicular, a crossing, a point of contact."""
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
                for p in (term.args[0], term.args[2]):
                    if p not in (a, b) and s.drawn(p, v) and s.line_of[p, v] != s.line_of[a, b]:
                        words = {"from": p, "seg": kb.seg_name(a, b), "perp": kb.seg_name(p, v)}
                        options.append(("point_foot", v, (s.between_id(v, a, b), term.id), words))
    for p, spans in s.spans.items():
        for i, (a, b) in enumerate(spans):
            for c, e in spans[i + 1 :]:
                if s.line_of[a, b] != s.line_of[c, e]:
                    words = {"one": kb.seg_name(a, b), "two": kb.seg_name(c, e)}
                    options.append(("point_crossing", p, (s.between_id(p, a, b), s.between_id(p, c, e)), words))
    for t in kb.tangents:
        p, q, o = t.args
        options.append(("point_contact", p, (s.on_circle_id(p, o), t.id), {"tangent": kb.seg_name(p, q), "centre": o}))
    if not options:
        return []
    name, point, inputs, words = options[int(rng.integers(len(options)))]
    quads = {r.id: r.quad for r in picture.regions}
    fact = d.facts.get(inputs[0])
    if fact is None or not fact.regions or fact.regions[0] not in quads:
        return []
    value = locate_point(Term.of(fact, [quads[fact.regions[0]]]))
    step = ProofStep("mark_point", inputs, Term(f"s{next(fresh)}", value, "", "point"), {**words, "point": point, "why": name})
    return [Candidate(name, words, _extended(d, step), kind="point")]


def _extended(d: Derivation, step: ProofStep) -> Proof:
    """The proof that ends with this step."""
    steps = {step.term.id: step}
    for i in step.inputs:
        if i in d.made:
            steps |= {s.term.id: s for s in d.proof(i).steps}
    return trace(step.term.id, steps, d.facts)


def _counting(d: Derivation, facts: Sequence[Fact], fresh: Iterator[int], rng: Rng) -> list[Candidate]:
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


# --- what cannot be determined -----------------------------------------------------------------------------------
def _missing(
    spec: Mapping[str, Any],
    facts: Sequence[Fact],
    premises: Sequence[Fact],
    without: Derivation,
    figure: Figure,
    chooser: _Chooser,
    first: int,
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
    more = saturate(knowledge(facts), [*premises, kept], THEOREMS, limit=LIMIT, first=first + 1)
    found = [
        f
        for f in _weighed(more, more.made.values())
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
