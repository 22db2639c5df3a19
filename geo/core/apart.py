"""Two lists of ids of which one came from the other: what came, what went, what stayed where."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from geo.core.arrays import Ints

__all__ = ["Apart", "apart"]


@dataclass(frozen=True, eq=False)
class Apart:
    """How a list came from another.

    Attributes
    ----------
    head, tail
        Rows at the beginning, and at the end, that are the same in both.
    came_from
        ``(n,)`` of each row of the new list between them its position in the old one, -1 if it is
        fresh.
    gone
        Positions in the old list of rows that are not in the new one.
    """

    head: int
    tail: int
    came_from: Ints
    gone: Ints

    @property
    def fresh(self) -> Ints:
        """Positions in the new list of rows that are not in the old one."""
        return self.head + np.flatnonzero(self.came_from < 0)


def apart(was: pd.Index, now: pd.Index) -> Apart:
    """Compare two lists of unique ids, quickly where they differ in a few places near each other.

    Examples
    --------
    >>> found = apart(pd.Index([1, 2, 3, 4]), pd.Index([1, 3, 4, 9]))
    >>> found.gone.tolist(), found.fresh.tolist()
    ([1], [3])
    """
    n, m = len(was), len(now)
    if was is now:
        return Apart(n, 0, np.empty(0, np.int64), np.empty(0, np.int64))
    a, b = was.array, now.array  # an index that is sliced looks after its hash table, and is slow
    shorter = min(n, m)
    differs = _unlike(a[:shorter], b[:shorter])
    head = int(differs[0]) if len(differs) else shorter
    rest = shorter - head
    differs = _unlike(a[n - rest :], b[m - rest :])
    tail = rest - 1 - int(differs[-1]) if len(differs) else rest
    old: pd.Index = pd.Index(a[head : n - tail], dtype=was.dtype)
    new: pd.Index = pd.Index(b[head : m - tail], dtype=now.dtype)
    inner = np.asarray(old.get_indexer(new), np.int64)
    stays = np.zeros(len(old), bool)
    stays[inner[inner >= 0]] = True
    return Apart(head, tail, np.where(inner < 0, -1, inner + head), head + np.flatnonzero(~stays))


def _unlike(a: ExtensionArray, b: ExtensionArray) -> Ints:
    """Return the positions at which two lists of one length differ."""
    if a.dtype != b.dtype or a.dtype == np.dtype(object):
        return np.flatnonzero(np.asarray(a, dtype=object) != np.asarray(b, dtype=object))
    return np.flatnonzero(np.asarray(a != b, dtype=bool))
