"""Maker ``density``: HDBSCAN over the demand, dense places of any shape."""

from __future__ import annotations

import numpy as np

from geo.candidates.maker import as_sites, wanted
from geo.candidates.places import middles, places, sums
from geo.core import Demand, Sites
from geo.core.arrays import Floats, Ints

__all__ = ["density"]

_POINTS = 1500  # stand for all people: enough to see clusters, few enough to take a blink
_SMALLEST = 5  # points a cluster has at least
_SHARES = (2, 3, 4, 6, 8, 12, 16, 24)  # a cluster's points: all points / (share · n)


def density(demand: Demand, sites: Sites, *, n: int, seed: int = 0) -> Sites:  # noqa: ARG001 - nothing is drawn here
    """Describe the demand by its ``n`` largest dense clusters (Campello, Moulavi, Sander 2013).

    HDBSCAN knows no weights, so people are spread as points around their place, in proportion. The
    size of a cluster is lowered until ``n`` are found; the ``n`` with the most people are kept.
    There may be fewer. Centres are snapped to the nearest usable venues.
    """
    points, weight = places(demand, most=_POINTS)
    k = min(wanted(n), len(points))
    if not k:
        return as_sites(points[:0], weight[:0], demand, sites, word="density")
    if k == len(points):
        group, strength = np.arange(k), np.ones(k)
    else:
        group, strength = _dense(points, weight, k)
    inside = group >= 0
    # The border of a cluster belongs to it only weakly, and must not pull its centre outwards.
    centres = middles(points[inside], (weight * strength)[inside], group[inside])
    people = sums(weight[inside], group[inside])
    largest = np.argsort(-people, kind="stable")[:k]
    return as_sites(centres[largest], people[largest], demand, sites, word="density")


def _dense(points: Floats, weight: Ints, k: int) -> tuple[Ints, Floats]:
    """Return the cluster of each place, -1 between clusters, and how strongly it belongs there."""
    from sklearn.cluster import HDBSCAN  # noqa: PLC0415 - takes seconds to import

    people, place = _spread(points, weight)
    first = np.searchsorted(place, np.arange(len(points)))  # stands on the place itself
    best, strength = np.full(len(points), -1), np.ones(len(points))
    for share in _SHARES:
        size = max(len(people) // (share * k), _SMALLEST)
        model = HDBSCAN(min_cluster_size=size, min_samples=_SMALLEST, copy=True).fit(people)
        labels = model.labels_[first]
        found = np.unique(labels, return_inverse=True)[1] - int((labels < 0).any())
        if found.max() > best.max():
            best, strength = found.astype(np.int64), model.probabilities_[first].clip(1e-6)
        if best.max() + 1 >= k or size == _SMALLEST:
            break
    # One dense place and nothing else is one cluster, which HDBSCAN does not call so.
    return (best if best.max() >= 0 else np.zeros_like(best)), strength


def _spread(points: Floats, weight: Ints) -> tuple[Floats, Ints]:
    """Spread people around their place like seeds in a sunflower, half-way to the next place.

    Returns
    -------
    people, place
        ``(p, 2)`` metres and ``(p,)`` the place of each, ascending.
    """
    copies = np.maximum(np.rint(_POINTS * (weight / weight.sum())), 1).astype(np.int64)
    place = np.repeat(np.arange(len(points)), copies)
    start = np.cumsum(copies) - copies
    number = np.arange(len(place)) - start[place]
    from scipy.spatial import cKDTree  # noqa: PLC0415 - slow to import

    apart = np.median(cKDTree(points).query(points, k=2)[0][:, 1])
    far = apart / 2 * np.sqrt(number / copies[place])
    angle = number * np.pi * (3 - np.sqrt(5))
    return points[place] + far[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1), place
