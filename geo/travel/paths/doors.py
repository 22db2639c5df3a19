"""Where sites are entered."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.core import Sites
from geo.core.arrays import Floats, Ints
from geo.errors import InputError
from geo.words import _

__all__ = ["Doors", "doors_of"]

Doors = tuple[tuple[object, tuple[tuple[float, float], ...]], ...]
"""Site id and its entrances ``(x, y)``, for the sites that have others than their own point."""


def doors_of(sites: Sites, entrances: Doors) -> tuple[Ints, Floats, Floats]:
    """List all entrances, site by site.

    Returns
    -------
    site_pos, x, y
        ``(n_door,)`` ascending positions of the sites, and metres.

    Raises
    ------
    InputError
        An entrance belongs to no site, or a site has an empty list of them.
    """
    of, x, y = [np.arange(len(sites))], [sites.x], [sites.y]
    named = np.zeros(len(sites), bool)
    for site, points in entrances:
        at = int(sites.ids.get_indexer(pd.Index([site]))[0])
        if at < 0 or not points:
            raise InputError(
                _("Entrances: site {id} does not exist, or no entrance is given.", id=site)
            )
        named[at] = True
        of.append(np.full(len(points), at))
        x.append(np.array([p[0] for p in points]))
        y.append(np.array([p[1] for p in points]))
    of[0], x[0], y[0] = of[0][~named], x[0][~named], y[0][~named]
    all_of = np.concatenate(of)
    order = np.argsort(all_of, kind="stable")
    return all_of[order], np.concatenate(x)[order], np.concatenate(y)[order]
