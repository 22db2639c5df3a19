"""Multipliers of a small problem: a few steps, whole numbers, and what they settle."""

from __future__ import annotations

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints
from geo.solve.engine.again.largest import least_of_largest
from geo.solve.engine.again.left import Sides
from geo.solve.engine.cover import CLOSED, FREE, OPEN, Cover, States
from geo.solve.engine.subgradient import prices

__all__ = ["certain", "improve", "totals", "whole"]

_PATIENCE = 6  # steps without progress after which steps are shortened
_SHORTEN = 0.7


@nb.njit(cache=True, nogil=True)
def improve(cover: Cover, sides: Sides, p: int, value: int, lam: Floats, n_step: int) -> None:
    """Take subgradient steps towards a bound of ``value``; leaves the best multipliers in ``lam``.

    From one step to the next few sites open or shut and few multipliers change; only these are
    counted anew.

    Parameters
    ----------
    cover, sides, p
        The problem, the same site by site (`geo.solve.engine.cover.transposed`), and how many
        sites open; ``0 < p < cover.n_site``.
    value
        People covered by the best plan known.
    lam
        ``(n_face,)`` multipliers in people; changed in place.
    n_step
        Steps.
    """
    if not n_step:
        return
    weight = cover.weight.astype(np.float64)
    now, before, rho = lam.copy(), np.zeros(lam.shape[0]), np.empty(cover.n_site)
    is_open, times = np.zeros(cover.n_site, np.bool_), np.zeros(lam.shape[0])
    rest, bound, length, waited = prices(cover, now, rho), np.inf, 1.0, 0
    for _t in range(n_step + 1):
        most = rest + _open_largest(rho, p, is_open, sides, times)
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
            rest = prices(cover, now, rho)
            continue
        norm = _turned(times, now, weight, before)
        rest -= _moved(cover, length * (most - value) / max(norm, 1e-12), before, weight, now, rho)


@nb.njit(cache=True, nogil=True, fastmath=True)
def _turned(times: Floats, lam: Floats, weight: Floats, before: Floats) -> float:
    """Turn the direction of the step before into that of this one; return its square."""
    norm = 0.0
    for f in range(lam.shape[0]):
        g = times[f] - 1.0 + 0.5 * before[f]
        is_stuck = ((lam[f] <= 0.0) & (g > 0.0)) | ((lam[f] >= weight[f]) & (g < 0.0))
        g = 0.0 if is_stuck else g
        before[f] = g
        norm += g * g * weight[f]
    return norm


@nb.njit(cache=True, nogil=True, fastmath=True)
def _moved(
    cover: Cover, length: float, along: Floats, weight: Floats, lam: Floats, rho: Floats
) -> float:
    """Take a step, and keep the sums by site; return by how much the multipliers grew in all."""
    grown = 0.0
    for f in range(lam.shape[0]):
        if along[f] != 0.0:
            new = min(max(lam[f] - length * along[f] * weight[f], 0.0), weight[f])
            more = new - lam[f]
            lam[f] = new
            grown += more
            for k in range(cover.start[f], cover.start[f + 1]):
                rho[cover.site[k]] += more
    return grown


@nb.njit(cache=True, nogil=True)
def _open_largest(
    rho: Floats, p: int, is_open: npt.NDArray[np.bool_], sides: Sides, times: Floats
) -> float:
    """Open the ``p`` largest, count how often each face is covered; return their sum.

    A full sort would take longer than the step.
    """
    least = least_of_largest(rho, p)
    n_equal, total = p, 0.0
    for j in range(rho.shape[0]):
        if rho[j] > least:
            n_equal -= 1
            total += rho[j]
    total += n_equal * least
    for j in range(rho.shape[0]):
        opens = rho[j] > least
        if rho[j] == least and n_equal > 0:
            opens = True
            n_equal -= 1
        if opens != is_open[j]:
            is_open[j] = opens
            for k in range(sides[0][j], sides[0][j + 1]):
                times[sides[1][k]] += 1.0 if opens else -1.0
    return float(total)


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
    last_in, first_out = least_of_largest(rho, p), least_of_largest(rho, p + 1)
    most, n_equal = rest, p
    for j in range(rho.shape[0]):
        if rho[j] > last_in:
            most += rho[j]
            n_equal -= 1
    most += n_equal * last_in
    state = np.full(rho.shape[0], FREE, np.int8)
    for j in range(rho.shape[0]):
        is_in = rho[j] > last_in or (rho[j] == last_in and n_equal > 0)
        n_equal -= is_in and rho[j] == last_in
        if is_in and most - rho[j] + first_out < least:
            state[j] = OPEN
        if not is_in and most - last_in + rho[j] < least:
            state[j] = CLOSED
    return state
