"""One Newton step of the interior point method, its linear system in the space of the sites.

The relaxation of maximal covering, with the multiplier of each condition on its right::

    max sum_f w_f z_f
    z_f <= sum_{j covers f} y_j      slack s_f    lam_f
    z_f <= 1                         slack t_f    kap_f
    0 <= y_j <= 1                                 alpha_j, beta_j
    sum_j y_j = p                                 theta

``lam_f + kap_f = w_f`` holds at every iterate by construction, so ``z`` and both multipliers of a
face can be eliminated by hand. What remains is one dense symmetric system of the size of the
*sites*, however many faces there are::

    M = sum_f d_f a_f a_f' + diag(alpha / y + beta / (1 - y)),   d_f = lam kap / (kap s + lam t)

where ``a_f`` is the 0/1 row of face ``f``; the condition ``sum y = p`` borders it by a column of
ones. Predictor and corrector (Mehrotra 1992) share its factor.
"""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np

from geo.core.arrays import Floats
from geo.solve.engine.cover import Cover
from geo.solve.engine.dense import factor, solve

__all__ = ["Point", "mean_product", "step"]

_HAIR = 1e-15
_KEEP = 0.995  # of the way to the border of the positive region


class Point(NamedTuple):
    """An iterate; ``theta`` has one entry, so that it can change.

    Attributes
    ----------
    s, t, lam
        ``(n_face,)`` slacks, and the multipliers of the covering conditions (``kap = w - lam``).
    y, alpha, beta
        ``(n_site,)`` opening, and the multipliers of its limits 0 and 1.
    theta
        ``(1,)`` multiplier of the number of sites.
    """

    s: Floats
    t: Floats
    lam: Floats
    y: Floats
    alpha: Floats
    beta: Floats
    theta: Floats


class _Right(NamedTuple):
    """What each product of a slack and its multiplier is to change by, to first order."""

    s_lam: Floats
    t_kap: Floats
    y_alpha: Floats
    y_beta: Floats


@nb.njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def mean_product(at: Point, w: Floats) -> float:
    """Return the mean of the products of slacks and multipliers: how far from optimal."""
    total = 0.0
    for f in range(w.shape[0]):
        total += at.s[f] * at.lam[f] + at.t[f] * (w[f] - at.lam[f])
    for j in range(at.y.shape[0]):
        total += at.y[j] * at.alpha[j] + (1 - at.y[j]) * at.beta[j]
    return float(total / (2 * (w.shape[0] + at.y.shape[0])))


@nb.njit(cache=True, nogil=True, error_model="numpy")
def step(cover: Cover, w: Floats, p: int, at: Point, rho: Floats) -> None:
    """Move ``at`` by one predictor-corrector step.

    Parameters
    ----------
    cover
        The problem.
    w
        ``(n_face,)`` its weights, scaled to a mean of 1.
    p
        Sites to open.
    at
        The iterate; changed in place.
    rho
        ``(n_site,)`` sums of ``at.lam`` over the faces of each site.
    """
    system = _system(cover, w, at)
    ones = np.ones(cover.n_site)
    solve(system, ones)
    mu = mean_product(at, w)
    predicted = _direction(cover, w, p, at, _affine(at, w), (system, ones, rho))
    by_slack, by_price = _lengths(at, w, predicted)
    after = mean_product(_moved(at, predicted, by_slack, by_price), w)
    centring = min(1.0, (after / mu) ** 3)
    right = _corrected(at, w, predicted, centring * mu)
    move = _direction(cover, w, p, at, right, (system, ones, rho))
    by_slack, by_price = _lengths(at, w, move)
    new = _moved(at, move, _KEEP * by_slack, _KEEP * by_price)
    for old, now in zip(at, new):  # noqa: B905 - numba's zip takes no keywords
        old[:] = now
    _keep_inside(at, w)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _keep_inside(at: Point, w: Floats) -> None:
    """Keep what rounding would put onto the border a hair away from it."""
    for f in range(w.shape[0]):
        at.s[f], at.t[f] = max(at.s[f], _HAIR), max(at.t[f], _HAIR)
        at.lam[f] = min(at.lam[f], w[f] * (1 - 10 * _HAIR))
    for j in range(at.y.shape[0]):
        at.y[j] = min(max(at.y[j], _HAIR), 1 - _HAIR)


@nb.njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _system(cover: Cover, w: Floats, at: Point) -> Floats:
    """Build ``M`` and factor it; rows ascend, so only the lower triangle is touched."""
    m = np.zeros((cover.n_site, cover.n_site))
    for f in range(w.shape[0]):
        kap = w[f] - at.lam[f]
        d = at.lam[f] * kap / (kap * at.s[f] + at.lam[f] * at.t[f])
        for k in range(cover.start[f], cover.start[f + 1]):
            row = m[cover.site[k]]
            for q in range(cover.start[f], k + 1):
                row[cover.site[q]] += d
    for j in range(cover.n_site):
        m[j, j] += at.alpha[j] / at.y[j] + at.beta[j] / (1 - at.y[j])
    factor(m)
    return m


@nb.njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _affine(at: Point, w: Floats) -> _Right:
    return _Right(-at.s * at.lam, -at.t * (w - at.lam), -at.y * at.alpha, -(1 - at.y) * at.beta)


@nb.njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _corrected(at: Point, w: Floats, by: Point, target: float) -> _Right:
    """Aim at products ``target``, less what the predicted step would get wrong to second order."""
    return _Right(
        target - at.s * at.lam - by.s * by.lam,
        target - at.t * (w - at.lam) + by.t * by.lam,
        target - at.y * at.alpha - by.y * by.alpha,
        target - (1 - at.y) * at.beta + by.y * by.beta,
    )


@nb.njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _direction(
    cover: Cover, w: Floats, p: int, at: Point, to: _Right, solver: tuple[Floats, Floats, Floats]
) -> Point:
    """Solve for the step that changes the products as asked, to first order.

    ``solver`` is the factor of ``M``, the solution for a column of ones, and ``rho``.
    """
    system, ones, rho = solver
    dy = to.y_alpha / at.y - to.y_beta / (1 - at.y) + (rho - at.theta[0] + at.alpha - at.beta)
    dlam, ds, dt = np.empty(w.shape[0]), np.empty(w.shape[0]), np.empty(w.shape[0])
    for f in range(w.shape[0]):
        kap = w[f] - at.lam[f]
        dlam[f] = (kap * to.s_lam[f] - at.lam[f] * to.t_kap[f]) / (
            kap * at.s[f] + at.lam[f] * at.t[f]
        )
        for k in range(cover.start[f], cover.start[f + 1]):
            dy[cover.site[k]] += dlam[f]
    solve(system, dy)
    dtheta = (np.sum(dy) - (p - np.sum(at.y))) / np.sum(ones)
    dy -= dtheta * ones
    for f in range(w.shape[0]):
        kap, ay = w[f] - at.lam[f], 0.0
        for k in range(cover.start[f], cover.start[f + 1]):
            ay += dy[cover.site[k]]
        dlam[f] -= at.lam[f] * kap / (kap * at.s[f] + at.lam[f] * at.t[f]) * ay
        dt[f] = (to.t_kap[f] + at.t[f] * dlam[f]) / kap
        ds[f] = ay + dt[f]
    dalpha = (to.y_alpha - at.alpha * dy) / at.y
    dbeta = (to.y_beta + at.beta * dy) / (1 - at.y)
    return Point(ds, dt, dlam, dy, dalpha, dbeta, np.array([dtheta]))


@nb.njit(cache=True, nogil=True, inline="always")
def _until_zero(value: float, change: float, length: float) -> float:
    return min(length, -value / change) if change < 0 else length


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _lengths(at: Point, w: Floats, by: Point) -> tuple[float, float]:
    """Return how far slacks and prices may go before one of them becomes negative; at most 1."""
    slack, price = 1.0, 1.0
    for f in range(w.shape[0]):
        slack = _until_zero(at.s[f], by.s[f], _until_zero(at.t[f], by.t[f], slack))
        kap = w[f] - at.lam[f]
        price = _until_zero(at.lam[f], by.lam[f], _until_zero(kap, -by.lam[f], price))
    for j in range(at.y.shape[0]):
        slack = _until_zero(at.y[j], by.y[j], _until_zero(1 - at.y[j], -by.y[j], slack))
        price = _until_zero(at.alpha[j], by.alpha[j], _until_zero(at.beta[j], by.beta[j], price))
    return slack, price


@nb.njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _moved(at: Point, by: Point, by_slack: float, by_price: float) -> Point:
    return Point(
        at.s + by_slack * by.s,
        at.t + by_slack * by.t,
        at.lam + by_price * by.lam,
        at.y + by_slack * by.y,
        at.alpha + by_price * by.alpha,
        at.beta + by_price * by.beta,
        at.theta + by_price * by.theta,
    )
