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


def is_far(x: Floats, y: Floats) -> npt.NDArray[np.bool_]:
    """Say which of ``(n,)`` places, in metres, lie far from all others; fewer than half of them."""
    if len(x) < LEAST_PLACES:
        return np.zeros(len(x), bool)
    metres = np.hypot(x - np.median(x), y - np.median(y))
    return np.asarray(metres > max(FAR_M, FAR_TIMES * float(np.median(metres))))
