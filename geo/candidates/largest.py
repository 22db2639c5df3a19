"""Maker ``largest``: the fullest hexagons, what a person picks by eye from a density map."""

from __future__ import annotations

import numpy as np

from geo.candidates.maker import as_sites, wanted
from geo.candidates.places import at_most, middles, places, sums
from geo.core import Demand, Sites
from geo.core.arrays import Floats, Ints
from geo.core.hexes import Hexes

__all__ = ["largest_clusters"]

_CELLS = 100  # about what one takes in at a glance
_CELLS_PER_SITE = 20
_MOST = 200_000


def largest_clusters(demand: Demand, sites: Sites, *, n: int, seed: int = 0) -> Sites:  # noqa: ARG001 - nothing is drawn here
    """Take the ``n`` hexagons with the most people, no two side by side while others are left.

    Centres are snapped to the nearest usable venues.
    """
    points, weight = places(demand, most=_MOST)
    if not len(points) or not wanted(n):
        return as_sites(points[:0], weight[:0], demand, sites, word="largest")
    hexes, cell = at_most(points, weight, max(_CELLS, _CELLS_PER_SITE * n))
    centres, people = middles(points, weight, cell), sums(weight, cell)
    chosen = _apart(hexes, n)
    return as_sites(centres[chosen], people[chosen], demand, sites, word="largest")


def _apart(hexes: Hexes, n: int) -> Ints:
    """Choose the fullest cells, first those that touch none chosen before."""
    order = np.argsort(-hexes.weight, kind="stable")
    centres: Floats = np.column_stack([hexes.x, hexes.y])
    free, chosen = np.ones(len(hexes), bool), []
    for k in order:
        if free[k]:
            chosen.append(int(k))
            # Neighbours stand √3 sides away, the next ring 3 sides.
            free &= np.hypot(*(centres - centres[k]).T) > 2 * hexes.side_m
    rest = [int(k) for k in order if int(k) not in set(chosen)]
    return np.asarray([*chosen, *rest][:n], np.int64)
