"""The order in which a Hilbert curve meets points."""

from __future__ import annotations

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints

__all__ = ["along", "around"]

_BITS = 16  # the curve runs through 2^16 x 2^16 fields


def along(x: Floats, y: Floats) -> Ints:
    """Return the positions of points ``(n,)`` in the order of the curve; of one field, as given."""
    low, scale = [], []
    for values in (x, y):
        low.append(float(values.min()))
        scale.append(((1 << _BITS) - 1) / (float(values.max()) - low[-1] or 1.0))
    place = _places(x, y, *low, *scale)
    place |= np.arange(len(x), dtype=np.uint64)  # sorting numbers is ten times sorting positions
    place.sort()
    return (place & np.uint64((1 << 32) - 1)).astype(np.int64)


@nb.njit(cache=True, nogil=True)
def around(x: Floats, y: Floats, order: Ints) -> npt.NDArray[np.float32]:
    """Return ``(n, 4)`` least and most x, least and most y of each point, rounded outwards."""
    box = np.empty((len(order), 4), np.float32)
    for k in range(len(order)):
        for column, value in ((0, x[order[k]]), (2, y[order[k]])):
            near = np.float32(value)
            box[k, column] = near if near <= value else np.nextafter(near, np.float32(-np.inf))
            box[k, column + 1] = near if near >= value else np.nextafter(near, np.float32(np.inf))
    return box


@nb.njit(cache=True, nogil=True)
def _places(
    x: Floats, y: Floats, west: float, south: float, scale_x: float, scale_y: float
) -> npt.NDArray[np.uint64]:
    """Return how far along the curve each point lies (Warren, Hacker's Delight, 16-2)."""
    found = np.empty(len(x), np.uint64)
    for k in range(len(x)):
        across, up = np.int64((x[k] - west) * scale_x), np.int64((y[k] - south) * scale_y)
        place = np.int64(0)
        for bit in range(_BITS - 1, -1, -1):
            right, above = across >> bit & 1, up >> bit & 1
            place = place << 2 | (3 * right ^ above)
            if not above:
                across, up = up ^ -right, across ^ -right
        found[k] = place << 32
    return found
