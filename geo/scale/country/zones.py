"""A bound from zones: the number of sites priced, faces across zones shared out, zones exact.

With a price ``q`` of a site and multipliers ``0 <= lam_f <= w_f``, every plan of ``p`` sites covers
at most::

    q p + sum over faces across zones of (w_f - lam_f) + sum over zones of best_z

where ``best_z`` is the most that sites of the zone alone earn: ``w_f`` for a face that only this
zone can cover, ``lam_f`` for one that others can cover too, less ``q`` a site. (A face across zones
is worth ``w_f - lam_f`` once and ``lam_f`` in each zone that covers it, so never too little.)
Any whole ``q`` and ``lam`` will do; those of the relaxation make it tight, and solving zones
exactly takes away what the relaxation leaves open inside them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np

from geo.core.arrays import Floats, Ints
from geo.scale.country.exact import best_choice
from geo.scale.country.pieces import crosses, piece_of
from geo.solve.engine.cover import Cover, by_site
from geo.solve.engine.integer import finest, priced, rounded
from geo.solve.engine.relax import relax

__all__ = ["cut_zones", "zone_bound"]

_MOST_BATCHES = 40  # of nodes for each number of sites in a zone
_BATCH = 8  # zones solved between two looks at the clock


def cut_zones(place: Floats, first: Ints, size: int) -> list[Ints]:
    """Cut each component into zones of at most ``size`` sites, across its longer side.

    Parameters
    ----------
    place
        ``(n_site, 2)`` metres east and north.
    first
        ``(n_component + 1,)`` limits of the components.
    size
        Most sites of a zone.
    """
    zones, left = [], [np.arange(a, b) for a, b in pairwise(first)]
    while left:
        site = left.pop()
        if len(site) <= size:
            zones.append(site)
            continue
        at = place[site]
        along = at[:, int(np.argmax(np.ptp(at, axis=0)))]
        site = site[np.argsort(along, kind="stable")]
        left += [np.sort(site[: len(site) // 2]), np.sort(site[len(site) // 2 :])]
    return zones


def zone_bound(
    cover: Cover, p: int, *, zones: list[Ints], lam: Floats, go_on: Callable[[int], bool]
) -> int:
    """Bound what any ``p`` sites cover, in people.

    Parameters
    ----------
    cover, p
        The problem; ``0 < p < cover.n_site``.
    zones
        Numbers of the sites of each zone; each site in just one.
    lam
        ``(n_face,)`` multipliers, in people.
    go_on
        Asked now and then with the bound as far as it is proven; False leaves the rest of the
        zones to the multipliers.
    """
    shared = _Shared(cover, p, zones, lam)
    bound = [shared.quick(site) for site in zones]
    with ThreadPoolExecutor(2) as pool:
        for some in _batches(np.argsort([-b for b in bound], kind="stable")):
            if not go_on(shared.fixed + sum(bound)):
                break
            found = pool.map(lambda z: (z, shared.exact(zones[z])), some)
            for z, better in found:
                bound[z] = min(bound[z], better)
    return shared.fixed + sum(bound)


def _batches(numbers: Ints) -> Iterator[Ints]:
    for at in range(0, len(numbers), _BATCH):
        yield numbers[at : at + _BATCH]


class _Shared:
    """What the zones share: whole multipliers, the price, and which faces cross."""

    def __init__(self, cover: Cover, p: int, zones: list[Ints], lam: Floats) -> None:
        zone = np.empty(cover.n_site, np.int64)
        for number, site in enumerate(zones):
            zone[site] = number
        self._cover, self._by_site = cover, by_site(cover)
        whole = np.clip(np.rint(lam).astype(np.int64), 0, cover.weight)
        rho = np.add.reduceat(np.append(whole[self._by_site[1]], 0), self._by_site[0][:-1])
        rho[np.diff(self._by_site[0]) == 0] = 0
        across = crosses(cover, zone)
        self.price = int(np.partition(rho, len(rho) - p)[len(rho) - p])
        self.fixed = self.price * p + int((cover.weight - whole)[across].sum())
        self._worth = np.where(across, whole, cover.weight)
        self._spare = self._worth - whole
        self._over = np.maximum(rho - self.price, 0)

    def quick(self, site: Ints) -> int:
        """Bound a zone by the multipliers alone."""
        spare = piece_of(self._cover, self._by_site, site, self._spare).weight.sum()
        return int(self._over[site].sum() + spare)

    def exact(self, site: Ints) -> int:
        """Bound what a zone earns by the best choice of each number of sites worth trying."""
        piece = piece_of(self._cover, self._by_site, site, self._worth)
        return _earned(piece, self.price)


def _earned(piece: Cover, price: int) -> int:
    """Bound coverage less ``price`` a site over all choices in a piece."""
    total, n = int(piece.weight.sum()), piece.n_site
    if n == 1 or not total:
        return max(0, total - price)
    cost = price * np.arange(n + 1)
    guess = int(np.clip(round(total / max(price, 1) / 2), 1, n - 1))
    most = _most(piece, guess) - cost
    for _again in range(2):  # multipliers are sharp near the number they are made for
        peak = int(np.clip(np.argmax(most), 1, n - 1))
        most = np.minimum(most, _most(piece, peak) - cost)
    known, proven = 0, 0
    for k in np.argsort(-most, kind="stable"):
        if most[k] <= known:
            break
        number = int(k)
        start = np.arange(number)
        found = best_choice(piece, number, start, known + int(cost[k]), batches=_MOST_BATCHES)
        known = max(known, found.plan.value - int(cost[k]))
        proven = max(proven, min(int(most[k]), found.bound - int(cost[k])))
    return max(known, proven)


def _most(piece: Cover, p: int) -> Ints:
    """Bound what each number of sites covers, by multipliers made for ``p``: ``(n_site + 1,)``."""
    solved = relax(piece, p, value=0.0)
    exponent = finest(int(piece.weight.sum()), piece.n_site)
    by = priced(piece, rounded(solved.lam, piece, exponent))
    best = np.concatenate([[0], np.cumsum(np.sort(by.rho)[::-1])])
    return np.asarray((by.rest + best) // by.scale, np.int64)
