"""Sparse rows in canonical order: ascending, unlike one another, sorted."""

from __future__ import annotations

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Ints

__all__ = ["canonical_rows"]


def canonical_rows(
    start: Ints, pos: npt.NDArray[np.int32]
) -> tuple[Ints, npt.NDArray[np.int32], Ints]:
    """Sort rows lexicographically and drop repeated and empty ones.

    Parameters
    ----------
    start
        ``(n + 1,)`` row limits.
    pos
        ``(n_pair,)`` entries, ascending within each row.

    Returns
    -------
    start, pos
        The rows that are left: ``(k + 1,)`` and ``(n_kept,)``.
    group
        ``(n,)`` the new row of each old one; ``k`` for an empty row.
    """
    order = _order(start, pos)
    return _unique(start, pos, order)  # type: ignore[no-any-return]


@nb.njit(cache=True, nogil=True)
def _less(start: Ints, pos: npt.NDArray[np.int32], a: int, b: int) -> int:
    """Compare row ``a`` with row ``b``: -1, 0 or 1."""
    i, j = start[a], start[b]
    while i < start[a + 1] and j < start[b + 1]:
        if pos[i] != pos[j]:
            return -1 if pos[i] < pos[j] else 1
        i += 1
        j += 1
    left, right = start[a + 1] - i, start[b + 1] - j
    return 0 if left == right else (-1 if left < right else 1)


@nb.njit(cache=True, nogil=True)
def _order(start: Ints, pos: npt.NDArray[np.int32]) -> Ints:
    """Sort the row numbers by their rows: bottom-up merge sort, stable."""
    n = start.shape[0] - 1
    source, target = np.arange(n), np.empty(n, np.int64)
    width = 1
    while width < n:
        for low in range(0, n, 2 * width):
            middle, high = min(low + width, n), min(low + 2 * width, n)
            i, j = low, middle
            for k in range(low, high):
                if j >= high or (i < middle and _less(start, pos, source[i], source[j]) <= 0):
                    target[k] = source[i]
                    i += 1
                else:
                    target[k] = source[j]
                    j += 1
        source, target = target, source
        width *= 2
    return source


@nb.njit(cache=True, nogil=True)
def _unique(
    start: Ints, pos: npt.NDArray[np.int32], order: Ints
) -> tuple[Ints, npt.NDArray[np.int32], Ints]:
    n = order.shape[0]
    new_start = np.zeros(n + 1, np.int64)
    new_pos = np.empty(pos.shape[0], np.int32)
    group = np.empty(n, np.int64)
    kept = -1
    for t in range(n):
        row = order[t]
        if start[row] == start[row + 1]:
            group[row] = -1
            continue
        if kept < 0 or _less(start, pos, order[t - 1], row) != 0:
            kept += 1
            end = new_start[kept]
            for k in range(start[row], start[row + 1]):
                new_pos[end] = pos[k]
                end += 1
            new_start[kept + 1] = end
        group[row] = kept
    for row in range(n):
        if group[row] < 0:
            group[row] = kept + 1
    return new_start[: kept + 2].copy(), new_pos[: new_start[kept + 1]].copy(), group
