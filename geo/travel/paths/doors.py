"""Where sites are entered."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.core import Sites, entrances
from geo.core.arrays import Floats, Ints
from geo.errors import InputError
from geo.words import _

__all__ = ["Doors", "doors_of"]

Doors = tuple[tuple[object, tuple[tuple[float, float], ...]], ...]
"""Site id and its entrances ``(x, y)``, for the sites that have others than their own point."""


def doors_of(sites: Sites, named: Doors) -> tuple[Ints, Floats, Floats]:
    """List all entrances, site by site.

    Parameters
    ----------
    sites
        Sites; their column ``entrances`` counts where it is filled in.
    named
        The entrances of some sites, in the place of what their column says.

    Returns
    -------
    site_pos, x, y
        ``(n_door,)`` ascending positions of the sites, and metres.

    Raises
    ------
    InputError
        An entrance belongs to no site, a site has an empty list of them, or a cell of the column
        cannot be read.
    """
    of, x, y = [np.arange(len(sites))], [sites.x], [sites.y]
    has_own = np.zeros(len(sites), bool)
    for site, points in named:
        at = int(sites.ids.get_indexer(pd.Index([site]))[0])
        if at < 0 or not points:
            raise InputError(
                _("Entrances: site {id} does not exist, or no entrance is given.", id=site)
            )
        has_own[at] = True
        of.append(np.full(len(points), at))
        x.append(np.array([p[0] for p in points]))
        y.append(np.array([p[1] for p in points]))
    if entrances.COLUMN in sites.table:
        cells = sites.table[entrances.COLUMN].where(~has_own, None)
        rows, door_x, door_y = entrances.standing(cells, sites.crs)
        has_own[rows] = True
        of, x, y = [*of, np.array(rows, np.int64)], [*x, door_x], [*y, door_y]
    of[0], x[0], y[0] = of[0][~has_own], x[0][~has_own], y[0][~has_own]
    all_of = np.concatenate(of)
    order = np.argsort(all_of, kind="stable")
    return all_of[order], np.concatenate(x)[order], np.concatenate(y)[order]
