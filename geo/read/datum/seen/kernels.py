"""The one loop of the doctor that is worth compiling: a list moved by thousands of shifts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from geo.core.arrays import Floats, Ints

__all__ = ["moved_sums"]


@njit(cache=True, nogil=True)
def moved_sums(features: npt.NDArray[np.float32], at: Ints, weight: Floats, moves: Ints) -> Floats:
    """Return the weighted features under a list moved by each shift.

    Parameters
    ----------
    features
        ``(n_cell, 2)`` the surface, cell by cell.
    at
        ``(n,)`` cell of each point.
    weight
        ``(n,)`` weight of each point.
    moves
        ``(n_shift,)`` cells by which each shift moves every point.

    Returns
    -------
    sums
        ``(n_shift, 2)``.
    """
    sums = np.zeros((len(moves), 2))
    for s in range(len(moves)):
        near, crowd = 0.0, 0.0
        for i in range(len(at)):
            cell = at[i] + moves[s]
            near += weight[i] * features[cell, 0]
            crowd += weight[i] * features[cell, 1]
        sums[s, 0], sums[s, 1] = near, crowd
    return sums
