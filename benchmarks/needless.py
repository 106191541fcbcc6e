"""How many questions rest on a needless given: `python benchmarks/needless.py SET [-n QUESTIONS]`.

For each question whose proof concludes a number of a figure, each given that is marked, printed or told is left out in turn.
Three roads are asked whether the answer still follows from the rest and from what the bare drawing shows: the engine's own test
(`forced`), its numeric solver from random figures (`solve`), and its theorems.  Prints one JSON object with the counts.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from proofpress.engines.geometry.knowledge.kb import knowledge
from proofpress.engines.geometry.theorems import THEOREMS
from proofpress.engines.geometry.vocabulary import CONTEXT

from proofpress.ask.forms import UNDETERMINED
from proofpress.model import Fact, Question, Sample
from proofpress.reason.operators import is_number
from proofpress.reason.proof import concluding
from proofpress.reason.saturate import saturate
from proofpress.registry import Registry
from proofpress.seeds import stream
from proofpress.store import SampleSet

ENGINE = "geometry"


def numeric(sample: Sample, registry: Registry) -> Iterator[tuple[Question, Fact]]:
    """The questions that a number of the figure answers, before it is rounded, chosen or claimed, and that number."""
    facts = {f.id: f for f in sample.facts}
    for q in sample.questions:
        step = concluding(q.steps, registry.operators(ENGINE))
        if q.answer.type != UNDETERMINED and step and step.output in facts and is_number(step.value):
            yield q, facts[step.output]


def provable(context: Sequence[Fact], premises: Sequence[Fact], asked: Fact) -> bool:
    kb = knowledge(context)
    saturate(kb, premises, THEOREMS, goal=(asked.predicate, asked.args))
    return kb.key(asked.predicate, asked.args) in kb.terms


def needless(sample: Sample, q: Question, asked: Fact, registry: Registry) -> Iterator[tuple[str, Fact]]:
    """(road, given) for each given without which a road still finds the answer."""
    engine = registry.engine(ENGINE)
    facts = {f.id: f for f in sample.facts}
    givens = [facts[i] for i in q.givens if facts[i].predicate != "claim"]
    outputs = {s.output for each in sample.questions for s in each.steps}
    scene = [f for f in sample.facts if f.id not in outputs]
    seen = [f for f in scene if f.predicate in CONTEXT and f.given == "image"]
    for g in givens:
        if g.predicate in CONTEXT:
            continue
        rest = [*seen, *(f for f in givens if f is not g and f.predicate not in CONTEXT)]
        if engine.forced(dict(sample.spec), rest, asked):
            yield "forced", g
        less = replace(q, givens=tuple(i for i in q.givens if i != g.id))
        verdict = engine.solve(replace(sample, questions=(less,)), 0, stream(sample.seed, q.id, g.id))
        if verdict.covered and verdict.unique:
            yield "solve", g
        if provable(scene, [f for f in givens if f is not g], asked):
            yield "theorems", g


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set")
    parser.add_argument("-n", type=int, default=2000, help="numeric questions at most (2000)")
    args = parser.parse_args()
    registry = Registry.load()
    counts: Counter[str] = Counter()
    for sample in SampleSet(args.set):
        if sample.engine != ENGINE:
            continue
        for q, asked in numeric(sample, registry):
            if counts["questions"] == args.n:
                break
            counts["questions"] += 1
            found = list(needless(sample, q, asked, registry))
            counts.update({road for road, _ in found})
            counts["needless"] += bool(found)
            for road, g in found:
                print(f"{sample.id} {q.id}: {g} ({road}); asked {asked}", file=sys.stderr)
    print(json.dumps(counts))
    return int(counts["needless"] > 0)


if __name__ == "__main__":
    sys.exit(main())
