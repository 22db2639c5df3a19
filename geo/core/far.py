"""Places far from all others: a slip of the pen puts a firm into the next ocean."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats

__all__ = ["FAR_M", "FAR_TIMES", "LEAST_PLACES", "is_far"]

FAR_M = 10_000.0
"""Metres from the middle up to which nothing is far."""

FAR_TIMES = 8.0
"""Times the median distance from the middle, beyond which a place is far."""

LEAST_PLACES = 5
"""Places of which any can be far from the others."""

_ENOUGH = 20_000  # places that tell the middle and the usual distance of any number of places


def is_far(x: Floats, y: Floats) -> npt.NDArray[np.bool_]:
    """Say which of ``(n,)`` places, in metres, lie far from all others; fewer than half of them.

    Of very many places, one in so many tells where the middle is: all of them take a map's time.
    """
    if len(x) < LEAST_PLACES:
        return np.zeros(len(x), bool)
    some = slice(None, None, max(1, len(x) // _ENOUGH))
    middle = np.median(x[some]), np.median(y[some])

    def metres(x: Floats, y: Floats) -> Floats:
        return np.asarray(np.hypot(x - middle[0], y - middle[1]))

    limit = max(FAR_M, FAR_TIMES * float(np.median(metres(x[some], y[some]))))
    corners = np.array([x.min(), x.max()]), np.array([y.min(), y.max()])
    if (metres(*np.meshgrid(*corners)) <= limit).all():
        return np.zeros(len(x), bool)
    return np.asarray(metres(x, y) > limit)
