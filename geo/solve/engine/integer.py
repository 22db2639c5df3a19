"""Bounds and fixings in whole numbers: what is claimed never rests on floating point.

Multipliers are whole multiples of a unit, ``2**exponent`` people, cut at the weight of the face::

    exponent >= 0:  lam_f = min(k_f * 2**exponent, w_f),            scale = 1
    exponent <  0:  lam_f = min(k_f, w_f * 2**-exponent),           scale = 2**-exponent

All sums are taken in units of ``1 / scale`` people and fit into 64 bits: `finest` sees to that.
"""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np

from geo.core.arrays import Floats, Ints
from geo.solve.engine.cover import CLOSED, FREE, OPEN, Cover, States

__all__ = [
    "Multipliers",
    "Priced",
    "coarsest",
    "coarsest_fixings",
    "finest",
    "fixings",
    "priced",
    "rounded",
]

_FINEST = -10
_NEARLY_ALL = 0.95


class Multipliers(NamedTuple):
    """Whole multipliers ``k`` of the unit ``2**exponent``: ``(n_face,)``."""

    exponent: int
    k: Ints


class Priced(NamedTuple):
    """What multipliers say, in units of ``1 / scale`` people.

    Attributes
    ----------
    rest
        Sum of ``w - lam``.
    rho
        ``(n_site,)`` sums of ``lam`` over the faces of each site.
    scale
        Units to one person.
    """

    rest: int
    rho: Ints
    scale: int

    def most(self, p: int) -> int:
        """Bound the coverage of ``p`` sites, in units."""
        return self.rest + int(np.sort(self.rho)[len(self.rho) - p :].sum())

    def bound(self, p: int) -> int:
        """Bound the coverage of ``p`` sites, in people."""
        return self.most(p) // self.scale


def finest(total: int, n_site: int) -> int:
    """Return the finest exponent whose sums stay within 64 bits."""
    room = 62 - (max(total, 1) * (n_site + 2)).bit_length()
    return max(_FINEST, -room)


def rounded(lam: Floats, cover: Cover, exponent: int) -> Multipliers:
    """Round multipliers in people to whole multiples of ``2**exponent``."""
    units = np.ldexp(np.minimum(lam, cover.weight.astype(np.float64)), -exponent)
    return Multipliers(exponent, np.maximum(np.rint(units), 0).astype(np.int64))


def priced(cover: Cover, by: Multipliers) -> Priced:
    """Add up multipliers site by site."""
    rest, rho = _priced(cover, by.k, by.exponent)
    return Priced(int(rest), rho, 1 << max(-by.exponent, 0))


def coarsest(cover: Cover, p: int, lam: Floats, *, limit: int, finest: int) -> Multipliers:
    """Return the coarsest multipliers that still bound ``p`` sites by ``limit``.

    Coarse ones are small numbers, and a proof is as long as its numbers. Where nothing coarser
    will do, the finest are returned.
    """
    for exponent in _exponents(cover, finest):
        by = rounded(lam, cover, exponent)
        if priced(cover, by).bound(p) <= limit:
            return by
    return rounded(lam, cover, finest)


def coarsest_fixings(
    cover: Cover, p: int, lam: Floats, *, cut: int, finest: int
) -> tuple[Multipliers, States]:
    """Return the coarsest multipliers that settle nearly all that the finest do, and the states."""
    by = rounded(lam, cover, finest)
    state = fixings(priced(cover, by), p, cut=cut)
    enough = int((state != FREE).sum()) * _NEARLY_ALL
    if enough:
        for exponent in _exponents(cover, finest):
            coarse = rounded(lam, cover, exponent)
            settled = fixings(priced(cover, coarse), p, cut=cut)
            if int((settled != FREE).sum()) >= enough:
                return coarse, settled
    return by, state


def _exponents(cover: Cover, finest: int) -> range:
    return range(int(cover.weight.max()).bit_length(), finest, -3)


def fixings(by: Priced, p: int, *, cut: int) -> States:
    """Settle the sites whose other choice cannot reach ``cut`` people.

    With the bound ``U`` of *these* multipliers: opening a site that is not among the ``p`` largest
    costs ``rho[last in] - rho[j]``, closing one that is costs ``rho[j] - rho[first out]``.

    Returns
    -------
    state
        ``(n_site,)`` of ``FREE``, ``OPEN``, ``CLOSED``.
    """
    order = np.argsort(-by.rho, kind="stable")
    last_in, first_out = int(by.rho[order[p - 1]]), int(by.rho[order[p]])
    slack = cut * by.scale - by.most(p)
    state = np.full(len(by.rho), FREE, np.int8)
    inside, outside = order[:p], order[p:]
    state[outside[by.rho[outside] - last_in < slack]] = CLOSED
    state[inside[first_out - by.rho[inside] < slack]] = OPEN
    return state


@nb.njit(cache=True, nogil=True)
def _priced(cover: Cover, k: Ints, exponent: int) -> tuple[int, Ints]:
    rho, rest = np.zeros(cover.n_site, np.int64), 0
    for f in range(cover.weight.shape[0]):
        if exponent >= 0:
            w, lam = cover.weight[f], k[f] << exponent
        else:
            w, lam = cover.weight[f] << -exponent, k[f]
        lam = min(lam, w)
        rest += w - lam
        for t in range(cover.start[f], cover.start[f + 1]):
            rho[cover.site[t]] += lam
    return rest, rho
