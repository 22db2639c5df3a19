"""Multipliers of a small problem: a few steps, whole numbers, and what they settle."""

from __future__ import annotations

import numba as nb
import numpy as np

from geo.core.arrays import Floats, Ints
from geo.solve.engine.cover import CLOSED, FREE, OPEN, Cover, States
from geo.solve.engine.subgradient import move, prices

__all__ = ["certain", "improve", "totals", "whole"]

_PATIENCE = 6  # steps without progress after which steps are shortened
_SHORTEN = 0.7


@nb.njit(cache=True, nogil=True)
def improve(cover: Cover, p: int, value: int, lam: Floats, n_step: int) -> None:
    """Take subgradient steps towards a bound of ``value``; leaves the best multipliers in ``lam``.

    Parameters
    ----------
    cover, p
        The problem; ``0 < p < cover.n_site``.
    value
        People covered by the best plan known.
    lam
        ``(n_face,)`` multipliers in people; changed in place.
    n_step
        Steps.
    """
    if not n_step:
        return
    now, before, rho = lam.copy(), np.zeros(lam.shape[0]), np.empty(cover.n_site)
    is_open, bound, length, waited = np.zeros(cover.n_site), np.inf, 1.0, 0
    for _t in range(n_step + 1):
        most = prices(cover, now, rho)
        most += _open_largest(rho, p, is_open)
        waited += 1
        if most < bound:
            waited = 0 if most < bound - 1e-5 * abs(bound) else waited
            bound = most
            lam[:] = now
        if bound < value + 0.5:
            break
        if waited >= _PATIENCE:
            length, waited = length * _SHORTEN, 0
            now[:] = lam
            continue
        move(cover, is_open, now, before, length * (most - value))


@nb.njit(cache=True, nogil=True)
def _open_largest(rho: Floats, p: int, is_open: Floats) -> float:
    """Mark the ``p`` largest, and return their sum; a full sort takes longer than the step."""
    least = np.partition(rho, rho.shape[0] - p)[rho.shape[0] - p]
    n, total = 0, 0.0
    for j in range(rho.shape[0]):
        is_open[j] = rho[j] > least
        if rho[j] > least:
            n += 1
            total += rho[j]
    for j in range(rho.shape[0]):
        if n < p and rho[j] == least:
            is_open[j] = 1.0
            n += 1
            total += least
    return total


@nb.njit(cache=True, nogil=True)
def whole(cover: Cover, lam: Floats, bits: int) -> Ints:
    """Round multipliers in people to whole multiples of ``2**-bits`` people."""
    units = np.empty(lam.shape[0], np.int64)
    for f in range(lam.shape[0]):
        most = cover.weight[f] << bits
        units[f] = min(max(np.int64(np.rint(lam[f] * (1 << bits))), 0), most)
    return units


@nb.njit(cache=True, nogil=True)
def totals(cover: Cover, units: Ints, bits: int) -> tuple[int, Ints]:
    """Return the sum of ``w - lam``, and the sums of ``lam`` over the faces of each site."""
    rho, rest = np.zeros(cover.n_site, np.int64), 0
    for f in range(units.shape[0]):
        rest += (cover.weight[f] << bits) - units[f]
        for k in range(cover.start[f], cover.start[f + 1]):
            rho[cover.site[k]] += units[f]
    return rest, rho


@nb.njit(cache=True, nogil=True)
def certain(rest: int, rho: Ints, p: int, least: int) -> States:
    """Settle the sites whose other choice cannot reach ``least``; ``0 < p < len(rho)``.

    As `geo.solve.engine.integer.fixings`, in units throughout.
    """
    order = np.argsort(-rho)
    last_in, first_out, most = rho[order[p - 1]], rho[order[p]], rest
    for q in range(p):
        most += rho[order[q]]
    state = np.full(rho.shape[0], FREE, np.int8)
    for q in range(rho.shape[0]):
        j = order[q]
        if q < p and most - rho[j] + first_out < least:
            state[j] = OPEN
        if q >= p and most - last_in + rho[j] < least:
            state[j] = CLOSED
    return state
