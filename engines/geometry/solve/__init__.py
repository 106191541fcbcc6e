"""The second road of geometry: solve for the figure from what is shown and stated, and see what the asked quantity can be.

`solve` sees the record only: the statements that the picture shows or the question states, and from the picture's points
nothing but order and side.  `forced` is the cheap local form for the gate: a rank test at the true figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofpress.ask.forms import FORMAL
from proofpress.engine import Verdict
from proofpress.model import Fact, Question, Sample
from proofpress.seeds import Rng, stream

from ..vocabulary import CONTEXT
from .constraints import Constraint, Sides, Unsupported, constraints_of
from .minimal import fixed, local, points_of, spare
from .newton import Floats, Order, System, brought_back
from .newton import solve as newton
from .quantities import values_of

__all__ = ["follows", "forced", "needless", "solve"]

STARTS = 20
_RIGID = 3  # two shifts and a turn
_RANK = 1e-9  # relative singular value below which a direction counts as free
_SPREAD = 1e-5  # relative spread of the values that still counts as one


def forced(spec: Mapping[str, Any], premises: Sequence[Fact], asked: Fact) -> bool | None:
    """Is the asked quantity constant on the figures near the true one that satisfy the premises?

    A figure with no free direction but the rigid motions is forced (infinitesimal rigidity implies rigidity; Asimow and
    Roth, Trans. AMS 245, 1978); otherwise finite moves along its free directions, brought back onto the premises, must leave
    the quantity as it is.  None for a statement that has no equation, or where no move could be brought back.
    """
    points = points_of(spec)
    try:
        near = _neighbours(points, tuple(Fact("", f.predicate, f.args, f.value) for f in premises))
    except (Unsupported, KeyError):
        return None
    if near is None:
        return True
    values = values_of(asked, [n for n, _ in points], near, premises) if len(near) > 1 else None
    return None if values is None else _one(values)


@lru_cache(maxsize=64)  # the questions of one figure share their premises, and the gate asks again what was asked before
def _neighbours(points: tuple[tuple[str, tuple[float, float]], ...], premises: tuple[Fact, ...]) -> Floats | None:
    """The true figure and others near it that satisfy the premises, (s, n, 2); None when there is no way to move.

    First order is not enough: an altitude is the shortest way, so its length stands still where it is not fixed at all.
    """
    positions = dict(points)
    system = System.of(list(positions), constraints_of(premises, Sides(positions)))
    x = np.array([list(positions.values())])
    _, jacobian = system.evaluate(x)
    free = _free_directions(jacobian[0])
    if free.shape[1] <= _RIGID:
        return None
    mixes = stream(0, "forced", len(points)).normal(size=(3, free.shape[1]))
    moves = np.stack([(free @ m).reshape(-1, 2) / (np.linalg.norm(m) + 1e-300) for m in mixes])
    size = float(np.abs(x - x.mean(1, keepdims=True)).max())
    order = _order(positions, premises)
    inverse = np.linalg.pinv(jacobian[0], rcond=_RANK) if system.groups else np.zeros((2 * len(positions), 0))
    found, good = brought_back(system, order, inverse, x + 0.08 * size * moves)
    if good.all():
        return np.concatenate([x, found])
    for step in (0.15, 0.04):  # a long move tells more, a short one comes back onto the premises where a long one does not
        found, good = newton(system, order, x + step * size * moves, iterations=25, tolerance=1e-9)
        if good.any():
            break
    return np.concatenate([x, found[good]])


def follows(spec: Mapping[str, Any], premises: Sequence[Fact], asked: Fact) -> bool | None:
    """As `forced`, but to first order where that says yes."""
    return True if fixed(spec, premises, asked) else forced(spec, premises, asked)


def needless(spec: Mapping[str, Any], givens: Sequence[Fact], asked: Fact) -> Iterator[Fact]:
    """The marked, printed or told givens without which the others, and what the bare lines show, still force `asked`."""
    seen = local(spec).incidence
    told = [f for f in givens if f.predicate not in CONTEXT]
    return (f for f in spare(spec, told, asked) if forced(spec, [*seen, *(g for g in told if g is not f)], asked))


def solve(sample: Sample, question: int, rng: Rng) -> Verdict:
    """Solve for the asked quantity from 20 random starts that keep the picture's order and sides and nothing else.

    A start is a random affine image (which keeps order and side, and no length or angle) of the points, with noise.
    """
    q = sample.questions[question]
    facts = {f.id: f for f in sample.facts}
    asked = _asked(q, facts)
    if asked is None:
        return Verdict(False, note="the asked thing is no quantity of the figure")
    positions = _positions(sample)
    undetermined = q.answer.type == "undetermined"
    premises = [f for f in sample.facts if _premise(f, q, undetermined)]
    if not set(asked.args) <= set(positions):
        return Verdict(False, note="a point is not in the picture")
    sides = Sides(positions)
    try:
        constraints = constraints_of(premises, sides)
        system = System.of(list(positions), constraints)
    except (Unsupported, KeyError) as what:
        return Verdict(False, note=f"no equation for {what}")
    starts = _starts(np.array(list(positions.values())), constraints, list(positions), rng)
    found, good = newton(system, _order(positions, premises), starts)
    if good.sum() < 2:
        return Verdict(False, note=f"only {int(good.sum())} of {STARTS} starts were solved")
    values = values_of(asked, list(positions), found[good], premises)
    if values is None:
        return Verdict(False, note=f"no value for {asked.predicate}")
    one = _one(values)
    shown = (values[0],) if one else tuple(sorted(set(np.round(values, 6).tolist())))
    if asked.value is True or asked.value is False:
        shown = tuple(dict.fromkeys(bool(v) for v in values))
        one = len(shown) == 1
    return Verdict(True, tuple(v if isinstance(v, bool) else float(v) for v in shown), one)


def _premise(f: Fact, q: Question, everything: bool) -> bool:
    """Incidence is always seen; the rest only where the question rests on it, or all that is shown for the undetermined."""
    if f.given == "hidden" or f.predicate in ("constant", "claim", "point"):
        return False
    return f.predicate in CONTEXT or f.id in q.givens or (everything and f.given == "image")


def _positions(sample: Sample) -> dict[str, tuple[float, float]]:
    out: dict[str, tuple[float, float]] = {}
    for r in sample.regions:
        if r.role == "point":
            x, y = np.mean(np.reshape(r.quad, (4, 2)), axis=0)
            out[r.text] = (float(x), -float(y))
    return out


def _asked(q: Question, facts: Mapping[str, Fact]) -> Fact | None:
    """The statement that the proof concludes, before it became a choice, a claim or a rounded number."""
    if q.answer.type == "undetermined":
        ids = q.steps[-1].inputs
        return facts[ids[1]] if len(ids) > 1 else None
    steps = [s for s in q.steps if s.op not in FORMAL]
    return facts.get(steps[-1].output) if steps else None


def _free_directions(jacobian: Floats) -> Floats:
    """Orthonormal columns (2n, f) of the moves that keep every premise to first order."""
    if not len(jacobian):
        return np.eye(jacobian.shape[1])
    j = jacobian / (np.linalg.norm(jacobian, axis=1, keepdims=True) + 1e-300)
    _, singular, vt = np.linalg.svd(j)
    rank = int((singular > _RANK * max(1.0, singular.max(initial=0.0))).sum())
    return np.asarray(vt[rank:].T)


def _order(positions: Mapping[str, tuple[float, float]], premises: Sequence[Fact]) -> Order:
    at = {n: i for i, n in enumerate(positions)}
    triples, signs = _turns(tuple(positions.values()))
    between = [(at[f.args[1]], at[f.args[0]], at[f.args[2]]) for f in premises if f.predicate == "on_segment"]
    return Order(triples, signs, np.array(between, int).reshape(-1, 3))


@lru_cache(maxsize=8)
def _turns(points: tuple[tuple[float, float], ...]) -> tuple[NDArray[np.intp], Floats]:
    """(triples of points that clearly turn (t, 3), which way each turns (t,))."""
    x = np.array(points, float)
    triples = _triples(len(x))
    u, w = x[triples[:, 1]] - x[triples[:, 0]], x[triples[:, 2]] - x[triples[:, 0]]
    cross = u[:, 0] * w[:, 1] - u[:, 1] * w[:, 0]
    longest = np.max([(u**2).sum(1), (w**2).sum(1), ((w - u) ** 2).sum(1)], axis=0)
    clear = np.abs(cross) > 0.08 * longest  # a side that a reader sees without doubt
    return triples[clear], np.sign(cross[clear])


@lru_cache(maxsize=64)
def _triples(n: int) -> NDArray[np.intp]:
    return np.array(list(combinations(range(n), 3)), int).reshape(-1, 3)


def _starts(points: Floats, constraints: Sequence[Constraint], names: Sequence[str], rng: Rng) -> Floats:
    centred = points - points.mean(0)
    centred /= np.sqrt((centred**2).sum(1).mean()) + 1e-12
    turn = rng.uniform(0, 2 * np.pi, STARTS)
    stretch, shear = np.exp(rng.uniform(-0.7, 0.7, STARTS)), rng.uniform(-0.6, 0.6, STARTS)
    c, s = np.cos(turn), np.sin(turn)
    rotation = np.stack([np.stack([c, -s], -1), np.stack([s, c], -1)], -2)
    zero = np.zeros(STARTS)
    scale = np.stack([np.stack([stretch, shear], -1), np.stack([zero, 1 / stretch], -1)], -2)
    starts = np.einsum("kij,kjl,nl->kni", rotation, scale, centred) + rng.normal(0, 0.08, (STARTS, *points.shape))
    at = {n: i for i, n in enumerate(names)}
    sizes = [(c.points, c.numbers[0]) for c in constraints if c.kind == "length"]
    if sizes:
        have = np.stack([np.linalg.norm(starts[:, at[p[0]]] - starts[:, at[p[1]]], axis=-1) for p, _ in sizes], 1)
        factor = np.median(np.array([v for _, v in sizes]) / (have + 1e-9), axis=1)
    else:
        areas = [c.numbers[0] for c in constraints if c.kind[:4] == "area"]
        factor = np.full(STARTS, np.sqrt(areas[0]) if areas else 1.0) * np.exp(rng.uniform(-0.5, 0.5, STARTS))
    return np.asarray(starts * factor[:, None, None])


def _one(values: Floats) -> bool:
    return float(np.ptp(values)) <= _SPREAD * max(1.0, float(np.abs(values).max()))
