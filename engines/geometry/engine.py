"""The geometry engine: plane figures that grow line by line, and theorems over what they show.

What plans, draws and proves is imported when it is first called, so that engines can be listed without loading it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from proofpress.engine import Engine, Request, Spec, Statement, Template, Verdict
from proofpress.language import of_spec
from proofpress.model import Fact, Sample
from proofpress.reason.operators import Term
from proofpress.reason.proof import Candidate, Rejected
from proofpress.seeds import Rng

from .drawing.style import LOOKS, make_style
from .proving.operators import geometry_operators
from .vocabulary import canonical

if TYPE_CHECKING:
    from proofpress.draw.picture import Picture


class Geometry(Engine):
    """See the module. A Spec is described in `figure`, statements in `vocabulary`."""

    name = "geometry"
    version = "1"
    operators = geometry_operators()
    questions = (3, 6)

    def options(self, template: Template) -> Mapping[str, Sequence[str]]:
        """looks: see drawing/style.py."""
        return {"looks": LOOKS}

    def plan(self, template: Template, request: Request, rng: Rng) -> Spec:
        from .planning.grow import DEEP, plan_figure
        from .proving.conclusions import is_deep
        from .proving.deepest import deepest

        if is_deep(request.constraints):
            return deepest(lambda: plan_figure(template, request, rng, DEEP), self.facts, request.constraints)
        return plan_figure(template, request, rng)

    def facts(self, spec: Spec) -> list[Fact]:
        """Context first, then what is given, then what is withheld (hidden); ids f1, f2, …"""
        from .context import context_of
        from .figure import from_spec, givens_of

        context = [Fact("", predicate, args, value) for predicate, args, value in context_of(from_spec(spec))]
        every = [*context, *givens_of(spec)]
        return [
            Fact(f"f{n}", f.predicate, canonical(f.predicate, f.args), f.value, f.unit, (), f.given)
            for n, f in enumerate(every, 1)
        ]

    def style(self, spec: Spec, request: Request, rng: Rng) -> dict[str, Any]:
        return make_style(spec, request, rng)

    def draw(self, spec: Spec, style: Mapping[str, Any], rng: Rng) -> Picture:
        from .drawing.draw import draw_figure

        return draw_figure(spec, style, rng, self.facts(spec))

    def propose(
        self, spec: Spec, facts: Sequence[Fact], pictures: Sequence[Picture], request: Request, rng: Rng
    ) -> Iterable[Candidate | Rejected]:
        from .proving.propose import propose

        return propose(spec, facts, pictures[0], request, rng)

    def aliases(self, spec: Spec, term: Term, text: str) -> Sequence[str]:
        from .aliases import aliases
        from .words import words_of

        return aliases(text, words_of(of_spec(spec).code))

    def describe(self, spec: Spec, facts: Sequence[Fact]) -> Sequence[Statement]:
        from .describe import describe

        return describe(spec, facts)

    def forced(self, spec: Spec, premises: Sequence[Fact], asked: Fact) -> bool | None:
        from .solve import forced

        return forced(spec, premises, asked)

    def follows(self, spec: Spec, premises: Sequence[Fact], asked: Fact) -> bool | None:
        from .solve import follows

        return follows(spec, premises, asked)

    def needless(self, spec: Spec, givens: Sequence[Fact], asked: Fact) -> Sequence[Fact]:
        """Which points are on which line and circle is always seen, and is never found needless."""
        from .solve import needless

        return list(needless(spec, givens, asked))

    def solve(self, sample: Sample, question: int, rng: Rng) -> Verdict:
        from .solve import solve

        return solve(sample, question, rng)
