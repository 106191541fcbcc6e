"""The charts engine: plan, facts, look, picture, questions, captions, second reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from proofpress.draw.picture import Picture
from proofpress.engine import DataFile, Engine, Request, Spec, Statement, Template
from proofpress.model import Fact
from proofpress.reason.compose import Speak
from proofpress.reason.operators import Term
from proofpress.reason.proof import Candidate
from proofpress.seeds import Rng

from .aliases import aliases
from .ask.propose import OPERATORS, propose
from .ask.sheets import sheets_of
from .ask.speak import Speaker
from .captions import describe_chart
from .draw import draw_chart
from .facts import chart_facts
from .plan import options, plan_chart
from .read import read
from .style import make_style
from .table.roles import load_data


class Charts(Engine):
    """Eighteen kinds of charts about ten domains, or about the user's own table."""

    name = "charts"
    version = "1"
    questions = (3, 8)
    operators = OPERATORS
    landmarks = ("plot-area", "legend-swatch", "x-tick-mark", "y-tick-mark")

    def options(self, template: Template) -> Mapping[str, Sequence[str]]:
        """packs: what the data are about.  looks: see looks.py."""
        return options(template)

    def roles(self, data: DataFile) -> None:
        load_data(data)

    def plan(self, template: Template, request: Request, rng: Rng) -> Spec:
        return plan_chart(template, request, rng)

    def facts(self, spec: Spec) -> list[Fact]:
        return chart_facts(spec)

    def style(self, spec: Spec, request: Request, rng: Rng) -> dict[str, Any]:
        return make_style(spec, request, rng)

    def draw(self, spec: Spec, style: Mapping[str, Any], rng: Rng) -> Picture:
        return draw_chart(spec, style, self.facts(spec), rng)

    def propose(
        self, spec: Spec, facts: Sequence[Fact], pictures: Sequence[Picture], request: Request, rng: Rng
    ) -> Iterable[Candidate]:
        return propose(spec, facts, pictures[0], request, rng)

    def aliases(self, spec: Spec, term: Term, text: str) -> Sequence[str]:
        return aliases(spec, text) if term.predicate == "label" else ()

    def speaker(self, spec: Spec, facts: Sequence[Fact]) -> Speak:
        return Speaker(spec, sheets_of(spec, facts))

    def describe(self, spec: Spec, facts: Sequence[Fact]) -> Sequence[Statement]:
        return describe_chart(spec, facts)

    def read(self, picture: Picture, calibration: Mapping[str, Any]) -> list[Fact]:
        return read(picture, calibration)
