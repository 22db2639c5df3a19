"""All makers, and how their sites join those of a study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from geo.candidates.density import density
from geo.candidates.hexgrid import hexgrid
from geo.candidates.kmeans import kmeans
from geo.candidates.largest import largest_clusters
from geo.candidates.maker import Maker
from geo.candidates.venues import venues
from geo.core import Study
from geo.errors import InputError
from geo.words import _

__all__ = ["MAKERS", "with_candidates"]

MAKERS: dict[str, Maker] = {
    "venues": venues,
    "kmeans": kmeans,
    "density": density,
    "hexgrid": hexgrid,
    "largest": largest_clusters,
}
"""Name -> maker."""


def with_candidates(study: Study, makers: Sequence[str], *, n: int, seed: int = 0) -> Study:
    """Add the candidate sites of some makers to a study's own.

    A centre that was snapped to a venue is that venue, so it adds nothing.
    """
    sites = study.sites
    for name in makers:
        if name not in MAKERS:
            raise InputError(
                _(
                    "There is no maker {name!r}; wanted one of {names}.",
                    name=name,
                    names=", ".join(MAKERS),
                )
            )
        made = MAKERS[name](study.demand, study.sites, n=n, seed=seed)
        fresh = np.asarray(~made.ids.isin(sites.ids))
        sites = sites.join(made.take(fresh)) if len(sites) else made
    return replace(study, sites=sites)
