"""Forward chaining for theorem-like operators: from premises to everything that follows, each with its shortest proof.

Semi-naive and best-first: a statement is settled once, in the fewest steps and, among those, from the fewest premises
(Knuth's generalisation of Dijkstra's algorithm to derivations, Inf. Proc. Letters 6, 1977; steps that two branches share
count once, so that the shortest proofs of the premises need not give the shortest of all).  Only a newly settled statement
wakes the theorems that listen to its predicate.  Domain-neutral: the engine supplies the knowledge base, which knows when two
statements are one, and the theorems.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

from ..exact import Exact, NotExact
from ..model import Fact, Value
from .operators import Inapplicable, Operator, Term, is_number
from .proof import LazyWords, Proof, ProofStep, trace


class Contradiction(Exception):
    """One statement followed with two different values: a wrong theorem or a wrong figure."""


Slots = Mapping[str, Any] | Callable[[], Mapping[str, Any]]
NO_SLOTS: Mapping[str, Any] = MappingProxyType({})


class Conclusion(NamedTuple):
    """What a theorem establishes. A `value` that is a `functools.partial` is worked out only when it is needed.

    words: extra slots for the step's wording, or what works them out, for few conclusions are ever told; the knowledge base
    turns its own kinds of name into text.
    """

    predicate: str
    args: tuple[str, ...]
    value: Value = True
    unit: str = ""
    words: Slots = NO_SLOTS

    def work_out(self) -> Value:
        """The value; ArithmeticError or ValueError where it does not exist."""
        return self.value() if isinstance(self.value, partial) else self.value


Found = tuple[tuple[str, ...], Conclusion]  # ids of the premises used, and what follows
Key = Hashable


class Knowledge:
    """Settled statements by key. A domain subclasses it with the indices its theorems need."""

    def __init__(self) -> None:
        self.terms: dict[Key, Term] = {}

    def key(self, predicate: str, args: tuple[str, ...]) -> Key:
        """Equal for two ways of writing one statement."""
        return predicate, args

    def add(self, term: Term) -> Term:
        """Take a statement as known; returns it as stored."""
        self.terms.setdefault(self.key(term.predicate, term.args), term)
        return term

    def named(self, words: Slots, term: Term) -> Mapping[str, Any] | LazyWords:
        """The words of the step that establishes `term`, with the domain's names written out."""
        return words() if callable(words) else words


Match = Callable[[Any, Term], Iterable[Found]]


def _no_function(*_: Term) -> Value:
    raise Inapplicable("a theorem is applied through `run`, with its goal and the scene")


def _no_margin(_: Sequence[Term], __: Value) -> float:
    return 0.0


@dataclass(frozen=True)
class Theorem(Operator):
    """An operator over statements: match(knowledge, new term) yields every conclusion that the new term completes.

    triggers: predicates of the terms that wake it.  statement: the theorem in one line.  knowledge: builds an empty
    knowledge base over the scene's context.  applies: a quick test whether the scene has what the theorem speaks about.
    """

    fn: Callable[..., Value] = _no_function
    whole: bool = False  # its premises are what it needs
    margin: Callable[[Sequence[Term], Value], float] | None = _no_margin
    match: Match = field(default=lambda _kb, _term: ())
    triggers: tuple[str, ...] = ()
    statement: str = ""
    knowledge: Callable[[Sequence[Fact]], Knowledge] = field(default=lambda _context: Knowledge())
    applies: Callable[[Any], bool] = field(default=lambda _kb: True)

    def run(self, terms: Sequence[Term], goal: Fact | None = None, context: Sequence[Fact] = ()) -> Value:
        """The value of `goal`, from exactly these terms and the scene's context; Inapplicable if it does not follow."""
        if goal is None:
            raise Inapplicable(f"{self.name} needs the statement that it is to establish")
        for _, _, c in self.conclusions(terms, goal, context):
            try:
                return c.work_out()
            except (ArithmeticError, ValueError) as e:
                raise Inapplicable(f"{self.name}: {e}") from None
        raise Inapplicable(f"{self.name} does not give {goal.predicate}({', '.join(goal.args)}) from these premises")

    def conclusions(
        self, terms: Sequence[Term], goal: Fact, context: Sequence[Fact]
    ) -> Iterator[tuple[Knowledge, tuple[str, ...], Conclusion]]:
        """Each way in which `goal` follows from these terms: with the knowledge base that names the things of its words, and
        the ids of the premises in the order in which the theorem takes them."""
        kb = self.knowledge(context)
        wanted = kb.key(goal.predicate, goal.args)
        own = [kb.add(t) for t in terms]
        ids = {t.id for t in terms}
        for term in own:
            if term.predicate not in self.triggers:
                continue
            for inputs, c in self.match(kb, term):
                if c.predicate == goal.predicate and kb.key(c.predicate, c.args) == wanted and ids.issuperset(inputs):
                    yield kb, inputs, c


@dataclass(frozen=True, slots=True)
class Made:
    """How a statement was settled. depth: of its longest chain of steps; steps: how many its whole proof has."""

    theorem: Theorem
    inputs: tuple[str, ...]
    term: Term
    words: Slots
    depth: int
    steps: int = 1


@dataclass(frozen=True, slots=True)
class Derivation:
    """Everything that follows: made holds the derived statements by id, in the order in which they were settled."""

    kb: Any
    facts: Mapping[str, Fact]
    made: Mapping[str, Made]

    def depth(self, id: str) -> int:
        """0 for a premise."""
        return self.made[id].depth if id in self.made else 0

    def rests_on(self, ids: Iterable[str]) -> tuple[set[str], set[str]]:
        """(premises, derived statements) that these rest on, themselves among them."""
        premises: set[str] = set()
        derived: set[str] = set()
        todo = list(ids)
        while todo:
            i = todo.pop()
            if i not in self.made:
                premises.add(i)
            elif i not in derived:
                derived.add(i)
                todo.extend(self.made[i].inputs)
        return premises, derived

    def proof(self, id: str) -> Proof:
        """The sub-proof of one derived statement: its premises and its steps in order."""
        needed: dict[str, ProofStep] = {}
        for i in self.rests_on([id])[1]:
            m = self.made[i]
            needed[i] = ProofStep(m.theorem.name, m.inputs, m.term, self.kb.named(m.words, m.term))
        return trace(id, needed, self.facts)


def same_value(a: Value, b: Value) -> bool:
    """Equality of two values of one statement: exact where both are exact, to 1e-6 relative where one is a float."""
    if isinstance(a, Exact) and isinstance(b, Exact):
        return a == b
    if is_number(a) and is_number(b):
        return math.isclose(float(a), float(b), rel_tol=1e-6, abs_tol=1e-9)
    return bool(a == b)


def saturate(
    kb: Knowledge,
    premises: Sequence[Fact],
    theorems: Sequence[Theorem],
    *,
    limit: int = 400,
    max_depth: int = 12,
    first: int = 1,
    strict: bool = False,
    goal: tuple[str, tuple[str, ...]] | None = None,
) -> Derivation:
    """Everything that follows from the premises, up to `limit` statements and `max_depth` steps.

    kb: an empty knowledge base over the scene; it is filled.  Derived statements get the ids s<first>, s<first+1>, ….
    A float value ends its chain: what rests on a rounded number is not reasoned on.
    goal: a statement; nothing more is derived once it is settled.
    strict: work out every second derivation too, and raise Contradiction where it disagrees.
    """
    listeners: dict[str, list[Theorem]] = {}
    for theorem in theorems:
        if theorem.applies(kb):
            for trigger in theorem.triggers:
                listeners.setdefault(trigger, []).append(theorem)
    facts: dict[str, Fact] = {}
    made: dict[str, Made] = {}
    depth: dict[str, int] = {}
    leaves: dict[str, int] = {}  # bit set of the premises a statement rests on
    parts: dict[str, int] = {}  # bit set of the steps of its proof
    best: dict[Key, tuple[int, int, int]] = {}
    agenda: list[tuple[int, int, int, int, Key, Theorem, tuple[str, ...], Conclusion]] = []
    order = 0

    def wake(term: Term) -> None:
        nonlocal order
        for theorem in listeners.get(term.predicate, ()):
            for inputs, c in theorem.match(kb, term):
                key = kb.key(c.predicate, c.args)
                if key in kb.terms and not strict:
                    continue
                level, mask, way = 1, 0, 0
                try:
                    for i in inputs:
                        level = max(level, depth[i] + 1)
                        mask |= leaves[i]
                        way |= parts[i]
                except KeyError:  # it rests on a statement of the scene that is not among the premises
                    continue
                rank = (way.bit_count() + 1, mask.bit_count(), level)
                if level > max_depth or (not strict and key in best and best[key] <= rank):
                    continue
                best[key] = rank
                order += 1
                heapq.heappush(agenda, (*rank, order, key, theorem, inputs, c))

    for number, fact in enumerate(premises):
        facts[fact.id] = fact
        depth[fact.id], leaves[fact.id], parts[fact.id] = 0, 1 << number, 0
    for fact in premises:
        wake(kb.add(Term.of(fact)))
    inexact: list[tuple[int, Key, Theorem, tuple[str, ...], Conclusion, Value]] = []  # wait until all else is settled

    def settle(level: int, theorem: Theorem, inputs: tuple[str, ...], c: Conclusion, value: Value) -> Term:
        id = f"s{first + len(made)}"
        term = Term(id, value, c.unit, c.predicate, c.args)
        mask, way = 0, 1 << len(made)
        for i in inputs:
            mask |= leaves[i]
            way |= parts[i]
        made[id] = Made(theorem, inputs, term, c.words, level, way.bit_count())
        depth[id], leaves[id], parts[id] = level, mask, way
        return kb.add(term)

    wanted = kb.key(*goal) if goal is not None else None
    while agenda and len(made) < limit and (wanted is None or wanted not in kb.terms):
        _, _, level, _, key, theorem, inputs, c = heapq.heappop(agenda)
        known = kb.terms.get(key)
        if known is not None and not strict:
            continue
        try:
            value = c.work_out()
        except (ArithmeticError, ValueError):
            continue
        if known is not None:
            if known.predicate == c.predicate and not same_value(known.value, value):
                raise Contradiction(
                    f"{c.predicate}({', '.join(c.args)}): {known.value} by {_origin(known.id, made)}, {value} by {theorem.name}"
                )
            continue
        if isinstance(value, float):
            inexact.append((level, key, theorem, inputs, c, value))
        else:
            term = settle(level, theorem, inputs, c, value)
            if level < max_depth:  # else whatever it completes is too deep
                wake(term)
    for level, key, theorem, inputs, c, value in inexact:
        if key not in kb.terms:
            settle(level, theorem, inputs, c, value)
    return Derivation(kb, facts, made)


def _origin(id: str, made: Mapping[str, Made]) -> str:
    return made[id].theorem.name if id in made else f"premise {id}"


__all__ = [
    "Conclusion",
    "Contradiction",
    "Derivation",
    "Found",
    "Knowledge",
    "Made",
    "Match",
    "NotExact",
    "Theorem",
    "same_value",
    "saturate",
]
