"""The operators that turn a proved value into an answer of a form: rounding, agreeing with a claim, choosing, giving up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ..answers.equality import equal
from ..answers.kinds import kind_of, kinds_of_output
from ..language import DEFAULT, Language, get
from ..model import Answer, Fact, Value
from ..reason.operators import Ambiguous, Inapplicable, Operator, Term, is_number
from ..reason.proof import same
from ..reason.rounding import to_places

UNDETERMINED = "undetermined"


def _rounding(places: int) -> Operator:
    def fn(x: Term) -> Decimal:
        if x.margin == 0 and isinstance(x.value, float):
            scaled = abs(x.value) * 10**places % 1
            if abs(scaled - 0.5) < 1e-6:
                raise Ambiguous("rounding: the value lies on the edge of two roundings")
        return to_places(x.value, places)

    def margin(terms: Sequence[Term], value: Value) -> float:
        return terms[0].margin

    fn.__doc__ = f"The number to {places} decimals; halves are rounded away from zero."
    return Operator(f"round_{places}", fn, ("number",), "number", skill="rounding", margin=margin, looks=False, formal=True)


def _agrees(found: Term, claim: Term) -> bool:
    """Does what was found agree with the claim, within its margin?"""
    if is_number(found.value) and is_number(claim.value) and found.margin:
        return abs(float(found.value) - float(claim.value)) <= found.margin
    return same(found.value, claim.value)


@dataclass(frozen=True)
class _Choose(Operator):
    """The letter of the one option that says the found value; options come as facts `option(letter)` in the context.

    language: the one that the options are written in.
    """

    language: Language = field(default_factory=lambda: get(DEFAULT))

    def run(self, terms: Sequence[Term], goal: Fact | None = None, context: Sequence[Fact] = ()) -> Value:
        options = [f for f in context if f.predicate == "option"]
        value, unit = terms[0].value, terms[0].unit
        kind = next(iter(kinds_of_output(terms[0].predicate)), kind_of("number" if is_number(value) else "text"))
        text = kind.render(value, unit, self.language)
        found = Answer(kind.name, value, text, unit)
        hits = [f.args[0] for f in options if f.value == text]
        hits = hits or [f.args[0] for f in options if equal(found, f.value, language=self.language.code)]
        if len(hits) != 1:
            raise Inapplicable(f"{len(hits)} options say {text!r}")
        return hits[0]


def _undetermined(missing: Term, asked: Term | None = None) -> dict[str, Value]:
    """That what is asked cannot be determined, and for lack of which premise."""
    return {"missing": f"{missing.predicate}({', '.join(missing.args)})"}


def _option(found: Term) -> Value:
    """The letter of the one option that says what was found (see _Choose)."""
    return found.value


def form_operators(language: Language) -> tuple[Operator, ...]:
    """The operators of the forms, for questions in a language."""
    return (
        *(_rounding(n) for n in range(4)),
        Operator("agrees", _agrees, ("any", "any"), "boolean", skill="verify_claim", looks=False, formal=True),
        _Choose("choose", _option, ("any",), "choice", looks=False, formal=True, language=language),
        Operator(
            UNDETERMINED, _undetermined, ("any*",), UNDETERMINED, skill="notice_missing_premise", looks=False, whole=False
        ),
    )


FORM_OPERATORS = form_operators(get(DEFAULT))
FORMAL = frozenset(op.name for op in FORM_OPERATORS if op.formal)
# What the questions of every engine need to have worded in their language: section -> keys.
NEEDED_WORDING: dict[str, tuple[str, ...]] = {
    "forms": ("round", "premises", "undetermined", "not_determined"),
    "steps": tuple(o.name for o in FORM_OPERATORS if o.name != UNDETERMINED),
}
