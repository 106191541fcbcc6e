"""Parts: what an engine gets of another engine whose pictures it places inside its own.

    class Receipts(Engine):
        parts = ("gauges",)

        def plan(self, template, request, rng):
            gauge = self.part("gauges")
            return {..., "parts": {gauge.instance: gauge.plan("tank", request, rng)}}

        def facts(self, spec):
            return [..., *self.part("gauges").facts(spec)]

Everything a Part gives bears the names of the sample (see reason.scope).  The embedded engine's Specs lie under the key `parts`
of the Spec, by instance: that is where checks look for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .draw.picture import Picture, Shown
from .engine import Engine, Request, Spec, Statement, Template, Verdict
from .errors import BadInput
from .language import DEFAULT
from .model import Fact, Question, Sample
from .reason.compose import Speak
from .reason.operators import Operator, Term
from .reason.proof import Candidate, Rejected
from .reason.scope import (
    PartOperator,
    candidate_outward,
    engine_of,
    fact_inward,
    fact_outward,
    facts_inward,
    inside,
    inward,
    outward,
    region_inward,
    region_outward,
    split,
    term_inward,
)
from .seeds import Rng

PARTS = "parts"  # the key of a Spec under which the Specs of embedded pictures lie


@dataclass(frozen=True)
class Part:
    """One embedded picture of `engine`.  instance: its name in this sample, "gauges" or "gauges-2"."""

    engine: Engine
    instance: str
    templates: Mapping[str, Template]
    languages: tuple[str, ...]

    def spec(self, spec: Spec) -> Spec:
        """The embedded picture's own Spec; BadInput where the Spec holds none."""
        try:
            return dict(spec[PARTS][self.instance])
        except KeyError:
            raise BadInput(f"the Spec has no embedded picture {self.instance!r} under {PARTS!r}") from None

    def plan(self, template: str | Mapping[str, Any], request: Request, rng: Rng) -> Spec:
        """A Spec of one of the engine's templates, to be kept under spec["parts"][instance]. Refused as the engine does.

        template: its name, or the data of one that the placing engine brings along.
        """
        if isinstance(template, str) and template not in self.templates:
            raise BadInput(
                f"engine {self.engine.name!r} has no template {template!r} to place; there are: {', '.join(self.templates)}"
            )
        chosen = self.templates[template] if isinstance(template, str) else self._brought(template)
        own = self.engine.plan(chosen, replace(request, data=(), options={}), rng)
        return {**own, "language": request.language} if request.language != DEFAULT else own

    def _brought(self, data: Mapping[str, Any]) -> Template:
        name = str(data.get("template", self.instance))
        return Template(self.engine.name, name, {"template": name, **data})

    def facts(self, spec: Spec) -> list[Fact]:
        return [fact_outward(f, self.instance) for f in self.engine.facts(self.spec(spec))]

    def style(self, spec: Spec, request: Request, rng: Rng) -> dict[str, Any]:
        """How it looks, to be kept by the engine that places it, and handed to `draw`."""
        return self.engine.style(self.spec(spec), request, rng)

    def draw(self, spec: Spec, style: Mapping[str, Any], rng: Rng) -> Picture:
        """The embedded picture, for draw.embed.place; the first one where the engine draws several."""
        drawn = self.engine.draw(self.spec(spec), style, rng)
        picture = drawn if isinstance(drawn, Picture) else drawn[0]
        shows = {
            outward(id, self.instance): Shown(*(tuple(outward(r, self.instance) for r in ids) for ids in (s.at, s.needs)))
            for id, s in picture.shows.items()
        }
        return Picture(
            picture.pixels,
            tuple(region_outward(r, self.instance) for r in picture.regions),
            shows,
            {outward(id, self.instance): margin for id, margin in picture.margins.items()},
            tuple(fact_outward(f, self.instance) for f in picture.facts),
        )

    def propose(
        self, spec: Spec, facts: Sequence[Fact], pictures: Sequence[Picture], request: Request, rng: Rng
    ) -> Iterator[Candidate | Rejected]:
        """The embedded engine's questions, as candidates of this sample."""
        own = facts_inward(facts, self.instance)
        inner = [self._view(p) for p in pictures]
        for c in self.engine.propose(self.spec(spec), own, inner, replace(request, data=(), options={}), rng):
            if isinstance(c, Rejected):
                yield replace(c, family=outward(c.family, engine_of(self.instance)))
            else:
                yield candidate_outward(c, self.instance)

    def describe(self, spec: Spec, facts: Sequence[Fact]) -> list[Statement]:
        """What the embedded picture's caption may say."""
        said = self.engine.describe(self.spec(spec), facts_inward(facts, self.instance))
        return [
            replace(s, key=outward(s.key, engine_of(self.instance)), facts=tuple(outward(f, self.instance) for f in s.facts))
            for s in said
        ]

    def aliases(self, spec: Spec, term: Term, text: str) -> Sequence[str]:
        return self.engine.aliases(self.spec(spec), term_inward(term), text)

    def speaker(self, spec: Spec, facts: Sequence[Fact]) -> Speak:
        """The words of its computed steps, for operators of this sample (see Engine.speaker)."""
        inner = self.engine.speaker(self.spec(spec), facts_inward(facts, self.instance))

        def speak(op: Operator, inputs: Sequence[Term], out: Term) -> Mapping[str, Any]:
            own = op.inner if isinstance(op, PartOperator) else op
            return inner(own, [term_inward(t) for t in inputs], term_inward(out))

        return speak

    def forced(self, spec: Spec, premises: Sequence[Fact], asked: Fact) -> bool | None:
        return self.engine.forced(self.spec(spec), facts_inward(premises, self.instance), fact_inward(asked))

    def needless(self, spec: Spec, givens: Sequence[Fact], asked: Fact) -> list[Fact]:
        own = facts_inward(givens, self.instance)
        found = {f.id for f in self.engine.needless(self.spec(spec), own, fact_inward(asked))}
        return [f for f in givens if inside(f.id, self.instance) and fact_inward(f).id in found]

    def solve(self, sample: Sample, question: int, rng: Rng) -> Verdict:
        """The engine's second road from premises, over the embedded picture's share of the sample."""
        return self.engine.solve(self.share(sample), question, rng)

    def share(self, sample: Sample) -> Sample:
        """The sample as the embedded engine would have made it: its facts, regions and Spec, all questions on its names."""

        def own(q: Question) -> Question:
            steps = tuple(
                replace(
                    s,
                    op=split(s.op)[1],
                    inputs=tuple(map(inward, s.inputs)),
                    output=inward(s.output),
                    regions=tuple(map(inward, s.regions)),
                )
                for s in q.steps
            )
            return replace(q, steps=steps, givens=tuple(map(inward, q.givens)))

        return replace(
            sample,
            engine=self.engine.name,
            spec=self.spec(dict(sample.spec)),
            facts=tuple(facts_inward(sample.facts, self.instance)),
            regions=tuple(region_inward(r) for r in sample.regions if inside(r.id, self.instance)),
            questions=tuple(own(q) for q in sample.questions),
        )

    def _view(self, picture: Picture) -> Picture:
        """The whole picture with the embedded picture's regions only, under its own names."""
        regions = tuple(region_inward(r) for r in picture.regions if inside(r.id, self.instance))
        return Picture(picture.pixels, regions)
