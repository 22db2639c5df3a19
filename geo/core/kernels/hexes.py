"""The hexagon of each point, compiled: a million points many times over."""

from __future__ import annotations

import numba as nb
import numpy as np
import numpy.typing as npt

__all__ = ["mark", "nearest_centres"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@nb.njit(cache=True, nogil=True)
def nearest_centres(x: Floats, y: Floats, wide: float, high: float) -> tuple[Floats, Floats]:
    """Return half-columns and rows, whole numbers as floats: both are odd, or both are even.

    Parameters
    ----------
    x, y
        ``(n,)`` metres.
    wide, high
        Half the width of a cell and the height from row to row, in metres.
    """
    column, row = np.empty_like(x), np.empty_like(y)
    for k in range(x.shape[0]):
        u, v = x[k] / wide, y[k] / high
        even_u, even_v = 2 * np.rint(u / 2), 2 * np.rint(v / 2)
        odd_u, odd_v = 2 * np.floor(u / 2) + 1, 2 * np.floor(v / 2) + 1
        # In these units a step is √3/2 · side wide and 3/2 · side high: squares weigh 1 to 3.
        to_even = (u - even_u) ** 2 + 3 * (v - even_v) ** 2
        is_odd = (u - odd_u) ** 2 + 3 * (v - odd_v) ** 2 < to_even
        column[k] = odd_u if is_odd else even_u
        row[k] = odd_v if is_odd else even_v
    return column, row


@nb.njit(cache=True, nogil=True)
def mark(code: Ints, n_code: int) -> tuple[Ints, Ints]:
    """Give codes in use numbers from 0, ascending; return that of each point, and each one's code.

    Parameters
    ----------
    code
        ``(n,)`` whole numbers from 0 to ``n_code - 1``.
    n_code
        How many there could be; a table of so many numbers is made.
    """
    number = np.zeros(n_code, np.int64)
    for c in code:
        number[c] = 1
    n = 0
    for c in range(n_code):
        if number[c]:
            number[c] = n
            n += 1
        else:
            number[c] = -1
    cell, used = np.empty_like(code), np.empty(n, np.int64)
    for k in range(code.shape[0]):
        cell[k] = number[code[k]]
        used[cell[k]] = code[k]
    return cell, used
