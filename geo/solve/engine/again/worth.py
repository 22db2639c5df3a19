"""What many plans are worth in one draw."""

from __future__ import annotations

import numba as nb
import numpy as np

from geo.core.arrays import Ints
from geo.solve.engine.cover import Cover, transposed

__all__ = ["worth"]


@nb.njit(cache=True, nogil=True)
def worth(cover: Cover, plans: Ints) -> Ints:
    """Count the people whom each plan covers: ``(n_plan,)``.

    Parameters
    ----------
    cover
        The problem.
    plans
        ``(n_plan, p)`` sites, -1 for none.
    """
    start, face = transposed(cover)
    seen = np.full(cover.weight.shape[0], -1)
    value = np.zeros(plans.shape[0], np.int64)
    for t in range(plans.shape[0]):
        for j in plans[t]:
            if j < 0:
                continue
            for k in range(start[j], start[j + 1]):
                f = face[k]
                if seen[f] != t:
                    seen[f] = t
                    value[t] += cover.weight[f]
    return value
