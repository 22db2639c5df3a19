"""One pass over the points: group those that lie in one cell and on the same sides of its circles.

Two such points are covered by the same sites, for a site whose circle does not cross their cell
covers both or neither. A group is therefore exact by construction: its key (cell, sides) is
compared in full, nothing rests on a hash being free of collisions. Many groups share one set of
sites; the rows of one point of each group decide that afterwards (`geo.core.reach.rows`).

The pass works on blocks of points, step by step: a processor fetches the cells of a whole block
from memory side by side, where point after point it would wait for each (measured: six times).
"""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints
from geo.core.reach.cells import Cells, Discs, cell_of
from geo.core.reach.sides import Table, empty_table, find_or_add, grown

__all__ = ["Groups", "Slots", "assign_slots", "group_points"]

_FEW = 6  # up to this many circles a cell has one slot for each of their 2**k patterns
_BLOCK = 128


class Slots(NamedTuple):
    """Where a cell keeps its groups.

    Attributes
    ----------
    first
        ``(n_cell + 2, 2)`` for each cell the start of its list of circles, and its first slot, or
        -1 where the circles are many. Neighbours in a row that no circle crosses share a slot.
        One more cell, without circles, stands for everything outside the grid: slot 0.
    n
        Number of slots.
    """

    first: npt.NDArray[np.int32]
    n: int


class Groups(NamedTuple):
    """Groups of points by slot; an unused slot has count 0, slot 0 lies outside the grid.

    Attributes
    ----------
    sums
        ``(n_slot, 2)`` weight and number of points.
    point
        ``(n_slot,)`` one point of each group.
    member
        ``(n,)`` slot of each point, or an empty array where it was not asked for.
    """

    sums: Ints
    point: Ints
    member: npt.NDArray[np.int32]


@nb.njit(cache=True, nogil=True)
def assign_slots(cells: Cells) -> Slots:
    """Give every cell with few circles a slot for each pattern of sides."""
    n_cell = cells.nx * cells.ny
    first = np.zeros((n_cell + 2, 2), np.int32)
    n = 1
    for row in range(cells.ny):
        shared = -1
        for c in range(row * cells.nx, (row + 1) * cells.nx):
            k = cells.first[c + 1] - cells.first[c]
            first[c, 0] = cells.first[c]
            if k == 0:
                if shared < 0:
                    shared = n
                    n += 1
                first[c, 1] = shared
                continue
            shared = -1
            first[c, 1] = -1 if k > _FEW else n
            n += 0 if k > _FEW else 1 << k
    first[n_cell, 0] = first[n_cell + 1, 0] = cells.first[n_cell]
    return Slots(first, n)


@nb.njit(cache=True, nogil=True)
def group_points(
    points: tuple[Floats, Floats, Ints],
    discs: Discs,
    cells: Cells,
    slots: Slots,
    want_member: bool,  # noqa: FBT001 - numba takes no keywords
) -> Groups:
    """Group points by cell and by the sides of its circles on which they lie.

    Parameters
    ----------
    points
        ``(n,)`` metres east, metres north, and weights.
    discs, cells, slots
        The discs, the grid of their crossing circles, and its slots.
    want_member
        Also say the group of each point.
    """
    x, y, weight = points
    sums, point = np.zeros((slots.n, 2), np.int64), np.empty(slots.n, np.int64)
    member = np.empty(x.shape[0] if want_member else 0, np.int32)
    many, used = empty_table(_most(cells) // 64 + 1), slots.n
    cell, slot = np.empty(_BLOCK, np.int64), np.empty(_BLOCK, np.int64)
    for low in range(0, x.shape[0], _BLOCK):
        size = min(_BLOCK, x.shape[0] - low)
        if _find_slots((x, y), low, discs, cells, slots, (cell[:size], slot[:size])):
            for t in range(size):
                if slot[t] < 0:
                    slot[t] = _slot_of_many(
                        (x[low + t], y[low + t]), discs, cells, cell[t], many, used
                    )
                    if slot[t] == used:
                        used += 1
                        many = many if 2 * (used - slots.n) < many.slot.shape[0] else grown(many)
                        if used > point.shape[0]:
                            sums, point = _longer(sums, point)
        _add(sums, point, slot[:size], weight, low)
        if want_member:
            for t in range(size):
                member[low + t] = slot[t]
    return Groups(sums[:used], point[:used], member)


@nb.njit(cache=True, nogil=True, inline="always")
def _find_slots(
    xy: tuple[Floats, Floats],
    low: int,
    discs: Discs,
    cells: Cells,
    slots: Slots,
    block: tuple[Ints, Ints],
) -> bool:
    """Fill in cell and slot of a block of points; say whether some cell has many circles (-1)."""
    x, y = xy
    cell, slot = block
    for t in range(cell.shape[0]):
        cell[t] = cell_of(cells, x[low + t], y[low + t])
    has_many = False
    for t in range(cell.shape[0]):
        slot[t] = slots.first[cell[t], 1]
        has_many |= slot[t] < 0
    for t in range(cell.shape[0]):
        if slot[t] >= 0:
            first, end = slots.first[cell[t], 0], slots.first[cell[t] + 1, 0]
            slot[t] += _pattern(x[low + t], y[low + t], discs, cells, first, end)
    return has_many


@nb.njit(cache=True, nogil=True, inline="always")
def _pattern(
    x: float, y: float, discs: Discs, cells: Cells, low: np.int32, high: np.int32
) -> np.int64:
    """Return one bit for each circle of the cell: on its inside or not."""
    sides = np.int64(0)
    for t in range(low, high):
        j = cells.disc[t]
        dx, dy = x - discs.x[j], y - discs.y[j]
        sides |= np.int64(dx * dx + dy * dy <= discs.limit) << (t - low)
    return sides


@nb.njit(cache=True, nogil=True)
def _slot_of_many(
    xy: tuple[float, float], discs: Discs, cells: Cells, cell: np.int64, many: Table, free: int
) -> np.int64:
    """Return the slot of a point in a cell with many circles; a new key takes slot ``free``."""
    low, k = cells.first[cell], cells.first[cell + 1] - cells.first[cell]
    sides = np.zeros((k + 63) >> 6, np.uint64)
    for t in range(k):
        j = cells.disc[low + t]
        dx, dy = xy[0] - discs.x[j], xy[1] - discs.y[j]
        if dx * dx + dy * dy <= discs.limit:
            sides[t >> 6] |= np.uint64(1) << np.uint64(t & 63)
    return find_or_add(many, cell, sides, free)


@nb.njit(cache=True, nogil=True, inline="always")
def _add(sums: Ints, point: Ints, slot: Ints, weight: Ints, low: int) -> None:
    """Add a block of points to their groups."""
    for t in range(slot.shape[0]):
        s = slot[t]
        if sums[s, 1] == 0:
            point[s] = low + t
        sums[s, 0] += weight[low + t]
        sums[s, 1] += 1


@nb.njit(cache=True, nogil=True)
def _longer(sums: Ints, point: Ints) -> tuple[Ints, Ints]:
    """Double the room, with plain loops: slices would compile for seconds."""
    more_sums, more_point = (
        np.zeros((2 * len(sums), 2), np.int64),
        np.empty(2 * len(sums), np.int64),
    )
    for s in range(len(sums)):
        more_sums[s, 0], more_sums[s, 1] = sums[s, 0], sums[s, 1]
        more_point[s] = point[s]
    return more_sums, more_point


@nb.njit(cache=True, nogil=True)
def _most(cells: Cells) -> int:
    """Return the longest list of a cell."""
    most = 0
    for c in range(cells.nx * cells.ny):
        most = max(most, cells.first[c + 1] - cells.first[c])
    return most
