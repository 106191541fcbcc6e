"""Which premises of a question could be left out: a local test at the true figure.

Everything is taken to first order at the true figure, inside the moves that keep what the bare lines and circles show.
There each premise is a few rows, and a quantity is fixed by a set of premises when its gradient is a combination of their
rows.  A premise that the others can do without is then put to the finite test of `forced`, because to first order a quantity
also stands still where it is least or greatest.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from proofpress.model import Fact

from ..vocabulary import CONTEXT
from .constraints import Constraint, Sides, Unsupported, constraints_of
from .newton import Floats, System
from .quantities import values_of

_FREE = 1e-9  # relative singular value below which a direction counts as free
_WITHIN = 1e-6  # what may be left of a gradient that the rows explain, relative
_STEP = 1e-5  # of the figure's size, for the gradient of the asked quantity
Points = tuple[tuple[str, tuple[float, float]], ...]
Lines = tuple[tuple[str, ...], ...]


def points_of(spec: Mapping[str, Any]) -> Points:
    return tuple((n, (float(p[0]), float(p[1]))) for n, p in spec["points"].items())


_LATEST: list[tuple[Mapping[str, Any], Local]] = []  # the figure at hand is asked about many times


def local(spec: Mapping[str, Any]) -> Local:
    """The tangent space of a Spec's figure; the last few are kept."""
    if not _LATEST or _LATEST[0][0] is not spec:
        _LATEST[:] = [(spec, _of(spec))]
    return _LATEST[0][1]


def _of(spec: Mapping[str, Any]) -> Local:
    lines = tuple(tuple(line) for line in spec["lines"])
    circles = tuple((c["center"], *c["on"]) for c in spec["circles"])
    return _local(points_of(spec), lines, circles)


@lru_cache(maxsize=4)
def _local(points: Points, lines: Lines, circles: Lines) -> Local:
    return Local(points, lines, circles)


class Local:
    """The figure to first order.

    incidence: what its lines and circles show.  moves (2n, k): orthonormal columns, the moves of the points that keep it.
    """

    def __init__(self, points: Points, lines: Lines, circles: Lines) -> None:
        self.names = [n for n, _ in points]
        self.sides = Sides(dict(points))
        self.x = np.array([p for _, p in points], float)
        self.size = float(np.abs(self.x - self.x.mean(0)).max())
        trios = [trio for line in lines for trio in zip(line, line[1:], line[2:], strict=False)]
        circled = [Fact("", "on_circle", (p, c[0])) for c in circles for p in c[1:]]
        self.incidence = [*(Fact("", "on_segment", (b, a, c)) for a, b, c in trios), *circled]
        self.circled, self.round = circled, frozenset(constraints_of(circled, self.sides))
        self.moves = _null(self._jacobian(constraints_of(self.incidence, self.sides)), 2 * len(points))
        self.rows: dict[tuple[str, tuple[str, ...], object], Floats | None] = {}
        self.gradients: dict[tuple[str, tuple[str, ...]], Floats | None] = {}

    def _jacobian(self, constraints: Sequence[Constraint]) -> Floats:
        """(m, 2n), a row a constraint in the given order, each of length 1."""
        if not constraints:
            return np.zeros((0, 2 * len(self.names)))
        kinds: dict[str, list[int]] = {}
        for i, c in enumerate(constraints):
            kinds.setdefault(c.kind, []).append(i)
        order = [i for places in kinds.values() for i in places]  # the order of System.of
        _, jacobian = System.of(self.names, constraints).evaluate(self.x[None])
        out = np.empty_like(jacobian[0])
        out[order] = jacobian[0]
        return np.asarray(out / (np.linalg.norm(out, axis=1, keepdims=True) + 1e-300))

    def prepare(self, facts: Sequence[Fact]) -> None:
        """Work out the rows of many premises at once."""
        fresh = [f for f in facts if _key(f) not in self.rows]
        spans: list[tuple[Fact, int, int]] = []
        constraints: list[Constraint] = []
        for f in fresh:
            try:
                mine = [c for c in constraints_of([*self.circled, f], self.sides) if c not in self.round]
            except (Unsupported, KeyError):
                self.rows[_key(f)] = None
                continue
            spans.append((f, len(constraints), len(constraints) + len(mine)))
            constraints += mine
        rows = self._jacobian(constraints) @ self.moves
        for f, start, end in spans:
            own = rows[start:end]
            self.rows[_key(f)] = own[np.linalg.norm(own, axis=1) > _FREE]

    def gradient(self, asked: Fact) -> Floats | None:
        """Rows (r, k) that say how the asked thing changes along the moves; None where there is no formula."""
        key = asked.statement
        if key not in self.gradients:
            self.gradients[key] = self._gradient(asked)
        return self.gradients[key]

    def _gradient(self, asked: Fact) -> Floats | None:
        if asked.value is True:  # a relation: its own equations must follow
            self.prepare([asked])
            rows = self.rows[_key(asked)]
            return rows if rows is not None and len(rows) else None
        if asked.value is False:
            return None  # what is not so here is not so nearby, whatever is given
        k = self.moves.shape[1]
        step = _STEP * self.size * self.moves.T.reshape(k, -1, 2)
        x = np.concatenate([self.x + step, self.x - step])
        found = values_of(asked, self.names, x, self.incidence)
        if found is None:
            return None
        there = (found[:k] - found[k:]) / (2 * _STEP)
        return there[None] / max(1.0, abs(float(found.mean())))

    def within(self, asked: Floats, blocks: Sequence[Floats]) -> bool:
        """Are the asked rows combinations of these?"""
        rows = np.concatenate(blocks) if blocks else asked[:0]
        if not len(rows):
            left = asked
        else:
            answer = np.linalg.lstsq(rows.T, asked.T, rcond=_FREE)[0]
            left = asked.T - rows.T @ answer
        return bool(np.linalg.norm(left) <= _WITHIN * max(1.0, float(np.linalg.norm(asked))))


def _key(f: Fact) -> tuple[str, tuple[str, ...], object]:
    return f.predicate, f.args, f.value


def _null(rows: Floats, n: int) -> Floats:
    if not len(rows):
        return np.eye(n)
    _, singular, vt = np.linalg.svd(rows)
    rank = int((singular > _FREE * max(1.0, float(singular[0]))).sum())
    return np.asarray(vt[rank:].T)


def _rows(figure: Local, told: Sequence[Fact]) -> list[Floats] | None:
    """The rows of each premise; None where one has no equation."""
    figure.prepare(told)
    rows = [figure.rows[_key(f)] for f in told]
    return None if any(r is None for r in rows) else [r for r in rows if r is not None]


def fixed(spec: Mapping[str, Any], premises: Sequence[Fact], asked: Fact) -> bool:
    """Do the premises and what the bare lines show fix the asked quantity to first order?"""
    figure = local(spec)
    gradient = figure.gradient(asked)
    rows = _rows(figure, [f for f in premises if f.predicate not in CONTEXT]) if gradient is not None else None
    return gradient is not None and rows is not None and figure.within(gradient, rows)


def spare(spec: Mapping[str, Any], givens: Sequence[Fact], asked: Fact) -> Iterator[Fact]:
    """The givens that the others could perhaps do without; incidence is always seen and is none of them.

    Where the other rows depend on one another, first order cannot tell: what seems free may be held all the same, as a circle
    between two parallel lines as far apart as it is wide.
    """
    figure = local(spec)
    gradient = figure.gradient(asked)
    told = [f for f in givens if f.predicate not in CONTEXT]
    rows = _rows(figure, told) if gradient is not None else None
    if gradient is None or rows is None or not figure.within(gradient, rows):
        return
    if _independent(rows):
        yield from (f for f, free in zip(told, _without_each(gradient, rows), strict=True) if free)
        return
    for i, f in enumerate(told):
        rest = rows[:i] + rows[i + 1 :]
        if figure.within(gradient, rest) or not _independent(rest):
            yield f


def _without_each(asked: Floats, blocks: Sequence[Floats]) -> list[bool]:
    """For each block: are the asked rows, which are combinations of all the rows, combinations of the other blocks' rows?

    The rows are independent, so that the combination is unique: what the others leave of it is the block's share less its
    projection on them, whose size follows from the inverse of the rows' products.
    """
    rows = np.concatenate(blocks) if blocks else asked[:0]
    inverse = np.linalg.pinv(rows)  # (k, m)
    share, products = asked @ inverse, inverse.T @ inverse
    left = float(np.linalg.norm(asked - share @ rows)) ** 2
    most = _WITHIN * max(1.0, float(np.linalg.norm(asked)))
    out, end = [], 0
    for block in blocks:
        at = slice(end, end + len(block))
        end += len(block)
        own = share[:, at]
        out.append(math.sqrt(left + max(0.0, float(np.sum(own * np.linalg.solve(products[at, at], own.T).T)))) <= most)
    return out


def _independent(blocks: Sequence[Floats]) -> bool:
    rows = np.concatenate(blocks) if blocks else np.zeros((0, 1))
    return not len(rows) or int(np.linalg.matrix_rank(rows, tol=1e-7)) == len(rows)
