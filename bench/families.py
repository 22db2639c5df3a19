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
