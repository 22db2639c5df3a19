"""Numbers drawn evenly from 0..1, turned into people in compiled code.

Some of NumPy's calls hold the interpreter's lock, and threads that draw would wait for one another.
"""

from __future__ import annotations

import numba as nb
import numpy as np

from geo.core.arrays import Floats, Ints

__all__ = ["off_by", "under"]


@nb.njit(cache=True, nogil=True)
def off_by(people: Ints, share: float, drawn: Floats) -> Ints:
    """Let each firm's workers be off by a factor from ``1 ± share``, rounded to whole people.

    Parameters
    ----------
    people
        ``(n,)`` workers.
    share
        How wrong they may be.
    drawn
        ``(n,)`` numbers from 0..1; 0.5 leaves a firm as it is.
    """
    found = np.empty_like(people)
    for i in range(people.shape[0]):
        found[i] = np.int64(np.rint(people[i] * (1 + share * (-1 + 2 * drawn[i]))))
    return found


@nb.njit(cache=True, nogil=True)
def under(drawn: Floats, odds: float) -> Ints:
    """Return the positions of the numbers below ``odds``."""
    found, n = np.empty(drawn.shape[0], np.int64), 0
    for i in range(drawn.shape[0]):
        found[n] = i
        n += drawn[i] < odds
    return found[:n].copy()
