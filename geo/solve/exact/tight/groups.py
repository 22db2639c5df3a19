"""Groups of sites that share demand, and what every choice of a group's sites covers.

A row counts for a group if all its sites are in it. With a dozen sites a group has a few thousand
choices, so what they cover can simply be listed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba as nb
import numpy as np
from scipy.sparse import csr_array

from geo.core.arrays import Ints
from geo.solve.exact.compact import Compact

__all__ = ["Group", "groups_of"]

_SIZE = 12  # sites of a group: 4,096 choices
_MOST_WORTH = 1 << 38  # of a group, so that the planes above it can be checked in 64 bits
_MOST_WORK = 50_000_000  # pairs of sites in rows: beyond, neighbours are not looked for


@dataclass(frozen=True, eq=False)
class Group:
    """Some sites, the rows that only they can cover, and the worth of each choice of sites.

    Attributes
    ----------
    site
        ``(k,)`` numbers of free sites, ascending.
    row
        ``(n,)`` rows all of whose sites are in the group.
    weight
        ``(n,)`` their worth.
    table
        ``(2**k,)`` worth covered where the sites of the bits set are open.
    """

    site: Ints
    row: Ints
    weight: Ints
    table: Ints


def groups_of(small: Compact) -> list[Group]:
    """Group each site with those that share the most worth with it; leave out doubles."""
    degree = np.diff(small.start)
    if int((degree * degree).sum()) > _MOST_WORK:
        return []
    rows_of_sites = _matrix(small)
    member = sorted({tuple(sorted(one)) for one in _neighbours(small, rows_of_sites)})
    made = (_group(small, rows_of_sites, np.array(one)) for one in member)
    return [group for group in made if len(group.row) > 1 and group.table[-1] < _MOST_WORTH]


def _matrix(small: Compact) -> csr_array:
    """Return the sites' rows, ``(n_site, n_row)``, ones."""
    entry = (small.pos, small.row_of_pair)
    return csr_array((np.ones(len(small.pos)), entry), shape=(len(small.free), len(small.weight)))


def _neighbours(small: Compact, rows_of_sites: csr_array) -> list[list[int]]:
    """List, for each site, itself and those with which it shares the most."""
    share = small.weight / np.maximum(np.diff(small.start), 1)
    shared = csr_array((rows_of_sites * share[None, :]) @ rows_of_sites.T)
    found = []
    for j in range(len(small.free)):
        part = slice(shared.indptr[j], shared.indptr[j + 1])
        other, much = shared.indices[part], shared.data[part]
        best = other[np.lexsort((other, -much))]
        found.append([j, *best[best != j][: _SIZE - 1].tolist()])
    return found


def _group(small: Compact, rows_of_sites: csr_array, site: Ints) -> Group:
    inside = csr_array(rows_of_sites[site]).tocoo()
    count = np.bincount(inside.col, minlength=len(small.weight))
    row = np.flatnonzero((count > 0) & (count == np.diff(small.start)))
    number = np.full(len(small.weight), -1)
    number[row] = np.arange(len(row))
    kept = number[inside.col] >= 0
    bit, face = inside.row[kept].astype(np.int64), number[inside.col[kept]]
    order = np.argsort(bit, kind="stable")
    start = np.searchsorted(bit[order], np.arange(len(site) + 1))
    weight = small.weight[row]
    table = _worth(start, face[order], small.need[row], weight)
    return Group(site.astype(np.int64), row, weight, table)


@nb.njit(cache=True, nogil=True)
def _worth(start: Ints, face: Ints, need: Ints, weight: Ints) -> Ints:
    """Worth of all choices, each one site away from the one before (Gray 1953)."""
    n_site = start.shape[0] - 1
    table = np.zeros(1 << n_site, np.int64)
    times, is_open = np.zeros(need.shape[0], np.int64), np.zeros(n_site, np.bool_)
    choice, worth = 0, 0
    for i in range(1, 1 << n_site):
        j = 0
        while not (i >> j) & 1:
            j += 1
        choice ^= 1 << j
        change = -1 if is_open[j] else 1
        is_open[j] = not is_open[j]
        for t in range(start[j], start[j + 1]):
            f = face[t]
            worth -= weight[f] * (times[f] >= need[f])
            times[f] += change
            worth += weight[f] * (times[f] >= need[f])
        table[choice] = worth
    return table
