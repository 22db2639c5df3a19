"""Points against discs: the kernels of straight-line reach.

Every kernel compares ``dx*dx + dy*dy <= limit`` with one ``limit``, made by `squared_limit`, so
that all of them decide a border point alike. A point looks only at the sites listed by the tile
it lies in, or at a strip of sites sorted by ``x``.
"""

from __future__ import annotations

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints, frozen
from geo.core.reach.cells import Box, Cells, Discs, cell_of, lay_cells

__all__ = ["bounds", "count_within", "nearest", "pairs_within", "rows_within", "tiles"]

_HUGE = 1e140  # metres; beyond it squares overflow
_MOST_TILES = 512  # along one side


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
    discs = Discs(frozen(site_x, np.float64), frozen(site_y, np.float64), limit)
    start, pos = _rows(x, y, discs, tiles(discs))
    return start, pos, _squares(x, y, discs, start, pos)


def rows_within(x: Floats, y: Floats, discs: Discs) -> tuple[Ints, npt.NDArray[np.int32]]:
    """List the discs that hold each point: ``(n + 1,)`` row limits and ``(n_pair,)`` positions."""
    at_x, at_y = frozen(x, np.float64), frozen(y, np.float64)  # one kind of array, compiled once
    return _rows(at_x, at_y, discs, tiles(discs))


def tiles(discs: Discs) -> Cells:
    """Lay tiles of half a radius over the discs; each lists the discs that may touch it."""
    m, radius = len(discs.x), float(np.sqrt(discs.limit))
    if m == 0 or not radius < _HUGE:  # one tile for all: no corner of the plane is out of reach
        every = np.arange(m, dtype=np.int32)
        return Cells(-np.inf, -np.inf, 0.0, 1, 1, np.array([0, m], np.int32), every)
    box = bounds(discs)
    extent = max(box.x1 - box.x0, box.y1 - box.y0)
    step = max(radius / 2, extent / _MOST_TILES)
    return lay_cells(discs, box, step or 1.0, crossing=False)


def bounds(discs: Discs) -> Box:
    """Return the rectangle around all discs, a little larger than they are."""
    radius = float(np.sqrt(discs.limit)) * (1 + 1e-9)
    x0, x1 = float(discs.x.min()) - radius, float(discs.x.max()) + radius
    y0, y1 = float(discs.y.min()) - radius, float(discs.y.max()) + radius
    return Box(x0, y0, x1, y1)


def count_within(
    x: Floats, y: Floats, site_x: Floats, site_y: Floats, limit: float
) -> npt.NDArray[np.int32]:
    """Count the discs that hold each point: ``(n,)``."""
    order = np.argsort(site_x, kind="stable")
    return _count(x, y, site_x[order], site_y[order], limit)


def nearest(x: Floats, y: Floats, site_x: Floats, site_y: Floats) -> tuple[Ints, Floats]:
    """Find the nearest site of each point: ``(n,)`` positions, ``(n,)`` squared metres."""
    order = np.argsort(site_x, kind="stable")
    return _nearest(x, y, site_x[order], site_y[order], order)


@nb.njit(cache=True, nogil=True, inline="always")
def _strip(x: float, site_x: Floats, limit: float) -> np.int64:
    """Return the first sorted site that may hold ``x``; a hair early, never late."""
    reach = np.sqrt(limit) * (1 + 1e-12)
    return np.int64(np.searchsorted(site_x, x - reach - 1e-12 * abs(x)))


@nb.njit(cache=True, nogil=True, inline="always")
def _tile_of(cells: Cells, x: float, y: float) -> np.int64:
    return np.int64(0) if cells.per_m == 0 else cell_of(cells, x, y)


@nb.njit(cache=True, nogil=True)
def _rows(x: Floats, y: Floats, discs: Discs, cells: Cells) -> tuple[Ints, npt.NDArray[np.int32]]:
    n = x.shape[0]
    start, pos = np.zeros(n + 1, np.int64), np.empty(max(16, 4 * n), np.int32)
    end = 0
    for i in range(n):
        c = _tile_of(cells, x[i], y[i])
        if c < cells.nx * cells.ny:
            if end + cells.first[c + 1] - cells.first[c] > pos.shape[0]:
                longer = np.empty(2 * (end + cells.first[c + 1] - cells.first[c]), np.int32)
                for t in range(end):
                    longer[t] = pos[t]
                pos = longer
            for t in range(cells.first[c], cells.first[c + 1]):
                j = cells.disc[t]
                dx, dy = x[i] - discs.x[j], y[i] - discs.y[j]
                pos[end] = j
                end += 1 if dx * dx + dy * dy <= discs.limit else 0
        start[i + 1] = end
    return start, pos[:end].copy()


@nb.njit(cache=True, nogil=True)
def _squares(x: Floats, y: Floats, discs: Discs, start: Ints, pos: npt.NDArray[np.int32]) -> Floats:
    squared = np.empty(pos.shape[0], np.float64)
    for i in range(x.shape[0]):
        for k in range(start[i], start[i + 1]):
            dx, dy = x[i] - discs.x[pos[k]], y[i] - discs.y[pos[k]]
            squared[k] = dx * dx + dy * dy
    return squared


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
