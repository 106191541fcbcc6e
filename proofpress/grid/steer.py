"""Families that the user's forms and depths want; what is scarce among them is drawn more often."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from ..answers.kinds import FORM_WEIGHTS, kind_of
from ..ask.constraints import DEEPEST, Constraints
from ..reason.compose import Call, Family
from ..reason.operators import Operator

K = TypeVar("K", str, int)
LIKELIER = (0.3, 6.0)  # how much rarer or likelier a family is made


def steered(
    families: Sequence[Family], weights: Mapping[str, float], constraints: Constraints, operators: Mapping[str, Operator]
) -> tuple[list[Family], dict[str, float]]:
    """The families that can be asked as wished, with new weights, and the new weights of their aspects."""
    fit = [
        f
        for f in families
        if constraints.wants_depth(f.depth)
        and any(constraints.wants_form(form) for form in _forms(f))
        and (f.aspect == "missing" or constraints.wants_skills(f.skills or _skills(f.program, operators)))
    ]
    factor = {f.name: 1.0 for f in fit}
    if not constraints.forms_free:
        _share_out(fit, factor, {form: constraints.forms.get(form, 0.0) for form in FORM_WEIGHTS}, _forms)
    if not constraints.depth_free:
        _share_out(fit, factor, constraints.depth, lambda f: (min(f.depth, DEEPEST),))
    aspects = dict(weights)
    for aspect in {f.aspect for f in fit}:
        own = [f for f in fit if f.aspect == aspect]
        mean = sum(f.weight * factor[f.name] for f in own) / sum(f.weight for f in own)
        aspects[aspect] = weights.get(aspect, 1.0) * mean
    return [replace(f, weight=f.weight * factor[f.name]) for f in fit], aspects


def _skills(program: Call, operators: Mapping[str, Operator]) -> Iterator[str]:
    yield operators[program.op].skill or program.op
    for part in program.args:
        if isinstance(part, Call):
            yield from _skills(part, operators)


def _forms(family: Family) -> tuple[str, ...]:
    return tuple(f for f in kind_of(family.kind).forms if not family.forms or f in family.forms)


def _share_out(
    families: Sequence[Family], factor: dict[str, float], wanted: Mapping[K, float], classes: Callable[[Family], Sequence[K]]
) -> None:
    """Make families likelier by how much more of their classes is wanted than they offer."""
    offered: dict[K, float] = {}
    for f in families:
        for c in classes(f):
            offered[c] = offered.get(c, 0.0) + f.weight / len(classes(f))
    here = {c: w for c, w in wanted.items() if offered.get(c)}
    if not here:
        return
    total, supply = sum(here.values()), sum(offered[c] for c in here)
    for f in families:
        lack = [here.get(c, 0.0) / total / (offered[c] / supply) for c in classes(f)]
        factor[f.name] *= min(LIKELIER[1], max(LIKELIER[0], sum(lack) / len(lack)))
