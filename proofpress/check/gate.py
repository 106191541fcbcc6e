"""The gate: a question is kept only if it passes every check on the final pixels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..model import Fact, Question, Region
from ..reason.operators import Operator
from .answerable import answerable
from .complete import complete
from .execute import execute
from .legible import legible
from .located import located
from .unique import unique


def gate(
    question: Question, facts: Sequence[Fact], regions: Mapping[str, Region], operators: Mapping[str, Operator]
) -> Iterator[tuple[str, str]]:
    """(check, message) for every fault of one question, from the record alone."""
    known: dict[str, Fact] = {f.id: f for f in facts}
    for check, messages in (
        ("execute", execute(question, facts, regions, operators)),
        ("legible", legible(question, known, regions)),
        ("complete", complete(question, known, regions, operators)),
        ("unique", unique(question, known)),
        ("located", located(question, known, regions)),
        ("answerable", answerable(question, known)),
    ):
        for message in messages:
            yield check, message
