"""Sparse rows in canonical order: ascending, unlike one another, sorted.

Equal rows are found by hashing and *compared entry by entry*, so nothing rests on the hash; the
rows that are left are sorted by their first entries packed into one word, then in full.
"""

from __future__ import annotations

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Ints

__all__ = ["add_up", "canonical_rows", "take_rows", "unlike_rows"]


def canonical_rows(
    start: Ints, pos: npt.NDArray[np.int32]
) -> tuple[Ints, npt.NDArray[np.int32], Ints]:
    """Sort rows lexicographically and drop repeated and empty ones.

    Parameters
    ----------
    start
        ``(n + 1,)`` row limits.
    pos
        ``(n_pair,)`` entries >= 0, ascending within each row.

    Returns
    -------
    start, pos
        The rows that are left: ``(k + 1,)`` and ``(n_kept,)``.
    group
        ``(n,)`` the new row of each old one; ``k`` for an empty row.
    """
    first, group = unlike_rows(start, pos)
    order = _order(start, pos, first)
    new_start, new_pos = take_rows(start, pos, first[order])
    rank = np.empty(len(order) + 1, np.int64)
    rank[order] = np.arange(len(order))
    rank[len(order)] = len(order)
    return new_start, new_pos, rank[group]


@nb.njit(cache=True, nogil=True)
def add_up(group: Ints, values: npt.NDArray[np.int64], n_group: int) -> npt.NDArray[np.int64]:
    """Add the rows of ``values`` ``(n, c)`` group by group: ``(n_group, c)``."""
    out = np.zeros((n_group, values.shape[1]), np.int64)
    for i in range(group.shape[0]):
        for c in range(values.shape[1]):
            out[group[i], c] += values[i, c]
    return out


@nb.njit(cache=True, nogil=True, inline="always")
def _hash(start: Ints, pos: npt.NDArray[np.int32], row: int) -> np.int64:
    h = np.uint64(start[row + 1] - start[row])
    for k in range(start[row], start[row + 1]):
        h ^= (
            np.uint64(pos[k])
            + np.uint64(0x9E3779B97F4A7C15)
            + (h << np.uint64(6))
            + (h >> np.uint64(2))
        )
    h ^= h >> np.uint64(31)
    h *= np.uint64(0xBF58476D1CE4E5B9)
    h ^= h >> np.uint64(29)
    return np.int64(h & np.uint64(0x7FFFFFFFFFFFFFFF))


@nb.njit(cache=True, nogil=True)
def _is_equal(start: Ints, pos: npt.NDArray[np.int32], a: int, b: int) -> bool:
    n = start[a + 1] - start[a]
    if start[b + 1] - start[b] != n:
        return False
    for k in range(n):  # noqa: SIM110 - numba compiles loops, not generators
        if pos[start[a] + k] != pos[start[b] + k]:
            return False
    return True


@nb.njit(cache=True, nogil=True)
def unlike_rows(start: Ints, pos: npt.NDArray[np.int32]) -> tuple[Ints, Ints]:
    """Find the rows that differ from all rows before them.

    Returns
    -------
    first
        ``(k,)`` their numbers, ascending; empty rows are left out.
    group
        ``(n,)`` for each row its place in ``first``; ``k`` for an empty row.
    """
    n = start.shape[0] - 1
    size = 16
    while size < 2 * n:
        size *= 2
    table, hashes = np.full(size, -1, np.int32), np.empty(size, np.int64)
    first, group = np.empty(n, np.int64), np.empty(n, np.int64)
    k = 0
    for row in range(n):
        if start[row] == start[row + 1]:
            group[row] = -1
            continue
        h = _hash(start, pos, row)
        place = h & (size - 1)
        while table[place] >= 0 and not (
            hashes[place] == h and _is_equal(start, pos, first[table[place]], row)
        ):
            place = (place + 1) & (size - 1)
        if table[place] < 0:
            table[place], hashes[place], first[k] = k, h, row
            k += 1
        group[row] = table[place]
    for row in range(n):
        if group[row] < 0:
            group[row] = k
    return first[:k].copy(), group


@nb.njit(cache=True, nogil=True)
def _is_less(start: Ints, pos: npt.NDArray[np.int32], a: int, b: int) -> bool:
    """Say whether row ``a`` stands before row ``b``."""
    i, j = start[a], start[b]
    while i < start[a + 1] and j < start[b + 1]:
        if pos[i] != pos[j]:
            return bool(pos[i] < pos[j])
        i += 1
        j += 1
    return bool(start[a + 1] - i < start[b + 1] - j)


@nb.njit(cache=True, nogil=True)
def _order(start: Ints, pos: npt.NDArray[np.int32], rows: Ints) -> Ints:
    """Sort ``rows``, no two alike: by their first two entries, then each tie in full."""
    n = rows.shape[0]
    key = np.zeros(n, np.int64)
    for t in range(n):
        k = start[rows[t]]
        key[t] = np.int64(pos[k]) << 32
        if k + 1 < start[rows[t] + 1]:
            key[t] |= np.int64(pos[k + 1]) + 1
    order = np.argsort(key)
    spare = np.empty(n, np.int64)
    low = 0
    while low < n:
        high = low + 1
        while high < n and key[order[high]] == key[order[low]]:
            high += 1
        if high - low > 1:
            _merge_sort(start, pos, rows, (order[low:high], spare[low:high]))
        low = high
    return order


@nb.njit(cache=True, nogil=True)
def _merge_sort(
    start: Ints, pos: npt.NDArray[np.int32], rows: Ints, place: tuple[Ints, Ints]
) -> None:
    """Sort ``place[0]``, places in ``rows``, bottom up; ``place[1]`` is room to work in."""
    source, target = place
    n = source.shape[0]
    width = 1
    while width < n:
        for low in range(0, n, 2 * width):
            middle, high = min(low + width, n), min(low + 2 * width, n)
            i, j = low, middle
            for k in range(low, high):
                if j >= high or (
                    i < middle and _is_less(start, pos, rows[source[i]], rows[source[j]])
                ):
                    target[k] = source[i]
                    i += 1
                else:
                    target[k] = source[j]
                    j += 1
        for k in range(n):
            source[k] = target[k]
        width *= 2


@nb.njit(cache=True, nogil=True)
def take_rows(
    start: Ints, pos: npt.NDArray[np.int32], rows: Ints
) -> tuple[Ints, npt.NDArray[np.int32]]:
    """Copy some rows out, in the order of ``rows``."""
    n = rows.shape[0]
    new_start = np.zeros(n + 1, np.int64)
    for t in range(n):
        new_start[t + 1] = new_start[t] + start[rows[t] + 1] - start[rows[t]]
    new_pos = np.empty(new_start[n], np.int32)
    for t in range(n):
        for k in range(start[rows[t] + 1] - start[rows[t]]):
            new_pos[new_start[t] + k] = pos[start[rows[t]] + k]
    return new_start, new_pos
