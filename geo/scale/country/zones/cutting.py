"""Zones: neighbouring sites, few enough for exact search."""

from __future__ import annotations

import numpy as np

from geo.core.arrays import Floats, Ints

__all__ = ["cut_zones"]


def cut_zones(place: Floats, components: list[Ints], size: int) -> list[Ints]:
    """Cut each component into zones of at most ``size`` sites, across its longer side.

    Parameters
    ----------
    place
        ``(n_site, 2)`` metres east and north.
    components
        Numbers of the sites of each component.
    size
        Most sites of a zone.
    """
    zones, left = [], list(components)
    while left:
        site = np.sort(left.pop())
        if len(site) <= size:
            zones.append(site)
            continue
        at = place[site]
        along = at[:, int(np.argmax(np.ptp(at, axis=0)))]
        site = site[np.argsort(along, kind="stable")]
        left += [site[: len(site) // 2], site[len(site) // 2 :]]
    return zones
