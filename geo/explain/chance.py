"""People drawn at random for many firms at once, outside the interpreter's lock.

Threads that draw with NumPy wait for one another at each of its calls; what is drawn here is the
same to the digit.
"""

from __future__ import annotations

import numba as nb
import numpy as np

from geo.core.arrays import Ints

__all__ = ["off_by"]


@nb.njit(cache=True, nogil=True)
def off_by(
    chance: np.random.Generator, people: Ints, share: float, odds: float
) -> tuple[Ints, Ints]:
    """Draw a factor for each firm, and whether there is one more beside it.

    Parameters
    ----------
    chance
        Where numbers come from: one for each firm's factor, then, unless ``odds`` are zero, one
        more for each firm.
    people
        ``(n,)`` workers.
    share
        Workers are off by a factor from ``1 ± share``, rounded to whole people.
    odds
        Of one more firm beside each.

    Returns
    -------
    people, beside
        ``(n,)`` workers drawn, and positions of the firms with one more beside them.
    """
    found, beside, n = people.copy(), np.empty(people.shape[0], np.int64), 0
    for i in range(people.shape[0]):
        found[i] = np.int64(np.rint(people[i] * (1 + share * chance.uniform(-1, 1))))
    if odds > 0:
        for i in range(people.shape[0]):
            beside[n] = i
            n += chance.random() < odds
    return found, beside[:n].copy()
