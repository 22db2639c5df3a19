"""A symmetric banded system for each component, factored by LAPACK."""

from __future__ import annotations

from concurrent.futures import Executor
from typing import NamedTuple

import numba as nb
import numpy as np
from scipy.linalg import lapack

from geo.core.arrays import Floats, Ints
from geo.scale.country.layout import Layout
from geo.solve.engine.cover import Cover

__all__ = ["Bands", "NotPositiveError", "bands", "factor", "fill", "solve"]


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


def fill(system: Bands, layout: Layout, d: Floats, diagonal: Floats, pool: Executor) -> None:
    """Set ``sum_f d_f a_f a_f' + diag(diagonal)``, with ``a_f`` the 0/1 row of face ``f``."""

    def one(c: int) -> None:
        _fill(layout.cover, system, layout.first_face, c, d, diagonal)

    list(pool.map(one, _largest_first(system)))


def factor(system: Bands) -> None:
    """Replace each matrix by its Cholesky factor.

    Raises
    ------
    NotPositiveError
        A matrix is not positive definite in floating point.
    """
    for c in range(len(system.width)):
        block = _block(system, c)
        factored, info = lapack.dpbtrf(block, lower=1, overwrite_ab=1)
        if info:
            raise NotPositiveError
        if factored.base is not block.base and not np.shares_memory(factored, block):
            block[...] = factored


def solve(system: Bands, right: Floats) -> Floats:
    """Solve with the factors: ``(n_site,)``."""
    left = np.empty_like(right)
    for c in range(len(system.width)):
        low, high = system.first[c], system.first[c + 1]
        left[low:high] = lapack.dpbtrs(_block(system, c), right[low:high], lower=1)[0]
    return left


def _block(system: Bands, c: int) -> Floats:
    """View one component as LAPACK lays a lower band: ``(width, n)``, columns contiguous."""
    return system.value[system.at[c] : system.at[c + 1]].reshape(-1, system.width[c]).T


def _largest_first(system: Bands) -> list[int]:
    return [int(c) for c in np.argsort(-np.diff(system.at), kind="stable")]


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
