"""Compose: type-directed programs of operators over data-like facts, executed into proofs.

A question family is data (templates/<engine>/families.yaml):

    difference_along:
      slots: pair_along                     the binder that fills the program's slots
      program: difference(read_value(a), read_value(b))
      kind: number                          the answer's type
      aspect: difference                    what it is about; families are drawn evenly over aspects
      weight: 1                             among the families of its aspect
      decimals: 1                           places to round to (left out: exact, or as the picture allows)
      forms: [open, choice]                 (left out: all that the kind allows)
      wording: difference                   the key of its wording (left out: its own name)
      words: {most: highest}                fixed slots for a wording that several families share
      when: {...}                           for the engine to judge

An engine supplies binders: functions that pick facts for a named set of typed slots.  Programs are parsed and type-checked
once against the operators and the binders' signatures; the program's execution is the answer.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from ..answers.kinds import kind_of, kinds
from ..errors import BadInput
from ..model import Fact, Quad, Value
from ..seeds import Rng
from ..yaml_data import read_yaml
from .library.support import Selecting
from .operators import Ambiguous, Inapplicable, Operator, Term, is_number
from .proof import Candidate, LazyWords, Proof, ProofStep, apply
from .rounding import places_of

_KEYS = {"slots", "program", "kind", "aspect", "weight", "decimals", "forms", "wording", "words", "when", "skills"}
NEAR = 4  # wrong values from neighbouring facts that a candidate carries at most
ATTEMPTS = 5  # draws a wanted candidate
MISSES = 2  # times that a binder may come back empty-handed


@dataclass(frozen=True, slots=True)
class Slot:
    name: str


@dataclass(frozen=True, slots=True)
class Call:
    op: str
    args: tuple[Node, ...]


Node = Slot | Call


@dataclass(frozen=True, slots=True)
class Binding:
    """Facts for the slots of a program, and words for its question.

    others: (mistake, facts for the same slots): what a reader who looks at the wrong place would use.  pool: the labels among
    which a text answer is chosen.  missing: the one hidden fact for whose sake the question is asked.
    """

    groups: Mapping[str, tuple[Fact, ...]]
    words: Mapping[str, Any] = field(default_factory=dict)
    others: tuple[tuple[str, Mapping[str, tuple[Fact, ...]]], ...] = ()
    pool: tuple[str, ...] = ()
    missing: Fact | None = None


Binder = Callable[[Rng], Binding | None]
Signatures = Mapping[str, Mapping[str, str]]  # binder -> slot -> type
Speak = Callable[[Operator, Sequence[Term], Term], Mapping[str, Any]]
StepSlots = Callable[[Operator, Sequence[Term], Term], Mapping[str, Any] | LazyWords]


@dataclass(frozen=True)
class Family:
    name: str
    slots: str
    program: Call
    kind: str
    aspect: str
    depth: int
    weight: float = 1.0
    decimals: int | None = None
    forms: tuple[str, ...] = ()
    wording: str = ""
    skills: tuple[str, ...] = ()
    when: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


# --- reading families -----------------------------------------------------------------------------------------------
def read_families(file: Path, operators: Mapping[str, Operator], signatures: Signatures) -> tuple[Family, ...]:
    """The families of a YAML file, parsed and type-checked. BadInput names file, family and fault."""
    entries = read_yaml(file, empty=True).items()
    return tuple(family(str(name), entry, operators, signatures, str(file)) for name, entry in entries)


def family(name: str, entry: Any, operators: Mapping[str, Operator], signatures: Signatures, where: str) -> Family:
    """One family from its entry; BadInput where it is ill-formed or ill-typed."""

    def bad(what: str) -> BadInput:
        return BadInput(f"{where}: family {name!r}: {what}")

    if not isinstance(entry, Mapping) or not {"slots", "program", "kind"} <= set(entry):
        raise bad("needs slots, program and kind")
    if unknown := sorted(set(entry) - _KEYS):
        raise bad(f"unknown key {unknown[0]!r}")
    if entry["slots"] not in signatures:
        raise bad(f"unknown slots {entry['slots']!r}; the engine has {', '.join(sorted(signatures))}")
    answerable = [k.name for k in kinds() if k.outputs]
    if entry["kind"] not in answerable:
        raise bad(f"kind {entry['kind']!r} is none of {', '.join(answerable)}")
    weight, decimals, forms = entry.get("weight", 1), entry.get("decimals"), entry.get("forms", ())
    if isinstance(weight, bool) or not isinstance(weight, (int, float)) or not 0 < weight < float("inf"):
        raise bad(f"weight {weight!r} is no number above 0")
    if decimals is not None and (isinstance(decimals, bool) or not isinstance(decimals, int) or decimals < 0):
        raise bad(f"decimals {decimals!r} is no whole number from 0 on")
    for name_of, listed in (("forms", forms), ("skills", entry.get("skills", ()))):
        if not isinstance(listed, (list, tuple)):  # the letters of a word would be taken for its entries
            raise bad(f"{name_of} {listed!r} is no list")
    known = kind_of(entry["kind"]).forms
    if unknown := sorted(set(map(str, forms)) - set(known)):
        raise bad(f"form {unknown[0]!r} is none of {', '.join(known)}, in which {entry['kind']} can be asked")
    try:
        tree = ast.parse(str(entry["program"]), mode="eval").body
    except SyntaxError:
        raise bad(f"program {entry['program']!r} is not an expression") from None
    try:
        program = _node(tree)
        output = _type(program, operators, signatures[entry["slots"]])
    except TypeError as error:
        raise bad(str(error)) from None
    if not isinstance(program, Call):
        raise bad("the program applies no operator")
    if output not in kind_of(entry["kind"]).outputs:
        raise bad(f"the program gives {output}, which cannot answer as {entry['kind']}")
    return Family(
        name,
        entry["slots"],
        program,
        entry["kind"],
        str(entry.get("aspect", operators[program.op].skill)),
        depth_of(program),
        float(weight),
        decimals,
        tuple(forms),
        str(entry.get("wording", name)),
        tuple(entry.get("skills", ())),
        entry.get("when") or {},
        entry.get("words") or {},
    )


def _node(tree: ast.expr) -> Node:
    match tree:
        case ast.Name(id=name):
            return Slot(name)
        case ast.Call(func=ast.Name(id=op), args=args, keywords=[]):
            return Call(op, tuple(_node(a) for a in args))
    raise TypeError(f"{ast.unparse(tree)!r} is neither a slot nor an operator applied to arguments")


def _type(node: Node, operators: Mapping[str, Operator], slots: Mapping[str, str]) -> str:
    if isinstance(node, Slot):
        if node.name not in slots:
            raise TypeError(f"no slot {node.name!r}; there are {', '.join(slots)}")
        return slots[node.name]
    if node.op not in operators:
        raise TypeError(f"unknown operator {node.op!r}")
    wanted = operators[node.op].inputs
    given = [_type(a, operators, slots) for a in node.args]
    expanded = list(wanted)
    if wanted and wanted[-1].endswith("*") and len(given) > len(wanted):  # mean(a, b, c)
        expanded = [*wanted[:-1], *[wanted[-1]] * (len(given) - len(wanted) + 1)]
    if len(expanded) != len(given):
        raise TypeError(f"{node.op} takes {len(wanted)} arguments, not {len(given)}")
    for want, have in zip(expanded, given, strict=True):
        single = want.removesuffix("*")
        fits = have == want or (want.endswith("*") and have == single) or single == "any"
        if not fits or (have.endswith("*") and not want.endswith("*")):
            raise TypeError(f"{node.op} takes {want}, not {have}")
    return operators[node.op].output


def depth_of(node: Node) -> int:
    """The number of operators on the longest path."""
    return 0 if isinstance(node, Slot) else 1 + max((depth_of(a) for a in node.args), default=0)


# --- executing a program --------------------------------------------------------------------------------------------
class _Run:
    """One execution: equal sub-programs are done once, and the facts that a step needs become leaves."""

    def __init__(self, operators: Mapping[str, Operator], groups: Mapping[str, tuple[Fact, ...]], quads: Mapping[str, Quad]):
        self.operators, self.groups, self.quads = operators, groups, quads
        self.facts = {f.id: f for group in groups.values() for f in group}
        self.steps: list[ProofStep] = []
        self.leaves: dict[str, Fact] = {}
        self.done: dict[Node, Term] = {}

    def terms(self, node: Node, speak: StepSlots | None) -> list[Term]:
        if isinstance(node, Slot):
            return [Term.of(f, [self.quads[r] for r in f.at if r in self.quads]) for f in self.groups[node.name]]
        if node not in self.done:
            self.done[node] = self._apply(node, speak)
        return [self.done[node]]

    def _apply(self, call: Call, speak: StepSlots | None) -> Term:
        op = self.operators[call.op]
        given = _selected(op, [t for a in call.args for t in self.terms(a, speak)])
        self.leaves |= {t.id: self.facts[t.id] for t in given if t.id in self.facts}
        step = apply(op, given, f"s{len(self.steps) + 1}")
        if speak is not None:
            step = replace(step, slots=speak(op, given, step.term))
        self.steps.append(step)
        return step.term


def _selected(op: Operator, given: list[Term]) -> list[Term]:
    """What an operator is passed: a Selecting one gets only the terms that carry the name it looks for."""
    if not isinstance(op, Selecting):
        return given
    wanted = given[0].value if isinstance(given[0].value, tuple) else (given[0].value,)
    return [given[0], *(t for t in given[1:] if any(a in wanted for a in t.args))]


def execute(
    program: Call,
    groups: Mapping[str, tuple[Fact, ...]],
    operators: Mapping[str, Operator],
    speak: StepSlots | None = None,
    quads: Mapping[str, Quad] | None = None,
) -> Proof:
    """Run a program on facts. Raises Ambiguous or Inapplicable with the reason for which it is refused."""
    run = _Run(operators, groups, quads or {})
    run.terms(program, speak)
    return Proof(tuple(run.leaves.values()), tuple(run.steps))


def _degenerate(proof: Proof, binding: Binding) -> str:
    """Why nobody would ask this, or ""."""
    value = proof.conclusion.value
    if isinstance(value, tuple) and not value:
        return "empty"
    if is_number(value) and value == 0:
        return "empty"
    if binding.pool and isinstance(value, tuple) and len(value) == 1 == len(binding.pool):
        return "trivial"
    if isinstance(value, str) and binding.pool and len(binding.pool) < 2:
        return "trivial"
    singles = [g[0].statement for g in binding.groups.values() if len(g) == 1 and g[0].given != "text"]
    return "same label twice" if len(singles) != len(set(singles)) else ""


def _value(node: Node, groups: Mapping[str, Sequence[Term]], operators: Mapping[str, Operator]) -> list[Term]:
    """The program's value alone, as one who is sure of every reading would get it."""
    if isinstance(node, Slot):
        return list(groups[node.name])
    op = operators[node.op]
    given = _selected(op, [t for a in node.args for t in _value(a, groups, operators)])
    return [Term("", op.run(given), predicate=op.output)]


def _near(family: Family, binding: Binding, right: Value, operators: Mapping[str, Operator]) -> tuple[tuple[Value, str], ...]:
    out: list[tuple[Value, str]] = []
    if "choice" not in kind_of(family.kind).forms:
        return ()
    for mistake, groups in binding.others:
        sure = {s: [Term.of(f).sure() for f in g] for s, g in {**binding.groups, **groups}.items()}
        try:
            value = _value(family.program, sure, operators)[0].value
        except (Ambiguous, Inapplicable, ArithmeticError):
            continue
        if value != right and all(value != v for v, _ in out):
            out.append((value, mistake))
        if len(out) == NEAR:
            break
    return tuple(out)


# --- composing ------------------------------------------------------------------------------------------------------
def candidate(
    family: Family, binding: Binding, operators: Mapping[str, Operator], speak: StepSlots, quads: Mapping[str, Quad]
) -> Candidate:
    """The family's question about these facts. Raises Ambiguous or Inapplicable with the reason."""
    proof = execute(family.program, binding.groups, operators, speak, quads)
    if reason := _degenerate(proof, binding):
        raise Inapplicable(reason)
    final = proof.conclusion
    return Candidate(
        family.wording,
        {**binding.words, **family.words},
        proof,
        family.kind,
        places_of(final, family.decimals) if is_number(final.value) else None,
        _near(family, binding, final.value, operators),
        binding.pool if isinstance(final.value, str) else (),
        family.forms,
        family.skills,
        binding.missing,
    )


def compose(
    families: Sequence[Family],
    binders: Mapping[str, Binder],
    operators: Mapping[str, Operator],
    rng: Rng,
    n: int,
    *,
    speak: StepSlots = lambda op, inputs, out: {},
    quads: Mapping[str, Quad] | None = None,
    weights: Mapping[str, float] | None = None,
    drops: list[tuple[str, str]] | None = None,
) -> list[Candidate]:
    """Up to n candidates, drawn evenly over aspects (or as `weights` has it) and then over the families of an aspect.

    speak: the slots of a step's wording; ask.step_words.worded gives those that the common wordings need.
    drops: collects (family, reason) of what was refused: tie, margin, empty, all, zero denominator, same label twice, trivial.
    """
    drops = [] if drops is None else drops
    shelves: dict[str, list[Family]] = {}
    for f in families:
        shelves.setdefault(f.aspect, []).append(f)
    tries = dict.fromkeys((f.name for f in families), 0)
    misses: dict[str, int] = {}
    out: list[Candidate] = []
    seen: set[tuple[Any, ...]] = set()
    attempts = n * ATTEMPTS
    while shelves and attempts and len(out) < n:
        aspect = _draw(list(shelves), [(weights or {}).get(a, 1.0) for a in shelves], rng)
        shelf = shelves[aspect]
        chosen = shelf[_draw_index([f.weight / (1 + 2 * tries[f.name]) for f in shelf], rng)]
        tries[chosen.name] += 1
        binding = binders[chosen.slots](rng)
        if binding is None:
            drops.append((chosen.name, "slots"))
            misses[chosen.slots] = misses.get(chosen.slots, 0) + 1
            shelves = _without(shelves, chosen, misses[chosen.slots] >= MISSES)
            continue
        attempts -= 1
        key = (chosen.name, *(f.id if f.given != "text" else str(f.value) for g in binding.groups.values() for f in g))
        if key in seen:
            drops.append((chosen.name, "repeated"))
            continue
        seen.add(key)
        try:
            out.append(candidate(chosen, binding, operators, speak, quads or {}))
        except (Ambiguous, Inapplicable) as reason:
            drops.append((chosen.name, str(reason)))
    return out


def _without(shelves: Mapping[str, list[Family]], gone: Family, slots_too: bool) -> dict[str, list[Family]]:
    """A family whose slots could not be filled from this picture is not drawn again; nor, in the end, are its slots."""
    left = {
        a: [f for f in shelf if f is not gone and not (slots_too and f.slots == gone.slots)] for a, shelf in shelves.items()
    }
    return {a: shelf for a, shelf in left.items() if shelf}


def _draw(options: Sequence[str], weights: Sequence[float], rng: Rng) -> str:
    return options[_draw_index(weights, rng)]


def _draw_index(weights: Sequence[float], rng: Rng) -> int:
    at = float(rng.random()) * sum(weights)
    for i, w in enumerate(weights):
        at -= w
        if at < 0:
            return i
    return len(weights) - 1


def constant(id: str, value: int | Decimal | str, unit: str = "") -> Fact:
    """A number or name that the question's words state, so that every leaf of a proof is a Fact."""
    return Fact(id, "constant", (), value, unit, (), "text")


def used_operators(families: Collection[Family]) -> set[str]:
    """Names of the operators that the families' programs apply."""

    def visit(node: Node) -> set[str]:
        return set() if isinstance(node, Slot) else {node.op}.union(*(visit(a) for a in node.args))

    return set().union(*(visit(f.program) for f in families))
