"""The hull of one row that needs several sites.

``need * z <= sum of y over the row's n sites`` lets a few half-open sites cover a row. Of the
``n - k`` sites that are left without any ``k`` of them, ``need - k`` must be open all the same::

    (need - k) * z <= sum of y over any n - k sites of the row,    k = 0 .. need - 1

Together these describe the convex hull of one row. The sharpest for given ``y`` leaves out the
``k`` sites that are open furthest, so sorting a row finds it.
"""

from __future__ import annotations

import numba as nb
import numpy as np

from geo.core.arrays import Floats, Ints
from geo.solve.exact.compact import Compact
from geo.solve.exact.highs import Inequality

__all__ = ["row_cuts"]

_HAIR = 1e-6


def row_cuts(small: Compact, y: Floats, z: Floats) -> list[Inequality]:
    """Return, for each row that it cuts, the inequality that ``y`` and ``z`` violate most.

    Columns are numbered as in `geo.solve.exact.program.Program`: sites, then rows.

    Parameters
    ----------
    small
        The model.
    y, z
        ``(k,)`` how far the free sites are open, ``(n,)`` how far the rows are covered.
    """
    order = np.lexsort((y[small.pos], small.row_of_pair))
    site = small.pos[order]
    left_out = _left_out(small.start, y[site], small.need, z)
    cuts = []
    for f in np.flatnonzero(left_out):
        kept = site[small.start[f] : small.start[f + 1] - left_out[f]]
        column = np.r_[kept, len(small.free) + f]
        value = np.r_[np.ones(len(kept)), -float(small.need[f] - left_out[f])]
        cuts.append(Inequality(column, value, 0.0))
    return cuts


@nb.njit(cache=True, nogil=True)
def _left_out(start: Ints, y: Floats, need: Ints, z: Floats) -> Ints:
    """Return how many of the furthest open sites to leave out of each row; 0: nothing is cut."""
    found = np.zeros(need.shape[0], np.int64)
    for f in range(need.shape[0]):
        if need[f] == 1 or z[f] <= _HAIR:
            continue
        total, most = 0.0, z[f] - _HAIR
        for t in range(start[f], start[f + 1]):
            total += y[t]
        for k in range(1, need[f]):
            total -= y[start[f + 1] - k]
            if total / (need[f] - k) < most:
                most, found[f] = total / (need[f] - k), k
    return found
