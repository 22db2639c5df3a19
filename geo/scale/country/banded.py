"""A symmetric banded system for each component, factored in place.

The bands are narrow (some hundred sites), where a plain loop down the columns is fast; a threaded
BLAS would spend its time waiting for its own threads.
"""

from __future__ import annotations

from concurrent.futures import Executor
from typing import NamedTuple

import numba as nb
import numpy as np

from geo.core.arrays import Floats, Ints
from geo.scale.country.layout import Layout
from geo.solve.engine.cover import Cover

__all__ = ["Bands", "NotPositiveError", "bands", "factor", "solve"]


class NotPositiveError(ArithmeticError):
    """Rounding has eaten the matrix: no digits are left to gain."""


class Bands(NamedTuple):
    """Room for the matrices of all components.

    Attributes
    ----------
    first
        ``(n_component + 1,)`` limits of the components among the sites.
    width
        ``(n_component,)`` entries kept of each column: the diagonal and what is below it.
    at
        ``(n_component + 1,)`` limits of the components in ``value``.
    value
        Column after column, each from its diagonal down.
    """

    first: Ints
    width: Ints
    at: Ints
    value: Floats


def bands(layout: Layout) -> Bands:
    """Make room."""
    width = layout.band + 1
    at = np.concatenate([[0], np.cumsum(np.diff(layout.first_site) * width)])
    return Bands(layout.first_site, width, at, np.zeros(at[-1]))


def factor(system: Bands, layout: Layout, d: Floats, diagonal: Floats, pool: Executor) -> None:
    """Factor ``sum_f d_f a_f a_f' + diag(diagonal)``, with ``a_f`` the 0/1 row of face ``f``.

    Raises
    ------
    NotPositiveError
        A matrix is not positive definite in floating point.
    """

    def one(c: int) -> bool:
        _fill(layout.cover, system, layout.first_face, c, d, diagonal)
        return bool(_factor(_part(system, c), int(system.width[c])))

    largest_first = np.argsort(-np.diff(system.at), kind="stable")
    if not all(list(pool.map(one, largest_first.tolist()))):
        raise NotPositiveError


def solve(system: Bands, right: Floats) -> Floats:
    """Solve with the factors: ``(n_site,)``."""
    left = right.copy()
    _solve(system, left)
    return left


def _part(system: Bands, c: int) -> Floats:
    return system.value[system.at[c] : system.at[c + 1]]


@nb.njit(cache=True, nogil=True, fastmath=True)
def _fill(
    cover: Cover, system: Bands, first_face: Ints, c: int, d: Floats, diagonal: Floats
) -> None:
    width, first, origin = system.width[c], system.first[c], system.at[c]
    value = system.value
    value[origin : system.at[c + 1]] = 0
    for f in range(first_face[c], first_face[c + 1]):
        end, df = cover.start[f + 1], d[f]
        for k in range(cover.start[f], end):
            column = origin + (cover.site[k] - first) * width - cover.site[k]
            for q in range(k, end):
                value[column + cover.site[q]] += df
    for j in range(first, system.first[c + 1]):
        value[origin + (j - first) * width] += diagonal[j]


@nb.njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _factor(value: Floats, width: int) -> bool:
    """Replace a band by its Cholesky factor, column by column; False where that is impossible."""
    n = value.shape[0] // width
    for j in range(n):
        column = value[j * width : (j + 1) * width]
        if not column[0] > 0:
            return False
        column /= np.sqrt(column[0])
        for k in range(1, min(width, n - j)):
            by = column[k]
            if by != 0:
                other = value[(j + k) * width : (j + k + 1) * width]
                for i in range(width - k):
                    other[i] -= by * column[k + i]
    return True


@nb.njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _solve(system: Bands, x: Floats) -> None:
    for c in range(system.width.shape[0]):
        first, end, width = system.first[c], system.first[c + 1], system.width[c]
        for j in range(first, end):
            at = system.at[c] + (j - first) * width
            x[j] /= system.value[at]
            for i in range(1, min(width, end - j)):
                x[j + i] -= system.value[at + i] * x[j]
        for j in range(end - 1, first - 1, -1):
            at, total = system.at[c] + (j - first) * width, x[j]
            for i in range(1, min(width, end - j)):
                total -= system.value[at + i] * x[j + i]
            x[j] = total / system.value[at]
