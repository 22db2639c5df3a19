"""The bound of all zones together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from geo.core import Certificate
from geo.core.arrays import Floats, Ints
from geo.scale.country.pieces import canonical_piece, crosses
from geo.scale.country.zones.earning import Zone
from geo.scale.country.zones.writing import Part, written
from geo.solve.engine.cover import Cover, by_site

__all__ = ["Zoned", "zone_bound"]

_BATCH = 8  # zones solved between two looks at the clock


class Zoned(NamedTuple):
    """What no plan exceeds, in people, and its proof."""

    bound: int
    proof: Certificate


def zone_bound(
    cover: Cover, p: int, *, zones: list[Ints], lam: Floats, go_on: Callable[[int], bool]
) -> Zoned:
    """Bound what any ``p`` sites cover.

    Parameters
    ----------
    cover, p
        The problem; ``0 < p < cover.n_site``, rows in lexicographic order.
    zones
        Ascending numbers of the sites of each zone; each site in just one.
    lam
        ``(n_face,)`` multipliers, in people.
    go_on
        Asked now and then with the bound as far as it is proven; False leaves the rest of the
        zones to the multipliers.
    """
    shared = _Shared(cover, p, zones, lam)
    bound, parts = [shared.zone(z).bound for z in range(len(zones))], dict[int, Part]()
    with ThreadPoolExecutor(2) as pool:
        for some in _batches(np.argsort([-b for b in bound], kind="stable")):
            if not go_on(shared.fixed + sum(bound)):
                break
            for z, found in zip(some.tolist(), pool.map(shared.solved, some.tolist()), strict=True):
                bound[z], parts[z] = found
    every = [parts.get(z) or shared.zone(z).written(site) for z, site in enumerate(zones)]
    return Zoned(shared.fixed + sum(bound), shared.written(every))


def _batches(numbers: Ints) -> Iterator[Ints]:
    for at in range(0, len(numbers), _BATCH):
        yield numbers[at : at + _BATCH]


class _Shared:
    """What the zones share: whole multipliers, the price, and which faces cross."""

    def __init__(self, cover: Cover, p: int, zones: list[Ints], lam: Floats) -> None:
        self._cover, self._p, self._zones = cover, p, zones
        self._by_site = by_site(cover)
        self._zone = np.empty(cover.n_site, np.int64)
        for number, site in enumerate(zones):
            self._zone[site] = number
        self._lam = np.clip(np.rint(lam).astype(np.int64), 0, cover.weight)
        start, face = self._by_site
        rho = np.add.reduceat(np.append(self._lam[face], 0), start[:-1])
        rho[np.diff(start) == 0] = 0
        self._across = crosses(cover, self._zone)
        self._worth = np.where(self._across, self._lam, cover.weight)
        self._price = int(np.partition(rho, len(rho) - p)[len(rho) - p])
        self.fixed = self._price * p + int((cover.weight - self._lam)[self._across].sum())

    def zone(self, z: int) -> Zone:
        """Bound a zone by the multipliers that it shares with the others."""
        site = self._zones[z]
        columns = (self._worth, self._lam)
        piece, (lam,) = canonical_piece(self._cover, self._by_site, site, columns)
        zone = Zone(piece, self._price, min(self._p, len(site)))
        zone.multiply(lam.astype(np.float64))
        return zone

    def solved(self, z: int) -> tuple[int, Part]:
        """Bound a zone by exact search, and write the proof."""
        zone = self.zone(z)
        zone.search()
        return zone.bound, zone.written(self._zones[z])

    def written(self, parts: list[Part]) -> Certificate:
        """Write the proof of all zones."""
        return written(self._price, self._zone, self._lam[self._across], parts)
