"""Which drawn street is nearest to whom: one that is walked, one that was left out, or none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats
from geo.travel.graph import StreetGraph
from geo.travel.paths.attach import Attached, Entrances, attach

__all__ = ["Drawn"]

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Drawn:
    """Metres to the nearest drawn street, pieces that were left out included.

    Attributes
    ----------
    firm_m, site_m
        ``(n_demand,)``, ``(n_site,)`` metres; of a site, from its nearest entrance.
    is_beside, is_beside_site
        ``(n_demand,)``, ``(n_site,)`` a piece that was left out is near, and nearer than any street
        that is walked; of a site, to each of its entrances.
    """

    firm_m: Floats
    site_m: Floats
    is_beside: Flags
    is_beside_site: Flags

    @classmethod
    def near(cls, graph: StreetGraph, firms: Attached, doors: Entrances, most_m: float) -> Drawn:
        """Look at the streets left out of ``graph``, up to ``most_m`` from firms and entrances."""
        firm_m, is_beside = _nearest(graph, firms, most_m)
        door_m, beside_door = _nearest(graph, doors.at, most_m)
        site_m = np.full(doors.n_site, np.inf)
        np.minimum.at(site_m, doors.site_pos, door_m)
        is_beside_site = np.ones(doors.n_site, bool)
        is_beside_site[doors.site_pos[~beside_door]] = False
        return cls(firm_m, site_m, is_beside, is_beside_site)

    def blank(self, most_m: float) -> tuple[Flags, Flags]:
        """Say of firms and of sites who stands where no streets are drawn."""
        return self.firm_m > most_m, self.site_m > most_m


def _nearest(graph: StreetGraph, at: Attached, most_m: float) -> tuple[Floats, Flags]:
    """Return the metres to the nearest drawn street, and whether one that was left out is it."""
    if graph.left_out is None:
        return at.leg_m, np.zeros(len(at), bool)
    out_m = attach(graph.left_out, at.own_x, at.own_y).leg_m
    return np.minimum(at.leg_m, out_m), (out_m < at.leg_m) & (out_m <= most_m)
