"""Plan a figure: a substrate, rounds of constructions, and what is given of it.

A template names substrates and constructions with weights; the difficulty sets the number of rounds.  Whatever breaks a bound
of `fit` is tried anew from where it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from proofpress.engine import BadInput, Refused, Request, Template
from proofpress.model import Fact
from proofpress.seeds import Rng

from ..constructions import CONSTRUCTIONS
from ..figure import renamed, to_spec
from ..sketching.numbers import chance, pick, whole, with_unit
from ..sketching.sketch import Sketch, Unfit
from ..substrates import SUBSTRATES
from ..words import letters_of, units_of
from .fit import check, name_crossings
from .givens import choose_givens

ROUNDS = {1: (0, 1), 2: (1, 2), 3: (2, 3), 4: (3, 4), 5: (4, 5)}  # difficulty -> least and most constructions
TRIES = 14  # of a substrate, and of each construction
BEGINNINGS = 3  # substrates on which the rounds are tried
REPEATS = 2  # how often one construction may be used in a figure
NOT_TO_SCALE = 0.06  # share of figures that say so


@dataclass(frozen=True)
class Distorted:
    """What a figure is planned for. more: constructions beyond those of the difficulty; spoilt: may a number be withheld,
    or one too many be given?"""

    more: int = 0
    spoilt: bool = True


PLAIN = Distorted()
DEEP = Distorted(more=1, spoilt=False)  # a number too few, or too many, cuts proofs short

KEYS = {"template", "engine", "substrates", "constructions"}  # of a template
Weights = tuple[tuple[str, ...], tuple[float, ...]]


@dataclass(frozen=True)
class Menu:
    """What a template allows: names and their cumulative shares."""

    substrates: Weights
    constructions: Weights

    @staticmethod
    def of(template: Template) -> Menu:
        """BadInput names the file and the entry that is wrong."""
        where = template.path or template.id
        if unknown := sorted(set(template.data) - KEYS):
            raise BadInput(f"{where}: unknown key {unknown[0]!r}; known are {', '.join(sorted(KEYS))}")
        return Menu(
            _weights(template.data, "substrates", SUBSTRATES, where),
            _weights(template.data, "constructions", CONSTRUCTIONS, where),
        )


def _weights(data: Mapping[str, Any], key: str, known: Mapping[str, Any], where: object) -> Weights:
    entries = data.get(key)
    if not isinstance(entries, Mapping) or not entries:
        raise BadInput(f"{where}: {key!r} must map names to weights")
    for name, weight in entries.items():
        if name not in known:
            raise BadInput(f"{where}: there is no {key[:-1]} {name!r}; known: {', '.join(sorted(known))}")
        if isinstance(weight, bool) or not isinstance(weight, (int, float)) or weight <= 0:
            raise BadInput(f"{where}: the weight of {name!r} must be a number above 0")
    total = np.cumsum([float(w) for w in entries.values()])
    return tuple(entries), tuple((total / total[-1]).tolist())


def _draw(weights: Weights, rng: Rng) -> str:
    names, shares = weights
    return names[int(np.searchsorted(shares, rng.random(), side="right").clip(0, len(names) - 1))]


def plan_figure(template: Template, request: Request, rng: Rng, distorted: Distorted = PLAIN) -> dict[str, Any]:
    """A Spec. Raises Refused when the attempt leads nowhere."""
    menu, units = Menu.of(template), units_of(request.language)
    least, most = ROUNDS[min(5, max(1, request.difficulty))]
    rounds = whole(rng, least, most + distorted.more)
    for _ in range(BEGINNINGS):
        name, sketch = _begin(menu, units, rng)
        sketch = _grow(sketch, menu, rounds, rng)
        if len(sketch.constructions) >= least:
            break
    else:
        raise Refused(f"rounds: {len(sketch.constructions)} of {rounds} on {name}")
    figure = sketch.figure()
    givens = choose_givens(sketch, figure, distorted.spoilt)
    lengths = any(f.predicate not in ("angle", "arc") and f.value is not True for f in (*givens.shown, givens.withheld) if f)
    if sketch.unit and not lengths:
        sketch.unit = ""
        figure = sketch.figure()
    elif not sketch.unit and any(_broken(f) for f in (*givens.shown, givens.withheld) if f):
        sketch.unit = pick(rng, [u for u in units if u])  # bare numbers go on as fractions, measured ones as decimals
        figure = sketch.figure()
    shown = [with_unit(f, sketch.unit) for f in givens.shown]
    withheld = with_unit(givens.withheld, sketch.unit) if givens.withheld else None
    spec = to_spec(figure, name, sketch.constructions, shown, withheld, not chance(rng, NOT_TO_SCALE))
    return renamed(spec, letters_of(request.language))


def _broken(f: Fact) -> bool:
    return f.predicate == "length" and f.value is not True and float(f.value) % 1 != 0  # type: ignore[arg-type]


def _begin(menu: Menu, units: Sequence[str], rng: Rng) -> tuple[str, Sketch]:
    reason = ""
    for _ in range(TRIES):
        name = _draw(menu.substrates, rng)
        sketch = Sketch(rng, pick(rng, units))
        try:
            SUBSTRATES[name](sketch)
            name_crossings(sketch, None)
            check(sketch)
        except Unfit as why:
            reason = f"{name}: {why}"
            continue
        return name, sketch
    raise Refused(f"substrate: {reason}")


def _grow(sketch: Sketch, menu: Menu, rounds: int, rng: Rng) -> Sketch:
    """The sketch after so many rounds, or fewer where nothing more fits."""
    for _ in range(rounds):
        for _ in range(TRIES):
            name = _draw(menu.constructions, rng)
            if sketch.constructions.count(name) >= REPEATS:
                continue
            trial = sketch.copy()
            try:
                CONSTRUCTIONS[name](trial)
                name_crossings(trial, sketch)
                check(trial, sketch)
            except Unfit:
                continue
            trial.constructions.append(name)
            sketch = trial
            break
        else:
            return sketch
    return sketch
