"""Collapse: millions of points become the faces that the sites' discs cut out of the plane.

1. Lay a fine grid; each cell lists the circles that cross it (`lay_cells`).
2. One pass groups the points by cell and by the sides of its circles (`group_points`).
3. The covering sites of one point of each group are its row; equal rows are one face.

Points are shared out among threads; each makes rows of its own, and rows of parts add up.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints, frozen
from geo.core.reach.cells import Box, Cells, Discs, lay_cells
from geo.core.reach.faces import Faces
from geo.core.reach.grid import bounds, rows_within
from geo.core.reach.group import Slots, assign_slots, group_points
from geo.core.reach.rows import add_up, take_rows, unlike_rows

__all__ = ["Points", "collapse"]

_SMALL = 20_000  # points for which a second thread does not pay
_SLICE = 8_000_000  # most points of one pass: bounds the memory of its groups
_MOST_CELLS = 4_000_000
_MOST_CROSSINGS = 200_000_000
_MOST_RADIUS = 1e140  # metres; beyond it squares overflow


class Points(NamedTuple):
    """``(n,)`` metres east and north, int64 weights, and ``(n, n_layer)`` further weights."""

    x: Floats
    y: Floats
    weight: Ints
    layers: Ints

    def part(self, low: int, high: int) -> Points:
        """Return a run of the points."""
        run = slice(low, high)
        return Points(self.x[run], self.y[run], self.weight[run], self.layers[run])


class _Part(NamedTuple):
    """Rows of some points, unlike one another, and the sums of each: weight, count, layers."""

    start: Ints
    pos: npt.NDArray[np.int32]
    sums: Ints


def collapse(points: Points, site_x: Floats, site_y: Floats, limit: float) -> Faces:
    """Collapse points that lie in the same discs ``dx² + dy² <= limit``.

    Parameters
    ----------
    points
        What to collapse.
    site_x, site_y
        ``(m,)`` centres in metres.
    limit
        Squared radius, made by `squared_limit`.
    """
    discs, site_pos, box = _in_play(points, Discs(site_x, site_y, limit))
    if len(site_pos) and np.sqrt(limit) < _MOST_RADIUS:
        cells = lay_cells(discs, box, _step(discs, box, len(points.x)), crossing=True)
        slots = assign_slots(cells)

        def one(part: Points) -> _Part:
            return _grouped(part, discs, cells, slots)
    else:

        def one(part: Points) -> _Part:
            return _plain(part, discs)

    parts = _side_by_side(one, _shares(points))
    return _faces(parts, site_pos, len(site_x))


def _in_play(points: Points, discs: Discs) -> tuple[Discs, npt.NDArray[np.int32], Box]:
    """Keep the discs that can hold a point, and the rectangle that both points and discs share."""
    if not len(points.x) or not len(discs.x):
        return Discs(discs.x[:0], discs.y[:0], discs.limit), np.zeros(0, np.int32), Box(0, 0, 0, 0)
    (low_x, high_x), (low_y, high_y) = _both(_extent, points.x, points.y)
    radius = float(np.sqrt(discs.limit)) * (1 + 1e-9) + 1e-9 * max(
        abs(low_x), abs(high_x), abs(low_y), abs(high_y)
    )
    near = (discs.x >= low_x - radius) & (discs.x <= high_x + radius)
    near &= (discs.y >= low_y - radius) & (discs.y <= high_y + radius)
    site_pos = np.flatnonzero(near).astype(np.int32)
    kept = Discs(frozen(discs.x[site_pos], float), frozen(discs.y[site_pos], float), discs.limit)
    if not len(site_pos):
        return kept, site_pos, Box(0, 0, 0, 0)
    around = bounds(kept)
    box = Box(
        max(low_x, around.x0), max(low_y, around.y0), min(high_x, around.x1), min(high_y, around.y1)
    )
    return kept, site_pos, box


def _both(
    extent: Callable[[Floats], tuple[float, float]], x: Floats, y: Floats
) -> list[tuple[float, float]]:
    if len(x) <= _SMALL:
        return [extent(x), extent(y)]
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(extent, (x, y)))


@nb.njit(cache=True, nogil=True)
def _extent(values: Floats) -> tuple[float, float]:
    """Return the least and the largest in one pass."""
    low, high = values[0], values[0]
    for v in values:
        low, high = min(low, v), max(high, v)
    return low, high


def _step(discs: Discs, box: Box, n: int) -> float:
    """Choose the side of a cell, in metres: small cells make fewer tests, large ones stay in cache.

    A circle of radius R crosses about 8 R / h cells of side h, so that one of ``n`` points meets
    ``m 8 R h / A`` circles on average, half more where points and sites cluster. The figures are
    nanoseconds, measured.
    """
    width, height = box.x1 - box.x0, box.y1 - box.y0
    extent = max(width, height)
    if extent <= 0:
        return 1.0
    sides = np.geomspace(extent / 4000, extent, 80)
    n_cell = (width / sides + 1) * (height / sides + 1)
    n_crossing = len(discs.x) * (8 * min(float(np.sqrt(discs.limit)), extent) / sides + 2)
    n_group = n_cell + 2 * n_crossing
    miss = 3 * np.log2(1 + (8 * n_cell + 16 * n_group) / 2**18)
    cost = n * (3 + 7 * n_crossing / n_cell + miss) / 2
    cost += 100 * np.minimum(n_group, n) + 4 * n_cell + 6 * n_crossing
    cost[(n_cell > _MOST_CELLS) | (n_crossing > _MOST_CROSSINGS)] = np.inf
    return float(sides[np.argmin(cost)]) if np.isfinite(cost).any() else extent


def _shares(points: Points) -> list[Points]:
    """Cut the points into equal runs, one for each thread, none longer than `_SLICE`."""
    n = len(points.x)
    workers = 1 if n <= _SMALL else min(os.cpu_count() or 1, 8)
    k = max(workers, -(-n // _SLICE))
    cut = [n * t // k for t in range(k + 1)]
    return [points.part(low, high) for low, high in pairwise(cut)]


def _side_by_side(one: Callable[[Points], _Part], shares: list[Points]) -> list[_Part]:
    if len(shares) == 1:
        return [one(shares[0])]
    with ThreadPoolExecutor(min(os.cpu_count() or 1, 8)) as pool:
        return list(pool.map(one, shares))


def _grouped(part: Points, discs: Discs, cells: Cells, slots: Slots) -> _Part:
    """Collapse by the grid: the rows of one point of each group."""
    has_layers = part.layers.shape[1] > 0
    groups = group_points((part.x, part.y, part.weight), discs, cells, slots, has_layers)
    sums = groups.sums
    if has_layers:
        sums = np.hstack([sums, add_up(groups.member.astype(np.int64), part.layers, len(sums))])
    used = np.flatnonzero(groups.sums[1:, 1]) + 1
    start, pos = rows_within(part.x[groups.point[used]], part.y[groups.point[used]], discs)
    # Slot 0, outside the grid, gets a row of nothing.
    return _unlike(np.r_[0, start], pos, sums[np.r_[0, used]])


def _plain(part: Points, discs: Discs) -> _Part:
    """Collapse point by point: no disc in play, or a radius whose square overflows."""
    start, pos = rows_within(part.x, part.y, discs)
    ones = np.ones((len(part.x), 1), np.int64)
    return _unlike(start, pos, np.hstack([part.weight[:, None], ones, part.layers]))


def _unlike(start: Ints, pos: npt.NDArray[np.int32], sums: Ints) -> _Part:
    """Merge equal rows; an empty row, with what nothing covers, closes the list."""
    first, group = unlike_rows(start, pos)
    new_start, new_pos = take_rows(start, pos, first)
    return _Part(np.r_[new_start, new_start[-1]], new_pos, add_up(group, sums, len(first) + 1))


def _faces(parts: list[_Part], site_pos: npt.NDArray[np.int32], n_site: int) -> Faces:
    """Add the parts up; positions among the discs in play become positions of sites."""
    length = np.concatenate([np.diff(part.start) for part in parts])
    sums = np.vstack([part.sums for part in parts])
    return Faces.from_rows(
        np.r_[0, np.cumsum(length)],
        site_pos[np.concatenate([part.pos for part in parts])],
        sums[:, 0],
        sums[:, 1],
        n_site=n_site,
        layers=sums[:, 2:],
    )
