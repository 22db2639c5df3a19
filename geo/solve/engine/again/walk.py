"""Sets of sites counted through below a bound in whole numbers, those of the largest sums first.

Multipliers bound every plan by ``rest + sum of rho`` over its sites. Where that bound is tight few
sets of sites can come near the best, and they are looked at one by one. What several sites of a set
cover together the sums count several times; that is taken off on the way, which makes the bound of
a set that is half chosen much sharper.
"""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Ints
from geo.solve.engine.cover import Cover

__all__ = ["Order", "Start", "Walked", "Wanted", "order_of", "walk"]


class Order(NamedTuple):
    """Sites by falling ``rho``, and the sums of ``rho`` before each."""

    site: Ints
    before: Ints


@nb.njit(cache=True, nogil=True)
def order_of(rho: Ints) -> Order:
    """Rank sites; of equals the one that stands first."""
    site = np.argsort(-rho, kind="mergesort")
    before = np.zeros(rho.shape[0] + 1, np.int64)
    before[1:] = np.cumsum(rho[site])
    return Order(site, before)


class Start(NamedTuple):
    """A site opened beforehand (or -1), the bound without others, the bound a plan must reach."""

    forced: int
    rest: int
    least: int


class Wanted(NamedTuple):
    """What is asked of a walk.

    Attributes
    ----------
    n
        Plans; 0: any one.
    most_nodes
        Nodes at most.
    scale
        Units to one person.
    """

    n: int
    most_nodes: int
    scale: int


class Walked(NamedTuple):
    """Plans met and their values, ``picks[:n]`` and ``value[:n]``, and the nodes looked at.

    More nodes than were allowed: the walk was not finished.
    """

    n: int
    value: Ints
    picks: Ints
    n_node: int


@nb.njit(cache=True, nogil=True)
def walk(  # noqa: C901 - one loop over a stack, kept whole for the compiler
    cover: Cover,
    lam: Ints,
    sides: tuple[Ints, npt.NDArray[np.int32]],
    order: Order,
    p: int,
    start: Start,
    asked: Wanted,
) -> Walked:
    """Go through the sets of ``p`` sites whose bound reaches ``start.least``, depth first."""
    first, face = sides
    times = np.zeros(cover.weight.shape[0], np.int64)
    keep = max(asked.n, 1)
    value, picks = np.zeros(keep, np.int64), np.zeros((keep, max(p, 1)), np.int64)
    at, got = np.zeros(p + 1, np.int64), np.zeros(p + 1, np.int64)
    n, n_node, least, depth, rho = 0, 0, start.least, 0, 0
    if start.forced >= 0:
        got[0], _excess = _open(cover, lam, first, face, times, start.forced)
    if p == 0:
        return Walked(int(got[0] * asked.scale >= least), got[:1].copy(), picks, 0)
    m = order.site.shape[0]
    while depth >= 0:
        i, left = at[depth], p - depth
        most = start.rest + rho + order.before[min(i + left, m)] - order.before[i]
        if i + left > m or most < least:
            depth -= 1
            if depth >= 0:
                i = at[depth]
                rho += _shut(lam, first, face, times, order.site[i])
                rho -= order.before[i + 1] - order.before[i]
                at[depth] += 1
            continue
        n_node += 1
        if n_node > asked.most_nodes:
            break
        if depth < p - 1:
            more, excess = _open(cover, lam, first, face, times, order.site[i])
            rho += order.before[i + 1] - order.before[i] - excess
            depth += 1
            at[depth], got[depth] = i + 1, got[depth - 1] + more
            continue
        gained = got[depth] + _added(cover, first, face, times, order.site[i])
        at[depth] += 1
        if gained * asked.scale < least:
            continue
        n = _note(value, picks, order.site, at, gained, n)
        if asked.n == 0:
            break
        if n == keep:  # from here on only better ones
            least = max(least, (value.min() + 1) * asked.scale)
    return Walked(n, value, picks, n_node)


@nb.njit(cache=True, nogil=True)
def _note(value: Ints, picks: Ints, site: Ints, at: Ints, gained: int, n: int) -> int:
    """Write a set down, in the place of the worst once ``n`` fill the list; count them."""
    where, p = n if n < value.shape[0] else np.argmin(value), at.shape[0] - 1
    value[where] = gained
    for k in range(p):
        picks[where, k] = site[at[k] - (k == p - 1)]
    return n + 1 if n < value.shape[0] else n


@nb.njit(cache=True, nogil=True)
def _added(cover: Cover, first: Ints, face: npt.NDArray[np.int32], times: Ints, site: int) -> int:
    """Return the people that a site would add."""
    gained = 0
    for k in range(first[site], first[site + 1]):
        if times[face[k]] == 0:
            gained += cover.weight[face[k]]
    return gained


@nb.njit(cache=True, nogil=True)
def _open(
    cover: Cover, lam: Ints, first: Ints, face: npt.NDArray[np.int32], times: Ints, site: int
) -> tuple[int, int]:
    """Open a site; return the people it adds, and the multipliers that are now counted again."""
    gained, excess = 0, 0
    for k in range(first[site], first[site + 1]):
        if times[face[k]] == 0:
            gained += cover.weight[face[k]]
        else:
            excess += lam[face[k]]
        times[face[k]] += 1
    return gained, excess


@nb.njit(cache=True, nogil=True)
def _shut(lam: Ints, first: Ints, face: npt.NDArray[np.int32], times: Ints, site: int) -> int:
    """Shut a site again; return the multipliers that are no longer counted again."""
    excess = 0
    for k in range(first[site], first[site + 1]):
        times[face[k]] -= 1
        if times[face[k]] > 0:
            excess += lam[face[k]]
    return excess
