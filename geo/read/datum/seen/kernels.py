"""The loops of the doctor that are worth compiling."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from geo.core.arrays import Floats, Ints

__all__ = ["moved_sums", "stamp"]

Raster = npt.NDArray[np.float32]


@njit(cache=True, nogil=True)
def moved_sums(
    features: Raster, at: Ints, weight: Floats, part: Ints, moves: Ints
) -> tuple[Floats, npt.NDArray[np.float32]]:
    """Return the weighted features under a list moved by each shift, all and part by part.

    Parameters
    ----------
    features
        ``(n_cell, 2)`` the surface, cell by cell.
    at
        ``(n,)`` cell of each point.
    weight
        ``(n,)`` weight of each point.
    part
        ``(n,)`` the part of the list each point belongs to, from 0 on.
    moves
        ``(n_shift,)`` cells by which each shift moves every point.

    Returns
    -------
    sums
        ``(n_shift, 2)``.
    by_part
        ``(n_shift, n_part, 2)``: they add up to the sums.
    """
    sums = np.zeros((len(moves), 2))
    by_part = np.zeros((len(moves), part.max() + 1, 2), np.float32)
    for s in range(len(moves)):
        near, crowd = 0.0, 0.0
        for i in range(len(at)):
            cell = at[i] + moves[s]
            a, b = weight[i] * features[cell, 0], weight[i] * features[cell, 1]
            near += a
            crowd += b
            by_part[s, part[i], 0] += a
            by_part[s, part[i], 1] += b
        sums[s, 0], sums[s, 1] = near, crowd
    return sums, by_part


@njit(cache=True, nogil=True)
def stamp(
    near: Raster, crowd: Raster, at: Ints, patches: tuple[Raster, Raster], times: Floats
) -> None:
    """Lay a patch around each point: the nearest counts in one raster, all add up in the other.

    A few hundred points are laid in a hundredth of the time that filters take for all cells.

    Parameters
    ----------
    near, crowd
        ``(nx, ny)``, changed in place.
    at
        ``(n, 2)`` cells of the points.
    patches
        Two squares of odd size: of ``near`` and of ``crowd``.
    times
        ``(n,)`` how many points lie in each cell.
    """
    nx, ny = near.shape
    reach, spread = patches[0].shape[0] // 2, patches[1].shape[0] // 2
    for p in range(len(at)):
        x, y = at[p, 0], at[p, 1]
        for i in range(max(0, x - reach), min(nx, x + reach + 1)):
            for j in range(max(0, y - reach), min(ny, y + reach + 1)):
                value = patches[0][i - x + reach, j - y + reach]
                near[i, j] = max(near[i, j], value)
        for i in range(max(0, x - spread), min(nx, x + spread + 1)):
            for j in range(max(0, y - spread), min(ny, y + spread + 1)):
                crowd[i, j] += times[p] * patches[1][i - x + spread, j - y + spread]
