"""Firms summed up to groups, and counts of groups rounded."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints

__all__ = ["Merged", "rounded"]


class Merged:
    """Sums firms up to groups: ``group`` is ``(n,)``, from 0 on."""

    def __init__(self, group: Ints) -> None:
        self.group = group
        self.size = np.bincount(group)
        self.n = len(self.size)

    def total(self, values: Ints) -> Ints:
        """Add up whole numbers."""
        found = np.zeros(self.n, np.int64)
        np.add.at(found, self.group, values)
        return found

    def mean(self, values: Floats) -> Floats:
        """Average, each firm alike: a weighted middle would point at the largest."""
        summed = np.zeros(self.n)
        np.add.at(summed, self.group, values)
        return np.asarray(summed / self.size)

    def every(self, flags: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Say whether something holds for every firm of a group."""
        return np.asarray(np.bincount(self.group, flags, self.n) == self.size)

    def common(self, pos: Ints) -> Ints:
        """Return the position all firms of a group share, or -1."""
        low, high = np.full(self.n, np.iinfo(np.int64).max), np.full(self.n, -1)
        np.minimum.at(low, self.group, pos)
        np.maximum.at(high, self.group, pos)
        return np.where(low == high, low, -1)


def rounded(counts: Ints, step: int) -> Ints:
    """Round counts to multiples of ``step`` by rounding their running sums.

    A count of ``step`` or more keeps ``step`` at least; the sum is within half a step of the sum.

    Examples
    --------
    >>> rounded(np.array([37, 37, 37, 37]), 25).tolist()
    [25, 50, 25, 50]
    """
    running = (np.cumsum(counts) + step // 2) // step * step
    return np.diff(running, prepend=0)
