"""Bounds by subgradient steps: cheap, for thousands of sites.

For multipliers ``lam`` the bound opens the ``p`` sites of the largest ``rho``; a face that ``k`` of
them cover has the subgradient ``k - 1``. Steps are scaled by the weight of the face, keep half of
the step before (deflection), and aim at the best plan known (Polyak); ``0 <= lam <= w`` is kept by
projection. The run ends early once it can settle a good part of the sites: the problem collapsed
again on the others is much smaller.
"""

from __future__ import annotations

import numba as nb
import numpy as np

from geo.core.arrays import Floats, Ints
from geo.solve.engine.cover import Cover

__all__ = ["move", "prices", "subgradient"]

_STEPS = 1200
_LOOK_EVERY = 15  # steps between two looks at what could be settled
_PATIENCE = 12  # steps without progress after which steps are shortened
_SHORTEN = 0.7
_SHORTEST = 2e-3
_ENOUGH = 0.2  # of the sites: worth collapsing again


def subgradient(cover: Cover, p: int, *, value: float, lam: Floats) -> tuple[Floats, float, Floats]:
    """Improve multipliers step by step.

    Parameters
    ----------
    cover, p
        The problem; ``0 < p < cover.n_site``, at least one face.
    value
        People covered by the best plan known.
    lam
        ``(n_face,)`` where to begin, or nothing.

    Returns
    -------
    lam, bound, y
        The best multipliers, their bound, and ``(n_site,)`` how often each site was opened of late.
    """
    begun = lam if len(lam) else _first(cover, p)
    best, bound, y = _subgradient(cover, p, value, begun)
    return best, float(bound), y


def _first(cover: Cover, p: int) -> Floats:
    """Share the weight of a face among the open sites that may be expected to cover it."""
    expected = np.diff(cover.start) * (p / cover.n_site)
    return cover.weight / np.maximum(1.0, expected)


@nb.njit(cache=True, nogil=True, fastmath=True)
def prices(cover: Cover, lam: Floats, rho: Floats) -> float:
    """Fill in the sums of ``lam`` over each site's faces; return the sum of ``w - lam``."""
    rho[:] = 0.0
    rest = 0.0
    for f in range(lam.shape[0]):
        rest += cover.weight[f] - lam[f]
        if lam[f] > 0:
            for k in range(cover.start[f], cover.start[f + 1]):
                rho[cover.site[k]] += lam[f]
    return rest


@nb.njit(cache=True, nogil=True)
def _is_worth_settling(rho: Floats, order: Ints, p: int, slack: float) -> bool:
    """Say whether enough sites can be settled by multipliers that exceed the value by ``slack``."""
    last_in, first_out, n = rho[order[p - 1]], rho[order[p]], 0
    for q in range(order.shape[0]):
        r = rho[order[q]]
        n += (r - first_out > slack) if q < p else (last_in - r > slack)
    return bool(n >= _ENOUGH * order.shape[0])


@nb.njit(cache=True, nogil=True, fastmath=True)
def move(cover: Cover, is_open: Floats, lam: Floats, before: Floats, excess: float) -> None:
    """Take one step; ``before`` is the direction of the step before, and becomes this one's."""
    norm = 0.0
    for f in range(lam.shape[0]):
        g = -1.0
        for k in range(cover.start[f], cover.start[f + 1]):
            g += is_open[cover.site[k]]
        g += 0.5 * before[f]
        if (lam[f] <= 0 and g > 0) or (lam[f] >= cover.weight[f] and g < 0):
            g = 0.0
        before[f] = g
        norm += g * g * cover.weight[f]
    length = excess / max(norm, 1e-12)
    for f in range(lam.shape[0]):
        w = cover.weight[f]
        lam[f] = min(max(lam[f] - length * before[f] * w, 0.0), float(w))


@nb.njit(cache=True, nogil=True)
def _subgradient(cover: Cover, p: int, value: float, begun: Floats) -> tuple[Floats, float, Floats]:
    lam, before, rho = begun.copy(), np.zeros(begun.shape[0]), np.empty(cover.n_site)
    best, bound, y = lam.copy(), np.inf, np.zeros(cover.n_site)
    is_open = np.zeros(cover.n_site, np.float64)
    length, waited = 1.0, 0
    for t in range(_STEPS):
        now = prices(cover, lam, rho)
        order = np.argsort(-rho)
        is_open[:] = 0.0
        for q in range(p):
            is_open[order[q]] = 1.0
            now += rho[order[q]]
        y = 0.9 * y + 0.1 * is_open
        waited = 0 if now < bound - 1e-5 * abs(bound) else waited + 1
        if now < bound:
            bound = now
            best[:] = lam
            if bound < value + 0.5:
                break
        if t % _LOOK_EVERY == _LOOK_EVERY - 1 and _is_worth_settling(
            rho, order, p, now - value - 0.5
        ):
            bound = now
            best[:] = lam
            break
        if waited >= _PATIENCE:
            length, waited = length * _SHORTEN, 0
            lam[:] = best
            if length < _SHORTEST:
                break
            continue
        move(cover, is_open, lam, before, length * (now - value))
    return best, bound, y
