"""Batched Levenberg-Marquardt over all random starts at once (Marquardt, 1963), on the residuals of `constraints`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .constraints import KINDS, Constraint

Floats = NDArray[np.float64]
_STEP = 1e-30  # the complex step: no subtraction, so it can be tiny


@dataclass(frozen=True)
class System:
    """Constraints grouped by kind: index arrays (k, p) into the points and constants (k, c)."""

    names: tuple[str, ...]
    groups: tuple[tuple[str, NDArray[np.intp], Floats], ...]

    @staticmethod
    def of(names: Sequence[str], constraints: Sequence[Constraint]) -> System:
        at = {n: i for i, n in enumerate(names)}
        kinds: dict[str, list[Constraint]] = {}
        for c in constraints:
            kinds.setdefault(c.kind, []).append(c)
        groups = tuple(
            (kind, np.array([[at[p] for p in c.points] for c in cs]), np.array([c.numbers for c in cs], float))
            for kind, cs in kinds.items()
        )
        return System(tuple(names), groups)

    def evaluate(self, x: Floats) -> tuple[Floats, Floats]:
        """x: (s, n, 2) -> residuals (s, m) and their Jacobian (s, m, 2n)."""
        s, n, _ = x.shape
        values, jacobians = [np.zeros((s, 0))], [np.zeros((s, 0, 2 * n))]
        for kind, index, numbers in self.groups:
            k, p = index.shape
            local = x[:, index].astype(complex)  # (s, k, p, 2)
            moved = np.broadcast_to(local, (2 * p, *local.shape)).copy()
            for d in range(2 * p):
                moved[d, :, :, d // 2, d % 2] += 1j * _STEP
            f = KINDS[kind](moved, numbers)  # (2p, s, k)
            values.append(f[0].real)
            jacobian = np.zeros((s, k, 2 * n))
            rows = np.arange(k)
            for d in range(2 * p):
                # a point named twice in one constraint adds up; within one d each row is touched once
                jacobian[:, rows, 2 * index[:, d // 2] + d % 2] += f[d].imag / _STEP
            jacobians.append(jacobian)
        return np.concatenate(values, 1), np.concatenate(jacobians, 1)

    def residuals(self, x: Floats) -> Floats:
        """x: (s, n, 2) -> (s, m), without derivatives."""
        values = [KINDS[kind](x[:, index], numbers) for kind, index, numbers in self.groups]
        return np.concatenate([np.zeros((len(x), 0)), *values], 1)


@dataclass(frozen=True)
class Order:
    """The picture's order and sides as inequalities: sign * sin(angle) >= floor for triples, and betweenness."""

    triples: NDArray[np.intp]  # (t, 3)
    signs: Floats  # (t,)
    between: NDArray[np.intp]  # (b, 3): the middle point second
    floor: float = 0.01

    def slack(self, x: Floats) -> Floats:
        """(s, t + b): positive where an inequality is broken."""
        p = x[:, self.triples]
        u, w = p[:, :, 1] - p[:, :, 0], p[:, :, 2] - p[:, :, 0]
        size = np.hypot(u[..., 0], u[..., 1]) * np.hypot(w[..., 0], w[..., 1]) + 1e-12
        sine = self.signs * (u[..., 0] * w[..., 1] - u[..., 1] * w[..., 0]) / size
        q = x[:, self.between]
        u, w = q[:, :, 0] - q[:, :, 1], q[:, :, 2] - q[:, :, 1]
        size = np.hypot(u[..., 0], u[..., 1]) * np.hypot(w[..., 0], w[..., 1]) + 1e-12
        cosine = -(u * w).sum(-1) / size  # 1 when the middle point is between
        return np.concatenate([self.floor - sine, 0.5 - cosine], 1)


def brought_back(
    system: System, order: Order, inverse: Floats, x: Floats, iterations: int = 14, tolerance: float = 1e-11
) -> tuple[Floats, NDArray[np.bool_]]:
    """Figures (s, n, 2) near a solution brought onto the equations by steps of one inverse (2n, m), that of its Jacobian there.

    Cheap, for nothing is derived again (the chord method; Kelley, Iterative Methods, 1995, 5.4).  Returns as `solve` does.
    """
    for _ in range(iterations):
        value = system.residuals(x)
        if np.abs(value).max(initial=0.0) < tolerance:
            break
        x = x - (value @ inverse.T).reshape(x.shape)
    near = np.abs(system.residuals(x)).max(1, initial=0.0) < 1e-9
    return x, near & (order.slack(x).max(1, initial=-1.0) < order.floor / 2)


def solve(
    system: System, order: Order, starts: Floats, iterations: int = 60, tolerance: float = 1e-10
) -> tuple[Floats, NDArray[np.bool_]]:
    """(solutions (s, n, 2), which of them satisfy every equation and the picture's order and sides)."""
    x = starts.copy()
    s, n, _ = x.shape
    damping = np.full(s, 1e-2)
    value, jacobian = system.evaluate(x)
    cost = (value**2).sum(1)
    eye = np.eye(2 * n)
    for _ in range(iterations):
        active = np.abs(value).max(1, initial=0.0) > tolerance
        if not active.any():
            break
        i = np.flatnonzero(active)
        jt = jacobian[i].transpose(0, 2, 1)
        normal = jt @ jacobian[i] + damping[i, None, None] * eye
        try:
            step = np.linalg.solve(normal, -(jt @ value[i][..., None]))[..., 0].reshape(-1, n, 2)
        except np.linalg.LinAlgError:  # a start where the premises collapse: damp harder
            damping[i] = np.maximum(damping[i], 1e-6) * 10
            continue
        trial = x[i] + step
        trial_value, trial_jacobian = system.evaluate(trial)
        trial_cost = (trial_value**2).sum(1)
        better = trial_cost < cost[i]
        better &= np.isfinite(trial_cost)
        good = i[better]
        x[good], value[good], jacobian[good], cost[good] = (
            trial[better],
            trial_value[better],
            trial_jacobian[better],
            trial_cost[better],
        )
        damping[good] = np.maximum(damping[good] / 5, 1e-12)
        damping[i[~better]] *= 4
        if (damping[i] > 1e8).all():
            break
    # a side that all but vanishes is not the side that the picture shows
    solved = (np.abs(value).max(1, initial=0.0) < 1e-8) & (order.slack(x).max(1, initial=-1.0) < order.floor / 2)
    return x, solved
