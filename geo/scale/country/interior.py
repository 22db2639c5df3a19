"""The relaxation of a whole country by one sparse interior point method.

The method is that of `geo.solve.engine.interior`, and so is its bound: every iterate gives valid
multipliers. Here the matrix falls into a band for each component (`banded`), and only the number
of sites couples them: it borders the system by one column of ones.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from geo.core.arrays import Floats
from geo.scale.country.banded import NotPositiveError, bands, factor, solve
from geo.scale.country.layout import Layout
from geo.scale.country.sweep import Face, Sweeps

__all__ = ["Solved", "relax_country"]

_ITERATIONS = 60
_KEEP = 0.995  # of the way to the border of the positive region
_HAIR = 1e-15


class Solved(NamedTuple):
    """The relaxation as far as it was solved.

    Attributes
    ----------
    lam
        ``(n_face,)`` multipliers of the best bound, in people.
    bound
        That bound, in people; floating point.
    value
        Value of the last primal iterate, in people.
    y
        ``(n_site,)`` how far the relaxation opens each site.
    n_step
        Iterations taken.
    """

    lam: Floats
    bound: float
    value: float
    y: Floats
    n_step: int


class _Sites(NamedTuple):
    """The sites' part of an iterate, or of a step: ``(n_site,)`` each, and the price."""

    y: Floats
    alpha: Floats
    beta: Floats
    theta: float


def relax_country(
    layout: Layout, p: int, *, tolerance: float, go_on: Callable[[float], bool]
) -> Solved:
    """Solve the relaxation until bound and value are close, or ``go_on`` says no.

    Parameters
    ----------
    layout, p
        The problem; ``0 < p < n_site``, at least one face.
    tolerance
        Distance of bound and value, as a share of the bound, that is near enough.
    go_on
        Asked at each iterate with the best bound in people; False ends the method.
    """
    w = layout.cover.weight.astype(np.float64)
    scale = len(w) / w.sum()
    w *= scale
    best, lam, value, y, n_step = np.inf, w.copy(), 0.0, np.zeros(0), 0
    with ThreadPoolExecutor(2) as pool:
        newton = _Newton(layout, w, p, Sweeps(layout, w, pool), pool)
        while True:
            bound, rho = newton.bound()
            if bound < best:
                best, lam = bound, newton.face.lam.copy()
            value, y = newton.value(), newton.site.y.copy()
            done = best - value < tolerance * best or n_step == _ITERATIONS
            if done or not go_on(best / scale) or not newton.step(rho):
                break
            n_step += 1
    return Solved(lam / scale, best / scale, value / scale, y, n_step)


class _Newton:
    """An iterate and what its steps work with; ``face`` and ``site`` change step by step."""

    def __init__(
        self, layout: Layout, w: Floats, p: int, sweeps: Sweeps, pool: ThreadPoolExecutor
    ) -> None:
        self._layout, self._w, self._p = layout, w, p
        self._sweeps, self._pool = sweeps, pool
        self._system, self._d = bands(layout), np.empty(len(w))
        self._step, self._right = Face.zeros(len(w)), np.empty(len(w))
        self._n = 2 * (len(w) + layout.cover.n_site)
        self.face, self.site = self._first()

    def _first(self) -> tuple[Face, _Sites]:
        """Start from sites equally open, as `geo.solve.engine.interior` does."""
        m = self._layout.cover.n_site
        y = np.full(m, self._p / m)
        ay = self._sweeps.opened(y)
        z = np.where(ay <= 1, 0.8 * ay, np.where(ay < 1.3, 0.9, 0.97))
        s, t = ay - z, 1 - z
        face = Face(s, t, self._w * np.clip(t / (s + t), 0.05, 0.95))
        rho = self._sweeps.added(face.lam)
        theta = float(np.partition(rho, m - self._p)[m - self._p])
        none = Face.zeros(0)._replace(s=self._step.s, t=self._step.t, lam=self._step.lam)
        mu = self._sweeps.product(face, none, 0, 0) / (2 * len(self._w))
        extra = mu / np.minimum(y, 1 - y)
        over = theta - rho
        site = _Sites(y, np.maximum(over, 0) + extra, np.maximum(-over, 0) + extra, theta)
        return face, site

    def bound(self) -> tuple[float, Floats]:
        """Return what the multipliers bound, and their sums over the faces of each site."""
        rho = self._sweeps.added(self.face.lam)
        m = len(rho)
        most = float(np.partition(rho, m - self._p)[m - self._p :].sum())
        return float((self._w - self.face.lam).sum()) + most, rho

    def value(self) -> float:
        """Return the value of ``y``: a face counts as far as its sites are open, at most once."""
        return float(self._w @ np.minimum(1, self.face.s + 1 - self.face.t))

    def step(self, rho: Floats) -> bool:
        """Take a predictor-corrector step; False where rounding leaves no digits to gain."""
        at, site, sweeps, by = self.face, self.site, self._sweeps, self._step
        sweeps.weights(at, self._d)
        diagonal = site.alpha / site.y + site.beta / (1 - site.y)
        try:
            factor(self._system, self._layout, self._d, diagonal, self._pool)
        except NotPositiveError:
            return False
        ones = solve(self._system, np.ones(len(site.y)))
        for change in by:
            change[:] = 0
        nothing = _Sites(np.zeros_like(site.y), np.zeros_like(rho), np.zeros_like(rho), 0.0)
        mu = self._product(nothing, 0, 0) / self._n
        foreseen, slack, price = self._direction(nothing, 0.0, rho, ones)
        after = self._product(foreseen, slack, price) / self._n
        target = min(1.0, (after / mu) ** 3) * mu
        move, slack, price = self._direction(foreseen, target, rho, ones)
        self._move(move, _KEEP * slack, _KEEP * price)
        return bool(np.isfinite(self.site.theta))

    def _product(self, by: _Sites, slack: float, price: float) -> float:
        """Add up all slacks times multipliers after a step of these lengths."""
        site, y = self.site, self.site.y + slack * by.y
        of_sites = y @ (site.alpha + price * by.alpha) + (1 - y) @ (site.beta + price * by.beta)
        return self._sweeps.product(self.face, self._step, slack, price) + float(of_sites)

    def _direction(
        self, seen: _Sites, target: float, rho: Floats, ones: Floats
    ) -> tuple[_Sites, float, float]:
        """Solve for a step, corrected by the one foreseen; return it and its longest lengths."""
        site, y = self.site, self.site.y
        for_alpha = target - y * site.alpha - seen.y * seen.alpha
        for_beta = target - (1 - y) * site.beta + seen.y * seen.beta
        self._sweeps.right(self.face, self._step, target, self._right)
        right = self._sweeps.added(self._right) + for_alpha / y - for_beta / (1 - y)
        dy = solve(self._system, right + rho - site.theta + site.alpha - site.beta)
        dtheta = float((dy.sum() - (self._p - y.sum())) / ones.sum())
        dy -= dtheta * ones
        slack, price = self._sweeps.follow(self.face, self._step, target, self._d, dy)
        dalpha, dbeta = (for_alpha - site.alpha * dy) / y, (for_beta + site.beta * dy) / (1 - y)
        slack = min(slack, _length(y, dy), _length(1 - y, -dy))
        price = min(price, _length(site.alpha, dalpha), _length(site.beta, dbeta))
        return _Sites(dy, dalpha, dbeta, dtheta), slack, price

    def _move(self, by: _Sites, slack: float, price: float) -> None:
        self._sweeps.move(self.face, self._step, slack, price)
        site = self.site
        self.site = _Sites(
            np.clip(site.y + slack * by.y, _HAIR, 1 - _HAIR),
            site.alpha + price * by.alpha,
            site.beta + price * by.beta,
            site.theta + price * by.theta,
        )


def _length(value: Floats, change: Floats) -> float:
    """Return how far ``value`` may go along ``change`` before it is negative; at most 1."""
    down = change < 0
    return min(1.0, float((-value[down] / change[down]).min())) if down.any() else 1.0
