"""Cholesky factor of a dense matrix, on one thread and without leaving compiled code.

A library's own threads would fight with ours over the cores; for a few hundred sites plain loops
over rows are as fast.
"""

from __future__ import annotations

import numba as nb
import numpy as np

from geo.core.arrays import Floats

__all__ = ["factor", "solve"]

_TINY = 1e-300


@nb.njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def factor(matrix: Floats) -> None:
    """Replace the lower triangle of ``matrix`` by ``L`` with ``L @ L.T == matrix``.

    Two rows are worked on at a time, so that each row of ``L`` fetched serves twice.
    """
    n = matrix.shape[0]
    for j in range(n):
        total = matrix[j, j]
        for k in range(j):
            total -= matrix[j, k] * matrix[j, k]
        matrix[j, j] = np.sqrt(max(total, _TINY))
        inverse = 1 / matrix[j, j]
        i = j + 1
        while i + 1 < n:
            a, b = matrix[i, j], matrix[i + 1, j]
            for k in range(j):
                a -= matrix[i, k] * matrix[j, k]
                b -= matrix[i + 1, k] * matrix[j, k]
            matrix[i, j], matrix[i + 1, j] = a * inverse, b * inverse
            i += 2
        if i < n:
            a = matrix[i, j]
            for k in range(j):
                a -= matrix[i, k] * matrix[j, k]
            matrix[i, j] = a * inverse


@nb.njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def solve(lower: Floats, right: Floats) -> None:
    """Replace ``right`` by the solution of ``L @ L.T @ x = right``."""
    n = lower.shape[0]
    for i in range(n):
        total = right[i]
        for k in range(i):
            total -= lower[i, k] * right[k]
        right[i] = total / lower[i, i]
    for i in range(n - 1, -1, -1):
        right[i] /= lower[i, i]
        for k in range(i):
            right[k] -= lower[i, k] * right[i]
