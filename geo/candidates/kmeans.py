"""Maker ``kmeans``: weighted k-means over the demand."""

from __future__ import annotations

import warnings

import numpy as np

from geo.candidates.maker import as_sites, wanted
from geo.candidates.places import middles, places, sums
from geo.core import Demand, Sites
from geo.core.arrays import Floats, Ints

__all__ = ["kmeans"]

_MOST = 20_000  # places; beyond, demand is summed over hexagons first
_STARTS = 4


def kmeans(demand: Demand, sites: Sites, *, n: int, seed: int = 0) -> Sites:
    """Describe the demand by ``n`` centres with the least weighted squared distance (Lloyd 1982).

    Centres are snapped to the nearest usable venues, as `geo.candidates.maker.as_sites` says. With
    no more than ``n`` distinct places, these themselves are the centres.
    """
    points, weight = places(demand, most=_MOST)
    k = min(wanted(n), len(points))
    if not k:
        return as_sites(points[:0], weight[:0], demand, sites, word="kmeans")
    group = np.arange(k) if k == len(points) else _groups(points, weight, k, seed)
    centres, people = middles(points, weight, group), sums(weight, group)
    return as_sites(centres, people, demand, sites, word="kmeans")


def _groups(points: Floats, weight: Ints, k: int, seed: int) -> Ints:
    """Return the cluster of each place, numbered from 0 without a gap."""
    from sklearn.cluster import KMeans  # noqa: PLC0415 - takes seconds to import
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415 - likewise
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 - likewise

    model = KMeans(k, n_init=_STARTS, random_state=seed % 2**32)
    # Several threads wait for one another where a machine is busy: ten times as long.
    with warnings.catch_warnings(), threadpool_limits(1):
        # Places that differ by less than the arithmetic does end up in fewer clusters; so be it.
        warnings.simplefilter("ignore", ConvergenceWarning)
        labels = model.fit_predict(points, sample_weight=weight / weight.max())
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)
