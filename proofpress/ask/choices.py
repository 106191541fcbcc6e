"""Options: wrong answers that a real mistake gives, and where the right one stands among them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..answers.equality import list_aliases
from ..answers.kinds import kind_of
from ..model import Value
from ..reason.operators import Ambiguous, Term, is_number
from ..reason.proof import Candidate
from ..seeds import Rng
from .distractors import wrong_values
from .verbalise import PoseContext

OPTIONS = 4


def wrong_answers(
    candidate: Candidate, value: Value, unit: str, tolerance: float, context: PoseContext, want: int
) -> list[Value]:
    """`want` answers that differ from the right one beyond tolerance and in words; Ambiguous where mistakes give fewer."""
    found = [v for v, _ in wrong_values(candidate, value, tolerance, context.terms, context.operators, want + 3)]
    if value in candidate.pool:  # out of two, no third is claimed
        found = [v for v in found if v in candidate.pool]
    if unit == "%" and is_number(value) and 0 <= float(value) <= 100:  # shares of 300% fool nobody: they come last
        found.sort(key=lambda v: not is_number(v) or not 0 <= float(v) <= 100)
    elif is_number(value) and float(value):  # nor does ten times the answer
        found.sort(key=lambda v: not is_number(v) or not 0.25 <= float(v) / float(value) <= 4)
    most = candidate.slots.get("count")
    if isinstance(most, int) and candidate.proof.steps[-1].op.startswith("count"):  # "14 of the 13 years"
        found = [v for v in found if not is_number(v) or 0 <= float(v) <= most]
    show = _shown(candidate, context)
    texts = {show(value, unit), *other_names(value, candidate.proof.conclusion, context)}
    out: list[Value] = []
    others = [p for p in candidate.pool if p != value and p not in found]
    drawn = [others[int(i)] for i in context.rng.permutation(len(others))]
    for v in (*found, *drawn, *kind_of(candidate.kind).distractors(value, unit)):
        if show(v, unit) not in texts and len(out) < want:
            texts.add(show(v, unit))
            out.append(v)
    if len(out) < want:
        raise Ambiguous("distractors: too few wrong answers that a real mistake gives")
    return out


def _shown(candidate: Candidate, context: PoseContext) -> Callable[[Value, str], str]:
    """How values of the candidate's kind are written."""
    kind = kind_of(candidate.kind)
    return lambda value, unit: kind.render(value, unit, context.language)


def other_names(value: Value, term: Term, context: PoseContext) -> tuple[str, ...]:
    """Aliases of a text or of a list of texts, as the engine knows them."""
    if isinstance(value, str):
        return tuple(context.names(term, value))
    if isinstance(value, tuple) and value and all(isinstance(v, str) for v in value):
        return list_aliases([(v, *context.names(term, v)) for v in value])
    return ()


def options(
    candidate: Candidate, value: Value, unit: str, tolerance: float, context: PoseContext
) -> tuple[tuple[str, ...], str]:
    """The lettered texts of a choice, and the letter of the right one."""
    wrong = wrong_answers(candidate, value, unit, tolerance, context, OPTIONS - 1)
    show = _shown(candidate, context)
    texts = [show(v, unit) for v in wrong]
    # so that "cannot be determined" is no give-away
    if "choice" in kind_of(candidate.kind).undetermined and context.rng.random() < 0.15:
        texts[-1] = context.wording.say("forms", "not_determined", context.rng, {})
    return place(texts, show(value, unit), context.rng)


def place(wrong: Sequence[str], right: str, rng: Rng) -> tuple[tuple[str, ...], str]:
    """The options in random order with the key at a uniform position, and the key's letter."""
    key = int(rng.integers(len(wrong) + 1))
    order = [wrong[int(i)] for i in rng.permutation(len(wrong))]
    order.insert(key, right)
    return tuple(order), chr(65 + key)
