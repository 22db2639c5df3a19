"""A country made up from a seed: cities of Zipf sizes, clustered firms, candidates beside them.

Each city has a seed of its own, so cities can be made one at a time, in any order, and a city is
the same whichever share of the country is made.
"""

from dataclasses import dataclass

import numpy as np

from geo.core import Demand, Sites

DENSITY = 2000.0  # firms to a square kilometre of a city
CELL_M = 260_000.0  # cities stand apart on a jittered grid
PER_CENTRE = 15_000  # firms to a centre within a city


@dataclass(frozen=True)
class Country:
    """How many firms, cities, candidates; coordinates are metres."""

    n_firm: int
    n_city: int
    n_site: int
    seed: int = 1

    def sizes(self):
        """Return firms and candidates of each city, largest first."""
        share = 1 / np.arange(1, self.n_city + 1)
        share /= share.sum()
        firms = np.maximum(1000, share * self.n_firm).astype(int)
        sites = np.maximum(3, np.round(share * self.n_site)).astype(int)
        sites[0] += self.n_site - sites.sum()
        return firms, sites

    def city(self, c):
        """Make city ``c``: demand with workers as weights, and candidates beside some firms."""
        firms, sites = self.sizes()
        rng = np.random.default_rng([self.seed, c])
        x, y = _points(rng, firms[c])
        weight = np.minimum(rng.pareto(1.1, firms[c]) * 3 + 1, 5000).astype(np.int64)
        beside = rng.choice(firms[c], sites[c], replace=False)
        east, north = self._place(c)
        at = np.stack([x, y])[:, beside] + rng.normal(size=(2, sites[c])) * 50
        return (
            Demand.from_arrays(x + east, y + north, weight),
            Sites.from_arrays(at[0] + east, at[1] + north),
        )

    def _place(self, c):
        side = int(np.ceil(np.sqrt(self.n_city)))
        cell = np.random.default_rng(self.seed).permutation(side * side)[c]
        jitter = np.random.default_rng([self.seed, c, 1]).random(2) * CELL_M / 4
        return np.array([cell % side, cell // side]) * CELL_M + jitter


def _points(rng, n):
    """Scatter firms around centres, denser in the middle, some centres far larger than others."""
    radius = np.sqrt(n / DENSITY / np.pi) * 1000
    k = max(4, n // PER_CENTRE)
    angle, out = rng.random(k) * 2 * np.pi, radius * rng.random(k) ** 0.75
    share = rng.pareto(1.2, k) + 0.2
    share = np.minimum(share / share.sum(), 0.08)
    of = rng.choice(k, n, p=share / share.sum())
    spread = ((rng.gamma(2, 0.5, k) + 0.3) * 1000)[of]
    x = (out * np.cos(angle))[of] + rng.normal(size=n) * spread
    y = (out * np.sin(angle))[of] + rng.normal(size=n) * spread
    return x, y


def joined(sites):
    """Put the candidates of all cities into one list."""
    return Sites.from_arrays(
        np.concatenate([s.x for s in sites]), np.concatenate([s.y for s in sites])
    )
