"""Bounds by an interior point method: few, cheap iterations, each with a valid bound.

Any multipliers ``0 <= lam_f <= w_f`` bound the coverage of every plan with ``p`` sites::

    sum_f (w_f - lam_f) + the p largest of rho_j,   rho_j = sum of lam_f over the faces of site j

(a plan covers a face, which is then paid ``lam_f`` at least once among the rho of its open sites,
or does not). Every iterate gives such multipliers, so a run may be ended at any iteration.
"""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np

from geo.core.arrays import Floats
from geo.solve.engine.cover import Cover
from geo.solve.engine.newton import Point, mean_product, step

__all__ = ["Ended", "interior"]

_ITERATIONS = 80
_CLOSE = 1e-10  # relative gap of the relaxation below which nothing more is gained


class Ended(NamedTuple):
    """Where the method ended.

    Attributes
    ----------
    lam
        ``(n_face,)`` the multipliers of the best bound, in people.
    bound
        That bound, in people; floating point.
    value
        Value of the last primal iterate, in people: close to the relaxation's optimum.
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


def interior(cover: Cover, p: int, *, cut: float, y: Floats, haste: float = 0.0) -> Ended:
    """Solve the relaxation, or stop as soon as it has told what is wanted of it.

    Parameters
    ----------
    cover, p
        The problem; ``0 < p < cover.n_site``, at least one face.
    cut
        Stop once the bound lies below this: nothing here can be better than a plan known.
    y
        ``(n_site,)`` where a relaxation like this one ended, or nothing.
    haste
        Stop once the relaxation is sure to stay above ``cut`` and its gap is below this share of
        the distance; 0 solves to the end.
    """
    return Ended(*_interior(cover, p, cut, y, haste))


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _interior(
    cover: Cover, p: int, cut: float, y0: Floats, haste: float
) -> tuple[Floats, float, float, Floats, int]:
    n = cover.weight.shape[0]
    scale = n / np.sum(cover.weight)
    w = cover.weight * scale
    cut *= scale
    at = _first_point(cover, w, p, y0)
    best, lam, value, y = np.inf, at.lam.copy(), 0.0, at.y.copy()
    n_step = 0
    while True:
        rho, bound = _bound(cover, w, p, at.lam)
        if not np.isfinite(bound):  # no digits left to gain
            break
        if bound < best:
            best = bound
            lam[:] = at.lam
        value = _value(w, at)
        y[:] = at.y
        gap = best - value
        if best < cut or gap < _CLOSE * value or n_step == _ITERATIONS:
            break
        if haste and value >= cut and gap < haste * (value - cut) + 1e-5 * value:
            break
        step(cover, w, p, at, rho)
        n_step += 1
    return lam / scale, best / scale, value / scale, y, n_step


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _bound(cover: Cover, w: Floats, p: int, lam: Floats) -> tuple[Floats, float]:
    rho, rest = _rho(cover, lam), 0.0
    for f in range(w.shape[0]):
        rest += w[f] - lam[f]
    return rho, rest + np.sum(np.sort(rho)[cover.n_site - p :])


@nb.njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _rho(cover: Cover, lam: Floats) -> Floats:
    rho = np.zeros(cover.n_site)
    for f in range(lam.shape[0]):
        for k in range(cover.start[f], cover.start[f + 1]):
            rho[cover.site[k]] += lam[f]
    return rho


@nb.njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _value(w: Floats, at: Point) -> float:
    """Value of ``y``: a face counts as far as its sites are open, at most once."""
    total = 0.0
    for f in range(w.shape[0]):
        total += w[f] * min(1.0, at.s[f] + 1 - at.t[f])
    return total


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _first_y(n_site: int, p: int, y0: Floats) -> Floats:
    """Start from the middle, or between the middle and ``y0``, with ``sum y = p``."""
    if y0.shape[0] == 0:
        return np.full(n_site, p / n_site)
    y = 0.7 * np.minimum(0.95, np.maximum(0.02, y0)) + 0.3 * p / n_site
    total = np.sum(y)
    if total > p:
        return y * (p / total)
    return 1 - (1 - y) * ((n_site - p) / (n_site - total))


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _first_point(cover: Cover, w: Floats, p: int, y0: Floats) -> Point:
    n, m = w.shape[0], cover.n_site
    y = _first_y(m, p, y0)
    s, t, lam = np.empty(n), np.empty(n), np.empty(n)
    for f in range(n):
        ay = 0.0
        for k in range(cover.start[f], cover.start[f + 1]):
            ay += y[cover.site[k]]
        z = 0.8 * ay if ay <= 1 else (0.9 if ay < 1.3 else 0.97)
        s[f], t[f] = ay - z, 1 - z
        lam[f] = w[f] * min(0.95, max(0.05, t[f] / (s[f] + t[f])))
    rho = _rho(cover, lam)
    theta = np.sort(rho)[m - p]
    zero = np.zeros(m)
    at = Point(s, t, lam, y, zero, zero.copy(), np.array([theta]))
    mu = mean_product(at, w) * (n + m) / n
    for j in range(m):
        extra = mu / min(y[j], 1 - y[j])
        at.alpha[j] = max(theta - rho[j], 0.0) + extra
        at.beta[j] = max(rho[j] - theta, 0.0) + extra
    return at
