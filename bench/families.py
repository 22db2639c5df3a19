"""Synthetic families: anyone can make the same instances again.

``clustered``: 200 clusters, candidates beside firms (easy: the relaxation is nearly tight).
``uniform``: Cordeau, Furini and Ljubic (2019), everything uniform in a square (the hard family).
"""

import numpy as np

from geo.core import Demand, Sites

SIDE = 30.0


def made(kind, n_firm, n_site, seed=7):
    """Return demand and sites; weights are 1..100."""
    rng = np.random.default_rng(seed)
    if kind == "uniform":
        firm = rng.random((2, n_firm)) * SIDE
        weight = rng.integers(1, 101, n_firm)
        site = rng.random((2, n_site)) * SIDE
    else:
        centre = rng.random((200, 2)) * SIDE
        of = rng.integers(0, 200, n_firm)
        spread = rng.gamma(2, SIDE / 120, 200)[of]
        firm = np.clip(centre[of].T + rng.normal(size=(2, n_firm)) * spread, 0, SIDE)
        weight = rng.integers(1, 101, n_firm)
        site = firm[:, rng.integers(0, n_firm, n_site)] + rng.normal(size=(2, n_site)) * 0.1
    return Demand.from_arrays(*firm, weight), Sites.from_arrays(*site)


def parts(n_part, n_firm, n_site, seed=7):
    """Return the sites, and a maker of each part: ``n_firm`` firms in the same clusters."""
    rng = np.random.default_rng(seed)
    centre = rng.random((200, 2)) * SIDE
    spread = rng.gamma(2, SIDE / 120, 200)
    of_site = rng.integers(0, 200, n_site)
    spot = centre[of_site].T + rng.normal(size=(2, n_site)) * spread[of_site]
    sites = Sites.from_arrays(*np.clip(spot, 0, SIDE))

    def part(k):
        of_part = np.random.default_rng([seed, k])
        of = of_part.integers(0, 200, n_firm)
        firm = centre[of].T + of_part.normal(size=(2, n_firm)) * spread[of]
        return Demand.from_arrays(*np.clip(firm, 0, SIDE), of_part.integers(1, 101, n_firm))

    return sites, [lambda k=k: part(k) for k in range(n_part)]
