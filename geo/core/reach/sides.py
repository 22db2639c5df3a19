"""A hash table of long keys: a cell, and one bit for each of its many circles.

Keys are kept and compared in full; two keys are never taken for one.
"""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

__all__ = ["Table", "empty_table", "find_or_add", "grown"]


class Table(NamedTuple):
    """Open addressing; ``slot`` is -1 where the place is free.

    Attributes
    ----------
    slot, cell
        ``(size,)`` what is kept, and the first part of its key; ``size`` is a power of two.
    sides
        ``(size, words)`` the second part; bits beyond those of the cell are 0.
    """

    slot: npt.NDArray[np.int32]
    cell: npt.NDArray[np.int32]
    sides: npt.NDArray[np.uint64]


@nb.njit(cache=True, nogil=True)
def empty_table(words: int, size: int = 1024) -> Table:
    """Make a table for keys of ``words`` words."""
    sides = np.zeros((size, words), np.uint64)
    return Table(np.full(size, -1, np.int32), np.zeros(size, np.int32), sides)


@nb.njit(cache=True, nogil=True)
def find_or_add(table: Table, cell: np.int64, sides: npt.NDArray[np.uint64], free: int) -> np.int64:
    """Return the slot kept under a key; a new key keeps ``free``."""
    at = _place(table, cell, sides)
    if table.slot[at] < 0:
        table.slot[at], table.cell[at] = free, cell
        for t in range(sides.shape[0]):  # a loop compiles ten times as fast as a slice
            table.sides[at, t] = sides[t]
    return np.int64(table.slot[at])


@nb.njit(cache=True, nogil=True)
def grown(table: Table) -> Table:
    """Return a table of twice the size with the same contents."""
    bigger = empty_table(table.sides.shape[1], 2 * table.slot.shape[0])
    for old in range(table.slot.shape[0]):
        if table.slot[old] >= 0:
            find_or_add(bigger, np.int64(table.cell[old]), table.sides[old], int(table.slot[old]))
    return bigger


@nb.njit(cache=True, nogil=True)
def _place(table: Table, cell: np.int64, sides: npt.NDArray[np.uint64]) -> np.int64:
    """Return the place of a key: where it stands, or the free place where it belongs."""
    h = np.uint64(cell) * np.uint64(0x9E3779B97F4A7C15)
    for word in sides:
        if word:  # a key is the same with and without words of zeros at its end
            h ^= word
            h ^= h >> np.uint64(29)
            h *= np.uint64(0xBF58476D1CE4E5B9)
            h ^= h >> np.uint64(32)
    mask = table.slot.shape[0] - 1
    place = np.int64(h & np.uint64(mask))
    while table.slot[place] >= 0:
        if table.cell[place] == cell and _is_same(table.sides[place], sides):
            break
        place = (place + 1) & mask
    return place


@nb.njit(cache=True, nogil=True, inline="always")
def _is_same(a: npt.NDArray[np.uint64], b: npt.NDArray[np.uint64]) -> bool:
    same = True
    for t in range(b.shape[0]):
        same &= a[t] == b[t]
    return same
