"""Solve a small covering problem from a plan and multipliers that nearly fit, in one compiled call.

Swaps mend the plan, a few subgradient steps the multipliers; what these settle leaves the problem,
and the few sites left undecided are counted through (`geo.solve.engine.again.walk`), which is a
proof in whole numbers. Turns grow longer; a problem that the last does not close is for branch and
bound.
"""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np

from geo.core.arrays import Floats, Ints
from geo.solve.engine.again.left import Bounded, Sides
from geo.solve.engine.again.prices import certain, improve, totals, whole
from geo.solve.engine.again.walk import Walked, Wanted, walk
from geo.solve.engine.cover import FREE, OPEN, Cover, restricted, transposed
from geo.solve.engine.swap import filled_and_swapped

__all__ = ["Settled", "settle"]

_TURNS = ((24, 200), (32, 800), (64, 3000), (100, 10_000), (200, 60_000))  # steps, nodes
_ENOUGH = 0.2  # of the sites: worth collapsing again


class Settled(NamedTuple):
    """The best plan.

    Attributes
    ----------
    is_best
        1: it is proven that none is better, though others may be as good; 0: it is not.
    value
        People covered by it.
    picks
        ``(p,)`` its sites.
    """

    is_best: int
    value: int
    picks: Ints


class _Left(NamedTuple):
    """What is not settled yet: the problem, the sites' numbers, and what is settled already."""

    cover: Cover
    sides: Sides
    lam: Floats
    site: Ints
    base: int
    opened: Ints


@nb.njit(cache=True, nogil=True)
def settle(cover: Cover, lam: Floats, picks: Ints, bits: int) -> Settled:
    """Open ``len(picks)`` sites so that the most people are covered.

    Parameters
    ----------
    cover
        The problem, with as many sites as are to be opened, or more.
    lam
        ``(n_face,)`` multipliers to begin with, in people; any are right, good ones are fast.
    picks
        ``(p,)`` sites to begin with, -1 where greedy is to choose.
    bits
        Multipliers are rounded to multiples of ``2**-bits`` people.
    """
    p = picks.shape[0]
    if p == 0:
        return Settled(1, 0, picks.copy())
    sides = transposed(cover)
    need = np.ones(cover.weight.shape[0], np.int32)
    value, best = filled_and_swapped(cover, sides[0], sides[1], need, picks)
    nothing = np.zeros(0, np.int64)
    left = _Left(cover, sides, np.minimum(lam, cover.weight), np.arange(cover.n_site), 0, nothing)
    for n_step, most_nodes in _TURNS:
        left = _shrunk(left, p, value, bits)
        q = p - left.opened.shape[0]
        if q == 0:  # no plan but this one can be better than the best known
            is_better = left.base > value
            return Settled(1, max(value, left.base), left.opened if is_better else best)
        if q < left.cover.n_site:
            improve(left.cover, left.sides, q, value - left.base, left.lam, n_step)
        found = _walked(left, q, value, most_nodes, bits)
        if found.n:
            value = left.base + found.value[0]
            best = np.concatenate((left.opened, left.site[found.picks[0]]))
        if found.n_node <= most_nodes:
            return Settled(1, value, best)
    return Settled(0, value, best)


@nb.njit(cache=True, nogil=True)
def _shrunk(left: _Left, p: int, value: int, bits: int) -> _Left:
    """Let go of the sites that the multipliers settle, if these are many."""
    cover, lam = left.cover, left.lam
    q = p - left.opened.shape[0]
    if q == cover.n_site:
        return left
    rest, rho = totals(cover, whole(cover, lam, bits), bits)
    state = certain(rest, rho, q, (value + 1 - left.base) << bits)
    if np.sum(state != FREE) < _ENOUGH * cover.n_site:
        return left
    below, gained, merged = restricted(cover.start, cover.site, cover.weight, state)
    new = np.zeros(below.weight.shape[0] + 1)
    for f in range(merged.shape[0]):
        new[merged[f]] += lam[f]
    opened = np.concatenate((left.opened, left.site[state == OPEN]))
    return _Left(
        below, transposed(below), new[:-1].copy(), left.site[state == FREE], left.base + gained,
        opened,
    )  # fmt: skip


@nb.njit(cache=True, nogil=True)
def _walked(left: _Left, q: int, value: int, most_nodes: int, bits: int) -> Walked:
    """Count through the sets of ``q`` sites that may be better than the best plan known."""
    cover, scale = left.cover, 1 << bits
    of = Bounded(cover, left.sides, whole(cover, left.lam, bits), scale)
    wanted = Wanted(1, (value + 1 - left.base) * scale, most_nodes)
    return walk(of, np.arange(cover.n_site), q, -1, wanted)
