"""Sets of sites counted through below a bound in whole numbers, those of the largest sums first.

Multipliers bound every plan by ``rest + sum of rho`` over its sites. Where that bound is tight few
sets of sites can come near the best, and they are looked at one by one. What several sites of a set
cover together the sums count several times; that is taken off on the way, which makes the bound of
a set that is half chosen much sharper (`geo.solve.engine.again.left`).
"""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np

from geo.core.arrays import Ints
from geo.solve.engine.again.left import (
    Bounded,
    Left,
    begun,
    force,
    let_go,
    open_next,
    reaches,
    shut,
)

__all__ = ["Walked", "Wanted", "walk"]


class Wanted(NamedTuple):
    """What is asked of a walk.

    Attributes
    ----------
    n
        Plans; 0: any one.
    least
        What a plan must be worth, in units.
    most_nodes
        Nodes at most.
    """

    n: int
    least: int
    most_nodes: int


class Walked(NamedTuple):
    """Plans met and their values, ``picks[:n]`` and ``value[:n]``, and the nodes looked at.

    More nodes than were allowed: the walk was not finished.
    """

    n: int
    value: Ints
    picks: Ints
    n_node: int


@nb.njit(cache=True, nogil=True)
def walk(of: Bounded, sites: Ints, p: int, forced: int, asked: Wanted) -> Walked:
    """Go through the sets of ``p`` sites whose bound reaches what is asked, depth first.

    Parameters
    ----------
    of
        The problem and its multipliers.
    sites, p
        Sites to choose from, and how many to open.
    forced
        A site opened beforehand, not one of ``sites``; or -1.
    asked
        What is asked.
    """
    left, keep = begun(of, sites, p), max(asked.n, 1)
    if forced >= 0:
        force(of, left, forced)
    value, picks = np.zeros(keep, np.int64), np.zeros((keep, max(p, 1)), np.int64)
    if p == 0:
        is_enough = left.got[0] * of.scale >= asked.least
        return Walked(int(is_enough), left.got.copy(), picks, 0)
    n, n_node, least, depth = 0, 0, asked.least, 0
    let_go(left, 0, p, least)
    while depth >= 0:
        if not reaches(left, depth, p - depth, least):
            depth -= 1
            if depth >= 0:
                shut(of, left, depth)
            continue
        n_node += 1
        if n_node > asked.most_nodes:
            break
        if depth < p - 1:
            open_next(of, left, depth)
            depth += 1
            let_go(left, depth, p - depth, least)
            continue
        n = _note(value, picks, left, least, of.scale, n)
        if n and asked.n == 0:
            break
        if n == keep:  # from here on only better ones
            least = max(least, (value.min() + 1) * of.scale)
    return Walked(n, value, picks, n_node)


@nb.njit(cache=True, nogil=True)
def _note(value: Ints, picks: Ints, left: Left, least: int, scale: int, n: int) -> int:
    """Write the whole set looked at down if it is worth ``least``, and look at the next.

    Once the list is full it takes the place of the worst; returns how many are listed.
    """
    last = left.at.shape[0] - 1
    gained = left.got[last] + left.more[last, left.at[last]]
    if gained * scale >= least:
        where = n if n < value.shape[0] else np.argmin(value)
        value[where] = gained
        for k in range(last + 1):
            picks[where, k] = left.site[k, left.at[k]]
        n = min(n + 1, value.shape[0])
    left.at[last] += 1
    return n
