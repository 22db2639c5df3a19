"""Points against discs: the kernels of straight-line reach.

Every kernel compares ``dx*dx + dy*dy <= limit`` with one ``limit``, made by `squared_limit`, so
that all of them decide a border point alike. Sites are kept sorted by ``x``; a point looks only at
the strip of sites that can reach it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints
from geo.core.reach.faces import Faces

if TYPE_CHECKING:
    from geo.core.demand import Demand
    from geo.core.sites import Sites

__all__ = ["collapse", "count_within", "nearest", "pairs_within"]


def collapse(demand: Demand, sites: Sites, limit: float, layers: Ints) -> Faces:
    """Collapse demand points covered by equal sets of discs."""
    start, pos, _squared = pairs_within(demand.x, demand.y, sites.x, sites.y, limit)
    ones = np.ones(len(demand), np.int64)
    return Faces.from_rows(start, pos, demand.weight, ones, n_site=len(sites), layers=layers)


def pairs_within(
    x: Floats, y: Floats, site_x: Floats, site_y: Floats, limit: float
) -> tuple[Ints, npt.NDArray[np.int32], Floats]:
    """List the sites whose disc holds each point.

    Returns
    -------
    start, pos, squared
        ``(n + 1,)`` row limits, ``(n_pair,)`` site positions ascending in each row, and
        ``(n_pair,)`` squared metres.
    """
    order = np.argsort(site_x, kind="stable")
    start, pos, squared = _pairs(x, y, site_x[order], site_y[order], order, limit)
    return start, pos, squared


def count_within(
    x: Floats, y: Floats, site_x: Floats, site_y: Floats, limit: float
) -> npt.NDArray[np.int32]:
    """Count the discs that hold each point: ``(n,)``."""
    order = np.argsort(site_x, kind="stable")
    return _count(x, y, site_x[order], site_y[order], limit)  # type: ignore[no-any-return]


def nearest(x: Floats, y: Floats, site_x: Floats, site_y: Floats) -> tuple[Ints, Floats]:
    """Find the nearest site of each point: ``(n,)`` positions, ``(n,)`` squared metres."""
    order = np.argsort(site_x, kind="stable")
    return _nearest(x, y, site_x[order], site_y[order], order)  # type: ignore[no-any-return]


@nb.njit(cache=True, nogil=True, inline="always")
def _strip(x: float, site_x: Floats, limit: float) -> int:
    """Return the first sorted site that may hold ``x``; a hair early, never late."""
    reach = np.sqrt(limit) * (1 + 1e-12)
    return np.searchsorted(site_x, x - reach - 1e-12 * abs(x))  # type: ignore[no-any-return]


@nb.njit(cache=True, nogil=True)
def _pairs(
    x: Floats, y: Floats, site_x: Floats, site_y: Floats, order: Ints, limit: float
) -> tuple[Ints, npt.NDArray[np.int32], Floats]:
    n, m = x.shape[0], site_x.shape[0]
    start = np.zeros(n + 1, np.int64)
    for i in range(n):
        k, found = _strip(x[i], site_x, limit), 0
        while k < m:
            dx = x[i] - site_x[k]
            if dx < 0 and dx * dx > limit:
                break
            dy = y[i] - site_y[k]
            if dx * dx + dy * dy <= limit:
                found += 1
            k += 1
        start[i + 1] = start[i] + found
    pos, squared = np.empty(start[n], np.int32), np.empty(start[n], np.float64)
    for i in range(n):
        k, low = _strip(x[i], site_x, limit), start[i]
        end = low
        while end < start[i + 1]:
            dx, dy = x[i] - site_x[k], y[i] - site_y[k]
            d = dx * dx + dy * dy
            if d <= limit:
                t = end  # insertion keeps the row ascending
                while t > low and pos[t - 1] > order[k]:
                    pos[t], squared[t] = pos[t - 1], squared[t - 1]
                    t -= 1
                pos[t], squared[t] = order[k], d
                end += 1
            k += 1
    return start, pos, squared


@nb.njit(cache=True, nogil=True)
def _count(
    x: Floats, y: Floats, site_x: Floats, site_y: Floats, limit: float
) -> npt.NDArray[np.int32]:
    n, m = x.shape[0], site_x.shape[0]
    times = np.zeros(n, np.int32)
    for i in range(n):
        k = _strip(x[i], site_x, limit)
        while k < m:
            dx = x[i] - site_x[k]
            if dx < 0 and dx * dx > limit:
                break
            dy = y[i] - site_y[k]
            if dx * dx + dy * dy <= limit:
                times[i] += 1
            k += 1
    return times


@nb.njit(cache=True, nogil=True)
def _nearest(
    x: Floats, y: Floats, site_x: Floats, site_y: Floats, order: Ints
) -> tuple[Ints, Floats]:
    n, m = x.shape[0], site_x.shape[0]
    best_pos, best = np.empty(n, np.int64), np.empty(n, np.float64)
    for i in range(n):
        right = np.searchsorted(site_x, x[i])
        left = right - 1
        b, at = np.inf, m
        while left >= 0 or right < m:  # outward in both directions until x alone is too far
            if left >= 0:
                dx = x[i] - site_x[left]
                if dx * dx > b:
                    left = -1
                else:
                    dy = y[i] - site_y[left]
                    d = dx * dx + dy * dy
                    if d < b or (d == b and order[left] < at):
                        b, at = d, order[left]
                    left -= 1
            if right < m:
                dx = x[i] - site_x[right]
                if dx * dx > b:
                    right = m
                else:
                    dy = y[i] - site_y[right]
                    d = dx * dx + dy * dy
                    if d < b or (d == b and order[right] < at):
                        b, at = d, order[right]
                    right += 1
        best_pos[i], best[i] = at, b
    return best_pos, best
