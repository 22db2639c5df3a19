"""Maker ``largest``: the fullest hexagons, what a person picks by eye from a density map."""

from __future__ import annotations

import numpy as np

from geo.candidates.maker import as_sites, wanted
from geo.candidates.places import middles, places, sums
from geo.core import Demand, Sites
from geo.core.arrays import Floats, Ints
from geo.core.hexes import Hexes, hexagons

__all__ = ["largest_clusters"]

_GLANCE = 0.4  # side of a hexagon: so many times the spread of the people / √n
_MOST = 200_000


def largest_clusters(demand: Demand, sites: Sites, *, n: int, seed: int = 0) -> Sites:  # noqa: ARG001 - nothing is drawn here
    """Take the ``n`` hexagons with the most people, no two side by side while others are left.

    The hexagons are as fine as a map of the whole invites one to look: their side is 0.4 times the
    standard distance of the people from their middle, divided by ``√n``. Centres are snapped to the
    nearest usable venues.
    """
    points, weight = places(demand, most=_MOST)
    if not len(points) or not wanted(n):
        return as_sites(points[:0], weight[:0], demand, sites, word="largest")
    side = _GLANCE * _spread(points, weight) / np.sqrt(n) or 1.0
    x, y = (points - points.min(axis=0)).T
    hexes, cell = hexagons(x, y, weight, side_m=side)
    chosen = _apart(hexes, n)
    centres, people = middles(points, weight, cell)[chosen], sums(weight, cell)[chosen]
    return as_sites(centres, people, demand, sites, word="largest")


def _spread(points: Floats, weight: Ints) -> float:
    """Return the standard distance of the people from their middle, in metres."""
    away = points - np.average(points, axis=0, weights=weight)
    return float(np.sqrt(np.average(np.square(away).sum(axis=1), weights=weight)))


def _apart(hexes: Hexes, n: int) -> Ints:
    """Choose the fullest cells, first those that touch none chosen before."""
    order = np.argsort(-hexes.weight, kind="stable")
    centres: Floats = np.column_stack([hexes.x, hexes.y])
    free = np.ones(len(hexes), bool)
    chosen: list[int] = []
    for k in order.tolist():
        if free[k] and len(chosen) < n:
            chosen.append(k)
            # Neighbours stand √3 sides away, the next ring 3 sides.
            free &= np.hypot(*(centres - centres[k]).T) > 2 * hexes.side_m
    rest = [k for k in order.tolist() if k not in set(chosen)] if len(chosen) < n else []
    return np.asarray([*chosen, *rest][:n], np.int64)
