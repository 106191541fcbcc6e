"""The charts engine: plan, facts, look, picture, questions, captions, second reader.

What each of them needs is imported when it is first called, so that engines can be listed without loading what draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from proofpress.engine import DataFile, Engine, Request, Spec, Statement, Template
from proofpress.model import Fact
from proofpress.reason.compose import Speak
from proofpress.reason.operators import Term
from proofpress.reason.proof import Candidate
from proofpress.seeds import Rng

from .ask.operators import OPERATORS

if TYPE_CHECKING:
    from proofpress.draw.picture import Picture


class Charts(Engine):
    """Eighteen kinds of charts about ten domains, or about the user's own table."""

    name = "charts"
    version = "1"
    questions = (3, 8)
    operators = OPERATORS
    landmarks = ("plot-area", "legend-swatch", "x-tick-mark", "y-tick-mark")

    def options(self, template: Template) -> Mapping[str, Sequence[str]]:
        """packs: what the data are about.  looks: see looks.py."""
        from .plan import options

        return options(template)

    def roles(self, data: DataFile) -> None:
        from .table.roles import load_data

        load_data(data)

    def plan(self, template: Template, request: Request, rng: Rng) -> Spec:
        from .plan import plan_chart

        return plan_chart(template, request, rng)

    def facts(self, spec: Spec) -> list[Fact]:
        from .facts import chart_facts

        return chart_facts(spec)

    def style(self, spec: Spec, request: Request, rng: Rng) -> dict[str, Any]:
        from .style import make_style

        return make_style(spec, request, rng)

    def draw(self, spec: Spec, style: Mapping[str, Any], rng: Rng) -> Picture:
        from .draw import draw_chart

        return draw_chart(spec, style, self.facts(spec), rng)

    def propose(
        self, spec: Spec, facts: Sequence[Fact], pictures: Sequence[Picture], request: Request, rng: Rng
    ) -> Iterable[Candidate]:
        from .ask.propose import propose

        return propose(spec, facts, pictures[0], request, rng)

    def aliases(self, spec: Spec, term: Term, text: str) -> Sequence[str]:
        from .aliases import aliases

        return aliases(spec, text) if term.predicate == "label" else ()

    def speaker(self, spec: Spec, facts: Sequence[Fact]) -> Speak:
        from .ask.sheets import sheets_of
        from .ask.speak import Speaker

        return Speaker(spec, sheets_of(spec, facts))

    def describe(self, spec: Spec, facts: Sequence[Fact]) -> Sequence[Statement]:
        from .captions import describe_chart

        return describe_chart(spec, facts)

    def read(self, picture: Picture, calibration: Mapping[str, Any]) -> list[Fact]:
        from .read import read

        return read(picture, calibration)
