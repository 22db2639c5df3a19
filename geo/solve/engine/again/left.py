"""The sites left to choose from, depth by depth of a walk, and what each would still add.

When a site is opened its faces are taken off the sums of the others, and those whose sum no longer
reaches are let go, for all sets that hold what is open so far.
"""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Ints
from geo.solve.engine.again.largest import least_of_largest
from geo.solve.engine.cover import Cover

__all__ = ["Bounded", "Left", "Sides", "begun", "force", "let_go", "open_next", "reaches", "shut"]

Sides = tuple[Ints, npt.NDArray[np.int32]]


class Bounded(NamedTuple):
    """A problem and multipliers that bound it.

    Attributes
    ----------
    cover, sides
        The problem, and the same site by site (`geo.solve.engine.cover.transposed`).
    lam
        ``(n_face,)`` multipliers, in units of ``1 / scale`` people.
    scale
        Units to one person.
    """

    cover: Cover
    sides: Sides
    lam: Ints
    scale: int


class Left(NamedTuple):
    """What is left at each depth; at depth ``d`` that many sites of the walk are open.

    Attributes
    ----------
    site, rho, more
        ``(p, n)`` sites by falling ``rho``: the multipliers of the faces a site would newly cover;
        and the people of these faces.
    n, at
        ``(p,)`` how many sites there are, and which is looked at.
    bound, got
        ``(p,)`` the bound without the sites left, in units, and the people covered.
    times
        ``(n_face,)`` how often each face is covered.
    lost
        ``(2, n_site)`` what the site opened last takes off the others: of ``rho``, of ``more``.
    """

    site: Ints
    rho: Ints
    more: Ints
    n: Ints
    at: Ints
    bound: Ints
    got: Ints
    times: Ints
    lost: Ints


@nb.njit(cache=True, nogil=True)
def begun(of: Bounded, sites: Ints, p: int) -> Left:
    """List ``sites``, of which ``p`` are to be opened, as none is open yet."""
    cover, rest = of.cover, 0
    lost = np.zeros((2, cover.n_site), np.int64)
    for f in range(of.lam.shape[0]):
        rest += cover.weight[f] * of.scale - of.lam[f]
        for k in range(cover.start[f], cover.start[f + 1]):
            lost[0, cover.site[k]] += of.lam[f]
            lost[1, cover.site[k]] += cover.weight[f]
    shape = max(p, 1), sites.shape[0]
    left = Left(
        np.empty(shape, np.int64), np.empty(shape, np.int64), np.empty(shape, np.int64),
        np.zeros(shape[0], np.int64), np.zeros(shape[0], np.int64),
        np.zeros(shape[0], np.int64), np.zeros(shape[0], np.int64),
        np.zeros(cover.weight.shape[0], np.int64), lost,
    )  # fmt: skip
    for i in range(sites.shape[0]):
        left.site[0, i] = sites[i]
        left.rho[0, i], left.more[0, i] = lost[0, sites[i]], lost[1, sites[i]]
    left.n[0], left.bound[0] = sites.shape[0], rest
    return left


@nb.njit(cache=True, nogil=True)
def force(of: Bounded, left: Left, site: int) -> None:
    """Open a site that is not listed, before all others."""
    _cover(of, left, site)
    left.bound[0] += left.lost[0, site]
    left.got[0] += left.lost[1, site]
    for k in range(left.n[0]):
        left.rho[0, k] -= left.lost[0, left.site[0, k]]
        left.more[0, k] -= left.lost[1, left.site[0, k]]


@nb.njit(cache=True, nogil=True)
def let_go(left: Left, depth: int, p: int, least: int) -> None:
    """Keep the sites that reach ``least`` with the largest others, ``p`` in all, the best first."""
    n, rho = left.n[depth], left.rho[depth]
    left.n[depth] = left.at[depth] = 0
    if n < p:
        return
    needed, kept = least - left.bound[depth], 0
    if p > 1:
        last, n_last = least_of_largest(rho[:n], p - 1), p - 1
        for i in range(n):
            if rho[i] > last:
                needed -= rho[i]
                n_last -= 1
        needed -= n_last * last
    for i in range(n):
        if rho[i] >= needed:
            _keep(left, depth, i, kept)
            kept += 1
    left.n[depth] = kept


@nb.njit(cache=True, nogil=True, inline="always")
def _keep(left: Left, depth: int, i: int, kept: int) -> None:
    """Put a site among those kept before it; of equals the one that stood first stays first."""
    site, rho, more = left.site[depth, i], left.rho[depth, i], left.more[depth, i]
    k = kept
    while k > 0 and left.rho[depth, k - 1] < rho:
        left.site[depth, k] = left.site[depth, k - 1]
        left.rho[depth, k] = left.rho[depth, k - 1]
        left.more[depth, k] = left.more[depth, k - 1]
        k -= 1
    left.site[depth, k], left.rho[depth, k], left.more[depth, k] = site, rho, more


@nb.njit(cache=True, nogil=True, inline="always")
def reaches(left: Left, depth: int, p: int, least: int) -> bool:
    """Say whether the site looked at reaches with those after it, ``p`` in all."""
    i, most = left.at[depth], left.bound[depth]
    if i + p > left.n[depth]:
        return False
    for k in range(i, i + p):
        most += left.rho[depth, k]
    return bool(most >= least)


@nb.njit(cache=True, nogil=True)
def open_next(of: Bounded, left: Left, depth: int) -> None:
    """Open the site looked at, and list those after it without what it covers."""
    i, below = left.at[depth], depth + 1
    _cover(of, left, left.site[depth, i])
    left.bound[below] = left.bound[depth] + left.rho[depth, i]
    left.got[below] = left.got[depth] + left.more[depth, i]
    n = left.n[depth] - i - 1
    for k in range(n):
        j = left.site[depth, i + 1 + k]
        left.site[below, k] = j
        left.rho[below, k] = left.rho[depth, i + 1 + k] - left.lost[0, j]
        left.more[below, k] = left.more[depth, i + 1 + k] - left.lost[1, j]
    left.n[below] = n


@nb.njit(cache=True, nogil=True)
def _cover(of: Bounded, left: Left, site: int) -> None:
    """Mark the faces of a site, and what each site loses by those that were not covered yet."""
    cover, lost = of.cover, left.lost
    lost[:] = 0
    for q in range(of.sides[0][site], of.sides[0][site + 1]):
        f = of.sides[1][q]
        left.times[f] += 1
        if left.times[f] > 1:
            continue
        for k in range(cover.start[f], cover.start[f + 1]):
            lost[0, cover.site[k]] += of.lam[f]
            lost[1, cover.site[k]] += cover.weight[f]


@nb.njit(cache=True, nogil=True, inline="always")
def shut(of: Bounded, left: Left, depth: int) -> None:
    """Shut the site looked at again, and look at the next."""
    site = left.site[depth, left.at[depth]]
    for q in range(of.sides[0][site], of.sides[0][site + 1]):
        left.times[of.sides[1][q]] -= 1
    left.at[depth] += 1
