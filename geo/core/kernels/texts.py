"""Many texts as one stream of bytes: the length of each, then its letters."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

__all__ = ["counted"]

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]


@njit(nogil=True, cache=True)
def counted(ends: Ints, letters: Bytes) -> Bytes:
    """Write each text behind its length.

    Parameters
    ----------
    ends
        ``(n + 1,)``: where each text begins in ``letters``, and where the last one ends.
    letters
        The texts in UTF-8, one after another.

    Returns
    -------
    ndarray
        For each text its number of bytes, in 8 bytes with the lowest first, and then its bytes.
    """
    n = len(ends) - 1
    out = np.empty(ends[n] - ends[0] + 8 * n, np.uint8)
    at = 0
    for i in range(n):
        length = ends[i + 1] - ends[i]
        for shift in range(8):
            out[at + shift] = (length >> (8 * shift)) & 255
        at += 8
        for k in range(ends[i], ends[i + 1]):
            out[at] = letters[k]
            at += 1
    return out
