"""The least of the few largest numbers, which a walk and each step of multipliers ask for."""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

__all__ = ["least_of_largest"]

_FEW = 64  # of them are kept in order; more are parted off


@nb.njit(cache=True, nogil=True)
def least_of_largest(values: npt.NDArray[Any], n: int) -> Any:  # noqa: ANN401 - one of the values
    """Return the ``n``-th largest value; ``0 < n <= len(values)``.

    NumPy's partition copies all values and takes several times as long, most of all where they
    nearly fall already.
    """
    if n > _FEW:
        return np.partition(values, values.shape[0] - n)[values.shape[0] - n]
    top = np.empty(n, values.dtype)
    for i in range(values.shape[0]):
        k = i if i < n else n - 1
        if i >= n and values[i] <= top[k]:
            continue
        while k > 0 and top[k - 1] < values[i]:
            top[k] = top[k - 1]
            k -= 1
        top[k] = values[i]
    return top[n - 1]
